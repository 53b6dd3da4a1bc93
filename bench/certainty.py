"""How well certainty is read: likelihood, negation and future of events.

usage: python bench/certainty.py [EVAL_FOLDER] [--misses]

1. `certainty.jsonl.gz` (MEANTIME event factuality): certainty, polarity and time of each marked event, against the floor that
   always says the commonest value. Events are given; only how they are put is read. Intervals: 95 %, bootstrap over sentences.
2. The stories' gold: likelihood and negation of the gold contents, misses and false alarms apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections import Counter
from pathlib import Path

import spacy
from spacy.tokens import Doc, Token

from reportedly.annotate.certainty import Certainty, certainty_of, main_predicate, read_certainty
from reportedly.annotate.nlp import load
from reportedly.settings import Settings

Answer = tuple[str, str]


def certainty_label(read: Certainty) -> str:
    """The corpus's scheme: probable, possible, certain, and underspecified for what is only planned, wished or a case."""
    if read.likelihood is not None:
        return "probable" if read.likelihood.low >= 0.55 else "possible"
    if read.modality in ("conditional", "plan", "wish"):
        return "underspecified"
    return "possible" if read.irrealis else "certain"


def polarity_label(read: Certainty) -> str:
    if read.negated:
        return "neg"
    return "pos"


def time_label(read: Certainty) -> str:
    return "future" if read.future else "non_future"


def f1(answers: list[Answer], label: str) -> float:
    right = sum(w == g == label for w, g in answers)
    said, asked = sum(g == label for _, g in answers), sum(w == label for w, _ in answers)
    return 2 * right / (said + asked) if said + asked else 0.0


def macro(answers: list[Answer]) -> float:
    labels = sorted({w for w, _ in answers})
    return sum(f1(answers, x) for x in labels) / len(labels)


def interval(groups: list[list[Answer]], figure, rounds: int = 300) -> str:
    pick = random.Random(7)
    values = sorted(figure([a for _ in groups for a in groups[pick.randrange(len(groups))]]) for _ in range(rounds))
    return f"[{values[int(0.025 * rounds)]:.3f}, {values[int(0.975 * rounds) - 1]:.3f}]"


def event_token(doc: Doc, start: int, end: int) -> Token:
    span = doc.char_span(start, end, alignment_mode="expand")
    return main_predicate(doc, ((start, end),)) or span.root


def meantime(nlp: spacy.Language, folder: Path, *, misses: bool) -> None:
    with gzip.open(folder / "data" / "certainty.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    answers: dict[str, list[list[Answer]]] = {"certainty": [], "polarity": [], "time": []}
    makers = {"certainty": certainty_label, "polarity": polarity_label, "time": time_label}
    for row, doc in zip(rows, nlp.pipe(r["text"] for r in rows), strict=True):
        for groups in answers.values():
            groups.append([])
        for event in row["events"]:
            token = event_token(doc, event["start"], event["end"])
            read = certainty_of(token)
            for kind, make in makers.items():
                said = make(read)
                answers[kind][-1].append((event[kind], said))
                if misses and said != event[kind]:
                    s, e = event["start"], event["end"]
                    text = row["text"]
                    print(
                        f"{kind}: {event[kind]} said {said} | {text[max(0, s - 80) : s]}[[{text[s:e]}]]{text[e : e + 50]}"
                    )
    for kind, label in (("certainty", None), ("polarity", "neg"), ("time", "future")):
        flat = [a for group in answers[kind] for a in group]
        commonest = Counter(w for w, _ in flat).most_common(1)[0][0]
        floor = macro([(w, commonest) for w, _ in flat])
        print(
            f"{kind:10} macro F1 {macro(flat):.3f} {interval(answers[kind], macro)} floor {floor:.3f} ratio {macro(flat) / floor:.2f}"
        )
        for value in sorted({w for w, _ in flat}) if label is None else [label]:
            figure = lambda a, v=value: f1(a, v)  # noqa: E731
            print(
                f"    {value:16} F1 {figure(flat):.3f} {interval(answers[kind], figure)} of {sum(w == value for w, _ in flat)}"
            )


def stories(nlp: spacy.Language, folder: Path, *, misses: bool) -> None:
    total: Counter[str] = Counter()
    for path in sorted((folder / "stories").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        docs = {a["id"]: nlp((path.parent / a["file"]).read_text(encoding="utf-8")) for a in gold["articles"]}
        futures = {f["assertion"] for f in gold.get("forecasts", ())}
        for want in gold["assertions"]:
            doc = docs[want["article"]]
            at = doc.text.find(want["content"])
            if at < 0:
                total["not verbatim"] += 1
                continue
            read = read_certainty(doc, ((at, at + len(want["content"])),))
            band = [read.likelihood.low, read.likelihood.high] if read.likelihood else None
            asked = want.get("likelihood")
            right = (
                asked is not None
                and band is not None
                and all(abs(a - b) <= 0.051 for a, b in zip(asked, band, strict=True))
            )
            outcomes = {
                "likelihood": ("right" if right else "missed")
                if asked
                else ("false alarm" if band else "rightly none"),
                "negated": ("right" if read.negated else "missed")
                if want.get("negated")
                else ("false alarm" if read.negated else "rightly none"),
                "future": ("right" if read.future else "missed")
                if want["id"] in futures
                else ("beyond the list" if read.future else "rightly none"),
            }
            for name, outcome in outcomes.items():
                total[f"{name}: {outcome}"] += 1
                if misses and outcome in ("missed", "false alarm", "beyond the list"):
                    main = main_predicate(doc, ((at, at + len(want["content"])),))
                    print(
                        f"{name} {outcome}: {want['id']} {band} {main} {read.modality} | {doc.text[max(0, at - 60) : at]}[[{want['content']}]]".replace(
                            "\n", " "
                        )
                    )
    for name, number in sorted(total.items()):
        print(f"{name:28} {number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval"))
    )
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    nlp, _ = load(Settings().pipeline)
    meantime(nlp, args.folder, misses=args.misses)
    stories(nlp, args.folder, misses=args.misses)


if __name__ == "__main__":
    main()
