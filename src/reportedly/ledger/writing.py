"""What changes a ledger, each a function of an open transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly import __version__
from reportedly.codec import encode
from reportedly.errors import EvidenceMismatch, ReportedlyError
from reportedly.ledger import grouping, judging
from reportedly.ledger import tables as t
from reportedly.ledger.evidence import checked
from reportedly.ledger.reading import profiles
from reportedly.ledger.records import (
    Added,
    Foretelling,
    Maker,
    Outcome,
    Source,
    annotated_as,
    article_of,
    article_row,
    derived_rows,
    foretelling_row,
    preference,
    statement_rows,
)
from reportedly.model import Annotations, Article, Profile, StoryLedger


def now() -> str:
    """The moment of recording, UTC, to the second: the third clock, never a publication date."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sha256(value: bytes | str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value).hexdigest()


def begin_run(c: Connection) -> int:
    return _inserted(c, t.runs, {"started": now(), "app": __version__})


def _inserted(c: Connection, table: sa.Table, row: dict[str, object]) -> int:
    key = c.execute(sa.insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


# ---- articles


def standing(c: Connection, article: Article, source: Source) -> Outcome:
    """What taking the article in would be: read before (`known`), read before but now with more known about it
    (`better`: to be annotated again; `moved`: only the place of it), another text of a known address
    (`version`), `removed` by a person, or `new`.
    """
    graves = t.tombstones.c
    key = sha256(source.key or "")
    same_bytes = sa.and_(graves.raw_sha256 == sha256(source.content), graves.key_sha256 == key)
    if c.execute(sa.select(graves.article).where(sa.or_(graves.article == article.id, same_bytes))).first():
        return "removed"
    row = c.execute(sa.select(t.articles).where(t.articles.c.id == article.id)).first()
    if row is None:
        earlier = sa.select(t.sightings.c.article).where(t.sightings.c.key == source.key)
        return "version" if source.key and c.execute(earlier).first() else "new"
    before = article_of(row, None)
    if preference(article) >= preference(before):
        return "known"
    return "moved" if annotated_as(article) == annotated_as(before) else "better"


def add(
    c: Connection,
    article: Article,
    source: Source,
    made: tuple[Annotations, Maker, Profile] | None,
    run: int,
) -> Added:
    """Take an article in with everything read from it; None for `made` where its standing asks for no annotation."""
    outcome = standing(c, article, source)
    if outcome == "removed":
        return Added(outcome)
    refused: tuple[EvidenceMismatch, ...] = ()
    if outcome != "known":
        digest = _keep_bytes(c, source.content)
        row = article_row(article) | {"raw_sha256": digest}
        if outcome in ("new", "version"):
            c.execute(sa.insert(t.articles), row | {"run": run, "recorded": now()})
        else:
            former = _bytes_of(c, article.id)
            c.execute(sa.update(t.articles).where(t.articles.c.id == article.id), row)
            _drop_orphan_bytes(c, former)
        if made and outcome != "moved":
            refused = record(c, article, made, run)
    if source.key:
        known = sa.select(t.sightings).where(t.sightings.c.key == source.key, t.sightings.c.article == article.id)
        if not c.execute(known).first():
            c.execute(sa.insert(t.sightings), {"key": source.key, "article": article.id})
    return Added(outcome, refused)


def record(
    c: Connection, article: Article, made: tuple[Annotations, Maker, Profile], run: int
) -> tuple[EvidenceMismatch, ...]:
    """Append one reading of an article's text; the earlier ones stay. Its story has to be made again."""
    annotations, maker, profile = made
    annotations, refused = checked(article, annotations)
    reading = _inserted(
        c,
        t.readings,
        {
            "article": article.id,
            "annotator": maker.annotator,
            "models": encode(dict(sorted(maker.models.items()))),
            "run": run,
            "recorded": now(),
        },
    )
    for name, rows in statement_rows(reading, annotations).items():
        if rows:
            c.execute(sa.insert(t.metadata.tables[name]), rows)
    if profiles(c, [article.id]) != [profile]:
        grouping.unindex(c, article.id)
        c.execute(sa.delete(t.profiles).where(t.profiles.c.article == article.id))
        c.execute(sa.insert(t.profiles), {"article": article.id, "payload": encode(profile)})
        grouping.arrive(c, profile)
    _stale(c, [article.id])
    _hosts_stale(c, article.id)
    return refused


def _keep_bytes(c: Connection, content: bytes) -> str:
    digest = sha256(content)
    if not c.execute(sa.select(t.raw.c.sha256).where(t.raw.c.sha256 == digest)).first():
        packed = zlib.compress(content, 6)
        row = {"sha256": digest, "encoding": "zlib", "size": len(content), "content": packed}
        c.execute(sa.insert(t.raw), row)
    return digest


def _bytes_of(c: Connection, article: str) -> str:
    return str(c.execute(sa.select(t.articles.c.raw_sha256).where(t.articles.c.id == article)).scalar_one())


def _drop_orphan_bytes(c: Connection, digest: str) -> None:
    used = sa.exists().where(t.articles.c.raw_sha256 == digest)
    c.execute(sa.delete(t.raw).where(t.raw.c.sha256 == digest, ~used))


def _stale(c: Connection, articles: Sequence[str]) -> None:
    """The stories of these articles have to be made again."""
    touched = sa.select(t.story_articles.c.story).where(t.story_articles.c.article.in_(articles))
    c.execute(sa.update(t.stories).where(t.stories.c.id.in_(touched)).values(stale=True))


def _hosts_stale(c: Connection, article: str, *, cleared: bool = False) -> None:
    """The stories that have parts of an article of another have to be made again."""
    s = t.story_parts.c
    hosts = list(c.execute(sa.select(s.story).where(s.article == article, s.guest).order_by(s.story)).scalars())
    for story in hosts if cleared else ():
        _clear(c, story)
    c.execute(sa.update(t.stories).where(t.stories.c.id.in_(hosts)).values(stale=True))


def remove(c: Connection, article: str) -> None:
    """Erase an article: text, bytes, statements, search index, and the derived rows of its story; leave a tombstone."""
    row = c.execute(sa.select(t.articles).where(t.articles.c.id == article)).one()
    keys = c.execute(sa.select(t.sightings.c.key).where(t.sightings.c.article == article)).scalars().all()
    grave = {"article": article, "text_sha256": row.text_sha256, "raw_sha256": row.raw_sha256, "recorded": now()}
    c.execute(sa.insert(t.tombstones), [grave | {"key_sha256": sha256(key)} for key in keys or [""]])
    stories = _stories_of(c, [article])
    for story in stories:
        _clear(c, story)
    _stale(c, [article])
    _hosts_stale(c, article, cleared=True)
    grouping.unindex(c, article)
    readings = sa.select(t.readings.c.number).where(t.readings.c.article == article)
    for table in t.STATEMENTS:
        c.execute(sa.delete(table).where(table.c.reading.in_(readings)))
    for table in (t.readings, t.profiles, t.sightings, t.story_articles, t.failures):
        c.execute(sa.delete(table).where(table.c.article == article))
    if row.file:
        c.execute(sa.delete(t.failures).where(t.failures.c.input == row.file))
    judging.forget_words(c, article)
    c.execute(sa.delete(t.articles).where(t.articles.c.id == article))
    _drop_orphan_bytes(c, row.raw_sha256)
    _heirs(c, article, stories)
    _drop_if_empty(c, stories)
    for index in ("articles_search", "claims_search"):
        # deleted words stay in the index until its segments are merged
        c.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 -- the two names above


def _heirs(c: Connection, article: str, stories: Sequence[str]) -> None:
    """Story ids made from a removed article lead on through another article of its story."""
    left = sa.select(sa.func.min(t.story_articles.c.article)).where(t.story_articles.c.story.in_(stories))
    heir = c.execute(left).scalar()
    if heir is not None:
        c.execute(sa.update(t.story_ids).where(t.story_ids.c.article == article).values(article=heir))


# ---- stories


def put_story(c: Connection, result: StoryLedger, minted_from: str, foretold: Sequence[Foretelling] = ()) -> None:
    """Replace everything derived of a story; its articles leave the stories they were in before."""
    story = result.story
    members = list(result.articles)
    left = _stories_of(c, members)
    row = {"title": story.title, "first": story.first, "last": story.last, "stale": False}
    _stale(c, members)
    if c.execute(sa.select(t.stories.c.id).where(t.stories.c.id == story.id)).first():
        c.execute(sa.update(t.stories).where(t.stories.c.id == story.id).values(**row))
        _clear(c, story.id)
    else:
        c.execute(sa.insert(t.stories), row | {"id": story.id})
    if not c.execute(sa.select(t.story_ids.c.id).where(t.story_ids.c.id == story.id)).first():
        c.execute(sa.insert(t.story_ids), {"id": story.id, "article": minted_from})
    gone = sa.or_(t.story_articles.c.story == story.id, t.story_articles.c.article.in_(members))
    c.execute(sa.delete(t.story_articles).where(gone))
    rows = [
        {
            "article": article,
            "story": story.id,
            "text_group": result.text_group.get(article),
            "copies": encode(result.copies.get(article, ())),
        }
        for article in members
    ]
    c.execute(sa.insert(t.story_articles), rows)
    for name, derived in derived_rows(result).items():
        if derived:
            c.execute(sa.insert(t.metadata.tables[name]), derived)
    if foretold:
        c.execute(sa.insert(t.foretold), [foretelling_row(story.id, f) for f in foretold])
    _drop_if_empty(c, left)


def _clear(c: Connection, story: str) -> None:
    for table in t.DERIVED:
        c.execute(sa.delete(table).where(table.c.story == story))


def _stories_of(c: Connection, articles: Sequence[str]) -> list[str]:
    s = t.story_articles.c
    return list(c.execute(sa.select(s.story).where(s.article.in_(articles)).distinct().order_by(s.story)).scalars())


def _drop_if_empty(c: Connection, stories: Sequence[str]) -> None:
    for story in stories:
        if not c.execute(sa.select(t.story_articles.c.article).where(t.story_articles.c.story == story)).first():
            _clear(c, story)
            c.execute(sa.delete(t.stories).where(t.stories.c.id == story))


# ---- failures


def put_failure(c: Connection, name: str, error: ReportedlyError, article: str | None = None) -> None:
    """Keep a failure on its input's row; a later one of the same input takes its place."""
    forget_failure(c, name)
    row = {"input": name, "code": error.code, "message": error.message, "hint": error.hint, "article": article}
    c.execute(sa.insert(t.failures), row | {"recorded": now()})


def forget_failure(c: Connection, name: str) -> None:
    c.execute(sa.delete(t.failures).where(t.failures.c.input == name))
