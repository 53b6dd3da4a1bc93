"""Where the claims of a story play: spots, journeys, and distances said against distances measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from reportedly.views import basemap, svg
from reportedly.views.lookup import Lookup

Json = Mapping[str, Any]
AREAS = frozenset({"country", "area", "county", "region", "state", "water"})
"""Kinds of places that are no point: a mark stands in their middle."""
NOWHERE = frozenset({"continent", "facility"})
"""What a mark would not help to find: the middle of a continent, and a building, whose place is only its town's."""
KILOMETRES = {"kilometre": 1.0, "mile": 1.609344, "metre": 0.001}
NAMED = 14
"""So many places have their name on the picture; all stand in the list beside it."""
TELEPHONE = 2.1
"""So much larger are letters there, against the map."""
OFTEN = 6
"""A place with a sixth of the claims of the first one, or more, is in the picture for certain."""
_LETTER, _LINE = 7.2, 16.0
"""About the width and height of a letter, in units of the picture at its usual size."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the claims that are said to play there, or to lead from or to it."""

    id: str
    name: str
    at: basemap.Point
    area: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A journey that a claim tells or foretells: places in order."""

    claim: str
    stops: tuple[str, ...]
    future: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """What a text says of the way between two places, beside what it measures along the great circle."""

    assertion: str
    said: str
    low: float | None
    high: float | None
    """Kilometres."""
    ends: tuple[str, str]
    measured: float
    """Kilometres."""


def spots(lookup: Lookup) -> list[Spot]:
    """Those that can be shown, the one with most claims first."""
    claims: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for one in lookup.rows("assertions"):
        for where in one.get("where") or ():
            place, claim = where.get("place"), lookup.claim_id(one["id"])
            if place in lookup.places and claim and where.get("kind") not in NOWHERE:
                claims[place].append(claim)
                kinds.setdefault(place, where.get("kind") or "")
    found = []
    for ident, some in claims.items():
        place = lookup.places[ident]
        if place.get("lat") is not None and place.get("lon") is not None:
            ids = tuple(dict.fromkeys(some))
            found.append(Spot(ident, place["name"], (place["lon"], place["lat"]), kinds[ident] in AREAS, ids))
    return sorted(found, key=lambda s: (-len(s.claims), s.name, s.id))


def routes(lookup: Lookup, known: Sequence[Spot]) -> list[Route]:
    """Journeys with both ends known; one claim's journey is told once."""
    at = {s.id for s in known}
    found: dict[tuple[str, tuple[str, ...]], Route] = {}
    for one in lookup.rows("assertions"):
        by_role: dict[str, list[str]] = defaultdict(list)
        for where in one.get("where") or ():
            if where.get("place") in at:
                by_role[where["role"]].append(where["place"])
        claim = lookup.claim_id(one["id"])
        stops = tuple(dict.fromkeys([*by_role["from"][:1], *by_role["via"], *by_role["to"][:1]]))
        if claim and by_role["from"] and by_role["to"] and len(stops) > 1:
            found.setdefault((claim, stops), Route(claim, stops, bool(one.get("future"))))
    return list(found.values())


def distances(lookup: Lookup, known: Sequence[Spot]) -> list[Distance]:
    """Only where a sentence names one distance and just two places that are points: else nobody knows what it is between."""
    points = {s.id: s for s in known if not s.area}
    found: dict[tuple[str, tuple[str, str]], Distance] = {}
    for one in lookup.rows("assertions"):
        some = [q for q in one.get("quantities") or () if q.get("unit") in KILOMETRES]
        ends = list(dict.fromkeys(w["place"] for w in one.get("where") or () if w.get("place") in points))
        if len(some) != 1 or len(ends) != 2:
            continue
        a, b = points[ends[0]], points[ends[1]]
        factor = KILOMETRES[some[0]["unit"]]
        low, high = (None if some[0][k] is None else some[0][k] * factor for k in ("low", "high"))
        measured = basemap.distance_km(a.at, b.at)
        row = Distance(one["id"], some[0]["text"], low, high, (a.name, b.name), measured)
        found.setdefault((row.said, row.ends), row)
    return list(found.values())


# ---- the picture


