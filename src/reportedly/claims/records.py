"""Records of those who foretell: how much they foretold, what became of it, and how near their probabilities came.

One speaker and one claim are one forecast, however many outlets carry it and however often it is said again. Nobody is
told a score on fewer than `scores.FEWEST` settled predictions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from reportedly.claims.judgements import Bonds, judged_actors
from reportedly.claims.names import key_of
from reportedly.claims.scores import FEWEST, Brier, Scored, brier_mean, brier_of, scorable, scored
from reportedly.model import Forecast, ForecastType, Judgement, LikelihoodScale, Outcome, StoryLedger

LATE = "9999"
"""Sorts what has no day after everything that has one."""

NO_SCALE = "none"
Whose = Literal["speaker", "outlet"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One forecast as one article tells it."""

    forecast: Forecast
    story: str
    article: str
    outlet: str | None
    speaker: str | None
    """Who is held to it by name, as the tables name them; None: not named."""
    key: str
    """What the speaker is known again by in all stories of a ledger."""
    own: bool
    """Whether it is the outlet's own voice."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One speaker's forecast of one thing: the telling that counts, and how often it was told."""

    telling: Telling
    """With the outcome of all of them."""
    texts: int
    outlets: tuple[str, ...]
    revised: tuple[Forecast, ...] = ()
    """Later tellings that give another probability: shown, and not scored."""
    brier: Brier | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What one speaker foretold, or what one outlet carried."""

    name: str
    whose: Whose
    own: int
    """Of an outlet: in its own voice. Of a speaker: all."""
    types: Mapping[ForecastType, int]
    outcomes: Mapping[Outcome, int]
    scales: Mapping[str, int]
    """Predictions by the scale of their probability; `none`: without one."""
    scored: int
    """Settled predictions with a probability that counts."""
    checked: int
    """Of these, those that a person settled."""
    brier: Brier | None
    """None on fewer than `scores.FEWEST`, and for what an outlet only carried."""
    forecasts: tuple[Foretold, ...]


# ---- tellings


def tellings(ledger: StoryLedger, outlets: Mapping[str, str | None]) -> list[Telling]:
    """The forecasts of one story, each with who is held to it. `outlets`: article -> its outlet."""
    assertions = {a.id: a for a in ledger.assertions}
    names = {e.id: e.name for e in ledger.entities}
    found = []
    for f in ledger.forecasts:
        a = assertions.get(f.assertion)
        if a is None:
            continue
        outlet = outlets.get(a.article)
        last = a.chain[-1] if a.chain else None
        own = last is None or (len(a.chain) == 1 and last.kind == "outlet" and not last.mention)
        if own:
            name = outlet or (last.name if last is not None and last.named else None)
        else:
            name = (names.get(last.entity or "") or last.name) if last is not None and last.named else None
        # whom nobody names may be another one in every outlet
        key = key_of(name) if name else f"\0{outlet or a.article}"
        found.append(Telling(f, ledger.story.id, a.article, outlet, name, key, own))
    return found


def foretold(some: Sequence[Telling]) -> Foretold:
    """The tellings of one speaker and one claim as one forecast.

    The first that was made counts, since who speaks again has more to go by: where it gives no probability that can be
    scored, the first that does. Of several that differ on one day, the one that most articles have.
    """
    ordered = sorted(some, key=_order)
    firm = [t for t in ordered if scorable(t.forecast.probability)] or ordered
    first_day = [t for t in firm if t.forecast.made == firm[0].forecast.made]
    usual = Counter(t.forecast.probability for t in first_day)
    counts = min(first_day, key=lambda t: (-usual[t.forecast.probability], _order(t)))
    settled = _settled(counts, ordered)
    row = replace(
        counts.forecast, outcome=settled.outcome, by=settled.by, why=settled.why, basis=settled.basis, brier=None
    )
    score = scored(row)
    brier = brier_of(score) if score else None
    return Foretold(
        telling=replace(counts, forecast=replace(row, brier=brier.score if brier else None)),
        texts=len({t.article for t in some}),
        outlets=tuple(dict.fromkeys(t.outlet for t in ordered if t.outlet)),
        revised=tuple(t.forecast for t in firm if t not in first_day and t.forecast.probability != row.probability),
        brier=brier,
    )


def _order(t: Telling) -> tuple[str, str, str]:
    return t.forecast.made or LATE, t.article, t.forecast.assertion


def _settled(counts: Telling, ordered: Sequence[Telling]) -> Forecast:
    """The row that says what became of it: a person's, else that of the telling that counts, else what the others agree on."""
    persons = [t.forecast for t in ordered if t.forecast.basis == "person"]
    if persons:
        return next((f for f in persons if f is counts.forecast), persons[0])
    told = [t.forecast for t in ordered if t.forecast.outcome != "open"]
    if counts.forecast.outcome == "open" and len({f.outcome for f in told}) == 1:
        return told[0]
    return counts.forecast


