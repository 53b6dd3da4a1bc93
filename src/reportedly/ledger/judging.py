"""Judgements in the ledger: rows that are appended, the words they hold on to, and ids by their beginnings."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.codec import decode, encode
from reportedly.ledger import tables as t
from reportedly.model import Anchor, Entity, Judgement

_COLUMNS = ("id", "kind", "subject", "object", "value", "who", "when", "about", "note")
FOUND = 12
"""So many things that begin alike are told apart; more are not looked for."""


def append(c: Connection, judgement: Judgement, stories: Sequence[str]) -> Judgement:
    """Append a judgement under a new id; the stories it touches have to be made again."""
    number = (c.execute(sa.select(sa.func.max(t.judgements.c.number))).scalar() or 0) + 1
    digest = hashlib.sha256(f"{number}|{encode(replace(judgement, id=''))}".encode()).hexdigest()
    made = replace(judgement, id=f"j{digest[:12]}")
    c.execute(sa.insert(t.judgements), {"number": number} | {name: getattr(made, name) for name in _COLUMNS})
    rows = [
        {"judgement": number, "pos": pos, "article": a.article, "assertion": a.assertion, "payload": encode(a)}
        for pos, a in enumerate(made.anchors)
    ]
    if rows:
        c.execute(sa.insert(t.judgement_anchors), rows)
    if stories:
        c.execute(sa.update(t.stories).where(t.stories.c.id.in_(stories)).values(stale=True))
    return made


def judgements(c: Connection) -> list[Judgement]:
    """In the order in which they were made."""
    anchors: dict[int, list[Anchor]] = defaultdict(list)
    a = t.judgement_anchors.c
    for number, payload in c.execute(sa.select(a.judgement, a.payload).order_by(a.judgement, a.pos)):
        anchors[number].append(decode(payload, Anchor))
    rows = c.execute(sa.select(t.judgements).order_by(t.judgements.c.number)).mappings()
    return [Judgement(**{name: r[name] for name in _COLUMNS}, anchors=tuple(anchors[r["number"]])) for r in rows]


def forget_words(c: Connection, article: str) -> None:
    """Erase what judgements quote of an article; that it was judged, by whom and when stays."""
    a = t.judgement_anchors.c
    for judgement, pos, payload in c.execute(
        sa.select(a.judgement, a.pos, a.payload).where(a.article == article)
    ).all():
        bare = replace(decode(payload, Anchor), spans=(), text="", predicate=None)
        here = sa.and_(a.judgement == judgement, a.pos == pos)
        c.execute(sa.update(t.judgement_anchors).where(here).values(payload=encode(bare)))


def begins(c: Connection, beginning: str) -> list[tuple[str, str, str | None]]:
    """What has that id, else what has an id that begins so: (kind, id, story), at the most `FOUND` of a kind."""
    if not beginning or not beginning.isascii():
        return []
    found: dict[tuple[str, str], str | None] = {}
    for kind, column, story in _named():
        here = sa.and_(column >= beginning, column < beginning + "\x7f")  # a range, so that the index is used
        query = sa.select(column, story).where(here).order_by(column)
        for identifier, home in c.execute(query.distinct().limit(FOUND)):
            found.setdefault((kind, str(identifier)), home)
    same = [(kind, i, story) for (kind, i), story in found.items() if i == beginning]
    return same or sorted((kind, i, story) for (kind, i), story in found.items())


def _named() -> Iterator[tuple[str, sa.Column[str], sa.ColumnElement[Any]]]:
    """Kind of thing, the column with its id, the column with its story."""
    nowhere: sa.ColumnElement[Any] = sa.null()
    yield "article", t.story_articles.c.article, t.story_articles.c.story
    yield "claim", t.claims.c.id, t.claims.c.story
    yield "assertion", t.story_assertions.c.id, t.story_assertions.c.story
    yield "story", t.stories.c.id, t.stories.c.id
    yield "actor", t.entities.c.id, nowhere
    yield "judgement", t.judgements.c.id, nowhere


def actors(c: Connection) -> list[tuple[str, Entity]]:
    """(story, entity) of every entity, in the order of the stories."""
    e = t.entities.c
    rows = c.execute(sa.select(e.story, e.payload).order_by(e.story, e.pos))
    return [(row.story, decode(row.payload, Entity)) for row in rows]


def outlets(c: Connection) -> list[tuple[str, str]]:
    """(story, outlet), each once."""
    a, s = t.articles.c, t.story_articles.c
    query = sa.select(s.story, a.outlet).join(t.articles, a.id == s.article).where(a.outlet.is_not(None)).distinct()
    return [(row.story, row.outlet) for row in c.execute(query.order_by(s.story, a.outlet))]


def stories_of(c: Connection, articles: Sequence[str]) -> list[str]:
    """The stories that any of these articles is in."""
    s = t.story_articles.c
    return list(c.execute(sa.select(s.story).where(s.article.in_(articles)).distinct().order_by(s.story)).scalars())
