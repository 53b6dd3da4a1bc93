"""What a person names on the command line -> Snapshots: files, folders, `-` for standard input.

Lazy: a caller that shows progress takes one item after the other; `count_inputs` tells it how many files there will be.
A failure is a value, so that one bad input never ends a run. What is left out of a folder by a rule (a picture, the
`page_files` folder that a browser saves beside `page.html`) is said as `Skipped`.
"""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import NoPermission, NotFound, ReadError, Skipped
from reportedly.model import Snapshot
from reportedly.net import is_url
from reportedly.read.archives import printable
from reportedly.read.content import Run, read_item
from reportedly.read.fetch import Web
from reportedly.read.jsonlines import read_lines
from reportedly.read.sniff import HTML_NAMES, PART_NAMES, SNIFFED, Kind, is_about, looks_json
from reportedly.read.streams import Item, from_bytes, from_file
from reportedly.settings import Limits, Settings


def read_inputs(
    inputs: Sequence[str], limits: Limits, *, stdin: BinaryIO | None = None, web: Web | None = None
) -> Iterator[Snapshot | ReadError]:
    """Everything the inputs hold, in the order given; the files of a folder sorted by path, hidden ones left out.

    Yields errors instead of raising them. `stdin` is what `-` stands for; addresses of the web are fetched through `web`.
    """
    web = web or Web(Settings(limits=limits))
    for name in inputs:
        if name == "-":
            yield from _read_stream(stdin, limits) if stdin else (NotFound("no standard input", where="-"),)
        elif is_url(name):
            yield from web.page(name)
        else:
            for path in _walk(name):
                if isinstance(path, ReadError):
                    yield path
                else:
                    yield from _read_file(path, limits, in_folder=path != Path(name))


def count_inputs(inputs: Sequence[str]) -> int:
    """How many files and streams `read_inputs` will open or complain of; the items of JSON lines are not counted."""
    return sum(
        1 if name == "-" or is_url(name) else sum(not isinstance(p, Skipped) for p in _walk(name)) for name in inputs
    )


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
            if is_about(Path(file).stem):
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
        with path.open("rb") as file:
            whole = file if file.seekable() else None
            item = Item(name, from_file(file), called=path.name, file=name, among=in_folder, whole=whole)
            yield from read_item(item, Run(limits, functools.partial(_read_listed, limits=limits)))
    except OSError as error:
        yield _os_error(error, name)


def _read_listed(address: str, named_in: str | None, *, limits: Limits) -> Iterator[Snapshot | ReadError]:
    """A feed that an OPML list in a file names: files beside the list or below it, and nothing else of this machine."""
    where = f"{named_in}!{printable(address)}"
    path = Path(address)
    if not named_in or "://" in address or path.is_absolute() or ".." in path.parts:
        hint = "read or watch that address" if is_url(address) else "name the file itself"
        yield Skipped("a feed that the list only names", where=where, hint=hint)
        return
    found = Path(named_in).parent / path
    if found.is_symlink() or found.suffix.lower() == ".opml":
        yield Skipped("no feed beside the list", where=where, hint="name the file itself")
    else:
        yield from _read_file(found, limits, in_folder=False)


def _read_stream(stdin: BinaryIO, limits: Limits) -> Iterator[Snapshot | ReadError]:
    stream = from_file(stdin)
    try:
        first = stream.readline(SNIFFED)
        while first and not first.strip() and len(first) < SNIFFED and (more := stream.readline(SNIFFED)):
            first += more
    except OSError as error:
        yield _os_error(error, "-")
        return
    stream.unread(first)
    if looks_json(first):
        # one line is enough to know JSON lines by, and does not wait for the rest
        yield from read_lines(stream, "-", limits)
    else:
        yield from read_item(Item("-", stream), Run(limits))


def read_content(
    content: bytes, name: str, kind: Kind | None = None, *, limits: Limits, charset: str | None = None
) -> Iterator[Snapshot | ReadError]:
    """What bytes that are no file hold, called `name`; of a kind that is known, or the one that they look like.

    `charset` is what the server says, where one sent them.
    """
    item = Item(name, from_bytes(content), charset=charset, whole=BytesIO(content))
    yield from read_item(item, Run(limits), kind)
