"""Same claim and same matter: average-link clustering of propositions, with pairs that must stay apart.

A claim holds propositions in which nothing excludes anything else. A matter holds claims that answer one question,
rivals included: the same clustering with a lower threshold, looking past the values.
"""

from __future__ import annotations

import datetime as dt
import heapq
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.claims.propositions import ENOUGH, Proposition, deed, other_setting, same_doer, similarity
from reportedly.claims.values import compatible, differ, measure, overlaps, quantity_pairs, same_thing
from reportedly.model import Quantity

Pair = tuple[int, int]

SAME_CLAIM = 0.5
"""Cosine from which two propositions say the same thing (chosen on the development stories, see bench/claims.py)."""
SAME_MATTER = 0.3
NEAR = 0.1
"""Closeness below which two have nothing to do with each other."""
OTHER_DOER = 0.55
"""Likeness of the words from which two may be one claim though their grammar names two doers."""
SHARED_TIME = 0.1
SHARED_NUMBER = 0.25
SHARED_SPEAKER = 0.1
SHARED_PARTIES = 0.2
"""What one value in common adds to the likeness of the words; parties: one kind of event on one day between the same."""
_PARTIES = 2
LONG_AFTER = 0.1
_LONG = 14
"""What is said again after so many days, with no day or number of its own, is rather the state of things by then."""
_SAME = 1e-12
_COMMON = 0.5
"""A word in more than this share of a story's propositions finds no neighbours."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Propositions in their claims."""

    props: Sequence[Proposition]
    groups: Sequence[Sequence[int]]
    """Claims as numbers into `props`."""
    ids: Sequence[str]
    """The claims' ids, in the same order."""
    near: Mapping[Pair, float]
    """How near pairs of propositions are, see `near_pairs`."""

    def claim_of(self) -> dict[int, int]:
        """Number of a proposition -> number of its claim."""
        return {i: n for n, members in enumerate(self.groups) for i in members}


def closeness(a: Proposition, b: Proposition) -> float:
    """How near two propositions are: the likeness of their words, raised by each value they share."""
    value = similarity(a, b)
    if a.when is not None and b.when is not None and overlaps(a.when, b.when):
        value += SHARED_TIME
        if a.kinds & b.kinds and len(a.named & b.named) >= _PARTIES:
            value += SHARED_PARTIES
    if _same_number(a, b):
        value += SHARED_NUMBER
    elif a.when is None and b.when is None and a.said and b.said and _days_between(a.said, b.said) > _LONG:
        value -= LONG_AFTER
    if a.speaker is not None and a.speaker == b.speaker:
        value += SHARED_SPEAKER
    return min(1.0, value)


def _same_number(a: Proposition, b: Proposition) -> bool:
    """Whether the first number of one is the first of the other; a second one is an aside."""
    if not a.quantities or not b.quantities or not same_thing(a.quantities[0], b.quantities[0]):
        return False
    return (a.quantities[0].low, a.quantities[0].high) == (b.quantities[0].low, b.quantities[0].high)


def _days_between(a: str, b: str) -> int:
    return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days)


