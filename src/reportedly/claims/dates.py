"""Open dates completed from the story: an undated article's "September 9" gets the year of its story.

Only what the text itself leaves open is filled in, only from articles whose day is known, and marked `inferred`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.model import Article, Assertion, When

_OPEN_DAY = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_MAX_DISTANCE = 200
"""Days; a date further than this from every dated article belongs to no year that the story shows."""


def known_days(articles: Sequence[Article]) -> tuple[dt.date, ...]:
    """The publication days of a story, sorted."""
    return tuple(sorted(dt.date.fromisoformat(a.said) for a in articles if a.said))


def complete(assertion: Assertion, days: Sequence[dt.date]) -> Assertion:
    """The assertion with an open year filled in, where the story settles it."""
    when = assertion.when
    if when is None or when.start or when.end or not days or not _OPEN_DAY.search(when.value):
        return assertion
    filled = _fill(when, days)
    return replace(assertion, when=filled) if filled is not None else assertion


def _fill(when: When, days: Sequence[dt.date]) -> When | None:
    middle = days[len(days) // 2]
    best: tuple[int, str, str, int] | None = None
    for year in range(middle.year - 1, middle.year + 2):
        spans = [_days(year, m) for m in _OPEN_DAY.finditer(when.value)]
        found = [s for s in spans if s is not None]
        if not found:
            continue
        first, last = min(f for f, _ in found), max(e for _, e in found)
        distance = min(abs((first - d).days) for d in days)
        if best is None or distance < best[0]:
            best = (distance, first.isoformat(), last.isoformat(), year)
    if best is None or best[0] > _MAX_DISTANCE:
        return None
    _, start, end, year = best
    return replace(when, start=start, end=end, value=when.value.replace("XXXX", str(year)), basis="inferred")


def _days(year: int, match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    month, day = int(match.group(1)), match.group(2)
    try:
        if day is not None:
            only = dt.date(year, month, int(day))
            return only, only
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None