def picture(known: Sequence[Spot], journeys: Sequence[Route], words: str) -> Markup:
    """The map; nothing where there is no spot. Marks are links to `#place-ID`.

    Land and journeys are drawn in units that grow with the picture, marks and letters keep their size on any screen.
    """
    if not known:
        return Markup()
    window = basemap.Window.around([s.at for s in _main(known)])
    at = {s.id: window.at(s.at) for s in known}
    shown = [s for s in known if 0 <= at[s.id][0] <= basemap.WIDTH and 0 <= at[s.id][1] <= basemap.HEIGHT]
    ways = "".join(_way([at[stop] for stop in r.stops], r.future) for r in journeys)
    inner = (
        f'<svg viewBox="0 0 {basemap.WIDTH:g} {basemap.HEIGHT:g}" preserveAspectRatio="none" width="100%" height="100%">'
        f'<path class="land" d="{basemap.land(window)}"/>{ways}</svg>'
    )
    marks = "".join(_mark(s, at[s.id]) for s in reversed(shown))
    placed = _placed(shown, at)
    close = [s.id for s, _ in placed if s.id not in _narrow(placed, at)]
    names = "".join(_name(s, at[s.id], side, minor=s.id in close) for s, side in placed)
    head = Markup('<svg class="map" role="img" aria-label="{}">').format(words)
    return head + Markup(inner + marks + names) + Markup("</svg>")  # noqa: S704  # numbers, and names that were escaped


def _main(known: Sequence[Spot]) -> list[Spot]:
    """The spots that the window is made for: a country named once, a continent away, would make a dot of all others."""
    most = max(len(s.claims) for s in known)
    return [s for s in known if OFTEN * len(s.claims) >= most]


def _across(x: float) -> str:
    return svg.percent(x / basemap.WIDTH * 100)


def _down(y: float) -> str:
    return svg.percent(y / basemap.HEIGHT * 100)


def _mark(spot: Spot, at: basemap.Point) -> str:
    radius = min(4 + 1.5 * len(spot.claims) ** 0.5, 14)
    title = escape(f"{spot.name}: {len(spot.claims)} claim{'s' * (len(spot.claims) != 1)}")
    name = "spot area" if spot.area else "spot"
    return f'<circle class="{name}" cx="{_across(at[0])}" cy="{_down(at[1])}" r="{radius:.1f}"><title>{title}</title></circle>'


def _name(spot: Spot, at: basemap.Point, side: int, *, minor: bool) -> str:
    gap = min(4 + 1.5 * len(spot.claims) ** 0.5, 14) + 3
    anchor = "start" if side > 0 else "end"
    return (
        f'<text class="place{" minor" * minor}" x="{_across(at[0])}" y="{_down(at[1])}" dx="{side * gap:.0f}" dy="4" '
        f'text-anchor="{anchor}">{escape(spot.name)}</text>'
    )


def _way(stops: Sequence[basemap.Point], future: bool) -> str:
    """Bent, so that the way there and the way back are two lines; dashed while it is only foretold."""
    bends = []
    for (x1, y1), (x2, y2) in pairwise(stops):
        cx, cy = (x1 + x2) / 2 - (y2 - y1) * 0.15, (y1 + y2) / 2 + (x2 - x1) * 0.15
        bends.append(f"M{x1:.0f},{y1:.0f}Q{cx:.0f},{cy:.0f} {x2:.0f},{y2:.0f}")
    name = "way future" if future else "way"
    return f'<path class="{name}" d="{"".join(bends)}" vector-effect="non-scaling-stroke"/>'


def _placed(known: Sequence[Spot], at: Mapping[str, basemap.Point]) -> list[tuple[Spot, int]]:
    """Which names fit without lying on one another, each with its side: 1 to the right, -1 to the left of its mark."""
    taken: list[Box] = []
    found = []
    for spot in known[: 3 * NAMED]:
        for side in (1, -1):
            if _fits(box := _box(spot, at[spot.id], side), taken):
                taken.append(box)
                found.append((spot, side))
                break
        if len(found) == NAMED:
            break
    return found


def _narrow(placed: Sequence[tuple[Spot, int]], at: Mapping[str, basemap.Point]) -> set[str]:
    """Which of these names still fit on a telephone, where letters are larger against the map."""
    taken: list[Box] = []
    found = set()
    for spot, side in placed:
        if _fits(box := _box(spot, at[spot.id], side, TELEPHONE), taken):
            taken.append(box)
            found.add(spot.id)
    return found


Box = tuple[float, float, float, float]


def _box(spot: Spot, at: basemap.Point, side: int, larger: float = 1) -> Box:
    x, y = at
    wide, high = (len(spot.name) * _LETTER + 16) * larger, _LINE * larger
    left = x if side > 0 else x - wide
    return left, y - high / 2, left + wide, y + high / 2


def _fits(box: Box, taken: Sequence[Box]) -> bool:
    return box[0] >= 0 and box[2] <= basemap.WIDTH and not any(_overlap(box, other) for other in taken)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
