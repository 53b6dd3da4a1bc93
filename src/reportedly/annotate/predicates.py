"""The word a proposition hangs by, and the event under it: "is likely to FALL", "plans to SELL", "a chance of RAIN"."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator

from spacy.tokens import Doc, Token

from reportedly.annotate.likelihood import is_chance, likelihood_at
from reportedly.languages import table
from reportedly.model import Spans

MAX_STEPS = 12
"""No event stands deeper under its operators; keeps walks short on degenerate parses."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_PHRASE = 6
"""Words, and quotation marks, before a clause among which a phrase over it is looked for."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOUN_KINDS = ("plan", "schedule", "promise", "wish", "effort", "order", "future", "fear", "negative")
CROSSED = ("future", "schedule", "plan", "promise", "wish", "negative", "seeming", "transparent")
"""Kinds of operator that the walk goes down and up through."""


@functools.cache
def words(section: str, key: str) -> frozenset[str]:
    return frozenset(table("likelihood")[section][key])


def is_in(token: Token, section: str, key: str) -> bool:
    return token.lemma_.lower() in words(section, key) or token.lower_ in words(section, key)


def main_predicate(doc: Doc, content: Spans) -> Token | None:
    """The word that the content hangs by: its head lies outside, finite verbs before others; None for empty spans."""
    tokens = [t for s, e in content for t in (doc.char_span(s, e, alignment_mode="expand") or ()) if not t.is_space]
    inside = {t.i for t in tokens}
    roots = [t for t in tokens if t.head.i == t.i or t.head.i not in inside]

    def rank(token: Token) -> tuple[int, int, int]:
        if token.is_punct or token.dep_ in ("mark", "cc", "det", "case", "intj", "prep", "neg"):
            kind = 4
        elif token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            kind = 0 if _finite(token) else 1
        elif token.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
            kind = 2
        else:
            kind = 3
        return kind, -sum(1 for i in range(token.left_edge.i, token.right_edge.i + 1) if i in inside), token.i

    best = roots[0] if len(roots) == 1 else min(roots, key=rank, default=None)
    if best is not None and best.pos_ in ("NUM", "NOUN") and any(t.like_num for t in (best, *best.lefts)):
        # "50 INJURED": the participle is the predicate
        return _participle_behind(best) or best
    return best


def _participle_behind(noun: Token) -> Token | None:
    return next((c for c in noun.rights if c.dep_ == "acl" and c.tag_ == "VBN" and c.i == noun.i + 1), None)


def _finite(token: Token) -> bool:
    return token.tag_ in _FINITE or any(c.tag_ in _FINITE for c in token.children if c.dep_ in ("aux", "auxpass"))


def event_predicate(doc: Doc, content: Spans) -> Token | None:
    """The event that the content tells, below the words that only say how: "is likely to FALL", "plans to SELL"."""
    main = main_predicate(doc, content)
    if main is None:
        return None
    inside = {t.i for s, e in content for t in (doc.char_span(s, e, alignment_mode="expand") or ())}
    return event_under(main, inside)


def event_under(token: Token, inside: Container[int]) -> Token:
    """From the main predicate down to the event: "is likely to FALL", "plans to SELL", "there is a chance of RAIN"."""
    token = _taken_for_participle(token) or token
    for _ in range(MAX_STEPS):
        below = _below(token)
        if below is None or below.i not in inside:
            return token
        token = below
    return token


def _taken_for_participle(noun: Token) -> Token | None:
    """The verb of a sentence that has no other: "The quay REOPENED on Friday", parsed as a quay that was reopened."""
    if noun.dep_ != "ROOT" or noun.pos_ != "NOUN" or not any(c.dep_ == "det" for c in noun.lefts):
        return None
    if not any(t.text == "." for t in noun.sent[-2:]) or any(t.tag_ in _FINITE for t in noun.sent):
        return None
    return _participle_behind(noun)


def _below(token: Token) -> Token | None:
    clauses = [c for c in token.children if (c.dep_ in ("xcomp", "ccomp") or arranged(c)) and c.i > token.i]
    if token.lemma_ == "be":
        for adjective in (c for c in token.children if c.dep_ == "acomp"):
            own = [c for c in adjective.children if c.dep_ in ("xcomp", "ccomp")]
            if (own or clauses) and (
                any(is_in(adjective, "operators", k) for k in CROSSED) or likelihood_at(adjective)
            ):
                return (own or clauses)[0]
        behind = (t for t in token.subtree if t.i > token.i and t.pos_ in ("VERB", "AUX"))
        if (out := next((t for t in behind if is_ruled_out(t)), None)) is not None:
            return out
        named = (c for c in token.children if c.dep_ in ("attr", "nsubj"))
        for noun in (near for c in named for near in nearby(c) if is_chance(near)):
            if below := _below_noun(noun):
                return below
        if clauses and (is_infinitive(clauses[0]) or any(c.tag_ == "MD" for c in token.children)):
            return clauses[0]
        return None
    if is_chance(token):
        return _below_noun(token)
    if token.lemma_ == "have" and (plans := [c for c in token.children if c.dep_ == "dobj" and noun_kind(c)]):
        return _below_noun(plans[0])
    if (chance := chance_under(token)) is not None:
        return _below_noun(chance)
    modal = [c for c in clauses if any(x.tag_ == "MD" for x in c.children)]
    if modal and any(is_in(token, "operators", k) for k in ("future", "wish")):
        return modal[0]  # "hoped that the ban could be lifted"
    ahead = [c for c in clauses if is_infinitive(c)]
    if ahead and token.lemma_ == "have" and any(c.lower_ == "yet" for c in nearby(token)):
        return ahead[0]
    if ahead and is_in(token, "operators", "raising") and any(c.dep_ == "auxpass" for c in token.children):
        return ahead[0]  # "is believed to have LEFT"
    if ahead and (
        going_to(token) or set_to(token) or token.lemma_ == "have" or any(is_in(token, "operators", k) for k in CROSSED)
    ):
        return ahead[0]
    return None


def chance_under(verb: Token) -> Token | None:
    """The chance that somebody has, or puts a number on: "put the CHANCE of success at 70%", "cut its estimate of the
    PROBABILITY of a merger".
    """
    if verb.pos_ != "VERB" or not (verb.lemma_ == "have" or is_in(verb, "operators", "rating")):
        return None
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            under = [child, *(n for p in child.children if p.lower_ == "of" for n in p.children)]
            if (found := next((n for n in under if is_chance(n)), None)) is not None:
                return found
    return None


def is_ruled_out(clause: Token) -> bool:
    """True for what follows "it is out of the question that"."""
    if clause.dep_ not in ("relcl", "acl", "ccomp", "csubj"):
        return False
    before = clause.doc[max(clause.sent.start, clause.left_edge.i - _PHRASE) : clause.left_edge.i]
    said = " ".join(t.lower_ for t in before if not t.is_punct and not t.is_quote)
    return said.endswith(tuple(words("negation", "phrases")))


def is_pending(copula: Token) -> bool:
    """True for the verb of "a rival bid is possible", which sets its subject ahead."""
    said = (c for c in copula.children if c.dep_ in ("acomp", "attr", "oprd"))
    return copula.lemma_ == "be" and any(is_in(c, "operators", "pending") for c in said)


def _below_noun(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ in ("acl", "ccomp", "relcl") and child.i > noun.i:
            return child
        if child.lower_ == "of":
            return next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
    return None


def noun_kind(noun: Token) -> str | None:
    return next((k for k in _NOUN_KINDS if noun.pos_ in ("NOUN", "PROPN") and is_in(noun, "nouns", k)), None)


def arranged(clause: Token) -> bool:
    """True for the clause of "arranged for all pupils to be tested"."""
    return (
        clause.dep_ == "advcl"
        and mark_of(clause) == "for"
        and is_infinitive(clause)
        and is_in(clause.head, "operators", "plan")
    )


def is_infinitive(token: Token) -> bool:
    return (token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)) or any(
        c.tag_ == "TO" for c in token.children if c.dep_ == "aux"
    )


def going_to(token: Token) -> bool:
    return token.lower_ == "going" and token.dep_ != "pcomp"


def set_to(token: Token) -> bool:
    """True for "is set to", not for "sets"."""
    return token.lower_ == "set" and (token.tag_ in ("VBN", "JJ") or any(c.dep_ == "auxpass" for c in token.children))


def nearby(token: Token) -> Iterator[Token]:
    """`token`, its children and theirs."""
    yield token
    for child in token.children:
        yield child
        yield from child.children


def mark_of(token: Token) -> str | None:
    return next((c.lower_ for c in token.children if c.dep_ == "mark" or c.lower_ in ("whether", "if")), None)


def awaited(token: Token) -> str | None:
    """What is expected, planned, due or likely without a verb of its own: "expects a profit", "no strikes are planned",
    "a rival bid was possible": "future", "schedule", "plan" or "wish". In the past only as somebody's words ("said it
    expected a profit").
    """
    if is_pending(token):
        return "future" if any(c.dep_ in SUBJECTS and c.pos_ == "NOUN" for c in token.children) else None
    present = {c.lower_ for c in token.children if c.dep_ == "auxpass"} & {"is", "are"}
    backshifted = token.dep_ == "ccomp" and token.head.tag_ == "VBD"
    if token.pos_ != "VERB" or not (present or backshifted or token.tag_ in ("VBZ", "VBP", "VBG")):
        return None
    passive = token.tag_ == "VBN"
    kind = next((k for k in ("schedule", "plan", "wish", "future") if is_in(token, "operators", k)), None)
    if kind is None or token.lemma_ in words("operators", "present"):
        return None
    if kind != "future" and passive == (kind == "wish"):
        return None
    under = [c for p in token.children if p.lower_ == "for" for c in p.children] if kind == "wish" else token.children
    role = "pobj" if kind == "wish" else "nsubjpass" if passive else "dobj"
    return kind if any(c.dep_ == role and c.pos_ in ("NOUN", "PROPN", "NUM") for c in under) else None
