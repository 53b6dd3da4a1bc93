"""Forecasts: who said what would happen, by when, how surely, and what a later text shows became of it.

Nothing is settled by silence or by the clock: an outcome always points at a later assertion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportedly.claims.judgements import settled_by
from reportedly.claims.outcomes import Coverage
from reportedly.claims.propositions import Proposition
from reportedly.claims.scores import DIGITS, brier_of, scored
from reportedly.model import Forecast, ForecastType, Judgement, Probability


def is_forecast(p: Proposition) -> bool:
    """Whether it tells, as a statement of somebody, what comes after it was said."""
    a = p.assertion
    dated = p.when is not None and bool(p.when.start or p.when.end)
    if a.stance == "asks" or (a.stance == "orders" and not (dated and p.when and p.when.bound)):
        return False  # "ordered schools closed until Friday" can be held to it, "urged calm" cannot
    if a.modality == "wish" and not dated:  # "hopes to have it ready by autumn" can be held to it
        return False
    moved = p.deed.shifted and bool(p.said and p.when and p.when.end and p.when.end[:10] >= p.said)
    if not (a.future or moved or a.modality in ("plan", "promise", "schedule")):
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
    if when is None:
        return None
    begins = when.start if when.bound == "since" else None  # "starting Tuesday": on that day it can be seen
    if not (last := when.end or begins):  # "by Friday" is open towards the past alone
        return None
    due = last[:10]
    return None if p.said and due < p.said else due


def find_forecasts(
    props: Sequence[Proposition],
    claim_of: Mapping[str, str],
    judged: Mapping[str, Judgement] | None = None,
    coverage: Coverage | None = None,
) -> tuple[Forecast, ...]:
    """All forecasts of a story, with their outcome.

    `judged`: assertion -> what a person says became of it; `coverage`: what can settle them (made of `props` if not given).
    """
    told_later = coverage or Coverage(props)
    told = judged or {}
    rows = []
    for p in props:
        if not is_forecast(p):
            continue
        due = due_of(p)
        settled = told_later.outcome(p, due)
        likelihood = p.assertion.likelihood
        probability = Probability(likelihood.low, likelihood.high, likelihood.scale) if likelihood else None
        row = Forecast(
            claim=claim_of[p.id],
            assertion=p.id,
            type=type_of(p),
            speaker=p.assertion.chain[-1].name if p.assertion.chain else p.outlet,
            made=p.said,
            due=due,
            probability=probability,
            outcome=settled.outcome if settled else "open",
            by=settled.by if settled else None,
            why=settled.why if settled else None,
            basis="text",
        )
        rows.append(settled_by(row, told[p.id]) if p.id in told else row)
    rows = [replace(f, brier=round(brier_of(s).score, DIGITS)) if (s := scored(f)) else f for f in _shared(rows)]
    return tuple(sorted(rows, key=lambda f: (f.due or "9999", f.made or "", f.assertion)))


def _shared(rows: Sequence[Forecast]) -> list[Forecast]:
    """What settles one telling of a claim settles the others for the same day: their words differ, not what they say.

    What did not come by its day had not come by an earlier one either.
    """
    settled: dict[str, list[Forecast]] = {}
    for f in sorted(rows, key=lambda f: (f.due or "", f.assertion)):
        if f.outcome != "open" and f.basis == "text" and f.due:
            settled.setdefault(f.claim, []).append(f)
    out = []
    for f in rows:
        due = f.due or ""
        others = settled.get(f.claim, []) if due and f.outcome == "open" and f.basis == "text" else []
        same = (o for o in others if o.due == due or (o.outcome == "failed" and (o.due or "") > due))
        other = next(same, None)
        out.append(f if other is None else replace(f, outcome=other.outcome, by=other.by, why=other.why))
    return out
