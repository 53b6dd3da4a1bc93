"""How like two articles are: a property of the two alone, so that it is computed once and never changes.

Values are whole millionths, from whole-numbered weights: a sum of them is the same in whatever order it is made.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence

from reportedly.model import GroupIndex, Profile

UNIT = 1_000_000
"""Likeness 1.0."""
FLOOR = 100_000
"""What is less alike has nothing in common: it counts as 0."""
LEADING = 28
SHARED = 2
"""Two articles are compared where they share so many of each one's `LEADING` heaviest terms."""
DAYS_TOGETHER = 60
DAYS_APART = 240
"""From `DAYS_TOGETHER` days on likeness fades, and at `DAYS_APART` there is none left: what an arrival is compared with
does not grow with the years."""
UNDATED = 0
"""In place of a day's number; 1 is the first of January of year 1."""

_SCALE = 1 << 16
"""Weights are whole numbers of one part of so many."""
_NUMBER = re.compile(r"[\d.,:-]+")
"""Numbers find no candidates: every article has some, and the telling ones change from day to day."""


def leading(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The heaviest terms, which articles are found by; in alphabetical order."""
    terms = sorted((t for t in weights if not _NUMBER.fullmatch(t)), key=lambda term: (-weights[term], term))
    return tuple(sorted(terms[:LEADING]))


def day_of(said: str | None) -> int:
    """The number of a day, `UNDATED` where it is not known."""
    try:
        return dt.date.fromisoformat(said).toordinal() if said else UNDATED
    except ValueError:
        return UNDATED


def together(a: int, b: int) -> float:
    """1 for articles of neighbouring weeks or unknown days, falling to 0 for those far apart."""
    if UNDATED in (a, b):
        return 1.0
    return min(1.0, max(0.0, (DAYS_APART - abs(a - b)) / (DAYS_APART - DAYS_TOGETHER)))


def likeness(a: Profile, b: Profile) -> int:
    """Cosine of two unit vectors, faded by the days between them."""
    one, two = a.weights, b.weights
    product = sum(round(one[t] * _SCALE) * round(two[t] * _SCALE) for t in one.keys() & two.keys())
    return math.floor(product * UNIT / (_SCALE * _SCALE) * together(day_of(a.said), day_of(b.said)))


def compare(index: GroupIndex, added: Sequence[Profile]) -> dict[str, dict[str, int]]:
    """Each added article's likeness to the articles of the index (which they are in) that it shares leading terms with."""
    known = {p.id: p for p in added}
    found: dict[str, dict[str, int]] = {p.id: {} for p in added}
    for one in known.values():
        others = index.sharing(leading(one.weights), *window(day_of(one.said)), SHARED)
        earlier = {p.id: p for p in index.profiles([i for i in others if i not in known])}
        for i in others:
            other = earlier.get(i) or known.get(i)
            if other is None or i == one.id or i in found[one.id]:
                continue
            value = likeness(one, other)
            if value >= FLOOR:
                found[one.id][i] = value
                if i in found:
                    found[i][one.id] = value
    return found


def window(day: int) -> tuple[int, int]:
    """The first and last day with which likeness is not faded to nothing; all days for an undated article."""
    if day == UNDATED:
        return UNDATED, dt.date.max.toordinal()
    return max(1, day - DAYS_APART + 1), day + DAYS_APART - 1
