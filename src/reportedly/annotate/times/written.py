"""Dates that are written out: days, months, years, decades, quarters, weeks of a month."""

from __future__ import annotations

import datetime as dt
import re

from reportedly.annotate.times import days
from reportedly.annotate.times.context import ONE, Found, Words, count, days_apart
from reportedly.annotate.times.days import Day
from reportedly.annotate.times.made import NOTHING, dated, length, relative_value

_WRONG_TENSE = 2.5
"""How many times farther off a day may be than the nearest of that date where the tense speaks for it."""


def month_year(w: Words, month: int) -> int | None:
    """The year of a month that stands without one: the last or the next one, as the tense has it."""
    now = w.ctx.published
    if now is None:
        return None
    step = w.step
    if step == 0:
        return now.year
    if step == 1 or (step is None and w.tense == "future"):
        return now.year + (month < now.month + (step == 1))
    return now.year - (month > now.month - (step == -1))


def day_year(w: Words, month: int, number: int) -> Day | None:
    """The nearest such day; on the other side only where the tense says so and it is far off."""
    now = w.ctx.published
    if now is None:
        return None
    options = [d for y in range(now.year - 4, now.year + 5) if (d := days.day(y, month, number))]
    if not options:
        return None
    if (step := w.step) is not None and not w.has_weekday:
        return {
            -1: max((d for d in options if d < now), default=None),
            0: days.day(now.year, month, number),
            1: min((d for d in options if d > now), default=None),
        }[step]
    nearest = min(options, key=lambda d: (days_apart(d, now), d))
    tense = w.tense
    if (tense == "past" and nearest > now) or (tense == "future" and nearest < now):
        side = [d for d in options if (d <= now if tense == "past" else d >= now)]
        other = min(side, key=lambda d: days_apart(d, now), default=nearest)
        if days_apart(other, now) < _WRONG_TENSE * days_apart(nearest, now):
            return other
    return nearest


def date(w: Words, _: str) -> Found | None:
    """A calendar date: day, month or both, with or without its year."""
    if w.get("fulldate"):
        found = _numeric(str(w.get("fulldate")), w.ctx.published)
        return dated(found.isoformat(), "D") if found else None
    if short := w.get("shortdate"):
        return _short(w, short)
    if numeric := w.get("isomonth"):
        a, b = (int(x) for x in str(numeric).split("-"))
        year_, month_ = max(a, b), min(a, b)
        # 2010-11 is two years; 2015-11 can only be a month
        return dated(f"{year_:04d}-{month_:02d}", "M") if month_ <= year_ % 100 else None
    month = w.month
    if month is None:
        return None
    year = w.year
    numbers = w.days_of_month
    if numbers:
        number = numbers[0]
        if year is None:
            found = day_year(w, month, number)
            if found is None and w.ctx.published:
                return NOTHING  # 30 February
            return dated(found.isoformat(), "D") if found else dated(f"XXXX-{month:02d}-{number:02d}", "D")
        found = days.day(year, month, number)
        return dated(found.isoformat(), "D") if found else NOTHING
    if year is None:
        year = month_year(w, month)
    if year is None:
        return dated(f"XXXX-{month:02d}", "M")
    return dated(f"{year:04d}-{month:02d}", "M", w.part)


def _short(w: Words, text: str) -> Found | None:
    """10/1: the American order unless it is no day, the nearer to the article where both are."""
    a, b = (int(x) for x in text.split("/"))
    options = []
    for month, number in ((a, b), (b, a)):
        if 1 <= month <= 12 and days.day(2000, month, number):
            found = day_year(w, month, number)
            options.append(found or (month, number))
    if not options:
        return None
    first = options[0]
    if isinstance(first, tuple):
        return dated(f"XXXX-{first[0]:02d}-{first[1]:02d}", "D")
    return dated(first.isoformat(), "D")


def linked(w: Words, _: str) -> Found | None:
    """A month that is a word as well, after another: "from January to March"."""
    before = w.ctx.words[max(0, w.start - 2) : w.start]
    linking = len(before) == 2 and before[1].word in {"to", "and", "or", "-", "until", "till", "through"}
    if linking and w.ctx.g.classes[before[0].char] & {"month", "wordmonth", "year", "shortdate"}:
        return date(w, "")
    return None


