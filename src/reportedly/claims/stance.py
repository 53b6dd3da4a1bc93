"""The stance of an article to a claim: it supports it, repeats it, denies it, or only observes that it is said.

Two readers. `stance` decides from the words of a claim and a headline alone. `article_stances` decides from what the
articles of a story assert, and asks the headline only where the text leaves it at "somebody says so".

- `supports`: says it in its own voice, has it from who does it or from who confirms it, or heads the article with it;
- `repeats`: has it from another outlet, or its text is a copy;
- `denies`: holds a denial, or an assertion that excludes it, and none that agrees;
- `observes`: says only that somebody says so, keeps its distance, asks, or tells both sides.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly import languages
from reportedly.claims.headlines import coverage, features, size
from reportedly.claims.propositions import Proposition
from reportedly.claims.values import compatible, differ, quantity_pairs
from reportedly.model import Article, ArticleStance, Conflict, ConflictOn, Copy, Hop, TakenStance

HeadlineStance = Literal["supports", "denies", "observes"]
STANCES: tuple[HeadlineStance, ...] = ("supports", "denies", "observes")

Weights = Mapping[str, Mapping[str, float]]

_COVERED = 0.6
"""Share of a claim's words that a headline must have to speak of it."""
_SURE_FOR, _SURE_AGAINST = 0.6, 0.8
"""Probability from which a headline decides; a wrong denial is worse than a missed one (bench/stance.py)."""
_WORDS = 4
"""Content words from which a claim is more than a fragment that any headline covers."""
_MARKS = "\"'“‘"
_COPIED = 0.5
"""Share of a text from which the whole is a copy."""


# ---- claim and headline


@functools.cache
def shipped() -> Weights:
    """The weights of `languages/en/stance_weights.toml`: feature -> stance -> weight."""
    weights: Weights = languages.table("stance_weights")["weights"]
    return weights


def probabilities(claim: str, headline: str, weights: Weights | None = None) -> dict[HeadlineStance, float]:
    """How likely each stance is by the words of claim and headline (logistic regression); they sum to 1."""
    known = weights if weights is not None else shipped()
    found = [(value, known[name]) for name, value in features(claim, headline).items() if name in known]
    scores = [sum(value * row[s] for value, row in found) for s in STANCES]
    powers = [math.exp(score - max(scores)) for score in scores]
    return {s: power / sum(powers) for s, power in zip(STANCES, powers, strict=True)}


def stance(claim: str, headline: str, weights: Weights | None = None) -> HeadlineStance:
    """Whether a headline says that the claim is so, that it is not, or only that it is said."""
    found = probabilities(claim, headline, weights)
    return max(STANCES, key=lambda s: found[s])


# ---- claim and article


@dataclass(frozen=True, slots=True)
class _Take:
    """What one assertion makes of the claim; the lower the rank, the more it decides."""

    proposition: Proposition
    stance: TakenStance
    rank: int
    own: bool
    """In the article's own voice."""


def article_stances(
    gist: str,
    worded: Proposition,
    members: Sequence[Proposition],
    rivals: Iterable[tuple[ConflictOn, Proposition]],
    *,
    articles: Mapping[str, Article],
    copies: Mapping[str, tuple[Copy, ...]],
) -> tuple[ArticleStance, ...]:
    """The stance of each article that touches a claim, in the order said.

    Args:
        gist: the claim's words; stances are taken to what they say.
        worded: the member whose words these are.
        members: all that are in the claim.
        rivals: those of the claims that exclude it, each with what the two differ on.
        articles: by id.
        copies: by id of the copy.
    """
    takes: dict[str, list[_Take]] = defaultdict(list)
    touching = {p.article for p in members}
    for p in members:
        takes[p.article].append(_take(p, worded, articles[p.article], copied=_copied(p.article, copies, touching)))
    for on, p in rivals:
        if _excludes(on, p, worded):
            take = _take(p, worded, articles[p.article], copied=False, excludes=on != "polarity")
            takes[p.article].append(take)
    order = sorted(takes, key=lambda a: (articles[a].said or "9999", a))
    return tuple(_joined(gist, worded, articles[a], takes[a]) for a in order)


def rivals_of(
    conflicts: Iterable[Conflict], members: Mapping[str, Sequence[Proposition]]
) -> dict[str, list[tuple[ConflictOn, Proposition]]]:
    """Claim -> the propositions of claims that exclude it, each with what they differ on; a later value excludes nothing."""
    found: dict[str, list[tuple[ConflictOn, Proposition]]] = defaultdict(list)
    for row in conflicts:
        if row.kind == "conflict":
            for one, other in ((row.a, row.b), (row.b, row.a)):
                found[one] += [(row.on, p) for p in members.get(other, ())]
    return dict(found)


def _says_not(p: Proposition) -> bool:
    """Whether the words themselves are negative, whatever the speaker does with them: a denial holds what it denies."""
    return p.negative != (p.assertion.stance == "denies")


