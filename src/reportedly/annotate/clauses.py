"""The article's own voice: the clauses of a sentence that nobody else is said to say.

A sentence often states several things ("A has closed, although B remains open, which surprised C"). Each finite
clause with a subject is a proposition of its own, so that each can agree with, or contradict, another text.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from reportedly.annotate.certainty import main_predicate
from reportedly.annotate.parse import bare, finite, subject, subtree, trimmed
from reportedly.annotate.spans import spans_of

_SPLIT = {"conj", "advcl", "relcl", "parataxis", "ccomp"}
_MIN_WORDS = 3
_PREFACING = frozenset({"i", "we", "it", "this", "that", "which", "there"})
_FIRST = 12
"""Tokens within which a preface stands."""


def without_preface(doc: Doc, tokens: tuple[int, ...], thinking: frozenset[str]) -> tuple[int, ...]:
    """The proposition itself, less the words that only bring it: "I think that", "it means that", "there are fears that"."""
    kept = tokens
    if not any(doc[i].lower_ in _PREFACING for i in tokens[:_FIRST]):
        return kept
    for _ in range(3):
        main = main_predicate(doc, spans_of(doc, kept))
        inner = None if main is None else _brought(main, thinking)
        if inner is None or inner.i not in kept:
            return kept
        inside = set(subtree(inner))
        lower = trimmed(doc, (i for i in kept if i in inside))
        if lower and doc[lower[0]].dep_ == "mark" and doc[lower[0]].lower_ == "that":
            lower = lower[1:]
        if len(lower) < _MIN_WORDS:
            return kept
        kept = lower
    return kept


def _brought(main: Token, thinking: frozenset[str]) -> Token | None:
    clause = next((c for c in main.children if c.dep_ == "ccomp" and c.i > main.i and finite(c)), None)
    who = next((c.lower_ for c in main.children if c.dep_ in ("nsubj", "expl")), "")
    lemma = main.lemma_.lower()
    if clause is not None:
        denied = any(c.dep_ == "neg" for c in main.children)
        spoken = who in ("i", "we") and lemma in thinking
        put = who in ("it", "this", "that", "which") and lemma in ("mean", "seem", "appear", "happen")
        if (spoken or put) and not denied:
            return clause
    if lemma == "be" and who == "there":
        noun = next((c for c in main.children if c.dep_ == "attr"), None)
        if noun is not None:
            return next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and finite(c)), None)
    return None


def clause_heads(sentence: Span) -> list[Token]:
    """The heads of the sentence's propositions, in order."""
    heads = []
    for token in sentence:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        if token.head.i == token.i or _stands_alone(token):
            heads.append(token)
    if not heads or all(h.head.i != h.i for h in heads):
        heads.insert(0, sentence.root)
    return heads


def _stands_alone(verb: Token) -> bool:
    if verb.dep_ not in _SPLIT or not finite(verb):
        return False
    own = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in verb.children)
    if verb.dep_ == "relcl":
        # only a relative clause set off by a comma states something of its own
        before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else None
        return own and before is not None and before.text == ","
    if verb.dep_ == "ccomp":
        # "Many left, some stayed": read as a complement for want of a conjunction
        return (
            own
            and verb.i < verb.head.i
            and verb.head.dep_ == "ROOT"
            and any(c.text in (",", ";") for c in verb.head.lefts)
        )
    if verb.dep_ == "advcl":
        mark = next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")), "")
        return own and mark not in (
            "if",
            "unless",
            "whether",
            "because",
            "that",
            "so",
            "when",
            "once",
            "until",
            "in",
            "should",
        )
    return own or verb.head.pos_ in ("VERB", "AUX")


def own_clauses(sentence: Span, covered: set[int], cues: set[int]) -> Iterator[tuple[Token, tuple[int, ...]]]:
    """Head and tokens of each proposition of the sentence that is no part of an attribution."""
    doc: Doc = sentence.doc
    heads = clause_heads(sentence)
    for head in heads:
        if head.i in cues or head.i in covered:
            continue
        tokens = set(subtree(head)) - covered - cues
        for other in heads:
            if other.i != head.i and other.i in subtree(head):
                tokens -= set(subtree(other))
        if not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in head.children):
            who, _ = subject(head)
            if who is not None and who.i in range(sentence.start, sentence.end) and who.i not in covered:
                tokens |= {i for i in subtree(who) if i not in subtree(head) and i not in covered}
        kept = bare(doc, tokens)
        words = [i for i in kept if doc[i].is_alpha or doc[i].like_num]
        if len(words) >= _MIN_WORDS:
            yield head, kept
