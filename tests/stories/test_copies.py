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
    of = f"of unit {seed}"

    def sentence():
        return (
            f"The {r.choice(NOUNS)} {r.choice(VERBS)} the {r.choice(NOUNS)} {of}{next(number)} "
            f"while {r.choice(NOUNS)} in {r.randrange(10**6)} and {r.choice(NOUNS)} {r.choice(VERBS)} {r.randrange(10**6)} of them."
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


def edited(text, seed, rate=0.07):
    """One word in so many replaced."""
    r = random.Random(seed)
    return " ".join("newly" if r.random() < rate and w.isalpha() else w for w in text.split(" "))


def test_words_replaced_here_and_there_cost_only_themselves():
    text = story(11)
    found, group = copies([article("a", text, "2022-02-01"), article("b", edited(text, 1), "2022-02-02")])
    assert found["b"][0].of == "a"
    assert found["b"][0].share > 0.85
    assert group == {"a": "a", "b": "a"}


def test_the_agency_is_the_original_of_two_who_share_a_day():
    text = story(12)
    articles = [
        article("a", text, "2022-02-01", outlet="Alder Post", credit=("Quarl",)),
        article("b", text[: len(text) // 2], "2022-02-01", outlet="Quarl News Agency", credit=("Quarl",)),
        article("c", text, "2022-02-01", outlet="Birch Post"),
    ]
    found, group = copies(articles)
    assert {key: [c.of for c in value] for key, value in found.items()} == {"a": ["b"], "c": ["b"]} or {
        key: value[0].of for key, value in found.items()
    } == {"a": "b", "c": "a"}
    assert set(group.values()) == {"a"}


def test_two_articles_in_one_of_the_same_day():
    one, two = story(13), story(14)
    day = "2022-02-01"
    both = "\n\n".join(p for pair in zip(one.split("\n\n"), two.split("\n\n"), strict=True) for p in pair)
    found, group = copies([article("x", one, day), article("y", two, day), article("z", both, day)])
    assert sorted(c.of for c in found["z"]) == ["x", "y"]
    assert found.keys() == {"z"}
    assert group.get("x", "x") != group.get("y", "y")


def test_a_part_of_a_text_made_of_two_does_not_bring_the_two_together():
    one, two = story(15), story(16)
    articles = [
        article("x", one, "2022-02-01"),
        article("z", f"{one}\n\n{two}", "2022-02-02"),
        article("y", two, "2022-02-03"),
    ]
    found, group = copies(articles)
    assert found["y"][0].of == "z"
    assert group["x"] == group["z"]
    assert group.get("y") != group["x"]


def test_notices_of_an_outlet_make_no_copies():
    notice = " ".join(f"letter {n} of the morning is free for readers" for n in range(7))
    same = [
        article(k, f"{story(17 + n, 2)}\n\n{notice}", "2022-02-01", outlet="Alder Post") for n, k in enumerate("ab")
    ]
    assert copies(same) == ({}, {})
    chain = [
        article(k, f"{story(17 + n, 2)}\n\n{notice}", "2022-02-01", outlet=f"{k} Post") for n, k in enumerate("abcd")
    ]
    assert copies(chain) == ({}, {})


def test_a_notice_beside_a_paragraph_that_many_texts_have():
    notice = " ".join(f"letter {n} of the morning is free for readers" for n in range(7))
    shared = story(16, 1)
    texts = [f"{story(17, 3)}\n\n{shared}\n\n{notice}", f"{shared}\n\n{story(18, 3)}\n\n{notice}"]
    assert copies([article(k, t, "2022-02-01", outlet="Alder Post") for k, t in zip("ab", texts, strict=True)]) == (
        {},
        {},
    )


def test_a_brief_that_is_mostly_one_text_is_a_copy_though_short():
    brief = story(21, 1)
    articles = [
        article("a", story(21, 5), "2022-02-01", outlet="Alder Post"),
        article("b", brief, "2022-02-02", outlet="Alder Post"),
    ]
    assert articles[0].text.startswith(brief[:40])
    assert copies(articles)[0]["b"][0].of == "a"


def test_a_long_text_that_holds_two_fifths_of_a_short_one():
    short = story(31, 5)
    held = "\n\n".join(short.split("\n\n")[1:3])
    articles = [
        article("a", short, "2022-02-01", outlet="Alder Post"),
        article("b", f"{story(32, 14)}\n\n{held}", "2022-02-02", outlet="Birch Post"),
    ]
    found, group = copies(articles)
    assert [c.of for c in found["b"]] == ["a"]
    assert found["b"][0].share < 0.2
    assert group == {}


def test_a_phrase_that_one_text_repeats_makes_no_copy():
    phrase = " ".join(f"so the refrain of verse {n} goes" for n in range(4))
    one = article("a", f"{story(33, 2)}\n\n{phrase}\n\n{story(34, 1)}", "2022-02-01")
    other = article("b", "\n\n".join([phrase, story(35, 1), phrase, story(36, 1), phrase]), "2022-02-02")
    assert copies([one, other]) == ({}, {})


def test_a_text_that_hundreds_took_over():
    text, parts = story(22), story(22).split("\n\n")
    articles = [article(f"c{n:03}", text, "2022-02-02", outlet=f"Post {n}") for n in range(300)]
    articles += [article(f"d{n:03}", "\n\n".join(parts[: 3 + n % 5]), "2022-02-03") for n in range(100)]
    found, group = copies([*articles, article("w", text, "2022-02-01")])
    assert len(found) == 400
    assert {c.of for value in found.values() for c in value} == {"w"}
    assert set(group.values()) == {"c000"}


def test_a_share_of_a_text_that_both_say_an_agency_helped_with():
    wire = story(23, 4)
    articles = [
        article("a", f"{wire}\n\n{story(24, 3)}", "2022-02-01", outlet="Alder Post", credit=("Quarl",)),
        article("b", f"{wire}\n\n{story(25, 2)}", "2022-02-02", outlet="Birch Post", credit=("Quarl",)),
    ]
    found, _ = copies(articles)
    assert found["b"][0].of == "a"
    assert (found["a"][0].of, found["a"][0].basis) == (None, "credit")
    assert 0.4 < found["a"][0].share < 0.7


def test_the_first_who_printed_an_agencys_words_without_saying_so():
    text = story(26)
    articles = [
        article("a", text, "2022-02-01", outlet="Alder Post"),
        article("b", f"TARNWICK (Quarl) - {text}", "2022-02-02", outlet="Birch Post", credit=("Quarl",)),
    ]
    found, _ = copies(articles)
    assert found["a"] == (Copy(of=None, share=1.0, basis="overlap"),)
    assert found["b"][0].of == "a"


def test_a_person_joins_two_and_parts_two():
    text = story(27)
    articles = [
        article("a", text, "2022-02-01"),
        article("b", text, "2022-02-02"),
        article("c", text, "2022-02-03"),
        article("d", story(28), "2022-02-03"),
    ]
    found, group = copies(articles, joined=[("d", "a")], parted=[("b", "a"), ("zz", "a")])
    assert [c.of for c in found["d"]] == ["a"]
    assert "b" not in found
    assert group["d"] == group["a"]
    assert group.get("b", "b") != group["a"]
    assert copies(articles, joined=[("d", "a")], parted=[("a", "d")]) == copies(articles)


def test_a_person_says_which_is_the_original():
    text = story(29)
    found, group = copies([article("a", text, "2022-02-01"), article("b", text, "2022-02-02")], joined=[("a", "b")])
    assert {key: value[0].of for key, value in found.items()} == {"a": "b"}
    assert group == {"a": "a", "b": "a"}
