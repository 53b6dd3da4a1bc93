"""Snapshot -> Article: decode, main text, furniture, title, byline, outlet, publication date, each with its basis."""

from reportedly.clean.article import article_id, clean

__all__ = ["article_id", "clean"]
