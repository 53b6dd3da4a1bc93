"""From the document's values to safe HTML: links, ids, sentences with their marks. The only place that makes markup of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup, escape

from reportedly.views import calibration, digest, graph, places, svg, wording
from reportedly.views.lookup import Lookup, Summary, evidence_spans

Json = Mapping[str, Any]


def environment() -> Environment:
    """The templates with what they call. A new one each time: the pages of the server lead elsewhere than the report's."""
    found = Environment(
        loader=PackageLoader("reportedly.views"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # A document of another version may lack a field: what is absent is shown as not stated, like null.
        undefined=ChainableUndefined,
    )
    found.globals.update(
        wording=wording,
        svg=svg,
        graph=graph,
        calibration=calibration,
        digest=digest,
        places=places,
        sentences=sentences,
        evidence=evidence,
        text_of=text_of,
        copies=copies,
        facts=facts,
        headline=headline,
        unstated=unstated,
        NOT_STATED=wording.NOT_STATED,
        agreement=wording.AGREEMENT,
    )
    found.filters.update(
        basename=basename, speaker=wording.speaker, link=link, anchor=anchor, visible=visible, tidy=tidy, days=days
    )
    return found


def link(url: str | None) -> str | None:
    """The address where it is a web address; anything else (`javascript:`, `data:`, a path) is no link."""
    if not url or any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def basename(file: str) -> str:
    """The name of a file without its folders: whose machine it lay on is nobody's concern."""
    return re.split(r"[/\\]", file)[-1] or file


def anchor(identifier: str | None) -> str:
    """The fragment that leads to an id."""
    return "#" + quote(identifier or "", safe="-._~:!$&'()*+,;=@/?")


def visible(text: object) -> str:
    """Without what HTML does not allow or what would show words in another order than they are read.

    Control characters are shown as U+FFFD; overrides of direction (U+202A to U+202E) are left out, while
    directional marks stay, kept apart from what stands beside them by the page's isolation.
    """
    return str(text).translate(_HIDDEN)


_HIDDEN: dict[int, str | None] = {
    **{
        code: "\ufffd"
        for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
        if chr(code) not in "\n\t\r"
    },
    **dict.fromkeys(range(0x202A, 0x202F)),
}


def tidy(text: object) -> str:
    """A gist as a sentence begins: without the dateline of its article, the first letter large, no full stop."""
    words = _DATELINE.sub("", visible(text).strip()).rstrip(".")
    return words[:1].upper() + words[1:]


_DATELINE = re.compile(
    r"^[A-Z]{3}[A-Z .'’-]{0,40}(?:, [A-Z][a-z.]{1,20})?(?: \([A-Za-z ]{2,20}\))? ?(?:—|–|--| - ) ?(?=[\"“‘A-Z])"
)
""" "WASHINGTON — ", "MEXICO CITY (Reuters) - "."""


def days(text: str) -> str:
    """ISO days in a reason as days are written everywhere on the page."""
    return _DAY.sub(lambda found: wording.day(found[0]), text)


_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def copies(lookup: Lookup, article: Json) -> list[tuple[str, str | None]]:
    """Whose text it carries, each with the id of that article where it is kept."""
    notes: list[tuple[str, str | None]] = []
    for one in article.get("copies") or ():
        of = lookup.articles.get(one.get("of") or "")
        name = visible((of or {}).get("outlet") or ("another article" if of else "a text not kept here"))
        notes.append((f"{round((one.get('share') or 0) * 100)}% of its words as in {name}", of["id"] if of else None))
    return notes


def unstated(one: Summary) -> str:
    """What the texts of a claim do not state of it: `how sure, for when and where`."""
    known = (("how sure", one.likelihood), ("for when", one.when), ("where", one.where))
    return wording.join([name for name, value in known if not value])


TITLE_WORDS = 10


def headline(article: Json) -> str:
    """Its title; without one its first words, in quotation marks."""
    if title := str(article.get("title") or "").strip():
        return visible(title)
    words = str(article.get("text") or "").split()
    return visible(wording.quoted(" ".join(words[:TITLE_WORDS]) + " …")) if words else "Title not stated"


def facts(one: Summary) -> str:
    """How sure, for when, where and from how many, in one line; what is not stated is said to be so."""
    missing = unstated(one)
    known = [
        one.sure() if one.likelihood else "",
        wording.for_when(one.when) if one.when else "",
        wording.where(one.where) if one.where else "",
        wording.origins(one.claim.get("independence")),
        f"{missing} {wording.NOT_STATED}" if missing else "",
    ]
    return " · ".join(filter(None, known))


# ---- the words of the articles


def sentences(some: Sequence[Json]) -> list[list[Json]]:
    """Assertions by their sentence: what several articles have word for word is shown once."""
    groups: dict[str, list[Json]] = {}
    for one in some:
        groups.setdefault(one["evidence"]["text"], []).append(one)
    return list(groups.values())


def evidence(lookup: Lookup, one: Json) -> Markup:
    """The evidence with its source, cue and words of likelihood or time marked; plain where the offsets do not fit."""
    text = str((lookup.article(one) or {}).get("text") or "")
    spans = evidence_spans(one)
    if not spans or any(not 0 <= s < e <= len(text) for s, e in spans):
        return escape(visible(one["evidence"]["text"]))
    marks = _marks(one)
    pieces = [_marked(text, s, e, marks) for s, e in spans]
    found = pieces[0]
    for (_, end), (start, _), piece in zip(spans, spans[1:], pieces[1:], strict=False):
        found += (" " if not text[end:start].strip() else " … ") + piece
    return found


def _marks(one: Json) -> list[tuple[int, int, str]]:
    """(start, end, element) of what is marked in the words of an assertion."""
    marks = [(s, e, "b") for s, e in one.get("source") or ()] + [(s, e, "i") for s, e in one.get("cue") or ()]
    for name in ("likelihood", "when"):
        marks += [(s, e, "mark") for s, e in (one.get(name) or {}).get("mention") or ()]
    return marks


def _marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Markup:
    """The slice with its marks; of marks that overlap the first one counts."""
    found, done = Markup(), start
    for s, e, tag in sorted(marks):
        if s < done or e > end or s >= e:
            continue
        found += escape(visible(text[done:s])) + Markup("<{0}>{1}</{0}>").format(Markup(tag), visible(text[s:e]))  # noqa: S704
        done = e
    return found + escape(visible(text[done:end]))


def text_of(lookup: Lookup, article: Json, href: Callable[[str], str] = anchor, *, named: bool = False) -> list[Markup]:
    """The article's paragraphs, each assertion's evidence a link to its line in the ledger.

    `named`: the sentences carry the assertions' ids, so that links lead to them, and the marks of `evidence`.
    """
    text = str(article.get("text") or "")
    marks: list[tuple[int, int, str]] = []
    inner: list[tuple[int, int, str]] = []
    for one in lookup.of_article.get(article["id"], ()):
        if one["id"] in lookup.claim_of:
            inner += _marks(one) if named else ()
            marks += [(s, e, one["id"]) for s, e in evidence_spans(one) if 0 <= s < e <= len(text)]
    marks.sort()
    inner.sort()
    found, done, next_mark, seen = [], 0, 0, set[str]()
    for paragraph in text.split("\n\n"):
        end = done + len(paragraph)
        body, at = Markup(), done
        while next_mark < len(marks) and marks[next_mark][0] < end:
            start, stop, identifier = marks[next_mark]
            next_mark += 1
            start, stop = max(start, at), min(stop, end)
            name = Markup(' id="{}"').format(identifier) if named and identifier not in seen else Markup()
            seen.add(identifier)
            if start < stop:
                body += escape(visible(text[at:start]))
                body += Markup('<a class="hit"{} href="{}">{}</a>').format(
                    name,
                    href(identifier),
                    _marked(text, start, stop, inner[bisect_left(inner, (start,)) : bisect_left(inner, (stop,))]),
                )
                at = stop
            elif name:  # a further assertion of a sentence that is marked already
                body += Markup("<span{}></span>").format(name)
        found.append(body + escape(visible(text[at:end])))
        done = end + 2
    return found


def citation(lookup: Lookup, assertion: Json) -> str:
    """The sentence with outlet, title, day and address, to be put into somebody's own text."""
    article = lookup.article(assertion) or {}
    said = " ".join(str(assertion["evidence"]["text"]).split())
    day = wording.day(article["published"][:10]) if article.get("published") else "day not stated"
    parts = [article.get("outlet") or "outlet not stated", f"“{article['title']}”" if article.get("title") else "", day]
    address = link(article.get("url"))
    return visible(f"“{said}” ({', '.join(filter(None, parts))}{f', {address}' if address else ''})")
