"""What the views show beyond single rows: ten lines, the forecasts' board, conflicts, series, sources, the timeline."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.views import counts, judgements, wording
from reportedly.views.lookup import LATE, Lookup, Summary, most_common

Json = Mapping[str, Any]
SOON = 7
"""Days within which an open forecast counts as due."""
SETTLED = ("borne_out", "failed", "unresolvable")
OUTCOMES = (*SETTLED, "open")
STATES = ("overdue", "due", "open", *SETTLED)


# ---- forecasts


def forecast_state(forecast: Json, today: str | None) -> str:
    """`overdue`, `due` (within a week), `open`, or how it was settled. Without a day to count from: `open`."""
    if forecast.get("outcome") in SETTLED:
        return str(forecast["outcome"])
    due = (forecast.get("due") or "")[:10]
    if not due or not today:
        return "open"
    if due < today:
        return "overdue"
    try:
        near = dt.date.fromisoformat(due) - dt.date.fromisoformat(today[:10]) <= dt.timedelta(SOON)
    except ValueError:
        return "open"
    return "due" if near else "open"


def board(lookup: Lookup, today: str | None) -> list[tuple[str, list[Json]]]:
    """Forecasts by state, each by due day; empty states are left out.

    One speaker's forecast of one thing is one row however many texts repeat it: the earliest, with their number as `texts`.
    """
    found: dict[str, dict[tuple[str, str | None], dict[str, Any]]] = {state: {} for state in STATES}
    for forecast in sorted(lookup.rows("forecasts"), key=_by_due):
        rows = found[forecast_state(forecast, today)]
        key = (forecast["claim"], forecast.get("speaker"))
        if key in rows:
            rows[key]["texts"] += 1
        else:
            rows[key] = {**forecast, "texts": 1}
    return [(state, list(some.values())) for state, some in found.items() if some]


@dataclass(frozen=True)
class Telling:
    """What one speaker foretold of a claim: the earliest forecast, and every assertion that carries it."""

    first: Json
    state: str
    assertions: list[Json]


@dataclass(frozen=True)
class Foretold:
    """A claim on the board, with everybody who foretold it."""

    claim: str
    state: str
    """The most pressing of its tellings' states; of settled ones the commonest."""
    tellings: list[Telling]
    """Those of `state` first, each by due day."""

    @property
    def lead(self) -> Telling:
        return self.tellings[0]

    @property
    def assertions(self) -> list[Json]:
        return [a for one in self.tellings for a in one.assertions]

    @property
    def mixed(self) -> list[tuple[str, int]]:
        """(outcome, tellings) where not the same became of all; else empty."""
        found = Counter(one.state if one.state in SETTLED else "open" for one in self.tellings)
        return [(state, found[state]) for state in OUTCOMES if found[state]] if len(found) > 1 else []

    @property
    def likelihood(self) -> Json | None:
        """The one that was stated, or the span of several, whose `scale` is None then."""
        stated = [s for one in self.tellings if (s := _sure(one))]
        spans = {(s["low"], s["high"]) for s in stated}
        if len(spans) < 2:
            return stated[0] if stated else None
        return {"low": min(low for low, _ in spans), "high": max(high for _, high in spans), "scale": None}


def _sure(one: Telling) -> Json | None:
    said = one.assertions[0] if one.assertions else {}
    found: Json | None = said.get("likelihood") or one.first.get("probability")
    return found


def foretold(
    lookup: Lookup, today: str | None, claims: Container[str] | None = None
) -> list[tuple[str, list[Foretold]]]:
    """The board with one row a claim: by state, each by due day; empty states are left out. `claims`: only those."""
    told: dict[str, dict[tuple[str, str | None], Telling]] = defaultdict(dict)
    for forecast in sorted(lookup.rows("forecasts"), key=_by_due):
        if claims is not None and forecast["claim"] not in claims:
            continue
        state = forecast_state(forecast, today)
        one = told[forecast["claim"]].setdefault((state, forecast.get("speaker")), Telling(forecast, state, []))
        if said := lookup.assertions.get(forecast.get("assertion") or ""):
            one.assertions.append(said)
    found: dict[str, list[Foretold]] = {state: [] for state in STATES}
    for claim, some in told.items():
        counts = Counter(one.state for one in some.values())
        state = min(counts, key=lambda s: (_PRESSING.get(s, 1), -counts[s], STATES.index(s)))
        found[state].append(Foretold(claim, state, sorted(some.values(), key=lambda t: t.state != state)))
    for rows in found.values():
        rows.sort(key=lambda one: _by_due(one.lead.first))
    return [(state, rows) for state, rows in found.items() if rows]


