"""Propositions with their voices: what each attribution says, sentence by sentence, and what the article says itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from reportedly.annotate.actor_names import DASHES
from reportedly.annotate.attribution import holders
from reportedly.annotate.clauses import own_clauses, parts
from reportedly.annotate.parse import bare, child, is_verb, object_of, subtree, trimmed, without_ragged_ends
from reportedly.annotate.passage import LONGEST_SENTENCE, Passage
from reportedly.annotate.quoting import substantial, words_around
from reportedly.annotate.reporting import Attribution
from reportedly.annotate.voices import Voices, outlet_hop
from reportedly.model import Article, Hop

_MIN_CLAUSE = 3
"""Words; less is no proposition of its own."""
_MIN_QUOTATION = 5
"""Tokens; fewer quoted words without a cue are no statement."""
_MIN_REST = 4
"""Content words that an outer attribution must add to be one of its own."""
_NEAR = 1
"""Paragraphs back in which a speaker goes on."""
_STANDING = frozenset({"believe", "think", "expect"})
"""Negated, these still report a thought: "does not believe that" is "believes that not"."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposition before its fields are read: token indices."""

    content: tuple[int, ...]
    core: tuple[int, ...]
    """The first proposition of the content."""
    chain: tuple[Hop, ...]
    origin: int | None
    cue: tuple[int, ...] = ()
    source: tuple[int, ...] = ()
    attribution: Attribution | None = None
    setting: tuple[int, ...] = ()
    """The words whose time and place it shares where its own have none."""


