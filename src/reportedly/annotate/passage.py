"""One parsed text while its attributions are read: its quotations, sentences, and what is taken already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from reportedly.annotate.parse import (
    RELATIVE,
    child,
    is_negated,
    object_of,
    phrase,
    subject,
    subtree,
    trimmed,
    verb_group,
)
from reportedly.annotate.quotes import find_quotations
from reportedly.annotate.reporting import Attribution, Lexicon, Way, reporting_word

_BESIDE = frozenset({"advcl", "acl", "prep", "conj"})
LONGEST_SENTENCE = 1_000
"""Tokens; longer is no prose (a table, a list of names) and is read for quotations only, so that time stays linear."""


class Passage:
    """A parsed text with its quotations; rules mark what they have read."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.text = doc.text
        self.lexicon = lexicon
        self.quotations = find_quotations(self.text)
        self.taken: set[int] = set()
        """Tokens that are content of an attribution already read."""
        self.cues: set[int] = set()
        self.withheld: list[int] = []
        """Verbs by which somebody says nothing: "declined to comment"."""
        size = len(doc)
        self.sentence = [0] * size
        """First token of the sentence of each token."""
        self.sentence_end: dict[int, int] = {}
        for span in doc.sents:
            self.sentence[span.start : span.end] = [span.start] * (span.end - span.start)
            self.sentence_end[span.start] = span.end
        self.paragraph = [0] * size
        """Number of the paragraph of each token: an empty line ends one."""
        self.inside = [-1] * size
        """For each token the index of the quotation it stands in, -1 outside."""
        self._first = [0] * len(self.quotations)
        self._after = [0] * len(self.quotations)
        self._mark()

    def _mark(self) -> None:
        at, paragraph = 0, 0
        # arrays: walking the tokens themselves takes several times as long
        starts, lengths, spaces = (self.doc.to_array(name).tolist() for name in ("IDX", "LENGTH", "IS_SPACE"))
        for i, (start, length, space) in enumerate(zip(starts, lengths, spaces, strict=True)):
            self.paragraph[i] = paragraph
            if space and "\n\n" in self.text[start : start + length].replace("\r", ""):
                paragraph += 1
            while at < len(self.quotations) and start >= self.quotations[at].end:
                at += 1
            if at < len(self.quotations) and start + length > self.quotations[at].start:
                self.inside[i] = at
                if not self._after[at]:
                    self._first[at] = i
                self._after[at] = i + 1

    def tokens_of(self, quotation: int) -> range:
        """The tokens of a quotation, its marks with it."""
        return range(self._first[quotation], self._after[quotation])

    def readable(self) -> Iterator[int]:
        """The tokens of the sentences that are short enough to be prose."""
        for start, end in self.sentence_end.items():
            if end - start <= LONGEST_SENTENCE:
                yield from range(start, end)

    def sentence_of(self, token: int) -> range:
        start = self.sentence[token]
        return range(start, self.sentence_end[start])

    def keep(self, found: Attribution) -> None:
        self.cues.update(found.cue)
        if found.way in ("quotation", "colon"):
            self.taken.update(found.content)

    # -- putting an attribution together

    def attributed(
        self, cue: Token, content: Iterable[int], way: Way, *, source: Token | None = None
    ) -> Attribution | None:
        """The attribution under a verb `cue`; `source`, where the rule knows it, goes before the verb's subject."""
        kept = set(content) - {cue.i}
        who, passive = (source, False) if source is not None else subject(cue)
        if source is None and who is not None and who.i in kept:
            if who.head.i == cue.i and way != "quotation":
                kept -= set(subtree(who))  # "which officials said will change": inside the content's range, not of it
            elif way != "infinitive":
                who = None
        if who is None and cue.lemma_.lower() in self.lexicon.citing:  # "“...,” HE was quoted as saying"
            who = child(cue, "nsubjpass")
        if who is None and not passive and way in ("quotation", "clause"):
            who = self._beside(cue, kept)
        named = self._source(who, cue, kept) if who is not None else ()
        group = verb_group(cue)
        kept -= set(named) | set(group)
        hearer = next((c for c in cue.children if c.dep_ in ("dobj", "dative") and c.i > cue.i), None)
        if hearer is not None and (way == "object" or not kept.isdisjoint(subtree(hearer))):
            hearer = None
        marks = {c.i for c in cue.children if c.dep_ == "punct"}
        cited, citing = self._cited(cue, who)
        kept.difference_update(citing)
        tokens = trimmed(self.doc, (i for i in kept if i not in marks or self.inside[i] >= 0))
        tokens = self.without_that(tokens)
        if not tokens:
            return None
        return Attribution(
            group,
            named,
            tokens,
            way,
            reporting_word(cue, self.lexicon),
            cue.i,
            phrase(hearer) if hearer is not None else (),
            self._through(cue),
            cited,
            negated=is_negated(cue),
        )

    def without_that(self, tokens: tuple[int, ...]) -> tuple[int, ...]:
        """Without the "that" which only joins a clause to its verb."""
        if tokens and self.doc[tokens[0]].lower_ == "that" and self.doc[tokens[0]].dep_ == "mark":
            self.cues.add(tokens[0])
            return tokens[1:]
        return tokens

    def _beside(self, cue: Token, kept: set[int]) -> Token | None:
        """The noun right before or behind a cue, for where the parse has lost its subject: "“Go,” X barked"."""
        behind = [self.doc[i] for i in range(cue.i + 1, min(len(self.doc), cue.i + 2))]
        before = [self.doc[i] for i in range(cue.i - 1, max(-1, cue.i - 4), -1)]
        while before and before[0].dep_ in ("aux", "advmod", "neg"):
            before.pop(0)
        for token in (*before[:1], *behind):
            if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.i in kept or self.inside[token.i] >= 0:
                continue
            while token.dep_ == "compound" and token.head.i != cue.i and token.head.i not in kept:
                token = token.head  # noqa: PLW2901
            return token
        return None

    def _source(self, who: Token, cue: Token, kept: set[int]) -> tuple[int, ...]:
        named = tuple(i for i in phrase(who, without=(cue.i,)) if i not in kept)
        clause = who.head
        if who.lower_ in RELATIVE and clause.dep_ == "relcl" and clause.head.i not in kept:
            # "officials who said": both, since the relative pronoun has no name
            above = [i for i in phrase(clause.head, without=subtree(clause)) if i not in kept]
            named = tuple(sorted({*above, *named}))
        return named

    def _through(self, cue: Token) -> tuple[int, ...]:
        """Who quotes: "REUTERS quoted him as saying", "was quoted as saying BY REUTERS"."""
        quoting = cue.head.head if cue.dep_ == "pcomp" and cue.head.lower_ == "as" else None
        if quoting is None or quoting.lemma_.lower() not in self.lexicon.citing:
            return ()
        self.cues.update((*verb_group(quoting), cue.head.i))
        who, passive = subject(quoting)
        if passive and who is None:
            who = object_of(cue, "by", "in") or object_of(quoting, "by", "in")
        return phrase(who, without=subtree(cue)) if who is not None else ()

    def _cited(self, cue: Token, who: Token | None) -> tuple[tuple[int, ...], range]:
        """Whom the source cites, and the words that say so: a participle under the cue or beside the source."""
        clause = child(cue, "ccomp", after=True)
        for above in (cue, who, clause):
            for c in above.children if above is not None else ():
                if c.tag_ != "VBG" or c.lemma_.lower() not in self.lexicon.citing or c.dep_ not in _BESIDE:
                    continue
                if above is clause and self.doc[c.left_edge.i - 1].text != ",":
                    continue
                cited = child(c, "dobj", "pobj", after=True)
                if cited is not None:
                    self.cues.add(c.i)
                    return phrase(cited), subtree(c)
        return (), range(0)
