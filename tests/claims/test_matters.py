"""Matters: which claims answer one question, and how it is put."""

import pytest
from claims_factory import Coverage, count, day, person

from reportedly.claims.matters import count_question
from reportedly.claims.scopes import AFFECTED, SEVERAL, Scope


@pytest.mark.parametrize(
    ("scope", "place", "question"),
    [
        (Scope("die", "confirmed", "e1", False), "Ostrand", "How many confirmed deaths in Ostrand?"),
        (Scope("fall_ill", "", "", True), None, "How many more cases?"),
        (Scope("house", "", "", False), None, "How many houses?"),
        (Scope(f"country {AFFECTED}", "", SEVERAL, False), SEVERAL, "How many countries affected?"),
    ],
)
def test_the_question_of_a_count(scope, place, question):
    assert count_question(scope, place) == question


def matters(*rows):
    """The matters of one article a row: terms, predicate, fields; each as the set of its sentences' numbers."""
    coverage = Coverage()
    made = []
    for n, (terms, predicate, fields) in enumerate(rows):
        key = coverage.article(f"a{n}", f"2031-03-0{n + 1}")
        made.append(coverage.says(key, f"Sentence {n}.", terms, predicate, **fields))
    ledger = coverage.build()
    number = {ledger.claim_of[a.id]: n for n, a in enumerate(made)}
    return [({number[c] for c in m.claims}, m.question) for m in ledger.matters], ledger


def test_successive_days_of_one_plan_are_one_matter():
    coming = [("ferry sail island", "sail", {"future": True, "when": day(f"2031-03-2{n}")}) for n in range(3)]
    found, _ = matters(*coming, ("barley price market", "sell", {}))
    assert found == [({0, 1, 2}, "When: “Sentence 0”?")]


def test_a_denial_asks_whether_it_is_so():
    by = [person("Jan Ost")]
    found, _ = matters(("ferry sail island", "sail", {}), ("ferry sail island", "sail", {"stance": "denies", "by": by}))
    assert found == [({0, 1}, "Is it so: “Sentence 0”?")]


def test_a_claim_says_its_matter():
    dead = [("people kill flood", "kill", {"quantities": (count(f"{n}", n, n, "people", "kill"),)}) for n in (3, 7, 9)]
    found, ledger = matters(*dead)
    assert ({0, 1, 2}, "How many deaths?") in found
    assert all(c.matter in {m.id for m in ledger.matters} for c in ledger.claims)


def test_one_claim_is_no_matter():
    found, _ = matters(("ferry sail island", "sail", {}), ("ferry sail island", "sail", {}))
    assert found == []
