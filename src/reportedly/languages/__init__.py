"""What lies in a language, as data: TOML tables, one folder a language, and this small loader."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """The table `languages/LANGUAGE/NAME.toml`, read once.

    Raises:
        FileNotFoundError: there is no such table.
    """
    path = resources.files(__name__) / language / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def available() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages the program can read assertions in."""
    folders = resources.files(__name__).iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and (f / "reporting.toml").is_file()))


@functools.cache
def languages_with(name: str) -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have such a table, in their order."""
    folders = resources.files(__name__).iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and (f / f"{name}.toml").is_file()))
