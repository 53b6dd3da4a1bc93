"""Temporal expressions of a text, resolved to days against the article's day and the text's running time."""

from reportedly.annotate.times.find import find_times
from reportedly.annotate.times.periods import joined

__all__ = ["find_times", "joined"]
