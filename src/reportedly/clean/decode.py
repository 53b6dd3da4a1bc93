"""Bytes -> characters: byte order mark, UTF-8, the charset that the server states, that the page declares, then a guess.

Order after the WHATWG HTML standard, "determining the character encoding", with one difference: what is valid UTF-8 is
UTF-8 whatever the page declares, since pages are saved by tools that write UTF-8 and leave the declaration alone.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE
)
_WEB_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_LOOKED_AT = 2048
"""Bytes in which a page may declare its charset (the standard says 1,024; real pages are later)."""
_GUESSED_FROM = 32_768
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def decode(content: bytes | str, *, html: bool, charset: str | None = None) -> str:
    """The characters of a file, without NULs, control characters and lone surrogates. `charset`: as a server states it."""
    text = content if isinstance(content, str) else _decoded(content, html=html, charset=charset)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text)


def _decoded(content: bytes, *, html: bool, charset: str | None) -> str:
    for mark, marked in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(marked, "replace")
    if wide := _wide(content[:4096]):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in (_known(charset) if charset else None, _declared(content) if html else None):
        if name:
            try:
                return content.decode(name)
            except (LookupError, ValueError):
                continue
    return _mended(content) or _guessed(content)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    half = len(sample) // 2
    if half < 2 or b"\0" not in sample:
        return None
    even, odd = sample[: half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[: _LOOKED_AT * 4])
    if not found:
        return None
    return _known(found[1].decode("ascii", "ignore").lower())


def _known(name: str) -> str | None:
    """The codec of a charset's name on the web; None where it is none, or one that was tried before."""
    if name.replace("-", "").replace("_", "") in ("utf8", "utf16", "utf16le", "utf16be", "unicode"):
        return None  # it was tried, and a page that can be read for its declaration is not UTF-16
    name = _WEB_NAMES.get(name, name)
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # a codec that gives no text (base64, rot13) is no charset, nor is one of another use (punycode takes for ever)
    return name if codec._is_text_encoding and codec.name not in _NO_CHARSETS else None  # noqa: SLF001


def _mended(content: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a cut, one pasted line): those become U+FFFD. None where it is not mostly UTF-8."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for ch in text[: _GUESSED_FROM * 4] if ch > "\x7f") - bad
    return text if bad <= 3 and good >= bad * 4 else None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for files in an undeclared old charset

    best = from_bytes(content[:_GUESSED_FROM], steps=5, chunk_size=512).best()
    name = best.encoding if best else "cp1252"
    # a guess of a code page that news never used is less likely than the one of the Western web
    if name.startswith(("cp4", "cp5", "cp7", "cp8", "cp1006", "cp10", "mac", "hp", "kz", "ptcp")) or "ebcdic" in name:
        name = "cp1252"
    return content.decode(name, "replace")
