"""Counts as series: "12 dead", "19 dead" are one question with successive answers.

A count is of a kind (dead, injured, ill ...), of a standing (confirmed, suspected or neither told), of a place, and
either a total or an increment ("another 25"). Counts of one such scope form a series in the order they were said;
what differs in kind, standing or place is another question and contradicts nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportedly.claims.propositions import OTHER, Proposition
from reportedly.claims.scopes import Scope, Scopes
from reportedly.claims.values import compatible
from reportedly.model import Quantity

_STORY_DAYS = 60
_AGREE = 0.6
_GROWS, _FALLS = 5.0, 2.0
"""How many times its neighbour's number one may be, up and down, and go on with its series. Growth has more room the
longer it had: the factor holds for one day and once more for each week."""
_SAME_WORDS = 3.0
"""So many times more where both name who and what in the same words, "people displaced"."""
_NEARLY = 1.12
"""Two measures of one event lie so near each other; a magnitude of 3.8, after 6.1, is another's."""
_WEEK = 7
_ROOM = 1.1
"""A round lower bound ("over 100") has this much room above it."""
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Count:
    """One number about one scope."""

    proposition: int
    quantity: Quantity
    scope: Scope
    said: str
    former: float | None = None
    """The number that the text says this one replaces."""
    speakers: str = ""
    """The place that the one who says it speaks for: where it is counted if nothing else says so."""


def counts_of(props: Sequence[Proposition], scopes: Scopes) -> list[Count]:
    """All numbers whose scope is known, in the order said (on one day the lower first); what is foretold, denied or long past counts nothing."""
    found = []
    for i, p in enumerate(props):
        if p.said is None or p.future or p.negative or _long_ago(p):
            continue
        former = next((value_of(q) for q in p.quantities if q.part == "former"), None)
        counted = [(q, scope) for q in p.quantities if (scope := scopes.of(p, q)) is not None and scope.event != OTHER]
        home = scopes.speakers_place(p) if counted else ""
        found += [Count(i, q, scope, p.said, former, home) for q, scope in counted]
    found = _of_events(found)
    return sorted(found, key=lambda c: (c.said, value_of(c.quantity), props[c.proposition].id, c.quantity.mention))


def _of_events(counts: Sequence[Count]) -> list[Count]:
    """The counts with the first day told of their event, since night and zones of time make two of one."""
    days: dict[str, str] = {}
    before = ""
    for day in sorted({c.scope.event for c in counts if c.scope.event}):
        days[day] = days[before] if before and _day(day) - _day(before) <= 1 else day
        before = day
    return [replace(c, scope=replace(c.scope, event=days.get(c.scope.event, ""))) for c in counts]


def series(
    counts: Sequence[Count], within: Callable[[str, str], bool] = lambda place, area: place == area
) -> list[list[Count]]:
    """Counts of one scope from two or more propositions, each in the order given.

    What a text leaves open goes with the series that its number continues, else stays a question of its own. A number
    without a place goes with the place that most of its kind are of, unless its speaker speaks for another; where none
    stands out, of which it is nobody says. `within`: whether a place is in an area.
    """
    main = _main_places(counts)
    told = [(n, c, _home(c, main[c.scope.kind], within)) for n, c in enumerate(counts)]
    full: dict[Scope, list[tuple[int, Count]]] = defaultdict(list)
    # the fullest scopes first: what leaves more open finds its series there
    for n, c, place in sorted(told, key=lambda x: (not x[1].scope.place, not x[1].scope.standing, x[0])):
        if not c.scope.place and place is None:
            continue
        scope = replace(c.scope, place=c.scope.place or place or "")
        fits = [s for s in full if s != scope and _may_be(scope, s)] if not scope.standing else []
        near = [(d, s) for s in fits if (d := _step(c, [other for _, other in full[s]])) is not None]
        full[min(near, key=lambda x: (x[0], _order(x[1])))[1] if near else scope].append((n, c))
    grouped = [[c for _, c in sorted(full[s], key=lambda x: x[0])] for s in sorted(full, key=_order)]
    return [g for g in grouped if len({c.proposition for c in g}) > 1]


def _home(c: Count, main: str | None, within: Callable[[str, str], bool]) -> str | None:
    """Where a number without a place is counted: "officials in Ruritania" speak of its one stricken island."""
    if c.scope.event:
        return ""  # all that one sudden event did
    if not c.speakers or (main and within(main, c.speakers)):
        return main
    return c.speakers


def _main_places(counts: Sequence[Count]) -> dict[str, str | None]:
    """Kind -> the place that most of its counts are of: "" where no count has one, None where none stands out."""
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for c in counts:
        places[c.scope.kind].update([c.scope.place] if c.scope.place else [])
    out: dict[str, str | None] = {}
    for kind, named in places.items():
        top = sorted(named.items(), key=lambda x: (-x[1], x[0]))[:1]
        out[kind] = "" if not top else top[0][0] if top[0][1] >= _MOST * named.total() else None
    return out


