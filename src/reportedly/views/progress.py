"""The progress bar and the summary of a run, on standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reportedly.views import wording
from reportedly.views.errors import one_line, tell

if TYPE_CHECKING:
    from reportedly.pipeline import Progress, Summary

SHOWN = 20
"""Lines of each kind in a summary; the others are counted."""


@contextlib.contextmanager
def bar() -> Iterator[Callable[[Progress], None] | None]:
    """A callback that moves the bar; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks = {"article": shown.add_task("Reading", total=None), "story": shown.add_task("Stories", total=None)}

        def move(step: Progress) -> None:
            total = None if step.total is None else max(step.total, step.done)
            what = "Reading" if step.step == "article" else "Stories"
            name = escape(one_line(step.name)[-40:])
            shown.update(tasks[step.step], completed=step.done, total=total, description=f"{what} {name}")

        yield move


@contextlib.contextmanager
def rebuilding() -> Iterator[Callable[[str, int, int], None] | None]:
    """The same bar for `rebuild`."""
    from reportedly.pipeline import Progress as Step  # noqa: PLC0415

    with bar() as move:
        yield None if move is None else lambda name, at, total: move(Step("article", name, at, total))


def report(summary: Summary) -> None:
    """What was read, skipped and why."""
    parts = [
        f"{summary.new} new",
        f"{summary.known} known already" if summary.known else "",
        f"{summary.versions} new versions" if summary.versions else "",
        f"{summary.improved} with more known about them" if summary.improved else "",
        f"{len(summary.skipped)} skipped" if summary.skipped else "",
        f"{len(summary.failures)} failed" if summary.failures else "",
    ]
    made = f"; {wording.count(summary.stories, 'story', 'stories')} made" if summary.stories else ""
    tell(f"{wording.count(summary.read, 'input')} read: {', '.join(p for p in parts if p)}{made}")
    for lead, problems in (("skipped", summary.skipped), ("failed", summary.failures)):
        for problem in problems[:SHOWN]:
            tell(f"{lead}: {problem.line}")
        if len(problems) > SHOWN:
            tell(f"{lead}: and {len(problems) - SHOWN} more")
