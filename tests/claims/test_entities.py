"""Who is who: names joined across articles, and names kept apart."""

import pytest
from claims_factory import Coverage

from reportedly.model import Actor, Judgement, PlaceMention


def index(*groups, judgements=()):
    """Entities of articles that name these actors, one article a group."""
    coverage = Coverage()
    for n, names in enumerate(groups):
        coverage.article(f"a{n}", actors=names)
    return coverage.entities(judgements)


def one(found, *names):
    """Whether the n-th name, as the n-th article has it, is one entity with all the others."""
    return len({found.find(f"a{n}", name) for n, name in enumerate(names)}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Élodie Marchand", "Elodie Marchand"),
        ("Park Jin-ho", "Park Jin Ho"),
        ("President Odile Brack", "Odile Brack"),
        ("O. Brack", "Odile Brack"),
        ("Mira Kadirova", "Mira Kadyrova"),
        ("Mira Halvorsen", "Mira Tove Halvorsen"),
        ("Brack", "Odile Brack"),
        ("GM Odile Brack", "Odile Brack"),
        ("Tom Brack", "Tomas Brack"),
    ],
)
def test_spellings_of_one_person(left, right):
    assert one(index([left], [right]), left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("Odile Brack", "Tomas Brack"), ("Jana Lind", "Jana Lund"), ("Mira Stone", "Mira Stein")]
)
def test_two_people_stay_two(left, right):
    found = index([left], [right])
    assert found.find("a0", left) != found.find("a1", right)


def test_a_surname_that_two_carry_is_nobody():
    found = index(["Odile Brack"], ["Tomas Brack"], ["Brack"])
    assert found.find("a2", "Brack") not in {found.find("a0", "Odile Brack"), found.find("a1", "Tomas Brack")}


def test_acronym_of_a_body_and_not_of_a_person():
    bodies = [Actor("Northern Flood Council", "organisation")], [Actor("NFC", "organisation")]
    assert one(index(*bodies), "Northern Flood Council", "NFC")
    people = [Actor("Nils Falk Corren", "person")], [Actor("NFC", "organisation")]
    assert not one(index(*people), "Nils Falk Corren", "NFC")


def body(*names):
    return [Actor(name, "organisation", mentions=((0, 1),)) for name in names]


def towns(*names):
    return [PlaceMention(0, 1, name, country="XX", key=f"t-{name}", kind="place") for name in names]


def test_a_body_without_its_town():
    coverage = Coverage()
    coverage.article("a0", actors=body("Millport Harriers"), places=towns("Millport"))
    coverage.article("a1", actors=body("Harriers"))
    coverage.article("a2")
    found = coverage.entities()
    assert one(found, "Millport Harriers", "Harriers", "Harriers")


def test_a_firm_by_its_first_word():
    coverage = Coverage()
    for n, name in enumerate(("Brodal Lines Corp", "Brodal Lines", "Brodal")):
        coverage.article(f"a{n}", actors=body(name))
    assert one(coverage.entities(), "Brodal Lines Corp", "Brodal Lines", "Brodal")


def test_two_bodies_of_two_towns_share_no_short_name():
    coverage = Coverage()
    coverage.article("a0", actors=body("Millport Times"), places=towns("Millport", "Oxmouth"))
    coverage.article("a1", actors=body("Oxmouth Times"))
    coverage.article("a2", actors=body("Times"))
    found = coverage.entities()
    assert len({found.find("a0", "Millport Times"), found.find("a1", "Oxmouth Times"), found.find("a2", "Times")}) == 3


def test_a_state_by_its_names():
    coverage = Coverage()
    coverage.article("a0", places=[PlaceMention(0, 2, "UK", key="g1")])
    coverage.article("a1", places=[PlaceMention(0, 7, "Britain", key="g1")])
    found = coverage.entities()
    assert found.find("a0", "UK") == found.find("a1", "Britain") is not None
    assert {"UK", "Britain"} <= {found.entities[0].name, *found.entities[0].aliases}


def test_a_person_says_who_is_one():
    names = ["Odile Brack"], ["Lady Tarn"]
    assert not one(index(*names), "Odile Brack", "Lady Tarn")
    judged = Judgement("j1", "same-actor", "Odile Brack", "Lady Tarn", None, "reader", "2031-03-02")
    assert one(index(*names, judgements=[judged]), "Odile Brack", "Lady Tarn")
