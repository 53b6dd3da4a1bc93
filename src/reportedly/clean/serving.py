"""Cleaning as a program of its own, so that it can be ended on time and memory: `python -m reportedly.clean.serving`.

It reads frames (eight bytes of length, then so many bytes) from standard input: one with the limits as JSON, then two for
each snapshot, what is known of it as JSON and its content. An answer is one frame on standard output: `A` and the article
as JSON, or `E` and `{code, message, where, hint}`.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import time
from dataclasses import asdict, fields
from typing import Any, BinaryIO

from reportedly.clean.article import clean
from reportedly.errors import OutOfMemory, ReportedlyError, internal
from reportedly.model import Article, Hints, Snapshot
from reportedly.settings import Limits

LENGTH = struct.Struct(">Q")
_NEARLY_ALL = 0.9
_LARGE = 200_000
"""Bytes of a page that may need much memory; to ask after a smaller one would cost more than it tells."""
ARTICLE, ERROR = b"A", b"E"
_KNOWN = tuple(f.name for f in fields(Snapshot) if f.name not in ("content", "hints", "file", "raw"))
_GIVEN = tuple(f.name for f in fields(Article) if f.name not in ("file", "furniture"))


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None where the stream ends, in the middle of one too."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def put_limits(stream: BinaryIO, limits: Limits) -> None:
    write_frame(stream, json.dumps(asdict(limits)).encode())


def put_snapshot(stream: BinaryIO, snapshot: Snapshot) -> None:
    """Without its file and its first form: those stay with the one who asks."""
    known = {name: getattr(snapshot, name) for name in _KNOWN} | {"hints": asdict(snapshot.hints)}
    content = snapshot.content
    if isinstance(content, str):
        known["text"] = True
        content = content.encode("utf-8", "surrogatepass")
    write_frame(stream, json.dumps(known).encode())
    write_frame(stream, content)


def _snapshot(known: dict[str, Any], content: bytes) -> Snapshot:
    said = content.decode("utf-8", "surrogatepass") if known.pop("text", False) else content
    return Snapshot(content=said, hints=Hints(**known.pop("hints")), **known)


def _answer(snapshot: Snapshot, limits: Limits) -> bytes:
    try:
        article = clean(snapshot, limits)
        values = {name: getattr(article, name) for name in _GIVEN}
        values["furniture"] = [{"text": f.text, "kind": f.kind} for f in article.furniture]
        return ARTICLE + json.dumps(values).encode()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- one page must not end the worker
        return told(internal(error))


def told(error: ReportedlyError) -> bytes:
    said = {"code": error.code, "message": error.message, "where": error.where, "hint": error.hint}
    safe = {k: v.encode("utf-8", "replace").decode() if v else v for k, v in said.items()}
    return ERROR + json.dumps(safe).encode()


def _limit_memory(most: int) -> None:
    """Of address space, where the system keeps to it: macOS and Windows do not."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, ValueError, OSError):
        return


def _limit_time(seconds: int) -> None:
    """So much processor time from now; past it the system ends this process."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds + 1, hard))
    except (ImportError, ValueError, OSError):
        return


def _pressed(most: int) -> bool:
    """So much memory was asked for that some was surely refused: libraries go on without, and leave text out."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 - quicker
            peak = next((line.split()[1] for line in status if line.startswith("VmPeak:")), "0")
    except OSError:
        return False
    return int(peak) * 1024 > _NEARLY_ALL * most


def serve() -> None:
    """Answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks; it ends this one
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # whatever prints must not land among the answers
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    first = read_frame(reader)
    if first is None:
        return
    limits = Limits(**json.loads(first))
    _limit_memory(limits.clean_bytes)
    no_memory = told(OutOfMemory(f"needs more than {limits.clean_bytes:,} bytes", hint="raise limits.clean_bytes"))
    while (known := read_frame(reader)) is not None and (content := read_frame(reader)) is not None:
        _limit_time(limits.clean_seconds)
        try:
            answer = _answer(_snapshot(json.loads(known), content), limits)
        except MemoryError:
            write_frame(writer, no_memory)
            return  # what is left in pieces is given back with the process
        if len(content) > _LARGE and _pressed(limits.clean_bytes):
            write_frame(writer, no_memory)
            return
        write_frame(writer, answer)


if __name__ == "__main__":
    try:
        serve()
    except BrokenPipeError:  # nobody waits for the answer
        os._exit(0)
