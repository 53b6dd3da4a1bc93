"""Likelihood expressions: which band of probability a word, phrase or number at a token states.

Words and bands: `languages/en/likelihood.toml`. Only the words of ICD 203 itself have the scale `icd203`.
"""

from __future__ import annotations

import functools
import re

from spacy.tokens import Token

from reportedly.languages import table
from reportedly.model import Likelihood, LikelihoodScale

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}
_N = r"(\d{1,9}(?:\.\d{1,4})?|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + ")"
_PERCENT = re.compile(
    rf"\b{_N}\s?(?:%|percent|per cent|pc)?\s?(?:-|–|to|or|and)\s?{_N}[\s-]?(?:%|percent\b|per cent\b|pc\b)"
    rf"|\b{_N}[\s-]?(?:%|percent\b|per cent\b|pc\b)"
)
_ONE_IN = re.compile(rf"\b{_N}(?:\s|-)?(?:in|out of)(?:\s|-)?(?:a\s)?{_N}\b")
_ODDS = re.compile(rf"\b{_N}(?:\s|-)?to(?:\s|-)?{_N}\b|\b{_N}\s?[/:]\s?{_N}\b")
_REACH = 8
"""Tokens to each side of a chance noun among which its number is sought."""
_LONGEST = 4


@functools.cache
def _bands() -> dict[tuple[str, ...], tuple[float, float, LikelihoodScale]]:
    bands: dict[tuple[str, ...], tuple[float, float, LikelihoodScale]] = {}
    for band in table("likelihood")["bands"].values():
        for entry in (*band["words"], *band["phrases"]):
            scale: LikelihoodScale = "icd203" if entry in band["standard"] else "convention"
            bands[tuple(entry.split())] = (float(band["low"]), float(band["high"]), scale)
    return bands


@functools.cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for entry in _bands() for word in entry)


@functools.cache
def _chance() -> tuple[frozenset[str], frozenset[str]]:
    chance = table("likelihood")["chance"]
    return frozenset(chance["nouns"]), frozenset(chance["numbered"])


def _plain(token: Token) -> str:
    low = token.lower_
    if low in ("n't", "n’t"):
        return "not"
    return "chance" if low == "chances" else str(low)


def is_chance(token: Token) -> bool:
    """True for "chance", "odds", "likelihood" and the like."""
    return token.lemma_.lower() in _chance()[0] and token.pos_ == "NOUN"


def is_bare_possibility(likelihood: Likelihood) -> bool:
    """True for "may" and its like, which say that something is possible and not how likely."""
    band = table("likelihood")["bands"]["possible"]
    return likelihood.scale == "convention" and (likelihood.low, likelihood.high) == (band["low"], band["high"])


def likelihood_at(token: Token) -> tuple[Likelihood, frozenset[int]] | None:
    """What the longest expression around `token` states, with the tokens it is made of; None where nothing is stated."""
    if is_chance(token):
        return _number_by(token) or _phrase_at(token, degree=token.lemma_.lower() in _chance()[1])
    return _percent_likely(token) or _phrase_at(token, degree=False)


def _phrase_at(token: Token, *, degree: bool) -> tuple[Likelihood, frozenset[int]] | None:
    if _plain(token) not in _vocabulary():
        return None
    doc, at = token.doc, token.i
    bands = _bands()
    for size in range(_LONGEST, 1 if degree else 0, -1):
        for first in range(max(token.sent.start, at - size + 1), at + 1):
            words = doc[first : first + size]
            if len(words) < size:
                continue
            plain = tuple(_plain(w) for w in words)
            if plain[0] in ("a", "an", "the"):
                continue
            if (band := bands.get(plain)) is not None:
                mention = (words.start_char, words.end_char)
                return Likelihood(words.text.lower(), *band, (mention,)), frozenset(range(first, first + size))
    if token.pos_ == "NOUN":  # "the chances are slim": the degree stands behind the copula
        for degree_word in (c for c in token.head.children if c.dep_ == "acomp" and token.dep_.startswith("nsubj")):
            if (band := bands.get((_plain(degree_word), "chance"))) is not None:
                span = (degree_word.idx, degree_word.idx + len(degree_word))
                return Likelihood(f"{degree_word.lower_} chance", *band, ((token.idx, token.idx + len(token)), span)), (
                    frozenset((token.i, degree_word.i))
                )
    return None


