"""One story, or several, as one HTML page that needs nothing else: no host, no font, no script to be read."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup, escape

from reportedly.views import digest, graph, places, svg, wording
from reportedly.views.lookup import LATE, Lookup, Summary, evidence_spans, summaries

Json = Mapping[str, Any]
SHOWN = 40
"""So many claims with something to see stand open in the ledger; all others are folded by kind."""
ROWS = 40
"""So many claims have a line of their own in the timeline."""
FOLDS = {
    "event": "More events",
    "forecast": "More forecasts",
    "statement": "More statements",
    "opinion": "Opinions",
    "background": "Background",
}


def render(
    document: dict[str, Any], *, title: str | None = None, full_text: bool = False, made: str | None = None
) -> str:
    """The page.

    Args:
        document: what `ledger --format json` gives, of one story or of all.
        title: instead of the story's own.
        full_text: also the articles' whole texts, with what was read from them highlighted in place.
        made: ISO day on which the report is made; forecasts are due or overdue as of it. Without it: as of the
            last day of publication.

    """
    lookup = Lookup(document)
    found = summaries(lookup)
    today = made[:10] if made else lookup.last_day
    # A claim out of one article, with nothing said against it and nothing to come, is there but folded.
    notable = [s for s in found if s.outlets > 1 or _eventful(lookup, s)] or found
    main = notable[:SHOWN]
    open_ids = {s.id for s in main}
    by_id = {s.id: s for s in found}
    spots = places.spots(lookup)
    page = _environment().get_template("report.html")
    return page.render(
        lookup=lookup,
        title=title or _title(lookup),
        made=made,
        today=today,
        many=len(lookup.stories) > 1,
        stories={s["id"]: s.get("title") or s["id"] for s in lookup.stories},
        full_text=full_text,
        machine_read=wording.MACHINE_READ,
        brief=digest.ten_lines(lookup, found, today),
        summaries=found,
        main=main,
        folds=[
            (name, some)
            for kind, name in FOLDS.items()
            if (some := [s for s in found if s.id not in open_ids and s.claim.get("kind") == kind])
        ],
        timelines=_timelines(lookup, notable),
        spots=spots,
        journeys=places.routes(lookup, spots),
        measured=places.distances(lookup, spots),
        matters=[(m, some) for m in lookup.rows("matters") if (some := digest.answers(m, by_id))],
        conflicts=digest.pairs(lookup, "conflict"),
        updates=digest.pairs(lookup, "update"),
        series=digest.series(lookup),
        board=digest.board(lookup, today),
        origins=digest.origins(lookup),
        articles=sorted(lookup.rows("articles"), key=lambda a: (a.get("published") or LATE, a["id"])),
        made_by=document.get("made_by") or {},
        **_assets(),
    )


def _eventful(lookup: Lookup, one: Summary) -> bool:
    status = one.claim.get("status")
    return status not in ("reported", "announced", None) or one.id in lookup.contested or one.id in lookup.foretold


def _timelines(lookup: Lookup, found: Sequence[Summary]) -> list[tuple[str, svg.Axis, list[digest.Row]]]:
    """A story's name, its axis and its rows; stories without a day on either clock are left out."""
    timelines = []
    for story in lookup.stories:
        some = [s for s in found if len(lookup.stories) == 1 or s.claim.get("story") == story["id"]]
        rows = sorted(digest.timeline(some, lookup), key=lambda r: -r.summary.weight)[:ROWS]
        rows.sort(key=lambda r: (r.start or r.end or LATE, r.said[:1], r.summary.id))
        said = sorted(d for row in rows for d in row.said)
        days = [d for row in rows for d in (row.start, row.end)]
        axis = svg.axis(days, near=(said[0], said[-1])) if said else None
        if axis:
            timelines.append((str(story.get("title") or story["id"]), axis, rows))
    return timelines


def _title(lookup: Lookup) -> str:
    stories = lookup.stories
    if len(stories) == 1:
        return str(stories[0].get("title") or "A story")
    return wording.count(len(stories), "story", "stories")


