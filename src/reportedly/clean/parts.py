"""What is read from one item before it becomes an article: the same from HTML and from plain text."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.model import Basis, Furniture, OutletBasis, PublishedBasis


@dataclass(frozen=True, slots=True)
class Parts:
    paragraphs: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    title: str | None = None
    outlet: str | None = None
    outlet_basis: OutletBasis | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: PublishedBasis | None = None
    updated: str | None = None
    updated_basis: Basis | None = None
    section: str | None = None
    section_basis: Basis | None = None
    dateline: str | None = None
    url: str | None = None
    language: str | None = None
    """By its words; where they are too few, as the page declares."""