def monthday(w: Words, _: str) -> Found | None:
    """A day of the month without its month: "on the 13th", "Tuesday 21"; the nearest that fits weekday and tense."""
    now = w.ctx.published
    number = (w.days_of_month or [0])[0]
    if now is None or not number:
        return Found("DATE", f"XXXX-XX-{number:02d}") if number else None
    weekday_ = w.get("weekday") or w.get("wordday")
    if w.has("month"):
        base = days.add_months(now.replace(day=1), w.step or 0)
        found = days.day(base.year, base.month, number)
        return dated(found.isoformat(), "D") if found else None
    options = []
    for months in range(-14, 15) if weekday_ else range(-1, 2):
        base = days.add_months(now.replace(day=1), months)
        if (d := days.day(base.year, base.month, number)) and weekday_ in {None, d.isoweekday()}:
            options.append(d)
    if not options:
        return None
    if not weekday_:
        side = [d for d in options if (d >= now if w.tense == "future" else d <= now)]
        options = side or options
    nearest = min(options, key=lambda d: (days_apart(d, now), d))
    return dated(nearest.isoformat(), "D")


def _numeric(text: str, now: Day | None) -> Day | None:
    """2018-07-13, 13/07/2018, 7/13/18: where both orders are days the one nearer to the article, else the American."""
    if len(text) == 8 and text.isdigit():
        return days.day(int(text[:4]), int(text[4:6]), int(text[6:]))
    a, b, c = (int(x) for x in re.split(r"[-/.]", text))
    if a > 31:
        return days.day(a, b, c)
    year = c if c > 99 else (c + 2000 if c < 70 else c + 1900)
    options = [d for d in (days.day(year, a, b), days.day(year, b, a)) if d]
    if now and len(options) == 2:
        return min(options, key=lambda d: days_apart(d, now))
    return options[0] if options else None


def days_range(w: Words, _: str) -> Found | None:
    """Two days of one month: "September 12 or 13", "from 10 to 13 September"."""
    month, numbers, year = w.month, w.days_of_month, w.year
    if month is None or len(numbers) < 2 or numbers[0] >= numbers[1]:
        return None
    if year is None:
        near = day_year(w, month, numbers[0])
        if near is None:
            return dated("/".join(f"XXXX-{month:02d}-{n:02d}" for n in numbers[:2]), "D")
        year = near.year
    first, last = (days.day(year, month, n) for n in numbers[:2])
    if first is None or last is None:
        return None
    return dated(f"{first}/{last}", "D")


def year(w: Words, _: str) -> Found | None:
    if short := w.get("shortyear"):
        number = int(short[1:])
        limit = ((w.ctx.published.year if w.ctx.published else 2030) + 10) % 100
        return dated(str(number + (2000 if number <= limit else 1900)), "Y", w.part)
    return dated(f"{w.numbers('year')[-1]:04d}", "Y", w.part)


def decade(w: Words, _: str) -> Found | None:
    if (spelt := w.get("spelt")) is not None:
        return dated(f"19{spelt}", "10Y", w.part)
    digits = "".join(c for c in str(w.get("decade")) if c.isdigit())
    if len(digits) == 2:
        digits = ("20" if digits in {"00", "10"} else "19") + digits
    return dated(digits[:3], "10Y", w.part)


def century(w: Words, _: str) -> Found | None:
    number = w.ordinal or 0
    return dated(f"{number - 1:02d}", "100Y", w.part) if 1 <= number <= 30 else None


def fiscal(w: Words, _: str) -> Found | None:
    """A company's or state's own year: its days are not known."""
    if short := w.get("fiscalyear"):
        digits = short[2:]
        return Found("DATE", "FY" + (digits if len(digits) == 4 else "20" + digits))
    found = w.year or (w.ctx.published.year if w.ctx.published else None)
    return Found("DATE", f"FY{found}" if found else "XXXX")


