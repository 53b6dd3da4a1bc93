"""Relations that no two values show: a plan that got another day, a plan that was replaced, a denial of what another
said, and what was so nowhere else until it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.claims.deeds import put, ways_in
from reportedly.claims.propositions import Proposition, opposite, other_named, other_setting, same_doer
from reportedly.claims.values import On, differ, overlaps
from reportedly.model import ConflictKind

Pair = tuple[int, int]
_NEAR = 0.18
"""Closeness from which a former plan and what became of it can be one thing."""
_SHARED = 2
_BESIDE = 4
"""Propositions of one text between a former plan and what is told instead."""
_FEW = 3
"""Words; a denial of so few points at what was said before it ("denied the charge")."""
_REACH = 1500
"""Characters before a denial within which what it denies was said."""
_SHOWN = 70


@dataclass(frozen=True, slots=True)
class Rival:
    """Two propositions (numbers; the first is the earlier or the one answered) and what stands between them."""

    a: int
    b: int
    on: On
    kind: ConflictKind
    why: str


def find_rivals(props: Sequence[Proposition], near: Mapping[Pair, float]) -> list[Rival]:
    """All of a story's, in a stable order."""
    found: list[Rival] = []
    for (i, j), value in near.items():
        before = _in_order(props[i], props[j])
        if before is None:
            continue
        a, b = (i, j) if before else (j, i)
        readings = (_moved, _turned, _outdated) if value >= _NEAR else ()
        found += [r for reading in (*readings, _elsewhere) if (r := reading(props, a, b)) is not None]
    first: dict[int, Rival] = {}
    for r in sorted((r for r in found if r.on == "where"), key=lambda r: (props[r.b].said or "", props[r.b].id)):
        first.setdefault(r.a, r)  # nowhere else, until the first that it was
    found = [r for r in found if r.on != "where" or first[r.a] is r]
    return [*found, *_replaced(props, near), *_denials(props)]


def teller(p: Proposition) -> str:
    """Whose word it is, and of when: "Jane Price (2031-03-04)"."""
    chain = p.assertion.chain
    name = chain[-1].name if chain else (p.outlet or "an article")
    return f"{name} ({p.said})" if p.said else name


def _in_order(a: Proposition, b: Proposition) -> bool | None:
    """Whether `a` was said before `b`; None where that is not known."""
    return None if not a.said or not b.said or a.said == b.said else a.said < b.said


def _moved(props: Sequence[Proposition], a: int, b: int) -> Rival | None:
    """ "Was put off", "extended until 25 August", said after the plan: it gets another day."""
    old, new = props[a], props[b]
    again = told_again(old, new)
    if not (new.deed.shifted or again) or old.deed.shifted or old.negative or new.negative:
        return None
    planned = old.future or (old.when is not None and old.when.bound == "until")
    parties = again or bool((old.agents | old.patients) & (new.agents | new.patients))
    if not planned or not parties or len(old.bag.keys() & new.bag.keys()) < _SHARED:
        return None
    if old.when is None or not old.when.end or (new.when is not None and new.when.end == old.when.end):
        return None  # of a plan without a day nobody can say that it was moved
    later = new.when.text if new.when is not None and new.when.end else _shown(new)
    return Rival(a, b, "when", "update", f"{teller(old)} has “{old.when.text}”, later {teller(new)} has “{later}”.")


def _outdated(props: Sequence[Proposition], a: int, b: int) -> Rival | None:
    """What was announced is told later as what was planned at first."""
    old, new = props[a], props[b]
    if (
        not new.deed.former
        or old.deed.former
        or not old.future
        or old.deed.word is None
        or old.deed.word != new.deed.word
    ):
        return None
    if old.negative != new.negative or differ(old, new) is not None or same_doer(old, new) is False:
        return None
    why = f"{teller(old)} has “{_shown(old)}”, later {teller(new)} has it as the plan of before: “{_shown(new)}”."
    return Rival(a, b, "when", "update", why)


def told_again(old: Proposition, new: Proposition) -> bool:
    """Whether one thing of the same is to last longer: closed until the 6th, closed until the 11th."""
    a, b = old.when, new.when
    if a is None or b is None or a.bound != "until" or b.bound != "until" or not a.end or not b.end or b.end <= a.end:
        return False
    named = bool(old.named & new.named) or not (old.named or new.named)  # a school, closed somewhere else
    return named and old.deed.kind is not None and old.deed.kind == new.deed.kind


