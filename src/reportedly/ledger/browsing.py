"""What pages ask of a ledger: a page of stories with their counts, and a mark of the ledger's state.

Each costs the same however large the ledger is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.codec import decode
from reportedly.ledger import tables as t
from reportedly.ledger.reading import chunks
from reportedly.ledger.records import Foretelling, foretelling_of
from reportedly.model import Assertion, Forecast, Story


@dataclass(frozen=True, slots=True)
class Card:
    """A story as a list of stories shows it."""

    story: Story
    articles: int
    outlets: int
    claims: int
    days: tuple[str, ...]
    """When its articles were published, one entry for each that says so."""


@dataclass(frozen=True, slots=True)
class News:
    """What came into a story with some of its articles: how many claims nobody had made before, and so on."""

    articles: int
    claims: int
    conflicts: int
    settled: int
    """Forecasts whose outcome an assertion of these articles tells."""


def state(c: Connection) -> tuple[int, ...]:
    """Numbers of which one changes whenever something does that a view shows."""
    newest = [
        c.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one()
        for table in (t.readings, t.judgements, t.claims, t.story_assertions)
    ]
    buried = c.execute(sa.select(sa.func.count()).select_from(t.tombstones)).scalar_one()
    return (*newest, buried)


def stories_page(c: Connection, limit: int, offset: int) -> list[Card]:
    """Stories by their last day, the newest first, those without a day at the end."""
    s = t.stories.c
    order = (s.last.is_(None), s.last.desc(), s.id)
    rows = c.execute(sa.select(t.stories).order_by(*order).limit(limit).offset(offset)).all()
    members = _members(c, [r.id for r in rows])
    claims = _claims(c, [r.id for r in rows])
    cards = []
    for row in rows:
        some = members[row.id]
        cards.append(
            Card(
                Story(row.id, row.title, row.first, row.last),
                len(some),
                len({outlet for outlet, _ in some if outlet}),
                claims.get(row.id, 0),
                tuple(sorted(published[:10] for _, published in some if published)),
            )
        )
    return cards


def _members(c: Connection, stories: Sequence[str]) -> dict[str, list[tuple[str | None, str | None]]]:
    s, a = t.story_articles.c, t.articles.c
    query = sa.select(s.story, a.outlet, a.published).join(t.articles, a.id == s.article)
    found: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for row in c.execute(query.where(s.story.in_(stories))):
        found[row.story].append((row.outlet, row.published))
    return found


def _claims(c: Connection, stories: Sequence[str]) -> dict[str, int]:
    k = t.claims.c
    query = sa.select(k.story, sa.func.count(k.number)).where(k.story.in_(stories)).group_by(k.story)
    return {row[0]: row[1] for row in c.execute(query)}


def news(c: Connection, stories: Sequence[str], since: str) -> dict[str, News]:
    """What these stories have of articles recorded after `since` (UTC); those that have none are left out."""
    s, a, x = t.story_articles.c, t.articles.c, t.story_assertions.c
    query = sa.select(s.story, a.id).join(t.articles, a.id == s.article)
    fresh: dict[str, set[str]] = defaultdict(set)
    for row in c.execute(query.where(s.story.in_(stories), a.recorded > since)):
        fresh[row.story].add(row.id)
    found = {}
    for story, articles in fresh.items():
        said = c.execute(sa.select(x.id, x.article, x.claim).where(x.story == story)).all()
        new = {row.id for row in said if row.article in articles}
        known = {row.claim for row in said if row.article not in articles}
        claims = {row.claim for row in said if row.claim} - known
        found[story] = News(len(articles), len(claims), _clashes(c, story, new | claims), _settled(c, story, new))
    return found


def _clashes(c: Connection, story: str, new: set[str]) -> int:
    k = t.conflicts.c
    rows = c.execute(sa.select(k.a, k.b).where(k.story == story, k.kind == "conflict"))
    return sum(row.a in new or row.b in new for row in rows)


def _settled(c: Connection, story: str, new: set[str]) -> int:
    f = t.forecasts.c
    rows = c.execute(sa.select(f.payload).where(f.story == story, f.outcome != "open")).scalars()
    return len({f.claim for f in (decode(payload, Forecast) for payload in rows) if f.by in new})


def titles(c: Connection, stories: Sequence[str]) -> dict[str, str]:
    s = t.stories.c
    return {row.id: row.title for row in c.execute(sa.select(s.id, s.title).where(s.id.in_(stories)))}


def foretellers(c: Connection, stories: Sequence[str]) -> dict[str, set[str]]:
    f = t.foretold.c
    found: dict[str, set[str]] = defaultdict(set)
    for part in chunks(stories):
        for key, name in c.execute(sa.select(f.key, f.name).where(f.story.in_(part)).distinct()):
            found[key].add(name)
    return dict(found)


def foretold(c: Connection, keys: Sequence[str]) -> dict[tuple[str, str, str], int]:
    f = t.foretold.c
    found: dict[tuple[str, str, str], int] = {}
    for part in chunks(keys):
        query = sa.select(f.key, f.name, f.outcome, sa.func.count()).where(f.key.in_(part))
        for key, name, outcome, n in c.execute(query.group_by(f.key, f.name, f.outcome)):
            found[key, name, outcome] = n
    return found


def scored(c: Connection, keys: Sequence[str] | None) -> list[Foretelling]:
    f = t.foretold.c
    query = sa.select(t.foretold).where(f.low.is_not(None))
    parts = [query] if keys is None else [query.where(f.key.in_(part)) for part in chunks(keys)]
    rows = [foretelling_of(row) for part in parts for row in c.execute(part)]
    return sorted(rows, key=lambda r: (r.made or "9999", r.key, r.assertion))


def assertions(c: Connection, ids: Sequence[str]) -> dict[str, Assertion]:
    a = t.story_assertions.c
    found = {}
    for part in chunks(ids):
        for ident, payload in c.execute(sa.select(a.id, a.payload).where(a.id.in_(part))):
            found[ident] = decode(payload, Assertion)
    return found
