"""Assertions: each proposition of an article with its voice, certainty, time, place, number and participants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from reportedly.annotate.actors import ActorTable
from reportedly.annotate.certainty import certainty_of, event_predicate, stance_of
from reportedly.annotate.clauses import without_preface
from reportedly.annotate.counting import part_of, scope_tokens, value_of
from reportedly.annotate.drafts import Draft, Drafter
from reportedly.annotate.event_time import Calendar, event_time, tense_of
from reportedly.annotate.pairs import find_pairs
from reportedly.annotate.parse import finite, phrase, subject
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution
from reportedly.annotate.spans import spans_of, starting_in, within
from reportedly.annotate.times import joined
from reportedly.annotate.voices import Voices
from reportedly.languages import table
from reportedly.model import (
    Article,
    Assertion,
    Evidence,
    Hedge,
    Participant,
    ParticipantRole,
    PlaceMention,
    PlaceRole,
    Quantity,
    Quote,
    Spans,
    Stance,
    TimeExpression,
    When,
    Where,
)

_TERM_POS = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}
_MAX_TERMS = 60
_FEW = 3
"""Words; more in quotation marks are a quotation."""
_STANDING = ("be", "remain", "stay")
_DIRECTIONS = frozenset(table("places")["direction"])
""" "500 miles SOUTH of the capital" is not there."""
_FROM, _TO, _VIA = {"from"}, {"to", "into", "toward", "towards", "for"}, {"via", "through", "across"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the other readers found in the article."""

    times: Sequence[TimeExpression]
    places: Sequence[PlaceMention]
    quantities: Sequence[Quantity]
    actors: ActorTable


