"""One JSON object -> Snapshots: our own fields, or those that other tools write, known by the fields themselves.

| written by | known by | text |
| --- | --- | --- |
| us, or by hand | `text` or `html` | as given |
| trafilatura (`--output-format json`) | `raw_text`, or `hostname` beside `fingerprint` | `text` |
| news-please | `maintext` | `maintext`, a line a paragraph |
| Fundus | `publishing_date`, or `plaintext` | `plaintext`, else the parts of `body` |
| JSON Feed (jsonfeed.org, versions 1 and 1.1) | `version` | each of `items` |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.errors import BinaryInput, BrokenLine, EmptyInput, ReadError
from reportedly.model import Hints, Snapshot
from reportedly.read.entries import Entry, Feed, snapshots

Json = dict[str, Any]
_OWN = ("id", "url", "title", "outlet", "byline", "published", "updated", "section")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record says, whatever its tool calls it. `text` is None where it has none, and may be of a wrong type."""

    text: object = None
    html: object = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    retrieved: str | None = None


def read_record(record: object, where: str, file: str | None) -> Iterator[Snapshot | ReadError]:
    """What one JSON value holds; a list of records is not taken here."""
    if not isinstance(record, dict):
        yield BrokenLine("the line is no JSON object", where=where)
    elif is_feed(record):
        yield from snapshots(_json_feed(record), where, file)
    else:
        yield _snapshot(_fields(record), where, file)


def is_feed(record: Json) -> bool:
    version = record.get("version")
    return isinstance(version, str) and "jsonfeed.org/version/" in version and isinstance(record.get("items"), list)


def _snapshot(fields: Fields, where: str, file: str | None) -> Snapshot | ReadError:
    html, text = fields.html, fields.text
    content = html if isinstance(html, str) and html.strip() else text
    error: ReadError
    if content is None and html is None:
        error = BrokenLine('the object has neither "text" nor "html"', where=where)
    elif not isinstance(content, str):
        error = BrokenLine('"text" or "html" is no string', where=where)
    elif not content.strip():
        error = EmptyInput("the text is empty", where=where)
    elif content.count("\0") > len(content) // 100:
        error = BinaryInput("the text is binary data", where=where)
    else:
        return Snapshot(
            name=where,
            content=content,
            media_type="text/html" if content is html else "text/plain",
            file=file,
            url=fields.url,
            hints=Hints(
                fields.id,
                fields.title,
                fields.outlet,
                fields.byline,
                fields.published,
                fields.updated,
                fields.section,
            ),
            retrieved=fields.retrieved,
        )
    error.item = fields.id
    return error


def _fields(record: Json) -> Fields:
    if "maintext" in record:
        return _news_please(record)
    if "publishing_date" in record or ("plaintext" in record and "text" not in record):
        return _fundus(record)
    if "raw_text" in record or ("hostname" in record and "fingerprint" in record):
        return _trafilatura(record)
    said = {name: string(record, name) for name in _OWN}
    return Fields(record.get("text"), record.get("html"), **said)


def _trafilatura(record: Json) -> Fields:
    return Fields(
        text=_lines(record.get("text") or record.get("raw_text")),
        id=string(record, "id"),
        url=string(record, "source", "url"),
        title=string(record, "title"),
        outlet=string(record, "source-hostname", "sitename", "hostname"),
        byline=_names(string(record, "author")),
        published=string(record, "date"),
        section=(string(record, "categories") or "").partition(";")[0] or None,
        # `filedate` is the day on which trafilatura ran
    )


def _news_please(record: Json) -> Fields:
    return Fields(
        text=_lines(record.get("maintext")),
        url=string(record, "url"),
        title=string(record, "title", "title_page", "title_rss"),
        outlet=string(record, "source_domain"),
        byline=string(record, "authors"),
        published=string(record, "date_publish"),
        updated=string(record, "date_modify"),
        retrieved=string(record, "date_download"),
    )


def _fundus(record: Json) -> Fields:
    page = record["html"] if isinstance(record.get("html"), dict) else {}
    source = page["source_info"] if isinstance(page.get("source_info"), dict) else {}
    return Fields(
        text=record.get("plaintext") or _fundus_body(record.get("body")),
        html=page.get("content"),
        id=string(record, "id"),
        url=string(record, "url") or string(page, "responded_url", "requested_url"),
        title=string(record, "title"),
        outlet=string(record, "publisher") or string(source, "publisher"),
        byline=string(record, "authors"),
        published=string(record, "publishing_date"),
        retrieved=string(page, "crawl_date"),
    )


def _fundus_body(body: object) -> str | None:
    """The paragraphs of `{summary: [...], sections: [{headline: [...], paragraphs: [...]}]}`."""
    if not isinstance(body, dict):
        return None
    groups = [body.get("summary")]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            groups += [section.get("headline"), section.get("paragraphs")]
    return "\n\n".join(t for group in groups if isinstance(group, list) for t in group if isinstance(t, str))


def _json_feed(record: Json) -> Feed:
    entries = tuple(_json_entry(item) for item in record["items"] if isinstance(item, dict))
    return Feed(string(record, "title"), entries)


def _json_entry(item: Json) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    named = [string(a, "name") for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    return Entry(
        id=string(item, "id"),
        link=string(item, "url", "external_url"),
        title=string(item, "title"),
        byline=", ".join(filter(None, named)) or None,
        published=string(item, "date_published"),
        updated=string(item, "date_modified"),
        html=string(item, "content_html"),
        text=string(item, "content_text", "summary"),
    )


def string(record: Json, *keys: str) -> str | None:
    """The first of the fields that says something, as text. Numbers are taken for an id or a date, nothing else is.

    `None` as a word is what Python's `str` makes of a missing date, and news-please writes it.
    """
    for key in keys:
        value = record.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, list) and value and all(isinstance(x, str) for x in value):
            return ", ".join(value)
        if isinstance(value, str) and (said := value.strip()) and said != "None":
            return said
    return None


def _names(value: str | None) -> str | None:
    return value.replace("; ", ", ") if value else None


def _lines(value: object) -> object:
    """A line a paragraph, where there is no empty line anywhere."""
    if isinstance(value, str) and "\n\n" not in value:
        return value.replace("\n", "\n\n")
    return value
