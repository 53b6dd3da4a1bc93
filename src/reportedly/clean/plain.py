"""Plain text, often copied from a page -> the parts of an article."""

from __future__ import annotations

import functools
import re

from reportedly.clean.blocks import Piece, pieces_of
from reportedly.clean.dates import date_line
from reportedly.clean.furniture import Page, cut, recognise
from reportedly.clean.head import read_head
from reportedly.clean.languages import language_of
from reportedly.clean.lines import head_lines, stated_days
from reportedly.clean.names import is_outlet
from reportedly.clean.parts import Parts
from reportedly.clean.wire import dateline
from reportedly.languages import table
from reportedly.model import Furniture, FurnitureKind, Hints

_LAST_LINES = 4
MOST_PIECES = 40
"""Enough of them to tell the language by."""
LEAST = 6
"""Words of the shortest line that can be all of an article."""


def read_plain(text: str, hints: Hints) -> Parts:
    """The parts of a plain text; what `hints` (its container) says of the title is used to find the title's line."""
    pieces = pieces_of(text)
    language = language_of("\n\n".join(p.text for p in pieces[:MOST_PIECES]))
    pieces = cut(pieces, language)
    head = read_head(pieces, hints.title)
    known: dict[int, FurnitureKind] = head.kinds
    if language not in (None, "en"):
        known = head_lines(pieces, language) | known
        day, change = stated_days(pieces, known, language)
        head.published, head.updated = head.published or day, head.updated or change
    page = Page(html=False, outlet=head.outlet, title=head.title, body=head.body, language=language)
    kinds = recognise(pieces, page, known)
    kinds = _not_all(pieces, kinds)
    prose = [p.text for p, kind in zip(pieces, kinds, strict=True) if kind is None]
    wire = next((found for t in prose[:3] if (found := dateline(t))[2]), (None, None, 0))
    outlet, basis = head.outlet, "stated" if head.outlet else None
    if not outlet and (own := self_named(prose)):
        outlet, basis = own, "stated"
    if not outlet and wire[1]:
        outlet, basis = wire[1], "dateline"
    published = head.published or _published_below(pieces)
    return Parts(
        paragraphs=tuple(prose),
        furniture=tuple(Furniture(p.text, kind) for p, kind in zip(pieces, kinds, strict=True) if kind),
        title=head.title,
        outlet=outlet,
        outlet_basis=basis,  # type: ignore[arg-type]  # one of the two literals above
        byline=head.byline,
        # of one that says when it was changed alone: it was published by then
        published=published or head.updated,
        published_basis="stated" if published else "inferred",
        updated=head.updated,
        updated_basis="stated",
        dateline=wire[0] or head.place,
        language=language,
    )


def _not_all(pieces: list[Piece], kinds: list[FurnitureKind | None]) -> list[FurnitureKind | None]:
    """Where nothing is left, what was taken out by its form alone is the text: a note of one line is an article too."""
    if None in kinds:
        return kinds
    return [
        None if kind in ("caption", "other", "title") and p.words >= LEAST else kind
        for p, kind in zip(pieces, kinds, strict=True)
    ]


def _published_below(pieces: list[Piece]) -> str | None:
    """A date at the foot that says it is the day of publication."""
    for piece in pieces[-_LAST_LINES:]:
        found = date_line(piece.text) if piece.words <= 14 else None
        if found and found.labelled and not found.later:
            return found.value
    return None


@functools.cache
def _self() -> re.Pattern[str]:
    phrases = "|".join(re.escape(p) for p in table("publication")["outlets"]["self"])
    return re.compile(rf"\b((?:[A-Z][\w.&'’-]{{0,30}}\s){{0,4}}[A-Z][\w.&'’-]{{0,30}})\s(?:{phrases})\b")


def self_named(paragraphs: list[str]) -> str | None:
    """The outlet that a text calls itself by ("Example Daily has learned"); None where it names none, or two."""
    found: list[str] = []
    for text in paragraphs:
        for m in _self().finditer(text):
            name = m[1].removeprefix("The ")
            # a sentence may begin before the name
            while name and not is_outlet(name) and " " in name:
                name = name.split(" ", 1)[1]
            if is_outlet(name):
                found.append(name)
    names = list(dict.fromkeys(found))
    return names[0] if len(names) == 1 else None