_PRESSING = {"overdue": -1, "due": 0, "open": 2}
"""What waits for a reader comes before what is settled, and that before what has time."""


def _by_due(forecast: Json) -> tuple[str, str, str, str]:
    return forecast.get("due") or LATE, forecast.get("made") or LATE, forecast["claim"], forecast.get("assertion") or ""


# ---- conflicts and updates


@dataclass(frozen=True)
class Side:
    """One side of a conflict: the value it gives, and the assertion that gives it."""

    value: str
    assertion: Json | None
    claim: str | None
    said: str | None
    who: str
    """The whole chain."""
    voice: str
    """The innermost voice alone."""


@dataclass(frozen=True)
class Pair:
    on: str
    kind: str
    why: str
    left: Side
    right: Side

    @property
    def reason(self) -> str:
        """`why`, unless it only repeats the values that stand beside it."""
        return "" if all(f"“{side.value}”" in self.why for side in (self.left, self.right)) else self.why


def value_of(assertion: Json, on: str) -> str | None:
    """What the assertion says on that point, None where it says nothing on it."""
    if on == "when":
        return wording.when(assertion["when"]) if assertion.get("when") else None
    if on == "where":
        return wording.where(assertion["where"]) if assertion.get("where") else None
    if on == "quantity":
        return wording.join([wording.quantity(q) for q in assertion.get("quantities") or ()]) or None
    if on == "actor":
        names = [p["name"] for p in assertion.get("participants") or () if p.get("role") in ("agent", "patient")]
        return wording.join(wording.unique(map(wording.plain, names))) or None
    against = (assertion.get("stance") == "denies") != bool(assertion.get("negated"))
    return "says it is not so" if against else "says it is so"


def _gives(assertion: Json, on: str, words: str | None) -> bool:
    """Whether a number or a place of it goes by these words."""
    rows, name = {"quantity": ("quantities", "text"), "where": ("where", "name")}.get(on, ("", ""))
    return words is not None and any(row.get(name) == words for row in assertion.get(rows) or ())


def _side(lookup: Lookup, identifier: str, on: str, words: str | None) -> Side:
    """`words`: of the value that is compared, where an assertion may give several."""
    some = lookup.of(identifier)
    exact = next((a for a in some if _gives(a, on, words)), None)
    chosen = exact or next((a for a in some if value_of(a, on)), some[0] if some else None)
    if not chosen:
        return Side(wording.NOT_STATED, None, lookup.claim_id(identifier), None, wording.NOT_STATED, "a source")
    outlet, behind = lookup.voices(chosen)
    return Side(
        (wording.plain(words) if exact else value_of(chosen, on)) or wording.NOT_STATED,
        chosen,
        lookup.claim_id(identifier),
        lookup.said(chosen),
        wording.chain([outlet], behind),
        wording.speaker(chosen["chain"][-1]["name"]) if behind else outlet,
    )


def pairs(lookup: Lookup, kind: str | None = None) -> list[Pair]:
    """Conflicts, then updates; within a kind by the later side's day, latest first. The earlier side is on the left."""
    found = []
    for row in lookup.rows("conflicts"):
        if kind and row["kind"] != kind:
            continue
        left, right = (_side(lookup, side, row["on"], words) for side, words in counts.sides(row))
        if not left.assertion or not right.assertion:
            continue
        if left.said and right.said and right.said < left.said:
            left, right = right, left
        if left.value == right.value:  # what they differ on stands in no value of theirs: their own words then
            left, right = (replace(one, value=_words(lookup, one)) for one in (left, right))
        found.append(Pair(row["on"], row["kind"], wording.plain(row.get("why") or ""), left, right))
    found.sort(key=lambda p: p.right.said or "", reverse=True)
    return sorted(found, key=lambda p: p.kind != "conflict")


