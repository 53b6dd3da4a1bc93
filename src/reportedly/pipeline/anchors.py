"""Which judgements stand, and which statements of today each of them is about.

A judgement holds on to quoted words and their place. Statements read anew have other ids: it attaches to the one that
overlaps most with its words, and to those that say the same words in another version of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportedly.model import Anchor, Annotations, Article, Assertion, Judgement, Spans

Pairs = list[tuple[str, str]]
State = Literal["stands", "taken back", "replaced"]
PAIRS = {
    "same-claim": ("claim", True),
    "different-claim": ("claim", False),
    "same-actor": ("actor", True),
    "different-actor": ("actor", False),
    "same-story": ("story", True),
    "different-story": ("story", False),
    "copy": ("copy", True),
    "not-copy": ("copy", False),
}
"""Kind -> what sort of pairs it decides, and whether they belong together."""
OVERLAP = 0.5
"""Share of the characters of both that two spans have in common, from which a statement is the one that was judged."""
OVERLAP_OF_DEED = 0.25
"""The same where its predicate is still the same."""


# ---- what stands


@dataclass(frozen=True, slots=True)
class Standing:
    judgement: Judgement
    state: State
    by: str | None = None
    """The later judgement that took it back or replaced it."""


def standing(rows: Sequence[Judgement]) -> list[Standing]:
    """What became of every judgement, in the order made: a later one takes back or replaces an earlier one."""
    from reportedly.claims.judgements import accepted  # noqa: PLC0415 -- the word lists of `claims` load with it

    undone: dict[str, str] = {}
    for row in reversed(rows):
        if row.kind == "undo" and row.id not in undone:
            undone[row.subject] = row.id
    left = [row for row in rows if row.id not in undone and row.kind != "undo"]
    last = {_about(row): row.id for row in left}
    holds: set[str] = set()
    for sort in ("claim", "actor", "story"):
        holds |= accepted({r.id: _pairs(r) for r in left if r.kind in PAIRS and PAIRS[r.kind][0] == sort})
    found = []
    for row in rows:
        by = last.get(_about(row), row.id)
        transitive = row.kind in PAIRS and PAIRS[row.kind][0] != "copy"  # a copy of a copy need not be called one
        if row.id in undone:
            found.append(Standing(row, "taken back", undone[row.id]))
        elif by != row.id:
            found.append(Standing(row, "replaced", by))
        elif transitive and row.id not in holds:
            found.append(Standing(row, "replaced"))
        else:
            found.append(Standing(row, "stands"))
    return found


def _about(row: Judgement) -> tuple[str, ...]:
    """Judgements of one such key replace each other; notes add up."""
    if row.kind in PAIRS:
        sides = sorted(" ".join(sorted(side)) for side in _sides(row))
        return PAIRS[row.kind][0], *sides
    return (row.kind, row.id) if row.kind in ("note", "undo") else (row.kind, row.subject)


def _sides(row: Judgement) -> tuple[list[str], list[str]]:
    """What is on each side of a judgement about pairs: assertions, articles, or the keys of names."""
    if PAIRS[row.kind][0] == "actor":
        from reportedly.claims.names import key_of  # noqa: PLC0415

        return [key_of(row.subject)], [key_of(row.object or "")]
    left, right = ([a.assertion or a.article for a in row.anchors if a.side == s] for s in ("subject", "object"))
    return left, right


def _pairs(row: Judgement) -> list[tuple[str, str, bool]]:
    left, right = _sides(row)
    found = [(a, b, PAIRS[row.kind][1]) for a in left for b in right]
    if row.kind == "different-story":  # what goes out together stays together
        found += [(left[0], other, True) for other in left[1:]]
    return found


def in_force(rows: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that stand, in the order made."""
    return [s.judgement for s in standing(rows) if s.state == "stands" and s.judgement.kind != "undo"]


def article_pairs(rows: Sequence[Judgement], sort: Literal["story", "copy"]) -> tuple[Pairs, Pairs]:
    """Pairs of articles that a person joined, and that one parted, by the judgements in force.

    Of a `copy` the first is the copy.
    """
    some = [pair for row in rows if row.kind in PAIRS and PAIRS[row.kind][0] == sort for pair in _pairs(row)]
    return [(a, b) for a, b, together in some if together], [(a, b) for a, b, together in some if not together]


