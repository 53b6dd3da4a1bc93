"""Which time of a text is the time of an event, and in what tense a clause stands."""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from reportedly import languages
from reportedly.annotate.likelihood import is_chance
from reportedly.annotate.predicates import is_in, is_pending, mark_of, words
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
_LENGTH = re.compile(r"P(?P<clock>T?)(?:(?P<count>\d{1,4}(?:\.\d)?)|X)(?P<unit>[HDWMY])")
"""An ISO 8601 length of one unit; the units' days are mean ones."""
_DAYS = {"TH": 1 / 24, "D": 1, "W": 7, "M": 30.4, "Y": 365.25}
_FAR = 40_000
_WEEK = 7
_STEPS = 8
_AWAITING = ("future", "schedule", "wish")
_PRESENT = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"})
_MODIFYING = frozenset({"amod", "compound", "nmod", "poss", "nummod"})
_BESIDE_NOUN = 3
"""Steps by which a time that only describes a noun ("THIRD-QUARTER figures") is farther from the event."""
_BOUND_ROOM = 40
"""Characters before a time among which a preposition is looked for."""
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
    """The tense of the clause around a character, with what the words over a time make of it: see `_expected`."""

    def tense(offset: int) -> Tense | None:
        span = doc.char_span(offset, offset + 1, alignment_mode="expand")
        if span is None:
            return None
        return "future" if _expected(span.root) else tense_of(clause_of(span.root))

    return tense


def _expected(token: Token) -> bool:
    """Whether a time lies ahead though its verb is no future: "a chance of rain on Sunday", "on course for May", "wants
    it done by June", "opens on Monday", "will leave if nothing is signed by May".
    """
    at, clauses = token, 0
    for _ in range(_STEPS):
        head = at.head
        if is_chance(head) and at.lower_ in ("of", "that", "for"):
            return True
        if at.lower_ == "for" and any(c.lower_ in words("nouns", "course") for p in head.children for c in p.children):
            return True  # "on course for May"
        if at.dep_ == "nsubj" and is_pending(head):
            return True
        if at.pos_ in ("VERB", "AUX") and at.dep_ not in ("aux", "auxpass"):
            clauses += 1
            if clauses == 1 and _on_timetable(at, token):
                return True
            if at.dep_ in ("ccomp", "acl") and is_chance(head):
                return True
            over = head.head if at.dep_ == "acl" and head.dep_ == "dobj" else head  # "wants the sale COMPLETED by June"
            awaited = at.dep_ in ("ccomp", "xcomp", "acl") and at.tag_ != "VBD"
            if awaited and any(is_in(over, "operators", k) for k in _AWAITING):
                return True
            if at.dep_ == "advcl":
                return mark_of(at) in words("condition", "marks") and tense_of(head) == "future"
            if at.dep_ not in ("xcomp", "ccomp", "conj", "pcomp"):
                return False
        if head.i == at.i:
            break
        at = head
    return False


def _on_timetable(verb: Token, time: Token) -> bool:
    """ "Opens on Monday", "is arriving on Monday", "is expected on Monday": a present tense with a day behind it."""
    if time.i < verb.i:
        return False
    if verb.tag_ in ("VBZ", "VBP"):
        return verb.lemma_ in words("time", "timetable")
    present = any(c.lower_ in _PRESENT for c in verb.children if c.dep_ in ("aux", "auxpass"))
    if not present or (time.head.i != verb.i and time.head.dep_ != "prep"):
        return False
    return verb.tag_ == "VBG" or (
        verb.tag_ == "VBN" and any(is_in(verb, "operators", k) for k in ("future", "schedule", "plan"))
    )


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
        if (moved := _moved_to(calendar, inside, predicate)) is not None:
            return moved
        best = min(inside, key=lambda t: (_vague(t), _distance(doc, t, predicate), t.start))
        return _when(calendar, best)
    if predicate is not None and said and (ahead := _ahead(calendar, core, predicate)) is not None:
        return ahead
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


def _moved_to(calendar: Calendar, inside: Sequence[TimeExpression], predicate: Token | None) -> When | None:
    """The new day of what is moved "from Wednesday TO THURSDAY"; None where nothing is."""
    words = languages.table("times")
    if predicate is None or predicate.lemma_.lower() not in words["moves"]["verbs"]:
        return None
    before = [calendar.text[max(0, t.start - _BOUND_ROOM) : t.start].lower().split()[-1:] for t in inside]
    for t, word in zip(inside, before, strict=True):
        if word == ["from"]:  # the two days may have been read as one span
            text = calendar.text[t.start : t.end]
            at = text.find(" to ") + len(" to ")
            if at >= len(" to ") and t.last:
                day = _still_ahead(t.last, text[at:], calendar.said)
                return When(day, day, False, day, text[at:], "published", ((t.start + at, t.end),))
    new = next((t for t, word in zip(inside, before, strict=True) if word == ["to"]), None)
    return _when(calendar, new) if new is not None and ["from"] in before else None


