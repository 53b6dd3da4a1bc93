"""Which names and titles of one article are the same actor.

Names are joined by full form, surname, given name, initials and acronym, in text order; two people with one
surname are kept apart by given name, title and the order in which news names them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from reportedly.annotate.actor_lexicon import Key, Lexicon, fold, key_of
from reportedly.annotate.actor_names import Name, View, find_names
from reportedly.annotate.actor_roles import appositive_role, copular_role, gender_of_role, role_before

_PERSON_BY = {
    "PERSON": 1.0,
    "ORG": -1.0,
    "GPE": -1.0,
    "FAC": -1.5,
    "NORP": -2.0,
    "LOC": -1.5,
    "EVENT": -2.0,
    "WORK_OF_ART": -2.0,
}
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "to"})
_NO_ACTOR = frozenset({"EVENT", "LOC", "LAW", "WORK_OF_ART", "PRODUCT"})


@dataclass(slots=True)
class Entity:
    """One actor while it is being put together."""

    key: Key
    kind: str
    name: str = ""
    gender: str | None = None
    surfaces: Counter[str] = field(default_factory=Counter)
    aliases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)
    mentions: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    entity: int


@dataclass(slots=True)
class Coreference:
    """The actors of one text, and who stands where."""

    view: View
    lex: Lexicon
    entities: list[Entity]
    names: list[Mention]
    owner: list[int]
    """Entity of each token inside a name, -1 for none."""
    named_at: list[int]
    """Index into `names` of each token inside a name, -1 for none."""
    proper: frozenset[str] = frozenset()
    """Folded words of nations, places and bodies in this text."""
    pronouns: dict[int, int] = field(default_factory=dict)
    spoken: list[Mention] = field(default_factory=list)
    """Names and resolved pronouns in text order."""
    positions: list[int] = field(default_factory=list)


def corefer(v: View, lex: Lexicon) -> Coreference:
    """Names joined to actors; pronouns are still open."""
    names = find_names(v, lex)
    kinds = _kinds(v, lex, names)
    core = Coreference(v, lex, [], [], [-1] * len(v), [-1] * len(v))
    core.proper = frozenset(
        fold(w) for w, label in zip(v.words, v.labels, strict=True) if label in ("NORP", "GPE", "ORG")
    )
    keyed = [(name, key_of(v.words[name.start : name.end])) for name in names]
    _Joiner(core, keyed, kinds).join()
    _settle(core)
    return core


# ---- what a name names


def _kinds(v: View, lex: Lexicon, names: list[Name]) -> dict[Key, str]:
    """Kind of each form of a name, by majority over its occurrences and by the words in it."""
    score: dict[Key, float] = {}
    labels: dict[Key, Counter[str]] = {}
    titled: set[Key] = set()
    sample: dict[Key, Name] = {}
    body = {word for n in names if not v.headline[n.start] for word in key_of(v.words[n.start : n.end])}
    for name in names:
        key = key_of(v.words[name.start : name.end])
        if not key or (v.headline[name.start] and key not in score and not _trusted(lex, name, key, body)):
            continue
        sample.setdefault(key, name)
        labels.setdefault(key, Counter())[name.label or "none"] += 1
        score[key] = score.get(key, 0.0) + _vote(v, lex, name)
        if (name.title or name.office) and not set(v.words[name.start : name.end]) & lex.body_words:
            titled.add(key)
    kinds: dict[Key, str] = {}
    for key, total in score.items():
        name = sample[key]
        count = sum(labels[key].values())
        alone = (key[-1],) in score and len(key) > 1 and (key[-1],) not in lex.known and (key[-1],) not in lex.capitals
        kinds[key] = _kind(v, lex, name, total / count + 1.2 * alone + 2.0 * (key in titled), labels[key])
    people = [key for key, kind in kinds.items() if kind == "person" and len(key) > 1]
    lasts = {key[-1] for key in people}
    named = lasts | {key[0] for key in people}
    for key in kinds:
        if len(key) > 1 or key in lex.known or key in lex.capitals or key[0] not in named:
            continue
        place = labels[key]["GPE"] > labels[key]["PERSON"] + labels[key]["none"]
        if not place or key[0] in lasts:
            kinds[key] = "person"
    return kinds


def _trusted(lex: Lexicon, name: Name, key: Key, body: set[str]) -> bool:
    """In headline case, where all words have capitals, only known bodies, titled names and people of the text count."""
    if key in lex.known or name.office:
        return True
    return name.label == "PERSON" and 1 < len(key) < 4 and (key[0] in lex.given or key[0] in body or key[-1] in body)


def _vote(v: View, lex: Lexicon, name: Name) -> float:
    words = v.words[name.start : name.end]
    votes = _PERSON_BY.get(name.label, 0.0)
    if name.title:
        votes += 4.0
    elif name.office and words[-1] not in lex.body_words:
        votes += 2.5
    if len(words) > 1 and words[0].lower() in lex.given:
        votes += 2.5
    if name.end + 1 < len(v) and v.words[name.end] == "," and len(words) > 1:
        role = appositive_role(v, lex, name.start, name.end)
        votes += 2.0 if role else 0.0
    if len(words) == 1 and words[0].isupper() and 1 < len(words[0]) < 7 and not name.title:
        votes -= 1.5
    last = name.end - 1
    if len(words) < 4 and not words[-1].isupper() and v.deps[last] == "nsubj" and v.lemmas[v.heads[last]] in lex.speech:
        votes += 1.0
    elif len(words) in (2, 3) and not name.label and v.deps[last] == "nsubj" and not words[-1].isupper():
        votes += 0.7
    if len(words) == 1 and words[0].lower() in lex.directions:
        votes -= 4.0
    before = v.lower[name.start - 1] if name.start else ""
    if len(words) == 1 and before in ("in", "near", "at", "outside", "inside", "across"):
        votes -= 1.5
    if (
        before == "of"
        and name.start > 1
        and v.deps[name.start] == "pobj"
        and v.lower[name.start - 2] in lex.place_nouns
    ):
        votes -= 3.0
    return votes


def _kind(v: View, lex: Lexicon, name: Name, person: float, labels: Counter[str]) -> str:
    words = v.words[name.start : name.end]
    key = key_of(words)
    titled = bool(name.title)
    if not titled and (known := lex.known.get(key)):
        return "government" if known.kind in ("country", "government") else known.kind
    if key in lex.capitals and person < 2.0:
        return "place"
    label = labels.most_common(1)[0][0]
    if (words[-1] in lex.group_names or (label == "NORP" and v.tags[name.end - 1] == "NNPS")) and len(words) < 3:
        return "group"
    body = any(w in lex.body_words for w in (words[0], words[-1])) or "&" in words
    media = (
        words[-1] in lex.outlet_words
        or words[0] in ("Daily", "Radio")
        or (key[:1] in lex.known and lex.known[key[:1]].kind == "outlet")
    )
    if media and person < 3.0 and (len(words) > 1 or words[-1] not in lex.weak_outlet):
        return "outlet"
    if body and person < 3.0:
        return "organisation"
    if (
        v.tags[name.end - 1] == "NNPS"
        and len(words) == 1
        and words[0].endswith(("ers", "ans", "ons"))
        and label != "ORG"
    ):
        return "group"
    if (label == "NORP" or words[-1] in lex.party_words) and not titled and person < 2.0:
        return "adjective"
    if person >= 0.6 or (label == "none" and len(words) > 1 and words[0].lower() in lex.given):
        return "person"
    if label in ("GPE", "LOC"):
        return "place"
    if label in _NO_ACTOR or label == "none":
        return "other"
    return "organisation"


# ---- names to actors

_BACK = 300
"""How many names back a short form of a body's name looks."""


