"""Forecasts: their type and due day, and what may settle them."""

import pytest
from claims_factory import Coverage, count, day, forecast, likely, named, person, relation, town

from reportedly.model import Judgement, PlaceMention, When

MADE, DUE = "2031-03-01", "2031-03-04"


def story(*later, made=MADE, when=DUE, **fields):
    """A visit foretold in article `a`; each of `later` is the day an article was said, and what it says of it."""
    coverage = Coverage()
    coverage.article("a", made, actors=["Odile Brack"])
    terms = ["Odile Brack", "visit", "Tarnwick", "dyke"]
    fields = {"who": ["Odile Brack"], "future": True, "when": day(when) if when else None, **fields}
    first = coverage.says("a", "Brack will visit.", terms, "visit", **fields)
    shown = []
    for n, (said, told) in enumerate(later):
        key = coverage.article(f"s{n}", said, actors=["Odile Brack"])
        other = {"who": ["Odile Brack"], **told}
        words = other.pop("terms", ["Odile Brack", "visit", "Tarnwick", "dyke"])
        shown.append(coverage.says(key, "Of the visit.", words, other.pop("predicate", "visit"), **other))
    return coverage, first, shown


def outcome(*later, **fields):
    coverage, first, shown = story(*later, **fields)
    row = forecast(coverage.build(), first)
    return row.outcome, next((n for n, s in enumerate(shown) if s.id == row.by), None)


LATER = "2031-03-06"
CASES = {
    "nothing said": ([], ("open", None)),
    "the day passes in silence": ([(LATER, {"terms": "barley price market", "predicate": "sell"})], ("open", None)),
    "it happened": ([(LATER, {"when": day(DUE)})], ("borne_out", 0)),
    "it happened, no day given": ([(DUE, {})], ("borne_out", 0)),
    "it happened on another day": ([(LATER, {"when": day("2031-03-05")})], ("failed", 0)),
    "another visit, much later": ([("2031-05-06", {"when": day("2031-05-05")})], ("open", None)),
    "still ahead after its day": ([(LATER, {"future": True})], ("failed", 0)),
    "still ahead before its day": ([("2031-03-03", {"future": True})], ("open", None)),
    "it did not come": ([(LATER, {"negated": True})], ("failed", 0)),
    "said not to have come before its day": ([("2031-03-02", {"negated": True})], ("open", None)),
    "called off before its day": (
        [("2031-03-02", {"terms": ["Odile Brack", "cancel", "visit", "dyke"], "predicate": "cancel"})],
        ("failed", 0),
    ),
    "said before the day began": ([("2031-03-03", {})], ("open", None)),
    "only asked": ([(LATER, {"stance": "asks"})], ("open", None)),
    "only wished": ([(LATER, {"modality": "wish"})], ("open", None)),
    "only thought possible": ([(LATER, {"likelihood": likely("likely", 0.55, 0.8)})], ("open", None)),
    "by somebody else": ([(LATER, {"who": ["the ferryman"], "terms": "ferryman visit Tarnwick dyke"})], ("open", None)),
    "an undated text": ([(None, {"when": day(DUE)})], ("open", None)),
    "an older text": ([("2031-02-20", {})], ("open", None)),
}


@pytest.mark.parametrize("name", list(CASES))
def test_settled_only_by_what_a_later_text_shows(name):
    later, expected = CASES[name]
    assert outcome(*later) == expected


def test_an_undated_forecast_is_judged_after_its_day_only():
    assert outcome(("2031-03-04", {}), made=None) == ("open", None)
    assert outcome((LATER, {}), made=None) == ("borne_out", 0)


def test_elsewhere_is_not_it():
    assert outcome((LATER, {"where": (town("Oxmouth"),)}), where=(town("Tarnwick"),)) == ("open", None)


@pytest.mark.parametrize(("said", "expected"), [(DUE, "failed"), (LATER, "failed"), ("2031-03-02", "open")])
def test_told_as_not_kept(said, expected):
    """The word that was given is named beside what came, and is no telling that it happened."""
    coverage = Coverage()
    coverage.article("a", MADE)
    coverage.article("b", said)
    shut = coverage.says(
        "a", "The valve will be shut.", "valve harbour shut", "shut", who=["valve"], future=True, when=day(DUE)
    )
    text = "The valve leaked, despite a solemn promise to shut it."
    coverage.says("b", text, "valve harbour leak promise shut", "leak", who=["valve"], when=day(DUE))
    assert forecast(coverage.build(), shut).outcome == expected


