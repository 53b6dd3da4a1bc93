"""Lengths of time: so long ago, later or from now; stretches, durations and what repeats."""

from __future__ import annotations

import datetime as dt
import re

from reportedly.annotate.times import days
from reportedly.annotate.times.context import ONE, Found, Words, count, lengths
from reportedly.annotate.times.days import Day
from reportedly.annotate.times.made import dated, length


def _moved(base: Day | None, number: float | None, unit: str, sign: int) -> Found:
    if base is None or number is None:
        return Found("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", None, None, open=True)
    try:
        moved = days.shift(base, sign * number, unit)
    except (ValueError, OverflowError):
        return Found("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    coarse = {"M": "M", "Q": "Q", "Y": "Y", "10Y": "Y", "100Y": "Y"}.get(unit, "D")
    if number != int(number) and coarse == "Y":
        coarse = "M"
    return dated(days.value_at(moved, coarse), coarse)


def _moved_by(base: Day | None, w: Words, sign: int) -> Found:
    """So many years and months from a day."""
    parts = lengths(w)
    if len(parts) < 2 or base is None:
        return _moved(base, count(w), w.get("unit"), sign)
    try:
        for number, unit in parts[:-1]:
            base = days.shift(base, sign * number, unit)
    except (ValueError, OverflowError):
        return _moved(None, None, "D", sign)
    return _moved(base, *parts[-1], sign)


def ago(w: Words, _: str) -> Found | None:
    return _moved_by(w.ctx.published, w, -1)


def later(w: Words, _: str) -> Found | None:
    """So long after or before the day the text speaks of."""
    sign = -1 if w.has("earlier", "before", "beforehand", "previously") else 1
    return _moved_by(w.ctx.here, w, sign)


def fromnow(w: Words, _: str) -> Found | None:
    number, unit, now = count(w), w.get("unit"), w.ctx.published
    if w.start and w.ctx.words[w.start - 1].word == "for" and now and number:
        try:  # "closed for three days from today" holds them all
            return Found("DURATION", length(number, unit), now, days.shift(now, number, unit) - ONE)
        except (ValueError, OverflowError):
            return Found("DURATION", length(number, unit))
    return _moved(now, number, unit, 1)


def _working_days(start: Day, number: int, sign: int) -> Day:
    """The day that so many working days, Monday to Friday, lie from a day: whole weeks first, then the odd days."""
    weeks, odd = divmod(number, 5)
    when = start
    while odd:
        when += sign * ONE
        odd -= when.isoweekday() < 6
    return when + dt.timedelta(7 * weeks * sign)


def span(w: Words, _: str) -> Found | None:
    """A stretch up to or from the article's day: "the past nine days", "the next 48 hours", "the coming weeks"."""
    step, now = w.step, w.ctx.published
    ahead = step == 1 or step is None
    unit = w.get("units") or w.get("unit")
    number = count(w)
    counted = w.get("vague") is not None or number is not None
    if number is None:
        value, kind = (length(None, unit), "DURATION") if counted else ("FUTURE_REF" if ahead else "PAST_REF", "DATE")
        return Found(
            "DURATION" if kind == "DURATION" else "DATE",
            value,
            now if ahead else None,
            None if ahead else now,
            open=True,
        )
    if now is None:
        return Found("DURATION", length(number, unit))
    if unit == "Q":
        # quarters are counted whole
        edge = days.covered(days.value_at(now, "Q"))[1 if ahead else 0]
        if edge is not None:
            start = edge + ONE if ahead else days.add_months(edge, round(-3 * number))
            return Found("DURATION", length(number, unit), start, days.add_months(start, round(3 * number)) - ONE)
    try:
        if unit == "D" and w.has("business", "working", "trading"):
            other = _working_days(now, int(number), 1 if ahead else -1)
        else:
            other = days.shift(now, number if ahead else -number, unit)
    except (ValueError, OverflowError):
        return Found("DURATION", length(number, unit))
    return Found("DURATION", length(number, unit), *((now, other) if ahead else (other, now)))


def recent(w: Words, _: str) -> Found | None:
    return Found("DATE", "PAST_REF", None, w.ctx.published, open=True)


def duration(w: Words, _: str) -> Found | None:
    """A length of time; "in a week" of something to come is a day."""
    unit, number = w.get("unit"), count(w)
    before = w.ctx.words[w.start - 1].word if w.start else ""
    if (
        before == "in"
        and number is not None
        and unit in {"D", "W", "M", "Y"}
        and w.tense == "future"
        and not w.ctx.looks_back(w.start)
    ):
        return _moved(w.ctx.published, number, unit, 1)
    parts = lengths(w)
    if len(parts) > 1 and all(re.fullmatch(r"T?[A-Z]", u) for _, u in parts):
        return Found("DURATION", _lengths(parts))
    return Found("DURATION", length(number, unit))


def _lengths(parts: list[tuple[float, str]]) -> str:
    """`P2Y1M21D`; the clock's units stand behind one T: `P1DT2H30M`."""
    calendar = "".join(length(n, u)[1:] for n, u in parts if not u.startswith("T"))
    clock = "".join(length(n, u)[2:] for n, u in parts if u.startswith("T"))
    return f"P{calendar}" + (f"T{clock}" if clock else "")


def repeated(w: Words, _: str) -> Found | None:
    if often := w.get("often"):
        return Found("SET", often)
    number = w.get("weekday") or w.get("weekdays")
    if number is not None:
        return Found("SET", "XXXX-WXX-WE" if number == "WE" else f"XXXX-WXX-{number}")
    if month := w.get("month"):
        return Found("SET", f"XXXX-{month:02d}")
    if name := w.get("season"):
        return Found("SET", f"XXXX-{name}")
    if part := w.get("daypart"):
        return Found("SET", f"XXXX-XX-XXT{part}")
    if unit := w.get("unit") or w.get("period"):
        numbers = [*w.numbers("num"), *w.all("ones")]
        amount = 2 if w.has("other") else (numbers[0] if numbers else 1)
        return Found("SET", length(amount, unit))
    return None


def rate(w: Words, _: str) -> Found | None:
    return Found("SET", length(1, w.get("unit")))
