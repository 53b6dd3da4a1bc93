"""Snapshot -> Article."""

from __future__ import annotations

import hashlib

from reportedly.clean.blocks import normal
from reportedly.clean.dates import is_later, metadata_date
from reportedly.clean.decode import decode
from reportedly.clean.parts import Parts
from reportedly.clean.plain import read_plain
from reportedly.clean.section import section_name
from reportedly.clean.wire import credits_of, signs
from reportedly.errors import NoArticle, TooLong
from reportedly.model import Article, Basis, Hints, OutletBasis, PublishedBasis, Snapshot
from reportedly.settings import Limits


def clean(snapshot: Snapshot, limits: Limits) -> Article:
    """The article that a snapshot holds. What neither the page nor its container states is None.

    Raises:
        NoArticle: there is no prose in it.
        TooLong: there is more than `limits.article_chars` of it.

    """
    html = snapshot.media_type == "text/html"
    text = decode(snapshot.content, html=html, charset=snapshot.charset)
    if html:
        from reportedly.clean.page import read_page  # noqa: PLC0415 - trafilatura and lxml only where there is HTML

        parts = read_page(text, snapshot.url, snapshot.hints)
    else:
        if len(text) > 4 * limits.article_chars:
            raise _too_long(len(text), limits, snapshot)
        parts = read_plain(text, snapshot.hints)
    body = "\n\n".join(parts.paragraphs)
    if not any(ch.isalpha() for ch in body):
        raise NoArticle("no article in it", where=snapshot.name)
    if len(body) > limits.article_chars:
        raise _too_long(len(body), limits, snapshot)
    return _article(snapshot, parts, body)


def _too_long(length: int, limits: Limits, snapshot: Snapshot) -> TooLong:
    return TooLong(
        f"{length:,} characters, more than {limits.article_chars:,}",
        where=snapshot.name,
        hint="raise limits.article_chars",
    )


def article_id(url: str | None, text: str) -> str:
    """`a` and the first 12 hex digits of the SHA-256 of canonical URL and text: one id for one version of an article."""
    return "a" + hashlib.sha256(f"{url or ''}\n{text}".encode()).hexdigest()[:12]


def _article(snapshot: Snapshot, parts: Parts, body: str) -> Article:
    hints = snapshot.hints
    url = parts.url or snapshot.url
    published, published_basis = _published(hints, parts)
    updated, updated_basis = _updated(hints, parts, published)
    section, section_basis = _section(hints, parts)
    outlet, outlet_basis = _outlet(hints, parts)
    return Article(
        id=article_id(url, body),
        text=body,
        text_sha256=hashlib.sha256(body.encode()).hexdigest(),
        file=snapshot.file,
        url=url,
        outlet=outlet,
        outlet_basis=outlet_basis,
        title=_said(hints.title) or parts.title,
        byline=_said(hints.byline) or parts.byline,
        language=parts.language,
        credit=credits_of(
            parts.paragraphs,
            (f.text for f in parts.furniture),
            _said(hints.byline) or parts.byline,
            (
                f.text
                for f in parts.furniture
                if f.kind == "byline" or (f.kind in ("source", "outlet") and signs(f.text))
            ),
        ),
        published=published,
        published_basis=published_basis,
        updated=updated,
        updated_basis=updated_basis,
        section=section,
        section_basis=section_basis,
        dateline=parts.dateline,
        retrieved=snapshot.retrieved,
        furniture=parts.furniture,
    )


def _said(hint: str | None) -> str | None:
    return normal(hint) or None if hint else None


def _published(hints: Hints, parts: Parts) -> tuple[str | None, PublishedBasis | None]:
    """What the container says, else what the page says: one that knows a change alone (many feeds) says it last."""
    value = metadata_date(hints.published) if hints.published else None
    changed = hints.published == hints.updated
    if value and not changed:
        return value, hints.basis
    if value and not parts.published:
        return value, "inferred"
    return parts.published, parts.published_basis if parts.published else None


def _updated(hints: Hints, parts: Parts, published: str | None) -> tuple[str | None, Basis | None]:
    """What the container says, else what the page says; nothing where it is no later than publication."""
    said = metadata_date(hints.updated) if hints.updated else None
    for value, basis in ((said, hints.basis), (parts.updated, parts.updated_basis)):
        if value and basis and is_later(value, published):
            return value, basis
    return None, None


def _section(hints: Hints, parts: Parts) -> tuple[str | None, Basis | None]:
    if hints.section and (said := section_name(hints.section)):
        return said, hints.basis
    return parts.section, parts.section_basis


def _outlet(hints: Hints, parts: Parts) -> tuple[str | None, OutletBasis | None]:
    if said := _said(hints.outlet):
        return said, hints.basis
    return parts.outlet, parts.outlet_basis if parts.outlet else None
