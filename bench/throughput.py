"""Time from text to stored ledger, as a multiple of the bare spaCy pipeline's time over the same texts.

usage: throughput.py [--texts N] [--runs N] [--floor X]

The texts are the first of `attribution.jsonl.gz` in $REPORTEDLY_EVAL (default ../shared/eval). One process, one thread,
start-up excluded; the two are timed in turn, run by run, and the median ratio is what is reported. Exits 1 above `--floor`.
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

EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or Path(__file__).parents[2] / "shared" / "eval")


def texts(count):
    with gzip.open(EVAL / "data" / "attribution.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in itertools.islice(file, count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--floor", type=float, default=1.6, help="the most that text to ledger may take, as a multiple")
    args = parser.parse_args()
    if not (EVAL / "data").is_dir():
        print(f"skipped: no evaluation data in {EVAL} (REPORTEDLY_EVAL)")
        return 0

    import spacy

    from reportedly.ledger import Ledger
    from reportedly.pipeline import default_stages, read
    from reportedly.settings import load

    rows = texts(args.texts)
    words = sum(len(r["text"].split()) for r in rows)
    settings = load({})
    bare = spacy.load(settings.pipeline)
    stages = default_stages(settings, fast=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "texts.jsonl"
        with lines.open("w", encoding="utf-8") as file:
            for r in rows:
                kept = {k: r[k] for k in ("id", "text", "title", "outlet", "published") if r.get(k)}
                file.write(json.dumps(kept) + "\n")
        warm = Path(folder) / "warm.jsonl"
        warm.write_text(lines.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        with Ledger.open(str(Path(folder) / "warm.db"), create=True) as ledger:
            read(ledger, [str(warm)], settings, stages=stages)
        bare("Warm.")
        ratios, alone, whole = [], [], []
        for run in range(args.runs):
            start = time.perf_counter()
            for r in rows:
                bare(r["text"])
            alone.append(time.perf_counter() - start)
            with Ledger.open(str(Path(folder) / f"{run}.db"), create=True) as ledger:
                start = time.perf_counter()
                read(ledger, [str(lines)], settings, stages=stages)
                whole.append(time.perf_counter() - start)
            ratios.append(whole[-1] / alone[-1])
    ratio = statistics.median(ratios)
    print(f"{len(rows)} texts, {words:,} words, {args.runs} runs, one thread")
    print(
        f"bare spaCy pipeline      {statistics.median(alone):7.1f} s   {words / statistics.median(alone):8,.0f} words/s"
    )
    print(
        f"text to ledger (--fast)  {statistics.median(whole):7.1f} s   {words / statistics.median(whole):8,.0f} words/s"
    )
    print(f"ratio                    {ratio:7.2f}     (at most {args.floor})")
    return int(ratio > args.floor)


if __name__ == "__main__":
    sys.exit(main())
