"""The dependency parse, read: who does a verb, how far a noun phrase goes.

The labels are those of CLEAR/ClearNLP, which spaCy's English pipelines give ("nsubj", "ccomp", "relcl").
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
QUOTE_MARKS = frozenset("“”„«»\"‘’'") | {"``", "''"}
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SHARED = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "parataxis", "prep", "dep"})
_MAX_STEPS = 6


def subtree(token: Token) -> range:
    """The token with all below it, from its left to its right edge."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def finite(verb: Token) -> bool:
    """Whether a verb is finite itself or by its auxiliary."""
    return verb.tag_ in _FINITE or any(c.tag_ in _FINITE for c in verb.children if c.dep_ in ("aux", "auxpass"))


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass")


def child(token: Token, *labels: str, after: bool = False) -> Token | None:
    """The first child with one of `labels`; `after`: among those on the right."""
    return next((c for c in (token.rights if after else token.children) if c.dep_ in labels), None)


def object_of(verb: Token, *prepositions: str) -> Token | None:
    """The noun of the first of `prepositions` under a word: "by OFFICIALS"."""
    for c in verb.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in prepositions:
            noun = child(c, "pobj", "pcomp")
            if noun is not None:
                return noun
    return None


def agent_of(verb: Token) -> Token | None:
    """By whom a passive is done, where the text says so."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def is_passive(verb: Token) -> bool:
    """ "was told", and the bare participle of "Asked whether ..., she said"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and child(verb, "aux") is None:  # "were hit and three people KILLED"
        return any(c.dep_ == "auxpass" for c in verb.head.children)
    return verb.tag_ == "VBN" and verb.dep_ in ("advcl", "prep") and child(verb, "aux", "nsubj") is None


def subject(verb: Token) -> tuple[Token | None, bool]:
    """The head of the phrase that does `verb`, and whether `verb` is passive.

    Goes up where the subject is shared: conjoined verbs, participles, infinitives, relative clauses. In "quoted
    the minister as saying" the minister says it.
    """
    passive = is_passive(verb)
    at = verb
    for _ in range(_MAX_STEPS):
        own = child(at, *SUBJECTS)
        if passive and (own is None or at is verb):
            return agent_of(verb), True
        if own is not None:
            return own, passive
        if at.dep_ in ("relcl", "acl") and at.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return (at.head, passive) if at.tag_ != "VBN" else (agent_of(at), True)
        if at.dep_ not in _SHARED or at.head.i == at.i or (at.dep_ == "ccomp" and at.tag_ != "VBG"):
            return None, passive
        if at.dep_ == "prep" and at.lower_ == "as" and (theirs := child(at.head, "dobj", "nsubjpass")) is not None:
            return theirs, passive
        at = at.head
    return None, passive


def phrase(head: Token, without: Iterable[int] = ()) -> tuple[int, ...]:
    """The noun phrase around `head`: its subtree less relative clauses and what is in `without`."""
    out = set(without)
    drop: set[int] = set()
    for c in head.children:
        long_clause = c.dep_ in ("relcl", "parataxis", "ccomp", "advcl")
        if long_clause or (c.dep_ in ("acl", "conj", "appos", "prep") and out and not out.isdisjoint(subtree(c))):
            drop.update(subtree(c))
    kept = [i for i in subtree(head) if i not in drop and i not in out]
    return trimmed(head.doc, run_around(kept, head.i))


def run_around(indices: Iterable[int], centre: int) -> list[int]:
    """The contiguous run with `centre` in it."""
    have = set(indices)
    low = high = centre
    while low - 1 in have:
        low -= 1
    while high + 1 in have:
        high += 1
    return list(range(low, high + 1))


def _is_edge(token: Token) -> bool:
    return token.is_space or (token.is_punct and token.text not in QUOTE_MARKS)


def trimmed(doc: Doc, indices: Iterable[int]) -> tuple[int, ...]:
    """Without punctuation and spaces at either end."""
    kept = sorted(indices)
    start, end = 0, len(kept)
    while end > start and _is_edge(doc[kept[end - 1]]):
        end -= 1
    while start < end and _is_edge(doc[kept[start]]):
        start += 1
    return tuple(kept[start:end])


def bare(doc: Doc, indices: Iterable[int]) -> tuple[int, ...]:
    """Without punctuation, conjunction and "that" at either end."""
    kept = trimmed(doc, indices)
    while kept and (doc[kept[-1]].pos_ == "CCONJ" or doc[kept[-1]].lower_ == "that"):
        kept = trimmed(doc, kept[:-1])
    while kept and (doc[kept[0]].dep_ == "cc" or (doc[kept[0]].lower_ == "that" and doc[kept[0]].dep_ == "mark")):
        kept = trimmed(doc, kept[1:])
    return kept


def without_ragged_ends(doc: Doc, indices: Iterable[int]) -> tuple[int, ...]:
    """Each run of neighbouring tokens without punctuation at its ends: a piece taken out leaves no lone commas."""
    out: list[int] = []
    run: list[int] = []
    for i in sorted(indices):
        if run and i != run[-1] + 1:
            out += trimmed(doc, run)
            run = []
        run.append(i)
    return (*out, *trimmed(doc, run))


def verb_group(verb: Token) -> tuple[int, ...]:
    """The verb with its auxiliaries, negation and particle."""
    return tuple(sorted([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt"))]))


def is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)
