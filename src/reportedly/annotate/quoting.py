"""Quotations and the verbs that bring them: after the quotation, before it, or around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from reportedly.annotate.parse import QUOTE_MARKS, child, subtree
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution, reporting_word

_AFTER, _BEFORE = 30, 35
"""How many tokens away from a quotation its verb is looked for."""
_GAP = 40
"""How many tokens may stand between a speaker's words and a quotation that goes on with them."""
_PREVIOUS = 120
"""How many tokens of the sentence before a quotation are looked through for its speaker."""
_OPEN_END = frozenset({",", "?", "!", "—", "–", "-", ".", "--", "…"})


def quotations_with_cue(passage: Passage) -> Iterator[Attribution]:
    """An attribution for each cue that brings quotations: “A,” she said. “B.” is one."""
    contents: dict[int, set[int]] = {}
    for number in range(len(passage.quotations)):
        tokens = passage.tokens_of(number)
        if len(tokens) and substantial(passage, tokens) and (cue := _cue_of(passage, number, tokens)) is not None:
            contents.setdefault(cue.i, set()).update(tokens)
    for head, content in contents.items():
        cue = passage.doc[head]
        whole = content | _clause_around(passage, cue, content)
        if (found := passage.attributed(cue, whole, "quotation")) is not None:
            yield found


def _clause_around(passage: Passage, cue: Token, content: set[int]) -> set[int]:
    """ "said that this “is no war” and must not be one": the whole clause, where quoted words stand in it."""
    clause = child(cue, "ccomp", after=True)
    if clause is None or not content:
        return set()
    first = min(content)
    before = passage.doc[first - 1] if first else None
    around = set(subtree(clause))
    if before is None or before.text in (",", ":") or before.is_space or around.isdisjoint(content):
        return set()
    return {i for i in around if i > cue.i}


def running_on(passage: Passage, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with the quotations that go on without a cue of their own.

    Such a quotation stands alone in its sentence, and nobody else has been named as speaking since.
    """
    covered = {i for a in found for i in a.content}
    order = sorted(found, key=lambda a: max(a.cue[-1], a.content[-1]))
    ends = [max(a.cue[-1], a.content[-1]) for a in order]
    more: dict[int, list[int]] = {}
    reach: dict[int, int] = {}
    for number in range(len(passage.quotations)):
        tokens = passage.tokens_of(number)
        if not len(tokens) or tokens[0] in covered or not substantial(passage, tokens) or not _alone(passage, tokens):
            continue
        at = bisect_left(ends, tokens[0]) - 1
        if at < 0:
            continue
        speaker = order[at]
        last = max(reach.get(speaker.head, 0), ends[at])
        near = passage.paragraph[tokens[0]] - passage.paragraph[last] <= 0 and tokens[0] - last <= _GAP
        if (
            near
            and speaker.source
            and speaker.way in ("quotation", "clause")
            and speaks(passage, passage.doc[speaker.head])
        ):
            more.setdefault(speaker.head, []).extend(i for i in tokens if i not in covered)
            reach[speaker.head] = tokens[-1]
    return [replace(a, content=tuple(sorted({*a.content, *more[a.head]}))) if a.head in more else a for a in found]


def _alone(passage: Passage, tokens: range) -> bool:
    """Whether nothing but quoted words stands in the quotation's first sentence."""
    return words_around(passage, tokens) <= 1


def words_around(passage: Passage, tokens: Sequence[int]) -> int:
    """Words outside any quotation in a quotation's first sentence; its mark may hang on the one before."""
    first = next((i for i in tokens if passage.doc[i].is_alpha), tokens[0])
    return sum(passage.inside[i] < 0 and passage.doc[i].is_alpha for i in passage.sentence_of(first))


def substantial(passage: Passage, tokens: Sequence[int]) -> bool:
    """More than a name, a title or scare quotes."""
    doc = passage.doc
    words = [doc[i] for i in tokens if doc[i].is_alpha]
    if words and doc[tokens[-1] - 1].text in {",", "?", "!"}:
        return True
    return len(words) > 6 or (len(words) > 2 and any(w.pos_ in ("VERB", "AUX") for w in words))


def speaks(passage: Passage, token: Token) -> bool:
    """Whether a token is a verb that brings words in quotation marks."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod"):
        return False
    direct = passage.lexicon.direct
    return token.lemma_.lower() in direct or reporting_word(token, passage.lexicon) in direct


def _cue_of(passage: Passage, number: int, tokens: range) -> Token | None:
    doc = passage.doc
    first, last = tokens[0], tokens[-1]
    inner = next(
        (doc[i] for i in reversed(tokens) if doc[i].text not in QUOTE_MARKS and not doc[i].is_space), doc[last]
    )
    before = doc[first - 1] if first else None
    at = first - 1
    while at > 0 and doc[at].is_space:
        at -= 1
    if before is not None and before.is_space and doc[at].text == ":":  # "He wrote:", and the letter below it
        return _scan(passage, range(at, max(-1, at - _BEFORE), -1), number)
    introduced = before is not None and (
        before.text in (",", ":") or before.lower_ == "that" or speaks(passage, before)
    )
    ends_open = inner.text in _OPEN_END or (last + 1 < len(doc) and doc[last + 1].text in (",", "—"))
    # "for “Take Your Dog to Work Day,”": words quoted in somebody's clause bring no cue of their own
    stands_alone = before is None or before.is_space or before.is_punct or before.pos_ == "CCONJ" or introduced
    if stands_alone and ends_open and inner.text != ".":
        after = _scan(passage, range(last + 1, min(len(doc), last + _AFTER)), number)
        if after is not None:
            return after
    if introduced:
        found = _scan(passage, range(first - 1, max(-1, first - _BEFORE), -1), number)
        if found is not None:
            return found
    return _previous(passage, first) if inner.text == "." and first else None


def _previous(passage: Passage, first: int) -> Token | None:
    """The cue of a sentence that ends right before this quotation starts, and itself holds a quotation."""
    doc, inside = passage.doc, passage.inside
    at = first - 1
    while at >= 0 and doc[at].is_space and passage.paragraph[at] == passage.paragraph[first]:
        at -= 1
    if at < 0 or doc[at].text != "." or inside[at] >= 0:
        return None
    sentence = range(max(passage.sentence[at], at - _PREVIOUS), at)
    if not any(inside[i] >= 0 for i in sentence):
        return None
    return next((doc[i] for i in reversed(sentence) if inside[i] < 0 and speaks(passage, doc[i])), None)


def _scan(passage: Passage, indices: Iterable[int], number: int) -> Token | None:
    """The first speaking verb along `indices`, within the paragraph, the sentence and this quotation's reach."""
    doc, inside = passage.doc, passage.inside
    for i in indices:
        token = doc[i]
        if inside[i] == number:
            continue
        if inside[i] >= 0 or (token.is_space and "\n\n" in token.text) or token.text in (".", ";", "!", "?"):
            return None
        if speaks(passage, token):
            return token
    return None
