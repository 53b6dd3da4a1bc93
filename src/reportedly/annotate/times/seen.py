"""Times seen from the article or from the day its text speaks of: weekdays, last and next, holidays, the clock."""

from __future__ import annotations

import datetime as dt
import re

from reportedly.annotate.times import days
from reportedly.annotate.times.context import ONE, Found, Words, days_apart
from reportedly.annotate.times.days import Day, Days
from reportedly.annotate.times.made import dated, length, relative_value
from reportedly.annotate.times.written import date
from reportedly.model import TimexType

_DATE_WORDS = 4


def season(w: Words, _: str) -> Found | None:
    name = w.get("season") or w.get("wordseason")
    now, found, step = w.ctx.published, w.year, w.step
    if found is None:
        if now is None:
            return Found("DATE", f"XXXX-{name}")
        found = now.year
        first, last = days.covered(f"{found}-{name}")
        if first and last:
            if step == -1 or (step is None and w.tense != "future"):
                found -= last >= now if step == -1 else first > now
            elif step == 1 or (step is None and w.tense == "future"):
                found += first <= now if step == 1 else last < now
    return dated(f"{found:04d}-{name}", "S", w.part)


def weekday(w: Words, _: str) -> Found | None:
    """News rule: a bare weekday is the nearest on or before the article's day, after a verb of the future on or after."""
    number, now, step = w.get("weekday"), w.ctx.published, w.step
    part = w.get("daypart")
    suffix = f"T{part}" if part and not str(part).startswith("T") else ""
    kind: TimexType = "TIME" if suffix else "DATE"
    if now is None:
        return Found(kind, f"XXXX-WXX-{number}{suffix}")
    if w.has("week"):
        monday = now - dt.timedelta(now.weekday()) + dt.timedelta(7 * (step or 0))
        found = monday + dt.timedelta(number - 1)
    else:
        back, ahead = (now.isoweekday() - number) % 7, (number - now.isoweekday()) % 7
        if step == -1:
            # who means yesterday says so
            nearest = (back or 7) if w.has("past") or back != 1 else 8
            found = now - dt.timedelta(nearest)
        elif step == 1:
            nearest = (ahead or 7) if not w.has("next") or ahead != 1 else 8
            found = now + dt.timedelta(nearest)
        elif w.has("this") and step == 0:
            found = now + dt.timedelta(number - now.isoweekday()) if w.tense == "past" else now + dt.timedelta(ahead)
        else:
            found = now + dt.timedelta(ahead) if w.tense == "future" else now - dt.timedelta(back)
            if w.tense == "future" and (named := _dated_before(w)) is not None and named > found:
                # "on Saturday 9 May, and the result is expected on Sunday"
                found = named + dt.timedelta((number - named.isoweekday()) % 7)
    return Found(kind, found.isoformat() + suffix, found, found, unit="D")


def _dated_before(w: Words) -> Day | None:
    """The day that the same sentence gave before by its month."""
    ctx = w.ctx
    if ctx.anchor_day is None or ctx.anchor_at < ctx.sentence or ctx.anchor_unit != "D":
        return None
    named = Words(ctx, max(ctx.sentence, ctx.anchor_at - _DATE_WORDS), ctx.anchor_at)
    return ctx.anchor_day if named.month is not None else None


