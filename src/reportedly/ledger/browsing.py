"""What pages ask of a ledger: a page of stories with their counts, and a mark of the ledger's state.

Each costs the same however large the ledger is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.ledger import tables as t
from reportedly.model import Story


@dataclass(frozen=True, slots=True)
class Card:
    """A story as a list of stories shows it."""

    story: Story
    articles: int
    outlets: int
    claims: int
    days: tuple[str, ...]
    """When its articles were published, one entry for each that says so."""
    recorded: tuple[str, ...]
    """When this ledger got them, UTC."""


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
                len({outlet for outlet, _, _ in some if outlet}),
                claims.get(row.id, 0),
                tuple(sorted(published[:10] for _, published, _ in some if published)),
                tuple(sorted(recorded for _, _, recorded in some)),
            )
        )
    return cards


def _members(c: Connection, stories: Sequence[str]) -> dict[str, list[tuple[str | None, str | None, str]]]:
    s, a = t.story_articles.c, t.articles.c
    query = sa.select(s.story, a.outlet, a.published, a.recorded).join(t.articles, a.id == s.article)
    found: dict[str, list[tuple[str | None, str | None, str]]] = defaultdict(list)
    for row in c.execute(query.where(s.story.in_(stories))):
        found[row.story].append((row.outlet, row.published, row.recorded))
    return found


def _claims(c: Connection, stories: Sequence[str]) -> dict[str, int]:
    k = t.claims.c
    query = sa.select(k.story, sa.func.count(k.number)).where(k.story.in_(stories)).group_by(k.story)
    return {row[0]: row[1] for row in c.execute(query)}


def titles(c: Connection, stories: Sequence[str]) -> dict[str, str]:
    s = t.stories.c
    return {row.id: row.title for row in c.execute(sa.select(s.id, s.title).where(s.id.in_(stories)))}
