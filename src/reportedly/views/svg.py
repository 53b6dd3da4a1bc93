"""Pictures for the pages, drawn here and not in the browser: they need no script, print well and load at once.

Positions across are percentages and sizes are pixels, so that a picture fills any width from a phone
to a wide screen and its lines and letters keep their size. Colours come from the page's style sheet
by class. Everything that comes from a text is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from reportedly.views import wording
from reportedly.views.counts import Series
from reportedly.views.digest import Row

LEFT, RIGHT = 2.0, 98.0
"""Percent of the width between which a time axis runs, so that marks at its ends are not cut."""


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def picture(body: str, height: int, words: str | None, name: str) -> Markup:
    """The frame; without `words` it is decoration, and what it shows stands in words beside it."""
    if words:
        head = Markup('<svg class="{}" width="100%" height="{}" role="img" aria-label="{}">').format(
            name, height, words
        )
    else:
        head = Markup('<svg class="{}" width="100%" height="{}" aria-hidden="true">').format(name, height)
    return head + Markup(body) + Markup("</svg>")  # noqa: S704  # every value in `body` is a number or was escaped


def line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line class="{name}" x1="{percent(x1)}" y1="{y1:g}" x2="{percent(x2)}" y2="{y2:g}"/>'


def dot(x: float, y: float, r: float, name: str) -> str:
    return f'<circle class="{name}" cx="{percent(x)}" cy="{y:g}" r="{r:g}"/>'


def label(x: float, y: float, text: str, anchor: str = "middle", name: str = "t") -> str:
    return f'<text class="{name}" x="{percent(x)}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


# ---- likelihood


def likelihood_bar(low: float, high: float, scale: str | None) -> Markup:
    """The band on 0..1; a band by convention is only outlined. The rail and its ticks are drawn once in the page (`#rail`)."""
    low, high = max(0.0, min(low, 1.0)), max(0.0, min(high, 1.0))
    width = max(high - low, 0.03)
    name = "band soft" if scale == "convention" else "band"
    band = f'<rect class="{name}" x="{percent(min(low, 1 - width) * 100)}" y="2" width="{percent(width * 100)}" height="8"/>'
    return Markup(f'<svg class="bar" aria-hidden="true"><use href="#rail"/>{band}</svg>')  # noqa: S704  # numbers only


# ---- time


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last`, both shown in full."""

    first: dt.date
    last: dt.date

    @property
    def span(self) -> int:
        return max(1, (self.last - self.first).days + 1)

    def at(self, day: dt.date, *, end: bool = False) -> float:
        """Percent of the width where a day begins, or ends; days outside lie at the edge."""
        share = ((day - self.first).days + (1 if end else 0)) / self.span
        return LEFT + (RIGHT - LEFT) * max(0.0, min(1.0, share))

    def middle(self, day: dt.date) -> float:
        return (self.at(day) + self.at(day, end=True)) / 2


def date(value: str | None) -> dt.date | None:
    """The day, None where it is not wholly known."""
    try:
        return dt.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


FAR = 120
NEAR = dt.timedelta(21)
FEW = 0.1


