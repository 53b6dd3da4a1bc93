"""Who is who across a story's articles: actors of the articles joined into entities.

Two names are one actor where one is a spelling, an acronym, a shorter form of the other that fits nobody else, or
a name of the same place. A surname alone never joins two people who carry it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly import languages
from reportedly.claims.judgements import judged_actors, with_judgements
from reportedly.claims.names import folding, key_of, same_person
from reportedly.model import ActorKind, Annotations, Article, Entity, Judgement

_TOWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Node:
    """One actor of one article, or one state by its place names."""

    article: str
    name: str
    keys: frozenset[str]
    kind: ActorKind
    roles: tuple[str, ...]
    aliases: tuple[str, ...]


class _Groups:
    """Union-find over node numbers; the smallest number stands for its group. What a person parted is not united."""

    def __init__(self, nodes: Sequence[_Node], parted: Iterable[tuple[str, str]] = ()) -> None:
        self._parent = list(range(len(nodes)))
        self._sides: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for n, pair in enumerate(parted):
            for side, key in enumerate(pair):
                for i, node in enumerate(nodes):
                    if key in node.keys:
                        self._sides[i].add((n, side))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def unite(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        if low == high or any((n, 1 - side) in self._sides[low] for n, side in self._sides[high]):
            return
        self._parent[high] = low
        self._sides[low] |= self._sides.pop(high, set())


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """Entities and the way from a name in an article to its entity."""

    entities: tuple[Entity, ...]
    by_article: Mapping[tuple[str, str], str]
    by_key: Mapping[str, str]
    """Keys that mean one entity in the whole story."""
    by_adjective: Mapping[str, str] = field(default_factory=dict)
    """ "american" -> the United States, where the story names them."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Place (entity, else key) -> the entity of its country."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Person -> the body that their role puts them at the head of, or in: "WHO chief"."""
    offices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Entity -> the words of its roles."""

    def find(self, article: str, name: str) -> str | None:
        """The entity a name stands for in an article; None for nobody in particular."""
        key = key_of(name)
        return self.by_article.get((article, key)) or self.by_key.get(key) or self.by_adjective.get(key)


def aliases_of_states() -> Mapping[str, str]:
    """Name key -> canonical name, for states and bodies known under several names."""
    table = languages.table("actors")
    out: dict[str, str] = {}
    for group in (table["countries"], *table["known"].values()):
        for canonical, names in group.items():
            out[key_of(canonical)] = canonical
            out.update({key_of(n): canonical for n in names})
    return out


def join(
    articles: Sequence[Article], annotations: Mapping[str, Annotations], judgements: Sequence[Judgement] = ()
) -> EntityIndex:
    """The entities of a story."""
    joined, parted = judged_actors(judgements)
    nodes = [part for node in _nodes(articles, annotations) for part in _split(node, parted)]
    known = aliases_of_states()

    towns = {key_of(p.name) for notes in annotations.values() for p in notes.places}
    groups = _Groups(nodes, parted)
    for pair in joined:
        members = [i for i, node in enumerate(nodes) if node.keys & set(pair)]
        if all(any(key in nodes[i].keys for i in members) for key in pair):
            for i in members[1:]:
                groups.unite(members[0], i)
    by_full: dict[str, int] = {}
    for i, node in enumerate(nodes):
        for key in sorted(node.keys):
            # a surname alone joins nobody; a full name is one actor, whatever kind an article took it for
            if node.kind != "person" or " " in key:
                groups.unite(by_full.setdefault(key_of(known.get(key, key)), i), i)
    _acronyms(nodes, groups)
    _short_forms(nodes, groups, towns)
    _people(nodes, groups)
    found = _index(nodes, groups, towns)
    return _countries(replace(found, entities=with_judgements(found.entities, judgements)), annotations)


def _split(node: _Node, parted: Sequence[tuple[str, str]]) -> list[_Node]:
    """The node as one actor, or as those that a person says it is: who goes by the first name keeps the rest."""
    parts = [node]
    for pair in parted:
        for at, part in enumerate(parts):
            if not part.keys >= set(pair):
                continue
            other = pair[0] if key_of(part.name) == pair[1] else pair[1]
            names = [n for n in (part.name, *part.aliases) if key_of(n) == other]
            kept = tuple(n for n in part.aliases if key_of(n) != other)
            parts[at] = replace(part, keys=part.keys - {other}, aliases=kept)
            parts.append(_Node(part.article, names[0], frozenset({other}), part.kind, (), tuple(names[1:])))
            break
    return parts


