"""What an assertion says, put so that two can be compared: its words with weights, and its values.

Words are lemmas; names are replaced by the entity they stand for, words of one kind of event by the kind
(`languages/*/events.toml`). The weight of a word is its inverse document frequency among the story's own
assertions (Spärck Jones 1972), so that what every article of the story says counts little.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly import languages
from reportedly.claims.deeds import (
    NO_DEED,
    TEXTS,
    Deed,
    base_kind,
    deed_of,
    event_kind,
    happening,
    head_noun,
    kinds,
    light,
    phrases_in,
    verb_of,
    ways_in,
)
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
MOVES = ("raise", "lower")
LEVEL = "level"
_MOVE = re.compile(r"\bfrom\s(?:\w{1,20}\s)?\d{1,2}\sto\s(?:\w{1,20}\s)?(?P<step>\d{1,2})\b")
_NAME_WORDS = 8
OTHER = "other"
"""The setting of what is expressly another event than the article's."""
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
    telling: frozenset[str]
    """Its other words."""
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
    deed: Deed = NO_DEED
    """What is done, looked for beneath what only says how it stands."""
    setting: str | None = None
    """Day of the sudden event (an earthquake, an attack) that it tells of, as far as its article says; see `settings`."""
    only: bool = False
    """It says that it is so nowhere else."""
    text: str = ""
    """Its words as they stand."""


def opposite(kind: str) -> str | None:
    """The kind of event that undoes this one."""
    found: str | None = languages.table("events")["opposites"].get(kind)
    return found


def _improbable(a: Assertion) -> bool:
    """ "is unlikely to": said to be more likely not so."""
    return a.likelihood is not None and a.likelihood.high < _EVEN


def deed(p: Proposition) -> str | None:
    """What is done: the kind of event of the predicate, else the predicate; None where it says no more than "is"."""
    return p.deed.word


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
    vocabulary = frozenset(t for a in assertions for t in a.terms if t.islower())
    texts = {a.id: _text(a, articles[a.article]) for a in assertions}
    deeds = {a.id: deed_of(a, texts[a.id]) for a in assertions}
    words = {a.id: _words(a, texts[a.id], deeds[a.id], vocabulary, entities) for a in assertions}
    days = settings(assertions, texts, words, {k: a.said for k, a in articles.items()})
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
                agents=_parties(a, "agent", vocabulary, entities),
                patients=_parties(a, "patient", vocabulary, entities) | _parties(a, "recipient", vocabulary, entities),
                named=(named := frozenset(w for w in bag if w in ids)),
                minor=(minor := named | {w for e in named for w in entities.offices.get(e, ()) if w in bag}),
                telling=frozenset(bag) - minor,
                negative=(_denied(a, texts[a.id]) != deeds[a.id].failed) != (a.stance == "denies"),
                supposed=a.modality == "conditional" or _supposing(texts[a.id]),
                future=a.future,
                when=a.when,
                towns=frozenset(w.place for w in a.where if w.place and w.kind in TOWNS and w.role in ("at", "to")),
                quantities=(*_values(a, article), *levels_of(texts[a.id])),
                speaker=speaker_of(a, entities),
                assertion=a,
                deed=deeds[a.id],
                setting=days.get(a.id),
                only="only" in ways_in(texts[a.id]),
                text=texts[a.id],
            )
        )
    return tuple(out)


def _denied(a: Assertion, text: str) -> bool:
    """Whether it is said not to be so: "has yet to" and "is unlikely to" say so too."""
    return a.negated or _improbable(a) or "yet" in ways_in(text)