def _order(scope: Scope) -> tuple[str, str, str, bool, str]:
    return scope.kind, scope.standing, scope.place, scope.increment, scope.event


def _may_be(told: Scope, scope: Scope) -> bool:
    """Whether a scope that leaves the standing open may be `scope`."""
    return replace(told, standing=scope.standing) == scope


def value_of(q: Quantity) -> float:
    """The number by which a quantity is ordered: its lower end, or its upper where the lower is open."""
    return q.high if q.low is None and q.high is not None else (q.low or 0.0)


def _step(count: Count, counts: Sequence[Count]) -> float | None:
    """How far a number is from its neighbours in time, as a logarithm; None where it is no continuation."""
    nearest = sorted(counts, key=lambda c: (abs(_day(c.said) - _day(count.said)), c.said))[:2]
    steps = [abs(math.log(value_of(count.quantity) / value_of(c.quantity))) for c in nearest if _continues(c, count)]
    return min(steps) if steps else None


def _continues(a: Count, b: Count) -> bool:
    """Whether the later of two numbers can be what became of the earlier."""
    old, new = sorted((a, b), key=lambda c: c.said)
    x, y = value_of(old.quantity), value_of(new.quantity)
    if x <= 0 or y <= 0:
        return False
    if a.scope.measured:
        return max(x, y) <= _NEARLY * min(x, y)
    if y < x:
        return x <= y * _FALLS
    words = a.quantity.of == b.quantity.of and a.quantity.of is not None and " " in a.quantity.of
    grows = _GROWS * _SAME_WORDS if words else _GROWS
    return math.log(y / x) <= math.log(grows) * (1 + (_day(new.said) - _day(old.said)) / _WEEK)


def _day(said: str) -> int:
    return dt.date.fromisoformat(said).toordinal()


def _long_ago(p: Proposition) -> bool:
    """Whether it tells of an earlier event, which the story's counts do not continue."""
    if p.when is None or not p.when.end or not p.said:
        return False
    return (dt.date.fromisoformat(p.said) - dt.date.fromisoformat(p.when.end[:10])).days > _STORY_DAYS


def differing(counts: Sequence[Count]) -> list[tuple[Count, Count]]:
    """Neighbours in a series, of different propositions, of which the later number is another.

    What cannot have become of its neighbour (8, after 24) counts something else and is passed over.
    """
    out = []
    kept: list[Count] = []
    for new in counts:
        if kept and not _continues(kept[-1], new):
            continue
        older = [c for c in kept if c.proposition != new.proposition]
        # who repeats a number later does not make it newer: the first to give it stands for it
        givers = [c for c in older if value_of(c.quantity) == value_of(older[-1].quantity)]
        old = next((c for c in givers if _is_another(c, new)), None)
        if old is not None:
            out.append((old, new))
        kept.append(new)
    return out


def _is_another(old: Count, new: Count) -> bool:
    """Whether a later number is another one than the earlier, by its bounds or its own words ("down from 40")."""
    replaced = new.former is not None and new.former == value_of(old.quantity)
    return replaced or not compatible(old.quantity, new.quantity) or _bound_moved(old, new)


def _bound_moved(old: Count, new: Count) -> bool:
    """ "At least 26", days later "at least 43", or "44"; on one day the two say no more than that nobody knows."""
    a, b = old.quantity, new.quantity
    lower = a.high is None and (b.high is None or _passed(value_of(a), value_of(b))) and a.low != b.low
    upper = a.low is None and b.low is None and a.high != b.high
    return old.said < new.said and (lower or upper)


def _passed(bound: float, value: float) -> bool:
    """Whether a number has left a lower bound behind: "at least 26" and 44; "over 100" and 101 may be one number."""
    size = 10.0 ** max(0, len(str(int(bound))) - 1)
    return value > bound * (_ROOM if bound >= size > 1 and bound % size == 0 else 1.0)


def agreeing(counted: Sequence[Sequence[Count]]) -> dict[tuple[int, int], float]:
    """Pairs of propositions (i < j) that give one count the same value: how alike that makes them."""
    out = {}
    for counts in counted:
        for n, a in enumerate(counts):
            for b in counts[n + 1 :]:
                if a.proposition != b.proposition and value_of(a.quantity) == value_of(b.quantity):
                    out[min(a.proposition, b.proposition), max(a.proposition, b.proposition)] = _AGREE
    return out


def unequal(counted: Sequence[Sequence[Count]]) -> set[tuple[int, int]]:
    """Pairs of propositions (i < j) that give one count values of which only one can be right."""
    out = set()
    for counts in counted:
        for n, a in enumerate(counts):
            for b in counts[n + 1 :]:
                if a.proposition != b.proposition and _is_another(a, b):
                    out.add((min(a.proposition, b.proposition), max(a.proposition, b.proposition)))
    return out
