"""Same claim: what is joined, what is kept apart, and that a person decides."""

import pytest
from claims_factory import Coverage, claim, count, day, person, together, town

from reportedly.model import Judgement


def judged(kind, a, b, n=1):
    return Judgement(f"j{n}", kind, a.id, b.id, None, "reader", "2031-03-09")


def pair(first=None, second=None, *, terms=("visit Tarnwick dyke", "trip Tarnwick dyke")):
    """Two tellings of one visit, with what differs."""
    coverage = Coverage()
    made = []
    for key, fields, words in zip(("a", "b"), (first or {}, second or {}), terms, strict=True):
        coverage.article(key, fields.get("said", "2031-03-02"), actors=["Odile Brack"])
        rest = {k: v for k, v in fields.items() if k != "said"}
        rest = {"who": ["Odile Brack"], "future": True, **rest}
        made.append(coverage.says(key, "Brack will visit.", ["Odile Brack", *words.split()], words.split()[0], **rest))
    coverage.article("c", "2031-03-02")
    coverage.says("c", "Barley costs more.", "barley price rise market", "rise")
    return coverage, made


def test_other_words_for_one_thing():
    coverage, made = pair()
    assert together(coverage.build(), *made)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"when": day("2031-03-04")}, {"when": day("2031-03-05")}),
        ({"where": (town("Tarnwick"),)}, {"where": (town("Oxmouth"),)}),
        ({"quantities": (count("5", 5, 5, "lorry"),)}, {"quantities": (count("6", 6, 6, "lorry"),)}),
        ({"quantities": (count("3+", 3, None, "lorry"),)}, {"quantities": (count("9+", 9, None, "lorry"),)}),
        ({}, {"negated": True}),
        ({}, {"stance": "denies"}),
        ({}, {"future": False}),
        ({}, {"modality": "conditional"}),
    ],
    ids=["day", "town", "number", "bound", "negated", "denied", "foretold or done", "condition"],
)
def test_kept_apart(first, second):
    coverage, made = pair(first, second)
    assert not together(coverage.build(), *made)


def test_a_less_precise_value_is_compatible():
    coverage, made = pair({"when": day("2031-03-04")}, {"when": day("2031-03-01", "2031-03-31")})
    assert together(coverage.build(), *made)


def test_another_kind_of_event():
    coverage, made = pair(terms=("visit Tarnwick dyke", "resign Tarnwick dyke"))
    assert not together(coverage.build(), *made)


@pytest.mark.parametrize(
    ("doers", "rest", "same"),
    [
        (("Odile Brack", "Jan Ost"), "visit Tarnwick dyke", False),
        (("the bishop", "the ferryman"), "visit dyke", False),
        (("the clergyman", "the bishop"), "bless new dyke lock weir Tarnwick", True),
    ],
    ids=["two who are named", "two nouns", "two nouns of what is otherwise said alike"],
)
def test_another_doer(doers, rest, same):
    coverage = Coverage()
    made = []
    for n, who in enumerate(doers):
        key = coverage.article(f"a{n}", "2031-03-02", actors=["Odile Brack", "Jan Ost"])
        terms = [who.removeprefix("the "), *rest.split()]
        made.append(coverage.says(key, "Somebody comes.", terms, terms[1], who=[who]))
    for n in range(8):  # so that the words above say something
        coverage.says(key, "More.", f"visit market barley{n} town{n}", "visit")
    assert together(coverage.build(), *made) is same


def test_names_alone_make_no_claim():
    coverage, made = pair(terms=("swim", "paint"))
    assert not together(coverage.build(), *made)


@pytest.mark.parametrize("seed", range(3))
def test_a_person_decides(seed):
    coverage, (a, b) = pair({"when": day("2031-03-04")}, {"when": day("2031-03-05")})
    assert together(coverage.build([judged("same-claim", a, b)], seed=seed), a, b)
    coverage, (a, b) = pair()
    assert not together(coverage.build([judged("different-claim", b, a)], seed=seed), a, b)


def test_the_later_judgement_holds():
    coverage, (a, b) = pair()
    rows = [judged("different-claim", a, b), judged("same-claim", b, a, 2)]
    assert together(coverage.build(rows), a, b)
    assert not together(coverage.build(rows[::-1]), a, b)


def test_the_gist_is_the_articles_own_words():
    coverage, (a, _) = pair()
    assert claim(coverage.build(), a).gist == "Brack will visit."


def test_a_grade_is_a_persons():
    coverage, (a, _) = pair()
    key = claim(coverage.build(), a).id
    row = Judgement("j1", "grade", key, None, "2", "reader", "2031-03-09")
    assert claim(coverage.build(), a).grade is None
    assert claim(coverage.build([row]), a).grade == "2"


def test_rival_answers_are_one_matter():
    coverage, made = pair({"when": day("2031-03-04")}, {"when": day("2031-03-05")})
    ledger = coverage.build()
    (matter,) = ledger.matters
    assert set(matter.claims) == {ledger.claim_of[m.id] for m in made}
    assert matter.question.startswith("When")
    assert {claim(ledger, m).matter for m in made} == {matter.id}


def whole():
    """A small story with something of everything."""
    coverage = Coverage()
    for key, said in (("a", "2031-03-01"), ("b", "2031-03-02"), ("c", "2031-03-04"), ("d", None), ("e", "2031-03-06")):
        coverage.article(key, said, actors=["Odile Brack", "Jan Ost"])
    names = ["Odile Brack"]
    for key, when in (("a", "2031-03-03"), ("b", "2031-03-05"), ("d", "2031-03-03")):
        terms = ["Odile Brack", "visit", "Tarnwick", "dyke"]
        coverage.says(
            key, "Brack will visit.", terms, "visit", who=names, future=True, when=day(when), by=[person("Jan Ost")]
        )
    terms = ["Odile Brack", "visit", "Tarnwick", "dyke"]
    coverage.says("e", "Brack visited.", terms, "visit", who=names, when=day("2031-03-05"))
    for key, n in (("a", 3), ("b", 7), ("c", 9)):
        coverage.says(
            key, f"{n} died.", "people kill flood", "kill", quantities=(count(f"{n}", n, n, "people", "kill"),)
        )
    coverage.says("a", "The dam holds.", "dam hold", "hold", by=[person("Jan Ost")])
    coverage.says("c", "The dam does not hold.", "dam hold", "hold", negated=True)
    return coverage


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_does_not_matter(seed):
    first = whole().build()
    assert whole().build(seed=seed) == first
    assert {c.kind for c in first.conflicts} == {"conflict", "update"}
    assert {f.outcome for f in first.forecasts} == {"borne_out", "failed"}


def test_every_assertion_is_in_one_claim():
    ledger = whole().build()
    listed = sorted(a for c in ledger.claims for a in c.assertions)
    assert listed == sorted(ledger.claim_of) == sorted(a.id for a in ledger.assertions)
    assert all(ledger.claim_of[a] == c.id for c in ledger.claims for a in c.assertions)


def test_a_story_of_nothing():
    coverage = Coverage()
    coverage.article("a")
    ledger = coverage.build()
    assert (ledger.claims, ledger.conflicts, ledger.forecasts, ledger.matters) == ((), (), (), ())
    assert ledger.articles == ("a",)
