"""ZIP and tar -> their members, in the archive's order. Nothing is ever written to the disk.

A member's name is a label and nothing else: `../` in it, or a link, leads nowhere. Members are streams, so that one of any
size costs no memory; each is measured against the caps of `unpack`. What is broken gives one error in its place, and the
members that can be reached are read.
"""

from __future__ import annotations

import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from reportedly.errors import Bomb, Damaged, Encrypted, ReadError, Skipped, TooLarge, UnknownFormat
from reportedly.read.sniff import HTML_NAMES, PART_NAMES, is_about
from reportedly.read.streams import CHUNK, Budget, Item, Stream, from_chunks

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLOCK = 512
_HEADER_BYTES = 1 << 16
"""Of a tar member's long name or its pax fields; a longer one is no name."""
_DIRECTORY_BYTES = 512
"""Of a ZIP file's directory for each member that it may have."""
_BOMBS = 10
"""An archive with more of them has no other purpose."""
_PARTS = "_files"
"""How browsers call the folder of a page's pictures and styles."""


def label(archive: str, member: str) -> str:
    """How a member is named: `coverage.zip!monday/page.html`. Dots that lead out of the archive are spelt out.

    A name is taken for the article's address, so that a member may not be able to give itself that of a file outside.
    """
    parts = printable(member).replace("\\", "/").split("/")
    return f"{archive}!{'/'.join('%2E' * len(p) if p in ('.', '..') else p for p in parts if p)}"


def printable(name: str) -> str:
    """A name that somebody else chose, without what would break a line or turn a terminal's writing."""
    return _CONTROL.sub("\ufffd", name)[:1000]


class Rules:
    """What of an archive's members is coverage, as for the files of a folder."""

    def __init__(self) -> None:
        self._pages: set[str] = set()

    def skipped(self, path: PurePosixPath) -> str | None:
        """Why a member is left out; nothing to say of hidden ones, as of hidden files."""
        hidden = any(p.startswith(".") and p not in (".", "..") for p in path.parts) or "__MACOSX" in path.parts
        if hidden:
            return ""
        if path.suffix.lower() in HTML_NAMES:
            self._pages.add(str(path.with_suffix("")))
        folders = [str(p) for p in path.parents if p.name.endswith(_PARTS)]
        if any(f.removesuffix(_PARTS) in self._pages for f in folders):
            return "a part of a saved page"
        if is_about(path.stem):
            return "tells about the folder"
        return "no page, text or JSON lines" if path.suffix.lower() in PART_NAMES else None


# ---- ZIP


def zip_members(item: Item, budget: Budget) -> Iterator[Item | ReadError]:
    """The members of a ZIP file; of a WACZ file, those that hold its records.

    Raises:
        Damaged: there is no directory that could be read.
        TooLarge: more members than `limits.archive_members`; not a file, and larger than `limits.file_bytes`.
    """
    file = item.whole or _in_memory(item, budget)
    _check_directory(file, budget)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, OverflowError, NotImplementedError, zlib.error) as error:
        raise Damaged(f"no ZIP file that can be read: {_words(error)}") from error
    members = archive.infolist()
    names = {m.filename for m in members}
    web = "datapackage.json" in names and any(n.startswith("archive/") for n in names)
    rules = Rules()
    for member in members:
        if budget.spent:
            return
        if budget.bombs >= _BOMBS:
            raise Bomb(f"{budget.bombs} of its members are decompression bombs: the rest is not read")
        if member.filename.endswith("/") or (web and not member.filename.startswith("archive/")):
            continue
        name = label(item.name, member.filename)
        if stat.S_ISLNK(member.external_attr >> 16):
            yield Skipped("a link, which is not followed", where=name)
            continue
        reason = rules.skipped(PurePosixPath(member.filename))
        if reason is None:
            yield _zip_member(archive, member, item, name, budget)
        elif reason:
            yield Skipped(reason, where=name)


def _in_memory(item: Item, budget: Budget) -> BinaryIO:
    """A ZIP file has its directory at its end: one that comes through a pipe or out of an archive is held whole."""
    cap = budget.limits.file_bytes
    content = item.stream.read(cap + 1)
    if len(content) > cap:
        raise TooLarge(f"larger than {cap:,} bytes", hint="unpack it, or raise limits.file_bytes")
    return BytesIO(content)