def _words(lookup: Lookup, one: Side) -> str:
    return lookup.gist(one.claim or (one.assertion or {}).get("id")) or one.value


# ---- sources


@dataclass(frozen=True)
class Origin:
    """The innermost voice of chains, and the ways by which its word reached the page."""

    name: str
    title: str
    """The name with its role, where one is given."""
    kind: str
    named: bool
    claims: list[str]
    ways: list[tuple[str, tuple[str, ...], int]]
    """(outlet, voices between it and the origin from outermost to innermost, number of assertions)."""
    grade: str | None = None
    """A person's: Admiralty A to F."""


def origins(lookup: Lookup) -> list[Origin]:
    """Everybody whose word is carried, those behind most claims first; an outlet's own voice last."""
    claims: dict[tuple[str, str, bool], dict[str, None]] = defaultdict(dict)
    ways: dict[tuple[str, str, bool], Counter[tuple[str, tuple[str, ...]]]] = defaultdict(Counter)
    roles: dict[tuple[str, str, bool], str] = {}
    graded: dict[tuple[str, str, bool], str | None] = {}
    given = judgements.grades(lookup.rows("judgements"))
    of_entity = {e["id"]: e.get("grade") for e in lookup.rows("entities")}
    for one in lookup.rows("assertions"):
        outlet, behind = lookup.voices(one)
        last = (one.get("chain") or [{}])[-1]
        named = bool(last.get("named", True)) if behind else outlet != "outlet not stated"
        # Within one ledger the same name of the same kind is one source, however its role is written.
        name = wording.speaker(last.get("name")) if behind else outlet
        key = (name, str(last.get("kind") or "outlet") if behind else "own voice", named)
        roles.setdefault(key, behind[-1] if behind else outlet)
        by_name = next((g for n, g in given.items() if wording.same_name(n, name)), None)
        graded[key] = graded.get(key) or by_name or (of_entity.get(last.get("entity") or "") if behind else None)
        if claim := lookup.claim_of.get(one["id"]):
            claims[key][claim] = None
        ways[key][(outlet, behind[:-1])] += 1
    found = [
        Origin(
            key[0],
            roles[key],
            key[1],
            key[2],
            list(claims[key]),
            [(outlet, via, n) for (outlet, via), n in sorted(some.items(), key=lambda w: (-w[1], w[0]))],
            graded[key],
        )
        for key, some in ways.items()
    ]
    return sorted(found, key=lambda o: (o.kind == "own voice", -len(o.claims), o.name))


# ---- timeline


@dataclass(frozen=True)
class Row:
    """One claim on two clocks: the days it was said, and the days it is said to happen."""

    summary: Summary
    said: list[str]
    start: str | None
    end: str | None
    open: bool


def timeline(found: Sequence[Summary], lookup: Lookup) -> list[Row]:
    """Claims with at least one day on either clock, by the day they are said to happen, else were said."""
    rows = []
    for one in found:
        said = sorted({d for a in one.assertions if (d := lookup.said(a))})
        start, end = ((one.when or {}).get(k) for k in ("start", "end"))
        if start or end:
            open_end = bool((one.when or {}).get("open"))
            rows.append(Row(one, said, start and start[:10], end and end[:10], open_end))
    return sorted(rows, key=lambda r: (r.start or r.end or LATE, r.said[:1], r.summary.id))


# ---- what is known, in ten lines


@dataclass(frozen=True)
class Line:
    label: str
    tone: str
    text: str
    day: str | None
    note: str
    claim: str | None


