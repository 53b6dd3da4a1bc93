"""How fast the pages of `serve` answer on a large ledger: p95 of the list of stories, of every view, of claims, articles, searches.

usage: pages_latency.py [--assertions N] [--requests N] [--folder FOLDER]

The ledger is made of the public texts in $REPORTEDLY_EVAL (default ../shared/eval): topics of `stories.jsonl.gz`, joined to stories
of 6 to 50 articles, are annotated with the rules and made into claims once; each becomes many stories, with other names in
every one (words of the same length from a pool in which some are far more frequent than others) and other ids, and is stored
as a run does it, through `Ledger.add` and `Ledger.put_story`. Some claims and sources are judged. `--folder` keeps the ledger.

Every address is asked for in this process, through the whole application, of stories drawn by chance: cold, where nothing of
the story is kept from a request before, and warm, where it is. Asked for: the first page under
100 ms, any other under 300 ms (95th percentile of wall time, cold; the CPU time of the process stands beside it, since other programs
slow the first and not the second).
"""

import argparse
import calendar
import contextlib
import datetime as dt
import gzip
import hashlib
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

FIRST, VIEW = 100, 300
"""Milliseconds asked for."""
EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or Path(__file__).parents[2] / "shared" / "eval")
SIZES = (6, 7, 8, 9, 10, 12, 14, 16, 20, 26, 35, 50)
"""Articles of a story."""
OUTLETS = [f"Outlet {n}" for n in range(200)]
NAME = re.compile(r"(?:(?<=\\n)|(?<![A-Za-z0-9_]))[A-Z][a-z]{3,11}(?![A-Za-z])")
IDENT = re.compile(r"\b([aceqms])([0-9a-f]{10,12})\b")
KEPT = {
    *calendar.month_name,
    *calendar.day_name,
    "This",
    "That",
    "These",
    "They",
    "Their",
    "There",
    "When",
    "What",
    "While",
    "With",
    "Outlet",
}
SYLLABLES = re.findall("[a-z]+", "ba den kor lin mar ros tel vin sha gro pel una dor wick hal zo fen i e ar os")
JUDGED = 60
BASE = "http://127.0.0.1:8321"


# ---- the ledger


