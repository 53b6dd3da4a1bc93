"""JSON lines -> Snapshots, one line at a time, so that a pipe gives results while it is still being written.

A line is an object `{id?, text | html, url?, title?, outlet?, byline?, published?}`. A line that is none gives one
error that names FILE:LINE, and the next line is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from reportedly.errors import BinaryInput, BrokenLine, EmptyInput, ReadError, TooLarge
from reportedly.model import Hints, Snapshot
from reportedly.settings import Limits

_MORE = 1 << 20


def read_lines(
    stream: BinaryIO, name: str, limits: Limits, *, file: str | None = None, first: bytes = b""
) -> Iterator[Snapshot | ReadError]:
    """The items of a stream of JSON lines called `name`; `first` is what was already taken from it."""
    for number, line in enumerate(_lines(stream, first, limits.file_bytes), 1):
        where = f"{name}:{number}"
        if line is None:
            yield TooLarge(
                f"the line is longer than {limits.file_bytes:,} bytes", where=where, hint="raise limits.file_bytes"
            )
        elif line.strip():
            yield _item(line, where, file)


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
            yield _record(record, f"{name}:{number}", file)
    elif isinstance(whole, dict):
        yield _record(whole, name, file)
    else:
        from io import BytesIO  # noqa: PLC0415 - only for this fallback

        yield from read_lines(BytesIO(content), name, limits, file=file)


def _lines(stream: BinaryIO, first: bytes, cap: int) -> Iterator[bytes | None]:
    """Lines up to `cap` bytes; None for a longer one, which is passed over without being kept."""
    held = first
    while True:
        line, newline, rest = held.partition(b"\n")
        if newline:
            yield line
            held = rest
            continue
        more = stream.readline(cap + 1 - min(len(held), cap))
        if not more:
            if held:
                yield held
            return
        held += more
        if len(held) > cap and not held.endswith(b"\n"):
            yield None
            held = b""
            while (passed := stream.readline(_MORE)) and not passed.endswith(b"\n"):
                pass


def _item(line: bytes, where: str, file: str | None) -> Snapshot | ReadError:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return BrokenLine("not UTF-8", where=where, hint="JSON lines are UTF-8")
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
        return BrokenLine(f"no JSON: {reason}", where=where)
    return _record(record, where, file)


def _string(record: dict[str, Any], key: str) -> str | None:
    """A field as text; None where it is missing or null. Numbers are taken for an id or a date, nothing else is."""
    value = record.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(x, str) for x in value):
        return ", ".join(value)
    return value.strip() or None if isinstance(value, str) else None


def _record(record: object, where: str, file: str | None) -> Snapshot | ReadError:
    if not isinstance(record, dict):
        return BrokenLine("the line is no JSON object", where=where)
    key = _string(record, "id")
    html, text = record.get("html"), record.get("text")
    content = html if isinstance(html, str) and html.strip() else text
    error: ReadError
    if content is None and html is None:
        error = BrokenLine('the object has neither "text" nor "html"', where=where)
    elif not isinstance(content, str):
        error = BrokenLine('"text" or "html" is no string', where=where)
    elif not content.strip():
        error = EmptyInput("the text is empty", where=where)
    elif content.count("\0") > len(content) // 100:
        error = BinaryInput("the text is binary data", where=where)
    else:
        hints = Hints(key, *(_string(record, k) for k in ("title", "outlet", "byline", "published")))
        return Snapshot(
            name=where,
            content=content,
            media_type="text/html" if content is html else "text/plain",
            file=file,
            url=_string(record, "url"),
            hints=hints,
        )
    error.item = key
    return error
