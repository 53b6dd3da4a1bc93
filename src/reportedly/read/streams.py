"""Bytes that come one after the other: what every format here is read from.

A `Stream` holds a chunk at a time, so that an archive of any size is read in the same memory. What was looked at can be
read again; what was read too far can be put back. No stream is ever asked for more than its caller can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from reportedly.errors import Bomb, ReadError
from reportedly.settings import Limits

CHUNK = 1 << 16
"""Bytes taken at a time."""
FREE = 10_000_000
"""Bytes that may come out of a member whatever went in: a page of many equal rows is no bomb."""


class Stream:
    """Bytes from `more`, which gives the next few of them, and none at the end."""

    def __init__(self, more: Callable[[], bytes]) -> None:
        self._more = more
        self._held = b""
        self._at = 0
        self.broken = False
        """An error has come up from below: there is nothing more to be had."""

    def _fill(self) -> bool:
        if self.broken:
            return False
        try:
            chunk = self._more()
        except ReadError:
            self.broken = True
            raise
        self._held = self._held[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end; they stay to be read."""
        while len(self._held) - self._at < size and self._fill():
            pass
        return self._held[self._at : self._at + size]

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than `size` only at the end."""
        parts = []
        while size > 0 and (self._at < len(self._held) or self._fill()):
            part = self._held[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def read_some(self) -> bytes:
        """What is at hand without waiting for more; nothing at the end."""
        if self._at == len(self._held) and not self._fill():
            return b""
        part = self._held[self._at :]
        self._held, self._at = b"", 0
        return part

    def readline(self, size: int) -> bytes:
        """The next bytes to the end of the line, or `size` of them."""
        parts = []
        while size > 0 and (self._at < len(self._held) or self._fill()):
            end = self._held.find(b"\n", self._at, self._at + size) + 1
            part = self._held[self._at : end or self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
            if end:
                break
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes, and tell how many there were."""
        passed = 0
        while passed < size and (part := self.read(min(CHUNK, size - passed))):
            passed += len(part)
        return passed

    def unread(self, data: bytes) -> None:
        """Put back what was read too far."""
        self._held = data + self._held[self._at :]
        self._at = 0


def from_file(file: BinaryIO) -> Stream:
    """What a file or a pipe gives; of a pipe, as soon as it is there."""
    read = getattr(file, "read1", file.read)
    return Stream(lambda: bytes(read(CHUNK)))


def from_bytes(data: bytes) -> Stream:
    stream = Stream(bytes)
    stream.unread(data)
    return stream


def from_chunks(chunks: Iterator[bytes]) -> Stream:
    return Stream(lambda: next(chunks, b""))


@dataclass
class Budget:
    """What one input of the command line may still expand to."""

    limits: Limits
    left: int = field(init=False)
    bombs: int = 0
    """Members that expanded beyond measure."""

    def __post_init__(self) -> None:
        self.left = self.limits.expanded_bytes

    @property
    def spent(self) -> bool:
        return self.left < 0

    def spend(self, size: int) -> None:
        """Count bytes that came out of compressed ones.

        Raises:
            Bomb: they are more than `limits.expanded_bytes` in all.
        """
        self.left -= size
        if self.spent:
            raise Bomb(f"expands to more than {self.limits.expanded_bytes:,} bytes", hint="raise limits.expanded_bytes")

    def weigh(self, given: int, taken: int) -> None:
        """Compare what came out of one member with what went in.

        Raises:
            Bomb: it is more than `limits.expansion_ratio` times as much, and not little.
        """
        if given > FREE and given > taken * self.limits.expansion_ratio:
            self.bombs += 1
            raise Bomb(
                f"expands to more than {self.limits.expansion_ratio} times its size",
                hint="a decompression bomb; else raise limits.expansion_ratio",
            )


@dataclass(frozen=True)
class Item:
    """Something to be read: a file, a member of an archive, the body of a record."""

    name: str
    """How messages name it: `coverage.zip!monday/page.html`."""
    stream: Stream
    called: str = ""
    """The file name whose ending may tell the format."""
    file: str | None = None
    url: str | None = None
    retrieved: str | None = None
    media_type: str | None = None
    """As the transfer says, parameters left out."""
    charset: str | None = None
    depth: int = 0
    """Archives and compressions around it."""
    among: bool = False
    """It was not named itself, but found in a folder or an archive: what is no coverage is passed over."""
    whole: BinaryIO | None = None
    """The file itself, where one can go back and forth in it."""
