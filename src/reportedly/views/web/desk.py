"""What the pages work on: the ledger, documents that were made before, and the readings under way."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportedly.errors import NoLedger
from reportedly.ledger import Ledger
from reportedly.pipeline import Stages, document
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
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def ledger(self, *, write: bool = False) -> Iterator[Ledger]:
        """The ledger; one that is not there yet is made.

        Raises:
            LedgerError: as `Ledger.open` says.
        """
        try:
            opened = Ledger.open(self.settings.db, write=write)
        except NoLedger:
            opened = Ledger.open(self.settings.db, create=True)
        with opened as ledger:
            yield ledger

    def view(self, ledger: Ledger, story: str, as_of: dt.date | None) -> StoryView:
        """A story as the pages show it; made again when the ledger has changed."""
        key = (ledger.state(), story, as_of, self.settings.now())
        with self._guard:
            found = self._views.get(key)
            if found is not None:
                self._views.move_to_end(key)
                return found
        made = document(ledger, self.settings, stages=self.stages, story=story, as_of=as_of)
        today = as_of.isoformat() if as_of else self.settings.now().isoformat()
        view = StoryView(Lookup(made), today, full_text=True)
        with self._guard:
            self._views[key] = view
            while len(self._views) > KEPT:
                self._views.popitem(last=False)
        return view
