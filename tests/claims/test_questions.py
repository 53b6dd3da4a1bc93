"""Questions a person can read, of the articles' own words."""

import pytest
from claims_factory import Coverage, count, day, person

from reportedly.claims.questions import about, cut, state


def props(*rows, actors=("Odile Brack",)):
    coverage = Coverage()
    for n, (sentence, terms, predicate, fields) in enumerate(rows):
        coverage.article(f"a{n}", f"2031-03-0{n + 1}", actors=list(actors))
        coverage.says(f"a{n}", sentence, terms, predicate, **fields)
    entities = {e.id: e.name for e in coverage.entities().entities}
    return list(coverage.propositions().values()), entities


VISIT = (
    "Brack will visit the dyke.",
    ["Odile Brack", "visit", "dyke"],
    "visit",
    {"who": ["Odile Brack", ("the dyke", "patient")]},
)


@pytest.mark.parametrize(
    ("on", "future", "question"),
    [
        ("when", True, "When will Odile Brack visit the dyke?"),
        ("when", False, "When did Odile Brack visit the dyke?"),
        ("where", True, "Where will Odile Brack visit the dyke?"),
        ("polarity", False, "Did Odile Brack visit the dyke?"),
    ],
)
def test_who_does_what(on, future, question):
    said, names = props((*VISIT[:3], {**VISIT[3], "future": future}))
    assert about(on, said, names) == question


def test_what_is_done_to_something():
    said, names = props(
        ("The tank will be sealed.", "tank seal", "seal", {"who": [("the tank", "patient")], "future": True})
    )
    assert about("when", said, names) == "When will the tank be sealed?"


def test_a_verb_keeps_its_particle():
    said, names = props(
        ("Brack will step down.", ["Odile Brack", "step"], "step", {"who": ["Odile Brack"], "future": True})
    )
    assert about("polarity", said, names) == "Will Odile Brack step down?"


@pytest.mark.parametrize("who", [["it"], ["which"], ["the man who sold the barley of the whole long winter"], []])
def test_where_no_sentence_can_be_made_an_article_is_quoted(who):
    said, names = props(("It was sold on the dyke.", "sell dyke", "sell", {"who": who}))
    assert about("when", said, names) == "When: “It was sold on the dyke”?"


def test_numbers_say_what_they_are_of():
    said, names = props(
        ("It has 40 supporters.", "supporter", "have", {"quantities": (count("40 supporters", 40, 40, "supporter"),)})
    )
    assert about("quantity", said, names) == "How many supporters?"
    depth = count("10 km", 10, 10, None, "depth", unit="kilometre")
    said, names = props(("It struck at a depth of 10 km.", "strike depth", "strike", {"quantities": (depth,)}))
    assert about("quantity", said, names) == "What is the depth?"
    said, names = props(("They raised it to phase 4.", "raise phase", "raise", {}))
    assert about("quantity", said, names) == "Which phase?"


def test_states():
    said, _ = props(
        ("The schools are closed.", "school close", "close", {}), ("Schools reopened.", "school reopen", "reopen", {})
    )
    assert state("close", "school", said) == "Are schools open or closed?"
    said, _ = props(("The bridge is closed.", "bridge close", "close", {}))
    assert state("close", "bridge", said) == "Is the bridge open or closed?"
    assert state("close", "harbour", said) is None
    assert state("meet", "bridge", said) is None


def test_a_long_quotation_is_cut():
    assert cut("one two three", 3) == "one two three"
    assert cut("one two three four", 3) == "one two three …"


def test_things_open_or_closed_are_a_matter():
    coverage = Coverage()
    for n, (word, lemma) in enumerate((("closed", "close"), ("reopened", "reopen"))):
        coverage.article(f"a{n}", f"2031-03-0{n + 1}")
        coverage.says(f"a{n}", f"The quay was {word}.", f"quay {lemma}", lemma, who=[("quay", "patient")])
    assert [m.question for m in coverage.build().matters] == ["Is the quay open or closed?"]


def test_what_shares_words_and_no_question_is_no_matter():
    coverage = Coverage()
    for n, terms in enumerate(("barley market price old", "barley market dyke old")):
        coverage.article(f"a{n}", f"2031-03-0{n + 1}")
        coverage.says(f"a{n}", "Of barley.", terms, "be", when=day("2031-03-01"), by=[person("Jan Ost")] if n else [])
    assert coverage.build().matters == ()
