"""Reading from a page: dropped files, a pasted text, an address; one after the other, in the background, with progress."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from reportedly.codec import encode
from reportedly.errors import ReadError, internal
from reportedly.model import Snapshot
from reportedly.pipeline import Progress, Stages, Summary, read
from reportedly.settings import Limits
from reportedly.views import wording
from reportedly.views.web.desk import Desk

REMEMBERED = 50
"""So many readings can be looked at after they ended."""


@dataclass
class Job:
    """One reading: what is under way, and how it ended."""

    id: str
    names: tuple[str, ...]
    done: int = 0
    total: int | None = None
    now: str = "waiting"
    finished: bool = False
    summary: Summary = field(default_factory=Summary)
    error: str | None = None

    def told(self) -> dict[str, Any]:
        """For the page's script."""
        return {"id": self.id, "done": self.done, "total": self.total, "now": self.now, "finished": self.finished}


@dataclass
class Reader:
    """Keeps the readings of one server."""

    desk: Desk
    jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)

    def start(self, folder: Path, inputs: Sequence[str], names: Sequence[str]) -> Job:
        """Read `inputs` in a thread of its own; `folder`, which holds what was sent, is erased at its end."""
        job = Job(secrets.token_hex(8), tuple(names), total=len(inputs) or None)
        self.jobs[job.id] = job
        while len(self.jobs) > REMEMBERED:
            self.jobs.popitem(last=False)
        threading.Thread(target=self._run, args=(job, folder, list(inputs)), daemon=True).start()
        return job

    def _run(self, job: Job, folder: Path, inputs: list[str]) -> None:
        def observe(step: Progress) -> None:
            job.done, job.total = step.done, step.total
            job.now = ("reading " if step.step == "article" else "bringing stories up to date: ") + Path(step.name).name

        try:
            with self.desk.writing, self.desk.ledger(write=True) as ledger:
                job.now = "loading the models"
                stages = _without(folder, self.desk.stages)
                read(ledger, inputs, self.desk.settings, stages=stages, observe=observe, summary=job.summary)
        except Exception as error:  # noqa: BLE001 -- a thread has nobody to raise to: the page tells it
            job.error = internal(error).line()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            job.now, job.finished = "finished", True


def _without(folder: Path, stages: Stages) -> Stages:
    """The stages, with what was sent known by its own name and not by that of the folder it waits in."""
    prefix = f"{folder}/"

    def named(inputs: Sequence[str], limits: Limits, stdin: BinaryIO | None) -> Iterator[Snapshot | ReadError]:
        for item in stages.read(inputs, limits, stdin):
            if isinstance(item, Snapshot):
                yield replace(item, name=item.name.removeprefix(prefix))
            else:
                item.where = item.where.removeprefix(prefix) if item.where else None
                yield item

    return replace(stages, read=named)


def kept(text: str, said: dict[str, str]) -> tuple[Path, str]:
    """A pasted text with what its sender knows of it, as a file of JSON lines in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-"))
    path = folder / "pasted.jsonl"
    path.write_bytes(encode({"text": text, **{k: v for k, v in said.items() if v.strip()}}).encode() + b"\n")
    return folder, str(path)


def outcome(job: Job) -> str:
    """The end of a reading in one sentence."""
    if job.error:
        return job.error
    s = job.summary
    parts = [
        f"{s.new} new",
        f"{s.known} known already" if s.known else "",
        f"{s.versions} new versions" if s.versions else "",
    ]
    parts += [f"{len(s.skipped)} skipped" if s.skipped else "", f"{len(s.failures)} failed" if s.failures else ""]
    return f"{wording.count(s.read, 'article')} read: {', '.join(p for p in parts if p)}"
