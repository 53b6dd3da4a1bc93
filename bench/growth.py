"""What one more article costs a ledger of 1,000, 10,000 and (with --full) 100,000 articles: time and memory.

usage: growth.py [--sizes N [N ...]] [--full] [--further N] [--folder FOLDER]

The articles are made of the public texts in $REPORTEDLY_EVAL (default ../shared/eval): a topic of `stories.jsonl.gz`, or the
paragraphs of an article of `attribution.jsonl.gz` dealt out to several outlets, with other names and numbers, told over
some days. Names come from a pool in which some are far more frequent than others, so that stories share them. Thirty articles
a day: 100,000 are nine years. One in twenty has no date. Each ledger is filled through `Ledger.add` with real profiles and a
few plain statements (annotating is the same at any size), and its stories are made as `read` makes them.

Then the following articles of the stream are added one by one, each with its story finished: mean processor time (and the
median by the clock, which other programs disturb), peak memory taken meanwhile (`tracemalloc`), and peak memory of the process. Asked: at most 1.5 times that of the smallest. `--folder`
keeps the ledgers, so that a second run needs not fill them.
"""

import argparse
import calendar
import gzip
import hashlib
import heapq
import itertools
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter, defaultdict
from pathlib import Path

MOST = 1.5
EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or Path(__file__).parents[2] / "shared" / "eval")
A_DAY = 30
FIRST_DAY = 733_000
"""Proleptic ordinal: in 2007."""
OUTLETS = [f"Outlet {n}" for n in range(40)]
NAME = re.compile(r"(?<![.!?\"“”] )(?<!\n)(?<!^)\b[A-Z][a-z]{2,}\b")
NUMBER = re.compile(r"\b\d{2,4}\b")
KEPT = {
    *calendar.day_name,
    *calendar.month_name,
    "The",
    "This",
    "That",
    "These",
    "They",
    "She",
    "And",
    "But",
    "For",
    "With",
}
KEPT -= {"May"}  # more often the first word of a question
SYLLABLES = [
    "ba", "den", "kor", "lin", "mar", "ros", "tel", "vin", "sha", "gro", "pel", "una", "dor", "wick", "hal", "ström", "zo", "fen",
]  # fmt: skip


