"""Where an outlet is at home, as far as its name or domain tells: evidence for which town of a name it writes of."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from reportedly.annotate.gazetteer import Gazetteer, Place, fold
from reportedly.annotate.place_resolver import Context
from reportedly.annotate.place_words import Words

_AMERICAN_DOMAIN = re.compile(r"\.(?:com|net|org|us)$")
"""Where most outlets are American: elsewhere the country's own domain is usual."""
_VOWEL = re.compile(r"[aeiou]")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net"})


@functools.lru_cache(maxsize=4096)
def home(outlet: str, words: Words, index: Gazetteer) -> Context:
    """Country and place names that an outlet's domain or name tells of."""
    if not outlet:
        return Context()
    labels = outlet.removeprefix("www.").split(".")
    country: str | None = None
    if len(labels) > 1:
        if len(labels[-1]) == 2 and labels[-1] not in words.generic_tld:
            country = {"uk": "GB"}.get(labels[-1], labels[-1].upper())
        labels = [x for x in labels[:-1] if x not in _SECOND_LEVEL]
    if country is None:
        known = words.outlet_country
        country = next((known[x] for x in (x.removeprefix("the ") for x in labels) if x in known), None)
    names = [n for label in labels for part in re.split(r"[^a-z]+", label) for n in _places_in(part, words, index)]
    places = tuple(p for n in names for p in index.lookup(n) if p.kind in ("place", "county") and not p.alternate)
    regions = frozenset((p.country, p.division) for n in names for p in _regions(n, words, index))
    leaning = "" if country is not None or not _AMERICAN_DOMAIN.search(outlet) else "US"
    return Context(country or "", frozenset(map(fold, names)), places, regions, leaning)


def _regions(name: str, words: Words, index: Gazetteer) -> Iterator[Place]:
    """Regions that a part of a domain names in full or abbreviated: `wv`, `mass`."""
    full = words.abbreviation.get(name.capitalize() + ".") or (
        words.abbreviation.get(name.upper()) if len(name) == 2 else None
    )
    for place in index.lookup(full or name):
        if place.kind == "region" and not place.alternate:
            yield place


def _places_in(label: str, words: Words, index: Gazetteer) -> list[str]:
    """The places left of a run-together label when the words of newspapers' names are taken from its ends."""
    rests, seen = [label], {label}
    names = []
    while rests:
        rest = rests.pop()
        region = not _VOWEL.search(rest) and len(rest) == 2 and rest.upper() in words.abbreviation
        region = region or (len(rest) >= 4 and rest.capitalize() + "." in words.abbreviation)
        if region or (len(rest) >= 4 and rest not in words.outlet_word and index.lookup(rest)):
            names.append(rest)
        for word in words.outlet_word:
            for cut in ((rest.removeprefix(word)), (rest.removesuffix(word))):
                if len(cut) >= 2 and cut not in seen:
                    seen.add(cut)
                    rests.append(cut)
    longest = max((len(n) for n in names), default=0)
    return [n for n in names if len(n) == longest]