def ten_lines(lookup: Lookup, found: Sequence[Summary], today: str | None) -> list[Line]:
    """Latest changes of status, open conflicts, forecasts due; then what most outlets carry. At most ten, one a claim."""
    due = _due(lookup, today)
    pressing = [line for line in due if line.tone != "open"][:3]
    taken = {line.claim for line in pressing}
    changes = [line for line in _changes(lookup, found) if line.claim not in taken][: 5 if pressing else 6]
    taken |= {line.claim for line in changes}
    clashes = [line for line in _open_conflicts(lookup) if line.claim not in taken]
    lines = changes + clashes[: 10 - len(changes) - len(pressing)] + pressing
    taken |= {line.claim for line in lines}
    rest = [line for line in due if line.tone == "open" and line.day]
    for one in found:
        if one.outlets > 1:
            note = f"{wording.count(one.outlets, 'outlet')}, {wording.origins(one.claim.get('independence'))}"
            tone = str(one.claim.get("status") or "reported")
            rest.append(Line(wording.status(tone), tone, lookup.gist(one.id), one.last, note, one.id))
    for line in rest:
        if len(lines) < 10 and line.claim not in taken:
            lines.append(line)
            taken.add(line.claim)
    return lines


def _changes(lookup: Lookup, found: Sequence[Summary]) -> list[Line]:
    lines = []
    for one in found:
        history = one.claim.get("status_history") or ()
        if history and one.claim.get("status") not in ("reported", "disputed", None):
            last = history[-1]
            tone = str(one.claim["status"])
            by = f"{wording.STATUS_BY.get(tone, 'by')} {wording.speaker(last.get('by'))}"
            note = by if last.get("by") else wording.count(one.outlets, "outlet")
            lines.append(Line(wording.status(tone), tone, lookup.gist(one.id), last.get("since"), note, one.id))
    return sorted(lines, key=lambda line: line.day or "", reverse=True)


def _open_conflicts(lookup: Lookup) -> list[Line]:
    """Conflicts of claims that nothing has settled since; each pair of claims once."""
    lines: dict[tuple[str, ...], Line] = {}
    for pair in pairs(lookup, "conflict"):
        key = tuple(sorted((pair.left.claim or "", pair.right.claim or "")))
        sides = [lookup.claims.get(one, {}) for one in key]
        if key in lines or any(one.get("status") in ("borne_out", "failed", "superseded") for one in sides):
            continue
        text = lookup.gist(pair.left.claim or (pair.left.assertion or {}).get("id"))
        if pair.left.value == text:  # the sides stand in their own words
            note = f"{pair.left.voice}; {pair.right.voice}: “{pair.right.value}”"
        elif pair.on == "polarity":
            note = f"{pair.left.voice} {pair.left.value}, {pair.right.voice} {pair.right.value}"
        else:
            note = f"{pair.left.value}, or {pair.right.value}"
        lines[key] = Line("conflict", "disputed", text, pair.right.said, note, pair.left.claim)
    return list(lines.values())


def _due(lookup: Lookup, today: str | None) -> list[Line]:
    lines = []
    for state, some in board(lookup, today):
        if state in ("overdue", "due", "open"):
            for one in some:
                label = {"overdue": "overdue", "due": "due"}.get(state, "forecast")
                note = f"{one['type']} by {wording.speaker(one['speaker'])}" if one.get("speaker") else one["type"]
                lines.append(Line(label, state, lookup.gist(one["claim"]), one.get("due"), note, one["claim"]))
    return lines


def answers(matter: Json, found: Mapping[str, Summary]) -> list[Summary]:
    """The claims of a matter in the order in which they were first said."""
    some = [found[c] for c in matter.get("claims") or () if c in found]
    return sorted(some, key=lambda s: (s.first or LATE, s.id))


ASKED = {"how": "quantity", "which": "quantity", "what": "quantity", "when": "when", "where": "where"}
"""The first word of a question -> on what its answers differ; of all other questions the answer is a sentence."""


def answer(one: Summary, question: str) -> str | None:
    """The value by which a claim answers; None where only its gist will do."""
    on = ASKED.get(question.partition(" ")[0].lower())
    if on == "when":
        return wording.when(one.when) if one.when else None
    if on == "where":
        return wording.where(one.where) if one.where else None
    return most_common(value_of(a, on) for a in one.assertions) if on else None
