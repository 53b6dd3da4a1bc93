"""The word lists of languages/en/actors.toml as sets, and how names are compared."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportedly.languages import table

Key = tuple[str, ...]
"""A name as it is compared: folded words, hyphens and dots gone."""

_SPELLING = (("isation", "ization"), ("centre", "center"), ("defence", "defense"), ("labour", "labor"))
_LEGAL = frozenset({"inc", "corp", "plc", "ltd", "llc", "co", "llp"})


@functools.lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case, accents, dots and apostrophes, in American spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum()).casefold()
    for british, american in _SPELLING:
        if british in plain:
            plain = plain.replace(british, american)
    return plain


def key_of(words: Iterable[str]) -> Key:
    """The key of a name given as its words."""
    parts: list[str] = []
    for word in words:
        if word in ("'s", "’s") and parts:
            parts[-1] += "s"  # "People's" is one word here and two to the parser
        else:
            parts += [folded for part in word.replace("–", "-").split("-") if (folded := fold(part))]
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts = parts[:-1]
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Known:
    """A body that the tables name: the form we show, and its kind."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    title_male: frozenset[str]
    title_female: frozenset[str]
    titles: frozenset[str]
    title_offices: frozenset[str]
    suffixes: frozenset[str]
    place_nouns: frozenset[str]
    fields: frozenset[str]
    offices: frozenset[str]
    kin: frozenset[str]
    noun_male: frozenset[str]
    noun_female: frozenset[str]
    general: dict[str, frozenset[str]]
    bodies: dict[str, str]
    group_nouns: frozenset[str]
    body_words: frozenset[str]
    outlet_words: frozenset[str]
    weak_outlet: frozenset[str]
    open_words: frozenset[str]
    particles: frozenset[str]
    directions: frozenset[str]
    not_names: frozenset[str]
    known: dict[Key, Known]
    known_heads: dict[str, int]
    capitals: frozenset[Key]
    group_names: frozenset[str]
    party_words: frozenset[str]
    given: dict[str, str]
    family_first: frozenset[str]
    speech: frozenset[str]
    partitives: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    loose: frozenset[str]
    former: frozenset[str]
    pronouns: dict[str, str]

    def is_office(self, lower: str) -> bool:
        """Whether a word (any case folded away) names one person by work or office."""
        return lower in self.offices or (lower.endswith(("woman", "person")) and len(lower) > 8)

    def body_kind(self, noun: str) -> str | None:
        """The kind of speaker that a common noun stands for: government, organisation, outlet, document."""
        return self.bodies.get(noun)


def _given(words: dict[str, Any]) -> dict[str, str]:
    given: dict[str, str] = {}
    for gender in ("male", "female"):
        for word in words[gender].split():
            name = word.rstrip("?")
            given[name] = "either" if word.endswith("?") or name in given else gender
    return given


def _known(data: dict[str, Any]) -> dict[Key, Known]:
    known: dict[Key, Known] = {}
    for kind, names in (*data["known"].items(), ("country", data["countries"])):
        for name, forms in names.items():
            for form in (name, *forms):
                known[key_of(form.split())] = Known(name, kind)
    return known


@functools.cache
def lexicon(language: str = "en") -> Lexicon:
    """The lists of one language, read once.

    Raises:
        FileNotFoundError: the language has no table of actors.

    """
    data = table("actors", language)
    titles, people, names, phrases = data["titles"], data["people"], data["names"], data["phrases"]
    known = _known(data)
    heads: dict[str, int] = {}
    for key in known:
        heads[key[0]] = max(heads.get(key[0], 0), len(key))
    return Lexicon(
        title_male=frozenset(titles["male"]),
        title_female=frozenset(titles["female"]),
        titles=frozenset(titles["male"] + titles["female"] + titles["neutral"]),
        title_offices=frozenset(titles["offices"]),
        suffixes=frozenset(titles["suffixes"]),
        place_nouns=frozenset(names["places"]),
        fields=frozenset(titles["fields"]),
        offices=frozenset(people["offices"]),
        kin=frozenset(people["kin"]),
        noun_male=frozenset(people["male"]),
        noun_female=frozenset(people["female"]),
        general={word: frozenset(special) for word, special in people["general"].items()},
        # A word of two kinds ("paper", "regulator") takes the later in this order.
        bodies={
            noun: kind for kind in ("document", "organisation", "outlet", "government") for noun in data["bodies"][kind]
        },
        group_nouns=frozenset(data["bodies"]["group"]),
        body_words=frozenset(names["organisation"]),
        outlet_words=frozenset(names["outlet"]),
        weak_outlet=frozenset(names["weak_outlet"]),
        open_words=frozenset(names["open"]),
        particles=frozenset(names["particles"]),
        directions=frozenset(names["directions"]),
        not_names=frozenset(names["not_names"]),
        known=known,
        known_heads=heads,
        capitals=frozenset(key_of(name.split()) for name in data["capitals"]["names"]),
        group_names=frozenset(data["groups"]["names"]),
        party_words=frozenset(data["groups"]["singular"]),
        given=_given(data["given"]),
        family_first=frozenset(data["given"]["family_first"].split()),
        speech=frozenset(data["speech"]["verbs"]),
        partitives=frozenset(phrases["partitives"]),
        articles=frozenset(phrases["articles"]),
        definite=frozenset(phrases["definite"]),
        loose=frozenset(phrases["loose"]),
        former=frozenset(phrases["former"]),
        pronouns={word: kind for kind, words in phrases["pronouns"].items() for word in words},
    )
