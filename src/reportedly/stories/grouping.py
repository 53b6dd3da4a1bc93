"""Articles into groups that tell one story: all at once, or as they arrive; the outcome is the same.

`arrange` compares what arrives with what it shares leading terms with (`likeness`), and makes those parts of the groups again
that this changes (`rounds`). What it needs of earlier articles it asks of an index. `group` does the same in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from reportedly.model import Group, GroupIndex, Near, Profile
from reportedly.stories.judged import Pairs, judged
from reportedly.stories.likeness import compare, day_of, leading
from reportedly.stories.rounds import regroup

Groups = tuple[tuple[str, ...], ...]


def group(profiles: Sequence[Profile], *, joined: Pairs = (), parted: Pairs = ()) -> Groups:
    """Ids that tell one story, each group and the groups sorted; every id once. Independent of the order of `profiles`.

    `joined` and `parted` are pairs of ids as a person sees them, stronger than any likeness (see `judged`).
    """
    index = Memory()
    ordered = sorted({p.id: p for p in profiles}.values(), key=lambda p: p.id)
    arrange(index, ordered)
    known = {p.id for p in ordered}
    pairs = ([p for p in some if known.issuperset(p)] for some in (joined, parted))
    return judged(index, sorted(known), *pairs)


def arrange(index: GroupIndex, arrived: Sequence[Profile], left: Collection[str] = ()) -> Groups:
    """Take articles into the index and others out; an article read again leaves and arrives.

    Returns the members of every group, also of one, that is not what it was or has an arrival in it.
    """
    changed: dict[str, dict[str, int]] = {}
    others = {n for near in index.near(sorted(left)).values() for n in near} - set(left)
    for article, near in index.near(sorted(others)).items():
        changed[article] = {i: value for i, value in near.items() if i not in left}
    index.leave(left)
    ordered = sorted({p.id: p for p in arrived}.values(), key=lambda p: p.id)
    for profile in ordered:
        index.enter(profile, day_of(profile.said), leading(profile.weights))
    found = compare(index, ordered)
    theirs = sorted({i for near in found.values() for i in near if i not in found})
    for article, known in index.near([i for i in theirs if i not in changed]).items():
        changed[article] = dict(known)
    for one, near in found.items():
        for other, value in near.items():
            if other not in found:
                changed.setdefault(other, {})[one] = value
    all_near: dict[str, Near] = {**changed, **found}
    result = regroup(index, all_near, [p.id for p in ordered], left)
    index.keep(all_near, result.gone, result.made)
    return result.changed


class Memory:
    """An index that lasts as long as the program runs."""

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._holders: dict[str, dict[str, int]] = defaultdict(dict)
        self._near: dict[str, Near] = {}
        self._groups: dict[str, Group] = {}
        self._home: dict[str, str] = {}

    def sharing(self, terms: Sequence[str], first: int, last: int, least: int) -> list[str]:
        number: Counter[str] = Counter()
        for term in terms:
            number.update(i for i, day in self._holders[term].items() if first <= day <= last)
        return sorted(i for i, n in number.items() if n >= least)

    def profiles(self, ids: Sequence[str]) -> list[Profile]:
        return [self._profiles[i] for i in ids]

    def near(self, ids: Sequence[str]) -> Mapping[str, Near]:
        return {i: self._near[i] for i in ids if i in self._near}

    def groups_of(self, ids: Sequence[str]) -> list[Group]:
        return [self._groups[g] for g in sorted({self._home[i] for i in ids if i in self._home})]

    def enter(self, profile: Profile, day: int, terms: Sequence[str]) -> None:
        self._profiles[profile.id] = profile
        for term in terms:
            self._holders[term][profile.id] = day

    def leave(self, ids: Collection[str]) -> None:
        for i in ids:
            self._near.pop(i, None)
            profile = self._profiles.pop(i, None)
            for term in leading(profile.weights) if profile else ():
                self._holders[term].pop(i, None)

    def keep(self, near: Mapping[str, Near], gone: Sequence[str], made: Sequence[Group]) -> None:
        self._near.update(near)
        for i in gone:
            for member in self._groups.pop(i).members:
                self._home.pop(member, None)
        for one in made:
            self._groups[one.id] = one
            self._home |= dict.fromkeys(one.members, one.id)


def members_of(index: GroupIndex, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Article -> the members of its group, for these articles."""
    asked = sorted(set(ids))
    found = {i: one.members for one in index.groups_of(asked) for i in one.members}
    return {i: found.get(i, (i,)) for i in asked}