def axis(days: Sequence[str | None], *, near: tuple[str | None, str | None]) -> Axis | None:
    """Over the days of publication and the other days that are told of, up to four months or half as much again as their
    own span around them; a few that lie alone are left outside.
    """
    first, last = date(near[0]), date(near[1])
    if not first or not last:
        return None
    known = [d for d in map(date, days) if d]
    far = dt.timedelta(max(FAR, 3 * (last - first).days // 2))
    before = sorted(d for d in known if _minus(first, far) <= d < first)
    after = sorted((d for d in known if last < d <= _plus(last, far)), reverse=True)
    few = int(FEW * len(known))
    beginning = next((d for n, d in enumerate(before) if n >= few or d >= _minus(first, NEAR)), first)
    end = next((d for n, d in enumerate(after) if n >= few or d <= _plus(last, NEAR)), last)
    return Axis(beginning, end)


def _minus(day: dt.date, room: dt.timedelta) -> dt.date:
    return day - room if day - dt.date.min > room else dt.date.min


def _plus(day: dt.date, room: dt.timedelta) -> dt.date:
    return day + room if dt.date.max - day > room else dt.date.max


def ticks(scale: Axis, most: int = 6) -> list[dt.date]:
    """Evenly spaced days, not more than `most`."""
    step = -(-scale.span // most)
    step = next((s for s in (1, 2, 3, 5, 7, 14, 28, 91, 182, 364) if s >= step), step)
    return [scale.first + dt.timedelta(n) for n in range(0, scale.span, step)]


def _tick_word(day: dt.date, scale: Axis) -> str:
    return wording.day(day.isoformat(), year=False) if scale.span < 400 else wording.day(day.isoformat()[:7])


def time_axis(scale: Axis, today: str | None = None) -> Markup:
    """The days along the top."""
    body = "".join(
        label(scale.middle(d), 13, _tick_word(d, scale)) + line(scale.middle(d), 18, scale.middle(d), 24, "tick")
        for d in ticks(scale)
    )
    now = date(today)
    if now and scale.first <= now <= scale.last:
        body += line(scale.middle(now), 18, scale.middle(now), 24, "now")
    return picture(body, 24, None, "axis")


def timeline_row(scale: Axis, row: Row, today: str | None = None) -> Markup:
    """One claim on both clocks: circles where it was published, a bar over the days it is about."""
    first, last = date(row.start), date(row.end)
    body = "".join(line(scale.middle(d), 0, scale.middle(d), 22, "grid") for d in ticks(scale))
    now = date(today)
    if now and scale.first <= now <= scale.last:
        body += line(scale.middle(now), 0, scale.middle(now), 22, "now")
    said = [d for d in map(date, row.said) if d]
    # Without a beginning ("by 12 March") the time runs from when it was first said; without an end it runs on.
    begins = first or min([*said, last or scale.last])
    ends = last or max([*said, first or scale.first, scale.last])
    start, end = scale.at(begins), scale.at(ends, end=True)
    dots = [scale.middle(d) for d in said]
    if dots:
        body += line(min(*dots, start), 11, max(*dots, end), 11, "rail")
    if begins <= scale.last and ends >= scale.first:
        name = "happens" if first and last else "happens open"
        body += f'<rect class="{name}" x="{percent(start)}" y="7" width="{percent(max(end - start, 0.6))}" height="8" rx="2"/>'
        edge = first or last
        if not (first and last) and edge and scale.first <= edge <= scale.last:
            x = start if first else end
            body += line(x, 4, x, 18, "edge")
    if begins < scale.first:
        body += label(LEFT - 0.6, 15, "‹", "end", "t far")
    if ends > scale.last:
        body += label(RIGHT + 0.6, 15, "›", "start", "t far")
    return picture(body + "".join(dot(x, 11, 3.6, "said") for x in dots), 22, None, "strip")


WIDEST = 9.0
"""Percent of the width of a column: two days are no two blocks."""
FEW_DAYS = 6
"""Of so few the days stand below their columns."""


def activity(published: Sequence[str]) -> Markup | None:
    """Articles a day as small columns; None with fewer than two days."""
    days = [d for d in map(date, published) if d]
    if len(set(days)) < 2:
        return None
    scale = Axis(min(days), max(days))
    top = max(days.count(d) for d in set(days))
    body = line(LEFT, 43, RIGHT, 43, "rail")
    for one in sorted(set(days)):
        number = days.count(one)
        height = 34 * number / top
        width = min(WIDEST, max(0.5, (scale.at(one, end=True) - scale.at(one)) * 0.72))
        column = f'x="{percent(scale.middle(one) - width / 2)}" y="{43 - height:.1f}" width="{percent(width)}" height="{height:.1f}"'
        note = escape(f"{wording.day(one.isoformat())}: {wording.count(number, 'article')}")
        body += f'<rect class="column" {column}><title>{note}</title></rect>'
    wide = scale.span < FEW_DAYS
    for day, edge, anchor in ((scale.first, LEFT, "start"), (scale.last, RIGHT, "end")):
        word = wording.day(day.isoformat(), year=False)
        body += label(scale.middle(day) if wide else edge, 58, word, "middle" if wide else anchor)
    words = (
        f"Articles a day, {wording.days(scale.first.isoformat(), scale.last.isoformat())}; at most {top} on one day."
    )
    return picture(body, 62, words, "activity")


# ---- a count that grows


CLOSE = 7.0
"""Percent of the width that the number beside a step takes."""


GUTTER = 0.14
"""Of the days shown, so many are added before them: there the numbers of the axis stand."""


def step_plot(series: Series) -> Markup:
    """Values as they were published; each holds until the next was."""
    days = [d for step in series.steps if (d := date(step.said))]
    room = max(1, round((max(days) - min(days)).days * GUTTER))
    scale = Axis(_minus(min(days), dt.timedelta(room)), _plus(max(days), dt.timedelta(1)))
    unit = _round_step(max(step.high for step in series.steps))
    top = max(unit, -(-max(step.high for step in series.steps) // unit) * unit)
    base, height = 168.0, 146.0

    def y(value: float) -> float:
        return round(base - height * value / top, 1)

    body = line(LEFT, base, RIGHT, base, "rail")
    for n in range(1, round(top / unit) + 1):
        body += line(LEFT, y(n * unit), RIGHT, y(n * unit), "grid")
        body += label(LEFT, y(n * unit) - 4, wording.short(n * unit), "start")
    written = LEFT - CLOSE
    for number, step in enumerate(series.steps):
        day = date(step.said)
        follows = series.steps[number + 1] if number + 1 < len(series.steps) else None
        after = date(follows.said) if follows else None
        if not day:
            continue
        x, value = scale.middle(day), step.value
        right = scale.middle(after) if after else RIGHT
        body += line(x, y(value), right, y(value), "step")
        if follows and after:
            body += line(right, y(value), right, y(follows.value), "step thin")
        if step.low != step.high:
            body += line(x, y(step.low), x, y(step.high), "step thin")
        body += dot(x, y(value), 4, "value")
        # Several values of one day: only the highest is written, and none over another; all are in the table.
        if value >= max(s.value for s in series.steps if s.said == step.said) and x - written >= CLOSE:
            written = x
            words = ("≥ " if step.at_least else "") + wording.short(value)
            body += label(x - 0.8, y(value) - 8, words, "end" if x > 12 else "start", "t strong")
    for day in ticks(Axis(min(days), max(days))):
        body += label(scale.middle(day), base + 16, _tick_word(day, scale))
    said = "; ".join(f"{wording.day(s.said)}: {s.text}" for s in series.steps)
    return picture(body, 190, f"{wording.plain(series.title)}, as published. {said}.", "plot")


def _round_step(top: float) -> float:
    """A round number (1, 2 or 5 times a power of ten) that goes two to four times into `top`."""
    power = 1.0
    while power * 10 <= top:
        power *= 10
    while power > top > 0:
        power /= 10
    return next((power * m for m in (0.5, 1, 2, 5) if top / (power * m) <= 4), power * 5)
