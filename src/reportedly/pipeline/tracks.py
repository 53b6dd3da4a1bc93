"""Track records of a whole ledger for the speakers of some stories, from rows that are kept as each story is made.

`records` counts the same from the stories themselves, with every sentence; a page needs an answer at once, whatever the
ledger holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from reportedly.claims.judgements import Bonds, judged_actors
from reportedly.claims.scores import FEWEST, POOLED, Scored, brier_mean, calibration
from reportedly.codec import plain
from reportedly.ledger import Foretelling, Ledger
from reportedly.model import Judgement, Outcome
from reportedly.pipeline.anchors import in_force
from reportedly.pipeline.records import Json, Source, rounded, said

SENTENCES = 20
"""So many of a speaker's scored predictions come with their words, the latest ones."""


def tracks(ledger: Ledger, stories: Sequence[str]) -> Json:
    """The records, over all stories, of those who are named and foretold something in these: as `records` tells them,
    with the names that they go by here. The calibration is that of all speakers of the ledger.
    """
    with ledger.snapshot() as view:
        here = view.foretellers(stories)
        groups = _groups(here, in_force(view.judgements()))
        keys = sorted(k for some in groups for k in some)
        counts, scores = view.foretold(keys), view.scored(keys)
        by_key: dict[str, list[Foretelling]] = defaultdict(list)
        for one in scores:
            by_key[one.key].append(one)
        rows = [_record(some, counts, [f for k in some for f in by_key[k]], here) for some in groups]
        rows.sort(key=lambda r: (-sum(n for o, n in r["outcomes"].items() if o != "open"), -r["forecasts"], r["name"]))
        shown = [f for r in rows for f in r["list"]]
        assertions = view.assertions(sorted({i for f in shown for i in (f.assertion, f.by) if i}))
        articles = view.articles(sorted({a.article for a in assertions.values()}))
        pool = _scored(view.scored())
    source = Source(assertions, {a.id: a for a in articles}, {})
    for r in rows:
        r["list"] = [
            {"counts": True, "said": said(f.assertion, source), "settled": said(f.by, source)} for f in r["list"]
        ]
    return {
        "whole": True,
        "fewest": FEWEST,
        "speakers": rows,
        "pool": {"scored": len(pool), "fewest": POOLED, "calibration": _plot(pool)},
    }


def _groups(here: Mapping[str, Any], judgements: Sequence[Judgement]) -> list[list[str]]:
    """The keys of each speaker; two names that a person called one actor are one."""
    bonds = Bonds()
    joined = judged_actors(judgements)[0]
    for a, b in joined:
        bonds.take(a, b, together=True)
    groups: dict[Any, set[str]] = defaultdict(set)
    for key in (*here, *(k for pair in joined for k in pair)):
        groups[bonds.root(key)].add(key)
    return [sorted(some) for some in groups.values() if some & here.keys()]


def _record(
    keys: Sequence[str],
    counts: Mapping[tuple[str, str, str], int],
    scores: Sequence[Foretelling],
    here: Mapping[str, set[str]],
) -> Json:
    names: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for (key, name, outcome), n in counts.items():
        if key in keys:
            names[name] += n
            outcomes[outcome] += n
    values = _scored(scores)
    checked = sum(f.basis == "person" for f in scores)
    enough = len(values) >= FEWEST
    latest = sorted(scores, key=lambda f: (f.made or "", f.assertion), reverse=True)
    return {
        "name": max(sorted(names), key=lambda n: (names[n], len(n))),
        "here": sorted(name for key in keys for name in here.get(key, ())),
        "forecasts": names.total(),
        "outcomes": {o: outcomes[o] for o in get_args(Outcome)},
        "scored": len(values),
        "checked": checked,
        "read_by": "person" if values and checked == len(values) else "machine",
        "brier": rounded(plain(brier_mean(values))) if enough else None,
        "calibration": _plot(values),
        "list": latest[:SENTENCES] if enough else [],
    }


def _scored(some: Sequence[Foretelling]) -> list[Scored]:
    return [Scored(*f.band, f.outcome == "borne_out") for f in some if f.band is not None]


def _plot(values: Sequence[Scored]) -> Json | None:
    return rounded(plain(calibration(values))) if len(values) >= POOLED else None
