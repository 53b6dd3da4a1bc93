"""What a file is, before and after it is opened as a ledger."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reportedly.errors import (
    CannotWrite,
    LedgerError,
    LockedLedger,
    NewerLedger,
    NoLedger,
    NotALedger,
    ReportedlyError,
    UsageError,
)
from reportedly.ledger import Ledger, inspect
from reportedly.ledger.tables import SCHEMA, metadata


def made(path):
    Ledger.open(str(path), create=True).close()
    return path


def test_there_is_none(tmp_path):
    with pytest.raises(NoLedger):
        Ledger.open(str(tmp_path / "none.db"))
    assert not list(tmp_path.iterdir()), "looking for one makes none"
    with pytest.raises(CannotWrite):
        Ledger.open(str(tmp_path / "no" / "folder" / "l.db"), create=True)


@pytest.mark.parametrize("content", [b"hello", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, b"SQLite format 3"])
@pytest.mark.parametrize("create", [False, True])
def test_another_kind_of_file_is_left_as_it_is(tmp_path, content, create):
    path = tmp_path / "note.db"
    path.write_bytes(content)
    with pytest.raises(NotALedger) as caught:
        Ledger.open(str(path), create=create)
    assert "\n" not in caught.value.line()
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["note.db"]


def test_a_damaged_database_is_one_coded_error(tmp_path):
    path = tmp_path / "l.db"
    path.write_bytes(b"SQLite format 3\0" + b"\x13" * 5000)
    before = path.read_bytes()
    with pytest.raises(LedgerError):
        Ledger.open(str(path), create=True)
    assert path.read_bytes() == before


def test_another_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE meta (key, value)")
        other.execute("INSERT INTO meta VALUES ('app', 'somebody else')")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(NotALedger):
        Ledger.open(str(path), create=True)
    assert path.read_bytes() == before


def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(NotALedger):
        Ledger.open(str(tmp_path), create=True)


def test_a_ledger_of_a_newer_version_is_left_as_it_is(tmp_path):
    path = made(tmp_path / "l.db")
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA + 1),))
        other.commit()
    before = path.read_bytes()
    with pytest.raises(NewerLedger):
        Ledger.open(str(path), create=True)
    assert path.read_bytes() == before


def test_only_sqlite_so_far(tmp_path):
    with pytest.raises(UsageError):
        Ledger.open("postgresql://somewhere/ledger", create=True)
    with Ledger.open(f"sqlite:///{tmp_path}/l.db", create=True) as ledger:
        assert ledger.path == tmp_path / "l.db"


def test_an_empty_file_becomes_one_when_asked(tmp_path):
    path = tmp_path / "l.db"
    path.touch()
    with pytest.raises(NoLedger):
        Ledger.open(str(path))
    assert inspect(made(path)) == SCHEMA


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as ledger, ledger._engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"include_object": lambda o, n, *_: "_search" not in n}),
            metadata,
        )
        [mode] = connection.exec_driver_sql("PRAGMA journal_mode").one()
    named = [d for d in differences if "alembic_version" not in str(d)]
    assert named == []
    assert mode == "wal"


def test_a_migration_that_fails_leaves_nothing(tmp_path, monkeypatch):
    from reportedly.ledger import opening

    upgrade = opening._migrate

    def fail(engine):
        @sa.event.listens_for(engine, "before_cursor_execute")
        def _stop(conn, cursor, statement, *_):
            if "story_places" in statement:
                raise KeyboardInterrupt

        upgrade(engine)

    monkeypatch.setattr(opening, "_migrate", fail)
    with pytest.raises(KeyboardInterrupt):
        Ledger.open(str(tmp_path / "l.db"), create=True)
    monkeypatch.undo()
    assert inspect(tmp_path / "l.db") is None
    assert inspect(made(tmp_path / "l.db")) == SCHEMA


def test_two_may_open_at_once(tmp_path):
    program = f"from reportedly.ledger import Ledger; Ledger.open({str(tmp_path / 'l.db')!r}, create=True).begin_run()"
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [p.wait() for p in running] == [0, 0, 0]


def test_locked_while_it_is_made(tmp_path):
    path = tmp_path / "l.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LockedLedger):
            Ledger.open(str(path), create=True, wait=0.05)


def test_a_full_disk(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as ledger:
        before = ledger.counts()

        @sa.event.listens_for(ledger._engine, "connect")
        def _small(connection, _):
            connection.execute("PRAGMA max_page_count = 1")

        ledger._engine.dispose()
        with pytest.raises(CannotWrite, match="full"):
            ledger.put_failure("a", ReportedlyError("x" * 1_000_000))
        ledger._engine.dispose()
    with Ledger.open(str(tmp_path / "l.db")) as ledger:
        assert ledger.counts()["articles"] == before["articles"]


NOBODY = 65534


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become somebody else")
def test_without_permission(tmp_path):
    """A ledger that may only be read is read, and writing to it is one coded error."""
    path = made(tmp_path / "l.db")
    program = textwrap.dedent(f"""
        import os, sys
        from reportedly.errors import CannotWrite
        from reportedly.ledger import Ledger
        os.chdir({str(tmp_path)!r})
        os.setuid({NOBODY})
        with Ledger.open("l.db", write=False) as ledger:
            assert ledger.counts()["articles"] == 0
        try:
            with Ledger.open("l.db") as ledger:
                ledger.begin_run()
        except CannotWrite as error:
            sys.exit(7)
    """)
    path.chmod(0o444)
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.geteuid() and folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 7, done.stderr
    path.chmod(0o000)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "ledger.cannot-write" in done.stderr or "CannotWrite" in done.stderr


def test_stories_with_forecasts_are_made_again_for_what_an_earlier_ledger_did_not_keep(tmp_path):
    path = made(tmp_path / "l.db")
    with contextlib.closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO stories (id, title, stale) VALUES ('s1', 'One', 0), ('s2', 'Two', 0)")
        row = "('s1', 0, 'c1', 'open', '{}')"
        other.execute(f"INSERT INTO forecasts (story, pos, claim, outcome, payload) VALUES {row}")
        other.execute("DROP TABLE foretold")
        other.execute("DROP TABLE story_parts")
        other.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")
        other.execute("UPDATE alembic_version SET version_num = '0005'")
    with Ledger.open(str(path)) as ledger:
        assert ledger.stale() == {"s1"}
        assert ledger.foretellers(["s1", "s2"]) == {}
