"""The words around place names (`languages/en/places.toml`) as sets, read once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportedly.languages import table


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The tables of `places.toml` as sets."""

    locative: frozenset[str]
    direction: frozenset[str]
    road: frozenset[str]
    numbered_road: frozenset[str]
    feature: frozenset[str]
    feature_first: frozenset[str]
    settlement: frozenset[str]
    division_plural: Mapping[str, str]
    local_head: frozenset[str]
    local_noun: frozenset[str]
    named_after: frozenset[str]
    natural: frozenset[str]
    not_local: frozenset[str]
    metonym: frozenset[str]
    government_verb: frozenset[str]
    common: frozenset[str]
    outlet_word: tuple[str, ...]
    generic_tld: frozenset[str]
    outlet_country: Mapping[str, str]
    abbreviation: Mapping[str, str]
    demonym: Mapping[str, str]


@functools.cache
def words() -> Words:
    data = table("places")
    mappings = ("division_plural", "outlet_country", "abbreviation", "demonym")
    sets: dict[str, Any] = {k: frozenset(v) for k, v in data.items() if k not in mappings and k != "outlet_word"}
    longest_first = tuple(sorted(data["outlet_word"], key=lambda w: (-len(w), w)))
    return Words(**sets, **{k: data[k] for k in mappings}, outlet_word=longest_first)
