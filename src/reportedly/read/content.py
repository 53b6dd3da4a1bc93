"""One item, whatever it is -> Snapshots: finds out what kind of thing it is, opens it, reads what is in it.

The only place that knows all formats. Archives and compressed files give items again, down to `limits.archive_depth`. An
error is yielded in its place and ends only what it befell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import cast

from reportedly.errors import (
    BinaryInput,
    BrokenLine,
    EmptyInput,
    NoPermission,
    ReadError,
    Skipped,
    TooLarge,
    UnknownFormat,
)
from reportedly.model import Hints, Snapshot
from reportedly.read.archives import tar_members, zip_members
from reportedly.read.feeds import outlines, read_feed
from reportedly.read.jsonlines import read_document, read_lines
from reportedly.read.markup import decode
from reportedly.read.sniff import ARCHIVES, COMPRESSED, SNIFFED, Kind, inner_name, kind_of, looks_json
from reportedly.read.streams import Budget, Item, Stream
from reportedly.read.unpack import Codec, expanded
from reportedly.read.warc import records
from reportedly.settings import Limits

Read = Iterator[Snapshot | ReadError]
Follow = Callable[[str, str | None], Read]
"""(address that a feed or a list of feeds names, file that names it) -> what is there."""

UNFORESEEN = "the reader failed on it"
_NO_COVERAGE = "no page, text or JSON lines"
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MEMBERS = {"zip": zip_members, "tar": tar_members, "warc": records}


@dataclass
class Run:
    """What the items of one input share."""

    limits: Limits
    listed: Follow | None = None
    """Reads a feed that an OPML list names; None: it is only mentioned."""
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Budget(self.limits)


def read_item(item: Item, run: Run, kind: Kind | None = None) -> Read:
    """Everything that an item holds, in its order. `kind`: where it is known better than the bytes tell."""
    try:
        head = item.stream.peek(SNIFFED)
        found = kind_of(item.called or item.name, head)
        if found in ("text", "xml", "empty") and (kind or item.media_type in _PAGE_TYPES):
            found = (kind or "html") if found != "empty" else found
        yield from _read(item, found, head, run)
    except ReadError as error:
        error.where = error.where or item.name
        yield error
    except PermissionError:
        yield NoPermission("may not be read", where=item.name, hint="check its permissions")
    except OSError as error:
        yield ReadError(f"could not be read: {error.strerror or error}", where=item.name)
    except (ArithmeticError, AttributeError, AssertionError, LookupError, RuntimeError, TypeError, ValueError) as error:
        # a fault of ours or of a parser's, found by somebody's bytes: it may cost them, not the run
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        yield ReadError(f"{UNFORESEEN}: {reason}", where=item.name, hint="please report it")


def _read(item: Item, kind: Kind, head: bytes, run: Run) -> Read:
    if kind in ARCHIVES or kind in COMPRESSED:
        if item.depth >= run.limits.archive_depth:
            raise TooLarge(
                f"more than {run.limits.archive_depth} archives within one another", hint="raise limits.archive_depth"
            )
        yield from _opened(item, kind, run)
    elif kind == "json" and looks_json(head):
        yield from _articles_of(read_lines(item.stream, item.name, run.limits, file=item.file), item)
    elif kind in ("binary", "office", "xml") and item.among:
        yield Skipped(_NO_COVERAGE, where=item.name)
    elif kind == "binary":
        raise BinaryInput("binary data, no text")
    elif kind == "office":
        raise UnknownFormat("an office document or a book", hint="save it as HTML, text or PDF")
    elif kind == "xml":
        raise UnknownFormat("XML of a kind that is no page and no feed")
    else:
        yield from _leaf(item, kind, _content(item.stream, run.limits), run)


def _opened(item: Item, kind: Kind, run: Run) -> Read:
    if kind in COMPRESSED:
        stream = expanded(item.stream, cast("Codec", kind), run.budget)
        inner = replace(
            item, stream=stream, called=inner_name(item.called or item.name), depth=item.depth + 1, whole=None
        )
        yield from read_item(inner, run)
        return
    for member in _MEMBERS[kind](item, run.budget):
        if isinstance(member, ReadError):
            yield member
        else:
            yield from read_item(member, run)


def _content(stream: Stream, limits: Limits) -> bytes:
    content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise TooLarge(f"larger than {limits.file_bytes:,} bytes", hint="raise limits.file_bytes")
    return content


def _leaf(item: Item, kind: Kind, content: bytes, run: Run) -> Read:
    """What one document holds."""
    match kind:
        case "empty":
            raise EmptyInput("the file is empty")
        case "json":
            yield from _articles_of(read_document(content, item.name, run.limits, file=item.file), item)
        case "feed":
            yield from _placed(read_feed(content, item.name, item.file, item.charset), item)
        case "opml":
            yield from _listed(content, item, run)
        case "mail" | "mhtml":
            from reportedly.read.mail import read_mail, read_mhtml  # noqa: PLC0415 - few inputs are any

            yield (read_mail if kind == "mail" else read_mhtml)(content, item.name, item.file)
        case "pdf":
            from reportedly.read.pdf import read_pdf  # noqa: PLC0415 - few inputs are any

            yield from _placed(iter([read_pdf(content, item.name, item.file, run.limits)]), item)
        case "markdown":
            yield from _placed(iter([_markdown(content, item)]), item)
        case _:
            yield from _page(content, kind, item, run.limits)


def _page(content: bytes, kind: Kind, item: Item, limits: Limits) -> Read:
    if kind != "html" and (longest := _longest_line(content)) > 4 * limits.article_chars:
        raise TooLarge(f"a line of {longest:,} bytes is no article", hint="raise limits.article_chars")
    yield Snapshot(
        name=item.name,
        content=content,
        media_type="text/html" if kind == "html" else "text/plain",
        file=item.file,
        url=item.url,
        retrieved=item.retrieved,
        charset=item.charset,
    )


def _longest_line(content: bytes) -> int:
    return max((len(line) for line in BytesIO(content)), default=0)


def _placed(found: Read, item: Item) -> Read:
    """What an item holds, with the address and the day that its container states, where it states none of its own."""
    for one in found:
        if isinstance(one, Snapshot):
            url = one.url or (item.url if one.name == item.name else None)
            yield replace(one, url=url, retrieved=one.retrieved or item.retrieved)
        else:
            yield one


def _articles_of(found: Read, item: Item) -> Read:
    """What JSON that nobody named has of articles: where the first values are none, it is somebody's other data."""
    if not item.among:
        yield from found
        return
    broken: list[BrokenLine] = []
    for one in found:
        if isinstance(one, BrokenLine) and len(broken) < _DOUBTFUL:
            broken.append(one)
            continue
        yield from broken
        yield one
        yield from found
        return
    if broken:
        yield Skipped("JSON with no article in it", where=item.name)


