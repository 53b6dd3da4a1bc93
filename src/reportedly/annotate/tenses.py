"""Whether a verb group tells of what lies ahead, judged by its form: auxiliaries, tense, and the times beside it."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from reportedly.annotate.predicates import SUBJECTS, mark_of, nearby, words

Side = Literal["future", "past"]
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"})


def side_of_now(token: Token, children: list[Token], *, event: bool) -> Side | None:
    """On which side of now `token` puts its event, where its form says so.

    `children` are those of its words that count; `event`: it is the event's own verb, not one above it.
    """
    auxiliaries = {c.lower_: c for c in children if c.dep_ in ("aux", "auxpass")}
    modal = next((c for c in auxiliaries.values() if c.tag_ == "MD"), None)
    perfect = token.tag_ in ("VBN", "VBD") and "have" in auxiliaries
    if modal is None:
        to = any(c.tag_ == "TO" for c in auxiliaries.values())
        if token.dep_ == "ROOT" and to:
            return "future"  # a headline: "Carmaker to cut jobs"
        if not event:
            return None
        if perfect and to:
            return "past"
        return "future" if _named_ahead(token, children) or _ahead(token, children) else None
    low = modal.lower_
    if low in words("modals", "future"):
        return "future"
    if perfect:
        return "past" if event else None
    return "future" if _still_to_come(token, children, modal) else None


def _still_to_come(token: Token, children: list[Token], modal: Token) -> bool:
    low = modal.lower_
    if low in words("modals", "future_in_past"):
        return not _history(token, children)
    state = token.lemma_ in words("time", "states")
    if low in words("modals", "duty"):
        return not state
    if not is_possibility(modal):
        return False
    state = state or any(c.lower_ == "be" for c in children if c.dep_ == "aux")
    return not state or _has_ahead(children) or _dated(token, children)


def _named_ahead(token: Token, children: list[Token]) -> bool:
    """True for "the planned closure"."""
    return token.pos_ == "NOUN" and any(c.lower_ in words("time", "adjectives") for c in children)


def is_possibility(modal: Token) -> bool:
    """True for an auxiliary that states a possibility: "may", "might", and "could" where it is not the past of "can"."""
    if modal.tag_ != "MD" or modal.lower_ not in words("modals", "possibility"):
        return False
    if modal.lower_ != "could":
        return True
    verb = modal.head
    negated = any(c.dep_ == "neg" for c in verb.children)
    ability = verb.lemma_ in words("modals", "ability") or mark_of(verb) in words("modals", "ability_marks")
    return not (negated or ability)


def _history(token: Token, children: list[Token]) -> bool:
    """True for "would later become": told after the event, in nobody's words."""
    told = token.dep_ in ("ROOT", "relcl", "conj")
    return told and any(c.dep_ == "advmod" and c.lower_ in words("time", "history") for c in children)


def _ahead(token: Token, children: list[Token]) -> bool:
    """A present tense with a time ahead of it."""
    progressive = token.tag_ == "VBG" and any(c.lower_ in _PRESENT_BE for c in children)
    if progressive:
        return _has_ahead(children) and token.lemma_ != "go"
    if token.tag_ not in ("VBZ", "VBP") or token.lemma_ not in words("time", "timetable"):
        return False
    return _has_ahead(children) or _dated(token, children)


def _dated(token: Token, children: list[Token]) -> bool:
    """A day stands behind the verb or its subject: "opens on Monday", "a vote in the autumn could be close"."""
    subjects = [g for c in children if c.dep_ in SUBJECTS for g in c.children if c.i < token.i]
    return any(
        grand.ent_type_ in ("DATE", "TIME")
        for c in (*children, *subjects)
        if c.dep_ == "prep" and c.lower_ in ("on", "in", "at", "by", "until", "before")
        for grand in c.children
    )


def _has_ahead(children: list[Token]) -> bool:
    near = (t for c in children if c.dep_ in ("advmod", "npadvmod", "prep") for t in nearby(c))
    return any(t.lower_ in words("time", "ahead") for t in near)


def past(token: Token) -> bool:
    return token.tag_ == "VBD" or any(c.tag_ == "VBD" for c in token.children if c.dep_ in ("aux", "auxpass"))
