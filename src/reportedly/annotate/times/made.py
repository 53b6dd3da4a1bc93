"""The pieces the rules share: a value with its days, last and next, a length of time."""

from __future__ import annotations

import re

from reportedly.annotate.times import days
from reportedly.annotate.times.context import Found, Words
from reportedly.annotate.times.days import Day, Days

NOTHING = Found("DATE", "")
"""Looks like a time and is none: its words are passed over."""


def dated(value: str, unit: str, part: str = "", days_: Days | None = None) -> Found:
    first, last = days_ or days.narrowed(days.covered(value), part)
    return Found("DATE", value, first, last, unit=unit)


def relative_value(w: Words, unit: str, step: int, base: Day | None = None) -> Found:
    """Last, this or next week, month, ... seen from a day, the article's if none is given."""
    base = base or w.ctx.published
    if base is None:
        return Found("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[step])
    try:
        moved = days.shift(base, step, unit)
    except (ValueError, OverflowError):
        return Found("DATE", "XXXX")
    return dated(days.value_at(moved, unit), unit, w.part if w.get("edge") else "")


def length(number: float | None, unit: str) -> str:
    """A TIMEX3 duration: `P4D`, `PT48H`, `PXY`."""
    m = re.fullmatch(r"(\d*)(T?)([A-Z]+)", unit)
    if m is None:
        return "PX"
    factor, clock, base = int(m[1] or 1), m[2], m[3]
    if number is None:
        return {"10": "PXDE", "100": "PXCE"}.get(m[1], f"P{clock}X{base}")
    amount = number * factor
    return f"P{clock}{int(amount) if amount == int(amount) else amount}{base}"
