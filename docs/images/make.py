"""Make the pictures of the documentation from the real program: `python docs/images/make.py`.

ledger.svg: the table of `reportedly ledger` for the sample story, cut to a few claims; report.png: the top of the page
that `reportedly report` writes for it, at 1280 pixels (needs Playwright and a Chromium, named by $CHROMIUM).
"""  # noqa: INP001

from __future__ import annotations

import io
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import MONOKAI

from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document, read, story_rows
from reportedly.settings import Settings
from reportedly.views import tables
from reportedly.views.report import render

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "examples"
SHOWN = (
    "sealed by noon on Wednesday",
    "failed two inspections",
    "heavy rain will fall",
    "first alarm was raised on Friday",
    "first alarm was raised on Sunday",
    "death toll is likely to rise",
    "have died|are dead|were killed when",
)
"""Words by which the claims of the picture are known again; the first that fits each is shown."""
COLUMNS = 132


def sample() -> dict[str, Any]:
    """The document of the sample's largest story."""
    settings = Settings()
    stages = default_stages(settings, fast=True)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(str(Path(folder, "l.db")), create=True) as ledger:
        read(ledger, [str(SAMPLE / "vidin-ammonia")], settings, stages=stages)
        largest = max(story_rows(ledger), key=lambda row: row["articles"])
        return document(ledger, settings, stages=stages, story=largest["id"])


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """The document with the shown claims only, in the program's own order."""
    kept = []
    for words in SHOWN:
        fits = [c for c in whole["claims"] if re.search(words, c["gist"]) and c not in kept]
        kept += fits[:1]
    some = {i for c in kept for i in c["assertions"]}
    assertions = [a for a in whole["assertions"] if a["id"] in some]
    used = {a["article"] for a in assertions}
    articles = [a for a in whole["articles"] if a["id"] in used]
    return whole | {"claims": kept, "assertions": assertions, "articles": articles}


def ledger_picture(whole: dict[str, Any]) -> str:
    console = Console(width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    tables.ledger(cut(whole), console)
    svg = console.export_svg(title="reportedly ledger (a few lines of the sample story)", theme=MONOKAI)
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)  # no font from the network: the reader's own
    return svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace")


def report_picture(page: str, to: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only for this picture

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.html")
        file.write_text(page, encoding="utf-8")
        program = os.environ.get("CHROMIUM")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu", *quiet])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(file.as_uri())
        tab.screenshot(path=str(to))
        browser.close()


def main() -> None:
    """Write both pictures beside this file."""
    whole = sample()
    (HERE / "ledger.svg").write_text(ledger_picture(whole), encoding="utf-8")
    report_picture(render(whole), HERE / "report.png")


if __name__ == "__main__":
    main()
