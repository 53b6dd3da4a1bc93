"""An article that tells of several things belongs to their stories, too, each with its own part."""

import random

import pytest

from fakes import stages
from reportedly import stories
from reportedly.codec import encode
from reportedly.ledger import Ledger
from reportedly.model import Anchor, Judgement, Part, Profile, Snapshot
from reportedly.pipeline import document, finish, read, rebuild, remove
from reportedly.settings import Settings

SETTINGS = Settings()


def two_words(word):
    return {f"{word.lower()}a": 0.6, f"{word.lower()}b": 0.8}


def by_first_words(article, _):
    """Each paragraph is told by its first word; the first one is the article, the others are its parts."""
    first, *others = article.text.split("\n\n")
    found, at = [], len(first) + 2
    for other in others:
        found.append(Part(at, at + len(other), two_words(other.split()[0])))
        at += len(other) + 2
    return Profile(article.id, article.said, two_words(first.split()[0]), article.title, tuple(found))


STAGES = stages(profile=by_first_words, group=stories.group, arrange=stories.arrange, judged=stories.judged)


def text(title, day, *paragraphs):
    body = "\n\n".join(paragraphs)
    return Snapshot(title, f"{title} | Outlet {title} | 2030-01-0{day}\n{body}", "text/plain", file=f"{title}.txt")


EVERY = [
    *(text(f"{w} {d}", d + 1, f"{w} is told on day {d}.") for w in ("FERRY", "BRIDGE") for d in range(3)),
    text("Morning", 4, "MORNING is short.", "FERRY came late.", "BRIDGE was shut.", "CHESS was won."),
    text("Live", 5, "FERRY goes on.", "BRIDGE opens.", "CHESS is lost."),
]


def take(ledger, *some):
    def reading(inputs, limits, stdin):
        yield from some

    return read(ledger, ["-"], SETTINGS, stages=stages(
        profile=by_first_words, group=stories.group, arrange=stories.arrange, judged=stories.judged, read=reading
    ))  # fmt: skip


def opened(tmp_path, name="l"):
    return Ledger.open(str(tmp_path / f"{name}.db"), create=True)


def told(ledger):
    """What each story says, by the title of its first article."""
    whole = document(ledger, SETTINGS, stages=STAGES)
    claims = {s["id"]: sorted(c["gist"] for c in whole["claims"] if c["story"] == s["id"]) for s in whole["stories"]}
    return {s["title"]: claims[s["id"]] for s in whole["stories"]}


def named(ledger, title):
    return next(a.id for a in ledger.articles(ledger.article_ids()) if a.title == title)


WANTED = {
    "FERRY 0": ["FERRY came late.", "FERRY goes on.", *(f"FERRY is told on day {d}." for d in range(3))],
    "BRIDGE 0": ["BRIDGE opens.", *(f"BRIDGE is told on day {d}." for d in range(3)), "BRIDGE was shut."],
    "Morning": ["CHESS was won.", "MORNING is short."],
}


def wanted(**other):
    found = WANTED | other
    # a part that no other article tells of stays with its own
    return {
        title: sorted([*some, *(["CHESS is lost."] if "FERRY goes on." in some else [])])
        for title, some in found.items()
    }


def test_a_part_belongs_to_the_story_that_its_words_are_near_to(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *EVERY)
        assert told(ledger) == wanted()
        whole = document(ledger, SETTINGS, stages=STAGES)
        story = {s["title"]: s["id"] for s in whole["stories"]}
        of = {a["title"]: (a["story"], a["stories"]) for a in whole["articles"]}
        assert of["Morning"] == (story["Morning"], [story["Morning"], *sorted((story["FERRY 0"], story["BRIDGE 0"]))])
        assert of["Live"] == (story["FERRY 0"], [story["FERRY 0"], story["BRIDGE 0"]])
        assert of["FERRY 1"] == (story["FERRY 0"], [story["FERRY 0"]])
        ids = [a["id"] for a in whole["assertions"]]
        assert len(ids) == len(set(ids)), "nothing is said in two stories"
        bridge = document(ledger, SETTINGS, stages=STAGES, story=story["BRIDGE 0"])
        assert {a["title"] for a in bridge["articles"]} == {"BRIDGE 0", "BRIDGE 1", "BRIDGE 2", "Morning", "Live"}
        assert {a["evidence"]["text"] for a in bridge["assertions"]} == set(wanted()["BRIDGE 0"])


@pytest.mark.parametrize("seed", range(4))
def test_any_order_in_any_runs_gives_the_same_bytes(tmp_path, seed):
    with opened(tmp_path, "whole") as whole:
        take(whole, *EVERY)
        same = encode(document(whole, SETTINGS, stages=STAGES))
    chance, left = random.Random(seed), EVERY[:]
    chance.shuffle(left)
    with opened(tmp_path) as ledger:
        while left:
            size = chance.randint(1, 3)
            take(ledger, *left[:size])
            left = left[size:]
        assert encode(document(ledger, SETTINGS, stages=STAGES)) == same
        rebuild(ledger, STAGES)
        assert encode(document(ledger, SETTINGS, stages=STAGES)) == same


@pytest.mark.parametrize("title", ["Morning", "Live", "BRIDGE 0", "FERRY 2"])
def test_a_removed_article_is_as_if_it_had_never_been_read(tmp_path, title):
    with opened(tmp_path, "without") as without:
        take(without, *(one for one in EVERY if one.file != f"{title}.txt"))
        same = document(without, SETTINGS, stages=STAGES)
    with opened(tmp_path) as ledger:
        take(ledger, *EVERY)
        remove(ledger, named(ledger, title), STAGES)
        assert document(ledger, SETTINGS, stages=STAGES) == same


def test_where_the_last_article_of_a_story_goes_the_part_comes_home(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *(one for one in EVERY if not one.file.startswith("Live")))
        for day in range(3):
            remove(ledger, named(ledger, f"BRIDGE {day}"), STAGES)
        assert told(ledger)["Morning"] == ["BRIDGE was shut.", "CHESS was won.", "MORNING is short."]


def test_a_person_who_joins_the_stories_brings_the_part_home(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *EVERY)
        before = told(ledger)
        one, other = named(ledger, "Morning"), named(ledger, "BRIDGE 0")
        homes = sorted({ledger.membership()[i] for i in (one, other)})
        anchors = (Anchor("subject", one), Anchor("object", other))
        for kind in ("same-story", "different-story"):
            ledger.judge(
                Judgement("", kind, one, other, None, "A. Reader", "2030-02-01", "article", None, anchors),
                homes if kind == "same-story" else sorted({ledger.membership()[i] for i in (one, other)}),
            )
            finish(ledger, STAGES)
            if kind == "same-story":
                assert told(ledger)["BRIDGE 0"] == sorted([*before["BRIDGE 0"], *before["Morning"]])
        assert told(ledger) == before


def test_as_of_a_day_counts_the_guests_said_until_then(tmp_path):
    import datetime as dt

    with opened(tmp_path) as ledger:
        take(ledger, *EVERY)
        then = document(ledger, SETTINGS, stages=STAGES, as_of=dt.date(2030, 1, 4))
        said = {c["gist"] for c in then["claims"]}
        assert "BRIDGE was shut." in said
        assert "BRIDGE opens." not in said
