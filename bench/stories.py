"""How well articles are grouped into stories.

usage: python bench/stories.py [EVAL_FOLDER] [--folds]

B-cubed precision, recall and F1 on `stories.jsonl.gz` (ECB+, topics of two look-alike events each), against the floor that
every article is its own story and against TF-IDF with average linking, its threshold tuned on half of the topics (0.872);
then whether the gold stories' folders come apart and stay whole. `--folds`: the threshold chosen on half of the topics, scored
on the others, ten times. Term weights and prior were compared on all topics, so these figures flatter them a little.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import statistics
import time
from collections import Counter
from pathlib import Path

from reportedly.model import Article, Profile
from reportedly.stories import group, profile, rounds

TFIDF = 0.872


def article(key: str, text: str, title: str | None, published: str | None) -> Article:
    return Article(
        id=key, text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), title=title, published=published
    )


def b_cubed(said: dict[str, str], gold: dict[str, str], keys: list[str]) -> tuple[float, float, float]:
    in_said, in_gold = Counter(said[k] for k in keys), Counter(gold[k] for k in keys)
    both = Counter((said[k], gold[k]) for k in keys)
    p = statistics.fmean(both[said[k], gold[k]] / in_said[said[k]] for k in keys)
    r = statistics.fmean(both[said[k], gold[k]] / in_gold[gold[k]] for k in keys)
    return p, r, 2 * p * r / (p + r)


def grouped(profiles: list[Profile]) -> dict[str, str]:
    return {i: members[0] for members in group(profiles) for i in members}


def folds(profiles: list[Profile], gold: dict[str, str]) -> None:
    before = rounds.THRESHOLD
    said = {}
    for threshold in (t / 100 for t in range(40, 92, 4)):
        rounds.THRESHOLD = threshold
        said[threshold] = grouped(profiles)
    rounds.THRESHOLD = before
    topics = sorted({g.split("_")[0] for g in gold.values()})
    scores = []
    for seed in range(10):
        tuned = set(random.Random(seed).sample(topics, len(topics) // 2))
        mine = [k for k in gold if gold[k].split("_")[0] in tuned]
        others = [k for k in gold if gold[k].split("_")[0] not in tuned]
        best = max(said, key=lambda t: b_cubed(said[t], gold, mine)[2])
        scores.append(b_cubed(said[best], gold, others)[2])
    print("by threshold:", " ".join(f"{t:.2f}:{b_cubed(s, gold, list(gold))[2]:.3f}" for t, s in said.items()))
    print(f"ten half-and-half folds: mean {statistics.fmean(scores):.3f}, worst {min(scores):.3f}")


def public(folder: Path, *, with_folds: bool) -> None:
    with gzip.open(folder / "data" / "stories.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    start = time.perf_counter()
    profiles = [profile(article(r["id"], r["text"], r["title"], r["published"])) for r in rows]
    made = time.perf_counter()
    said = grouped(profiles)
    done = time.perf_counter()
    gold = {r["id"]: r["story"] for r in rows}
    p, r, f = b_cubed(said, gold, list(gold))
    floor = b_cubed({k: k for k in gold}, gold, list(gold))[2]
    print(
        f"B-cubed P {p:.3f} R {r:.3f} F1 {f:.3f}; floor {floor:.3f}, ratio {f / floor:.2f}; TF-IDF {TFIDF}, ratio {f / TFIDF:.3f}"
    )
    print(
        f"{len(set(said.values()))} groups of {len(set(gold.values()))}; profiles {len(rows) / (made - start):.0f} a second, grouping {done - made:.1f} s"
    )
    if with_folds:
        folds(profiles, gold)


def stories(folder: Path) -> None:
    gold, profiles = {}, []
    for path in sorted((folder / "stories").glob("*/gold.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        for a in story["articles"]:
            key = f"{story['story']}/{a['id']}"
            gold[key] = story["story"]
            text = (path.parent / a["file"]).read_text(encoding="utf-8")
            profiles.append(profile(article(key, text, None, a.get("published"))))
    if profiles:
        print(
            "gold stories, raw files: B-cubed P {:.3f} R {:.3f} F1 {:.3f}".format(
                *b_cubed(grouped(profiles), gold, list(gold))
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval"))
    )
    parser.add_argument("--folds", action="store_true")
    args = parser.parse_args()
    public(args.folder, with_folds=args.folds)
    stories(args.folder)


if __name__ == "__main__":
    main()
