"""How well the stance of a headline to a claim is told, on claims that the weights were not learned from.

usage: python bench/stance.py [EVAL_FOLDER] [--folds N] [--seed N] [--misses] [--ablate]

`rumours.jsonl.gz` (Emergent, training part: 2,071 pairs; for, against, observing). Cross-validation by claim: the claims, in the
order of the SHA-256 of seed and claim id, are dealt to ten folds, so that all headlines of a claim are in one; the weights
are learned on nine and judged on the tenth. Floor: the commonest class of the other folds. Published on this corpus: 0.73
(Ferreira and Vlachos 2016, their own held-out claims). The word lists were written with these headlines in view, the
weights were not: on other rumours expect less. Interval: 95 %, bootstrap over claims.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from reportedly.claims.headlines import Features, features
from reportedly.claims.stance import STANCES, probabilities, stance

Row = dict[str, Any]


def trainer() -> Any:
    spec = importlib.util.spec_from_file_location(
        "train_stance", Path(__file__).resolve().parents[1] / "train" / "stance.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TRAIN = trainer()
STANCE = TRAIN.STANCE
PUBLISHED = 0.73


def folds_of(rows: list[Row], folds: int, seed: int) -> list[int]:
    """Number of the fold of each row; all rows of a claim are in one."""
    claims = sorted({r["claim_id"] for r in rows}, key=lambda c: hashlib.sha256(f"{seed} {c}".encode()).hexdigest())
    number = {c: i % folds for i, c in enumerate(claims)}
    return [number[r["claim_id"]] for r in rows]


def answers(
    rows: list[Row], found: list[Features], fold: list[int], *, without: str = "", penalty: float = TRAIN.PENALTY
):
    """Probabilities of each row, by weights of the other folds; and the commonest class there."""
    said: list[dict[str, float]] = [{} for _ in rows]
    floor = [""] * len(rows)
    for k in sorted(set(fold)):
        train = [i for i, f in enumerate(fold) if f != k]
        seen = [{n: v for n, v in found[i].items() if n != without} for i in train]
        weights = TRAIN.fit(seen, [STANCE[rows[i]["stance"]] for i in train], penalty)
        commonest = Counter(STANCE[rows[i]["stance"]] for i in train).most_common(1)[0][0]
        for i, f in enumerate(fold):
            if f == k:
                said[i] = probabilities(rows[i]["claim"], rows[i]["headline"], weights)
                floor[i] = commonest
    return said, floor


def accuracy(want: list[str], got: list[str]) -> float:
    return sum(w == g for w, g in zip(want, got, strict=True)) / len(want)


def interval(rows: list[Row], right: list[bool], rounds: int = 500) -> str:
    by_claim: dict[str, list[bool]] = defaultdict(list)
    for row, r in zip(rows, right, strict=True):
        by_claim[row["claim_id"]].append(r)
    groups, pick = [by_claim[c] for c in sorted(by_claim)], random.Random(7)
    values = []
    for _ in range(rounds):
        some = [x for _ in groups for x in groups[pick.randrange(len(groups))]]
        values.append(sum(some) / len(some))
    values.sort()
    return f"[{values[int(0.025 * rounds)]:.3f}, {values[int(0.975 * rounds) - 1]:.3f}]"


def table(want: list[str], got: list[str]) -> None:
    print(f"{'is / told as':12}" + "".join(f"{c:>10}" for c in STANCES) + f"{'P':>8}{'R':>8}{'F1':>8}")
    for c in STANCES:
        row = [sum(w == c and g == d for w, g in zip(want, got, strict=True)) for d in STANCES]
        hits, told = row[STANCES.index(c)], got.count(c)
        p, r = hits / told if told else 0.0, hits / sum(row)
        print(
            f"{c:12}" + "".join(f"{n:10}" for n in row) + f"{p:8.3f}{r:8.3f}{2 * p * r / (p + r) if hits else 0:8.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval"))
    )
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--misses", action="store_true", help="print every pair told wrong")
    parser.add_argument("--ablate", action="store_true", help="what each feature brings")
    args = parser.parse_args()
    path = args.folder / "data" / "rumours.jsonl.gz"
    if not path.is_file():
        print(f"left out: there is no {path}")
        return
    rows = TRAIN.load(path)
    want = [STANCE[r["stance"]] for r in rows]
    found: list[Features] = [features(r["claim"], r["headline"]) for r in rows]
    fold = folds_of(rows, args.folds, args.seed)
    said, floor = answers(rows, found, fold)
    got = [max(STANCES, key=lambda c, p=p: p[c]) for p in said]
    figure, least = accuracy(want, got), accuracy(want, floor)
    print(
        f"{len(rows)} pairs, {len({r['claim_id'] for r in rows})} claims, {args.folds} folds by claim, seed {args.seed}"
    )
    span = interval(rows, [w == g for w, g in zip(want, got, strict=True)])
    print(f"accuracy {figure:.3f} {span} floor {least:.3f} ratio {figure / least:.2f} published {PUBLISHED}")
    table(want, got)
    for bar in (0.5, 0.7, 0.8):
        sure = [w == "denies" for w, p in zip(want, said, strict=True) if p["denies"] >= bar]
        print(f"denies from probability {bar}: {sum(sure)} of {len(sure)} right ({sum(sure) / len(sure):.3f})")
    start = time.perf_counter()
    own = [stance(r["claim"], r["headline"]) for r in rows]
    rate = len(rows) / (time.perf_counter() - start)
    print(f"shipped weights on the data they were learned from: {accuracy(want, own):.3f}; {rate:,.0f} pairs a second")
    if args.ablate:
        for name in sorted({n for f in found for n in f}):
            less, _ = answers(rows, found, fold, without=name)
            rest = accuracy(want, [max(STANCES, key=lambda c, p=p: p[c]) for p in less])
            print(f"without {name:16} {rest - figure:+.4f}")
    if args.misses:
        for row, w, g in zip(rows, want, got, strict=True):
            if w != g:
                print(f"{w} told as {g} | {row['claim']} | {row['headline']}")


if __name__ == "__main__":
    main()
