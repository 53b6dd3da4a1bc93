"""The pages for reading: stories, a story's views, one claim, one article, a search. Nothing here changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from reportedly.errors import NotInLedger, UsageError
from reportedly.ledger import Hit, News
from reportedly.model import Story
from reportedly.pipeline import originals
from reportedly.views import digest, svg, wording
from reportedly.views.lookup import Summary
from reportedly.views.session import day_of
from reportedly.views.storyview import StoryView
from reportedly.views.web.desk import Desk
from reportedly.views.web.render import SECTIONS, page, safe

Json = Mapping[str, Any]
STORIES = 30
"""On one page of the list."""
FAILURES = 20
"""The latest ones are told."""
CLAIMS = 40
"""On one page of a ledger."""
VISIT = "reportedly-visit"
"""The cookie that tells when somebody last looked."""


def story_list(desk: Desk, *, number: int = 1, visit: str | None = None) -> HTMLResponse:
    with desk.ledger() as ledger, ledger.snapshot() as now:
        cards = now.stories_page(STORIES + 1, (number - 1) * STORIES)
        shown = cards[:STORIES]
        news = now.news([c.story.id for c in shown], visit) if visit else {}
        waiting = len(now.pending())
        failed = now.latest_failures(FAILURES)
    return page(
        "stories.html",
        {
            "cards": shown,
            "news": {story: told(some) for story, some in news.items()},
            "activity": {c.story.id: svg.activity(list(c.days)) for c in shown},
            "number": number,
            "further": len(cards) > STORIES,
            "waiting": waiting,
            "failures": failed,
            "today": desk.settings.now().isoformat(),
            "network": desk.settings.network != "off",
        },
    )


def told(news: News) -> str:
    """What is new in a story, in words."""
    parts = [
        wording.count(news.articles, "article"),
        wording.count(news.claims, "claim") if news.claims else "",
        wording.count(news.conflicts, "conflict") if news.conflicts else "",
    ]
    new = "new: " + wording.join([p for p in parts if p])
    return new + (f"; settled: {wording.count(news.settled, 'forecast')}" if news.settled else "")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims of a ledger are asked for; empty: all."""

    words: str = ""
    status: str = ""
    kind: str = ""
    outlet: str = ""
    actor: str = ""
    day: str = ""
    page: int = 1

    @property
    def active(self) -> bool:
        return any((self.words.strip(), self.status, self.kind, self.outlet, self.actor.strip(), self.day))

    def chosen(self, view: StoryView) -> list[Summary]:
        if not self.active:
            return view.summaries
        words = self.words.casefold().split()
        actor = self.actor.casefold().strip()
        return [s for s in view.summaries if self._fits(view, s, words, actor)]

    def _fits(self, view: StoryView, one: Summary, words: list[str], actor: str) -> bool:
        if (self.status and one.claim["status"] != self.status) or (self.kind and one.claim["kind"] != self.kind):
            return False
        lookup = view.lookup
        if self.outlet and all(lookup.voices(a)[0] != self.outlet for a in one.assertions):
            return False
        if self.day and all(lookup.said(a) != self.day for a in one.assertions):
            return False
        if actor:
            names = [n["name"] for a in one.assertions for n in (*a["chain"], *a["participants"])]
            if not any(actor in name.casefold() for name in names):
                return False
        text = " ".join([lookup.gist(one.id), *(a["evidence"]["text"] for a in one.assertions)]).casefold()
        return all(w in text for w in words)


def story(
    desk: Desk,
    name: str,
    section: str,
    as_of: str | None,
    *,
    asked: Filter,
    window: tuple[dt.date, dt.date] | None = None,
) -> Response:
    """One view of a story; `window`: the days that its timeline shows."""
    with desk.ledger() as ledger, ledger.snapshot() as now:
        ident = now.resolve(name)
        make = desk.with_records if section == "sources" else desk.view
        view = make(now, ident, day_of(as_of))
        whole = now.story(ident)
    if ident != name:
        return RedirectResponse(f"/story/{ident}/{section}", 308)
    values = frame(view, as_of, section) | {"days": _days(view, whole)}
    if section == "ledger":
        values |= {"asked": asked, "chosen": asked.chosen(view), "per_page": CLAIMS}
    elif section == "timeline":
        values |= {"timelines": view.zoomed(*window) if window else view.timelines, "window": window}
    return page(f"{section}.html", values)


def frame(view: StoryView, as_of: str | None, section: str | None) -> dict[str, Any]:
    """What every page of a story is given."""
    return {
        "view": view,
        "lookup": view.lookup,
        "story": view.lookup.stories[0],
        "section": section,
        "sections": {k: v for k, v in SECTIONS.items() if view.has(k)},
        "as_of": as_of,
        "made_by": view.lookup.document.get("made_by") or {},
        "judgements": view.lookup.rows("judgements"),
    }


def _days(view: StoryView, story: Story) -> tuple[str, str] | None:
    """The days that can be replayed: those of all its coverage, whatever day is looked at."""
    first, last = story.first or view.lookup.first_day, story.last or view.lookup.last_day
    return (first[:10], last[:10]) if first and last else None


