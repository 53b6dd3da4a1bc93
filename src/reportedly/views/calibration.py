"""The calibration plot (reliability diagram): how often it happened against how sure they were.

One circle for each band of ICD 203 in which something was foretold, its area by how many were; a line through it for the
95 % interval; the diagonal, on which a forecaster is right about how sure to be; the base rate, which knows nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from reportedly.views import wording
from reportedly.views.svg import dot, label, line, percent, picture

Json = Mapping[str, Any]
_LEFT, _RIGHT = 9.0, 96.0
"""Percent of the width between which probabilities 0 to 1 run."""
_TOP, _BASE = 24.0, 284.0
"""Pixels of the shares 1 and 0."""
_HEIGHT = 330
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LARGEST = 9.0
"""Radius of the fullest circle, in pixels."""
_ASIDE, _EDGE = 1.0, 0.9
"""Percent of the width between a circle and its number, which stands on the left from that probability on."""


def _x(p: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * p


def _y(share: float) -> float:
    return round(_BASE - (_BASE - _TOP) * share, 1)


def plot(calibration: Json) -> Markup:
    """The picture, for a page; `calibration` is that of the document of records."""
    bins: Sequence[Json] = calibration["bins"]
    base = calibration["base_rate"]
    body = "".join(line(_x(t), _TOP, _x(t), _BASE, "grid") + line(_x(0), _y(t), _x(1), _y(t), "grid") for t in _TICKS)
    body += "".join(label(_x(t), _BASE + 16, wording.percent(t, t)) for t in _TICKS)
    body += "".join(label(_LEFT - 1.2, _y(t) + 4, wording.percent(t, t), "end") for t in _TICKS)
    body += line(_x(0), _y(0), _x(1), _y(1), "rail ideal")
    body += line(_x(0), _y(base), _x(1), _y(base), "now base")
    body += label(_x(1), _y(base) - 5, f"base rate {_share(base)}", "end")
    most = max(b["n"] for b in bins)
    for b in bins:
        x, y = _x(b["forecast"]), _y(b["observed"])
        low, high = b["interval"]
        radius = max(2.5, _LARGEST * math.sqrt(b["n"] / most))
        body += line(x, _y(low), x, _y(high), "step thin")
        body += f"<g>{dot(x, y, round(radius, 1), 'value')}<title>{escape(_said(b))}</title></g>"
        left = b["forecast"] > _EDGE
        body += label(x + (-_ASIDE if left else _ASIDE), y - 8, str(b["n"]), "end" if left else "start", "t strong")
    body += label(_x(0.5), _BASE + 36, "how sure they were (beside each circle: how many forecasts)")
    body += label(_LEFT - 1.2, _TOP - 10, "how often it happened", "start")
    words = f"Calibration of {wording.count(calibration['n'], 'settled prediction')}. " + " ".join(map(_said, bins))
    return picture(body, _HEIGHT, words, "plot calibration")


def _share(value: float) -> str:
    return percent(round(100 * value, 1))


def _said(b: Json) -> str:
    low, high = b["interval"]
    return (
        f"{wording.count(b['n'], 'forecast')} of {_share(b['low'])} to {_share(b['high'])}, on average "
        f"{_share(b['forecast'])}: {_share(b['observed'])} happened (95% interval {_share(low)} to {_share(high)})."
    )


def page(calibration: Json, note: str) -> str:
    """The picture as a file of its own, which needs no page around it. `note` stands below it."""
    style = (resources.files("reportedly.views") / "templates" / "calibration.css").read_text(encoding="utf-8").strip()
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{0}" font-family="sans-serif">'
        "<style>{1}</style>{2}{3}</svg>\n"
    )
    return str(
        frame.format(_HEIGHT + 24, Markup(style), plot(calibration), Markup(label(_LEFT, _HEIGHT + 12, note, "start")))  # noqa: S704
    )
