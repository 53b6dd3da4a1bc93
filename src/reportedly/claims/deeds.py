"""What a proposition says was done: its predicate, or the event that the predicate only says the standing of.

"Schools REMAIN closed" and "the attempt to CLOSE them failed" are both about closing. The words are a language's
(`languages/*/events.toml`: kinds, phrases, put).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reportedly import languages
from reportedly.model import Assertion

TEXTS = 1 << 14
"""Of so many texts it is kept what was found in them: a story is made again for each article that comes, and each day
of it that somebody looks at.
"""
_PARTS = ("agent", "patient")
_NEAR = 8
"""Content words after a verb among which its object stands, where the parse missed it."""
_WAYS = (
    "shifted",
    "former",
    "unkept",
    "yet",
    "another",
    "only",
    "contrast",
    "spell",
    "general",
    "off",
    "defeated",
    "after_all",
    "still",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done, and how it is put."""

    word: str | None
    """The kind of event, else the predicate; None where it says no more than "is"."""
    kind: str | None
    """The kind of event alone."""
    failed: bool = False
    """It was tried and did not come about."""
    voided: bool = False
    """It was planned and is off."""
    shifted: bool = False
    """It was planned and gets another day."""
    former: bool = False
    """It tells what was planned before, and is so no longer."""
    unkept: bool = False
    """It came about against a promise or a plan, whose words stand beside it: "leaks, despite a promise to seal it"."""


NO_DEED = Deed(None, None)


@functools.cache
def kinds() -> Mapping[str, str]:
    """Lemma -> kind of event."""
    table = languages.table("events")["kinds"]
    return {word: kind for kind, words in table.items() for word in words}


@functools.cache
def light() -> frozenset[str]:
    """Words that say how a thing is put and not what."""
    return frozenset(languages.table("events")["words"]["light"])


@functools.cache
def put(name: str) -> frozenset[str]:
    """The words of one way of putting an event."""
    return frozenset(languages.table("events")["put"][name])


@functools.cache
def pattern(name: str) -> re.Pattern[str]:
    """The phrases of one way of putting an event."""
    return re.compile("|".join(rf"\b(?:{p})" for p in languages.table("events")["put"][name]), re.IGNORECASE)


@functools.cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = languages.table("events")["phrases"]
    return tuple((kind, re.compile(rf"\b(?:{'|'.join(p)})\b", re.IGNORECASE)) for kind, p in table.items())


def event_kind(word: str | None) -> str | None:
    """The kind of event a lemma names, None where it names none we have."""
    return kinds().get(word) if word else None


def base_kind(word: str) -> str | None:
    """The same for a word that may stand in its participle: "killed", "closed"."""
    word = word.lower()
    forms = (word, word.removesuffix("ed"), word.removesuffix("d"))
    return next((k for f in forms if (k := event_kind(f))), None)


@functools.lru_cache(maxsize=TEXTS)
def phrases_in(text: str) -> tuple[tuple[str, str], ...]:
    """Kinds of event that several words name together, with the words."""
    return tuple((kind, found.group()) for kind, expression in _phrases() if (found := expression.search(text)))


@functools.lru_cache(maxsize=TEXTS)
def ways_in(text: str) -> frozenset[str]:
    """The ways of putting an event (`put` in the language's table) of which the text has a phrase."""
    return frozenset(way for way in _WAYS if pattern(way).search(text))


def deed_of(a: Assertion, text: str) -> Deed:
    """The deed of an assertion with the words `text`."""
    word = a.predicate
    shifted = word in put("shifting") or "shifted" in ways_in(text)
    former = "former" in ways_in(text)
    if word in put("failures"):
        tried = _tried(a.terms)
        return Deed(event_kind(tried) or tried or word, event_kind(tried), failed=True, former=former)
    if word in put("aspects"):
        kind = _beneath(word or "", a.terms)
        return Deed(kind, kind, shifted=shifted, former=former)
    kind = (
        happening(a)
        or next((k for k, said in phrases_in(text) if word and (word in light() or said[:1].lower() == word[:1])), None)
        or event_kind(word)
    )
    meant = _done(a) if word in put("doing") else _existing(a) if word == "be" and kind is None else None
    if meant is not None:
        kind, word = event_kind(meant), verb_of(meant)
    if kind is None and not a.participants and len(told := {k for t in a.terms if (k := event_kind(t))}) == 1:
        kind = next(iter(told))  # "classes cancelled until Friday": a noun that carries its event behind it
    named = kind or (None if word is None or word in light() else word)
    unkept = "unkept" in ways_in(text)
    return Deed(named, kind, voided=word in put("voiding"), shifted=shifted, former=former, unkept=unkept)


def happening(a: Assertion) -> str | None:
    """The event that does what its predicate tells only as having come: "an EARTHQUAKE struck the island"."""
    if a.predicate not in put("happening"):
        return None
    agents = (p.name.lower().split() for p in a.participants if p.role == "agent")
    found = (k for words in agents if (k := next((k for w in words if (k := event_kind(w))), None)))
    return next((k for k in found if k in put("happens")), None)


def verb_of(noun: str) -> str:
    """The verb of a noun that means a doing: "ratification" is "ratify"; another word as it is."""
    verb: str = languages.table("nominalisations")["nouns"].get(noun, noun)
    return verb


def head_noun(name: str, terms: Collection[str]) -> str:
    """The head of a phrase, in the form in which it stands among the terms."""
    words = name.lower().split()
    cut = next((n for n, w in enumerate(words) if n and w in _phrase_ends()), len(words))
    head = words[cut - 1]
    forms = (head, head.removesuffix("s"), head.removesuffix("es"), head.removesuffix("ies") + "y")
    return next((f for f in forms if f in terms), head)


@functools.cache
def _phrase_ends() -> frozenset[str]:
    return frozenset(languages.table("events")["words"]["phrase_ends"])


def _existing(a: Assertion) -> str | None:
    """What is said to be there: "there will be an INQUIRY"."""
    if not any(p.role == "agent" and p.name.lower() == "there" for p in a.participants):
        return None
    return next((head_noun(p.name, a.terms) for p in a.participants if p.role == "patient"), None)


def _done(a: Assertion) -> str | None:
    """The noun that says what is done where the verb does not: "made an eight-year OFFER"."""
    words = {role: {w for p in a.participants if p.role == role for w in p.name.lower().split()} for role in _PARTS}
    start = a.terms.index(a.predicate) + 1 if a.predicate in a.terms else 0
    after = [t for t in a.terms[start:] if t not in words["agent"]]  # the parse may have missed the object
    near = [t for t in after if t in words["patient"]] or after[:_NEAR]
    return next((t for t in near if event_kind(t) or verb_of(t) != t), None)


def _tried(terms: Sequence[str]) -> str | None:
    """What stands after the word for an effort: "attempts to ACTIVATE the valve"."""
    return next((b for a, b in itertools.pairwise(terms) if a in put("efforts") and b not in light()), None)


def _beneath(predicate: str, terms: Sequence[str]) -> str | None:
    """The first event after a predicate that only says how it stands; a thing that is counted only where there is no other."""
    after = terms[terms.index(predicate) + 1 :] if predicate in terms else terms
    found = [k for t in after if (k := base_kind(t))]
    counted = languages.table("events")["counted"]["kinds"]
    return next((k for k in found if k not in counted), found[0] if found else None)
