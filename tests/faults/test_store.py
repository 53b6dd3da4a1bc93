"""A store that fails: full disk, nothing may be written, locked, damaged, newer, not brought up to date.

Each ends in one coded error and exit code 1, and what was stored before is there afterwards, to the byte of its JSON.
"""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

import reportedly.pipeline
from fakes import snapshots, stages
from reportedly.codec import encode
from reportedly.errors import LedgerError, LockedLedger
from reportedly.ledger import Ledger, opening
from reportedly.ledger.tables import SCHEMA
from reportedly.pipeline import document, read
from reportedly.settings import Settings
from reportedly.views import cli

PAGE = 4096
LONG = " ".join(f"Word {n} is said." for n in range(6))
TEXTS = [
    f"T{n} | Post {n % 3} | 2030-01-{n + 1:02}\n{'FERRY' if n % 2 else 'BRIDGE'} number {n} was seen. {LONG}"
    for n in range(6)
]
MORE = [f"M{n} | Herald | 2030-02-{n + 1:02}\nFERRY number {n} will be seen again. {LONG} {n}" for n in range(6)]


def whole(path):
    """The ledger as JSON; every kind of row is read."""
    with Ledger.open(str(path), write=False) as ledger:
        ledger.failures(), ledger.counts(), ledger.search("ferry"), ledger.feeds()
        list(ledger.originals(ledger.article_ids()))
        return encode(document(ledger, Settings(), stages=stages()))


def take(path, texts, **how):
    with Ledger.open(str(path), create=True, wait=0.05) as ledger:
        return read(ledger, [], Settings(), stages=stages(read=snapshots(*texts)), **how)


def sound(path):
    with contextlib.closing(sqlite3.connect(path)) as c:
        return c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A ledger as a file, its JSON, and its JSON with `MORE` read too."""
    folder = tmp_path_factory.mktemp("kept")
    path, more = folder / "l.db", folder / "more.db"
    take(path, TEXTS)
    shutil.copy(path, more)
    take(more, MORE)
    return path, whole(path), whole(more)


@pytest.fixture
def ledger_file(kept, tmp_path):
    shutil.copy(kept[0], tmp_path / "l.db")
    return tmp_path / "l.db"


def run(path, *arguments, monkeypatch):
    """The program's exit code, and the one line it says."""
    made = stages(read=snapshots(*MORE))
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda settings, fast=False: made)
    monkeypatch.setitem(Ledger.open.__func__.__kwdefaults__, "wait", 0.05)
    done = CliRunner().invoke(cli.app, [*arguments, "--db", str(path)], env={"COLUMNS": "300"})
    return done.exit_code, done.stderr


# ---- no room

ROOM = """
    import resource, signal, sys
    sys.path.insert(0, {tests!r})
    from faults import test_store as t
    from reportedly.errors import CannotWrite
    before, ended = t.whole("{kept}"), set()
    for room in (int(4096 * 1.7**n) for n in range(12)):
        path = t.Path("{room}/l%d.db" % room)
        with t.{limited}("{room}", "{kept}", path, room):
            try:
                t.take(path, t.MORE)
                ended.add("done")
            except CannotWrite as error:
                assert error.code == "ledger.cannot-write", error
                ended.add("refused")
        assert t.sound(path), room
        t.take(path, t.MORE)  # there is room again
        print(len(t.whole(path)))
        for old in t.Path("{room}").glob("l*"):
            old.unlink()
    assert ended == {{"done", "refused"}}, ended
"""


@contextlib.contextmanager
def full(folder, kept, path, room):
    """A disk with so many bytes left: all others are taken by another file."""
    shutil.copy(kept, path)
    ballast = Path(folder, "lballast")
    with ballast.open("wb") as file:
        disk = os.statvfs(folder)
        os.posix_fallocate(file.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - room))
    yield
    ballast.unlink()


