"""How much of a story's gold the ledger has: the gate on `examples/`, which needs no other data.

usage: gold.py [FOLDER] [--misses]

FOLDER holds `gold.json` (its form is told in examples/README.md) and the coverage; default `examples`. Every figure is a
share of what the gold asks: found (an assertion whose words cover the gold's), source, stance, likelihood, when, kept (of
pairs of assertions that say the same, those in one claim; of pairs that do not, those apart), contradicted (of conflicts
and updates, those told as such), settled (of forecasts, those with the right outcome).
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document, read
from reportedly.settings import load

COVERED = 0.7
"""Share of the gold's words that an assertion must hold to be the one that is meant."""


def ledger_of(folder: Path) -> dict:
    """The ledger of everything in the folder, all stories."""
    settings = load({})
    stages = default_stages(settings, fast=True)
    with (
        tempfile.TemporaryDirectory() as temporary,
        Ledger.open(str(Path(temporary) / "gold.db"), create=True) as ledger,
    ):
        read(ledger, [str(folder)], settings, stages=stages)
        return document(ledger, settings, stages=stages)


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


class Found:
    """Gold assertions and what the ledger has for them."""

    def __init__(self, gold: dict, ledger: dict) -> None:
        self.text = {a["id"]: a["text"] for a in ledger["articles"]}
        files = {a["file"]: a["id"] for a in ledger["articles"]}
        named = {a["id"]: next((i for f, i in files.items() if f.endswith(a["file"])), None) for a in gold["articles"]}
        mine = defaultdict(list)
        for assertion in ledger["assertions"]:
            mine[assertion["article"]].append(assertion)
        self.by_gold = {}
        for want in gold["assertions"]:
            some = [(self.fits(want["content"], a), a) for a in mine[named[want["article"]]]]
            best = max(some, key=lambda s: (s[0], s[1]["id"]), default=(0.0, None))
            if best[0] > 0:
                self.by_gold[want["id"]] = best[1]

    def fits(self, content: str, assertion: dict) -> float:
        """How well an assertion's words fit, 0 where they do not cover the gold's; the shorter one fits better."""
        text = self.text[assertion["article"]]
        said = plain("".join(text[s:e] for s, e in assertion["content"]))
        want = plain(content)
        if want in said:
            return len(want) / len(said)
        shared = sum(plain(w) in said for w in content.split()) / len(content.split())
        return COVERED * shared * min(1.0, len(want) / max(1, len(said))) if shared >= COVERED else 0.0


def same_name(said: str, accepted: list[str]) -> bool:
    words = set(said.lower().replace("the ", "").split())
    return any(set(a.lower().replace("the ", "").split()) <= words or words <= set(a.lower().split()) for a in accepted)


def figures(gold: dict, ledger: dict) -> tuple[dict[str, float], list[str]]:
    """The shares by name, and a line for each miss."""
    found = Found(gold, ledger).by_gold
    asked: dict[str, list[bool]] = defaultdict(list)
    misses = []

    def put(question: str, key: str, right: bool) -> None:
        asked[question].append(bool(right))
        if not right:
            misses.append(f"{question}: {key}")

    for want in gold["assertions"]:
        key, got = want["id"], found.get(want["id"])
        put("found", f"{key}: {want['content']}", got is not None)
        got = got or {}
        hop = (got.get("chain") or [{}])[-1]
        if "source" in want:
            own = not got.get("source") and not hop.get("mention")
            unnamed = "unnamed" in want["source"] and hop.get("named") is False
            right = own if not want["source"] else unnamed or same_name(hop.get("name") or "", want["source"])
            put("source", f"{key}: {hop.get('name')} for {want['source']}", bool(got) and right)
        if want.get("stance"):
            put("stance", f"{key}: {got.get('stance')}", got.get("stance") == want["stance"])
        if want.get("likelihood"):
            band = got.get("likelihood") or {}
            put("likelihood", key, [band.get("low"), band.get("high")] == want["likelihood"])
        if want.get("when"):
            when = got.get("when") or {}
            put("when", f"{key}: {when.get('start')}", [when.get("start"), when.get("end")] == want["when"])
    claim = {key: got["claim"] for key, got in found.items()}
    for group in gold["same"]:
        for a, b in combinations(group, 2):
            put("kept", f"{a}~{b} joined", a in claim and claim.get(a) == claim.get(b))
    for a, b in gold["different"] + gold["conflicts"]:
        put("kept", f"{a}/{b} apart", a in claim and b in claim and claim[a] != claim[b])
    told = {frozenset((c["a"], c["b"])) for c in ledger["conflicts"]}
    for a, b in gold["conflicts"] + gold["updates"]:
        put("contradicted", f"{a} and {b}", frozenset((claim.get(a), claim.get(b))) in told)
    outcomes = {f["assertion"]: f["outcome"] for f in ledger["forecasts"]}
    for want in gold["forecasts"]:
        got = found.get(want["assertion"], {})
        outcome = outcomes.get(got.get("id"))
        put("settled", f"{want['assertion']}: {outcome} for {want['outcome']}", outcome == want["outcome"])
    return {q: sum(a) / len(a) for q, a in asked.items()}, misses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[1] / "examples")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    gold = json.loads((args.folder / "gold.json").read_text(encoding="utf-8"))
    shares, misses = figures(gold, ledger_of(args.folder))
    for name, share in shares.items():
        print(f"{name:14} {share:.3f}")
    if args.misses:
        print(*(f"  - {m}" for m in misses), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
