"""Copies: syndicated and edited text, its original, and agency texts whose original is not there."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Article, Copy, Furniture
from reportedly.stories import copies

NOUNS = [
    "harbour",
    "bridge",
    "council",
    "ferry",
    "storm",
    "engineer",
    "mayor",
    "warehouse",
    "signal",
    "budget",
    "orchard",
    "tunnel",
    "market",
    "lantern",
]
VERBS = [
    "closed",
    "opened",
    "crossed",
    "repaired",
    "blamed",
    "watched",
    "measured",
    "delayed",
    "praised",
    "rebuilt",
    "counted",
    "moved",
]


def story(seed, paragraphs=8):
    """Made prose: sentences of words drawn at random, so that two seeds share no run of five words but by chance."""
    r = random.Random(seed)
    number = iter(range(10_000))

    def sentence():
        return (
            f"The {r.choice(NOUNS)} {r.choice(VERBS)} the {r.choice(NOUNS)} of unit {seed}{next(number)} "
            f"while {r.choice(NOUNS)} and {r.choice(NOUNS)} {r.choice(VERBS)} {r.randrange(10**6)} of them."
        )

    return "\n\n".join(" ".join(sentence() for _ in range(3)) for _ in range(paragraphs))


def article(key, text, said=None, **fields):
    return Article(id=key, text=text, text_sha256="", published=said, **fields)


def test_a_cut_a_new_order_and_a_new_lead_are_found():
    wire = story(1)
    parts = wire.split("\n\n")
    articles = [
        article("m", wire, "2022-02-01"),
        article("a", "\n\n".join(parts[:4]), "2022-02-02"),
        article("b", "\n\n".join(reversed(parts)), "2022-02-02"),
        article("c", "A lead of our own tells it anew in a few words.\n\n" + "\n\n".join(parts[1:]), "2022-02-03"),
        article("d", story(2), "2022-02-03"),
    ]
    found, group = copies(articles)
    assert {key: [c.of for c in value] for key, value in found.items()} == {"a": ["m"], "b": ["m"], "c": ["m"]}
    assert found["a"][0] == Copy(of="m", share=1.0, basis="overlap")
    assert 0.8 < found["c"][0].share < 1
    assert group == dict.fromkeys("abcm", "a")


def test_two_texts_in_one_have_two_originals_and_join_no_two_voices():
    one, two = story(1), story(2)
    found, group = copies(
        [
            article("x", one, "2022-02-01"),
            article("y", two, "2022-02-01"),
            article("z", f"{one}\n\n{two}", "2022-02-02"),
        ]
    )
    assert [c.of for c in found["z"]] == ["x", "y"]
    assert sum(c.share for c in found["z"]) == pytest.approx(1, abs=0.02)
    assert "x" not in found
    assert "y" not in found
    assert not ("x" in group and "y" in group and group["x"] == group["y"])


def test_the_earliest_is_the_original_and_an_undated_text_never():
    text = story(3)
    found, _ = copies([article("a", text), article("b", text, "2022-02-02"), article("c", text, "2022-02-01")])
    assert {key: value[0].of for key, value in found.items()} == {"a": "c", "b": "c"}


def test_without_days_the_credited_agency_is_the_original():
    text = story(4)
    found, _ = copies([article("a", text, credit=("Wire",)), article("b", text, outlet="Wire")])
    assert {key: value[0].of for key, value in found.items()} == {"a": "b"}


def test_without_days_or_credit_the_one_that_holds_more_is_the_original():
    text = story(5)
    cut = "\n\n".join(text.split("\n\n")[:3])
    assert {k: v[0].of for k, v in copies([article("a", cut), article("b", text)])[0].items()} == {"a": "b"}
    assert {k: v[0].of for k, v in copies([article("b", cut), article("a", text)])[0].items()} == {"b": "a"}


def test_one_speech_heard_by_two_is_no_copy():
    speech = " ".join(f"we will mend lamp {n} on the long road to the sea" for n in range(12))
    one = f"{story(6)}\n\nShe said: “{speech}.”"
    two = f"{story(7)}\n\n“{speech},” the mayor told the crowd."
    assert copies([article("a", one, "2022-02-01"), article("b", two, "2022-02-02")]) == ({}, {})


def test_an_agency_text_without_its_original():
    text = "TARNWICK (Wire) - " + story(8)
    told = article("a", text, credit=("Wire",), outlet="Tarnwick Post")
    assert copies([told]) == ({"a": (Copy(of=None, share=1.0, basis="credit"),)}, {})
    by = article("b", story(8), credit=("Wire",), byline="Wire")
    assert copies([by])[0]["b"][0].of is None
    removed = article("c", story(8), credit=("Wire",), furniture=(Furniture("TARNWICK (Wire) - ", "dateline"),))
    assert copies([removed])[0]["c"][0].basis == "credit"


def test_a_contribution_is_no_copy_and_an_agency_does_not_copy_itself():
    helped = article("a", story(9) + "\n\nWire contributed to this report.", credit=("Wire",))
    own = article("b", "TARNWICK (Wire) - " + story(10), credit=("Wire",), outlet="Wire")
    assert copies([helped, own]) == ({}, {})


def test_the_order_decides_nothing():
    articles = [article(str(i), story(i % 3, 4), f"2022-02-0{1 + i % 2}") for i in range(9)]
    expected = copies(articles)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert copies(articles) == expected


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_texts(texts):
    found, group = copies([article(str(i), text) for i, text in enumerate(texts)])
    assert all(0 < c.share <= 1 for value in found.values() for c in value)
    assert all(root in group for root in group.values())


def test_an_agency_is_no_copy_of_itself_under_its_longer_name():
    text = "VELTON (Quarl) - " + " ".join(f"word{i}" for i in range(80))
    own = Article("a1", text, "", outlet="Quarl News Agency", credit=("Quarl",))
    assert copies([own]) == ({}, {})
