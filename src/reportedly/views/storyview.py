"""What the sections of a story's page show, each made when it is first asked for: the report needs all, a page one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportedly.views import counts, digest, places, svg, wording
from reportedly.views.lookup import LATE, Lookup, Summary, summaries

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


@dataclass(frozen=True)
class StoryView:
    """One story, or several, as of `today` (an ISO day; None: as of no day)."""

    lookup: Lookup
    today: str | None
    full_text: bool = False
    records: Json | None = None
    """Of those who foretell in these stories, over the whole ledger (`pipeline.tracks`) or here; None: not asked for."""

    @property
    def many(self) -> bool:
        return len(self.lookup.stories) > 1

    @cached_property
    def stories(self) -> dict[str, str]:
        return {s["id"]: s.get("title") or s["id"] for s in self.lookup.stories}

    @cached_property
    def title(self) -> str:
        some = self.lookup.stories
        if len(some) == 1:
            return str(some[0].get("title") or "A story")
        return wording.count(len(some), "story", "stories")

    @cached_property
    def summaries(self) -> list[Summary]:
        return summaries(self.lookup)

    @cached_property
    def by_id(self) -> dict[str, Summary]:
        return {s.id: s for s in self.summaries}

    @cached_property
    def notable(self) -> list[Summary]:
        """A claim out of one article, with nothing said against it and nothing to come, is there but folded."""
        return [s for s in self.summaries if s.outlets > 1 or self._eventful(s)] or self.summaries

    def _eventful(self, one: Summary) -> bool:
        settled = one.claim.get("status") not in ("reported", "announced", None)
        return settled or one.id in self.lookup.contested or one.id in self.lookup.foretold

    @property
    def main(self) -> list[Summary]:
        return self.notable[:SHOWN]

    @cached_property
    def folds(self) -> list[tuple[str, list[Summary]]]:
        open_ids = {s.id for s in self.main}
        left = [s for s in self.summaries if s.id not in open_ids]
        found = [(name, [s for s in left if s.claim.get("kind") == kind]) for kind, name in FOLDS.items()]
        return [(name, some) for name, some in found if some]

    def has(self, section: str) -> bool:
        """Whether a section may have something to show; asked for every page, so nothing is made for it."""
        if section == "map":
            return any(p.get("lat") is not None for p in self.lookup.rows("places"))
        if section == "matters":
            return any(c in self.lookup.claims for m in self.lookup.rows("matters") for c in m.get("claims") or ())
        if section == "timeline":
            return any(a.get("published") for a in self.lookup.rows("articles"))
        return True

    @cached_property
    def brief(self) -> Sequence[Any]:
        return digest.ten_lines(self.lookup, self.summaries, self.today)

    @cached_property
    def timelines(self) -> list[tuple[str, svg.Axis, list[digest.Row]]]:
        """A story's name, its axis and its rows; stories without a day on either clock are left out."""
        found = []
        for story in self.lookup.stories:
            some = [s for s in self.notable if not self.many or s.claim.get("story") == story["id"]]
            rows = sorted(digest.timeline(some, self.lookup), key=lambda r: -r.summary.weight)[:ROWS]
            rows.sort(key=lambda r: (r.start or r.end or LATE, r.said[:1], r.summary.id))
            said = sorted(d for row in rows for d in row.said)
            days = [d for row in rows for d in (row.start, row.end)]
            axis = svg.axis(days, near=(said[0], said[-1])) if said else None
            if axis:
                found.append((str(story.get("title") or story["id"]), axis, rows))
        return found

    def zoomed(self, first: dt.date, last: dt.date) -> list[tuple[str, svg.Axis, list[digest.Row]]]:
        """The timelines on the days from `first` to `last`, with the rows that have something there on either clock."""
        window = svg.Axis(min(first, last), max(first, last))
        low, high = window.first.isoformat(), window.last.isoformat()
        found = []
        for name, _, rows in self.timelines:
            some = [r for r in rows if any(low <= d <= high for d in r.said) or _overlaps(r, low, high)]
            found.append((name, window, some))
        return found

    @cached_property
    def spots(self) -> list[places.Spot]:
        return places.spots(self.lookup)

    @cached_property
    def journeys(self) -> list[places.Route]:
        return places.routes(self.lookup, self.spots)

    @cached_property
    def measured(self) -> list[places.Distance]:
        return places.distances(self.lookup, self.spots)

    @cached_property
    def matters(self) -> list[tuple[Json, list[Summary]]]:
        """Questions that have an answer to show."""
        return [(m, some) for m in self.lookup.rows("matters") if (some := digest.answers(m, self.by_id))]

    @cached_property
    def conflicts(self) -> list[digest.Pair]:
        return digest.pairs(self.lookup, "conflict")

    @cached_property
    def updates(self) -> list[digest.Pair]:
        return digest.pairs(self.lookup, "update")

    @cached_property
    def series(self) -> list[counts.Series]:
        return counts.series(self.lookup)

    @cached_property
    def board(self) -> list[tuple[str, list[digest.Foretold]]]:
        return digest.foretold(self.lookup, self.today)

    @cached_property
    def origins(self) -> Sequence[Any]:
        return digest.origins(self.lookup)

    @cached_property
    def tracks(self) -> dict[str, Json]:
        """Name of a source, as it stands in the texts -> its record."""
        rows = (self.records or {}).get("speakers") or ()
        found = {name: r for r in rows for name in (r["name"], *r.get("here", ()))}
        names = {e["id"]: e["name"] for e in self.lookup.rows("entities")}
        for one in self.lookup.rows("assertions") if rows else ():
            last = (one.get("chain") or [{}])[-1]
            if record := found.get(names.get(last.get("entity") or "", "")):
                found.setdefault(wording.plain(last["name"]), record)
        return found

    @cached_property
    def articles(self) -> list[Json]:
        return sorted(self.lookup.rows("articles"), key=lambda a: (a.get("published") or LATE, a["id"]))


def _overlaps(row: digest.Row, low: str, high: str) -> bool:
    start, end = row.start or row.end, row.end or row.start
    return start is not None and end is not None and start[:10] <= high and end[:10] >= low
