"""Verbs that report: with a clause, an object, an infinitive, or in the passive."""

from __future__ import annotations

from spacy.tokens import Token

from reportedly.annotate.parse import RELATIVE, SUBJECTS, agent_of, child, finite, phrase, subject, subtree
from reportedly.annotate.passage import Passage
from reportedly.annotate.reporting import Attribution, reporting_word

_RIGHT = frozenset({"dobj", "oprd", "ccomp", "prep", "xcomp", "acomp", "advcl", "dative"})
_BELOW = frozenset({"pobj", "pcomp"})
_NOT_OTHERS = frozenset({"i", "we", "you", "one", "it", "there"})
_BESIDE = frozenset({"as", "while", "although", "though", "whereas"})
_REMARKS = frozenset({"refer", "allude", "echo"})
_REACH = 20
"""How far behind its verb a "that" is looked for."""
_MIN_SAID, _MAX_BEHIND = 4, 6
"""Tokens before ", X said", and words behind it, for the sentence to be what X said."""


def by_verb(passage: Passage, verb: Token) -> Attribution | None:
    """The attribution that a verb makes, None where it reports nothing."""
    if verb.i in passage.taken or verb.dep_ in ("aux", "auxpass"):
        return None
    lexicon = passage.lexicon
    if verb.tag_ == "VBG" and verb.lemma_.lower() in lexicon.citing and _beside_report(passage, verb):
        return None  # "reported, citing officials": part of that report
    word = reporting_word(verb, lexicon)
    who, passive = subject(verb)
    if _hypothetical(verb):
        return None
    if passive:
        return _passive(passage, verb, word)
    if (inverted := _parenthetical(passage, verb, word)) is not None:
        return inverted
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.left_edge.i != verb.i), None)
    if clause is not None and (word in lexicon.clause or word in lexicon.direct):
        if word in lexicon.mental and not _third_person(passage, who):
            return None
        return passage.attributed(verb, _clause_content(passage, verb, clause) | _antecedent(verb, clause), "clause")
    if verb.dep_ == "parataxis" and who is not None and (word in lexicon.clause or word in lexicon.direct):
        more = [c for c in verb.rights if c.dep_ == "conj" and _goes_on(passage, verb, c)]
        beside = set(subtree(verb)).difference(*(subtree(c) for c in more))
        return passage.attributed(verb, set(subtree(verb.head)) - beside, "clause")
    if word in lexicon.bare and (rest := _lost_clause(passage, verb)):
        return passage.attributed(
            verb, rest, "clause", source=who if who is not None else _sentence_subject(passage, verb)
        )
    if word in lexicon.infinitive and (found := _infinitive(passage, verb)) is not None:
        return found
    if word in lexicon.judging and who is not None:
        return _object(passage, verb, word)
    return _figure(passage, verb, who) if who is not None else None


def _lost_clause(passage: Passage, verb: Token) -> set[int]:
    """What is said where the parse has not joined it to its verb.

    From "that" on; the sentence before ", X said"; what follows "said" at once.
    """
    doc, sentence = passage.doc, passage.sentence_of(verb.i)
    end = sentence[-1] + 1
    that = next((i for i in range(verb.i + 1, min(end, verb.i + _REACH)) if _opens_clause(doc[i])), None)
    if that is not None:
        bare = passage.inside[that] < 0 and not any(t.dep_ == "nsubj" for t in doc[verb.i + 1 : that])
        return set(range(that, doc[that].head.right_edge.i + 1)) if bare else set()
    if not {t.dep_ for t in verb.rights}.isdisjoint({"dobj", "attr", "acomp", "oprd"}):
        return set()
    who = child(verb, "nsubj")
    first = min(who.left_edge.i, verb.i) if who is not None else verb.i
    behind = [t for t in doc[max(verb.i, who.right_edge.i if who is not None else 0) + 1 : end] if t.is_alpha]
    if who is not None and len(behind) <= _MAX_BEHIND and doc[first - 1].text in (",", "”", '"', "''"):
        before = set(range(sentence[0], first))
        enough = first - sentence[0] >= _MIN_SAID and any(finite(doc[i]) for i in before)
        return before if enough and before.isdisjoint(passage.cues) else set()
    follows = doc[verb.i + 1] if verb.i + 1 < end else None
    if follows is None or not _begins(follows) or verb.tag_ not in ("VBD", "VBZ", "VBP") or passage.inside[verb.i] >= 0:
        return set()
    rest = set(range(verb.i + 1, end))
    subjects = any(doc[i].dep_ in ("nsubj", "nsubjpass", "expl") for i in rest)
    return rest if subjects and any(finite(doc[i]) for i in rest) and rest.isdisjoint(passage.cues) else set()


