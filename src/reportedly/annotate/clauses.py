"""The propositions of a sentence, whoever says them.

A sentence often states several things ("A has closed, although B remains open, which surprised C", "hit the town,
killing ten"). Each is a proposition of its own, so that each can agree with, or contradict, another text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Span, Token

from reportedly.annotate.certainty import main_predicate
from reportedly.annotate.parse import (
    SUBJECTS,
    bare,
    child,
    finite,
    is_passive,
    is_verb,
    phrase,
    subject,
    subtree,
    trimmed,
)
from reportedly.annotate.predicates import is_in
from reportedly.annotate.spans import spans_of
from reportedly.languages import table

_SPLIT = frozenset({"conj", "advcl", "relcl", "parataxis", "ccomp"})
_JOINED = frozenset({"conj", "dep"})
"""How a predicate of a series hangs on the one before; "dep" where the parse knew no better."""
_LOWER = _SPLIT | _JOINED | {"acl"}
_APPOSED = frozenset({"appos", "advmod", "npadvmod", "dep"})
_ASIDE = _APPOSED | {"pobj"}
_SUPPOSING = frozenset({"if", "unless", "whether", "because", "that", "so", "when", "once", "until", "in", "should"})
"""First words of a clause that is no statement by itself."""
_CONTRASTING = frozenset({"although", "though", "while", "whereas"})
_OPINIONS = frozenset({"think", "believe", "fear", "feel", "expect", "reckon", "suppose", "assume", "suspect"})
_DEEPEST = 60
"""Steps up the parse; a proposition deeper down is no prose."""
_NO_RESULT = frozenset(
    {"say", "add", "cite", "quote", "tell", "note", "include", "accord", "follow", "regard", "concern", "use", "wear"}
)
"""Participles that bring a source, an example or a circumstance, and no event."""
_MIN_WORDS = 3
_PREFACING = frozenset({"i", "we", "he", "she", "they", "it", "this", "that", "which", "there"})
_FORETELLING = frozenset(table("likelihood")["nouns"]["estimate"])
""" "The ESTIMATE was that it would take a week"."""
_FIRST = 12
"""Tokens within which a preface stands."""


def without_preface(doc: Doc, tokens: tuple[int, ...], thinking: frozenset[str], *, said: bool) -> tuple[int, ...]:
    """The proposition itself, less the words that only bring it: "I think that", "it means that", "there are fears that".

    Where somebody is said to say it, "he thinks that" is "I think that".
    """
    kept = tokens
    if not any(doc[i].lower_ in _PREFACING for i in tokens[:_FIRST]):
        return kept
    for _ in range(3):
        main = main_predicate(doc, spans_of(doc, kept))
        inner = None if main is None else _brought(main, thinking, said=said)
        if inner is None or inner.i not in kept:
            return kept
        inside = set(subtree(inner))
        lower = trimmed(doc, (i for i in kept if i in inside))
        if lower and doc[lower[0]].dep_ == "mark" and doc[lower[0]].lower_ == "that":
            lower = lower[1:]
        if len(lower) < _MIN_WORDS:
            return kept
        kept = lower
    return kept


def _brought(main: Token, thinking: frozenset[str], *, said: bool) -> Token | None:
    clause = next((c for c in main.children if c.dep_ == "ccomp" and c.i > main.i and finite(c)), None)
    who = next((c.lower_ for c in main.children if c.dep_ in ("nsubj", "expl")), "")
    lemma = main.lemma_.lower()
    if clause is not None:
        denied = any(c.dep_ == "neg" for c in main.children)
        opinion = lemma in _OPINIONS or is_in(main, "operators", "wish")
        theirs = said and opinion and who in ("he", "she", "they") and not any(c.tag_ == "MD" for c in main.children)
        spoken = theirs or (who in ("i", "we") and lemma in thinking)
        put = who in ("it", "this", "that", "which") and lemma in ("mean", "seem", "appear", "happen")
        if (spoken or put) and not denied:
            return clause
    about = next((c for c in main.children if c.dep_ == "nsubj"), None)
    if lemma == "be" and clause is not None and about is not None and about.lemma_.lower() in _FORETELLING:
        return clause
    if lemma == "be" and who == "there":
        noun = next((c for c in main.children if c.dep_ == "attr"), None)
        if noun is not None:
            return next((c for c in noun.children if c.dep_ in ("acl", "ccomp") and finite(c)), None)
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """One proposition of a sentence: token indices."""

    head: Token
    tokens: tuple[int, ...]
    own: frozenset[int]
    """Those that are no part of the clause around it: the subject may be shared."""
    setting: tuple[int, ...] = ()
    """The words whose time and place it shares where it has none: "hit the town ON SUNDAY, killing ten"."""
    series: bool = False
    """Whether the main proposition shares it too."""


def parts(doc: Doc, tokens: Collection[int]) -> list[Part]:
    """The propositions that stand beside the main one in somebody's words `tokens`, of one sentence, in order.

    A clause that only says which or when stays with what it belongs to.
    """
    # "it is late, he said, AND THAT IT MAY NOT COME": another clause of the same report
    tops = [doc[i] for i in sorted(tokens) if doc[i].head.i not in tokens and is_verb(doc[i])]
    further = [t for t in tops[1:] if t.dep_ in ("conj", "ccomp") and finite(t) and child(t, *SUBJECTS) is not None]
    heads = [h for h in _heads(doc, tokens, circumstances=False) if h.head.i in tokens]
    heads = sorted({*heads, *further}, key=lambda h: h.i)
    return [part for head in heads if (part := _part(head, heads, tokens)) is not None]


def own_clauses(sentence: Span, covered: set[int], cues: set[int]) -> Iterator[Part]:
    """Each proposition of the sentence that is no part of an attribution."""
    whole = range(sentence.start, sentence.end)
    heads = [sentence.root, *_heads(sentence.doc, whole, circumstances=True)]
    tokens = set(whole) - covered - cues
    for head in heads:
        if head.i in tokens and (part := _part(head, heads, tokens)) is not None:
            yield part


def _heads(doc: Doc, tokens: Collection[int], *, circumstances: bool) -> list[Token]:
    """The words that a proposition of its own hangs by, less the root."""
    found: dict[int, Token] = {}
    alone = (t for i in tokens if (t := doc[i]).head.i != i and _stands_alone(t))
    for token in sorted(alone, key=_depth):
        if not circumstances and _circumstance(token):
            continue
        # "those who fell AND DIED": only what is joined to a proposition of its own is one by itself
        joined = token.dep_ == "conj" and finite(token) and not any(c.dep_ in SUBJECTS for c in token.children)
        top = token.head.head.i == token.head.i or token.head.head.i not in tokens
        if not joined or top or token.head.i in found:
            found[token.i] = token
    return [found[i] for i in sorted(found)]


def _depth(token: Token) -> int:
    return sum(1 for _ in islice(token.ancestors, _DEEPEST))


def _circumstance(verb: Token) -> bool:
    if not finite(verb) or verb.dep_ not in ("relcl", "advcl"):
        return False
    return not any(c.dep_ == "mark" and c.lower_ in _CONTRASTING for c in verb.children)


def _part(head: Token, heads: list[Token], tokens: Collection[int]) -> Part | None:
    """What hangs by `head` alone, with the subject that it shares; None where that is too little."""
    doc: Doc = head.doc
    mine = _reach(head)
    inner = [_reach(h) for h in heads if h.i != head.i and h.i in mine]
    own = frozenset(i for i in mine if i in tokens and not any(i in below for below in inner))
    kept = set(own) - {head.head.i} if head.dep_ == "pobj" else set(own)  # less the "with"
    if head.pos_ in ("VERB", "AUX") and not any(c.dep_ in SUBJECTS for c in head.children):
        who, _ = subject(head)
        if who is not None and who.i in tokens and who.i in range(head.sent.start, head.sent.end):
            kept |= {i for i in phrase(who) if i in tokens and i not in mine}
    words = bare(doc, kept)
    numbers = sum(doc[i].like_num for i in words)
    if numbers + sum(doc[i].is_alpha and not doc[i].like_num for i in words) < _MIN_WORDS - bool(numbers):
        return None  # "50 injured" says something, "he left" too little
    return Part(head, words, own, _setting(head, heads, tokens), _joined(head))


def _setting(head: Token, heads: list[Token], tokens: Collection[int]) -> tuple[int, ...]:
    """The clause that a part shares time and place with: the one above; for an apposition what it describes."""
    if head.dep_ != "pobj" and _beside(head):
        at = head.head if head.dep_ == "appos" else head.doc[max(0, head.left_edge.i - 2)]
        return tuple(i for i in phrase(at, without=subtree(head)) if i in tokens)
    above = head
    while _dependent(above) or _beside(above):
        above = _above(above)
    series = [h for h in heads if _joined(h) and h.i in subtree(above)]
    if above.i == head.i and not series:
        return ()
    inner = [_reach(h) for h in heads if h.i in subtree(above) and h.i != above.i and h not in series]
    return tuple(i for i in subtree(above) if i in tokens and not any(i in below for below in inner))


def _above(head: Token) -> Token:
    """The verb that a part without a finite form hangs on."""
    at = head.head
    while at.pos_ not in ("VERB", "AUX") and at.head.i != at.i:
        at = at.head
    return at


def _reach(head: Token) -> range:
    """The words that go with a head: in "and 50 injured" the number is above it, in "with 50 injured" the "with"."""
    return subtree(head.head) if _counted(head) or (_beside(head) and head.dep_ == "pobj") else subtree(head)


def _stands_alone(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX"):
        return token.dep_ in _LOWER and (_clause(token) or _dependent(token))
    return token.dep_ in _ASIDE and _beside(token)


def _beside(noun: Token) -> bool:
    """A number told in passing: ", HOME to 4,000 people", ", a CITY of 500,000 people", ", with a POPULATION of 3,000"."""
    if noun.pos_ != "NOUN" and noun.lower_ != "home":
        return False
    top = noun.head if noun.dep_ == "pobj" and noun.head.lower_ == "with" else noun
    if (top is noun and noun.dep_ not in _APPOSED) or not _after_comma(top):
        return False
    above = _above(noun)
    end = top.right_edge.i + 1
    if end < len(noun.doc) and not (noun.doc[end].is_punct or noun.doc[end].is_space):
        return False
    counts = any(
        t.like_num and t.dep_ == "nummod" and t.head.tag_ == "NNS" and (t.head.i != noun.i or top.i != noun.i)
        for t in noun.subtree
    )
    return (counts or (noun.lemma_ == "population" and any(t.like_num for t in noun.subtree))) and _happened(above)


def _dependent(verb: Token) -> bool:
    """Whether a verb without a finite form of its own tells an event beside another, whose time it shares."""
    return verb.pos_ == "VERB" and not finite(verb) and (_result(verb) or _joined(verb))


def _joined(verb: Token) -> bool:
    """Whether it goes on a series, so that a time behind the last of them is the time of all."""
    return not finite(verb) and (_gapped(verb) or _counted(verb) or _in_series(verb))


def _clause(verb: Token) -> bool:
    """A finite clause that states something by itself."""
    if verb.dep_ not in _SPLIT or not finite(verb):
        return False
    own = any(c.dep_ in SUBJECTS for c in verb.children)
    if verb.dep_ == "relcl":
        # only a relative clause set off by a comma states something of its own
        return own and _after_comma(verb)
    if verb.dep_ == "ccomp":
        # "Many left, some stayed": read as a complement for want of a conjunction
        return (
            own
            and verb.i < verb.head.i
            and verb.head.dep_ == "ROOT"
            and any(c.text in (",", ";") for c in verb.head.lefts)
        )
    if verb.dep_ == "advcl":
        return own and next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")), "") not in _SUPPOSING
    return own or verb.head.pos_ in ("VERB", "AUX")


def _after_comma(token: Token) -> bool:
    return token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text == ","


def _told(verb: Token) -> bool:
    """Finite, or a past tense that the parse takes for a participle: "it KILLED six people, injured ten"."""
    return finite(verb) or (
        verb.tag_ == "VBN" and child(verb, "nsubj") is not None and child(verb, "aux", "auxpass") is None
    )


def _happened(verb: Token) -> bool:
    """Told as a fact: what "would hit the town, killing ten" supposes is none, and is not to be told without its would."""
    if verb.pos_ not in ("VERB", "AUX"):  # a sentence without a verb, or one that the parse has not seen
        return verb.dep_ == "ROOT"
    plain = _told(verb) and not any(c.tag_ == "MD" or c.dep_ == "neg" for c in verb.children)
    return plain and not any(c.dep_ in ("mark", "advmod") and c.lower_ in _SUPPOSING for c in verb.children)


def _result(verb: Token) -> bool:
    """ "hit the town, KILLING ten people, injuring more AND DAMAGING homes"."""
    if verb.tag_ != "VBG" or child(verb, "dobj", "dative", "xcomp", "ccomp", after=True) is None:
        return False
    if verb.lemma_.lower() in _NO_RESULT or child(verb, "mark", "aux", "neg", *SUBJECTS) is not None:
        return False
    if verb.dep_ in _JOINED:
        return _result(verb.head)
    above = _above(verb)
    return verb.dep_ in ("advcl", "acl") and verb.i > above.i and _after_comma(verb) and _happened(above)


def _gapped(verb: Token) -> bool:
    """ "four bridges were destroyed and THREE PEOPLE KILLED"."""
    passive = verb.tag_ in ("VBN", "VBD") and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and is_passive(verb.head)
    return passive and child(verb, "nsubj", "nsubjpass", "nummod") is not None and _happened(verb.head)


def _counted(verb: Token) -> bool:
    """The same where the number is all the subject there is: "ten were killed and AT LEAST 50 INJURED"."""
    number = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or number.dep_ != "conj" or verb.i < number.i:
        return False
    above = number.head
    return above.pos_ == "VERB" and is_passive(above) and _happened(above) and any(t.like_num for t in number.subtree)


def _in_series(verb: Token) -> bool:
    """ "killed six people, INJURED 50 and caused damage": a form that could be a participle, and has an object."""
    series = (
        verb.tag_ in ("VBN", "VBD") and verb.dep_ in _JOINED and verb.head.tag_ in ("VBN", "VBD") and _told(verb.head)
    )
    return series and child(verb, "dobj", after=True) is not None and child(verb, "aux", "auxpass") is None
