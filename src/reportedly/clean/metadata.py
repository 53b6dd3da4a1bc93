"""What an HTML page states of itself: schema.org JSON-LD, Open Graph and other meta elements, `time`, heading, title.

Nothing is taken from scripts other than JSON-LD, from the lists of other stories, or from file times.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml.html import HtmlElement

from reportedly.clean.blocks import normal
from reportedly.clean.names import byline_of, is_outlet
from reportedly.clean.published import Days, days, off_main
from reportedly.clean.section import section
from reportedly.model import Basis

MOST_JSON = 3_000_000
"""Characters of JSON-LD that are looked at in one element."""

_ARTICLE_TYPES = frozenset({"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "Article", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report", "SatiricalArticle", "AdvertiserContentArticle"})  # fmt: skip
_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
_AUTHOR_NAMES = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author", "article:author_name", "twitter:creator:name")  # fmt: skip
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "al:ios:app_name", "twitter:app:name:iphone", "cre", "publisher", "article:publisher_name", "apple-mobile-web-app-title")  # fmt: skip
_TITLE_CUT = re.compile(r"\s+(?:[|•·»—–]|-|::|/)\s+")
_NO_PERSON = re.compile(r"https?:|www\.|@|\.com\b|\d{3}", re.IGNORECASE)


@dataclass
class Metadata:
    title: str | None = None
    outlet: str | None = None
    outlet_basis: str | None = None
    byline: str | None = None
    days: Days = field(default_factory=Days)
    section: str | None = None
    section_basis: Basis | None = None
    url: str | None = None
    language: str | None = None
    body: str | None = None
    """The article's text, where the page carries it in its JSON-LD."""
    live: bool = False
    """The page says it is a live blog."""
    titles: tuple[str, ...] = field(default=())
    """Every form of the headline the page gives, for finding it in the text."""


def read_metadata(tree: HtmlElement, address: str | None) -> Metadata:
    """What the page says; `address` is where it was got, if that is known."""
    nodes = list(json_ld(tree))
    named = _meta(tree)
    live = next((n for n in nodes if "LiveBlogPosting" in _types(n)), None)
    main = _main(tree, [n for n in nodes if _types(n) & (_ARTICLE_TYPES - {"LiveBlogPosting"})], named) or live
    found = Metadata(live=live is not None)
    found.url = _canonical(tree, named, address)
    found.outlet, found.outlet_basis = _outlet(tree, nodes, main, named, found.url or address)
    found.title, found.titles = _title(tree, main, named, found.outlet)
    found.byline = _byline(tree, main, named, found.outlet)
    language = tree.get("lang") or tree.get("xml:lang") or ""
    found.language = language[:2].lower() if re.match(r"[A-Za-z]{2}(?:[-_]|$)", language) else None
    found.days = days(tree, main, named, found.url or address, found.language)
    found.section, found.section_basis = section(tree, nodes, main, named, found.titles)
    body = main.get("articleBody") if main else None
    found.body = body if isinstance(body, str) else None
    return found


def _main(tree: HtmlElement, articles: Sequence[dict[str, Any]], named: dict[str, list[str]]) -> dict[str, Any] | None:
    """Of several articles that the JSON-LD has, the first that is headed as the page is: others are of other stories."""
    if len(articles) > 1:
        element = next(tree.iter("title"), None)
        said = _first(named, ("og:title", "twitter:title")) or (
            _words(element.text_content()) if element is not None else None
        )
        own = (n for n in articles if (head := _words(n.get("headline"))) and said and _alike(head, said))
        return next(own, articles[0])
    return articles[0] if articles else None


# ---- JSON-LD and meta elements


def json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD: those at the top, in a `@graph`, and what they say is their main entity."""
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" not in kind or not script.text or len(script.text) > MOST_JSON:
            continue
        text = (
            script.text.strip()
            .removeprefix("<!--")
            .removesuffix("-->")
            .strip()
            .removeprefix("<![CDATA[")
            .removesuffix("]]>")
            .rstrip(" ;")
        )
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for top in data if isinstance(data, list) else [data]:
            if not isinstance(top, dict):
                continue
            graph = top.get("@graph")
            for node in graph if isinstance(graph, list) else [top]:
                if isinstance(node, dict):
                    yield node
                    for key in ("mainEntity", "mainEntityOfPage"):
                        if isinstance(node.get(key), dict) and _types(node[key]) & _ARTICLE_TYPES:
                            yield node[key]


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {str(k).rsplit("/", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)}


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Name or property, lower case -> contents, in page order."""
    named: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and (value := _words(content)):
            named.setdefault(name.strip().lower(), []).append(value)
    return named