def thing(desk: Desk, identifier: str, as_of: str | None) -> tuple[str, StoryView]:
    """The kind of a thing, and its story.

    Raises:
        NotInLedger: nothing has that id, or not on that day.
    """
    with desk.ledger() as ledger, ledger.snapshot() as now:
        kind, ident = now.holder(identifier)
        return kind, desk.view(now, ident, day_of(as_of))


def claim(desk: Desk, identifier: str, as_of: str | None) -> Response:
    try:
        kind, view = thing(desk, identifier, as_of)
    except NotInLedger:
        with desk.ledger() as ledger:
            present = ledger.present_claim(identifier)
        if present is None:
            raise
        return RedirectResponse(f"/claim/{present}" + (f"?as_of={as_of}" if as_of else ""), 302)
    if kind != "claim" or identifier not in view.by_id:
        raise NotInLedger(f"no claim {identifier!r}" + (f" on {as_of}" if as_of else ""))
    lookup = view.lookup
    matter = next(((m, some) for m, some in view.matters if identifier in m["claims"]), None)
    pairs = [p for p in (*view.conflicts, *view.updates) if identifier in (p.left.claim, p.right.claim)]
    values = frame(view, as_of, None) | {
        "one": view.by_id[identifier],
        "matter": matter,
        "pairs": pairs,
        "foretold": [f for _, some in digest.foretold(lookup, view.today, (identifier,)) for f in some],
        "others": _neighbours(view, identifier, matter),
    }
    return page("claim.html", values)


def _neighbours(view: StoryView, claim: str, matter: Any) -> list[Summary]:
    """Claims that a person may mean by "the same as": the ones of its matter and conflicts first."""
    near = [*(s.id for s in matter[1])] if matter else []
    near += [p.left.claim or "" for p in (*view.conflicts, *view.updates) if p.right.claim == claim]
    near += [p.right.claim or "" for p in (*view.conflicts, *view.updates) if p.left.claim == claim]
    order = dict.fromkeys([*near, *(s.id for s in view.summaries)])
    return [view.by_id[i] for i in order if i in view.by_id and i != claim]


def assertion(desk: Desk, identifier: str, as_of: str | None) -> Response:
    """A permanent address: leads to the sentence in its article."""
    kind, view = thing(desk, identifier, as_of)
    one = view.lookup.assertions.get(identifier)
    if kind != "assertion" or one is None:
        raise NotInLedger(f"no assertion {identifier!r}" + (f" on {as_of}" if as_of else ""))
    query = f"?as_of={as_of}" if as_of else ""
    return RedirectResponse(f"/article/{one['article']}{query}#{identifier}", 302)


def article(desk: Desk, identifier: str, as_of: str | None) -> Response:
    kind, view = thing(desk, identifier, as_of)
    one = view.lookup.articles.get(identifier)
    if kind != "article" or one is None:
        raise NotInLedger(f"no article {identifier!r}" + (f" on {as_of}" if as_of else ""))
    return page("article.html", frame(view, as_of, None) | {"article": one})


def anything(desk: Desk, identifier: str, as_of: str | None) -> Response:
    """From an id alone to its page."""
    with desk.ledger() as ledger:
        try:
            kind, _ = ledger.holder(identifier)
        except NotInLedger:
            if ledger.present_claim(identifier):
                return claim(desk, identifier, as_of)
            return RedirectResponse(f"/story/{ledger.resolve(identifier)}/brief", 302)
    return RedirectResponse(f"/{kind}/{identifier}" + (f"?as_of={as_of}" if as_of else ""), 302)


def search(desk: Desk, words: str) -> HTMLResponse:
    hits: list[Hit] = []
    titles: dict[str, str] = {}
    if words.strip():
        with desk.ledger() as ledger, ledger.snapshot() as now:
            hits = now.search(words, 40)
            titles = now.titles(sorted({h.story for h in hits if h.story}))
    alike: dict[tuple[str, str, str | None], list[Hit]] = {}
    for hit in hits:  # a text in several places, or several claims in the same words, is one line
        alike.setdefault((hit.kind, hit.text, hit.story), []).append(hit)
    found = {kind: [some for (k, *_), some in alike.items() if k == kind] for kind in ("claim", "article")}
    return page("search.html", {"words": words, "found": found, "titles": titles, "safe": safe})


def original(desk: Desk, identifier: str) -> Response:
    """The bytes as they were read, inert: no script, no request, no form, in an origin of its own.

    Raises:
        NotInLedger: no article has that id.
    """
    _, view = thing(desk, identifier, None)
    with desk.ledger() as ledger:
        kept = (
            next(originals(ledger, [view.lookup.articles[identifier]]), None)
            if identifier in view.lookup.articles
            else None
        )
    if kept is None:
        raise NotInLedger(f"no article {identifier!r}")
    # What a browser would run or load by itself is shown as text or saved, never opened.
    kind = kept.media_type if kept.media_type in ("text/html", "application/pdf") else "text/plain"
    headers = {
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        "x-content-type-options": "nosniff",
    }
    return Response(kept.content, media_type=kind, headers=headers)


def day_or_none(value: str | None) -> str | None:
    """An ISO day from an address; what is none is refused with a plain word.

    Raises:
        UsageError: it is none.
    """
    day = day_of(value or None)
    if day is not None and not dt.date(1600, 1, 1) <= day <= dt.date(2400, 1, 1):
        raise UsageError(f"not a day of news: {wording.day(day.isoformat())}")
    return day.isoformat() if day else None