def settings(
    assertions: Sequence[Assertion],
    texts: Mapping[str, str],
    words: Mapping[str, Mapping[str, float]],
    said: Mapping[str, str | None],
) -> dict[str, str]:
    """Assertion -> day of the sudden event it tells of: its own, else the one that most of its article's are of, else the
    last one that the story had told of by then. `said`: article -> its day.

    Two articles about two earthquakes on one island tell them apart by this, and so do their dead. What names expressly
    another event ("a week after another quake") has the setting `OTHER`.
    """
    sudden = {f"*{k}" for k in languages.table("events")["words"]["sudden"]}
    shaken = sudden | {f"*{k}" for k in languages.table("events")["counted"]["kinds"]}
    of_it = {k[1:] for k in shaken} | {None}
    own: dict[str, str] = {}
    by_article: dict[str, Counter[str]] = defaultdict(Counter)
    later: dict[str, str] = {}
    for a in assertions:
        when = a.when
        if when is None or not when.start or when.start != when.end or a.future or when.bound:
            continue
        if not words[a.id].keys() & sudden or event_kind(a.predicate) not in of_it:
            continue  # "the toll ROSE on Wednesday": not the day of the earthquake
        own[a.id] = when.start[:10]
        by_article[a.article][own[a.id]] += 1
    main = {k: min(d for d, n in days.items() if n == max(days.values())) for k, days in by_article.items()}
    for article in {a.article for a in assertions} - main.keys():  # goes on with the last that was
        told = said.get(article)
        if last := max((d for d in main.values() if told and d <= told), default=None):
            later[article] = last
    main |= later
    out = {}
    for a in assertions:
        if a.id in own:
            out[a.id] = own[a.id]
        elif "another" in ways_in(texts[a.id]) or (a.article in main and _elsewhen(a, main[a.article])):
            out[a.id] = OTHER
        elif a.article in main and words[a.id].keys() & shaken:
            out[a.id] = main[a.article]
    return out


def _elsewhen(a: Assertion, day: str) -> bool:
    """Whether it tells of a month or a year that does not hold the day of its article's event."""
    when = a.when
    if when is None or a.future or not when.start or not when.end or when.start == when.end:
        return False
    return not when.start[:10] <= day <= when.end[:10]


def other_setting(a: Proposition, b: Proposition) -> bool:
    """Whether the two are about sudden events of two days; night and zones of time leave one day's room."""
    if a.setting is None or b.setting is None or a.setting == b.setting:
        return False
    if OTHER in (a.setting, b.setting):
        return True
    return abs((dt.date.fromisoformat(a.setting) - dt.date.fromisoformat(b.setting)).days) > 1


def other_named(f: Proposition, s: Proposition) -> bool:
    """Whether `f` is about one by name ("Oxmouth high school") that `s` does not name: others are no answer."""
    if f.named & s.named:
        return False
    parties = [x.name for x in f.assertion.participants if x.role in ("agent", "patient")]
    names = {w for name in parties for w in name.split()[:_NAME_WORDS] if w[:1].isupper() and not f.text.startswith(w)}
    return bool(names) and not any(w in s.text for w in names)


def _values(a: Assertion, article: Article) -> tuple[Quantity, ...]:
    """Its numbers; of "was raised FROM 91" the number is the one that is out of date."""
    moved = base_kind(a.predicate or "") in MOVES
    return tuple(replace(q, part="former") if moved and _from(q, article.text) else q for q in a.quantities)


def _from(q: Quantity, text: str) -> bool:
    start = q.mention[0][0] if q.mention else 0
    return text[max(0, start - 5) : start].lower() == "from "


def _text(a: Assertion, article: Article) -> str:
    return " ".join(article.text[s:e] for s, e in a.core or a.content)


def _supposing(text: str) -> bool:
    words = text.split(maxsplit=1)
    return bool(words) and words[0].lower() in languages.table("events")["words"]["supposing"]


@functools.lru_cache(maxsize=TEXTS)
def levels_of(text: str) -> tuple[Quantity, ...]:
    """Steps of a scale: "to phase 4", "the alert level from 4 to 5". Of a move, the step it ends at."""
    out = []
    named = list(_levels().finditer(text))
    step = (named and _MOVE.search(text)) or next((m for m in named if m["step"]), None)
    if step:
        steps: dict[str, int] = languages.table("events")["words"]["steps"]
        word = step["step"].lower()
        # a look-alike letter ("ſix") fits the pattern without being one of the words
        if (value := float(steps.get(word, 0) or (word if word.isdecimal() else 0))) > 0:
            out.append(Quantity(step.group(), value, value, None, LEVEL))
    return tuple(out)


@functools.cache
def _levels() -> re.Pattern[str]:
    table = languages.table("events")["words"]
    words, steps = "|".join(table["levels"]), "|".join(table["steps"])
    return re.compile(rf"\b(?:{words})\b(?:,?\s+(?:to\s+)?(?P<step>\d{{1,2}}|{steps})\b)?", re.IGNORECASE)


def _weight(frequency: int, total: int) -> float:
    return math.log(1 + total / frequency) * (_LONE_WEIGHT if frequency == 1 else 1.0)


