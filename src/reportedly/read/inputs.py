"""What a person names on the command line -> Snapshots: files, folders, `-` for standard input.

Lazy: a caller that shows progress takes one item after the other; `count_inputs` tells it how many files there will be.
A failure is a value, so that one bad input never ends a run. What is left out of a folder by a rule (a picture, the
`page_files` folder that a browser saves beside `page.html`) is said as `Skipped`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import BinaryInput, BrokenLine, EmptyInput, NoPermission, NotFound, ReadError, Skipped, TooLarge
from reportedly.model import Snapshot
from reportedly.read.jsonlines import read_document, read_lines
from reportedly.read.sniff import HTML_NAMES, PART_NAMES, SNIFFED, kind_of, looks_json
from reportedly.settings import Limits

_ABOUT = {"readme", "license", "licence", "copying", "changelog"}
"""Files of these names tell about a folder and hold no coverage."""


def read_inputs(
    inputs: Sequence[str], limits: Limits, *, stdin: BinaryIO | None = None
) -> Iterator[Snapshot | ReadError]:
    """Everything the inputs hold, in the order given; the files of a folder sorted by path, hidden ones left out.

    Yields errors instead of raising them. `stdin` is what `-` stands for.
    """
    for name in inputs:
        if name == "-":
            yield from _read_stream(stdin, limits) if stdin else (NotFound("no standard input", where="-"),)
        else:
            for path in _walk(name):
                if isinstance(path, ReadError):
                    yield path
                else:
                    yield from _read_file(path, limits, in_folder=path != Path(name))


def count_inputs(inputs: Sequence[str]) -> int:
    """How many files and streams `read_inputs` will open or complain of; the items of JSON lines are not counted."""
    return sum(1 if name == "-" else sum(not isinstance(p, Skipped) for p in _walk(name)) for name in inputs)


def _walk(name: str) -> Iterator[Path | ReadError]:
    """The file itself, or the files below the folder."""
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _os_error(error, name)
        return
    if not stat.S_ISDIR(mode):
        yield path
        return
    broken: list[ReadError] = []
    for folder, folders, files in os.walk(path, onerror=lambda e: broken.append(_os_error(e, str(e.filename)))):
        yield from broken
        broken.clear()
        pages = {Path(f).stem for f in files if Path(f).suffix.lower() in HTML_NAMES}
        parts = {f for f in folders if f.removesuffix("_files") in pages and f.endswith("_files")}
        for part in sorted(parts):
            yield Skipped("the parts of a saved page", where=str(Path(folder, part)))
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in parts)
        for file in sorted(f for f in files if not f.startswith(".")):
            if Path(file).stem.lower() in _ABOUT:
                yield Skipped("tells about the folder", where=str(Path(folder, file)))
            elif Path(file).suffix.lower() in PART_NAMES:
                yield Skipped("no page, text or JSON lines", where=str(Path(folder, file)))
            else:
                yield Path(folder, file)
    yield from broken


def _os_error(error: Exception, where: str) -> ReadError:
    if isinstance(error, PermissionError):
        return NoPermission("may not be read", where=where, hint="check its permissions")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotFound("there is no such file", where=where)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReadError(f"could not be read: {reason}", where=where)


def _read_file(path: Path, limits: Limits, *, in_folder: bool) -> Iterator[Snapshot | ReadError]:
    name = str(path)
    try:
        # never wait for a pipe, nor read a device, that a folder happens to hold
        if in_folder and not stat.S_ISREG(path.stat().st_mode):
            yield Skipped("no ordinary file", where=name)
            return
        with path.open("rb") as stream:
            head = stream.read(SNIFFED)
            kind = kind_of(name, head)
            if kind == "binary" and in_folder:
                yield Skipped("no page, text or JSON lines", where=name)
            elif kind == "json" and looks_json(head):
                yield from read_lines(stream, name, limits, file=name, first=head)
            else:
                content = head + stream.read(max(0, limits.file_bytes + 1 - len(head)))
                items = _read_content(content, kind, name, name, limits)
                yield from _articles_of(items, name) if kind == "json" and in_folder else items
    except OSError as error:
        yield _os_error(error, name)


def _articles_of(items: Iterator[Snapshot | ReadError], name: str) -> Iterator[Snapshot | ReadError]:
    """What a JSON document that a folder happens to hold has of articles: one with none is somebody's other data."""
    found = list(items)
    if found and all(isinstance(item, BrokenLine) for item in found):
        yield Skipped("JSON with no article in it", where=name)
    else:
        yield from found


def _read_stream(stdin: BinaryIO, limits: Limits) -> Iterator[Snapshot | ReadError]:
    try:
        # one line is enough to know JSON lines by, and does not wait for the rest
        head = stdin.readline(SNIFFED)
        while head and not head.strip() and len(head) < SNIFFED:
            more = stdin.readline(SNIFFED)
            if not more:
                break
            head += more
        if looks_json(head):
            yield from read_lines(stdin, "-", limits, first=head)
            return
        content = head + stdin.read(max(0, limits.file_bytes + 1 - len(head)))
        yield from _read_content(content, kind_of("-", content[:SNIFFED]), "-", None, limits)
    except OSError as error:
        yield _os_error(error, "-")


def _read_content(
    content: bytes, kind: str, name: str, file: str | None, limits: Limits
) -> Iterator[Snapshot | ReadError]:
    if len(content) > limits.file_bytes:
        yield TooLarge(f"larger than {limits.file_bytes:,} bytes", where=name, hint="raise limits.file_bytes")
    elif kind == "empty":
        yield EmptyInput("the file is empty", where=name)
    elif kind == "binary":
        yield BinaryInput("binary data, no text", where=name)
    elif kind == "json":
        yield from read_document(content, name, limits, file=file)
    elif kind == "text" and (longest := _longest_line(content)) > 4 * limits.article_chars:
        yield TooLarge(f"a line of {longest:,} bytes is no article", where=name, hint="raise limits.article_chars")
    else:
        yield Snapshot(
            name=name, content=content, media_type="text/html" if kind == "html" else "text/plain", file=file
        )


def _longest_line(content: bytes) -> int:
    return max((len(line) for line in BytesIO(content)), default=0)