def _countries(found: EntityIndex, annotations: Mapping[str, Annotations]) -> EntityIndex:
    """The index with the adjectives of the countries that the story names, and with the places that lie in them."""
    mentions = [(article, place) for article in sorted(annotations) for place in annotations[article].places]
    meant: dict[str, set[str]] = defaultdict(set)
    for article, place in mentions:
        entity = found.find(article, place.name) if place.kind == "country" else None
        if entity and place.country:
            meant[place.country].add(entity)
    single = {code: min(entities) for code, entities in meant.items() if len(entities) == 1}
    table: Mapping[str, str] = languages.table("places")["demonym"]
    parts = languages.table("events")["words"]["parts"]
    adjectives = {key_of(w): single[code] for w, code in table.items() if code in single and w not in parts}
    within: dict[str, str] = {}
    for article, place in mentions:
        key = found.find(article, place.name) or place.key
        if key and place.country in single and key != single[place.country]:
            within[key] = single[place.country]
    return replace(found, by_adjective=adjectives, within=within)


def _nodes(articles: Sequence[Article], annotations: Mapping[str, Annotations]) -> Iterable[_Node]:
    states = frozenset(aliases_of_states())
    for article in sorted(articles, key=lambda a: a.id):
        notes = annotations.get(article.id, Annotations())
        towns = {key_of(p.name) for p in notes.places if p.key}
        for actor in notes.actors:
            names = (actor.name, *actor.aliases)
            keys = frozenset(k for n in names if (k := key_of(n)))
            mistaken = keys <= towns and actor.kind in ("person", "organisation") and not actor.roles
            if keys and not mistaken:  # a town or river that was taken for somebody
                yield _Node(article.id, actor.name, keys, actor.kind, actor.roles, actor.aliases)
        by_place: dict[str, list[str]] = defaultdict(list)
        for place in notes.places:
            if place.key:
                by_place[place.key].append(place.name)
        for place_key in sorted(by_place):
            names = tuple(dict.fromkeys(by_place[place_key]))
            keys = frozenset(k for n in names if (k := key_of(n)))
            if keys & states:
                yield _Node(article.id, names[0], keys, "government", (), names)


def _acronyms(nodes: list[_Node], groups: _Groups) -> None:
    """ "NSC" and "National Security Council": joined where the initials fit one body only."""
    full: dict[str, list[int]] = defaultdict(list)
    small = folding()[2]
    for i, node in enumerate(nodes):
        if node.kind == "person":
            continue
        for key in node.keys:
            words = [w for w in key.split() if w not in small]
            if len(words) > 1:
                full["".join(w[0] for w in words)].append(i)
                full["".join(w[0] for w in key.split())].append(i)
    for i, node in enumerate(nodes):
        for alias in (node.name, *node.aliases):
            letters = alias.replace(".", "")
            if node.kind != "person" and letters.isupper() and 2 <= len(letters) <= 6:
                for j in sorted(set(full.get(letters.lower(), ()))):
                    groups.unite(i, j)


def _short_forms(nodes: list[_Node], groups: _Groups, towns: Collection[str]) -> None:
    """ "The Harriers" and "Millport Harriers", "Brodal" and "Brodal Lines": joined where the short name fits one body of
    the story alone, as the name behind a town's, or as the first word of a firm's.
    """
    bodies: dict[str, set[int]] = defaultdict(set)
    for i, node in enumerate(nodes):
        for key in node.keys if node.kind != "person" else ():
            for short in _without_towns(key, towns):
                bodies[short].add(i)
            if node.kind == "organisation" and " " in key and (first := key.split()[0]) not in towns:
                bodies[first].add(i)
    for i, node in enumerate(nodes):
        fits = {groups.root(j) for key in node.keys for j in bodies.get(key, ())} if node.kind != "person" else set()
        if len(fits) == 1:
            groups.unite(i, next(iter(fits)))