def deictic(w: Words, _: str) -> Found | None:
    now = w.ctx.published
    offset = w.get("deictic")
    if w.has("day"):
        offset = -2 if w.has("yesterday") else 2
    part = "NI" if w.has("tonight") else w.get("daypart")
    suffix = f"T{part}" if part and not str(part).startswith("T") else ""
    kind: TimexType = "TIME" if suffix else "DATE"
    if now is None:
        return Found(kind, {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[max(-1, min(1, offset))])
    found = now + dt.timedelta(offset)
    return Found(kind, found.isoformat() + suffix, found, found, unit="D")


def daypart(w: Words, _: str) -> Found | None:
    """A part of a named day, of the article's ("this morning") or of the text's running day ("that evening")."""
    part = str(w.get("daypart"))
    suffix = part if part.startswith("T") else f"T{part}"
    base: Day | None
    if w.month:
        named = date(w, "")
        if named is None:
            return None
        if named.first is None:
            return Found("TIME", named.value + suffix)
        base = named.first
    elif w.get("weekday"):
        return weekday(w, "")
    elif w.has("this", "last", "overnight"):
        base = w.ctx.published
        if base and w.has("last"):
            base -= ONE
    else:
        base = w.ctx.here
        if base and w.has("following", "next"):
            base += ONE
        elif base and w.has("previous"):
            base -= ONE
    if base is None:
        return Found("TIME", f"XXXX-XX-XX{suffix}")
    return Found("TIME", base.isoformat() + suffix, base, base, unit="D")


def nightfall(w: Words, _: str) -> Found | None:
    """The end of a day that a deadline names: "by nightfall"."""
    now = w.ctx.published
    suffix = f"T{w.get('nightfall')}"
    return Found("TIME", (now.isoformat() if now else "XXXX-XX-XX") + suffix, now, now, unit="D")


def relative(w: Words, _: str) -> Found | None:
    """Last/this/next week, month, year; "the end of the year"; "earlier this month"; "the weekend"."""
    unit, step, now = w.get("period"), w.step, w.ctx.published
    if w.ctx.anchor and step is not None and (unit == "D" or w.has("following", "ensuing")):
        return neighbour(w, "")
    if unit == "WE":
        return _weekend(w, step)
    if (w.has("past") and unit != "Q") or (step == -1 and unit in {"10Y", "100Y"}):
        first = days.shift(now, -1, unit) if now else None
        return Found("DURATION", length(1, unit), first, now)
    if unit == "2W" and step == 1 and now:
        return Found("DURATION", length(1, unit), now, days.shift(now, 1, unit))
    found = _definite(w, unit) if step is None else relative_value(w, unit, step)
    if not step and now and found.first and found.last and not w.get("edge"):
        word = next((t.word for t in w.tokens if t.word in {"earlier", "later"}), "")
        if word == "earlier":
            return Found("DATE", found.value, found.first, now, unit=unit)
        if word == "later":
            return Found("DATE", found.value, now, found.last, unit=unit)
    if step is None:
        return found
    if unit == "W" and w.has("working", "workweek") and found.first:
        return Found("DATE", found.value, found.first, found.first + dt.timedelta(4), unit=unit)
    if (part := w.get("part")) in {"early", "mid", "late"} and not w.has("earlier", "later"):
        first, last = days.narrowed((found.first, found.last), part)
        return Found("DATE", found.value, first, last, unit=unit)
    return found


def _definite(w: Words, unit: str) -> Found:
    """The one the text speaks of: "the day", "the year"."""
    base = (w.ctx.anchor_day or w.ctx.published) if unit == "D" else w.ctx.published
    if base is None:
        return Found("DATE", "XXXX-XX-XX" if unit == "D" else "XXXX")
    return relative_value(w, unit, 0, base)


def _weekend(w: Words, step: int | None) -> Found:
    now = w.ctx.published
    if now is None:
        return Found("DATE", {-1: "PAST_REF", 1: "FUTURE_REF"}.get(step or 0, "PRESENT_REF"))
    weeks = step or 0
    if not step and now.isoweekday() < 5:
        weeks = 0 if w.tense == "future" or (w.has("this") and w.tense is None) else -1
    return dated(days.value_at(now + dt.timedelta(7 * weeks), "WE"), "WE")


def neighbour(w: Words, _: str) -> Found | None:
    """The day, week or year beside the one the text speaks of: "the following week", "the year before", "that day"."""
    unit = w.get("period")
    base = (w.ctx.anchor_day or w.ctx.here) if unit == "D" else w.ctx.here
    if base is None:
        return Found("DATE", "XXXX-XX-XX" if unit == "D" else "XXXX")
    if w.has("next") and w.has("after"):
        base, step = w.ctx.published or base, 2
    elif w.has("following", "next", "after", "later", "ensuing"):
        step = 1
    elif w.has("previous", "prior", "preceding", "before", "earlier"):
        step = -1
    else:
        step = w.step or 0
        base = base if w.get("same") is not None or unit == "D" else (w.ctx.published or base)
    if unit == "WE":
        return dated(days.value_at(base + dt.timedelta(7 * step), "WE"), "WE")
    return relative_value(w, unit, step, base)


def running(w: Words, _: str) -> Found | None:
    """The day or week the text speaks of: "the third straight day", "the fourth week in a row"."""
    base = w.ctx.anchor_day or w.ctx.published
    unit = next((u for t in w.tokens if (u := w.ctx.g.values["period"].get(t.word))), "D")
    return relative_value(w, unit, 0, base) if base else Found("DATE", "XXXX-XX-XX")


def samelast(w: Words, _: str) -> Found | None:
    """The unit the text speaks of, a year back: "the same period last year"."""
    base = w.ctx.here
    if base is None:
        return Found("DATE", "XXXX")
    unit = w.ctx.anchor_unit if w.ctx.anchor else "D"
    back = (base.year - w.year) if w.year and w.ctx.published and not w.has("year") else 1
    return dated(days.value_at(days.shift(base, -back, "Y"), unit), unit)


def todate(w: Words, _: str) -> Found | None:
    now = w.ctx.published
    unit = "Y" if w.has("year") else "M" if w.has("month") else "W"
    if now is None:
        return Found("DATE", "PRESENT_REF")
    value = days.value_at(now, unit)
    return Found("DATE", value, days.covered(value)[0], now, unit=unit)


def holiday(w: Words, _: str) -> Found | None:
    names = w.ctx.g.holidays
    phrase = " ".join(t.word for t in w.tokens)
    name = max((n for n in names if n in phrase), key=len, default=None)
    if name is None:
        return None
    now, found = w.ctx.published, w.year
    if found is None:
        if now is None:
            rule = names[name]
            return Found("DATE", f"XXXX-{rule}" if len(rule) == 5 else "XXXX-XX-XX")
        options = [d for y in range(now.year - 2, now.year + 3) if (d := days.holiday(names[name], y))]
        before, after = [d for d in options if d <= now], [d for d in options if d >= now]
        step = w.step
        if after and (step == 1 or (w.tense == "future" and step is None)):
            when = after[0]
        elif before and (step == -1 or w.tense == "past"):
            when = before[-1]
        else:  # also where the calendar begins or ends
            when = min(options, key=lambda d: (days_apart(d, now), d))
    else:
        one = days.holiday(names[name], found)
        if one is None:
            return None
        when = one
    if w.has("holidays", "period"):
        return Found("DATE", when.isoformat(), unit="WE")
    if w.has("weekend"):
        # Friday to Monday around it where it hangs on a Sunday or Monday
        return Found(
            "DATE", days.value_at(when - ONE if when.isoweekday() == 1 else when, "WE"), *_long_weekend(when), unit="WE"
        )
    return dated(when.isoformat(), "D")


def _long_weekend(when: Day) -> Days:
    saturday = (
        when - dt.timedelta((when.isoweekday() - 6) % 7)
        if when.isoweekday() in {6, 7, 1}
        else when + dt.timedelta(6 - when.isoweekday())
    )
    first, last = min(when, saturday), max(when, saturday + ONE)
    return first, last


def reference(w: Words, value: str) -> Found | None:
    now = w.ctx.published
    if value == "PRESENT_REF":
        return Found("DATE", value, now, now)
    if value == "PAST_REF":
        return Found("DATE", value, None, now, open=True)
    return Found("DATE", value, now, None, open=True)


def clock(w: Words, _: str) -> Found | None:
    """A time of day, on the day named beside it, else in the same sentence, else of the article."""
    if raw := w.get("clock"):
        hour, minute = (int(x) for x in re.split(r"[:.]", raw)[:2])
    elif w.has("o'clock") or w.get("ampm"):
        hour, minute = w.numbers("hour")[0], 0
    else:
        number = w.numbers("military")[0]
        hour, minute = divmod(number, 100)
    if w.get("ampm") == "pm" or (w.has("pm", "p.m.") and hour < 12):
        hour += 12 if hour < 12 else 0
    elif w.get("ampm") == "am" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    base: Day | None = w.ctx.published
    if w.get("weekday"):
        named = weekday(w, "")
        base = named.first if named else base
    elif w.get("deictic") is not None:
        named = deictic(w, "")
        base = named.first if named else base
    elif w.ctx.anchor_day and w.ctx.anchor_at >= w.ctx.sentence and w.ctx.anchor_unit == "D":
        base = w.ctx.anchor_day
    zone = w.get("zone") or ""
    head = base.isoformat() if base else "XXXX-XX-XX"
    return Found("TIME", f"{head}T{hour:02d}:{minute:02d}{zone}", base, base)
