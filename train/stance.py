"""Trains the weights by which a headline's stance to a claim is told: `python train/stance.py --data rumours.jsonl.gz`.

Multinomial logistic regression with an L2 penalty on the features of `reportedly.claims.headlines`, fitted by Newton's
method on all pairs (claim, headline, stance: for, against, observing). The problem is convex and nothing is drawn by chance:
the same data give the same weights. Writes `stance_weights.toml`, which people can read; how well it does on claims that
were not seen, `bench/stance.py` measures by fitting again without them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.claims.headlines import Features, features
from reportedly.claims.stance import STANCES

STANCE = {"for": "supports", "against": "denies", "observing": "observes"}
PENALTY = 1.0
"""Weight of the squared weights; the bias is free."""
ROUNDS = 30
TARGET = Path(__file__).resolve().parents[1] / "src" / "reportedly" / "languages" / "en" / "stance_weights.toml"

Weights = dict[str, dict[str, float]]
Row = dict[str, Any]


def load(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def fit(found: Sequence[Features], stances: Sequence[str], penalty: float = PENALTY) -> Weights:
    """Feature -> class -> weight."""
    names = sorted({name for one in found for name in one})
    x = np.array([[one.get(name, 0.0) for name in names] for one in found])
    y = np.array([[float(s == c) for c in STANCES] for s in stances])
    free = np.array([name == "bias" for name in names])
    ridge = np.where(free, 1e-3, penalty)
    w = np.zeros((len(STANCES), len(names)))
    for _ in range(ROUNDS):
        scores = x @ w.T
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = (p - y).T @ x + ridge * w
        blocks = [
            [(x * (p[:, [a]] * (float(a == b) - p[:, [b]]))).T @ x for b in range(len(STANCES))]
            for a in range(len(STANCES))
        ]
        hessian = np.block(blocks) + np.diag(np.tile(ridge, len(STANCES)))
        step = np.linalg.solve(hessian, gradient.ravel()).reshape(w.shape)
        w -= step
        if float(np.abs(step).max()) < 1e-9:
            break
    return {name: {c: round(float(w[i, j]), 3) for i, c in enumerate(STANCES)} for j, name in enumerate(names)}


def written(weights: Weights, pairs: int) -> str:
    lines = [
        "# How much each feature of a headline speaks for each stance (reportedly/claims/headlines.py). Learned by train/stance.py",
        f"# from {pairs:,} pairs of claim and headline (Emergent, training part; Ferreira and Vlachos 2016). Not to be edited by hand.",
        "",
        "[weights]",
    ]
    for name, row in sorted(weights.items()):
        lines.append(f'"{name}" = {{ ' + ", ".join(f"{c} = {row[c]:.3f}" for c in STANCES) + " }")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="rumours.jsonl.gz")
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    rows = load(args.data)
    weights = fit([features(r["claim"], r["headline"]) for r in rows], [STANCE[r["stance"]] for r in rows])
    args.out.write_text(written(weights, len(rows)), encoding="utf-8")
    print(f"{len(weights)} features from {len(rows)} pairs -> {args.out}")


if __name__ == "__main__":
    main()