def _words(text: object) -> str | None:
    """A value as one line of text, entities resolved (JSON-LD often has them twice), without tags."""
    if not isinstance(text, str):
        return None
    return normal(re.sub(r"<[^<>]{0,200}>", "", entities.unescape(text)))[:600] or None


def _first(named: dict[str, list[str]], names: Sequence[str]) -> str | None:
    return next((named[n][0] for n in names if n in named), None)


# ---- each fact, best witness first


def _parts(url: str) -> SplitResult:
    """An address in its parts; one that is none has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _canonical(tree: HtmlElement, named: dict[str, list[str]], address: str | None) -> str | None:
    """The page's own address, else where it was got."""
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    for said in [*links, *named.get("og:url", [])]:
        if not said:
            continue
        try:
            url = urljoin(address or "", said.strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        # a page that calls the site's front page its address has none of its own
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return str(parts._replace(fragment="").geturl())[:2000]
    return address


def _outlet(
    tree: HtmlElement,
    nodes: Sequence[dict[str, Any]],
    main: dict[str, Any] | None,
    named: dict[str, list[str]],
    url: str | None,
) -> tuple[str | None, str | None]:
    publisher = _named_node(main.get("publisher")) if main else None
    site = _first(named, _SITE_NAMES)
    for name in (site, publisher):
        if name and not _is_host(name) and len(name) <= 60 and not name.startswith("@"):
            return name, "metadata"
    for node in nodes:
        if _types(node) & {*_ORGANISATIONS, "WebSite"} and (name := _words(node.get("name"))) and not _is_host(name) and len(name) <= 60:  # fmt: skip
            return name, "metadata"
    for name in (site, publisher):
        if name and len(name) <= 60:
            return name, "metadata"
    host = _parts(url).hostname if url else None
    if name := _in_title(tree, host):
        return name, "metadata"
    return (host.removeprefix("www."), "url") if host else (None, None)


def _in_title(tree: HtmlElement, host: str | None) -> str | None:
    """The site's name at the end of the page's title, where it is the host's too or reads as an outlet's."""
    element = next(tree.iter("title"), None)
    parts = _TITLE_CUT.split(_words(element.text_content()) or "") if element is not None else []
    if len(parts) < 2:
        return None
    key = re.sub(r"\W+", "", parts[-1].lower())
    own = len(key) >= 4 and key.removeprefix("the") in re.sub(r"\W+", "", host or "")
    return parts[-1] if own or is_outlet(parts[-1]) else None


def _is_host(name: str) -> bool:
    return bool(re.fullmatch(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", name.lower()))


def _named_node(value: object) -> str | None:
    """The name of an organisation given as an object, a list of them, or a string."""
    for item in value if isinstance(value, list) else [value]:
        name = _words(item.get("name")) if isinstance(item, dict) else _words(item)
        if name and not name.lower().startswith("http"):
            return name
    return None


def _title(
    tree: HtmlElement, main: dict[str, Any] | None, named: dict[str, list[str]], outlet: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The heading that readers see where it agrees with what the page says elsewhere, without the site's name."""
    said = [_words(main.get("headline")) if main else None, _first(named, ("og:title", "twitter:title", "dc.title", "headline", "title"))]  # fmt: skip
    element = next(tree.iter("title"), None)
    page_title = _words(element.text_content()) if element is not None else None
    stated = [s for s in (*said, page_title) if s]
    heads = [t for h in tree.iter("h1") if (t := _words(_text(h))) and t.count(" ") >= 1]
    shown = next((h for h in heads if any(_alike(h, s) for s in stated)), None)
    best = shown or (heads[0] if len(heads) == 1 and not stated else None) or next(iter(stated), None)
    forms = tuple(dict.fromkeys(_without_site(t, outlet) for t in (*stated, *([shown] if shown else []))))
    return (_without_site(best, outlet) if best else None), forms


def _text(element: HtmlElement) -> str:
    return " ".join(t for t in element.itertext() if isinstance(t, str))


def _alike(a: str, b: str) -> bool:
    """Most words of the shorter title are in the other."""
    one, two = (set(re.findall(r"\w+", t.lower())) for t in (a, b))
    return bool(one and two) and len(one & two) >= 0.5 * min(len(one), len(two)) and len(one) >= 2


def _without_site(title: str, outlet: str | None) -> str:
    """A title without " | Example News" at its end or "Example News: " at its start."""
    parts = _TITLE_CUT.split(title)
    if len(parts) < 2:
        return title
    site = re.sub(r"\W+", "", (outlet or "").lower())
    for take, edge in ((-1, parts[-1]), (0, parts[0])):
        key = re.sub(r"\W+", "", edge.lower())
        if key and site and (key in site or site in key) and len(key) >= 2:
            where = title.rfind(edge) if take else len(edge)
            left = title[:where] if take else title[where:]
            cut = re.sub(r"^[\s|•·»—–:/-]+|[\s|•·»—–:/-]+$", "", left)
            return _without_section(cut) if cut.count(" ") >= 1 else title
    return title


def _without_section(title: str) -> str:
    """A title without the section that stood before the site's name ("Headline here | Politics")."""
    head, bar, last = title.rpartition(" | ")
    return head if bar and last.count(" ") <= 2 and head.count(" ") >= 3 else title


def _byline(
    tree: HtmlElement, main: dict[str, Any] | None, named: dict[str, list[str]], outlet: str | None
) -> str | None:
    people = [_person(a) for a in _listed(main.get("author") or main.get("creator"))] if main else []
    names = [n for p in people if p for n in _split(p) if not _is_outlet_name(n, outlet)]
    if not names:
        for key in _AUTHOR_NAMES:
            names += [n for v in named.get(key, ()) for n in _split(v) if not _is_outlet_name(n, outlet)]
            if names:
                break
    if not names:
        names = [n for n in _visible_names(tree) if not _is_outlet_name(n, outlet)][:4]
    names = list(dict.fromkeys(names))[:8]
    if not names:
        return None
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _person(value: object) -> str | None:
    if isinstance(value, dict):
        if _types(value) & _ORGANISATIONS:
            return None
        value = value.get("name")
    if isinstance(value, list):
        value = ", ".join(v for v in value if isinstance(v, str))
    return _words(value)


def _split(said: str) -> list[str]:
    """The names in an author field: "By Jane Doe and Al Roe, Example News"."""
    if _NO_PERSON.search(said) or len(said) > 200:
        return []
    said = re.sub(r"^(?:by|written by)\s+", "", said, flags=re.IGNORECASE)
    parts = [p.strip(" .;") for p in re.split(r"\s*(?:[,;|]|\band\b|&)\s*", said)]
    kept = []
    for part in parts:
        named = byline_of(part, bare=True)
        if named and named[0]:
            kept.append(named[0])
        elif part.count(" ") <= 3 and part[:1].isupper() and len(part) > 2 and not kept and len(parts) == 1:
            kept.append(part)
    return kept


def _is_outlet_name(name: str, outlet: str | None) -> bool:
    one, two = (re.sub(r"\W+", "", (x or "").lower()) for x in (name, outlet))
    return not one or bool(two and (one in two or two in one)) or is_outlet(name) or bool(re.search(r"\b(?:staff|admin|editor|team|newsroom|desk|agency|agencies|press|news|editorial|wire|guest|contributor)\b", name, re.IGNORECASE))  # fmt: skip


def _visible_names(tree: HtmlElement) -> Iterator[str]:
    """Names in elements that the page marks as its author's."""
    for element in tree.xpath(
        '//*[@rel="author" or @itemprop="author" or contains(@class, "byline") or contains(@class, "author-name")]'
    )[:12]:
        if off_main(element):
            continue
        text = normal(_text(element))
        if 3 < len(text) < 120:
            named = byline_of(text, bare=element.get("rel") == "author" or element.get("itemprop") == "author")
            if named and named[0]:
                yield named[0]
