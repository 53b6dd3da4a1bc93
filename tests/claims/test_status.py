"""A claim's standing over time, where it comes from, and how many stand behind it."""

import pytest
from claims_factory import Coverage, claim, count, day, person

from reportedly.claims.status import kind_of
from reportedly.model import Hop

TERMS = ["Odile Brack", "visit", "Tarnwick", "dyke"]


def telling(*rows, text_group=None):
    """One claim told by an article a row: day, and fields."""
    coverage = Coverage()
    made = []
    for n, (said, fields) in enumerate(rows):
        key = coverage.article(f"a{n}", said, outlet=f"Paper {n}", actors=["Odile Brack"])
        rest = {"who": ["Odile Brack"], **fields}
        terms = rest.pop("terms", TERMS)
        made.append(coverage.says(key, "Brack visits.", terms, rest.pop("predicate", "visit"), **rest))
    ledger = coverage.build(text_group=text_group)
    return claim(ledger, made[0]), ledger, made


def steps(found):
    return [(c.status, c.since) for c in found.status_history]


def test_repeating_confirms_nothing():
    found, _, made = telling(*[(f"2031-03-0{n}", {}) for n in range(1, 6)])
    assert len(found.assertions) == len(made)
    assert steps(found) == [("reported", "2031-03-01")]


def test_confirmed_only_by_somebody():
    rows = [("2031-03-01", {}), ("2031-03-02", {"stance": "confirms", "by": [person("Jan Ost")]}), ("2031-03-03", {})]
    found, _, made = telling(*rows)
    assert steps(found) == [("reported", "2031-03-01"), ("confirmed", "2031-03-02")]
    change = found.status_history[-1]
    assert (change.assertion, change.by) == (made[1].id, "Jan Ost")


def test_announced_by_the_acting_party():
    found, _, _ = telling(("2031-03-01", {"future": True, "by": [person("Odile Brack")]}))
    assert found.status == "announced"
    found, _, _ = telling(("2031-03-01", {"future": True, "by": [person("Jan Ost")]}))
    assert found.status == "reported"


@pytest.mark.parametrize(
    ("said", "other", "status"),
    [
        ("2031-03-03", {"future": True, "stance": "denies"}, "denied"),
        ("2031-03-03", {"future": True, "negated": True}, "superseded"),
        ("2031-03-03", {"future": True, "when": day("2031-03-09")}, "superseded"),
        ("2031-03-07", {"future": True, "when": day("2031-03-09")}, "failed"),
        ("2031-03-07", {"when": day("2031-03-05")}, "borne_out"),
        ("2031-03-07", {"when": day("2031-03-06")}, "failed"),
    ],
)
def test_what_a_later_text_does_to_it(said, other, status):
    found, _, _ = telling(("2031-03-01", {"future": True, "when": day("2031-03-05")}), (said, other))
    assert found.status == status
    assert found.status_history[0].status == "reported"
    assert [c.since or "" for c in found.status_history] == sorted(c.since or "" for c in found.status_history)


def test_disputed_by_a_rival_of_the_same_day():
    rows = [("2031-03-01", {"future": True, "when": day(f"2031-03-0{n}")}) for n in (5, 6)]
    found, ledger, made = telling(*rows)
    assert found.status == claim(ledger, made[1]).status == "disputed"


ANNA, BORIS = person("Anna Veld", role="harbour master"), person("Boris Kant", role="fire chief")
PAPER = Hop("The Tarnwick Bell", True, "outlet")
SOMEBODY = person("an official", is_named=False)


@pytest.mark.parametrize(
    ("chains", "state", "least", "most"),
    [
        ([[ANNA], [BORIS]], "shown", 2, 2),
        ([[ANNA], [ANNA]], "shared", 1, 1),
        ([[PAPER, ANNA], [ANNA]], "shared", 1, 1),
        ([[ANNA], [person("Carl Odd", role="harbour pilot")]], "unknown", 1, 2),
        ([[SOMEBODY], [person("a diplomat", is_named=False)]], "unknown", 1, 2),
        ([[ANNA], []], "unknown", 1, 2),
        ([[], []], "unknown", 1, 2),
        ([[]], "unknown", 1, 1),
    ],
    ids=[
        "two named",
        "one person",
        "one through a paper",
        "one house",
        "unnamed",
        "own voice too",
        "own voices",
        "one text",
    ],
)
def test_independence(chains, state, least, most):
    found, _, _ = telling(*[("2031-03-01", {"by": chain}) for chain in chains])
    assert (found.independence.state, found.independence.at_least, found.independence.at_most) == (state, least, most)
    assert found.independence.why


def test_copies_of_one_text_are_one_voice():
    rows = [("2031-03-01", {}), ("2031-03-01", {}), ("2031-03-01", {})]
    found, _, _ = telling(*rows, text_group={"a0": "t1", "a1": "t1", "a2": "t1"})
    assert (found.independence.state, found.independence.at_most) == ("unknown", 1)


def test_eight_outlets_citing_one_paper_have_one_origin():
    found, _, _ = telling(*[("2031-03-01", {"by": [PAPER, ANNA]}) for _ in range(8)])
    assert found.origins == ("Anna Veld",)
    found, _, _ = telling(*[("2031-03-01", {"by": [PAPER, ANNA], "origin": 1}) for _ in range(8)])
    assert found.origins == ("The Tarnwick Bell",)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"future": True}, "forecast"),
        ({"when": day("2029-05-05")}, "background"),
        ({"when": day("2031-03-01")}, "event"),
        ({"quantities": (count("4", 4, 4, "boat"),), "terms": "boat blue", "predicate": "be"}, "event"),
        ({"terms": "people must pray", "predicate": "must"}, "opinion"),
        ({"stance": "orders"}, "opinion"),
        ({"terms": "dyke blue", "predicate": "be"}, "statement"),
    ],
)
def test_kinds(fields, kind):
    found, _, _ = telling(("2031-03-02", fields))
    assert found.kind == kind


def test_nothing_is_background_where_no_day_is_known():
    coverage = Coverage()
    coverage.article("a")
    made = coverage.says("a", "Long ago.", "dyke build", "build", when=day("1953-02-01"))
    assert kind_of([coverage.propositions()[made.id]], None) == "event"
