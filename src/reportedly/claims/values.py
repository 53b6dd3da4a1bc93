"""Whether two values can both hold: times, numbers, places, polarity.

A less precise value is compatible with a precise one; only what excludes the other is incompatible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reportedly.claims.propositions import Proposition
from reportedly.model import Quantity, When

On = Literal["when", "where", "quantity", "polarity", "actor"]

_OPEN_START, _OPEN_END = "0000-00-00", "9999-99-99"
_EXACT = 1e-9


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


def same_thing(a: Quantity, b: Quantity) -> bool:
    """Whether two numbers count or measure the same."""
    if (a.unit or "") != (b.unit or ""):
        return False
    if a.of and b.of:
        x, y = a.of.split(), b.of.split()
        return x[-1] == y[-1] and (x == y or len(x) == 1 or len(y) == 1 or bool(set(x[:-1]) & set(y[:-1])))
    return a.of == b.of and a.unit is not None


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether one number can be both."""
    a_low, a_high = a.low if a.low is not None else 0.0, a.high if a.high is not None else float("inf")
    b_low, b_high = b.low if b.low is not None else 0.0, b.high if b.high is not None else float("inf")
    return a_low <= b_high + _EXACT and b_low <= a_high + _EXACT


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
    if a.when is not None and b.when is not None and overlaps(a.when, b.when) is False:
        return "when", a.when.text, b.when.text
    if len(a.towns) == 1 and len(b.towns) == 1 and a.towns != b.towns:
        return "where", _town(a), _town(b)
    return None


def _town(p: Proposition) -> str:
    return next(w.name for w in p.assertion.where if w.place in p.towns)