@contextlib.contextmanager
def limited(folder, kept, path, room):
    """No file may grow by more than that."""
    import resource
    import signal

    shutil.copy(kept, path)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2 + room, resource.RLIM_INFINITY))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def swept(kept, folder, how, before=()):
    program = textwrap.dedent(ROOM).format(tests=str(Path(__file__).parents[1]), kept=kept[0], room=folder, limited=how)
    done = subprocess.run([*before, sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = {int(line) for line in done.stdout.split()}
    assert found == {len(kept[2])}, "completed to another ledger"


def mounted(what):
    """The beginning of a command that sees its own mounts, [] where that is not allowed."""
    prefix = ["unshare", "--map-root-user", "--mount", "--", "sh", "-c", f'{what} && exec "$@"', "sh"]
    try:
        return prefix if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0 else []
    except OSError:
        return []


def test_a_full_disk(kept, tmp_path):
    """A disk of its own in memory, with a little more room each time."""
    prefix = mounted(f"mount -t tmpfs -o size=24m none {tmp_path}")
    if not prefix:
        pytest.skip("no mounts of our own")
    swept(kept, tmp_path, "full", prefix)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of the system")
def test_a_file_that_may_not_grow(kept, tmp_path):
    swept(kept, tmp_path, "limited")


# ---- nothing may be written


def test_a_disk_that_is_only_read(kept, tmp_path):
    prefix = mounted(f"mount --bind -o ro {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path}")
    if not prefix:
        pytest.skip("no mounts of our own")
    shutil.copy(kept[0], tmp_path / "l.db")
    program = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parents[1])!r})
        from faults import test_store as t
        from reportedly.errors import CannotWrite
        print(len(t.whole({str(tmp_path / "l.db")!r})))
        for name in ("l.db", "new.db"):
            try:
                t.take({str(tmp_path)!r} + "/" + name, t.MORE)
            except CannotWrite as error:
                print(error.code)
    """)
    done = subprocess.run([*prefix, sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(len(kept[1])), "ledger.cannot-write", "ledger.cannot-write"], done.stderr[-2000:]
    assert (tmp_path / "l.db").read_bytes() == kept[0].read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["l.db"]


# ---- locked


def test_locked_before_and_in_the_middle_of_a_read(kept, ledger_file, monkeypatch):
    with contextlib.closing(sqlite3.connect(ledger_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, said = run(ledger_file, "read", "-", monkeypatch=monkeypatch)
        assert code == 1
        assert "[ledger.locked]" in said
        assert whole(ledger_file) == kept[1], "who only reads needs not wait"
        other.execute("ROLLBACK")

        def lock(step):
            if step.done == 4:
                other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LockedLedger):
            take(ledger_file, MORE, observe=lock)
        other.execute("ROLLBACK")
    with Ledger.open(str(ledger_file)) as ledger:
        assert ledger.counts()["articles"] == len(TEXTS) + 4
    take(ledger_file, MORE)
    assert whole(ledger_file) == kept[2]


# ---- damaged


def hurt(data, kind, rng):
    """The file as a failing disk, a bad copy or another program leaves it."""
    bad, pages = bytearray(data), len(data) // PAGE
    page = PAGE * rng.randrange(1, pages)
    match kind:
        case "some bytes":
            at, size = rng.randrange(100, len(bad) - 300), rng.choice([1, 4, 40, 300])
            bad[at : at + size] = rng.randbytes(size)
        case "a page":
            bad[page : page + PAGE] = rng.choice([bytes(PAGE), rng.randbytes(PAGE), bad[:PAGE]])
        case "the head of a page":
            bad[page : page + 12] = rng.randbytes(12)
        case "the head of the file":
            bad[rng.randrange(16, 100)] = rng.randrange(256)
        case "cut":
            del bad[rng.choice([page, rng.randrange(100, len(bad))]) :]
    return bytes(bad)


@pytest.mark.parametrize("kind", ["some bytes", "a page", "the head of a page", "the head of the file", "cut"])
def test_a_damaged_file_is_a_coded_error_and_left_alone(kept, tmp_path, kind):
    """Or the damage lies where nothing is stored that is asked for. Who only reads changes no byte."""
    path, data, rng = tmp_path / "l.db", kept[0].read_bytes(), random.Random(kind)
    refused = 0
    for _ in range(15):
        bad = hurt(data, kind, rng)
        path.write_bytes(bad)
        try:
            whole(path)
        except LedgerError as error:
            refused += "\n" not in error.line()
        assert path.read_bytes() == bad
        with contextlib.suppress(LedgerError):
            take(path, MORE[:1])
        for old in tmp_path.glob("l.db*"):
            old.unlink()
    assert refused


def test_a_damaged_ledger_by_the_program(kept, tmp_path, monkeypatch):
    path, data = tmp_path / "l.db", kept[0].read_bytes()
    path.write_bytes(data[:PAGE] + bytes(len(data) - PAGE))
    for command in (["read", "-"], ["ledger", "--all"], ["stories"], ["search", "ferry"]):
        code, said = run(path, *command, monkeypatch=monkeypatch)
        assert code == 1
        assert said.count("\n") == 1
        assert "the database file is damaged (restore it from a copy) [ledger]" in said


def test_a_damaged_journal_costs_what_came_after_the_damage(kept, tmp_path):
    """SQLite keeps check sums of its journal: what is read is a state that there was, sound and whole."""
    path, made = tmp_path / "l.db", tmp_path / "made.db"
    shutil.copy(kept[0], made)
    with Ledger.open(str(made)) as ledger:
        read(ledger, [], Settings(), stages=stages(read=snapshots(*MORE)))
        main, journal = made.read_bytes(), Path(f"{made}-wal").read_bytes()
    rng = random.Random(7)
    seen = set()
    for _ in range(12):
        at = rng.randrange(len(journal))
        cut = rng.random() < 0.5
        path.write_bytes(main)
        Path(f"{path}-wal").write_bytes(journal[:at] if cut else journal[:at] + b"\xff\x00\xff" + journal[at + 3 :])
        with Ledger.open(str(path), write=False) as ledger:
            seen.add(ledger.counts()["articles"])
        assert sound(path)
        take(path, MORE)
        assert whole(path) == kept[2]
        for old in tmp_path.glob("l.db*"):
            old.unlink()
    assert seen <= set(range(len(TEXTS), len(TEXTS + MORE) + 1))
    assert len(seen) > 2, "the damage came at several places"


# ---- newer, and older


def test_a_newer_ledger_by_the_program(ledger_file, monkeypatch):
    with contextlib.closing(sqlite3.connect(ledger_file)) as other:
        other.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA + 1),))
        other.commit()
    before = ledger_file.read_bytes()
    for command in (["read", "-"], ["ledger", "--all"], ["serve", "--port", "0"]):
        code, said = run(ledger_file, *command, monkeypatch=monkeypatch)
        assert code == 1
        assert "[ledger.newer]" in said
    assert ledger_file.read_bytes() == before


def rows(path):
    with contextlib.closing(sqlite3.connect(path)) as c:
        return list(c.iterdump())


@pytest.fixture
def older(tmp_path, monkeypatch):
    """A ledger of the first schema, with an article in it."""
    from alembic import command

    path = tmp_path / "old.db"
    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0001"))
    with contextlib.closing(sqlite3.connect(path)):
        Ledger.open(str(path), create=True).close()
    monkeypatch.undo()
    with contextlib.closing(sqlite3.connect(path)) as c:
        c.execute("INSERT INTO runs VALUES (1, '2030-01-01T00:00:00Z', '0.1')")
        c.execute("INSERT INTO raw VALUES ('d', 'zlib', 1, x'00')")
        c.execute("INSERT INTO failures VALUES ('a.html', 'read.empty', 'nothing in it', NULL, NULL, '2030-01-01')")
        c.commit()
    return path


def statements(path, folder):
    """Every statement that changes something while this ledger is brought up to date."""
    seen, copy = [], folder / "counted.db"
    shutil.copy(path, copy)
    with failing(lambda statement, _: seen.append(statement)):
        Ledger.open(str(copy)).close()
    return seen


@contextlib.contextmanager
def failing(on):
    """Call `on(statement, how many before it)` before each statement of a migration that changes something."""
    count = [0]

    def before(conn, cursor, statement, *_):
        if statement.lstrip().upper().startswith(("CREATE", "ALTER", "INSERT", "UPDATE", "DELETE", "DROP")):
            on(statement, count[0])
            count[0] += 1

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", before)


def breaks(error, at):
    def on(_, number):
        if number == at:
            raise error

    return on


FULL = sqlite3.OperationalError("database or disk is full")
FULL.sqlite_errorname = "SQLITE_FULL"


@pytest.mark.parametrize(("error", "code"), [(FULL, "ledger.cannot-write"), (RuntimeError("a fault in it"), "ledger")])
def test_a_migration_that_fails_at_any_of_its_statements(older, tmp_path, monkeypatch, error, code):
    before = rows(older)
    every = statements(older, tmp_path)
    assert len(every) > 10
    for at in range(len(every)):
        with failing(breaks(error, at)), pytest.raises(LedgerError) as caught:
            Ledger.open(str(older))
        assert caught.value.code == code
        assert rows(older) == before
    with failing(breaks(error, 3)):
        exit_code, said = run(older, "ledger", "--all", monkeypatch=monkeypatch)
    assert exit_code == 1
    assert f"[{code}]" in said
    assert said.count("\n") == 1
    Ledger.open(str(older)).close()
    assert opening.inspect(older) == SCHEMA
    with Ledger.open(str(older)) as ledger:
        assert [f["input"] for f in ledger.failures()] == ["a.html"]


def test_a_ledger_that_somebody_else_has_changed(older, monkeypatch):
    """A table of ours is there before it should be; a revision that no version knows."""
    with contextlib.closing(sqlite3.connect(older)) as c:
        c.execute("CREATE TABLE feeds (mine)")
        c.commit()
        before = rows(older)
        code, said = run(older, "read", "-", monkeypatch=monkeypatch)
        assert code == 1
        assert "[ledger]" in said
        assert rows(older) == before
        c.execute("DROP TABLE feeds")
        c.execute("UPDATE alembic_version SET version_num = 'nobody'")
        c.commit()
    code, said = run(older, "read", "-", monkeypatch=monkeypatch)
    assert code == 1
    assert "could not be brought up to date" in said
    assert said.count("\n") == 1


def test_killed_in_a_migration(older, tmp_path):
    """SIGKILL before each of its statements."""
    before = rows(older)
    for at in range(0, len(statements(older, tmp_path)), 3):
        process = os.fork()
        if not process:
            with failing(lambda _, number, at=at: number == at and os.kill(os.getpid(), 9)):
                Ledger.open(str(older))
            os._exit(0)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status)
        assert rows(older) == before
    Ledger.open(str(older)).close()
    assert opening.inspect(older) == SCHEMA