def _excludes(on: ConflictOn, p: Proposition, worded: Proposition) -> bool:
    """Whether one proposition of a rival claim, and not only the rival's words, bears on what the claim says.

    What was foretold says nothing against what is told to have come; and that something came about says nothing against
    its not being planned before.
    """
    if p.future and not worded.future:
        return False
    if worded.future and not p.future and _says_not(worded) and worded.when is None:
        return False
    if on == "polarity":
        return p.negative == _says_not(worded) or _reaches(*((p, worded) if p.negative else (worded, p)))
    if any(compatible(x, y) for x, y in quantity_pairs(worded, p)):
        return False
    return p.negative == _says_not(worded) and differ(worded, p) is not None


def _reaches(negative: Proposition, positive: Proposition) -> bool:
    """Whether what is denied for a time is denied for all of the time of the other: not on Wednesday is not never."""
    mine, theirs = negative.when, positive.when
    if mine is None or not (mine.start or mine.end):
        return True
    if theirs is None or not (theirs.start and theirs.end):
        return False
    return (mine.start or "")[:10] <= theirs.start[:10] and theirs.end[:10] <= (mine.end or "9999")[:10]


def _take(p: Proposition, worded: Proposition, article: Article, *, copied: bool, excludes: bool = False) -> _Take:
    a, own = p.assertion, p.speaker is None
    distant = p.supposed or a.stance in ("alleges", "asks") or a.modality == "wish" or _hedged(p, article)
    distant = distant or any(not h.named and _hearsay(h.name) for h in _hops(p, article))
    if excludes or p.negative != _says_not(worded):
        distant = distant or a.likelihood is not None
        return _Take(p, "observes", 3, own) if distant else _Take(p, "denies", 0, own)
    if distant or _less_sure(p, worded):
        return _Take(p, "observes", 3, own)
    announced = p.future and a.stance == "asserts" and p.speaker is not None and p.speaker in p.agents
    if a.stance == "confirms" or announced:
        return _Take(p, "repeats" if copied else "supports", 0, own)
    if any(h.kind == "outlet" for h in _hops(p, article)):
        return _Take(p, "repeats", 1, own)
    if own:
        return _Take(p, "repeats" if copied else "supports", 2, own)
    return _Take(p, "observes", 3, own)


def _hops(p: Proposition, article: Article) -> Sequence[Hop]:
    """The chain without the article's own outlet."""
    chain = p.assertion.chain
    own = chain[:1] and chain[0].kind == "outlet" and (chain[0].name == article.outlet or not chain[0].mention)
    return chain[1:] if own else chain


@functools.cache
def _hearsay(name: str) -> bool:
    """Whether a source is only talk: "reports", "rumours"."""
    return bool(name) and name.lower().split()[-1] in languages.table("stance")["light"]["hearsay"]


def _hedged(p: Proposition, article: Article) -> bool:
    """Whether the article itself keeps its distance; a word in quotation marks says nothing of the rest."""
    first = len(p.assertion.chain) - len(_hops(p, article))
    return any((h.by is None or h.by < first) and h.text[:1] not in _MARKS for h in p.assertion.hedges)


def _less_sure(p: Proposition, worded: Proposition) -> bool:
    """Whether it is put as less likely than in the claim's words."""
    mine, theirs = p.assertion.likelihood, worded.assertion.likelihood
    return mine is not None and mine.low < (theirs.low if theirs else 1.0)


def _copied(article: str, copies: Mapping[str, tuple[Copy, ...]], touching: Iterable[str]) -> bool:
    """Whether its text is another's: that of an agency, or of an article that has the claim too."""
    return any(c.share >= _COPIED and (c.of is None or c.of in touching) for c in copies.get(article, ()))


def _joined(gist: str, worded: Proposition, article: Article, takes: Sequence[_Take]) -> ArticleStance:
    """One stance out of what an article's assertions make of the claim."""
    ordered = sorted(takes, key=lambda t: (t.rank, t.proposition.assertion.content, t.proposition.id))
    against = [t for t in ordered if t.stance == "denies"]
    agreeing = [t for t in ordered if t.stance != "denies"]
    if against and agreeing:
        denied, told = any(t.own for t in against), any(t.stance != "observes" for t in agreeing)
        best = against[0] if denied and not told else agreeing[0]
        taken: TakenStance = best.stance if denied != told else "observes"
        return ArticleStance(article.id, taken, best.proposition.id)
    best = ordered[0]
    if best.stance == "observes" and (headed := _headed(gist, worded, article.title)) is not None:
        return ArticleStance(article.id, headed, best.proposition.id, "headline")
    return ArticleStance(article.id, best.stance, best.proposition.id)


def _headed(gist: str, worded: Proposition, title: str | None) -> HeadlineStance | None:
    """What the headline makes of the claim, where it surely speaks of it; None: it decides nothing."""
    if not title or _says_not(worded) or size(gist) < _WORDS or coverage(gist, title) < _COVERED:
        return None
    found = probabilities(gist, title)
    if found["denies"] >= _SURE_AGAINST:
        return "denies"
    return "supports" if found["supports"] >= _SURE_FOR else None