def _sentence_subject(passage: Passage, verb: Token) -> Token | None:
    """Who the sentence begins with: "X, speaking from home, SAID the talks were over"."""
    for i in range(passage.sentence[verb.i], verb.i):
        token = passage.doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "poss", "npadvmod", "pobj"):
            return token
    return None


def _opens_clause(token: Token) -> bool:
    return token.lower_ == "that" and token.dep_ == "mark" and token.head.i > token.i


def _begins(token: Token) -> bool:
    """Whether a clause may begin with a token."""
    return token.pos_ in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM") and token.dep_ != "npadvmod"


def _beside_report(passage: Passage, verb: Token) -> bool:
    above = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
    return reporting_word(above, passage.lexicon) in passage.lexicon.clause | passage.lexicon.direct


def _hypothetical(verb: Token) -> bool:
    """ "evidence to suggest that", "unless she can promise that": nothing is said yet."""
    to = any(c.tag_ == "TO" for c in verb.children)
    if to and verb.dep_ in ("acl", "relcl"):
        return True
    return verb.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in ("if", "unless", "until") for c in verb.children
    )


def _third_person(passage: Passage, who: Token | None) -> bool:
    """A thought is reported of others; "I think" is how the speaker puts it, "you know" is no report."""
    return who is not None and who.lower_ not in _NOT_OTHERS and passage.inside[who.i] < 0


def _parenthetical(passage: Passage, verb: Token, word: str) -> Attribution | None:
    """ "The plan, said X, is dead": between commas, its subject behind it; the sentence around it is said."""
    if word not in passage.lexicon.saying or verb.i == 0 or passage.doc[verb.i - 1].text != ",":
        return None
    who = child(verb, "nsubj", after=True)
    if who is None or child(verb, "ccomp", after=True) is not None:
        return None
    end = who.right_edge.i + 1
    if end >= len(passage.doc) or passage.doc[end].text != "," or verb.head.i == verb.i:
        return None
    mine = set(range(verb.i - 1, end + 1))
    top = verb.head
    content = set(subtree(top)) - mine
    if not any(i > end for i in content) or not any(i < verb.i for i in content):
        return None
    return passage.attributed(verb, content, "clause", source=who)


def _clause_content(passage: Passage, verb: Token, clause: Token) -> set[int]:
    content = set(subtree(clause)) - {verb.i} - _others_words(passage, verb, clause)
    if clause.i < verb.i:  # "X will go, Y said": the clause before, whole
        who, _ = subject(verb)
        if who is not None and verb.i in subtree(who):
            content -= set(subtree(who))
        content = {i for i in content if i < verb.i}
        # further clauses: "is late, he said, AND THAT IT MAY NOT COME"
        also = (c for c in verb.rights if c.dep_ == "conj" and _goes_on(passage, verb, c))
        return content.union(*(subtree(c) for c in also))
    if finite(clause) and child(clause, *SUBJECTS) is None and child(verb, "dobj", "dative") is None:
        content.update(range(verb.i + 1, clause.left_edge.i))  # "predicted UP TO A THIRD could fall ill"
    for c in verb.rights:  # further clauses joined to the first
        if c.i > clause.i and (c.dep_ == "ccomp" or (c.dep_ == "conj" and _shifted(c))):
            content.update(subtree(c))
    return content


