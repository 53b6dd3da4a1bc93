"""Profiles: unit vectors that depend on one article alone; the headline of a story."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Annotations, Article, PlaceMention, Profile
from reportedly.stories import headline, profile
from reportedly.stories.terms import term_of, tokens_of, weigh

TEXT = "Mayor Odile Brack of Tarnwick opened the Quill Bridge on 14 June. The bridge cost 37 million crowns, she said."


def article(text, **fields):
    return Article(id=fields.pop("id", "a1"), text=text, text_sha256="", **fields)


def test_unit_length_and_kept_fields():
    made = profile(article(TEXT, title="Bridge opened", published="2021-06-15T08:00"))
    assert math.fsum(w * w for w in made.weights.values()) == pytest.approx(1, abs=2e-3)
    assert (made.id, made.said, made.title) == ("a1", "2021-06-15", "Bridge opened")


def test_names_and_numbers_weigh_more_than_common_words():
    weights = weigh(tokens_of(TEXT, "en"))
    assert weights["brack"] > weights["cost"] > weights["the"]
    assert weights["37"] > weights["million"]


def test_a_place_at_the_start_of_a_sentence_is_known_from_annotations():
    text = "Quill opened the bridge. A band played there."
    told = profile(article(text), Annotations(places=(PlaceMention(0, 5, "Quill"),)))
    assert told.weights["quill"] > profile(article(text)).weights["quill"]


def test_mentions_keep_their_place_when_a_title_is_put_before():
    text = "Quill opened the bridge. A band played there."
    told = profile(article(text, title="A day"), Annotations(places=(PlaceMention(0, 5, "Quill"),)))
    assert told.weights["quill"] > profile(article(text, title="A day")).weights["quill"]


def test_forms_of_a_word_are_one_term():
    assert {term_of(w) for w in ("flood", "Floods", "flooded", "flooding", "flood's")} == {"flood"}
    assert term_of("Paris") != term_of("part")
    assert term_of("class") == "class"


@given(st.text(max_size=300))
def test_any_text_has_a_profile(text):
    made = profile(article(text))
    assert all(w > 0 for w in made.weights.values())
    assert len(made.weights) <= 150
    length = math.fsum(w * w for w in made.weights.values())
    assert length == pytest.approx(1, abs=2e-3) or not made.weights


def test_an_unknown_language_is_read_all_the_same():
    assert profile(article(TEXT, language="xx")).weights == profile(article(TEXT)).weights


def test_the_headline_is_the_most_central_title():
    near = Profile("b", None, {"flood": 0.8, "tarnwick": 0.6}, "Flood in Tarnwick")
    also = Profile("a", None, {"flood": 0.7, "tarnwick": 0.7141}, None)
    far = Profile("c", None, {"flood": 0.2, "football": 0.98}, "Football after the flood")
    assert headline([near, also, far]) == headline([far, also, near]) == "Flood in Tarnwick"
    assert headline([also]) is None
    assert headline([]) is None
