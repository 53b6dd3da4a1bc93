"""Our time as a multiple of the bare spaCy pipeline's over the same texts: `annotate`, and text to stored ledger.

usage: throughput.py [--texts N] [--runs N]

The texts are the first of `attribution.jsonl.gz` in $REPORTEDLY_EVAL (default ../shared/eval). One process, one thread,
start-up excluded. All are timed in turn, run by run; the ratio is the median over the runs. Exits 1 where one takes more
than it may (MOST).
"""

import argparse
import gzip
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

MOST = {"annotate --fast": 1.3, "annotate": 2.5, "text to ledger --fast": 1.6}
"""Multiples of the bare pipeline's time."""
EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or Path(__file__).parents[2] / "shared" / "eval")


def texts(count):
    with gzip.open(EVAL / "data" / "attribution.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in itertools.islice(file, count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    if not (EVAL / "data").is_dir():
        print(f"skipped: no evaluation data in {EVAL} (REPORTEDLY_EVAL)")
        return 0

    import spacy

    from reportedly.ledger import Ledger
    from reportedly.model import Article
    from reportedly.pipeline import default_stages, read
    from reportedly.settings import load

    rows = texts(args.texts)
    words = sum(len(r["text"].split()) for r in rows)
    settings = load({})
    bare = spacy.load(settings.pipeline)
    fast, full = default_stages(settings, fast=True), default_stages(settings)
    articles = [
        Article(r["id"], r["text"], "", outlet=r.get("outlet"), published=r.get("published"), language="en")
        for r in rows
    ]
    took = {"bare spaCy pipeline": [], **{name: [] for name in MOST}, "text to ledger": []}
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "texts.jsonl"
        kept = ("id", "text", "title", "outlet", "published")
        lines.write_text(
            "".join(json.dumps({k: r[k] for k in kept if r.get(k)}) + "\n" for r in rows), encoding="utf-8"
        )

        def ledger(stages, name):
            with Ledger.open(str(Path(folder) / name), create=True) as kept_in:
                read(kept_in, [str(lines)], settings, stages=stages)

        def clock(name, work):
            start = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - start)

        for stages in (fast, full):  # what is loaded once is loaded now
            stages.annotator().annotate(articles[0])
        bare(rows[0]["text"])
        for run in range(args.runs):
            clock("bare spaCy pipeline", lambda: [bare(r["text"]) for r in rows])
            clock("annotate --fast", lambda: [fast.annotator().annotate(a) for a in articles])
            clock("annotate", lambda: [full.annotator().annotate(a) for a in articles])
            clock("text to ledger --fast", lambda run=run: ledger(fast, f"fast{run}.db"))
            clock("text to ledger", lambda run=run: ledger(full, f"full{run}.db"))
    print(f"{len(rows)} texts, {words:,} words, {args.runs} runs, one thread")
    over = False
    for name, times in took.items():
        ratio = statistics.median(t / b for t, b in zip(times, took["bare spaCy pipeline"], strict=True))
        most = MOST.get(name)
        over = over or (most is not None and ratio > most)
        limit = f"(at most {most})" if most else ""
        print(f"{name:24} {words / statistics.median(times):8,.0f} words/s   {ratio:5.2f}  {limit}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
