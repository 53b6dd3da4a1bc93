"""Patterns over words, compiled to regular expressions over one character a word.

Every word of a text becomes one character that stands for the set of classes it is in. A pattern of
words is then a regular expression over these characters: fast, linear on what we allow, and readable in
the language table. The idea is that of TokensRegex (Chang and Manning 2014), much reduced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_LEX = re.compile(r"<\w+>|\{\w+\}|[()|?*+]|[^\s<>{}()|?*+]+")
_OPERATORS = {"(", ")", "|", "?", "*", "+"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """`first`: the characters a match can begin with."""

    source: str
    first: frozenset[str]
    nullable: bool


def char_class(chars: Iterable[str]) -> str:
    """A regular expression for one of these characters; none of them: never."""
    inside = "".join(re.escape(c) for c in sorted(chars))
    return f"[{inside}]" if inside else r"(?!)"


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern with `{macro}` replaced, also inside macros.

    Raises:
        KeyError: there is no such macro.

    """
    for _ in range(8):
        if "{" not in pattern:
            break
        pattern = re.sub(r"\{(\w+)\}", lambda m: f" ( {macros[m[1]]} ) ", pattern)
    return pattern


def words_of(pattern: str) -> set[str]:
    """The literal words of an expanded pattern."""
    return {p for p in _LEX.findall(pattern) if p not in _OPERATORS and p[0] not in "<{"}


def compile_pattern(pattern: str, chars: Callable[[str], frozenset[str]]) -> Pattern:
    """Compile an expanded pattern; `chars` gives the characters of a `<class>` or a literal word.

    Raises:
        ValueError: the parentheses do not match.

    """
    pieces = _LEX.findall(pattern)
    found, at = _alternatives(pieces, 0, chars)
    if at != len(pieces):
        raise ValueError(f"unmatched ')' in {pattern!r}")
    return found


def _alternatives(pieces: list[str], at: int, chars: Callable[[str], frozenset[str]]) -> tuple[Pattern, int]:
    options: list[Pattern] = []
    while True:
        option, at = _sequence(pieces, at, chars)
        options.append(option)
        if at >= len(pieces) or pieces[at] != "|":
            break
        at += 1
    source = "|".join(o.source for o in options)
    first = frozenset().union(*(o.first for o in options))
    return Pattern(f"(?:{source})", first, any(o.nullable for o in options)), at


def _sequence(pieces: list[str], at: int, chars: Callable[[str], frozenset[str]]) -> tuple[Pattern, int]:
    source, first, nullable = "", frozenset[str](), True
    while at < len(pieces) and pieces[at] not in {"|", ")"}:
        item, at = _item(pieces, at, chars)
        source += item.source
        first = first | item.first if nullable else first
        nullable = nullable and item.nullable
    return Pattern(source, first, nullable), at


def _item(pieces: list[str], at: int, chars: Callable[[str], frozenset[str]]) -> tuple[Pattern, int]:
    if pieces[at] == "(":
        item, at = _alternatives(pieces, at + 1, chars)
        if at >= len(pieces):
            raise ValueError(f"unmatched '(' in {' '.join(pieces)!r}")
        at += 1
    else:
        allowed = chars(pieces[at])
        item, at = Pattern(char_class(allowed), allowed, nullable=False), at + 1
    if at < len(pieces) and pieces[at] in {"?", "*", "+"}:
        # a repetition is capped, so that a pattern stays linear on hostile input
        times = {"?": "?", "*": "{0,4}", "+": "{1,4}"}[pieces[at]]
        item = Pattern(item.source + times, item.first, item.nullable or pieces[at] != "+")
        at += 1
    return item, at
