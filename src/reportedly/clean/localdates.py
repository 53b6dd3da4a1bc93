"""Dates as pages in other languages than English write them: "3. April 2024", "3 de abril de 2024", "2024年4月3日".

Month names of all tables are looked up together: none of them names two months. A date of three numbers parted by dots
has its day first wherever it is written so; parted by strokes it is taken where one number can be no month, or where the
page's language writes the day first.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from reportedly.clean.dates import FIRST_YEAR, LAST_YEAR, date_line
from reportedly.languages import languages_with, table

DAY_FIRST = frozenset({"de", "fr", "es", "pt", "it", "nl", "ru", "ar", "pl", "tr", "sv", "da", "no", "el", "ro", "id"})
"""Languages in which 04/05/2024 is the fourth of May."""
MOST_CHARS = 120
"""A longer line is no date's."""

_EAST = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?")
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d/-])")
_DOTS = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_STROKES = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/-])")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})\s?[:hH時时]\s?(\d{2})(?!\d)(?::\d{2})?|(?<![\d:.])(\d{1,2})[.](\d{2})(?=\s?(?:Uhr|uur)\b)"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ZONE = re.compile(r"\(?\b(?:GMT|UTC|CES?T|MEZ|MESZ|BRT|MSK|JST|KST)?[+-]?\d{0,2}:?\d{0,2}\)?")


@dataclass(frozen=True, slots=True)
class LocalDate:
    value: str
    alone: bool
    """Nothing but labels, weekday and time of day stands beside it."""
    later: bool
    """Its label says that it is the day of a change."""


@functools.cache
def _months() -> dict[str, int]:
    months: dict[str, int] = {}
    for language in languages_with("publication"):
        said = table("publication", language)["dates"]
        for names in (said["months"], said["month_short"]):
            months |= {name: n for n, name in enumerate(names, 1)}
        months |= said["month_other"]
    return months


@functools.cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    labels: set[str] = set()
    later: set[str] = set()
    for language in languages_with("publication"):
        said = table("publication", language)["dates"]
        labels |= {*said["labels"], *said.get("weekdays", ())}
        later |= set(said["later"])
    return frozenset(labels), frozenset(later)


@functools.cache
def _named() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:\.|º|°|ª|er|st|nd|rd|th)?[\s-]{{0,3}}(?:de\s|d['’])?({names})\b\.?,?[\s-]{{0,3}}(?:del?\s)?(\d{{4}})(?!\d)",
        re.IGNORECASE,
    )


def local_date(line: str, language: str | None = None) -> LocalDate | None:
    """The first full date of a line, with the time of day beside it; None where there is none."""
    if len(line) > MOST_CHARS or not any(ch.isdigit() for ch in line):
        return None
    found = _found(line, language)
    if found is None:
        return None
    day, start, end = found
    value = day.isoformat()
    before, after = line[:start], line[end:]
    for side in (after, before):
        if (clock := _CLOCK.search(side)) and (said := _time(clock)):
            value += f"T{said}"
            break
    labels, later = _labels()
    words = [w.lower() for w in _WORD.findall(_ZONE.sub(" ", _CLOCK.sub(" ", f"{before} {after}")))]
    leading = {w.lower() for w in _WORD.findall(before)} or set(words)
    # in scripts without spaces a label is the beginning of a word; a month is that of a second date
    known = [w in labels or w in _months() or any(w.startswith(x) for x in labels if x > "\u1000") for w in words]
    changed = bool(leading & later) or any(w.startswith(x) for w in leading for x in later if x > "\u1000")
    return LocalDate(value, all(known), changed)


@functools.cache
def _change() -> re.Pattern[str]:
    """The words of all tables after which a date is that of a change."""
    # in scripts without spaces a word has no ends
    words = "|".join(re.escape(w) if w > "\u1000" else rf"\b{re.escape(w)}\b" for w in sorted(_labels()[1]))
    return re.compile(words, re.IGNORECASE)


def date_of_change(line: str, language: str | None = None) -> str | None:
    """The date that follows a word of change on a line: "Published 3 May 2024, updated 10:42 GMT, 4 May 2024"."""
    if len(line) > 3 * MOST_CHARS:
        return None
    for m in _change().finditer(line):
        rest = line[m.start() :]
        found = date_line(rest) or local_date(rest, language)
        if found and found.later:
            return found.value
    return None


def _found(line: str, language: str | None) -> tuple[dt.date, int, int] | None:
    """The first date that is one, and where it stands."""
    hits: list[tuple[int, int, dt.date | None]] = []
    if m := _named().search(line):
        hits.append((m.start(), m.end(), _day(m[3], _months()[m[2].lower()], m[1])))
    if m := _EAST.search(line):
        hits.append((m.start(), m.end(), _day(m[1], int(m[2]), m[3])))
    if m := _YEAR_FIRST.search(line):
        hits.append((m.start(), m.end(), _day(m[1], int(m[3]), m[4])))
    if m := _DOTS.search(line):
        hits.append((m.start(), m.end(), _day(m[3], int(m[2]), m[1])))
    if m := _STROKES.search(line):
        a, b = int(m[1]), int(m[3])
        if a > 12 or (language in DAY_FIRST) or a == b:
            hits.append((m.start(), m.end(), _day(m[4], b, m[1])))
        elif b > 12:
            hits.append((m.start(), m.end(), _day(m[4], a, m[3])))
    kept = sorted((s, e, d) for s, e, d in hits if d)
    return (kept[0][2], kept[0][0], kept[0][1]) if kept else None


def _time(m: re.Match[str]) -> str | None:
    hour, minute = int(m[1] or m[3]), int(m[2] or m[4])
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _day(year: str, month: int, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), month, int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
