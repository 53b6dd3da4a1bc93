"""How like two articles are: a property of the two alone, so that it is computed once and never changes.

Values are whole millionths: a sum of them is the same in whatever order it is made.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from reportedly.model import GroupIndex, Profile, whole_of

UNIT = 1_000_000
"""Likeness 1.0."""
FLOOR = 125_000
"""What is less alike has nothing in common: it counts as 0. Up to 130,000 that changes nothing on bench/stories.py."""
FLOOR_UNDATED = 150_000
"""The same where a day is not known: by chance such an article is a little like some of every year. On bench/stories.py it changes
nothing."""
LEADING = 28
SHARED = 2
SHARED_LATER = 3
"""Two articles are compared where they share so many of each one's `LEADING` heaviest terms; `SHARED_LATER`, where they are more
than `DAYS_TOGETHER` apart, or may be, since one has no date."""
DAYS_TOGETHER = 60
DAYS_APART = 240
"""From `DAYS_TOGETHER` days on likeness fades, and at `DAYS_APART` there is none left: what an arrival is compared with
does not grow with the years."""
UNDATED = 0
"""In place of a day's number; 1 is the first of January of year 1."""

_AT_A_TIME = 16
_KEPT = 1000
"""Profiles of earlier articles that are held at once, and for how long while many articles come at once."""
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
    # an exact sum, rounded once: the same whichever of the two comes first
    cosine = math.fsum([one[t] * two[t] for t in one.keys() & two.keys()])
    return math.floor(cosine * together(day_of(a.said), day_of(b.said)) * UNIT)


def compare(index: GroupIndex, added: Sequence[Profile]) -> dict[str, dict[str, int]]:
    """Each added article's likeness to the articles of the index (which they are in) that it shares leading terms with."""
    known = {p.id: p for p in added}
    found: dict[str, dict[str, int]] = {p.id: {} for p in added}
    earlier = _Earlier(index, _KEPT if len(added) > 1 else 0)
    for one in known.values():
        # an article is not compared with its own parts
        others = [
            i
            for i in sharing(index, leading(one.weights), day_of(one.said))
            if whole_of(i) != whole_of(one.id) and i not in found[one.id]
        ]
        new = (known[i] for i in others if i in known)
        for other in chain(new, earlier.profiles([i for i in others if i not in known])):
            value = likeness(one, other)
            if value >= (FLOOR_UNDATED if UNDATED in (day_of(one.said), day_of(other.said)) else FLOOR):
                found[one.id][other.id] = value
                if other.id in found:
                    found[other.id][one.id] = value
    return found


class _Earlier:
    """Profiles of the index, a few at a time, so that what is held does not grow with it; some are kept for the next arrival."""

    def __init__(self, index: GroupIndex, most: int) -> None:
        self._index = index
        self._most = most
        self._kept: dict[str, Profile] = {}

    def profiles(self, ids: Sequence[str]) -> Iterator[Profile]:
        yield from [self._kept[i] for i in ids if i in self._kept]
        missing = [i for i in ids if i not in self._kept]
        for at in range(0, len(missing), _AT_A_TIME):
            some = self._index.profiles(missing[at : at + _AT_A_TIME])
            yield from some
            if self._most:
                if len(self._kept) > self._most:
                    self._kept.clear()
                self._kept |= {p.id: p for p in some}


def sharing(index: GroupIndex, terms: Sequence[str], day: int) -> list[str]:
    """The articles to compare with one that has these leading terms and this day."""
    if day == UNDATED:
        return index.sharing(terms, UNDATED, dt.date.max.toordinal(), SHARED_LATER)
    around = index.sharing(terms, max(1, day - DAYS_TOGETHER), day + DAYS_TOGETHER, SHARED)
    later = index.sharing(terms, max(1, day - DAYS_APART + 1), day + DAYS_APART - 1, SHARED_LATER)
    undated = index.sharing(terms, UNDATED, UNDATED, SHARED_LATER)
    return sorted({*around, *later, *undated})
