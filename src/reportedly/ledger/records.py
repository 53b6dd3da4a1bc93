"""Values of the model as rows, and rows as values again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from reportedly.codec import decode, encode
from reportedly.errors import EvidenceMismatch
from reportedly.model import Annotations, Article, StoryLedger

Row = dict[str, Any]
Outcome = Literal["new", "version", "better", "moved", "known", "removed"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from: the address it was read under (None: none) and its bytes as read."""

    key: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Maker:
    """Who annotated: the annotator's version, and the SHA-256 of each model it used."""

    annotator: str
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article handed to the ledger, and which of its statements were refused."""

    outcome: Outcome
    refused: tuple[EvidenceMismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of a search; `text` has the found words between « and »."""

    kind: Literal["article", "claim"]
    id: str
    story: str | None
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What `watch` knows of a feed. Moments are UTC, to the second."""

    url: str
    etag: str | None = None
    modified: str | None = None
    """The `Last-Modified` header as it was sent."""
    checked: str | None = None
    """When it was last asked for."""
    due: str | None = None
    """Before that moment it is not asked again."""
    failed: int = 0
    """How many times in a row it could not be read."""
    problem: str | None = None
    """Why, the last time, in one line."""
    seen: tuple[str, ...] = ()
    """Hashes of the entries that were read."""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that an article was made from, as they were read."""

    article: str
    sha256: str
    content: bytes
    recorded: str
    """When the ledger got it, UTC, to the second."""


def article_row(article: Article) -> Row:
    kept = replace(article, text="", version_of=None)
    columns = ("id", "file", "url", "outlet", "title", "byline", "language", "published", "updated", "retrieved")
    return {c: getattr(article, c) for c in (*columns, "text_sha256")} | {"text": article.text, "payload": encode(kept)}


def article_of(row: Any, version_of: str | None) -> Article:
    return replace(decode(row.payload, Article), text=row.text, version_of=version_of)


def preference(article: Article) -> tuple[Any, ...]:
    """Which of two readings of one text is kept: the one that knows more, else the first by name.

    A total order, so that the order of arrival decides nothing.
    """
    known = (article.published, article.outlet, article.title, article.byline, article.updated, article.section)
    return (*(value is None for value in known), article.file or "", encode(article))


def annotated_as(article: Article) -> Article:
    """What an annotator may look at: everything but where the article came from, and what it says of itself alone."""
    bare = replace(article, updated=None, updated_basis=None, section=None, section_basis=None)
    return replace(bare, file=None, retrieved=None, version_of=None, furniture=())


def statement_rows(reading: int, annotations: Annotations) -> dict[str, list[Row]]:
    """Table name -> rows."""

    def numbered(values: Iterable[Any], *columns: str) -> list[Row]:
        return [
            {"reading": reading, "pos": pos, "payload": encode(value)} | {c: getattr(value, c) for c in columns}
            for pos, value in enumerate(values)
        ]

    said = numbered(annotations.assertions, "id", "article", "stance", "quote", "predicate")
    for row, assertion in zip(said, annotations.assertions, strict=True):
        row["evidence"] = assertion.evidence.text
    return {
        "assertions": said,
        "times": numbered(annotations.times, "start", "end", "type", "value", "first", "last"),
        "places": numbered(annotations.places, "start", "end", "name", "lat", "lon", "country", "key"),
        "actors": numbered(annotations.actors, "name", "kind"),
    }


@dataclass(frozen=True, slots=True)
class Foretelling:
    """One thing that a speaker foretold, and what became of it."""

    key: str
    """What the speaker is known again by in all stories."""
    name: str
    outcome: str
    assertion: str
    by: str | None
    """The assertion that settled it."""
    basis: str
    made: str | None
    band: tuple[float, float] | None
    """Its probability, where it is settled and counts."""


def derived_rows(result: StoryLedger) -> dict[str, list[Row]]:
    """Table name -> rows, in the order of the story's ledger."""

    def numbered(values: Iterable[Any], *columns: str) -> list[Row]:
        return [
            {"story": result.story.id, "pos": pos, "payload": encode(value)} | {c: getattr(value, c) for c in columns}
            for pos, value in enumerate(values)
        ]

    said = numbered(result.assertions, "id", "article")
    for row in said:
        row["claim"] = result.claim_of.get(row["id"])
    return {
        "story_assertions": said,
        "claims": numbered(result.claims, "id", "matter", "kind", "status", "gist"),
        "matters": numbered(result.matters, "id", "question"),
        "conflicts": numbered(result.conflicts, "a", "b", "on", "kind"),
        "forecasts": numbered(result.forecasts, "claim", "speaker", "made", "due", "outcome"),
        "entities": numbered(result.entities, "id", "name", "kind"),
        "story_parts": [
            {"story": result.story.id, "pos": pos, "article": article, "guest": guest, "payload": encode(spans)}
            for pos, (guest, article, spans) in enumerate(
                (guest, article, some[article])
                for guest, some in ((True, result.shared.guests), (False, result.shared.away))
                for article in sorted(some)
            )
        ],
        "story_places": numbered(result.places, "id", "name", "lat", "lon", "country"),
    }


def foretelling_row(story: str, f: Foretelling) -> Row:
    low, high = f.band or (None, None)
    values = {name: getattr(f, name) for name in ("key", "name", "outcome", "assertion", "by", "basis", "made")}
    return {"story": story, "low": low, "high": high} | values


def foretelling_of(row: Any) -> Foretelling:
    band = (row.low, row.high) if row.low is not None else None
    return Foretelling(row.key, row.name, row.outcome, row.assertion, row.by, row.basis, row.made, band)
