"""Whether two values can both hold: times, numbers, places, polarity.

A less precise value is compatible with a precise one; only what excludes the other is incompatible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from reportedly import languages
from reportedly.claims.names import key_of
from reportedly.claims.propositions import Proposition, synonym
from reportedly.model import Quantity, When

On = Literal["when", "where", "quantity", "polarity", "actor"]

_OPEN_START, _OPEN_END = "0000-00-00", "9999-99-99"
_EXACT = 1e-9
_HALF, _SMALL = 0.5, 100
_ROUNDED = 0.02
"""Share of a value by which a conversion between units may be off."""


def overlaps(a: When, b: When) -> bool | None:
    """Whether two times share a day; None where one is not known, or only says "now" or "soon".

    "In the coming days" is not known, yet it is after the day it was said.
    """
    if _vague(a) or _vague(b):
        return False if _over_before(a, b) or _over_before(b, a) else None
    if not (a.start or a.end) or not (b.start or b.end):
        return None
    a_start, a_end = (a.start or _OPEN_START)[:10], (a.end or _OPEN_END)[:10]
    b_start, b_end = (b.start or _OPEN_START)[:10], (b.end or _OPEN_END)[:10]
    return a_start <= b_end and b_start <= a_end


def _vague(when: When) -> bool:
    return when.value.endswith("_REF")


def _over_before(a: When, b: When) -> bool:
    """Whether a known time is over before the vague future of the other begins."""
    future = b.value == "FUTURE_REF" and b.start is not None
    return future and not _vague(a) and a.end is not None and a.end[:10] < (b.start or "")[:10]


def _ends_differ(a: When, b: When) -> bool:
    """ "Until 6 May", "until 11 May": days enough in common, and yet two answers. So with "by"."""
    if a.bound is None or a.bound != b.bound or a.bound == "since" or not a.end or not b.end or _vague(a) or _vague(b):
        return False
    rough, fine = sorted((a, b), key=lambda w: len(w.value))
    ends = languages.table("times")["periods"]["end"]  # "by the END of the year" is that day
    within = fine.value.startswith(rough.value) and not any(w in rough.text.lower().split() for w in ends)
    return not (a.end[:10] == b.end[:10] or within or _week(fine.end or "") == rough.value)


def _week(day: str) -> str:
    year, week, _ = dt.date.fromisoformat(day[:10]).isocalendar()
    return f"{year}-W{week:02}"


def measure(unit: str | None) -> str | None:
    """What a unit measures ("length" for miles and kilometres), else the unit itself; of a rate, for what."""
    row, each = _unit(unit)
    return f"{row['of']}{each}" if row else unit


def dimension(unit: str | None) -> str | None:
    """The same, whatever a rate is for: a barrel a day is a volume; None for a unit that is in no table."""
    row, _ = _unit(unit)
    return str(row["of"]) if row else None


def _unit(unit: str | None) -> tuple[Mapping[str, Any] | None, str]:
    """The row of a unit's table, and what a rate is for: "barrel a day" is a barrel, " a day"."""
    base, a, each = (unit or "").partition(" a ")
    return languages.table("quantities")["units"].get(base), f"{a}{each}"


def same_thing(a: Quantity, b: Quantity) -> bool:
    """Whether two numbers count or measure the same."""
    if (measure(a.unit) or "") != (measure(b.unit) or ""):
        return False
    if a.of and b.of:
        x, y = ([synonym(w) for w in q.of.split()] for q in (a, b) if q.of)
        return x[-1] == y[-1] and (x == y or len(x) == 1 or len(y) == 1 or bool(set(x[:-1]) & set(y[:-1])))
    return a.unit is not None  # "1,000 barrels of oil", "5,000 barrels"


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether one number can be both; in two units ("426 miles", "685 km") as far as they were rounded."""
    slack = _EXACT
    if a.unit != b.unit and a.unit is not None and b.unit is not None:
        whole = _half_a_step(a) + _half_a_step(b)
        a, b = _in_base(a), _in_base(b)
        slack = max(whole, _ROUNDED * max(abs(v) for v in (a.low, a.high, b.low, b.high, 0.0) if v is not None))
    a_low, a_high = a.low if a.low is not None else 0.0, a.high if a.high is not None else float("inf")
    b_low, b_high = b.low if b.low is not None else 0.0, b.high if b.high is not None else float("inf")
    return a_low <= b_high + slack and b_low <= a_high + slack


def _half_a_step(q: Quantity) -> float:
    """What rounding to a whole number may have taken, in the base unit: "9 miles" for 15 km."""
    row, _ = _unit(q.unit)
    whole = q.low is not None and q.low == int(q.low) and q.low < _SMALL
    return _HALF * float(row["factor"]) if row is not None and whole else 0.0


def _in_base(q: Quantity) -> Quantity:
    """In the base unit of what it measures (factors and offsets: `languages/*/quantities.toml`)."""
    row, each = _unit(q.unit)
    if row is None:
        return q
    low, high = (None if v is None else v * row["factor"] + row.get("offset", 0.0) for v in (q.low, q.high))
    return replace(q, low=low, high=high, unit=f"{row['of']}{each}")


def quantity_pairs(a: Proposition, b: Proposition) -> Iterator[tuple[Quantity, Quantity]]:
    """Numbers of two propositions that are about the same."""
    for x in a.quantities:
        for y in b.quantities:
            if same_thing(x, y):
                yield x, y


def differ(a: Proposition, b: Proposition) -> tuple[On, str, str] | None:
    """The first thing on which two propositions exclude each other, with both values as text; None: nothing."""
    if a.negative != b.negative:
        return "polarity", "denied" if a.negative else "asserted", "denied" if b.negative else "asserted"
    pairs = list(quantity_pairs(a, b))
    first = [(x, y) for x, y in pairs if x is a.quantities[0] and y is b.quantities[0]]
    if pairs and not any(compatible(x, y) for x, y in first or pairs):  # the others are asides
        return "quantity", pairs[0][0].text, pairs[0][1].text
    if (
        a.when is not None
        and b.when is not None
        and (overlaps(a.when, b.when) is False or _ends_differ(a.when, b.when))
    ):
        return "when", a.when.text, b.when.text
    if len(a.towns) == 1 and len(b.towns) == 1 and a.towns != b.towns and key_of(_town(a)) != key_of(_town(b)):
        return "where", _town(a), _town(b)  # of one name, the map took one text's for another town
    return None


def _town(p: Proposition) -> str:
    return next(w.name for w in p.assertion.where if w.place in p.towns)
