"""What the program says of two claims, each pair with both sentences, for a reader to accept or not.

usage: python bench/claims.py [FOLDER] [--story NAME] [--kind KIND]

Reads the articles in FOLDER (default: the story of examples/ and, where $REPORTEDLY_EVAL is, its gold stories), one story a
folder, through the whole program, and prints every predicted `conflict` and `update`, every forecast that was settled
(`borne_out`, `failed`) and every pair of assertions of two articles in one claim (`same`; wordings that are equal letter for
letter are counted, and not shown). The last line counts the pairs by kind. `--kind` shows one kind only.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document, read
from reportedly.settings import load

ROOT = Path(__file__).parents[1]
EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or ROOT.parent / "shared" / "eval")
TEXTS = (".txt", ".html")

Row = dict[str, Any]


def stories(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    for parent in (EVAL / "stories", ROOT / "examples"):
        if parent.is_dir():
            yield from (path for path in sorted(parent.iterdir()) if path.is_dir())


def ledger_of(folder: Path) -> Row:
    """All that the program makes of the articles of a folder."""
    settings = load({})
    stages = default_stages(settings)
    files = [str(path) for path in sorted(folder.iterdir()) if path.suffix in TEXTS]
    with (
        tempfile.TemporaryDirectory() as place,
        Ledger.open(str(Path(place) / "claims.db"), create=True) as ledger,
    ):
        read(ledger, files, settings, stages=stages)
        return document(ledger, settings, stages=stages)


class Shown:
    """Looks up how a claim or an assertion is shown."""

    def __init__(self, made: Row) -> None:
        self.articles = {a["id"]: a for a in made["articles"]}
        self.assertions = {a["id"]: a for a in made["assertions"]}
        self.claims = {c["id"]: c for c in made["claims"]}

    def words(self, key: str) -> str:
        """The proposition of an assertion, or of the first of a claim."""
        assertion = self.assertions[key if key in self.assertions else self.claims[key]["assertions"][0]]
        text = self.articles[assertion["article"]]["text"]
        spans = assertion.get("core") or assertion["content"]
        return " ".join(" … ".join(text[s:e] for s, e in spans).split())

    def line(self, key: str) -> str:
        assertion = self.assertions[key if key in self.assertions else self.claims[key]["assertions"][0]]
        article = self.articles[assertion["article"]]
        who = assertion["chain"][-1]["name"] if assertion["chain"] else "-"
        day = (article["published"] or "undated")[:10]
        return f"{day} {article['outlet'] or article['file']}, {who}: {self.words(key)}"


def pairs(made: Row, shown: Shown) -> Iterator[tuple[str, str, str, str]]:
    """Kind, the two lines, and why."""
    for row in made["conflicts"]:
        yield row["kind"], shown.line(row["a"]), shown.line(row["b"]), f"{row['on']}: {row['why']}"
    for row in made["forecasts"]:
        if row["by"] is not None:
            yield row["outcome"], shown.line(row["assertion"]), shown.line(row["by"]), f"due {row['due']}: {row['why']}"
    for claim in made["claims"]:
        seen: set[frozenset[str]] = set()
        for a, b in itertools.combinations(claim["assertions"], 2):
            x, y = (re.sub(r"\W+", " ", shown.words(i)).lower().strip() for i in (a, b))
            if shown.assertions[a]["article"] == shown.assertions[b]["article"]:
                continue
            if x == y:
                yield "equal", "", "", ""
            elif frozenset((x, y)) not in seen:
                seen.add(frozenset((x, y)))
                yield "same", shown.line(a), shown.line(b), ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--story", help="only the story of this name")
    parser.add_argument("--kind", choices=("conflict", "update", "borne_out", "failed", "same"))
    args = parser.parse_args()
    count: Counter[str] = Counter()
    for folder in stories(args.folder):
        if args.story and args.story not in folder.name:
            continue
        print(f"==== {folder.name}")
        made = ledger_of(folder)
        for kind, a, b, why in pairs(made, Shown(made)):
            count[kind] += 1
            if kind != "equal" and args.kind in (None, kind):
                print(f"{count[kind]:3} {kind}\n      {a}\n      {b}" + (f"\n      {why}" if why else ""))
    print(", ".join(f"{kind} {n}" for kind, n in sorted(count.items())))


if __name__ == "__main__":
    main()
