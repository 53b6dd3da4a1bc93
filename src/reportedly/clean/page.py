"""An HTML page -> the parts of an article: trafilatura takes the main text out, the rest is recognised here.

trafilatura (Barbaresi 2021) in its balanced setting; where that finds too little, its recall setting, then the text that
the page carries in its JSON-LD. Its paragraphs keep their element's kind and go through the furniture recogniser.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree, html
from lxml.html import HtmlElement

from reportedly.clean.blocks import Piece, Tag, ends_sentence, normal
from reportedly.clean.furniture import Page, cut, recognise
from reportedly.clean.languages import language_of
from reportedly.clean.lines import beside_body, head_lines, stated_byline, stated_days
from reportedly.clean.metadata import Metadata, read_metadata
from reportedly.clean.names import is_outlet
from reportedly.clean.parts import Parts
from reportedly.clean.plain import self_named
from reportedly.clean.published import undeclared_date
from reportedly.clean.wire import dateline
from reportedly.model import Furniture, FurnitureKind, Hints

ENOUGH = 250
"""Characters below which a page's main text is looked for again, with less care."""
MOST_BLOCKS = 6_000
"""Block elements up to which trafilatura compares its text with that of other extractors: one of them (jusText) takes
time as the square of their number. News pages have hundreds."""
_QUIET = logging.getLogger("trafilatura")
_BLOCKS = frozenset({"p", "head", "item", "quote", "list", "div", "table", "row", "cell", "body"})
_TAGS: dict[str, Tag] = {"head": "head", "item": "item", "quote": "quote"}
_POSTS = re.compile(
    r"twitter-tweet|instagram-media|tiktok-embed|fb-post|bluesky-embed|reddit-embed|truthsocial|mastodon-embed"
)
_BLOCKS_COUNTED = " + ".join(f"count(//{tag})" for tag in ("p", "div", "li", "br", "tr", "td", "dt", "dd", "h2", "h3"))
_TEXTLESS = (
    "script",
    "style",
    "svg",
    "template",
    "link",
    "meta",
    "iframe",
    "object",
    "embed",
    "canvas",
    "input",
    "select",
    "option",
    "track",
    "param",
    "map",
    "source",
)
_BOX_TAGS = ("div", "section", "aside", "ul", "p", "ps-promo", "figure", "amp-list")
_TEASERS = re.compile(
    r"(?:^|[\s_-])(?:promo|teasers?|recirc\w*|related[\w-]*|newsletter[\w-]*|most-?(?:read|popular|viewed|shared)|popular[\w-]*|trending|"
    r"read-?(?:more|next|also)|more-?(?:from|stories|on|news)|recommend\w*|also-like|cross-?sell|outbrain|taboola|collections__card|"
    r"(?:about-the-)?author-?(?:bio|box|info|card|description)[\w-]*|share-?(?:bar|tools|buttons)|social-?share|sign-?up|subscri\w+-?(?:box|promo|cta)|comments?-?(?:area|section|list))(?:$|[\s_-])",
    re.IGNORECASE,
)
TEASER_SHARE = 0.25
"""Of the page's paragraphs: a box with more is no teaser, whatever it is called."""
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read_page(text: str, address: str | None, hints: Hints) -> Parts:
    """The parts of a page, its text already decoded. No paragraphs where there is no article."""
    tree = parse(text)
    if tree is None:
        return Parts()
    found = read_metadata(tree, address)
    days = found.days
    if not days.published and (day := undeclared_date(tree)):
        days.published, days.published_basis = day, "inferred"
    # all that holds no text of the page, before trafilatura copies the tree for each of its attempts
    etree.strip_elements(tree, *_TEXTLESS, with_tail=False)
    links = _link_texts(tree)
    posts = _take_out_posts(tree)
    body, live = _live_body(tree) if found.live else (None, [])
    _take_out_teasers(tree)
    pieces = _main_text(body if body is not None else tree, found, links)
    if hints.title:
        found.titles = (*found.titles, normal(hints.title))
    outlet = hints.outlet or found.outlet
    language = language_of("\n\n".join(p.text for p in pieces)) or found.language
    pieces = cut(pieces, language)
    known = _titles(pieces, found) | head_lines(pieces, language) | beside_body(pieces, found.body)
    day, change = stated_days(pieces, known, language)
    if days.published_basis in (None, "inferred") and day:
        days.published, days.published_basis = day, "stated"
    if not days.updated and change:
        days.updated, days.updated_basis = change, "stated"
    found.byline = found.byline or stated_byline(pieces, known, language)
    kinds = recognise(
        pieces,
        Page(
            html=True,
            outlet=outlet if found.outlet_basis != "url" else None,
            title=found.title,
            language=language,
        ),
        known,
    )
    prose = [p.text for p, kind in zip(pieces, kinds, strict=True) if kind is None]
    wire = next((w for t in prose[:3] if (w := dateline(t))[2]), (None, None, 0))
    if found.outlet_basis in (None, "url"):
        if own := self_named(prose):
            found.outlet, found.outlet_basis = own, "stated"
        elif wire[1]:
            found.outlet, found.outlet_basis = wire[1], "dateline"
    furniture = [Furniture(p.text, kind) for p, kind in zip(pieces, kinds, strict=True) if kind]
    return Parts(
        paragraphs=tuple(prose),
        furniture=(*furniture, *(Furniture(p, "social") for p in posts), *(Furniture(p, "live") for p in live)),
        title=found.title,
        outlet=found.outlet,
        outlet_basis=found.outlet_basis,  # type: ignore[arg-type]  # one of the literals
        byline=found.byline,
        published=days.published,
        published_basis=days.published_basis,
        updated=days.updated,
        updated_basis=days.updated_basis,
        section=found.section,
        section_basis=found.section_basis,
        dateline=wire[0],
        url=found.url,
        language=language,
    )


