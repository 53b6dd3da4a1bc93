"""Quotations in running text: where they open and close, in every newspaper style.

Works paragraph by paragraph and in linear time. A paragraph that opens a quotation and does not close it,
followed by one that opens again, is the convention for a quotation that runs on; a mark that is never closed
ends with its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_OPENING = {"“", "„", "«", "``"}
# the same mark opens and closes: typewriter marks, and the two apostrophes of older news archives
_EITHER = {'"', "''"}
_MARK = re.compile(r"``|''|[“”„«»\"‘’']")
_SPACE_BEFORE = re.compile(r"[\s(\[—–\-/“\"]")
_SURE = ".,!?"
"""A mark behind one of these closes a quotation; behind a letter it may be an apostrophe."""
_AFTER_CLOSE = re.compile(r"[\s.,;:!?)\]—–\-/”\"]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: characters `start` to `end`, half open."""

    start: int
    end: int
    closed: bool
    """False: the paragraph ended first."""
    double: bool
    """False: single marks, which also stand for scare quotes and titles in texts that quote with double ones."""


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """All outermost quotations, in order, none overlapping another."""
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(text, paragraph.start(), paragraph.end())
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    marks = list(_MARK.finditer(text, start, end))
    doubles = _pair(text, end, [m for m in marks if m.group() not in ("‘", "’", "'")])
    singles = [m for m in marks if m.group() in ("‘", "’", "'")]
    at = 0
    outside = []
    for mark in singles:  # single marks inside a double quotation are a quotation in the quotation: not ours
        while at < len(doubles) and doubles[at].end <= mark.start():
            at += 1
        if at == len(doubles) or mark.start() < doubles[at].start:
            outside.append(mark)
    return _outermost(text, doubles, _pair_single(text, start, outside))


def _outermost(text: str, doubles: list[Quotation], singles: list[Quotation]) -> list[Quotation]:
    """Both kinds in order; a single-quoted one around double-quoted ones goes before them where it surely closes."""
    found: list[Quotation] = []
    at = 0
    for single in singles:
        while at < len(doubles) and doubles[at].end <= single.start:
            found.append(doubles[at])
            at += 1
        after = at
        while after < len(doubles) and doubles[after].start < single.end:
            after += 1
        if after == at or text[single.end - 2] in _SURE:
            found.append(single)
            at = after
    return found + doubles[at:]


def _pair(text: str, end: int, marks: list[re.Match[str]]) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in marks:
        opens = opened is None if mark.group() in _EITHER else mark.group() in _OPENING
        if opens and opened is None:
            opened = mark
        elif not opens and opened is not None:
            found.append(Quotation(opened.start(), mark.end(), closed=True, double=True))
            opened = None
    if opened is not None:
        # A mark that can only be a closing one (an inch, a lost opening) opens nothing.
        follows = text[opened.end() : opened.end() + 1]
        if follows and not follows.isspace():
            found.append(Quotation(opened.start(), end, closed=False, double=True))
    return found


def _pair_single(text: str, start: int, marks: list[re.Match[str]]) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    # how many marks from here on follow closing punctuation, and so surely close
    sure = [0] * (len(marks) + 1)
    for i in range(len(marks) - 1, -1, -1):
        before, after = _around(text, marks[i], start)
        sure[i] = sure[i + 1] + (before in _SURE and before != "" and _may_follow(after))
    for i, mark in enumerate(marks):
        before, after = _around(text, mark, start)
        if opened is None:
            opens = (not before or bool(_SPACE_BEFORE.match(before))) and after.isalpha()
            if mark.group() != "’" and opens:
                opened = mark.start()
        elif mark.group() != "‘" and before and not before.isspace() and _may_follow(after):
            # the boys' club: a plural's apostrophe closes nothing while a surer mark follows
            if before == "s" and after == " " and sure[i + 1]:
                continue
            found.append(Quotation(opened, mark.end(), closed=True, double=False))
            opened = None
    return found


def _around(text: str, mark: re.Match[str], start: int) -> tuple[str, str]:
    return text[max(start, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]


def _may_follow(after: str) -> bool:
    return not after or bool(_AFTER_CLOSE.match(after))
