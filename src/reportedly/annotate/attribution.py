"""Who says what: cue, source and content of every attribution in a parsed text.

The steps are those of quotation extraction since Pareti (2012) and the Citron system: find what reports (a verb,
noun, phrase, colon), the constituent that is reported, and the one that reports it. Here all three are read off the
dependency parse and the quotation marks by rules; the word lists are data (`languages/*/reporting.toml`).
A text is walked once; nothing here looks at the meaning of the content.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from reportedly import languages
from reportedly.annotate.quotes import Quotation, find_quotations

Way = Literal["quotation", "clause", "object", "infinitive", "phrase", "noun", "passive", "adverb", "colon"]

_SUBJECTS = {"nsubj", "nsubjpass"}
_CLAUSES = {"ccomp"}
_OBJECTS = {"dobj", "oprd", "dative"}
_RELATIVE = {"who", "which", "that", "whom"}
_QUOTE_MARKS = set("“”„«»\"‘’'") | {"``", "''"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token indices into the parsed text, sorted."""

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    way: Way
    lemma: str
    """The reporting word: lemma, with its particle."""
    head: int
    """The reporting token."""
    hearer: tuple[int, ...] = ()
    """Whom it was said to ("told Reuters", "in an interview with the BBC")."""
    negated: bool = False
    """The reporting itself is denied ("did not say whether")."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    clause: frozenset[str]
    mental: frozenset[str]
    direct: frozenset[str]
    judging: frozenset[str]
    infinitive: frozenset[str]
    passive: frozenset[str]
    nouns: frozenset[str]
    adverbs: frozenset[str]
    particles: frozenset[str]

    @classmethod
    @functools.cache
    def load(cls, language: str = "en") -> Lexicon:
        words = languages.table("reporting", language)
        frames, verbs = words["frames"], words["verbs"]
        every = set().union(*verbs.values(), *frames.values(), words["kinds"]["thinking"])
        return cls(
            clause=frozenset(frames["that_clause"]) - frozenset(frames["no_report"]),
            mental=frozenset(words["kinds"]["thinking"]),
            direct=frozenset(frames["direct"]),
            judging=frozenset(frames["judging"]),
            infinitive=frozenset(frames["reported_infinitive"]),
            passive=frozenset(words["kinds"]["passive"]),
            nouns=frozenset().union(*words["nouns"].values()),
            adverbs=frozenset(words["phrases"]["alleges"] + ["reportedly", "reputedly"]),
            particles=frozenset(v for v in every if " " in v),
        )


# ---- the parse, read


def reporting_word(token: Token, lexicon: Lexicon) -> str:
    """Lemma of a verb with its particle or preposition where the lexicon knows the pair: "point out"."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "prep") and child.i > token.i and f"{lemma} {child.lower_}" in lexicon.particles:
            return f"{lemma} {child.lower_}"
        if lemma == "be" and child.dep_ == "acomp" and f"be {child.lower_}" in lexicon.particles:
            return f"be {child.lower_}"
    return lemma


