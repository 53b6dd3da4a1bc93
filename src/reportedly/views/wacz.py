"""WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/): the pages that a story was read from, for web archive readers.

A ZIP with the bytes as WARC records (ISO 28500), an index of them, a list of pages, and the hash of every file in it. The
records are of type `resource`: what was read is kept and not what the server said around it, and nothing is made up.
"""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from reportedly import __version__

if TYPE_CHECKING:
    from reportedly.pipeline import Kept

_ARCHIVE = "data.warc.gz"
_NAMESPACE = uuid.UUID("b1f3a1e2-6d0c-5f43-9c5e-2b7f6a0d4c11")
"""Ids of records are made from what they hold: the same ledger gives the same file."""
_LINES = 3_000
"""Lines of the index in one compressed block."""
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The day that a ZIP says of every file: none that tells when it was made."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands in the archive."""

    kept: Kept
    url: str
    offset: int
    length: int


def wacz(originals: Iterable[Kept], *, title: str) -> bytes:
    """The file. In memory as a whole: a story's pages, not a crawl."""
    archive = io.BytesIO()
    archive.write(_packed(_record("warcinfo", _about(), media_type="application/warc-fields")))
    places: list[_Place] = []
    for kept in originals:
        url = kept.url or f"urn:uuid:{_id(kept.article)}"
        record = _packed(_record("resource", kept.content, url=url, moment=kept.moment, media_type=kept.media_type))
        places.append(_Place(kept, url, archive.tell(), len(record)))
        archive.write(record)
    index, blocks = _index(places)
    files = {
        f"archive/{_ARCHIVE}": archive.getvalue(),
        "indexes/index.cdx.gz": index,
        "indexes/index.idx": blocks,
        "pages/pages.jsonl": _pages(places),
    }
    package = _json(_package(files, title, max((p.kept.moment for p in places), default=None))) + b"\n"
    digest = _json({"path": "datapackage.json", "hash": _sha256(package)}) + b"\n"
    return _zipped(files | {"datapackage.json": package, "datapackage-digest.json": digest})


# ---- records


def _record(
    kind: str, content: bytes, *, media_type: str, url: str | None = None, moment: str = "1980-01-01T00:00:00Z"
) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{_id(f'{kind} {url} {moment} {digest}')}>"),
        ("WARC-Date", moment),
        ("WARC-Target-URI", _line(url) if url else None),
        ("WARC-Filename", _ARCHIVE if kind == "warcinfo" else None),
        ("WARC-Block-Digest", f"sha256:{digest}"),
        ("WARC-Payload-Digest", f"sha256:{digest}" if kind == "resource" else None),
        ("Content-Type", media_type),
        ("Content-Length", str(len(content))),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields if value is not None)
    return f"WARC/1.1\r\n{head}\r\n".encode("utf-8", "backslashreplace") + content + b"\r\n\r\n"


def _id(name: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, name.encode("utf-8", "backslashreplace").decode())


def _line(text: str) -> str:
    """Without what would begin another header."""
    return "".join(ch for ch in text if ch > " " and ch != "\x7f")


def _about() -> bytes:
    said = f"software: reportedly/{__version__}\r\nformat: WARC File Format 1.1\r\ndescription: what was read, as it was read\r\n"
    return said.encode()


def _packed(content: bytes) -> bytes:
    """One gzip member, without a day."""
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


# ---- the index (CDXJ, in compressed blocks, and a list of the blocks)


def _index(places: Sequence[_Place]) -> tuple[bytes, bytes]:
    lines = sorted(f"{surt(p.url)} {_digits(p.kept.moment)} {_json(_found(p)).decode()}\n" for p in places)
    index = io.BytesIO()
    blocks = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for at in range(0, len(lines), _LINES):
        some = lines[at : at + _LINES]
        block = _packed("".join(some).encode("utf-8", "backslashreplace"))
        key = " ".join(some[0].split(" ", 2)[:2])
        place = {"offset": index.tell(), "length": len(block), "digest": _sha256(block), "filename": "index.cdx.gz"}
        blocks.append(f"{key} {_json(place).decode()}\n")
        index.write(block)
    return index.getvalue(), "".join(blocks).encode("utf-8", "backslashreplace")


def _found(place: _Place) -> dict[str, Any]:
    return {
        "url": place.url,
        "mime": place.kept.media_type,
        "status": "200",
        "digest": f"sha256:{place.kept.sha256}",
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": _ARCHIVE,
    }


def surt(url: str) -> str:
    """An address as an index sorts it, host first and from its end: `com,example)/path?a=1`."""
    plain = _line(url)
    try:
        parts = urlsplit(plain.lower())
        port = parts.port
        query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    except ValueError:
        return plain
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return plain
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    named = f":{port}" if port not in (None, 443 if parts.scheme == "https" else 80) else ""
    return f"{host}{named}){parts.path or '/'}{f'?{query}' if query else ''}"


def _digits(moment: str) -> str:
    return "".join(ch for ch in moment if ch.isdigit())[:14]


# ---- the lists of what is in it


def _pages(places: Sequence[_Place]) -> bytes:
    rows: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    rows += [
        {"id": p.kept.article, "url": p.url, "ts": p.kept.moment, "title": p.kept.title or p.url, "size": len(p.kept.content)}
        for p in places
    ]  # fmt: skip
    return b"".join(_json(row) + b"\n" for row in rows)


def _package(files: dict[str, bytes], title: str, created: str | None) -> dict[str, Any]:
    resources = [
        {"name": path.rpartition("/")[2].lower(), "path": path, "hash": _sha256(content), "bytes": len(content)}
        for path, content in files.items()
    ]
    said = {"profile": "data-package", "wacz_version": "1.1.1", "title": title, "software": f"reportedly {__version__}"}
    return said | ({"created": created} if created else {}) | {"resources": resources}


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in files.items():
            # stored, not packed: a reader takes single records out of the middle
            archive.writestr(zipfile.ZipInfo(path, _OLDEST), content, zipfile.ZIP_STORED)
    return made.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "backslashreplace")


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
