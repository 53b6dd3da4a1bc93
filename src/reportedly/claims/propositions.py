"""What an assertion says, put so that two can be compared: its words with weights, and its values.

Words are lemmas; names are replaced by the entity they stand for, words of one kind of event by the kind
(`languages/*/events.toml`). The weight of a word is its inverse document frequency among the story's own
assertions (Spärck Jones 1972), so that what every article of the story says counts little.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly import languages
from reportedly.claims.entities import EntityIndex
from reportedly.claims.names import key_of
from reportedly.model import Article, Assertion, Quantity, When

_NAME_WEIGHT = 0.8
_PREDICATE_WEIGHT = 1.6
_OFFICE_WEIGHT = 0.3
"""The office of somebody who is named says little more than the name."""
_LONE_WEIGHT = 0.5
"""A word of one proposition alone can be like nothing: it shows a difference only half as well as it would a likeness."""
_EVEN = 0.5
_LEVEL = "level"
_MOVE = re.compile(r"\bfrom\s(?:\w{1,20}\s)?\d{1,2}\sto\s(?:\w{1,20}\s)?(?P<step>\d{1,2})\b")
TOWNS = ("place", "capital")
ALIKE = 0.42
"""Cosine from which two propositions are about one event, by their words alone."""
SURELY = 0.6
"""The same where the two name no kind of event, or not who takes part."""
ENOUGH = 2
"""Words that two must have in common."""
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
    agents: frozenset[str]
    patients: frozenset[str]
    """Who does it, and to whom it is done: entities, else nouns."""
    named: frozenset[str]
    """All entities its words name, places that act among them."""
    minor: frozenset[str]
    """Names, and the words of their offices: what many propositions about one person share."""
    negative: bool
    """The proposition denies the event: negated content, or an affirmative one that is denied."""
    supposed: bool
    """Said of what would be, not of what is: "if he comes", "should he come"."""
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


def deed(p: Proposition) -> str | None:
    """What is done: the kind of event of the predicate, else the predicate; None where it says no more than "is"."""
    word = p.assertion.predicate
    return None if word is None or word in _light() else event_kind(word) or word


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
    ids = frozenset(e.id for e in entities.entities)
    out = []
    for a in sorted(assertions, key=lambda a: a.id):
        article = articles[a.article]
        bag = {w: f * _weight(frequency[w], total) for w, f in words[a.id].items()}
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
                agents=_parties(a, "agent", entities),
                patients=_parties(a, "patient", entities) | _parties(a, "recipient", entities),
                named=(named := frozenset(w for w in bag if w in ids)),
                minor=named | {w for e in named for w in entities.offices.get(e, ()) if w in bag},
                negative=(a.negated or _improbable(a)) != (a.stance == "denies"),
                supposed=a.modality == "conditional" or _supposing(_text(a, article)),
                future=a.future,
                when=a.when,
                towns=frozenset(w.place for w in a.where if w.place and w.kind in TOWNS and w.role in ("at", "to")),
                quantities=(*a.quantities, *levels_of(_text(a, article))),
                speaker=speaker_of(a, entities),
                assertion=a,
            )
        )
    return tuple(out)


def _text(a: Assertion, article: Article) -> str:
    return " ".join(article.text[s:e] for s, e in a.core or a.content)


def _supposing(text: str) -> bool:
    words = text.split(maxsplit=1)
    return bool(words) and words[0].lower() in languages.table("events")["words"]["supposing"]


def levels_of(text: str) -> tuple[Quantity, ...]:
    """Steps of a scale: "to phase 4", "the alert level from 4 to 5". Of a move, the step it ends at."""
    named = list(_levels().finditer(text))
    step = (named and _MOVE.search(text)) or next((m for m in named if m["step"]), None)
    return (Quantity(step.group(), float(step["step"]), float(step["step"]), None, _LEVEL),) if step else ()


@functools.cache
def _levels() -> re.Pattern[str]:
    words = "|".join(languages.table("events")["words"]["levels"])
    return re.compile(rf"\b(?:{words})\b(?:\s+(?P<step>\d{{1,2}})\b)?", re.IGNORECASE)


def _weight(frequency: int, total: int) -> float:
    return math.log(1 + total / frequency) * (_LONE_WEIGHT if frequency == 1 else 1.0)


def _words(a: Assertion, entities: EntityIndex) -> dict[str, float]:
    kinds, light = _kinds(), _light()
    bag: dict[str, float] = {}
    named = {e for p in a.participants if (e := p.entity)}
    named |= {e for t in a.terms if (e := entities.find(a.article, t))}
    offices = frozenset(w for e in named for w in entities.offices.get(e, ()))

    def put(word: str, weight: float) -> None:
        bag[word] = max(bag.get(word, 0.0), weight)

    for p in a.participants:
        if p.entity:
            put(p.entity, _NAME_WEIGHT)
    for term in a.terms:
        weight = _PREDICATE_WEIGHT if term == a.predicate else 1.0
        if entity := entities.find(a.article, term):
            put(entity, _NAME_WEIGHT)
        elif term in kinds:
            put("*" + kinds[term], weight)
        elif term not in light:
            put(term, weight * (_OFFICE_WEIGHT if term in offices else 1.0))
    return bag


@functools.cache
def _light() -> frozenset[str]:
    return frozenset(languages.table("events")["words"]["light"])


def similarity(a: Proposition, b: Proposition) -> float:
    """Cosine of the weighted words, 0..1."""
    if not a.norm or not b.norm:
        return 0.0
    small, large = (a.bag, b.bag) if len(a.bag) <= len(b.bag) else (b.bag, a.bag)
    return sum(w * large[t] for t, w in small.items() if t in large) / (a.norm * b.norm)


def _parties(a: Assertion, role: str, entities: EntityIndex) -> frozenset[str]:
    """Who has this role: the entity, else the noun; nobody for a pronoun that stands for none. "A and B" are two."""
    heads: set[str] = set()
    for x in a.participants:
        if x.role == role:
            parts = [x.name] if x.entity else [n for n in x.name.split(" and ") if n.strip()]
            heads |= {x.entity or entities.find(a.article, n) or _noun(n, a.terms) for n in parts}
    heads |= {entities.heads[h] for h in heads if h in entities.heads}  # a body acts through its people
    return frozenset(heads) - _pronouns()


def _noun(name: str, terms: Sequence[str]) -> str:
    """The head of a phrase, in the form in which it stands among the terms."""
    words = name.lower().split()
    cut = next((n for n, w in enumerate(words) if n and w in _phrase_ends()), len(words))
    head = words[cut - 1]
    forms = (head, head.removesuffix("s"), head.removesuffix("es"), head.removesuffix("ies") + "y")
    return next((f for f in forms if f in terms), head)


def same_doer(a: Proposition, b: Proposition) -> bool | None:
    """Whether the same do it, to the same; None where one of the two does not say who.

    One that the other proposition names elsewhere is not held against it: grammar puts one deed in many ways.
    """
    if a.agents and b.agents:
        agents = _same(a.agents, b.agents, a, b)
        if agents is False or not (_persons(a.patients - a.named) and _persons(b.patients - b.named)):
            return agents
        return False if a.patients and b.patients and _same(a.patients, b.patients, a, b) is False else agents
    return _same(a.patients, b.patients, a, b) if a.patients and b.patients else None


def _persons(nouns: frozenset[str]) -> bool:
    """Whether all are titles of persons, "the queen"."""
    titles = languages.table("actors")["titles"]
    return all(n in titles["male"] or n in titles["female"] or n in titles["offices"] for n in nouns)


def _same(mine: frozenset[str], theirs: frozenset[str], a: Proposition, b: Proposition) -> bool | None:
    if mine & theirs:
        return True
    return None if mine & b.bag.keys() or theirs & a.bag.keys() else False


@functools.cache
def _phrase_ends() -> frozenset[str]:
    return frozenset(languages.table("events")["words"]["phrase_ends"])


@functools.cache
def _pronouns() -> frozenset[str]:
    return frozenset(w for words in languages.table("actors")["phrases"]["pronouns"].values() for w in words)


def same_event(a: Proposition, b: Proposition) -> float:
    """How surely two are about one event, 0 where they are not: alike as a whole, or of one kind of event, or its
    opposite, with something particular in common; and not of two doers.
    """
    words = a.bag.keys() & b.bag.keys()
    if len(words) < ENOUGH:
        return 0.0  # one word in common makes no event
    value = similarity(a, b)
    doer = same_doer(a, b)
    if doer is False or (doer is None and a.actors and b.actors and not a.actors & b.actors and value < SURELY):
        return 0.0
    own, other = event_kind(a.assertion.predicate), event_kind(b.assertion.predicate)
    related = own is not None and (own in b.kinds or opposite(own) in b.kinds)
    related = related or (other is not None and other in a.kinds)
    if value >= ALIKE:
        return value if related or not (a.kinds and b.kinds) or a.kinds & b.kinds else 0.0
    shared = [w for w in words if not w.startswith("*")]
    telling = sum(sorted(a.bag[w] for w in shared)) >= _TELLING and (related or len(shared) >= _SEVERAL)
    return value if telling and value >= _ONE_KIND else 0.0
