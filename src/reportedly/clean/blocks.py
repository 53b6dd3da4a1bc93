"""The pieces a text is made of before it is decided which of them are prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Tag = Literal["p", "head", "item", "quote"]

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u2060\u00ad]")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_ENDS = re.compile(
    r"""[.!?…:;。！？：؟۔।]\s?["'”’»«“‘」』）)\]*`]*$|[.!?…]["'”’»)\]]* ?\[?\d{0,2}\]?$|[—–-]{1,2}["'”’]?$"""
)
_INNER_STOP = re.compile(r"""[.!?]["'”’)]* (?=["'“‘(]?[A-Z])""")
_QUOTES = str.maketrans("“”„«»‘’‚`", '"""""\'\'\'\'')
_BULLET = re.compile(r"^(?:[•●▪■◦‣*►▶»>·–—]|-(?=\s)|\d{1,2}[.)](?=\s))\s*")
WRAPPED = 45
"""A line at least this long may be one of a paragraph that was wrapped at a width."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of a page, or a line of a copied page."""

    text: str
    block: int
    """Pieces with no empty line between them share one."""
    tag: Tag = "p"
    linked: bool = False
    """All of it is the text of one link."""

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def stopped(self) -> bool:
        """It ends as a sentence does."""
        return ends_sentence(self.text)

    @property
    def bulleted(self) -> bool:
        return bool(_BULLET.match(self.text))


def normal(text: str) -> str:
    """White space of any kind, and runs of it, as one space; invisible break hints taken out."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def plain_quotes(text: str) -> str:
    """Typographic quotes as typewriter ones: for matching only, never for what is kept."""
    return text.translate(_QUOTES)


def unbulleted(text: str) -> str:
    return _BULLET.sub("", text, count=1)


def ends_sentence(text: str) -> bool:
    return bool(_ENDS.search(text[-12:]))


def several_sentences(text: str) -> bool:
    return bool(_INNER_STOP.search(text))


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a plain text: lines, wrapped ones joined to their paragraph."""
    blocks = [[line for raw in block.split("\n") if (line := normal(raw))] for block in _EMPTY_LINE.split(text)]
    blocks = [b for b in blocks if b]
    if len(blocks) == 1:
        # no empty line anywhere: each line stands for itself
        return [Piece(part, n) for n, part in enumerate(_joined(blocks[0]))]
    return [Piece(part, n) for n, lines in enumerate(blocks) for part in _joined(lines)]


def _joined(lines: list[str]) -> list[str]:
    """Lines of one block as paragraphs: in text wrapped at a width, a full line runs on in the next.

    Wrapped prose breaks inside sentences, so that many lines after the first begin in lower case; lines that
    all begin with a capital are a list, however long they are.
    """
    following = lines[1:]
    inside = sum(line[0].islower() for line in following)
    if not following or max(map(len, lines)) > 160 or inside < len(following) * 0.3:
        return lines
    width = max(map(len, lines))
    parts = [[lines[0]]]
    for last, line in pairwise(lines):
        first = line.split(" ", 1)[0]
        full = len(last) >= WRAPPED and len(last) + len(first) + 1 > width - 2
        if full and not _BULLET.match(line):
            parts[-1].append(line)
        else:
            parts.append([line])
    return [" ".join(part) for part in parts]
