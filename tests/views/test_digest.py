"""What the views show beyond single rows."""

import copy
import json
from pathlib import Path

import pytest

from reportedly.views import digest
from reportedly.views.lookup import Lookup, summaries

DOCUMENT = json.loads((Path(__file__).parent.parent / "fixtures" / "ledger.json").read_text(encoding="utf-8"))


@pytest.fixture
def lookup():
    return Lookup(copy.deepcopy(DOCUMENT))


@pytest.mark.parametrize(
    ("outcome", "due", "today", "state"),
    [
        ("open", "2024-03-10", "2024-03-11", "overdue"),
        ("open", "2024-03-11", "2024-03-11", "due"),
        ("open", "2024-03-18", "2024-03-11", "due"),
        ("open", "2024-03-19", "2024-03-11", "open"),
        ("open", None, "2024-03-11", "open"),
        ("open", "2024-03-10", None, "open"),
        ("failed", "2024-03-10", "2024-03-11", "failed"),
    ],
)
def test_forecast_state(outcome, due, today, state):
    assert digest.forecast_state({"outcome": outcome, "due": due}, today) == state


def test_pairs_put_the_earlier_side_on_the_left_and_conflicts_first(lookup):
    found = digest.pairs(lookup)
    assert [p.kind for p in found] == sorted(p.kind for p in found)
    assert all((p.left.said or "") <= (p.right.said or "9999") for p in found)
    on_time = next(p for p in found if p.on == "when")
    assert (on_time.left.value, on_time.right.value) == ("7 Mar 2024", "9 Mar 2024")


def test_a_denial_says_it_is_not_so():
    assert digest.value_of({"stance": "denies", "negated": False}, "polarity") == "says it is not so"
    assert digest.value_of({"stance": "denies", "negated": True}, "polarity") == "says it is so"
    assert digest.value_of({"stance": "asserts", "negated": True}, "polarity") == "says it is not so"


def test_series_of_a_growing_count(lookup):
    (line,) = digest.series(lookup)
    assert [step.low for step in line.steps] == [40, 120, 150, 310]
    assert [step.at_least for step in line.steps] == [False, True, True, False]
    assert [step.said for step in line.steps] == sorted(step.said for step in line.steps)


def test_origins_count_a_source_once_however_many_outlets_carry_it(lookup):
    found = {o.name: o for o in digest.origins(lookup)}
    quill = found["Ada Quill"]
    assert len(quill.claims) == 3
    assert {outlet for outlet, _, _ in quill.ways} == {"Meridian Press", "Lindow Courier", "Evening Post & Packet"}
    assert ("Harbour Gazette", ("The Dunmark Times",), 1) in found["two city officials"].ways
    assert not found["two city officials"].named


def test_carriers_tell_who_speaks_against_it(lookup):
    claim = next(c for c in DOCUMENT["claims"] if c["gist"].endswith("7 March"))
    found = lookup.carriers(lookup.of(claim["id"]))
    assert [c.against for c in found] == ["", "", "denied"]
    assert found[-1].behind == ("Ada Quill (transport minister)",)


def test_ways_left_out_never_hide_the_only_denial(lookup):
    one = next(s for s in summaries(lookup) if s.claim["gist"].endswith("7 March"))
    shown, left = one.ways(2)
    assert left == 1
    assert [c.against for c in shown] == ["", "denied"]


def test_ten_lines_name_no_claim_twice(lookup):
    lines = digest.ten_lines(lookup, summaries(lookup), "2024-03-13")
    assert len(lines) == 10
    assert len({line.claim for line in lines}) == 10
    assert {"failed", "borne out", "confirmed", "conflict", "overdue", "forecast"} <= {line.label for line in lines}


def test_what_is_settled_is_no_open_conflict(lookup):
    failed = next(c["id"] for c in DOCUMENT["claims"] if c["status"] == "failed")
    lines = digest.ten_lines(lookup, summaries(lookup), None)
    assert [line.label for line in lines if line.claim == failed] == ["failed"]


def test_ids_that_lead_nowhere_are_passed_over():
    document = copy.deepcopy(DOCUMENT)
    document["conflicts"].append({"a": "gone", "b": "lost", "on": "when", "kind": "conflict", "why": None})
    document["claims"][0]["assertions"].append("gone")
    lookup = Lookup(document)
    assert len(digest.pairs(lookup)) == len(DOCUMENT["conflicts"])
    assert summaries(lookup)