# ---- the frame


@functools.cache
def _assets() -> dict[str, Markup | str]:
    """Style and script of the page, and the policy that lets it run these two and reach nothing else."""
    folder = resources.files("reportedly.views") / "templates"
    style, script = ((folder / name).read_text(encoding="utf-8").strip() for name in ("report.css", "report.js"))
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Both are files of this package, not of a text.
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def _environment() -> Environment:
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
        digest=digest,
        places=places,
        sentences=sentences,
        evidence=evidence,
        text_of=text_of,
        copies=copies,
        facts=facts,
        NOT_STATED=wording.NOT_STATED,
    )
    found.filters.update(link=link, anchor=anchor, visible=visible, tidy=tidy)
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
    """A gist as a sentence begins: the first letter large, no full stop."""
    words = visible(text).strip().rstrip(".")
    return words[:1].upper() + words[1:]


def copies(lookup: Lookup, article: Json) -> list[tuple[str, str | None]]:
    """Whose text it carries, each with the id of that article where it is kept."""
    notes: list[tuple[str, str | None]] = []
    for one in article.get("copies") or ():
        of = lookup.articles.get(one.get("of") or "")
        name = visible((of or {}).get("outlet") or ("another article" if of else "a text not kept here"))
        notes.append((f"{round((one.get('share') or 0) * 100)}% of its words as in {name}", of["id"] if of else None))
    return notes


def facts(one: Summary) -> str:
    """How sure, for when, where and from how many, in one line; what is not stated is said to be so."""
    missing = [
        name
        for name, value in (("how sure", one.likelihood), ("for when", one.when), ("where", one.where))
        if not value
    ]
    known = [
        one.sure() if one.likelihood else "",
        wording.for_when(one.when) if one.when else "",
        wording.where(one.where) if one.where else "",
        wording.origins(one.claim.get("independence")),
        f"{wording.join(missing)} {wording.NOT_STATED}" if missing else "",
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
    marks = [(s, e, "b") for s, e in one.get("source") or ()] + [(s, e, "i") for s, e in one.get("cue") or ()]
    for name in ("likelihood", "when"):
        marks += [(s, e, "mark") for s, e in (one.get(name) or {}).get("mention") or ()]
    pieces = [_marked(text, s, e, marks) for s, e in spans]
    found = pieces[0]
    for (_, end), (start, _), piece in zip(spans, spans[1:], pieces[1:], strict=False):
        found += (" " if not text[end:start].strip() else " … ") + piece
    return found


def _marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Markup:
    """The slice with its marks; of marks that overlap the first one counts."""
    found, done = Markup(), start
    for s, e, tag in sorted(marks):
        if s < done or e > end or s >= e:
            continue
        found += escape(visible(text[done:s])) + Markup("<{0}>{1}</{0}>").format(Markup(tag), visible(text[s:e]))  # noqa: S704
        done = e
    return found + escape(visible(text[done:end]))


def text_of(lookup: Lookup, article: Json) -> list[Markup]:
    """The article's paragraphs, each assertion's evidence a link to its line in the ledger."""
    text = str(article.get("text") or "")
    marks: list[tuple[int, int, str]] = []
    for one in lookup.of_article.get(article["id"], ()):
        if one["id"] in lookup.claim_of:
            marks += [(s, e, one["id"]) for s, e in evidence_spans(one) if 0 <= s < e <= len(text)]
    marks.sort()
    found, done, next_mark = [], 0, 0
    for paragraph in text.split("\n\n"):
        end = done + len(paragraph)
        body, at = Markup(), done
        while next_mark < len(marks) and marks[next_mark][0] < end:
            start, stop, identifier = marks[next_mark]
            next_mark += 1
            start, stop = max(start, at), min(stop, end)
            if start < stop:
                body += escape(visible(text[at:start]))
                body += Markup('<a class="hit" href="{}">{}</a>').format(anchor(identifier), visible(text[start:stop]))
                at = stop
        found.append(body + escape(visible(text[at:end])))
        done = end + 2
    return found
