"""Stories that grow with a ledger: each run costs what it touches, and the outcome is that of reading everything at once."""

import random
import sqlite3

import pytest

from fakes import profile as one_word
from fakes import snapshots, stages
from reportedly import stories
from reportedly.codec import encode
from reportedly.ledger import Index, Ledger
from reportedly.model import Anchor, Judgement, Profile, Snapshot
from reportedly.pipeline import document, finish, grouping, read, rebuild, remove
from reportedly.settings import Settings

SETTINGS = Settings()
REAL = {"group": stories.group, "arrange": stories.arrange, "judged": stories.judged}


def two_words(article, annotations):
    """What `fakes.profile` says, in two words, since one is not enough to be compared by."""
    word = next(iter(one_word(article, annotations).weights)).lower()
    return Profile(article.id, article.said, {f"{word}a": 0.6, f"{word}b": 0.8}, article.title)


def real(**other):
    return stages(**({"profile": two_words} | REAL | other))


def take(ledger, *items, **other):
    files = [Snapshot(i.split(" |")[0], i, "text/plain", file=f"{i.split(' |')[0]}.txt") for i in items]
    return read(ledger, ["-"], SETTINGS, stages=real(read=snapshots(*files), **other))


def texts(words, days=3):
    return [f"{w} {d} | Outlet {d} | 2030-01-0{d + 1}\n{w} is told. It is day {d}." for w in words for d in range(days)]


WORDS = ["FERRY", "BRIDGE", "TRIAL", "STRIKE"]


def opened(tmp_path, name="l"):
    return Ledger.open(str(tmp_path / f"{name}.db"), create=True)


def titles(ledger):
    """The stories as sets of titles."""
    title = {a.id: a.title for a in ledger.articles(ledger.article_ids())}
    found = {}
    for article, story in ledger.membership().items():
        found.setdefault(story, []).append(title[article])
    return sorted(sorted(some) for some in found.values())


def test_any_order_in_any_runs_gives_the_same_bytes(tmp_path):
    every = texts(WORDS)
    with opened(tmp_path, "whole") as whole:
        take(whole, *every)
        wanted = encode(document(whole, SETTINGS, stages=real()))
        assert len(whole.stories()) == 4
    for seed in range(3):
        chance, left = random.Random(seed), every[:]
        chance.shuffle(left)
        with opened(tmp_path, f"p{seed}") as pieces:
            while left:
                size = chance.randint(1, 4)
                take(pieces, *left[:size])
                left = left[size:]
            assert encode(document(pieces, SETTINGS, stages=real())) == wanted


def test_an_arrival_touches_its_own_story_only(tmp_path, monkeypatch):
    asked = []
    profiles = Index.profiles
    with opened(tmp_path) as ledger:
        take(ledger, *texts(WORDS))
        monkeypatch.setattr(Index, "profiles", lambda self, ids: asked.extend(ids) or profiles(self, ids))
        summary = take(ledger, "FERRY 9 | Outlet 9 | 2030-01-09\nFERRY is told again.")
        assert summary.stories == 1
        assert len(set(asked)) == 4
        assert [len(some) for some in titles(ledger)] == [3, 4, 3, 3]


def test_more_than_fit_into_one_transaction_are_grouped(tmp_path, monkeypatch):
    with opened(tmp_path) as ledger:
        monkeypatch.setattr(grouping, "AT_A_TIME", 5)
        take(ledger, *texts(WORDS))
        assert not ledger.waits()
        assert not ledger.unmade()
        assert all(len(some) == 3 for some in titles(ledger))


def test_nothing_to_do_reads_nothing(tmp_path, monkeypatch):
    with opened(tmp_path) as ledger:
        take(ledger, *texts(WORDS))
        monkeypatch.setattr(Ledger, "profiles", None)
        assert finish(ledger, real()).made == 0


