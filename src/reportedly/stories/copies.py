"""Which articles are copies: syndicated and lightly edited text, cut, put in another order, or two texts in one.

`overlap` says how much of one text stands in another. Here it is decided whether that makes a copy, which of the two is the
original, what an agency's credit adds, and which articles are one voice. A person's judgement is stronger than all of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.model import Article, Copy
from reportedly.stories.credits import agency_text, by_itself, credits_outlet
from reportedly.stories.overlap import Overlap, Text, compare, overlaps, text_of

_SHARE = 1 / 3
"""A text is called a copy where this share of its words is from one original, or this share of an original's words in it."""
_FEWEST = 30
"""Fewer words of either text than these in common are a set phrase, however often one repeats it; unless neither
has much more."""
_ONE_VOICE = 0.5
"""From this share on a copy counts as one voice with its original."""
_PART = 0.7
"""A text that holds this share of two that have nothing to do with each other was made of them."""
_ALL = 0.9
"""A text that has this share of its words from one other was not made of several."""
_AS_MUCH = 0.9
"""Texts that account for this share of the words that the best does are as good an original as it."""
_LATE = "9999"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Link:
    """What one text shares with another, seen from the one."""

    other: int
    words: int
    """Its words that are shared, a bit each."""
    share: float
    held: float
    """Share of the other's words."""


def copies(
    articles: Sequence[Article], joined: Iterable[Pair] = (), parted: Iterable[Pair] = ()
) -> tuple[dict[str, tuple[Copy, ...]], dict[str, str]]:
    """What each article copies, and a common id for those that are one text (the smallest id among them).

    The original of an overlap is the one published first, an undated one last; where days do not tell, the one whose
    agency the other credits, then one that was not made of several, then the longer. A text that is an agency's, whose
    original is not among `articles`, is a copy of None. Articles that copy nothing have no entry.

    `joined` and `parted` are pairs of ids that a person judged to be a copy and its original (in this order), or no
    copies; a pair in both is parted. Ids of articles that are not there are passed over.
    """
    known = {a.id: a for a in articles}
    ordered = sorted(known.values(), key=lambda a: (a.said or _LATE, -len(a.text), a.id))
    place = {a.id: at for at, a in enumerate(ordered)}
    apart = {(place[x], place[y]) for x, y in _both(parted) if x in place and y in place}
    together = {(place[x], place[y]): None for x, y in joined if x in place and y in place and x != y}
    texts = [text_of(a.text, a.outlet) for a in ordered]

    links = _links(overlaps(texts), apart)
    several = [_several(links.get(at, []), links) for at in range(len(ordered))]
    rank = _rank(ordered, texts, links, several)
    originals = {at: _cover(at, links.get(at, []), rank) for at in range(len(ordered))}
    for copy, original in together:
        if (copy, original) not in apart:
            _declare(originals, texts, copy, original)

    found: dict[str, tuple[Copy, ...]] = {}
    for at, article in enumerate(ordered):
        of = tuple(Copy(of=ordered[x.other].id, share=round(x.share, 4), basis="overlap") for x in originals[at])
        of = of or _from_agency(article, [(ordered[x.other], x) for x in links.get(at, [])])
        if of:
            found[article.id] = of
    # a text made of several is one voice with one of them, and the others are none through it
    voices = {
        at: [x for x in of if x.held >= _PART or not (several[x.other] and originals[x.other])]
        for at, of in originals.items()
    }
    return found, _one_voice(ordered, voices, [p for p in together if p not in apart], apart)


def _both(pairs: Iterable[Pair]) -> set[Pair]:
    return {pair for x, y in pairs for pair in ((x, y), (y, x))}


def _links(found: Iterable[Overlap], apart: set[tuple[int, int]]) -> dict[int, list[_Link]]:
    """For each text, those of which it is a copy or the original."""
    links: dict[int, list[_Link]] = defaultdict(list)
    for o in found:
        if (o.a, o.b) not in apart and _is_copy(o):
            links[o.a].append(_Link(o.b, o.in_a, o.share_a, o.share_b))
            links[o.b].append(_Link(o.a, o.in_b, o.share_b, o.share_a))
    return links


def _is_copy(o: Overlap) -> bool:
    return max(o.share_a, o.share_b) >= _SHARE and (
        min(o.in_a.bit_count(), o.in_b.bit_count()) >= _FEWEST or min(o.share_a, o.share_b) >= _PART
    )


