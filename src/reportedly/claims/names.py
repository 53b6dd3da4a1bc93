"""Names put so that two can be compared, and whether two can be one person's."""

from __future__ import annotations

import functools
import re
import unicodedata

from reportedly import languages

_MIN_FUZZY = 5
_FULL, _LEAST_SHORT = 2, 3
"""First and last name; letters of a first name's short form."""
_LEGAL_FORM = re.compile(r"(?<=\w)(?: (?:corp|corporation|inc|incorporated|ltd|limited|plc|llc|gmbh))+$")
_LETTERS = re.compile(r"[A-Z](?:\. ?[A-Z]\.|\.?[A-Z]) (?=[A-Z])")


@functools.lru_cache(maxsize=1 << 16)
def key_of(name: str) -> str:
    """A name folded for comparison: no accents, case, dots, hyphens, titles, possessive."""
    if letters := _LETTERS.match(name):
        place = languages.table("events")["folding"]["places"].get(re.sub(r"\W", "", letters[0]))
        name = f"{place} {name[letters.end() :]}" if place else name
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(r"['’`]s?\b", "", plain.lower().replace("’", "'"))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)|\.", "", plain)
    plain = re.sub(r"[-‐‑–/]", " ", plain)
    plain = re.sub(r"[^\w\s&]", " ", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    titles, spellings, _ = folding()
    while shorter := next((plain[len(t) + 1 :] for t in titles if plain.startswith(t + " ")), ""):
        plain = shorter
    for pattern, other in spellings:
        plain = pattern.sub(other, plain)
    return _LEGAL_FORM.sub("", plain)


@functools.cache
def folding() -> tuple[tuple[str, ...], tuple[tuple[re.Pattern[str], str], ...], frozenset[str]]:
    """Titles before a name, spellings of word ends with the one we compare by, and words an acronym leaves out."""
    table = languages.table("events")["folding"]
    spellings = tuple((re.compile(rf"{re.escape(end)}\b"), other) for end, other in table["spellings"].items())
    return tuple(sorted(table["titles"], key=len, reverse=True)), spellings, frozenset(table["small"])


def same_person(a: str, b: str) -> bool:
    """Whether two full names can be one person's."""
    x, y = a.split(), b.split()
    if len(x) == len(y) == _FULL and x[-1] == y[-1] and _shortened(x[0], y[0]):
        return True
    if len(x) == len(y):
        return all(p == q or _one_letter(p, q) for p, q in zip(x, y, strict=True)) or _initials(x, y)
    short, long = sorted((x, y), key=len)
    if len(short) > 1 and long[1:] == short:
        return True  # "GM Jane Price"
    return short[-1] == long[-1] and (short[0] == long[0] or _initials(short, long))


def _shortened(x: str, y: str) -> bool:
    """ "Doug" for "Douglas"."""
    short, long = sorted((x, y), key=len)
    return len(short) >= _LEAST_SHORT and long.startswith(short)


def _initials(x: list[str], y: list[str]) -> bool:
    """ "J Price", "Jane Price"."""
    return x[-1] == y[-1] and x[0][0] == y[0][0] and 1 in (len(x[0]), len(y[0]))


def _one_letter(a: str, b: str) -> bool:
    """Whether one edit makes one of the other, for words long enough that it is a spelling and not another name."""
    if min(len(a), len(b)) < _MIN_FUZZY or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]
