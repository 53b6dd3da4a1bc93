"""What an article says in its own voice, clause by clause."""

from __future__ import annotations

import pytest


def own(read, text):
    return [
        " ".join(text[s:e] for s, e in a.content)
        for a in read(text).assertions
        if [h.kind for h in a.chain] == ["outlet"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam has cracked.", ["The dam has cracked"]),
        ("The dam has cracked and the road is closed.", ["The dam has cracked", "the road is closed"]),
        ("The dam has cracked, but the road is open.", ["The dam has cracked", "the road is open"]),
        ("Although the dam has cracked, the road is open.", ["Although the dam has cracked", "the road is open"]),
        ("Ivo Marsh, who built the dam, has left.", ["Ivo Marsh has left", "who built the dam"]),
        ("The man who built the dam has left.", ["The man who built the dam has left"]),
        ("Those who fell and cried for help were saved.", ["Those who fell and cried for help were saved"]),
        (
            "A flood hit the town, killing 12 people, injuring 30 and washing away two bridges.",
            [
                "A flood hit the town",
                "A flood killing 12 people",
                "A flood injuring 30",
                "A flood washing away two bridges",
            ],
        ),
        ("A flood may hit the town, killing 12 people.", ["A flood may hit the town, killing 12 people"]),
        ("A flood did not hit the town, killing people.", ["A flood did not hit the town, killing people"]),
        (
            "Four bridges were destroyed and three people killed.",
            ["Four bridges were destroyed", "three people killed"],
        ),
        ("Ten people were killed and at least 50 injured.", ["Ten people were killed", "at least 50 injured"]),
        ("Ten people were killed and 50 injured.", ["Ten people were killed", "50 injured"]),
        (
            "The flood killed six people, injured almost 50 and caused damage to homes.",
            [
                "The flood killed six people",
                "The flood injured almost 50",
                "The flood caused damage to homes",
            ],
        ),
        (
            "The flood struck Avonby, home to 4,000 people, in March.",
            ["The flood struck Avonby in March", "home to 4,000 people"],
        ),
        ("Avonby is a market town, with a population of 4,000.", ["Avonby is a market town", "a population of 4,000"]),
        ("Ivo Marsh, a father of three, has left.", ["Ivo Marsh, a father of three, has left"]),
        ("If the dam cracks, the road will be closed.", ["If the dam cracks, the road will be closed"]),
        ("Who will mend the dam?", []),
        ("On Monday.", []),
    ],
)
def test_each_finite_clause_with_its_subject(read, text, expected):
    assert sorted(own(read, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Four bridges had been destroyed and three people killed, the mayor said.",
            {"Four bridges had been destroyed", "three people killed"},
        ),
        (
            "A flood has hit Portugal, killing ten people and washing away two bridges, officials say.",
            {"A flood has hit Portugal", "A flood killing ten people", "A flood washing away two bridges"},
        ),
        (
            "The mayor said the dam had held, although a road was lost.",
            {"the dam had held", "although a road was lost"},
        ),
        ("The mayor said the dam was closed after a road was lost.", {"the dam was closed after a road was lost"}),
        ("The mayor said the dam, which opened in May, had held.", {"the dam, which opened in May, had held"}),
    ],
)
def test_what_others_say_is_told_apart_too(read, text, expected):
    found = [a for a in read(text).assertions if len(a.chain) > 1]
    assert {" ".join(text[s:e] for s, e in a.core) for a in found} == expected
    assert len({tuple(a.chain) for a in found}) == 1


def test_all_that_is_denied_is_denied(read):
    found = read("The mayor denied that the dam had cracked and that the road had been lost.").assertions
    assert len(found) == 2
    assert {a.stance for a in found} == {"denies"}


@pytest.mark.parametrize(
    ("text", "words", "start", "place"),
    [
        ("A flood hit Lisbon on Monday, killing ten people.", "killing ten people", "2024-03-04", "Lisbon"),
        ("A flood hit Lisbon on Monday, killing ten people and injuring 40.", "injuring 40", "2024-03-04", "Lisbon"),
        (
            "Ten people were killed and at least 50 injured when a bus fell into a lake near Lisbon on Monday.",
            "Ten people were killed",
            "2024-03-04",
            "Lisbon",
        ),
        ("The flood struck Lisbon, home to 500,000 people, on Monday.", "home to 500,000 people", None, "Lisbon"),
    ],
)
def test_a_part_shares_the_time_and_place_of_its_clause(read, text, words, start, place):
    (found,) = [a for a in read(text).assertions if words in " ".join(text[s:e] for s, e in a.content)]
    assert (found.when.start if found.when else None) == start
    assert [text[s:e] for w in found.where for s, e in w.mention] == [place]


@pytest.mark.parametrize(
    "dateline", ["LISBON (Echo) - ", "LISBON, Portugal (Echo News) -- ", "(Echo) - ", "LISBON — ", "LISBON, Port. - "]
)
def test_a_dateline_is_no_part_of_what_is_told(read, dateline):
    (found,) = read(f"{dateline}Engineers closed the road on Monday.").assertions
    assert [p.name for p in found.participants] == ["Engineers", "road"]
    assert found.where == ()
    assert found.evidence.text == "Engineers closed the road on Monday."


def test_its_is_not_the_agency_of_the_dateline(read):
    (found,) = read("LISBON (Reuters) - The dam has cracked, its owner said.").assertions
    assert found.chain[-1].name == "its owner"


def test_what_others_say_is_left_out(read):
    assert own(read, "The road is closed, and Ivo Marsh said the dam had cracked.") == ["The road is closed"]


def test_a_statement_that_was_made_is_told_by_the_article(read):
    text = "The claim by Ivo Marsh that the dam is safe has been disputed."
    assert own(read, text) == ["The claim by Ivo Marsh has been disputed"]


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("“I think the dam is safe,” said Ivo Marsh.", "the dam is safe"),
        ("Ivo Marsh said that it meant the road was closed.", "the road was closed"),
        ("“We believe that the dam is safe,” said Ivo Marsh.", "the dam is safe"),
        ("“I don't think the dam is safe,” said Ivo Marsh.", "I don't think the dam is safe"),
    ],
)
def test_a_preface_is_no_part_of_the_proposition(read, text, core):
    found = [" ".join(text[s:e] for s, e in a.core) for a in read(text).assertions]
    assert any(core in f.strip("“”,") and len(f) < len(core) + 6 for f in found), found


def test_an_estimate_is_a_forecast_of_what_it_says(read):
    text = "Initial estimates were that it would take 12 days to mend the dyke."
    (made,) = read(text).assertions
    assert made.future
    assert made.predicate == "take"


def test_the_only_verb_of_a_sentence_is_its_event(read):
    made = read("The quay reopened on Friday, a day earlier than planned.").assertions
    assert [a.predicate for a in made] == ["reopen"]
    assert made[0].when.text == "Friday"
