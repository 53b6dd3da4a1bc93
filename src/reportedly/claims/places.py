"""The places of a story: one row a place, whatever it is called in which article."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping

from reportedly.model import Annotations, Place, PlaceMention


def places_of(annotations: Mapping[str, Annotations]) -> tuple[Place, ...]:
    """Every place named in the story."""
    mentions: dict[str, list[PlaceMention]] = defaultdict(list)
    for article in sorted(annotations):
        for place in annotations[article].places:
            mentions[place.key or "name:" + place.name.lower()].append(place)
    out = []
    for key in sorted(mentions):
        group = mentions[key]
        name = Counter(p.name for p in group).most_common(1)[0][0]
        first = group[0]
        ident = first.key or "n" + hashlib.sha256(key.encode()).hexdigest()[:10]
        out.append(Place(ident, name, first.lat, first.lon, first.country, first.basis))
    return tuple(out)
