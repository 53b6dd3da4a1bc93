"""Telling a program or a web address what is new."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from reportedly.codec import encode
from reportedly.errors import NetError, NotifyError, UsageError

SECONDS = 30.0
"""A program that takes longer is stopped."""
MOST_WAITING = 1_000
"""Events that nobody could be told of are kept for the next round; of more, the oldest are given up."""


class Post(Protocol):
    def post(self, url: str, content: bytes) -> None: ...


def arguments(command: str) -> tuple[str, ...]:
    """A command as a list of arguments; no shell ever sees it.

    Raises:
        UsageError: an open quotation mark, nothing in it, or no such program.
    """
    try:
        found = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--notify: {error}", hint="quote it as for a shell") from error
    if not found or shutil.which(found[0]) is None:
        raise UsageError("--notify: there is no such program", where=found[0] if found else None)
    return tuple(found)


def run_command(command: Sequence[str], event: Mapping[str, Any], *, seconds: float = SECONDS) -> None:
    """Run a program with the event as JSON on its standard input; what it writes to standard output is dropped.

    Raises:
        NotifyError: it cannot be started, fails, or takes longer than `seconds`.
    """
    name = command[0]
    try:
        # a group of its own, so that what it started ends with it
        program = subprocess.Popen(  # noqa: S603 -- a list of arguments that the person gave
            list(command), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise NotifyError(f"cannot be started: {error.strerror}", where=name) from error
    try:
        program.communicate(encode(event).encode() + b"\n", timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise NotifyError(f"not done within {seconds:g} seconds, and stopped", where=name) from error
    except OSError as error:
        raise NotifyError(f"took no input: {error.strerror}", where=name) from error
    finally:
        if program.poll() is None:
            _stop(program)
    if program.returncode:
        raise NotifyError(f"ended with {program.returncode}", where=name)


def _stop(program: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    program.wait()


@dataclass
class Notifier:
    """Tells of events in their order. What could not be told waits for the next time."""

    command: tuple[str, ...] = ()
    webhook: str | None = None
    web: Post | None = None
    seconds: float = SECONDS
    _waiting: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def tell(self, events: Sequence[Mapping[str, Any]]) -> list[NotifyError]:
        """Tell of what waits and of these; what went wrong, once for each way of telling."""
        ways = [way for way, there in (("command", self.command), ("webhook", self.webhook)) if there]
        todo = self._waiting + [(way, event) for event in events for way in ways]
        self._waiting = []
        failed: dict[str, NotifyError] = {}
        for way, event in todo:
            if way not in failed:  # one that just failed is left alone until the next round
                try:
                    self._tell(way, event)
                except NotifyError as error:
                    failed[way] = error
                else:
                    continue
            self._waiting.append((way, event))
        self._waiting = self._waiting[-MOST_WAITING:]
        return list(failed.values())

    def _tell(self, way: str, event: Mapping[str, Any]) -> None:
        if way == "command":
            run_command(self.command, event, seconds=self.seconds)
            return
        assert self.webhook
        assert self.web
        try:
            self.web.post(self.webhook, encode(event).encode())
        except NetError as error:
            # its path may be a secret, and what failed is shown and kept
            host = urlsplit(self.webhook).hostname
            raise NotifyError(f"{error.message} ({error.code})", where=f"webhook at {host}", hint=error.hint) from error