def _people(nodes: list[_Node], groups: _Groups) -> None:
    """Short and variant forms of a person's name, where they fit one person only."""
    people = [i for i, n in enumerate(nodes) if n.kind == "person"]
    full: dict[int, set[str]] = defaultdict(set)
    for i in people:
        full[groups.root(i)] |= {k for k in nodes[i].keys if " " in k}
    _join_variants(full, groups)
    by_family: dict[str, set[int]] = defaultdict(set)
    for r, keys in full.items():
        for key in keys:
            words = key.split()
            by_family[words[-1]].add(r)
            if len(words) == 3:  # Korean and Chinese names put the family first
                by_family[words[0]].add(r)
    lone: dict[str, int] = {}
    for i in people:
        if any(" " in k for k in nodes[i].keys):
            continue
        fits = {groups.root(r) for k in nodes[i].keys for r in by_family.get(k, ())}
        if len(fits) == 1:
            groups.unite(i, next(iter(fits)))
        for k in sorted(nodes[i].keys - by_family.keys()):
            groups.unite(i, lone.setdefault(k, i))


def _join_variants(full: Mapping[int, set[str]], groups: _Groups) -> None:
    """Full names that spell one person: "Clara Brandt", "Clara Voss Brandt"; "Anna Kadirov", "Anna Kadyrov"."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for r, keys in full.items():
        for key in keys:
            by_word[key.split()[-1]].add(r)
            by_word[key.split()[0]].add(r)
    for word in sorted(by_word):
        members = sorted(by_word[word])
        for n, x in enumerate(members):
            for y in members[n + 1 :]:
                if any(same_person(a, b) for a in full[x] for b in full[y]):
                    groups.unite(x, y)


def _shorter(by_key: Mapping[str, str], towns: Collection[str]) -> dict[str, set[str]]:
    """What is left of a name behind a town's -> whom it can mean: "harriers" of the Millport Harriers."""
    out: dict[str, set[str]] = defaultdict(set)
    for key, entity in by_key.items():
        for short in _without_towns(key, towns):
            out[short].add(entity)
    return out


def _without_towns(key: str, towns: Collection[str]) -> Iterator[str]:
    words = key.split()
    for n in range(1, min(len(words), _TOWN_WORDS + 1)):
        if " ".join(words[:n]) in towns:
            yield " ".join(words[n:])


def _index(nodes: list[_Node], joined: _Groups, towns: Collection[str]) -> EntityIndex:
    groups: dict[int, list[_Node]] = defaultdict(list)
    for i, node in enumerate(nodes):
        groups[joined.root(i)].append(node)
    entities = []
    by_article: dict[tuple[str, str], str] = {}
    meant: dict[str, set[str]] = defaultdict(set)
    for members in groups.values():
        aliases = Counter(a for n in members for a in dict.fromkeys((n.name, *n.aliases)))
        kind = Counter(n.kind for n in members).most_common()
        kinds = sorted(k for k, c in kind if c == kind[0][1])
        names = Counter(n.name for n in members)
        best = max(sorted(names), key=lambda n: (len(n.split()) > 1 and kinds[0] == "person", names[n], len(n)))
        roles = tuple(dict.fromkeys(r for n in members for r in n.roles))
        ident = "e" + hashlib.sha256(f"{kinds[0]}|{key_of(best)}".encode()).hexdigest()[:10]
        entities.append(Entity(ident, best, kinds[0], roles, tuple(sorted(a for a in aliases if a != best))))
        for n in members:
            for key in n.keys:
                by_article[(n.article, key)] = ident
                meant[key].add(ident)
    by_key = {k: next(iter(v)) for k, v in meant.items() if len(v) == 1}
    by_key = {k: next(iter(v)) for k, v in _shorter(by_key, towns).items() if len(v) == 1 and k not in meant} | by_key
    unique = {e.id: e for e in sorted(entities, key=lambda e: (e.id, e.name))}
    offices = {e.id: frozenset(_office_words(e.roles)) for e in unique.values()}
    heads = _heads(unique.values(), by_key)
    return EntityIndex(tuple(unique[i] for i in sorted(unique)), by_article, by_key, heads=heads, offices=offices)


def _office_words(roles: Sequence[str]) -> Iterator[str]:
    """The words of roles, as they stand and in the singular."""
    for word in " ".join(roles).lower().split():
        yield word
        yield word.removesuffix("s")


def _heads(entities: Iterable[Entity], by_key: Mapping[str, str]) -> dict[str, str]:
    """Person -> organisation named in one of their roles."""
    bodies = {e.id for e in entities if e.kind == "organisation"}
    out = {}
    for e in entities:
        if e.kind != "person":
            continue
        words = [w for role in e.roles for w in [*key_of(role).split(), "|"]]
        phrases = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words)) + 1)}
        found = {b for phrase in phrases if (b := by_key.get(phrase)) in bodies}
        if len(found) == 1:
            out[e.id] = next(iter(found))
    return out
