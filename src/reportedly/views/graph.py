"""Pictures of who has it from whom: sources, those who pass their word on, outlets; and which article has another's words.

Each is two or three columns of names with lines between them. However many there are, a column shows so many as one can
read, those with most to carry, and the others as one: "and 180 more".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from reportedly.views import wording
from reportedly.views.digest import Origin
from reportedly.views.lookup import LATE, Lookup
from reportedly.views.svg import label, percent, picture

Json = Mapping[str, Any]
Flow = tuple[str, ...]
"""A name in each column."""
_ROW, _HEAD = 30, 26
"""Pixels for one name, and for the headings above."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How much a picture holds: a wide one, or one for the screen of a telephone."""

    left: float
    right: float
    """Percent of the width: where the left names end and the right ones begin."""
    names: int
    """In a column."""
    letters: int
    """Of a name."""


_REST = "\1"
"""Begins the name that stands for all others: the last of its column."""
_WIDE = _Shape(27, 73, 16, 28)
_NARROW = _Shape(38, 62, 10, 16)
_MIDDLE, _HALF = 50.0, 12.5
"""Percent: the middle of the names between, and half the room they have."""


def source_graph(origins: Sequence[Origin], *, narrow: bool = False) -> Markup | None:
    """From those whose word it is, through those who pass it on, to the outlets; a narrow one leaves out the middle.

    A word that reaches an outlet with nobody between passes the middle without a name. None where nobody but
    the outlets themselves speaks.
    """
    shape = _NARROW if narrow else _WIDE
    flows: Counter[Flow] = Counter()
    for origin in [o for o in origins if o.kind != "own voice"]:
        for outlet, via, number in origin.ways:
            flows[origin.name, ", from ".join(via), outlet] += number
    if not flows:
        return None
    flows = _folded(flows, shape.names)
    # With nobody between, the line still needs a place in the middle column: one for each origin.
    flows = Counter({(o, m or f"\0{o}", r): n for (o, m, r), n in flows.items()})
    left = _first([o for o, _, _ in flows])
    middle = _ordered((m, left[o]) for o, m, _ in flows)
    direct = narrow or all(m.startswith("\0") for m in middle)
    right = _ordered((r, left[o] if direct else middle[m]) for o, m, r in flows)
    height = _ROW * max(len(left), len(right), 0 if direct else len(middle)) + _HEAD
    a, b, c = (_heights(column, height) for column in (left, middle, right))
    body = ""
    if direct:
        for (o, r), n in _sums(flows, 0, 2).items():
            body += _curve(shape.left + 0.5, shape.right - 0.5, a[o], c[r], _width(n), kind=_kind(o, r))
    else:
        for (o, m), n in _sums(flows, 0, 1).items():
            body += _curve(shape.left + 0.5, _MIDDLE - _HALF, a[o], b[m], _width(n), kind=_kind(o, m))
        for (m, r), n in _sums(flows, 1, 2).items():
            body += _curve(_MIDDLE + _HALF, shape.right - 0.5, b[m], c[r], _width(n), kind=_kind(m, r))
        for (m,), n in _sums(flows, 1).items():
            if m.startswith("\0"):
                body += _curve(_MIDDLE - _HALF, _MIDDLE + _HALF, b[m], b[m], _width(n), kind=_kind(m))
            else:
                body += _name(_MIDDLE, b[m], m, "middle", shape.letters)
        body += label(_MIDDLE, 12, "passed on by", "middle", "t head")
    body += _sides(shape, a, c, "Whose word", "Outlet")
    return picture(body, height, "Who has it from whom; the table below says the same in words.", "graph")


def copy_graph(lookup: Lookup, *, narrow: bool = False) -> Markup | None:
    """Dashed lines from an article to those that have its words; dotted ones where only a credit says so.

    None where no article has the words of another.
    """
    shape = _NARROW if narrow else _WIDE
    flows: Counter[Flow] = Counter()
    basis: dict[Flow, str] = {}
    for article in sorted(lookup.rows("articles"), key=lambda a: (a.get("published") or LATE, a["id"])):
        for one in article.get("copies") or ():
            of = lookup.articles.get(one.get("of") or "")
            flow = (_called(of, short=narrow) if of else _elsewhere(article), _called(article, short=narrow))
            flows[flow] = max(flows[flow], round(100 * (one.get("share") or 0)))
            basis[flow] = one.get("basis") or ""
    if not flows:
        return None
    flows, kept = _folded(flows, shape.names), set(flows)
    left = _first([o for o, _ in flows])
    right = _ordered((r, left[o]) for o, r in flows)
    height = _ROW * max(len(left), len(right)) + _HEAD
    a, c = _heights(left, height), _heights(right, height)
    tied = _sums(dict.fromkeys(flows, 1), 1)
    body = ""
    for (o, r), share in flows.items():
        kind = f"{_kind(o, r)} {'credit' if basis.get((o, r)) == 'credit' else 'copy'}"
        body += _curve(shape.left + 0.5, shape.right - 0.5, a[o], c[r], 1 + 2 * min(share, 100) / 100, kind=kind)
        if share and (o, r) in kept and tied[r,] == 1 and not narrow:
            body += label(shape.right - 1, c[r] - 4, f"{share}%", "end")
    body += _sides(shape, a, c, "Whose text", "Copied by (share of its words)" if not narrow else "Copied by")
    return picture(body, height, "Which article has the words of which; the list of articles says the same.", "graph")


