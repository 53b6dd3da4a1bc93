"""The words of a text as terms with weights that do not depend on other texts.

How rare a term is comes from a fixed background (`wordfreq`: Zipf frequencies of a language as a whole; R. Speer, 2022), so that
an article's vector stays what it was when other articles arrive. Names and numbers weigh more than other words: they tell
this earthquake from the last one.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reportedly.model import Span

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_SENTENCE_END = frozenset(".!?\"“”'‘’`:•*")

# Weights, compared on the public topics as a whole (bench/stories.py); only the threshold is cross-validated.
_NAME = 2.0
_NUMBER = 2.0
_LEAD = 1
"""A word among the first `_LEAD_WORDS` counts this much more: news begins with what it is about."""
_LEAD_WORDS = 60
_RARENESS = 1.25
"""Power of the inverse frequency: above 1, rare words decide more."""
_SATURATION = 1.0
"""k of BM25's term frequency (Robertson and Zaragoza 2009): how soon repetition stops counting."""
_COMMONEST, _UNKNOWN = 8.0, 1.0
"""Zipf scale: 8 is commoner than any word; unknown words count as one in a hundred million."""

_WORDS = 1 << 16
"""Words of which it is kept what they come to: those of news are few, and come again and again."""

_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


class Token(NamedTuple):
    start: int
    term: str
    rareness: float
    upper: bool
    """It begins with a capital."""
    opens: bool
    """It stands where a sentence begins, so that its capital says nothing."""


def tokens_of(text: str, language: str) -> list[Token]:
    """The words of a text, in order."""
    return [_token(m.group(), m.start(), text, language) for m in _WORD.finditer(text)]


def _token(word: str, start: int, text: str, language: str) -> Token:
    upper = word[0].isupper()
    return Token(start, term_of(word), _rareness(word, language), upper, upper and _opens_sentence(text, start))


@functools.lru_cache(maxsize=_WORDS)
def term_of(word: str) -> str:
    """Lower case, without possessive and the commonest endings (a light form of Porter's step 1)."""
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if len(low) > 4:
        for ending, instead in _ENDINGS:
            if low.endswith(ending) and not low.endswith("ss") and len(low) - len(ending) >= 3:
                return low[: -len(ending)] + instead
    return low


@functools.cache
def _background(language: str) -> Mapping[str, float]:
    import wordfreq  # noqa: PLC0415 -- its table takes a tenth of a second and is needed here only

    known = language if language in wordfreq.available_languages("small") else "en"
    table: Mapping[str, float] = wordfreq.get_frequency_dict(known, wordlist="small")
    return table


@functools.lru_cache(maxsize=_WORDS)
def _rareness(word: str, language: str) -> float:
    frequency = _background(language).get(word.lower(), 0.0)
    zipf = max(math.log10(frequency) + 9 if frequency > 0 else 0.0, _UNKNOWN)
    return float(max(_COMMONEST - zipf, 0.0) ** _RARENESS)


def weigh(tokens: Iterable[Token], names: tuple[Span, ...] = ()) -> dict[str, float]:
    """Term -> weight. `names` are spans known to be names; others are told by their capitals inside a sentence."""
    count: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    rareness: dict[str, float] = {}
    inside = _inside(names)
    for at, (start, term, rare, upper, opens) in enumerate(tokens):
        count[term] += 1 + _LEAD if at < _LEAD_WORDS else 1
        rareness[term] = min(rareness.get(term, rare), rare)
        if not upper:
            capital[term] -= 1
        elif start in inside:
            capital[term] += 2
        elif not opens:
            capital[term] += 1
    weights = {}
    for term, number in count.items():
        weight = rareness[term] * number * (_SATURATION + 1) / (number + _SATURATION)
        if term[0].isdigit():
            weight *= _NUMBER
        elif capital[term] > 0:
            weight *= _NAME
        weights[term] = weight
    return weights


def _inside(spans: tuple[Span, ...]) -> frozenset[int]:
    longest = 200  # a longer "name" is none
    return frozenset(i for start, end in spans for i in range(start, min(end, start + longest)))


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return not before.strip() or before.endswith("\n") or before[0] in _SENTENCE_END or before[-1] in _SENTENCE_END