_DOUBTFUL = 1000
"""Values that are no article, after which JSON that nobody named is taken for broken."""


def _markdown(content: bytes, item: Item) -> Snapshot:
    from reportedly.read.marked import as_text, front_matter  # noqa: PLC0415 - few inputs are any

    text = decode(content.removeprefix(b"\xef\xbb\xbf"), "utf-8") or ""
    fields, body = front_matter(text.replace("\r\n", "\n"))
    hints = Hints(
        title=fields.get("title"),
        outlet=fields.get("outlet") or fields.get("site") or fields.get("publisher"),
        byline=fields.get("author") or fields.get("byline"),
        published=fields.get("published") or fields.get("date"),
        updated=fields.get("updated") or fields.get("lastmod"),
        section=fields.get("section") or fields.get("category"),
    )
    url = fields.get("url") or fields.get("source")
    return Snapshot(
        name=item.name,
        content=as_text(body),
        media_type="text/plain",
        file=item.file,
        url=url if url and url.startswith(("http://", "https://")) else None,
        hints=hints,
        raw=content,
    )


def _listed(content: bytes, item: Item, run: Run) -> Read:
    """The feeds that an OPML list names."""
    addresses, error = outlines(content)
    for address in addresses:
        if run.listed:
            yield from run.listed(address, item.file)
        else:
            yield Skipped(f"a list that names the feed {address[:200]}", where=item.name, hint="read that address")
    if error is not None:
        raise error
    if not addresses:
        raise EmptyInput("a list of feeds without any")