def _words(a: Assertion, text: str, done: Deed, vocabulary: Collection[str], entities: EntityIndex) -> dict[str, float]:
    phrased = dict(phrases_in(text))
    said = {w for words in phrased.values() for w in words.lower().split()}
    bag: dict[str, float] = {}
    named = {e for p in a.participants if (e := p.entity)}
    known = {t: e for t in a.terms if (e := entities.find(a.article, t))}
    named.update(known.values())
    offices = frozenset(w for e in named for w in entities.offices.get(e, ()))

    came = happening(a)

    def put(word: str, weight: float) -> None:
        bag[word] = max(bag.get(word, 0.0), weight)

    for p in a.participants:
        if p.entity and not _common(p.name, vocabulary):
            put(p.entity, _NAME_WEIGHT)
    for term in a.terms:
        weight = _PREDICATE_WEIGHT if term == a.predicate else 1.0
        word = _folded(term, vocabulary)
        if term in known and not _common(term, vocabulary):
            put(known[term], _NAME_WEIGHT)
            continue
        kind = kinds().get(word) or (base_kind(word) if word.endswith("ed") else None)
        if term == a.predicate and came:
            kind = came
        if kind and phrased and term[:2] in {w[:2] for w in said}:
            continue  # "die out": the phrase means another event than its words
        if done.word is not None and (kind or word) == done.word:
            weight = _PREDICATE_WEIGHT
        if kind:
            put("*" + kind, weight)
        elif word not in light():
            put(word, weight * (_OFFICE_WEIGHT if term in offices else 1.0))
    for kind in phrased:
        put("*" + kind, _PREDICATE_WEIGHT)
    return bag


def _common(name: str, vocabulary: Collection[str]) -> bool:
    """ "Schools" at the head of a sentence is nobody's name."""
    return name.endswith("s") and name[:-1].lower() in vocabulary


def _folded(term: str, vocabulary: Collection[str]) -> str:
    """A term in the form by which it is compared: one of several words for a thing, and the singular of a noun that a
    capital or the parse left in the plural, where the story has it.
    """
    low = term.lower()
    if low in (steps := languages.table("events")["words"]["steps"]):
        return str(steps[low])
    single = low.removesuffix("s")
    word = single if single in vocabulary else low if low in vocabulary else term
    named = synonym(word) if synonym(word) != word else _synonyms().get(single, word)
    return verb_of(named) if event_kind(named) is None else named


def synonym(word: str) -> str:
    """The one word for a thing that has several, else the word itself."""
    return _synonyms().get(word, word)


@functools.cache
def _synonyms() -> Mapping[str, str]:
    return {w: name for name, words in languages.table("events")["synonyms"].items() for w in words}


def similarity(a: Proposition, b: Proposition) -> float:
    """Cosine of the weighted words, 0..1."""
    if not a.norm or not b.norm:
        return 0.0
    small, large = (a.bag, b.bag) if len(a.bag) <= len(b.bag) else (b.bag, a.bag)
    return sum(w * large[t] for t, w in small.items() if t in large) / (a.norm * b.norm)


def _parties(a: Assertion, role: str, vocabulary: Collection[str], entities: EntityIndex) -> frozenset[str]:
    """Who has this role: the entity, else the noun; nobody for a pronoun that stands for none. "A and B" are two."""
    heads: set[str] = set()
    if role == "patient" and not a.participants and a.predicate and base_kind(a.predicate) is None:
        heads |= {_folded(a.predicate, vocabulary)} - light()
    for x in a.participants:
        if x.role == role:
            known = x.entity and not _common(x.name, vocabulary)
            parts = [x.name] if known else [n for n in x.name.split(" and ") if n.strip()]
            heads |= {
                (known and x.entity)
                or (not _common(n, vocabulary) and entities.find(a.article, n))
                or _folded(event_kind(noun := head_noun(n, a.terms)) or noun, vocabulary)
                for n in parts
            }
    heads |= {entities.heads[h] for h in heads if h in entities.heads}  # a body acts through its people
    return frozenset(heads) - _pronouns() - {"there"}


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
    own, other = a.deed.kind, b.deed.kind
    related = own is not None and (own in b.kinds or opposite(own) in b.kinds)
    related = related or (other is not None and other in a.kinds)
    if value >= ALIKE:
        return value if related or not (a.kinds and b.kinds) or a.kinds & b.kinds else 0.0
    shared = [w for w in words if not w.startswith("*")]
    telling = sum(sorted(a.bag[w] for w in shared)) >= _TELLING and (related or len(shared) >= _SEVERAL)
    return value if telling and value >= _ONE_KIND else 0.0
