"""Records: one forecast for one speaker and claim, all outcomes shown, no score on too few."""

import random
from dataclasses import replace

import pytest
from claims_factory import Coverage, day, person

from reportedly.claims.records import Telling, foretold, outlets, pooled, speakers, tellings
from reportedly.claims.scores import FEWEST
from reportedly.model import Forecast, Judgement, Likelihood, Probability

LIKELY = Probability(0.55, 0.80, "icd203")


def telling(claim="c1", made="2031-03-01", *, speaker="Ada Holm", outlet="Harbour Post", probability=LIKELY, outcome="open",
            assertion=None, basis="text", kind="prediction", own=False, story="s1"):  # fmt: skip
    name = assertion or f"q-{claim}-{made}-{outlet}"
    by = None if outcome == "open" or basis == "person" else f"by-{name}"
    row = Forecast(claim, name, kind, speaker, made, None, probability, outcome, by, None, basis)
    return Telling(row, story, f"a-{name}", outlet, speaker, (speaker or f"\0{outlet}").lower(), own)


def settled(n, **fields):
    return [telling(f"c{i}", outcome="borne_out" if i % 2 else "failed", **fields) for i in range(n)]


def test_however_many_outlets_carry_it_it_is_one_forecast():
    some = [telling(outlet=o, outcome="borne_out") for o in ("Harbour Post", "Delta Wire", "The Quay")]
    [record] = speakers(some)
    assert len(record.forecasts) == record.scored == 1
    assert record.forecasts[0].texts == 3
    assert record.forecasts[0].outlets == ("Delta Wire", "Harbour Post", "The Quay")
    assert record.outcomes == {"open": 0, "borne_out": 1, "failed": 0, "unresolvable": 0}


def test_the_first_telling_counts_and_later_ones_are_shown():
    first = telling(made="2031-03-01", probability=Probability(0.9, 0.9, "stated"), outcome="failed")
    later = telling(made="2031-03-05", probability=Probability(0.1, 0.1, "stated"), outcome="failed")
    again = telling(made="2031-03-06", probability=Probability(0.9, 0.9, "stated"), outcome="failed")
    found = foretold([again, later, first])
    assert found.telling.forecast.assertion == first.forecast.assertion
    assert found.brier.score == pytest.approx(0.81)
    assert [r.assertion for r in found.revised] == [later.forecast.assertion]


def test_an_outlet_that_leaves_the_number_out_does_not_undo_it():
    bare = telling(made="2031-03-01", probability=None)
    vague = telling(made="2031-03-01", outlet="Delta Wire", probability=Probability(0.2, 0.55, "convention"))
    firm = telling(made="2031-03-02", probability=Probability(0.7, 0.7, "stated"))
    assert foretold([bare, vague, firm]).telling.forecast.probability == firm.forecast.probability


def test_of_one_day_the_commonest_counts():
    wrong = telling(outlet="A Paper", probability=Probability(0.6, 0.6, "stated"))
    right = [telling(outlet=o, probability=Probability(0.7, 0.7, "stated")) for o in ("The Quay", "Wire")]
    found = foretold([wrong, *right])
    assert found.telling.forecast.probability.low == 0.7
    assert found.revised == ()


def test_an_undated_telling_is_never_the_first():
    undated = telling(made=None, probability=Probability(0.1, 0.1, "stated"))
    assert foretold([undated, telling()]).telling.forecast.probability == LIKELY


def test_another_telling_may_settle_it_but_not_two_that_differ():
    found = foretold([telling(), telling(made="2031-03-03", outcome="failed")])
    assert found.telling.forecast.outcome == "failed"
    assert found.telling.forecast.by == "by-q-c1-2031-03-03-Harbour Post"
    both = [telling(made="2031-03-03", outcome="failed"), telling(made="2031-03-04", outcome="borne_out")]
    assert foretold([telling(), *both]).telling.forecast.outcome == "open"


def test_a_person_goes_before_the_texts():
    judged = telling(made="2031-03-03", outcome="unresolvable", basis="person")
    found = foretold([telling(outcome="failed"), judged])
    assert (found.telling.forecast.outcome, found.telling.forecast.basis) == ("unresolvable", "person")
    assert found.brier is None


def test_no_score_below_ten():
    [record] = speakers(settled(FEWEST - 1))
    assert (record.scored, record.brier) == (FEWEST - 1, None)
    [record] = speakers(settled(FEWEST))
    assert record.brier.score == pytest.approx((0.325**2 + 0.675**2) / 2)
    assert record.checked == 0


