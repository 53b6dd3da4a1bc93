"""Names folded for comparison, and whether two can be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.names import key_of, same_person


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the U.N.", "un"),
        ("Mr. Jan Ost", "jan ost"),
        ("Prime Minister Odile Brack", "odile brack"),
        ("Brack’s", "brack"),
        ("Flood Defence Organisation", "flood defense organization"),
        ("Ludvík-Ása", "ludvik asa"),
        ("President", "president"),
        ("Brodal Lines Corp.", "brodal lines"),
        ("U.S. Geology Office", "united states geology office"),
        ("L. A. Courier", "los angeles courier"),
    ],
)
def test_keys(name, key):
    assert key_of(name) == key


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name):
    assert key_of(key_of(name)) == key_of(name)


words = st.text("abcdeft", min_size=1, max_size=7)
people = st.lists(words, min_size=2, max_size=3).map(" ".join)


@given(people, people)
def test_the_order_of_two_names_does_not_matter(a, b):
    assert same_person(a, b) is same_person(b, a)
    assert same_person(a, a)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [("jana lind", "jana lund", False), ("o brack", "odile brack", True), ("odile brack", "tomas brack", False)],
)
def test_cases(a, b, one):
    assert same_person(a, b) is one
