"""Pronouns: who he, she, they and it are.

A pronoun goes to the likeliest actor by recency, grammatical role, gender and number: the factors of Lappin & Leass
1994 ("An algorithm for pronominal anaphora resolution", Computational Linguistics 20), with weights set by hand on news.
"""

from __future__ import annotations

from bisect import bisect_left

from reportedly.annotate.actor_names import DASHES, View
from reportedly.annotate.coreference import Coreference, Entity, Mention

_WINDOW = 40
"""How many mentions back a pronoun looks."""
_DATELINE_END = 4
"""Tokens behind a name among which the dash of a dateline stands."""
_DEEPEST = 6
"""Steps in the parse from a name up to the verb whose adverbial it stands in."""
_SURE = 1.5
"""Below this score a pronoun stays unresolved."""
_KIND_OF = {"male": ("person",), "female": ("person",), "thing": ("organisation", "government", "outlet")}


def resolve_pronouns(core: Coreference) -> None:
    """Resolve he, she and their forms in text order; each one then counts as a mention itself."""
    v, lex = core.view, core.lex
    waiting = iter(core.names)
    upcoming = next(waiting, None)
    for i in range(len(v)):
        while upcoming is not None and upcoming.start <= i:
            _push(core, upcoming)
            upcoming = next(waiting, None)
        sex = lex.pronouns.get(v.lower[i])
        if sex in ("male", "female") and v.tags[i].startswith("PRP"):
            own = v.lower[i].endswith("self") and i > 0 and core.owner[i - 1] >= 0
            found = core.owner[i - 1] if own else antecedent(core, i, sex)
            if found is not None:
                core.pronouns[i] = found
                core.entities[found].gender = sex
                core.entities[found].mentions.append((i, i + 1))
                _push(core, Mention(i, i + 1, found))


def _push(core: Coreference, mention: Mention) -> None:
    core.spoken.append(mention)
    core.positions.append(mention.start)


def antecedent(core: Coreference, at: int, sort: str) -> int | None:
    """The actor a pronoun at token `at` goes back to, None where none is likely.

    `sort` is male, female, thing or plural.
    """
    v = core.view
    kinds = _KIND_OF.get(sort, ("group", "organisation", "government", "outlet"))
    last = bisect_left(core.positions, at)
    best: dict[int, float] = {}
    for mention in reversed(core.spoken[max(0, last - _WINDOW) : last]):
        entity = core.entities[mention.entity]
        if _in_dateline(v, mention):
            continue
        if v.paragraph[at] - v.paragraph[mention.start] > 3:
            break
        if entity.kind not in kinds or (entity.gender and sort in ("male", "female") and entity.gender != sort):
            continue
        score = _score(core, at, mention, entity, sort)
        if score is not None and score > best.get(mention.entity, -9.0):
            best[mention.entity] = score
    if not best:
        return None
    found = max(best, key=lambda e: (best[e], -e))
    return found if best[found] >= _SURE else None


def _in_dateline(v: View, mention: Mention) -> bool:
    """ "OSLO (Agency) -": whom a report is from is not whom it is about."""
    behind = range(mention.end, min(mention.end + _DATELINE_END, len(v) - 1))
    return any(v.words[i] in DASHES and v.starts[i + 1] for i in behind)


def _under(core: Coreference, token: int, verb: int) -> bool:
    """Whether a token stands below a verb in the parse."""
    for _ in range(_DEEPEST):
        above = core.view.heads[token]
        if above in (verb, token):
            return above == verb
        token = above
    return False


def _score(core: Coreference, at: int, mention: Mention, entity: Entity, sort: str) -> float | None:
    v = core.view
    head = mention.end - 1
    for i in range(mention.start, mention.end):
        if not mention.start <= v.heads[i] < mention.end:
            head = i
            break
    while v.deps[head] in ("appos", "conj") and v.heads[head] < head:
        head = v.heads[head]
    dep = v.deps[head]
    subject = dep in ("nsubj", "nsubjpass")
    gap = v.sentence[at] - v.sentence[mention.start]
    score = (3.0, 2.6, 1.7, 1.0)[gap] if gap < 4 else 0.5
    paragraphs = v.paragraph[at] - v.paragraph[mention.start]
    score += (0.4, 0.0, -0.8, -1.5)[min(paragraphs, 3)]
    score += 1.2 if subject else -0.3 if dep in ("poss", "compound", "pobj") else 0.0
    if dep == "nsubj" and v.lemmas[v.heads[head]] in core.lex.speech:
        score += 2.0 if v.deps[at] == "nsubj" and v.lemmas[v.heads[at]] in core.lex.speech else 0.8
    score += 0.08 * min(len(entity.mentions), 6)
    score -= 0.01 * min(at - mention.start, 40)
    if sort in ("male", "female"):
        score += 0.6 if entity.gender == sort else -0.1
    if v.quoted[mention.start] and not v.quoted[at]:
        score -= 1.5
    if sort not in ("male", "female") and not subject and _under(core, head, v.heads[at]) and v.deps[at] == "nsubj":
        return None  # "Speaking to X, they said": whom a verb is done to does not do it
    if v.deps[at] != "poss" and v.heads[at] == v.heads[head] and v.heads[head] != at and v.lower[at][-4:] != "self":
        return None  # "X told him": one verb's subject and object are two
    if (
        v.quoted[at]
        and not v.quoted[mention.start]
        and gap <= 1
        and subject
        and v.lemmas[v.heads[head]] in core.lex.speech
    ):
        return None  # a speaker is not "he" in the own quote
    return score