def texts():
    """Topics of the public data, the largest first: lists of (title, day, text)."""
    found = defaultdict(list)
    with gzip.open(EVAL / "data" / "stories.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            found[row["story"]].append((row.get("title"), (row.get("published") or "")[:10] or None, row["text"]))
    return [found[k] for k in sorted(found, key=lambda k: (-len(found[k]), k))]


def templates(stages):
    """One real story of each size: (articles with their annotations and profiles, what was derived of them)."""
    from reportedly.model import Article
    from reportedly.pipeline.grouping import story_of

    topics = iter(texts())
    for size in SIZES:
        some = []
        while len(some) < size:
            some += next(topics)
        articles, notes = [], {}
        for n, (title, day, text) in enumerate(some[:size]):
            digest = hashlib.sha256(f"{size} {n} {text}".encode()).hexdigest()
            outlet = OUTLETS[crc32(digest.encode()) % len(OUTLETS)]
            articles.append(
                Article(
                    f"a{digest[:12]}", text, digest, title=title, outlet=outlet, language="en", published=day,
                    published_basis="stated" if day else None,
                )
            )  # fmt: skip
            notes[articles[-1].id] = stages.annotator().annotate(articles[-1])
        articles.sort(key=lambda a: a.id)
        profiles = [stages.profile(a, notes[a.id]) for a in articles]
        copies, groups = stages.copies(articles, (), ())
        story = story_of(stages, f"s{hashlib.sha256(articles[0].id.encode()).hexdigest()[:12]}", articles, profiles)
        yield (
            [(a, notes[a.id], p) for a, p in zip(articles, profiles, strict=True)],
            stages.build(story, articles, notes, copies=copies, text_group=groups),
        )


@cache
def pool(length):
    """Made-up names of so many letters."""
    chance, found = random.Random(length), set()
    for _ in range(2000):
        word = ""
        while len(word) < length:
            word += chance.choice(SYLLABLES)
        found.add(word[:length].capitalize())
    return sorted(found, key=lambda w: crc32(w.encode()))


def renamer(seed, made_from):
    """A function that gives JSON other ids and names, the same ones wherever they stand in one story.

    `made_from`: of a story's and a claim's id the one that it is made from, so that they are what the program would give them.
    """

    @cache
    def ident(kind, rest):
        source = made_from.get(kind + rest)
        salted = ident(source[0], source[1:]) if source else f"{seed} {rest}"
        return kind + hashlib.sha256(salted.encode()).hexdigest()[: len(rest)]

    @cache
    def name(word):
        some = pool(len(word))
        share = crc32(f"{seed} {word}".encode()) / 2**32
        return word if word in KEPT else some[int(len(some) * share**3)]  # some names are in very many stories

    return lambda text: NAME.sub(lambda m: name(m[0]), IDENT.sub(lambda m: ident(m[1], m[2]), text))


def roots(rows, derived):
    """Of the id of a story and of each of its claims: the id that it is made from."""
    founded = {"c" + hashlib.sha256(a.id.encode()).hexdigest()[:12]: a.id for a in derived.assertions}
    earliest = min((a for a, _, _ in rows), key=lambda a: (a.said or "9999", a.id))
    return {derived.story.id: earliest.id} | {c.id: founded[c.id] for c in derived.claims}


def fill(path, wanted, settings):
    """A ledger with at least so many assertions; the number there are comes back."""
    from reportedly.codec import decode, encode
    from reportedly.ledger import Ledger, Maker, Source
    from reportedly.model import Annotations, Article, Group, Profile, StoryLedger
    from reportedly.pipeline import default_stages
    from reportedly.pipeline.grouping import foretellings

    stages = default_stages(settings, fast=True)
    start, done, number = time.perf_counter(), 0, 0
    made = [
        (
            [tuple(map(encode, row)) for row in rows],
            encode(derived),
            len(derived.assertions),
            roots(rows, derived),
            derived.story.id,
        )
        for rows, derived in templates(stages)
    ]
    print(f"  {len(made)} stories annotated after {time.perf_counter() - start:.0f} s", file=sys.stderr)
    with Ledger.open(str(path), create=True) as ledger:
        run = ledger.begin_run()
        while done < wanted:
            rows, derived, many, made_from, old = made[number % len(made)]
            rename = renamer(number, made_from)
            for texts_of in rows:
                article, notes, profile = (
                    decode(rename(one), kind)
                    for one, kind in zip(texts_of, (Article, Annotations, Profile), strict=True)
                )
                article = replace(article, text_sha256=hashlib.sha256(article.text.encode()).hexdigest())
                source = Source(f"id:{article.id}", article.text.encode())
                added = ledger.add(article, source, (notes, Maker("bench", {}), profile), run=run)
                if added.refused:
                    sys.exit(f"evidence refused: {added.refused[0].line()}")
            result = decode(rename(derived), StoryLedger)
            with ledger.grouping() as index:
                index.keep({i: {} for i in result.articles}, (), [Group(result.story.id, result.articles, (), ())])
                index.arranged(index.arrivals(1000), ())
            outlets = {a.id: a.outlet for a in ledger.articles(result.articles)}
            ledger.put_story(result, minted_from=rename(made_from[old]), foretold=foretellings(result, outlets))
            done, number = done + many, number + 1
            if number % 100 == 0:
                print(f"  {done:,} assertions after {time.perf_counter() - start:.0f} s", file=sys.stderr)
        judged(ledger, stages)
    return done


def judged(ledger, stages):
    """A person's decisions, spread over the stories: notes and grades on claims, grades on outlets."""
    from reportedly.pipeline import Request, judge

    stories = ledger.stories()
    for n in range(JUDGED):
        derived = ledger.story_ledger(stories[n * len(stories) // JUDGED].id)
        claim = derived.claims[n % len(derived.claims)].id
        outlet = ledger.articles(derived.articles[:1])[0].outlet
        asked = [("note", claim, "Looked at."), ("grade", claim, "2"), ("grade", outlet, "B")][n % 3]
        judge(ledger, stages, Request(asked[0], (asked[1],), "Ada", "2024-01-01T00:00:00Z", asked[2], None))


# ---- the requests


def addresses(ledger, requests):
    """(kind, address) to be asked for, of stories drawn by chance."""
    from reportedly.views.web.render import SECTIONS

    chance = random.Random(5)
    stories = ledger.stories()
    words = [w for n in (5, 6, 7, 8) for w in (*pool(n)[:3], *pool(n)[500:504])] + ["government", "police", "said on"]
    for n in range(requests):
        yield "first page", "/"
        story = chance.choice(stories)
        for section in SECTIONS:
            yield section, f"/story/{story.id}/{section}"
        derived = ledger.story_ledger(story.id)
        yield "filtered", f"/story/{story.id}/ledger?words={chance.choice(words)}"
        yield "claim", f"/claim/{chance.choice(derived.claims).id}"
        yield "article", f"/article/{chance.choice(derived.articles)}"
        yield "search", f"/search?q={words[n % len(words)]}"
        if story.first and story.last:
            first, last = dt.date.fromisoformat(story.first[:10]), dt.date.fromisoformat(story.last[:10])
            day = first + dt.timedelta(chance.randint(0, (last - first).days))
            yield "as of", f"/story/{story.id}/ledger?as_of={day}"


def asked(client, address):
    """Seconds by the clock, seconds of CPU, and bytes of one answer."""
    start, used = time.perf_counter(), time.process_time()
    answer = client.get(address)
    spent = time.perf_counter() - start, time.process_time() - used, len(answer.content)
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}\n{answer.text[-500:]}")
    return spent


def measure(settings, requests):
    from starlette.testclient import TestClient

    from reportedly.ledger import Ledger
    from reportedly.pipeline import default_stages
    from reportedly.views.serve import settle
    from reportedly.views.web import create_app, desk

    client = TestClient(create_app(settings, default_stages(settings, fast=True), port=8321), base_url=BASE)
    with Ledger.open(settings.db, write=False) as ledger:
        every = list(addresses(ledger, requests))
    seen = set()
    for kind, address in every:  # what is loaded once in the life of a server
        if kind not in seen:
            seen.add(kind)
            asked(client, address)
    settle()
    desk.KEPT = 1
    random.Random(6).shuffle(every)  # the story that is kept is another one's
    cold, warm = defaultdict(list), defaultdict(list)
    for kind, address in every:
        cold[kind].append(asked(client, address))
        warm[kind].append(asked(client, address))
    return cold, warm


def p95(values):
    return 1000 * statistics.quantiles(values, n=20, method="inclusive")[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assertions", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=40, help="of each kind")
    parser.add_argument("--folder", type=Path, help="keeps the ledger for the next run")
    args = parser.parse_args()
    if not (EVAL / "data").is_dir():
        print(f"skipped: no evaluation data in {EVAL} (REPORTEDLY_EVAL)")
        return 0
    from reportedly.ledger import Ledger
    from reportedly.settings import Settings

    with contextlib.ExitStack() as stack:
        folder = args.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{args.assertions}.db"
        settings = Settings(db=str(path), today="2024-01-01", who="Ada", network="off")
        if not path.exists():
            part = folder / f"{args.assertions}.part"
            part.unlink(missing_ok=True)
            fill(part, args.assertions, settings)
            part.rename(path)
        with Ledger.open(str(path), write=False) as ledger:
            counts = ledger.counts()
        cold, warm = measure(settings, args.requests)
    print(f"{counts['stories']:,} stories, {counts['articles']:,} articles, {counts['claims']:,} claims")
    print(f"{'p95, ms':12} {'cold':>8} {'(CPU)':>8} {'warm':>8} {'(CPU)':>8} {'kB (median)':>12}")
    late = []
    for kind, rows in sorted(cold.items()):
        again = warm[kind]
        first, used, second, reused = (p95([r[n] for r in some]) for some in (rows, again) for n in (0, 1))
        size = statistics.median(r[2] for r in rows) / 1000
        print(f"{kind:12} {first:8.0f} {used:8.0f} {second:8.0f} {reused:8.0f} {size:12.0f}")
        if first > (FIRST if kind == "first page" else VIEW):
            late.append(kind)
    print(f"over {FIRST} ms (first page) or {VIEW} ms: {', '.join(late) or 'none'}")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
