"""What is done: the predicate, or the event whose standing it tells."""

import pytest
from claims_factory import Coverage

from reportedly.claims.deeds import base_kind, phrases_in


def deed(sentence, terms, predicate, **fields):
    coverage = Coverage()
    coverage.article("a", "2031-03-01")
    made = coverage.says("a", sentence, terms, predicate, **fields)
    return coverage.propositions()[made.id]


@pytest.mark.parametrize(
    ("sentence", "terms", "predicate", "word"),
    [
        ("The quay closed.", "quay close", "close", "close"),
        ("The quay is to remain closed.", "quay remain closed", "remain", "close"),
        ("The town has let the shops reopen.", "town let shop reopen", "let", "open"),
        ("The number of cases will keep rising.", "number case rise", "keep", "raise"),
        ("The fever will die out.", "fever die", "die", "wane"),
        ("The ferryman died.", "ferryman die", "die", "die"),
        ("Classes cancelled until Friday.", "class cancel", "class", "close"),
        ("The quay is old.", "quay old", "be", None),
        ("She praised the dyke.", "praise dyke", "praise", "praise"),
    ],
)
def test_the_event_beneath(sentence, terms, predicate, word):
    who = [] if sentence.startswith("Classes") else ["somebody"]
    assert deed(sentence, terms, predicate, who=who).deed.word == word


@pytest.mark.parametrize(
    ("sentence", "terms", "predicate", "who", "word"),
    [
        ("The guild made the town an offer.", "guild make town offer", "make", [("the guild", "agent")], "offer"),
        ("They held a vote.", "hold vote", "hold", [("a vote", "patient")], "vote"),
        ("They took an excavation permit.", "take permit", "take", [("a permit", "patient")], None),
        ("There will be an inquiry.", "inquiry", "be", [("there", "agent"), ("an inquiry", "patient")], "inquiry"),
        ("The tunnel will be ready in May.", "tunnel ready", "be", [("the tunnel", "agent")], "end"),
        ("The council threw out the plan.", "council throw plan", "throw", [("the council", "agent")], "reject"),
    ],
)
def test_what_is_done_where_the_verb_does_not_say(sentence, terms, predicate, who, word):
    assert deed(sentence, terms, predicate, who=who).deed.word == word


def test_what_was_tried_and_failed_did_not_come_about():
    p = deed("Their attempt to close the gate failed.", "attempt close gate fail", "fail")
    assert (p.deed.word, p.deed.failed, p.negative) == ("close", True, True)


@pytest.mark.parametrize("sentence", ["They have yet to reach the island.", "They had yet to reach it."])
def test_not_yet_is_not(sentence):
    assert deed(sentence, "reach island", "reach").negative


@pytest.mark.parametrize(
    ("sentence", "flag"),
    [
        ("Brack postponed her visit.", "shifted"),
        ("The visit was put off.", "shifted"),
        ("It was initially planned that Brack would come in May.", "former"),
        ("She was to have come in May.", "former"),
        ("Brack cancelled her visit.", "voided"),
        ("Brack left, despite her party's repeated promises to visit.", "unkept"),
    ],
)
def test_how_a_plan_is_told(sentence, flag):
    predicate = (
        {"shifted": "postpone", "voided": "cancel", "former": "plan", "unkept": "leave"}[flag]
        if "put" not in sentence
        else "put"
    )
    assert getattr(deed(sentence, "Brack visit plan", predicate).deed, flag)


def test_participles_and_phrases_name_events():
    assert base_kind("Closed") == base_kind("close") == "close"
    assert dict(phrases_in("4,000 people left their homes")) == {"evacuate": "left their homes"}
    assert not list(phrases_in("they left early"))
