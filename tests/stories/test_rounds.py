"""Grouping as articles come and go is grouping all at once."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.model import Cluster, Profile
from reportedly.stories.grouping import Memory, arrange, group
from reportedly.stories.judged import judged
from reportedly.stories.rounds import nearness, thresholds, tree_of

TERMS = [a + b for a in "abcd" for b in "xyz"]


def unit(weights):
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {t: w / length for t, w in weights.items()}


@st.composite
def crowds(draw):
    """Articles of a few topics that share words, over two years, some undated."""
    found = []
    for n in range(draw(st.integers(1, 14))):
        words = draw(st.dictionaries(st.sampled_from(TERMS), st.sampled_from([0.2, 0.5, 1.0, 2.0]), min_size=2))
        day = draw(st.none() | st.integers(0, 700))
        said = None if day is None else f"20{30 + day // 365}-{1 + day % 365 // 31:02}-{1 + day % 28:02}"
        found.append(Profile(f"a{n}", said, unit(words)))
    return found


def everything(index, profiles):
    return judged(index, [p.id for p in profiles])


@settings(max_examples=150)
@given(crowds(), st.data())
def test_any_order_in_any_pieces_gives_the_same_groups(profiles, data):
    wanted = group(profiles)
    index, left = Memory(), data.draw(st.permutations(profiles))
    while left:
        size = data.draw(st.integers(1, len(left)))
        arrange(index, left[:size])
        left = left[size:]
    assert everything(index, profiles) == wanted


@settings(max_examples=150)
@given(crowds(), st.data())
def test_what_left_or_was_read_again_leaves_no_trace(profiles, data):
    """Groups with all their rounds, and likenesses, are those of the articles that stayed."""
    index = Memory()
    arrange(index, profiles)
    gone = data.draw(st.sets(st.sampled_from([p.id for p in profiles])))
    again = data.draw(st.sets(st.sampled_from([p.id for p in profiles]))) - gone
    other = {i: Profile(i, None, unit(dict.fromkeys(TERMS[:4], 1.0))) for i in again}
    for i in sorted(gone):
        arrange(index, [], [i])
    arrange(index, list(other.values()), again)
    stayed = [other.get(p.id, p) for p in profiles if p.id not in gone]
    straight = Memory()
    arrange(straight, stayed)
    assert index._groups == straight._groups
    assert index._near == straight._near
    assert index._home == straight._home


@settings(max_examples=50)
@given(crowds(), st.data())
def test_what_changed_is_told(profiles, data):
    index = Memory()
    cut = data.draw(st.integers(0, len(profiles)))
    arrange(index, profiles[:cut])
    before = set(everything(index, profiles[:cut]))
    changed = arrange(index, profiles[cut:])
    after = set(everything(index, profiles))
    assert after - before == set(changed)


def test_a_later_article_shows_that_two_stories_are_one():
    index = Memory()
    one = Profile("a", None, unit({"ferry": 1, "harbour": 1, "smoke": 2, "pier": 2}))
    two = Profile("b", None, unit({"ferry": 1, "harbour": 1, "inquest": 2, "captain": 2}))
    arrange(index, [one, two])
    first = everything(index, [one, two])
    both = Profile("c", None, unit({"ferry": 1, "harbour": 1, "smoke": 1, "pier": 1, "inquest": 1, "captain": 1}))
    arrange(index, [both])
    assert everything(index, [one, two, both]) == (("a", "b", "c"),)
    assert first in ((("a",), ("b",)), (("a", "b"),))
    arrange(index, [], ["c"])
    assert everything(index, [one, two]) == first


def test_a_group_tells_how_it_came_about():
    index = Memory()
    arrange(index, [Profile(i, None, unit({"ferry": 1, "pier": 1, "quay": 1})) for i in "abc"])
    [found] = index.groups_of(["a"])
    assert found.members == ("a", "b", "c")
    tree = tree_of(found)
    assert tree.at[0]["b"] == Cluster("b", ("b",), 0)
    assert tree.at[-1]["b"].members == found.members
    assert len(tree.at) == len(thresholds()) + 1
    assert tree.at[-1]["b"].inside > 2_900_000, "three pairs, each nearly 1"


def test_nearness_asks_how_tight_the_two_are():
    loose, tight = Cluster("a", ("a", "b"), 100_000), Cluster("a", ("a", "b"), 900_000)
    single = Cluster("c", ("c",), 0)
    assert nearness(400_000, loose, single) > nearness(400_000, tight, single)
    assert nearness(400_000, loose, single) == nearness(400_000, single, loose)
