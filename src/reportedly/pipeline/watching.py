"""`watch`: feeds read again and again, what is new in them taken into the ledger, what that changed told.

What is known of a feed is a row: when it was asked, what state the server named, which entries were read, why it failed.
The row is written after its entries are in the ledger, so that a run stopped at any point reads a few entries again and
misses none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol

from reportedly.errors import EmptyEntry, ReadError, UsageError, internal
from reportedly.ledger import Feed, Ledger
from reportedly.model import Hints, Snapshot
from reportedly.pipeline.events import Recorder
from reportedly.pipeline.reading import Observe, Summary, problem, read
from reportedly.pipeline.stages import Stages
from reportedly.settings import Limits, Settings

AT_ONCE = 8
"""Feeds asked at the same time; of one host never more than one."""
LONGEST_WAIT = dt.timedelta(days=1)
"""A feed that fails again and again is asked once a day."""
MOST_SEEN = 5_000
"""Entries of one feed that are remembered beside those it has now."""

Item = Snapshot | ReadError
Clock = Callable[[], dt.datetime]


class Answer(Protocol):
    """What `reportedly.read.FeedRead` offers."""

    @property
    def items(self) -> tuple[Item, ...] | None: ...
    @property
    def etag(self) -> str | None: ...
    @property
    def modified(self) -> str | None: ...
    @property
    def private(self) -> bool: ...


class Web(Protocol):
    """What watching asks of the web: `reportedly.read.Web` offers it."""

    def feed(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer: ...
    def page(self, url: str, *, private: bool | None = None) -> Iterator[Item]: ...


def web_of(settings: Settings) -> Any:
    """The web as the settings allow it; connects to nothing yet."""
    from reportedly.read import Web as Made  # noqa: PLC0415 -- only where something is fetched

    return Made(settings)


def feed_addresses(names: Sequence[str], limits: Limits) -> list[str]:
    """The addresses of feeds that a person means: addresses, and those in OPML files, each once, in that order.

    Raises:
        ReadError: a file cannot be read or names none.
    """
    from reportedly.read import feed_addresses as found  # noqa: PLC0415

    return list(dict.fromkeys(found(names, limits)))


@dataclass
class Round:
    """What one round of watching did; grows while it runs."""

    asked: int = 0
    put_off: int = 0
    """Not yet due, or put off by a failure."""
    unchanged: int = 0
    entries: int = 0
    """New or changed ones."""
    summary: Summary = field(default_factory=Summary)
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch."""

    feeds: tuple[str, ...]
    every: dt.timedelta
    pages: bool = False
    """Read the pages that entries link to instead of what the feed has of them."""


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def chosen(ledger: Ledger, names: Sequence[str]) -> tuple[str, ...]:
    """The feeds to watch: those named, else all that were watched before.

    Raises:
        UsageError: none.
    """
    found = tuple(names) or tuple(feed.url for feed in ledger.feeds())
    if not found:
        raise UsageError("no feed is named, and none was watched before", hint="reportedly watch https://…")
    return found


def poll(
    ledger: Ledger,
    watch: Watch,
    settings: Settings,
    *,
    stages: Stages,
    web: Web,
    now: Clock = utc_now,
    at_once: bool = False,
    observe: Observe | None = None,
    done: Round | None = None,
) -> Round:
    """One round: ask the feeds that are due (`at_once`: all that no server put off), read what is new, compare.

    Raises:
        LedgerError: the ledger can no longer be written; what was stored before is kept.
        NoModel: the language pipeline is not there.
    """
    done = done if done is not None else Round()
    known = {feed.url: feed for feed in ledger.feeds()}
    feeds = [known.get(url, Feed(url)) for url in watch.feeds]
    time = moment(now())
    due = [f for f in feeds if not f.due or f.due <= time or (at_once and not f.failed)]
    done.put_off = len(feeds) - len(due)
    recorder = Recorder(ledger, stages)

    def items() -> Iterator[Item]:
        taking = _Taking(ledger, watch, web, done, now)
        for feed, answer in _asked(web, due):
            yield from taking.items(feed, answer)

    ours = replace(stages, read=lambda *_: items(), build=recorder.build, count=lambda _: 0)
    try:
        read(ledger, (), settings, stages=ours, observe=observe, summary=done.summary)
    finally:
        done.events += recorder.events()
    return done


def _asked(web: Web, feeds: Sequence[Feed]) -> Iterator[tuple[Feed, Answer | ReadError]]:
    """The answers, in the order of the feeds. Asked in threads that may be left behind when the person stops it."""
    waiting: queue.SimpleQueue[tuple[Feed, queue.SimpleQueue[Any]]] = queue.SimpleQueue()
    answers: list[tuple[Feed, queue.SimpleQueue[Any]]] = [(feed, queue.SimpleQueue()) for feed in feeds]
    for pair in answers:
        waiting.put(pair)

    def work() -> None:
        while True:
            try:
                feed, place = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                place.put(web.feed(feed.url, etag=feed.etag, modified=feed.modified))
            except ReadError as error:
                place.put(error)
            except Exception as error:  # noqa: BLE001 -- one feed must not end the watch
                place.put(ReadError(internal(error).line(), where=feed.url))

    for _ in range(min(AT_ONCE, len(feeds))):
        threading.Thread(target=work, daemon=True, name="watch").start()
    for feed, place in answers:
        yield feed, place.get()


