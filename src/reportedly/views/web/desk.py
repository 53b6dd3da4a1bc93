"""What the pages work on: the ledger, documents that were made before, and the readings under way."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from reportedly.errors import NoLedger
from reportedly.ledger import Ledger
from reportedly.pipeline import Stages, document, tracks
from reportedly.settings import Settings
from reportedly.views.lookup import Lookup
from reportedly.views.storyview import StoryView

KEPT = 24
"""So many stories' documents are kept; one of fifty articles takes some megabytes."""


@dataclass
class Desk:
    """Shared by all requests; each opens the ledger for itself."""

    settings: Settings
    stages: Stages
    writing: threading.Lock = field(default_factory=threading.Lock)
    """One change at a time: the models are loaded once and are not shared between threads."""
    told: dict[str, str] = field(default_factory=dict)
    """Judgement -> what it changed, for the page that is shown after it."""
    _views: OrderedDict[tuple[Any, ...], StoryView] = field(default_factory=OrderedDict)
    _reading: tuple[Any, Ledger] | None = None
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _making: threading.Lock = field(default_factory=threading.Lock)
    """One document at a time: two at once take each as long as both, and a page makes ready what is then asked for."""

    @contextlib.contextmanager
    def ledger(self, *, write: bool = False) -> Iterator[Ledger]:
        """The ledger; one that is not there yet is made.

        For reading one is kept open, whose statements are compiled once; another one where another file lies there now.

        Raises:
            LedgerError: as `Ledger.open` says.
        """
        if write:
            with _opened(self.settings.db, write=True) as ledger:
                yield ledger
            return
        with self._guard:
            if self._reading is None or self._reading[0] != _mark(self._reading[1]):
                opened = _opened(self.settings.db, write=False)
                self._reading = _mark(opened), opened
            found = self._reading[1]
        yield found

    def view(self, ledger: Ledger, story: str, as_of: dt.date | None) -> StoryView:
        """A story as the pages show it; made again when the ledger has changed."""
        key = self._key(ledger, story, as_of)
        if found := self._kept(key):
            return found
        with self._making:
            if found := self._kept(key):  # who waited here may find it made
                return found
            made = document(ledger, self.settings, stages=self.stages, story=story, as_of=as_of)
            today = as_of.isoformat() if as_of else self.settings.now().isoformat()
            return self._keep(key, StoryView(Lookup(made), today, full_text=True))

    def with_records(self, ledger: Ledger, story: str, as_of: dt.date | None) -> StoryView:
        """The same with the records, in the whole ledger, of those who foretold something in it; of today alone."""
        view = self.view(ledger, story, as_of)
        if view.records is not None or as_of is not None or not view.lookup.rows("forecasts"):
            return view
        return self._keep(self._key(ledger, story, as_of), replace(view, records=tracks(ledger, [story])))

    def _key(self, ledger: Ledger, story: str, as_of: dt.date | None) -> tuple[Any, ...]:
        return ledger.state(), story, as_of, self.settings.now()

    def _kept(self, key: tuple[Any, ...]) -> StoryView | None:
        with self._guard:
            found = self._views.get(key)
            if found is not None:
                self._views.move_to_end(key)
            return found

    def _keep(self, key: tuple[Any, ...], view: StoryView) -> StoryView:
        with self._guard:
            self._views[key] = view
            while len(self._views) > KEPT:
                self._views.popitem(last=False)
        return view


def _opened(db: str, *, write: bool) -> Ledger:
    try:
        return Ledger.open(db, write=write)
    except NoLedger:
        return Ledger.open(db, create=True)


def _mark(ledger: Ledger) -> tuple[int, ...] | None:
    """Tells one file from another that was put in its place."""
    try:
        found = ledger.path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
