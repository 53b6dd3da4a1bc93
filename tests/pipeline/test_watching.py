"""Feeds read again and again: what is asked, what is taken, what is kept over restarts, what is told."""

import datetime as dt
import json
from dataclasses import dataclass, field, replace

import pytest

from fakes import snapshots, stages
from reportedly.errors import BadStatus, BrokenAnswer, RobotsDenied, TimedOut, UsageError
from reportedly.ledger import Ledger
from reportedly.model import Hints, Snapshot
from reportedly.pipeline import Watch, chosen, document, poll, read, remove, with_pages
from reportedly.pipeline.watching import entry_key, next_due
from reportedly.read import FeedRead
from reportedly.settings import Settings

START = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)
HALF_HOUR = dt.timedelta(minutes=30)
A = "https://post.example/feed"
B = "https://wire.example/feed"


def entry(number, text, title="One", outlet="Harbour Post", day="2030-01-01", site="post"):
    return Snapshot(
        f"{A}!{number}",
        f"{title} | {outlet} | {day}\n{text}",
        "text/plain",
        url=f"https://{site}.example/{number}",
        hints=Hints(id=str(number), basis="feed"),
    )


@dataclass
class Web:
    """Feeds and pages: an error is raised, a list is what changed, None is not changed."""

    feeds: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    private: bool = False

    def feed(self, url, *, etag=None, modified=None):
        self.asked.append((url, etag, modified))
        found = self.feeds[url]
        if isinstance(found, Exception):
            raise found
        items = None if found is None else tuple(found)
        return FeedRead(items, f'"{len(self.asked)}"', "then", self.private)

    def page(self, url, *, private=None):
        self.asked.append((url, private))
        yield self.pages[url]


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as made:
        yield made


def once(ledger, web, *, at=START, feeds=(A,), pages=False, parts=None, **asked):
    watch = Watch(tuple(feeds), HALF_HOUR, pages)
    return poll(ledger, watch, Settings(), stages=parts or stages(), web=web, now=lambda: at, **asked)


FERRY = entry(1, "FERRY sank at noon. Nobody was hurt.")
LATER = entry(2, "FERRY sank at noon. It will be raised.", "Two", "Delta Wire", "2030-01-02")


def test_what_is_new_is_read_and_told(ledger):
    web = Web({A: [FERRY]})
    first = once(ledger, web)
    assert (first.asked, first.entries, first.summary.new) == (1, 1, 1)
    [event] = first.events
    assert event["schema"] == "reportedly/event/1"
    assert event["story"]["title"] == "One"
    assert {c["gist"] for c in event["new"]} == {"FERRY sank at noon.", "Nobody was hurt."}
    assert (event["conflicts"], event["settled"]) == ([], [])
    web.feeds[A] = [LATER, FERRY]
    second = once(ledger, web, at=START + HALF_HOUR)
    assert (second.entries, second.summary.new, second.summary.known) == (1, 1, 0)
    [event] = second.events
    assert [c["gist"] for c in event["new"]] == ["It will be raised."]
    assert len(event["articles"]) == 1
    assert json.dumps(event)


def test_conflicts_and_settled_forecasts_are_told_once(ledger):
    web = Web({A: [FERRY, LATER]})
    once(ledger, web)
    web.feeds[A] = [entry(3, "FERRY was not hurt. They did raise it.", "Three", day="2030-01-03")]
    [event] = once(ledger, web, at=START + HALF_HOUR).events
    assert {(c["kind"], c["on"]) for c in event["conflicts"]} == {("conflict", "polarity")}
    assert all(side["gist"] for c in event["conflicts"] for side in (c["a"], c["b"]))
    assert [c["gist"] for c in event["settled"]] == ["It will be raised."]
    web.feeds[A] = [entry(4, "FERRY sank at noon.", "Four", day="2030-01-04")]
    assert once(ledger, web, at=START + 2 * HALF_HOUR).events == [], "said again: nothing is new"


def test_stories_that_join_bring_no_old_news(ledger):
    web = Web({A: [FERRY, entry(5, "BRIDGE is closed.", "Five")]})
    assert len(once(ledger, web).events) == 2
    web.feeds[A] = [entry(6, "JOIN them now.", "Six", day="2030-01-05")]
    [event] = once(ledger, web, at=START + HALF_HOUR).events
    assert [c["gist"] for c in event["new"]] == ["JOIN them now."]


def test_only_stories_that_are_made_again_are_looked_at(ledger, monkeypatch):
    web = Web({A: [FERRY, entry(5, "BRIDGE is closed.", "Five")]})
    once(ledger, web)
    looked = []
    real = Ledger.story_ledger
    monkeypatch.setattr(Ledger, "story_ledger", lambda self, story: looked.append(story) or real(self, story))
    web.feeds[A] = [LATER]
    [event] = once(ledger, web, at=START + HALF_HOUR).events
    assert set(looked) == {event["story"]["id"]}


