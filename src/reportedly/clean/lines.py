"""Lines of an HTML page that stand around its prose and are none: dates, bylines, what its own text does not have.

The markup of a page tells most furniture. What it leaves in at the head of an article are lines that state day and
author, in any language; and where a page carries its text in its JSON-LD too, what stands before the first and after
the last sentence of that.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from reportedly.clean.blocks import Piece, plain_quotes
from reportedly.clean.dates import date_line
from reportedly.clean.localdates import date_of_change, local_date
from reportedly.clean.names import byline_of
from reportedly.languages import languages_with, table
from reportedly.model import FurnitureKind

HEAD = 8
"""Pieces among which the lines of the head stand."""
PROSE = 90
"""A piece of so many characters, or that ends as a sentence does after half as many, is prose: the head is over."""
LONG_ENOUGH = 600
"""Characters from which the text of the JSON-LD is taken for all of the article."""
NO_PARAGRAPH = 160
"""A longer piece stays whatever the JSON-LD has: some leave the first paragraph out of it."""
COVERED = 0.8
"""So much of what was found must be in it, and it in what was found."""
_NAMED = re.compile(r"[^\W\d_]+(?:[\s.,&'’-]+[^\W\d_]+){0,9}[\s.]*")


def head_lines(pieces: Sequence[Piece], language: str | None) -> dict[int, FurnitureKind]:
    """Dates and bylines above the prose, and dates below it."""
    known: dict[int, FurnitureKind] = {}
    last = len(pieces) - 2
    for at, piece in enumerate(pieces):
        if at >= HEAD and at < last:
            continue
        text = piece.text
        if at < HEAD and (len(text) > PROSE or (len(text) > PROSE / 2 and piece.stopped)):
            last = max(last, at)
        if len(text) > PROSE:
            continue
        if is_date(text, language):
            known[at] = "dateline"
        elif at < HEAD and not known.get(at) and is_byline(text, language):
            known[at] = "byline"
    return known


def stated_days(
    pieces: Sequence[Piece], known: Mapping[int, FurnitureKind], language: str | None
) -> tuple[str | None, str | None]:
    """The first date that stands on a line of its own over the prose, and the first that is called one of a change."""
    day = change = None
    for at, kind in sorted(known.items()):
        if kind == "dateline" and at < HEAD:
            found = date_line(pieces[at].text) or local_date(pieces[at].text, language)
            if found and not found.later:
                day = day or found.value
            change = change or date_of_change(pieces[at].text, language)
    return day, change


def stated_byline(pieces: Sequence[Piece], known: Mapping[int, FurnitureKind], language: str | None) -> str | None:
    """The names that a byline over the prose gives, as it gives them."""
    for at, kind in sorted(known.items()):
        if kind == "byline" and at < HEAD and language and language != "en":
            opened = _opens(language).match(plain_quotes(pieces[at].text))
            return pieces[at].text[opened.end() :].strip(" .") if opened else None
    return None


def is_date(text: str, language: str | None) -> bool:
    """It is a date and what belongs to one: label, weekday, time of day, zone."""
    if (found := local_date(text, language)) and found.alone:
        return True
    said = date_line(text)
    return bool(said) and not said.before and not said.after if said else False


@functools.cache
def _opens(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, table("publication", language)["byline"]["opens"]), key=len, reverse=True))
    # a script without spaces puts a colon or a stroke
    gap = r"\s{0,2}[:：/／|]\s{0,2}" if language in ("zh", "ja") else r"(?:\s{0,2}:\s{0,2}|\s)"
    return re.compile(rf"(?:{words}){gap}(?=\S)", re.IGNORECASE)


def is_byline(text: str, language: str | None) -> bool:
    """ "By Jane Doe", "Von Erika Muster und Max Beispiel", "作者：..." and nothing else."""
    if language in (None, "en"):
        named = byline_of(text)
        return bool(named and named[0])
    if language not in languages_with("publication") or not (opened := _opens(language).match(plain_quotes(text))):
        return False
    name = text[opened.end() :].strip()
    if not _NAMED.fullmatch(name):
        return False
    # where there are capitals, names have them: "Von heute an" is a sentence's beginning
    words = [w for w in re.findall(r"[^\W\d_]+", name) if w.lower() != w.upper()]
    return not words or (words[0][0].isupper() and words[-1][0].isupper() and (len(words) > 1 or ":" in opened[0]))


def beside_body(pieces: Sequence[Piece], body: str | None) -> dict[int, FurnitureKind]:
    """What stands before the first and after the last piece of the text that the page itself calls its article's."""
    if not body or len(body) < LONG_ENOUGH:
        return {}
    whole = _key(body)
    keys = [_key(p.text) for p in pieces]
    inside = [bool(key) and key in whole for key in keys]
    shared = sum(len(key) for key, yes in zip(keys, inside, strict=True) if yes)
    if shared < COVERED * len(whole) or shared < COVERED * sum(map(len, keys)):
        return {}
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    if whole.find(keys[first]) > 0.02 * len(whole):
        first = 0  # its beginning was not found: what comes before may be it
    if whole.rfind(keys[last]) + len(keys[last]) < 0.98 * len(whole):
        last = len(pieces)
    beside = (at for at in range(len(pieces)) if at < first or at > last)
    return {at: "other" for at in beside if len(pieces[at].text) < NO_PARAGRAPH}


def _key(text: str) -> str:
    return re.sub(r"\W+", "", plain_quotes(text).lower())