def _check_directory(file: BinaryIO, budget: Budget) -> None:
    """Refuse a directory that would fill the memory before the first member is seen."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - (1 << 16) - 22))
    end = file.read()
    file.seek(0)
    at = end.rfind(b"PK\x05\x06")
    length = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if length == 0xFFFFFFFF and (wide := end.rfind(b"PK\x06\x06")) >= 0:
        length = int.from_bytes(end[wide + 40 : wide + 48], "little")
    members = budget.limits.archive_members
    if length > members * _DIRECTORY_BYTES:
        raise TooLarge(f"more than {members:,} members", hint="raise limits.archive_members")


def _zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, item: Item, name: str, budget: Budget
) -> Item | ReadError:
    if member.flag_bits & 1:
        return Encrypted("needs a password", where=name, hint="unpack it first")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # zipfile would expand these without a bound, and hardly anybody writes them
        return UnknownFormat(f"compressed by the method {member.compress_type}", where=name, hint="unpack it first")
    stream = from_chunks(_zip_chunks(archive, member, budget))
    return _item(item, name, member.filename, stream)


def _zip_chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    given = 0
    try:
        with archive.open(member) as data:
            while chunk := data.read(CHUNK):
                given += len(chunk)
                budget.spend(len(chunk))
                budget.weigh(given, member.compress_size)
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Damaged(f"the archive is damaged here: {_words(error)}") from error


def _words(error: Exception) -> str:
    return " ".join(_CONTROL.sub(" ", str(error)).split())[:100] or type(error).__name__


def _item(outer: Item, name: str, member: str, stream: Stream) -> Item:
    return Item(
        name=name,
        stream=stream,
        called=PurePosixPath(member).name,
        file=name if outer.file else None,
        depth=outer.depth + 1,
        among=True,
    )


# ---- tar


def tar_members(item: Item, budget: Budget) -> Iterator[Item | ReadError]:
    """The members of a tar archive as they come (POSIX ustar and pax, GNU long names).

    `tarfile` reads the headers; it is not given the stream, since it takes what a header asks for into memory.

    Raises:
        Damaged: the archive breaks off, or a header is none.
        TooLarge: more members than `limits.archive_members`.
    """
    rules, long_name = Rules(), None
    for number, header in enumerate(_headers(item.stream)):
        if number >= budget.limits.archive_members:
            raise TooLarge(f"more than {number:,} members", hint="raise limits.archive_members")
        padded = -(-header.size // _BLOCK) * _BLOCK
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
            content = item.stream.read(min(padded, _HEADER_BYTES))[: header.size]
            item.stream.skip(padded - min(padded, _HEADER_BYTES))
            if header.type == tarfile.GNUTYPE_LONGNAME:
                long_name = content.rstrip(b"\0").decode("utf-8", "replace")
            else:
                long_name = _pax_path(content) or long_name
            continue
        path, long_name = long_name or header.name, None
        left = _Left(item.stream, header.size)
        name = label(item.name, path)
        if header.issym() or header.islnk():
            yield Skipped("a link, which is not followed", where=name)
            left.size = 0
            padded = 0
        elif header.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE) and not path.endswith("/"):
            reason = rules.skipped(PurePosixPath(path))
            if reason is None:
                yield _item(item, name, path, Stream(left))
            elif reason:
                yield Skipped(reason, where=name)
        if item.stream.broken or budget.spent:
            return
        rest = left.size + padded - header.size if padded else 0
        if item.stream.skip(rest) < rest:
            raise Damaged("the archive breaks off")


class _Left:
    """A member's bytes, taken from the archive's; `size` of them are left."""

    def __init__(self, stream: Stream, size: int) -> None:
        self._stream = stream
        self.size = size

    def __call__(self) -> bytes:
        chunk = self._stream.read(min(CHUNK, self.size))
        if len(chunk) < min(CHUNK, self.size):
            self._stream.broken = True
            raise Damaged("the archive breaks off in it")
        self.size -= len(chunk)
        return chunk


def _headers(stream: Stream) -> Iterator[tarfile.TarInfo]:
    while block := stream.read(_BLOCK):
        if not block.strip(b"\0"):
            return  # the end, as written; what follows is padding
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError) as error:
            raise Damaged(f"no tar header where one should be: {_words(error)}") from error
        if header.size < 0:
            raise Damaged("a member of negative size")
        yield header


def _pax_path(content: bytes) -> str | None:
    """The `path` of pax records, each `LENGTH KEY=VALUE` and a line end. A `size` there is for members over 8 GB, which are not read."""
    at = 0
    while at < len(content):
        digits = content[at : at + 20].split(b" ", 1)[0]
        if not digits.isdigit() or not 0 < (length := int(digits)) <= len(content) - at:
            return None
        key, _, value = content[at + len(digits) + 1 : at + length - 1].partition(b"=")
        if key == b"path":
            return value.decode("utf-8", "replace")
        at += length
    return None
