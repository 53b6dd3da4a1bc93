"""Content codings of HTTP, undone piece by piece under a cap: a bomb is noticed while it goes off, not afterwards."""

from __future__ import annotations

import zlib

from reportedly.errors import AnswerTooLarge, BrokenAnswer

ACCEPTED = "gzip, deflate"
"""What is asked for. Other codings are not understood, and a server that sends one unasked is at fault."""
_GZIP = 16 + zlib.MAX_WBITS
_MEMBERS = 64
"""A gzip body may be several streams, one after the other; no honest server sends many."""


class Body:
    """Collects a body: takes the bytes as they come, undoes its coding, stops at `cap` bytes of either."""

    def __init__(self, coding: str, cap: int, where: str, *, cut: bool = False) -> None:
        """`coding` is the `Content-Encoding` header. `cut`: keep the first `cap` bytes instead of raising.

        Raises:
            BrokenAnswer: a coding that was not asked for, or several.
        """
        name = coding.strip().lower() or "identity"
        if name not in ("identity", "gzip", "x-gzip", "deflate"):
            raise BrokenAnswer(f"the answer is coded as {name[:40]!r}, which was not asked for", where=where)
        self._gzip = name.endswith("gzip")
        self._packed = name != "identity"
        self._unpacker = zlib.decompressobj(_GZIP if self._gzip else zlib.MAX_WBITS) if self._packed else None
        self._members = 1
        self._begun = False
        self._cap, self._cut, self._where = cap, cut, where
        self._came = 0
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> bool:
        """Take the next bytes; False where no more are wanted.

        Raises:
            AnswerTooLarge: more than the cap, before or after undoing the coding.
            BrokenAnswer: the coding is broken.
        """
        self._came += len(piece)
        if not self._unpacker:
            return self._keep(piece)
        if self._came > self._cap:
            return self._full()
        try:
            return self._unpack(piece)
        except zlib.error as error:
            raise BrokenAnswer(
                f"the answer's {'gzip' if self._gzip else 'deflate'} is broken", where=self._where
            ) from error

    def _unpack(self, piece: bytes) -> bool:
        while piece:
            assert self._unpacker is not None
            if self._unpacker.eof:
                if not self._gzip or not piece.strip(b"\0"):
                    return True  # padding after the end
                self._members += 1
                if self._members > _MEMBERS:
                    raise BrokenAnswer("the answer's gzip has too many parts", where=self._where)
                self._unpacker = zlib.decompressobj(_GZIP)
            room = self._cap - self._size + 1
            if not self._keep(self._first(piece, room) if not self._begun else self._unpacker.decompress(piece, room)):
                return False
            piece = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        return True

    def _first(self, piece: bytes, room: int) -> bytes:
        """`deflate` means a zlib stream, but some servers send a bare one (RFC 9110, 8.4.1.2)."""
        assert self._unpacker is not None
        self._begun = True
        try:
            return self._unpacker.decompress(piece, room)
        except zlib.error:
            if self._gzip:
                raise
            self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._unpacker.decompress(piece, room)

    def _keep(self, piece: bytes) -> bool:
        self._parts.append(piece)
        self._size += len(piece)
        return self._size <= self._cap or self._full()

    def _full(self) -> bool:
        if self._cut:
            return False
        hint = "raise limits.file_bytes"
        raise AnswerTooLarge(f"larger than {self._cap:,} bytes", where=self._where, hint=hint)

    def bytes(self) -> bytes:
        """The whole body.

        Raises:
            BrokenAnswer: its coding breaks off.
        """
        if self._unpacker and self._came and not self._unpacker.eof and not self._cut:
            raise BrokenAnswer("the answer breaks off", where=self._where)
        return b"".join(self._parts)[: self._cap]
