"""What a person joined and parted, put over the groups that likeness made.

Joined articles bring their whole groups together. Where parted articles would be in one group, it is made again from its
articles: the likest first (mean likeness between two parts), never over a parted pair. So a decision about two articles
touches their groups only.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from reportedly.model import GroupIndex, Near

Pairs = Collection[tuple[str, str]]
Groups = tuple[tuple[str, ...], ...]


def judged(index: GroupIndex, ids: Iterable[str], joined: Pairs = (), parted: Pairs = ()) -> Groups:
    """The groups of these articles, whole, each and all of them sorted.

    A pair that is both joined and parted is parted. Of joined pairs that would together bring a parted pair into one
    group the last ones are left out.
    """
    asked = sorted(set(ids))
    named = {i for pair in joined for i in pair}
    groups = _groups(index, {*asked, *named})
    union = _Union()
    for members in groups.values():
        for member in members[1:]:
            union.join(members[0], member)
    for a, b in joined:
        union.join(a, b)
    whole: dict[str, set[str]] = defaultdict(set)
    for members in groups.values():
        whole[union.root(members[0])].update(members)
    made: set[tuple[str, ...]] = set()
    for root in {union.root(i) for i in asked}:
        here = whole[root]
        inside = [p for p in parted if p[0] in here and p[1] in here]
        if inside:
            made.update(_parted(index, sorted(here), [p for p in joined if p[0] in here], inside))
        else:
            made.add(tuple(sorted(here)))
    return tuple(sorted(made))


def _groups(index: GroupIndex, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The groups of these articles, by their smallest member."""
    found = {one.members[0]: one.members for one in index.groups_of(sorted(ids))}
    several = {i for members in found.values() for i in members}
    return found | {i: (i,) for i in ids if i not in several}


def _parted(index: GroupIndex, members: Sequence[str], joined: Pairs, parted: Pairs) -> Groups:
    """The articles of one group, in several, by average linking (Sokal and Michener 1958) under constraints."""
    against: dict[str, set[str]] = {i: set() for i in members}
    for a, b in parted:
        against[a].add(b)
        against[b].add(a)
    parts: dict[str, list[str]] = {i: [i] for i in members}
    home = {i: i for i in members}
    near: Mapping[str, Near] = index.near(members)
    between = {i: {j: v for j, v in near.get(i, {}).items() if j in home} for i in members}

    def join(a: str, b: str) -> None:
        a, b = sorted((a, b))
        for i in parts[b]:
            home[i] = a
        parts[a] += parts.pop(b)
        against[a] |= against.pop(b)
        between[a].pop(b, None)
        for c, value in between.pop(b).items():
            if c != a:
                del between[c][b]
                between[a][c] = between[c][a] = between[a].get(c, 0) + value

    def apart(a: str, b: str) -> bool:
        return not against[a].isdisjoint(parts[b])

    for a, b in joined:
        if home[a] != home[b] and not apart(home[a], home[b]):
            join(home[a], home[b])

    def mean(a: str, b: str) -> float:
        return between[a][b] / (len(parts[a]) * len(parts[b]))

    heap = [(-mean(a, b), a, b) for a, others in between.items() for b in others if a < b]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        # an entry from before one of the two grew no longer holds
        if a in parts and b in between.get(a, {}) and mean(a, b) == -negative and not apart(a, b):
            join(a, b)
            for c in between[a]:
                heapq.heappush(heap, (-mean(a, c), min(a, c), max(a, c)))
    return tuple(tuple(sorted(p)) for p in parts.values())


class _Union:
    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def root(self, i: str) -> str:
        while (up := self._up.get(i, i)) != i:
            self._up[i] = self._up.get(up, up)
            i = up
        return i

    def join(self, a: str, b: str) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._up[high] = low
