"""What every command shares: settings from its options, the ledger it asks for, the story a person means."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.errors import UsageError
from reportedly.settings import Settings, load

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.pipeline import Stages


@dataclass(frozen=True)
class Asked:
    """The options that most commands have in common."""

    db: str | None = None
    today: str | None = None
    fast: bool = False
    who: str | None = None
    allow_private: bool = False

    @property
    def settings(self) -> Settings:
        network = "private" if self.allow_private else None
        return load({"db": self.db, "today": self.today, "who": self.who, "network": network})

    def stages(self) -> Stages:
        from reportedly.pipeline import default_stages  # noqa: PLC0415 -- `--help` must not wait for it

        return default_stages(self.settings, fast=self.fast)

    @contextlib.contextmanager
    def ledger(self, *, create: bool = False, write: bool = False) -> Iterator[Ledger]:
        from reportedly.ledger import Ledger  # noqa: PLC0415

        with Ledger.open(self.settings.db, create=create, write=write) as ledger:
            yield ledger


def day_of(value: str | None) -> dt.date | None:
    """An ISO day.

    Raises:
        UsageError: it is none.
    """
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"not a day: {value!r}", hint="write it as 2023-09-11") from error


def document_of(asked: Asked, story: str | None, *, every: bool = False, as_of: str | None = None) -> dict[str, Any]:
    """The document of the story a person means, or of all.

    Raises:
        UsageError: several stories and none named; they are listed.
        NotInLedger: no such story.
    """
    from reportedly.pipeline import choose, document, story_rows  # noqa: PLC0415
    from reportedly.views import wording  # noqa: PLC0415
    from reportedly.views.errors import tell  # noqa: PLC0415

    if every and story is not None:
        raise UsageError("a story and --all exclude each other")
    day = day_of(as_of)
    with asked.ledger() as ledger:
        if waiting := len(ledger.pending()):
            tell(
                f"{wording.count(waiting, 'article')} in no story yet: an interrupted read left them (run: reportedly read)"
            )
        try:
            chosen = None if every else choose(ledger, story)
        except UsageError:
            for row in story_rows(ledger):
                tell(f"{row['id']}  {row['first'] or '?'}  {row['title']}")
            raise
        return document(ledger, asked.settings, stages=asked.stages(), story=chosen, as_of=day)


def records_of(asked: Asked, document: dict[str, Any], *, as_of: str | None = None) -> dict[str, Any]:
    """The records, in the whole ledger, of those who foretold something in the stories of a document.

    As of a day: of these stories alone, since what was settled by then is known only of a story that is made again.
    """
    from reportedly.pipeline import records, tracks  # noqa: PLC0415

    story = document.get("story") or {}
    stories = [story] if story else document["stories"]
    with asked.ledger() as ledger:
        if as_of is not None:
            return records(ledger, asked.settings, stages=asked.stages(), story=story.get("id"), as_of=day_of(as_of))
        return tracks(ledger, [s["id"] for s in stories])
