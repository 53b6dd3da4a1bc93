"""Records of speakers and outlets over all stories of a ledger: `records`.

What is told of a real person is told with the sentences: every forecast that counts, its words, its outlet, the words
that settled it, and whether a person has looked at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.claims.records import Foretold, Record, outlets, pooled, speakers, tellings
from reportedly.claims.scores import DIGITS, FEWEST, POOLED, calibration
from reportedly.codec import plain
from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger
from reportedly.model import Article, Assertion
from reportedly.pipeline.anchors import in_force
from reportedly.pipeline.documents import made_by, story_result
from reportedly.pipeline.stages import Stages
from reportedly.settings import Settings

SCHEMA = "reportedly/records/1"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words of a forecast are looked up."""

    assertions: Mapping[str, Assertion]
    articles: Mapping[str, Article]
    gists: Mapping[str, str]


def records(
    ledger: Ledger,
    settings: Settings,
    *,
    stages: Stages,
    name: str | None = None,
    story: str | None = None,
    as_of: dt.date | None = None,
) -> Json:
    """The document of records (schema reportedly/records/1): of everybody, or of those whose name holds `name`.

    Over all stories, or as far as one goes. The calibration is that of all speakers, whoever is asked for.

    Raises:
        NotInLedger: nobody of that name foretold anything, or there is no such story.
    """
    with ledger.snapshot() as view:
        stale = view.stale()
        chosen = view.stories() if story is None else [view.story(view.resolve(story))]
        results = [
            story_result(view, s, stages, settings, as_of=as_of, stale=s.id in stale)
            for s in sorted(chosen, key=lambda s: s.id)
        ]
        ids = sorted({i for r in results for i in (*r.articles, *r.shared.guests)})
        articles = {a.id: a for a in view.articles(ids)}
        makers = view.makers(ids)
        judgements = in_force(view.judgements())
    outlet_of = {i: a.outlet for i, a in articles.items()}
    told = [t for r in results for t in tellings(r, outlet_of)]
    people, houses = speakers(told, judgements), outlets(told)
    pool = pooled(people)
    if name is not None:
        people, houses = _named(people, name), _named(houses, name)
        if not people and not houses:
            raise NotInLedger(f"nobody called {name!r} foretold anything", where=str(ledger.path))
    source = Source(
        {a.id: a for r in results for a in r.assertions}, articles, {c.id: c.gist for r in results for c in r.claims}
    )
    return {
        "schema": SCHEMA,
        "made_by": made_by(makers, settings),
        "fewest": FEWEST,
        "speakers": [_record(r, source) for r in people],
        "outlets": [_record(r, source) for r in houses],
        "unnamed": sum(t.speaker is None for t in told),
        "pool": {
            "scored": len(pool),
            "fewest": POOLED,
            "calibration": rounded(plain(calibration(pool))) if len(pool) >= POOLED else None,
        },
    }


def rounded(value: Any) -> Any:
    """The value with its fractions as they are written down."""
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(v) for v in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def _named(found: Sequence[Record], name: str) -> list[Record]:
    """Those of that name, else those whose name holds it."""
    part = " ".join(name.casefold().split())
    whole = [r for r in found if r.name.casefold() == part]
    return whole or [r for r in found if part and part in r.name.casefold()]


def _record(r: Record, source: Source) -> Json:
    """A record; a score says how many settled predictions it stands on and whether a person has checked each."""
    return {
        "name": r.name,
        "forecasts": len(r.forecasts),
        "own": r.own,
        "types": dict(r.types),
        "outcomes": dict(r.outcomes),
        "probabilities": dict(r.scales),
        "scored": r.scored,
        "checked": r.checked,
        "read_by": "person" if r.scored and r.checked == r.scored else "machine",
        "brier": rounded(plain(r.brier)),
        "list": [_foretold(f, source) for f in r.forecasts],
    }


def _foretold(f: Foretold, source: Source) -> Json:
    row: Json = plain(f.telling.forecast)
    # one score is no record: it stands in the ledger's own list, and here only in the mean
    row.pop("brier")
    return row | {
        "story": f.telling.story,
        "own": f.telling.own,
        "counts": f.brier is not None,
        "texts": f.texts,
        "outlets": list(f.outlets),
        "gist": source.gists.get(f.telling.forecast.claim),
        "said": said(f.telling.forecast.assertion, source),
        "settled": said(f.telling.forecast.by, source),
        "revised": [{"assertion": r.assertion, "made": r.made, "probability": plain(r.probability)} for r in f.revised],
    }


def said(assertion: str | None, source: Source) -> Json | None:
    """The sentence, with its outlet, day and address."""
    a = source.assertions.get(assertion or "")
    if a is None:
        return None
    article = source.articles.get(a.article)
    return {
        "assertion": a.id,
        "sentence": a.evidence.text,
        "article": a.article,
        "outlet": article.outlet if article else None,
        "published": article.published if article else None,
        "url": (article.url or article.file) if article else None,
    }