def near_pairs(props: Sequence[Proposition], floor: float = NEAR) -> dict[Pair, float]:
    """Closeness of all pairs (i < j) that share enough and reach `floor`: more than one telling word, unless that is all
    of both and one speaker says them.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    same: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for i, p in enumerate(props):
        for word in p.bag:
            holders[word].append(i)
        if p.speaker is not None:
            same[p.speaker, frozenset(p.bag)].append(i)
    limit = max(20, int(_COMMON * len(props)))
    telling = {word: members for word, members in holders.items() if len(members) <= limit}
    found = {}
    for i, a in enumerate(props):
        shared: Counter[int] = Counter()
        for word in a.bag:
            if members := telling.get(word):
                shared.update(members[bisect_right(members, i) :])
        # most pairs have one word in common and are nothing to each other
        more = {j for j, words in shared.items() if words >= ENOUGH}
        whole = {j for j in same[a.speaker, frozenset(a.bag)] if j in shared} if a.speaker is not None else set()
        for j in sorted(more | whole):
            if j in more and not _comparable(a, props[j]):
                continue
            value = closeness(a, props[j])
            if value >= floor:
                found[i, j] = value
    return found


def _comparable(a: Proposition, b: Proposition) -> bool:
    """Whether two share, beside names, the deed or a second word: one common noun and the persons of the story make no
    statement.
    """
    telling = len(a.telling & b.telling)
    if telling >= ENOUGH or not telling:
        return telling >= ENOUGH
    return deed(a) == deed(b) or any(w.startswith("*") for w in a.bag.keys() & b.bag.keys())


class _Linkage:
    """Clusters of 0..size-1 with the sums of the similarities between them."""

    def __init__(self, size: int) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.of = list(range(size))
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        """Both ways: the sum for a and b stands under a, and under b."""

    def add(self, i: int, j: int, value: float) -> None:
        a, b = self.of[i], self.of[j]
        if a != b:
            self.sums[a][b] = self.sums[b][a] = self.sums[a].get(b, 0.0) + value

    def mean(self, a: int, b: int) -> float:
        """Mean similarity of the elements of two clusters; pairs that were not added count 0."""
        return self.sums[a].get(b, 0.0) / (len(self.members[a]) * len(self.members[b]))

    def merge(self, a: int, b: int) -> int:
        """Two clusters become one, known by the smaller number, which is returned."""
        a, b = _pair(a, b)
        mine, theirs = self.sums[a], self.sums.pop(b, {})
        mine.pop(b, None)
        theirs.pop(a, None)
        for c, value in theirs.items():
            other = self.sums[c]
            del other[b]
            mine[c] = other[a] = mine.get(c, 0.0) + value
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
    for (i, j), value in sorted(pairs.items()):
        links.add(i, j, value)
    heap = [(-links.mean(a, b), a, b) for a, others in links.sums.items() for b in others if a < b]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        value, a, b = heapq.heappop(heap)
        gone = a not in links.members or b not in links.members
        if gone or abs(value + links.mean(a, b)) > _SAME:
            continue  # or an older entry: the two have grown since
        if any(apart(i, j) for i in links.members[a] for j in links.members[b]):
            continue
        a = links.merge(a, b)
        for c in sorted(links.sums[a]):
            x, y = _pair(a, c)
            heapq.heappush(heap, (-links.mean(x, y), x, y))
    return [sorted(links.members[k]) for k in sorted(links.members)]


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def incompatible(a: Proposition, b: Proposition) -> bool:
    """Whether two propositions cannot be one claim, by their values, or because they tell of two things."""
    return excludes(a, b) or _other_deed(a, b) or _other_doer(a, b)


def excludes(a: Proposition, b: Proposition) -> bool:
    """Whether a value of one keeps the other from being the same statement."""
    if differ(a, b) is not None or other_setting(a, b):
        return True
    if a.future != b.future:  # what is foretold and what came are two claims: the second settles the first
        return True
    if a.supposed != b.supposed:
        return True
    return any(_bounds_differ(x, y) for x, y in quantity_pairs(a, b)) or _other_numbers(a, b)


def _other_numbers(a: Proposition, b: Proposition) -> bool:
    """Whether both give numbers of one measure, or counts, and share none: two statements, whatever is counted."""
    pairs = [(x, y) for x in a.quantities for y in b.quantities if (measure(x.unit) or "") == (measure(y.unit) or "")]
    return bool(pairs) and not any(compatible(x, y) and not _bounds_differ(x, y) for x, y in pairs)


def _other_deed(a: Proposition, b: Proposition) -> bool:
    """Whether they tell of two kinds of event: of neither is the other's a part."""
    x, y = a.deed.kind, b.deed.kind
    return bool(x and y and x != y) and x not in b.kinds and y not in a.kinds


def _other_doer(a: Proposition, b: Proposition) -> bool:
    """Whether two do it: two that are named, or two nouns ("virus", "outbreak") in sentences not much alike."""
    if same_doer(a, b) is not False:
        return False
    if a.agents <= a.named and b.agents <= b.named:
        return True
    little = len(a.bag.keys() & b.bag.keys()) <= ENOUGH and not a.patients & b.patients
    return little or similarity(a, b) < OTHER_DOER


def _bounds_differ(a: Quantity, b: Quantity) -> bool:
    """ "At least three", "at least nine": both may hold, yet they are two statements."""
    lower = a.high is None and b.high is None and a.low != b.low
    return lower or (a.low is None and b.low is None and a.high != b.high)


def same_claims(
    props: Sequence[Proposition],
    near: Mapping[Pair, float],
    agreeing: Mapping[Pair, float],
    joined: Iterable[Pair] = (),
    parted: Iterable[Pair] = (),
) -> list[list[int]]:
    """Clusters of propositions that say the same thing.

    `near`: see `near_pairs`. `agreeing`: pairs known to give one count the same value, and how alike that makes them: who does the killing in
    "killed 14" and "14 died" is then no difference. `parted`: pairs that are two claims whatever they look like.
    """
    kept_apart = {_pair(i, j) for i, j in parted}
    pairs = dict(near)
    for pair, value in agreeing.items():
        pairs[pair] = max(value, pairs.get(pair, 0.0))

    def apart(i: int, j: int) -> bool:
        pair = _pair(i, j)
        if pair in kept_apart:
            return True
        return excludes(props[i], props[j]) if pair in agreeing else incompatible(props[i], props[j])

    return average_link(len(props), pairs, SAME_CLAIM, apart, joined)


def same_matters(grouped: Grouped, joined: Iterable[Pair] = ()) -> list[list[int]]:
    """Clusters of claims (numbers into `groups`) about one question; `joined`: claims known to be rival answers."""
    claim_of = grouped.claim_of()
    nearest: dict[Pair, float] = defaultdict(float)
    for (i, j), value in grouped.near.items():
        a, b = sorted((claim_of[i], claim_of[j]))
        if a != b:
            nearest[a, b] = max(nearest[a, b], value)
    return average_link(len(grouped.groups), nearest, SAME_MATTER, lambda _i, _j: False, joined)
