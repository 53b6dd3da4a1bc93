"""Who is who across a story's articles: actors of the articles joined into entities.

Two names are one actor where one is a spelling, an acronym, a shorter form of the other that fits nobody else, or
a name of the same place. A surname alone never joins two people who carry it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly import languages
from reportedly.model import ActorKind, Annotations, Article, Entity, Judgement

_TITLES = re.compile(r"^(?:the|mr|mrs|ms|miss|dr|sir|prof|president|prime minister|minister)\b\.?\s+")
_BRITISH = (
    (re.compile(r"isation\b"), "ization"),
    (re.compile(r"\bdefence\b"), "defense"),
    (re.compile(r"\bcentre\b"), "center"),
)
_MIN_FUZZY = 5


def key_of(name: str) -> str:
    """A name folded for comparison: no accents, case, dots, hyphens, titles, possessive."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(r"['’`]s?\b", "", plain.lower().replace("’", "'"))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)|\.", "", plain)
    plain = re.sub(r"[-‐‑–/]", " ", plain)
    plain = re.sub(r"[^\w\s&]", " ", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    while True:
        shorter = _TITLES.sub("", plain)
        if shorter == plain or not shorter:
            break
        plain = shorter
    for pattern, other in _BRITISH:
        plain = pattern.sub(other, plain)
    return plain


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
    """Union-find over node numbers; the smallest number stands for its group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def unite(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """Entities and the way from a name in an article to its entity."""

    entities: tuple[Entity, ...]
    by_article: Mapping[tuple[str, str], str]
    by_key: Mapping[str, str]
    """Keys that mean one entity in the whole story."""

    def find(self, article: str, name: str) -> str | None:
        """The entity a name stands for in an article; None for nobody in particular."""
        key = key_of(name)
        return self.by_article.get((article, key)) or self.by_key.get(key)


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
    nodes = list(_nodes(articles, annotations))
    known = aliases_of_states()

    groups = _Groups(len(nodes))
    by_full: dict[tuple[str, str], int] = {}
    for i, node in enumerate(nodes):
        group = "person" if node.kind == "person" else "body"
        for key in sorted(node.keys):
            if group == "person" and " " not in key:
                continue
            name = (group, key_of(known.get(key, key)) if group == "body" else key)
            if name in by_full:
                groups.unite(by_full[name], i)
            else:
                by_full[name] = i
    _acronyms(nodes, groups)
    _people(nodes, groups)
    _judged(nodes, judgements, groups)
    return _index(nodes, groups)


def _nodes(articles: Sequence[Article], annotations: Mapping[str, Annotations]) -> Iterable[_Node]:
    states = frozenset(aliases_of_states())
    for article in sorted(articles, key=lambda a: a.id):
        notes = annotations.get(article.id, Annotations())
        for actor in notes.actors:
            names = (actor.name, *actor.aliases)
            keys = frozenset(k for n in names if (k := key_of(n)))
            if keys:
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
    for i, node in enumerate(nodes):
        if node.kind == "person":
            continue
        for key in node.keys:
            words = [w for w in key.split() if w not in ("of", "the", "and", "for")]
            if len(words) > 1:
                full["".join(w[0] for w in words)].append(i)
                full["".join(w[0] for w in key.split())].append(i)
    for i, node in enumerate(nodes):
        for alias in (node.name, *node.aliases):
            letters = alias.replace(".", "")
            if node.kind != "person" and letters.isupper() and 2 <= len(letters) <= 6:
                for j in sorted(set(full.get(letters.lower(), ()))):
                    groups.unite(i, j)


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
    """Full names that spell one person: "Sarah Sanders", "Sarah Huckabee Sanders"; "Anna Kadirov", "Anna Kadyrov"."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for r, keys in full.items():
        for key in keys:
            by_word[key.split()[-1]].add(r)
            by_word[key.split()[0]].add(r)
    for word in sorted(by_word):
        members = sorted(by_word[word])
        for n, x in enumerate(members):
            for y in members[n + 1 :]:
                if any(_same_person(a, b) for a in full[x] for b in full[y]):
                    groups.unite(x, y)


def _same_person(a: str, b: str) -> bool:
    """Whether two full names can be one person's."""
    x, y = a.split(), b.split()
    if len(x) == len(y):
        return all(p == q or _one_letter(p, q) for p, q in zip(x, y, strict=True)) or _initials(x, y)
    short, long = sorted((x, y), key=len)
    return short[-1] == long[-1] and (short[0] == long[0] or _initials(short, long))


def _initials(x: list[str], y: list[str]) -> bool:
    """ "J Price", "Jane Price"."""
    return x[-1] == y[-1] and x[0][0] == y[0][0] and 1 in (len(x[0]), len(y[0]))


def _one_letter(a: str, b: str) -> bool:
    """Whether one edit makes one of the other, for words long enough that it is a spelling and not another name."""
    if min(len(a), len(b)) < _MIN_FUZZY or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]


def _judged(nodes: list[_Node], judgements: Sequence[Judgement], groups: _Groups) -> None:
    for row in judgements:
        if row.kind == "same-actor" and row.object:
            a = [i for i, n in enumerate(nodes) if key_of(row.subject) in n.keys]
            b = [i for i, n in enumerate(nodes) if key_of(row.object) in n.keys]
            for i in (*a[1:], *b):
                if a:
                    groups.unite(a[0], i)


def _index(nodes: list[_Node], joined: _Groups) -> EntityIndex:
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
    unique = {e.id: e for e in sorted(entities, key=lambda e: (e.id, e.name))}
    return EntityIndex(tuple(unique[i] for i in sorted(unique)), by_article, by_key)
