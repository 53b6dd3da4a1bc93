"""Chains: through whom an assertion comes, from the outlet to the one whose word it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from reportedly.annotate.actors import ActorTable, Resolved
from reportedly.annotate.parse import child, object_of, phrase
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution
from reportedly.annotate.spans import spans_of
from reportedly.model import Article, Hop

AUTHOR = Hop(name="the author", named=False, kind="person")
"""Whoever wrote an article that names neither outlet nor author."""
UNNAMED = Hop(name="unnamed", named=False, kind="group")
"""Somebody the text does not even describe ("it was revealed that")."""
_MEETINGS = ("in", "during", "to", "on", "at", "through", "via")
_PARTNERS = ("with", "to", "on", "by", "for", "from", "in", "at")


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

    def __init__(self, passage: Passage, article: Article, actors: ActorTable) -> None:
        self.passage = passage
        self.doc = passage.doc
        self.article = article
        self.actors = actors
        self._spoke: dict[bool, tuple[Resolved, int]] = {}
        """The last person (True) and the last body or group (False) who spoke, and where."""

    def chain(self, attribution: Attribution, outer: Sequence[Hop]) -> tuple[tuple[Hop, ...], int | None]:
        """The whole chain and the index of who had it at first hand, as far as the text says."""
        front = tuple(outer) if outer else outlet_hop(self.article)
        hop = self.source_hop(attribution, front)
        if self._is_own_outlet(hop):
            front = front or (hop,)
            return self._further(front, self._cited(attribution)) if attribution.cited else (front, 0)
        if any(h.name == hop.name and h.named for h in front):
            return front, len(front) - 1
        chain = front
        for between in self._between(attribution):
            if all(between.name != h.name for h in chain) and between.name != hop.name:
                chain = (*chain, between)
        chain, origin = (*chain, hop), None if hop == UNNAMED else len(chain)
        return self._further(chain, self._cited(attribution)) if attribution.cited else (chain, origin)

    # -- the source

    def source_hop(self, attribution: Attribution, front: Sequence[Hop] = ()) -> Hop:
        """The hop of an attribution's own source; `front` is the chain around it."""
        tokens = attribution.source
        if not tokens:
            return UNNAMED
        first = self.doc[tokens[0]]
        if (
            first.lower_ in ("i", "we", "me", "my", "our")
            and len(tokens) == 1
            and (speaker := self._speaker_of(first, front))
        ):
            return speaker
        if (giver := self._giver(tokens)) is not None:
            tokens = giver
        resolved = self.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], self._speaker_at(tokens[0]))
        if not resolved.named and (name := self._apposed(tokens)) is not None:
            resolved = replace(name, kind="person", role=resolved.name) if resolved.kind == "person" else name
        if resolved.named or len(tokens) > 1 or first.pos_ != "PRON":
            self._spoke[resolved.kind == "person"] = (resolved, tokens[0])
        return self._hop(resolved, attribution.source)

    def _hop(self, resolved: Resolved, tokens: Sequence[int]) -> Hop:
        return Hop(resolved.name, resolved.named, resolved.kind, resolved.role, mention=spans_of(self.doc, tokens))

    def _giver(self, tokens: Sequence[int]) -> tuple[int, ...] | None:
        """Whose words a statement is: "a statement from the MINISTRY", "the MINISTRY's letter"."""
        inside = set(tokens)
        head = next((self.doc[i] for i in tokens if self.doc[i].head.i not in inside), None)
        if head is None or head.lemma_.lower() not in self.passage.lexicon.spoken_nouns:
            return None
        owner = child(head, "poss")
        who = owner if owner is not None else object_of(head, "by", "from")
        if who is None:
            issued = next((c for c in head.rights if c.dep_ == "acl" and c.tag_ == "VBN"), None)
            who = object_of(issued, "by", "from") if issued is not None else None
        return phrase(who, without=(head.i,)) if who is not None else None

    def _apposed(self, tokens: Sequence[int]) -> Resolved | None:
        """The name set beside a description: "its head, X"."""
        inside = set(tokens)
        head = next((self.doc[i] for i in tokens if self.doc[i].head.i not in inside), None)
        name = (
            next((c for c in head.rights if c.dep_ == "appos" and c.pos_ == "PROPN"), None)
            if head is not None
            else None
        )
        if name is None or name.i not in inside:
            return None
        words = phrase(name)
        found = self.actors.resolve(self.doc[words[0] : words[-1] + 1], None)
        return found if found.named else None

    def _speaker_of(self, pronoun: Token, front: Sequence[Hop]) -> Hop | None:
        """Who "I" is: inside a quotation, whose words it is; outside, who wrote the article."""
        if len(front) > len(outlet_hop(self.article)):
            return replace(front[-1])
        if self.passage.inside[pronoun.i] >= 0:
            last = self._speaker_at(pronoun.i)
            return self._hop(last, (pronoun.i,)) if last is not None else None
        if self.article.byline and pronoun.lower_ not in ("we", "our"):
            return Hop(self.article.byline, named=True, kind="person", mention=spans_of(self.doc, (pronoun.i,)))
        return next(iter(outlet_hop(self.article)), AUTHOR)

    def _speaker_at(self, token: int) -> Resolved | None:
        """The last speaker, while nobody else has come up: in the same paragraph, or where the next begins with "he".

        "He" goes back to the last person, "it" and "they" to the last body, "I" to the later of them.
        """
        body = self.doc[token].lower_ in ("it", "they")
        before = [said for person, said in self._spoke.items() if not (body and person)]
        if self.doc[token].lower_ in ("he", "she"):
            before = [self._spoke[True]] if True in self._spoke else []
        if not before:
            return None
        last, last_at = max(before, key=lambda said: said[1])
        here, there = self.passage.paragraph[token], self.passage.paragraph[last_at]
        if here == there:
            return last
        if here - there != 1:
            return None
        before_it = list(takewhile(lambda i: self.passage.paragraph[i] == here, range(token - 1, -1, -1)))
        # the first word of a paragraph has its capital from there, and what is quoted names nobody who speaks
        outside = (i for i in before_it[:-1] if self.passage.inside[i] < 0)
        return None if any(c.isupper() for i in outside for c in self.doc[i].text) else last

    # -- the hops before it

    def _is_own_outlet(self, hop: Hop) -> bool:
        own = self.article.outlet
        return bool(hop.kind == "outlet" and hop.named and own and same_outlet(hop.name, own))

    def _outlet(self, tokens: tuple[int, ...]) -> Hop | None:
        """The outlet that a phrase names, where it is another than the article's own."""
        resolved = self.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], None)
        hop = self._hop(resolved, tokens)
        return hop if resolved.kind == "outlet" and resolved.named and not self._is_own_outlet(hop) else None

    def _between(self, attribution: Attribution) -> Iterator[Hop]:
        """Those through whom it came: who quotes, who was told."""
        if attribution.through:
            resolved = self.actors.resolve(self.doc[attribution.through[0] : attribution.through[-1] + 1], None)
            passing = self._hop(resolved, attribution.through)
            if not self._is_own_outlet(passing):
                yield passing
        if attribution.way == "colon":
            return
        for tokens in (attribution.hearer, *self._meetings(attribution)):
            if tokens and (hop := self._outlet(tokens)) is not None:
                yield hop
                return

    def _meetings(self, attribution: Attribution) -> Iterator[tuple[int, ...]]:
        """ "said in an interview with the BBC", "said on CNN", "speaking to Reuters, said"."""
        for c in self.doc[attribution.head].children:
            if (
                c.dep_ in ("advcl", "prep")
                and c.tag_ == "VBG"
                and c.lemma_.lower() in ("speak", "talk", "tell", "write")
            ):
                told = object_of(c, "to", "with", "on", "for", "in") or child(c, "dobj", after=True)
                if told is not None:
                    yield phrase(told)
            if c.dep_ != "prep" or c.lower_ not in _MEETINGS:
                continue
            for noun in c.children:
                if noun.dep_ == "pobj":
                    yield from self._partners(noun, c)

    def _partners(self, noun: Token, preposition: Token) -> Iterator[tuple[int, ...]]:
        """The other side of an interview, or the programme itself."""
        partner = object_of(noun, *_PARTNERS)
        if partner is not None:
            yield phrase(partner)
        carried = next((c for c in noun.rights if c.dep_ == "acl"), None)
        if carried is not None and (by := object_of(carried, "by", "on", "in", "to", "with")) is not None:
            yield phrase(by)
        if noun.pos_ == "PROPN" and preposition.lower_ in ("to", "on", "in", "at"):
            yield phrase(noun)
        yield from (phrase(c) for c in noun.lefts if c.dep_ in ("compound", "poss") and c.pos_ == "PROPN")

    def _cited(self, attribution: Attribution) -> Hop:
        """Whom the source has it from."""
        tokens = attribution.cited
        return self._hop(self.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], None), tokens)

    @staticmethod
    def _further(chain: tuple[Hop, ...], hop: Hop) -> tuple[tuple[Hop, ...], int]:
        known = next((n for n, h in enumerate(chain) if h.name == hop.name), None)
        return ((*chain, hop), len(chain)) if known is None else (chain, known)