def subject(verb: Token) -> tuple[Token | None, bool]:
    """The head of the phrase that does `verb`, and whether `verb` is passive.

    Goes up where the subject is shared: conjoined verbs, participles, infinitives, relative clauses.
    """
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    at, steps = verb, 0
    while steps < 6:
        steps += 1
        own = next((c for c in at.children if c.dep_ in _SUBJECTS or (c.dep_ == "expl")), None)
        if own is not None and at is verb and passive:
            agent = next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
            return agent, True
        if own is not None:
            return own, passive
        if passive:
            agent = next((p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"), None)
            return agent, True
        if at.dep_ in ("relcl", "acl") and at.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return (at.head, passive) if at.tag_ != "VBN" else (None, True)
        if at.dep_ in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "parataxis", "prep") and at.head.i != at.i:
            if at.dep_ == "ccomp" and at.tag_ != "VBG":
                return None, passive
            at = at.head
            continue
        return None, passive
    return None, passive


def phrase(head: Token, without: Iterable[int] = ()) -> tuple[int, ...]:
    """The noun phrase around `head`: its subtree less relative clauses and what is in `without`."""
    out = set(without)
    drop: set[int] = set()
    for child in head.children:
        long_clause = child.dep_ in ("relcl", "parataxis", "ccomp", "advcl")
        if long_clause or (child.dep_ in ("acl", "conj", "appos", "prep") and out & set(subtree(child))):
            drop.update(subtree(child))
    kept = [i for i in subtree(head) if i not in drop and i not in out]
    return trimmed(head.doc, _run_around(kept, head.i))


def subtree(token: Token) -> range:
    return range(token.left_edge.i, token.right_edge.i + 1)


def _run_around(indices: list[int], centre: int) -> list[int]:
    """The contiguous run with `centre` in it."""
    have = set(indices)
    low = high = centre
    while low - 1 in have:
        low -= 1
    while high + 1 in have:
        high += 1
    return list(range(low, high + 1))


def trimmed(doc: Doc, indices: Iterable[int]) -> tuple[int, ...]:
    """Without punctuation and spaces at either end."""
    kept = sorted(indices)
    while kept and (doc[kept[-1]].is_space or (doc[kept[-1]].is_punct and doc[kept[-1]].text not in _QUOTE_MARKS)):
        kept.pop()
    start = 0
    while start < len(kept) and (
        doc[kept[start]].is_space or (doc[kept[start]].is_punct and doc[kept[start]].text not in _QUOTE_MARKS)
    ):
        start += 1
    return tuple(kept[start:])


def verb_group(verb: Token) -> tuple[int, ...]:
    """The verb with its auxiliaries, negation and particle."""
    return tuple(sorted([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt"))]))


# ---- the rules


class Reader:
    """Reads the attributions of one parsed text."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.quotations = find_quotations(doc.text)
        self.inside = self._inside()
        self.taken: set[int] = set()
        """Tokens that are content of an attribution already read."""
        self.cues: set[int] = set()

    def _inside(self) -> list[int]:
        """For each token the index of the quotation it stands in, -1 outside."""
        inside = [-1] * len(self.doc)
        at = 0
        for token in self.doc:
            while at < len(self.quotations) and token.idx >= self.quotations[at].end:
                at += 1
            if at < len(self.quotations) and token.idx >= self.quotations[at].start:
                inside[token.i] = at
        return inside

    def tokens_of(self, quotation: int) -> list[int]:
        q = self.quotations[quotation]
        span = self.doc.char_span(q.start, q.end, alignment_mode="expand")
        return list(range(span.start, span.end)) if span is not None else []

    def read(self) -> list[Attribution]:
        found = [*self._quotations()]
        for token in self.doc:
            if token.i in self.cues:
                continue
            if token.lower_ in ("according", "per"):
                found += self._keep(self._according(token))
            elif token.pos_ in ("VERB", "AUX"):
                found += self._keep(self._verb(token))
            elif token.pos_ == "NOUN":
                found += self._keep(self._noun(token))
            elif token.text == ":":
                found += self._keep(self._colon(token))
            elif token.lower_ in self.lexicon.adverbs and token.pos_ == "ADV":
                found += self._keep(self._adverb(token))
        return sorted(found, key=lambda a: (a.content[0], a.head))

    def _keep(self, found: Attribution | None) -> Iterator[Attribution]:
        if found is not None and found.content:
            self.cues.update(found.cue)
            yield found

    # -- quotations

    def _quotations(self) -> Iterator[Attribution]:
        last: Attribution | None = None
        used: dict[int, Attribution] = {}
        for number, q in enumerate(self.quotations):
            tokens = self.tokens_of(number)
            if not tokens or not self.substantial(tokens):
                continue
            cue = self._cue_of(number, tokens)
            if cue is None:
                continue
            if cue.i in used:  # “A,” she said. “B.” and “A,” she said, “B.”: one attribution
                whole = (*used[cue.i].content, *tokens)
                used[cue.i] = self._made(cue, sorted(set(whole)), "quotation")
            else:
                used[cue.i] = self._made(cue, tokens, "quotation")
        del last
        for found in used.values():
            self.taken.update(found.content)
            self.cues.update(found.cue)
            yield found

    def substantial(self, tokens: list[int]) -> bool:
        """More than a name, a title or scare quotes."""
        words = [self.doc[i] for i in tokens if self.doc[i].is_alpha]
        if words and self.doc[tokens[-1] - 1].text in {",", "?", "!"}:
            return True
        return len(words) > 6 or (len(words) > 2 and any(w.pos_ in ("VERB", "AUX") for w in words))

    def _cue_of(self, number: int, tokens: list[int]) -> Token | None:
        """The verb that brings a quotation: after its end, before its start, or around it."""
        doc = self.doc
        first, last = tokens[0], tokens[-1]
        inner = next(
            (doc[i] for i in reversed(tokens) if doc[i].text not in _QUOTE_MARKS and not doc[i].is_space), doc[last]
        )
        before = doc[first - 1] if first else None
        introduced = before is not None and (
            before.text in (",", ":") or before.lower_ in ("that", "said", "says", "added")
        )
        ends_open = inner.text in (",", "?", "!", "—", "–", "-", ".") or (
            last + 1 < len(doc) and doc[last + 1].text in (",", "—")
        )
        # "for “Take Your Dog to Work Day,”": words quoted in somebody's clause bring no cue of their own
        stands_alone = before is None or before.is_space or before.is_punct or before.pos_ == "CCONJ" or introduced
        if (
            stands_alone
            and ends_open
            and inner.text != "."
            and (after := self._scan(range(last + 1, min(len(doc), last + 30)), number))
        ):
            return after
        if introduced and (found := self._scan(range(first - 1, max(-1, first - 35), -1), number)):
            return found
        if inner.text == "." and first and (found := self._previous(first)):
            return found
        return None

    def _previous(self, first: int) -> Token | None:
        """The cue of a sentence that ends right before this quotation starts, and itself ends a quotation."""
        doc = self.doc
        at = first - 1
        while at >= 0 and doc[at].is_space and "\n\n" not in doc[at].text:
            at -= 1
        if at < 0 or doc[at].text != "." or "\n" in doc[at].text or self.inside[at] >= 0:
            return None
        start = doc[at].sent.start
        held = [i for i in range(start, at) if self.inside[i] < 0 and self._speaks(doc[i])]
        quoted = any(self.inside[i] >= 0 for i in range(start, at))
        return doc[held[-1]] if held and (quoted or at - held[-1] < 25) and quoted else None

    def _scan(self, indices: Iterable[int], number: int) -> Token | None:
        doc = self.doc
        for i in indices:
            token = doc[i]
            if token.is_space and "\n\n" in token.text:
                return None
            if self.inside[i] >= 0 and self.inside[i] != number:
                return None
            if token.text in (".", ";", "!", "?") and self.inside[i] < 0:
                return None
            if self.inside[i] < 0 and self._speaks(token):
                return token
        return None

    def _speaks(self, token: Token) -> bool:
        if token.pos_ not in ("VERB", "AUX"):
            return False
        word = reporting_word(token, self.lexicon)
        if word not in self.lexicon.direct and token.lemma_ not in self.lexicon.direct:
            return False
        return token.dep_ not in ("aux", "auxpass", "amod")

    # -- verbs

    def _verb(self, verb: Token) -> Attribution | None:
        if verb.i in self.taken or verb.dep_ in ("aux", "auxpass"):
            return None
        word = reporting_word(verb, self.lexicon)
        lexicon = self.lexicon
        who, passive = subject(verb)
        if passive:
            return self._passive(verb, word)
        clause = next((c for c in verb.children if c.dep_ in _CLAUSES and self._may_be_content(verb, c)), None)
        if clause is not None and (word in lexicon.clause or word in lexicon.direct):
            if word in lexicon.mental and not self._third_person(who):
                return None
            return self._made(verb, self._clause_content(verb, clause), "clause")
        if verb.dep_ == "parataxis" and word in lexicon.clause | lexicon.direct and who is not None:
            around = set(subtree(verb.head)) - set(subtree(verb))
            return self._made(verb, sorted(around), "clause")
        if word in lexicon.infinitive:
            inner = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and c.i > verb.i), None)
            if inner is not None:
                first = next((c for c in verb.children if c.dep_ in _OBJECTS and c.i < inner.i), inner)
                return self._made(verb, range(first.left_edge.i, inner.right_edge.i + 1), "infinitive")
        if word in lexicon.judging and who is not None:
            return self._object(verb)
        return None

    def _third_person(self, who: Token | None) -> bool:
        """A thought is reported of others; "I think" is how the speaker puts it, "you know" is no report."""
        return who is not None and who.lower_ not in ("i", "we", "you", "one", "it", "there") and self.inside[who.i] < 0

    def _may_be_content(self, verb: Token, clause: Token) -> bool:
        # "said" at the head of its own inverted quote; a question to oneself
        return clause.i != verb.i and clause.left_edge.i != verb.i

    def _clause_content(self, verb: Token, clause: Token) -> list[int]:
        content = set(subtree(clause)) - {verb.i}
        if clause.i < verb.i:  # "X will go, Y said": the clause before, whole
            who, _ = subject(verb)
            if who is not None:
                content -= set(subtree(who)) if verb.i not in subtree(who) else set()
            content = {i for i in content if i < verb.i}
        else:
            # further clauses joined to the first without a new subject of their own cue
            for child in verb.children:
                if child.dep_ in _CLAUSES and child.i > clause.i:
                    content.update(subtree(child))
        return sorted(content)

    def _object(self, verb: Token) -> Attribution | None:
        right = [
            c for c in verb.rights if c.dep_ in ("dobj", "oprd", "ccomp", "prep", "xcomp", "acomp", "advcl", "dative")
        ]
        objects = [c for c in right if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp")]
        if not objects:
            return None
        first = objects[0]
        kept = {*subtree(first)}
        for c in right:
            joined = c.dep_ in ("oprd", "xcomp", "ccomp") or (
                c.dep_ == "prep" and c.lower_ in ("of", "as", "for", "from", "to", "with")
            )
            if c.i > first.i and joined:
                kept.update(subtree(c))
        return self._made(verb, sorted(kept), "object")

    def _passive(self, verb: Token, word: str) -> Attribution | None:
        """ "It was revealed that", "is thought to", "is said by officials to"."""
        if word not in self.lexicon.passive:
            return None
        subj = next((c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj", "expl")), None)
        clause = next((c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "advcl") and c.i > verb.i), None)
        if verb.dep_ == "parataxis" or (clause is None and verb.dep_ == "ROOT"):
            before = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
            if before is not None and subj is not None:
                return self._made(verb, subtree(before), "passive")
        if clause is None or subj is None:
            return None
        if clause.dep_ == "advcl" and clause.tag_ != "VB":
            return None
        content = set(subtree(clause))
        if subj.lower_ not in ("it", "there"):
            content |= set(subtree(subj))
        return self._made(verb, sorted(content), "passive")

    # -- other ways

    def _noun(self, noun: Token) -> Attribution | None:
        """ "the claim that", "a warning by officials that"."""
        if noun.i in self.taken or noun.lemma_.lower() not in self.lexicon.nouns:
            return None
        clause = next(
            (
                c
                for c in noun.children
                if c.dep_ in ("acl", "ccomp", "relcl")
                and c.i > noun.i
                and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children)
            ),
            None,
        )
        if clause is None:
            return None
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        if owner is None:
            owner = next(
                (
                    p
                    for c in noun.children
                    if c.dep_ == "prep" and c.lower_ in ("by", "from", "of") and c.i < clause.i
                    for p in c.children
                    if p.dep_ == "pobj"
                ),
                None,
            )
        if owner is None:  # "fears that": nobody's in particular
            return None
        source = phrase(owner, without=(noun.i,))
        return Attribution((noun.i,), source, trimmed(self.doc, subtree(clause)), "noun", noun.lemma_.lower(), noun.i)

    def _according(self, token: Token) -> Attribution | None:
        doc = self.doc
        if token.i in self.taken:
            return None
        to = (
            token.i + 1
            if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to"
            else token.i
        )
        if token.lower_ == "according" and to == token.i:
            return None
        names = [c for c in doc[to].children if c.dep_ == "pobj"] or [c for c in token.children if c.dep_ == "pobj"]
        if not names or (token.lower_ == "per" and names[0].pos_ != "PROPN"):
            return None
        source = phrase(names[0])
        top = token
        while (
            top.dep_ in ("prep", "pcomp", "prt", "advmod", "pobj")
            and top.head.i != top.i
            and top.head.pos_ not in ("VERB", "AUX")
        ):
            top = top.head
        governor = top.head if top.head.pos_ in ("VERB", "AUX") else token.sent.root
        while (
            governor.dep_ in ("xcomp", "acl", "advcl", "relcl")
            and governor.head.pos_ in ("VERB", "AUX")
            and governor.i > token.i
        ):
            governor = governor.head
        own = set(range(token.i, (max(source) if source else to) + 1))
        sentence = range(token.sent.start, token.sent.end)
        content = [i for i in subtree(governor) if i not in own and i in sentence]
        if any(i in self.taken for i in content):
            content = [i for i in content if i not in self.taken]
        return Attribution(
            (token.i, to) if to != token.i else (to,),
            source,
            trimmed(doc, content),
            "phrase",
            "according to" if to != token.i else "per",
            token.i,
        )

    def _colon(self, colon: Token) -> Attribution | None:
        """A headline's or a transcript's colon: "Minister: talks are over", "POLL: ..."."""
        doc = self.doc
        start = colon.sent.start
        while start > 0 and "\n" not in doc[start - 1].text and colon.i - start < 12:
            start -= 1
        before = [t for t in doc[start : colon.i] if not t.is_space]
        opens_line = start == 0 or "\n" in doc[start - 1].text
        if not opens_line or not 1 <= len(before) <= 8 or colon.i in self.taken:
            return None
        named = all(
            t.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "ADP", "NUM", "PART") or t.text in ("/", "-", ".", ",")
            for t in before
        )
        if not named or not any(t.pos_ in ("PROPN", "NOUN") for t in before):
            return None
        end = colon.i + 1
        while end < len(doc) and "\n" not in doc[end].text:
            end += 1
        content = trimmed(doc, range(colon.i + 1, end))
        finite = any(doc[i].tag_ in ("VBZ", "VBP", "VBD", "MD") for i in content)
        if len(content) < 3 or not finite or any(i in self.taken for i in content):
            return None
        if any(i in self.cues for i in content):
            return None
        self.taken.update(content)
        return Attribution((colon.i,), tuple(t.i for t in before), content, "colon", ":", colon.i)

    def _adverb(self, token: Token) -> Attribution | None:
        """ "reportedly": somebody says so, the text does not say who."""
        if token.i in self.taken:
            return None
        head = token.head
        content = [i for i in subtree(head) if i != token.i]
        word = reporting_word(head, self.lexicon) if head.pos_ == "VERB" else ""
        if word in self.lexicon.clause and any(c.dep_ == "ccomp" for c in head.children):
            return None  # "reportedly said": a hedge on the saying, which the verb's own rule reads
        return Attribution((token.i,), (), trimmed(self.doc, content), "adverb", token.lower_, token.i)

    def _made(self, cue: Token, content: Iterable[int], way: Way) -> Attribution:
        who, passive = subject(cue)
        word = reporting_word(cue, self.lexicon)
        kept = set(content) - {cue.i}
        if who is not None and who.i in kept:
            if who.head.i == cue.i:  # "which officials said will change": inside the content's range, not of it
                kept -= set(subtree(who))
            elif way != "infinitive":
                who = None
        source: tuple[int, ...] = ()
        if who is not None:
            source = tuple(i for i in phrase(who, without=(cue.i,)) if i not in kept)
            clause = who.head
            if who.lower_ in _RELATIVE and clause.dep_ == "relcl" and clause.head.i not in kept:
                # "officials who said": both, since the relative pronoun has no name
                named = [i for i in phrase(clause.head, without=subtree(clause)) if i not in kept]
                source = tuple(sorted({*named, *source}))
        group = verb_group(cue)
        kept -= set(source) | set(group)
        hearer = next((c for c in cue.children if c.dep_ in ("dobj", "dative") and c.i > cue.i), None)
        if hearer is not None and (set(subtree(hearer)) & kept or way == "object"):
            hearer = None
        marks = {c.i for c in cue.children if c.dep_ == "punct"}
        content_tokens = trimmed(self.doc, (i for i in kept if i not in marks or self.inside[i] >= 0))
        if (
            content_tokens
            and self.doc[content_tokens[0]].lower_ == "that"
            and self.doc[content_tokens[0]].dep_ == "mark"
        ):
            content_tokens = content_tokens[1:]
        return Attribution(
            group,
            source,
            content_tokens,
            way,
            word,
            cue.i,
            phrase(hearer) if hearer is not None else (),
            negated=any(c.dep_ == "neg" for c in cue.children),
        )


def find_attributions(
    doc: Doc, lexicon: Lexicon | None = None
) -> tuple[tuple[Attribution, ...], tuple[Quotation, ...]]:
    """All attributions of a parsed text, and its quotations."""
    reader = Reader(doc, lexicon or Lexicon.load())
    return tuple(reader.read()), reader.quotations