def _percent_likely(token: Token) -> tuple[Likelihood, frozenset[int]] | None:
    """A number beside the word: "60 percent likely", "70% certain"."""
    if token.lower_ not in ("likely", "certain", "sure", "probable") or token.i == token.sent.start:
        return None
    before = token.doc[max(token.sent.start, token.i - 5) : token.i]
    found = [m for m in _PERCENT.finditer(before.text.lower()) if m.end() >= len(before.text) - 1]
    return _stated(before.start_char, found[-1], _percent_values(found[-1]), token, token) if found else None


def _number_by(token: Token) -> tuple[Likelihood, frozenset[int]] | None:
    """The number that goes with a chance noun: before it ("a one in ten chance") or after ("put the odds at 40 percent")."""
    sent = token.sent
    before = token.doc[max(sent.start, token.i - _REACH) : token.i]
    low = before.text.lower()
    for pattern in (_PERCENT, _ONE_IN):
        close = [m for m in pattern.finditer(low) if len(low[m.end() :].split()) <= 1]
        if close:
            values = _percent_values(close[-1]) if pattern is _PERCENT else _one_in_values(close[-1])
            return _stated(before.start_char, close[-1], values, token, token)
    after = token.doc[token.i + 1 : min(sent.end, token.i + 1 + 2 * _REACH)]
    low = after.text.lower()
    for pattern in (_PERCENT, _ONE_IN, _ODDS):
        for match in pattern.finditer(low):
            lead = low[: match.start()].split()[-1:]
            if lead == ["from"] and pattern is _PERCENT and match[2]:  # "from 75 percent to 60 percent"
                new = _value(match[2]) / 100
                return _stated(after.start_char, match, (new, new), token, None)
            if lead and lead[0] in ("at", "is", "was", "are", "were", "to", "as", "about", "than", "around"):
                if pattern is _PERCENT:
                    values = _percent_values(match)
                elif pattern is _ONE_IN:
                    values = _one_in_values(match)
                else:
                    values = _odds_values(match)
                return _stated(after.start_char, match, values, token, None)
    return None


def _value(text: str) -> float:
    return float(_NUMBER_WORDS[text]) if text in _NUMBER_WORDS else float(text)


def _percent_values(match: re.Match[str]) -> tuple[float, float]:
    numbers = [_value(g) / 100 for g in match.groups() if g is not None]
    return min(numbers), max(numbers)


def _one_in_values(match: re.Match[str]) -> tuple[float, float]:
    share, whole = _value(match.group(1)), _value(match.group(2))
    return (share / whole, share / whole) if whole else (-1.0, -1.0)


def _odds_values(match: re.Match[str]) -> tuple[float, float]:
    """Odds against: 3 to 1 is one in four."""
    against, for_it = (_value(g) for g in match.groups() if g is not None)
    return (for_it / (against + for_it),) * 2 if against + for_it else (-1.0, -1.0)


def _stated(
    offset: int, match: re.Match[str], values: tuple[float, float], token: Token, last: Token | None
) -> tuple[Likelihood, frozenset[int]] | None:
    low, high = values
    if not 0 <= low <= high <= 1:
        return None
    start, end = offset + match.start(), offset + match.end()
    mention = (
        ((start, last.idx + len(last)),) if last is not None else ((token.idx, token.idx + len(token)), (start, end))
    )
    text = " ".join(token.doc.text[s:e] for s, e in mention).lower()
    return Likelihood(text, round(low, 6), round(high, 6), "stated", mention), frozenset((token.i,))
