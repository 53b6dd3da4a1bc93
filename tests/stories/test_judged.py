"""A person's word on which articles tell one story."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import Profile
from reportedly.stories import group


def some(word, names):
    return [Profile(i, None, {f"{word}{n}": 0.577 for n in "pqr"}) for i in names]


FERRY, BRIDGE, TRIAL = some("ferry", "abc"), some("bridge", "pqr"), some("trial", "xy")
EVERY = FERRY + BRIDGE + TRIAL


def test_joined_articles_bring_their_stories_together():
    assert group(EVERY) == (("a", "b", "c"), ("p", "q", "r"), ("x", "y"))
    assert group(EVERY, joined=[("b", "q")]) == (("a", "b", "c", "p", "q", "r"), ("x", "y"))
    assert group(EVERY, joined=[("b", "q"), ("x", "r")]) == (tuple("abcpqrxy"),)


def test_parted_articles_are_never_in_one_story_and_the_others_stay_with_the_likest():
    found = group(EVERY, parted=[("a", "b")])
    assert len(found) == 4
    assert not any({"a", "b"} <= set(g) for g in found)
    assert sum("c" in g for g in found) == 1


def test_parted_holds_through_a_merge():
    found = group(EVERY, joined=[("a", "p"), ("b", "q")], parted=[("a", "b")])
    of = {i: g for g in found for i in g}
    assert of["a"] == of["p"]
    assert of["b"] == of["q"]
    assert of["a"] != of["b"]


def test_what_goes_out_together_stays_together():
    crowd = some("ferry", "abcdef")
    pairs = list(itertools.product("ab", "cdef"))
    assert group(crowd, joined=[("a", "b")], parted=pairs) == (("a", "b"), ("c", "d", "e", "f"))


def test_of_joined_pairs_that_bring_a_parted_pair_together_the_last_is_left_out():
    found = group(EVERY, joined=[("a", "p"), ("p", "b")], parted=[("a", "b")])
    of = {i: g for g in found for i in g}
    assert of["a"] == of["p"] != of["b"]


def test_pairs_of_articles_that_are_not_there_decide_nothing():
    assert group(EVERY, joined=[("a", "nobody")], parted=[("nobody", "b")]) == group(EVERY)


PAIR = st.tuples(st.sampled_from("abcpqrxy"), st.sampled_from("abcpqrxy")).filter(lambda p: p[0] != p[1])


@settings(max_examples=100)
@given(st.lists(PAIR, max_size=6), st.lists(PAIR, max_size=6), st.randoms(use_true_random=False))
def test_parted_is_parted_whatever_else(joined, parted, shuffler):
    found = group(EVERY, joined=joined, parted=parted)
    assert sorted(i for g in found for i in g) == sorted("abcpqrxy")
    assert not any({a, b} <= set(g) for g in found for a, b in parted)
    shuffled = EVERY[:]
    shuffler.shuffle(shuffled)
    assert group(shuffled, joined=joined, parted=shuffler.sample(parted, len(parted))) == found
    if not parted:
        assert all(any({a, b} <= set(g) for g in found) for a, b in joined)
