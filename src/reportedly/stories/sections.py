"""The items of an article that tells of several things: a live blog that turns to something else, a briefing, "In other news".

Items are told by structure: a clock time that opens posts, headings, numbers, a dateline inside the text, words that say that
something else begins. Of these only those are parts of their own that have next to nothing in common with the rest of the
article: an article with headings over one matter names the same people and places under all of them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

from reportedly.languages import languages_with, table
from reportedly.model import Article, Span

_ITEMS = 3
"""So many clock times, headings, numbers or datelines open items; fewer are chance. Words that say so are enough alone."""
_HEADING = 12
"""Words of a heading at most."""
_PROSE = 25
"""Words of an item at least: less says too little to be found elsewhere."""
_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+")
_CLOCK = re.compile(
    r"\W{0,3}(?:(?:[Uu]pdated|[Pp]osted|[Aa]t) ){0,2}(?:[01]?\d|2[0-3])(?:[.:][0-5]\d\s?(?:[AaPp]\.?[Mm]\b\.?)?|\s?[AaPp]\.?[Mm]\b\.?)"
    r"(?:\s\(?[A-Z]{2,4}\)?(?!\w))?(?=\W|$)(?! (?:on|of|and|to)\b)"
)
_NUMBER = re.compile(r"\W{0,2}(?:\d{1,2}[.)]|#\d{1,2}[.:]?)\s+(?=[^\W\d_])")
_MARK = re.compile(rf"^(?:{_CLOCK.pattern}|{_NUMBER.pattern})")
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{2,}(?: [A-Z.'’-]{2,}){0,2}(?:, [A-Z][\w. ]{1,20})?(?: \([A-Z][\w ]{1,20}\))?\s?[-–—]{1,2}\s"
)
_STOPPED = re.compile(r"[.!?…:;,]['\"”’)]*$")


def items(article: Article) -> tuple[Span, ...]:
    """Where the items of the text stand, in their order; none where it is one piece."""
    text = article.text
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text)]
    lines = [text[start:end] for start, end in paragraphs]
    said = _turns(article.language or "en")
    opens = _opened(lines, said) if said else set()
    for found in (*(_opened(lines, mark) for mark in (_CLOCK, _NUMBER, _DATELINE)), _headings(lines)):
        if len(found) >= _ITEMS:
            opens |= found
    spans = [(paragraphs[a][0], paragraphs[b - 1][1]) for a, b in pairwise([*sorted(opens), len(paragraphs)])]
    return tuple(s for s in spans if len(_WORD.findall(text[s[0] : s[1]])) >= _PROSE)


def unmarked(text: str) -> str:
    """The text with blanks for the clock times and numbers that open items: they are words that all items share."""
    return _PARAGRAPH.sub(lambda line: _MARK.sub(lambda mark: " " * len(mark[0]), line[0], count=1), text)


def _opened(lines: Sequence[str], mark: re.Pattern[str]) -> set[int]:
    return {at for at, line in enumerate(lines) if mark.match(line)}


def _headings(lines: Sequence[str]) -> set[int]:
    """Short lines that end in no stop, with prose right below."""
    return {
        at
        for at, (line, below) in enumerate(pairwise(lines))
        if line[:1].isalnum()
        and not _STOPPED.search(line)
        and len(_WORD.findall(line)) <= _HEADING
        and _STOPPED.search(below)
        and len(_WORD.findall(below)) > _HEADING
    }


@functools.cache
def _turns(language: str) -> re.Pattern[str] | None:
    """The words of a language that say that something else begins."""
    known = language in languages_with("publication")
    words = table("publication", language).get("items", {}).get("turns", ()) if known else ()
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(words)})\b", re.IGNORECASE) if words else None
