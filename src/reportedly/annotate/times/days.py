"""Arithmetic of days: the days a TIMEX3 value covers, shifts, weeks, quarters, Easter and other holidays.

Values are TIMEX3 (`2009-04`, `2009-W18`, `2009-Q2`, `2009-SU`, `200` the decade); days are inclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

Day = dt.date
Days = tuple[Day | None, Day | None]

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day(year: int, month: int, number: int) -> Day | None:
    """That day, None where the calendar has none (30 February)."""
    try:
        return Day(year, month, number)
    except ValueError:
        return None


def month_end(year: int, month: int) -> Day:
    return Day(year, month, calendar.monthrange(year, month)[1])


def add_months(when: Day, months: int) -> Day:
    """The same day that many months later; the month's last day where it is shorter.

    Raises:
        ValueError: outside the years 1 to 9999.

    """
    total = when.year * 12 + when.month - 1 + months
    year, month = divmod(total, 12)
    return Day(year, month + 1, min(when.day, calendar.monthrange(year, month + 1)[1]))


def shift(when: Day, number: float, unit: str) -> Day:
    """`number` units (`D`, `W`, `M`, `Q`, `Y`, `10Y`, `TH` ...) later; earlier where negative.

    Raises:
        ValueError, OverflowError: outside the years 1 to 9999.

    """
    m = re.fullmatch(r"(\d*)(T?[A-Z]+)", unit)
    factor = int(m[1] or 1) if m else 1
    base = m[2] if m else "D"
    steps = number * factor
    if base in {"M", "Q", "Y"}:
        months = {"M": 1, "Q": 3, "Y": 12}[base] * steps
        return add_months(when, round(months))
    in_days = {"D": 1.0, "W": 7.0, "WE": 7.0, "TH": 1 / 24, "TM": 1 / 1440, "TS": 1 / 86400}[base] * steps
    return when + dt.timedelta(days=round(in_days))


def week_value(when: Day) -> str:
    year, week, _ = when.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(year: int, quarter: int) -> str:
    extra, index = divmod(quarter - 1, 4)
    return f"{year + extra:04d}-Q{index + 1}"


def value_at(when: Day, unit: str) -> str:
    """The value of the unit in which a day lies."""
    match unit:
        case "W":
            return week_value(when)
        case "WE":
            return week_value(when) + "-WE"
        case "M":
            return f"{when.year:04d}-{when.month:02d}"
        case "Q":
            return quarter_value(when.year, (when.month + 2) // 3)
        case "Y":
            return f"{when.year:04d}"
        case "10Y":
            return f"{when.year // 10:03d}"
        case "100Y":
            return f"{when.year // 100:02d}"
        case _:
            return when.isoformat()


def covered(value: str) -> Days:
    """First and last day of a value; (None, None) where it leaves them open."""
    value = value.partition("T")[0]
    try:
        return _covered(value)
    except (ValueError, OverflowError):
        return None, None


def _covered(value: str) -> Days:
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        only = Day(int(m[1]), int(m[2]), int(m[3]))
        return only, only
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return Day(int(m[1]), int(m[2]), 1), month_end(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"\d{4}", value):
        return Day(int(value), 1, 1), Day(int(value), 12, 31)
    if m := re.fullmatch(r"\d{3}", value):
        return Day(int(value) * 10, 1, 1), Day(int(value) * 10 + 9, 12, 31)
    if m := re.fullmatch(r"\d{2}", value):
        return Day(int(value) * 100, 1, 1), Day(int(value) * 100 + 99, 12, 31)
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = Day.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + dt.timedelta(5) if m[3] else monday), monday + dt.timedelta(6)
    if m := re.fullmatch(r"(\d{4})-([QH])(\d)", value):
        width = 3 if m[2] == "Q" else 6
        start = (int(m[3]) - 1) * width + 1
        return Day(int(m[1]), start, 1), month_end(int(m[1]), start + width - 1)
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        first = Day(int(m[1]), _SEASONS[m[2]], 1)
        last = add_months(first, 2)
        return first, month_end(last.year, last.month)
    if m := re.fullmatch(r"(\S{10})/(\S{10})", value):
        return Day.fromisoformat(m[1]), Day.fromisoformat(m[2])
    return None, None


def narrowed(days: Days, part: str) -> Days:
    """The early, middle or late third of a period; of one or two days, the whole."""
    first, last = days
    if first is None or last is None or part not in {"early", "mid", "late"}:
        return days
    length = (last - first).days + 1
    if length < 3:
        return days
    if length in {28, 29, 30, 31}:
        cuts = (10, 20)
    elif length > 360 and length < 370:
        cuts = ((Day(first.year, 5, 1) - first).days, (Day(first.year, 9, 1) - first).days)
    else:
        cuts = (-(-length // 3), -(-2 * length // 3))
    one, two = (first + dt.timedelta(c) for c in cuts)
    before = dt.timedelta(1)
    return {"early": (first, one - before), "mid": (one, two - before), "late": (two, last)}[part]


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> Day | None:
    """The nth Monday (1) .. Sunday (7) of a month; nth -1: the last."""
    if nth < 0:
        last = month_end(year, month)
        return last - dt.timedelta((last.isoweekday() - weekday) % 7)
    first = Day(year, month, 1)
    found = first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def easter(year: int) -> Day:
    """Easter Sunday of the western churches (Meeus, Jones and Butcher's algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * l_) // 433
    month = (h + l_ - 7 * m + 90) // 25
    return Day(year, month, (h + l_ - 7 * m + 33 * month + 19) % 32)


def holiday(rule: str, year: int) -> Day | None:
    """The day of a rule of the language table: `12-25`, `easter-2`, `11-4-4` (fourth Thursday), `05-last-1`, `...+1`."""
    if rule.startswith("easter"):
        return easter(year) + dt.timedelta(int(rule[6:]))
    rule, _, extra = rule.partition("+")
    parts = rule.split("-")
    if len(parts) == 2:
        return day(year, int(parts[0]), int(parts[1]))
    found = nth_weekday(year, int(parts[0]), -1 if parts[1] == "last" else int(parts[1]), int(parts[2]))
    return found + dt.timedelta(int(extra or 0)) if found else None
