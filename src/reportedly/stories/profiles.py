"""Article -> Profile: a small vector that grouping keeps instead of the text; and a story's headline."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportedly.model import Annotations, Article, Part, Profile, Span
from reportedly.stories.sections import items, unmarked
from reportedly.stories.terms import Token, tokens_of, weigh

_KEPT = 150
"""Terms kept of an article: more add noise, less lose long articles."""
_APART = 0.1
"""An item whose words are less like the rest of the article than this (a cosine) is a part of its own."""
_NOWHERE = -1
"""Where the words of a title stand in the text that it is above."""
_DIGITS = 4
"""Of a weight: what more there is decides nothing and makes a ledger larger."""


def profile(article: Article, annotations: Annotations | None = None) -> Profile:
    """What grouping needs of `article`.

    Names are told by their capitals; annotations add the places that open a sentence (actors changed no figure).
    """
    language = article.language or "en"
    parts = _parts(article, language)
    words = [w for w in tokens_of(article.text, language) if not any(p.start <= w.start < p.end for p in parts)]
    title = tokens_of(article.title or "", language)
    if title and not (words and article.text.startswith((article.title or "")[title[0].start :], words[0].start)):
        words = [*(w._replace(start=_NOWHERE) for w in title), *words]
    names: tuple[Span, ...] = ()
    if annotations is not None:
        names = tuple(sorted({(p.start, p.end) for p in annotations.places}))
    return Profile(id=article.id, said=article.said, weights=_unit(words, names), title=article.title, parts=parts)


def _unit(words: Iterable[Token], names: tuple[Span, ...] = ()) -> dict[str, float]:
    weights = weigh(words, names)
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
    length = math.sqrt(math.fsum(w * w for _, w in kept))
    return {term: round(weight / length, _DIGITS) for term, weight in sorted(kept) if weight > 0} if length else {}


def _parts(article: Article, language: str) -> tuple[Part, ...]:
    """The items of an article that have next to nothing in common with what else it says."""
    spans = items(article)
    words = tokens_of(unmarked(article.text), language) if spans else []
    found = []
    for start, end in spans:
        mine = _unit(w for w in words if start <= w.start < end)
        rest = _unit(w for w in words if not start <= w.start < end)
        if rest and math.fsum(weight * rest.get(term, 0.0) for term, weight in mine.items()) < _APART:
            found.append(Part(start, end, mine))
    return tuple(found)


def headline(profiles: Sequence[Profile]) -> str | None:
    """The title of the article that lies nearest to all of a story's articles; None where none has a title."""
    centre: dict[str, float] = defaultdict(float)
    for member in sorted(profiles, key=lambda p: p.id):
        for term, weight in sorted(member.weights.items()):
            centre[term] += weight
    titled = [p for p in profiles if p.title]
    if not titled:
        return None

    def nearness(member: Profile) -> float:
        return math.fsum(w * centre[t] for t, w in member.weights.items())

    # rounded, so that the last digits of a sum decide nothing
    return min(titled, key=lambda p: (-round(nearness(p), 6), p.said or "9999", p.id)).title