def test_undone_by_the_opposite():
    coverage = Coverage()
    coverage.article("a", MADE)
    coverage.article("b", "2031-03-02")
    closed = coverage.says("a", "The ferry stays shut.", "ferry harbour shut", "shut", who=["ferry"], future=True)
    opened = coverage.says("b", "The ferry reopened.", "ferry harbour reopen", "reopen", who=["ferry"])
    row = forecast(coverage.build(), closed)
    assert (row.outcome, row.by) == ("failed", opened.id)


def test_a_toll_foretold_to_rise():
    coverage = Coverage()
    for n, said in enumerate((MADE, "2031-03-03")):
        key = coverage.article(f"a{n}", said)
        dead = count("x", 3 + 4 * n, 3 + 4 * n, "people", "kill")
        coverage.says(key, "People died.", "people kill", "kill", quantities=(dead,))
    rises = coverage.says("a0", "The toll will rise.", "death toll rise", "rise", future=True)
    falls = coverage.says("a1", "The toll will rise.", "death toll rise", "rise", future=True)
    ledger = coverage.build()
    assert forecast(ledger, rises).outcome == "borne_out"
    assert forecast(ledger, falls).outcome == "open"


def test_first_deaths_where_they_were_foretold():
    coverage = Coverage()
    place = PlaceMention(0, 6, "France", country="FR", key="g-fr", kind="country")
    for key, said in (("a", MADE), ("b", LATER)):
        coverage.article(key, said, places=[place])
    foretold = coverage.says("a", "It may kill in France.", "kill France", "kill", future=True)
    dead = count("two people", 2, 2, "people", "kill", "France")
    shown = coverage.says("b", "Two died in France.", "people die France", "die", quantities=(dead,))
    assert forecast(coverage.build(), foretold).by == shown.id


@pytest.mark.parametrize("value", ["open", "borne_out", "failed", "unresolvable"])
def test_a_person_settles_it(value):
    coverage, first, _ = story((LATER, {"when": day(DUE)}))
    row = forecast(coverage.build([Judgement("j1", "outcome", first.id, None, value, "reader", LATER)]), first)
    assert (row.outcome, row.basis, row.by) == (value, "person", None)


def test_tellings_of_one_claim_share_what_settles_it():
    coverage, first, shown = story((LATER, {"when": day(DUE)}))
    coverage.article("z", MADE, actors=["Odile Brack"])
    terms = ["Odile Brack", "trip", "Tarnwick", "dyke"]
    other = coverage.says("z", "A trip.", terms, "trip", future=True, when=day(DUE), who=["Odile Brack"])
    ledger = coverage.build()
    assert forecast(ledger, other).by == forecast(ledger, first).by == shown[0].id


SPEAKER = person("Odile Brack")
OFFICE = person("the ministry", kind="government")
TYPES = {
    "prediction": {},
    "plan": {"modality": "plan"},
    "promise": {"stance": "promises"},
    "schedule": {"modality": "schedule"},
    "conditional": {"modality": "conditional"},
}


@pytest.mark.parametrize("kind", list(TYPES))
def test_types(kind):
    coverage, first, _ = story(**TYPES[kind])
    assert forecast(coverage.build(), first).type == kind


def test_what_the_acting_party_says_of_itself_is_a_plan():
    coverage, first, _ = story(by=[SPEAKER])
    assert forecast(coverage.build(), first).type == "plan"
    coverage, first, _ = story(by=[SPEAKER], likelihood=likely("likely", 0.55, 0.8))
    assert forecast(coverage.build(), first).type == "prediction"
    coverage, first, _ = story(by=[OFFICE])
    assert forecast(coverage.build(), first).type == "plan"


@pytest.mark.parametrize(
    "fields", [{"future": False}, {"stance": "asks"}, {"stance": "orders"}, {"modality": "wish", "when": None}]
)
def test_what_is_no_forecast(fields):
    coverage, first, _ = story(**fields)
    assert forecast(coverage.build(), first) is None


