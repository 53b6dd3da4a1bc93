"""Forecasts: who said what would happen, by when, how surely, and what a later text shows became of it.

Nothing is settled by silence or by the clock: an outcome always points at a later assertion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportedly.claims.propositions import ALIKE, Proposition, event_kind, opposite, same_event
from reportedly.claims.values import differ
from reportedly.model import Forecast, ForecastType, Judgement, Outcome, Probability


def is_forecast(p: Proposition) -> bool:
    """Whether it tells, as a statement of somebody, what comes after it was said."""
    a = p.assertion
    if a.stance in ("asks", "orders"):
        return False
    dated = p.when is not None and bool(p.when.start or p.when.end)
    if a.modality == "wish" and not dated:  # "hopes to have it ready by autumn" can be held to it
        return False
    if not (a.future or a.modality in ("plan", "promise", "schedule")):
        return False
    # what an undated or later text already tells as past is none
    return not (p.said and p.when and p.when.end and p.when.end[:10] < p.said)


def type_of(p: Proposition) -> ForecastType:
    """The kind of forecast, by how it is put and whose word it is."""
    a = p.assertion
    if a.modality in ("plan", "promise", "schedule", "conditional"):
        return a.modality
    if a.stance == "promises":
        return "promise"
    acting = p.speaker is not None and p.speaker in {x.entity for x in a.participants if x.role == "agent"}
    if acting and a.likelihood is None and a.stance != "predicts":
        return "plan"
    if a.stance == "confirms" or (a.chain and a.chain[-1].kind == "government" and a.likelihood is None):
        return "plan"
    return "prediction"


def due_of(p: Proposition) -> str | None:
    """The last day of the time it is about; None where it is open."""
    when = p.when
    if when is None or when.open or not when.end:
        return None
    due = when.end[:10]
    return None if p.said and due < p.said else due


def find_forecasts(
    props: Sequence[Proposition], claim_of: Mapping[str, str], judgements: Sequence[Judgement] = ()
) -> tuple[Forecast, ...]:
    """All forecasts of a story, with their outcome."""
    told = {j.subject: j for j in judgements if j.kind == "outcome"}
    rows = []
    for p in props:
        if not is_forecast(p):
            continue
        due = due_of(p)
        outcome, by, why = _outcome(p, due, props)
        likelihood = p.assertion.likelihood
        probability = Probability(likelihood.low, likelihood.high, likelihood.scale) if likelihood else None
        judged = told.get(p.id) or told.get(claim_of[p.id])
        row = Forecast(
            claim=claim_of[p.id],
            assertion=p.id,
            type=type_of(p),
            speaker=p.assertion.chain[-1].name if p.assertion.chain else p.outlet,
            made=p.said,
            due=due,
            probability=probability,
            outcome=outcome,
            by=by,
            why=why,
            basis="text",
        )
        if judged is not None and judged.value in ("open", "borne_out", "failed", "unresolvable"):
            row = _by_person(row, judged)
        rows.append(row)
    return tuple(sorted(rows, key=lambda f: (f.due or "9999", f.made or "", f.assertion)))


def _by_person(row: Forecast, judged: Judgement) -> Forecast:
    value: Outcome = judged.value  # type: ignore[assignment]
    return replace(row, outcome=value, by=None, why=f"settled by {judged.who}", basis="person")


def _outcome(f: Proposition, due: str | None, props: Sequence[Proposition]) -> tuple[Outcome, str | None, str | None]:
    """What the most telling later assertion shows."""
    best: tuple[tuple[float, str], Outcome, str, str] | None = None
    for s in props:
        if s.article == f.article or not s.said:
            continue
        if f.said and s.said <= f.said:
            continue
        if not f.said and (due is None or s.said <= due):
            continue  # an undated text orders nothing by itself
        value = same_event(f, s)
        found = _shown(f, s, due, value) if value else None
        if found is not None and (best is None or (value, s.id) > best[0]):
            best = ((value, s.id), found[0], s.id, found[1])
    return ("open", None, None) if best is None else best[1:]


def _shown(f: Proposition, s: Proposition, due: str | None, value: float) -> tuple[Outcome, str] | None:
    """What `s`, said later, shows about `f`."""
    teller = s.assertion.chain[-1].name if s.assertion.chain else (s.outlet or "a later article")
    after = bool(due and s.said and s.said > due)
    in_progress = s.when is not None and s.when.value == "PRESENT_REF" and s.assertion.predicate != "be"
    if s.future or in_progress:
        if after and s.negative and s.assertion.stance != "denies":
            return "failed", f"{teller}, on {s.said}, says it will not be."
        if after and not s.negative and not f.negative:
            return "failed", f"{teller}, on {s.said}, has it still to come, after {due}."
        return None
    if s.assertion.likelihood is not None or s.assertion.modality is not None:
        return None
    own = event_kind(f.assertion.predicate)
    undone = opposite(own) if own else None
    if undone is not None and undone in s.kinds and own not in s.kinds and not s.negative:
        if due and s.said and s.said <= due:
            return "failed", f"{teller}, on {s.said}, tells the opposite before {due}."
        return ("failed", f"{teller}, on {s.said}, tells the opposite.") if due is None else None
    found = differ(f, s)
    if found is None:
        begins = f.when.start[:10] if f.when is not None and f.when.start else ""
        early = (s.said or "") < begins
        if early or (value < ALIKE and not _come_about(s)):
            return None
        return "borne_out", f"{teller}, on {s.said}, tells it as having happened."
    on, asked, told = found
    if on == "polarity":
        return ("failed", f"{teller}, on {s.said}, says it did not come so.") if value >= ALIKE or after else None
    if on in ("when", "where") and (after or (on == "where" and value >= ALIKE)):
        return "failed", f"Foretold for “{asked}”; {teller} has “{told}”."
    return None


def _come_about(s: Proposition) -> bool:
    """Whether it tells an event as done, and not a state, a wish or somebody's view."""
    a = s.assertion
    return a.stance in ("asserts", "confirms") and a.predicate is not None and event_kind(a.predicate) is not None
