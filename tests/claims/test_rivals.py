"""Relations that no two values show."""

import datetime as dt
from dataclasses import replace

import pytest
from claims_factory import Coverage, count, day, forecast, person, relation, together, town

EARLY, LATE = "2031-03-01", "2031-03-05"


def until(last):
    return replace(day(last), start=None, bound="until", text=last)


def pair(first, second, *, said=(EARLY, LATE)):
    """The relation of two tellings: sentence, terms, predicate, fields."""
    coverage = Coverage()
    made = []
    for key, when, (sentence, terms, predicate, fields) in zip("ab", said, (first, second), strict=True):
        coverage.article(key, when, actors=["Odile Brack"])
        made.append(coverage.says(key, sentence, terms, predicate, **fields))
    ledger = coverage.build()
    return relation(ledger, *made), ledger, made


SHUT = ("The quay is closed.", "quay island close", "close", {"who": [("quay", "patient")]})
CLOSING = (
    "The quay will be closed until then.",
    "quay island close",
    "close",
    {"who": [("quay", "patient")], "future": True},
)


def put(telling, **fields):
    return (*telling[:3], {**telling[3], **fields})


def test_closed_and_later_open_is_an_update():
    opened = ("The quay reopened.", "quay island reopen", "reopen", {"who": ["quay"]})
    assert pair(SHUT, opened)[0] == ("update", "polarity")


def test_another_quay_by_name_is_not_meant():
    mine = put(SHUT, who=[("Oxmouth quay", "patient")])
    named = ("The old Oxmouth quay is closed.", *mine[1:])
    opened = ("The quay reopened.", "quay island reopen", "reopen", {"who": ["quay"]})
    assert pair(named, opened)[0] is None


def test_a_later_end_moves_the_earlier():
    row, ledger, (first, _) = pair(put(CLOSING, when=until("2031-03-06")), put(CLOSING, when=until("2031-03-11")))
    assert row == ("update", "when")
    assert forecast(ledger, first).outcome == "failed"


@pytest.mark.parametrize("last", ["2031-03-06"])
def test_the_same_end_is_the_same_claim(last):
    _, ledger, made = pair(put(CLOSING, when=until(last)), put(CLOSING, when=until(last)))
    assert together(ledger, *made)


def test_a_visit_put_off_moves_its_day():
    who = {"who": ["Odile Brack", ("visit", "patient")]}
    coming = (
        "Brack will visit.",
        "Odile Brack visit island",
        "visit",
        {**who, "future": True, "when": day("2031-03-08")},
    )
    later = ("Brack postponed her visit.", "Odile Brack postpone visit island", "postpone", who)
    row, ledger, (first, _) = pair(coming, later)
    assert row == ("update", "when")
    assert forecast(ledger, first).outcome == "failed"


def test_a_former_plan_is_replaced_by_what_is_told_beside_it():
    coverage = Coverage()
    coverage.article("a", EARLY)
    old = coverage.says("a", "It was initially planned as a state visit.", "plan state visit", "plan")
    new = coverage.says("a", "It is now to be a short visit.", "short visit", "be", future=True)
    other = coverage.says("a", "She will visit the dyke.", "visit dyke", "visit", future=True)
    ledger = coverage.build()
    assert relation(ledger, old, new) == ("update", "polarity")
    assert relation(ledger, old, other) is None


def test_nowhere_else_until_it_was():
    fever = (
        "The fever has killed people only in Tarnwick.",
        "fever kill people Tarnwick",
        "kill",
        {"where": (town("Tarnwick"),)},
    )
    there = ("The fever has killed a man in Oxmouth.", "fever kill man Oxmouth", "kill", {"where": (town("Oxmouth"),)})
    assert pair(fever, there)[0] == ("update", "where")
    everywhere = ("The fever has killed people in Tarnwick.", *fever[1:])
    assert pair(everywhere, there)[0] is None


def accused(denier, terms="charge"):
    coverage = Coverage()
    coverage.article("a", EARLY, actors=["Odile Brack", "Jan Ost"])
    said = coverage.says(
        "a",
        "Brack took the dyke money.",
        ["Odile Brack", "take", "dyke", "money"],
        "take",
        who=["Odile Brack"],
        stance="alleges",
        by=[person("Jan Ost")],
    )
    denied = coverage.says("a", "the charge", terms, None, stance="denies", by=[person(denier)])
    return relation(coverage.build(), said, denied)


def test_who_is_accused_and_denies_in_a_word_contradicts_the_charge():
    assert accused("Odile Brack") == ("conflict", "polarity")
    assert accused("Odile Brack", "wrongdoing") == ("conflict", "polarity")


def test_a_denial_by_somebody_else_or_of_something_told_is_none():
    assert accused("Pia Holm") is None
    assert accused("Odile Brack", "plan sell harbour ferry company") is None


def test_a_count_that_only_grows_orders_itself():
    def told(n):
        return (
            f"It has gained {n}.",
            "event gain supporter",
            "gain",
            {"quantities": (count(f"{n} supporters", n, n, "supporter", "gain"),)},
        )

    coverage = Coverage()
    made = []
    for key, when, n in (("a", None, 100), ("b", EARLY, 900)):
        coverage.article(key, when)
        sentence, terms, predicate, fields = told(n)
        made.append(coverage.says(key, sentence, terms, predicate, **fields))
    assert relation(coverage.build(), *made) == ("update", "quantity")


def quake(n, when, said, **fields):
    depth = count(f"{n} km", n, n, None, "strike", "depth", unit="kilometre")
    return (
        f"Depth {n}.",
        "earthquake strike depth island",
        "strike",
        {"who": ["earthquake"], "when": day(when), "quantities": (depth,), **fields},
        said,
    )


@pytest.mark.parametrize(("second", "expected"), [("2031-02-27", ("conflict", "quantity")), ("2031-02-10", None)])
def test_the_depth_of_one_earthquake_is_no_news_and_of_two_no_quarrel(second, expected):
    coverage = Coverage()
    made = []
    for key, n, when in (("a", 10, "2031-02-27"), ("b", 31, second)):
        said = (dt.date.fromisoformat(when) + dt.timedelta(2 if key == "a" else 1)).isoformat()
        sentence, terms, predicate, fields, _ = quake(n, when, said)
        coverage.article(key, said)
        made.append(coverage.says(key, sentence, terms, predicate, **fields))
    ledger = coverage.build()
    assert (relation(ledger, *made) or relation(ledger, *made[::-1])) == expected
    assert not together(ledger, *made)
