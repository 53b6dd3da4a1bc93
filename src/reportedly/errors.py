"""The error tree. Every error a person can cause has a stable code, says where, and says what to do.

A library never prints: the views turn these into one line each.
"""

from __future__ import annotations


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


class Skipped(ReadError):
    """Left out by a stated rule: no failure, the exit code stays 0."""

    code = "read.skipped"


class CleanError(ReportedlyError):
    """No article could be made of what was read."""

    code = "clean"


class NoArticle(CleanError):
    code = "clean.no-article"


class TooLong(CleanError):
    code = "clean.too-long"


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


class AnnotateError(ReportedlyError):
    code = "annotate"


class NoModel(AnnotateError):
    """The language pipeline is not installed or not the one that was pinned."""

    code = "annotate.no-model"