# ---- what is asked


def test_the_state_of_the_server_is_named_and_kept(ledger):
    web = Web({A: [FERRY]})
    once(ledger, web)
    web.feeds[A] = None
    done = once(ledger, web, at=START + HALF_HOUR)
    assert (done.unchanged, done.entries, done.events) == (1, 0, [])
    once(ledger, web, at=START + 2 * HALF_HOUR)
    assert web.asked == [(A, None, None), (A, '"1"', "then"), (A, '"1"', "then")]


def test_a_feed_that_is_not_due_is_not_asked(ledger):
    web = Web({A: [FERRY], B: [LATER]})
    once(ledger, web)
    done = once(ledger, web, at=START + HALF_HOUR / 2, feeds=(A, B))
    assert (done.asked, done.put_off) == (1, 1)
    assert next_due(ledger, Watch((A, B), HALF_HOUR)) == "2030-01-01T12:30:00Z"
    assert once(ledger, web, at=START + HALF_HOUR / 2, at_once=True).asked == 1


def test_state_is_kept_over_restarts(tmp_path):
    web = Web({A: [FERRY]})
    path = str(tmp_path / "l.db")
    with Ledger.open(path, create=True) as ledger:
        once(ledger, web)
    with Ledger.open(path) as ledger:
        assert chosen(ledger, ()) == (A,)
        web.feeds[A] = [FERRY, LATER]
        done = once(ledger, web, at=START + HALF_HOUR)
        assert (done.entries, done.summary.new, done.summary.known) == (1, 1, 0)
        assert web.asked[-1] == (A, '"1"', "then")


def test_without_feeds_there_is_nothing_to_watch(ledger):
    with pytest.raises(UsageError):
        chosen(ledger, ())


# ---- what fails


def test_one_feed_that_fails_is_a_row_and_the_others_go_on(ledger):
    web = Web({A: BrokenAnswer("it breaks off", where=A), B: [FERRY]})
    done = once(ledger, web, feeds=(A, B))
    assert (done.summary.new, [f.code for f in done.summary.failures]) == (1, ["net.broken"])
    assert [(f["input"], f["code"]) for f in ledger.failures()] == [(A, "net.broken")]
    [failed, well] = ledger.feeds()
    assert (failed.failed, failed.due) == (1, "2030-01-01T12:30:00Z")
    assert "it breaks off" in failed.problem
    assert (well.failed, well.problem) == (0, None)
    web.feeds[A] = [LATER]
    once(ledger, web, at=START + HALF_HOUR)
    assert ledger.failures() == []
    assert [f.failed for f in ledger.feeds()] == [0, 0]


def test_waits_double_up_to_a_day_and_a_server_is_listened_to(ledger):
    web = Web({A: TimedOut("late", where=A)})
    at, waits = START, []
    for _ in range(9):
        once(ledger, web, at=at)
        due = dt.datetime.fromisoformat(ledger.feeds()[0].due)
        waits.append((due - at) / HALF_HOUR)
        at = due
    assert waits == [1, 2, 4, 8, 16, 32, 48, 48, 48]
    web.feeds[A] = BadStatus(429, where=A, retry_after=3 * 24 * 3600)
    once(ledger, web, at=at)
    assert dt.datetime.fromisoformat(ledger.feeds()[0].due) - at == dt.timedelta(days=3)


def test_a_fault_of_the_program_in_one_feed_is_a_failure_too(ledger):
    web = Web({A: ZeroDivisionError("oh\nno"), B: [FERRY]})
    done = once(ledger, web, feeds=(A, B))
    assert done.summary.new == 1
    assert "\n" not in done.summary.failures[0].line


def test_an_entry_that_cannot_be_read_is_tried_once(ledger):
    web = Web({A: [entry(1, "")]})
    assert once(ledger, web).summary.failures
    assert not once(ledger, web, at=START + HALF_HOUR).summary.failures


@pytest.mark.parametrize("calls", range(1, 9))
def test_stopped_anywhere_nothing_is_missed(tmp_path, calls, monkeypatch):
    """Ctrl-C at the nth write; the next watch has it all."""
    count = iter(range(1, 1000))
    write = Ledger._write
    web = Web({A: [FERRY, LATER], B: [entry(3, "BRIDGE is closed.", "Three", site="wire")]})

    def writes(self):
        if next(count) == calls:
            raise KeyboardInterrupt
        return write(self)

    with Ledger.open(str(tmp_path / "l.db"), create=True) as ledger:
        monkeypatch.setattr(Ledger, "_write", writes)
        with pytest.raises(KeyboardInterrupt):
            once(ledger, web, feeds=(A, B))
        monkeypatch.setattr(Ledger, "_write", write)
        once(ledger, web, feeds=(A, B), at_once=True)
        assert {a.title for a in ledger.articles(ledger.article_ids())} == {"One", "Two", "Three"}
        assert len(ledger.stories()) == 2
        assert [len(f.seen) for f in ledger.feeds()] == [2, 1]


