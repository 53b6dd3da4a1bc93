"""Which of the places of one name a text means: evidence is added up over all its names at once.

Toponym resolution as in Leidner (2008) and Lieberman et al. (2010): a container named beside the name, the regions and
countries the text names, the outlet's home, nearness to the other names' places, the number of residents. One name has
one sense in an article unless containers beside it say otherwise.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportedly.annotate.gazetteer import Place

NEAR_KM = 120.0
"""Places of one local story lie within about a county's neighbours."""
CELL = 1.0
"""Degrees; a cell and its neighbours hold what is near, but for the highest latitudes."""

# Weights of the evidence, in one scale with a tenth of a power of ten residents; set on a development sample and rounded.
RESIDENTS = 0.25
ALTERNATE = -0.8
KIND = {"country": 1.4, "capital": 1.25, "continent": 1.0, "region": 0.5, "county": 0.2, "water": 0.9, "area": 0.6}
CONTAINER = 8.0
REGION = 1.0
COUNTRY = 0.7
HOME = 1.2
HOME_TOWN = 2.0
LEANING = 0.4
HOME_NEAR = 1.0
NEAR = 0.6
NEAR_MOST = 2.4
WORLD = 0.2
WORLD_FROM = 150_000
"""Residents from which a town is known outside its country."""
STRAY_SHARE = 0.3
STRAY_TO = 30_000
"""Residents under which the only place of a name is not believed where all else is in other countries."""
CITY_SHARE = 0.2
"""Share of a region's residents from which the city of its name is meant rather than the region."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of where an article is at home, besides the names in it."""

    home_country: str = ""
    home_names: frozenset[str] = frozenset()
    """Folded names of places in the outlet's name."""
    home_places: tuple[Place, ...] = ()
    """All places of those names: one of them is the outlet's home."""
    home_regions: frozenset[tuple[str, str]] = frozenset()
    """Country and division of regions in the outlet's name."""
    leaning: str = ""
    """The country an outlet is more likely at home in than elsewhere, where nothing says more."""
    countries: Mapping[str, int] = field(default_factory=dict)
    """How often the text speaks of a country by adjective ("Georgian")."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the text with what may be meant by it."""

    text: str
    candidates: tuple[Place, ...]
    container: tuple[str, str] | None = None
    """Country and division named right beside it; the division may be empty."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    place: Place
    basis: str


def kilometres(a: Place, b: Place) -> float:
    """Distance on the sphere by the equirectangular approximation: good enough for nearness."""
    east = math.radians((a.lon - b.lon + 180) % 360 - 180) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6371.0 * math.hypot(east, math.radians(a.lat - b.lat))


def prior(place: Place) -> float:
    return (
        RESIDENTS * math.log10(place.population + 10)
        + KIND.get(place.kind, 0.0)
        + (WORLD if place.kind == "place" and place.population >= WORLD_FROM else 0.0)
        + (ALTERNATE if place.alternate else 0.0)
    )


def within(place: Place, container: tuple[str, str]) -> bool:
    country, division = container
    if place.kind == "country":
        return False
    return place.country == country and (not division or place.division == division)


class _Nearness:
    """Which other names have a candidate near a point, each weighed by how sure that candidate is."""

    def __init__(self, options: Sequence[tuple[str, Place, float]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[str, Place, float]]] = defaultdict(list)
        for option in options:
            self._cells[self._cell(option[1])].append(option)

    @staticmethod
    def _cell(place: Place) -> tuple[int, int]:
        return int(place.lat // CELL), int(place.lon // CELL)

    def support(self, name: str, place: Place) -> float:
        row, column = self._cell(place)
        best: dict[str, float] = {}
        for r in (row - 1, row, row + 1):
            for c in (column - 1, column, column + 1):
                for other, there, weight in self._cells.get((r, c), ()):
                    if (
                        other != name
                        and there.key != place.key
                        and best.get(other, 0.0) < weight
                        and kilometres(place, there) <= NEAR_KM
                    ):
                        best[other] = weight
        return min(NEAR_MOST, NEAR * sum(best.values()))


_WIDE = frozenset({("GB", "ENG")})
"""Divisions so large that being in one says no more than the country does."""
_POINTS = ("place", "capital", "county", "facility")
Area = tuple[str, str]
"""Country and division; the division empty for the whole country."""
ROUNDS = 2
MOST_NAMES = 500
"""Names of one text that lend each other nearness, so that a list of all towns costs no more than time in line."""


def resolve(names: Sequence[Name], context: Context) -> list[Choice | None]:
    """The place meant by each of `names`, None where the gazetteer has none of that name."""
    options: list[tuple[str, Place, float]] = []
    speaks = []
    at_home = [("", p, HOME_NEAR) for p in context.home_places]
    for i, name in enumerate(names):
        allowed = [c for c in name.candidates if name.container is None or within(c, name.container)] or name.candidates
        share = 1.0 / max(1, len(allowed)) ** 0.5
        if i < MOST_NAMES:
            options += [(name.text, c, share) for c in allowed if c.kind in _POINTS]
        total = sum(10 ** prior(c) for c in allowed)
        speaks.append(_areas([(c, name.count * 10 ** prior(c) / total) for c in allowed]))
    choices: list[Choice | None] = []
    total_areas: dict[Area, float] = {}
    for _ in range(ROUNDS):
        near = _Nearness(options + at_home)
        total_areas = defaultdict(float)
        for country, times in context.countries.items():
            total_areas[country, ""] += times
        for areas in speaks:
            for area, weight in areas.items():
                total_areas[area] += weight
        choices = [_choose(n, context, total_areas, own, near) for n, own in zip(names, speaks, strict=True)]
        chosen = [(n, c.place) for n, c in zip(names, choices, strict=True) if c]
        options = [(n.text, place, 1.0) for n, place in chosen[:MOST_NAMES] if place.kind in _POINTS]
        speaks = [_areas([(c.place, float(n.count))] if c else []) for n, c in zip(names, choices, strict=True)]
    return [
        None if c and _stray(c, context, total_areas, own, len(names)) else c
        for c, own in zip(choices, speaks, strict=True)
    ]


def _stray(
    choice: Choice, context: Context, total: Mapping[Area, float], own: Mapping[Area, float], names: int
) -> bool:
    """The one small town of a name the gazetteer has, in a country that nothing else speaks of: rather another one."""
    place = choice.place
    return (
        choice.basis == "only"
        and names > 2
        and place.kind == "place"
        and place.population < STRAY_TO
        and place.country != context.home_country
        and total.get((place.country, ""), 0.0) - own.get((place.country, ""), 0.0) < STRAY_SHARE
    )


def _areas(weighed: Sequence[tuple[Place, float]]) -> dict[Area, float]:
    """How much a name speaks of each country (`(country, "")`) and division."""
    areas: dict[Area, float] = defaultdict(float)
    for place, weight in weighed:
        if place.country:
            areas[place.country, ""] += weight
            if place.division:
                areas[place.country, place.division] += weight
    return areas


def _share(total: Mapping[Area, float], own: Mapping[Area, float], area: Area) -> float:
    """What the text's other names say for `area`, saturating: two are nearly as good as ten."""
    others = total.get(area, 0.0) - own.get(area, 0.0)
    return others / (others + 1.0) if others > 0 else 0.0


