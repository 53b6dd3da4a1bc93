"""How well it is read who said what, on the fifth of the articles that neither training nor tuning has seen.

usage: python bench/attribution.py [EVAL_FOLDER] [--misses] [--limit N]

The held-out fifth of `attribution.jsonl.gz` (PolNeAR) are the articles whose SHA-256 of the id, as a number, ends a
division by five with nothing left. Judged by the scorer of the data folder: linked F1 (content IoU >= 0.5 and the
right source) and content F1 at IoU 0.8, for the rules alone (the floor), the learned reader alone, and both joined;
then each kind of quote apart and why attributions were missed. Two people agree at 0.749.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.annotate import nlp
from reportedly.annotate.attribution import Attribution, Lexicon, Passage, read_attributions
from reportedly.annotate.joining import join
from reportedly.annotate.quotes import find_quotations
from reportedly.annotate.spans import spans_of
from reportedly.annotate.tagger import Tagger, paragraphs
from reportedly.errors import NoModel
from reportedly.settings import Limits, Settings

Row = dict[str, Any]
Said = dict[str, list[Row]]
KINDS = ("direct", "mixed", "indirect")


def held_out(identifier: str) -> bool:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 5 == 0


def articles(folder: Path) -> dict[str, Row]:
    with gzip.open(folder / "data" / "attribution.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {row["id"]: row for row in rows if held_out(row["id"])}


def scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- readers


def as_spans(passage: Passage, found: Iterable[Attribution]) -> list[Row]:
    parts = ("content", "source", "cue")
    return [{p: [list(s) for s in spans_of(passage.doc, getattr(a, p))] for p in parts} for a in found]


def read(rows: dict[str, Row], tagger: Tagger | None) -> dict[str, Said]:
    """What each reader says of every article; each article is parsed once."""
    pipeline, _ = nlp.load(Settings().pipeline)
    lexicon, limits = Lexicon.load(), Limits()
    out: dict[str, Said] = {"rules": {}} if tagger is None else {"rules": {}, "tagger": {}, "joined": {}}
    for name, row in rows.items():
        passage = Passage(nlp.parse(pipeline, row["text"], limits), lexicon)
        rules = read_attributions(passage)
        out["rules"][name] = as_spans(passage, rules)
        if tagger is not None:
            found = tagger.read(row["text"], paragraphs(row["text"]))
            parts = ("content", "source", "cue")
            out["tagger"][name] = [{p: [list(s) for s in getattr(f, p)] for p in parts} for f in found]
            out["joined"][name] = as_spans(passage, join(passage, rules, found))
    return out


# ---- figures


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: which gold attribution goes with which of those said, and the kind of each."""

    linked: dict[int, int]
    content: dict[int, int]
    touched: set[int]
    gold_kind: tuple[str, ...]
    said_kind: tuple[str, ...]


def kind_of(text: str, spans: Sequence[Sequence[int]]) -> str:
    """By the share of the content's letters that stand in quotation marks: all but a tenth, some, none."""
    marked = {i for q in find_quotations(text) for i in range(q.start, q.end)}
    letters = [i for s, e in spans for i in range(s, e) if text[i].isalnum()]
    share = sum(i in marked for i in letters) / max(1, len(letters))
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"


def judged(score: Any, row: Row, said: Sequence[Row]) -> Judged:
    length = len(row["text"])
    want = [tuple(score.chars(a[k], length) for k in ("content", "source", "cue")) for a in row["attributions"]]
    got = [tuple(score.chars(a[k], length) for k in ("content", "source")) for a in said]
    pairs = [
        (len(w[0] & g[0]) / len(w[0] | g[0]), i, j)
        for i, w in enumerate(want)
        for j, g in enumerate(got)
        if w[0] & g[0]
    ]
    near = [p for p in pairs if p[0] >= 0.5]
    return Judged(
        dict(score.greedy(p for p in near if score.same_source(want[p[1]], got[p[2]][1]))),
        dict(score.greedy(near)),
        {i for _, i, _ in pairs},
        tuple(kind_of(row["text"], a["content"]) for a in row["attributions"]),
        tuple(kind_of(row["text"], a["content"]) for a in said),
    )


def by_kind(every: Sequence[Judged]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of gold attributions for each kind of quote."""
    out = {}
    for kind in KINDS:
        gold = sum(k == kind for j in every for k in j.gold_kind)
        said = sum(k == kind for j in every for k in j.said_kind)
        found = sum(j.gold_kind[i] == kind for j in every for i in j.linked)
        right = sum(j.said_kind[k] == kind for j in every for k in j.linked.values())
        p, r = right / max(1, said), found / max(1, gold)
        out[kind] = (p, r, 2 * p * r / (p + r) if p + r else 0.0, gold)
    return out


def misses(rows: dict[str, Row], every: dict[str, Judged]) -> tuple[Counter[str], Counter[str]]:
    """Why attributions were missed, and the cues of those that were not seen at all."""
    why: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for name, j in every.items():
        row = rows[name]
        for i, a in enumerate(row["attributions"]):
            if i in j.linked:
                continue
            cue = " ".join(row["text"][s:e] for s, e in a["cue"]).lower() or "(no cue)"
            if i in j.content:
                why["wrong source" if a["source"] else "a source where the text has none"] += 1
            elif i in j.touched:
                why["content too long or too short"] += 1
            else:
                why[f"not seen, {j.gold_kind[i]}"] += 1
                cues[cue] += 1
        why["false alarms"] += len(j.said_kind) - len(j.linked)
    return why, cues


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval"))
    )
    parser.add_argument("--misses", action="store_true", help="the cues missed most often")
    parser.add_argument("--limit", type=int, help="so many articles only")
    args = parser.parse_args()
    if not (args.folder / "data" / "attribution.jsonl.gz").is_file():
        print(f"no data in {args.folder}: name its folder, or set REPORTEDLY_EVAL")
        return
    rows = dict(list(articles(args.folder).items())[: args.limit])
    try:
        tagger = Tagger.load()
    except NoModel as error:
        print(error.line(), file=sys.stderr)
        tagger = None
    score = scorer(args.folder)
    print(f"{len(rows)} held-out articles, {sum(len(r['attributions']) for r in rows.values())} attributions")
    floor = 0.0
    for name, said in read(rows, tagger).items():
        figures = score.attribution(rows, {k: {"assertions": v} for k, v in said.items()})
        floor = floor or figures["linked F1"]
        print(f"\n{name}: " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()))
        print(
            f"  linked F1 {figures['linked F1'] / max(floor, 1e-9):.2f} of the rules', {figures['linked F1'] / 0.749:.2f} of two people's"
        )
        every = {k: judged(score, rows[k], v) for k, v in said.items()}
        for kind, (p, r, f, n) in by_kind(list(every.values())).items():
            print(f"  {kind:9} P {p:.3f} R {r:.3f} F1 {f:.3f} ({n})")
        why, cues = misses(rows, every)
        print("  " + "; ".join(f"{k} {n}" for k, n in why.most_common()))
        if args.misses:
            print("  not seen: " + ", ".join(f"{c} {n}" for c, n in cues.most_common(40)))


if __name__ == "__main__":
    main()
