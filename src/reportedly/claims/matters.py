"""The question that several claims answer, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportedly import languages
from reportedly.claims.counts import Scope
from reportedly.claims.propositions import Proposition
from reportedly.claims.values import differ


def count_question(scope: Scope, props: Sequence[Proposition]) -> str:
    """ "How many die, confirmed, in Ruritania?" in the words of the language's table."""
    names = languages.table("events")["names"]
    what = names.get(scope.kind, scope.kind)
    standing = f"{scope.standing} " if scope.standing else ""
    place = next((w.name for p in props for w in p.assertion.where), "") if scope.place else ""
    more = " more" if scope.increment else ""
    return f"How many{more} {standing}{what}{f' in {place}' if place else ''}?"


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
