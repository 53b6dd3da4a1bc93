"""Matters: the questions that several claims answer, and how each is put in words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from reportedly import languages
from reportedly.claims.counts import Count
from reportedly.claims.grouping import Grouped, same_matters
from reportedly.claims.propositions import Proposition
from reportedly.claims.scopes import SEVERAL, Scope
from reportedly.claims.values import differ
from reportedly.model import Conflict, Matter


def find_matters(
    grouped: Grouped, counted: Sequence[Sequence[Count]], conflicts: Sequence[Conflict], places: Mapping[str, str]
) -> tuple[Matter, ...]:
    """Questions with several claims as answers: the series of counts, then what is alike but for its values.

    `conflicts`: claims that contradict or replace each other answer one question; `places`: the names of scopes' places.
    """
    claim_of = grouped.claim_of()
    found: dict[tuple[str, ...], str] = {}
    for counts in counted:
        claims = tuple(sorted({grouped.ids[claim_of[c.proposition]] for c in counts}))
        if len(claims) > 1:
            scope = max((c.scope for c in counts), key=lambda s: (bool(s.place), bool(s.standing)))
            found.setdefault(claims, count_question(scope, places.get(scope.place)))
    number = {c: n for n, c in enumerate(grouped.ids)}
    rivals = sorted((number[c.a], number[c.b]) for c in conflicts if c.on != "quantity")
    for members in same_matters(grouped, rivals):
        claims = tuple(sorted(grouped.ids[m] for m in members))
        if len(claims) > 1:
            found.setdefault(claims, question([[grouped.props[i] for i in grouped.groups[m]] for m in members]))
    made = [Matter("m" + hashlib.sha256("|".join(c).encode()).hexdigest()[:12], q, c) for c, q in found.items()]
    return tuple(sorted(made, key=lambda m: m.id))


def count_question(scope: Scope, place: str | None) -> str:
    """ "How many confirmed cases in Ruritania?" in the words of the language's table; `place`: its name."""
    names = languages.table("events")["names"]
    thing, *about = scope.kind.split()
    what = " ".join((names.get(thing, f"{thing}s"), *about))
    standing = f"{scope.standing} " if scope.standing else ""
    more = " more" if scope.increment else ""
    return f"How many{more} {standing}{what}{f' in {place}' if place and scope.place != SEVERAL else ''}?"


def question(claims: Sequence[Sequence[Proposition]]) -> str:
    """A question from what the claims differ on and what they share."""
    on: Counter[str] = Counter()
    flat = [p for members in claims for p in members[:3]][:30]
    for i, a in enumerate(flat):
        for b in flat[i + 1 :]:
            if (found := differ(a, b)) is not None:
                on[found[0]] += 1
    shared = _shared(flat)
    counted = Counter(q.of for p in flat for q in p.quantities if q.of).most_common(1)
    top = on.most_common(1)[0][0] if on else None
    if top == "quantity" and counted:
        return f"How many: {counted[0][0]}?"
    if top == "when":
        return f"When: {shared}?"
    if top == "polarity":
        return f"Is it so: {shared}?"
    return f"What of: {shared}?"


def _shared(props: Sequence[Proposition]) -> str:
    """The words that most of them share, in the order of the first that has them."""
    count = Counter(t for p in props for t in dict.fromkeys(p.assertion.terms))
    common = {t for t, n in count.items() if n >= max(2, len(props) // 2)}
    words = [t for t in dict.fromkeys(props[0].assertion.terms) if t in common]
    if len(words) < 2:
        words = [t for t, _ in sorted(count.items(), key=lambda x: (-x[1], x[0]))[:4]]
    return " ".join(words[:6])
