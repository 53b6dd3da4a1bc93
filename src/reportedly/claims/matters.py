"""Matters: the questions that several claims answer, and how each is put in words."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reportedly import languages
from reportedly.claims.counts import Count
from reportedly.claims.grouping import Grouped, same_matters
from reportedly.claims.propositions import Proposition, deed, opposite, other_setting, same_event
from reportedly.claims.questions import about, state
from reportedly.claims.scopes import SEVERAL, Scope
from reportedly.claims.values import differ
from reportedly.model import Conflict, Matter

_PARTIES = 2
"""Propositions of which a thing must be the one that does it, or to which it is done, before there is a question."""
_MANY = 30


def find_matters(
    grouped: Grouped,
    counted: Sequence[Sequence[Count]],
    conflicts: Sequence[Conflict],
    places: Mapping[str, str],
    names: Mapping[str, str] | None = None,
) -> tuple[Matter, ...]:
    """Questions with several claims as answers: series of counts, steps of a scale, states of a thing, what the same do
    with each other, and what contradicts or replaces each other.

    `conflicts`: claims that contradict or replace each other answer one question; `places`: the names of scopes' places;
    `names`: entity -> name.
    """
    claim_of = grouped.claim_of()
    found: dict[tuple[str, ...], str] = {}
    for counts in counted:
        claims = tuple(sorted({grouped.ids[claim_of[c.proposition]] for c in counts}))
        if len(claims) > 1:
            scope = max((c.scope for c in counts), key=lambda s: (bool(s.place), bool(s.standing)))
            found.setdefault(claims, count_question(scope, places.get(scope.place)))
    for members, asked in (*_states(grouped), *_rivals(grouped, conflicts, names or {})):
        claims = tuple(sorted(grouped.ids[m] for m in members))
        if asked and len(claims) > 1 and not any(set(claims) <= set(others) for others in found):
            found[claims] = asked
    made = [Matter("m" + hashlib.sha256("|".join(c).encode()).hexdigest()[:12], q, c) for c, q in found.items()]
    return tuple(sorted(made, key=lambda m: m.id))


def _states(grouped: Grouped) -> Iterator[tuple[list[int], str | None]]:
    """Claims by what they say of one thing: open or closed, easing or worse."""
    props, claim_of = grouped.props, grouped.claim_of()
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    parties: Counter[tuple[str, str]] = Counter()
    table = languages.table("events")
    never = {*table["questions"]["no_state"], *table["counted"]["groups"]}
    for i, p in enumerate(props):
        axes = {min(k, other) for k in p.kinds if (other := opposite(k)) is not None}
        if p.deed.kind is not None:  # what it only mentions beside is not what it says
            axes &= {min(p.deed.kind, opposite(p.deed.kind) or "")}
        elif deed(p) is not None:
            continue
        for axis in axes & table["questions"]["axes"].keys():
            for word in p.bag.keys() - p.minor - never:
                if not word.startswith("*"):
                    holders[axis, word].add(i)
            parties.update((axis, w) for w in (p.patients or p.agents) - p.named if w in p.bag)
    for (axis, noun), members in sorted(holders.items()):
        claims = sorted({claim_of[i] for i in members})
        if parties[axis, noun] >= _PARTIES and len(claims) > 1:
            kind = languages.table("events")["questions"]["axes"][axis]
            yield claims, state(kind, noun, [props[i] for i in sorted(members)])


def _rivals(
    grouped: Grouped, conflicts: Sequence[Conflict], names: Mapping[str, str]
) -> Iterator[tuple[list[int], str | None]]:
    """Claims about one event that exclude each other, with those that are as near to them as to each other."""
    number = {c: n for n, c in enumerate(grouped.ids)}
    between = {_pair(number[c.a], number[c.b]): c.on for c in conflicts}
    linked = [(a, b) for (a, b), on in sorted(between.items()) if on != "quantity"]
    for members in same_matters(grouped, linked):
        if len(members) < 2:
            continue
        inside = Counter(on for (a, b), on in between.items() if a in members and b in members)
        flat = [grouped.props[i] for m in members for i in grouped.groups[m]]
        on = min(inside, key=lambda k: (-inside[k], k)) if inside else _difference(flat)
        if on is not None:
            yield list(members), about(on, flat, names)


def count_question(scope: Scope, place: str | None) -> str:
    """ "How many confirmed cases in Ruritania?" in the words of the language's table; `place`: its name."""
    if scope.measured:
        return str(languages.table("events")["questions"]["measure"]).format(what=scope.kind)
    names = languages.table("events")["names"]
    thing, *about = scope.kind.split()
    what = " ".join((names.get(thing, f"{thing}s"), *about))
    standing = f"{scope.standing} " if scope.standing else ""
    more = " more" if scope.increment else ""
    return f"How many{more} {standing}{what}{f' in {place}' if place and scope.place != SEVERAL else ''}?"


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _difference(props: Sequence[Proposition]) -> str | None:
    """What propositions about one event differ on; None where no two of them are about one, or nothing differs."""
    on: Counter[str] = Counter()
    some = props[:_MANY]
    for i, a in enumerate(some):
        for b in some[i + 1 :]:
            found = differ(a, b)
            if found is None or found[0] == "quantity" or deed(a) is None or deed(a) != deed(b):
                continue  # numbers are asked after where they are counted, or contradict each other
            if same_event(a, b) and not other_setting(a, b):
                on[found[0]] += 1
    return min(on, key=lambda k: (-on[k], k)) if on else None
