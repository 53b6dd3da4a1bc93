"""Who says what: cue, source and content of every attribution in a parsed text.

The steps are those of quotation extraction since Pareti (2012) and the Citron system: find what reports (a verb,
noun, phrase, colon), the constituent that is reported, and the one that reports it. Here all three are read off the
dependency parse and the quotation marks by rules; the word lists are data (`languages/*/reporting.toml`).
A text is walked once; nothing here looks at the meaning of the content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from reportedly.annotate.passage import Passage
from reportedly.annotate.phrases import (
    according_to,
    as_put,
    by_adverb,
    by_colon,
    by_noun,
    first_reported_by,
    in_the_words_of,
)
from reportedly.annotate.quoting import quotations_with_cue, running_on
from reportedly.annotate.reporting import Attribution, Lexicon, is_withheld
from reportedly.annotate.verbs import by_verb

__all__ = ["Attribution", "Lexicon", "Passage", "read_attributions"]


_MAY_REPORT = ("VERB", "AUX", "NOUN", "ADV", "ADP", "SCONJ", "PUNCT")


def read_attributions(passage: Passage) -> list[Attribution]:
    """The attributions of a passage, in order of what they say; quotations first, since they are surest."""
    found: list[Attribution] = []
    for one in quotations_with_cue(passage):
        passage.keep(one)
        found.append(one)
    speech = passage.doc.to_array("POS")
    may_report = {passage.doc.vocab.strings[name] for name in _MAY_REPORT}
    for i in passage.readable():
        if i in passage.cues or speech[i] not in may_report:
            continue
        token = passage.doc[i]
        other = _at(passage, token)
        if other is not None and other.content:
            passage.keep(other)
            found.append(other)
    found = _outermost(passage, _above(running_on(passage, found)))
    return sorted(found, key=lambda a: (a.content[0], a.head))


def holders(attributions: Sequence[Attribution]) -> dict[int, Attribution]:
    """For each content token the smallest attribution that holds it."""
    holder: dict[int, Attribution] = {}
    for a in sorted(attributions, key=lambda a: (-len(a.content), a.head)):
        holder.update((i, a) for i in a.content if i != a.head)
    return holder


def _above(found: Sequence[Attribution]) -> list[Attribution]:
    """With phrases taken out of what they stand above: in "X said it fell, according to Y" all of it is Y's report."""
    out: dict[int, set[int]] = {}
    holder = holders(found)
    for phrase in found:
        held = holder.get(phrase.head)
        if phrase.way == "phrase" and held is not None and held.head in phrase.content:
            out.setdefault(held.head, set()).update((*phrase.cue, *phrase.source))
    return [
        replace(a, content=tuple(i for i in a.content if i not in out[a.head])) if a.head in out else a for a in found
    ]


def _outermost(passage: Passage, found: Sequence[Attribution]) -> list[Attribution]:
    """Without the weaker kinds inside somebody's content: "said he supports" is one report, not two."""

    def weak(a: Attribution) -> bool:
        unnamed = a.way == "passive" and not a.source
        thought = a.lemma in passage.lexicon.mental and all(passage.doc[i].pos_ == "PRON" for i in a.source)
        return a.way in ("object", "infinitive", "adverb") or unnamed or thought

    holder = holders([a for a in found if not weak(a)])
    return [a for a in found if not weak(a) or a.head not in holder]


def _at(passage: Passage, token: Token) -> Attribution | None:
    """The attribution that a token makes."""
    lower = token.lower_
    if lower in ("according", "per"):
        return according_to(passage, token)
    if token.pos_ in ("VERB", "AUX"):
        if is_withheld(token, passage.lexicon):
            passage.withheld.append(token.i)
            passage.cues.update(c.i for c in token.rights if c.dep_ == "xcomp")
            return None
        return as_put(passage, token) or first_reported_by(passage, token) or by_verb(passage, token)
    if token.pos_ == "NOUN":
        return in_the_words_of(passage, token) or by_noun(passage, token)
    if token.text == ":":
        return by_colon(passage, token)
    if lower in passage.lexicon.adverbs and token.pos_ == "ADV":
        return by_adverb(passage, token)
    return None
