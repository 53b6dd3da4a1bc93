"""What kind of thing some bytes are, from their first kilobytes and their name.

The bytes decide wherever they have a sign (an archive's magic number, the first element of XML or HTML, the fields of a
mail); the name only says what bytes cannot: that text is Markdown, that binary data are Brotli, that a page without any
known tag is HTML. No format is parsed here but one line of JSON.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal

from reportedly.read.unpack import MAGIC, starts_with

Kind = Literal[
    "html", "text", "markdown", "json", "feed", "opml", "xml", "mail", "mhtml", "pdf", "office", "zip", "tar", "warc",
    "gzip", "bzip2", "xz", "zstd", "brotli", "binary", "empty",
]  # fmt: skip
COMPRESSED = frozenset({"gzip", "bzip2", "xz", "zstd", "brotli"})
ARCHIVES = frozenset({"zip", "tar", "warc"})

SNIFFED = 8192
"""Bytes looked at."""

HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
JSON_NAMES = frozenset({".jsonl", ".ndjson", ".json"})
PART_NAMES = frozenset(
    {".css", ".js", ".mjs", ".map", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".avif", ".bmp", ".mp4"}
    | {".mp3", ".webm", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".db", ".sqlite", ".py", ".toml", ".yaml", ".yml"}
    | {".ini", ".cfg", ".csv", ".tsv", ".log", ".lock", ".xls", ".xlsx", ".doc", ".docx", ".ppt", ".pptx", ".tmp"}
    | {
        ".epub",
        ".odt",
        ".ods",
        ".odp",
        ".rtf",
        ".exe",
        ".dll",
        ".so",
        ".class",
        ".jar",
        ".whl",
        ".pyc",
        ".cdx",
        ".cdxj",
    }
)
"""Names that are never an article: left out of a folder without opening them."""

_ABOUT = frozenset({"readme", "license", "licence", "copying", "changelog"})

_COMPRESSED_NAMES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd", ".br": "brotli"}
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
_XML_NAMES = frozenset({".xml", ".rss", ".atom", ".rdf", ".opml"})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_TAGS = frozenset(
    b"html head body article main div p h1 h2 h3 title section header nav span table ul ol meta link a img br "
    b"blockquote pre center font script style template base b i em strong figure".split()
)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf"})
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3", b"\x7fELF", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"OggS", b"wOFF", b"wOF2", b"MZ\x90", b"\xca\xfe\xba\xbe")  # fmt: skip
_ELEMENT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z][\w.-]{0,40})(?=[\s/>]|$)")
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]|From ")
_MAIL_FIELDS = frozenset(
    b"from to subject date message-id mime-version received return-path delivered-to content-type".split()
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x08\x0b")


def kind_of(name: str, head: bytes) -> Kind:
    """The kind of an input called `name` whose first bytes (at least `SNIFFED`, or all) are `head`."""
    if packed := _packed(head):
        return packed
    suffix = PurePath(name).suffix.lower()
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return "empty" if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe") else "binary"
    if suffix == ".br" and not looks_html(head):
        return "brotli"
    if looks_binary(head):
        return "binary"
    if (markup := _markup(head)) in ("feed", "opml"):
        return markup
    if suffix in HTML_NAMES:
        return "html"
    if suffix in JSON_NAMES or looks_json(head) or _begins_json(head):
        return "json"
    if markup:
        return markup
    if suffix in _MARKDOWN_NAMES:
        return "markdown"
    return _mail(head) or ("xml" if suffix in _XML_NAMES else "text")


def is_about(stem: str) -> bool:
    """Files of these names tell about a folder and hold no coverage."""
    return stem.lower() in _ABOUT


def _packed(head: bytes) -> Kind | None:
    """The kind of what is told by its first bytes alone."""
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "office" if is_office(head) else "zip"
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    for codec, sign in MAGIC.items():
        if head.startswith(sign):
            return "warc" if codec == "gzip" and starts_with(head, b"WARC/") else codec
    return None


def is_office(head: bytes) -> bool:
    """A ZIP file that is an office document or a book: its first member has the name that their standards ask for."""
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return first in (b"[Content_Types].xml", b"mimetype")


def inner_name(name: str) -> str:
    """The name of what a compressed file holds: `page.html` of `page.html.gz`."""
    path = PurePath(name)
    if path.suffix.lower() in _COMPRESSED_NAMES:
        return path.stem
    return f"{path.stem}.tar" if path.suffix.lower() in (".tgz", ".tbz2", ".txz", ".tzst") else name


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


def _first_element(start: bytes) -> bytes:
    """The name of the first element of some markup, in lower case; nothing where there is none."""
    at = 0
    while at < len(start):
        if start.startswith(b"<!--", at):
            end = start.find(b"-->", at)
        elif start.startswith((b"<?", b"<!"), at):
            end = start.find(b">", at)
            if start.find(b"[", at, end) >= 0:  # the declarations inside a document type
                end = start.find(b"]", at)
                end = start.find(b">", end) if end >= 0 else -1
        else:
            found = _ELEMENT.match(start, at)
            return found[1].lower() if found else b""
        if end < 0:
            return b""
        at = end + (3 if start.startswith(b"-->", end) else 1)
        at += len(start) - at - len(start[at:].lstrip())
    return b""


def _markup(head: bytes) -> Literal["html", "feed", "opml", "xml"] | None:
    start = _plain(head)
    if not start.startswith(b"<"):
        return None
    root = _first_element(start)
    if root in _FEED_ROOTS:
        return "feed"
    if root == b"opml":
        return "opml"
    if root in _HTML_TAGS or start[:15].lower() == b"<!doctype html>" or b"<html" in start.lower():
        return "html"
    return "xml" if start.startswith(b"<?xml") else None


def looks_html(head: bytes) -> bool:
    return _markup(head) == "html"


def _mail(head: bytes) -> Literal["mail", "mhtml"] | None:
    """A mail, or the page that a browser saved as one: it begins with header fields, and they are a mail's."""
    lines = head.lstrip(b"\xef\xbb\xbf").splitlines()
    fields: list[bytes] = []
    for line in lines:
        if not line:
            break
        if line[:1] in b" \t" and fields:
            continue
        found = _FIELD.match(line + b" ")
        if not found:
            return None
        fields.append((found[1] or b"").lower())
    known = _MAIL_FIELDS.intersection(fields)
    if (
        b"mime-version" in known
        and b"multipart/related" in head.lower()
        and b"from" in known
        and (b"snapshot-content-location" in fields or (b"received" not in known and b"to" not in known))
    ):
        return "mhtml"
    return "mail" if len(known) >= 3 and b"from" in known else None


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


def _begins_json(head: bytes) -> bool:
    """True for what begins as an object or a list of objects that goes over several lines."""
    start = head.lstrip(b"\xef\xbb\xbf").lstrip()
    inner = start[1:].lstrip()
    return (start[:1] == b"{" and inner[:1] == b'"') or (start[:1] == b"[" and inner[:1] == b"{")
