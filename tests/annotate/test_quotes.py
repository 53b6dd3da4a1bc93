"""Where quotations open and close."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.quotes import find_quotations


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” she said.", ["“Go,”"]),
        ('"Go," she said. "Now."', ['"Go,"', '"Now."']),
        ("«Go», she said.", ["«Go»"]),
        ("``Go,'' she said.", ["``Go,''"]),
        ("''Go,'' she said.", ["''Go,''"]),
        ("‘Go,’ she said.", ["‘Go,’"]),
        ("'Go,' she said. 'We can't stay.'", ["'Go,'", "'We can't stay.'"]),
        ("'The boys' club is shut,' she said.", ["'The boys' club is shut,'"]),
        ("“She said ‘go’ and left,” he said.", ["“She said ‘go’ and left,”"]),
        ("‘She said “go” and left,’ he said.", ["‘She said “go” and left,’"]),
        ("In the '90s she said “go” to the boys' club.", ["“go”"]),
        ("The farmers' fields and the town's walls.", []),
        ("It was 9' high and '90s in style.", []),
        ('A 12" pipe burst.', []),
        ("He ended with “go”", ["“go”"]),
        ("“go", ["“go"]),
        ("", []),
        (" \n\n \t", []),
    ],
)
def test_marks(text, expected):
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_opens_anew_in_each():
    text = "He said: “One.\n\n“Two.\n\n“Three.” He left."
    assert quoted(text) == ["“One.", "“Two.", "“Three.”"]
    assert [q.closed for q in find_quotations(text)] == [False, False, True]


def test_a_lost_mark_ends_with_its_paragraph():
    assert quoted('"One.\n\nTwo.\n\n"Three," he said.') == ['"One.', '"Three,"']


def test_single_marks_are_told_from_double_ones():
    assert [q.double for q in find_quotations("“One,” he said. ‘Two,’ she said.")] == [True, False]


@given(st.text(alphabet="“”\"'‘’«»` \nab.,s", max_size=200))
@settings(max_examples=400)
def test_any_text_gives_ordered_spans_inside_it(text):
    last = 0
    for q in find_quotations(text):
        assert last <= q.start < q.end <= len(text)
        assert "\n\n" not in text[q.start : q.end]
        last = q.end


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "’", "‘", "''", "“a ”", "'a "])
def test_a_hundred_thousand_marks_take_linear_time(mark):
    small, large = mark * 10_000, mark * 100_000
    start = time.perf_counter()
    find_quotations(small)
    one = time.perf_counter() - start
    start = time.perf_counter()
    find_quotations(large)
    assert time.perf_counter() - start < 40 * one + 0.5
