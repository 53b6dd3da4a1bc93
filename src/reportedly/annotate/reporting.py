"""What reports: the word lists of `languages/*/reporting.toml`, and an attribution as the rules find it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from reportedly.languages import table
from reportedly.annotate.parse import child, is_negated

Way = Literal["quotation", "clause", "object", "infinitive", "phrase", "noun", "passive", "adverb", "colon"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: token indices into the parsed text, sorted."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    way: Way
    lemma: str
    """The reporting word: lemma, with its particle."""
    head: int
    """The reporting token."""
    hearer: tuple[int, ...] = ()
    """Whom it was said to ("told Reuters", "in an interview with the BBC")."""
    through: tuple[int, ...] = ()
    """Who passes on the source's words: "REUTERS quoted the minister as saying"."""
    cited: tuple[int, ...] = ()
    """Whom the source in turn has it from: "the Post reported, citing TWO OFFICIALS"."""
    negated: bool = False
    """The reporting itself is denied ("did not say whether")."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The reporting words of one language, as lemmas."""

    clause: frozenset[str]
    mental: frozenset[str]
    direct: frozenset[str]
    saying: frozenset[str]
    judging: frozenset[str]
    judging_of: dict[str, frozenset[str]]
    infinitive: frozenset[str]
    passive: frozenset[str]
    nouns: frozenset[str]
    common_nouns: frozenset[str]
    spoken_nouns: frozenset[str]
    giving: frozenset[str]
    adverbs: frozenset[str]
    particles: frozenset[str]
    refusing: frozenset[str]
    unsaid: frozenset[str]
    askers: frozenset[str]
    no_speakers: frozenset[str]
    bringing: frozenset[str]
    words_of: frozenset[str]
    citing: frozenset[str]
    doubted: frozenset[str]

    @classmethod
    @functools.cache
    def load(cls, language: str = "en") -> Lexicon:
        """The lists of `language`, read once."""
        words = table("reporting", language)
        frames, kinds, nouns, phrases = words["frames"], words["kinds"], words["nouns"], words["phrases"]
        verbs = frozenset().union(*words["verbs"].values(), *frames["verbs"].values(), kinds["thinking"])
        return cls(
            clause=frozenset(frames["verbs"]["that_clause"]) - frozenset(frames["verbs"]["no_report"]),
            mental=frozenset(kinds["thinking"]),
            direct=frozenset(frames["verbs"]["direct"]),
            saying=frozenset(kinds["saying"]),
            judging=frozenset(frames["verbs"]["judging"]),
            judging_of={v: frozenset(p) for v, p in frames["judging_of"].items()},
            infinitive=frozenset(frames["verbs"]["reported_infinitive"]),
            passive=frozenset(kinds["passive"]),
            nouns=frozenset().union(*nouns["stance"].values()),
            common_nouns=frozenset(nouns["unowned"]),
            spoken_nouns=frozenset(nouns["spoken"]),
            giving=frozenset(nouns["giving"]),
            adverbs=frozenset(phrases["adverbs"]) | frozenset(phrases["alleging"]),
            particles=frozenset(v for v in verbs if " " in v),
            refusing=frozenset(kinds["refusing"]),
            unsaid=frozenset(kinds["unsaid"]),
            askers=frozenset(kinds["askers"]),
            no_speakers=frozenset(phrases["no_speakers"]),
            bringing=frozenset(phrases["bringing"]),
            words_of=frozenset(phrases["words_of"]),
            citing=frozenset(kinds["citing"]),
            doubted=frozenset(nouns["doubted"]),
        )


def reporting_word(token: Token, lexicon: Lexicon) -> str:
    """Lemma of a verb with its particle or preposition where the lexicon knows the pair: "point out"."""
    lemma = token.lemma_.lower()
    for c in token.children:
        if c.dep_ in ("prt", "prep") and c.i > token.i and f"{lemma} {c.lower_}" in lexicon.particles:
            return f"{lemma} {c.lower_}"
        if lemma == "be" and c.dep_ == "acomp" and f"be {c.lower_}" in lexicon.particles:
            return f"be {c.lower_}"
    return lemma


def is_withheld(verb: Token, lexicon: Lexicon) -> bool:
    """Somebody could have spoken and does not: "declined to comment", "did not say whether", "could not be reached"."""
    lemma = verb.lemma_.lower()
    if lemma in lexicon.refusing and not is_negated(verb):
        below = child(verb, "xcomp", after=True)
        return below is not None and reporting_word(below, lexicon) in lexicon.unsaid
    if lemma in lexicon.unsaid and is_negated(verb):
        clause = child(verb, "ccomp", after=True)
        return clause is None or any(c.lower_ in ("whether", "if") or c.tag_ in ("WDT", "WP", "WRB") for c in clause.subtree)
    unreachable = lemma == "reach" and is_negated(verb) and any(c.dep_ == "auxpass" for c in verb.children)
    silent = lemma == "be" and any(c.lower_ == "unavailable" for c in verb.children if c.dep_ == "acomp")
    return unreachable or silent
