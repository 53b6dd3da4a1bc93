"""What kept bytes are, in the words of the web."""

from __future__ import annotations

from reportedly.read.sniff import SNIFFED, kind_of

_TYPES = {
    "html": "text/html",
    "text": "text/plain",
    "markdown": "text/markdown",
    "json": "application/json",
    "feed": "application/xml",
    "xml": "application/xml",
    "mail": "message/rfc822",
    "mhtml": "multipart/related",
    "pdf": "application/pdf",
}


def media_type(content: bytes) -> str:
    """By the first bytes, as a file without an ending is known."""
    kind = kind_of("-", content[:SNIFFED])
    return _TYPES.get(kind, "text/plain" if kind == "empty" else "application/octet-stream")