def _others_words(passage: Passage, verb: Token, clause: Token) -> set[int]:
    """What the parse puts into a clause and nobody has said under this verb.

    Others' words beside it ("may fall even AS THE BANK SAID it would not"), the article's remark ("REFERRING TO his
    rival"), and what the speaker did besides ("said it is late AND LEFT", "and SAYS he knew").
    """
    out: set[int] = set()
    for c in clause.rights:
        marked = c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in _BESIDE for m in c.children)
        if marked and passage.inside[c.i] < 0 and reporting_word(c, passage.lexicon) in passage.lexicon.saying:
            out.update(subtree(c))
        remark = c.dep_ == "advcl" and c.tag_ == "VBG" and c.lemma_.lower() in _REMARKS
        if passage.inside[c.i] < 0 and (remark or (c.dep_ == "conj" and _besides(verb, clause, c))):
            out.update(i for i in range(c.left_edge.i, clause.right_edge.i + 1) if remark or i in subtree(c))
    return out


def _besides(verb: Token, clause: Token, joined: Token) -> bool:
    """Whether a joined clause goes on with the report and not with what is reported, by its tense."""
    if joined.lemma_ == verb.lemma_ and joined.tag_ == verb.tag_ and child(joined, "nsubj") is None:
        return True
    present = clause.tag_ in ("VBZ", "VBP") or any(
        c.tag_ in ("VBZ", "VBP", "MD") for c in clause.children if c.dep_ == "aux"
    )
    return verb.tag_ == "VBD" and joined.tag_ == "VBD" and present


def _goes_on(passage: Passage, verb: Token, joined: Token) -> bool:
    """Whether a clause behind ", X said, and" is said too: it has "that", or a subject and no report of its own."""
    if any(m.lower_ == "that" and m.dep_ == "mark" for m in joined.lefts):
        return True
    own = child(joined, *SUBJECTS)
    if own is None or not finite(joined) or passage.doc[joined.left_edge.i - 2].text != ",":
        return False
    reports = passage.lexicon.clause | passage.lexicon.direct | passage.lexicon.judging
    who, _ = subject(verb)
    acts = who is not None and own.pos_ == "PRON" and own.lower_ in ("he", "she", "they")
    return not acts and reporting_word(joined, passage.lexicon) not in reports


def _shifted(verb: Token) -> bool:
    """A clause in the tense of reported speech: "said it was late AND WOULD STAY LATE"."""
    return any(c.lower_ in ("would", "could", "might", "had") and c.dep_ == "aux" for c in verb.children)


def _antecedent(verb: Token, clause: Token) -> set[int]:
    """ "THE FERRY, which officials said will be scrapped": what the pronoun in the clause stands for."""
    pronoun = next((c for c in clause.children if c.tag_ in ("WDT", "WP") and c.dep_ in ("nsubj", "nsubjpass")), None)
    if verb.dep_ != "relcl" or pronoun is None or pronoun.i > verb.i:
        return set()
    return set(phrase(verb.head, without=subtree(verb)))


def _infinitive(passage: Passage, verb: Token) -> Attribution | None:
    """ "urged ministers to act", "promised to act"."""
    inner = child(verb, "xcomp", "ccomp", after=True)
    if inner is None:
        return None
    first = next((c for c in verb.children if c.dep_ in ("dobj", "oprd", "dative") and c.i < inner.i), inner)
    return passage.attributed(verb, range(first.left_edge.i, inner.right_edge.i + 1), "infinitive")


