"""A count as it was published, value by value: what updates of a number tie together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from reportedly.views import wording
from reportedly.views.lookup import Lookup

Json = Mapping[str, Any]
Place = tuple[str, int]
"""An assertion, and which of its quantities."""
_QUOTED = re.compile("“([^”]*)”")
NUMBERS = ("how many", "how much")


@dataclass(frozen=True)
class Step:
    said: str
    low: float
    high: float
    text: str
    assertion: Json
    who: str
    at_least: bool
    """The text gives no upper end."""

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Series:
    """Values of one count as they were published."""

    of: str
    steps: list[Step]
    question: str | None = None
    """To which most of the values are an answer."""

    @property
    def title(self) -> str:
        return self.question or (f"how many: {self.of}" if self.of else "a count that changed")


def series(lookup: Lookup) -> list[Series]:
    """Counts that changed at least once, those with most values first, each in order of publication."""
    parent: dict[Place, Place] = {}

    def root(one: Place) -> Place:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for row in lookup.rows("conflicts"):
        if row["kind"] == "update" and row["on"] == "quantity":
            told = [_compared(lookup.of(side), words) for side, words in sides(row)]
            tied = [place for some in told for place in some] if all(told) else []
            for one in tied[1:]:
                parent[root(one)] = root(tied[0])
    groups: dict[Place, list[Place]] = defaultdict(list)
    for one in sorted(parent):
        groups[root(one)].append(one)
    found = [line for some in groups.values() if (line := _series(lookup, some))]
    return sorted(found, key=lambda s: (-len(s.steps), s.steps[0].said, s.title))


def sides(row: Json) -> Iterator[tuple[str, str | None]]:
    """Each side of a conflict or update, `a` first, with the words of its value where `why` quotes those of both."""
    words = _QUOTED.findall(row.get("why") or "")
    return zip_longest((row["a"], row["b"]), words if len(words) == 2 else ())


def _compared(some: Sequence[Json], words: str | None) -> list[Place]:
    """Which quantities of a side are compared: the quoted one, and the same number in its other assertions; else the only one."""
    all_of = [(a["id"], n, q) for a in some for n, q in enumerate(a.get("quantities") or ())]
    if words is None:
        return [(i, n) for i, n, _ in all_of if sum(other == i for other, _, _ in all_of) == 1]
    meant = {_edge(q) for _, _, q in all_of if q.get("text") == words}
    return [(i, n) for i, n, q in all_of if _edge(q) in meant]


def _edge(q: Json) -> float | None:
    """The end by which a number is known again: "three" and "at least three" have one."""
    low: float | None = q.get("low")
    return q.get("high") if low is None else low


def _series(lookup: Lookup, places: Sequence[Place]) -> Series | None:
    steps, names = [], Counter[str]()
    for identifier, n in places:
        one = lookup.assertions[identifier]
        said, value = lookup.said(one), one["quantities"][n]
        low, high = value.get("low"), value.get("high")
        if not said or (low is None and high is None):
            continue
        names[str(value.get("of") or value.get("unit") or "")] += 1
        outlet, behind = lookup.voices(one)
        ends = (high if low is None else low), (low if high is None else high)
        who = wording.chain([outlet], behind)
        steps.append(Step(said, *ends, wording.quantity(value), one, who, at_least=high is None))
    if len({s.said for s in steps}) < 2 or len({(s.low, s.high) for s in steps}) < 2:
        return None
    steps.sort(key=lambda s: (s.said, s.low, s.assertion["id"]))
    of = min(names, key=lambda name: (not name, -names[name], name))
    return Series(of, steps, _question(lookup, steps, names))


def _question(lookup: Lookup, steps: Sequence[Step], names: Iterable[str]) -> str | None:
    """The question after a number that more than half of the claims answer; None where it asks for another number of theirs."""
    claims = {lookup.claim_of.get(s.assertion["id"]) for s in steps}
    asked = [
        (len(claims.intersection(m.get("claims") or ())), str(m["question"]))
        for m in lookup.rows("matters")
        if str(m.get("question")).lower().startswith(NUMBERS)
    ]
    shared, question = max(asked, key=lambda a: a[0], default=(0, ""))
    others = {str(q.get("of") or "") for s in steps for q in s.assertion["quantities"]}
    own, other = (any(n and n.casefold() in question.casefold() for n in some) for some in (names, others))
    bare = not any(names)  # what it counts is then said by the number beside it
    return question if shared * 2 > len(claims) and (own or bare or not other) else None
