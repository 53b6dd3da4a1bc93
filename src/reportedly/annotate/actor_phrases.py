"""Whom a noun phrase means: names with their roles, pronouns, descriptions, bodies and documents."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import cast

from reportedly.annotate.actor_lexicon import Lexicon, fold, key_of
from reportedly.annotate.actor_names import View
from reportedly.annotate.actor_pronouns import antecedent
from reportedly.annotate.actor_roles import appositive_role, is_role_noun, role_before, walk_left
from reportedly.annotate.coreference import Coreference
from reportedly.model import SourceKind

_POST = frozenset({"IN", "TO", "WP", "WDT", "WRB", "WP$", "VBD", "VBZ", "VBP", "MD", "VBG", "RB", "VBN", "VB"})
_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_BREAKS = frozenset({",", "(", "—", "–", "--", ";", ")", ":", '"', "“", "”"})
_BACK = 300
"""How many names back "the agency" looks."""
_LONGEST = 14
"""Words of an unnamed source's description that are kept."""
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person", "ee", "crat", "eer")
_THINGS_IN_ER = frozenset(
    {
        "poster",
        "banner",
        "letter",
        "newsletter",
        "number",
        "paper",
        "matter",
        "order",
        "offer",
        "power",
        "answer",
        "computer",
        "paperwork",
        "factor",
        "error",
        "tower",
        "chapter",
        "character",
        "border",
        "flyer",
    }
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a source phrase means."""

    name: str
    named: bool
    kind: SourceKind
    role: str | None = None
    actor: int | None = None
    """Index into the list of actors."""


def trim(v: View, start: int, end: int) -> tuple[int, int]:
    """The span without marks at its ends and a possessive ending."""
    while start < end and (not any(c.isalnum() for c in v.words[start]) and v.words[start] not in ("$", "#", "@")):
        start += 1
    while end > start and not any(c.isalnum() or c in "%$" for c in v.words[end - 1]):
        end -= 1
    while end > start + 1 and v.words[end - 1] in ("'s", "’s"):
        end -= 1
    return start, end


def tells(lex: Lexicon, role: str) -> bool:
    """Whether a role says what somebody is, and not only whose relation: "his wife", "an old friend"."""
    words = role.lower().split()
    return words[0] not in lex.pronouns and words[-1] not in lex.kin


@dataclass(slots=True)
class PhraseReader:
    """Reads one phrase; made anew for each."""

    core: Coreference
    index: dict[int, int]
    """Entity number -> index into the list of actors."""
    last: Resolved | None
    depth: int = 0

    @property
    def v(self) -> View:
        return self.core.view

    @property
    def lex(self) -> Lexicon:
        return self.core.lex

    def phrase(self, start: int, end: int) -> Resolved:
        """Whom the tokens from `start` to `end` mean."""
        v = self.v
        first = v.lower[start]
        if first in self.lex.pronouns and (
            end - start == 1 or (v.tags[start] in ("PRP", "WP", "WDT") and not self._person(start, end))
        ):
            return self._pronoun(start)
        if v.tags[start] == "PRP" and end - start == 1:
            return Resolved(v.lower[start], named=False, kind="person" if first == "you" else "group")
        if first in ("both", "all") and end - start > 1 and v.lower[start + 1] != "of":
            start += 1
        stop = self._core_end(start, end)
        person = self._person(start, stop)
        if person is None and stop < end:
            # "The mayor of Y, X": a role, a comma and then the name.
            person = self._beside(start, stop, end)
            if person is not None:
                return self._named_person(person, role=v.text(self._past_article(start), stop))
        if person is not None:
            return self._people(person, stop)
        if stop < end and (body := self._body_beside(start, stop, end)) is not None:
            return body
        return self._other(start, stop)

    # ---- people by name

    def _core_end(self, start: int, end: int) -> int:
        """End of the phrase proper: before a comma, bracket, dash or relative pronoun."""
        v = self.v
        for i in range(start + 1, end):
            if v.words[i] in _BREAKS or v.tags[i] in ("WP", "WDT", "WP$") or "\n" in v.words[i]:
                return i
        return end

    def _person(self, start: int, end: int) -> int | None:
        """Index of the name whose bearer the phrase means, None where it means somebody else."""
        _v, core = self.v, self.core
        i = start
        while i < end:
            number = core.named_at[i]
            if number < 0:
                i += 1
                continue
            mention = core.names[number]
            if core.entities[mention.entity].kind == "person" and self._heads(mention.start, mention.end, start, end):
                return number
            i = max(mention.end, i + 1)
        return None

    def _heads(self, first: int, after: int, start: int, end: int) -> bool:
        v = self.v
        if after < end and (v.tags[after] == "POS" or v.words[after] in ("'s", "’s", "'", "’")):
            return False
        if after < end and (v.tags[after] in _NOUN or (v.tags[after] == "JJ" and after + 1 < end)):
            return False  # "X supporters"
        i = first
        while i > start and v.lower[i - 1] in self.lex.titles:
            i -= 1
        left = max(walk_left(v, self.lex, i), start)
        if left <= self._past_article(start) or (
            left > start and v.tags[left - 1] in ("DT", "PRP$") and left - 1 == start
        ):
            return True
        beside = self.core.named_at[i - 1] >= 0 or v.tags[i - 1] in ("NNP", "POS")
        beside = beside and not is_role_noun(self.lex, v.lower[i - 1])
        return beside and self._singular_office(start, left)

    def _singular_office(self, start: int, end: int) -> bool:
        v = self.v
        noun = next((k for k in range(start, end) if v.tags[k] == "IN"), end) - 1
        return noun >= start and is_role_noun(self.lex, v.lower[noun]) and v.tags[noun] in ("NN", "NNP")

    def _beside(self, start: int, stop: int, end: int) -> int | None:
        v, core = self.v, self.core
        i = stop + 1
        while i < end and v.lower[i] in self.lex.titles:
            i += 1
        if i >= end or not self._singular_office(start, stop) or core.named_at[i] < 0:
            return None
        mention = core.names[core.named_at[i]]
        if core.entities[mention.entity].kind != "person" or (mention.end < end and v.tags[mention.end] == "POS"):
            return None
        return core.named_at[i]

    def _body_beside(self, start: int, stop: int, end: int) -> Resolved | None:
        """A body named after its description: "One manufacturer, X Inc,"."""
        v, core = self.v, self.core
        at = self._past_article(stop + 1) if stop + 1 < end else end
        number = core.named_at[at] if at < end and v.words[stop] == "," else -1
        if number < 0 or core.named_at[stop - 1] >= 0:
            return None
        mention = core.names[number]
        alone = mention.end == end or v.words[mention.end] in _BREAKS
        body = core.entities[mention.entity].kind in ("organisation", "outlet", "government")
        described = self._noun_kind(self._head(start, stop)) in ("organisation", "outlet", "government")
        return self._entity(mention.entity) if alone and body and described else None

    def _people(self, number: int, end: int) -> Resolved:
        v, core = self.v, self.core
        mention = core.names[number]
        if mention.end < end and v.lower[mention.end] in ("and", "&", "or"):
            other = self._person(mention.end + 1, end)
            entity = core.entities[mention.entity].name
            if other is not None:
                name = f"{entity} and {core.entities[core.names[other].entity].name}"
                return Resolved(name, named=True, kind="group")
        return self._named_person(number, role_before(v, self.lex, mention.start))

    def _named_person(self, number: int, role: str | None) -> Resolved:
        mention = self.core.names[number]
        role = role or appositive_role(self.v, self.lex, mention.start, mention.end)
        return self._entity(mention.entity, role)

    def _entity(self, number: int, role: str | None = None) -> Resolved:
        entity = self.core.entities[number]
        kind = "government" if entity.kind == "place" else entity.kind
        if kind == "person":
            role = role or next((r for r in entity.roles if tells(self.lex, r)), None)
            role = role if role and tells(self.lex, role) else None
        else:
            role = None
        return Resolved(entity.name, True, cast("SourceKind", kind), role, self.index.get(number))

    # ---- pronouns

    def _pronoun(self, at: int) -> Resolved:
        v, core = self.v, self.core
        sort = self.lex.pronouns.get(v.lower[at], "thing")
        if v.tags[at] in ("WP", "WDT", "WP$") or (sort == "relative"):
            return self._relative(at)
        if sort == "speaker":
            return self._speaker(at)
        text = v.words[at].lower() if v.lower[at] != "i" else "I"
        if sort == "speakers":
            return Resolved(text, named=False, kind="group")
        last = self.last
        if last is not None and self._fits(last, sort) and self._speaks(at):
            return last
        found = core.pronouns.get(at) if sort in ("male", "female") else None
        if found is None and sort not in ("male", "female"):
            found = self._group_before(at, sort)
        if found is not None:
            return self._entity(found)
        if last is not None and self._fits(last, sort):
            return last
        kind: SourceKind = "person" if sort in ("male", "female") else "group" if sort == "plural" else "organisation"
        return Resolved(text, named=False, kind=kind)

    def _group_before(self, at: int, sort: str) -> int | None:
        return antecedent(self.core, at, sort)

    def _speaks(self, at: int) -> bool:
        v = self.v
        return v.deps[at] in ("nsubj", "nsubjpass") and v.lemmas[v.heads[at]] in self.lex.speech

    def _fits(self, last: Resolved, sort: str) -> bool:
        if sort in ("male", "female"):
            if last.kind != "person":
                return False
            if last.actor is None:
                return gender_fits(self.lex, last.name, sort)
            number = next(n for n, at in self.index.items() if at == last.actor)
            return self.core.entities[number].gender in (None, sort)
        if sort == "thing":
            return last.kind in ("organisation", "government", "outlet", "document")
        return last.kind in ("group", "organisation", "government", "outlet")

    def _relative(self, at: int) -> Resolved:
        v = self.v
        clause, steps = at, 0
        while v.deps[clause] != "relcl" and v.heads[clause] != clause and steps < 12:
            clause, steps = v.heads[clause], steps + 1
        head = v.heads[clause]
        if v.deps[clause] != "relcl" or head >= at or self.depth > 3:
            return Resolved(v.lower[at], named=False, kind="person" if v.lower[at] == "who" else "document")
        self.depth += 1
        first = head
        while (
            first > 0
            and not v.starts[first]
            and (v.tags[first - 1] in _NOUN or v.tags[first - 1] in ("JJ", "DT", "POS", "PRP$", "CD", "HYPH", "VBN"))
        ):
            first -= 1
        first, stop = trim(v, first, at)
        return self.phrase(first, min(stop, at)) if first < stop else Resolved(v.lower[at], named=False, kind="person")

    def _speaker(self, at: int) -> Resolved:
        """Who "I" is: the subject of the verb of saying nearest in the paragraph, else the last source."""
        v = self.v
        subject = self._subject_near(at) if v.quoted[at] and self.depth == 0 else None
        if subject is not None:
            self.depth += 1
            stop = subject + 1
            first = walk_left(v, self.lex, subject)
            if first > 0 and v.tags[first - 1] in ("DT", "PRP$"):
                first -= 1
            return self.phrase(first, stop)
        if self.last is not None and v.quoted[at]:
            return self.last
        return Resolved("I", named=False, kind="person")

    def _subject_near(self, at: int) -> int | None:
        v = self.v
        best, near = None, 10_000
        low = high = at
        while low > 0 and v.paragraph[low - 1] == v.paragraph[at] and at - low < 300:
            low -= 1
        while high < len(v) and v.paragraph[high] == v.paragraph[at] and high - at < 300:
            high += 1
        for i in range(low, high):
            spoken = v.deps[i] == "nsubj" and not v.quoted[i] and v.lemmas[v.heads[i]] in self.lex.speech
            if spoken and abs(i - at) < near:
                best, near = i, abs(i - at)
        return best

    # ---- descriptions, bodies, documents

    def _past_article(self, start: int) -> int:
        return start + (self.v.lower[start] in self.lex.articles)

    def _head(self, start: int, end: int) -> int:
        """The head noun: the last noun before a preposition, clause or participle."""
        v = self.v
        head = -1
        i = start
        while i < end:
            if (
                v.tags[i] in _NOUN
                or (v.tags[i] == "CD" and head < 0)
                or (v.tags[i] in ("JJ", "DT") and head < 0)
                or self.core.named_at[i] >= 0
            ):
                head = i
            elif (
                (
                    head >= 0
                    and v.tags[i] in _POST
                    and v.tags[head] in _NOUN
                    and not (v.tags[i] == "VBN" and i + 1 < end and v.tags[i + 1] in _NOUN)
                )
                or (v.lower[i] in ("of", "at", "in", "from", "with", "for", "to") and head >= 0)
                or (v.tags[i] == "CC" and head >= 0 and v.tags[head] in ("NNS", "NNPS"))
            ):
                break
            i += 1
        return head if head >= 0 else end - 1

    def _other(self, start: int, end: int) -> Resolved:
        v, core, lex = self.v, self.core, self.lex
        first = self._past_article(start)
        first = min(first, end - 1)
        head = self._head(first, end)
        if v.lower[head] in lex.partitives and head + 1 < end and v.lower[head + 1] == "of":
            inner = self._past_article(head + 2) if head + 2 < end else head
            noun = self._head(inner, end) if inner < end else head
            kind: SourceKind = "document" if self._noun_kind(noun) == "document" else "group"
            return Resolved(v.text(first, min(end, first + _LONGEST)), named=False, kind=kind)
        number = core.named_at[head]
        if number >= 0:
            mention = core.names[number]
            if core.entities[mention.entity].kind == "group" and (
                first < mention.start or (v.tags[start] != "DT" and start < mention.start)
            ):
                return Resolved(v.text(first, min(end, first + _LONGEST)), named=False, kind="group")
            return self._with_other(mention.entity, mention.end, end)
        alone = end - first == 1 and not v.starts[first]
        if (
            (alone or v.tags[head] in ("NNP", "NNPS"))
            and v.words[head][0].isupper()
            and (plain := self._plain_name(start, first, head))
        ):
            return plain
        described = self._described(start, first, head)
        if described is not None:
            return described
        return self._unnamed(start, first, head, end)

    def _with_other(self, entity: int, after: int, end: int) -> Resolved:
        """A body, or two of them: "the A and the B"."""
        v, core = self.v, self.core
        found = self._entity(entity)
        if after + 1 < end and v.lower[after] in ("and", "&"):
            at = self._past_article(after + 1)
            number = core.named_at[at] if at < end else -1
            if number >= 0 and core.names[number].end == end:
                return Resolved(
                    f"{found.name} and {self._entity(core.names[number].entity).name}", named=True, kind="group"
                )
        return found

    def _plain_name(self, start: int, first: int, head: int) -> Resolved | None:
        """A capitalised phrase that no name of the text is: somebody named all the same."""
        v, lex, core = self.v, self.lex, self.core
        words = v.words[first : head + 1]
        if not all(w[0].isupper() or w in ("of", "-", "&") for w in words) or len(words) > 5:
            return None
        if (
            is_role_noun(lex, v.lower[head])
            or v.words[head] in lex.party_words
            or lex.body_kind(v.lower[head])
            or v.lower[head] in lex.not_names
        ):
            return None
        if words[-1] in lex.group_names:
            return Resolved(v.text(first, head + 1), named=True, kind="group")
        key = key_of(words)
        for number, entity in enumerate(core.entities):
            if entity.kind == "person" and len(key) == 1 and key[0] in (entity.key[-1], entity.key[0]):
                return self._entity(number)
        kind: SourceKind = "organisation" if start < first or v.tags[head] == "NNPS" else "person"
        return Resolved(v.text(first, head + 1), named=True, kind=kind)

    def _described(self, start: int, first: int, head: int) -> Resolved | None:
        """A definite description of somebody named elsewhere in the article."""
        v, lex = self.v, self.lex
        owned = v.tags[start] == "PRP$" or any(v.tags[i] == "POS" for i in range(start, head))
        definite = owned or v.lower[start] in lex.definite or (v.words[head][0].isupper() and not v.starts[head])
        singular = v.tags[head] in ("NN", "NNP")
        if not definite or not singular:
            return None
        noun = v.lower[head]
        if is_role_noun(lex, noun) or noun in lex.title_offices:
            if found := self._by_role(first, head, noun):
                return self._entity(found[0])
            return None
        if lex.body_kind(noun) in ("organisation", "outlet") and not owned:
            return self._by_noun(first, head, noun)
        return None

    def _by_role(self, first: int, head: int, noun: str) -> list[int]:
        """Entities with a role of this noun and no other office, nation or body; the one last named comes first."""
        v, lex, core = self.v, self.lex, self.core
        nouns = {noun, *lex.general.get(noun, ())}
        wanted = {
            fold(w) for w in v.lower[first + (v.tags[first] == "PRP$") : head] if w.isalnum() and w not in lex.loose
        }
        former = any(w in lex.former for w in v.lower[first:head])
        scored: list[tuple[float, int, int]] = []
        for number, entity in enumerate(core.entities):
            if entity.kind != "person":
                continue
            before = [m for m in entity.mentions if m[0] < first]
            fit = max((self._role_fit(role, noun, nouns, wanted, former) for role in entity.roles), default=-1.0)
            if fit < 0 or not entity.mentions:
                continue
            at = before[-1][0] if before else -1
            gap = v.paragraph[first] - v.paragraph[at] if before else 6
            scored.append((fit - 0.3 * min(gap, 8), at, number))
        return [max(scored)[2]] if scored else []

    def _role_fit(self, role: str, noun: str, nouns: set[str], wanted: set[str], former: bool) -> float:
        words = [w.strip(",") for w in role.lower().replace("’", "'").replace("'s", " ").split()]
        heads = set(words)
        if not nouns & heads:
            return -1.0
        at = max(i for i, w in enumerate(words) if w in nouns)
        before, folded = {fold(w) for w in words[:at]}, {fold(w) for w in words}
        missing = {w for w in wanted if w not in folded}
        # "the Y ambassador" is not "the Z ambassador to Y": the nation before the noun must not be another.
        if any(self._proper(w) for w in wanted - before) and any(self._proper(w) for w in before - wanted):
            return -1.0
        fit = 3.0 if noun in heads else 1.5
        fit += 1.0 * len(wanted & folded) - 0.8 * len(missing)
        was = bool(self.lex.former & heads)
        return fit - (0.0 if was == former else 1.5 if was else 0.2)

    def _proper(self, folded: str) -> bool:
        """Whether a folded word is a nation or body of this text."""
        return (folded,) in self.lex.known or folded in self.core.proper

    def _by_noun(self, first: int, head: int, noun: str) -> Resolved | None:
        """The body that "the agency" means: the last one with the noun in its name, else the last one near by."""
        v, core = self.v, self.core
        if head > first:
            return None
        before = core.names[: bisect_left(core.names, head, key=lambda m: m.start)][-_BACK:]
        for mention in reversed(before):
            entity = core.entities[mention.entity]
            if (
                mention.start < head
                and entity.kind in ("organisation", "outlet", "government")
                and fold(noun) in entity.key
            ):
                return self._entity(mention.entity)
        for mention in reversed(before):
            entity = core.entities[mention.entity]
            near = v.paragraph[head] - v.paragraph[mention.start] <= 1
            wanted = "outlet" if self.lex.body_kind(noun) == "outlet" else "organisation"
            if near and entity.kind == wanted:
                return self._entity(mention.entity)
        return None

    def _noun_kind(self, head: int) -> SourceKind:
        v, lex = self.v, self.lex
        noun, plural = v.lower[head], v.tags[head] in ("NNS", "NNPS")
        lemma = v.lemmas[head].lower()
        if noun in lex.group_nouns or noun in lex.partitives:
            return "group"
        if is_role_noun(lex, lemma) or is_role_noun(lex, noun) or v.words[head] in lex.party_words:
            return "group" if plural else "person"
        kind = lex.body_kind(noun) or lex.body_kind(lemma)
        if kind:
            return cast("SourceKind", kind)
        if lemma not in _THINGS_IN_ER and lemma.endswith(_PERSON_ENDINGS):
            return "group" if plural else "person"
        if plural or v.tags[head] in ("CD", "DT", "JJ"):
            return "group"
        return "document"

    def _unnamed(self, start: int, first: int, head: int, end: int) -> Resolved:
        v = self.v
        kind = self._noun_kind(head)
        last = min(end, first + _LONGEST)
        name = v.text(first, last)
        if v.tags[start] == "PRP$" and self.depth == 0:
            self.depth += 1
            owner = self._pronoun(start)
            if owner.named:
                name = f"{owner.name}'s {v.text(start + 1, last)}"
        proper = any(self.core.named_at[i] >= 0 or v.labels[i] == "NORP" for i in range(first, head))
        owned = any(v.tags[i] == "POS" for i in range(first, head))
        role_owned = owned and any(is_role_noun(self.lex, v.lower[i]) for i in range(first, head))
        named = kind in ("government", "organisation", "document") and (proper or (role_owned and kind == "government"))
        return Resolved(name, named, kind)


def gender_fits(lex: Lexicon, name: str, sort: str) -> bool:
    """Whether a description of one person allows a pronoun of that gender."""
    words = set(name.lower().split())
    return not words & (lex.noun_female if sort == "male" else lex.noun_male)
