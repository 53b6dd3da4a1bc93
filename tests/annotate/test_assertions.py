"""Assertions of whole articles: spans, evidence, and what hostile text does."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import Annotations

ARTICLE = (
    "The dam above Quillham will be repaired this summer, the water board said on Tuesday.\n\n"
    "“We have found nine cracks,” said its head, Ivo Marsh. “None of them is deep.”\n\n"
    "But Tessa Quill, the mayor, told Reuters that she had never seen the report, and that the valley could flood.\n\n"
    "The board declined to comment. Farmers left the valley on Monday, although the road was closed."
)


def assert_sound(text: str, notes: Annotations) -> None:
    """Every span inside the text, ordered and not empty; evidence equal to its slice."""
    for a in notes.assertions:
        ((start, end),) = a.evidence.spans
        assert text[start:end] == a.evidence.text
        assert a.content
        for spans in (a.content, a.core, a.cue, a.source):
            last = 0
            for s, e in spans:
                assert last <= s < e <= len(text)
                assert not text[s].isspace()
                assert not text[e - 1].isspace()
                last = e
        assert all(start <= s and e <= end for s, e in (*a.content, *a.cue, *a.source))
        assert a.origin is None or 0 <= a.origin < len(a.chain)


def test_an_article_is_read_whole(read):
    notes = read(ARTICLE)
    assert_sound(ARTICLE, notes)
    said = {(a.chain[-1].name, " | ".join(ARTICLE[s:e] for s, e in a.core)) for a in notes.assertions}
    assert ("water board", "The dam above Quillham will be repaired this summer") in said
    assert any(who == "Ivo Marsh" and "None of them is deep" in what for who, what in said)
    assert any(who == "Tessa Quill" and "the valley could flood" in what for who, what in said)
    assert ("Morning Echo", "Farmers left the valley on Monday") in said
    assert not any("declined" in what for _, what in said)


def test_each_clause_with_a_subject_is_an_assertion(read):
    text = "Ivo Marsh said the dam had cracked and the road was closed."
    found = [" | ".join(text[s:e] for s, e in a.core) for a in read(text).assertions]
    assert found == ["the dam had cracked", "the road was closed"]


def test_only_the_first_part_of_what_is_said_carries_the_cue(read):
    text = "“The dam has cracked. The road is closed,” said Ivo Marsh."
    first, second = read(text).assertions
    assert first.cue
    assert not second.cue
    assert first.chain == second.chain


def test_ids_are_their_own_and_stable(read):
    one, two = read(ARTICLE), read(ARTICLE)
    assert one == two
    assert len({a.id for a in one.assertions}) == len(one.assertions)


def test_participants_carry_their_full_names(read):
    text = "Mayor Tessa Quill opened the fair. Quill will meet Ivo Marsh on Friday."
    (found,) = [a for a in read(text).assertions if a.predicate == "meet"]
    assert {(p.name, p.role) for p in found.participants} >= {("Tessa Quill", "agent"), ("Ivo Marsh", "patient")}


def test_the_event_lies_below_the_words_that_say_how(read):
    (a,) = read("Tessa Quill plans to sell the pier.").assertions
    assert a.predicate == "sell"
    assert a.future


def test_a_hedge_on_the_saying_is_the_articles(read):
    (a,) = read("Ivo Marsh reportedly said that the dam was safe.").assertions
    assert ("reportedly", None) in {(h.text, h.by) for h in a.hedges}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t \n",
        "“",
        "”",
        '"',
        "He said: “The dam will hold. And the gates",
        "The dam will hold, he said: “Leave",
        "Ivo\u200f Mar\u200esh said the dam would hold.",
        "\u202bIvo Marsh\u202c said: “The dam will hold.”",
        "Ivo Marsh said\u00a0the\u00a0dam would hold.",
        "🌊 Ivo Marsh said the dam 🌊 would hold.",
        "Ivo Marsh said the dam would hold\r\n\r\nThe road is closed.",
        "“The dam will hold”",
        ":" * 50,
        "said said said said",
        "that that that, that",
        "According to.",
        "as put it, as he put it",
    ],
)
def test_odd_texts_give_exact_spans_or_nothing(read, text):
    assert_sound(text, read(text))


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n"])
def test_an_empty_text_says_nothing(read, text):
    assert read(text) == Annotations()


def test_marks_of_direction_do_not_hide_a_speaker(read):
    text = "\u200fIvo Marsh\u200f said the dam would hold."
    (a,) = read(text).assertions
    assert "the dam would hold" in text[a.content[0][0] : a.content[-1][1]]
    assert "Ivo Marsh" in a.chain[-1].name


def test_an_article_in_another_language_says_nothing(read):
    text = "Der Damm werde halten, sagte Ivo Marsh. „Niemand muss das Tal verlassen“, fügte er hinzu."
    assert read(text, language="de") == Annotations()


@given(st.text(alphabet="“”\"'‘’ \nIsaid:,.that he", max_size=120))
@settings(max_examples=120)
def test_any_text_gives_sound_spans(annotated, text):
    assert_sound(text, annotated(text))


@pytest.fixture(scope="session")
def annotated(read):
    return read


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "said ", "he said that ", "the dam fell and ", "a: ", "“Go,” he said. ", "Ivo: The dam will hold.\n\n"],
)
def test_repeated_text_takes_linear_time(read, unit):
    small, large = unit * (4_000 // len(unit)), unit * (16_000 // len(unit))
    read(small)
    start = time.process_time()
    read(small)
    one = time.process_time() - start
    start = time.process_time()
    notes = read(large)
    assert time.process_time() - start < 8 * one + 1.0
    assert_sound(large, notes)


def test_words_at_a_distance_are_the_articles_hedge(read):
    (one,) = read("The plant has suffered a “power hunger” since May.").assertions
    assert [h.text for h in one.hedges] == ["“power hunger”"]
    assert one.hedges[0].by is None


def test_words_of_a_source_are_no_hedge(read):
    (one,) = read("Otto Brandt said the plant had suffered a “power hunger”.").assertions
    assert one.hedges == ()
