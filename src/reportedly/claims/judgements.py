"""How a person's judgements are obeyed: they are always stronger than what the machine would make of the texts.

A judgement names assertions and actors of the story as they are now: `pipeline.anchors` has attached it. Of two that
contradict each other, directly or through third ones, the later holds (constrained clustering with must-link and
cannot-link pairs, Wagstaff et al. 2001).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reportedly.claims.names import key_of
from reportedly.model import Entity, Forecast, Judgement, Outcome, StatusChange

Pair = tuple[int, int]
T = TypeVar("T", bound=Hashable)
Decided = tuple[T, T, bool]
"""Two, and whether they belong together."""

CLAIM_PAIRS = {"same-claim": True, "different-claim": False}
ACTOR_PAIRS = {"same-actor": True, "different-actor": False}
_ON_CLAIMS = (*CLAIM_PAIRS, "outcome", "grade", "note")
OUTCOMES = ("open", "borne_out", "failed", "unresolvable")


# ---- pairs that belong together, and pairs that do not


class Bonds:
    """What was decided of pairs."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}
        self._apart: dict[Hashable, set[Hashable]] = defaultdict(set)

    def root(self, a: Hashable) -> Hashable:
        self._parent.setdefault(a, a)
        while self._parent[a] != a:
            self._parent[a] = self._parent[self._parent[a]]
            a = self._parent[a]
        return a

    def refuses(self, a: Hashable, b: Hashable, together: bool) -> bool:
        """Whether it contradicts what was decided before."""
        x, y = self.root(a), self.root(b)
        return y in self._apart[x] if together else x == y

    def take(self, a: Hashable, b: Hashable, together: bool) -> None:
        x, y = self.root(a), self.root(b)
        if x == y:
            return
        if not together:
            self._apart[x].add(y)
            self._apart[y].add(x)
            return
        self._parent[y] = x
        for other in self._apart.pop(y, set()):
            self._apart[other].discard(y)
            self._apart[other].add(x)
            self._apart[x].add(other)


def accepted(decided: Mapping[str, Sequence[Decided[T]]]) -> set[str]:
    """Names of the decisions that hold, of some in the order made, each about several pairs.

    From the last to the first: one that contradicts a later one, on the same pair or through third ones, does not
    hold, none of its pairs does.
    """
    bonds = Bonds()
    found = set()
    for name, pairs in reversed(list(decided.items())):
        if not any(bonds.refuses(*pair) for pair in pairs):
            found.add(name)
            for pair in pairs:
                bonds.take(*pair)
    return found


def consistent(decided: Mapping[str, Sequence[Decided[T]]]) -> tuple[list[tuple[T, T]], list[tuple[T, T]]]:
    """Pairs joined and pairs parted by the decisions that hold."""
    holds = accepted(decided)
    pairs = [pair for name, some in decided.items() if name in holds for pair in some]
    return [(a, b) for a, b, together in pairs if together], [(a, b) for a, b, together in pairs if not together]


def judged_pairs(judgements: Sequence[Judgement], number: Mapping[str, int]) -> tuple[list[Pair], list[Pair]]:
    """Pairs of propositions that a person joined, and pairs that one parted; `number`: assertion -> proposition."""
    decided: dict[str, list[Decided[int]]] = defaultdict(list)
    for j in judgements:
        a, b = number.get(j.subject), number.get(j.object or "")
        if j.kind in CLAIM_PAIRS and a is not None and b is not None and a != b:
            decided[j.id].append((min(a, b), max(a, b), CLAIM_PAIRS[j.kind]))
    joined, parted = consistent(decided)
    return sorted(set(joined)), sorted(set(parted))


def obey(
    link: Callable[[Sequence[Pair], set[Pair]], list[list[int]]], joined: Sequence[Pair], parted: Sequence[Pair]
) -> list[list[int]]:
    """The machine's groups, those united that a person joined; none holds two that a person parted.

    `link(first, apart)` makes groups: pairs of `first` together whatever stands against it, pairs of `apart` never.
    The machine decides first and the groups are united after that, so that what is joined brings along what says the
    same as it. Where that would bring parted ones together, the two are joined before the machine decides.
    """
    apart = _spread(joined, parted)
    first: list[Pair] = []
    while True:
        groups, refused = _united(link(first, apart), joined, apart)
        if not refused:
            return groups
        first += refused


def _spread(joined: Iterable[Pair], parted: Iterable[Pair]) -> set[Pair]:
    """Parted pairs, and all that follow from them: what is one with the one is not one with the other."""
    bonds = Bonds()
    members: dict[Hashable, set[int]] = defaultdict(set)
    pairs = list(joined)
    for a, b in pairs:
        bonds.take(a, b, True)
    for i in {i for pair in pairs for i in pair}:
        members[bonds.root(i)].add(i)
    found: set[Pair] = set()
    for a, b in parted:
        for x in members.get(bonds.root(a), {a}):
            found |= {(min(x, y), max(x, y)) for y in members.get(bonds.root(b), {b})}
    return found


