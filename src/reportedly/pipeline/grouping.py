"""Articles into stories, and each touched story's ledger made again: the end of every run that changed something."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reportedly.errors import LedgerError, ReportedlyError, internal
from reportedly.ledger import Ledger, story_name
from reportedly.model import Article, Profile, Story, StoryLedger
from reportedly.pipeline.stages import Stages

UNDATED = "9999"
"""Sorts after every day: an undated article is never the earliest of a story that has a dated one."""


PASSES = 3
"""While stories are made another program may bring articles in; what it left undone is done in a second pass."""


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
    """Group the ledger's articles and make every story again that changed, each in one transaction.

    Does nothing where no article waits and no story is stale. A story that cannot be made stays stale, with a failure.
    """
    done = Finished()
    for _ in range(PASSES):
        todo = _changed(ledger, stages)
        for at, (story, members) in enumerate(todo, start=1):
            _make_and_keep(ledger, stages, story, members, done)
            if observe:
                observe(story, at, len(todo))
        if not todo or done.failures:
            break
    return done


def _changed(ledger: Ledger, stages: Stages) -> list[tuple[str, list[str]]]:
    """The stories that have to be made again, by id, with their articles, the earliest first."""
    with ledger.snapshot() as view:
        stale = view.stale()
        if not stale and not view.pending():
            return []
        profiles = {p.id: p for p in view.profiles()}
        before: dict[str, set[str]] = defaultdict(set)
        for article, story in view.membership().items():
            before[story].add(article)
    todo: list[tuple[str, list[str]]] = []
    for group in stages.group(list(profiles.values())):
        members = sorted(group, key=lambda i: by_day(profiles[i]))
        story = story_id(members[0])
        if story in stale or before.get(story) != set(members):
            todo.append((story, members))
    return sorted(todo)


def _make_and_keep(ledger: Ledger, stages: Stages, story: str, members: Sequence[str], done: Finished) -> None:
    try:
        with ledger.snapshot() as view:
            result = make(view, stages, story, view.articles(members))
        ledger.put_story(replace(result, articles=tuple(members)), minted_from=members[0])
        done.made += 1
    except LedgerError:
        raise
    except Exception as error:  # noqa: BLE001 -- one story must not keep the others from being made
        coded = internal(error)
        ledger.put_failure(story_name(story), coded)
        done.failures.append((story_name(story), coded))


def make(ledger: Ledger, stages: Stages, story: str, articles: Sequence[Article]) -> StoryLedger:
    """The ledger of one story from what these articles of it say. Reads, writes nothing."""
    ordered = sorted(articles, key=lambda a: a.id)
    ids = [a.id for a in ordered]
    copies, text_group = stages.copies(ordered)
    return stages.build(
        story_of(stages, story, ordered, ledger.profiles(ids)),
        ordered,
        ledger.annotations(ids),
        copies=copies,
        text_group=text_group,
        judgements=ledger.judgements(),
    )


def story_of(stages: Stages, story: str, articles: Sequence[Article], profiles: Sequence[Profile]) -> Story:
    """The story as such: its days and its headline, else the beginning of its earliest article."""
    days = sorted(a.said for a in articles if a.said)
    earliest = min(articles, key=lambda a: (a.said or UNDATED, a.id))
    title = stages.headline(profiles) or _beginning(earliest.text)
    return Story(story, title, days[0] if days else None, days[-1] if days else None)


def _beginning(text: str, words: int = 12) -> str:
    line = text.strip().partition("\n")[0].split()
    return " ".join(line[:words]) + (" …" if len(line) > words else "")
