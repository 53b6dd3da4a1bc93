"""What a number counts: a kind of thing (dead, injured, ill ...), its standing (confirmed, suspected), and its place.

Two numbers say something about each other only where all three are the same: killed and injured, confirmed and
suspected, one town's and the country's are different questions.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly import languages
from reportedly.claims.deeds import base_kind, ways_in
from reportedly.claims.entities import EntityIndex
from reportedly.claims.names import key_of
from reportedly.claims.propositions import OTHER, TOWNS, Proposition
from reportedly.model import Quantity, Where

AFFECTED = "affected"
"""Stands behind a thing that is counted because of what befell it: "in 20 countries"."""
SEVERAL = "several countries"
"""The place of a count that covers several."""
_AFTER = frozenset({"aftershock"})
"""Kinds of event that have measures of their own."""
_AREA = "country"
_BODY = "government"
_NO_AREA = ("water", "mountain")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted."""

    kind: str
    standing: str
    place: str
    increment: bool
    event: str = ""
    """Day of the sudden event whose count it is, as far as the text shows one."""
    measured: bool = False
    """A measure of that event that no time changes: two values contradict each other."""


class Scopes:
    """The scopes of a story's counts; a place that a text leaves open is looked for in its sentence, then its speaker."""

    def __init__(self, props: Sequence[Proposition], entities: EntityIndex) -> None:
        self._entities = entities
        self._bodies = frozenset(e.id for e in entities.entities if e.kind == _BODY)
        self.names = {w.place: w.name for p in props for w in p.assertion.where if w.place}
        self.names.update({e.id: e.name for e in entities.entities})
        """The name of each place that is a scope's."""
        self._sentence: dict[tuple[str, object], set[str]] = defaultdict(set)
        for p in props:
            self._sentence[p.article, p.assertion.evidence.spans].update(_places(p, entities))
        self._kinds: dict[tuple[str, object], set[str]] = defaultdict(set)
        for p in props:
            self._kinds[p.article, p.assertion.evidence.spans].update(p.kinds & set(_table()["kinds"]))
        self._setting = {(p.article, p.assertion.evidence.spans): p.setting for p in props if p.setting}
        days: dict[str, Counter[str]] = defaultdict(Counter)
        for p in props:
            days[p.article].update([p.setting] if p.setting and p.setting != OTHER else [])
        self._main = {k: min(d for d in n if n[d] == max(n.values())) for k, n in days.items() if n}

    def of(self, p: Proposition, q: Quantity) -> Scope | None:
        """The scope of a number; None for measures, rates, former values and what counts no kind of thing we know."""
        scope = _scope(p, q, self._kinds[p.article, p.assertion.evidence.spans])
        if scope is None:
            return None
        place = self._place(p, q, scope.kind)
        around = self._setting.get((p.article, p.assertion.evidence.spans))
        event = p.setting or around or self._main.get(p.article, "")
        if scope.measured:
            general = p.assertion.modality is not None or "general" in ways_in(p.text)
            return None if general or not event or _AFTER & p.kinds else replace(scope, event=event)
        if event and place in self._bodies:
            place = ""  # what struck one island is counted for the country
        return replace(scope, place=place, event=event)

    def speakers_place(self, p: Proposition) -> str:
        """The country that the one who says it speaks for: where it is counted if nothing else says so."""
        return self._speakers_place(p)

    def within(self, place: str, area: str) -> bool:
        """Whether a place is in an area, or is it."""
        return place == area or self._entities.within.get(place) == area

    def place_of(self, p: Proposition) -> str:
        """The one place a proposition is about, else its speaker's; "" where there is none or more than one."""
        known = _places(p, self._entities) or (p.named & self._bodies)
        if known:
            return next(iter(known)) if len(known) == 1 else ""
        return self._speakers_place(p)

    def _place(self, p: Proposition, q: Quantity, kind: str) -> str:
        if q.of == _AREA or any(other.of == _AREA and other is not q for other in p.quantities):
            return SEVERAL  # "898 cases in 18 countries, including one in Italy"
        if named := self._named_place(p, q):
            return named
        others = [o for o in p.quantities if o is not q and (s := _scope(p, o)) is not None and s.kind == kind]
        taken = {self._named_place(p, o) for o in others}
        for known in (_places(p, self._entities), self._sentence[p.article, p.assertion.evidence.spans]):
            if len(known) == 1:
                return "" if known & taken else next(iter(known))
            if known:
                return ""
        return ""

    def _named_place(self, p: Proposition, q: Quantity) -> str:
        """A place among the words that say what is counted."""
        entities = self._entities
        areas = [w for w in p.assertion.where if w.kind not in _NO_AREA]
        named = [w for w in areas if any(key_of(w.name) == key_of(s) or w.place == s for s in q.scope)]
        if named:
            return _key(p, named[0], entities)
        other = {key_of(w.name) for w in p.assertion.where}
        names = {s for s in q.scope if s[:1].isupper() and key_of(s) not in other}
        known = {e for s in names if (e := entities.find(p.article, s)) and e in self._bodies} or {
            entities.by_adjective[s] for s in q.scope if s in entities.by_adjective
        }
        return min(known) if known else ""

    def _speakers_place(self, p: Proposition) -> str:
        """The country that the one who says it speaks for: "officials in Ruritania", "the Ruritanian health minister"."""
        if p.assertion.origin is None or not p.assertion.chain:
            return ""
        hop = p.assertion.chain[-1]
        role = " ".join(sorted(self._entities.offices.get(p.speaker or "", ())))
        found = {e for name in _names(f"{hop.name} {hop.role or ''} {role}") if (e := self._body(p.article, name))}
        return next(iter(found)) if len(found) == 1 else ""

    def _body(self, article: str, name: str) -> str | None:
        entity = self._entities.find(article, name)
        return entity if entity in self._bodies else None


