"""Sources brought without a verb of their own: "according to", "as X put it", nouns, colons, adverbs."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from reportedly.annotate.parse import agent_of, child, is_verb, object_of, phrase, subject, subtree, trimmed, verb_group
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution, reporting_word

_LONGEST_LABEL = 8
"""Tokens before a colon that can name who speaks."""
_HEADLINE = 12
"""How far before a colon its line is taken to begin."""
_LABEL_POS = frozenset({"PROPN", "NOUN", "ADJ", "DET", "ADP", "NUM", "PART"})
_BEGINS_CLAUSE = frozenset({"xcomp", "acl", "advcl", "relcl"})


def according_to(passage: Passage, token: Token) -> Attribution | None:
    """ "according to X", "per X": what the clause around it says."""
    doc = passage.doc
    if token.i in passage.taken:
        return None
    to = token.i
    if token.lower_ == "according":
        to += 1
        if to >= len(doc) or doc[to].lower_ != "to":
            return None
    name = child(doc[to], "pobj") or child(token, "pobj")
    if name is None or (token.lower_ == "per" and not _a_source(passage, token, name)):
        return None
    lemma = "according to" if to != token.i else "per"
    return _around(passage, range(token.i, to + 1), phrase(name), lemma)


def _a_source(passage: Passage, per: Token, name: Token) -> bool:
    """ "per the minutes", and not "ten pounds per head"."""
    opens = per.i == passage.sentence[per.i] or passage.doc[per.i - 1].text == ","
    described = name.pos_ == "PROPN" or (opens and any(c.dep_ in ("det", "poss") for c in name.children))
    return described and not (per.i and (per.head.like_num or passage.doc[per.i - 1].pos_ in ("NOUN", "NUM", "SYM")))


def in_the_words_of(passage: Passage, noun: Token) -> Attribution | None:
    """ "in the words of X", "in the view of X", "in X's opinion"."""
    prep = noun.head
    if noun.lower_ not in passage.lexicon.words_of or prep.lower_ not in ("in", "by", "to") or prep.dep_ != "prep":
        return None
    owner = child(noun, "poss")
    who = owner if owner is not None else object_of(noun, "of")
    if who is None or noun.i in passage.taken or who.lower_ in ("other", "words"):
        return None
    source = phrase(who)
    cue = sorted(set(range(prep.i, noun.right_edge.i + 1)) - set(source))
    return _around(passage, cue, source, "in the words of")


def as_put(passage: Passage, verb: Token) -> Attribution | None:
    """ "as X put it", "as X reported": the clause it hangs on is what is said."""
    mark = next((c for c in verb.lefts if c.lower_ == "as"), None)
    if mark is None or verb.dep_ not in ("advcl", "ccomp", "parataxis") or not is_verb(verb.head):
        return None
    put = child(verb, "dobj", after=True)
    putting = verb.lemma_.lower() in ("put", "have", "tell") and put is not None and put.lower_ == "it"
    saying = reporting_word(verb, passage.lexicon) in passage.lexicon.saying and child(verb, "dobj", "ccomp") is None
    who, passive = subject(verb)
    if not (putting or saying) or who is None or passive or verb.i in passage.taken:
        return None
    mine = set(subtree(verb))
    around = [i for i in subtree(verb.head) if i not in mine and i in passage.sentence_of(verb.i)]
    source = phrase(who)
    cue = sorted({mark.i, *verb_group(verb), *((put.i,) if putting and put is not None else ())})
    content = trimmed(passage.doc, (i for i in around if i not in passage.taken))
    return Attribution(tuple(cue), source, content, "phrase", verb.lemma_.lower(), verb.i)


def first_reported_by(passage: Passage, verb: Token) -> Attribution | None:
    """ "The sale, first reported by X, ...", "as reported by X", "The news was first reported by X"."""
    by = agent_of(verb)
    publishes = verb.tag_ == "VBN" and verb.lemma_.lower() in passage.lexicon.publishing
    if not publishes or by is None or verb.i in passage.taken or child(verb, "ccomp") is not None:
        return None
    mine = set(subtree(verb))
    sentence = passage.sentence_of(verb.i)
    subj = child(verb, "nsubjpass")
    content: Iterable[int]
    if subj is not None and verb.head.i == verb.i:
        anaphor = subj.pos_ == "PRON" or subj.lemma_.lower() in passage.lexicon.anaphors
        before = passage.sentence_of(sentence[0] - 1) if sentence[0] else range(0)
        near = len(before) > 0 and passage.paragraph[before[0]] == passage.paragraph[verb.i]
        content = before if anaphor and near else () if anaphor else subtree(subj)
    else:
        top = verb
        while top.head.i != top.i and not (top.i != verb.i and is_verb(top)):
            top = top.head
        content = (i for i in sentence if i in subtree(top) and i not in mine)
    content = trimmed(passage.doc, (i for i in content if i not in passage.taken))
    if not content:
        return None
    cue = sorted({*verb_group(verb), by.head.i, *(c.i for c in verb.lefts if c.lower_ in ("first", "as"))})
    return Attribution(tuple(cue), phrase(by), content, "phrase", verb.lemma_.lower(), verb.i)


def _around(passage: Passage, cue: Iterable[int], source: tuple[int, ...], lemma: str) -> Attribution:
    """What the clause around a phrase says."""
    doc = passage.doc
    cue = tuple(cue)
    token = doc[cue[0]]
    top = token
    while top.dep_ in ("prep", "pcomp", "prt", "advmod", "pobj") and top.head.i != top.i and not is_verb(top.head):
        top = top.head
    sentence = passage.sentence_of(token.i)
    governor = top.head if is_verb(top.head) else token.sent.root
    while governor.dep_ in _BEGINS_CLAUSE and is_verb(governor.head) and governor.i > token.i:
        governor = governor.head
    ends = all(
        passage.doc[i].is_punct or passage.doc[i].is_space for i in range(max((*cue, *source)) + 1, sentence[-1] + 1)
    )
    if ends and doc[max(0, cue[0] - 1)].text in (",", "”", "''", '"'):
        # "A fell, B rose and C stayed, according to X": all of it
        while governor.dep_ in ("conj", "ccomp") and is_verb(governor.head) and governor.head.i < governor.i:
            governor = governor.head
    own = {*cue, *source, *range(cue[0], (max(source) if source and source[0] > cue[0] else cue[-1]) + 1)}
    content = (i for i in subtree(governor) if i not in own and i in sentence and i not in passage.taken)
    return Attribution(cue, source, trimmed(doc, content), "phrase", lemma, cue[0])


def by_noun(passage: Passage, noun: Token) -> Attribution | None:
    """ "the claim that", "a warning by officials that", "issued a warning that", "her promise to resign"."""
    lexicon = passage.lexicon
    lemma = noun.lemma_.lower()
    if noun.i in passage.taken or lemma not in lexicon.nouns:
        return None
    clause = _that_clause(noun)
    if clause is None:
        return None
    owner = child(noun, "poss")
    who = owner if owner is not None else object_of(noun, "by", "from", "of")
    if who is not None and who.i > clause.left_edge.i:
        who = None
    if who is None and noun.dep_ == "dobj" and noun.head.lemma_.lower() in lexicon.giving:
        who, passive = subject(noun.head)
        who = None if passive else who
    if who is None and (lemma not in lexicon.unowned_nouns or noun.head.i in passage.cues):
        return None  # nobody's in particular, or what somebody else's verb judges: "rejected claims that"
    source = phrase(who, without=(noun.i,)) if who is not None else ()
    content = passage.without_that(trimmed(passage.doc, subtree(clause)))
    return Attribution((noun.i,), source, content, "noun", lemma, noun.i) if content else None


def _that_clause(noun: Token) -> Token | None:
    for c in noun.rights:
        if c.dep_ in ("acl", "ccomp", "relcl") and any(m.dep_ == "mark" and m.lower_ == "that" for m in c.children):
            return c
    return None


def by_colon(passage: Passage, colon: Token) -> Attribution | None:
    """A headline's or a transcript's colon: "Minister: talks are over", "POLL: ..."."""
    doc = passage.doc
    start = passage.sentence[colon.i]
    while start > 0 and "\n" not in doc[start - 1].text and colon.i - start < _HEADLINE:
        start -= 1
    before = [t for t in doc[start : colon.i] if not t.is_space]
    opens_line = start == 0 or "\n" in doc[start - 1].text
    if not opens_line or not 1 <= len(before) <= _LONGEST_LABEL or colon.i in passage.taken:
        return None
    if not _names_a_speaker(passage, before):
        return None
    end = colon.i + 1
    limit = min(len(doc), end + 400)
    while end < limit and "\n" not in doc[end].text:
        end += 1
    content = trimmed(doc, range(colon.i + 1, end))
    says = any(doc[i].tag_ in ("VBZ", "VBP", "VBD", "MD") or doc[i].dep_ == "ROOT" for i in content)
    if len(content) < 3 or not says or any(i in passage.taken or i in passage.cues for i in content):
        return None
    return Attribution((colon.i,), tuple(t.i for t in before), content, "colon", ":", colon.i)


def _names_a_speaker(passage: Passage, before: list[Token]) -> bool:
    if not all(t.pos_ in _LABEL_POS or t.text.isupper() or t.text in ("/", "-", ".", ",", "'s", "’s") for t in before):
        return False
    last = before[-1]
    label = " ".join(t.lower_ for t in before)
    barred = passage.lexicon.no_speakers
    if last.lower_ in barred or before[0].lower_ in barred or label in barred:
        return False
    return any(t.pos_ in ("PROPN", "NOUN") or (t.text.isupper() and len(t) > 2) for t in before)


def by_adverb(passage: Passage, token: Token) -> Attribution | None:
    """ "reportedly": somebody says so, the text does not say who."""
    if token.i in passage.taken:
        return None
    head = token.head
    word = reporting_word(head, passage.lexicon) if head.pos_ == "VERB" else ""
    if word in passage.lexicon.clause and any(c.dep_ == "ccomp" for c in head.children):
        return None  # "reportedly said": a hedge on the saying, which the verb's own rule reads
    content = trimmed(passage.doc, (i for i in subtree(head) if i != token.i))
    return Attribution((token.i,), (), content, "adverb", token.lower_, token.i)
