"""The error tree. Every error a person can cause has a stable code, says where, and says what to do.

A library never prints: the views turn these into one line each.
"""

from __future__ import annotations

from typing import Any


class ReportedlyError(Exception):
    """Base of all. `code` is stable and part of the promise to the outside."""

    code = "error"

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def line(self) -> str:
        """One line: where, what, what to do, code."""
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{advice} [{self.code}]"


class UsageError(ReportedlyError):
    """The command was put wrongly; exit code 2."""

    code = "usage"


class InternalError(ReportedlyError):
    """Something nobody foresaw: a fault of the program, kept to one article."""

    code = "internal"


def internal(error: Exception) -> ReportedlyError:
    """The error itself if it is coded, else a coded one that tells it in one line."""
    if isinstance(error, ReportedlyError):
        return error
    return InternalError(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}", hint="please report it")


class ReadError(ReportedlyError):
    """An input could not be read."""

    code = "read"
    item: str | None = None
    """The id that the broken item states of itself, where one could be read."""


class NotFound(ReadError):
    code = "read.not-found"


class NoPermission(ReadError):
    code = "read.permission"


class EmptyInput(ReadError):
    code = "read.empty"


class BinaryInput(ReadError):
    code = "read.binary"


class TooLarge(ReadError):
    code = "read.too-large"


class BrokenLine(ReadError):
    code = "read.broken-line"


class UnknownFormat(ReadError):
    """Text or data of a kind that holds no coverage: an office document, XML of another vocabulary."""

    code = "read.format"


class Damaged(ReadError):
    """An archive, a record or a document that breaks off or breaks the rules of its format."""

    code = "read.damaged"


class DigestMismatch(ReadError):
    """A record whose bytes are not those that its stated digest was made of."""

    code = "read.digest"


class Encrypted(ReadError):
    code = "read.encrypted"


class Bomb(ReadError):
    """Compressed data that expand beyond every measure of a text."""

    code = "read.bomb"


class NetError(ReadError):
    """Something at an address could not be fetched."""

    code = "net"
    retry_after: float | None = None
    """Seconds after which the server says to come again."""
    passing: bool = False
    """True where it may be otherwise a moment later."""


class BadAddress(NetError):
    """No address of the web: another scheme, a name and password in it, an unusual form of a number."""

    code = "net.address"


class Refused(NetError):
    """The address leads to the person's own machine or net, or the network is switched off."""

    code = "net.refused"


class Unreachable(NetError):
    code = "net.unreachable"
    passing = True


class TimedOut(NetError):
    code = "net.timeout"
    passing = True


class BadCertificate(NetError):
    """The server could not prove who it is; never tried again without the proof."""

    code = "net.tls"


class BrokenAnswer(NetError):
    """The server's answer breaks off, or breaks the rules of HTTP."""

    code = "net.broken"
    passing = True


class AnswerTooLarge(NetError):
    code = "net.too-large"


class WrongType(NetError):
    """A picture, a program: nothing that holds an article."""

    code = "net.type"


class BadStatus(NetError):
    """The server answers that it will not or cannot give it."""

    code = "net.status"
    status: int = 0

    def __init__(self, status: int, *, where: str, retry_after: float | None = None) -> None:
        hints = {401: "it asks for a login", 402: "it asks for money", 403: "it does not let programs in",
                 404: "there is nothing at this address", 410: "what was there is gone", 429: "it was asked too often"}  # fmt: skip
        super().__init__(f"the server answers {status}", where=where, hint=hints.get(status))
        self.status = status
        self.retry_after = retry_after
        self.passing = status in (408, 425, 429) or status >= 500


class TooManyRedirects(NetError):
    code = "net.redirects"


class RobotsDenied(NetError):
    """The site's robots.txt asks programs to leave this address alone."""

    code = "net.robots"


class CannotServe(ReportedlyError):
    """The pages cannot be offered: the address is taken, or not this machine's."""

    code = "serve"


class Skipped(ReadError):
    """Left out by a stated rule: no failure, the exit code stays 0."""

    code = "read.skipped"


class EmptyEntry(Skipped):
    """An entry of a feed that has no text, but may link to a page."""

    entry: Any = None
    """The entry as a `Snapshot` without content."""


class CleanError(ReportedlyError):
    """No article could be made of what was read."""

    code = "clean"


class NoArticle(CleanError):
    code = "clean.no-article"


class TooLong(CleanError):
    code = "clean.too-long"


class TooSlow(CleanError):
    """Cleaning it was ended: it took more than `limits.clean_seconds`."""

    code = "clean.too-slow"


class OutOfMemory(CleanError):
    """Cleaning it was ended: it took more than `limits.clean_bytes`."""

    code = "clean.memory"


class Crashed(CleanError):
    """The process that cleaned it ended without an answer."""

    code = "clean.crashed"


class LedgerError(ReportedlyError):
    """The ledger could not be opened, read or written."""

    code = "ledger"


class NotALedger(LedgerError):
    code = "ledger.not-a-ledger"


class NoLedger(LedgerError):
    """There is no ledger where one was looked for."""

    code = "ledger.none"


class NotInLedger(LedgerError):
    """No article, story, assertion or claim goes by that name."""

    code = "ledger.not-found"


class NewerLedger(LedgerError):
    code = "ledger.newer"


class LockedLedger(LedgerError):
    code = "ledger.locked"


class CannotWrite(LedgerError):
    code = "ledger.cannot-write"


class EvidenceMismatch(LedgerError):
    """A statement whose words are not at its place in the article: refused."""

    code = "ledger.evidence"


class Removed(LedgerError):
    """The article was removed by a person; it is not taken in again."""

    code = "ledger.removed"


class NotifyError(ReportedlyError):
    """Nobody could be told what is new."""

    code = "watch.notify"


class AnnotateError(ReportedlyError):
    code = "annotate"


class NoModel(AnnotateError):
    """The language pipeline is not installed or not the one that was pinned."""

    code = "annotate.no-model"
