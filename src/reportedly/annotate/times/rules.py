"""Which function makes something of the words a rule of the language table matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportedly.annotate.times.context import Found, Words
from reportedly.annotate.times.made import NOTHING
from reportedly.annotate.times.seen import (
    clock,
    daypart,
    deictic,
    holiday,
    neighbour,
    nightfall,
    reference,
    relative,
    running,
    samelast,
    season,
    todate,
    weekday,
)
from reportedly.annotate.times.spans import ago, duration, fromnow, later, rate, recent, repeated, span
from reportedly.annotate.times.written import (
    century,
    date,
    days_range,
    decade,
    fiscal,
    half,
    linked,
    monthday,
    monthno,
    quarter,
    stretch,
    weekno,
    weekof,
    weekwith,
    year,
)

Make = Callable[[Words, str], Found | None]

MAKERS: Mapping[str, Make] = {
    "nothing": lambda _w, _v: NOTHING,
    "date": date,
    "days": days_range,
    "year": year,
    "decade": decade,
    "century": century,
    "linked": linked,
    "monthday": monthday,
    "stretch": stretch,
    "weekwith": weekwith,
    "weekno": weekno,
    "monthno": monthno,
    "todate": todate,
    "fiscal": fiscal,
    "quarter": quarter,
    "half": half,
    "season": season,
    "weekday": weekday,
    "deictic": deictic,
    "daypart": daypart,
    "nightfall": nightfall,
    "relative": relative,
    "neighbour": neighbour,
    "running": running,
    "samelast": samelast,
    "weekof": weekof,
    "ago": ago,
    "later": later,
    "fromnow": fromnow,
    "span": span,
    "recent": recent,
    "duration": duration,
    "set": repeated,
    "rate": rate,
    "clock": clock,
    "holiday": holiday,
    "reference": reference,
}