def parse(text: str) -> HtmlElement | None:
    """The page's tree; None where there is no element in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(_XML_DECLARATION.sub("", text).encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if len(tree) else None


def _link_texts(tree: HtmlElement) -> frozenset[str]:
    """What links say, as far as it is long enough to be another story's headline."""
    texts = (str(a.text_content()) for a in tree.iter("a"))
    return frozenset(normal(t) for t in texts if 15 <= len(t) <= 400)


def _take_out_posts(tree: HtmlElement) -> list[str]:
    """Embedded posts of social media, taken out of the tree: others' words in others' pages, with their own dates."""
    taken = []
    for element in list(tree.iter("blockquote", "amp-twitter")):
        if _POSTS.search(element.get("class") or "") or element.tag == "amp-twitter":
            if text := normal(" ".join(t for t in element.itertext() if isinstance(t, str))):
                taken.append(text)
            element.drop_tree()
    return taken


def _take_out_teasers(tree: HtmlElement) -> None:
    """Boxes that the page's own class names call teasers, newsletters or author notes, where they are a small part."""
    boxes = [e for e in tree.iter(*_BOX_TAGS) if (name := e.get("class") or e.get("id")) and _is_teaser(name)]
    if not boxes:
        return
    most = TEASER_SHARE * sum(len(p.text or "") + len(p.tail or "") for p in tree.iter("p"))
    for box in boxes:
        size = sum(len(t) for p in box.iter("p") for t in p.itertext())
        if box.getparent() is not None and size <= most:
            box.drop_tree()


@functools.lru_cache(maxsize=4096)
def _is_teaser(name: str) -> bool:
    """A page has few names for many boxes."""
    return bool(_TEASERS.search(name))


def _live_body(tree: HtmlElement) -> tuple[HtmlElement | None, list[str]]:
    """Of a live blog, what the page marks as the article's body, posts included; else the page without its posts.

    A post has its own time: where the page does not call the posts its article, the article is what stands above them, and
    they are given back as such.
    """
    marked = tree.xpath('//*[@itemprop="articleBody"]')
    posts = tree.xpath('//*[starts-with(@id, "post-") or starts-with(@id, "livepost") or starts-with(@id, "block-") or contains(@class, "live-post") or contains(@class, "liveblog-post") or contains(@itemprop, "liveBlogUpdate")]')  # fmt: skip
    if marked and any(m is p or m in p.iterancestors() for m in marked[:20] for p in posts[:1]):
        root = html.Element("div")
        for element in marked:
            if not any(a.get("itemprop") == "articleBody" for a in element.iterancestors()):
                root.append(element)
        return root, []
    said: list[str] = []
    taken = set(posts)
    for post in posts:
        # a post within a post goes with it
        if post.getparent() is not None and not any(above in taken for above in post.iterancestors()):
            said.append(normal(" ".join(t for t in post.itertext() if isinstance(t, str))))
            post.drop_tree()
    return None, [text for text in said if text]