@dataclass(frozen=True, slots=True)
class _Taking:
    """From answers to entries, and to the rows of their feeds."""

    ledger: Ledger
    watch: Watch
    web: Web
    done: Round
    now: Clock

    def items(self, feed: Feed, answer: Answer | ReadError) -> Iterator[Item]:
        """The new entries of one feed; its row, once they are in the ledger."""
        self.done.asked += 1
        if isinstance(answer, ReadError):
            answer.where = feed.url
            yield answer
            self.ledger.put_feed(_failed(feed, answer, self.watch.every, self.now()))
            return
        self.ledger.forget_failure(feed.url)
        now = self.now()
        well = replace(feed, checked=moment(now), due=moment(now + self.watch.every), failed=0, problem=None)
        if answer.items is None:
            self.done.unchanged += 1
            self.ledger.put_feed(well)
            return
        present: dict[str, None] = {}
        left = yield from self._entries(answer, frozenset(feed.seen), present)
        kept = [key for key in feed.seen if key not in present][:MOST_SEEN]
        # what could not be had is there to be seen the next time: so the server must send the feed again
        etag, modified = (None, None) if left else (answer.etag, answer.modified)
        self.ledger.put_feed(replace(well, etag=etag, modified=modified, seen=(*present, *kept)))

    def _entries(self, answer: Answer, seen: frozenset[str], present: dict[str, None]) -> Generator[Item, None, bool]:
        """The new ones; True where one could not be had now. What need not be read again goes into `present`."""
        left = False
        for found in answer.items or ():
            # an entry without text is worth a look at its page
            item = found.entry if isinstance(found, EmptyEntry) and self.watch.pages and found.entry.url else found
            if not isinstance(item, Snapshot):
                yield item
                continue
            key = entry_key(item, pages=self.watch.pages)
            if key not in seen and key not in present:
                self.done.entries += 1
                if not (yield from self._entry(item, private=answer.private)):
                    left = True
                    continue
            present[key] = None
        return left

    def _entry(self, item: Snapshot, *, private: bool) -> Generator[Item, None, bool]:
        """One entry, or the page it links to; False where that may be had another time."""
        if not (self.watch.pages and item.url):
            yield item
            return True
        passing = False
        for found in self.web.page(item.url, private=None if private else False):
            if isinstance(found, Snapshot):
                yield of_entry(found, item)
            else:
                passing = passing or bool(getattr(found, "passing", False))
                yield found
        return not passing


def of_entry(page: Snapshot, entry: Snapshot) -> Snapshot:
    """A page with what the feed says of it: the page knows itself best, but for its days, which many pages leave out."""
    said = entry.hints
    return replace(page, hints=Hints(id=said.id, published=said.published, updated=said.updated, basis="feed"))


def with_pages(stages: Stages, web: Web) -> Stages:
    """The stages, but that an entry of a feed is replaced by the page it links to."""

    def reading(inputs: Sequence[str], limits: Limits, stdin: BinaryIO | None) -> Iterator[Item]:
        for item in stages.read(inputs, limits, stdin):
            entry = item.entry if isinstance(item, EmptyEntry) else item
            if isinstance(entry, Snapshot) and entry.hints.basis == "feed" and entry.url:
                for found in web.page(entry.url, private=False if entry.retrieved else None):
                    yield of_entry(found, entry) if isinstance(found, Snapshot) else found
            else:
                yield item

    return replace(stages, read=reading)


def entry_key(item: Snapshot, *, pages: bool) -> str:
    """A hash by which an entry is known again: it changes with what the entry says, so that an edited one is read again.

    Where pages are read, the entry's text has no part in it: many feeds change that with every reading.
    """
    content = item.content if isinstance(item.content, bytes) else item.content.encode("utf-8", "surrogatepass")
    hints = item.hints
    changed = (hints.updated,) if hints.updated else ()
    said = (hints.id, item.url, hints.title, hints.published, pages, *changed)
    digest = hashlib.sha256(repr(said).encode("utf-8", "surrogatepass"))
    if not pages:
        digest.update(content)
    return digest.hexdigest()[:24]


def _failed(feed: Feed, error: ReadError, every: dt.timedelta, now: dt.datetime) -> Feed:
    """The row of a feed that could not be read: asked again after a wait that doubles, or when the server says."""
    failed = feed.failed + 1
    wait = min(every * 2 ** min(failed - 1, 20), max(LONGEST_WAIT, every))
    after = getattr(error, "retry_after", None)
    if after:
        wait = max(wait, min(dt.timedelta(seconds=after), 7 * LONGEST_WAIT))
    told = problem(feed.url, error).line
    return replace(feed, checked=moment(now), due=moment(now + wait), failed=failed, problem=told)


def next_due(ledger: Ledger, watch: Watch) -> str | None:
    """When the first of the feeds is due."""
    dues = {feed.url: feed.due for feed in ledger.feeds()}
    return min((dues.get(url) or "" for url in watch.feeds), default=None)
