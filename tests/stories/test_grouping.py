"""Grouping: one story together, look-alikes apart, whatever the order."""

import gzip
import json
import random

from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Article, Profile
from reportedly.stories import group, profile
from reportedly.stories.likeness import UNDATED, together

QUAKE_NORTH = [
    "A magnitude 6.4 earthquake struck near Ostrava Bay on Tuesday, killing 12 people, Governor Pell Marrin said.",
    "At least 12 people died in Ostrava Bay when a 6.4 magnitude quake hit on Tuesday, Governor Marrin told reporters.",
    "Rescuers in Ostrava Bay searched for survivors of Tuesday's 6.4 earthquake. Governor Pell Marrin promised tents.",
]
QUAKE_SOUTH = [
    "A magnitude 5.1 earthquake shook Lindmoor on Saturday, injuring 340 people, rescue chief Ada Voss said.",
    "The 5.1 magnitude quake in Lindmoor left 340 injured on Saturday, according to rescue chief Ada Voss.",
    "Lindmoor counts 340 injured after Saturday's 5.1 earthquake, and Ada Voss asked residents to stay outdoors.",
]
TRIAL = [
    "The trial of banker Corin Ashby opened in Weldby; prosecutors accuse him of hiding 80 million crowns.",
    "Banker Corin Ashby went on trial in Weldby, accused by prosecutors of hiding 80 million crowns from investors.",
]


def made(texts, prefix, said=None):
    return [profile(Article(id=f"{prefix}{i}", text=t, text_sha256="", published=said)) for i, t in enumerate(texts)]


def test_look_alike_events_come_apart_and_each_stays_whole():
    profiles = made(QUAKE_NORTH, "n") + made(QUAKE_SOUTH, "s") + made(TRIAL, "t")
    assert group(profiles) == (("n0", "n1", "n2"), ("s0", "s1", "s2"), ("t0", "t1"))


def test_the_order_decides_nothing():
    profiles = made(QUAKE_NORTH, "n") + made(QUAKE_SOUTH, "s") + made(TRIAL, "t")
    expected = group(profiles)
    for seed in range(5):
        random.Random(seed).shuffle(profiles)
        assert group(profiles) == expected


def test_the_same_words_years_apart_are_two_stories():
    now, then = made(QUAKE_NORTH[:2], "a", "2021-03-02"), made(QUAKE_NORTH[:2], "b", "2016-03-01")
    assert group(now + then) == (("a0", "a1"), ("b0", "b1"))
    assert group(now + made(QUAKE_NORTH[:2], "b", "2021-03-09")) == (("a0", "a1", "b0", "b1"),)


def test_days_fade():
    assert together(UNDATED, 5) == together(10, 40) == together(10, 70) == 1.0
    assert 1 > together(1, 100) > together(1, 200) > 0
    assert together(1, 241) == together(1, 4000) == 0


def test_the_further_apart_the_more_words_have_to_be_shared():
    """Two leading words within two months, three beyond, and where a date is missing."""

    def groups(shared, *days):
        words = {"abcdef"[n] + "x": shared**-0.5 for n in range(shared)}
        return len(group([Profile(f"p{n}", day, words) for n, day in enumerate(days)]))

    near, later, long_after = "2031-02-01", "2031-05-01", "2032-01-01"
    assert groups(2, "2031-01-01", near) == 1
    assert groups(2, "2031-01-01", later) == groups(2, "2031-01-01", None) == groups(2, None, None) == 2
    assert groups(3, "2031-01-01", later) == groups(3, "2031-01-01", None) == groups(3, None, None) == 1
    assert groups(6, "2031-01-01", long_after) == 2


def test_nothing_and_one():
    assert group([]) == ()
    assert group(made(TRIAL[:1], "t")) == (("t0",),)
    assert group([Profile("a", None, {}), Profile("b", "not a day", {})]) == (("a",), ("b",))


@given(
    st.lists(
        st.tuples(
            st.text("abcdef", min_size=1, max_size=2),
            st.dictionaries(st.sampled_from("uvwxyz"), st.floats(0.01, 1), max_size=4),
            st.none() | st.dates().map(str),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_every_id_is_in_one_group_whatever_the_order(rows, shuffler):
    profiles = list({key: Profile(key, said, weights) for key, weights, said in rows}.values())
    groups = group(profiles)
    assert sorted(i for g in groups for i in g) == sorted(p.id for p in profiles)
    shuffler.shuffle(profiles)
    assert group(profiles) == groups


def test_public_topics_keep_their_figure(eval_data):
    path = eval_data / "data" / "stories.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    profiles = [
        profile(Article(id=r["id"], text=r["text"], text_sha256="", title=r["title"], published=r["published"]))
        for r in rows
    ]
    said = {i: set(g) for g in group(profiles) for i in g}
    gold = {r["id"]: {o["id"] for o in rows if o["story"] == r["story"]} for r in rows}
    precision = sum(len(said[i] & gold[i]) / len(said[i]) for i in gold) / len(gold)
    recall = sum(len(said[i] & gold[i]) / len(gold[i]) for i in gold) / len(gold)
    assert 2 * precision * recall / (precision + recall) >= 0.93