def _main_text(tree: HtmlElement, found: Metadata, links: frozenset[str]) -> list[Piece]:
    """The pieces of the main text, by the first way that finds enough."""
    if tree.tag != "html":
        # the page has said where its article is: only its paragraphs are wanted
        return list(_marked(tree, links))
    best: list[Piece] = []
    fast = tree.xpath(_BLOCKS_COUNTED) > MOST_BLOCKS
    for setting in ({}, {"favor_recall": True}):
        pieces = _extracted(tree, links, fast=fast, **setting)
        if sum(len(p.text) for p in pieces) > sum(len(p.text) for p in best):
            best = pieces
        if sum(len(p.text) for p in best) >= ENOUGH:
            return best
    if found.body and len(found.body) > sum(len(p.text) for p in best):
        lines = [line for raw in found.body.splitlines() if (line := normal(raw))]
        return [Piece(line, n) for n, line in enumerate(lines)]
    return best


def _marked(tree: HtmlElement, links: frozenset[str]) -> Iterator[Piece]:
    for block, element in enumerate(tree.iter("p", "h2", "h3", "h4", "li")):
        text = normal("".join(t for t in element.itertext() if isinstance(t, str)))
        if text and not (element.tag == "li" and element.find(".//p") is not None):
            tag: Tag = "p" if element.tag == "p" else "item" if element.tag == "li" else "head"
            yield Piece(text, block, tag, text in links)


def _extracted(tree: HtmlElement, links: frozenset[str], **setting: Any) -> list[Piece]:
    level = _QUIET.level
    _QUIET.setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=False, with_metadata=False, **setting
        )
    except (RecursionError, etree.LxmlError, ValueError, TypeError, AttributeError):
        return []
    finally:
        _QUIET.setLevel(level)
    body = getattr(document, "body", None)
    pieces = list(_pieces(body, links)) if body is not None else []
    return pieces if any(ch.isalpha() for p in pieces for ch in p.text) else []


def _pieces(body: Any, links: frozenset[str]) -> Iterator[Piece]:
    """Trafilatura's elements as pieces: what stands between two block elements is one, or several where lines end it."""
    block = 0
    kinds: list[Tag] = ["p"]
    lines: list[str] = [""]
    for event, node in etree.iterwalk(body, events=("start", "end")):
        name = node.tag
        blocked = name in _BLOCKS or node.getparent() is body
        if event == "start":
            if blocked:
                yield from _flushed(lines, block, kinds[-1], links)
                if node.getparent() is body:
                    block += 1
                kinds.append("quote" if kinds[-1] == "quote" else _TAGS.get(name, kinds[-1] if name == "div" else "p"))
            elif name == "lb":
                lines.append("")
            lines[-1] += node.text or ""
        elif node is not body:
            if blocked:
                yield from _flushed(lines, block, kinds.pop(), links)
            lines[-1] += node.tail or ""
    yield from _flushed(lines, block, kinds[-1], links)


def _flushed(lines: list[str], block: int, tag: Tag, links: frozenset[str]) -> Iterator[Piece]:
    for text in _paragraphs(lines):
        yield Piece(text, block, tag, text in links)
    lines[:] = [""]


def _paragraphs(lines: list[str]) -> list[str]:
    """Lines that breaks part, as paragraphs; a break is a space, but for those that part whole sentences."""
    parts: list[str] = []
    for line in map(normal, lines):
        if not line:
            continue
        rule = not any(ch.isalnum() for ch in line) or (parts and not any(ch.isalnum() for ch in parts[-1]))
        if parts and not rule and not (ends_sentence(parts[-1]) and len(parts[-1]) > 80 and len(line) > 40):
            parts[-1] += " " + line
        else:
            parts.append(line)
    return parts


def _titles(pieces: list[Piece], found: Metadata) -> dict[int, FurnitureKind]:
    """The headline where it stands in the text again, and an outlet's line above the prose."""
    keys = {_key(t) for t in found.titles if t.count(" ") >= 2}
    known: dict[int, FurnitureKind] = {}
    for at, piece in enumerate(pieces[:6]):
        if _key(piece.text) in keys:
            known[at] = "title"
        elif at < 3 and is_outlet(piece.text):
            known[at] = "outlet"
    return known


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
