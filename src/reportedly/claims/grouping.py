"""Same claim and same matter: average-link clustering of propositions, with pairs that must stay apart.

A claim holds propositions in which nothing excludes anything else. A matter holds claims that answer one question,
rivals included: the same clustering with a lower threshold, looking past the values.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from reportedly.claims.propositions import Proposition, event_kind, similarity
from reportedly.claims.values import compatible, differ, overlaps, quantity_pairs

SAME_CLAIM = 0.45
"""Cosine from which two propositions say the same thing (chosen on the development stories, see bench/claims.py)."""
SAME_MATTER = 0.3
SHARED_TIME = 0.1
SHARED_NUMBER = 0.25
SHARED_SPEAKER = 0.1
"""What one value in common adds to the likeness of the words."""
_SAME = 1e-12
_COMMON = 0.5
"""A word in more than this share of a story's propositions finds no neighbours."""

Pair = tuple[int, int]


def closeness(a: Proposition, b: Proposition) -> float:
    """How near two propositions are: the likeness of their words, raised by each value they share."""
    value = similarity(a, b)
    if a.when is not None and b.when is not None and overlaps(a.when, b.when):
        value += SHARED_TIME
    if any(compatible(x, y) and x.low == y.low and x.high == y.high for x, y in quantity_pairs(a, b)):
        value += SHARED_NUMBER
    if a.speaker is not None and a.speaker == b.speaker:
        value += SHARED_SPEAKER
    return min(1.0, value)


def near_pairs(props: Sequence[Proposition], floor: float) -> dict[Pair, float]:
    """Similarity of all pairs (i < j) that share a telling word and reach `floor`."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(props):
        for word in p.bag:
            holders[word].append(i)
    limit = max(20, int(_COMMON * len(props)))
    pairs: set[Pair] = set()
    for members in holders.values():
        if len(members) <= limit:
            pairs.update((i, j) for k, i in enumerate(members) for j in members[k + 1 :])
    found = {}
    for i, j in sorted(pairs):
        value = closeness(props[i], props[j])
        if value >= floor:
            found[i, j] = value
    return found


class _Linkage:
    """Clusters of 0..size-1 with the sums of the similarities between them."""

    def __init__(self, size: int) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.of = list(range(size))
        self.sums: dict[Pair, float] = defaultdict(float)
        self.barred: set[Pair] = set()
        self.near: dict[int, set[int]] = defaultdict(set)

    def add(self, i: int, j: int, value: float, *, barred: bool) -> None:
        """A pair of elements; within one cluster it says nothing more."""
        a, b = self.of[i], self.of[j]
        if a == b:
            return
        pair = _pair(a, b)
        self.sums[pair] += value
        self.near[a].add(b)
        self.near[b].add(a)
        if barred:
            self.barred.add(pair)

    def mean(self, a: int, b: int) -> float:
        """Mean similarity of the elements of two clusters; pairs that were not added count 0."""
        return self.sums[_pair(a, b)] / (len(self.members[a]) * len(self.members[b]))

    def merge(self, a: int, b: int) -> int:
        """Two clusters become one, known by the smaller number, which is returned."""
        a, b = _pair(a, b)
        for c in self.near.pop(b, set()) - {a}:
            self.near[c].discard(b)
            self.sums[_pair(a, c)] += self.sums.pop(_pair(b, c), 0.0)
            if _pair(b, c) in self.barred:
                self.barred.add(_pair(a, c))
            self.near[a].add(c)
            self.near[c].add(a)
        self.near[a].discard(b)
        for i in self.members[b]:
            self.of[i] = a
        self.members[a] += self.members.pop(b)
        return a


def average_link(
    size: int,
    pairs: Mapping[Pair, float],
    threshold: float,
    apart: Callable[[int, int], bool],
    joined: Iterable[Pair] = (),
) -> list[list[int]]:
    """Clusters of 0..size-1: the closest two are joined first, while their mean similarity reaches the threshold.

    Pairs that are not in `pairs` count 0. `apart(i, j)` forbids any cluster with both; `joined` is joined first,
    whatever stands against it. Ties go to the smaller numbers, so the result depends on nothing else.
    """
    links = _Linkage(size)
    for i, j in joined:
        if links.of[i] != links.of[j]:
            links.merge(links.of[i], links.of[j])
    for (i, j), value in pairs.items():
        links.add(i, j, value, barred=apart(i, j))
    heap = [(-links.mean(a, b), a, b) for a, b in links.sums]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        value, a, b = heapq.heappop(heap)
        gone = a not in links.members or b not in links.members
        if gone or (a, b) in links.barred or abs(value + links.mean(a, b)) > _SAME:
            continue  # or an older entry: the two have grown since
        a = links.merge(a, b)
        for c in sorted(links.near[a]):
            x, y = _pair(a, c)
            heapq.heappush(heap, (-links.mean(x, y), x, y))
    return [sorted(links.members[k]) for k in sorted(links.members)]


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def incompatible(a: Proposition, b: Proposition) -> bool:
    """Whether two propositions cannot be one claim."""
    if differ(a, b) is not None:
        return True
    if a.future != b.future:  # what is foretold and what came are two claims: the second settles the first
        return True
    if a.kinds and b.kinds and a.assertion.predicate and b.assertion.predicate:
        x, y = event_kind(a.assertion.predicate), event_kind(b.assertion.predicate)
        if x and y and x != y and not (x in b.kinds and y in a.kinds):
            return True
    return False


def same_claims(
    props: Sequence[Proposition],
    agreeing: Mapping[Pair, float],
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
) -> list[list[int]]:
    """Clusters of propositions that say the same thing."""
    kept_apart = {tuple(sorted(p)) for p in parted}
    pairs = near_pairs(props, 0.1)
    for pair, value in agreeing.items():
        pairs[pair] = max(value, pairs.get(pair, 0.0))

    def apart(i: int, j: int) -> bool:
        return (min(i, j), max(i, j)) in kept_apart or incompatible(props[i], props[j])

    return average_link(len(props), pairs, SAME_CLAIM, apart, joined)


def same_matters(props: Sequence[Proposition], claims: Sequence[Sequence[int]]) -> list[list[int]]:
    """Clusters of claims (numbers into `claims`) about one question."""
    claim_of = {i: n for n, members in enumerate(claims) for i in members}
    sums: dict[Pair, float] = defaultdict(float)
    for (i, j), value in near_pairs(props, 0.1).items():
        a, b = sorted((claim_of[i], claim_of[j]))
        if a != b:
            sums[a, b] = max(sums[a, b], value)
    return average_link(len(claims), sums, SAME_MATTER, lambda _i, _j: False)
