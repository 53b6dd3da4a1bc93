"""The picture of who has it from whom: sources, those who pass their word on, outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from reportedly.views.digest import Origin
from reportedly.views.svg import label, percent, picture

Flow = tuple[str, str, str]
"""Whose word, who passes it on, outlet."""
_ROW, _HEAD = 30, 26
"""Pixels for one name, and for the headings above."""
_LEFT, _MIDDLE, _RIGHT = 27.0, 50.0, 73.0
"""Percent of the width: where the left names end, the middle ones centre, the right ones begin."""


def source_graph(origins: Sequence[Origin], most: int = 16) -> Markup | None:
    """From those whose word it is, through those who pass it on, to the outlets; the most carried ones only.

    A word that reaches an outlet with nobody between passes the middle without a name. None where nobody but
    the outlets themselves speaks.
    """
    flows: Counter[Flow] = Counter()
    for origin in [o for o in origins if o.kind != "own voice"][:most]:
        for outlet, via, number in origin.ways:
            # With nobody between, the line still needs a place in the middle column: one for each origin.
            flows[origin.name, ", from ".join(via) or f"\0{origin.name}", outlet] += number
    if not flows:
        return None
    left = {name: n for n, name in enumerate(dict.fromkeys(o for o, _, _ in flows))}
    middle = _ordered((m, left[o]) for o, m, _ in flows)
    right = _ordered((r, middle[m]) for _, m, r in flows)
    height = _ROW * max(map(len, (left, middle, right))) + _HEAD
    a, b, c = (_heights(column, height) for column in (left, middle, right))
    body = ""
    if all(m.startswith("\0") for m in middle):
        for (o, r), n in _sums(flows, 0, 2).items():
            body += _curve(_LEFT + 0.5, _RIGHT - 0.5, a[o], c[r], n)
    else:
        for (o, m), n in _sums(flows, 0, 1).items():
            body += _curve(_LEFT + 0.5, _MIDDLE - 12.5, a[o], b[m], n)
        for (m, r), n in _sums(flows, 1, 2).items():
            body += _curve(_MIDDLE + 12.5, _RIGHT - 0.5, b[m], c[r], n)
        for (m,), n in _sums(flows, 1).items():
            named = not m.startswith("\0")
            body += _name(_MIDDLE, b[m], m, "middle") if named else _curve(37.5, 62.5, b[m], b[m], n)
        body += label(_MIDDLE, 12, "passed on by", "middle", "t head")
    body += "".join(_name(_LEFT, y, name, "end") for name, y in a.items())
    body += "".join(_name(_RIGHT, y, name, "start") for name, y in c.items())
    body += label(_LEFT, 12, "Whose word", "end", "t head") + label(_RIGHT, 12, "Outlet", "start", "t head")
    return picture(body, height, "Who has it from whom; the table below says the same in words.", "graph")


def _ordered(pulls: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Places in a column by the mean place of what a name is tied to, which keeps lines from crossing much."""
    tied: dict[str, list[int]] = {}
    for name, place in pulls:
        tied.setdefault(name, []).append(place)
    ranked = sorted(tied, key=lambda n: (sum(tied[n]) / len(tied[n]), n))
    return {name: place for place, name in enumerate(ranked)}


def _heights(column: Mapping[str, int], height: int) -> dict[str, float]:
    """Pixels from the top, spread evenly."""
    return {name: _HEAD + (height - _HEAD) * (place + 0.5) / len(column) for name, place in column.items()}


def _sums(flows: Mapping[Flow, int], *columns: int) -> Counter[tuple[str, ...]]:
    """Passages by what stands in these columns."""
    found: Counter[tuple[str, ...]] = Counter()
    for flow, number in flows.items():
        found[tuple(flow[c] for c in columns)] += number
    return found


def _curve(x1: float, x2: float, y1: float, y2: float, number: int) -> str:
    """From one column to the next: a picture of its own, stretched, so that it follows the width of the page."""
    width = min(1.2 + 0.5 * (number - 1), 5)
    top, high = min(y1, y2) - 4, abs(y2 - y1) + 8
    a, b = y1 - top, y2 - top
    return (
        f'<svg x="{percent(x1)}" y="{top:.1f}" width="{percent(x2 - x1)}" height="{high:.1f}" '
        f'viewBox="0 0 100 {high:.1f}" preserveAspectRatio="none"><path class="link" stroke-width="{width:g}" '
        f'vector-effect="non-scaling-stroke" d="M0 {a:.1f}C50 {a:.1f} 50 {b:.1f} 100 {b:.1f}"/></svg>'
    )


def _name(x: float, y: float, name: str, anchor: str, most: int = 28) -> str:
    short = name if len(name) <= most else name[: most - 1].rstrip() + "…"
    whole = f"<title>{escape(name)}</title>" if short != name else ""
    return f'<text class="t node" x="{percent(x)}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(short)}{whole}</text>'