@dataclass(slots=True)
class _Joiner:
    """Gives each name its actor, in text order."""

    core: Coreference
    keyed: list[tuple[Name, Key]]
    kinds: dict[Key, str]
    index: dict[Key, int] = field(default_factory=dict)
    """Actor of each form; a title's gender can follow the form."""
    surnames: dict[str, list[int]] = field(default_factory=dict)
    given: dict[str, list[int]] = field(default_factory=dict)

    def join(self) -> None:
        # Full names first, so that a headline's bare surname goes to the person whom the text then names in full.
        self._full_names()
        for number, (name, key) in enumerate(self.keyed):
            kind = self.kinds.get(key)
            if kind == "other" and len(key) == 1 and self._acronym(number):
                kind = "organisation"
            if kind is None or kind in ("other", "adjective"):
                continue
            if kind != "person":
                entity = self._body(number, kind)
            else:
                entity = self.index[key] if len(key) > 1 else self._by_part(name, key)
            _add(self.core, name, entity)

    def _full_names(self) -> None:
        """Full names of one person share an actor: "A B", "A. B", "A C B", "A B-c" and "A B c"."""
        lex, entities = self.core.lex, self.core.entities
        alike: dict[str, list[Key]] = {}
        for _, key in self.keyed:
            if self.kinds.get(key) != "person" or len(key) < 2 or key in self.index:
                continue
            bare = _bare(lex, key)
            marks = (bare[-1], bare[-1].rstrip("s"), "".join(bare))
            rivals = [other for mark in marks for other in alike.get(mark, ())[:_BACK]]
            same = next((other for other in rivals if _same_person(lex, key, other)), None)
            if same is None:
                self.index[key] = len(entities)
                entities.append(Entity(key, "person", gender=_gender_of_given(lex, key)))
            else:
                self.index[key] = self.index[same]
            for mark in dict.fromkeys(marks):
                alike.setdefault(mark, []).append(key)
            self._list(self.surnames, bare[-1], self.index[key])
            family = bare[0] in lex.family_first and len(bare) > 2
            self._list(self.surnames if family else self.given, bare[0], self.index[key])

    @staticmethod
    def _list(lists: dict[str, list[int]], word: str, entity: int) -> None:
        known = lists.setdefault(word, [])
        if entity not in known[-_BACK:]:
            known.append(entity)

    def _by_part(self, name: Name, key: Key) -> int:
        """The person whom a surname or given name alone stands for; a new one where nobody fits."""
        lex, entities = self.core.lex, self.core.entities
        title = "male" if name.title in lex.title_male else "female" if name.title in lex.title_female else None
        first = () if name.title or name.office else self.given.get(key[0], ())
        for bearers in (self.surnames.get(key[0], ()), first):
            found = [e for e in bearers[:_BACK] if title is None or entities[e].gender in (None, title)]
            if found:
                entity = found[0] if len(found) == 1 else _principal(self.core, found, name.start)
                entities[entity].gender = entities[entity].gender or title
                return entity
        alone = self.index.get(key, -1)
        if title and alone >= 0 and entities[alone].gender not in (None, title):
            key = (*key, title)  # "Mr. X" and "Mrs. X" of whom no full name is given
            alone = self.index.get(key, -1)
        if alone < 0:
            alone = self.index[key] = len(entities)
            entities.append(Entity(key[:1], "person"))
        entities[alone].gender = entities[alone].gender or title
        return alone

    def _body(self, number: int, kind: str) -> int:
        """The body, place or group of a name: by its full form, the tables, its initials or its last word."""
        name, key = self.keyed[number]
        lex, entities, index = self.core.lex, self.core.entities, self.index
        if key in index:
            return index[key]
        bracketed = name.start > 0 and self.core.view.words[name.start - 1] == "("
        known = lex.known.get(key)
        slot = key_of(known.name.split()) if known else _home(lex, key)
        # A text's own definition in brackets is above the tables.
        if len(key) == 1 and (bracketed or slot not in index) and (spelled := self._acronym(number)):
            slot = spelled
        elif slot not in index and kind != "place" and (longer := self._tail(name, slot)) is not None:
            index[slot] = longer
        if slot not in index:
            index[slot] = len(entities)
            entities.append(Entity(slot, kind, name=known.name if known else ""))
        index[key] = index[slot]
        return index[key]

    def _acronym(self, number: int) -> Key | None:
        """The body named before whose initials a name in capitals is."""
        core, name = self.core, self.keyed[number][0]
        word = core.view.words[name.start].replace(".", "")
        if not word.isupper() or not 2 <= len(word) <= 7:
            return None
        for other, key in reversed(self.keyed[max(0, number - _BACK) : number]):
            at = core.named_at[other.start]
            if at < 0 or len(key) < 2 or (key[0][0] != word[0].lower() and len(key) < 3):
                continue
            body = core.entities[core.names[at].entity]
            if body.kind in ("person", "place", "group"):
                continue
            initials = {"".join(w[0] for w in key), "".join(w[0] for w in key if w not in _SMALL)}
            home = {"".join(w[0] for w in key[1:] if w not in _SMALL)}
            if word.lower() in initials | home:
                return body.key
        return None

    def _tail(self, name: Name, key: Key) -> int | None:
        """The body named before whose last word stands after "the": "the Post" for "The Arlen Post"."""
        core = self.core
        if len(key) != 1 or name.start == 0 or core.view.lower[name.start - 1] != "the":
            return None
        for mention in reversed(core.names[-_BACK:]):
            body = core.entities[mention.entity]
            if body.kind in ("organisation", "outlet", "government") and len(body.key) > 1 and body.key[-1] == key[0]:
                return mention.entity
        return None


