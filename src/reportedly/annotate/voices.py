"""Chains: through whom an assertion comes, from the outlet to the one whose word it is."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from reportedly.annotate.actors import ActorTable, Resolved
from reportedly.annotate.attribution import Attribution, phrase
from reportedly.annotate.spans import spans_of
from reportedly.model import Article, Hop

UNNAMED = Hop(name="unnamed", named=False, kind="group")
"""Somebody the text does not even describe ("it was revealed that")."""


def same_outlet(a: str, b: str) -> bool:
    """One names the other: "Daily Courier" and "The Daily Courier UK"."""
    left = [w for w in a.lower().replace(".", "").split() if w != "the"]
    right = [w for w in b.lower().replace(".", "").split() if w != "the"]
    short, long = sorted((left, right), key=len)
    return bool(short) and all(w in long for w in short)


def outlet_hop(article: Article) -> tuple[Hop, ...]:
    """The article's outlet as the outermost voice, where it is known."""
    return (Hop(name=article.outlet, named=True, kind="outlet"),) if article.outlet else ()


class Voices:
    """Builds the chains of one article, reading its attributions in order of text."""

    def __init__(self, doc: Doc, article: Article, actors: ActorTable) -> None:
        self.doc = doc
        self.article = article
        self.actors = actors
        self.last: Resolved | None = None
        self._last_at = 0

    def source_hop(self, attribution: Attribution) -> tuple[Hop, Resolved | None]:
        """The hop of an attribution's own source."""
        tokens = attribution.source
        if not tokens:
            return UNNAMED, None
        resolved = self.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], self._speaker_at(tokens[0]))
        hop = Hop(
            name=resolved.name,
            named=resolved.named,
            kind=resolved.kind,
            role=resolved.role,
            mention=spans_of(self.doc, tokens),
        )
        if resolved.kind == "person" or resolved.named:
            self.last, self._last_at = resolved, tokens[0]
        return hop, resolved

    def _speaker_at(self, token: int) -> Resolved | None:
        """The last speaker, while nobody else has come up: in his own paragraph, or where the next begins with "he"."""
        text = self.doc.text
        here, there = self.doc[token].idx, self.doc[self._last_at].idx
        start = text.rfind("\n\n", 0, here) + 1
        if there >= start:
            return self.last
        before = text[start:here]
        return (
            self.last
            if text.count("\n\n", there, here) == 1 and not any(c.isupper() for c in before.strip()[1:])
            else None
        )

    def hearer_hop(self, attribution: Attribution) -> tuple[Hop, ...]:
        """The outlet it was said to, where that is another than the article's own."""
        tokens = attribution.hearer or self._interview(attribution)
        if not tokens:
            return ()
        resolved = self.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], None)
        if resolved.kind != "outlet" or not resolved.named:
            return ()
        if self.article.outlet and same_outlet(resolved.name, self.article.outlet):
            return ()
        return (Hop(resolved.name, named=True, kind="outlet", mention=spans_of(self.doc, tokens)),)

    def _interview(self, attribution: Attribution) -> tuple[int, ...]:
        """ "said in an interview with the BBC", "said on CNN"."""
        for child in self.doc[attribution.head].rights:
            if child.dep_ != "prep" or child.lower_ not in ("in", "during", "to", "on"):
                continue
            for noun in (c for c in child.children if c.dep_ == "pobj"):
                partner = next(
                    (w for w in noun.children if w.dep_ == "prep" and w.lower_ in ("with", "to", "on", "by")), None
                )
                if partner is not None:
                    found = next((p for p in partner.children if p.dep_ == "pobj"), None)
                    if found is not None:
                        return phrase(found)
                elif noun.pos_ == "PROPN" and child.lower_ in ("to", "on"):
                    return phrase(noun)
        return ()

    def chain(self, attribution: Attribution, outer: Sequence[Hop]) -> tuple[tuple[Hop, ...], int | None]:
        """The whole chain and the index of who had it at first hand, as far as the text says."""
        hop, _ = self.source_hop(attribution)
        front = tuple(outer) if outer else outlet_hop(self.article)
        between = self.hearer_hop(attribution)
        if hop.kind == "outlet" and hop.named and self.article.outlet and same_outlet(hop.name, self.article.outlet):
            return front or (hop,), 0
        if any(h.name == hop.name and h.named for h in front):
            return front, len(front) - 1
        chain = (*front, *(b for b in between if all(b.name != h.name for h in front)), hop)
        return chain, None if hop == UNNAMED else len(chain) - 1
