"""Opening a ledger file: what it is, its connection settings, its migrations, and database errors made plain.

A file is looked at before it is touched: what is not a ledger, or is one of a newer program, stays byte for byte as it was.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool

from reportedly.codec import JsonError
from reportedly.errors import (
    CannotWrite,
    LedgerError,
    LockedLedger,
    NewerLedger,
    NoLedger,
    NotALedger,
    UsageError,
    internal,
)
from reportedly.ledger.tables import APP, SCHEMA

MAGIC = b"SQLite format 3\x00"
WAIT_SECONDS = 10.0
"""How long a writer waits for another one before it gives up as `ledger.locked`."""
_FAULTS = ("Could not decode to UTF-8", "unsupported file format", "malformed database schema")
"""Damage that SQLite, or Python's module for it, tells without a result code of its own."""


def file_of(db: str) -> Path:
    """The file that `--db` names.

    Raises:
        UsageError: it is an address of a database that this version cannot keep a ledger in.
    """
    if db.startswith("sqlite:///"):
        return Path(db.removeprefix("sqlite:///"))
    if "://" in db:
        raise UsageError(
            "only SQLite files can hold a ledger in this version", where=db.partition("://")[0], hint="name a file"
        )
    return Path(db)


@contextlib.contextmanager
def coded(where: str) -> Iterator[None]:
    """Database errors inside the block become coded ones.

    Raises:
        LockedLedger, CannotWrite, NotALedger, LedgerError: by SQLite's result code (https://sqlite.org/rescode.html).
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _coded(error.orig or error, where) from error
    except sqlite3.Error as error:
        raise _coded(error, where) from error
    except (JsonError, zlib.error, UnicodeDecodeError) as error:
        # only what comes out of a row is decoded here: somebody changed it below SQLite, which keeps no check sums
        raise _damaged(where) from error


def _coded(error: BaseException, where: str) -> LedgerError:
    name = str(getattr(error, "sqlite_errorname", ""))
    said = str(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockedLedger("another program is writing to it", where=where, hint="try again when it has finished")
    if name.startswith("SQLITE_FULL"):
        return CannotWrite("the disk is full; what was stored before is kept", where=where, hint="make room")
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return CannotWrite("it cannot be written to", where=where, hint="check the permissions of file and folder")
    if name.startswith("SQLITE_IOERR"):
        return CannotWrite(f"the disk reports an error: {said}", where=where)
    if name.startswith("SQLITE_NOTADB"):
        return NotALedger("not a database", where=where, hint="name another file with --db")
    if name.startswith("SQLITE_CORRUPT") or any(fault in said for fault in _FAULTS):
        return _damaged(where)
    return LedgerError(f"the database refused: {said}", where=where)


def _damaged(where: str) -> LedgerError:
    return LedgerError("the database file is damaged", where=where, hint="restore it from a copy")


def inspect(path: Path) -> int | None:
    """The schema number of the ledger in that file, None where there is none yet. Writes nothing.

    Raises:
        NotALedger: another kind of file or database.
        NewerLedger: written by a newer version of the program.
        CannotWrite: the file may not be opened.
    """
    where = str(path)
    if path.is_dir():
        raise NotALedger("a folder, not a ledger", where=where, hint="name a file with --db")
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotWrite(f"it cannot be opened: {error.strerror}", where=where) from error
    if not head:
        return None
    if head != MAGIC:
        raise NotALedger("not a database", where=where, hint="name another file with --db")
    with coded(where), contextlib.closing(_look(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        known = dict(connection.execute("SELECT key, value FROM meta")) if "meta" in tables else {}
    if known.get("app") != APP:
        raise NotALedger("a database, but not a ledger", where=where, hint="name another file with --db")
    if not str(known.get("schema")).isdigit():
        raise LedgerError(
            "the ledger is damaged: it does not say its schema", where=where, hint="restore it from a copy"
        )
    number = int(known["schema"])
    if number > SCHEMA:
        raise NewerLedger(
            f"written by a newer version (schema {number}, this one knows {SCHEMA})",
            where=where,
            hint="update reportedly",
        )
    return number


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(os.path.abspath(path))}?{mode}"  # noqa: PTH100 -- resolve() would follow links


def _look(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also where SQLite may not create its side files; for one thread at a time."""
    connection = sqlite3.connect(_uri(path, "mode=ro"), uri=True, timeout=WAIT_SECONDS, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        connection.close()
        if _has_journal(path):
            raise
        connection = sqlite3.connect(_uri(path, "immutable=1"), uri=True, check_same_thread=False)
    return connection


def _has_journal(path: Path) -> bool:
    journal = Path(f"{path}-wal")
    return journal.exists() and journal.stat().st_size > 0


def engine(path: Path, *, wait: float, write: bool) -> Engine:
    """A connection pool on the file, every connection in WAL mode, with foreign keys, and erasing what it deletes."""

    def connect() -> sqlite3.Connection:
        if not write:
            connection = _look(path)
            connection.isolation_level = None
            return connection
        connection = sqlite3.connect(
            _uri(path, "mode=rwc"), uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    made = sa.create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_reset_on_return=None)

    @sa.event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        # the driver opens no transactions (isolation_level None): a writer takes its lock at once, so that two
        # writers queue instead of failing half-way
        writes = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def open_engine(db: str, *, create: bool, write: bool, wait: float) -> tuple[Engine, Path]:
    """The file's engine, its schema brought up to date.

    Raises:
        NoLedger: there is none and `create` is False.
        NotALedger, NewerLedger, LockedLedger, CannotWrite: as `inspect` and `coded` say.
        LedgerError: it could not be brought up to date; it is as it was.
    """
    path = file_of(db)
    number = inspect(path)
    if number is None and not create:
        raise NoLedger("there is no ledger", where=str(path), hint="make one with: reportedly read INPUT...")
    outdated = number is None or number < SCHEMA
    made = engine(path, wait=wait, write=write or outdated)
    if outdated:
        try:
            with coded(str(path)):
                _migrate(made)
        except LedgerError:
            made.dispose()
            raise
        except Exception as error:
            made.dispose()
            raise LedgerError(
                f"it could not be brought up to date and is as it was: {internal(error).message}",
                where=str(path),
                hint="please report it",
            ) from error
    return made, path


def _migrate(made: Engine) -> None:
    """All missing migrations in one transaction with their record."""
    from alembic import command  # noqa: PLC0415 -- a tenth of a second, needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with made.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
