"""The base map: coasts and borders of the world, cut to a window and drawn as one SVG path.

Data: Natural Earth 1:50m (public domain), in the TopoJSON of world-atlas 2.0.2 (ISC licence), in this package. Borders
are the de facto ones of Natural Earth; showing them takes no side.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Any

from reportedly.codec import decode

Point = tuple[float, float]
"""Longitude and latitude in degrees; on the picture, units from its left upper corner."""
Ring = list[Point]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT = 800.0, 500.0
"""Units of the picture."""
_NEAREST = 3.0
"""Degrees of latitude that a window shows at least: a town alone on a map tells nobody where it is."""
_MARGIN = 0.18
"""Of the span of the points, on each side."""
_COARSE = 1.5
"""Units below which two points of a coast are one, and an island is none."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the world that is shown, in equirectangular projection, true to scale at its middle latitude."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> Window:
        """The smallest window of the picture's shape that holds all points with a margin.

        Raises:
            ValueError: there are no points.
        """
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        lon, lat = (west + east) / 2, (south + north) / 2
        stretch = math.cos(math.radians(max(-70.0, min(70.0, lat))))
        high = max(
            _NEAREST, (north - south) * (1 + 2 * _MARGIN), (east - west) * (1 + 2 * _MARGIN) * stretch * HEIGHT / WIDTH
        )
        high = min(high, 360.0 * stretch * HEIGHT / WIDTH)
        wide = high * WIDTH / HEIGHT / stretch
        if high < 180:
            lat = max(-90 + high / 2, min(90 - high / 2, lat))
        return cls(lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2)

    def at(self, point: Point) -> Point:
        """Where a point lies on the picture, in its units."""
        x = (point[0] - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - point[1]) / (self.north - self.south) * HEIGHT
        return x, y


@functools.cache
def _world() -> tuple[tuple[Box, Ring], ...]:
    """The outline of every piece of land of every country, in degrees, with its west, south, east and north."""
    raw = (resources.files("reportedly.views") / "data" / "world-50m.json").read_bytes()
    topology = decode(raw, dict[str, Any])
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = []
    for country in topology["objects"]["countries"]["geometries"]:
        pieces = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings += [r for piece in pieces for ring in piece for r in _unwound(_stitched(ring, arcs))]
    return tuple((_box(ring), ring) for ring in rings)


def _box(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, Sequence[float]]) -> Ring:
    """TopoJSON keeps the differences of whole numbers (TopoJSON specification, 2.1.4)."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    out = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        out.append((x * kx + dx, y * ky + dy))
    return out


def _stitched(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """An arc given as ~n runs backwards; each begins where the one before it ended."""
    out: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        out += arc[1:] if out else arc
    return out


def _unwound(ring: Ring) -> list[Ring]:
    """The ring without the leap from 180 to -180: run on beyond the edge of the world, and once more on its other side."""
    out, turns = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        turns += (before - lon > 180) - (lon - before > 180)
        out.append((lon + 360 * turns, lat))
    if turns:  # around a pole: closed along it
        pole = math.copysign(90.0, out[0][1])
        out += [(out[-1][0], pole), (out[0][0], pole)]
    west, _, east, _ = _box(out)
    return [
        out,
        *([[(x - 360, y) for x, y in out]] * (east > 180)),
        *([[(x + 360, y) for x, y in out]] * (west < -180)),
    ]


def land(window: Window) -> str:
    """All land inside the window as the `d` of one SVG path, in the picture's units."""
    return "".join(_path(ring) for ring in _inside(window))


def _inside(window: Window) -> Iterator[Ring]:
    for (west, south, east, north), ring in _world():
        if east < window.west or west > window.east or north < window.south or south > window.north:
            continue
        (left, top), (right, bottom) = window.at((west, north)), window.at((east, south))
        if right - left < _COARSE and bottom - top < _COARSE:
            continue
        cut = _cut(_thinned(window.at(p) for p in ring))
        if len(cut) > 2:
            yield cut


def _thinned(points: Iterable[Point]) -> Ring:
    out: Ring = []
    for x, y in points:
        if not out or abs(x - out[-1][0]) >= _COARSE or abs(y - out[-1][1]) >= _COARSE:
            out.append((x, y))
    return out


def _cut(ring: Ring) -> Ring:
    """The part inside the frame, a little wider than the picture so that the cut is not seen (Sutherland and Hodgman 1974)."""
    edge = 4.0
    for axis, limit, sign in ((0, -edge, 1), (0, WIDTH + edge, -1), (1, -edge, 1), (1, HEIGHT + edge, -1)):
        out: Ring = []
        for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside_a:
                out.append(a)
            if inside_a != inside_b:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        ring = out
    return ring


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in ring) + "Z"


def distance_km(a: Point, b: Point) -> float:
    """Kilometres along the great circle (haversine formula, mean Earth radius 6,371.0 km, IUGG)."""
    (lon_a, lat_a), (lon_b, lat_b) = ((math.radians(v) for v in p) for p in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))
