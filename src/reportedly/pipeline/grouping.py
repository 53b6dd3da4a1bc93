"""Articles into stories, and each touched story's ledger made again: the end of every run that changed something."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly.claims.records import each, tellings
from reportedly.claims.scores import scored
from reportedly.errors import LedgerError, ReportedlyError, internal
from reportedly.ledger import Foretelling, Index, Ledger, story_name
from reportedly.model import Article, Judgement, Profile, Story, StoryLedger
from reportedly.pipeline.anchors import PAIRS, article_pairs, attached, in_force
from reportedly.pipeline.stages import Stages

UNDATED = "9999"
"""Sorts after every day: an undated article is never the earliest of a story that has a dated one."""


PASSES = 3
"""While stories are made another program may bring articles in; what it left undone is done in a second pass."""
AT_A_TIME = 200
"""Articles that are grouped in one transaction."""


@dataclass
class Finished:
    """How many stories were made again, and which could not be."""

    made: int = 0
    failures: list[tuple[str, ReportedlyError]] = field(default_factory=list)


def story_id(earliest: str) -> str:
    """From the id of the story's earliest article: the same whatever order the articles came in."""
    return "s" + hashlib.sha256(earliest.encode()).hexdigest()[:12]


def by_day(profile: Profile) -> tuple[str, str]:
    return profile.said or UNDATED, profile.id


def finish(ledger: Ledger, stages: Stages, *, observe: Callable[[str, int, int], None] | None = None) -> Finished:
    """Group the articles that wait and make every story again that this changed, each in one transaction.

    Does nothing where no article waits and no story is stale; what it does costs what was touched, not what the ledger
    holds. A story that cannot be made waits on, with a failure.
    """
    done = Finished()
    for _ in range(PASSES):
        _arrange(ledger, stages)
        todo = _changed(ledger, stages)
        failed: set[str] = set()
        for at, (story, members) in enumerate(todo.stories, start=1):
            if not _make_and_keep(ledger, stages, story, members, done):
                failed.update(members)
            if observe:
                observe(story, at, len(todo.stories))
        if settled := [number for number, article in todo.rows.items() if article not in failed]:
            ledger.settle(settled)
        if not todo.stories or done.failures:
            break
    return done


def _arrange(ledger: Ledger, stages: Stages) -> None:
    """Put the articles that wait into groups, some at a time."""
    while ledger.waits():
        with ledger.grouping() as index:
            waiting = index.arrivals(AT_A_TIME)
            profiles = index.profiles(waiting)
            changed = stages.arrange(index, profiles, sorted(index.known(waiting)))
            index.arranged(waiting, {*(p.id for p in profiles), *(members[0] for members in changed)})


@dataclass(frozen=True, slots=True)
class _Todo:
    stories: list[tuple[str, list[str]]]
    """The stories that have to be made again, by id, with their articles, the earliest first."""
    rows: Mapping[int, str]
    """The rows of `Ledger.unmade` that ask for them, each with its article."""


def _changed(ledger: Ledger, stages: Stages) -> _Todo:
    with ledger.snapshot() as view, view.groups() as index:
        stale, rows = view.stale(), view.unmade()
        if not stale and not rows:
            return _Todo([], {})
        touched = {*rows.values(), *(i for some in view.members(sorted(stale)).values() for i in some)}
        joined, parted = _judged(view, index)
        todo: list[tuple[str, list[str]]] = []
        for group in stages.judged(index, sorted(index.known(sorted(touched))), joined, parted):
            members = [p.id for p in sorted(view.profiles(group), key=by_day)]
            story = story_id(members[0])
            if story in stale or sorted(members) != view.members([story]).get(story):
                todo.append((story, members))
    return _Todo(sorted(todo), rows)


def _judged(view: Ledger, index: Index) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs of articles that a person joined, and that one parted, among those that are there."""
    rows = view.judgements()
    if not any(PAIRS.get(r.kind, ("",))[0] == "story" for r in rows):
        return [], []
    joined, parted = article_pairs(in_force(rows), "story")
    known = index.known(sorted({i for pair in (*joined, *parted) for i in pair}))
    return [p for p in joined if known.issuperset(p)], [p for p in parted if known.issuperset(p)]


def _make_and_keep(ledger: Ledger, stages: Stages, story: str, members: Sequence[str], done: Finished) -> bool:
    """False where it could not be made."""
    try:
        with ledger.snapshot() as view:
            articles = view.articles(members)
            result = make(view, stages, story, articles)
            judged = in_force(view.judgements())
        foretold = foretellings(result, {a.id: a.outlet for a in articles}, judged)
        ledger.put_story(replace(result, articles=tuple(members)), minted_from=members[0], foretold=foretold)
        done.made += 1
    except LedgerError:
        raise
    except Exception as error:  # noqa: BLE001 -- one story must not keep the others from being made
        coded = internal(error)
        ledger.put_failure(story_name(story), coded)
        done.failures.append((story_name(story), coded))
        return False
    return True


def make(ledger: Ledger, stages: Stages, story: str, articles: Sequence[Article]) -> StoryLedger:
    """The ledger of one story from what these articles of it say. Reads, writes nothing."""
    ordered = sorted(articles, key=lambda a: a.id)
    ids = [a.id for a in ordered]
    judged = in_force(ledger.judgements())
    copies, text_group = stages.copies(ordered, *article_pairs(judged, "copy"))
    notes = ledger.annotations(ids)
    return stages.build(
        story_of(stages, story, ordered, ledger.profiles(ids)),
        ordered,
        notes,
        copies=copies,
        text_group=text_group,
        judgements=attached(judged, ordered, notes),
    )


def foretellings(
    result: StoryLedger, outlets: Mapping[str, str | None], judgements: Sequence[Judgement] = ()
) -> list[Foretelling]:
    """What the ledger keeps of a story's forecasts for records over all stories. `outlets`: article -> its outlet."""
    found = []
    for one in each(tellings(result, outlets), judgements):
        t, f = one.telling, one.telling.forecast
        score = scored(f)
        band = (score.low, score.high) if score else None
        found.append(Foretelling(t.key, t.speaker or "", f.outcome, f.assertion, f.by, f.basis, f.made, band))
    return sorted(found, key=lambda f: (f.key, f.made or "9999", f.assertion))


def story_of(stages: Stages, story: str, articles: Sequence[Article], profiles: Sequence[Profile]) -> Story:
    """The story as such: its days and its headline, else the beginning of its earliest article."""
    days = sorted(a.said for a in articles if a.said)
    earliest = min(articles, key=lambda a: (a.said or UNDATED, a.id))
    title = stages.headline(profiles) or _beginning(earliest.text)
    return Story(story, title, days[0] if days else None, days[-1] if days else None)


def _beginning(text: str, words: int = 12) -> str:
    line = text.strip().partition("\n")[0].split()
    return " ".join(line[:words]) + (" …" if len(line) > words else "")