def _same_person(lex: Lexicon, a: Key, b: Key) -> bool:
    a, b = _bare(lex, a), _bare(lex, b)
    if a == b or "".join(a) == "".join(b):
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 2:
        return False
    if len(short) == len(long) and short[:-1] == long[:-1] and long[-1] in (short[-1] + "s", short[-1][:-1]):
        return len(short) > 2
    if long[0] in lex.family_first and len(long) == 3 and short == long[1:]:
        return True
    if short[-1] != long[-1]:
        return False
    first, other = short[0], long[0]
    return first == other or ((len(first) == 1 or len(other) == 1) and first[0] == other[0])


def _bare(lex: Lexicon, key: Key) -> Key:
    return key[:-1] if len(key) > 2 and key[-1] in lex.suffixes else key


def _gender_of_given(lex: Lexicon, key: Key) -> str | None:
    if key[0] in lex.family_first and len(key) == 3:
        return None
    gender = lex.given.get(key[0])
    return gender if gender in ("male", "female") else None


def _principal(core: Coreference, found: list[int], at: int) -> int:
    """Whom of several people with one surname the bare surname means.

    News keeps it for the one it named first and gives the others in full; only where that one was not named for
    a while and another just was, it is the other. Kin named beside them come second.
    """
    v = core.view
    met = [e for e in found if core.entities[e].mentions]
    if not met:
        return found[0]
    met = [e for e in met if not any(r in core.lex.kin for r in _role_heads(core.entities[e]))] or met
    first = min(met, key=lambda e: core.entities[e].mentions[0])
    last = max(met, key=lambda e: core.entities[e].mentions[-1])
    gap = [v.paragraph[at] - v.paragraph[core.entities[e].mentions[-1][0]] for e in (first, last)]
    return last if gap[0] > 3 and gap[1] <= 1 else first


