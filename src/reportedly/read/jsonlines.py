"""JSON lines -> Snapshots, one line at a time, so that a pipe gives results while it is still being written.

A line is an object `{id?, text | html, url?, title?, outlet?, byline?, published?}`, or one of those that `records` knows.
A line that is none gives one error that names FILE:LINE, and the next line is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from reportedly.errors import BrokenLine, ReadError, TooLarge
from reportedly.model import Snapshot
from reportedly.read.records import read_record
from reportedly.read.streams import CHUNK, Stream, from_bytes
from reportedly.settings import Limits


def read_lines(stream: Stream, name: str, limits: Limits, *, file: str | None = None) -> Iterator[Snapshot | ReadError]:
    """The items of a stream of JSON lines called `name`."""
    number = 0
    while line := stream.readline(limits.file_bytes):
        number += 1
        where = f"{name}:{number}"
        if len(line) == limits.file_bytes and not line.endswith(b"\n"):
            while (passed := stream.readline(CHUNK)) and not passed.endswith(b"\n"):
                pass
            yield TooLarge(
                f"the line is longer than {limits.file_bytes:,} bytes", where=where, hint="raise limits.file_bytes"
            )
        elif line.strip():
            yield from _items(line, where, file)


def read_document(
    content: bytes, name: str, limits: Limits, *, file: str | None = None
) -> Iterator[Snapshot | ReadError]:
    """The items of a `.json` file that is one object or one list of objects; else its lines."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, list):
        for number, record in enumerate(whole, 1):
            yield from read_record(record, f"{name}:{number}", file)
    elif isinstance(whole, dict):
        yield from read_record(whole, name, file)
    else:
        yield from read_lines(from_bytes(content), name, limits, file=file)


def _items(line: bytes, where: str, file: str | None) -> Iterator[Snapshot | ReadError]:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        yield BrokenLine("not UTF-8", where=where, hint="JSON lines are UTF-8")
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
        yield BrokenLine(f"no JSON: {reason}", where=where)
    else:
        yield from read_record(record, where, file)
