"""What `watch` keeps of feeds, and the bytes that articles were made from."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from reportedly.codec import decode, encode
from reportedly.ledger import tables as t
from reportedly.ledger.records import Feed, Original


def feeds(c: Connection) -> list[Feed]:
    rows = c.execute(sa.select(t.feeds).order_by(t.feeds.c.url)).mappings()
    return [Feed(**{**row, "seen": decode(row["seen"], tuple[str, ...])}) for row in rows]


def put(c: Connection, feed: Feed) -> None:
    columns = ("url", "etag", "modified", "checked", "due", "failed", "problem")
    row = {name: getattr(feed, name) for name in columns} | {"seen": encode(feed.seen)}
    c.execute(sa.delete(t.feeds).where(t.feeds.c.url == feed.url))
    c.execute(sa.insert(t.feeds), row)


def originals(c: Connection, ids: Sequence[str]) -> Iterator[Original]:
    """One after the other: a story's pages may be more than fits into memory."""
    query = (
        sa.select(t.articles.c.id, t.articles.c.recorded, t.raw.c.sha256, t.raw.c.content)
        .join(t.raw, t.raw.c.sha256 == t.articles.c.raw_sha256)
        .order_by(t.articles.c.id)
    )
    for article in sorted(ids):
        for row in c.execute(query.where(t.articles.c.id == article)):
            yield Original(row.id, row.sha256, zlib.decompress(row.content), row.recorded)
