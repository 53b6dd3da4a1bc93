"""What a number counts, read off the parse: "the number of confirmed cases there is 26", "killing 140"."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from spacy.tokens import Doc, Token

from reportedly.annotate.parse import subtree
from reportedly.languages import table
from reportedly.model import Quantity

_REACH = 12
"""Tokens; a longer noun phrase tells of more than what is counted."""


def scope_tokens(doc: Doc, quantity: Quantity) -> tuple[int, ...]:
    """The tokens that tell what a quantity counts and where.

    Its noun, the verb above, and the verb's own noun where the number stands alone.
    """
    start, end = quantity.mention[0]
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return ()
    kept: set[int] = set()
    numbers = {t.i for t in span if t.like_num or t.pos_ == "NUM"}
    root: Token = next((t for t in span if t.i in numbers), span.root)
    noun = _noun_of(root)
    if noun is not None:
        kept |= _around(noun)
    verb = _verb_of(noun if noun is not None else root)
    if verb is not None:
        kept.add(verb.i)
        above = verb.head.head if verb.head.dep_ == "prep" else verb.head
        if verb.dep_ in ("xcomp", "pcomp", "ccomp") and above.pos_ == "VERB":  # "suspected of having killed"
            kept.add(above.i)
        for child in verb.children:
            if child.i in numbers:
                continue
            if child.dep_ in ("auxpass", "acomp", "attr", "oprd", "xcomp"):
                kept |= {child.i, *(c.i for c in child.children if c.dep_ == "amod")}
            if child.dep_ == "prep" and child.lower_ in ("in", "at", "across", "as"):
                kept |= set(list(subtree(child))[:_REACH])
            alone = noun is None or noun.i == root.i
            if alone and child.dep_ in ("nsubj", "nsubjpass", "dobj"):
                kept |= _around(child)
    kept -= numbers
    return tuple(sorted(kept))


def part_of(doc: Doc, quantity: Quantity) -> Literal["value", "former", "difference"]:
    """Whether a number is the value, the one before ("from 226 to 286") or the step ("rose by 22")."""
    start, end = quantity.mention[0]
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.start == 0:
        return "value"
    before = doc[span.start - 1]
    after = doc[span.end : span.end + 3].text.lower().split()
    if before.lower_ == "from" and ("to" in after or before.head.lower_ in ("down", "up")):
        return "former"
    if before.lower_ == "by" and before.dep_ == "prep" and before.head.pos_ == "VERB":
        return "difference"
    return "value"


def value_of(doc: Doc, quantity: Quantity) -> Quantity:
    """The quantity, less a bound that is none: in "ticked up to 44" the "up" is the verb's."""
    start, end = quantity.mention[0]
    if quantity.low is not None or not doc.text[start:end].lower().startswith("up to"):
        return quantity
    span = doc.char_span(start, end, alignment_mode="expand")
    moved = span is not None and span.start > 0 and doc[span.start - 1].lemma_.lower() in table("quantities")["moving"]
    return replace(quantity, low=quantity.high) if moved else quantity


def _noun_of(token: Token) -> Token | None:
    """The noun a number belongs to."""
    at = token
    for _ in range(4):
        if at.pos_ in ("NOUN", "PROPN") and not at.like_num:
            return at
        if (
            at.dep_ not in ("nummod", "quantmod", "compound", "advmod", "amod", "nmod", "npadvmod", "pobj", "prep")
            or at.head.i == at.i
        ):
            return None
        if at.head.pos_ in ("VERB", "AUX"):
            return None
        at = at.head
    return None


def _verb_of(token: Token) -> Token | None:
    """The verb whose subject, object or value the number is; none where it stands beside ("after 103 deaths")."""
    at = token
    for _ in range(8):
        if at.pos_ in ("VERB", "AUX") and at.dep_ not in ("aux", "auxpass"):
            return at
        if at.head.i == at.i or (at.dep_ == "prep" and at.lower_ not in ("to", "at", "of", "by", "from")):
            return None
        at = at.head
    return None


def _around(noun: Token) -> set[int]:
    """The noun with its modifiers and what follows with "of" or "in", less clauses."""
    kept = {noun.i}
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "poss", "nmod", "acl"):
            kept |= {child.i, *(c.i for c in child.children if c.dep_ in ("compound", "amod", "prep"))}
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "from", "at", "among", "for", "across"):
            kept |= set(list(subtree(child))[:_REACH])
    return kept
