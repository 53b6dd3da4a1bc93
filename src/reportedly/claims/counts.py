"""Counts as series: "12 dead", "19 dead" are one question with successive answers.

A count is of a kind (dead, injured, ill ...), of a standing (confirmed, suspected or neither told), of a place, and
either a total or an increment ("another 25"). Counts of one such scope form a series in the order they were said;
what differs in kind, standing or place is another question and contradicts nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly import languages
from reportedly.claims.entities import EntityIndex, key_of
from reportedly.claims.propositions import Proposition, event_kind
from reportedly.claims.values import compatible
from reportedly.model import Quantity, Where

_STORY_DAYS = 60
_AGREE = 0.6
_CONTINUES = 2.5
"""A number this many times its neighbour, or less, goes on with the neighbour's series."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted."""

    kind: str
    standing: str
    place: str
    increment: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One number about one scope."""

    proposition: int
    quantity: Quantity
    scope: Scope
    said: str


def series(props: Sequence[Proposition], entities: EntityIndex) -> list[list[Count]]:
    """Counts of one scope from two or more propositions, each in the order said; undated ones order nothing."""
    found = sorted(_counts(props, entities), key=lambda c: (c.said, props[c.proposition].id, c.quantity.mention))
    full: dict[Scope, list[Count]] = defaultdict(list)
    for c in found:
        if c.scope.place and c.scope.standing:
            full[c.scope].append(c)
    # what a text leaves open goes with the series that its number continues, else stays a question of its own
    for c in found:
        if c.scope.place and c.scope.standing:
            continue
        near = [(d, s) for s in full if _may_be(c.scope, s) and (d := _step(c, full[s])) is not None]
        scope = min(near, key=lambda n: (n[0], _order(n[1])))[1] if near else c.scope
        full[scope].append(c)
    out = []
    for scope in sorted(full, key=_order):
        counts = sorted(full[scope], key=lambda c: (c.said, props[c.proposition].id, c.quantity.mention))
        if len({c.proposition for c in counts}) > 1:
            out.append(counts)
    return out


def _counts(props: Sequence[Proposition], entities: EntityIndex) -> Iterator[Count]:
    for i, p in enumerate(props):
        if p.said is None or p.future or p.negative or _long_ago(p):
            continue
        for q in p.quantities:
            scope = _scope(p, q, entities)
            if scope is not None:
                yield Count(i, q, scope, p.said)


def _order(scope: Scope) -> tuple[str, str, str, bool]:
    return scope.kind, scope.standing, scope.place, scope.increment


def _may_be(told: Scope, scope: Scope) -> bool:
    """Whether a scope that leaves place or standing open may be `scope`."""
    return (
        told.kind == scope.kind
        and told.increment == scope.increment
        and told.place in ("", scope.place)
        and told.standing in ("", scope.standing)
    )


def _value(q: Quantity) -> float:
    return q.high if q.low is None and q.high is not None else (q.low or 0.0)


def _step(count: Count, counts: Sequence[Count]) -> float | None:
    """How far a number is from its neighbours in time, as a logarithm; None where it is no continuation."""
    own = _value(count.quantity)
    nearest = sorted(counts, key=lambda c: (abs(_day(c.said) - _day(count.said)), c.said))[:2]
    values = [v for c in nearest if (v := _value(c.quantity)) > 0]
    if own <= 0 or not values:
        return None
    step = min(abs(math.log(own / v)) for v in values)
    return step if step <= math.log(_CONTINUES) else None


def _day(said: str) -> int:
    return dt.date.fromisoformat(said).toordinal()


def _long_ago(p: Proposition) -> bool:
    """Whether it tells of an earlier event, which the story's counts do not continue."""
    if p.when is None or not p.when.end or not p.said:
        return False
    return (dt.date.fromisoformat(p.said) - dt.date.fromisoformat(p.when.end[:10])).days > _STORY_DAYS


def _scope(p: Proposition, q: Quantity, entities: EntityIndex) -> Scope | None:
    """The scope of a number; None for measures, rates, former values and what counts no kind of thing we know."""
    words = languages.table("events")["counted"]
    told = (q.of or "").split() + list(q.scope)
    if q.unit is not None or q.part != "value" or any(w in words["rates"] for w in told):
        return None
    head = q.of.split()[-1] if q.of else ""
    kind: str
    named = {event_kind(w) or event_kind(_verb(w)) for w in told}
    kinds = [k for k in words["kinds"] if k in named]
    if head in words["things"]:
        kind = head
    elif kinds:
        kind = kinds[0]
    else:
        return None
    confirmed = any(w in words["confirmed"] for w in told)
    suspected = any(w in words["suspected"] for w in told)
    standing = "suspected" if suspected else "confirmed" if confirmed else ""
    text = q.text.lower().replace("more than", "")
    increment = any(w in words["increment"] for w in (*(q.of or "").split(), *text.split()))
    return Scope(kind, standing, _place(p, q, entities), increment)


def _verb(participle: str) -> str:
    """ "killed" -> "kill", "evacuated" -> "evacuate"; what is none stays as it is."""
    for cut in ("ed", "d"):
        if participle.endswith(cut) and event_kind(participle[: -len(cut)]):
            return participle[: -len(cut)]
    return participle


def _place(p: Proposition, q: Quantity, entities: EntityIndex) -> str:
    """The place of a count: named in its scope, else the only one of the proposition."""
    named = [w for w in p.assertion.where if any(key_of(w.name) == key_of(s) or w.place == s for s in q.scope)]
    if named:
        return _key(p, named[0], entities)
    known = {e for s in q.scope if s[:1].isupper() and (e := entities.find(p.article, s))}
    if known:
        return min(known)
    keys = {_key(p, w, entities) for w in p.assertion.where}
    return min(keys) if len(keys) == 1 else ""


def _key(p: Proposition, where: Where, entities: EntityIndex) -> str:
    return entities.find(p.article, where.name) or where.place or key_of(where.name)


def differing(counts: Sequence[Count]) -> list[tuple[Count, Count]]:
    """Neighbours in a series, of different propositions, of which the later number is another."""
    out = []
    for i, new in enumerate(counts):
        older = [c for c in counts[:i] if c.proposition != new.proposition]
        if older and (not compatible(older[-1].quantity, new.quantity) or _bound_moved(older[-1], new)):
            out.append((older[-1], new))
    return out


def _bound_moved(old: Count, new: Count) -> bool:
    """ "At least 26", days later "at least 43"; on one day the two say no more than that nobody knows."""
    a, b = old.quantity, new.quantity
    lower = a.high is None and b.high is None and a.low != b.low
    upper = a.low is None and b.low is None and a.high != b.high
    return old.said < new.said and (lower or upper)


def agreeing(counted: Sequence[Sequence[Count]]) -> dict[tuple[int, int], float]:
    """Pairs of propositions (i < j) that give one count the same value: how alike that makes them."""
    out = {}
    for counts in counted:
        for n, a in enumerate(counts):
            for b in counts[n + 1 :]:
                if a.proposition != b.proposition and _value(a.quantity) == _value(b.quantity):
                    out[min(a.proposition, b.proposition), max(a.proposition, b.proposition)] = _AGREE
    return out
