"""RSS (0.9 to 2.0), Atom (RFC 4287) and OPML -> entries and addresses of feeds.

One handler for all of them: the kinds differ in the names of their elements, and real feeds mix those. Text comes from
`content:encoded` or `content`, else from `description` or `summary`; the day from `pubDate`, `published` or `dc:date`,
else from `updated`. The section is the first category: RSS writes it as text, Atom as an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from reportedly.errors import Damaged, ReadError
from reportedly.model import Snapshot
from reportedly.read.entries import Entry, snapshot
from reportedly.read.markup import parse

_NAMESPACES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
"""By their namespace, whatever prefix the document gives it; where it declares none, the prefix is taken at its word."""
_ENTRIES = frozenset({"item", "entry"})
_CHANNELS = frozenset({"channel", "feed"})
_LONG = ("content:encoded", "content")
_SHORT = ("description", "summary")
_DAYS = ("pubDate", "published", "issued", "dc:date")
_CHANGES = ("updated", "modified", "dcterms:modified")
_MAIL_NAME = re.compile(r"[^\s()]{1,100}@[^\s()]{1,100}(?:\s{0,3}\(([^()]{1,200})\))?$")


@dataclass
class FeedHandler:
    """Collects what a feed says, an entry at a time."""

    title: str | None = None
    entries: list[Entry] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _prefixes: dict[str, str] = field(default_factory=dict)
    _entry: dict[str, str] | None = None
    _at: int = 0
    """Depth of the entry's element."""
    _text: list[str] = field(default_factory=list)
    _kind: str = "html"
    _inner: int = 0
    """Depth of an element that holds XHTML, 0 outside."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key.startswith("xmlns:") and value in _NAMESPACES:
                self._prefixes[key[6:]] = _NAMESPACES[value]
        local = self._local(name)
        self._path.append(local)
        if self._inner:
            self._text.append(_opening(name.rpartition(":")[2], attributes))
        elif self._entry is None and local in _ENTRIES:
            self._entry, self._at = {}, len(self._path)
        else:
            self._text = []
            if self._entry is not None:
                self._enter(local, attributes)

    def _enter(self, local: str, attributes: dict[str, str]) -> None:
        assert self._entry is not None
        self._kind = attributes.get("type", "html" if local in ("content:encoded", *_SHORT, "title") else "text")
        if self._kind in ("xhtml", "application/xhtml+xml") and len(self._path) == self._at + 1:
            self._inner = len(self._path)
        if local == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self._entry.setdefault("link", attributes["href"].strip())
        elif (
            local == "category"
            and len(self._path) == self._at + 1
            and (term := attributes.get("label") or attributes.get("term"))
        ):
            self._entry.setdefault("category", term.strip())
        elif local == "guid" and attributes.get("isPermaLink", "true") != "false":
            self._kind = "permalink"

    def text(self, data: str) -> None:
        self._text.append(escape(data, quote=False) if self._inner else data)

    def end(self, name: str) -> None:
        local = self._path.pop()
        depth = len(self._path) + 1
        if self._inner and depth > self._inner:
            self._text.append(f"</{name.rpartition(':')[2]}>")
            return
        self._inner = 0
        said = "".join(self._text).strip()
        self._text = []
        if self._entry is None:
            if local == "title" and self._path and self._path[-1] in _CHANNELS and said:
                self.title = self.title or unescape(said)
        elif depth == self._at:
            self.entries.append(_entry(self._entry))
            self._entry = None
        elif said:
            self._keep(local, depth, said)

    def _keep(self, local: str, depth: int, said: str) -> None:
        assert self._entry is not None
        parent = self._path[-1]
        if depth == self._at + 2 and parent == "author" and local == "name":
            self._entry["author"] = ", ".join(filter(None, [self._entry.get("author"), said]))
        elif depth == self._at + 2 and parent == "source" and local == "title":
            self._entry["source"] = said
        elif depth == self._at + 1 and not (local == "author" and "author" in self._entry):
            if local == "guid" and self._kind == "permalink" and said.startswith(("http://", "https://")):
                self._entry.setdefault("permalink", said)
            if local in (*_LONG, *_SHORT) and self._kind in ("text", "text/plain"):
                self._entry.setdefault(f"{local} text", said)
            else:
                self._entry.setdefault(local, said)

    def _local(self, name: str) -> str:
        """The element's name under the prefix that we know its namespace by."""
        prefix, colon, local = name.rpartition(":")
        known = self._prefixes.get(prefix, prefix) if colon else ""
        return f"{known}:{local}" if known else local


def _opening(name: str, attributes: dict[str, str]) -> str:
    said = "".join(f' {k}="{escape(v)}"' for k, v in attributes.items() if not k.startswith("xmlns"))
    return f"<{name}{said}>"


def _entry(said: dict[str, str]) -> Entry:
    html = next((said[k] for k in _LONG if k in said), None)
    text = next((said[k] for k in (f"{long} text" for long in _LONG) if k in said), None)
    if html is None and text is None:
        html = next((said[k] for k in _SHORT if k in said), None)
        text = next((said[k] for k in (f"{short} text" for short in _SHORT) if k in said), None)
    title = said.get("title")
    return Entry(
        id=said.get("guid") or said.get("id"),
        link=said.get("feedburner:origLink") or said.get("link") or said.get("permalink"),
        title=unescape(title) if title else None,
        byline=_name(said.get("dc:creator") or said.get("author")),
        outlet=said.get("source"),
        published=next((said[k] for k in (*_DAYS, *_CHANGES) if k in said), None),
        updated=next((said[k] for k in _CHANGES if k in said), None),
        section=said.get("category") or said.get("dc:subject"),
        html=html,
        text=text,
    )


def _name(author: str | None) -> str | None:
    """RSS wants `mail@host (Jane Doe)`; the address alone names nobody."""
    found = _MAIL_NAME.match(author) if author else None
    return found[1] if found else author


def read_feed(
    content: bytes, name: str, file: str | None, charset: str | None = None
) -> Iterator[Snapshot | ReadError]:
    """The entries of an RSS or Atom feed, in its order; where it breaks off, those before, and then the error."""
    handler, error = parse(content, FeedHandler, charset)
    assert isinstance(handler, FeedHandler)
    for number, entry in enumerate(handler.entries, 1):
        yield snapshot(entry, handler.title, f"{name}!{number}", file)
    if error is not None:
        error.where = name
        yield error
    elif not handler.entries:
        from reportedly.errors import Skipped  # noqa: PLC0415

        yield Skipped("a feed without entries", where=name)


@dataclass
class OutlineHandler:
    """Collects the addresses of an OPML list, in its order."""

    addresses: dict[str, None] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "outline":
            for key, value in attributes.items():
                if key.lower() == "xmlurl" and value.strip():
                    self.addresses[value.strip()] = None

    def end(self, name: str) -> None:
        """Nothing is nested that matters."""

    def text(self, data: str) -> None:
        """All is said in attributes."""


def outlines(content: bytes) -> tuple[tuple[str, ...], Damaged | None]:
    """The addresses of feeds that an OPML list names, each once, and what is wrong with it."""
    handler, error = parse(content, OutlineHandler)
    assert isinstance(handler, OutlineHandler)
    return tuple(handler.addresses), error
