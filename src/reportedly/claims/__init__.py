"""A story's assertions -> claims: same, matter, conflict, update, origin, status, forecasts.

Pure: the same articles, annotations and judgements give the same ledger, whatever their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reportedly.claims import status
from reportedly.claims.counts import agreeing, counts_of, series, unequal
from reportedly.claims.dates import complete, known_days
from reportedly.claims.entities import EntityIndex, join
from reportedly.claims.forecasts import find_forecasts
from reportedly.claims.gists import worded
from reportedly.claims.grouping import Grouped, near_pairs, same_claims
from reportedly.claims.judgements import bearing, grades, judged_pairs, obey, outcomes, with_outcome
from reportedly.claims.matters import find_matters
from reportedly.claims.outcomes import Coverage
from reportedly.claims.places import places_of
from reportedly.claims.propositions import Proposition, propositions
from reportedly.claims.relations import find_relations, with_failed
from reportedly.claims.scopes import Scopes
from reportedly.claims.stance import article_stances, rivals_of
from reportedly.model import (
    Annotations,
    Article,
    Assertion,
    Claim,
    Copy,
    Hop,
    Judgement,
    Participant,
    Story,
    StoryLedger,
    claim_id,
)

__all__ = ["build"]

N = TypeVar("N", Hop, Participant)
V = TypeVar("V")


def build(
    story: Story,
    articles: Sequence[Article],
    annotations: Mapping[str, Annotations],
    *,
    copies: Mapping[str, tuple[Copy, ...]] | None = None,
    text_group: Mapping[str, str] | None = None,
    judgements: Sequence[Judgement] = (),
) -> StoryLedger:
    """The ledger of one story."""
    by_id = {a.id: a for a in articles}
    days = known_days(articles)
    entities = join(articles, annotations, judgements)
    assertions = tuple(
        _placed(complete(a, days), entities)
        for article in sorted(by_id)
        for a in annotations.get(article, Annotations()).assertions
    )
    props = propositions(assertions, by_id, entities)
    number = {p.id: i for i, p in enumerate(props)}
    joined, parted = judged_pairs(judgements, number)
    scopes = Scopes(props, entities)
    counts = counts_of(props, scopes)
    counted = series(counts, scopes.within)
    near = near_pairs(props)
    alike, unlike = agreeing(counted), set(unequal(counted))
    groups = obey(lambda first, apart: same_claims(props, near, alike, first, unlike | apart), joined, parted)
    groups.sort(key=lambda g: _first(props, g).id)
    ids = [claim_id(_first(props, g).id) for g in groups]
    claim_of = {props[i].id: ids[n] for n, g in enumerate(groups) for i in g}
    grouped = Grouped(props, groups, ids, near)
    conflicts = find_relations(grouped, counted, frozenset(c.proposition for c in counts))
    coverage = Coverage(props, counts, {p.id: scopes.place_of(p) for p in props}, entities.within)
    judged = outcomes(judgements, claim_of)
    told = find_forecasts(props, claim_of, judged, coverage)
    first_of: dict[str, Proposition] = {p.id: p for p in props}
    conflicts = with_failed(conflicts, told, claim_of, first_of)
    matters = find_matters(grouped, counted, conflicts, scopes.names, {e.id: e.name for e in entities.entities})
    matter_of = {c: m.id for m in matters for c in m.claims}
    first_of.update({ids[n]: _first(props, g) for n, g in enumerate(groups)})
    groups_of_text = text_group or {}
    graded, borne = grades(judgements, claim_of), bearing(judgements, claim_of)
    by_text = _by_claim((f.claim, f) for f in told if f.basis == "text")
    foretold = {f.claim for f in told}
    failed = {f.claim for f in told if f.outcome == "failed"}
    between = _by_claim(
        (mine, row)
        for row in conflicts
        for mine, other in dict.fromkeys(((row.a, row.b), (row.b, row.a)))
        if mine in foretold or other not in failed  # a forecast that failed disputes nothing that came about
    )
    rivals = rivals_of(conflicts, {ids[n]: [props[i] for i in g] for n, g in enumerate(groups)})
    claims = []
    for n, g in enumerate(groups):
        members = sorted((props[i] for i in g), key=lambda p: (p.said or "9999", p.id))
        changes = status.history(ids[n], members, between.get(ids[n], ()), by_text.get(ids[n], ()), first_of)
        changes = with_outcome(changes, [judged[p.id] for p in members if p.id in judged])
        best, gist = worded(members, by_id)
        claims.append(
            Claim(
                id=ids[n],
                story=story.id,
                matter=matter_of.get(ids[n]),
                gist=gist,
                kind=status.kind_of(members, story.first),
                status=changes[-1].status,
                status_history=changes,
                assertions=tuple(p.id for p in members),
                origins=status.origins(members),
                independence=status.independence(members, groups_of_text),
                grade=graded.get(ids[n]),
                stances=article_stances(
                    gist, best, members, rivals.get(ids[n], ()), articles=by_id, copies=copies or {}
                ),
                judgements=borne.get(ids[n], ()),
            )
        )
    return StoryLedger(
        story=story,
        articles=tuple(sorted(by_id)),
        assertions=tuple(sorted(assertions, key=lambda a: (a.article, a.content, a.id))),
        claim_of=claim_of,
        claims=tuple(sorted(claims, key=lambda c: c.id)),
        matters=matters,
        conflicts=conflicts,
        forecasts=told,
        entities=entities.entities,
        places=places_of(annotations),
        copies=dict(copies or {}),
        text_group=dict(groups_of_text),
    )


def _placed(a: Assertion, entities: EntityIndex) -> Assertion:
    """The assertion with the entities of its chain and participants."""
    chain = tuple(_named(h, entities.find(a.article, h.name)) for h in a.chain)
    who = tuple(_named(p, entities.find(a.article, p.name)) for p in a.participants)
    return replace(a, chain=chain, participants=who)


def _named(one: N, entity: str | None) -> N:
    return one if one.entity == entity else replace(one, entity=entity)


def _by_claim(rows: Iterable[tuple[str, V]]) -> dict[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for claim, row in rows:
        found[claim].append(row)
    return found


def _first(props: Sequence[Proposition], group: Sequence[int]) -> Proposition:
    """The founding assertion: the earliest said; undated ones only where there is no other."""
    return min((props[i] for i in group), key=lambda p: (p.said or "9999", p.article, p.assertion.content, p.id))