def test_a_wish_for_a_day_can_be_held_to_it():
    coverage, first, _ = story(modality="wish")
    assert forecast(coverage.build(), first).due == DUE


def test_history_told_in_the_future_is_none():
    coverage, first, _ = story(when="2031-01-04")
    assert forecast(coverage.build(), first) is None


@pytest.mark.parametrize(
    ("when", "due"),
    [
        (day(DUE), DUE),
        (day("2031-03-01", "2031-03-31"), "2031-03-31"),
        (day("2031-03-04T12:00"), DUE),
        (When("2031-03-02", None, True, "FUTURE_REF", "soon", "relative"), None),
        (When(None, DUE, True, DUE, "by Tuesday", "relative"), DUE),
        (When(DUE, None, True, DUE, "from Tuesday", "relative"), None),
        (named("XXXX-03-04", "4 March"), DUE),
        (None, None),
    ],
)
def test_due(when, due):
    coverage, first, _ = story()
    coverage.assertions["a"] = []
    first = coverage.says("a", "Brack will visit.", "visit dyke", "visit", future=True, when=when)
    assert forecast(coverage.build(), first).due == due


def test_the_probability_is_the_speakers():
    coverage, first, _ = story(likelihood=likely("likely", 0.55, 0.8), by=[SPEAKER])
    row = forecast(coverage.build(), first)
    assert (row.probability.low, row.probability.high, row.probability.scale) == (0.55, 0.8, "icd203")
    assert (row.speaker, row.made) == ("Odile Brack", MADE)
    coverage, first, _ = story()
    assert forecast(coverage.build(), first).probability is None


def closing(*later, until=None, sentence="The quay will be closed."):
    coverage = Coverage()
    coverage.article("a", MADE)
    when = None if until is None else When(None, until, True, until, until, "stated", (), "until")
    quay = [("quay", "patient")]
    first = coverage.says("a", sentence, "quay island close", "close", who=quay, future=True, when=when)
    for n, (said, terms, predicate) in enumerate(later):
        coverage.article(f"s{n}", said)
        coverage.says(f"s{n}", "Of the quay.", terms, predicate, who=["quay"])
    return forecast(coverage.build(), first).outcome


OPENED = ("quay island reopen", "reopen")


@pytest.mark.parametrize(
    ("until", "said", "expected"),
    [
        ("2031-03-05", "2031-03-04", "failed"),
        ("2031-03-05", "2031-03-06", "borne_out"),
        (None, "2031-03-06", "failed"),
    ],
)
def test_a_state_that_was_to_last(until, said, expected):
    assert closing((said, *OPENED), until=until) == expected


def test_what_was_tried_and_failed_bears_out_nothing():
    coverage = Coverage()
    coverage.article("a", MADE)
    first = coverage.says("a", "The firm will close the gate.", "firm close gate", "close", who=["firm"], future=True)
    coverage.article("b", LATER)
    coverage.says(
        "b", "The firm's attempt to close the gate failed.", "firm attempt close gate fail", "fail", who=["firm"]
    )
    assert forecast(coverage.build(), first).outcome == "failed"


@pytest.mark.parametrize(("came", "on"), [("2031-03-05", "when"), (DUE, "polarity")])
def test_what_failed_conflicts_on_the_day_only_where_two_days_are_named(came, on):
    """ "It was open on Saturday" is about the Saturday on which it was to close."""
    coverage = Coverage()
    coverage.article("a", MADE)
    coverage.article("b", LATER)
    words = "ferry harbour shut"
    first = coverage.says("a", "The ferry will shut.", words, "shut", who=["ferry"], future=True, when=day(DUE))
    if on == "when":
        later = coverage.says("b", "The ferry shut.", words, "shut", who=["ferry"], when=day(came))
    else:
        later = coverage.says("b", "The ferry was open.", "ferry harbour open", "open", who=["ferry"], when=day(came))
    ledger = coverage.build()
    assert forecast(ledger, first).outcome == "failed"
    assert relation(ledger, first, later) == ("conflict", on)