def test_what_is_not_scored_is_counted_all_the_same():
    some = [
        *settled(FEWEST),
        telling("plan", kind="plan", probability=None, outcome="failed"),
        telling("vague", probability=Probability(0.2, 0.55, "convention"), outcome="failed"),
        telling("bare", probability=None),
        telling("never", outcome="unresolvable", basis="person"),
    ]
    [record] = speakers(some)
    assert record.scored == FEWEST
    assert record.types == {"prediction": 13, "plan": 1, "promise": 0, "schedule": 0, "conditional": 0}
    assert record.outcomes == {"open": 1, "borne_out": 5, "failed": 7, "unresolvable": 1}
    assert record.scales == {"stated": 0, "icd203": 11, "convention": 1, "none": 1}


def test_who_is_not_named_has_no_record():
    assert speakers([telling(speaker=None)]) == []


def test_an_outlet_is_not_scored_for_what_it_carries():
    some = settled(FEWEST)
    own = [replace(t, own=True, speaker="Harbour Post", key="harbour post") for t in some]
    [carried] = outlets(some)
    [voice] = outlets(own)
    assert (len(carried.forecasts), carried.own, carried.scored, carried.brier) == (FEWEST, 0, 0, None)
    assert voice.own == voice.scored == FEWEST
    assert voice.brier is not None


def test_an_outlet_carries_one_claim_of_two_speakers_twice():
    some = [telling(), telling(speaker="Bo Lind"), telling(made="2031-03-04")]
    [record] = outlets(some)
    assert len(record.forecasts) == 2


def test_two_names_that_a_person_joined_are_one_speaker():
    some = [telling("c1", speaker="Ada Holm"), telling("c2", speaker="A. Holm-Vik")]
    assert len(speakers(some)) == 2
    judged = Judgement("j1", "same-actor", "Ada Holm", "A. Holm-Vik", None, "me", "2031-04-01")
    some = [replace(t, key=k) for t, k in zip(some, ("ada holm", "a holm vik"), strict=True)]
    [record] = speakers(some, [judged])
    assert len(record.forecasts) == 2


def test_the_order_of_arrival_decides_nothing():
    some = [
        *settled(12),
        telling("c1", made="2031-03-04"),
        telling("c1", outlet="Delta Wire"),
        telling("x", speaker="Bo Lind"),
    ]
    shuffled = random.Random(7).sample(some, len(some))
    assert speakers(some) == speakers(shuffled)
    assert outlets(some) == outlets(shuffled)
    assert len(pooled(speakers(some))) == 12


# ---- from a story


def test_tellings_name_whose_word_it_is():
    coverage = Coverage()
    coverage.article("a", "2031-03-01", "Harbour Post", actors=["Odile Brack"])
    sure = {"future": True, "when": day("2031-03-09"), "likelihood": Likelihood("likely", 0.55, 0.8, "icd203")}
    coverage.says("a", "The lock will likely open.", "lock open", "open", by=[person("Odile Brack")], **sure)
    coverage.says(
        "a", "The mill will likely close.", "mill close", "close", by=[person("an official", is_named=False)], **sure
    )
    coverage.says("a", "The weir will likely break.", "weir break", "break", **sure)
    made = coverage.build()
    told = {t.forecast.assertion: t for t in tellings(made, {"a": "Harbour Post"})}
    assert {k: (t.speaker, t.own) for k, t in told.items()} == {
        "a-0": ("Odile Brack", False),
        "a-1": (None, False),
        "a-2": ("Harbour Post", True),
    }


def test_a_settled_prediction_has_its_score_in_the_ledger():
    coverage = Coverage()
    coverage.article("a", "2031-03-01", actors=["Odile Brack"])
    terms = ["Odile Brack", "visit", "Tarnwick", "dyke"]
    fields = {"who": ["Odile Brack"], "when": day("2031-03-04")}
    sure = Likelihood("70 percent", 0.7, 0.7, "stated")
    first = coverage.says("a", "70 percent that Brack visits.", terms, "visit", future=True, likelihood=sure, **fields)
    coverage.article("b", "2031-03-06", actors=["Odile Brack"])
    coverage.says("b", "Brack visited.", terms, "visit", **fields)
    row = next(f for f in coverage.build().forecasts if f.assertion == first.id)
    assert (row.outcome, row.brier) == ("borne_out", pytest.approx(0.09))
    judged = coverage.build(judgements=[Judgement("j1", "outcome", first.id, None, "unresolvable", "me", "2031-04-01")])
    assert next(f for f in judged.forecasts if f.assertion == first.id).brier is None
