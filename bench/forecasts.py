"""Forecasts: the arithmetic of scores against values worked out by hand and a peer, and what is read of the gold stories.

usage: python bench/forecasts.py [--fast] [--eval FOLDER] [--no-stories]

1. The Brier score, its range and its decomposition against values worked out by hand (written out below).
2. The Brier score against scikit-learn's `brier_score_loss` on 10,000 made-up forecasts, and the sum of the decomposition's
   parts against the score. Without scikit-learn a line says so.
3. `forecast seen`, `forecast due`, `forecast outcome` of score_story.py on the gold stories of the folder that --eval or
   REPORTEDLY_EVAL names (default ../shared/eval), each as the program's own commands give them, and their means beside what is asked.
   Without the folder a line says so.

Ends with 1 where the arithmetic is wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from statistics import fmean
from typing import Any

from figures import program, scored
from reportedly.claims.scores import Scored, brier_mean, calibration

ASKED = {"forecast seen": 0.70, "forecast due": 0.63, "forecast outcome": 0.60}
"""The means over the stories that are asked for."""
NEAR = 1e-12

# Each with its working: (probability - happened) squared, at the middle, the better and the worse end of the band.
BY_HAND = [
    ("70 %, it happened", [Scored(0.7, 0.7, happened=True)], (0.09, 0.09, 0.09)),
    ("70 %, it did not", [Scored(0.7, 0.7, happened=False)], (0.49, 0.49, 0.49)),
    ("likely (.55-.80), it happened", [Scored(0.55, 0.80, happened=True)], (0.105625, 0.04, 0.2025)),
    ("unlikely (.20-.45), it happened", [Scored(0.20, 0.45, happened=True)], (0.455625, 0.3025, 0.64)),
    ("almost certain (.95-.99), it did not", [Scored(0.95, 0.99, happened=False)], (0.9409, 0.9025, 0.9801)),
    (
        "60 to 70 % that happened, and 20 % that did not",
        [Scored(0.6, 0.7, happened=True), Scored(0.2, 0.2, happened=False)],
        ((0.1225 + 0.04) / 2, (0.09 + 0.04) / 2, (0.16 + 0.04) / 2),
    ),
]
# Murphy's parts of ten at 90 % of which eight happened and ten at 30 % of which one did: base rate 9/20.
POOL = [Scored(0.9, 0.9, n < 8) for n in range(10)] + [Scored(0.3, 0.3, n < 1) for n in range(10)]
POOL_BY_HAND = {
    "brier": (8 * 0.01 + 2 * 0.81 + 0.49 + 9 * 0.09) / 20,
    "reliability": (10 * 0.01 + 10 * 0.04) / 20,
    "resolution": 0.1225,
    "uncertainty": 0.45 * 0.55,
    "within_variance": 0.0,
    "within_covariance": 0.0,
}


def by_hand() -> bool:
    right = True
    for name, some, wanted in BY_HAND:
        found = brier_mean(some)
        same = all(abs(a - b) < NEAR for a, b in zip((found.score, found.best, found.worst), wanted, strict=True))
        print(f"{'ok   ' if same else 'WRONG'} {name}: {found.score:.6f} ({found.best:.6f} to {found.worst:.6f})")
        right &= same
    parts = calibration(POOL)
    for name, value in POOL_BY_HAND.items():
        same = abs(getattr(parts, name) - value) < NEAR
        print(f"{'ok   ' if same else 'WRONG'} pool of 20, {name}: {getattr(parts, name):.6f}")
        right &= same
    return right


def against_peer() -> bool:
    chance = random.Random(203)
    some = []
    for _ in range(10_000):
        low = chance.random()
        high = low if chance.random() < 0.5 else chance.uniform(low, 1.0)
        some.append(Scored(low, high, chance.random() < (low + high) / 2))
    parts = calibration(some)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within_variance - parts.within_covariance
    right = abs(total - parts.brier) < NEAR
    print(f"{'ok   ' if right else 'WRONG'} parts of 10,000 add up to the score within {abs(total - parts.brier):.1e}")
    try:
        from sklearn.metrics import brier_score_loss
    except ImportError:
        print("skipped: scikit-learn is not installed (python -m pip install scikit-learn)")
        return right
    peer = brier_score_loss([s.happened for s in some], [s.middle for s in some])
    same = abs(peer - parts.brier) < NEAR
    print(f"{'ok   ' if same else 'WRONG'} {parts.brier:.12f}, scikit-learn's brier_score_loss {peer:.12f}")
    return right and same


def story(folder: Path, path: Path, *, fast: bool) -> dict[str, Any]:
    """The figures of one gold story."""
    with tempfile.TemporaryDirectory() as place:
        db, out = str(Path(place) / "l.db"), Path(place) / "l.json"
        program("read", str(path), "--db", db, *(["--fast"] if fast else []))
        out.write_bytes(program("ledger", "--all", "--db", db, "--format", "json"))
        return scored(folder / "score_story.py", str(path), str(out))


def stories(folder: Path, *, fast: bool) -> None:
    paths = sorted(p.parent for p in (folder / "stories").glob("*/gold.json"))
    if not paths or not (folder / "score_story.py").is_file():
        print(f"skipped: no evaluation data in {folder} (REPORTEDLY_EVAL)")
        return
    found = {path.name: story(folder, path, fast=fast) for path in paths}
    print(f"{'':18}" + "".join(f"{name:>16}" for name in found) + f"{'mean':>8}{'asked':>8}")
    for question, asked in ASKED.items():
        values = [f[question] for f in found.values() if question in f]
        told = "".join(f"{f[question]:16.3f}" if question in f else f"{'not asked':>16}" for f in found.values())
        print(f"{question:18}{told}{fmean(values):8.3f}{asked:8.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="without learned readers")
    parser.add_argument("--no-stories", action="store_true", help="the arithmetic alone")
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL") or "../shared/eval"))
    args = parser.parse_args()
    right = by_hand()
    right &= against_peer()
    if not args.no_stories:
        stories(args.eval, fast=args.fast)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
