"""What changed between two documents of the same ledger: `since`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]
Change = dict[str, Any]
SETTLED = ("borne_out", "failed", "unresolvable")


def since(then: Document, now: Document) -> dict[str, list[Change]]:
    """`{new, changed, settled}`, each a list of `{claim, why}`: claim ids of `now`, reasons in words.

    A claim is known again by the statements it holds, since its id may differ once more statements have joined it.
    """
    before = _claims_by_assertion(then)
    settled = _settled(then, now)
    clashes, clashes_before = _clashes(now), _clashes(then)
    found: dict[str, list[Change]] = {"new": [], "changed": [], "settled": []}
    for claim in now["claims"]:
        earlier = _distinct([before[a] for a in claim["assertions"] if a in before])
        if why := settled.get(claim["id"]):
            found["settled"].append({"claim": claim["id"], "why": why})
        if not earlier:
            found["new"].append({"claim": claim["id"], "why": [_newly(claim)]})
            continue
        reasons = _reasons(claim, earlier)
        fresh = clashes.get(claim["id"], set()) - {x for e in earlier for x in clashes_before.get(e["id"], set())}
        reasons += [f"{kind} about {on}" for kind, on, _ in sorted(fresh)]
        if reasons:
            found["changed"].append({"claim": claim["id"], "why": list(dict.fromkeys(reasons))})
    return found


def _claims_by_assertion(document: Document) -> dict[str, Mapping[str, Any]]:
    return {a: c for c in document["claims"] for a in c["assertions"]}


def _distinct(claims: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({c["id"]: c for c in claims}.values())


def _newly(claim: Mapping[str, Any]) -> str:
    origins = ", ".join(claim["origins"])
    return f"first said by {origins}" if origins else "first said"


def _settled(then: Document, now: Document) -> dict[str, list[str]]:
    """Claim -> why it is settled now and was not so then; every telling of it counts, and each reason once."""
    outcome = {f["assertion"]: f["outcome"] for f in then["forecasts"]}
    before = {c["id"]: {outcome[a] for a in c["assertions"] if a in outcome} for c in now["claims"]}
    found: dict[str, list[str]] = {}
    for f in now["forecasts"]:
        if f["outcome"] in SETTLED and f["outcome"] not in before.get(f["claim"], ()):
            became = f["outcome"].replace("_", " ")
            why = f"{became}: {f['why']}" if f["why"] else became
            if why not in (some := found.setdefault(f["claim"], [])):
                some.append(why)
    return found


def _reasons(claim: Mapping[str, Any], earlier: list[Mapping[str, Any]]) -> list[str]:
    """Why a claim is not what it was: joined, another status, said again, new origins."""
    reasons = []
    if len(earlier) > 1:
        reasons.append(f"{len(earlier)} claims turned out to be one")
    statuses = sorted({str(c["status"]) for c in earlier})
    if statuses != [claim["status"]]:
        reasons.append(f"{' and '.join(statuses)}, now {claim['status']}".replace("_", " "))
    origins = sorted(set(claim["origins"]) - {o for c in earlier for o in c["origins"]})
    if origins:
        reasons.append(f"now also from {', '.join(origins)}")
    more = len(set(claim["assertions"]) - {a for c in earlier for a in c["assertions"]})
    if more:
        reasons.append("said once more" if more == 1 else f"said {more} times more")
    return reasons


def _clashes(document: Document) -> dict[str, set[tuple[str, str, str]]]:
    """Claim -> what stands against it: kind, on what, and the other side's first statement."""
    claim_of = {a: c["id"] for c in document["claims"] for a in c["assertions"]}
    first = {c["id"]: min(c["assertions"], default="") for c in document["claims"]}
    found: dict[str, set[tuple[str, str, str]]] = {}
    for conflict in document["conflicts"]:
        a, b = (claim_of.get(conflict[side], conflict[side]) for side in ("a", "b"))
        found.setdefault(a, set()).add((conflict["kind"], conflict["on"], first.get(b, b)))
        found.setdefault(b, set()).add((conflict["kind"], conflict["on"], first.get(a, a)))
    return found
