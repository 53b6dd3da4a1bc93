"""Profiles -> groups that tell one story: average linking, measured by how tight the groups themselves are.

Two groups are one story when the mean cosine between them is near to the mean cosine inside them (geometric mean, shrunk to a
prior for small groups). That keeps two look-alike events apart, each of which is tight, and holds a long story together that
changes its words over weeks. One threshold for everything. Average linking: Sokal and Michener 1958.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, groupby
from operator import itemgetter

from reportedly.model import Profile

# By bench/stories.py --folds F1 is nearly flat from 0.56 to 0.76; the lower half keeps stories that run for weeks in one piece.
THRESHOLD = 0.60
PRIOR = 0.20
"""Mean cosine inside a story, before anything is known of it."""
PRIOR_PAIRS = 10
"""How many pairs of articles the prior counts for."""
_LEADING = 40
_SHARED = 2
"""Two articles are compared where they share so many of each one's `_LEADING` heaviest terms."""
_POSTINGS = 400
"""A term that leads more articles than this finds no candidates: it is the news of the year, not of a story."""
_DAYS_TOGETHER = 60
_DAYS_FADING = 180.0
"""Beyond so many days apart, likeness fades with this scale."""


def group(profiles: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
    """Ids that tell one story, each group and the groups sorted; every id once. Independent of the order of `profiles`."""
    ordered = sorted({p.id: p for p in profiles}.values(), key=lambda p: p.id)
    clusters = _Clusters.of(likeness(ordered), len(ordered))
    clusters.join_all()
    return tuple(sorted(tuple(ordered[i].id for i in sorted(members)) for members in clusters.members.values()))


def likeness(ordered: Sequence[Profile]) -> dict[tuple[int, int], float]:
    """Cosine, faded by days apart, of each pair that shares a leading term; keys are positions, the smaller first."""
    postings: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(ordered):
        for term in leading(profile.weights):
            postings[term].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for members in postings.values():
        if 1 < len(members) <= _POSTINGS:
            shared.update(combinations(members, 2))
    pairs = sorted(pair for pair, number in shared.items() if number >= _SHARED)
    days = [_day(p.said) for p in ordered]
    cosines = _cosines([p.weights for p in ordered], pairs)
    return {(a, b): value * together(days[a], days[b]) for (a, b), value in zip(pairs, cosines, strict=True)}


def _cosines(vectors: Sequence[Mapping[str, float]], pairs: Sequence[tuple[int, int]]) -> Iterator[float]:
    """The cosine of each pair (sorted) of unit vectors: one is spread out, its partners are looked up in it, all at once."""
    import numpy as np  # noqa: PLC0415 -- needed here only

    number = {term: i for i, term in enumerate(sorted({t for v in vectors for t in v}))}
    terms = [np.array([number[t] for t in sorted(v)], dtype=np.int64) for v in vectors]
    weights = [np.array([v[t] for t in sorted(v)]) for v in vectors]
    spread = np.zeros(len(number))
    for a, group_of_a in groupby(pairs, key=itemgetter(0)):
        partners = [b for _, b in group_of_a]
        spread[terms[a]] = weights[a]
        products = spread[np.concatenate([terms[b] for b in partners])] * np.concatenate([weights[b] for b in partners])
        starts = np.cumsum([0, *(len(terms[b]) for b in partners[:-1])])
        yield from (round(float(value), 12) for value in np.add.reduceat(products, starts))
        spread[terms[a]] = 0.0


def leading(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda term: (-weights[term], term))[:_LEADING]


def together(a: int | None, b: int | None) -> float:
    """1 for articles of neighbouring weeks or unknown days, falling towards 0 for those far apart."""
    if a is None or b is None:
        return 1.0
    return math.exp(-max(0, abs(a - b) - _DAYS_TOGETHER) / _DAYS_FADING)


def _day(said: str | None) -> int | None:
    try:
        return dt.date.fromisoformat(said).toordinal() if said else None
    except ValueError:
        return None


@dataclass
class _Clusters:
    """Groups while they are being joined; a group is named by its smallest position."""

    members: dict[int, list[int]]
    between: dict[int, dict[int, float]]
    """Summed likeness of each two groups that share any."""
    inside: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    @classmethod
    def of(cls, pairs: Mapping[tuple[int, int], float], size: int) -> _Clusters:
        between: dict[int, dict[int, float]] = {i: {} for i in range(size)}
        for (a, b), value in pairs.items():
            between[a][b] = between[b][a] = value
        return cls({i: [i] for i in range(size)}, between)

    def tightness(self, a: int) -> float:
        size = len(self.members[a])
        return (self.inside[a] + PRIOR_PAIRS * PRIOR) / (size * (size - 1) / 2 + PRIOR_PAIRS)

    def nearness(self, a: int, b: int) -> float:
        mean = self.between[a][b] / (len(self.members[a]) * len(self.members[b]))
        return round(mean / math.sqrt(self.tightness(a) * self.tightness(b)), 9)

    def join_all(self) -> None:
        """Join the nearest two until none are near enough."""
        heap = [(-self.nearness(a, b), a, b) for a, near in self.between.items() for b in near if a < b]
        heap = [entry for entry in heap if -entry[0] >= THRESHOLD]
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            # an entry from before one of the two grew no longer holds
            if a not in self.members or b not in self.between[a] or self.nearness(a, b) != -negative:
                continue
            self._join(a, b)
            for c in self.between[a]:
                if (near := self.nearness(a, c)) >= THRESHOLD:
                    heapq.heappush(heap, (-near, *((a, c) if a < c else (c, a))))

    def _join(self, a: int, b: int) -> None:
        self.inside[a] += self.inside[b] + self.between[a].pop(b)
        self.members[a] += self.members.pop(b)
        for c, value in self.between.pop(b).items():
            if c != a:
                del self.between[c][b]
                self.between[a][c] = self.between[c][a] = self.between[a].get(c, 0.0) + value
