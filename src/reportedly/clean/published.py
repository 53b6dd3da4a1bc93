"""When a page was published: what it declares, what it shows its readers, what its address has, what htmldate finds."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from reportedly.clean.blocks import normal
from reportedly.clean.dates import date_line, is_later, metadata_date, month_number
from reportedly.clean.localdates import MOST_CHARS, date_of_change, local_date
from reportedly.model import Basis, PublishedBasis

_DATE_NAMES = ("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "publication_date", "pubdate", "publishdate", "publish-date", "date.published", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "dc.date", "article.published", "cxenseparse:recs:publishtime", "article:publication_date", "originalpublicationdate", "article_date_original", "article:published", "rnews:datepublished", "bt:pubdate", "og:pubdate", "og:publish_date", "dcterms.issued", "dc.date.published", "citation_publication_date", "cxenseparse:publishtime", "weibo: article:create_at", "ptime", "displaydate", "published_at", "published-date", "date")  # fmt: skip
_CHANGE_NAMES = ("article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time", "og:modified_time", "datemodified", "dateupdated", "dcterms.modified", "dc.date.modified", "dc.modified", "article.updated", "article.modified", "parsely-modified-date", "updated_at", "modified_at", "date.modified", "lastmodified", "article_date_updated", "lastupdated")  # fmt: skip
_PUBLISHED_WORDS = re.compile(r"publi|posted|created", re.IGNORECASE)
_CHANGE_WORDS = re.compile(r"updat|modif", re.IGNORECASE)
_DATED = (
    '//time | //relative-time | //*[@itemprop="datePublished" or @itemprop="dateModified"]'
    ' | //*[contains(@property, "datePublished") or contains(@property, "dateModified")]'
    ' | //abbr[contains(@class, "published") or contains(@class, "updated")] | //h1'
)
_LEVELS = 40
"""Elements around a date that are looked at, and those nearest to it, whose names count."""
_NAMED_LEVELS = 12
MOST_DATED = 30
"""Elements that hold nothing but a date, and are looked at."""
MOST_LOOKED_AT = 500
"""Elements that are called a date, or of one, and are looked at."""
_NOT_MAIN = ("aside", "footer", "nav")
_NOT_MAIN_WORDS = re.compile(r"related|recommend|promo|teaser|sidebar|footer|comment|popular|trending|more-?stories|most-?read|read-?next|newsletter|carousel|card|river|latest", re.IGNORECASE)  # fmt: skip
_DATE_WORDS = re.compile(r"date|time|publi|posted|meta|byline|stamp", re.IGNORECASE)
_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?:/|$|-)"),
    re.compile(r"[/_-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[/._-]|$)"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?:/|$)"),
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)/[A-Za-z_-]{2,24}/(\d{1,2})/(\d{1,2})/"),
)


@dataclass
class Days:
    """When a page was published and last changed, each with who says so."""

    published: str | None = None
    published_basis: PublishedBasis | None = None
    updated: str | None = None
    updated_basis: Basis | None = None


def days(
    tree: HtmlElement,
    main: dict[str, Any] | None,
    named: dict[str, list[str]],
    url: str | None,
    language: str | None,
) -> Days:
    """What the page declares, else shows, else has in its address."""
    said = main or {}
    declared = _first_date([said.get("datePublished"), said.get("dateCreated")], _DATE_NAMES, named, language)
    changed = _first_date([said.get("dateModified")], _CHANGE_NAMES, named, language)
    found = Days(updated=changed, updated_basis="metadata" if changed else None)
    shown = change = None
    if not declared or not changed:
        shown, change = _visible_dates(tree, language)
    if not changed and change:
        found.updated, found.updated_basis = change, "stated"
    if declared:
        found.published, found.published_basis = _own_day(declared, url), "metadata"
        if found.updated and not is_later(found.updated, declared):
            found.updated = found.updated_basis = None
    elif shown:
        found.published, found.published_basis = shown, "stated"
    # a date in the address is the site's own filing of the page, not a statement to readers
    elif date := _address_date(url):
        found.published, found.published_basis = date, "inferred"
    elif change:
        # it was published by then
        found.published, found.published_basis = change, "inferred"
    return found


def _first_date(
    values: list[Any], names: Sequence[str], named: dict[str, list[str]], language: str | None
) -> str | None:
    for value in [*values, *(v for n in names for v in named.get(n, ()))]:
        said = str(value) if isinstance(value, int) else value
        if isinstance(said, str) and (date := _read(said, language)) and not date.startswith("1970-01-01"):
            return date
    return None


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


def _visible_dates(tree: HtmlElement, language: str | None) -> tuple[str | None, str | None]:
    """The first date of publication, and of a change, that the page shows outside of what is about other stories.

    Each is in a `time` element or the like, or in one that is called a date. What stands over the heading and in no
    article may be the day on which the page was saved: it is the last choice.
    """
    first, above, changed = None, None, None
    started = tree.find(".//h1") is None
    for element in tree.xpath(_DATED)[:MOST_DATED]:
        if element.tag == "h1":
            started = True
            continue
        forms = (element.get("datetime"), element.get("content"), element.get("title"), shown(element))
        date = next((d for form in forms if form and (d := _read(form, language))), None)
        if not date or off_main(element):
            continue
        if _is_change(element):
            changed = changed or date
        elif started or _in_article(element):
            first = first or date
        else:
            above = above or date
        if first and changed:
            return first, changed
    line, change = _date_lines(tree, language)
    return first or line or above, changed or change


def _date_lines(tree: HtmlElement, language: str | None) -> tuple[str | None, str | None]:
    """Likewise of short elements whose names call them dates."""
    first, above, changed = None, None, None
    started = tree.find(".//h1") is None
    looked = 0
    for element in tree.iter("p", "span", "div", "small", "li", "em", "h1"):
        if element.tag == "h1":
            started = True
            continue
        name, own = element.get("class"), element.get("id")
        if not (name or own) or len(element) > 3 or not _DATE_WORDS.search(f"{name or ''} {own or ''}"):
            continue
        text = normal(shown(element))
        if not 8 <= len(text) <= MOST_CHARS or not any(ch.isdigit() for ch in text):
            continue
        looked += 1
        found = date_line(text) or local_date(text, language)
        if found and not off_main(element):
            if found.later:
                changed = changed or found.value
            elif started or _in_article(element):
                first = first or found.value
                changed = changed or date_of_change(text, language)
            else:
                above = above or found.value
        if (first and changed) or looked > MOST_LOOKED_AT:
            break
    return first or above, changed


def _is_change(element: HtmlElement) -> bool:
    """Its own names, or the words before it, call it the time of a change; many systems write "published updated"."""
    before = element.getprevious()
    words = element.getparent().text if before is None else before.tail
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}"
    return bool(_CHANGE_WORDS.search(f"{names} {words or ''}")) and not _PUBLISHED_WORDS.search(names)


def _in_article(element: HtmlElement) -> bool:
    return any(node.tag in ("article", "main") or node.get("role") == "main" for node in element.iterancestors())


def _read(value: str, language: str | None) -> str | None:
    """A date as metadata give it, else as people write it in some language."""
    if date := metadata_date(value):
        return date
    found = local_date(normal(value[: 2 * MOST_CHARS]), language)
    return found.value if found else None


def off_main(element: HtmlElement) -> bool:
    """It stands in a part of the page that is about other stories."""
    node, depth = element, 0
    while node is not None and depth < _LEVELS:
        if node.tag in _NOT_MAIN:
            return True
        named = depth < _NAMED_LEVELS and _NOT_MAIN_WORDS.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        if (named or node.tag == "form") and not _holds_most(node):
            return True
        node, depth = node.getparent(), depth + 1
    return False


def _holds_most(node: HtmlElement) -> bool:
    """Most paragraphs of the page: the name of what is around all of it ("with-sidebar") tells nothing of its parts."""
    held = node.xpath("count(.//p)")
    return bool(held and 2 * held > node.xpath("count(//p)"))


def shown(element: HtmlElement) -> str:
    return " ".join(t for t in element.itertext() if isinstance(t, str))
