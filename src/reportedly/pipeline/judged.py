"""Judgements as they are shown: what became of each, and whether it still finds what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from reportedly.codec import plain
from reportedly.ledger import Ledger
from reportedly.model import Article, Judgement, StoryLedger
from reportedly.pipeline.anchors import attaches, standing

Json = dict[str, Any]
FIELDS = ("id", "kind", "about", "subject", "object", "value", "note", "who", "when")
ON_NAMES = ("actor", "source")


def judgement_rows(view: Ledger, within: Within | None = None) -> list[Json]:
    """The judgements of the ledger, or those that bear on some stories, in the order made, with `state`, `by` (what
    took it back or replaced it) and `attached`: whether all that it is about is still there.
    """
    rows = view.judgements()
    kept = rows if within is None else within.those(rows)
    if not kept:
        return []
    there = _There(view, kept, within.keys if within else frozenset())
    ids = {row.id for row in kept}
    found = []
    for one in standing(rows):
        row = one.judgement
        if row.id in ids:
            shown = {name: getattr(row, name) for name in FIELDS} | {"anchors": plain(row.anchors)}
            found.append(shown | {"state": one.state, "by": one.by, "attached": there.attached(row)})
    return found


class Within:
    """Some stories: nobody who is sent one story is sent what was judged of others."""

    def __init__(self, results: Sequence[StoryLedger], articles: Sequence[Article]) -> None:
        self._results = results
        self._articles = articles

    @cached_property
    def keys(self) -> frozenset[str]:
        """The names of the stories' actors and outlets, folded."""
        names = [n for r in self._results for e in r.entities for n in (e.name, *e.aliases)]
        return _keys([*names, *(a.outlet for a in self._articles if a.outlet)])

    def those(self, rows: Sequence[Judgement]) -> list[Judgement]:
        """The judgements that bear on them."""
        members = {a.id for a in self._articles}
        kept: dict[str, Judgement] = {}
        for row in rows:  # a later row may be about an earlier one
            if row.about == "judgement":
                here = row.subject in kept
            elif row.about in ON_NAMES:
                here = not self.keys.isdisjoint(_sides(row))
            else:
                here = any(a.article in members for a in row.anchors)
            if here:
                kept[row.id] = row
        return list(kept.values())


class _There:
    """What is in the ledger of what judgements are about; `keys`: names that are known to be."""

    def __init__(self, view: Ledger, rows: Sequence[Judgement], keys: frozenset[str]) -> None:
        self._view = view
        self._near = keys
        quoted = {a.article for row in rows for a in row.anchors if a.assertion}
        before = view.versions(sorted(quoted))
        quoted |= {*before, *before.values()}
        self.articles = view.articles(sorted(quoted | {a.article for row in rows for a in row.anchors}))
        self.notes = view.annotations(sorted(quoted))

    @cached_property
    def keys(self) -> frozenset[str]:
        """All names of the ledger: read where those at hand do not do, since there may be very many."""
        return _keys(_names(self._view))

    def attached(self, row: Judgement) -> bool:
        if row.about in ON_NAMES:
            sides = _sides(row)
            return sides <= self._near or sides <= self.keys
        return attaches(row, self.articles, self.notes)


def _names(view: Ledger) -> Iterable[str]:
    for _, entity in view.actors():
        yield entity.name
        yield from entity.aliases
    for _, outlet in view.outlets():
        yield outlet


def _keys(names: Iterable[str]) -> frozenset[str]:
    from reportedly.claims.names import key_of  # noqa: PLC0415 -- the word lists of `claims` load with it

    return frozenset(key_of(n) for n in names)


def _sides(row: Judgement) -> frozenset[str]:
    return _keys(n for n in (row.subject, row.object) if n)


def by_article(rows: Sequence[Json]) -> dict[str, list[str]]:
    """Article -> ids of the judgements in force that name it as an article."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["state"] == "stands":
            for one in dict.fromkeys(a["article"] for a in row["anchors"] if a["assertion"] is None):
                found.setdefault(one, []).append(row["id"])
    return found
