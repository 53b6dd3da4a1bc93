"""Which articles tell one story, and which are copies of one another.

Pure functions of articles and their profiles: nothing is kept, and the order of arrival decides nothing.
"""

from __future__ import annotations

from reportedly.stories.copies import copies
from reportedly.stories.grouping import group
from reportedly.stories.profiles import headline, profile

__all__ = ["copies", "group", "headline", "profile"]
