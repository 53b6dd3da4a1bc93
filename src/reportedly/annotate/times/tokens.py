"""Words of a text as characters of classes, with the values of numbers, dates and clock times."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reportedly.annotate.times.patterns import Pattern, compile_pattern, expand, words_of
from reportedly.languages import table

_TOKEN = re.compile(
    r"""(?P<newline>\n\s*)
    |(?P<money>(?:US|AU?|CA?|NZ|HK)?[$£€¥#]\s?\d[\d,.]{0,24})
    |(?P<percent>\d[\d,.]{0,24}\s?%)
    |(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2}(?![\d]))
    |(?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))
    |(?P<ambiguous>\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d]))
    |(?P<isomonth>\d{4}-(?:0?[1-9]|1[0-2])(?![\d-])|(?:0?[1-9]|1[0-2])-\d{4}(?![\d-]))
    |(?P<clock>\d{1,2}[:.]\d{2}(?=\s?(?:[ap]\.?m\b|GMT|BST|UTC|C?EST|EDT))|\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
    |(?P<shortdate>\d{1,2}/\d{1,2}(?![\d/.,]\d|\d))
    |(?P<decade>(?:\d{3}0|['’‘]?\d0)['’]?\s?s\b)
    |(?P<shortyear>['’‘]\d\d\b)
    |(?P<ordinal>\d{1,4}(?:st|nd|rd|th)\b)
    |(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    |(?P<ampm>[ap]\.\s?m\.?(?!\w))
    |(?P<genitive>['’]s\b)
    |(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+|\d[^\W_]*)*)
    |(?P<mark>\S)""",
    re.VERBOSE,
)
_LONGEST = 9
"""A number of more digits counts no days."""
_PATTERNS = ("pattern", "before", "next", "notnext")
_DASHES = {"–": "-", "—": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'"}
# the kinds of word no list knows, as classes of a pattern
_UNKNOWN = {
    "newline": "break",
    "money": "money",
    "percent": "percentage",
    "iso": "fulldate",
    "compact": "fulldate",
    "ambiguous": "fulldate",
    "clock": "clock",
    "shortdate": "shortdate",
    "isomonth": "isomonth",
    "decade": "decade",
    "shortyear": "shortyear",
}


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str
    """Lower case; of a number its digits."""
    char: str


@dataclass(frozen=True, slots=True)
class Rule:
    make: str
    regex: re.Pattern[str]
    first: frozenset[str]
    before: frozenset[str] | None
    next: re.Pattern[str] | None
    notnext: re.Pattern[str] | None
    value: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The language table, compiled."""

    classes: Mapping[str, frozenset[str]]
    """Character -> its classes."""
    values: Mapping[str, Mapping[str, Any]]
    """Class -> word -> value."""
    lower: Mapping[str, str]
    """Word -> its character."""
    cased: Mapping[str, str]
    chars: Mapping[frozenset[str], str]
    rules: tuple[Rule, ...]
    starts: Mapping[str, tuple[int, ...]]
    """Character -> the rules that can begin with it."""
    holidays: Mapping[str, str]
    spelt_year: re.Pattern[str]

    def has(self, token: Token, name: str) -> bool:
        return name in self.classes[token.char]


def _spelt_year(words: Mapping[str, Mapping[str, int]]) -> re.Pattern[str]:
    """A pattern for years in words: "nineteen eighty-six", "two thousand and five"."""
    tens, ones, teens = (
        "|".join(w) for w in (words["tens"], words["ones"], [k for k, v in words["numword"].items() if v < 20])
    )
    low = rf"(?:{tens})(?:[ -](?:{ones}))?|{teens}"
    century = "|".join(k for k, v in {**words["numword"], **words["tens"]}.items() if 11 <= v <= 20)
    return re.compile(
        rf"\b(?:(?P<century>{century})[ -](?:hundred (?:and )?)?(?P<rest>{low})"
        rf"|two thousand(?: and (?P<after>{low}|{ones})| (?P<after2>{low})|(?=\W)))\b",
        re.IGNORECASE | re.ASCII,  # a dotted I or a long s is no letter of these words
    )


def _spelt_value(m: re.Match[str], words: Mapping[str, Mapping[str, int]]) -> int:
    flat = {**words["tens"], **words["ones"], **words["numword"]}
    rest = sum(flat[x] for x in re.split(r"[ -]", (m["rest"] or m["after"] or m["after2"] or "").lower()) if x)
    return (flat[m["century"].lower()] * 100 if m["century"] else 2000) + rest


def number_classes(word: str) -> frozenset[str]:
    """What a plain number may be in a date: a day, an hour, a year."""
    if len(word) > _LONGEST:
        return frozenset({"any"})
    found = {"num", "any"}
    if not word.isdigit():
        return frozenset(found)
    value = int(word)
    if len(word) <= 2:
        if 1 <= value <= 31:
            found.add("day")
        if value <= 24:
            found.add("hour")
    if len(word) == 4:
        if 1000 <= value < 2200:
            found.add("year")
        if 1900 <= value < 2100:
            found.add("newyear")
        if value < 2400 and value % 100 < 60:
            found.add("military")
    return frozenset(found)


def ordinal_classes(word: str) -> frozenset[str]:
    value = int(re.match(r"\d+", word)[0])  # type: ignore[index]
    return frozenset({"anyordinal", "any"} | ({"day", "dayth", "ordinal"} if 1 <= value <= 31 else set()))


def _unknown(word: str) -> frozenset[str]:
    if word[:1].isupper():
        return frozenset({"other", "cap", "any"})
    if len(word) > 3 and word.endswith("ed"):
        return frozenset({"other", "pastform", "any"})
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return frozenset({"other", "plural", "any"})
    return frozenset({"other", "any"})


_MARK = frozenset({"mark", "any"})
_OPEN_SETS = (
    _MARK,
    *({frozenset({v}) for v in _UNKNOWN.values()}),
    *(
        number_classes(w)
        for w in ("1" * 10, "0", "1", "5", "12", "13", "24", "25", "31", "32", "99", "100", "1000", "1059")
    ),
    *(
        number_classes(w)
        for w in ("1099", "1930", "1999", "2007", "2099", "2100", "2159", "2299", "2300", "2500", "1.5")
    ),
    *(
        number_classes(w)
        for w in ("1899", "2199", "0800", "0060", "3000", "00", "2060", "1960", "1160", "2160", "1799")
    ),
    ordinal_classes("1st"),
    ordinal_classes("70th"),
    *(_unknown(w) for w in ("Abc", "abc", "walked", "trees")),
    frozenset({"fiscalyear"}),
)


@functools.cache
def grammar(language: str = "en") -> Grammar:
    """The compiled table of a language."""
    raw = table("times", language)
    holidays: dict[str, str] = raw["holidays"]
    macros = {**raw["macros"], "holiday": " | ".join(sorted(holidays, key=len, reverse=True))}
    rules = [
        {k: expand(v.replace("<holiday>", "{holiday}"), macros) if k in _PATTERNS else v for k, v in r.items()}
        for r in raw["rule"]
    ]

    member: dict[str, set[str]] = {}
    for name, words in raw["words"].items():
        for word in words:
            member.setdefault(word, set()).add(name)
    for rule in rules:
        for word in set().union(*(words_of(rule[k]) for k in _PATTERNS if k in rule)):
            member.setdefault(word, set()).add(f"={word}")
    for sets in member.values():
        if "day" in sets and "ordinal" in sets:
            sets.add("anyordinal")
        sets.add("any")
    cased: dict[str, set[str]] = {}
    for name, words in raw["cased"].items():
        for word in words:
            cased.setdefault(word, set(member.get(word.lower(), set()))).update({name, "any", "cap"})

    signatures = {frozenset(s) for s in (*member.values(), *cased.values())} | set(_OPEN_SETS)
    ordered = sorted(signatures, key=sorted)
    chars = {s: chr(0xE000 + i) for i, s in enumerate(ordered)}
    by_class: dict[str, set[str]] = {}
    for signature, char in chars.items():
        for name in signature:
            by_class.setdefault(name, set()).add(char)

    def lookup(piece: str) -> frozenset[str]:
        return frozenset(by_class.get(piece[1:-1] if piece[0] == "<" else f"={piece}", set()))

    compiled = tuple(_rule(r, lookup) for r in rules)
    starts = {char: tuple(i for i, rule in enumerate(compiled) if char in rule.first) for char in chars.values()}
    values: dict[str, dict[str, Any]] = {}
    for part in (raw["words"], raw["cased"]):
        for name, words in part.items():
            values.setdefault(name, {}).update({w.lower(): v for w, v in words.items()})
    return Grammar(
        {c: s for s, c in chars.items()},
        values,
        {w: chars[frozenset(s)] for w, s in member.items()},
        {w: chars[frozenset(s)] for w, s in cased.items()},
        chars,
        compiled,
        starts,
        holidays,
        _spelt_year(raw["words"]),
    )


def _rule(raw: Mapping[str, str], lookup: Callable[[str], frozenset[str]]) -> Rule:
    pattern: Pattern = compile_pattern(raw["pattern"], lookup)

    def after(name: str) -> re.Pattern[str] | None:
        return re.compile(compile_pattern(raw[name], lookup).source) if name in raw else None

    return Rule(
        raw["make"],
        re.compile(pattern.source),
        pattern.first,
        compile_pattern(raw["before"], lookup).first if "before" in raw else None,
        after("next"),
        after("notnext"),
        raw.get("value", ""),
    )


def tokens(text: str, g: Grammar) -> list[Token]:
    """The words, numbers and marks of a text. A line end counts only before a capital or an empty line."""
    found: list[Token] = []
    lower, cased, chars = g.lower, g.cased, g.chars
    unknown: dict[str, str] = {}
    years = {m.start(): m for m in g.spelt_year.finditer(text)}
    skip_to = 0
    for m in _TOKEN.finditer(text):
        kind = m.lastgroup
        word = m[0]
        if m.start() < skip_to:
            continue
        if year := years.get(m.start()):
            skip_to = year.end()
            # "two thousand people" is a number: alone it is a year only after a month
            plain = year[0].lower().endswith("thousand") and not (found and "month" in g.classes[found[-1].char])
            classes = frozenset({"num", "any"}) if plain else number_classes("1999")
            found.append(Token(m.start(), year.end(), str(_spelt_value(year, g.values)), chars[classes]))
            continue
        if kind == "word":
            char = cased.get(word) or lower.get(word.lower()) or unknown.get(word)
            if char is None:
                special = _special(word)
                char = unknown[word] = chars[special or _unknown(word)]
            found.append(Token(m.start(), m.end(), word.lower().replace("’", "'"), char))
        elif kind == "mark":
            word = _DASHES.get(word, word)
            char = lower.get(word) or chars[_MARK]
            found.append(Token(m.start(), m.end(), word, char))
        elif kind == "number":
            found.append(Token(m.start(), m.end(), word.replace(",", ""), chars[number_classes(word)]))
        elif kind == "ordinal":
            found.append(Token(m.start(), m.end(), word, chars[ordinal_classes(word)]))
        elif kind == "newline":
            after = text[m.end() : m.end() + 1]
            if word.count("\n") > 1 or not (after.islower() or after.isdigit()):
                found.append(Token(m.start(), m.end(), "\n", chars[frozenset({"break"})]))
        elif kind == "genitive":
            found.append(Token(m.start(), m.end(), "'s", lower["'s"]))
        elif kind == "ampm":
            found.append(Token(m.start(), m.end(), word[0].lower() + "m", lower["am"]))
        else:
            # `sep` is a group inside `ambiguous`
            name = _UNKNOWN["ambiguous" if kind == "sep" else str(kind)]
            found.append(Token(m.start(), m.end(), word, chars[frozenset({name})]))
    return found


def _special(word: str) -> frozenset[str] | None:
    return frozenset({"fiscalyear"}) if re.fullmatch(r"FY\d{2,4}", word) else None
