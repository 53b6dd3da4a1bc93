"""When a page was published: what it declares, what it shows its readers, what its address has, what htmldate finds."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from reportedly.clean.blocks import normal
from reportedly.clean.dates import date_line, metadata_date, month_number
from reportedly.clean.localdates import local_date

_DATE_NAMES = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "publication_date", "pubdate", "publishdate", "publish-date", "date.published", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date", "article.published", "cxenseparse:recs:publishtime", "article:publication_date", "originalpublicationdate", "article_date_original", "ptime", "displaydate", "published_at", "published-date", "date")  # fmt: skip
_NOT_MAIN = ("aside", "footer", "nav", "form")
_NOT_MAIN_WORDS = re.compile(r"related|recommend|promo|teaser|sidebar|footer|comment|popular|trending|more-?stories|most-?read|read-?next|newsletter|carousel|card|river|latest", re.IGNORECASE)  # fmt: skip
_DATE_WORDS = re.compile(r"date|time|publi|posted|meta|byline|stamp", re.IGNORECASE)
_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?:/|$|-)"),
    re.compile(r"[/_-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[/._-]|$)"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?:/|$)"),
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)/[A-Za-z_-]{2,24}/(\d{1,2})/(\d{1,2})/"),
)


def published(
    tree: HtmlElement,
    main: dict[str, Any] | None,
    named: dict[str, list[str]],
    url: str | None,
    language: str | None,
) -> tuple[str | None, str | None]:
    said = [main.get("datePublished"), main.get("dateCreated")] if main else []
    for value in [*said, *(v for n in _DATE_NAMES for v in named.get(n, ()))]:
        if isinstance(value, str) and (date := metadata_date(value)) and not date.startswith("1970-01-01"):
            return _own_day(date, url), "metadata"
    if date := _visible_date(tree, language):
        return date, "stated"
    # a date in the address is the site's own filing of the page, not a statement to readers
    if date := _address_date(url):
        return date, "inferred"
    return None, None


def _address_date(url: str | None) -> str | None:
    try:
        path = urlsplit(url).path if url else ""
    except ValueError:  # what the container called an address is none
        return None
    for pattern in _IN_ADDRESS:
        if m := pattern.search(path):
            month = m[2] if m[2].isdigit() else str(month_number(m[2]) or 0)
            if date := metadata_date(f"{m[1]}-{int(month):02}-{int(m[3]):02}"):
                return date
    return None


def _own_day(date: str, url: str | None) -> str:
    """Of an instant in universal time, the day that the outlet's calendar had, where the address tells it.

    A page of nine in the evening in New York states the next day; a reader there, and the text ("on Wednesday"), means
    the day before. Only a neighbouring day is taken: other days in addresses are those of an issue or an event.
    """
    said = _address_date(url) if date.endswith("+00:00") else None
    if not said or said == date[:10]:
        return date
    apart = abs((dt.date.fromisoformat(said) - dt.date.fromisoformat(date[:10])).days)
    return said if apart == 1 else date


def undeclared_date(tree: HtmlElement) -> str | None:
    """A day that htmldate (Barbaresi 2020) finds where the page declares none: for pages of an unknown build.

    Without its extensive search, which takes any date of the page, that of a copyright notice too, and without scripts.
    """
    bare = copy.deepcopy(tree)
    etree.strip_elements(bare, "script", "style", "aside", "footer", "nav", with_tail=False)
    try:
        found = find_date(bare, original_date=True, extensive_search=False, max_date="2100-01-01")
    except Exception:  # noqa: BLE001 -- whatever a hostile page makes of it, the article is read
        return None
    return metadata_date(found) if found and _is_written(found, etree.tostring(bare, encoding="unicode")) else None


def _is_written(date: str, page: str) -> bool:
    """The day stands in the page: of one without a day, or that cannot be, htmldate makes the first or today's."""
    year, month, day = date.split("-")
    m, d = rf"0?{int(month)}", rf"0?{int(day)}"
    forms = (
        rf"{year}\D{{0,3}}{m}\D{{0,3}}{d}(?!\d)",
        rf"(?<!\d){d}(?:\D{{1,3}}{m}\D{{1,3}}|\D{{2,20}})(?:{year}|{year[2:]})(?!\d)",
        rf"(?<!\d){m}\D{{1,3}}{d}\D{{1,3}}(?:{year}|{year[2:]})(?!\d)",
        rf"[^\W\d]\.?\s{{1,3}}{d}(?:st|nd|rd|th)?,?\s{{1,3}}{year}(?!\d)",
    )
    return any(re.search(form, page) for form in forms)


def _visible_date(tree: HtmlElement, language: str | None) -> str | None:
    """The first `time`, or element that is called a date, that is not of another story; a date of change comes after."""
    changed: str | None = None
    for element in tree.xpath('//time | //*[@itemprop="datePublished"]')[:30]:
        value = element.get("datetime") or element.get("content") or shown(element)
        if (date := metadata_date(value) or _local(value, language)) and not off_main(element):
            label = f"{element.get('class') or ''} {element.get('itemprop') or ''} {(element.getprevious().tail or '') if element.getprevious() is not None else (element.getparent().text or '')}"
            if not re.search(r"updat|modif", label, re.IGNORECASE):
                return date
            changed = changed or date
    for element in tree.iter("p", "span", "div", "small", "li", "em"):
        if len(element) > 3:
            continue
        text = (
            normal(shown(element))
            if _DATE_WORDS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            else ""
        )
        if not 8 <= len(text) <= 120 or not any(ch.isdigit() for ch in text):
            continue
        found = date_line(text) or local_date(text, language)
        if found and not off_main(element):
            if not found.later:
                return found.value
            changed = changed or found.value
    return changed


def _local(value: str, language: str | None) -> str | None:
    found = local_date(normal(value), language)
    return found.value if found else None


def off_main(element: HtmlElement) -> bool:
    """It stands in a part of the page that is about other stories."""
    node, depth = element, 0
    while node is not None and depth < 40:
        if node.tag in _NOT_MAIN or (
            depth < 12 and _NOT_MAIN_WORDS.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        ):
            return True
        node, depth = node.getparent(), depth + 1
    return False


def shown(element: HtmlElement) -> str:
    return " ".join(t for t in element.itertext() if isinstance(t, str))
