"""Conflict or update: claims about the same thing that cannot both hold, or of which the later replaces the earlier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reportedly import languages
from reportedly.claims.counts import Count, differing, value_of
from reportedly.claims.deeds import base_kind, light, ways_in
from reportedly.claims.grouping import Grouped
from reportedly.claims.propositions import (
    LEVEL,
    MOVES,
    SURELY,
    Proposition,
    deed,
    other_setting,
    same_doer,
    same_event,
    synonym,
)
from reportedly.claims.rivals import find_rivals, teller
from reportedly.claims.values import On, compatible, differ, dimension, overlaps, quantity_pairs
from reportedly.model import Conflict, ConflictKind, Forecast, Quantity

_COUNTED = 0.3
"""Closeness from which two numbers of one thing can be compared."""
_FLOOR = 0.18


def find_relations(
    grouped: Grouped, counted: Sequence[Sequence[Count]] = (), scoped: frozenset[int] = frozenset()
) -> tuple[Conflict, ...]:
    """One row for each two claims that exclude each other.

    `counted`: the series of counts; `scoped`: propositions whose counts only their series says anything about.
    """
    props, ids, claim_of = grouped.props, grouped.ids, grouped.claim_of()
    best: dict[tuple[int, int], tuple[float, Conflict]] = {}
    for counts in counted:
        for old, new in differing(counts):
            x, y = claim_of[old.proposition], claim_of[new.proposition]
            if x != y:
                row = _count_relation(props, old, new, ids[x], ids[y])
                if row is not None:
                    best.setdefault((min(x, y), max(x, y)), (2.0, row))
    for rival in find_rivals(props, grouped.near):
        x, y = claim_of[rival.a], claim_of[rival.b]
        if x != y:
            row = Conflict(ids[x], ids[y], rival.on, rival.kind, rival.why)
            best.setdefault((min(x, y), max(x, y)), (1.5, row))
    for (i, j), value in grouped.near.items():
        x, y = claim_of[i], claim_of[j]
        if x == y or value < _FLOOR:
            continue
        found = _relation(props[i], props[j], value)
        if found is None:
            continue
        # only its series says anything about a count; of an undated one there is no series
        if found[0] == "quantity" and props[i].said and props[j].said and (i in scoped or j in scoped):
            continue
        on, kind, why, earlier_first = found
        a, b = (ids[x], ids[y]) if earlier_first else (ids[y], ids[x])
        key = (min(x, y), max(x, y))
        if key not in best or value > best[key][0]:
            best[key] = (value, Conflict(a, b, on, kind, why))
    return tuple(sorted(_adjacent([c for _, c in best.values()]), key=lambda c: (c.a, c.b)))


def _adjacent(rows: Sequence[Conflict]) -> list[Conflict]:
    """Of updates a series: what a third value stands between is not told again (4 to 5, 5 to 6, and not 4 to 6)."""
    after: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        if r.kind == "update" and r.on == "quantity":
            after[r.a].add(r.b)
    return [
        r for r in rows if r.b not in after[r.a] or not any(r.b in after[m] for m in after[r.a] - {r.b} if m in after)
    ]


def _count_relation(
    props: Sequence[Proposition], old: Count, new: Count, old_claim: str, new_claim: str
) -> Conflict | None:
    """Two neighbouring values of one count: a later one replaces, one of the same day contradicts."""
    a, b = props[old.proposition], props[new.proposition]
    if old.said == new.said and a.article == b.article and (a.speaker == b.speaker or not (a.speaker and b.speaker)):
        return None  # one voice that gives two numbers in one text means two things
    kind: ConflictKind = "conflict" if old.said == new.said or old.scope.measured else "update"
    why = _why(a, b, "quantity", kind, (old.quantity.text, new.quantity.text))
    return Conflict(old_claim, new_claim, "quantity", kind, why)


def _relation(a: Proposition, b: Proposition, value: float) -> tuple[On, ConflictKind, str, bool] | None:
    """What two propositions differ on, conflict or update, why, and whether `a` is the earlier."""
    found = differ(a, b)
    if found is None or found[0] == "actor" or other_setting(a, b):
        return None
    on, left, right = found
    fixed = on == "quantity" and (_fixed(a) or _fixed(b))
    grown = on == "quantity" and not (a.said and b.said) and _grown(a, b)
    if on == "quantity":
        if same_doer(a, b) is False and a.agents & a.named and b.agents & b.named:
            return None  # what one offers, and what another does
        if not _comparable(a, b, value, fixed=fixed, grown=grown):
            return None
    elif not _one_event(a, b) or not _clash(a, b, on, value):
        return None
    earlier = _earlier(a, b)
    if grown:
        earlier = value_of(a.quantities[0]) < value_of(b.quantities[0])
    kind: ConflictKind = "update" if not fixed and _replaces(a, b, on, earlier) else "conflict"
    first, second = (a, b) if earlier is not False else (b, a)
    v1, v2 = (left, right) if first is a else (right, left)
    return on, kind, _why(first, second, on, kind, (v1, v2)), earlier is not False


def _comparable(a: Proposition, b: Proposition, value: float, *, fixed: bool, grown: bool) -> bool:
    """Whether two numbers of one thing can be held against each other.

    Of two counts without an order nobody can say which is out of date, unless they only grow; a measure that no time
    changes has to be of one event.
    """
    dated = bool(a.said and b.said)
    one = a.setting is not None and b.setting is not None  # and the same: others were told apart
    if fixed and not one and not (dated or same_event(a, b) >= SURELY):
        return False
    if not dated and not grown and not fixed:
        return False
    return value >= _COUNTED and bool(a.kinds & b.kinds or value > SURELY) and _one_count(a, b)


def _clash(a: Proposition, b: Proposition, on: On, value: float) -> bool:
    """Whether two tellings of one event contradict each other in what they differ `on`."""
    if on == "polarity":
        if (here := _areas(a)) and (there := _areas(b)) and not here & there:
            return False
        if a.future != b.future and not _came_later(a, b):
            return False
        if "spell" in ways_in(a.text) | ways_in(b.text):
            return False  # what was not for years may be now
        if a.agents and b.agents and not same_doer(a, b):
            return False
        # not on Wednesday, and on Thursday
        return a.when is None or b.when is None or overlaps(a.when, b.when) is not False
    if on == "where" and not a.future and not b.future:
        # what happened in two places, nobody says at one time
        return a.when is not None and b.when is not None and bool(overlaps(a.when, b.when))
    if on == "when":
        if a.future != b.future and not _settles(a, b):
            return False
        return a.future or b.future or value >= SURELY  # two past events of one kind on two days are two events
    return True


def _one_event(a: Proposition, b: Proposition) -> bool:
    """Whether both tell of one event by the same doer, so that a difference between them contradicts."""
    if a.article == b.article and a.speaker == b.speaker:
        return False  # a voice that says two things in one text means two things
    if not (_stated(a) and _stated(b)):
        return False
    if _one_step(a, b):
        return True
    own, other = deed(a), deed(b)
    if own is None or own != other:
        return False  # of what only is, two can say different things without a quarrel
    about = same_event(a, b)
    return about >= SURELY or bool(about and same_doer(a, b))


def _areas(p: Proposition) -> set[str]:
    return {w.place for w in p.assertion.where if w.place}


def _one_step(a: Proposition, b: Proposition) -> bool:
    """Whether the same do something to the same step of a scale, "to level 6", however it is put."""
    steps = [(q.of, q.low) for q in a.quantities if q.of == LEVEL]
    return bool(same_doer(a, b)) and any((q.of, q.low) in steps for q in b.quantities)


def _fixed(p: Proposition) -> bool:
    """Whether its first number measures what no time changes: the depth of one earthquake."""
    q = p.quantities[0]
    words = languages.table("events")["counted"]["fixed"]
    return q.of in words or (q.unit is not None and any(w in words for w in q.scope))


def _grown(a: Proposition, b: Proposition) -> bool:
    """Whether a count that only grows is given by both ("has already gained"): then the lower is the earlier."""
    words = languages.table("events")["counted"]["growing"]
    return a.assertion.predicate in words and b.assertion.predicate in words and a.speaker is None and b.speaker is None


def _stated(p: Proposition) -> bool:
    """Whether somebody commits to it: no question, order, wish or condition."""
    a = p.assertion
    return a.stance not in ("asks", "orders") and a.modality not in ("wish", "conditional")


def _one_count(a: Proposition, b: Proposition) -> bool:
    pairs = [(x, y) for x, y in quantity_pairs(a, b) if not compatible(x, y)]
    if not any(_one_measure(x, y, a, b) for x, y in pairs):
        return False  # tonnes of cement, and a lid of so many tonnes
    if a.towns and b.towns and not a.towns & b.towns:
        return False
    return a.article != b.article or a.speaker != b.speaker


def _one_measure(x: Quantity, y: Quantity, a: Proposition, b: Proposition) -> bool:
    """Whether two numbers are of one thing: by words, or of what one deed does ("spews", "is coming out of the shaft")."""
    if (_measured(x) & _measured(y)) - set(MOVES):
        return True
    if deed(a) is None or deed(a) != deed(b):
        return False
    extents = languages.table("events")["counted"]["extents"]
    return bool(same_doer(a, b)) or (deed(a) not in MOVES and dimension(x.unit) in extents)


def _measured(q: Quantity) -> set[str]:
    """The words that say what a number is of: kinds of event, else the words."""
    unit = {w for word in (q.unit or "").lower().split() for w in (word, word + "s")}
    words = {w for w in (*q.scope, *(q.of or "").split()) if w.lower() not in unit}
    return {base_kind(w) or synonym(w) for w in words} - light()


def _earlier(a: Proposition, b: Proposition) -> bool | None:
    """Whether `a` was said before `b`; None where that is not known."""
    if not a.said or not b.said or a.said == b.said:
        return None
    return a.said < b.said


def _came_later(a: Proposition, b: Proposition) -> bool:
    """Whether what is told as past was said after what is told as to come."""
    past, coming = (b, a) if a.future else (a, b)
    return bool(past.said and (not coming.said or past.said > coming.said))


def _settles(a: Proposition, b: Proposition) -> bool:
    """Whether the one that is not about the future was said after the other's time."""
    later, forecast = (b, a) if a.future else (a, b)
    due = forecast.when.end if forecast.when else None
    return bool(due and later.said and later.said > due[:10])