def test_a_removed_article_splits_what_it_held_together(tmp_path):
    def words(article, annotations):
        parts = article.text.split(".")[0].split()
        return Profile(article.id, article.said, dict.fromkeys(parts, len(parts) ** -0.5), article.title)

    other = {"profile": words}
    with opened(tmp_path) as ledger:
        take(
            ledger,
            "1 | O | 2030-01-01\nferry pier smoke fire.",
            "2 | P | 2030-01-02\ninquest captain court verdict.",
            **other,
        )
        assert titles(ledger) == [["1"], ["2"]]
        old = dict(ledger.membership())
        take(ledger, "3 | Q | 2030-01-03\nferry pier smoke fire inquest captain court verdict.", **other)
        assert titles(ledger) == [["1", "2", "3"]]
        third = next(a.id for a in ledger.articles(ledger.article_ids()) if a.title == "3")
        remove(ledger, third, real(**other))
        assert titles(ledger) == [["1"], ["2"]]
        assert ledger.membership() == old


def test_a_removed_article_leaves_no_word_in_the_index(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *texts(["FERRY"]))
        for article in ledger.article_ids():
            remove(ledger, article, real())
    with sqlite3.connect(tmp_path / "l.db") as c:
        for table in ("lead_terms", "grouped", "groups", "arrivals", "unmade", "profiles"):
            assert c.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def judge(ledger, kind, a, b):
    anchors = (Anchor("subject", a), Anchor("object", b))
    stories_of = {ledger.membership()[a], ledger.membership()[b]}
    ledger.judge(
        Judgement("", kind, a, b, None, "A. Reader", "2030-02-01", "article", None, anchors), sorted(stories_of)
    )
    finish(ledger, real())


def named(ledger, title):
    return next(a.id for a in ledger.articles(ledger.article_ids()) if a.title == title)


def test_judgements_join_and_part_stories_and_are_taken_back(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *texts(WORDS[:2], 2))
        ferry, bridge = named(ledger, "FERRY 0"), named(ledger, "BRIDGE 1")
        judge(ledger, "same-story", ferry, bridge)
        assert titles(ledger) == [["BRIDGE 0", "BRIDGE 1", "FERRY 0", "FERRY 1"]]
        take(ledger, "BRIDGE 7 | Outlet 7 | 2030-01-08\nBRIDGE is told. More of it.")
        assert len(titles(ledger)) == 1, "it holds for what comes later"
        judge(ledger, "different-story", ferry, bridge)
        assert titles(ledger) == [["BRIDGE 0", "BRIDGE 1", "BRIDGE 7"], ["FERRY 0", "FERRY 1"]]
        judge(ledger, "different-story", named(ledger, "FERRY 1"), ferry)
        assert len(titles(ledger)) == 3
        rebuild(ledger, real())
        assert len(titles(ledger)) == 3, "judgements stay"


def test_a_judgement_about_a_removed_article_harms_nothing(tmp_path):
    with opened(tmp_path) as ledger:
        take(ledger, *texts(WORDS[:2], 2))
        ferry, bridge = named(ledger, "FERRY 0"), named(ledger, "BRIDGE 1")
        judge(ledger, "same-story", ferry, bridge)
        remove(ledger, ferry, real())
        assert titles(ledger) == [["BRIDGE 0", "BRIDGE 1"], ["FERRY 1"]]


@pytest.mark.parametrize("lost", ["grouped", "made"])
def test_what_was_left_undone_is_done_by_the_next_run(tmp_path, lost, monkeypatch):
    """Ctrl-C after the groups were written, before or after the first story was made of them."""
    with opened(tmp_path) as ledger:
        take(ledger, *texts(WORDS))
        put, calls = Ledger.put_story, []

        def stop(self, *args, **kwargs):
            calls.append(1)
            if len(calls) > (lost == "made"):
                raise KeyboardInterrupt
            return put(self, *args, **kwargs)

        monkeypatch.setattr(Ledger, "put_story", stop)
        with pytest.raises(KeyboardInterrupt):
            take(ledger, *[f"{w} 9 | Outlet 9 | 2030-01-09\n{w} is told again." for w in WORDS])
        monkeypatch.setattr(Ledger, "put_story", put)
        assert ledger.unmade()
        assert ledger.pending()
        take(ledger)
        assert all(len(some) == 4 for some in titles(ledger))
        assert not ledger.pending()
        assert not ledger.unmade()
