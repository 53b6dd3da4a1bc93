"""A claim's standing over time: reported, announced, confirmed, disputed, denied, superseded, settled; and its origins.

`confirmed` is always confirmed by somebody: a cue that confirms, or the acting party's own word. Any number of outlets
that repeat a claim confirms nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence

from reportedly import languages
from reportedly.claims.propositions import Proposition
from reportedly.model import ClaimKind, Conflict, Forecast, Independence, StatusChange

_BACKGROUND_DAYS = 60
_ORDER = ("reported", "announced", "disputed", "denied", "confirmed", "superseded", "borne_out", "failed")
"""Of changes on one day."""


def origin_of(p: Proposition) -> tuple[str, str] | None:
    """Key and name of who had it at first hand, None where the text does not say."""
    a = p.assertion
    if a.origin is None or not 0 <= a.origin < len(a.chain):
        return None
    hop = a.chain[a.origin]
    key = p.speaker if a.origin == len(a.chain) - 1 and p.speaker else hop.name.lower()
    return key, hop.name


def origins(members: Sequence[Proposition]) -> tuple[str, ...]:
    """Names of the first-hand sources behind all who say it, one a source, the earliest name it is given."""
    found: dict[str, str] = {}
    for p in members:
        if (origin := origin_of(p)) is not None:
            found.setdefault(*origin)
    return tuple(found.values())


def independence(members: Sequence[Proposition], text_group: Mapping[str, str]) -> Independence:
    """Whether two first-hand sources stand behind a claim, as far as the texts show."""
    named: dict[str, tuple[str, str | None]] = {}
    unnamed = own = False
    for p in members:
        a = p.assertion
        origin = origin_of(p)
        if origin is None:
            own = True
        elif not a.chain[a.origin or 0].named:
            unnamed = True
        else:
            named.setdefault(origin[0], (origin[1], a.chain[a.origin or 0].role))
    voices = {text_group.get(p.article, p.article) for p in members}
    at_most = max(1, len(voices) if own or unnamed else len(named))
    if len(named) >= 2 and not _one_house(list(named.values())):
        names = " and ".join(name for name, _ in list(named.values())[:2])
        return Independence("shown", 2, max(2, at_most), f"{names} are named as first-hand sources.")
    if len(named) == 1 and not own and not unnamed:
        name = next(iter(named.values()))[0]
        return Independence("shared", 1, 1, f"All go back to {name}.")
    if len(voices) == 1:
        return Independence("unknown", 1, 1, "One text says it.")
    why = "No two named first-hand sources." if named or unnamed else "The outlets do not say from whom they have it."
    return Independence("unknown", 1, max(1, at_most), why)


def _one_house(named: Sequence[tuple[str, str | None]]) -> bool:
    """Whether all named sources are of one organisation, by name or role."""
    words = []
    for name, role in named:
        words.append({w for w in f"{name} {role or ''}".lower().split() if len(w) > 3})
    return all(words[0] & other for other in words[1:])


def kind_of(members: Sequence[Proposition], first_day: str | None) -> ClaimKind:
    """What sort of claim it is."""
    if any(p.future for p in members):
        return "forecast"
    ends = [p.when.end for p in members if p.when and p.when.end]
    if (
        first_day
        and ends
        and max(ends)[:10] < first_day
        and _days_between(max(ends)[:10], first_day) > _BACKGROUND_DAYS
    ):
        return "background"
    if any(p.assertion.predicate in _opinion() or p.assertion.stance == "orders" for p in members):
        return "opinion"
    if any(p.kinds or p.when or p.quantities for p in members):
        return "event"
    return "statement"


@functools.cache
def _opinion() -> frozenset[str]:
    return frozenset(languages.table("events")["words"]["opinion"])


def _days_between(a: str, b: str) -> int:
    return (dt.date.fromisoformat(b) - dt.date.fromisoformat(a)).days


def history(
    claim: str,
    members: Sequence[Proposition],
    conflicts: Sequence[Conflict],
    forecasts: Sequence[Forecast],
    first_of: Mapping[str, Proposition],
) -> tuple[StatusChange, ...]:
    """The changes of a claim's status, in the order of when they were said (undated ones first).

    `conflicts`, `forecasts`: those of the claim.
    """
    changes: list[StatusChange] = []

    def put(status: str, p: Proposition, since: str | None = None) -> None:
        by = p.assertion.chain[-1].name if p.assertion.chain else p.outlet
        changes.append(StatusChange(status, since or p.said, p.id, by))  # type: ignore[arg-type]

    ordered = sorted(members, key=lambda p: (p.said or "", p.id))
    put("reported", ordered[0])
    for p in ordered:
        agents = {x.entity for x in p.assertion.participants if x.role == "agent" and x.entity}
        if p.assertion.stance == "confirms":
            put("confirmed", p)
        elif p.future and p.speaker is not None and p.speaker in agents:
            put("announced", p)
    for row in conflicts:
        other = first_of[row.b if row.a == claim else row.a]
        since = max(other.said or "", ordered[0].said or "") or None
        if row.kind == "update" and row.a == claim:
            put("superseded", other, since)
        elif row.kind == "conflict":
            denied = row.on == "polarity" and other.assertion.stance == "denies"
            put("denied" if denied else "disputed", other, since)
    settled = [f for f in forecasts if f.outcome in ("borne_out", "failed")]
    for f in settled:
        by = first_of.get(f.by or "")
        changes.append(StatusChange(f.outcome, by.said if by else None, f.by, by.outlet if by else None))  # type: ignore[arg-type]
    changes.sort(key=lambda c: (c.since or "", _ORDER.index(c.status), c.assertion or ""))
    out: list[StatusChange] = []
    for change in changes:
        if not out or out[-1].status != change.status:
            out.append(change)
    return tuple(out)
