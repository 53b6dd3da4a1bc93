"""What reports: the word lists of `languages/*/reporting.toml`, and an attribution as the rules find it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from reportedly.annotate.parse import child, is_negated
from reportedly.languages import table

Way = Literal["quotation", "clause", "object", "infinitive", "phrase", "noun", "passive", "adverb", "colon", "mention"]
"""How a cue brings what is said. A mention names somebody's view or talk without stating it ("worried about the cost")."""


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
    readers: tuple[str, ...] = ("rules",)
    """Which readers found it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The reporting words of one language, as lemmas."""

    clause: frozenset[str]
    mental: frozenset[str]
    direct: frozenset[str]
    saying: frozenset[str]
    bare: frozenset[str]
    judging: frozenset[str]
    judging_of: dict[str, frozenset[str]]
    infinitive: frozenset[str]
    passive: frozenset[str]
    nouns: frozenset[str]
    unowned_nouns: frozenset[str]
    spoken_nouns: frozenset[str]
    giving: frozenset[str]
    doubted: frozenset[str]
    adverbs: frozenset[str]
    particles: frozenset[str]
    refusing: frozenset[str]
    unsaid: frozenset[str]
    askers: frozenset[str]
    citing: frozenset[str]
    valuing: frozenset[str]
    measuring: frozenset[str]
    no_speakers: frozenset[str]
    words_of: frozenset[str]
    publishing: frozenset[str]
    anaphors: frozenset[str]

    @classmethod
    @functools.cache
    def load(cls, language: str = "en") -> Lexicon:
        """The lists of `language`, read once."""
        words = table("reporting", language)
        frames, kinds, phrases = words["frames"], words["kinds"], words["phrases"]
        lists = [v for section in (words["verbs"], frames) for v in section.values() if isinstance(v, list)]

        def of(section: str, key: str) -> frozenset[str]:
            return frozenset(words[section][key])

        return cls(
            clause=of("frames", "that_clause"),
            mental=of("kinds", "thinking"),
            direct=of("frames", "direct"),
            saying=of("kinds", "saying"),
            bare=of("kinds", "bare"),
            judging=of("frames", "judging"),
            judging_of={verb: frozenset(p) for verb, p in frames["judging_of"].items()},
            infinitive=of("frames", "reported_infinitive"),
            passive=of("kinds", "passive"),
            nouns=frozenset().union(*words["nouns"].values()),
            unowned_nouns=of("noun_kinds", "unowned"),
            spoken_nouns=of("noun_kinds", "spoken"),
            giving=of("noun_kinds", "giving"),
            doubted=of("noun_kinds", "doubted"),
            adverbs=frozenset(phrases["adverbs"] + phrases["alleges"]),
            particles=frozenset(v for v in (*(v for verbs in lists for v in verbs), *kinds["thinking"]) if " " in v),
            refusing=of("kinds", "refusing"),
            unsaid=of("kinds", "unsaid"),
            askers=of("kinds", "askers"),
            citing=of("kinds", "citing"),
            valuing=of("kinds", "valuing"),
            measuring=of("kinds", "measuring"),
            no_speakers=of("phrases", "no_speakers"),
            words_of=of("phrases", "words_of"),
            publishing=of("kinds", "publishing"),
            anaphors=of("noun_kinds", "anaphors"),
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
        return clause is None or any(
            c.lower_ in ("whether", "if") or c.tag_ in ("WDT", "WP", "WRB") for c in clause.subtree
        )
    unreachable = lemma == "reach" and is_negated(verb) and any(c.dep_ == "auxpass" for c in verb.children)
    silent = lemma == "be" and any(c.lower_ == "unavailable" for c in verb.children if c.dep_ == "acomp")
    return unreachable or silent