def quarter(w: Words, _: str) -> Found | None:
    number = int(w.get("quarterno") or w.ordinal or 0)
    found, now = w.year, w.ctx.published
    if number == -1:
        if found is None:
            return relative_value(w, "Q", -1)
        number = 4
    if not 1 <= number <= 4:
        return None
    if w.get("fiscal") is not None and w.get("fiscal") != "":
        return Found("DATE", f"FY{found or 'XXXX'}-Q{number}")
    if found is None:
        if now is None:
            return Found("DATE", f"XXXX-Q{number}")
        current = (now.month + 2) // 3
        found = now.year + (number < current) if w.tense == "future" else now.year - (number > current)
        if w.tense != "future" and number == current and (now - Day(now.year, 3 * number - 2, 1)).days < 45:
            found -= 1
    return dated(days.quarter_value(found, number), "Q")


def half(w: Words, _: str) -> Found | None:
    number = w.get("halfno") or (1 if w.has("first") else 2)
    return dated(f"{w.year:04d}-H{number}", "H") if w.year else None


def stretch(w: Words, _: str) -> Found | None:
    """The first or last so many weeks or months of a year or month: "the first nine months of 2009"."""
    number, unit, now = count(w), w.get("unit"), w.ctx.published
    month, found = w.month, next(iter(w.numbers("year")), None)
    if now and month is None and w.has("month"):
        base = days.add_months(now, w.step_after_of)
        found, month = base.year, base.month
    elif now and found is None:
        found = now.year + w.step_after_of if month is None else month_year(w, month)
    if found is None or number is None or unit is None:
        return Found("DURATION", length(number, unit or "D"))
    first, last = Day(found, month or 1, 1), days.month_end(found, month or 12)
    if w.has("first", "opening"):
        other = days.shift(first, number, unit) - ONE
        return Found("DURATION", length(number, unit), first, min(other, last))
    other = days.shift(last + ONE, -number, unit)
    return Found("DURATION", length(number, unit), max(other, first), last)


def weekof(w: Words, _: str) -> Found | None:
    """The nth week, weekend or day of a month or year: "the last week of March", "the first weekend in June 2010"."""
    month, found, number, now = w.month, w.year, w.ordinal, w.ctx.published
    if month is None and w.has("month") and now:
        base = days.add_months(now, w.step_after_of)
        found, month = base.year, base.month
    elif month is None and w.has("year") and now and found is None:
        found = now.year + w.step_after_of
    if found is None and month is not None:
        found = month_year(w, month)
    if found is None or not number or (month and number > 5) or number > 53:
        return None
    first = Day(found, month or 1, 1)
    last = days.month_end(found, month or 12)
    if w.has("day"):
        only = last if number == -1 else first + dt.timedelta(number - 1)
        return dated(only.isoformat(), "D") if only <= last else None
    # the week that holds the nth Thursday lies mostly in the period (as ISO 8601 numbers weeks)
    inside = 4 if w.has("week") else 6
    if number == -1:
        when = last - dt.timedelta((last.isoweekday() - inside) % 7)
    else:
        when = first + dt.timedelta((inside - first.isoweekday()) % 7 + 7 * (number - 1))
    return dated(days.value_at(when, "W" if w.has("week") else "WE"), "W") if when <= last else None


def weekwith(w: Words, _: str) -> Found | None:
    """The week that holds a day: "the week of April 10", "the week ending 4 May", "the week of the 18th"."""
    named = date(w, "") if w.month else monthday(w, "")
    if named is None or named.first is None:
        return None
    return dated(days.value_at(named.first, "W"), "W")


def weekno(w: Words, _: str) -> Found | None:
    """ISO 8601 week number."""
    number, now = w.numbers("num")[0], w.ctx.published
    found = w.year or (now.year if now else None)
    return dated(f"{found:04d}-W{number:02d}", "W") if found and 1 <= number <= 53 else None


def monthno(w: Words, _: str) -> Found | None:
    number = w.ordinal
    return dated(f"{w.year:04d}-{number:02d}", "M") if w.year and number and number <= 12 else None
