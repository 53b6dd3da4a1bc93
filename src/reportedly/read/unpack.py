"""Compressed bytes -> bytes, a chunk at a time and never beyond measure: gzip, bzip2, xz, Zstandard, Brotli, deflate.

Every decoder is asked for one chunk of output at a time, so that memory does not grow with what comes out. Two caps end a
decompression bomb: how much more comes out of a member than went in (`limits.expansion_ratio`, beyond the first 10 MB),
and how much comes out of one input in all (`limits.expanded_bytes`). Each member of a compressed file is measured on its
own, since a bomb may follow a harmless one.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from reportedly.errors import Damaged
from reportedly.read.streams import CHUNK, Budget, Stream, from_chunks

Sign = Literal["gzip", "bzip2", "xz", "zstd"]
Codec = Literal[Sign, "brotli", "deflate"]

_BITE = 1 << 14
"""Bytes given to a decoder at a time."""
_MEMORY = 1 << 27
"""What an xz or Zstandard file may ask for as its window, in bytes (`xz -9` and `zstd --ultra` stay below)."""


class Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Zlib:
    """zlib with the interface that its sisters have."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._tail = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._tail and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        out = self._inner.decompress(self._tail + data, max_length)
        self._tail = self._inner.unconsumed_tail
        return out


class _Brotli:
    def __init__(self) -> None:
        import brotli  # noqa: PLC0415 - only for what is compressed so

        self._inner = brotli.Decompressor()
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return bytes(self._inner.process(data, output_buffer_limit=max_length))


def _zstd() -> Decoder:
    # the standard library of Python 3.14, for the versions before
    from backports.zstd import DecompressionParameter, ZstdDecompressor  # noqa: PLC0415

    return ZstdDecompressor(options={int(DecompressionParameter.window_log_max): _MEMORY.bit_length() - 1})


_MAKERS: dict[Codec, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(31),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_MEMORY),
    "zstd": _zstd,
    "brotli": _Brotli,
}
MAGIC: dict[Sign, bytes] = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\0",
    "zstd": b"\x28\xb5\x2f\xfd",
}
"""What a member begins with; Brotli and deflate have no sign, and no second member."""


def expanded(stream: Stream, codec: Codec, budget: Budget) -> Stream:
    """What the compressed `stream` holds, all its members one after the other.

    Reading it raises `Damaged` where the data break off or break the format's rules, and `Bomb`.
    """
    return from_chunks(_members(stream, codec, budget))


def _members(stream: Stream, codec: Codec, budget: Budget) -> Iterator[bytes]:
    sign = next((sign for name, sign in MAGIC.items() if name == codec), None)
    first = stream.peek(2)
    make = _MAKERS.get(codec) or (lambda: _Zlib(_deflate_window(first)))
    yield from decoded(make(), stream, budget)
    # what follows the last member without being one is padding, as tar and tapes leave it
    while sign and stream.peek(len(sign)) == sign:
        yield from decoded(make(), stream, budget)


def decoded(decoder: Decoder, stream: Stream, budget: Budget) -> Iterator[bytes]:
    """The chunks of one member; the stream stands behind it afterwards.

    Raises:
        Damaged: the data break off or break the format's rules.
        Bomb: more comes out than the limits allow.
    """
    taken = given = 0
    while not decoder.eof:
        data = stream.read(_BITE) if decoder.needs_input else b""
        ended = decoder.needs_input and not data
        taken += len(data)
        try:
            out = decoder.decompress(data, CHUNK)
        except Exception as error:
            # each library has an error class of its own, and none of them is needed to tell what happened
            raise Damaged(f"the compressed data are damaged: {_words(error)}") from error
        given += len(out)
        budget.spend(len(out))
        budget.weigh(given, taken)
        if out:
            yield out
        elif ended and not decoder.eof:
            raise Damaged("the compressed data break off")
    if decoder.unused_data:
        stream.unread(decoder.unused_data)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__


def _deflate_window(head: bytes) -> int:
    """HTTP's `deflate` is zlib's format by the standard, and the bare data from some servers."""
    wrapped = len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head, "big") % 31 == 0
    return 15 if wrapped else -15


def gzip_member() -> Decoder:
    return _Zlib(31)


def starts_with(head: bytes, start: bytes) -> bool:
    """The gzip data that begin with `head` hold something that begins with `start`."""
    try:
        return zlib.decompressobj(31).decompress(head, len(start)) == start
    except zlib.error:
        return False