class AssertionBuilder:
    """Builds the assertions of one parsed article."""

    def __init__(self, passage: Passage, article: Article, found: Found) -> None:
        self.doc = passage.doc
        self.passage = passage
        self.article = article
        self.found = found
        # "a day earlier than planned" is a length, not a day
        days = [t for t in found.times if not passage.text.startswith(" than ", t.end)]
        periods = joined(passage.text, days, article.published)
        self.calendar = Calendar.of(passage.doc, passage.text, periods, article.said)
        self._places = sorted(found.places, key=lambda p: (p.start, p.end))
        self._place_starts = [p.start for p in self._places]
        self._quantities = sorted(found.quantities, key=lambda q: q.mention)
        self._quantity_starts = [q.mention[0][0] for q in self._quantities]
        self._pairs = find_pairs(passage.text, found.actors.actors)
        self._names = self._name_starts()

    def build(self, attributions: Sequence[Attribution]) -> tuple[Assertion, ...]:
        """The assertions of the article, in order of text."""
        drafter = Drafter(self.passage, self.article, Voices(self.passage, self.article, self.found.actors))
        made = [a for d in drafter.drafts(attributions) if (a := self._assertion(d)) is not None]
        unique = {a.id: a for a in made}
        return tuple(sorted(unique.values(), key=lambda a: (a.content[0], a.content, a.id)))

    # -- fields

    def _lies_ahead(self, when: When | None, predicate: Token | None) -> bool:
        """Whether its time does, and its verb does not tell it as done: "the date of the vote, 4 May, was unchanged"."""
        said = self.article.said
        if when is None or said is None or predicate is None:
            return False
        told = tense_of(predicate)
        if when.start:
            return when.start > said and (told != "past" or predicate.lemma_ in _STANDING)
        return bool(when.end and when.end > said) and told == "present" and when.bound == "by"

    def _assertion(self, draft: Draft) -> Assertion | None:
        doc = self.doc
        content = spans_of(doc, draft.content)
        said = draft.attribution is not None
        draft = replace(draft, core=without_preface(doc, draft.core, self.passage.lexicon.mental, said=said))
        core = spans_of(doc, draft.core)
        if not content or not any(doc[i].is_alpha for i in draft.content):
            return None
        everything = [*draft.content, *draft.cue, *draft.source]
        evidence = self._evidence(min(everything), max(everything))
        predicate = event_predicate(doc, core)
        certainty = certainty_of(predicate)
        future = certainty.future
        when = event_time(self.calendar, core, predicate, draft.attribution)
        where = self._where(core)
        if draft.setting:
            setting = spans_of(doc, draft.setting)
            when = when or event_time(self.calendar, setting, event_predicate(doc, setting), draft.attribution)
            where = where or self._where(setting)
        future = future or self._lies_ahead(when, predicate)
        stance = self._stance(draft, core, future=future)
        key = f"{self.article.id}|{content}|{spans_of(doc, draft.cue)}"
        hedges = (*certainty.hedges, *self._source_hedges(draft), *self._scare_quotes(draft))
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
            where=where,
            quantities=self._counted(core),
            readers=draft.attribution.readers if draft.attribution is not None else ("rules",),
            terms=self._terms(draft.core),
            modality=certainty.modality,
            mention=draft.attribution is not None and draft.attribution.way == "mention",
        )

    def _evidence(self, first: int, last: int) -> Evidence:
        doc = self.doc
        start = doc[self.passage.sentence[first]].idx
        final = doc[self.passage.sentence_of(last)[-1]]
        end = final.idx + len(final)
        text = self.passage.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        return Evidence(self.passage.text[start:end], ((start, end),))

    def _quote(self, draft: Draft) -> Quote:
        """direct: every word stands in quotation marks; mixed: some do."""
        if draft.attribution is None:
            return "none"
        words = [i for i in draft.content if self.doc[i].is_alpha or self.doc[i].like_num]
        quoted = sum(self.passage.inside[i] >= 0 for i in words)
        if quoted == 0:
            return "indirect"
        return "direct" if quoted == len(words) else "mixed"

    def _stance(self, draft: Draft, core: Spans, *, future: bool) -> Stance:
        a = draft.attribution
        if a is None or not (draft.cue or self.passage.sentence[draft.core[0]] == self.passage.sentence[a.head]):
            # a sentence that only goes on with somebody's words
            return "asserts" if a is None else "predicts" if future and a.lemma in ("predict", "expect") else "asserts"
        text = " ".join(self.doc[i].text for i in a.cue)
        last = self.passage.text[core[-1][0] : core[-1][1]].rstrip("\"”'’ ")
        return stance_of(a.lemma, text, last.endswith("?"), future)

    def _scare_quotes(self, draft: Draft) -> tuple[Hedge, ...]:
        """A few words in quotation marks that nobody is said to have spoken: the article holds them at a distance."""
        if draft.attribution is not None:
            return ()
        found: dict[int, list[int]] = {}
        for i in draft.core:
            if self.passage.inside[i] >= 0 and self.doc[i].is_alpha:
                found.setdefault(self.passage.inside[i], []).append(i)
        few = [
            (n, words)
            for n, words in found.items()
            if len(words) <= _FEW and not any(finite(self.doc[i]) for i in words)
        ]
        marks = [(self.passage.quotations[n].start, self.passage.quotations[n].end) for n, _ in few]
        return tuple(Hedge(self.passage.text[s:e], None, ((s, e),)) for s, e in marks)

    def _source_hedges(self, draft: Draft) -> tuple[Hedge, ...]:
        """ "reportedly said": the article keeps its distance from the saying."""
        if draft.attribution is None or not draft.cue:
            return ()
        head = self.doc[draft.attribution.head]
        words = self.passage.lexicon.adverbs
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
            put(own, "patient" if passive or own.dep_ == "nsubjpass" else "agent")
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
                        if noun.dep_ == "pobj" and not self._is_time(noun):
                            put(noun, "topic" if child.lower_ in ("on", "over", "about") else "recipient")
            below = next((c for c in lower.children if c.dep_ == "xcomp"), None)
            if below is None:
                break
            lower = below
        return tuple(out[:6])

    def _is_time(self, noun: Token) -> bool:
        """ "on SUNDAY": nothing that takes part."""
        return any(t.start <= noun.idx < t.end for t in self.found.times if t.type in ("DATE", "TIME"))

    def _where(self, core: Spans) -> tuple[Where, ...]:
        out = []
        for n in starting_in(self._place_starts, core):
            place = self._places[n]
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
                    away = word == "of" and at.head.lower_ in _DIRECTIONS
                    role = "from" if away or word in _FROM else "to" if word in _TO else "via" if word in _VIA else "at"
                    break
                if at.head.i == at.i or at.pos_ == "VERB":
                    break
                at = at.head
            out.append(
                Where(
                    self.passage.text[place.start : place.end], role, ((place.start, place.end),), place.key, place.kind
                )
            )
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
            elif (
                token.pos_ in _TERM_POS
                and (not token.is_stop or token.pos_ == "NUM")
                and (len(token) > 1 or token.is_digit)
            ):
                terms.append(token.lemma_.lower())
        return tuple(terms)

    def _counted(self, core: Spans) -> tuple[Quantity, ...]:
        found = (self._quantities[n] for n in starting_in(self._quantity_starts, core))
        return tuple(self._scoped(q) for q in found if within(q.mention[0], core))

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
        return starts | self._pairs
