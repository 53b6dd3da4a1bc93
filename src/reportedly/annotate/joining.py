"""What the rules and the learned reader found, put together into one list of attributions.

The rules' come first: they nest, and they know what kind of cue it is, whom it was said to, who passes it on and
whether the saying is denied. The tagger's content goes in where the two differ much, and its attributions are added
where the rules saw no cue and it is sure of one. The numbers were chosen on articles that neither training nor the
figures use (`docs/model-card.md`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from reportedly.annotate.parse import finite, is_negated, is_passive, phrase, trimmed
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution, Way, reporting_word
from reportedly.annotate.tagger import Found
from reportedly.model import Spans

_BOTH = ("rules", "tagger")
_SAME = 0.5
"""Two contents that share more than this of their tokens are one."""


@dataclass(frozen=True, slots=True)
class Joining:
    alone: float = 0.75
    """The score from which an attribution of the tagger's is added that the rules do not see."""
    far: float = 0.5
    """Where the two contents of one cue share less than this, the tagger's is taken."""


def join(
    passage: Passage, rules: Sequence[Attribution], found: Sequence[Found], how: Joining | None = None
) -> list[Attribution]:
    """The attributions of both, in order of what they say."""
    how = how or Joining()
    starts = [t.idx for t in passage.doc]
    by_cue = {i: n for n, a in enumerate(rules) for i in a.cue}
    by_content: dict[int, set[int]] = {}
    for n, a in enumerate(rules):
        for i in a.content:
            by_content.setdefault(i, set()).add(n)
    out = dict(enumerate(rules))
    used: set[int] = set()
    silent = {*passage.cues, *passage.withheld}
    added = []
    for one in sorted(found, key=lambda f: (-f.score, f.cue)):
        cue, source, content = (tokens_in(passage, starts, s) for s in (one.cue, one.source, one.content))
        content = tuple(i for i in content if i not in set(cue))
        source = _whole_name(passage, source)
        if not cue or not content:
            continue
        same = next((by_cue[i] for i in cue if i in by_cue), None)
        if same is None:
            near = sorted({n for i in content for n in by_content.get(i, ())} - used)
            same = next((n for n in near if _shared(rules[n].content, content) > _SAME), None)
        elif same not in used:
            out[same] = _nearer(rules[same], source, content, by_cue, how)
        if same is not None:
            used.add(same)
        elif one.score >= how.alone and silent.isdisjoint(cue) and passage.doc[cue[0]].text != ":":
            added.append(_new(passage, cue, source, content))
    return sorted([*out.values(), *added], key=lambda a: (a.content[0], a.head))


def _whole_name(passage: Passage, source: tuple[int, ...]) -> tuple[int, ...]:
    """The noun phrase of a source of which the tagger has only the article: "THE government"."""
    if len(source) != 1 or passage.doc[source[0]].pos_ != "DET":
        return source
    noun = passage.doc[source[0]].head
    return phrase(noun) if noun.pos_ in ("NOUN", "PROPN") else source


def _shared(a: Sequence[int], b: Sequence[int]) -> float:
    """Tokens in both over tokens in either."""
    both = len(set(a) & set(b))
    return both / max(1, len(a) + len(b) - both)


def _nearer(
    rule: Attribution, source: tuple[int, ...], content: tuple[int, ...], by_cue: dict[int, int], how: Joining
) -> Attribution:
    """The rules' attribution, with the tagger's words where theirs are far off and no other attribution stands in them."""
    kept = tuple(i for i in content if i not in rule.cue)
    holds = any(i in by_cue for i in rule.content)
    # "the ferry, said the mayor, is old": the tagger takes one half
    interrupted = rule.way == "clause" and rule.content[0] < rule.head < rule.content[-1]
    if holds or interrupted or not kept or _shared(rule.content, kept) >= how.far:
        # an unnamed source is the rules' to tell: the tagger takes the "it" of "it was revealed" for one
        other = rule.way != "passive" and bool(source) and set(source).isdisjoint((*rule.source, *rule.content))
        return replace(rule, source=source, readers=_BOTH) if other else replace(rule, readers=_BOTH)
    left = source or tuple(i for i in rule.source if i not in kept)
    return replace(rule, content=kept, source=left, readers=_BOTH)


def tokens_in(passage: Passage, starts: Sequence[int], spans: Spans) -> tuple[int, ...]:
    """The tokens that the spans touch, white space left out; `starts` are the first characters of all tokens."""
    out: list[int] = []
    for s, e in spans:
        first = max(0, bisect_right(starts, s) - 1)
        if starts and starts[first] + len(passage.doc[first]) <= s:
            first += 1
        out += [i for i in range(first, bisect_left(starts, e)) if not passage.doc[i].is_space]
    return tuple(sorted(set(out)))


def _new(passage: Passage, cue: tuple[int, ...], source: tuple[int, ...], content: tuple[int, ...]) -> Attribution:
    """An attribution that only the tagger sees; its kind is read off the parse.

    What has no source or states nothing in a clause ("twelve cases were confirmed", "worried about the flood") is a
    mention: it is told beside the sentence, which stays the article's own.
    """
    head = _head(passage, cue)
    states = bool(source) and any(finite(passage.doc[i]) for i in content)
    way = _way(passage, head, content) if states else "mention"
    lemma = reporting_word(head, passage.lexicon)
    return Attribution(cue, source, content, way, lemma, head.i, negated=is_negated(head), readers=("tagger",))


def _head(passage: Passage, cue: Iterable[int]) -> Token:
    """The word of a cue that the others hang from; a reporting verb before all others."""
    tokens = [passage.doc[i] for i in cue]
    inside = {t.i for t in tokens}
    lexicon = passage.lexicon
    known = lexicon.clause | lexicon.direct | lexicon.judging
    verbs = [t for t in tokens if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    for group in (
        [t for t in verbs if t.lemma_.lower() in known],
        verbs,
        [t for t in tokens if t.pos_ == "NOUN"],
        tokens,
    ):
        if group:
            return next((t for t in group if t.head.i not in inside or t.head.i == t.i), group[0])
    raise ValueError("a cue without tokens")


def _way(passage: Passage, head: Token, content: tuple[int, ...]) -> Way:
    words = [i for i in content if passage.doc[i].is_alpha]
    if head.text == ":":
        return "colon"
    if sum(passage.inside[i] >= 0 for i in words) * 2 > len(words):
        return "quotation"
    if head.pos_ in ("NOUN", "PROPN"):
        return "noun"
    if head.pos_ == "ADV":
        return "adverb"
    if head.pos_ not in ("VERB", "AUX"):
        return "phrase"
    if is_passive(head):
        return "passive"
    inside = set(trimmed(passage.doc, content))
    if any(c.dep_ == "ccomp" and c.i in inside for c in head.children) or not any(
        c.dep_ == "dobj" for c in head.children
    ):
        return "clause"
    return "object"
