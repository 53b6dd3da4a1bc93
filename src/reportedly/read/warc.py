"""WARC (ISO 28500, versions 1.0 and 1.1) -> the pages, texts and feeds among its records.

A reader of our own: those that exist (fastwarc 2.0, warcio 1.8) end at the first damaged record, expand without a bound,
and take a negative length for none. Here a record that breaks off, lies about its length or does not match its digest
gives one error, and reading goes on at the next place where a record begins.

The record's address and day come with each item; the day is when it was `retrieved`, never when it was published.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.errors import Damaged, DigestMismatch, ReadError, Skipped, TooLarge
from reportedly.read.answers import content_of, media_type, parse_answer
from reportedly.read.archives import printable
from reportedly.read.streams import CHUNK, Budget, Item, Stream, from_bytes, from_chunks
from reportedly.read.unpack import MAGIC, decoded, gzip_member, starts_with

_GZIP = MAGIC["gzip"]
_LINE_BYTES = 1 << 14
_HEADER_LINES = 200
_SIGN = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_INNER_SIGN = re.compile(rb"\n(?=WARC/[01]\.\d{1,2}\r?\n(?:WARC-|Content-))")
_HOLDING = frozenset({"response", "resource", "conversion"})
"""Record types that hold what was found at an address."""
_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "application/rss+xml"}
    | {"application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml", "text/xml", ""}
)
_HASHES = frozenset({"md5", "sha1", "sha256", "sha512"})
_FAULTS = 300
"""An archive with more broken records is given up: looking for the next good one costs time."""
_KEPT = 1 << 22
"""Bytes of a compressed member that are looked through again when it turns out to be broken."""


def records(item: Item, budget: Budget) -> Iterator[Item | ReadError]:
    """The pages, texts, documents and feeds of a WARC file, in its order.

    What is none of these (pictures, requests, answers other than 200) is counted in one `Skipped` at the end.
    """
    tape = _Tape(item.stream, budget)
    number = others = faults = 0
    more = True
    while more and not budget.spent and faults < _FAULTS:
        header: _Header | None = None
        try:
            header = _header(tape.stream)
            if header is None:
                break
            number += 1
            found = _record(tape.stream, header, budget)
        except ReadError as error:
            faults += 1
            number += header is None
            error.where = _name(item, header, number)
            yield error
            more = not item.stream.broken and tape.wind()
        else:
            if found is None:
                others += 1
            else:
                yield _item(item, header, found, number)
    if faults >= _FAULTS:
        yield Damaged(f"{faults:,} broken records: the rest is not read", where=item.name)
    if others:
        yield Skipped(f"{others:,} records that are no page, text or feed", where=item.name)


# ---- one record


@dataclass(frozen=True, slots=True)
class _Header:
    """`fields` by their names in lower case; `length` of the block in bytes."""

    fields: dict[str, str]
    length: int

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def address(self) -> str:
        return printable(self.get("warc-target-uri").strip("<>"))


@dataclass(frozen=True, slots=True)
class _Found:
    content: bytes
    media_type: str
    charset: str | None


def _header(stream: Stream) -> _Header | None:
    """The next record's header; None at the end.

    Raises:
        Damaged: there is something else.
    """
    while (line := stream.readline(_LINE_BYTES)) in (b"\r\n", b"\n"):
        pass
    if not line:
        return None
    if not _SIGN.match(line):
        raise Damaged("no WARC record where one should begin")
    fields: dict[str, str] = {}
    last = ""
    for _ in range(_HEADER_LINES):
        line = stream.readline(_LINE_BYTES)
        if line in (b"\r\n", b"\n"):
            return _Header(fields, _length(fields.get("content-length")))
        if not line.endswith(b"\n"):
            break
        said = line.decode("utf-8", "replace").rstrip("\r\n")
        if said[:1] in " \t" and last:
            fields[last] = f"{fields[last]} {said.strip()}".strip()
            continue
        name, _, value = said.partition(":")
        last = name.strip().lower()
        fields.setdefault(last, value.strip())
    raise Damaged("the record's header breaks off, or has no end")


def _length(stated: str | None) -> int:
    """The stated length; -1 for one that cannot be."""
    return int(stated) if stated and stated.isascii() and stated.isdigit() and len(stated) < 19 else -1


def _record(stream: Stream, header: _Header, budget: Budget) -> _Found | None:
    """What a record holds; None where that is no coverage. The stream stands behind it afterwards.

    Raises:
        Damaged, DigestMismatch, TooLarge, Bomb: as they say.
    """
    if header.length < 0:
        raise Damaged(f"the record has the length {header.get('content-length')[:20]!r}")
    holding = header.get("warc-type").lower() in _HOLDING
    if header.length > budget.limits.file_bytes:
        _pass_over(stream, header.length)
        if holding and _answer_type(header) in _TYPES:
            raise TooLarge(f"larger than {budget.limits.file_bytes:,} bytes", hint="raise limits.file_bytes")
        return None
    block = stream.read(header.length)
    if len(block) < header.length or not _ends(stream):
        if inner := _INNER_SIGN.search(block):
            stream.unread(block[inner.end() :])
        raise Damaged("the record breaks off, or is not as long as it says")
    return _found(header, block, budget) if holding else None


def _answer_type(header: _Header) -> str:
    """What a record that is too large to be looked at is likely to be: of an HTTP answer we cannot tell."""
    kind = media_type(header.get("content-type"))[0]
    return media_type(header.get("warc-identified-payload-type"))[0] or ("?" if kind == "application/http" else kind)


def _ends(stream: Stream) -> bool:
    """A record is followed by two line ends; some writers leave one or both out before the next record."""
    if stream.peek(4) == b"\r\n\r\n":
        stream.read(4)
        return True
    while stream.peek(1) in (b"\r", b"\n") and stream.peek(1):
        stream.read(1)
    return stream.peek(5) in (b"", b"WARC/")


def _pass_over(stream: Stream, length: int) -> None:
    before = b""
    while length:
        chunk = stream.read(min(CHUNK, length))
        if inner := _INNER_SIGN.search(before + chunk):
            stream.unread((before + chunk)[inner.end() :])
            raise Damaged("another record begins inside the record")
        if not chunk:
            raise Damaged("the record breaks off")
        length -= len(chunk)
        before = chunk[-40:]
    if not _ends(stream):
        raise Damaged("the record is not as long as it says")


def _found(header: _Header, block: bytes, budget: Budget) -> _Found | None:
    kind, charset = media_type(header.get("content-type"))
    if kind != "application/http":
        _check(header, block, ())
        return _Found(block, kind, charset) if kind in _TYPES else None
    answer = parse_answer(block)
    kind, charset = media_type(answer.fields.get("content-type", ""))
    if answer.status != 200 or kind not in _TYPES or not answer.body:
        return None
    _check(header, block, (answer.sent, answer.body))
    return _Found(content_of(answer, budget), kind, charset)


def _check(header: _Header, block: bytes, payloads: tuple[bytes, ...]) -> None:
    """Compare the block with its digest; where it has none, the payload (crawlers differ in what they call so).

    Raises:
        DigestMismatch: the bytes are others than those that were recorded.
    """
    if stated := header.get("warc-block-digest"):
        if _matches(stated, block) is False:
            raise DigestMismatch("its bytes do not match its digest")
    elif (stated := header.get("warc-payload-digest")) and payloads:
        results = [_matches(stated, payload) for payload in payloads]
        if False in results and True not in results:
            raise DigestMismatch("its payload does not match its digest")


def _matches(stated: str, data: bytes) -> bool | None:
    """Whether `ALGORITHM:VALUE`, in base 32 or base 16, is the digest of the data; None for an unknown algorithm."""
    name, _, value = stated.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if algorithm not in _HASHES:
        return None
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    value = value.strip()
    try:
        if len(value) == 2 * len(digest):
            return bytes.fromhex(value) == digest
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == digest
    except (ValueError, binascii.Error):
        return False


def _name(item: Item, header: _Header | None, number: int) -> str:
    address = header.address if header else ""
    return f"{item.name}!{address}" if address else f"{item.name}!record {number}"


def _item(item: Item, header: _Header, found: _Found, number: int) -> Item:
    address = header.address
    return Item(
        name=_name(item, header, number),
        stream=from_bytes(found.content),
        file=item.file,
        url=address if address.startswith(("http://", "https://")) else None,
        retrieved=header.get("warc-date")[:40] or None,
        media_type=found.media_type,
        charset=found.charset,
        depth=item.depth + 1,
        among=True,
    )


# ---- the bytes


class _Noted(Stream):
    """A stream that remembers what was read of it lately."""

    def __init__(self, below: Stream) -> None:
        super().__init__(below.read_some)
        self.noted = bytearray()

    def read(self, size: int) -> bytes:
        part = super().read(size)
        self.noted += part
        if len(self.noted) > 2 * _KEPT:
            del self.noted[:-_KEPT]
        return part

    def unread(self, data: bytes) -> None:
        super().unread(data)
        del self.noted[max(0, len(self.noted) - len(data)) :]


class _Tape:
    """The bytes of a WARC file, expanded; can be wound on to where the next record may begin."""

    def __init__(self, raw: Stream, budget: Budget) -> None:
        self._raw, self._budget = _Noted(raw), budget
        self._packed = self._raw.peek(3) == _GZIP
        self.stream: Stream = from_chunks(self._members()) if self._packed else self._raw

    def _members(self) -> Iterator[bytes]:
        """Each record is a member of its own, so that reading can begin at any of them."""
        while self._raw.peek(3) == _GZIP:
            self._raw.noted.clear()
            yield from decoded(gzip_member(), self._raw, self._budget)
        if self._raw.peek(512).strip(b"\0"):
            self._raw.noted.clear()
            raise Damaged("no compressed record where one should be")

    def wind(self) -> bool:
        """Go to the next place that looks like a record's beginning; False where there is none."""
        try:
            if not self.stream.broken:
                return _wind(self.stream)
        except ReadError:
            if not self._packed:
                raise
        return self._packed and self._wind_packed()

    def _wind_packed(self) -> bool:
        # the broken member may have run on into a good one: it is looked through again, from its second byte
        self._raw.unread(bytes(self._raw.noted[1:]))
        while (part := self._raw.peek(CHUNK)) and len(part) > len(_GZIP):
            at = part.find(_GZIP)
            self._raw.skip(at if at >= 0 else len(part) - 2)
            if at < 0:
                continue
            if starts_with(self._raw.peek(1024), b"WARC/"):
                self.stream = from_chunks(self._members())
                return True
            self._raw.skip(1)
        return False


def _wind(stream: Stream) -> bool:
    while line := stream.readline(_LINE_BYTES):
        if _SIGN.match(line):
            stream.unread(line)
            return True
    return False
