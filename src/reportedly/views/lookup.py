"""A ledger document made easy to walk: things by their ids, and what hangs together.

The views read the JSON document that `ledger --format json` gives, never the database, so that
they work as well on a file that somebody sent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportedly.views import judgements, wording

Json = Mapping[str, Any]
LATE = "9999"
"""Sorts what has no day after everything that has one."""


def _by_id(rows: Iterable[Json]) -> dict[str, Json]:
    return {row["id"]: row for row in rows}


@dataclass(frozen=True)
class Carrier:
    """One way by which a claim is carried."""

    outlets: tuple[str, ...]
    behind: tuple[str, ...]
    against: str
    """Empty where it is said to be so; `denied`, or `not so` where the content itself is put the other way round."""

    def __str__(self) -> str:
        return (f"{self.against}: " if self.against else "") + wording.chain(self.outlets, self.behind)


def _against(assertion: Json, negated: bool) -> str:
    if assertion.get("stance") == "denies":
        return "denied"
    return "not so" if bool(assertion.get("negated")) != negated else ""


@dataclass(frozen=True)
class Lookup:
    """The document and its indexes. Ids that lead nowhere are passed over, not an error."""

    document: Json

    def rows(self, name: str) -> Sequence[Json]:
        """One list of the document, empty where it is absent or null."""
        return self.document.get(name) or ()

    @cached_property
    def stories(self) -> list[Json]:
        one = self.document.get("story")
        return [one] if one else list(self.rows("stories"))

    @cached_property
    def articles(self) -> dict[str, Json]:
        return _by_id(self.rows("articles"))

    @cached_property
    def assertions(self) -> dict[str, Json]:
        return _by_id(self.rows("assertions"))

    @cached_property
    def claims(self) -> dict[str, Json]:
        return _by_id(self.rows("claims"))

    @cached_property
    def places(self) -> dict[str, Json]:
        return _by_id(self.rows("places"))

    @cached_property
    def claim_of(self) -> dict[str, str]:
        """Assertion id -> claim id."""
        found = {a["id"]: a["claim"] for a in self.rows("assertions") if a.get("claim") in self.claims}
        for claim in self.rows("claims"):
            for one in claim.get("assertions") or ():
                found.setdefault(one, claim["id"])
        return found

    @cached_property
    def of_article(self) -> dict[str, list[Json]]:
        """Article id -> its assertions in the order of the text."""
        found: dict[str, list[Json]] = defaultdict(list)
        for assertion in self.rows("assertions"):
            found[assertion["article"]].append(assertion)
        for some in found.values():
            some.sort(key=lambda a: (evidence_spans(a)[:1], a["id"]))
        return found

    def judged(self, thing: Json) -> list[str]:
        """What a person judged of a claim, an article or an entity, a line each."""
        return [judgements.judged(row) for row in judgements.on(self.rows("judgements"), thing.get("judgements") or ())]

    @cached_property
    def contested(self) -> dict[str, list[Json]]:
        """Claim id -> the conflicts and updates it stands in."""
        found: dict[str, list[Json]] = defaultdict(list)
        for conflict in self.rows("conflicts"):
            for claim in dict.fromkeys(filter(None, (self.claim_id(conflict["a"]), self.claim_id(conflict["b"])))):
                found[claim].append(conflict)
        return found

    @cached_property
    def foretold(self) -> dict[str, Json]:
        """Claim id -> its forecast."""
        return {f["claim"]: f for f in self.rows("forecasts")}

    def article(self, assertion: Json) -> Json | None:
        return self.articles.get(assertion["article"])

    def said(self, assertion: Json) -> str | None:
        """The day it was published."""
        published = (self.article(assertion) or {}).get("published")
        return published[:10] if published else None

    def claim_id(self, identifier: str | None) -> str | None:
        """The claim that an assertion's or a claim's id stands for."""
        if identifier in self.claims:
            return identifier
        return self.claim_of.get(identifier or "")

    def of(self, identifier: str | None) -> list[Json]:
        """The assertions of a claim, or the one assertion, in order of publication; undated ones last."""
        if identifier in self.assertions:
            return [self.assertions[identifier]]
        claim = self.claims.get(identifier or "")
        ids = (claim or {}).get("assertions") or ()
        found = [self.assertions[one] for one in dict.fromkeys(ids) if one in self.assertions]
        return sorted(found, key=lambda a: (self.said(a) or LATE, a["article"], evidence_spans(a)[:1], a["id"]))

    def gist(self, identifier: str | None) -> str:
        claim = self.claims.get(self.claim_id(identifier) or "")
        if claim and claim.get("gist"):
            return str(claim["gist"])
        some = self.of(identifier)
        return str(some[0]["evidence"]["text"]) if some else "not kept"

    @cached_property
    def _voices(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {a["id"]: wording.voices(a, self.article(a)) for a in self.rows("assertions")}

    def voices(self, assertion: Json) -> tuple[str, tuple[str, ...]]:
        """The outlet, and the voices behind it from outermost to innermost."""
        return self._voices[assertion["id"]]

    def carriers(self, assertions: Sequence[Json]) -> list[Carrier]:
        """Who says it and through whom: outlets that share the voices behind them stand together; who speaks for it first."""
        plainly = [a for a in assertions if a.get("stance") != "denies"]
        negated = bool(plainly and plainly[0].get("negated"))
        groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
        for assertion in assertions:
            outlet, behind = self.voices(assertion)
            some = groups.setdefault((behind, _against(assertion, negated)), [])
            if not any(wording.same_name(outlet, other) for other in some):
                some.append(outlet)
        found = [Carrier(tuple(outlets), behind, against) for (behind, against), outlets in groups.items()]
        return sorted(found, key=lambda c: bool(c.against))

    @cached_property
    def last_day(self) -> str | None:
        """The latest day of publication in the document."""
        return max((a["published"][:10] for a in self.rows("articles") if a.get("published")), default=None)

    @cached_property
    def first_day(self) -> str | None:
        return min((a["published"][:10] for a in self.rows("articles") if a.get("published")), default=None)

    @cached_property
    def outlets(self) -> dict[str, int]:
        """Outlet -> number of its articles, most first; articles without one are not counted."""
        counted = Counter(a["outlet"] for a in self.rows("articles") if a.get("outlet"))
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def evidence_spans(assertion: Json) -> list[tuple[int, int]]:
    return [(s, e) for s, e in (assertion.get("evidence") or {}).get("spans") or ()]


def most_common(values: Iterable[str | None], empty: str = wording.NOT_STATED) -> str | None:
    """The value said most often, the earlier one of equals; None where none is stated."""
    counted = Counter(v for v in values if v and v != empty)
    return counted.most_common(1)[0][0] if counted else None


# ---- one claim, summed up


@dataclass(frozen=True)
class Summary:
    """What a line of the ledger shows of a claim."""

    claim: Json
    assertions: list[Json]
    carriers: list[Carrier]
    likelihood: Json | None
    """The latest one given."""
    bands: int
    """How many different bands were given."""
    when: Json | None
    where: Sequence[Json]
    first: str | None
    last: str | None
    outlets: int
    weight: int
    """How much there is to see in it: outlets, a status beyond `reported`, a conflict, a forecast."""

    @property
    def id(self) -> str:
        return str(self.claim["id"])

    def ways(self, most: int) -> tuple[list[Carrier], int]:
        """At most so many ways, one that speaks against it among them if there is any; and how many are left out."""
        if len(self.carriers) <= most:
            return self.carriers, 0
        shown = self.carriers[: most - 1]
        shown.append(next((c for c in self.carriers[most - 1 :] if c.against), self.carriers[most - 1]))
        return shown, len(self.carriers) - most

    def sure(self) -> str:
        said = wording.likelihood(self.likelihood)
        return f"{said} (latest of {self.bands})" if self.bands > 1 else said


def summary(lookup: Lookup, claim: Json) -> Summary:
    some = lookup.of(claim["id"])
    sure = [a["likelihood"] for a in some if a.get("likelihood")]
    times = [a["when"] for a in some if a.get("when")]
    best = most_common(wording.when(t) for t in times)
    places: dict[tuple[str, str], Json] = {}
    for one in some:
        for place in one.get("where") or ():
            places.setdefault((place.get("role") or "at", place.get("place") or place["name"]), place)
    days = sorted(filter(None, (lookup.said(a) for a in some)))
    outlets = len({lookup.voices(a)[0] for a in some})
    weight = 2 * outlets + len(some)
    weight += 6 * (claim.get("status") not in ("reported", None)) + 4 * (claim["id"] in lookup.contested)
    weight += 3 * (claim["id"] in lookup.foretold) - 3 * (claim.get("kind") in ("background", "opinion"))
    return Summary(
        claim=claim,
        assertions=some,
        carriers=lookup.carriers(some),
        likelihood=sure[-1] if sure else None,
        bands=len({(s["low"], s["high"]) for s in sure}),
        when=next((t for t in times if wording.when(t) == best), times[0] if times else None),
        where=tuple(places.values()),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        outlets=outlets,
        weight=weight,
    )


def summaries(lookup: Lookup) -> list[Summary]:
    """Every claim, the one with most to see first."""
    found = [summary(lookup, claim) for claim in lookup.rows("claims")]
    return sorted(found, key=lambda s: (-s.weight, s.first or LATE, s.id))