def _turned(props: Sequence[Proposition], a: int, b: int) -> Rival | None:
    """Closed, and later open: what was so, or was to be, is no longer so."""
    old, new = props[a], props[b]
    kind = old.deed.kind
    if kind not in put("states") or new.deed.kind != opposite(kind):
        return None
    if old.negative or new.negative or (new.future and not old.future) or old.supposed or new.supposed:
        return None
    if new.text.split(maxsplit=1)[:1] and new.text.split(maxsplit=1)[0].lower() in put("asking"):
        return None
    if old.when is not None and new.when is not None and old.when.bound is None and overlaps(old.when, new.when):
        return None  # on one day: the two contradict each other
    if old.when is not None and old.when.bound == "until" and old.when.end and (new.said or "") > old.when.end[:10]:
        return None  # its time was over
    if same_doer(old, new) is False or not (old.agents | old.patients) & new.bag.keys() or other_named(old, new):
        return None
    if len(old.bag.keys() & new.bag.keys()) < _SHARED or (old.towns and new.towns and not old.towns & new.towns):
        return None
    why = f"{teller(old)} has “{_shown(old)}”, later {teller(new)} has “{_shown(new)}”."
    return Rival(a, b, "polarity", "update", why)


def _elsewhere(props: Sequence[Proposition], a: int, b: int) -> Rival | None:
    """ "Only in Tarnwick", and then somewhere else."""
    old, new = props[a], props[b]
    kind = old.deed.kind
    if not old.only or new.only or kind is None or kind not in new.kinds or old.negative or new.negative:
        return None
    if new.future or new.supposed or other_setting(old, new):
        return None
    mine, theirs = _areas(old), _areas(new)
    if not mine or not theirs or mine & theirs:
        return None
    there = next(w.name for w in new.assertion.where if w.place in theirs)
    here = next(w.name for w in old.assertion.where if w.place in mine)
    return Rival(a, b, "where", "update", f"{teller(old)} has “only in {here}”, later {teller(new)} has “{there}”.")


def _areas(p: Proposition) -> frozenset[str]:
    return frozenset(w.place for w in p.assertion.where if w.place)


def _replaced(props: Sequence[Proposition], near: Mapping[Pair, float]) -> Iterator[Rival]:
    """A plan that is told as a former one, and what is told instead: nearest, and in words that say so."""
    of = {n: k for k, n in enumerate(sorted(range(len(props)), key=lambda n: (props[n].article, _start(props[n]))))}
    best: dict[int, tuple[float, int]] = {}
    for a, old in enumerate(props):
        if not old.deed.former:
            continue
        for b, new in enumerate(props):
            value = near.get((min(a, b), max(a, b)), 0.0)
            beside = old.article == new.article and abs(of[a] - of[b]) <= _BESIDE
            if a == b or not (beside or value >= _NEAR) or not _takes_its_place(old, new):
                continue
            said = "contrast" in ways_in(new.text)
            if said or (value >= _NEAR and differ(old, new) is not None):
                best[a] = max(best.get(a, (0.0, -len(props))), (value + said + beside, -b))
    for a, (_, b) in sorted(best.items()):
        old, new = props[a], props[-b]
        found = differ(old, new)
        on: On = found[0] if found is not None else "polarity"
        yield Rival(
            a, -b, on, "update", f"{teller(old)}: “{_shown(old)}” was the plan. {teller(new)}: “{_shown(new)}”."
        )


def _takes_its_place(old: Proposition, new: Proposition) -> bool:
    if new.deed.former or not new.future or new.supposed or new.assertion.modality == "wish":
        return False
    if old.article != new.article and _in_order(old, new) is not True:
        return False
    return bool(old.kinds & new.kinds) and not other_setting(old, new) and same_doer(old, new) is not False


def _shown(p: Proposition) -> str:
    text = " ".join(p.text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _denials(props: Sequence[Proposition]) -> Iterator[Rival]:
    """A denial in few words and what it denies: said shortly before it in the same text, by somebody else, of the one
    who denies ("Ruritania accused Ostrand of spying. Ostrand, which denies the charge ...").
    """
    by_article: dict[str, list[int]] = {}
    for n, p in enumerate(props):
        by_article.setdefault(p.article, []).append(n)
    for members in by_article.values():
        order = sorted(members, key=lambda n: (_start(props[n]), props[n].id))
        for at, n in enumerate(order):
            d = props[n]
            if d.assertion.stance != "denies" or len(d.bag) > _FEW or d.speaker is None:
                continue
            before = [m for m in reversed(order[:at]) if _start(d) - _start(props[m]) <= _REACH]
            denied = next((m for m in before if _answered(props[m], d)), None)
            if denied is not None:
                why = f"{teller(props[denied])}: “{_shown(props[denied])}”. {teller(d)} denies “{_shown(d)}”."
                yield Rival(denied, n, "polarity", "conflict", why)


def _answered(said: Proposition, denial: Proposition) -> bool:
    a = said.assertion
    if said.speaker == denial.speaker or a.stance == "denies" or said.negative:
        return False
    if a.stance == "alleges":
        return denial.speaker in said.named or denial.speaker in said.actors
    pointed = put("accounts")
    return said.speaker is not None and any(w in pointed for w in denial.assertion.terms)


def _start(p: Proposition) -> int:
    return p.assertion.content[0][0] if p.assertion.content else 0