def _table() -> Mapping[str, Sequence[str]]:
    table: Mapping[str, Sequence[str]] = languages.table("events")["counted"]
    return table


def _scope(p: Proposition, q: Quantity, around: Collection[str] = frozenset()) -> Scope | None:
    """Kind and standing of a number, its place left open; `around`: what its sentence counts."""
    words = _table()
    if q.of in words["measures"]:
        return Scope(str(q.of), "", "", increment=False, measured=True)
    told = (q.of or "").split() + list(q.scope)
    if q.unit is not None or q.part != "value" or any(w in words["rates"] for w in told):
        return None
    kind = _kind(p, q, told, around)
    if kind is None:
        return None
    confirmed = any(w in words["confirmed"] for w in told)
    suspected = any(w in words["suspected"] for w in told)
    standing = "suspected" if suspected else "confirmed" if confirmed else ""
    text = q.text.lower()
    for comparison in words["comparisons"]:
        text = text.replace(comparison, "")
    increment = any(w in words["increment"] for w in (*(q.of or "").split(), *text.split()))
    return Scope(kind, standing, "", increment)


def _kind(p: Proposition, q: Quantity, told: Sequence[str], around: Collection[str]) -> str | None:
    words = _table()
    head = q.of.split()[-1] if q.of else ""
    named = {base_kind(w) for w in told}
    about = [k for k in words["kinds"] if k in p.kinds]
    if head in words["things"]:
        return f"{head} {AFFECTED}" if about else head  # countries with cases, and countries that send help
    own = base_kind(head)  # "ten killed and 50 HURT"
    kinds = [own] if own in words["kinds"] else [k for k in words["kinds"] if k in named]
    if kinds:
        group = next((w for w in (q.of or "").split() if w in words["groups"]), None)
        return f"{kinds[0]} {group}" if group else kinds[0]
    if head in words["people"] and p.deed.kind in words["kinds"] and q == p.quantities[0]:
        return p.deed.kind  # "4,000 people had left their homes"
    if not head and not about and len(around) == 1 and any(w in words["totals"] for w in told):
        return next(iter(around))  # "rose to 131, but others gave a FIGURE of 347"
    if not head and (named & {"raise", "lower"} or any(w in words["totals"] for w in told)):
        return about[0] if about else None  # "taking the total to 84" goes on with what the sentence counts
    return None


def _places(p: Proposition, entities: EntityIndex) -> set[str]:
    """Where it is said to be; of "Tarnwick, Ruritania" the town."""
    areas = [w for w in p.assertion.where if w.kind not in _NO_AREA]
    towns = [w for w in areas if w.kind in TOWNS]
    return {_key(p, w, entities) for w in (towns if len(towns) == 1 else areas)}


def _key(p: Proposition, where: Where, entities: EntityIndex) -> str:
    return entities.find(p.article, where.name) or where.place or key_of(where.name)


def _names(text: str) -> Iterator[str]:
    """Single words and pairs of neighbours."""
    words = text.replace("'s", " ").replace("’s", " ").split()
    yield from words
    yield from (" ".join(pair) for pair in itertools.pairwise(words))