def _rank(
    articles: Sequence[Article], texts: Sequence[Text], links: Mapping[int, list[_Link]], several: Sequence[bool]
) -> list[int]:
    """The place of each text in one order in which an original stands before its copies."""
    keys: list[tuple[str, bool, bool, str, int, str]] = []
    for at, article in enumerate(articles):
        mine = links.get(at, [])
        credited = [articles[link.other] for link in mine if credits_outlet(articles[link.other], article)]
        day = article.said or min((a.said for a in credited if a.said), default=_LATE)
        keys.append((day, not credited, several[at], _instant(article), -texts[at].words, article.id))
    order = sorted(range(len(articles)), key=keys.__getitem__)
    rank = [0] * len(order)
    for number, at in enumerate(order):
        rank[at] = number
    return rank


def _several(mine: Sequence[_Link], links: Mapping[int, list[_Link]]) -> bool:
    """Whether a text has parts of, or is, two that have nothing to do with each other."""
    parts = [x for x in mine if x.share < _ALL and (x.share >= _SHARE or x.held >= _PART)]
    for i, x in enumerate(parts):
        theirs = {link.other for link in links[x.other]}
        for y in parts[i + 1 :]:
            shared = (x.words & y.words).bit_count()
            if y.other not in theirs and 2 * shared < min(x.words.bit_count(), y.words.bit_count()):
                return True
    return False


def _instant(article: Article) -> str:
    """The moment of publication in UTC, for those of one day; one without a stated zone comes after those with."""
    try:
        moment = dt.datetime.fromisoformat(article.published or "")
    except ValueError:
        return _LATE
    return moment.astimezone(dt.UTC).isoformat() if moment.tzinfo else _LATE


def _cover(at: int, links: Sequence[_Link], rank: Sequence[int]) -> list[_Link]:
    """The originals and their shares, the earliest first.

    Of those that account for about as many words the earliest is one; what earlier found ones account for adds nothing.
    """
    open_links = [
        link for link in sorted(links, key=lambda x: rank[x.other]) if rank[link.other] < rank[at] and link.words
    ]
    found: list[_Link] = []
    left = -1
    while open_links:
        gains = [(left & link.words).bit_count() for link in open_links]
        most = max(gains)
        chosen = next(link for link, gain in zip(open_links, gains, strict=True) if gain >= _AS_MUCH * most)
        found.append(chosen)
        left &= ~chosen.words
        open_links = [link for link in open_links if 2 * (left & link.words).bit_count() >= link.words.bit_count()]
    return sorted(found, key=lambda x: rank[x.other])


def _declare(originals: dict[int, list[_Link]], texts: Sequence[Text], copy: int, original: int) -> None:
    """A person's word: `copy` is one of `original`, whatever the texts share."""
    originals[original] = [x for x in originals[original] if x.other != copy]
    if original not in {x.other for x in originals[copy]}:
        o = compare(texts, copy, original)
        originals[copy] = [*originals[copy], _Link(original, o.in_a, o.share_a, o.share_b)]


def _from_agency(article: Article, twins: Sequence[tuple[Article, _Link]]) -> tuple[Copy, ...]:
    """An agency's text whose original is not here: by its own credit, or by that of another who has the same words."""
    if by_itself(article):
        return ()
    if agency_text(article):
        return (Copy(of=None, share=1.0, basis="credit"),)
    helped = [
        link for other, link in twins if set(article.credit) & set(other.credit) and other.outlet != article.outlet
    ]
    if helped:
        return (Copy(of=None, share=round(max(x.share for x in helped), 4), basis="credit"),)
    lent = [link for other, link in twins if article.outlet and other.outlet != article.outlet and agency_text(other)]
    lent = [link for link in lent if link.share >= _ONE_VOICE]
    if lent:
        return (Copy(of=None, share=round(max(x.share for x in lent), 4), basis="overlap"),)
    return ()


def _one_voice(
    articles: Sequence[Article],
    originals: Mapping[int, list[_Link]],
    together: Sequence[tuple[int, int]],
    apart: set[tuple[int, int]],
) -> dict[str, str]:
    """Article id -> the smallest id among those of one text. Two that a person parted are never in one group."""
    group = {at: [at] for at in range(len(articles))}
    edges = [(-2.0, x, y) for x, y in together]
    for at, of in originals.items():
        if of:
            main = max(of, key=lambda x: x.share)
            if main.share >= _ONE_VOICE:
                edges.append((-main.share, at, main.other))
    kept_apart: dict[int, set[int]] = defaultdict(set)
    for x, y in apart:
        kept_apart[x].add(y)
    for _, x, y in sorted(edges):
        small, large = sorted((group[x], group[y]), key=len)
        if small is large or any(not kept_apart[m].isdisjoint(large) for m in small if m in kept_apart):
            continue
        large += small
        for member in small:
            group[member] = large
    size = Counter(id(members) for members in group.values())
    least: dict[int, str] = {}
    for at, members in group.items():
        least[id(members)] = min(least.get(id(members), articles[at].id), articles[at].id)
    return {articles[at].id: least[id(m)] for at, m in sorted(group.items()) if size[id(m)] > 1}
