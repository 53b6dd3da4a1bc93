"""Newsletters (`.eml`) and pages that a browser saved as one file (MHTML) -> Snapshots. Both are MIME messages.

Header fields are read under the `compat32` policy of `email`, a piece of bounded length each: the newer policy parses them
with a grammar that takes quadratic time over long ones and fails on some broken ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from reportedly.errors import Damaged
from reportedly.model import Hints, Snapshot
from reportedly.read.archives import printable
from reportedly.read.markup import decode

_CONTENT_FIELD = re.compile(rb"^content-[a-z-]{1,30}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_PARAMETER_BYTES = 10_000
"""Of a field that says what a part is: taking its parameters apart takes quadratic time."""
_FIELD_CHARS = 1000
_PARTS = 1000
"""Of a message at the most; an honest one has a few dozen."""
_DEPTH = 50
"""Multipart within multipart, counted by their boundaries; the parser goes down into each of them by a call."""


def read_mail(content: bytes, name: str, file: str | None) -> Snapshot:
    """The best text of a newsletter: its HTML, else its plain text. Subject, sender and day are hints.

    Raises:
        Damaged: it cannot be taken apart, or has no text.
    """
    message = _message(content)
    part = _part(message, "text/html") or _part(message, "text/plain")
    if part is None:
        raise Damaged("a mail without text")
    sender, address = parseaddr(_field(message, "From") or "")
    hints = Hints(
        id=_field(message, "Message-ID"),
        title=_field(message, "Subject"),
        outlet=printable(sender) or address.rpartition("@")[2] or None,
        published=_field(message, "Date"),
    )
    return _snapshot(part, name, file, hints, content)


def read_mhtml(content: bytes, name: str, file: str | None) -> Snapshot:
    """The page of an MHTML file: its first HTML part. `Date` is the day when it was saved.

    Raises:
        Damaged: it cannot be taken apart, or has no page.
    """
    message = _message(content)
    part = _part(message, "text/html") or _part(message, "application/xhtml+xml")
    if part is None:
        raise Damaged("a saved page without its HTML")
    url = _field(message, "Snapshot-Content-Location") or _field(part, "Content-Location")
    if url is not None and not url.startswith(("http://", "https://")):
        url = None
    return _snapshot(part, name, file, Hints(), content, url=url, retrieved=_moment(_field(message, "Date")))


def _moment(date: str | None) -> str | None:
    """The `Date` of a mail as ISO 8601."""
    try:
        return parsedate_to_datetime(date).isoformat() if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _message(content: bytes) -> Message:
    if content.lower().count(b"multipart/") > _DEPTH:
        raise Damaged(f"more than {_DEPTH} parts that hold parts")
    if any(m.end() - m.start() > _PARAMETER_BYTES for m in _CONTENT_FIELD.finditer(content)):
        raise Damaged(f"a header field of more than {_PARAMETER_BYTES:,} bytes")
    try:
        return message_from_bytes(content)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError) as error:
        raise Damaged(f"no message that can be taken apart: {type(error).__name__}") from error


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _PARTS:
            return
        yield part


def _part(message: Message, kind: str) -> Message | None:
    """The first part of a kind that is shown, not attached."""
    for part in _parts(message):
        if part.get_content_type() == kind and not str(part.get("Content-Disposition", "")).startswith("attachment"):
            return part
    return None


def _field(message: Message, name: str) -> str | None:
    raw = message.get(name)
    if raw is None:
        return None
    try:
        said = str(make_header(decode_header(str(raw)[:_FIELD_CHARS])))
    except (MessageError, LookupError, ValueError):
        said = str(raw)[:_FIELD_CHARS]
    return printable(" ".join(said.split())) or None


def _snapshot(
    part: Message,
    name: str,
    file: str | None,
    hints: Hints,
    raw: bytes,
    *,
    url: str | None = None,
    retrieved: str | None = None,
) -> Snapshot:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        raise Damaged("a part that cannot be decoded")
    return Snapshot(
        name=name,
        content=body,
        media_type="text/plain" if part.get_content_type() == "text/plain" else "text/html",
        file=file,
        url=url,
        hints=hints,
        retrieved=retrieved,
        charset=_charset(part),
        raw=raw,
    )


def _charset(part: Message) -> str | None:
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError, TypeError):
        return None
    return charset if decode(b"", charset) is not None else None
