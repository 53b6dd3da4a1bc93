"""Article text of HTML pages: our F1 and cleaning time beside trafilatura's precision and balanced settings.

    python bench/pages.py [--data FOLDER] [--repeat N] [--workers N]

Reads `data/pages.jsonl.gz` (lines `{id, url, html, paragraphs}`) and the scorer `score.py` of the folder that
REPORTEDLY_EVAL names (default ../shared/eval). Cleaning means everything `reportedly clean` does for a page: decoding,
main text, furniture, title, byline, outlet, date, language. All three run in this process, on one core, on the same
pages; the time is the best of N rounds (CPU seconds), the first page being read once before. `--workers` adds how long
`reportedly clean` takes for all of them with one worker and with N (wall-clock time; free processors are wanted), and
checks that what it says is the same.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura

from reportedly.clean import clean
from reportedly.codec import encode
from reportedly.errors import CleanError
from reportedly.model import Snapshot
from reportedly.pipeline import clean_lines
from reportedly.pipeline.stages import default_stages
from reportedly.settings import Limits, Settings

FLOOR = 0.960
"""F1 below which this benchmark fails."""


def ours(page: dict[str, Any]) -> str:
    try:
        return clean(Snapshot(page["id"], page["html"], "text/html", url=page["url"]), Limits()).text
    except CleanError:
        return ""


def peer(**setting: bool) -> Callable[[dict[str, Any]], str]:
    def read(page: dict[str, Any]) -> str:
        return trafilatura.extract(page["html"], include_comments=False, include_tables=False, **setting) or ""

    return read


def spread(path: Path, most: int) -> None:
    """How cleaning grows with the workers, starting them included."""
    content, seconds, digests = gzip.decompress(path.read_bytes()), {}, set()
    for workers in (1, most):
        settings = Settings(limits=Limits(workers=workers))
        start = time.perf_counter()
        lines = [encode(v) for v in clean_lines(["-"], settings, default_stages(settings), io.BytesIO(content * 4))]
        seconds[workers] = time.perf_counter() - start
        digests.add(hashlib.sha256("\n".join(lines).encode()).hexdigest())
    if len(digests) != 1:
        sys.exit("the answers differ with the number of workers")
    print(f"clean, 1 worker: {seconds[1]:.1f} s; {most} workers: {seconds[most]:.1f} s; the same bytes")


def scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{folder / 'score.py'}: no scorer there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval")))
    parser.add_argument("--repeat", type=int, default=3, help="rounds; the best counts")
    parser.add_argument("--workers", type=int, default=0, help="time `reportedly clean` with so many too")
    args = parser.parse_args()
    path = args.data / "data" / "pages.jsonl.gz"
    if not path.is_file():
        print(f"{path}: not there; name its folder with --data or REPORTEDLY_EVAL", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    gold = {page["id"]: page for page in pages}
    score = scorer(args.data).pages
    ways = {"reportedly": ours, "trafilatura, precision": peer(favor_precision=True), "trafilatura, balanced": peer()}
    figures, seconds = {}, dict.fromkeys(ways, float("inf"))
    for read in ways.values():
        read(pages[0])
    for _ in range(args.repeat):
        for name, read in ways.items():
            start = time.process_time()
            said = {page["id"]: {"id": page["id"], "text": read(page)} for page in pages}
            seconds[name] = min(seconds[name], time.process_time() - start)
            figures[name] = score(gold, said)
    balanced = seconds["trafilatura, balanced"]
    print(f"{len(pages)} pages")
    print(f"{'':26}{'P':>8}{'R':>8}{'F1':>8}{'ms/page':>10}{'time / balanced':>18}")
    for name, row in figures.items():
        spent = seconds[name]
        print(
            f"{name:26}{row['P']:8.4f}{row['R']:8.4f}{row['F1']:8.4f}{spent / len(pages) * 1000:10.1f}{spent / balanced:18.2f}"
        )
    if args.workers > 1:
        spread(path, args.workers)
    return 0 if figures["reportedly"]["F1"] >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
