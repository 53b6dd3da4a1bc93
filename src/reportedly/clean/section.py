"""The section of an outlet that an article stands in: declared, named on the page, or the last crumb before it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from reportedly.clean.blocks import normal
from reportedly.model import Basis

LONGEST = 60
"""Characters of a section's name."""
MOST_CRUMBS = 12
_NAMES = ("article:section", "og:article:section", "article.section", "parsely-section", "cxenseparse:section", "articlesection")  # fmt: skip
_NO_NAME = re.compile(r"https?:|www\.|^[\W\d_]*$|[:=]\w")
_KINDS = frozenset({"article", "articles", "page", "post", "posts", "story", "stories", "tags", "uncategorized"})
"""What a publishing system calls its pages by itself."""
_EDITION = re.compile(r"/[a-z]{2}(?:-[a-z]{2})?/?", re.IGNORECASE)
_TRAILS = " | ".join(
    f'//{tag}[contains(@class, "readcrumb") or contains(@aria-label, "readcrumb")][.//a]'
    for tag in ("nav", "ol", "ul", "div")
)
Said = tuple[str | None, Basis | None]


def section_name(value: object) -> str | None:
    """A section's name as one line; None for what is none: an address, a number, a sentence."""
    said = normal(html.unescape(value)) if isinstance(value, str) else ""
    return said if 0 < len(said) <= LONGEST and not _NO_NAME.search(said) and said.lower() not in _KINDS else None


def section(
    tree: HtmlElement,
    nodes: Sequence[Mapping[str, Any]],
    main: Mapping[str, Any] | None,
    named: Mapping[str, Sequence[str]],
    titles: Sequence[str],
) -> Said:
    """What the page declares, in its JSON-LD or meta elements, else what it shows. `titles`: its own, which no crumb is."""
    declared = main.get("articleSection") if main else None
    for value in (
        *(declared if isinstance(declared, list) else [declared]),
        *(v for n in _NAMES for v in named.get(n, ())),
    ):
        if said := section_name(value):
            return said, "metadata"
    own = {_key(t) for t in titles}
    if said := _last(_listed(nodes), own):
        return said, "metadata"
    for element in tree.xpath('//*[@itemprop="articleSection"][not(self::meta)]')[:MOST_CRUMBS]:
        if said := section_name(_text(element)):
            return said, "stated"
    return (said, "stated") if (said := _last(_shown(tree), own)) else (None, None)


def _last(crumbs: Iterator[tuple[str, str]], own: set[str]) -> str | None:
    """The last of the crumbs (name, address) that is neither the front page nor the article."""
    found = None
    for at, (name, address) in enumerate(crumbs):
        if (said := section_name(name)) and _key(said) not in own and not _is_front(address, first=at == 0):
            found = said
    return found


def _listed(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The crumbs of a `BreadcrumbList`, each a `ListItem` with its name or an item that has it."""
    lists = [node if "itemListElement" in node else node.get("breadcrumb") for node in nodes]
    for node in lists:
        if not isinstance(node, Mapping) or "BreadcrumbList" not in str(node.get("@type")):
            continue
        items = node.get("itemListElement")
        some = items[:MOST_CRUMBS] if isinstance(items, list) else []
        for at in some:
            if isinstance(at, Mapping):
                item = at.get("item")
                inner = item if isinstance(item, Mapping) else {"@id": item}
                address = inner.get("@id") or inner.get("url")
                # a last one without address is the page itself
                if address or len(some) == 1 or at is not some[-1]:
                    yield str(at.get("name") or inner.get("name") or ""), str(address or "-")
        return


def _shown(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The links of the first trail of crumbs; what is no link is the page itself."""
    trails = tree.xpath(_TRAILS)
    for link in trails[0].xpath(".//a[@href]")[:MOST_CRUMBS] if trails else ():
        yield _text(link), link.get("href")


def _text(element: HtmlElement) -> str:
    return normal(" ".join(t for t in element.itertext() if isinstance(t, str)))


def _is_front(address: str, *, first: bool) -> bool:
    """The address of a site, or of an edition of it where the trail begins."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.query and (not parts.path.strip("/") or (first and bool(_EDITION.fullmatch(parts.path))))


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