def rows(name):
    with gzip.open(EVAL / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def topics():
    """Lists of texts about one event each: three to thirty."""
    found = defaultdict(list)
    for row in rows("stories"):
        found[row["story"]].append(row["text"])
    dealt = random.Random(1)
    made = [texts for _, texts in sorted(found.items()) if len(texts) >= 3]
    for row in rows("attribution"):
        paragraphs = [p for p in row["text"].split("\n") if len(p) > 80]
        if len(paragraphs) >= 8:
            several = []
            for _ in range(dealt.randint(3, 30)):
                some = sorted(dealt.sample(range(len(paragraphs)), max(4, min(8, len(paragraphs) // 2))))
                several.append("\n\n".join(paragraphs[i] for i in some))
            made.append(several)
    return made


def names():
    """A pool of made-up names and how frequent each is: Zipf's law."""
    spelt = sorted({a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES})
    random.Random(2).shuffle(spelt)
    pool = [s.capitalize() for s in spelt[:4000]]
    return pool, list(itertools.accumulate(1 / (n + 200) for n in range(len(pool))))


def renamed(own, pool, weights):
    """A function that gives the names and numbers of a text others, the same in every text of a story."""
    called, shift = {}, own.randint(1, 60)

    def name(m):
        if m[0] not in KEPT and m[0] not in called:
            called[m[0]] = own.choices(pool, cum_weights=weights)[0]
        return called.get(m[0], m[0])

    def number(m):
        return m[0] if len(m[0]) == 4 else str(int(m[0]) + shift)

    return lambda text: NUMBER.sub(number, NAME.sub(name, text))


def stream():
    """Articles without end, day by day: (ordinal day or None, outlet, text, number of the story)."""
    chance = random.Random(3)
    every = topics()
    pool, weights = names()
    waiting, number, day = [], 0, FIRST_DAY
    while True:
        while sum(1 for w in waiting if w[0] <= day) < A_DAY:
            texts, seed = chance.choice(every), number
            outlets = chance.sample(OUTLETS, min(len(texts), len(OUTLETS)))
            rename = renamed(random.Random(seed), pool, weights)
            for text, outlet in zip(texts, outlets, strict=False):
                said = day + int(chance.expovariate(1 / 4))
                heapq.heappush(waiting, (said, number, outlet, rename(text), seed))
                number += 1
        for _ in range(A_DAY):
            said, _, outlet, text, story = heapq.heappop(waiting)
            yield (None if chance.random() < 0.05 else said), outlet, text, story
        day += 1


def digest_of(item):
    return hashlib.sha256(f"{item[1]}\0{item[2]}".encode()).hexdigest()


def article_of(item):
    import datetime as dt

    from reportedly.model import Annotations, Article, Assertion, Evidence, Hop

    said, outlet, text, _ = item
    digest = digest_of(item)
    day = dt.date.fromordinal(said).isoformat() if said else None
    article = Article(f"a{digest[:16]}", text, digest, outlet=outlet, language="en", published=day)
    sentences = list(itertools.islice(re.finditer(r"[^.\n]{30,300}\.", text), 1))
    made = [
        Assertion(
            id=f"x{digest[:10]}{n}",
            article=article.id,
            evidence=Evidence(m[0], ((m.start(), m.end()),)),
            content=((m.start(), m.end()),),
            core=((m.start(), m.end()),),
            chain=(Hop(outlet, True, "outlet"),),
            origin=0,
            terms=tuple(w.lower() for w in re.findall(r"[A-Za-z]{4,}", m[0])),
        )
        for n, m in enumerate(sentences)
    ]
    return article, Annotations(assertions=tuple(made))


def add(ledger, stages, item, run):
    from reportedly.ledger import Maker, Source

    article, annotations = article_of(item)
    source = Source(f"id:{article.id}", article.text.encode())
    profile = stages.profile(article, annotations)
    ledger.add(article, source, (annotations, Maker("bench", {}), profile), run=run)


def opened(path):
    from reportedly.ledger import Ledger
    from reportedly.pipeline import default_stages
    from reportedly.settings import load

    return Ledger.open(str(path), create=True), default_stages(load({}), fast=True)


def fill(sizes, folder):
    """One ledger a size; each is a copy of the one before, and more."""
    from reportedly.pipeline import finish

    items = stream()
    taken, before = 0, None
    for size in sorted(sizes):
        path = folder / f"{size}.db"
        if path.exists():
            taken, before = taken + sum(1 for _ in itertools.islice(items, size - taken)), path
            continue
        start = time.perf_counter()
        part = folder / f"{size}.part"
        part.unlink(missing_ok=True)
        if before:
            shutil.copyfile(before, part)
        ledger, stages = opened(part)
        with ledger:
            run = ledger.begin_run()
            for item in itertools.islice(items, size - taken):
                add(ledger, stages, item, run)
                taken += 1
                if taken % 2000 == 0:
                    finish(ledger, stages)
                if taken % 5000 == 0:
                    print(f"  {taken:,} articles after {time.perf_counter() - start:.0f} s", file=sys.stderr)
            finish(ledger, stages)
        part.rename(path)
        before = path


def measure(path, size, further):
    """In a process of its own: the next articles, one by one."""
    from reportedly.pipeline import finish

    items = itertools.islice(stream(), size, size + 5 + 2 * further)
    ledger, stages = opened(path)
    times, worked = [], []
    with ledger:
        run = ledger.begin_run()
        for item in itertools.islice(items, 5):  # what is loaded once is loaded now
            add(ledger, stages, item, run)
            finish(ledger, stages)
        for item in itertools.islice(items, further):
            start, clock = time.perf_counter(), time.process_time()
            add(ledger, stages, item, run)
            finish(ledger, stages)
            worked.append(time.process_time() - clock)
            times.append(time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tracemalloc.start()
        taken = []
        for item in items:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            add(ledger, stages, item, run)
            finish(ledger, stages)
            taken.append((tracemalloc.get_traced_memory()[1] - before) / 2**20)
        counts = ledger.counts()
        said = ledger.membership()
    gold = {f"a{digest_of(item)[:16]}": item[3] for item in itertools.islice(stream(), size + 5 + 2 * further)}
    print(json.dumps({
        "articles": counts["articles"], "stories": counts["stories"], "ms": 1000 * statistics.fmean(worked),
        "f1": b_cubed(said, gold), "median ms": 1000 * statistics.median(times), "mb": statistics.fmean(taken), "process mb": peak,
    }))  # fmt: skip


def b_cubed(said, gold):
    """F1 of the stories that were found against those that were made."""
    in_said, in_gold = Counter(said.values()), Counter(gold[i] for i in said)
    both = Counter((said[i], gold[i]) for i in said)
    p = statistics.fmean(both[said[i], gold[i]] / in_said[said[i]] for i in said)
    r = statistics.fmean(both[said[i], gold[i]] / in_gold[gold[i]] for i in said)
    return 2 * p * r / (p + r)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--full", action="store_true", help="also 100,000: about half an hour")
    parser.add_argument("--further", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not (EVAL / "data").is_dir():
        print(f"skipped: no evaluation data in {EVAL} (REPORTEDLY_EVAL)")
        return 0
    sizes = sorted({*args.sizes, *([100_000] if args.full else [])})
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if args.measure:
            measure(folder / "copy.db", args.measure, args.further)
            return 0
        fill(sizes, folder)
        found = []
        for size in sizes:
            shutil.copyfile(folder / f"{size}.db", Path(scratch) / "copy.db")
            command = [sys.executable, __file__, "--measure", str(size), "--further", str(args.further)]
            done = subprocess.run([*command, "--folder", scratch], stdout=subprocess.PIPE, check=True)
            found.append(json.loads(done.stdout))
    worst = 0.0
    print("articles  stories   B-cubed   ms an article (clock)   MB taken   MB of the process   times the first")
    for row in found:
        ratios = [row[k] / found[0][k] for k in ("ms", "mb", "process mb")]
        worst = max(worst, *ratios)
        print(
            f"{row['articles']:8,} {row['stories']:8,} {row['f1']:9.3f} {row['ms']:10.1f} ({row['median ms']:.1f})"
            f" {row['mb']:14.2f} {row['process mb']:15.0f}      time {ratios[0]:.2f}, taken {ratios[1]:.2f}, process {ratios[2]:.2f}"
        )
    print(f"most: {worst:.2f} (asked {MOST})")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
