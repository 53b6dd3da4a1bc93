"""Numbers that a tokeniser broke are read as one, and every offset stays what it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate.broken import mended
from reportedly.annotate.quantities import find_quantities

BROKEN = "A 6. 1-magnitude tremor shook Ostrava Minor, home to 120, 000 people, at 1: 53 p. m., killing 1, 204."


def test_broken_numbers_stand_as_one_of_the_same_length():
    text = mended(BROKEN)
    assert len(text) == len(BROKEN)
    assert "A 6.10-magnitude tremor" in text
    assert "at 01:53  p.m., killing 1204.0." in text


def test_a_broken_count_has_its_value():
    values = {q.low for q in find_quantities(mended(BROKEN))}
    assert {120_000, 1204} <= values


@pytest.mark.parametrize(
    "text",
    [
        "On Nov. 5, 200 people came; the tremor had 6.1.",
        "The group has 1.5 million members and 5, 200 of them came.",
        "It rained on 3 May, 120 people said. 10 left.",
        "They left in 2005. 12 came back. Others stayed.",
    ],
)
def test_what_writers_write_stays(text):
    assert mended(text) == text


def test_a_day_is_no_thousand_even_among_broken_numbers():
    assert "On Nov. 5, 200 people" in mended("On Nov. 5, 200 people came; 120, 000 stayed away.")


@given(st.text(alphabet="0123456789.,: -apm\nN", max_size=60))
def test_offsets_hold_whatever_the_text(text):
    assert len(mended(text)) == len(text)