def _replaces(a: Proposition, b: Proposition, on: On, earlier: bool | None) -> bool:
    """Whether the later of the two takes the place of the earlier instead of contradicting it."""
    if earlier is None:
        return False
    old, new = (a, b) if earlier else (b, a)
    if on == "quantity":
        return True  # a count goes on being counted
    if new.assertion.stance == "denies" or old.assertion.stance == "denies":
        return False
    if on == "when":
        return old.future and new.future  # a plan that moved
    if on == "polarity" and old.future and new.future and old.speaker != new.speaker:
        return False  # what one foretells and another rules out
    if on == "where" and old.speaker and new.speaker and old.speaker != new.speaker:
        return False
    return not old.future or new.future  # what was so is no longer so


def _why(a: Proposition, b: Proposition, on: On, kind: ConflictKind, values: tuple[str, str]) -> str:
    left, right = values
    first, second = teller(a), teller(b)
    if on == "polarity":
        return f"{first}: it is {'not ' * a.negative}so. {second}: it is {'not ' * b.negative}so."
    if kind == "update":
        return f"{first} has “{left}”, later {second} has “{right}”."
    return f"{first} has “{left}”, {second} has “{right}”; both cannot hold."


def with_failed(
    rows: Sequence[Conflict],
    forecasts: Sequence[Forecast],
    claim_of: Mapping[str, str],
    told: Mapping[str, Proposition],
) -> tuple[Conflict, ...]:
    """The rows and those of forecasts that a later text shows to have failed: the two cannot both hold.

    On the day where the texts name two, on whether it came where they name one, or none. `told`: by assertion.
    """
    known = {frozenset((r.a, r.b)) for r in rows}
    out = list(rows)
    for f in forecasts:
        if f.outcome != "failed" or f.by is None:
            continue
        a, b = f.claim, claim_of[f.by]
        if a != b and frozenset((a, b)) not in known:
            known.add(frozenset((a, b)))
            here, there = told[f.assertion].when, told[f.by].when
            two = here is not None and there is not None and overlaps(here, there) is False
            out.append(Conflict(a, b, "when" if two else "polarity", "conflict", f.why or ""))
    return tuple(sorted(out, key=lambda r: (r.a, r.b)))
