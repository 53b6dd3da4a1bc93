"""Series of a count: which numbers an update compares, and what they are a count of."""

import json
from pathlib import Path

import pytest

from reportedly.views import counts
from reportedly.views.lookup import Lookup

FIXTURE = Path(__file__).parent.parent / "fixtures" / "ledger.json"


def many(text, low, of=None, high=...):
    return {"text": text, "low": low, "high": low if high is ... else high, "unit": None, "of": of}


def ledger(*tellings, whys=(), question=None):
    """A claim for each telling, (day, its quantities), each updated by the next."""
    ids = range(len(tellings))
    return Lookup({
        "assertions": [
            {"id": f"q{n}", "article": f"a{n}", "claim": f"c{n}", "chain": [], "quantities": list(some), "evidence": {"text": "x"}}
            for n, (_, *some) in enumerate(tellings)
        ],
        "articles": [{"id": f"a{n}", "published": day, "text": "x"} for n, (day, *_) in enumerate(tellings)],
        "claims": [{"id": f"c{n}", "assertions": [f"q{n}"], "gist": "x"} for n in ids],
        "matters": [{"id": "m", "question": question, "claims": [f"c{n}" for n in ids]}] if question else [],
        "conflicts": [
            {"a": f"c{n}", "b": f"c{n + 1}", "on": "quantity", "kind": "update", "why": why} for n, why in enumerate(whys)
        ],
    })  # fmt: skip


def told(lookup):
    return [[s.text for s in line.steps] for line in counts.series(lookup)]


def test_a_growing_count():
    (line,) = counts.series(Lookup(json.loads(FIXTURE.read_text(encoding="utf-8"))))
    assert [step.low for step in line.steps] == [40, 120, 150, 310]
    assert [step.at_least for step in line.steps] == [False, True, True, False]
    assert [step.said for step in line.steps] == sorted(step.said for step in line.steps)


def test_the_numbers_that_are_compared_and_not_others_beside_them():
    found = ledger(
        ("2031-03-01", many("20 boats", 20, "boat"), many("83 nets", 83, "net")),
        ("2031-03-02", many("19 boats", 19, "boat"), many("83", 83)),
        ("2031-03-04", many("31", 31), many("19 boats", 19, "boat")),
        whys=("A has “20 boats”, later B has “19 boats”.", "B has “19 boats”, later C has “31”."),
    )
    assert told(found) == [["20 boats", "19 boats", "31"]]


def test_two_counts_of_one_claim_are_two_series():
    found = ledger(
        ("2031-03-01", many("20 boats", 20, "boat"), many("83 nets", 83, "net")),
        ("2031-03-02", many("25 boats", 25, "boat"), many("90 nets", 90, "net")),
        whys=("A has “20 boats”, later B has “25 boats”.",),
    )
    found.document["conflicts"].append(
        found.document["conflicts"][0] | {"why": "A has “83 nets”, later B has “90 nets”."}
    )
    assert sorted(told(found)) == [["20 boats", "25 boats"], ["83 nets", "90 nets"]]


def test_the_same_number_in_other_words_belongs_to_it():
    found = ledger(
        ("2031-03-01", many("Three boats", 3, "boat")), ("2031-03-02", many("seven", 7)),
        whys=("A has “Three boats”, later B has “seven”.",),
    )  # fmt: skip
    found.document["claims"][0]["assertions"].append("q9")
    found.document["assertions"].append(
        found.document["assertions"][0]
        | {"id": "q9", "quantities": [many("nets", 5, "net"), many("at least three", 3, high=None)]}
    )
    assert told(Lookup(found.document)) == [["Three boats", "at least three", "seven"]]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (many("5", 5), many("5 boats", 5), "A has “5”, later B has “5 boats”."),  # nothing grew
        (many("5", 5), many("6", 6), "A has “of old”, later B has “6”."),  # the words are nowhere
    ],
)
def test_what_is_no_series(first, second, why):
    assert counts.series(ledger(("2031-03-01", first), ("2031-03-02", second), whys=(why,))) == []


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How many boats sank?", "How many boats sank?"),
        ("How many were lost?", "How many were lost?"),
        ("How many nets?", "how many: boat"),  # it asks for another number of the same claims
        ("Did the boats sink?", "how many: boat"),
    ],
)
def test_a_series_is_called_by_the_question_that_it_answers(question, title):
    found = ledger(
        ("2031-03-01", many("20 boats", 20, "boat"), many("83 nets", 83, "net")),
        ("2031-03-02", many("25 boats", 25, "boat")),
        whys=("A has “20 boats”, later B has “25 boats”.",),
        question=question,
    )
    assert [line.title for line in counts.series(found)] == [title]
