"""The ledger as the JSON document that is promised to the outside (`schema` reportedly/ledger/1).

Every list is in a stable order and nothing in it tells when it was made: equal ledgers give equal bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportedly import __version__
from reportedly.codec import plain
from reportedly.errors import NotInLedger, UsageError
from reportedly.ledger import Ledger, Maker
from reportedly.model import Article, Assertion, Shared, Story, StoryLedger
from reportedly.pipeline.grouping import make
from reportedly.pipeline.judged import Within, by_article, judgement_rows
from reportedly.pipeline.stages import Stages
from reportedly.settings import Settings

SCHEMA = "reportedly/ledger/1"
ARTICLE_FIELDS = (
    "id", "file", "url", "outlet", "outlet_basis", "title", "byline", "language", "credit", "published",
    "published_basis", "updated", "updated_basis", "section", "section_basis", "dateline", "retrieved", "version_of", "text", "text_sha256", "furniture",
)  # fmt: skip
LATE = "9999"
"""Sorts what has no day after everything that has one."""

Json = dict[str, Any]


def document(
    ledger: Ledger,
    settings: Settings,
    *,
    stages: Stages,
    story: str | None = None,
    as_of: dt.date | None = None,
) -> Json:
    """The document of one story (any id it ever had), or of all where `story` is None.

    With `as_of`, what could be known on that day: made again from the articles said on or before it.

    Raises:
        NotInLedger: no such story.
    """
    with ledger.snapshot() as view:
        chosen = [view.story(view.resolve(story))] if story is not None else view.stories()
        stale = view.stale()
        results = [story_result(view, s, stages, settings, as_of=as_of, stale=s.id in stale) for s in chosen]
        ids = sorted({i for r in results for i in (*r.articles, *r.shared.guests)})
        articles = view.articles(ids)
        homes = view.homes(ids)
        makers = view.makers(ids)
        within = Within(results, articles) if story is not None or as_of is not None else None
        judgements = judgement_rows(view, within)
    stories = [plain(r.story) for r in results]
    whole: Json = {"schema": SCHEMA, "made_by": made_by(makers, settings)}
    whole |= {"story": stories[0]} if story is not None else {"story": None, "stories": stories}
    return whole | _lists(results, articles, homes, by_article(judgements)) | {
        "judgements": judgements,
        "undated": [a.id for a in articles if a.said is None],
    }  # fmt: skip


def story_result(
    view: Ledger, story: Story, stages: Stages, settings: Settings, *, as_of: dt.date | None, stale: bool
) -> StoryLedger:
    """What is stored of a story, or what it comes to on a day. A stale one is made again, without storing it."""
    if as_of is not None:
        return _on_day(view, story, stages, as_of, settings, stale=stale)
    if stale:
        return make(
            view, stages, story.id, view.articles(view.members([story.id]).get(story.id, ())), view.shared(story.id)
        )
    return view.story_ledger(story.id)


def _on_day(
    view: Ledger, story: Story, stages: Stages, day: dt.date, settings: Settings, *, stale: bool
) -> StoryLedger:
    """The story from the articles said until that day.

    An undated article counts from its latest possible day: the last day on which the story's other articles were
    said; where none is dated, from today. The day it was recorded is not used.
    """
    articles = view.articles(view.members([story.id]).get(story.id, ()))
    latest = max((a.said for a in articles if a.said), default=settings.now().isoformat())
    then = [a for a in articles if (a.said or latest) <= day.isoformat()]
    if not then:
        return StoryLedger(replace(story, first=None, last=None), ())
    shared = view.shared(story.id)
    if len(then) == len(articles) and not stale and not shared.guests:
        return view.story_ledger(story.id)
    known = {a.id for a in then}
    then = [a if a.version_of in known else replace(a, version_of=None) for a in then]
    said = {a.id: a.said or latest for a in view.articles(sorted(shared.guests))}
    guests = {i: spans for i, spans in shared.guests.items() if said[i] <= day.isoformat()}
    away = {i: spans for i, spans in shared.away.items() if i in known}
    return make(view, stages, story.id, then, Shared(guests, away))


def made_by(makers: Sequence[Maker], settings: Settings) -> Json:
    """What made it: the versions, each model's hash, the hash of the settings that influence results."""
    models: dict[str, str] = {}
    for maker in makers:
        models |= maker.models
    return {
        "version": __version__,
        "annotator": ", ".join(dict.fromkeys(m.annotator for m in makers)) or None,
        "models": dict(sorted(models.items())),
        "settings_sha256": settings.sha256(),
    }


