"""Numbers with a space behind their mark ("6. 1", "120, 000", "7: 21 p. m."), as texts have them that were cut into words and joined again.

They are read in a copy of the text in which each stands as one number of the same length, so that every offset holds.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from reportedly.languages import table
from reportedly.model import Annotations, Assertion, Spans

_WHOLE = re.compile(r"\d[.,:]\d")
_SURE = re.compile(
    r"\d, \d{3}\b(?! \d)|\d: \d\d\b|\d\. \d{1,2}(?:-[a-z]| percent\b)|\b[ap]\. m\.|\b[A-Z]\. [A-Z]\.|``|''"
)
"""What no writer writes, or seldom."""
_NUMBERS = re.compile(
    r"""(?<![\w.,:/])(?:
      (?P<grouped>\d{1,3}(?:,\ \d{3})+)(?!\d|,\ ?\d)
    | (?P<decimal>\d{1,3}\.\ \d{1,2})(?=[-)\s]|[.,;](?:\s|\Z))
    | (?P<clock>\d{1,2}:\ [0-5]\d)(?P<half>\ [ap]\.\ m\b)?)""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"(\w+)\.? \Z")
_LONGEST_MONTH = 12
"""Characters, with what stands behind it."""


def mended(text: str) -> str:
    """`text` with broken numbers joined, character for character as long; the same text where it has none."""
    if _WHOLE.search(text) or not _SURE.search(text):
        return text
    return _NUMBERS.sub(_joined, text)


@functools.cache
def _months() -> frozenset[str]:
    words = table("publication")["dates"]
    return frozenset((*words["months"], *words["month_short"], *words["month_other"]))


def _joined(m: re.Match[str]) -> str:
    before = _LAST_WORD.search(m.string[max(0, m.start() - _LONGEST_MONTH) : m.start()])
    if before and before[1].lower() in _months():  # "on Nov. 5, 200 people came"
        return m[0]
    whole = m[0].replace(" ", "")
    lost = len(m[0]) - len(whole)
    if m["grouped"]:
        # "120, 000" is 120000.0
        digits = whole.replace(",", "")
        return digits + "." + "0" * (len(m[0]) - len(digits) - 1)
    if m["decimal"]:
        return whole + "0" * lost
    time = m["clock"].replace(" ", "")
    return "0" + time + (m["half"] or "").replace(". ", ".").rjust(len(m["half"] or ""))


def as_written(notes: Annotations, text: str) -> Annotations:
    """The annotations with every piece of text as the article has it."""
    return replace(notes, assertions=tuple(_as_written(a, text) for a in notes.assertions))


def _as_written(a: Assertion, text: str) -> Assertion:
    def at(spans: Spans) -> str:
        return " ".join(text[s:e] for s, e in spans)

    return replace(
        a,
        evidence=replace(a.evidence, text=at(a.evidence.spans)),
        hedges=tuple(replace(h, text=at(h.mention)) for h in a.hedges),
        quantities=tuple(replace(q, text=at(q.mention)) for q in a.quantities),
    )