def _role_heads(entity: Entity) -> list[str]:
    return [fold(role.split()[-1]) for role in entity.roles if role]


def _home(lex: Lexicon, key: Key) -> Key:
    """A name without the country before it, where the rest is a name by itself: "U.S. Centers for ..."."""
    if len(key) > 2 and key[:1] in lex.known and lex.known[key[:1]].kind == "country":
        return key_of(lex.known[key[1:]].name.split()) if key[1:] in lex.known else key[1:]
    return key


_SPACED = re.compile(r"\b([A-Z]\.) (?=[A-Z]\.)")
"""Initials written apart: "U. S. Geological Survey"."""


def _add(core: Coreference, name: Name, number: int) -> None:
    v, lex = core.view, core.lex
    entity = core.entities[number]
    for i in range(name.start, name.end):
        core.owner[i] = number
        core.named_at[i] = len(core.names)
    core.names.append(Mention(name.start, name.end, number))
    surface = v.text(name.start, name.end)
    entity.mentions.append((name.start, name.end))
    entity.aliases.setdefault(surface)
    if not v.headline[name.start]:
        entity.surfaces[surface] += 1
    if entity.kind != "person":
        return
    if name.title:
        entity.aliases.setdefault(f"{v.words[name.start - 1]} {surface}")
        if entity.gender is None:
            entity.gender = (
                "male" if name.title in lex.title_male else "female" if name.title in lex.title_female else None
            )
    roles = (
        role_before(v, lex, name.start),
        appositive_role(v, lex, name.start, name.end),
        copular_role(v, lex, name.start, name.end),
    )
    for role in roles:
        if role:
            entity.roles.setdefault(role)
            entity.gender = entity.gender or gender_of_role(lex, role)


def _settle(core: Coreference) -> None:
    """The best name of each actor: the commonest of its full forms, not in capitals where it has another."""
    for entity in core.entities:
        if entity.name:
            continue
        forms = entity.surfaces or Counter(dict.fromkeys(entity.aliases, 1))
        order = {form: at for at, form in enumerate(forms)}

        def rank(
            form: str, forms: Counter[str] = forms, order: dict[str, int] = order
        ) -> tuple[int, int, int, int, int]:
            words = key_of(form.split())
            initials = sum(len(w) == 1 for w in words)
            return (min(len(words), 2), -int(form.isupper() and len(form) > 6), -initials, forms[form], -order[form])

        entity.name = max(forms, key=rank)
        if entity.name.isupper() and len(entity.name) > 6:
            entity.name = entity.name.title()
        if entity.kind != "person":
            entity.name = _SPACED.sub(r"\1", entity.name)
