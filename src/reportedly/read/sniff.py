"""What kind of thing some bytes are, from their name and their first kilobytes.

The name decides where it is plain (`.html`, `.jsonl`); the bytes decide for the rest and overrule a name only where they
cannot be what it says (a binary `.txt`). No format is parsed here but one line of JSON.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Literal

Kind = Literal["html", "text", "json", "binary", "empty"]

SNIFFED = 8192
"""Bytes looked at."""

HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
JSON_NAMES = frozenset({".jsonl", ".ndjson", ".json"})
PART_NAMES = frozenset(
    {".css", ".js", ".mjs", ".map", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".avif", ".bmp", ".mp4"}
    | {".mp3", ".webm", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".db", ".sqlite", ".py", ".toml", ".yaml", ".yml"}
    | {".ini", ".cfg", ".csv", ".tsv", ".log", ".lock", ".xls", ".xlsx", ".doc", ".docx", ".ppt", ".pptx", ".tmp"}
)
"""Names that are never an article: left out of a folder without opening them."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<article",
    b"<main",
    b"<div",
    b"<p>",
    b"<h1",
    b"<title",
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite format 3", b"\x7fELF", b"\x28\xb5\x2f\xfd", b"BZh", b"7z\xbc\xaf")  # fmt: skip
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x08\x0b")


def kind_of(name: str, head: bytes) -> Kind:
    """The kind of an input called `name` whose first bytes (at least `SNIFFED`, or all) are `head`."""
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return "empty" if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe") else "binary"
    if looks_binary(head):
        return "binary"
    suffix = PurePath(name).suffix.lower()
    if suffix in HTML_NAMES:
        return "html"
    if suffix in JSON_NAMES or looks_json(head):
        return "json"
    return "html" if looks_html(head) else "text"


def looks_binary(head: bytes) -> bool:
    """True for bytes that are no text in any encoding: a known signature, NULs that are not UTF-16, many controls."""
    if head.startswith(_MAGIC):
        return True
    sample = head[:SNIFFED]
    if sample.startswith(_BOMS):
        return False
    if b"\0" in sample:
        return wide_order(sample) is None
    controls = sum(1 for byte in sample if byte < 32 and byte not in _TEXT_CONTROLS)
    return controls > len(sample) // 20


def wide_order(sample: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """The byte order of UTF-16 text without a mark, told by where its NULs stand; None where it is none."""
    half = len(sample) // 2
    even, odd = sample[: half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    other = sample.replace(b"\0", b"")
    if sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in other) > len(other) // 20:
        return None
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _plain(head: bytes) -> bytes:
    """The first bytes without mark, leading space and the NULs of UTF-16."""
    return head[:SNIFFED].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()


def looks_html(head: bytes) -> bool:
    start = _plain(head).lower()
    if start.startswith((b"<?xml", b"<!--", b"<!doctype")):
        return b"<html" in start
    return start.startswith(_HTML_STARTS)


def looks_json(head: bytes) -> bool:
    """True where the first line is a JSON object, or begins one too long to see the end of."""
    start = head.lstrip(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    line, newline, _ = start.partition(b"\n")
    if not newline and len(head) >= SNIFFED:
        return line[1:].lstrip().startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
