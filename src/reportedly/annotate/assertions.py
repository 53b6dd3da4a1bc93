"""Assertions: each proposition of an article with its voice, certainty, time, place, number and participants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from reportedly.annotate.actors import ActorTable
from reportedly.annotate.attribution import Attribution, Reader, phrase, subject, subtree, trimmed
from reportedly.annotate.certainty import event_predicate, read_certainty, stance_of
from reportedly.annotate.counting import part_of, scope_tokens, value_of
from reportedly.annotate.clauses import finite, own_clauses, without_preface
from reportedly.annotate.event_time import event_time, tense_of
from reportedly.annotate.pairs import find_pairs
from reportedly.annotate.quotes import Quotation
from reportedly.annotate.spans import spans_of, within
from reportedly.annotate.voices import Voices, outlet_hop
from reportedly.model import (
    Article,
    Assertion,
    Evidence,
    Hedge,
    Hop,
    Participant,
    ParticipantRole,
    PlaceMention,
    PlaceRole,
    Quantity,
    Quote,
    Spans,
    Stance,
    TimeExpression,
    Where,
)

_TERM_POS = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
_MAX_TERMS = 60
_MIN_CLAUSE = 3
"""Words; less is no proposition of its own."""
_FROM, _TO, _VIA = {"from"}, {"to", "into", "toward", "towards", "for"}, {"via", "through", "across"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the other readers found in the article."""

    times: Sequence[TimeExpression]
    places: Sequence[PlaceMention]
    quantities: Sequence[Quantity]
    actors: ActorTable


@dataclass(frozen=True, slots=True)
class _Draft:
    """A proposition before its fields are read."""

    content: tuple[int, ...]
    core: tuple[int, ...]
    """The first sentence of the content: what the fields are read from."""
    chain: tuple[Hop, ...]
    origin: int | None
    cue: tuple[int, ...] = ()
    source: tuple[int, ...] = ()
    attribution: Attribution | None = None
    stance: Stance | None = None


