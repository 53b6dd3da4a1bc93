"""How an event is put: how likely, negated, ahead in time, planned, promised, conditional, at a distance.

One walk answers all of it: from the event's word upwards over the verbs, adjectives and nouns that stand between it and the
speaker ("is not LIKELY to", "PLANS to", "there is little CHANCE that"), reading at each step the auxiliaries and adverbs
beside it. What stands in a clause beside the walk ("which could ...") is not about the event and is never seen.
Words: `languages/en/likelihood.toml`; speech acts: `languages/en/reporting.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast

from spacy.tokens import Doc, Token

from reportedly.annotate.likelihood import is_bare_possibility, is_chance, likelihood_at
from reportedly.annotate.predicates import (
    CROSSED,
    MAX_STEPS,
    SUBJECTS,
    arranged,
    awaited,
    event_predicate,
    event_under,
    going_to,
    is_in,
    is_infinitive,
    is_ruled_out,
    main_predicate,
    mark_of,
    noun_kind,
    set_to,
    words,
)
from reportedly.annotate.stances import stance_of
from reportedly.annotate.tenses import Side, is_possibility, past, side_of_now
from reportedly.languages import table
from reportedly.model import Hedge, Likelihood, Spans

__all__ = ["Certainty", "certainty_of", "event_predicate", "main_predicate", "read_certainty", "stance_of"]

Modality = Literal["plan", "promise", "schedule", "conditional", "wish"]

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "relcl", "csubj", "csubjpass", "advcl", "pcomp", "oprd"})
_PREDICATIVE = frozenset({"acomp", "attr", "oprd"})


@dataclass(frozen=True, slots=True)
class Certainty:
    """What a text says about how an event is to be taken."""

    likelihood: Likelihood | None = None
    hedges: tuple[Hedge, ...] = ()
    negated: bool = False
    future: bool = False
    modality: Modality | None = None
    irrealis: bool = False
    """Put as purpose, order, fear, wish or case, and not told as having come about."""


@dataclass(slots=True)
class _Reading:
    """What the walk has found so far."""

    likelihood: Likelihood | None = None
    hedges: list[Hedge] = field(default_factory=list)
    denials: int = 0
    future: bool = False
    past: bool = False
    modality: Modality | None = None
    irrealis: bool = False
    used: set[int] = field(default_factory=set)
    """Tokens that a likelihood expression has taken: the "not" of "not likely"."""

    def put(self, modality: Modality) -> None:
        self.modality = self.modality or modality

    def place(self, side: Side | None) -> None:
        self.future = self.future or side == "future"
        self.past = self.past or side == "past"

    def result(self) -> Certainty:
        return Certainty(
            likelihood=self.likelihood,
            hedges=tuple(self.hedges),
            negated=self.denials % 2 == 1,
            future=self.future and not self.past,
            modality=self.modality,
            irrealis=self.irrealis,
        )


# ---- the walk


def read_certainty(doc: Doc, content: Spans) -> Certainty:
    """How the main event of `content` is put: within it, and by what stands directly over it.

    `content` are character spans into `doc.text`.
    """
    return certainty_of(event_predicate(doc, content))


def certainty_of(token: Token | None) -> Certainty:
    """How the event that `token` names (verb, adjective or noun) is put; nothing is said of none."""
    if token is None:
        return Certainty()
    reading = _Reading()
    if (kind := awaited(token)) is not None:
        reading.future = True
        if kind != "future":
            reading.put(cast("Modality", kind))
    if (verb := _walk(token, reading)) is not None:
        of_verb = _Reading()
        whole = range(verb.sent.start, verb.sent.end)
        _walk(event_under(verb, whole) if token.dep_ in SUBJECTS else verb, of_verb)
        _share(token, verb, of_verb.result(), reading)
    return reading.result()


def _walk(token: Token, reading: _Reading) -> Token | None:
    """Fill `reading`; gives the verb that an event named by a noun belongs to, where the walk ends at one."""
    at, crossed = token, False
    _beside(at, reading, event=True)
    for _ in range(MAX_STEPS):
        if at.pos_ in ("NOUN", "PROPN") and not is_chance(at.head.head) and (verb := _verb_of(at, reading)) is not None:
            return verb
        above = _above(at, reading)
        if above is None:
            return None
        copula = at.dep_ in _PREDICATIVE and above.lemma_ == "be"
        crossed = crossed or not copula
        _beside(above, reading, event=copula and not crossed)
        at = above
    return None


def _beside(token: Token, reading: _Reading, *, event: bool) -> None:
    """What the words beside `token` say: likelihood before negation, for "not likely" is a likelihood."""
    children = list(token.children)
    _likelihoods(token, children, reading)
    for child in children:
        if child.dep_ == "advmod" and child.lower_ in words("hedges", "adverbs"):
            reading.hedges.append(_hedge(child))
        elif event and child.dep_ in (*SUBJECTS, "dobj", "attr"):
            reading.hedges.extend(
                _hedge(c) for c in child.children if c.dep_ == "amod" and c.lower_ in words("hedges", "adjectives")
            )
    reading.denials += _denials(token, children, reading, event=event)
    reading.place(side_of_now(token, children, event=event))
    open_case = reading.future or reading.likelihood is not None or any(c.tag_ == "MD" for c in children)
    if open_case and any(
        c.dep_ == "advcl" and mark_of(c) in words("condition", "marks") and not _even(c) for c in children
    ):
        reading.put("conditional")
    if (mark := mark_of(token)) and (mark in words("condition", "marks") or mark in words("condition", "open_marks")):
        reading.irrealis = True
        if mark in words("condition", "marks"):
            reading.put("conditional")


def _hedge(token: Token) -> Hedge:
    return Hedge(token.text, None, ((token.idx, token.idx + len(token)),))


def _even(clause: Token) -> bool:
    """True for "even if", which is no condition."""
    return any(c.lower_ == "even" for c in clause.children)


def _likelihoods(token: Token, children: list[Token], reading: _Reading) -> None:
    for child in children:
        if child.dep_ in ("aux", "advmod", "acomp", "oprd", "amod", "attr", "nsubj", "dobj", "prep"):
            _take(child, reading)
    if is_chance(token) or token.pos_ == "ADJ":
        _take(token, reading)


def _take(token: Token, reading: _Reading) -> None:
    if token.dep_ == "aux":
        if not is_possibility(token):
            return
    elif token.dep_ in ("attr", "nsubj", "dobj"):
        if not is_chance(token):
            return
    elif token.dep_ == "prep":  # "in all likelihood"
        if not any(is_chance(c) for c in token.children):
            return
        token = next(c for c in token.children if is_chance(c))
    elif token.dep_ == "amod" and token.head.pos_ not in ("NOUN", "PROPN"):
        return
    if (found := likelihood_at(token)) is None:
        return
    likelihood, used = found
    # a degree says more than "may"; "may well", "could possibly" stay bare
    bare = reading.likelihood is not None and is_bare_possibility(reading.likelihood)
    if reading.likelihood is None or (bare and not is_bare_possibility(likelihood)):
        reading.likelihood = likelihood
        reading.used |= used


def _denials(token: Token, children: list[Token], reading: _Reading, *, event: bool) -> int:
    """1 where a word beside `token` negates it, else 0: two of them in one clause still make one negation."""
    named = event and token.pos_ in ("NOUN", "PROPN") and _no(token, reading)
    for child in children:
        if child.dep_ in SUBJECTS or (child.dep_ in ("dobj", "attr") and event):
            named = named or _no(child, reading) or (child.dep_ in SUBJECTS and _not_one(child, reading))
            named = named or any(
                t.lower_ in words("negation", "pronouns") and t.i not in reading.used
                for t in (child, *(c for c in child.lefts if c.dep_ == "poss"))
            )
        named = named or _negates(child, reading)
    return int(named)


def _negates(word: Token, reading: _Reading) -> bool:
    if word.i in reading.used:
        return False
    if word.lower_ == "longer":
        return any(c.lower_ == "no" for c in word.children)
    if word.dep_ != "neg" and not (
        word.dep_ in ("advmod", "preconj", "cc") and word.lower_ in words("negation", "words")
    ):
        return False
    after = word.doc[word.i + 1 : word.i + 2]
    return not any(w.lower_ in words("negation", "undone_by") for w in after)


def _not_one(noun: Token, reading: _Reading) -> bool:
    """ "Not a word was said", "not one cent will come"."""
    nots = (n for c in noun.lefts for n in (c, *c.lefts) if n.dep_ == "neg" and n.i not in reading.used)
    return any(n.nbor().lower_ in words("negation", "single") for n in nots)


def _no(noun: Token, reading: _Reading) -> bool:
    """True for "no talks", "no more talks", not for "no more important task": that is a degree."""
    for c in noun.lefts:
        none = any(n.lower_ in words("negation", "determiners") and n.i not in reading.used for n in c.lefts)
        if none and c.lower_ == "more" and c.dep_ == "amod" and c.i == noun.i - 1:
            return True
    return any(
        c.dep_ in ("det", "neg")
        and c.lower_ in words("negation", "determiners")
        and c.i not in reading.used
        and not any(after.dep_ == "advmod" for after in c.doc[c.i + 1 : c.i + 2])
        for c in noun.children
    )


def _above(token: Token, reading: _Reading) -> Token | None:
    """The next word up that says how the event is put; None where the speaker or another event begins."""
    head, dep = token.head, token.dep_
    if head.i == token.i:
        return None
    if dep in _PREDICATIVE and head.pos_ in ("VERB", "AUX") and not is_infinitive(token):
        return head
    if dep == "conj":
        return _through_conjunction(token, head, reading)
    if is_ruled_out(token):
        reading.denials += 1
        return None
    if dep in ("pobj", "pcomp") and head.lower_ in ("of", "for") and is_chance(head.head):
        reading.future = True
        return head.head
    if dep == "compound" and any(is_in(head, "nouns", k) for k in ("plan", "promise", "schedule", "wish")):
        _kind(head, reading, "nouns", infinitive=True)  # "the merger plan"
        return None
    if dep not in _COMPLEMENTS:
        return None
    if head.pos_ in ("NOUN", "PROPN"):
        return _through_governing_noun(token, head, reading)
    return _through_operator(token, head, reading)


def _through_conjunction(token: Token, head: Token, reading: _Reading) -> Token | None:
    """A verb without subject and auxiliaries of its own has those of the first: "will rise and (will) fall"."""
    if token.pos_ in ("NOUN", "PROPN"):
        return None
    if any(c.dep_ in (*SUBJECTS, "aux", "auxpass") for c in token.children) or token.tag_ in ("VBD", "VBZ", "VBP"):
        return None
    before = [c for c in head.children if c.i < head.i]
    _likelihoods(head, [c for c in before if c.dep_ in ("aux", "advmod")], reading)
    reading.place(side_of_now(head, before, event=False))
    return _above(head, reading) if head.dep_ != "conj" else None


def _through_operator(token: Token, head: Token, reading: _Reading) -> Token | None:
    infinitive = is_infinitive(token)
    if infinitive and _judged(head) and not likelihood_at(head):
        reading.irrealis = True
        return head
    if token.dep_ == "advcl" and not going_to(head) and not set_to(head) and not arranged(token):
        _adverbial(token, head, reading, infinitive=infinitive)
        return None
    if head.pos_ == "ADP":
        _over_preposition(token, head, reading)
        reading.denials += head.lower_ in words("negation", "prepositions")
        return None
    if going_to(head) and infinitive:
        reading.future = True
        return head
    if set_to(head) and infinitive:
        reading.future = True
        reading.put("schedule")
        return head
    if head.lemma_ == "be" and infinitive and not any(c.dep_ == "acomp" for c in head.children):
        reading.future = True  # "are to reopen"
        reading.put("schedule")
        return head
    if head.lemma_ == "have" and infinitive and any(c.lower_ == "yet" for c in (*head.children, *token.children)):
        reading.denials += 1
        return None
    if head.lemma_ in ("have", "need") and infinitive:
        return head  # "will have to wait"
    copula_clause = head.lemma_ == "be" and token.dep_ in ("ccomp", "csubj", "xcomp")
    if copula_clause:
        return _over_copula(head, reading)
    gerund = token.dep_ == "xcomp" and token.tag_ == "VBG"
    above = _by_word(token, head, reading, "operators", infinitive=infinitive or gerund)
    if above is None and infinitive and head.dep_ == "ROOT" and head.pos_ not in ("VERB", "AUX"):
        reading.future = True  # a headline: "Carmaker to cut jobs"
    return above


def _over_preposition(token: Token, preposition: Token, reading: _Reading) -> None:
    """What governs "plans on reviving", "committed to helping", "hopes of winning"."""
    over = preposition.head
    if token.tag_ != "VBG" or preposition.lower_ not in words("purpose", "governed"):
        return
    section = "nouns" if over.pos_ in ("NOUN", "PROPN") else "operators"
    if any(is_in(over, section, k) for k in ("plan", "promise", "schedule", "wish")):
        _kind(over, reading, section, infinitive=True)


def _judged(head: Token) -> bool:
    """True over the infinitive of "it is not safe to land": what is said of it holds of the event."""
    copula = head if head.lemma_ == "be" else head.head
    adjectives = [c for c in copula.children if c.dep_ == "acomp"]
    it = any(c.dep_ in ("nsubj", "expl") and c.lower_ == "it" for c in copula.children)
    return (
        copula.lemma_ == "be"
        and it
        and (head is copula or head.dep_ == "acomp")
        and any(not any(is_in(a, "operators", k) for k in CROSSED) and not likelihood_at(a) for a in adjectives)
    )


def _adverbial(token: Token, head: Token, reading: _Reading, *, infinitive: bool) -> None:
    """A purpose lies ahead of its clause, "when it is over" beside it."""
    if infinitive:
        outcome = token.lemma_ in words("purpose", "outcomes") and head.tag_ in ("VBD", "VBN")
        if not outcome and not any(c.dep_ == "mark" for c in token.children):
            reading.irrealis = reading.future = True
        return
    opening = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod") and c.i < token.i}
    shares = opening & words("purpose", "temporal") and not past(token)
    if shares and side_of_now(head, list(head.children), event=True) == "future":
        reading.future = True


def _over_copula(head: Token, reading: _Reading) -> Token | None:
    """The event stands in "it is likely that", "it may be that", "the fear is that"."""
    for child in head.children:
        if child.dep_ == "acomp" and (likelihood_at(child) or any(is_in(child, "operators", k) for k in CROSSED)):
            _kind(child, reading, "operators", infinitive=True)
            return head
        if child.dep_ in ("nsubj", "attr") and (is_chance(child) or noun_kind(child)):
            return head
    return head if any(c.tag_ == "MD" and is_possibility(c) for c in head.children) else None


def _by_word(token: Token, head: Token, reading: _Reading, section: str, *, infinitive: bool) -> Token | None:
    kind = _kind(head, reading, section, infinitive=infinitive)
    if kind in (None, "effort", "order", "fear") or (kind == "plan" and not infinitive and token.tag_ != "VBG"):
        if kind is None and not infinitive and head.lemma_ in words("operators", "raising"):
            reading.denials += any(c.dep_ == "neg" for c in head.children)
        if kind == "effort":  # "may try to leave"
            _likelihoods(head, [c for c in head.children if c.dep_ in ("aux", "advmod")], reading)
        return None
    return head


_KINDS = [
    "seeming",
    "negative",
    "schedule",
    "promise",
    "plan",
    "wish",
    "future",
    "effort",
    "order",
    "fear",
    "transparent",
]
_AHEAD = ("plan", "promise", "schedule", "wish", "future", "fear")


def _kind(word: Token, reading: _Reading, section: str, *, infinitive: bool) -> str | None:
    """What `word` makes of the event under it."""
    known = table("likelihood")[section]
    kind = next((k for k in _KINDS if k in known and is_in(word, section, k)), None)
    if kind == "seeming":
        if not infinitive:
            return None
        reading.hedges.append(_hedge(word))
    elif kind == "negative":
        if not infinitive:
            return None
        reading.denials += 1
    elif kind in ("schedule", "promise", "plan", "wish"):
        reading.future = True
        reading.put(cast("Modality", kind))
    elif kind == "future":
        reading.future = True
    elif kind in ("effort", "order"):
        if not infinitive:
            return None
        reading.future = reading.irrealis = True
    elif kind == "fear":
        reading.irrealis = True
    return kind


def _through_governing_noun(token: Token, head: Token, reading: _Reading) -> Token | None:
    """The event hangs by a noun: "plans to sell", "a chance that it falls", "efforts to save"."""
    infinitive = is_infinitive(token)
    if token.dep_ == "relcl" and not infinitive:
        return None
    whole = any(c.dep_ in ("mark", "aux", *SUBJECTS) for c in token.children)
    if token.dep_ in ("acl", "relcl") and not infinitive and not whole:
        return None  # "talks held", "a man waiting"
    if is_chance(head):
        reading.future = reading.future or not past(token)  # "the chance that it floods"
        return head
    kind = noun_kind(head)
    if kind is None:
        if is_in(head, "nouns", "evidence"):
            reading.denials += _no(head, reading)  # "no sign that"
            return None
        if infinitive and not any(c.lower_ in words("purpose", "ranked") for c in head.children):
            headline = head.dep_ == "ROOT" and head.i < token.i  # "Carmaker to cut jobs"
            reading.irrealis = reading.irrealis or not headline
            reading.future = True
        return None
    _kind(head, reading, "nouns", infinitive=True)
    has = head.head.lemma_ == "have" and head.dep_ == "dobj"
    if _no(head, reading) or (has and any(c.dep_ == "neg" for c in head.head.children)):
        reading.denials += 1
    return None


def _verb_of(noun: Token, reading: _Reading) -> Token | None:
    """The verb whose argument `noun` is; what prepositions and nouns on the way say goes into `reading`."""
    for _ in range(MAX_STEPS):
        if noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN"):
            break
        noun = noun.head
    head = noun.head
    if noun.dep_ not in ("dobj", "pobj", "nsubj", "nsubjpass"):
        return None
    if head.pos_ == "ADP":
        if head.lower_ in words("negation", "prepositions"):
            reading.denials += 1
            return None
        if kind := noun_kind(head.head):
            _kind(head.head, reading, "nouns", infinitive=kind != "effort")
            reading.future = reading.future or kind == "fear"
            return None
        if head.lower_ == "for" and any(
            is_in(head.head, "operators", k) for k in ("order", "effort", "schedule", "file")
        ):
            reading.future = reading.irrealis = True
            return None
        if head.lower_ in words("purpose", "aside"):
            return None
        head = head.head
    return head if head.pos_ in ("VERB", "AUX") else None


_GIVEN = frozenset({"the", "this", "that", "these", "those"})
_LIGHT = frozenset({"have", "take", "make", "give", "see", "find", "hold", "be", "face"})


def _share(noun: Token, verb: Token, of_verb: Certainty, reading: _Reading) -> None:
    """An event named by a noun shares the time of its verb, and suffers what the verb does to it.

    "The", "this", "its" name one that is there already: "will end the strike" tells of no strike to come.
    """
    given = any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _GIVEN) for c in noun.children)
    if noun.dep_ == "dobj":
        shares = not given and not is_in(verb, "operators", "upon")
    else:
        likely = of_verb.likelihood is not None and not is_bare_possibility(of_verb.likelihood)
        shares = not given or noun.dep_ == "nsubjpass" or likely or is_in(verb, "operators", "happening")
    if shares:
        reading.future = reading.future or of_verb.future
        reading.irrealis = reading.irrealis or of_verb.irrealis
        if of_verb.modality:
            reading.put(of_verb.modality)
        reading.likelihood = reading.likelihood or of_verb.likelihood
    if noun.dep_ not in ("dobj", "nsubjpass"):
        return
    if is_in(verb, "operators", "undoing"):
        reading.denials += 1 + of_verb.negated
    elif noun.dep_ == "dobj" and verb.lemma_ in _LIGHT:
        reading.denials += of_verb.negated
    elif (
        noun.dep_ == "dobj"
        and any(is_in(verb, "operators", k) for k in ("order", "effort"))
        and verb.lemma_ not in ("work", "tell")
    ):
        reading.future = reading.irrealis = True
    elif is_in(verb, "operators", "announcing") and noun_kind(noun) is None and not is_in(noun, "nouns", "told"):
        reading.future = True
    elif any(is_in(verb, "operators", k) for k in _AHEAD):
        _kind(verb, reading, "operators", infinitive=False)