class Drafter:
    """Drafts the assertions of one article."""

    def __init__(self, passage: Passage, article: Article, voices: Voices) -> None:
        self.passage = passage
        self.doc: Doc = passage.doc
        self.article = article
        self.voices = voices

    def drafts(self, attributions: Sequence[Attribution]) -> list[Draft]:
        """Every proposition of the article, whoever says it."""
        drafts = list(self._attributed(attributions))
        covered = {i for a in attributions for i in self._told_by_others(a)}
        loose = list(self._loose_quotations(drafts, covered))
        covered.update(i for d in loose for i in d.content)
        nouns = {i for a in attributions if a.way == "noun" for i in a.cue}
        return [*drafts, *loose, *self._own(covered, self.passage.cues - nouns)]

    def _told_by_others(self, a: Attribution) -> Iterable[int]:
        """The tokens that are no words of the article's own; that a claim was made it tells itself."""
        if a.way == "mention":
            return ()
        if a.way == "noun":
            return a.content
        content: Iterable[int] = a.content
        head = self.doc[a.head]
        if head.dep_ == "relcl":  # "THE FERRY, which officials said is old, sank": belongs to both
            content = (i for i in a.content if i >= head.left_edge.i)
        return (*content, *(() if self._does_more(a) else a.source), *a.cue, *a.through, *a.cited)

    def _does_more(self, a: Attribution) -> bool:
        """Whether the source is the subject of another verb: "THE MAYOR left and said she would not return"."""
        inside = set(a.source)
        who = next((self.doc[i] for i in a.source if self.doc[i].head.i not in inside), None)
        if who is None or who.dep_ not in ("nsubj", "nsubjpass"):
            return False
        return who.head.i != a.head and who.head.i not in a.cue and who.head.i not in a.content

    # -- attributed

    @staticmethod
    def _outer(a: Attribution, holder: dict[int, Attribution]) -> Attribution | None:
        """The attribution around `a`; who denies a claim does not pass it on."""
        outer = holder.get(a.head)
        return None if outer is None or (outer.way == "object" and a.way == "noun") else outer

    def _attributed(self, attributions: Sequence[Attribution]) -> Iterator[Draft]:
        holder = holders(attributions)
        order = sorted(attributions, key=lambda a: a.head)
        chains: dict[int, tuple[tuple[Hop, ...], int | None]] = {}
        empty: set[int] = set()
        for a in order:
            self._chain(a, holder, chains)
            outer = self._outer(a, holder)
            if outer is not None and not self._more_than(outer, a):
                empty.add(outer.head)
        for a in order:
            if a.head in empty or self._says_nothing(a):
                continue
            chain, origin = chains[a.head]
            first, *rest = self._propositions(a.content)
            denied = self._denied(a)
            yield Draft(a.content, denied or first[0], chain, origin, a.cue, a.source, a, first[1])
            if denied is None:
                yield from (Draft(part, part, chain, origin, attribution=a, setting=about) for part, about in rest)

    def _chain(
        self, a: Attribution, holder: dict[int, Attribution], chains: dict[int, tuple[tuple[Hop, ...], int | None]]
    ) -> None:
        """The chain of `a`, those of the attributions around it first."""
        path: list[Attribution] = []
        at: Attribution | None = a
        seen: set[int] = set()
        while at is not None and at.head not in chains and at.head not in seen:
            path.append(at)
            seen.add(at.head)
            at = self._outer(at, holder)
        for one in reversed(path):
            outer = self._outer(one, holder)
            front = chains[outer.head][0] if outer is not None and outer.head in chains else ()
            chains[one.head] = self.voices.chain(one, front)

    def _more_than(self, outer: Attribution, inner: Attribution) -> bool:
        """Whether the outer one says more than that the inner one is said."""
        rest = set(outer.content) - {*inner.content, *inner.cue, *inner.source, *inner.through, *inner.cited}
        return sum(self.doc[i].is_alpha and not self.doc[i].is_stop for i in rest) >= _MIN_REST

    def _says_nothing(self, a: Attribution) -> bool:
        """ "did not say whether"; a reporter's question."""
        if a.negated and a.way in ("clause", "infinitive") and a.lemma not in _STANDING:
            return True
        last = self.doc[a.content[-1]]
        if last.text in ("”", '"', "’", "'", "''") and last.i:
            last = self.doc[last.i - 1]
        asks = a.lemma in ("ask", "wonder", "inquire", "query") and a.way in ("clause", "quotation", "passive")
        question = asks or last.text == "?" or (last.i + 1 < len(self.doc) and self.doc[last.i + 1].text == "?")
        if not question:
            return False
        if not a.source:
            return True
        return any(self.doc[i].lower_ in self.passage.lexicon.askers for i in a.source[-3:])

    def _denied(self, a: Attribution) -> tuple[int, ...] | None:
        """The thing itself that somebody denies: "rejected claims that IT LEAKED", "dismissed fears of A LEAK"."""
        if a.way != "object":
            return None
        inside = set(a.content)
        noun = next(
            (self.doc[i] for i in a.content if self.doc[i].head.i == a.head and self.doc[i].dep_ == "dobj"), None
        )
        if noun is None or noun.lemma_.lower() not in self.passage.lexicon.doubted:
            return None
        below = child(noun, "acl", "ccomp", "relcl", after=True) or object_of(noun, "of", "about", "over")
        if below is None:
            return None
        tokens = bare(self.doc, [i for i in subtree(below) if i in inside])
        return tokens if len(tokens) > 1 else None

    def _propositions(self, content: Sequence[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The content by sentence, and each sentence by its propositions, each with its setting; never empty."""
        out: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        for piece in self._by_sentence(content):
            beside = parts(self.doc, set(piece))
            taken = {i for part in beside for i in part.own}
            shared = [p.setting for p in beside if p.series]
            out.append((bare(self.doc, (i for i in piece if i not in taken)), shared[0] if shared else ()))
            out += [(p.tokens, p.setting) for p in beside]
        return [p for p in out if p[0]] or [(tuple(content), ())]

    def _by_sentence(self, content: Sequence[int]) -> list[tuple[int, ...]]:
        parts: list[list[int]] = []
        sentence = -1
        for i in content:
            start = self.passage.sentence[i]
            if start != sentence:
                parts.append([])
                sentence = start
            parts[-1].append(i)
        kept = [t for p in parts if (t := trimmed(self.doc, p)) and any(self.doc[i].is_alpha for i in t)]
        joined: list[list[int]] = []
        for part in kept:  # a fragment is no proposition: it stays with the sentence before
            has_verb = any(self.doc[i].pos_ in ("VERB", "AUX") for i in part)
            if joined and (not has_verb or len(part) < _MIN_CLAUSE):
                joined[-1] += part
            else:
                joined.append(list(part))
        return [tuple(p) for p in joined] or [tuple(content)]

    # -- quotations without a cue

    def _loose_quotations(self, drafts: Sequence[Draft], covered: set[int]) -> Iterator[Draft]:
        """Quotations without a cue of their own: the speaker of the passage goes on."""
        passage = self.passage
        speaking = sorted(
            (d for d in drafts if d.attribution is not None and d.origin is not None and d.cue and _speaks(d)),
            key=lambda d: d.cue[0],
        )
        places = [d.cue[0] for d in speaking]
        carried: tuple[int, Draft] | None = None
        """The last quotation that was given to a speaker, and to whom."""
        for number in range(len(passage.quotations)):
            tokens = [i for i in passage.tokens_of(number) if i not in covered]
            if len(tokens) < _MIN_QUOTATION or not substantial(passage, tokens):
                continue
            if words_around(passage, tokens) > 2:  # quoted words inside somebody's sentence
                continue
            at = bisect_left(places, tokens[0]) - 1
            speaker = speaking[at] if at >= 0 else None
            last = places[at] if at >= 0 else -1
            if carried is not None and carried[0] > last:
                last, speaker = carried
            if speaker is None or passage.paragraph[tokens[0]] - passage.paragraph[last] > _NEAR:
                continue
            if self._is_question(tokens):
                continue
            carried = (tokens[-1], speaker)
            for words, about in self._propositions(tokens):
                yield Draft(words, words, speaker.chain, speaker.origin, attribution=speaker.attribution, setting=about)

    def _is_question(self, tokens: Sequence[int]) -> bool:
        return any(self.doc[i].text == "?" for i in tokens[-2:]) and len(self._by_sentence(tokens)) == 1

    # -- the article's own voice

    def _own(self, covered: set[int], cues: set[int]) -> Iterator[Draft]:
        passage = self.passage
        chain = outlet_hop(self.article)
        silent = {i for at in passage.withheld for i in (at, *subtree(self.doc[at]))}
        for sentence in self.doc.sents:
            if len(sentence) > LONGEST_SENTENCE:
                continue
            if any(t.text == "?" for t in sentence[-3:]) or _is_dateline(sentence):
                continue
            for part in own_clauses(sentence, covered, cues):
                if part.head.i not in silent:
                    content = without_ragged_ends(self.doc, part.tokens)
                    yield Draft(content, part.tokens, chain, None, setting=part.setting)


def _is_dateline(sentence: Span) -> bool:
    """ "GENEVA (Reuters) -", which `nlp` makes a sentence of its own."""
    last = next((t for t in reversed(sentence) if not t.is_space), None)
    return last is not None and last.text in DASHES and not any(is_verb(t) for t in sentence)


def _speaks(draft: Draft) -> bool:
    return draft.chain[-1].kind not in ("document", "outlet")
