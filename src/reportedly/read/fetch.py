"""Addresses of the web -> Snapshots. What comes is read like a file of that kind; what differs is told by the server."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportedly import net
from reportedly.errors import EmptyEntry, EmptyInput, NoPermission, NotFound, ReadError, TooLarge, WrongType
from reportedly.model import Hints, Snapshot
from reportedly.read.sniff import Kind
from reportedly.settings import Limits, Settings

Item = Snapshot | ReadError
_PAGES = ("text/html", "application/xhtml+xml")
_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
_KINDS: dict[str, Kind] = {**dict.fromkeys(_PAGES, "html"), **dict.fromkeys(_LINES, "json")}
"""Media types that say more than the first bytes do; for the others the bytes decide, as servers often err."""


@dataclass(frozen=True, slots=True)
class FeedRead:
    """One reading of a feed."""

    items: tuple[Item, ...] | None
    """Its entries, as snapshots; None: it has not changed."""
    etag: str | None
    modified: str | None
    private: bool
    """True where it came from the person's own machine or net."""


class Web:
    """The web as this run may see it; one client, so that its manners hold for the whole run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @functools.cached_property
    def client(self) -> net.Client:
        return net.connect(self._settings)

    def page(self, url: str, *, private: bool | None = None) -> Iterator[Item]:
        """Everything that an address holds. `private` as in `net.Client.fetch`. Yields errors instead of raising them."""
        try:
            found = self.client.fetch(url, private=private)
        except ReadError as error:
            error.where = url
            yield error
            return
        assert found.content is not None  # nothing was asked for on condition
        yield from self._items(found, found.content, url)

    def feed(self, url: str, *, etag: str | None = None, modified: str | None = None) -> FeedRead:
        """The entries of a feed, if it changed from the state that `etag` and `modified` name.

        Raises:
            NetError: it cannot be had.
            WrongType: it is no feed.
        """
        found = self.client.fetch(url, etag=etag, modified=modified)
        if found.content is None:
            return FeedRead(None, found.etag, found.modified, found.private)
        items = tuple(self._items(found, found.content, url))
        if any(isinstance(item, Snapshot) and item.name == url and item.hints == Hints() for item in items):
            hint = "name the address of its RSS or Atom feed"
            raise WrongType("a page or text and no feed", where=url, hint=hint)
        return FeedRead(items, found.etag, found.modified, found.private)

    def _items(self, found: net.Fetched, content: bytes, asked: str) -> Iterator[Item]:
        """What the content holds. An entry of a feed states its own address; a page has the one where it was found."""
        from reportedly.read.inputs import read_content  # noqa: PLC0415 -- which imports this module

        kind = _KINDS.get(found.media_type)
        for item in read_content(content, asked, kind, limits=self._settings.limits, charset=found.charset):
            if isinstance(item, EmptyEntry):
                item.entry = replace(item.entry, file=None, retrieved=found.retrieved)
            if isinstance(item, ReadError):
                yield item
            else:
                url = item.url or (found.url if item.name == asked else None)
                yield replace(item, file=None, url=url, retrieved=found.retrieved, charset=found.charset)

    def post(self, url: str, content: bytes) -> None:
        """Send JSON to an address that the person named.

        Raises:
            NetError: it did not arrive.
        """
        self.client.post(url, content)


def feed_addresses(names: Sequence[str], limits: Limits) -> Iterator[str]:
    """The addresses of feeds that these names mean: an address itself, and those that an OPML file lists.

    Raises:
        NotFound, NoPermission, TooLarge, Damaged: the file cannot be read.
        EmptyInput: it lists no feed.
    """
    from reportedly.read.feeds import outlines  # noqa: PLC0415

    for name in names:
        if net.is_url(name):
            yield name
            continue
        try:
            with Path(name).open("rb") as file:
                content = file.read(limits.file_bytes + 1)
        except PermissionError as error:
            raise NoPermission("may not be read", where=name, hint="check its permissions") from error
        except (OSError, ValueError) as error:
            hint = "name the address of a feed, or an OPML file"
            raise NotFound("there is no such file", where=name, hint=hint) from error
        if len(content) > limits.file_bytes:
            raise TooLarge(f"larger than {limits.file_bytes:,} bytes", where=name, hint="raise limits.file_bytes")
        found, damage = outlines(content)
        if damage and not found:
            damage.where = name
            raise damage
        if not found:
            raise EmptyInput("it lists no feed", where=name, hint="an OPML file has <outline xmlUrl=…>")
        yield from found
