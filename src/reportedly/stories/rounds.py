"""Groups by rounds of nearest neighbours, kept up to date as articles come and go.

The rule is that of sub-cluster components (Monath et al. 2021): in every round each cluster is linked to the cluster it is
nearest to, if that is near enough for the round; what is linked is one cluster in the next round. The thresholds fall from
round to round. Near: mean likeness between two clusters over the mean inside them (geometric mean, shrunk to a prior for
small ones). That keeps two look-alike events apart, each of which is tight, and holds a long story together that changes
its words over weeks.

A round asks nothing of a cluster but its neighbours. So an arrival changes a few clusters of each round, and only these are
made again: the outcome is the same as that of grouping everything at once, in whatever order the articles came.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportedly.model import Cluster, Group, GroupIndex, Link, Near
from reportedly.stories.likeness import UNIT

# By bench/stories.py --folds F1 is nearly flat from 0.60 to 0.80; below, look-alike events run together, above, stories of weeks
# fall apart.
THRESHOLD = 0.72
_FALLING = (3.0, 2.14, 1.53, 1.09, 0.78)
"""Thresholds of the first rounds: the nearest are joined before it is asked what is near to them."""
_LAST_ROUNDS = 4
"""Rounds at `THRESHOLD` itself."""
PRIOR = 0.17
"""Mean likeness inside a story, before anything is known of it."""
PRIOR_PAIRS = 10
"""How many pairs of articles the prior counts for."""


def thresholds() -> tuple[float, ...]:
    return (*(t for t in _FALLING if t > THRESHOLD), *[THRESHOLD] * _LAST_ROUNDS)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What arrivals and departures changed."""

    gone: tuple[str, ...]
    """Ids of groups of several that are no more."""
    made: tuple[Group, ...]
    """The groups of several that are new or came about in another way."""
    changed: tuple[tuple[str, ...], ...]
    """The members of every group, also of one, that was not there before or has an arrival in it."""


@dataclass(frozen=True, slots=True)
class _Tree:
    """A group with all its rounds laid out."""

    group: Group
    at: tuple[Mapping[str, Cluster], ...]
    """For each round: article -> its cluster."""
    links: tuple[Mapping[str, Link], ...]
    """For each round: cluster id -> to which it is linked, where it is."""


def tree_of(group: Group) -> _Tree:
    alone: dict[str, Cluster] = {i: Cluster(i, (i,), 0) for i in group.members}
    at = [alone]
    for made in group.made:
        if made:
            alone = alone | {i: c for c in made for i in c.members}
        at.append(alone)
    return _Tree(group, tuple(at), tuple({link.cluster: link for link in links} for links in group.links))


def nearness(between: int, a: Cluster, b: Cluster) -> float:
    """How near two clusters are whose articles' likeness to one another sums to `between`."""
    mean = between / UNIT / (len(a.members) * len(b.members))
    return round(mean / math.sqrt(_tightness(a) * _tightness(b)), 9)


def _tightness(cluster: Cluster) -> float:
    size = len(cluster.members)
    return (cluster.inside / UNIT + PRIOR_PAIRS * PRIOR) / (size * (size - 1) / 2 + PRIOR_PAIRS)


def regroup(index: GroupIndex, near: Mapping[str, Near], arrived: Collection[str], left: Collection[str]) -> Regrouped:
    """The groups that are no longer as `index` has them, now that some articles arrived and some left.

    `near` has the new likenesses of every article whose likenesses changed. An article read again both left and arrived.
    """
    change = _Change(index, near, frozenset(arrived), frozenset(left))
    change.begin()
    for number, threshold in enumerate(thresholds()):
        change.step(number, threshold)
    return change.outcome()


