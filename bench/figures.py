"""All accuracy figures at once: the program's own commands over public data, scored from outside, as one table.

    python bench/figures.py [TASK...] [--fast] [--write] [--eval FOLDER]

TASK is one of attribution, times, places, stories, pages, story (default: all, one after the other). Each line that the
data hold is piped through `reportedly annotate`, `group` or `clean` as a person would pipe it, and the predictions are
given to `score.py`; each folder of `stories/` is read with `reportedly read`, and its ledger is given to
`score_story.py`. Data and scorers lie in the folder that --eval or REPORTEDLY_EVAL names (default ../shared/eval) and
are no part of this repository. `--write` puts the table between the two markers of bench/README.md, and its first
columns into README.md; with some tasks only, the rows of the others stay. With `--fast`, learned readers are left out.
Of the attribution data only the fifth counts that neither training nor tuning sees (docs/model-card.md).

The command lines that are printed repeat one figure by hand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
FRONT = HERE.parent / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = ("what", "on", "figure", "command", "date")
FIELDS = {
    "annotate": ("id", "text", "published", "outlet", "title"),
    "group": ("id", "text", "published", "title"),
    "clean": ("id", "html", "url"),
}


@dataclass(frozen=True)
class Task:
    """A data set, the command that reads it, and what its score is called in the table."""

    command: str
    what: str
    on: str
    shown: tuple[str, ...]


TASKS = {
    "attribution": Task(
        "annotate", "who said what", "PolNeAR, {} articles held out", ("linked P", "linked R", "linked F1")
    ),
    "times": Task("annotate", "times", "MEANTIME, {} articles", ("strict F1", "relaxed F1", "value F1")),
    "places": Task("annotate", "places", "LGL, {} articles", ()),
    "stories": Task("group", "which story", "ECB+, {} articles (B-cubed)", ("P", "R", "F1")),
    "pages": Task("clean", "article text", "{} pages of 16 outlets", ("P", "R", "F1")),
}
GROUPS = ("overall", "reading", "saying", "grounding", "reasoning", "forecasts", "evidence inside")


def program(*arguments: str, stdin: bytes | None = None) -> bytes:
    """What `reportedly` writes. What it could not handle is told on standard error and counts as unsaid."""
    done = subprocess.run(
        [sys.executable, "-m", "reportedly.views.cli", *arguments], input=stdin, stdout=subprocess.PIPE, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"reportedly {' '.join(arguments)} ended with {done.returncode}")
    return done.stdout


def scored(scorer: Path, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(scorer), *arguments, "--json"], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


def told(figures: dict[str, Any], names: tuple[str, ...]) -> str:
    """The figures in one cell; a distance has its unit in its name."""
    some = names or tuple(figures)
    return ", ".join(
        f"{name} {figures[name]:.3g}" if figures[name] > 1 else f"{name} {figures[name]:.3f}" for name in some
    )


def counts(name: str, row: dict[str, Any]) -> bool:
    """Whether a row is judged: the tagger was trained on the other fifths of the attribution data."""
    return name != "attribution" or int(hashlib.sha256(str(row["id"]).encode()).hexdigest(), 16) % 5 == 0


def data_set(folder: Path, name: str, *, fast: bool) -> Iterator[tuple[str, ...]]:
    task = TASKS[name]
    gold = folder / "data" / f"{name}.jsonl.gz"
    with gzip.open(gold, "rt", encoding="utf-8") as file:
        rows = [row for line in file if counts(name, row := json.loads(line))]
    kept = FIELDS[task.command]
    lines = "".join(json.dumps({k: row[k] for k in kept if row.get(k) is not None}) + "\n" for row in rows)
    arguments = [task.command, "-", *(["--fast"] if fast else [])]
    with tempfile.TemporaryDirectory() as place:
        said = Path(place) / "said.jsonl"
        said.write_bytes(program(*arguments, stdin=lines.encode()))
        judged = Path(place) / "gold.jsonl"
        judged.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        figures = scored(folder / "score.py", name, str(judged), str(said))
    line = f"zcat {name}.jsonl.gz \\| reportedly {' '.join(arguments)} > P; score.py {name} {name}.jsonl.gz P"
    yield (
        task.what + (", `--fast`" if fast else ""),
        task.on.format(len(rows)),
        told(figures, task.shown),
        f"`{line}`",
        today(),
    )


def story_gold(folder: Path, *, fast: bool) -> Iterator[tuple[str, ...]]:
    for path in sorted(p.parent for p in (folder / "stories").glob("*/gold.json")):
        with tempfile.TemporaryDirectory() as place:
            db, out = str(Path(place) / "l.db"), Path(place) / "l.json"
            program("read", str(path), "--db", db, *(["--fast"] if fast else []))
            out.write_bytes(program("ledger", "--all", "--db", db, "--format", "json"))
            figures = scored(folder / "score_story.py", str(path), str(out))
        flag = " --fast" if fast else ""
        line = f"reportedly read {path.name}{flag}; reportedly ledger --all --format json > L; score_story.py {path.name} L"
        what = "whole ledger" + (", `--fast`" if fast else "")
        yield (
            what,
            path.name,
            told(figures, tuple(g for g in GROUPS if g in figures)),
            f"`{line}`",
            today(),
        )


def today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()


def cells(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def written(file: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Put the rows into the table of a page: one for the same thing is replaced, the others stay."""
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    table, _, after = rest.partition(END)
    key = lambda line: tuple(line.strip("| ").split(" | ")[:2])  # noqa: E731
    old = [line for line in table.strip().splitlines()[2:] if line.startswith("|")]
    new = {key(cells(row)): cells(row) for row in rows}
    kept = [new.pop(key(line), line) for line in old]
    lines = [cells(head), cells(("---",) * len(head)), *kept, *new.values()]
    file.write_text("\n".join([before + BEGIN, *lines, END]) + after, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join([*TASKS, "story"]))
    parser.add_argument("--fast", action="store_true", help="without learned readers")
    parser.add_argument("--write", action="store_true", help="put the rows into bench/README.md and README.md")
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval")))
    args = parser.parse_args()
    folder = args.eval.resolve()
    if not (folder / "score.py").is_file():
        print(f"skipped: no evaluation data in {args.eval} (REPORTEDLY_EVAL)")
        return 0
    if unknown := set(args.tasks) - {*TASKS, "story"}:
        parser.error(f"no task is called {', '.join(sorted(unknown))}")
    rows = []
    print(cells(HEAD), cells(("---",) * len(HEAD)), sep="\n")
    for name in args.tasks or [*TASKS, "story"]:
        found = story_gold(folder, fast=args.fast) if name == "story" else data_set(folder, name, fast=args.fast)
        for row in found:
            print(cells(row), flush=True)
            rows.append(row)
    if args.write:
        written(README, HEAD, rows)
        written(FRONT, HEAD[:3], [row[:3] for row in rows])
    return 0


if __name__ == "__main__":
    sys.exit(main())