def _object(passage: Passage, verb: Token, word: str) -> Attribution | None:
    """ "called the plan a mistake", "accused him of lying", "denied taking bribes"."""
    right = [c for c in verb.rights if c.dep_ in _RIGHT]
    objects = [c for c in right if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp")]
    if not objects and " " in word:  # "called FOR an inquiry"
        objects = [
            n
            for c in right
            if c.dep_ == "prep" and c.lower_ == word.rsplit(maxsplit=1)[-1]
            for n in c.children
            if n.dep_ in _BELOW
        ]
    if not objects:
        return None
    first = objects[0]
    kept = set(subtree(first))
    for c in right:
        joined = c.dep_ in ("oprd", "xcomp", "ccomp") or (
            c.dep_ == "prep" and c.lower_ in ("of", "as", "for", "from", "to", "with")
        )
        if c.i > first.i and joined:
            kept.update(subtree(c))
    return passage.attributed(verb, kept, "object")


def _figure(passage: Passage, verb: Token, who: Token) -> Attribution | None:
    """A number that somebody vouches for: "PUT the cost at 5 million", "REGISTERED a quake measuring 3.8"."""
    lexicon, lemma = passage.lexicon, verb.lemma_.lower()
    kept = child(verb, "dobj", after=True)
    if kept is None or not finite(verb) or child(verb, "prt") is not None or who.lower_ in RELATIVE:
        return None
    at = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "at" and c.i > kept.i), None)
    at = at if at is not None else next((c for c in kept.rights if c.dep_ == "prep" and c.lower_ == "at"), None)
    # all that stands behind the verb: what the number is joined to is the parse's guess
    beside = [c for c in verb.rights if c.dep_ in ("prep", "npadvmod") and c.i > kept.i]
    valued = lemma in lexicon.valuing and at is not None and _numbered(at)
    # "THE SURVEY registered a shock of 3.8", and not "the shock registered a magnitude of 3.8"
    named = any(passage.doc[i].pos_ == "PROPN" for i in phrase(who)) and kept.pos_ in ("NOUN", "PROPN")
    if valued or (lemma in lexicon.measuring and named and any(_numbered(c) for c in (kept, *beside))):
        return passage.attributed(verb, set(subtree(kept)).union(*(subtree(c) for c in beside)), "object")
    return None


def _numbered(token: Token) -> bool:
    return any(t.like_num or t.text[-1].isdigit() for t in token.subtree)


def _judged(passage: Passage, verb: Token, subj: Token, word: str) -> Attribution | None:
    """ "was accused (by rivals) of lying"."""
    wanted = passage.lexicon.judging_of.get(word, frozenset())
    by = child(verb, "agent")
    below = [
        *verb.rights,
        *(c for noun in (by.children if by is not None else ()) for c in noun.children),
        *(by.children if by is not None else ()),
    ]
    of = next((c for c in below if c.dep_ == "prep" and c.lower_ in wanted), None)
    return passage.attributed(verb, {*subtree(subj), *subtree(of)}, "passive") if of is not None else None


def _passive(passage: Passage, verb: Token, word: str) -> Attribution | None:
    """ "It was revealed that", "is thought to", "is said by officials to", "was accused of"."""
    if word not in passage.lexicon.passive:
        return None
    subj = child(verb, "nsubjpass", "nsubj", "expl")
    clause = child(verb, "ccomp", "xcomp", "advcl", after=True)
    if clause is None and subj is not None:
        before = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
        if before is not None and verb.dep_ in ("ROOT", "parataxis"):
            return passage.attributed(verb, subtree(before), "passive")
        return _judged(passage, verb, subj, word)
    if clause is None or subj is None or (clause.dep_ == "advcl" and clause.tag_ != "VB"):
        return None
    if clause.tag_ == "VBG" and child(clause, "aux") is None:
        return None  # "was found rising": seen, and not said
    content = set(subtree(clause))
    if subj.lower_ not in ("it", "there"):
        content |= set(subtree(subj))
    agent = agent_of(verb)
    if agent is not None:
        content -= set(subtree(agent)) | {agent.head.i}
    return passage.attributed(verb, content, "passive")