def _still_ahead(day: str, text: str, said: str | None) -> str:
    """A weekday that something is moved to lies ahead, though "has been moved" is told in the past."""
    if said is None or day >= said or any(c.isdigit() for c in text):
        return day
    return _later(day, _WEEK) or day


def _ahead(calendar: Calendar, core: Spans, predicate: Token) -> When | None:
    """A length of time from the day of the saying on: what "will be closed for two weeks" is so until then, what "could
    take two more days" is done by then. "For several days" has no last day.
    """
    said = calendar.said
    lengths = [t for t in calendar.in_spans(core) if t.type == "DURATION"]
    if said is None or not lengths or tense_of(predicate) != "future":
        return None
    best = min(lengths, key=lambda t: (_distance(calendar.doc, t, predicate), t.start))
    words = languages.table("times")["lengths"]
    before = calendar.text[max(0, best.start - _BOUND_ROOM) : best.start].lower().split()[-1:]
    lemma = predicate.lemma_.lower()
    bound: Literal["until", "by"]
    if before and (before[0] in words["lasting"] or lemma in words["lasting_verbs"]):
        bound = "until"
    elif before and (before[0] in words["taking"] or lemma in words["taking_verbs"]):
        bound = "by"
    else:
        return None
    text = calendar.text[best.start : best.end]
    mention = ((best.start, best.end),)
    if best.first or best.last:  # "within 15 days": counted from the day of the article
        return (
            When(best.first, best.last, best.open, best.value, text, "published", mention, bound) if best.last else None
        )
    found = _LENGTH.fullmatch(best.value)
    unit = _DAYS.get(found["clock"] + found["unit"]) if found is not None else None
    if found is None or unit is None:
        return None
    days = math.ceil(float(found["count"]) * unit) if found["count"] else None
    end = _later(said, days) if days is not None and days <= _FAR else None
    return When(said, end, end is None, best.value, text, "published", mention, bound)


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
    """0 of a day or time that is named, 1 of "now", 2 of what has no day."""
    if t.value == "PRESENT_REF":
        return 1
    dated = t.first or (t.last and t.value != "PAST_REF")
    return 0 if dated or (t.value.startswith("XXXX-") and not t.value.startswith("XXXX-XX-XX")) else 2


def _distance(doc: Doc, t: TimeExpression, predicate: Token | None) -> int:
    """Steps up the parse from the expression to the predicate; far where it is not above it."""
    span = doc.char_span(t.start, t.end, alignment_mode="expand")
    if span is None or predicate is None:
        return 99
    at, steps, clauses = span.root, 0, 0
    governors = _governors(predicate)
    if at.dep_ in _MODIFYING and at.head.pos_ in ("NOUN", "PROPN"):
        steps += _BESIDE_NOUN
    while steps < 30:
        if at.i == predicate.i or at.i in governors:
            return steps + 10 * max(0, clauses)
        if at.dep_ in ("relcl", "advcl", "acl", "ccomp"):
            clauses += 1
        if at.head.i == at.i:
            return 50 + abs(span.root.i - predicate.i)
        at = at.head
        steps += 1
    return 99


def _governors(predicate: Token) -> frozenset[int]:
    """The verbs over an event that only say how it stands, whose time is its own: "will TRY on Friday to lower it"."""
    out, at = [], predicate
    for _ in range(_STEPS):
        if at.dep_ != "xcomp" or at.head.i == at.i:
            break
        at = at.head
        out.append(at.i)
    return frozenset(out)


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


def _later(day: str, days: int) -> str | None:
    """So many days after that day; None where no calendar goes so far."""
    try:
        return (dt.date.fromisoformat(day[:10]) + dt.timedelta(days)).isoformat()
    except OverflowError:
        return None


def _days(a: str, b: str) -> int:
    return (dt.date.fromisoformat(b[:10]) - dt.date.fromisoformat(a[:10])).days


def _when(calendar: Calendar, t: TimeExpression) -> When:
    text = calendar.text[t.start : t.end]
    basis: Literal["stated", "published", "relative"] = "relative"
    if t.first or t.last:
        basis = "stated" if _YEAR.search(text) else "published"
    bound = _bound(calendar.text[max(0, t.start - _BOUND_ROOM) : t.start])
    return When(t.first, t.last, t.open, t.value, text, basis, ((t.start, t.end),), bound)


def _bound(before: str) -> Literal["until", "by", "since"] | None:
    """ "closed UNTIL Friday", "done BY about Friday": what the words before a time make of it."""
    found = _bounds().search(before)
    if found is None:
        return None
    return "until" if found["until"] else "by" if found["by"] else "since"


@functools.cache
def _bounds() -> re.Pattern[str]:
    words = languages.table("times")["bounds"]
    kinds = "|".join(rf"(?P<{k}>{'|'.join(map(re.escape, words[k]))})" for k in ("until", "by", "since"))
    return re.compile(rf"\b(?:{kinds})\s+(?:(?:{'|'.join(words['between'])})\s+){{0,3}}$", re.IGNORECASE)
