"""An HTTP answer as an archive keeps it -> its body: chunks joined, content codings undone within the caps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.errors import Damaged, TooLarge
from reportedly.read.sniff import looks_binary
from reportedly.read.streams import Budget, from_bytes
from reportedly.read.unpack import MAGIC, Codec, expanded

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? {1,3}(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,1000})?\r?\n")
_CODECS: dict[str, Codec] = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "br": "brotli",
    "zstd": "zstd",
    "deflate": "deflate",
}
_MOST_CODINGS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `fields` by their names in lower case."""

    status: int
    fields: dict[str, str]
    body: bytes
    """As it was sent, its content codings included."""
    sent: bytes
    """As it was sent, in chunks where it was."""


def parse_answer(block: bytes) -> Answer:
    """The answer that a record holds.

    Raises:
        Damaged: it begins with no status line, or its chunks do not fit.
    """
    head, sent = _split(block)
    found = _STATUS.match(head)
    if not found:
        raise Damaged("no HTTP answer in it")
    fields: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().decode("latin-1").lower(), value.strip().decode("latin-1"))
    chunked = "chunked" in fields.get("transfer-encoding", "").lower()
    return Answer(int(found[1]), fields, _joined(sent) if chunked else sent, sent)


def _split(block: bytes) -> tuple[bytes, bytes]:
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    at, length = min(ends, default=(len(block), 0))
    return block[:at], block[at + length :]


def _joined(sent: bytes) -> bytes:
    """The body of its chunks. Some crawlers join them and leave the header as it was: then there is no first length."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(sent, at):
        length = int(found[1], 16)
        if not length:
            return b"".join(parts)
        if found.end() + length > len(sent):
            break
        parts.append(sent[found.end() : found.end() + length])
        at = found.end() + length
        at += 2 if sent[at : at + 2] == b"\r\n" else sent[at : at + 1] == b"\n"
    if not parts:
        return sent
    if at >= len(sent):
        return b"".join(parts)
    raise Damaged("the answer's chunks break off")


def content_of(answer: Answer, budget: Budget) -> bytes:
    """The body without its content codings.

    Raises:
        Damaged, Bomb: as `unpack` says.
        TooLarge: larger than `limits.file_bytes` when expanded.
    """
    codings = [c.strip().lower() for c in answer.fields.get("content-encoding", "").split(",")]
    content = answer.body
    for coding in reversed(codings[:_MOST_CODINGS]):
        if codec := _CODECS.get(coding):
            content = _undone(content, codec, budget)
    return content


def _undone(content: bytes, codec: Codec, budget: Budget) -> bytes:
    if codec in ("gzip", "zstd") and not content.startswith(MAGIC[codec]):
        return content  # the crawler undid it and left the header as it was
    cap = budget.limits.file_bytes
    try:
        out = expanded(from_bytes(content), codec, budget).read(cap + 1)
    except Damaged:
        if codec in ("brotli", "deflate") and not looks_binary(content):
            return content
        raise
    if len(out) > cap:
        raise TooLarge(f"larger than {cap:,} bytes", hint="raise limits.file_bytes")
    return out


def media_type(value: str) -> tuple[str, str | None]:
    """The type and the charset of a `Content-Type`; `""` where it says no type."""
    kind, _, rest = value.partition(";")
    found = re.search(r"""charset\s{0,3}=\s{0,3}["']?([\w.:-]{2,40})""", rest[:500], re.IGNORECASE)
    return kind.strip().lower(), found[1] if found else None
