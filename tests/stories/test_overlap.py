"""How much of one text stands in another."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.stories.overlap import compare, overlaps, text_of


def words(start, stop, name="w"):
    return " ".join(f"{name}{i}" for i in range(start, stop))


def shares(a, b):
    o = compare([text_of(a), text_of(b)], 0, 1)
    return round(o.share_a, 2), round(o.share_b, 2)


def test_the_share_is_of_each_texts_own_words():
    assert shares(words(0, 100), words(50, 250)) == (0.5, 0.25)


def test_a_replaced_word_costs_no_more_than_itself():
    text = words(0, 100).split()
    assert shares(" ".join(text), " ".join(w if i % 12 else "other" for i, w in enumerate(text))) == pytest.approx(
        (1, 1), abs=0.08
    )


def test_some_words_changed_in_a_row_cost_no_more_than_themselves():
    """A run goes on after a change that both texts have at the same place, not after one that only one of them has."""
    edited = f"{words(0, 40)} {words(0, 7, 'new')} {words(47, 53)} {words(0, 7, 'own')} {words(60, 100)}"
    assert shares(words(0, 100), edited) == (1, 1)
    assert shares(words(0, 100), f"{words(60, 100)} {words(0, 7, 'new')} {words(0, 53)}") == (0.93, 0.93)


def test_set_phrases_are_not_taken_over():
    phrase = words(0, 6, "phrase")
    assert shares(f"{words(0, 60)} {phrase} {words(60, 90)}", f"{words(200, 260)} {phrase}") == (0, 0)


@pytest.mark.parametrize("quote", ["“{}”", '"{}"', "«{}»", "‘{}’"])
def test_what_is_quoted_does_not_count(quote):
    said = quote.format(words(500, 560, "said"))
    assert shares(f"{words(0, 80)}. {said} {words(80, 90)}", f"{words(100, 180)}: {said}") == (0, 0)


def test_a_quotation_that_goes_on_over_paragraphs():
    speech = "\n\n".join(f"“{words(n, n + 30, 'said')}" for n in (500, 530, 560)) + "”"
    assert shares(f"{words(0, 80)}\n\n{speech}", f"{words(100, 180)}\n\n{speech}") == (0, 0)


def test_an_apostrophe_opens_no_quotation():
    a = f"The workers’ union {words(0, 40)} it’s the mayors’ own {words(40, 80)}"
    assert shares(a, a) == (1, 1)
    assert text_of(a).words >= 80


def test_a_text_that_is_all_quotation_is_compared_as_a_whole():
    speech = f"“{words(0, 90)}”"
    assert shares(speech, f"{speech} {words(200, 210)}") == (1, 0.9)


def test_of_many_texts_only_pairs_that_share_are_compared():
    texts = [text_of(words(1000 * n, 1000 * n + 200)) for n in range(50)]
    texts.append(text_of(words(7000, 7150)))
    assert [(o.a, o.b, round(o.share_b, 2)) for o in overlaps(texts)] == [(7, 50, 1)]


def test_time_grows_with_the_texts_where_all_share_one_paragraph():
    common = words(0, 60, "notice")
    texts = [
        text_of(f"{words(1000 * n, 1000 * n + 120)}\n\n{common}\n\n{words(1000 * n + 300, 1000 * n + 500)}")
        for n in range(1500)
    ]
    start = time.process_time()
    found = overlaps(texts)
    assert len(found) < 64 * len(texts)
    assert time.process_time() - start < 20


@given(st.text(alphabet='ab “”‘’"«\n.', max_size=300), st.text(alphabet='ab “”‘’"«\n.', max_size=300))
def test_any_marks(a, b):
    o = compare([text_of(a), text_of(b)], 0, 1)
    assert 0 <= o.share_a <= 1
    assert 0 <= o.share_b <= 1