@dataclass
class _Change:
    """What is known while rounds are made again. Of each round only what differs from before is held."""

    index: GroupIndex
    near: Mapping[str, Near]
    arrived: frozenset[str]
    left: frozenset[str]
    now: list[dict[str, Cluster]] = field(default_factory=list)
    """For each round: article -> its cluster, where that was made again."""
    links: list[dict[str, Link | None]] = field(default_factory=list)
    """For each round: cluster id -> its link, where that was made again."""
    fresh: dict[str, Cluster] = field(default_factory=dict)
    """The clusters of the present round that were not there before, by id."""
    lost: dict[str, Cluster] = field(default_factory=dict)
    """The clusters that were there before in this round and are no more, by id."""
    _trees: dict[str, _Tree | None] = field(default_factory=dict)
    _near: dict[str, Near] = field(default_factory=dict)

    def begin(self) -> None:
        self.fresh = {i: Cluster(i, (i,), 0) for i in self.arrived}
        self.lost = {i: Cluster(i, (i,), 0) for i in self.left}
        self.now.append(dict(self.fresh))
        self._load([*self.arrived, *self.left])

    # ---- what was there before

    def _load(self, articles: Iterable[str]) -> None:
        missing = sorted({i for i in articles if i not in self._trees})
        if missing:
            for group in self.index.groups_of(missing):
                tree = tree_of(group)
                self._trees |= dict.fromkeys(group.members, tree)
            for i in missing:
                self._trees.setdefault(i, None)

    def _before(self, number: int, article: str) -> Cluster:
        tree = self._trees[article]
        return tree.at[number][article] if tree else Cluster(article, (article,), 0)

    def _link_before(self, number: int, cluster: Cluster) -> Link | None:
        tree = self._trees[cluster.id]
        return tree.links[number].get(cluster.id) if tree else None

    def _load_near(self, articles: Iterable[str]) -> None:
        missing = sorted({i for i in articles if i not in self.near and i not in self._near})
        if missing:
            found = self.index.near(missing)
            self._near |= {i: found.get(i, {}) for i in missing}

    def _near_of(self, article: str) -> Near:
        found = self.near.get(article)
        return self._near[article] if found is None else found

    # ---- what is there now

    def _cluster(self, number: int, article: str) -> Cluster:
        return self.now[number].get(article) or self._before(number, article)

    def _between(self, number: int, clusters: Collection[Cluster]) -> dict[str, dict[str, tuple[Cluster, int]]]:
        """For each cluster, its neighbours and the summed likeness to them."""
        self._load_near(i for c in clusters for i in c.members)
        self._load(other for c in clusters for i in c.members for other in self._near_of(i))
        found: dict[str, dict[str, tuple[Cluster, int]]] = {}
        for cluster in clusters:
            sums: dict[str, int] = defaultdict(int)
            whom: dict[str, Cluster] = {}
            for i in cluster.members:
                for other, value in self._near_of(i).items():
                    neighbour = self._cluster(number, other)
                    if neighbour.id != cluster.id:
                        sums[neighbour.id] += value
                        whom[neighbour.id] = neighbour
            found[cluster.id] = {i: (whom[i], total) for i, total in sums.items()}
        return found

    # ---- one round

    def step(self, number: int, threshold: float) -> None:
        """From the clusters of one round, whichever changed, to those of the next."""
        around = self._between(number, list(self.fresh.values()))
        links: dict[str, Link | None] = {}
        offers: dict[str, list[Link]] = defaultdict(list)
        theirs: dict[str, Cluster] = {}
        for cluster in self.fresh.values():
            mine = []
            for other, between in around[cluster.id].values():
                value = nearness(between, cluster, other)
                if value >= threshold:
                    mine.append(Link(cluster.id, other.id, value))
                    if other.id not in self.fresh:
                        theirs[other.id] = other
                        offers[other.id].append(Link(other.id, cluster.id, value))
            links[cluster.id] = _nearest(mine)
        links |= self._orphans(number, threshold)
        for i, some in offers.items():
            if i not in links:
                before = self._link_before(number, theirs[i])
                best = _nearest([*some, before] if before else some)
                if best != before:
                    links[i] = best
        self._advance(number, links)

    def _orphans(self, number: int, threshold: float) -> dict[str, Link | None]:
        """New links for the clusters that stayed and whose link led to one that is no more."""
        without: dict[str, Cluster] = {}
        for gone in self.lost.values():
            tree = self._trees[gone.id]
            if tree is None:
                continue
            for link in tree.links[number].values():
                if link.to == gone.id and link.cluster not in self.lost:
                    without[link.cluster] = tree.at[number][link.cluster]
        around = self._between(number, list(without.values()))
        found = {}
        for i, cluster in without.items():
            options = [Link(i, other.id, nearness(total, cluster, other)) for other, total in around[i].values()]
            found[i] = _nearest([o for o in options if o.nearness >= threshold])
        return found

    def _advance(self, number: int, links: dict[str, Link | None]) -> None:
        """Join what is linked, wherever a link or a cluster changed."""
        ends = {i for cluster in links for i in self._cluster(number, cluster).members}
        for link in links.values():
            if link:
                ends.update(self._cluster(number, link.to).members)
        seeds = {*ends, *(i for c in self.lost.values() for i in c.members)}
        before = {c.id: c for i in seeds if i not in self._new for c in [self._before(number + 1, i)]}
        here = {i for c in before.values() for i in c.members if i not in self.left} | self.arrived
        parts = {c.id: c for i in here for c in [self._cluster(number, i)]}
        for i, part in parts.items():
            if i not in links:
                links[i] = self._link_before(number, part)
        self.links.append({i: links[i] for i in parts})
        made = [self._joined(some, before) for some in _components(parts, self.links[number])]
        self.now.append({i: c for c in made for i in c.members})
        stayed = {c.id for c in made if before.get(c.id) == c and self.arrived.isdisjoint(c.members)}
        self.fresh = {c.id: c for c in made if c.id not in stayed}
        self.lost = {i: c for i, c in before.items() if i not in stayed}

    @property
    def _new(self) -> frozenset[str]:
        return self.arrived - self.left

    def _joined(self, parts: Sequence[Cluster], before: Mapping[str, Cluster]) -> Cluster:
        if len(parts) == 1:
            return parts[0]
        members = tuple(sorted(i for p in parts for i in p.members))
        same = before.get(members[0])
        if same and same.members == members and self.arrived.isdisjoint(members):
            return same
        part_of = {i: n for n, p in enumerate(parts) for i in p.members}
        largest = max(range(len(parts)), key=lambda n: (len(parts[n].members), parts[n].id))
        self._load_near(i for n, p in enumerate(parts) if n != largest for i in p.members)
        twice = 0
        for i, n in part_of.items():
            if n != largest:
                for other, value in self._near_of(i).items():
                    m = part_of.get(other, n)
                    if m != n:
                        twice += 2 * value if m == largest else value
        return Cluster(members[0], members, sum(p.inside for p in parts) + twice // 2)

    # ---- the end

    def outcome(self) -> Regrouped:
        last = len(self.links)
        touched = {i for now in self.now for i in now}
        gone = {t.group.id for i in (*touched, *self.left) if (t := self._trees[i])}
        groups = {c.id: c for i in touched for c in [self._cluster(last, i)]}
        made = tuple(self._group(groups[i]) for i in sorted(groups) if len(groups[i].members) > 1)
        return Regrouped(tuple(sorted(gone)), made, tuple(self.fresh[i].members for i in sorted(self.fresh)))

    def _group(self, group: Cluster) -> Group:
        made, links = [], []
        for number in range(len(self.links)):
            here = {c.id: c for i in group.members for c in [self._cluster(number, i)]}
            then = {c.id: c for i in group.members for c in [self._cluster(number + 1, i)]}
            made.append(tuple(then[i] for i in sorted(then) if here.get(i) != then[i]))
            found = [
                self.links[number][i] if i in self.links[number] else self._link_before(number, here[i])
                for i in sorted(here)
            ]
            links.append(tuple(link for link in found if link))
        return Group(group.id, group.members, tuple(made), tuple(links))


def _nearest(links: Sequence[Link]) -> Link | None:
    """The nearest; of equally near ones the one of the smallest id."""
    return min(links, key=lambda link: (-link.nearness, link.to), default=None)


def _components(parts: Mapping[str, Cluster], links: Mapping[str, Link | None]) -> list[list[Cluster]]:
    root = {i: i for i in parts}

    def find(i: str) -> str:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, link in links.items():
        if link:
            a, b = sorted((find(i), find(link.to)))
            root[b] = a
    found: dict[str, list[Cluster]] = defaultdict(list)
    for i in sorted(parts):
        found[find(i)].append(parts[i])
    return list(found.values())
