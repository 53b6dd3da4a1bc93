"""Which time of a text is the time of an event, and in what tense a clause stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from reportedly.annotate.reporting import Attribution
from reportedly.annotate.spans import spans_of, starting_in, within
from reportedly.model import Spans, TimeExpression, When

Tense = Literal["past", "present", "future"]
_YEAR = re.compile(r"\b[12]\d{3}\b")
_STATEMENTS = frozenset(
    {"statement", "interview", "report", "speech", "briefing", "conference", "tweet", "letter", "address"}
)
_AHEAD = frozenset(
    {"will", "wo", "shall", "'ll", "’ll", "would", "'d", "may", "might", "could", "should", "ought", "must"}
)
_CUE_TIME_DAYS = 2
"""A report older than this tells of its own time, not of the news day."""


def clause_of(token: Token) -> Token:
    """The verb that governs a token."""
    at = token
    for _ in range(40):
        if at.pos_ in ("VERB", "AUX") and at.dep_ not in ("aux", "auxpass"):
            return at
        if at.head.i == at.i:
            return at
        at = at.head
    return at


def tense_of(verb: Token) -> Tense | None:
    """The tense of a verb group, a non-finite verb taking that of the verb above."""
    at = verb
    for _ in range(8):
        aux = {c.lower_ for c in at.children if c.dep_ in ("aux", "auxpass")}
        lemmas = {c.lemma_.lower() for c in at.children if c.dep_ in ("aux", "auxpass")}
        if aux & _AHEAD:
            return "past" if "have" in lemmas and at.tag_ == "VBN" else "future"
        if "to" in aux and (at.tag_ == "VB" or "be" in aux) and at.head.i != at.i:
            above = tense_of(at.head) if at.head.lemma_.lower() in ("have", "try", "manage", "begin", "start") else None
            return above or (
                "past" if at.head.tag_ in ("VBD", "VBN") and at.head.lemma_ in ("fail", "go") else "future"
            )
        if at.tag_ == "VBD" or "did" in aux or "had" in aux or "was" in aux or "were" in aux:
            return "past"
        if at.tag_ == "VBN" and aux & {"has", "have", "'ve", "’ve"}:
            return "past"
        if at.tag_ in ("VBZ", "VBP") or aux & {"is", "are", "am", "'s", "'re", "’s", "’re", "does", "do"}:
            return "present"
        if at.head.i == at.i:
            return "past" if at.tag_ == "VBN" else None
        at = clause_of(at.head)
    return None


def tense_reader(doc: Doc) -> Callable[[int], Tense | None]:
    """The tense of the clause around a character."""

    def tense(offset: int) -> Tense | None:
        span = doc.char_span(offset, offset + 1, alignment_mode="expand")
        return tense_of(clause_of(span.root)) if span is not None else None

    return tense


@dataclass(frozen=True, slots=True)
class Calendar:
    """The time expressions of one article, in order, and its day of publication."""

    doc: Doc
    text: str
    times: Sequence[TimeExpression]
    said: str | None
    starts: Sequence[int]

    @classmethod
    def of(cls, doc: Doc, text: str, times: Sequence[TimeExpression], said: str | None) -> Calendar:
        """`said` is the ISO day of publication, None where unknown."""
        ordered = sorted(times, key=lambda t: (t.start, t.end))
        return cls(doc, text, ordered, said, [t.start for t in ordered])

    def in_spans(self, spans: Spans) -> list[TimeExpression]:
        """The expressions that lie whole in one of `spans`."""
        found = (self.times[n] for n in starting_in(self.starts, spans))
        return [t for t in found if within((t.start, t.end), spans)]


def event_time(
    calendar: Calendar, core: Spans, predicate: Token | None, attribution: Attribution | None
) -> When | None:
    """The time of the claimed event: of the expressions in its words the one nearest to its predicate.

    Where the words have none: a past or present state told by a report of an earlier time is of that time; what
    "is happening" happens on the day it is said. The time of the saying itself ("said on Monday") is no event's time.
    """
    doc, said = calendar.doc, calendar.said
    inside = [t for t in calendar.in_spans(core) if t.type in ("DATE", "TIME")]
    inside = [t for t in inside if not _of_the_saying(doc, t, attribution, said)]
    if inside:
        best = min(inside, key=lambda t: (_vague(t), _distance(doc, t, predicate), t.start))
        return _when(calendar, best)
    if attribution is not None and predicate is not None and tense_of(predicate) != "future":
        cue = _cue_time(calendar, attribution)
        if cue is not None:
            return _when(calendar, cue)
    if predicate is not None and said and _in_progress(predicate):
        group = sorted([predicate.i, *(c.i for c in predicate.children if c.dep_ == "aux")])
        mention = spans_of(doc, group)
        text = " ".join(calendar.text[s:e] for s, e in mention)
        return When(said, said, False, "PRESENT_REF", text, "published", mention)
    return None


def _of_the_saying(doc: Doc, t: TimeExpression, attribution: Attribution | None, said: str | None) -> bool:
    """ "in a Monday statement"; "predicted a rise on Thursday", printed on Thursday: when it was said."""
    span = doc.char_span(t.start, t.end, alignment_mode="expand")
    if span is None or attribution is None:
        return False
    if span.root.head.lemma_.lower() in _STATEMENTS:
        return True
    ends = bool(attribution.content) and span.end - 1 == attribution.content[-1]
    return attribution.way == "object" and ends and bool(t.last and said and t.last <= said)


def _in_progress(verb: Token) -> bool:
    """ "is moving": now, and not "is going to" or "is arriving on Monday", which have a time of their own."""
    aux = [c for c in verb.children if c.dep_ == "aux"]
    going = verb.lower_ == "going" and any(c.dep_ == "xcomp" for c in verb.children)
    return verb.tag_ == "VBG" and not going and any(a.tag_ in ("VBZ", "VBP") and a.lemma_ == "be" for a in aux)


def _vague(t: TimeExpression) -> int:
    return 0 if t.first or (t.value.startswith("XXXX-") and not t.value.startswith("XXXX-XX-XX")) else 1


def _distance(doc: Doc, t: TimeExpression, predicate: Token | None) -> int:
    """Steps up the parse from the expression to the predicate; far where it is not above it."""
    span = doc.char_span(t.start, t.end, alignment_mode="expand")
    if span is None or predicate is None:
        return 99
    at, steps, clauses = span.root, 0, 0
    while steps < 30:
        if at.i == predicate.i:
            return steps + 10 * max(0, clauses)
        if at.dep_ in ("relcl", "advcl", "acl", "ccomp"):
            clauses += 1
        if at.head.i == at.i:
            return 50 + abs(span.root.i - predicate.i)
        at = at.head
        steps += 1
    return 99


def _cue_time(calendar: Calendar, attribution: Attribution) -> TimeExpression | None:
    """The time that stands with the cue, where it is clearly earlier than the article."""
    doc, said = calendar.doc, calendar.said
    head = doc[attribution.head]
    for n in starting_in(calendar.starts, [(head.left_edge.idx, head.right_edge.idx + 1)]):
        t = calendar.times[n]
        if t.type != "DATE" or not t.first or not t.last or not said or _days(t.last, said) <= _CUE_TIME_DAYS:
            continue
        span = doc.char_span(t.start, t.end, alignment_mode="expand")
        if span is not None and clause_of(span.root).i == head.i:
            return t
    return None


def _days(a: str, b: str) -> int:
    return (dt.date.fromisoformat(b[:10]) - dt.date.fromisoformat(a[:10])).days


def _when(calendar: Calendar, t: TimeExpression) -> When:
    text = calendar.text[t.start : t.end]
    basis: Literal["stated", "published", "relative"] = "relative"
    if t.first or t.last:
        basis = "stated" if _YEAR.search(text) else "published"
    return When(t.first, t.last, t.open, t.value, text, basis, ((t.start, t.end),))
