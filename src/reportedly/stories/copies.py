"""Which articles are copies: syndicated and lightly edited text, cut, put in another order, or two texts in one.

Five-word shingles (Broder 1997): a sample of them finds the pairs that could overlap, the exact sets decide. Words in quotation
marks do not count where there are others: two reporters who heard one speech did not copy each other.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.model import Article, Copy

_SIZE = 5
"""Words of a shingle."""
_SAMPLED = 8
"""One shingle in so many is looked up to find candidates."""
_SHARE = 0.3
"""A text is called a copy from this share of its shingles on (of one original, or of a further one it was merged with)."""
_FEWEST = 12
"""Fewer shared shingles are a set phrase or a quotation, not a copy."""
_ONE_VOICE = 0.5
"""From this share on a copy counts as one voice with its original."""
_COMMON = 200
"""A shingle that more articles have is furniture."""
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"\n]{0,2000}\"")
_LATE = "9999"


@dataclass(frozen=True, slots=True)
class _Text:
    article: Article
    shingles: frozenset[int]

    @property
    def order(self) -> tuple[str, str]:
        return self.article.said or _LATE, self.article.id


def copies(articles: Sequence[Article]) -> tuple[dict[str, tuple[Copy, ...]], dict[str, str]]:
    """What each article copies, and a common id for those that are one text (the smallest id among them).

    The original of an overlap is the one published first, an undated one last; where days do not tell, the one whose
    agency the other credits, then the one that holds more of the other. An agency's text whose original is not among
    `articles` is a copy of None, basis `credit`. Articles that copy nothing have no entry.
    """
    texts = [_Text(a, _shingles(a.text)) for a in sorted({a.id: a for a in articles}.values(), key=lambda a: a.id)]
    originals: dict[int, list[int]] = defaultdict(list)
    for a, b in _candidates(texts):
        found = _direction(texts[a], texts[b])
        if found is not None:
            copy, original = (a, b) if found is texts[a] else (b, a)
            originals[copy].append(original)
    found_copies: dict[str, tuple[Copy, ...]] = {}
    union: dict[str, str] = {t.article.id: t.article.id for t in texts}
    for at, text in enumerate(texts):
        of = _cover(text, sorted((texts[i] for i in originals[at]), key=lambda t: t.order))
        if not of and _agency_text(text.article):
            of = (Copy(of=None, share=1.0, basis="credit"),)
        if of:
            found_copies[text.article.id] = of
        main = max(of, key=lambda c: (c.share, c.of or ""), default=None)
        if main is not None and main.of is not None and main.share >= _ONE_VOICE:
            _unite(union, text.article.id, main.of)
    groups = {i: _root(union, i) for i in union}
    size = Counter(groups.values())
    return found_copies, {i: root for i, root in groups.items() if size[root] > 1}


def _shingles(text: str) -> frozenset[int]:
    """Hashes of the runs of five words outside quotation marks; of all, where most of the text is quoted."""
    plain = _runs(_QUOTED.sub("\n\n", text))
    return plain if len(plain) >= 4 * _FEWEST else _runs(text)


def _runs(text: str) -> frozenset[int]:
    """Within paragraphs only, so that another order of paragraphs changes nothing."""
    found: set[int] = set()
    for paragraph in text.lower().split("\n"):
        words = _WORD.findall(paragraph)
        found.update(zlib.crc32(" ".join(words[i : i + _SIZE]).encode()) for i in range(len(words) - _SIZE + 1))
    return frozenset(found)


def _candidates(texts: Sequence[_Text]) -> list[tuple[int, int]]:
    """Pairs that share at least two sampled shingles, or any where a text is so short that few are sampled."""
    holders: dict[int, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        short = len(text.shingles) < 20 * _SAMPLED
        for shingle in text.shingles:
            if short or shingle % _SAMPLED == 0:
                holders[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for members in holders.values():
        if 1 < len(members) <= _COMMON:
            members.sort()
            for i, a in enumerate(members):
                shared.update((a, b) for b in members[i + 1 :])
    return sorted(pair for pair, number in shared.items() if number >= 2)


def _direction(a: _Text, b: _Text) -> _Text | None:
    """The one of the two that copied; None where neither did."""
    shared = len(a.shingles & b.shingles)
    if shared < min(_FEWEST, max(2, len(a.shingles) // 2), max(2, len(b.shingles) // 2)):
        return None
    share_a, share_b = shared / len(a.shingles), shared / len(b.shingles)
    if max(share_a, share_b) < _SHARE:
        return None
    if a.order[0] != b.order[0]:
        later = a if a.order > b.order else b
        # an article that grew around the earlier one still holds it, however small a share of it that is
        return later if (share_a if later is a else share_b) >= _SHARE or max(share_a, share_b) >= _ONE_VOICE else None
    if _credits(a.article, b.article) != _credits(b.article, a.article):
        return a if _credits(a.article, b.article) else b
    if round(share_a, 2) != round(share_b, 2):
        return a if share_a > share_b else b
    return max(a, b, key=lambda t: t.order)


def _credits(copy: Article, original: Article) -> bool:
    return any(_names(credit, original.outlet) for credit in copy.credit)


def _names(credit: str, outlet: str | None) -> bool:
    """Whether a credit means an outlet: "Reuters", or the beginning of "Quillon News Agency"."""
    if not outlet:
        return False
    short, long = credit.casefold().removeprefix("the "), outlet.casefold().removeprefix("the ")
    return long == short or long.startswith(short + " ")


def _cover(text: _Text, originals: Sequence[_Text]) -> tuple[Copy, ...]:
    """The originals, the earliest first; one whose part is mostly accounted for by earlier ones adds nothing."""
    left = set(text.shingles)
    found: list[Copy] = []
    for original in originals:
        shared = text.shingles & original.shingles
        if 2 * len(left & shared) >= len(shared):
            found.append(
                Copy(of=original.article.id, share=round(len(shared) / len(text.shingles), 4), basis="overlap")
            )
            left -= shared
    return tuple(found)


def _agency_text(article: Article) -> bool:
    """True where the credit says that the words are the agency's: a dateline or byline of its, not "contributed to this report"."""
    others = [c for c in article.credit if not _names(c, article.outlet)]
    if not others:
        return False
    lines = [article.text[:120], article.byline or ""]
    lines += [f.text for f in article.furniture if f.kind in ("dateline", "byline")]
    return any(f"({name})" in line or line.strip() == name for name in others for line in lines)


def _root(union: dict[str, str], key: str) -> str:
    while union[key] != key:
        key = union[key]
    return key


def _unite(union: dict[str, str], a: str, b: str) -> None:
    roots = sorted((_root(union, a), _root(union, b)))
    union[roots[1]] = roots[0]
