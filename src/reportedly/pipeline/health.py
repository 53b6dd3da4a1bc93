"""`doctor`: what is installed, and what is missing."""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from reportedly import __version__, languages
from reportedly.errors import NoLedger, ReportedlyError, internal
from reportedly.ledger import Ledger
from reportedly.pipeline.stages import default_stages
from reportedly.settings import Settings

PACKAGES = ("spacy", "trafilatura", "lxml", "py3langid", "sqlalchemy", "alembic", "msgspec", "typer", "rich", "jinja2")


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def checks(settings: Settings) -> list[Check]:
    """One entry for each thing the program stands on; what fails says why and what to do."""
    asked: list[tuple[str, Callable[[], str]]] = [
        ("reportedly", lambda: f"{__version__} on Python {platform.python_version()}, {platform.system()}"),
        ("language pipeline", lambda: _pipeline(settings)),
        ("gazetteer", _gazetteer),
        ("languages", lambda: ", ".join(languages.available()) or _missing("no word lists")),
        ("SQLite", _sqlite),
        ("packages", _packages),
        ("ledger", lambda: _ledger(settings)),
    ]
    return [_checked(name, question) for name, question in asked]


def _checked(name: str, question: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=question())
    except Exception as error:  # noqa: BLE001 -- a doctor reports, whatever is broken
        return Check(name, ok=False, detail=internal(error).line())


def _missing(what: str) -> str:
    raise ReportedlyError(what, hint="install reportedly again")


def _pipeline(settings: Settings) -> str:
    models = default_stages(settings).annotator().models
    return "; ".join(f"{name} (sha256 {digest[:12]})" for name, digest in sorted(models.items()))


def _gazetteer() -> str:
    from reportedly.annotate.gazetteer import gazetteer  # noqa: PLC0415

    gazetteer()
    return "places from GeoNames (CC BY 4.0), opens"


def _sqlite() -> str:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return _missing(f"{sqlite3.sqlite_version} has no full-text search (FTS5)")
    finally:
        connection.close()
    return f"{sqlite3.sqlite_version} with full-text search (FTS5)"


def _packages() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            return _missing(f"{name} is not installed")
    return ", ".join(found)


def _ledger(settings: Settings) -> str:
    try:
        with Ledger.open(settings.db, write=False) as ledger:
            counts = ledger.counts()
            waiting = len(ledger.pending())
    except NoLedger:
        return f"{settings.db}: none yet"
    told = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    note = f"; {waiting} articles wait for the next read" if waiting else ""
    return f"{settings.db}: {told or 'empty'}{note}"
