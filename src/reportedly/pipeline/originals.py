"""The bytes that articles were made from, to be handed out when a person asks for them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Kept:
    """One article's original."""

    article: str
    url: str | None
    title: str | None
    media_type: str
    moment: str
    """When it was fetched, else when the ledger got it: UTC, to the second."""
    sha256: str
    content: bytes


def originals(ledger: Ledger, articles: Sequence[Mapping[str, Any]]) -> Iterator[Kept]:
    """The originals of these articles of a document, by article id, one after the other."""
    from reportedly.read import media_type  # noqa: PLC0415 -- only where originals are asked for

    by_id = {a["id"]: a for a in articles}
    for original in ledger.originals(sorted(by_id)):
        article = by_id[original.article]
        yield Kept(
            article=original.article,
            url=article["url"],
            title=article["title"],
            media_type=media_type(original.content),
            moment=_moment(article["retrieved"]) or original.recorded,
            sha256=original.sha256,
            content=original.content,
        )


def _moment(retrieved: str | None) -> str | None:
    """A moment to the second with a `Z`, None where `retrieved` is none."""
    if retrieved is None or len(retrieved) < len("2030-01-01T00:00:00Z") or not retrieved.endswith("Z"):
        return None
    return f"{retrieved[:19]}Z"
