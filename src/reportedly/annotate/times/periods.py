"""The period a sentence gives, from its expressions and the words between them.

`find_times` keeps to the conventions of TIMEX3, where "from March to May" is two dates and "since 13 April"
one day. Who asks when something happens wants the whole: March to May; 13 April up to the article's day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.annotate.times import days
from reportedly.languages import table
from reportedly.model import TimeExpression

_ONE = dt.timedelta(1)
_BEFORE = 28
"""How many characters before an expression can hold its preposition."""
_POINTS = {"DATE", "TIME"}


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    words: dict[str, Any]
    months: frozenset[str]
    now: str | None

    def before(self, t: TimeExpression) -> str:
        return self.text[max(0, t.start - _BEFORE) : t.start].lower()

    def of(self, t: TimeExpression) -> str:
        return self.text[t.start : t.end].lower()

    def between(self, a: TimeExpression, b: TimeExpression) -> str:
        if b.start - a.end > 2 * _BEFORE:
            return "\n"
        return self.text[a.end : b.start].strip().lower().removesuffix("the").strip()

    def bare_month(self, t: TimeExpression) -> bool:
        """Whether it names a month and no year, so that its year was only inferred."""
        said = re.findall(r"\w+", self.of(t))
        if re.fullmatch(r"\d{1,2}/\d{1,2}", self.of(t)):
            return True
        return not self.months.isdisjoint(said) and not any(len(x) == 4 and x.isdigit() for x in said)


def joined(
    text: str, times: Sequence[TimeExpression], published: str | None = None, language: str = "en"
) -> tuple[TimeExpression, ...]:
    """The expressions of a text with ranges joined and prepositions read; a joined one spans both its ends.

    "from A to B", "between A and B", "A-B": A's first to B's last day. "Since A": A to the article's day.
    "Until A", "by A", "before A": no first day, open. "After A", "A or later": no last day, open.
    "Two weeks after A": that day. "Within two weeks": the article's day to two weeks later.
    """
    raw = table("times", language)
    months = {m.lower() for part in ("words", "cased") for k in ("month", "wordmonth") for m in raw[part].get(k, {})}
    here = _Text(text, raw["periods"], frozenset(months), published[:10] if published else None)
    found: list[TimeExpression] = []
    i = 0
    while i < len(times):
        a = times[i]
        after = times[i + 1] if i + 1 < len(times) else None
        if after and (pair := _counted_from(here, a, after) or _pair(here, a, after)):
            found.append(pair)
            i += 2
            continue
        try:
            found.append(_bounded(here, a))
        except OverflowError:  # the day before the first, or after the last, that there is
            found.append(a)
        i += 1
    return tuple(found)


def _ends_with(before: str, phrases: Sequence[str]) -> bool:
    trimmed = before.rstrip()
    for article in (" the", " about", " around", " at least"):
        trimmed = trimmed.removesuffix(article)
    return any(trimmed.endswith(p) and not trimmed[: -len(p)][-1:].isalnum() for p in phrases)


def _counted_from(here: _Text, a: TimeExpression, b: TimeExpression) -> TimeExpression | None:
    """A length of time from a day: "two weeks before 3 May"."""
    m = re.fullmatch(r"P(\d+)(D|W|M|Y)", a.value)
    between = here.between(a, b)
    sign = (between in here.words["later_than"]) - (between in here.words["sooner_than"])
    runs = between in here.words["running_from"]
    if a.type != "DURATION" or a.first or m is None or not (sign or runs) or b.type not in _POINTS or not b.first:
        return None
    try:
        if runs:
            last = days.shift(dt.date.fromisoformat(b.first), int(m[1]), m[2]) - _ONE
            return replace(a, end=b.end, first=b.first, last=last.isoformat())
        when = days.shift(dt.date.fromisoformat(b.first), sign * int(m[1]), m[2]).isoformat()
    except (ValueError, OverflowError):
        return None
    return TimeExpression(a.start, b.end, "DATE", when, when, when)


def _pair(here: _Text, a: TimeExpression, b: TimeExpression) -> TimeExpression | None:
    between = here.between(a, b)
    linked = between in here.words["to"] or (
        between in here.words["and"] and _ends_with(here.before(a), here.words["between"])
    )
    if not linked or a.type not in _POINTS or b.type != a.type or not a.first or not b.last:
        return None
    if "/" in a.value + b.value:
        return None
    first, last = dt.date.fromisoformat(a.first), dt.date.fromisoformat(b.last)
    open_a, open_b = here.bare_month(a), here.bare_month(b)
    if open_a and not open_b and not re.match(r"\W*(this|next|last)\b", here.of(a)):
        first = _in_year(first, last.year)
        first = _in_year(first, last.year - 1) if first > last else first
    elif open_b and not open_a:
        last = _in_year(last, first.year)
        last = _in_year(last, first.year + 1) if first > last else last
    elif open_a and open_b:
        last = _in_year(last, first.year)
        last = _in_year(last, first.year + 1) if first > last else last
        if here.now and first > dt.date.fromisoformat(here.now) >= _in_year(first, first.year - 1):
            # "from August to October" in September: the one under way
            under_way = _in_year(last, last.year - 1)
            if under_way >= dt.date.fromisoformat(here.now):
                first, last = _in_year(first, first.year - 1), under_way
    elif first > last and (first - last).days <= 7:
        last += dt.timedelta(7)  # "next Monday to Friday"
    if first > last:
        return None
    return TimeExpression(a.start, b.end, a.type, f"{first}/{last}", first.isoformat(), last.isoformat())


def _in_year(when: dt.date, year: int) -> dt.date:
    """That day of another year; 29 February becomes the 28th, the end of February stays its end."""
    if when.month == 2 and when.day >= 28 and (when + _ONE).month == 3:
        return days.month_end(year, 2)
    try:
        return when.replace(year=year)
    except ValueError:
        return when.replace(year=year, day=28)


def _bounded(here: _Text, a: TimeExpression) -> TimeExpression:
    before, words, now = here.before(a), here.words, here.now
    if a.type == "DURATION" and not a.first and now and _ends_with(before, words["within"]):
        if here.text[a.end : a.end + 7].lower().startswith((" of ", " after")):
            return a
        return _within(a, now)
    if a.type not in _POINTS or not a.first or not a.last:
        return a
    after = here.text[a.end : a.end + 12].lower().lstrip()
    if any(re.match(re.escape(p) + r"(?=\W*$|[.,;:?!)])", after) for p in words["onwards"]):
        return replace(a, last=None, open=True)
    if _ends_with(before, words["since"]):
        return replace(a, last=now if now and now >= a.first else None, open=now is None)
    if _ends_with(before, words["before"]):
        ends = any(re.match(rf"(the )?(very )?{w}\b", here.of(a)) for w in words["end"])
        last = a.last if ends else (dt.date.fromisoformat(a.first) - _ONE).isoformat()
        return replace(a, first=None, last=last, open=True)
    if _ends_with(before, words["until"]):
        return replace(a, first=None, open=True)
    if _ends_with(before, words["after"]):
        if "T" in a.value:
            return a  # "after 7 p.m. on Saturday" is on Saturday
        return replace(a, first=(dt.date.fromisoformat(a.last) + _ONE).isoformat(), last=None, open=True)
    if _ends_with(before, words["from"]):
        return replace(a, last=None, open=True)
    return a


def _within(a: TimeExpression, now: str) -> TimeExpression:
    m = re.fullmatch(r"P(\d+)([A-Z])", a.value)
    if m is None:
        return a
    try:
        last = days.shift(dt.date.fromisoformat(now), int(m[1]), m[2])
    except (ValueError, OverflowError, KeyError):
        return a
    return replace(a, first=now, last=last.isoformat())