def _united(groups: list[list[int]], joined: Sequence[Pair], apart: set[Pair]) -> tuple[list[list[int]], list[Pair]]:
    """The groups with those of joined pairs united, and the joined pairs whose groups hold parted ones."""
    of = {i: n for n, members in enumerate(groups) for i in members}
    left = {n: list(members) for n, members in enumerate(groups)}
    refused = []
    for a, b in joined:
        x, y = of[a], of[b]
        if x == y:
            continue
        if any((min(i, j), max(i, j)) in apart for i in left[x] for j in left[y]):
            refused.append((a, b))
            continue
        of |= dict.fromkeys(left[y], x)
        left[x] += left.pop(y)
    return [sorted(members) for members in left.values()], refused


# ---- what was decided of a claim


def claims_named(judgement: Judgement, claim_of: Mapping[str, str]) -> list[str]:
    """The claims that a judgement bears on: it names one of their assertions, or the claim itself."""
    known = frozenset(claim_of.values())
    named = [claim_of.get(i) or (i if i in known else None) for i in (judgement.subject, judgement.object) if i]
    return [c for c in dict.fromkeys(named) if c] if judgement.kind in _ON_CLAIMS else []


def bearing(judgements: Sequence[Judgement], claim_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Claim -> ids of the judgements that bear on it, in the order made."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for j in judgements:
        for claim in claims_named(j, claim_of):
            found[claim][j.id] = None
    return {claim: tuple(ids) for claim, ids in found.items()}


def grades(judgements: Sequence[Judgement], claim_of: Mapping[str, str]) -> dict[str, str]:
    """Claim -> the grade that a person gave it last."""
    return {c: j.value for j in judgements if j.kind == "grade" and j.value for c in claims_named(j, claim_of)}


def outcomes(judgements: Sequence[Judgement], claim_of: Mapping[str, str]) -> dict[str, Judgement]:
    """Assertion -> the last judgement of what became of the forecast; one of a claim holds for all its assertions."""
    members: dict[str, list[str]] = defaultdict(list)
    for assertion, claim in claim_of.items():
        members[claim].append(assertion)
    found: dict[str, Judgement] = {}
    for j in judgements:
        if j.kind != "outcome" or j.value not in OUTCOMES:
            continue
        if j.subject in claim_of and j.about != "claim":
            found[j.subject] = j
        else:
            found |= dict.fromkeys(members[claim_of.get(j.subject, j.subject)], j)
    return found


def settled_by(row: Forecast, judged: Judgement) -> Forecast:
    """The forecast as a person settled it."""
    value: Outcome = judged.value  # type: ignore[assignment]
    why = f"{judged.who}, on {judged.when[:10]}, says so" + (f": {judged.note}" if judged.note else ".")
    return replace(row, outcome=value, by=None, why=why, basis="person")


def with_outcome(changes: tuple[StatusChange, ...], mine: Iterable[Judgement]) -> tuple[StatusChange, ...]:
    """A claim's status history, ended by what a person says became of it: judgements apply whatever their day."""
    last = [j for j in mine if j.value in ("borne_out", "failed")]
    if not last:
        return changes
    return (*changes, StatusChange(last[-1].value, None, None, last[-1].who))  # type: ignore[arg-type]


# ---- who is who, and how good a source


def judged_actors(judgements: Sequence[Judgement]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Name keys that a person says are one actor's, and keys that are two actors'."""
    decided: dict[str, list[Decided[str]]] = {}
    for j in judgements:
        if j.kind in ACTOR_PAIRS and j.object and key_of(j.subject) != key_of(j.object):
            decided[j.id] = [(key_of(j.subject), key_of(j.object), ACTOR_PAIRS[j.kind])]
    return consistent(decided)


def with_judgements(entities: Sequence[Entity], judgements: Sequence[Judgement]) -> tuple[Entity, ...]:
    """The entities, each with its grade and the ids of the judgements that name it."""
    named: dict[str, dict[int, Judgement]] = defaultdict(dict)
    for n, j in enumerate(judgements):
        if j.kind in ACTOR_PAIRS or j.about in ("actor", "source"):
            for name in filter(None, (j.subject, j.object)):
                named[key_of(name)][n] = j
    return tuple(_judged(e, named) for e in entities) if named else tuple(entities)


def _judged(entity: Entity, named: Mapping[str, Mapping[int, Judgement]]) -> Entity:
    mine = {n: j for name in (entity.name, *entity.aliases) for n, j in named.get(key_of(name), {}).items()}
    if not mine:
        return entity
    rows = [mine[n] for n in sorted(mine)]
    given = [j.value for j in rows if j.kind == "grade"]
    ids = tuple(dict.fromkeys(j.id for j in rows))
    return replace(entity, grade=given[-1] if given else None, judgements=ids)