# ---- records


def speakers(some: Iterable[Telling], judgements: Sequence[Judgement] = ()) -> list[Record]:
    """A record for everybody who is named, the one with most settled first. Outlets are among them by their own voice."""
    groups = _joined(some, judgements)
    return _sorted(_record(_name(told), "speaker", _forecasts(told, lambda _: "")) for told in groups.values())


def each(some: Iterable[Telling], judgements: Sequence[Judgement] = ()) -> list[Foretold]:
    """What each named speaker foretold of one story, without their records: one for each thing."""
    return [f for told in _joined(some, judgements).values() for f in _forecasts(told, lambda _: "")]


def outlets(some: Iterable[Telling]) -> list[Record]:
    """A record for every outlet: what it carried, whoever foretold it. What it carried is nobody's score."""
    groups: dict[str, list[Telling]] = defaultdict(list)
    for t in some:
        if t.outlet:
            groups[key_of(t.outlet)].append(t)
    return _sorted(_record(_outlet(told), "outlet", _forecasts(told, lambda t: t.key)) for told in groups.values())


def pooled(found: Iterable[Record]) -> list[Scored]:
    """The settled predictions of all speakers whose probability counts."""
    each = (scored(f.telling.forecast) for r in found for f in r.forecasts)
    return [s for s in each if s is not None]


def _joined(some: Iterable[Telling], judgements: Sequence[Judgement]) -> dict[str, list[Telling]]:
    """The named speakers' tellings by speaker; two names that a person called one actor are one."""
    bonds = Bonds()
    for a, b in judged_actors(judgements)[0]:
        bonds.take(a, b, together=True)
    groups: dict[str, list[Telling]] = defaultdict(list)
    for t in some:
        if t.speaker:
            groups[str(bonds.root(t.key))].append(t)
    return groups


def _forecasts(told: Iterable[Telling], speaker: Callable[[Telling], str]) -> tuple[Foretold, ...]:
    """One for each speaker and claim, in the order in which they were made."""
    groups: dict[tuple[str, str, str], list[Telling]] = defaultdict(list)
    for t in told:
        groups[t.story, t.forecast.claim, speaker(t)].append(t)
    found = (foretold(g) for g in groups.values())
    return tuple(
        sorted(
            found, key=lambda f: (f.telling.forecast.made or LATE, f.telling.forecast.due or LATE, _order(f.telling))
        )
    )


def _record(name: str, whose: Whose, found: tuple[Foretold, ...]) -> Record:
    rows = [f.telling.forecast for f in found]
    own = [f for f in found if whose == "speaker" or f.telling.own]
    each = [(f, s) for f in own if (s := scored(f.telling.forecast)) is not None]
    types, outcomes = Counter(f.type for f in rows), Counter(f.outcome for f in rows)
    scales = Counter(f.probability.scale if f.probability else NO_SCALE for f in rows if f.type == "prediction")
    return Record(
        name=name,
        whose=whose,
        own=len(own),
        types={t: types[t] for t in get_args(ForecastType)},
        outcomes={o: outcomes[o] for o in get_args(Outcome)},
        scales={s: scales[s] for s in (*get_args(LikelihoodScale), NO_SCALE)},
        scored=len(each),
        checked=sum(f.telling.forecast.basis == "person" for f, _ in each),
        brier=brier_mean([s for _, s in each]) if len(each) >= FEWEST else None,
        forecasts=found,
    )


def _name(told: Sequence[Telling]) -> str:
    """The name that is used most, the longer one of equals."""
    names = Counter(t.speaker for t in told if t.speaker)
    return max(sorted(names), key=lambda n: (names[n], len(n)))


def _outlet(told: Sequence[Telling]) -> str:
    names = Counter(t.outlet for t in told if t.outlet)
    return max(sorted(names), key=lambda n: (names[n], len(n)))


def _sorted(found: Iterable[Record]) -> list[Record]:
    def place(r: Record) -> tuple[int, int, str]:
        settled = sum(n for outcome, n in r.outcomes.items() if outcome != "open")
        return -settled, -len(r.forecasts), r.name

    return sorted(found, key=place)