# ---- what they are about


def anchor(side: Literal["subject", "object"], assertion: Assertion, article: Article) -> Anchor:
    """What to keep of an assertion, so that it is found again."""
    return Anchor(
        side, article.id, assertion.id, assertion.content, words(article, assertion.content), assertion.predicate
    )


def words(article: Article, spans: Spans) -> str:
    return " … ".join(article.text[s:e] for s, e in spans)


def attached(
    rows: Iterable[Judgement], articles: Sequence[Article], annotations: Mapping[str, Annotations]
) -> list[Judgement]:
    """The judgements as today's statements of these articles have them, one row for each statement or pair of them.

    Those about other articles are left out, and those whose statement is no more.
    """
    some = list(rows)
    if not some:
        return []
    texts = _Texts(articles, annotations)
    found: list[Judgement] = []
    for row in some:
        if not any(a.assertion for a in row.anchors):
            found.append(row)
            continue
        left, right = (_named(row, side, texts) for side in ("subject", "object"))
        if row.object is None:
            found += [replace(row, subject=a) for a in left]
        else:
            found += [replace(row, subject=a, object=b) for a in left for b in right if a != b]
    return found


def attaches(row: Judgement, articles: Sequence[Article], annotations: Mapping[str, Annotations]) -> bool:
    """Whether every side of a judgement about statements or articles still finds one of its own among these."""
    texts = _Texts(articles, annotations)
    sides = {a.side for a in row.anchors}
    return all(any(_there(a, texts) for a in row.anchors if a.side == side) for side in sides)


def _there(one: Anchor, texts: _Texts) -> bool:
    return bool(texts.find(one)) if one.assertion else one.article in texts.articles


def _named(row: Judgement, side: str, texts: _Texts) -> list[str]:
    return list(dict.fromkeys(i for a in row.anchors if a.side == side for i in texts.find(a)))


class _Texts:
    """Articles with their statements, and which of them are versions of one."""

    def __init__(self, articles: Sequence[Article], annotations: Mapping[str, Annotations]) -> None:
        self.articles = {a.id: a for a in articles}
        self._said = {i: annotations[i].assertions if i in annotations else () for i in sorted(self.articles)}
        self._versions: dict[str, list[str]] = defaultdict(list)
        for article in self._said:
            self._versions[self._first(article)].append(article)

    def _first(self, article: str) -> str:
        seen = {article}
        while (before := self.articles[article].version_of) in self.articles and before not in seen:
            article = before
            seen.add(article)
        return article

    def find(self, one: Anchor) -> list[str]:
        """Ids of the statements that an anchor is about: one an article version at the most."""
        if one.article not in self.articles or not one.spans:
            return []
        here = _closest(one, self._said[one.article])
        others = [v for v in self._versions[self._first(one.article)] if v != one.article]
        again = (self._same_words(one, version) for version in others)
        return [i for i in (here, *again) if i]

    def _same_words(self, one: Anchor, version: str) -> str | None:
        asked = one.text.split()
        fits = [a for a in self._said[version] if words(self.articles[version], a.content).split() == asked]
        best = min(fits, key=lambda a: (a.predicate != one.predicate, a.content, a.id), default=None)
        return best.id if best else None


def _closest(one: Anchor, said: Sequence[Assertion]) -> str | None:
    """The statement whose words overlap most with those judged; None where none does enough."""
    best: tuple[tuple[float, bool, bool], str] | None = None
    for a in sorted(said, key=lambda a: a.id):
        share, same_deed = overlap(one.spans, a.content), a.predicate == one.predicate
        value = (share, same_deed, a.id == one.assertion)
        if share >= (OVERLAP_OF_DEED if same_deed else OVERLAP) and (best is None or value > best[0]):
            best = (value, a.id)
    return best[1] if best else None


def overlap(a: Spans, b: Spans) -> float:
    """Characters in both over characters in either (Jaccard), 0..1; the spans of each do not overlap each other."""
    both = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    either = sum(e - s for s, e in a) + sum(f - t for t, f in b) - both
    return both / either if either else 0.0
