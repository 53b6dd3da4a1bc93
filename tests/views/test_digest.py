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


def of_two(kind="conflict", on="polarity", **fields):
    """Two claims of one sentence each, and a row between them."""
    assertions, claims = [], []
    for n, words in enumerate(("The dam will hold", "The dam is unlikely to hold")):
        assertions.append({
            "id": f"q{n}", "article": f"a{n}", "claim": f"c{n}", "evidence": {"text": words, "spans": []}, "chain": [],
            "stance": "asserts", "negated": False, "when": fields.get("when"), "where": [], "quantities": [], "participants": [],
        })  # fmt: skip
        claims.append(
            {
                "id": f"c{n}",
                "story": "s1",
                "gist": words,
                "assertions": [f"q{n}"],
                "status": "disputed",
                "kind": "forecast",
            }
        )
    return Lookup({
        "story": {"id": "s1", "title": "Dam"}, "assertions": assertions, "claims": claims,
        "articles": [{"id": "a0", "published": "2031-03-02", "text": ""}, {"id": "a1", "published": fields.get("day"), "text": ""}],
        "conflicts": [{"a": "c1", "b": "c0", "on": on, "kind": kind, "why": ""}],
    })  # fmt: skip


@pytest.mark.parametrize("on", ["polarity", "quantity", "when"])
def test_where_both_sides_have_one_value_their_words_are_shown(on):
    saturday = {"start": "2031-03-08", "end": "2031-03-08", "text": "Saturday", "value": "2031-03-08"}
    lookup = of_two(on=on, day="2031-03-03", when=saturday)
    [pair] = digest.pairs(lookup)
    assert (pair.left.value, pair.right.value) == ("The dam will hold", "The dam is unlikely to hold")
    [line] = [one for one in digest.ten_lines(lookup, summaries(lookup), None) if one.label == "conflict"]
    assert line.text == "The dam will hold"
    assert "The dam is unlikely to hold" in line.note


def test_without_a_day_the_order_of_the_row_stands():
    [pair] = digest.pairs(of_two("update", day=None))
    assert [pair.left.claim, pair.right.claim] == ["c1", "c0"]


def test_a_question_is_answered_by_what_it_asks_for(lookup):
    counted = next(s for s in summaries(lookup) if any(a["quantities"] for a in s.assertions) and s.when)
    assert digest.answer(counted, "How many are there?") == digest.most_common(
        digest.value_of(a, "quantity") for a in counted.assertions
    )
    assert digest.answer(counted, "When did it close?") != digest.answer(counted, "How many are there?")
    assert digest.answer(counted, "Is the bridge open or closed?") is None


def told(outcome, speaker, due=None, n=0, likelihood=None):
    row = {
        "claim": "c0", "assertion": f"q{n}", "type": "plan", "speaker": speaker, "made": "2031-03-02", "due": due,
        "outcome": outcome, "by": None, "why": None, "basis": None,
    }  # fmt: skip
    return row, {"id": f"q{n}", "article": f"a{n}", "evidence": {"text": f"words {n}"}, "likelihood": likelihood}


def board_of(*some):
    rows = [(f, a | {"id": f"q{n}"}) for n, (f, a) in enumerate(some)]
    document = {"forecasts": [f | {"assertion": a["id"]} for f, a in rows], "assertions": [a for _, a in rows]}
    return digest.foretold(Lookup(document), "2031-03-10")


def test_a_claim_is_one_row_of_the_board_with_everybody_who_foretold_it():
    [(state, [row])] = board_of(
        told("open", "Brodal", "2031-03-09"), told("open", "Aker"), told("open", "Brodal", "2031-03-09")
    )
    assert state == row.state == "overdue"
    assert [(t.first["speaker"], len(t.assertions)) for t in row.tellings] == [("Brodal", 2), ("Aker", 1)]
    assert [a["id"] for a in row.assertions] == ["q0", "q2", "q1"]
    assert row.mixed == []


def test_what_became_of_a_claim_that_was_foretold_twice():
    """What is settled counts more than what has time, and less than what waits; among it the commonest."""
    [(state, [row])] = board_of(
        told("open", "Aker"), told("failed", "Lund"), told("failed", "Rask"), told("borne_out", "X")
    )
    assert (state, row.lead.first["speaker"]) == ("failed", "Lund")
    assert row.mixed == [("borne_out", 1), ("failed", 2), ("open", 1)]
    [(state, _)] = board_of(told("failed", "Lund"), told("open", "Aker", "2031-03-12"))
    assert state == "due"


def test_how_likely_several_say_it_is_is_a_span():
    one, other = ({"low": low, "high": high, "scale": "icd203"} for low, high in ((0.2, 0.45), (0.55, 0.8)))
    [(_, [row])] = board_of(told("open", "Aker", likelihood=one), told("open", "Lund", likelihood=other))
    assert row.likelihood == {"low": 0.2, "high": 0.8, "scale": None}
    [(_, [row])] = board_of(told("open", "Aker", likelihood=one), told("open", "Lund"))
    assert row.likelihood == one


def test_every_forecast_of_the_document_is_on_the_board_once(lookup):
    rows = [row for _, some in digest.foretold(lookup, "2024-03-13") for row in some]
    assert sorted(row.claim for row in rows) == sorted({f["claim"] for f in DOCUMENT["forecasts"]})
    assert sorted(a["id"] for row in rows for a in row.assertions) == sorted(
        f["assertion"] for f in DOCUMENT["forecasts"]
    )


@pytest.mark.parametrize(
    ("on", "rows", "why", "values"),
    [
        ("quantity", {"quantities": [{"text": "two dams"}, {"text": "9"}]}, "A has “9”, later B has “two dams”.", ["9", "two dams"]),
        ("where", {"where": [{"name": "Orvel"}, {"name": "Tamsin"}]}, "A has “Tamsin”, B has “Orvel”; both cannot hold.", ["Tamsin", "Orvel"]),
        ("quantity", {"quantities": [{"text": "two dams"}, {"text": "9"}]}, "It grew.", ["two dams and 9"] * 2),
    ],
)  # fmt: skip
def test_the_sides_show_what_is_compared_and_not_all_that_they_hold(on, rows, why, values):
    lookup = of_two("update", on, day="2031-03-03")
    for one in lookup.document["assertions"]:
        one.update(rows)
    lookup.document["conflicts"][0].update(a="c0", b="c1", why=why)
    [pair] = digest.pairs(lookup)
    if len(set(values)) == 1:  # the same on both sides: their own words
        values = [lookup.gist("c0"), lookup.gist("c1")]
    assert [pair.left.value, pair.right.value] == values
    assert pair.reason == ("" if "“" in why else why), "what stands beside it is not told twice"
