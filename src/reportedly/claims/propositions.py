"""What an assertion says, put so that two can be compared: its words with weights, and its values.

Words are lemmas; names are replaced by the entity they stand for, words of one kind of event by the kind
(`languages/*/events.toml`). The weight of a word is its inverse document frequency among the story's own
assertions (Spärck Jones 1972), so that what every article of the story says counts little.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly import languages
from reportedly.claims.entities import EntityIndex, key_of
from reportedly.model import Article, Assertion, Quantity, When

_NAME_WEIGHT = 0.8
_PREDICATE_WEIGHT = 1.6
_EVEN = 0.5
_TOWNS = ("place", "capital")
ALIKE = 0.42
"""Cosine from which two propositions are about one event, by their words alone."""
_ONE_KIND = 0.18
"""The same where both also name one kind of event and something particular to it."""
_TELLING = 1.5
"""Weight of the words in common, kinds of event aside."""
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Proposition:
    """One assertion, ready to be compared."""

    id: str
    article: str
    outlet: str | None
    said: str | None
    bag: Mapping[str, float]
    norm: float
    kinds: frozenset[str]
    """Kinds of event its words name."""
    actors: frozenset[str]
    """Entities that take part."""
    negative: bool
    """The proposition denies the event: negated content, or an affirmative one that is denied."""
    future: bool
    when: When | None
    towns: frozenset[str]
    """Where it is said to take place, as far as a town is named: one event has one."""
    quantities: tuple[Quantity, ...]
    speaker: str | None
    """Entity (else name) of the one whose word it is."""
    assertion: Assertion


@functools.cache
def _kinds() -> Mapping[str, str]:
    table = languages.table("events")["kinds"]
    return {word: kind for kind, words in table.items() for word in words}


def opposite(kind: str) -> str | None:
    """The kind of event that undoes this one."""
    found: str | None = languages.table("events")["opposites"].get(kind)
    return found


def _improbable(a: Assertion) -> bool:
    """ "is unlikely to": said to be more likely not so."""
    return a.likelihood is not None and a.likelihood.high < _EVEN


def event_kind(word: str | None) -> str | None:
    """The kind of event a lemma names, None where it names none we have."""
    return _kinds().get(word) if word else None


def speaker_of(assertion: Assertion, entities: EntityIndex) -> str | None:
    """Whose word it is: an entity id where known, else the name; None for the article's own voice."""
    if not assertion.chain or (len(assertion.chain) == 1 and assertion.origin is None):
        return None
    hop = assertion.chain[-1]
    return entities.find(assertion.article, hop.name) or key_of(hop.name) or None


def propositions(
    assertions: Sequence[Assertion], articles: Mapping[str, Article], entities: EntityIndex
) -> tuple[Proposition, ...]:
    """All of a story's, in the order of their ids."""
    words = {a.id: _words(a, entities) for a in assertions}
    frequency = Counter(w for bag in words.values() for w in set(bag))
    total = len(assertions)
    out = []
    for a in sorted(assertions, key=lambda a: a.id):
        article = articles[a.article]
        bag = {w: f * math.log(1 + total / frequency[w]) for w, f in words[a.id].items()}
        out.append(
            Proposition(
                id=a.id,
                article=a.article,
                outlet=article.outlet,
                said=article.said,
                bag=bag,
                norm=math.sqrt(sum(w * w for w in bag.values())),
                kinds=frozenset(w[1:] for w in bag if w.startswith("*")),
                actors=frozenset(e for p in a.participants if (e := p.entity)),
                negative=(a.negated or _improbable(a)) != (a.stance == "denies"),
                future=a.future,
                when=a.when,
                towns=frozenset(w.place for w in a.where if w.place and w.kind in _TOWNS and w.role in ("at", "to")),
                quantities=a.quantities,
                speaker=speaker_of(a, entities),
                assertion=a,
            )
        )
    return tuple(out)


def _words(a: Assertion, entities: EntityIndex) -> dict[str, float]:
    kinds = _kinds()
    bag: dict[str, float] = {}

    def put(word: str, weight: float) -> None:
        bag[word] = max(bag.get(word, 0.0), weight)

    for p in a.participants:
        if p.entity:
            put(p.entity, _NAME_WEIGHT)
    for term in a.terms:
        entity = entities.find(a.article, term)
        if entity:
            put(entity, _NAME_WEIGHT)
        elif term in kinds:
            put("*" + kinds[term], _PREDICATE_WEIGHT if term == a.predicate else 1.0)
        else:
            put(term, _PREDICATE_WEIGHT if term == a.predicate else 1.0)
    return bag


def similarity(a: Proposition, b: Proposition) -> float:
    """Cosine of the weighted words, 0..1."""
    if not a.norm or not b.norm:
        return 0.0
    small, large = (a.bag, b.bag) if len(a.bag) <= len(b.bag) else (b.bag, a.bag)
    return sum(w * large[t] for t, w in small.items() if t in large) / (a.norm * b.norm)


def same_event(a: Proposition, b: Proposition) -> float:
    """How surely two are about one event, 0 where they are not: alike as a whole, or of one kind of event, or its
    opposite, with something particular in common.
    """
    if a.actors and b.actors and not a.actors & b.actors:
        return 0.0
    value = similarity(a, b)
    if value >= ALIKE:
        return value if not (a.kinds and b.kinds) or a.kinds & b.kinds else 0.0
    own, other = event_kind(a.assertion.predicate), event_kind(b.assertion.predicate)
    related = own is not None and (own in b.kinds or opposite(own) in b.kinds)
    related = related or (other is not None and other in a.kinds)
    shared = [w for w in a.bag if w in b.bag and not w.startswith("*")]
    telling = sum(a.bag[w] for w in shared) >= _TELLING and (related or len(shared) >= _SEVERAL)
    return value if telling and value >= _ONE_KIND else 0.0
