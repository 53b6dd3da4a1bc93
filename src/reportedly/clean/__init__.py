"""Snapshot -> Article: decode, main text, furniture, title, byline, outlet, publication date, each with its basis."""

from reportedly.clean.article import article_id, clean
from reportedly.clean.languages import language_of

__all__ = ["article_id", "clean", "language_of"]