class AssertionBuilder:
    """Builds the assertions of one parsed article."""

    def __init__(self, doc: Doc, article: Article, reader: Reader, found: Found) -> None:
        self.doc = doc
        self.article = article
        self.reader = reader
        self.found = found
        self.voices = Voices(doc, article, found.actors)
        self.quotations = reader.quotations
        self._pairs = find_pairs(doc.text, found.actors.actors)
        self._names = self._name_starts()

    def build(self, attributions: Sequence[Attribution]) -> tuple[Assertion, ...]:
        attributions = self._outermost(attributions)
        drafts = [*self._attributed(attributions)]
        covered = {i for a in attributions for i in (*a.content, *a.source, *a.cue)}
        cues = {i for a in attributions for i in a.cue}
        loose = list(self._loose_quotations(drafts, covered))
        covered.update(i for d in loose for i in d.content)
        drafts += loose
        drafts += self._own(covered, cues)
        made = [a for d in drafts if (a := self._assertion(d)) is not None]
        unique = {a.id: a for a in made}
        return tuple(sorted(unique.values(), key=lambda a: (a.content[0], a.content, a.id)))

    # -- drafts

    def _outermost(self, attributions: Sequence[Attribution]) -> Sequence[Attribution]:
        """Without the weaker kinds inside somebody's content: "said he supports" is one report, not two."""
        contents = [(a.head, set(a.content)) for a in attributions if a.way not in ("object", "infinitive")]
        return [
            a
            for a in attributions
            if a.way not in ("object", "infinitive") or not any(h != a.head and a.head in c for h, c in contents)
        ]

    def _attributed(self, attributions: Sequence[Attribution]) -> Iterable[_Draft]:
        chains: dict[int, tuple[tuple[Hop, ...], int | None]] = {}
        order = sorted(attributions, key=lambda a: a.head)
        outer_of = {a.head: self._outer(a, attributions) for a in attributions}
        for a in order:
            self._chain(a, outer_of, chains)
        empty = {
            outer.head
            for a in attributions
            if (outer := outer_of[a.head]) is not None and not self._more_than(outer, a)
        }
        for a in order:
            chain, origin = chains[a.head]
            if a.head in empty or self._withheld(a):
                continue
            parts = self._propositions(a.content)
            yield _Draft(a.content, parts[0], chain, origin, a.cue, a.source, a)
            for later in parts[1:]:
                yield _Draft(later, later, chain, origin, attribution=a)

    def _outer(self, inner: Attribution, attributions: Sequence[Attribution]) -> Attribution | None:
        """The smallest attribution whose content holds the cue of `inner`, or that cites its source."""
        holding = [a for a in attributions if a.head != inner.head and inner.head in set(a.content)]
        if holding:
            return min(holding, key=lambda a: len(a.content))
        citing = [a for a in attributions if a.lemma in ("cite", "quote") and set(inner.source) & set(a.content)]
        return next((a for a in citing if a.head != inner.head), None)

    def _chain(
        self,
        a: Attribution,
        outer_of: dict[int, Attribution | None],
        chains: dict[int, tuple[tuple[Hop, ...], int | None]],
    ) -> tuple[tuple[Hop, ...], int | None]:
        path: list[Attribution] = []
        at: Attribution | None = a
        while at is not None and at.head not in chains and all(p.head != at.head for p in path):
            path.append(at)
            at = outer_of[at.head]
        for one in reversed(path):
            outer = outer_of[one.head]
            front = chains[outer.head][0] if outer is not None and outer.head in chains else ()
            chains[one.head] = self.voices.chain(one, front)
        return chains[a.head]

    def _more_than(self, outer: Attribution, inner: Attribution) -> bool:
        """Whether the outer one says more than that the inner one is said."""
        rest = set(outer.content) - set(inner.content) - set(inner.cue) - set(inner.source)
        return sum(self.doc[i].is_alpha and not self.doc[i].is_stop for i in rest) >= 4

    def _withheld(self, a: Attribution) -> bool:
        """ "did not say whether", "declined to comment": nothing is said."""
        return a.negated and a.way in ("clause", "infinitive") and a.lemma not in ("believe", "think", "expect")

    def _propositions(self, content: Sequence[int]) -> list[tuple[int, ...]]:
        """The content by sentence, and each sentence by its coordinated clauses with a subject of their own."""
        out: list[tuple[int, ...]] = []
        for part in self._by_sentence(content):
            rest = set(part)
            split: list[tuple[int, ...]] = []
            for i in part:
                token = self.doc[i]
                joined = token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and token.head.i in rest
                own = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children)
                if joined and own and finite(token) and i in rest:
                    clause = [j for j in subtree(token) if j in rest]
                    if sum(self.doc[j].is_alpha for j in clause) >= _MIN_CLAUSE:
                        rest.difference_update(clause)
                        split.append(self._bare(clause))
            out.append(self._bare(sorted(rest)))
            out += split
        return [p for p in out if p]

    def _bare(self, tokens: Sequence[int]) -> tuple[int, ...]:
        """Without punctuation, conjunction and "that" at either end."""
        kept = list(trimmed(self.doc, tokens))
        while kept and (self.doc[kept[-1]].pos_ == "CCONJ" or self.doc[kept[-1]].lower_ == "that"):
            kept = list(trimmed(self.doc, kept[:-1]))
        while kept and (
            self.doc[kept[0]].dep_ == "cc" or (self.doc[kept[0]].lower_ == "that" and self.doc[kept[0]].dep_ == "mark")
        ):
            kept = list(trimmed(self.doc, kept[1:]))
        return tuple(kept)

    def _by_sentence(self, content: Sequence[int]) -> list[tuple[int, ...]]:
        parts: list[list[int]] = []
        sentence = -1
        for i in content:
            start = self.doc[i].sent.start
            if start != sentence:
                parts.append([])
                sentence = start
            parts[-1].append(i)
        kept = [t for p in parts if (t := trimmed(self.doc, p)) and any(self.doc[i].is_alpha for i in t)]
        joined: list[tuple[int, ...]] = []
        for part in kept:  # a fragment is no proposition: it stays with the sentence before
            has_verb = any(self.doc[i].pos_ in ("VERB", "AUX") for i in part)
            if joined and (not has_verb or len(part) < 3):
                joined[-1] = (*joined[-1], *part)
            else:
                joined.append(part)
        return joined or [tuple(content)]

    def _loose_quotations(self, drafts: Sequence[_Draft], covered: set[int]) -> Iterable[_Draft]:
        """Quotations without a cue of their own: the speaker of the passage goes on."""
        doc = self.doc
        known = list(drafts)
        for number, q in enumerate(self.quotations):
            tokens = [i for i in self.reader.tokens_of(number) if i not in covered]
            if len(tokens) < 5 or not self.reader.substantial(tokens):
                continue
            sentence = doc[tokens[0]].sent
            outside = [t for t in sentence if t.i not in tokens and self.reader.inside[t.i] < 0 and t.is_alpha]
            if len(outside) > 2:  # quoted words inside somebody's sentence
                continue
            speaker = self._speaker_before(q, known)
            if speaker is None:
                continue
            for part in self._propositions(tokens):
                draft = _Draft(part, part, speaker.chain, speaker.origin, attribution=speaker.attribution)
                known.append(draft)
                yield draft

    def _speaker_before(self, q: Quotation, drafts: Sequence[_Draft]) -> _Draft | None:
        """Whoever spoke last in this paragraph or the one before."""
        text = self.doc.text
        floor = text.rfind("\n\n", 0, q.start)
        floor = max(0, text.rfind("\n\n", 0, max(0, floor)))
        near = [d for d in drafts if d.attribution is not None and floor <= self._place(d) < q.start]
        speaking = [d for d in near if d.origin is not None and d.chain[-1].kind not in ("document", "outlet")]
        return max(speaking, key=self._place, default=None)

    def _place(self, draft: _Draft) -> int:
        return self.doc[draft.cue[0] if draft.cue else draft.content[0]].idx

    def _own(self, covered: set[int], cues: set[int]) -> Iterable[_Draft]:
        chain = outlet_hop(self.article)
        for sentence in self.doc.sents:
            if sentence.text.rstrip().endswith("?"):
                continue
            for _, tokens in own_clauses(sentence, covered, cues):
                yield _Draft(tokens, tokens, chain, None)

    # -- fields

    def _assertion(self, draft: _Draft) -> Assertion | None:
        doc = self.doc
        content = spans_of(doc, draft.content)
        draft = replace(draft, core=without_preface(doc, draft.core, self.reader.lexicon.mental))
        core = spans_of(doc, draft.core)
        if not content or not any(doc[i].is_alpha for i in draft.content):
            return None
        everything = [*draft.content, *draft.cue, *draft.source]
        evidence = self._evidence(min(everything), max(everything))
        predicate = event_predicate(doc, core)
        certainty = read_certainty(doc, core)
        future = certainty.future
        when = event_time(doc, draft.core, predicate, draft.attribution, self.found.times, self.article.said)
        if when is not None and when.start and self.article.said and when.start > self.article.said:
            future = future or (predicate is not None and tense_of(predicate) != "past")
        stance = self._stance(draft, core, future=future)
        key = f"{self.article.id}|{content}|{spans_of(doc, draft.cue)}"
        hedges = (*certainty.hedges, *self._source_hedges(draft))
        return Assertion(
            id="q" + hashlib.sha256(key.encode()).hexdigest()[:12],
            article=self.article.id,
            evidence=evidence,
            content=content,
            core=core,
            cue=spans_of(doc, draft.cue),
            source=spans_of(doc, draft.source),
            chain=draft.chain,
            origin=draft.origin,
            quote=self._quote(draft),
            stance=stance,
            negated=certainty.negated,
            future=future,
            likelihood=certainty.likelihood,
            hedges=hedges,
            predicate=predicate.lemma_.lower() if predicate is not None else None,
            participants=self._participants(predicate, draft.core),
            when=when,
            where=self._where(core),
            quantities=tuple(self._scoped(q) for q in self.found.quantities if within(q.mention[0], core)),
            terms=self._terms(draft.core),
            modality=certainty.modality,
        )

    def _evidence(self, first: int, last: int) -> Evidence:
        doc = self.doc
        start, end = doc[first].sent.start_char, doc[last].sent.end_char
        text = doc.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        return Evidence(doc.text[start:end], ((start, end),))

    def _quote(self, draft: _Draft) -> Quote:
        """direct: every word stands in quotation marks; mixed: some do."""
        if draft.attribution is None:
            return "none"
        words = [i for i in draft.content if self.doc[i].is_alpha or self.doc[i].like_num]
        quoted = sum(self.reader.inside[i] >= 0 for i in words)
        if quoted == 0:
            return "indirect"
        return "direct" if quoted == len(words) else "mixed"

    def _stance(self, draft: _Draft, core: Spans, *, future: bool) -> Stance:
        a = draft.attribution
        if a is None or not draft.cue:
            return "asserts" if a is None else "predicts" if future and a.lemma in ("predict", "expect") else "asserts"
        text = " ".join(self.doc[i].text for i in a.cue)
        last = self.doc.text[core[-1][0] : core[-1][1]].rstrip("\"”'’ ")
        return stance_of(a.lemma, text, last.endswith("?"), future)

    def _source_hedges(self, draft: _Draft) -> tuple[Hedge, ...]:
        """ "reportedly said": the article keeps its distance from the saying."""
        if draft.attribution is None or not draft.cue:
            return ()
        head = self.doc[draft.attribution.head]
        words = self.reader.lexicon.adverbs
        return tuple(
            Hedge(c.text, None, ((c.idx, c.idx + len(c)),)) for c in (*head.children, head) if c.lower_ in words
        )

    def _participants(self, predicate: Token | None, core: Sequence[int]) -> tuple[Participant, ...]:
        if predicate is None:
            return ()
        out: list[Participant] = []
        inside = set(core)

        def put(token: Token, role: ParticipantRole) -> None:
            tokens = [i for i in phrase(token) if i in inside] or [token.i]
            if (two := self._pairs.get(self.doc[tokens[0]].idx)) is not None:
                out.extend(Participant(name=n, role=role, mention=spans_of(self.doc, tokens)) for n in two[1])
                return
            resolved = self.found.actors.resolve(self.doc[tokens[0] : tokens[-1] + 1], None)
            name = resolved.name or self.doc[tokens[0] : tokens[-1] + 1].text
            out.append(Participant(name=name, role=role, mention=spans_of(self.doc, tokens)))

        who, passive = subject(predicate)
        own = next((c for c in predicate.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if own is not None:
            put(own, "patient" if own.dep_ == "nsubjpass" else "agent")
            if passive and who is not None:
                put(who, "agent")
        elif who is not None:
            put(who, "agent")
        lower = predicate
        for _ in range(3):  # "plans to visit X": what is done stands below
            for child in lower.children:
                if child.dep_ in ("dobj", "attr", "oprd"):
                    put(child, "patient")
                elif child.dep_ == "dative":
                    put(child, "recipient")
                elif child.dep_ == "prep" and child.lower_ in ("with", "against", "on", "over", "about"):
                    for noun in child.children:
                        if noun.dep_ == "pobj":
                            put(noun, "topic" if child.lower_ in ("on", "over", "about") else "recipient")
            below = next((c for c in lower.children if c.dep_ == "xcomp"), None)
            if below is None:
                break
            lower = below
        return tuple(out[:6])

    def _where(self, core: Spans) -> tuple[Where, ...]:
        out = []
        for place in self.found.places:
            if not within((place.start, place.end), core):
                continue
            span = self.doc.char_span(place.start, place.end, alignment_mode="expand")
            if span is None:
                continue
            role: PlaceRole = "at"
            at = span.root
            for _ in range(4):
                if at.dep_ == "prep":
                    word = at.lower_
                    role = "from" if word in _FROM else "to" if word in _TO else "via" if word in _VIA else "at"
                    break
                if at.head.i == at.i or at.pos_ == "VERB":
                    break
                at = at.head
            out.append(Where(self.doc.text[place.start : place.end], role, ((place.start, place.end),), place.key, place.kind))
        return tuple(out)

    def _terms(self, core: Sequence[int]) -> tuple[str, ...]:
        """The content words: what claims are compared by."""
        return self._words(core)[:_MAX_TERMS]

    def _words(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Lemmas; a name, pronoun or place stands as its full name, times are left out."""
        terms: list[str] = []
        skip = -1
        for i in tokens:
            token = self.doc[i]
            if token.idx < skip:
                continue
            named = self._names.get(token.idx)
            if named is not None:
                skip, names = named
                terms.extend(names)
            elif token.pos_ in _TERM_POS and (not token.is_stop or token.pos_ == "NUM") and len(token) > 1:
                terms.append(token.lemma_.lower())
        return tuple(terms)

    def _scoped(self, quantity: Quantity) -> Quantity:
        scope = self._words(scope_tokens(self.doc, quantity))
        return replace(value_of(self.doc, quantity), scope=scope, part=part_of(self.doc, quantity))

    def _name_starts(self) -> dict[int, tuple[int, tuple[str, ...]]]:
        """First character of each mention -> its end and whom it stands for (nobody for a time: no word of the claim)."""
        starts: dict[int, tuple[int, tuple[str, ...]]] = {}
        for actor in self.found.actors.actors:
            for s, e in actor.mentions:
                starts[s] = max(starts.get(s, (0, ())), (e, (actor.name,)))
        for place in self.found.places:
            if place.end >= starts.get(place.start, (0, ()))[0]:
                starts[place.start] = (place.end, (place.name,))
        for t in self.found.times:
            if t.type in ("DATE", "TIME"):
                starts[t.start] = (t.end, ())
        for start, (end, two) in self._pairs.items():
            starts[start] = (end, two)
        return starts
