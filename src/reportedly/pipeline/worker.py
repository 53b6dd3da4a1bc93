"""Cleaning in workers: processes of their own that are ended when a page takes too long or too much memory.

A page that ends its worker costs one error; the next page gets a new worker. Articles come back in the order of the
inputs, whatever the number of workers, so that the bytes are the same. Reading the inputs stays with the caller's
thread; a thread for each worker waits for its answers.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import stat
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, BinaryIO, Self

from reportedly.clean.serving import ARTICLE, put_limits, put_snapshot, read_frame
from reportedly.codec import decode
from reportedly.errors import Crashed, InternalError, OutOfMemory, ReadError, ReportedlyError, TooSlow, internal
from reportedly.model import Article, Snapshot
from reportedly.settings import Limits

Made = Article | ReportedlyError
Cleaned = tuple[Snapshot | ReadError, Made]
"""What was read and what became of it; of an input that could not be read, its error twice."""

_MOST_WAITING = 100_000_000
"""Bytes of pages that are read ahead."""
_WALL = 4
"""A worker that gets little of the processor may take this many times its seconds, and then half a minute."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Threads of the numeric libraries reserve address space that the limit counts."""


def cleaned(
    items: Iterable[Snapshot | ReadError], limits: Limits, stdin: BinaryIO | None = None
) -> Generator[Cleaned, None, None]:
    """What is read, each with its article or error, in order. `stdin`: where `items` may have to wait for more.

    Nothing is held back while standard input is silent: a program that writes one page and waits for its text gets it.
    """
    waiting: deque[tuple[Snapshot | ReadError, Future[Made] | Made, int]] = deque()
    with _Pool(limits) as pool:
        source = iter(items)
        while True:
            while waiting and (_due(waiting, pool.size) or not _ready(stdin)):
                yield _first(waiting)
            try:
                item = next(source)
            except StopIteration:
                break
            if isinstance(item, Snapshot):
                waiting.append((item, pool.submit(item), len(item.content)))
            else:
                waiting.append((item, item, 0))
        while waiting:
            yield _first(waiting)


def in_process(
    items: Iterable[Snapshot | ReadError], clean: Callable[[Snapshot], Article]
) -> Generator[Cleaned, None, None]:
    """The same without workers."""
    for item in items:
        if not isinstance(item, Snapshot):
            yield item, item
            continue
        try:
            made: Made = clean(item)
        except Exception as error:  # noqa: BLE001 -- one article must not end a run of thousands
            made = internal(error)
        yield item, made


def _first(waiting: deque[tuple[Snapshot | ReadError, Future[Made] | Made, int]]) -> Cleaned:
    item, made, _ = waiting.popleft()
    return item, made.result() if isinstance(made, Future) else made


def _due(waiting: deque[tuple[Snapshot | ReadError, Future[Made] | Made, int]], workers: int) -> bool:
    """The first is done, or enough is read ahead."""
    made = waiting[0][1]
    if not isinstance(made, Future) or made.done():
        return True
    return len(waiting) >= 2 * workers + 1 or sum(size for _, _, size in waiting) > _MOST_WAITING


def _ready(stdin: BinaryIO | None) -> bool:
    """Reading on will not wait for somebody."""
    try:
        number = stdin.fileno() if stdin is not None else None
    except (OSError, ValueError):  # a stream in memory
        return True
    if number is None or stat.S_ISREG(os.fstat(number).st_mode):
        return True
    try:
        return bool(select.select([number], [], [], 0)[0])
    except (OSError, ValueError):  # Windows asks sockets only
        return False


class _Pool:
    """Workers, each started when those before it are busy."""

    def __init__(self, limits: Limits) -> None:
        self.size = max(1, min(limits.workers, _processors()))
        self._limits = limits
        self._own = threading.local()
        self._workers: list[_Worker] = []
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="clean")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(wait=True)

    def submit(self, snapshot: Snapshot) -> Future[Made]:
        return self._threads.submit(self._clean, snapshot)

    def _clean(self, snapshot: Snapshot) -> Made:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = _Worker(self._limits)
            self._workers.append(worker)
        try:
            return worker.clean(snapshot)
        except Exception as error:  # noqa: BLE001 -- kept to one article
            return internal(error)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


class _Worker:
    """One process, started again when it had to be ended. Used by one thread; closed by any."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._closed = False
        self._lock = threading.Lock()

    def clean(self, snapshot: Snapshot) -> Made:
        used = self._served > 0
        made = self._asked(snapshot)
        if used and isinstance(made, OutOfMemory | Crashed) and not self._closed:
            # what the pages before it left behind must not decide: only a fresh worker's word counts
            made = self._asked(snapshot)
        return made

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._end()

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):  # what was still to be written has nowhere to go
                    stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise InternalError("stopped")
            if self._process is None:
                process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "reportedly.clean.serving"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                )
                self._process, self._served = process, 0
            return self._process

    def _asked(self, snapshot: Snapshot) -> Made:
        process = self._started()
        slow = threading.Event()

        def too_slow() -> None:
            slow.set()
            process.kill()

        alarm = threading.Timer(_WALL * self._limits.clean_seconds + 30, too_slow)
        alarm.daemon = True
        alarm.start()
        try:
            answer = self._exchange(process, snapshot)
        finally:
            alarm.cancel()
        if answer is None:
            status = process.wait()
            with self._lock:
                self._end()
            return self._ended(snapshot, status, slow=slow.is_set())
        self._served += 1
        made = _read(answer, snapshot)
        if isinstance(made, OutOfMemory):
            with self._lock:
                self._end()
        return made

    def _exchange(self, process: subprocess.Popen[bytes], snapshot: Snapshot) -> bytes | None:
        """The worker's answer; None where it ended without one."""
        stdin: Any = process.stdin
        stdout: Any = process.stdout
        try:
            if not self._served:
                put_limits(stdin, self._limits)
            put_snapshot(stdin, snapshot)
            return read_frame(stdout)
        except (OSError, ValueError):  # the pipe broke, or was closed
            return None

    def _ended(self, snapshot: Snapshot, status: int, *, slow: bool) -> ReportedlyError:
        seconds = self._limits.clean_seconds
        if slow or status == -getattr(signal, "SIGXCPU", 0):
            return TooSlow(f"takes more than {seconds} s", where=snapshot.name, hint="raise limits.clean_seconds")
        return Crashed(f"ended the program that cleaned it (status {status})", where=snapshot.name)


def _read(answer: bytes, snapshot: Snapshot) -> Made:
    if answer[:1] == ARTICLE:
        return replace(decode(answer[1:], Article), file=snapshot.file)
    said = decode(answer[1:], dict[str, str | None])
    kind = _kinds().get(said["code"] or "", InternalError)
    return kind(said["message"] or "", where=said["where"] or snapshot.name, hint=said["hint"])


def _kinds() -> dict[str, type[ReportedlyError]]:
    """Every error by its code. One whose code is inherited gives way to the one it has it from."""
    found: dict[str, type[ReportedlyError]] = {}
    todo = [ReportedlyError]
    while todo:
        kind = todo.pop(0)
        if "__init__" not in kind.__dict__ or kind is ReportedlyError:
            found.setdefault(kind.code, kind)
        todo += kind.__subclasses__()
    return found
