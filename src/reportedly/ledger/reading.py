"""What is asked of a ledger, each a function of an open connection; every list in a stable order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.codec import decode
from reportedly.ledger import tables as t
from reportedly.ledger.records import Hit, Maker, article_of
from reportedly.model import (
    Actor,
    Annotations,
    Article,
    Assertion,
    Claim,
    Conflict,
    Copy,
    Entity,
    Forecast,
    Matter,
    Place,
    PlaceMention,
    Profile,
    Shared,
    Spans,
    Story,
    StoryLedger,
    TimeExpression,
    claim_id,
)

V = TypeVar("V")
CHUNK = 10_000
"""SQLite takes 32,766 values in one statement."""


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


# ---- articles and what was read from them


def article_ids(c: Connection) -> list[str]:
    return list(c.execute(sa.select(t.articles.c.id).order_by(t.articles.c.id)).scalars())


def articles(c: Connection, ids: Sequence[str]) -> list[Article]:
    """The articles of these ids, by id, each with the version before it."""
    before = versions(c, ids)
    rows = [r for part in chunks(ids) for r in c.execute(sa.select(t.articles).where(t.articles.c.id.in_(part)))]
    return [article_of(row, before.get(row.id)) for row in sorted(rows, key=lambda r: r.id)]


def versions(c: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Article -> the version before it of the same address.

    By publication, then the change that it states, then retrieval, then the run that read it; within one run the id
    decides, not the order of arrival.
    """
    mine = [sa.select(t.sightings.c.key).where(t.sightings.c.article.in_(part)) for part in chunks(ids)]
    a = t.articles.c
    query = sa.select(t.sightings.c.key, a.id, a.published, a.updated, a.retrieved, a.run).join(
        t.articles, a.id == t.sightings.c.article
    )
    by_key: dict[str, list[tuple[str, str, str, int, str]]] = defaultdict(list)
    for keys in mine:
        for key, article, published, updated, retrieved, run in c.execute(query.where(t.sightings.c.key.in_(keys))):
            by_key[key].append((published or "", updated or "", retrieved or "", run, article))
    latest: dict[str, tuple[str, str, str, int, str]] = {}
    for versions in by_key.values():
        ordered = sorted(set(versions))
        for earlier, later in pairwise(ordered):
            latest[later[-1]] = max(earlier, latest.get(later[-1], earlier))
    return {article: earlier[-1] for article, earlier in latest.items()}


def statements(c: Connection, ids: Sequence[str]) -> dict[str, Annotations]:
    """What the latest reading of each of these articles says."""
    owner = {number: article for part in chunks(ids) for article, number in _latest(c, part).items()}
    numbers = list(owner)
    said = _values(c, t.assertions, numbers, Assertion)
    times = _values(c, t.times, numbers, TimeExpression)
    places = _values(c, t.places, numbers, PlaceMention)
    actors = _values(c, t.actors, numbers, Actor)
    return {
        article: Annotations(tuple(said[n]), tuple(times[n]), tuple(places[n]), tuple(actors[n]))
        for n, article in owner.items()
    }