def _called(article: Json, *, short: bool) -> str:
    day = None if short else article.get("published")
    outlet = wording.plain(article.get("outlet") or "outlet not stated")
    return f"{outlet}, {wording.day(day[:10], year=False)}" if day else outlet


def _elsewhere(article: Json) -> str:
    return f"{wording.join([wording.plain(c) for c in article.get('credit') or ()]) or 'a text'}, not kept here"


# ---- columns


def _folded(flows: Mapping[Flow, int], most: int) -> Counter[Flow]:
    """At most so many names in each column: those with most to carry; the others are one together."""
    columns = [_shown(_sums(flows, n), most) for n in range(len(next(iter(flows))))]
    found: Counter[Flow] = Counter()
    for flow, number in flows.items():
        found[tuple(shown[name] for shown, name in zip(columns, flow, strict=True))] += number
    return found


def _shown(counted: Mapping[Flow, int], most: int) -> dict[str, str]:
    """Name -> what stands for it; the empty one, which is nobody, is left as it is."""
    ranked = sorted((name for (name,) in counted if name), key=lambda n: (-counted[n,], n))
    rest = ranked[most - 1 :] if len(ranked) > most else []
    return {"": "", **{n: n for n in ranked}, **dict.fromkeys(rest, f"{_REST}and {len(rest)} more")}


def _first(names: Iterable[str]) -> dict[str, int]:
    """Places in the first column: as they came."""
    ranked = sorted(dict.fromkeys(names), key=lambda n: n.startswith(_REST))
    return {name: place for place, name in enumerate(ranked)}


def _ordered(pulls: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Places in a column by the mean place of what a name is tied to, which keeps lines from crossing much."""
    tied: dict[str, list[int]] = {}
    for name, place in pulls:
        tied.setdefault(name, []).append(place)
    ranked = sorted(tied, key=lambda n: (n.startswith(_REST), sum(tied[n]) / len(tied[n]), n))
    return {name: place for place, name in enumerate(ranked)}


def _heights(column: Mapping[str, int], height: int) -> dict[str, float]:
    """Pixels from the top, spread evenly."""
    return {name: _HEAD + (height - _HEAD) * (place + 0.5) / len(column) for name, place in column.items()}


def _sums(flows: Mapping[Flow, int], *columns: int) -> Counter[Flow]:
    """Passages by what stands in these columns."""
    found: Counter[Flow] = Counter()
    for flow, number in flows.items():
        found[tuple(flow[c] for c in columns)] += number
    return found


# ---- drawing


def _width(number: int) -> float:
    return round(min(1.2 + 0.6 * math.log2(number), 5), 1)


def _kind(*names: str) -> str:
    """The lines of all others together are many, and stay behind those of the named ones."""
    return "link rest" if any(_REST in name for name in names) else "link"


def _curve(x1: float, x2: float, y1: float, y2: float, width: float, *, kind: str = "link") -> str:
    """From one column to the next: a picture of its own, stretched, so that it follows the width of the page."""
    top, high = min(y1, y2) - 4, abs(y2 - y1) + 8
    a, b = y1 - top, y2 - top
    return (
        f'<svg x="{percent(x1)}" y="{top:.1f}" width="{percent(x2 - x1)}" height="{high:.1f}" '
        f'viewBox="0 0 100 {high:.1f}" preserveAspectRatio="none"><path class="{kind}" stroke-width="{width:g}" '
        f'vector-effect="non-scaling-stroke" d="M0 {a:.1f}C50 {a:.1f} 50 {b:.1f} 100 {b:.1f}"/></svg>'
    )


def _sides(shape: _Shape, left: Mapping[str, float], right: Mapping[str, float], whose: str, where: str) -> str:
    """The names of the two outer columns, with their headings."""
    body = "".join(_name(shape.left, y, name, "end", shape.letters) for name, y in left.items())
    body += "".join(_name(shape.right, y, name, "start", shape.letters) for name, y in right.items())
    return body + label(shape.left, 12, whose, "end", "t head") + label(shape.right, 12, where, "start", "t head")


def _name(x: float, y: float, name: str, anchor: str, most: int) -> str:
    name = name.removeprefix(_REST)
    short = name if len(name) <= most else name[: most - 1].rstrip() + "…"
    whole = f"<title>{escape(name)}</title>" if short != name else ""
    return f'<text class="t node" x="{percent(x)}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(short)}{whole}</text>'
