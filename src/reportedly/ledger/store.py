"""The ledger: one object over one file.

Every method that changes something is one transaction: it happens as a whole or not at all. Every method raises
LockedLedger, CannotWrite or LedgerError (`opening.coded`) where the database refuses.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sqlalchemy.engine import Connection, Engine

from reportedly.errors import EvidenceMismatch, NotInLedger, ReportedlyError, UsageError
from reportedly.ledger import browsing, grouping, judging, reading, watching, writing
from reportedly.ledger.grouping import Index
from reportedly.ledger.opening import WAIT_SECONDS, coded, open_engine
from reportedly.ledger.records import Added, Feed, Foretelling, Hit, Maker, Original, Outcome, Source
from reportedly.model import Annotations, Article, Assertion, Entity, Judgement, Profile, Shared, Story, StoryLedger


def story_name(story: str) -> str:
    """Under which name the failure to make a story is kept."""
    return f"story {story}"


def with_article(noun: str) -> str:
    """ "an article", "a claim"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


class Ledger:
    """Use as a context manager, or `close` it."""

    def __init__(self, engine: Engine, path: Path, pinned: Connection | None = None) -> None:
        self._engine = engine
        self._pinned = pinned
        self.path = path

    @classmethod
    def open(cls, db: str, *, create: bool = False, write: bool = True, wait: float = WAIT_SECONDS) -> Ledger:
        """Open the ledger in a file (`PATH` or `sqlite:///PATH`), bringing an older one up to date.

        `wait` is in seconds: how long another writer is waited for.

        Raises:
            NoLedger: there is none and `create` is False.
            NotALedger: another kind of file or database; it is left as it was.
            NewerLedger: written by a newer version; it is left as it was.
            LockedLedger, CannotWrite: another writer, or no permission.
        """
        engine, path = open_engine(db, create=create, write=write, wait=wait)
        return cls(engine, path)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Ledger]:
        """The ledger as it is now: several questions in a row get answers of one moment."""
        with self._read() as connection:
            yield Ledger(self._engine, self.path, connection)

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        if self._pinned is not None:
            with coded(str(self.path)):
                yield self._pinned
            return
        with coded(str(self.path)), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        with (
            coded(str(self.path)),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection

    # ---- articles

    def begin_run(self) -> int:
        """The number of a new run: what one `read` or `rebuild` records has it in common."""
        with self._write() as c:
            return writing.begin_run(c)

    def standing(self, article: Article, source: Source) -> Outcome:
        """What `add` would make of the article, so that nobody annotates what is known."""
        with self._read() as c:
            return writing.standing(c, article, source)

    def add(
        self,
        article: Article,
        source: Source,
        made: tuple[Annotations, Maker, Profile] | None,
        *,
        run: int,
        name: str | None = None,
    ) -> Added:
        """Take an article in with its bytes and statements; a failure kept under `name` is over.

        Statements that break the evidence rule are refused and given back; the others are kept.
        """
        with self._write() as c:
            added = writing.add(c, article, source, made, run)
            if name is not None:
                writing.forget_failure(c, name)
            return added

    def append(
        self, article: Article, made: tuple[Annotations, Maker, Profile], *, run: int
    ) -> tuple[EvidenceMismatch, ...]:
        """Append a new reading of a kept article (`rebuild`); what broke the evidence rule comes back."""
        with self._write() as c:
            return writing.record(c, article, made, run)

    def remove(self, article: str) -> None:
        """Erase an article's text, bytes, statements and index, and what its story derived; leave a tombstone.

        The story is stale afterwards: `pipeline.finish` makes it again.

        Raises:
            NotInLedger: no article has that id.
        """
        with self._write() as c:
            if article not in reading.addresses(c, article):
                raise NotInLedger(f"no article {article!r}", where=str(self.path))
            writing.remove(c, article)
        with coded(str(self.path)), self._engine.connect() as c:
            # the erased words still stand in the journal until it is written back
            c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def article_ids(self) -> list[str]:
        with self._read() as c:
            return reading.article_ids(c)

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """By id, each with `version_of` set."""
        with self._read() as c:
            return reading.articles(c, ids)

    def versions(self, ids: Sequence[str]) -> dict[str, str]:
        """Article -> the version before it, of these and their other versions."""
        with self._read() as c:
            return reading.versions(c, ids)

    def annotations(self, ids: Sequence[str]) -> dict[str, Annotations]:
        """What the latest reading of each article says."""
        with self._read() as c:
            return reading.statements(c, ids)

    def makers(self, ids: Sequence[str]) -> list[Maker]:
        """Who made those latest readings."""
        with self._read() as c:
            return reading.makers(c, ids)

    def profiles(self, ids: Sequence[str] | None = None) -> list[Profile]:
        """By article id; None: all."""
        with self._read() as c:
            return reading.profiles(c, ids)

    def find_article(self, name: str) -> str:
        """The id of the one article that a name means: an id or its beginning, a file, an address.

        Raises:
            NotInLedger: none.
            UsageError: several.
        """
        with self._read() as c:
            found = reading.addresses(c, name)
        if not found:
            raise NotInLedger(f"no article {name!r}", where=str(self.path), hint="list them with: reportedly articles")
        if len(found) > 1:
            raise UsageError(f"{name!r} may be {len(found)} articles: {', '.join(found[:5])}", hint="give a whole id")
        return found[0]

    # ---- stories

    def stories(self) -> list[Story]:
        with self._read() as c:
            return reading.stories(c)

    def story(self, ident: str) -> Story:
        """One story, by its present id (`resolve` tells it)."""
        with self._read() as c:
            return reading.one_story(c, ident)

    def stories_page(self, limit: int, offset: int = 0) -> list[browsing.Card]:
        """Some stories with their counts, the one last heard of first, those without a day at the end."""
        with self._read() as c:
            return browsing.stories_page(c, limit, offset)

    def news(self, stories: Sequence[str], since: str) -> dict[str, browsing.News]:
        """Story -> what it has of articles that the ledger got after that moment (UTC), for those that have any."""
        with self._read() as c:
            return browsing.news(c, stories, since)

    def titles(self, stories: Sequence[str]) -> dict[str, str]:
        """Story -> title, by their present ids."""
        with self._read() as c:
            return browsing.titles(c, stories)

    def state(self) -> tuple[int, ...]:
        """Equal for as long as nothing changes that a view shows."""
        with self._read() as c:
            return browsing.state(c)

    def foretellers(self, stories: Sequence[str]) -> dict[str, set[str]]:
        """Who is named and foretold something in these stories: key -> the names."""
        with self._read() as c:
            return browsing.foretellers(c, stories)

    def foretold(self, keys: Sequence[str]) -> dict[tuple[str, str, str], int]:
        """(key, name, outcome) -> how many things these speakers foretold, in all stories."""
        with self._read() as c:
            return browsing.foretold(c, keys)

    def scored(self, keys: Sequence[str] | None = None) -> list[Foretelling]:
        """What is settled and has a probability that counts, in the order made; of these speakers, None: of all."""
        with self._read() as c:
            return browsing.scored(c, keys)

    def assertions(self, ids: Sequence[str]) -> dict[str, Assertion]:
        """As their stories have them; what no story has is left out."""
        with self._read() as c:
            return browsing.assertions(c, ids)

    def story_counts(self) -> dict[str, dict[str, int]]:
        """Story -> how many `articles`, `outlets` and `claims`."""
        with self._read() as c:
            return reading.story_counts(c)

    def stale(self) -> set[str]:
        """Stories whose articles changed since they were made."""
        with self._read() as c:
            return reading.stale(c)

    def pending(self) -> list[str]:
        """Articles that are in no story yet: an interrupted run left them."""
        with self._read() as c:
            return reading.pending(c)

    def membership(self) -> dict[str, str]:
        """Article -> story."""
        with self._read() as c:
            return reading.membership(c)

    def members(self, stories: Sequence[str]) -> dict[str, list[str]]:
        """Story -> its articles, for those of these stories that there are."""
        with self._read() as c:
            return reading.members(c, stories)

    def shared(self, story: str) -> Shared:
        """Parts of articles that the story shares with others, as it was made."""
        with self._read() as c:
            return reading.shared(c, story)

    def homes(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Article -> the stories that it belongs to, that of its whole first."""
        with self._read() as c:
            return reading.homes(c, ids)

    @contextlib.contextmanager
    def grouping(self) -> Iterator[Index]:
        """The index of grouping, to be changed; all changes are one transaction."""
        with self._write() as c:
            yield Index(c)

    @contextlib.contextmanager
    def groups(self) -> Iterator[Index]:
        """The index of grouping, to be asked only."""
        with self._read() as c:
            yield Index(c)

    def waits(self) -> bool:
        """Whether an article has to be grouped: it came, was read otherwise, or was removed."""
        with self._read() as c:
            return grouping.waits(c)

    def unmade(self) -> dict[int, str]:
        """Articles whose group changed since its story was made; `settle` takes the numbers."""
        with self._read() as c:
            return grouping.unmade(c)

    def settle(self, numbers: Sequence[int]) -> None:
        """The stories that these rows of `unmade` ask for are made."""
        with self._write() as c:
            grouping.settle(c, numbers)

    def put_story(self, result: StoryLedger, minted_from: str, foretold: Sequence[Foretelling] = ()) -> None:
        """Replace a story as a whole; a failure to make it is over. `minted_from`: the article its id was made from."""
        with self._write() as c:
            writing.put_story(c, result, minted_from, foretold)
            writing.forget_failure(c, story_name(result.story.id))

    def resolve(self, story: str) -> str:
        """The present id of a story.

        Raises:
            NotInLedger: no story ever had that id, or its articles were all removed.
        """
        with self._read() as c:
            found = reading.resolve(c, story)
        if found is None:
            raise NotInLedger(f"no story {story!r}", where=str(self.path), hint="list them with: reportedly stories")
        return found

    def story_ledger(self, story: str) -> StoryLedger:
        """What is stored of a story, by its present id."""
        with self._read() as c:
            return reading.story_ledger(c, story)

    def holder(self, identifier: str) -> tuple[str, str]:
        """(kind, story) of an article, assertion or claim.

        Raises:
            NotInLedger: nothing has that id.
        """
        with self._read() as c:
            found = reading.holder(c, identifier)
        if found is None:
            raise NotInLedger(
                f"nothing has the id {identifier!r}", where=str(self.path), hint="ids stand in: ledger --format json"
            )
        return found

    def present_claim(self, identifier: str) -> str | None:
        """The id of the claim that a claim of that id was joined to; None where there was none."""
        with self._read() as c:
            found = reading.present_claim(c, identifier)
        return found and found[0]

    # ---- rows of their own

    def judgements(self) -> list[Judgement]:
        """In the order in which they were made."""
        with self._read() as c:
            return judging.judgements(c)

    def judge(self, judgement: Judgement, stories: Sequence[str] = ()) -> Judgement:
        """Append a judgement; it comes back with its id. `stories` are stale afterwards."""
        with self._write() as c:
            return judging.append(c, judgement, stories)

    def find(self, name: str, kinds: Sequence[str] = ()) -> tuple[str, str, str | None]:
        """(kind, id, story) of the one thing that an id or its beginning means.

        Among things of these kinds, where some are named: `article`, `claim`, `assertion`, `story`, `actor`, `judgement`.

        Raises:
            NotInLedger: nothing has such an id.
            UsageError: several things begin so, or it is of another kind.
        """
        with self._read() as c:
            found = judging.begins(c, name)
            if not found and (present := reading.present_claim(c, name)):
                found = [("claim", *present)]
        fits = [one for one in found if not kinds or one[0] in kinds]
        if len(fits) == 1:
            return fits[0]
        if not found:
            raise NotInLedger(
                f"nothing has the id {name!r}", where=str(self.path), hint="ids stand in: ledger --format json"
            )
        if not fits:
            wanted = " or ".join(map(with_article, kinds))
            raise UsageError(f"{name!r} is the id of {with_article(min(one[0] for one in found))}, not of {wanted}")
        some = ", ".join(one[1] for one in fits[:5]) + (", …" if len(fits) > 5 else "")
        raise UsageError(f"{name!r} begins several ids: {some}", hint="give more of it")

    def actors(self) -> list[tuple[str, Entity]]:
        """(story, entity) of every entity."""
        with self._read() as c:
            return judging.actors(c)

    def stories_of(self, articles: Sequence[str]) -> list[str]:
        """The stories that any of these articles is in."""
        with self._read() as c:
            return judging.stories_of(c, articles)

    def outlets(self) -> list[tuple[str, str]]:
        """(story, outlet), each once."""
        with self._read() as c:
            return judging.outlets(c)

    def put_failure(self, name: str, error: ReportedlyError, article: str | None = None) -> None:
        with self._write() as c:
            writing.put_failure(c, name, error, article)

    def forget_failure(self, name: str) -> None:
        with self._write() as c:
            writing.forget_failure(c, name)

    def failures(self) -> list[Mapping[str, Any]]:
        with self._read() as c:
            return reading.failures(c)

    def latest_failures(self, most: int) -> list[Mapping[str, Any]]:
        with self._read() as c:
            return reading.latest_failures(c, most)

    def feeds(self) -> list[Feed]:
        """What `watch` knows of each feed, by address."""
        with self._read() as c:
            return watching.feeds(c)

    def put_feed(self, feed: Feed) -> None:
        """Keep what `watch` now knows of a feed."""
        with self._write() as c:
            watching.put(c, feed)

    def originals(self, ids: Sequence[str]) -> Iterator[Original]:
        """The bytes that each of these articles was made from, by article id, one after the other."""
        with self._read() as c:
            yield from watching.originals(c, ids)

    def counts(self) -> dict[str, int]:
        with self._read() as c:
            return reading.counts(c)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Claims, then articles, that hold all the words; the best first."""
        with self._read() as c:
            return reading.search(c, words, limit)
