"""`demo`: the packaged sample stories, read into a ledger that is thrown away afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from reportedly.errors import NotFound
from reportedly.ledger import Ledger
from reportedly.pipeline import document, read
from reportedly.views import tables, wording
from reportedly.views.digest import SETTLED
from reportedly.views.progress import bar, report
from reportedly.views.report import render
from reportedly.views.session import Asked

if TYPE_CHECKING:
    from rich.console import Console


_CLAIMS = 8
_ROWS = 3
"""How much of each list the demo shows: a look, and the report for the rest."""


def sample() -> list[str]:
    """The folders of the sample stories: in the package, else in the source tree it was installed from.

    Raises:
        NotFound: neither is there.
    """
    packaged = Path(str(resources.files("reportedly") / "examples"))
    checkout = Path(__file__).resolve().parents[3] / "examples"
    for place in (packaged, checkout):
        if place.is_dir() and (found := sorted(str(p) for p in place.iterdir() if _is_story(p))):
            return found
    raise NotFound("the sample story is not installed", where=str(packaged), hint="install reportedly again")


def _is_story(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith((".", "_"))


def _others(stories: Sequence[Mapping[str, str]], shown: str | None) -> str:
    """What was not shown: the rest of the story, and the other stories by their titles."""
    others = [wording.quoted(wording.plain(s["title"])) for s in stories if s["id"] != shown]
    if not others:
        return "This is the beginning of the story; the report has all of it."
    return (
        f"This is the beginning of the largest story. The report has all of it, and {wording.count(len(others), 'other')}: "
        f"{wording.join(others)}."
    )


def run(*, today: str | None, fast: bool, console: Console) -> tuple[str, bool]:
    """Read the sample, show its ledger; its report as a page, and whether all of it could be read."""
    asked = Asked(today=today, fast=fast)
    stages = asked.stages()
    with tempfile.TemporaryDirectory(prefix="reportedly-") as folder:
        settings = replace(asked.settings, db=str(Path(folder, "demo.db")))
        with Ledger.open(settings.db, create=True) as ledger:
            with bar() as observe:
                summary = read(ledger, sample(), settings, stages=stages, observe=observe)
            report(summary)
            whole = document(ledger, settings, stages=stages)
            sizes = ledger.story_counts()
            largest = max(sizes, key=lambda story: (sizes[story]["articles"], story), default=None)
            one = document(ledger, settings, stages=stages, story=largest) if largest else whole
    tables.ledger(one, console, most=_CLAIMS)
    tables.conflicts(one, console, most=_ROWS)
    tables.forecasts(one, console, states=SETTLED, most=_ROWS)
    console.print(Text(_others(whole["stories"], largest)))
    return render(whole), not summary.failures