def _choose(
    name: Name, context: Context, total: Mapping[Area, float], own: Mapping[Area, float], near: _Nearness
) -> Choice | None:
    if not name.candidates:
        return None
    if len(name.candidates) == 1:
        return Choice(name.candidates[0], "only")
    best: tuple[float, Place, str] | None = None
    for c in name.candidates:
        inside = CONTAINER if name.container and within(c, name.container) else 0.0
        region = (
            REGION * _share(total, own, (c.country, c.division))
            if c.division and (c.country, c.division) not in _WIDE
            else 0.0
        )
        country = COUNTRY * _share(total, own, (c.country, "")) if c.country else 0.0
        home = 0.0
        if context.home_country and c.country == context.home_country:
            home = HOME
        elif context.leaning and c.country == context.leaning:
            home = LEANING
        if (c.country, c.division) in context.home_regions:
            home += HOME
        if name.text in context.home_names and c.kind in ("place", "county"):
            home += HOME_TOWN
        beside = near.support(name.text, c) if c.kind in _POINTS else 0.0
        score = prior(c) + inside + region + country + home + beside
        if best is None or score > best[0]:
            evidence = {
                "region": inside + region,
                "country": country,
                "near": beside,
                "outlet": home if home >= HOME else 0.0,
            }
            strongest = max(evidence, key=lambda k: evidence[k])
            best = score, c, strongest if evidence[strongest] > 0 else "population"
    assert best is not None
    _, place, basis = best
    return Choice(_city_of(place, name.candidates) or place, basis)


def _city_of(chosen: Place, candidates: Sequence[Place]) -> Place | None:
    """The great city that a region is named after: meant rather than the region ("in New York")."""
    if chosen.kind not in ("region", "county"):
        return None
    for c in candidates:
        same = c.country == chosen.country and c.division == chosen.division
        if (
            same
            and c.kind in ("place", "capital")
            and c.population >= CITY_SHARE * chosen.population
            and not c.alternate
        ):
            return c
    return None
