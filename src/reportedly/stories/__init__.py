"""Which articles tell one story, and which are copies of one another.

Functions of articles and their profiles: nothing is kept but in the index that is handed in, and the order of arrival decides
nothing.
"""

from __future__ import annotations

from reportedly.stories.copies import copies
from reportedly.stories.grouping import arrange, group
from reportedly.stories.judged import judged
from reportedly.stories.profiles import headline, profile

__all__ = ["arrange", "copies", "group", "headline", "judged", "profile"]
