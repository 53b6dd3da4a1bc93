"""Is a short line the name of an outlet, a byline, or neither? By its words and capitals, not by a list of all outlets."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from reportedly.clean.blocks import plain_quotes
from reportedly.languages import table

_PARTICLES = r"(?:de|del|della|der|den|di|da|dos|du|van|von|ter|bin|bint|ibn|al|el|la|le|y|e|zu)"
_NAME = rf"(?:(?:Dr|Sir|Dame|Prof|Lord|Lady)\.? )?[^\W\d_a-z][\w'’.-]*(?: (?:{_PARTICLES} ){{0,2}}[^\W\d_a-z][\w'’.-]*){{1,4}}"
_NAMES = re.compile(rf"{_NAME}(?:(?:, | and | & |, and ){_NAME}){{0,7}}")
_CAMEL = re.compile(r"[A-Z][a-z]+")
_HANDLE = re.compile(r"\s*\(?@\w+\)?")
_CUT = re.compile(r"\s+(?:in|at|for|on|with|from)\s+|\s[-–—|•·/]\s?|\s*[|•·(]|\s{2,}|\s\d", re.IGNORECASE)


@functools.cache
def _words() -> dict[str, Any]:
    return table("publication")


@dataclass(frozen=True, slots=True)
class _Outlets:
    words: frozenset[str]
    names: frozenset[str]
    sections: frozenset[str]
    generic: frozenset[str]
    small: frozenset[str]


@functools.cache
def _outlets() -> _Outlets:
    said = _words()["outlets"]
    return _Outlets(*(frozenset(said[key]) for key in ("words", "names", "sections", "generic", "small")))


def is_outlet(line: str) -> bool:
    """True for what reads as an outlet's name: "The Example Herald", "EX News", "Reuters"."""
    known = _outlets()
    tokens = line.split()
    if not 1 <= len(tokens) <= 6 or len(line) > 50:
        return False
    if line in known.names:
        return True
    first, comma, _ = line.partition(",")
    if comma and not is_outlet(first):
        return False  # "Jane Doe, Example News"
    lows = [t.strip(".,").lower() for t in tokens]
    if "for" in lows or line.lower() in known.sections:
        return False  # "Jane Doe for Example News"
    if not all(t[0].isupper() or t[0].isdigit() or low in known.small for t, low in zip(tokens, lows, strict=True)):
        return False
    hits = {low for low in lows if low in known.words}
    # "HuffPost", "BuzzFeed": a word inside a word
    camel = (part.lower() for t in tokens if not t.isupper() for part in _CAMEL.findall(t) if part != t)
    hits |= {part for part in camel if part in known.words}
    rest = [low for low in lows if low not in hits and low not in known.sections and low not in known.small]
    # the word opens the name or closes it; inside, it is a headline's: "Team Sets Record in Final"
    edges = [low for low in lows if low not in known.small]
    if len(edges) > 3 and not hits & {edges[0], edges[1], edges[-1], edges[-2]}:
        return False
    # "World News", "Daily Report": a section of some site, not a name
    return bool(hits) and (bool(hits - known.generic) or bool(rest))


def outlet_name(line: str) -> str:
    """The name in a line that is one: without the place or role that may follow it ("EX News, Geneva")."""
    name = line.strip(" .,:;|-–—")
    first, comma, _ = name.partition(",")
    if comma and is_outlet(first):
        name = first
    roles = set(_words()["byline"]["roles"]) - _outlets().words
    tokens = name.split()
    while len(tokens) > 1 and tokens[-1].lower() in roles:
        tokens.pop()
    return " ".join(tokens) if is_outlet(" ".join(tokens)) else name


@functools.cache
def _byline() -> re.Pattern[str]:
    opens = "|".join(sorted(_words()["byline"]["opens"], key=len, reverse=True))
    return re.compile(rf"^(?:{opens}):?\s+(?=\S)", re.IGNORECASE)


def byline_of(line: str, *, bare: bool = False) -> tuple[str | None, str | None] | None:
    """Names and outlet that a byline gives ("By Jane Doe and Al Roe, Example News"); None where the line is none.

    A byline may name nobody ("By our correspondent"): both are None then. `bare`: no "by" is needed.
    """
    if len(line) > 160 or line.count(" ") > 20:
        return None
    opened = _byline().match(plain_quotes(line))
    if not opened and not bare:
        return None
    text = _HANDLE.sub("", line[opened.end() :] if opened else line).strip(" ,.;|-–—")
    outlet = next(
        (
            outlet_name(p)
            for p in re.split(r"[,|•·]|\s[-–—]\s|\s(?:for|in|of)\s(?:the\s)?", text, flags=re.IGNORECASE)
            if is_outlet(p.strip())
        ),
        None,
    )
    names = _names(text)
    if opened and not names and (len(text.split()) > 6 or line.rstrip().endswith((".", "?", "!"))):
        return None  # "By the time help came, ..."
    if opened and opened[0].lower().startswith("from") and not names:
        return None
    if line.rstrip().endswith(".") and len(text.split()) > 6:
        return None
    return names, outlet


def _names(text: str) -> str | None:
    roles = set(_words()["byline"]["roles"])
    kept = []
    cut = _CUT.search(text)
    for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+", text[: cut.start()] if cut else text):
        tokens = part.split()
        if is_outlet(part) or {t.lower().strip(".") for t in tokens} & roles or not _NAMES.fullmatch(part):
            break
        kept.append(part.title() if part.isupper() else part)
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else ", ".join(kept[:-1]) + " and " + kept[-1]


def has_role(line: str) -> bool:
    """A role stands after a comma: "Jane Doe, Political Editor"."""
    _, comma, role = line.partition(",")
    return (
        bool(comma)
        and bool({t.lower().strip(".") for t in role.split()} & set(_words()["byline"]["roles"]))
        and role.count(" ") <= 6
    )


def is_person(line: str) -> bool:
    """Two to four capitalised words and nothing else: a name, if the place of the line says so."""
    return bool(_NAMES.fullmatch(line)) and not is_outlet(line) and line.count(" ") <= 4