# ---- entries and pages


def test_an_edited_entry_is_read_again(ledger):
    web = Web({A: [FERRY]})
    once(ledger, web)
    web.feeds[A] = [entry(1, "FERRY sank at noon. Two were hurt.")]
    done = once(ledger, web, at=START + HALF_HOUR)
    assert (done.entries, done.summary.versions) == (1, 1)


def test_an_entry_twice_in_a_feed_is_one(ledger):
    assert once(ledger, Web({A: [FERRY, FERRY]})).entries == 1


def test_the_linked_pages_are_read_when_asked(ledger):
    page = Snapshot("https://post.example/1", "Whole | Harbour Post | 2030-01-01\nFERRY sank. All of it.", "text/plain", url="https://post.example/1")  # fmt: skip
    web = Web({A: [FERRY]}, {"https://post.example/1": page})
    once(ledger, web, pages=True)
    assert web.asked[1:] == [("https://post.example/1", False)], "a public feed does not lead into the own net"
    assert [a.title for a in ledger.articles(ledger.article_ids())] == ["Whole"]
    web.private = True
    web.feeds[A] = [entry(2, "FERRY.")]
    web.pages["https://post.example/2"] = page
    once(ledger, web, pages=True, at=START + HALF_HOUR)
    assert web.asked[-1] == ("https://post.example/2", None), "a feed of the own net may"


def test_a_page_that_may_be_had_later_is_asked_for_again(ledger):
    url = FERRY.url
    web = Web({A: [FERRY]}, {url: TimedOut("late", where=url)})
    assert once(ledger, web, pages=True).summary.failures
    assert ledger.feeds()[0].etag is None, "else the server would not send the feed again"
    web.pages[url] = RobotsDenied("no", where=url)
    once(ledger, web, pages=True, at=START + HALF_HOUR)
    assert ledger.feeds()[0].etag
    before = len(web.asked)
    once(ledger, web, pages=True, at=START + 2 * HALF_HOUR)
    assert len(web.asked) == before + 1, "a lasting refusal is final"


def test_read_with_pages(ledger):
    page = Snapshot(FERRY.url, "Whole | P | 2030-01-01\nFERRY sank.", "text/plain", url=FERRY.url)
    plain = Snapshot("file", "File | P | 2030-01-01\nBRIDGE.", "text/plain", file="file")
    web = Web(pages={FERRY.url: page})
    read(ledger, ["-"], Settings(), stages=with_pages(stages(read=snapshots(FERRY, plain)), web))
    assert {a.title for a in ledger.articles(ledger.article_ids())} == {"Whole", "File"}


def test_the_key_of_an_entry():
    assert entry_key(FERRY, pages=False) != entry_key(entry(1, "Edited."), pages=False)
    assert entry_key(FERRY, pages=True) == entry_key(entry(1, "Edited."), pages=True)
    assert entry_key(FERRY, pages=True) != entry_key(FERRY, pages=False), "reading pages from now on reads them all"
    dated = replace(FERRY, hints=replace(FERRY.hints, updated="2030-01-02"))
    assert entry_key(dated, pages=True) != entry_key(FERRY, pages=True), "the feed says that the page was changed"
    assert "ferry" not in entry_key(FERRY, pages=False).lower()


def test_what_was_removed_stays_away(ledger):
    web = Web({A: [FERRY]})
    once(ledger, web)
    [article] = ledger.article_ids()
    remove(ledger, article, stages())
    web.feeds[A] = [FERRY, LATER]
    once(ledger, web, at=START + HALF_HOUR)
    assert article not in ledger.article_ids()


def test_a_story_that_cannot_be_made_is_a_failure_of_the_round(ledger):
    done = once(ledger, Web({A: [entry(1, "FERRY FAIL.")]}))
    assert [f.code for f in done.summary.failures] == ["internal"]
    assert done.events == []
    again = once(ledger, Web({A: None}), at=START + HALF_HOUR, parts=stages(build=_empty))
    assert not again.summary.failures


def _empty(story, articles, annotations, **kwargs):
    from reportedly.model import StoryLedger

    return StoryLedger(story, tuple(a.id for a in articles))


def test_the_document_is_that_of_reading_the_same_as_files(ledger, tmp_path):
    """How it came in decides nothing."""
    once(ledger, Web({A: [FERRY], B: [LATER]}), feeds=(A, B))
    with Ledger.open(str(tmp_path / "other.db"), create=True) as other:
        read(other, ["-"], Settings(), stages=stages(read=snapshots(LATER, FERRY)))
        assert document(other, Settings(), stages=stages()) == document(ledger, Settings(), stages=stages())