def _latest(c: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Article -> number of its latest reading."""
    r = t.readings.c
    query = sa.select(r.article, sa.func.max(r.number)).where(r.article.in_(ids)).group_by(r.article)
    return {row[0]: row[1] for row in c.execute(query.order_by(r.article))}


def _values(c: Connection, table: sa.Table, readings: Sequence[int], kind: type[V]) -> dict[int, list[V]]:
    values: dict[int, list[V]] = defaultdict(list)
    for at in range(0, len(readings), CHUNK):
        part = readings[at : at + CHUNK]
        query = sa.select(table.c.reading, table.c.payload).where(table.c.reading.in_(part))
        for reading, payload in c.execute(query.order_by(table.c.reading, table.c.pos)):
            values[reading].append(decode(payload, kind))
    return values


def makers(c: Connection, ids: Sequence[str]) -> list[Maker]:
    """Who made the latest readings of these articles, each once, by name."""
    numbers = [n for part in chunks(ids) for n in _latest(c, part).values()]
    found: set[tuple[str, str]] = set()
    for at in range(0, len(numbers), CHUNK):
        r = t.readings.c
        query = sa.select(r.annotator, r.models).where(r.number.in_(numbers[at : at + CHUNK])).distinct()
        found |= {(row.annotator, row.models) for row in c.execute(query)}
    return [Maker(name, decode(models, dict[str, str])) for name, models in sorted(found)]


def profiles(c: Connection, ids: Sequence[str] | None) -> list[Profile]:
    query = sa.select(t.profiles.c.payload).order_by(t.profiles.c.article)
    if ids is None:
        return [decode(p, Profile) for p in c.execute(query).scalars()]
    found = [
        decode(row[0], Profile)
        for part in chunks(ids)
        for row in c.execute(query.where(t.profiles.c.article.in_(part))).all()
    ]
    return sorted(found, key=lambda profile: profile.id)


def addresses(c: Connection, name: str) -> list[str]:
    """Articles that a person may mean by a name: an id or its beginning, a file, an address."""
    a = t.articles.c
    begins = a.id.startswith(name, autoescape=True) if name else sa.false()
    query = sa.select(a.id).where(sa.or_(begins, a.file == name, a.url == name)).order_by(a.id)
    found = list(c.execute(query).scalars())
    return [name] if name in found else found


# ---- stories


def stories(c: Connection) -> list[Story]:
    """By first day (undated last), then id."""
    rows = c.execute(sa.select(t.stories)).all()
    found = [Story(r.id, r.title, r.first, r.last) for r in rows]
    return sorted(found, key=lambda s: (s.first or "9999", s.id))


def one_story(c: Connection, ident: str) -> Story:
    """One story by its present id."""
    row = c.execute(sa.select(t.stories).where(t.stories.c.id == ident)).one()
    return Story(row.id, row.title, row.first, row.last)


def story_counts(c: Connection) -> dict[str, dict[str, int]]:
    """Story -> number of its articles, of their outlets, and of its claims."""
    s, a, k = t.story_articles.c, t.articles.c, t.claims.c
    articles = (
        sa.select(s.story, sa.func.count(s.article), sa.func.count(sa.distinct(a.outlet)))
        .join(t.articles, a.id == s.article)
        .group_by(s.story)
    )
    claims = {row[0]: row[1] for row in c.execute(sa.select(k.story, sa.func.count(k.number)).group_by(k.story))}
    return {
        story: {"articles": many, "outlets": outlets, "claims": claims.get(story, 0)}
        for story, many, outlets in c.execute(articles)
    }


def stale(c: Connection) -> set[str]:
    return set(c.execute(sa.select(t.stories.c.id).where(t.stories.c.stale)).scalars())


def pending(c: Connection) -> list[str]:
    """Articles that were read but not yet put into a story."""
    s = t.story_articles.c
    waiting = sa.union(sa.select(t.arrivals.c.article), sa.select(t.unmade.c.article)).subquery().c.article
    placed = sa.exists().where(s.article == waiting)
    there = sa.exists().where(t.articles.c.id == waiting)
    return list(c.execute(sa.select(waiting).where(there, ~placed).order_by(waiting)).scalars())


def membership(c: Connection) -> dict[str, str]:
    """Article -> story."""
    s = t.story_articles.c
    return {row.article: row.story for row in c.execute(sa.select(s.article, s.story).order_by(s.article))}


def members(c: Connection, stories: Sequence[str]) -> dict[str, list[str]]:
    """Story -> its articles, for these stories."""
    s = t.story_articles.c
    found: dict[str, list[str]] = defaultdict(list)
    for part in chunks(stories):
        query = sa.select(s.story, s.article).where(s.story.in_(part)).order_by(s.story, s.article)
        for story, article in c.execute(query):
            found[story].append(article)
    return dict(found)


def resolve(c: Connection, story: str) -> str | None:
    """The present id of a story that was ever called by that id, None where none was."""
    if c.execute(sa.select(t.stories.c.id).where(t.stories.c.id == story)).first():
        return story
    s = t.story_articles.c
    query = sa.select(s.story).join(t.story_ids, t.story_ids.c.article == s.article).where(t.story_ids.c.id == story)
    return c.execute(query).scalar()


def story_ledger(c: Connection, story: str) -> StoryLedger:
    """What is stored of one story; empty lists where it is stale and was cleared."""
    s = t.story_articles.c
    members = c.execute(sa.select(t.story_articles).where(s.story == story).order_by(s.article)).all()
    ids = sa.select(t.story_assertions.c.id, t.story_assertions.c.claim).where(t.story_assertions.c.story == story)
    return StoryLedger(
        story=one_story(c, story),
        articles=tuple(m.article for m in members),
        assertions=_derived(c, t.story_assertions, story, Assertion),
        claim_of={i: claim for i, claim in c.execute(ids) if claim is not None},
        claims=_derived(c, t.claims, story, Claim),
        matters=_derived(c, t.matters, story, Matter),
        conflicts=_derived(c, t.conflicts, story, Conflict),
        forecasts=_derived(c, t.forecasts, story, Forecast),
        entities=_derived(c, t.entities, story, Entity),
        places=_derived(c, t.story_places, story, Place),
        copies={m.article: decode(m.copies, tuple[Copy, ...]) for m in members},
        text_group={m.article: m.text_group for m in members if m.text_group is not None},
        shared=shared(c, story),
    )


def shared(c: Connection, story: str) -> Shared:
    """Parts of articles that a story shares with others."""
    s = t.story_parts.c
    found: tuple[dict[str, Spans], dict[str, Spans]] = {}, {}
    for row in c.execute(sa.select(t.story_parts).where(s.story == story).order_by(s.pos)):
        found[not row.guest][row.article] = decode(row.payload, Spans)
    return Shared(*found)


def homes(c: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Article -> the stories that it belongs to, that of its whole first."""
    s, x = t.story_articles.c, t.story_parts.c
    found: dict[str, list[str]] = defaultdict(list)
    for part in chunks(ids):
        own = sa.select(s.article, s.story).where(s.article.in_(part))
        others = sa.select(x.article, x.story).where(x.article.in_(part), x.guest).order_by(x.article, x.story)
        for query in (own, others):
            for article, story in c.execute(query):
                found[article].append(story)
    return {article: tuple(stories) for article, stories in found.items()}


def _derived(c: Connection, table: sa.Table, story: str, kind: type[V]) -> tuple[V, ...]:
    query = sa.select(table.c.payload).where(table.c.story == story).order_by(table.c.pos)
    return tuple(decode(payload, kind) for payload in c.execute(query).scalars())


def holder(c: Connection, identifier: str) -> tuple[str, str] | None:
    """Which story holds the article, statement or claim of that id: (kind, story)."""
    for kind, table, column in (
        ("article", t.story_articles, t.story_articles.c.article),
        ("claim", t.claims, t.claims.c.id),
        ("assertion", t.story_assertions, t.story_assertions.c.id),
    ):
        story = c.execute(sa.select(table.c.story).where(column == identifier)).scalar()
        if story is not None:
            return kind, str(story)
    return None


def present_claim(c: Connection, identifier: str) -> tuple[str, str] | None:
    """The claim, and its story, that holds the assertion by which a claim of that id was founded.

    Reads the ids of all assertions: an id that is no more is seldom asked for, and an index of all that ever were would be kept
    for it alone.
    """
    if not identifier.startswith("c"):
        return None
    a = t.story_assertions.c
    for row in c.execute(sa.select(a.id, a.claim, a.story).where(a.claim.is_not(None))):
        if claim_id(row.id) == identifier:
            return str(row.claim), str(row.story)
    return None


# ---- rows of their own


def failures(c: Connection) -> list[Mapping[str, Any]]:
    f = t.failures.c
    query = sa.select(f.input, f.code, f.message, f.hint, f.recorded).order_by(f.input)
    return [dict(row) for row in c.execute(query).mappings()]


def latest_failures(c: Connection, most: int) -> list[Mapping[str, Any]]:
    """The last ones first."""
    f = t.failures.c
    query = sa.select(f.input, f.code, f.message, f.hint, f.recorded).order_by(f.recorded.desc(), f.input).limit(most)
    return [dict(row) for row in c.execute(query).mappings()]


def counts(c: Connection) -> dict[str, int]:
    """How many of each there are."""
    asked = ("articles", "stories", "claims", "failures", "judgements", "tombstones")
    return {n: c.execute(sa.select(sa.func.count()).select_from(t.metadata.tables[n])).scalar() or 0 for n in asked}


# ---- search


def search(c: Connection, words: str, limit: int) -> list[Hit]:
    """Articles and claims that hold all the words, the best first (BM25) of each kind, claims before articles."""
    asked = " ".join('"' + w.replace('"', '""') + '"' for w in words.replace("\0", " ").split())
    if not asked:
        return []
    # A common word is in tens of thousands: they are ranked by the index alone, those as good as the last one that
    # fits are looked up, since their ids order equals, and the excerpts are made of what is shown.
    claims = """
        WITH ranked AS MATERIALIZED (
          SELECT rowid AS number, bm25(claims_search) AS place FROM claims_search WHERE claims_search MATCH :asked),
        worst AS MATERIALIZED (
          SELECT max(place) AS place FROM (SELECT place FROM ranked ORDER BY place LIMIT :limit)),
        best AS MATERIALIZED (
          SELECT c.number, c.id, c.story, ranked.place
          FROM ranked JOIN worst ON ranked.place <= worst.place JOIN claims c ON c.number = ranked.number
          ORDER BY ranked.place, c.id LIMIT :limit)
        SELECT best.id, best.story, snippet(claims_search, -1, '«', '»', '…', 24) AS text
        FROM best JOIN claims_search ON claims_search.rowid = best.number
        WHERE claims_search MATCH :asked ORDER BY best.place, best.id"""
    texts = """
        WITH ranked AS MATERIALIZED (
          SELECT rowid AS number, bm25(articles_search) AS place FROM articles_search WHERE articles_search MATCH :asked),
        worst AS MATERIALIZED (
          SELECT max(place) AS place FROM (SELECT place FROM ranked ORDER BY place LIMIT :limit)),
        best AS MATERIALIZED (
          SELECT a.number, a.id, a.title, a.outlet, a.published, ranked.place
          FROM ranked JOIN worst ON ranked.place <= worst.place JOIN articles a ON a.number = ranked.number
          ORDER BY ranked.place, a.id LIMIT :limit)
        SELECT best.id, s.story, best.title, best.outlet, best.published,
          snippet(articles_search, -1, '«', '»', '…', 24) AS text
        FROM best JOIN articles_search ON articles_search.rowid = best.number
        LEFT JOIN story_articles s ON s.article = best.id
        WHERE articles_search MATCH :asked ORDER BY best.place, best.id"""
    values = {"asked": asked, "limit": limit}
    hits = [Hit("claim", r.id, r.story, r.text) for r in c.execute(sa.text(claims), values)]
    hits += [
        Hit("article", r.id, r.story, r.text, r.title, r.outlet, r.published) for r in c.execute(sa.text(texts), values)
    ]
    return hits
