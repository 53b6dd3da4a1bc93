"""Conflict or update: the table of cases."""

import pytest
from claims_factory import Coverage, after, claim, count, day, likely, person, relation, town

EARLY, LATE = "2031-03-01", "2031-03-08"


def said(first, second):
    """Two tellings by two outlets, on two days unless said otherwise."""
    coverage = Coverage()
    made = []
    for key, day_said, told in (("a", EARLY, first), ("b", LATE, second)):
        fields = {"who": ["Odile Brack"], **told}
        coverage.article(key, fields.pop("said", day_said), actors=["Odile Brack"])
        terms = ["Odile Brack", *fields.pop("terms", "visit Tarnwick dyke").split()]
        made.append(coverage.says(key, "She visits.", terms, fields.pop("predicate", "visit"), **fields))
    return coverage.build(), made


FOURTH, FIFTH, TENTH = day("2031-03-04"), day("2031-03-05"), day("2031-03-10")
TARNWICK, OXMOUTH = {"where": (town("Tarnwick"),)}, {"where": (town("Oxmouth"),)}
COMING = {"future": True}

CASES = {
    "a plan that moved": ({**COMING, "when": FOURTH}, {**COMING, "when": TENTH}, ("update", "when")),
    "rival days of one day's papers": (
        {**COMING, "when": FOURTH},
        {**COMING, "when": FIFTH, "said": EARLY},
        ("conflict", "when"),
    ),
    "an undated text orders nothing": (
        {**COMING, "when": FOURTH, "said": None},
        {**COMING, "when": FIFTH},
        ("conflict", "when"),
    ),
    "another town": ({**COMING, **TARNWICK}, {**COMING, **OXMOUTH}, ("update", "where")),
    "another town on one day": ({**COMING, **TARNWICK}, {**COMING, **OXMOUTH, "said": EARLY}, ("conflict", "where")),
    "a denial": (COMING, {**COMING, "stance": "denies"}, ("conflict", "polarity")),
    "said to be unlikely": (
        {**COMING, "likelihood": likely("unlikely", 0.2, 0.45), "said": EARLY},
        {**COMING, "said": EARLY},
        ("conflict", "polarity"),
    ),
    "it did not come": (COMING, {"negated": True}, ("conflict", "polarity")),
    "foretold after it was": ({}, {**COMING, "negated": True}, None),
    "not on one day, and on another": ({"negated": True, "when": FOURTH}, {"when": FIFTH}, None),
    "two visits of the past": ({"when": day("2031-02-01")}, {"when": day("2031-02-09")}, ("conflict", "when")),
    "agreement": ({**COMING, "when": FOURTH}, {**COMING, "when": FOURTH}, None),
    "a month and a day of it": ({**COMING, "when": day(EARLY, "2031-03-31")}, {**COMING, "when": TENTH}, None),
    "a question": ({**COMING, "when": FOURTH}, {**COMING, "when": TENTH, "stance": "asks"}, None),
    "a wish": ({**COMING, "when": FOURTH}, {**COMING, "when": TENTH, "modality": "wish"}, None),
    "another deed": (
        {**COMING, "when": FOURTH},
        {**COMING, "when": TENTH, "terms": "leave Tarnwick dyke resign", "predicate": "resign"},
        None,
    ),
    "somebody else": (
        {**COMING, "when": FOURTH, "who": ["the bishop"], "terms": "visit dyke"},
        {**COMING, "when": TENTH, "who": ["the ferryman"], "terms": "visit dyke"},
        None,
    ),
    "what only is": (
        {"terms": "dyke safe", "predicate": "be"},
        {"terms": "dyke safe", "predicate": "be", "negated": True},
        None,
    ),
}


WEIGHT = count("90 tonnes", 90, 90, None, "gate", "lift", unit="tonne")
CEMENT = count("2,600 tonnes", 2600, 2600, "cement", "cement", "pump", unit="tonne")
MORE = count("3,100 tonnes", 3100, 3100, "cement", "cement", "pump", unit="tonne")
CASES |= {
    "numbers of two things": (
        {"quantities": (WEIGHT,), "predicate": "lift"},
        {"quantities": (CEMENT,), "predicate": "pump"},
        None,
    ),
    "numbers of one thing": ({"quantities": (CEMENT,)}, {"quantities": (MORE,)}, ("update", "quantity")),
}


@pytest.mark.parametrize("name", list(CASES))
def test_case(name):
    first, second, expected = CASES[name]
    ledger, (a, b) = said(first, second)
    assert relation(ledger, a, b) == expected
    assert relation(ledger, b, a) is None  # the earlier stands first


def test_one_voice_in_one_text_means_two_things():
    coverage = Coverage()
    coverage.article("a", EARLY)
    speaker = [person("Jan Ost")]
    for when in (FOURTH, TENTH):
        coverage.says("a", "They visit.", "visit Tarnwick dyke", "visit", future=True, when=when, by=speaker)
    assert coverage.build().conflicts == ()


def test_the_sentence_names_both_values_and_who_has_them():
    when = day("2031-03-04", text="Tuesday"), day("2031-03-10", text="next Monday")
    ledger, _ = said({**COMING, "when": when[0], "by": [person("Jan Ost")]}, {**COMING, "when": when[1]})
    (row,) = ledger.conflicts
    assert row.why == f"Jan Ost ({EARLY}) has “Tuesday”, later B ({LATE}) has “next Monday”."


def test_what_settles_a_forecast_as_failed_contradicts_it():
    ledger, (a, b) = said({**COMING, "when": FOURTH}, {"when": FIFTH})
    assert relation(ledger, a, b) == ("conflict", "when")
    assert claim(ledger, a).status == "failed"
    assert claim(ledger, b).status == "reported", "what failed disputes nothing that came about"


def test_what_two_do_differs_in_nothing():
    coverage = Coverage()
    for key, said_on, who, number in (("a", EARLY, "Odile Brack", CEMENT), ("b", LATE, "Jana Lind", MORE)):
        coverage.article(key, said_on, actors=[who])
        coverage.says(
            key, "The dyke gets cement.", [who, "pump", "cement", "dyke"], "pump", who=[who], quantities=(number,)
        )
    assert coverage.build().conflicts == ()


def test_what_was_not_for_years_may_be_now():
    coverage = Coverage()
    for key, said_on in (("a", EARLY), ("b", EARLY)):
        coverage.article(key, said_on)
    coverage.says("a", "The dyke broke at Tarnwick.", "dyke break Tarnwick", "break", who=["dyke"])
    coverage.says(
        "b",
        "The dyke at Tarnwick had not broken in 25 years.",
        "dyke break Tarnwick",
        "break",
        who=["dyke"],
        negated=True,
    )
    assert coverage.build().conflicts == ()


def test_one_row_for_two_claims():
    coverage = Coverage()
    made = []
    for n in range(4):
        key = coverage.article(f"a{n}", after(EARLY, n // 2 * 7))
        when = FOURTH if n < 2 else TENTH
        made.append(coverage.says(key, "They visit.", "visit Tarnwick dyke", "visit", future=True, when=when))
    assert len(coverage.build().conflicts) == 1
