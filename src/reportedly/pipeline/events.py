"""What a run changed in each story it touched, as events that a person or a program is told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportedly.codec import plain
from reportedly.ledger import Ledger
from reportedly.model import StoryLedger
from reportedly.pipeline.since import since
from reportedly.pipeline.stages import Stages

SCHEMA = "reportedly/event/1"
Json = dict[str, Any]


class Recorder:
    """Stands in for the `build` stage: keeps what each story was before it is made again, and what it became.

    Only the stories that are made again are looked at, so that the cost is that of the change and not of the ledger.
    """

    def __init__(self, ledger: Ledger, stages: Stages) -> None:
        self._ledger, self._stages = ledger, stages
        self._home: Mapping[str, str] | None = None
        self._before: dict[str, StoryLedger] = {}
        self._after: dict[str, StoryLedger] = {}

    def build(self, story: Any, articles: Sequence[Any], *args: Any, **kwargs: Any) -> StoryLedger:
        """As the stage does."""
        if self._home is None:  # at the first story of the run: nothing has been replaced yet
            self._home = self._ledger.membership()
            self._present = {s.id for s in self._ledger.stories()}
        for old in sorted({self._home[a.id] for a in articles if a.id in self._home}):
            if old not in self._before and old in self._present:
                self._before[old] = self._ledger.story_ledger(old)
        self._after[story.id] = made = self._stages.build(story, articles, *args, **kwargs)
        return made

    def events(self) -> list[Json]:
        """One event a story in which something is new, in conflict or settled, by story id; empties the record."""
        home = self._home or {}
        found = []
        for _, after in sorted(self._after.items()):
            known = sorted({home[a] for a in after.articles if a in home} & self._before.keys())
            if event := compare([self._before[i] for i in known], after):
                found.append(event)
        self._home, self._before, self._after = None, {}, {}
        return found


def compare(before: Sequence[StoryLedger], after: StoryLedger) -> Json | None:
    """What is new in a story against what it (or those it grew out of) was; None where nothing is.

    A conflict is new where no pair of claims that held the same statements was in conflict about the same before.
    """
    then, now = _document(before), _document([after])
    changes = since(then, now)
    gist = {c.id: c for c in after.claims}
    new = [_claim(gist[c["claim"]], c["why"]) for c in changes["new"]]
    settled = [_claim(gist[c["claim"]], c["why"]) for c in changes["settled"]]
    known = {side for old in before for side in _clashes(old)}
    conflicts = []
    for conflict in after.conflicts:
        sides = [after.claim_of.get(x, x) for x in (conflict.a, conflict.b)]
        if _clash(after, conflict) & known:
            continue
        said = [{"claim": i, "gist": gist[i].gist if i in gist else None} for i in sides]
        conflicts.append({"a": said[0], "b": said[1], "on": conflict.on, "kind": conflict.kind, "why": conflict.why})
    if not (new or conflicts or settled):
        return None
    earlier = {a for old in before for a in old.articles}
    return {
        "schema": SCHEMA,
        "story": plain(after.story),
        "articles": [a for a in after.articles if a not in earlier],
        "new": new,
        "conflicts": conflicts,
        "settled": settled,
    }


def _claim(claim: Any, why: Sequence[str]) -> Json:
    told = {"claim": claim.id, "gist": claim.gist, "status": claim.status, "origins": list(claim.origins)}
    return told | {"why": list(why)}


def _document(ledgers: Sequence[StoryLedger]) -> Json:
    return {
        name: [plain(x) for one in ledgers for x in getattr(one, name)] for name in ("claims", "forecasts", "conflicts")
    }


def _clashes(ledger: StoryLedger) -> set[tuple[str, str, str, str]]:
    return {key for conflict in ledger.conflicts for key in _clash(ledger, conflict)}


def _clash(ledger: StoryLedger, conflict: Any) -> set[tuple[str, str, str, str]]:
    """A conflict by the statements of its two sides: claims may get other ids, statements keep theirs."""
    held = {c.id: c.assertions for c in ledger.claims}
    sides = [held.get(ledger.claim_of.get(x, x), (x,)) for x in (conflict.a, conflict.b)]
    pairs = ((min(a, b), max(a, b)) for a in sides[0] for b in sides[1])
    return {(a, b, conflict.on, conflict.kind) for a, b in pairs}
