"""XML as a stream of events, from files that anybody may have written.

Expat from the standard library, used directly. It loads nothing from outside; a document that declares entities of its
own is refused (that is what a billion laughs are made of, and no feed needs any). What is often wrong in feeds is mended
at a second try: bare ampersands, the named characters of HTML, control characters, a wrong charset.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from html.entities import html5
from typing import Protocol
from xml.parsers import expat

from reportedly.errors import Damaged

_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>\s*")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:#\d{1,7};|#x[0-9A-Fa-f]{1,6};|([A-Za-z][A-Za-z0-9]{1,31});)?")
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Handler(Protocol):
    """Takes the elements as they come. Names are as written, prefix included."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def parse(content: bytes, make: Callable[[], Handler], charset: str | None = None) -> tuple[Handler, Damaged | None]:
    """A handler that has seen the document, and what is wrong with it, None where it is well-formed.

    `make` makes a handler for each try. Where no try sees the whole, it is the one that saw all up to the fault.
    """
    text = _DECLARATION.sub("", _UNWANTED.sub("", _decoded(content, charset)))
    handler = make()
    error = _attempt(text, handler)
    if error is not None and (mended := _AMPERSAND.sub(_mended, text)) != text:
        handler = make()
        error = _attempt(mended, handler)
    return handler, error


def _attempt(text: str, handler: Handler) -> Damaged | None:
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _refuse
    try:
        # in one piece: expat before 2.6 takes quadratic time over a long token that comes in many
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        return Damaged(f"not well-formed in line {error.lineno}: {expat.ErrorString(error.code)}")
    except Damaged as error:
        return error
    return None


def _refuse(*_: object) -> None:
    raise Damaged("the document declares entities of its own, which may hide anything", hint="they are not read")


def _mended(found: re.Match[str]) -> str:
    name = found[1]
    if found[0] == "&":
        return "&amp;"
    if name is None or name in _XML_ENTITIES:
        return found[0]
    return html5.get(f"{name};", f"&amp;{name};").replace("&", "&amp;").replace("<", "&lt;") if name else found[0]


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if content[:2] in (b"<\0", b"\0<"):
        return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.match(content.lstrip())
    return decode(content, declared[1].decode("ascii") if declared else charset) or content.decode("utf-8", "replace")


def decode(content: bytes, charset: str | None) -> str | None:
    """The characters in a named charset; None where there is no charset of that name."""
    try:
        # a codec that gives no text (base64, zlib) is no charset, nor is one of another use (punycode takes for ever)
        codec = codecs.lookup(charset) if charset else None
        if not charset or not codec or not codec._is_text_encoding or codec.name in _NO_CHARSETS:  # noqa: SLF001
            return None
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return None
