"""What every kind of feed comes down to: entries, each of them an article as far as the feed tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from reportedly.errors import EmptyEntry, ReadError
from reportedly.model import Hints, Snapshot
from reportedly.read.archives import printable

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; what it does not say is None."""

    id: str | None = None
    link: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    """Where the feed is a collection of others': `source` of RSS and Atom."""
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    html: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str | None
    entries: tuple[Entry, ...]


def snapshots(feed: Feed, name: str, file: str | None) -> Iterator[Snapshot | ReadError]:
    """The entries of a feed called `name`, in its order."""
    for number, entry in enumerate(feed.entries, 1):
        yield snapshot(entry, feed.title, f"{name}!{number}", file)


def snapshot(entry: Entry, feed_title: str | None, where: str, file: str | None) -> Snapshot | ReadError:
    """An entry as something to read. The feed's title names the outlet, unless the entry names another."""
    html = entry.html if entry.html and _TAG.search(entry.html) else None
    text = entry.text or (None if html else entry.html)
    hints = Hints(
        id=entry.id or entry.link,
        title=plain(entry.title),
        outlet=plain(entry.outlet or feed_title),
        byline=plain(entry.byline),
        published=entry.published,
        updated=entry.updated,
        section=plain(entry.section),
        basis="feed",
    )
    found = Snapshot(
        name=where,
        content=_page(html, hints.title) if html else text or "",
        media_type="text/html" if html else "text/plain",
        file=file,
        url=entry.link,
        hints=hints,
    )
    if html or text:
        return found
    link = f": {printable(entry.link)}" if entry.link else ""
    error = EmptyEntry(f"an entry without text{link}", where=where, hint="read the address itself")
    error.entry = found
    return error


def _page(fragment: str, title: str | None) -> str:
    """A page around an entry's HTML, which says where its article is."""
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    return f'<!DOCTYPE html><html><body><article itemprop="articleBody">{heading}{fragment}</article></body></html>'


def plain(value: str | None) -> str | None:
    """A title as text: some feeds write markup into it."""
    if value is None:
        return None
    return " ".join(_TAG.sub("", value).split()) or None