def _lists(
    results: Sequence[StoryLedger],
    articles: Sequence[Article],
    homes: Mapping[str, Sequence[str]],
    judged: Mapping[str, Sequence[str]],
) -> Json:
    copies = {article: some for r in results for article, some in r.copies.items()}
    groups = {article: group for r in results for article, group in r.text_group.items()}
    said = {a.id: a.said or LATE for a in articles}

    def place(pair: tuple[Assertion, str | None]) -> tuple[Any, ...]:
        assertion = pair[0]
        return said.get(assertion.article, LATE), assertion.article, assertion.evidence.spans, assertion.id

    assertions = sorted(((a, r.claim_of.get(a.id)) for r in results for a in r.assertions), key=place)
    order = {a.id: n for n, (a, _) in enumerate(assertions)}

    def first(ids: Sequence[str]) -> int:
        return min((order[i] for i in ids if i in order), default=len(order))

    claims = sorted((c for r in results for c in r.claims), key=lambda c: (first(c.assertions), c.id))
    rank = {c.id: n for n, c in enumerate(claims)}

    def first_claim(ids: Sequence[str]) -> int:
        return min((rank[i] for i in ids if i in rank), default=len(rank))

    matters = sorted((m for r in results for m in r.matters), key=lambda m: (first_claim(m.claims), m.id))
    conflicts = sorted((c for r in results for c in r.conflicts), key=lambda c: (c.a, c.b, c.on, c.kind))
    forecasts = sorted(
        (f for r in results for f in r.forecasts), key=lambda f: (f.made or LATE, f.due or LATE, f.claim, f.assertion)
    )
    entities = {e.id: e for r in results for e in r.entities}
    places = {p.id: p for r in results for p in r.places}
    return {
        "articles": [
            _article(a)
            | {
                "copies": plain(copies.get(a.id, ())),
                "text_group": groups.get(a.id),
                "story": homes[a.id][0],
                "stories": list(homes[a.id]),
            }
            | {"judgements": judged.get(a.id, [])}
            for a in sorted(articles, key=lambda a: (a.said or LATE, a.id))
        ],
        "assertions": [_assertion(a, claim) for a, claim in assertions],
        "claims": plain(claims),
        "matters": plain(matters),
        "conflicts": plain(conflicts),
        "forecasts": plain(forecasts),
        "entities": [plain(entities[i]) for i in sorted(entities)],
        "places": [plain(places[i]) for i in sorted(places)],
    }


def _article(article: Article) -> Json:
    values = plain(article)
    return {name: values[name] for name in ARTICLE_FIELDS}


def _assertion(assertion: Assertion, claim: str | None) -> Json:
    values: Json = plain(assertion)
    return {"id": values.pop("id"), "article": values.pop("article"), "claim": claim} | values


# ---- which story a person means


def choose(ledger: Ledger, name: str | None) -> str:
    """The id of the story that a name means: an id, or a part of a title that only one story has; None: the only one.

    Raises:
        NotInLedger: no such story, or none at all.
        UsageError: several fit.
    """
    stories = ledger.stories()
    where = str(ledger.path)
    if name is None:
        if not stories:
            raise NotInLedger("no story is in it yet", where=where, hint="reportedly read INPUT...")
        return _only(stories, "several stories are in it", where)
    part = " ".join(name.casefold().split())
    fits: Callable[[Story], bool] = lambda s: part in " ".join(s.title.casefold().split())  # noqa: E731
    if found := [s for s in stories if s.id == name] or ([s for s in stories if fits(s)] if part else []):
        return _only(found, f"{name!r} fits several stories", where)
    return ledger.resolve(name)


def _only(stories: Sequence[Story], message: str, where: str) -> str:
    if len(stories) == 1:
        return stories[0].id
    raise UsageError(message, where=where, hint="name one by its id or a part of its title, or give --all")


def story_rows(ledger: Ledger) -> list[Json]:
    """The stories, by their first day, each with the number of its articles, outlets and claims."""
    with ledger.snapshot() as view:
        counts = view.story_counts()
        rows: list[Json] = [plain(s) | counts[s.id] for s in view.stories()]
    return rows
