"""Articles into stories, and each touched story's ledger made again: the end of every run that changed something."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly.claims.records import each, tellings
from reportedly.claims.scores import scored
from reportedly.errors import LedgerError, ReportedlyError, internal
from reportedly.ledger import Foretelling, Index, Ledger, story_name
from reportedly.model import Annotations, Article, Judgement, Profile, Shared, Span, Spans, Story, StoryLedger, whole_of
from reportedly.pipeline.anchors import PAIRS, article_pairs, attached, in_force
from reportedly.pipeline.stages import Groups, Stages

UNDATED = "9999"
"""Sorts after every day: an undated article is never the earliest of a story that has a dated one."""


_NOTHING = Shared()
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
        for at, due in enumerate(todo.stories, start=1):
            if not _make_and_keep(ledger, stages, due, done):
                failed.update(due.members)
            if observe:
                observe(due.story, at, len(todo.stories))
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
class _Due:
    story: str
    members: list[str]
    """The earliest first."""
    shared: Shared


@dataclass(frozen=True, slots=True)
class _Todo:
    stories: list[_Due]
    """The stories that have to be made again, by id."""
    rows: Mapping[int, str]
    """The rows of `Ledger.unmade` that ask for them, each with its article."""


def _changed(ledger: Ledger, stages: Stages) -> _Todo:
    with ledger.snapshot() as view, view.groups() as index:
        stale, rows = view.stale(), view.unmade()
        if not stale and not rows:
            return _Todo([], {})
        touched = {*rows.values(), *(i for some in view.members(sorted(stale)).values() for i in some)}
        joined, parted = _judged(view, index)

        def groups(articles: Iterable[str]) -> Groups:
            return stages.judged(index, sorted(index.known(sorted(articles))), joined, parted)

        # where a part goes, what its article's own story keeps changes as well
        touched |= {whole_of(i) for group in groups(touched) for i in group if whole_of(i) != i}
        todo: list[_Due] = []
        for group in groups(touched):
            profiles = sorted(view.profiles([i for i in group if whole_of(i) == i]), key=by_day)
            if not profiles:  # parts alone are no story: they stay with their articles
                continue
            members = [p.id for p in profiles]
            story = story_id(members[0])
            shared = _shared(view, groups, group, profiles)
            same = sorted(members) == view.members([story]).get(story) and shared == view.shared(story)
            if story in stale or not same:
                todo.append(_Due(story, members, shared))
    return _Todo(sorted(todo, key=lambda due: due.story), rows)


def _shared(
    view: Ledger, groups: Callable[[Iterable[str]], Groups], group: Sequence[str], profiles: Sequence[Profile]
) -> Shared:
    """The parts in a story's group whose articles are in another, and those of its articles that are in others' groups."""
    here = set(group)
    coming = {whole_of(i) for i in group} - here
    guests = {p.id: p.spans(here) for p in view.profiles(sorted(coming))}
    elsewhere = [one.id for p in profiles for one in p.each()[1:] if one.id not in here]
    left = {i for other in groups(elsewhere) if any(whole_of(i) == i for i in other) for i in other}
    away = {p.id: spans for p in profiles if (spans := p.spans(left - here))}
    return Shared(guests, away)


def _judged(view: Ledger, index: Index) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs of articles that a person joined, and that one parted, among those that are there."""
    rows = view.judgements()
    if not any(PAIRS.get(r.kind, ("",))[0] == "story" for r in rows):
        return [], []
    joined, parted = article_pairs(in_force(rows), "story")
    known = index.known(sorted({i for pair in (*joined, *parted) for i in pair}))
    return [p for p in joined if known.issuperset(p)], [p for p in parted if known.issuperset(p)]


def _make_and_keep(ledger: Ledger, stages: Stages, due: _Due, done: Finished) -> bool:
    """False where it could not be made."""
    try:
        with ledger.snapshot() as view:
            articles = view.articles(due.members)
            result = make(view, stages, due.story, articles, due.shared)
            judged = in_force(view.judgements())
            outlets = {a.id: a.outlet for a in (*articles, *view.articles(sorted(due.shared.guests)))}
        foretold = foretellings(result, outlets, judged)
        ledger.put_story(replace(result, articles=tuple(due.members)), minted_from=due.members[0], foretold=foretold)
        done.made += 1
    except LedgerError:
        raise
    except Exception as error:  # noqa: BLE001 -- one story must not keep the others from being made
        coded = internal(error)
        ledger.put_failure(story_name(due.story), coded)
        done.failures.append((story_name(due.story), coded))
        return False
    return True


def make(
    ledger: Ledger, stages: Stages, story: str, articles: Sequence[Article], shared: Shared = _NOTHING
) -> StoryLedger:
    """The ledger of one story from what these articles of it, and its parts of others, say. Reads, writes nothing."""
    ordered = sorted(articles, key=lambda a: a.id)
    ids = [a.id for a in ordered]
    # the title of an article that tells of several things is about none of them
    guests = [replace(a, title=None) for a in ledger.articles(sorted(shared.guests))]
    everybody = sorted([*ordered, *guests], key=lambda a: a.id)
    judged = in_force(ledger.judgements())
    texts = [_only(a, shared.guests[a.id]) if a.id in shared.guests else a for a in everybody]
    copies, text_group = stages.copies(texts, *article_pairs(judged, "copy"))
    notes = ledger.annotations([a.id for a in everybody])
    for article, spans in shared.guests.items():
        notes[article] = _said(notes[article], spans, inside=True)
    for article, spans in shared.away.items():
        notes[article] = _said(notes[article], spans, inside=False)
    result = stages.build(
        story_of(stages, story, ordered, ledger.profiles(ids)),
        everybody,
        notes,
        copies=copies,
        text_group=text_group,
        judgements=attached(judged, everybody, notes),
    )
    return replace(
        result,
        articles=tuple(ids),
        copies={i: some for i, some in result.copies.items() if i not in shared.guests},
        text_group={i: one for i, one in result.text_group.items() if i not in shared.guests},
        shared=shared,
    )


def _only(article: Article, spans: Spans) -> Article:
    """An article as if it had these parts alone."""
    return replace(article, text="\n\n".join(article.text[s:e] for s, e in spans), credit=(), furniture=())


def _said(notes: Annotations, spans: Spans, *, inside: bool) -> Annotations:
    """What is said inside or outside these parts of the text; an actor is where it is named."""

    def here(some: Iterable[Span]) -> bool:
        return all(any(s <= start and end <= e for s, e in spans) for start, end in some) is inside

    actors = (replace(a, mentions=tuple(m for m in a.mentions if here([m]))) for a in notes.actors)
    return replace(
        notes,
        assertions=tuple(a for a in notes.assertions if here(a.evidence.spans)),
        times=tuple(x for x in notes.times if here([(x.start, x.end)])),
        places=tuple(x for x in notes.places if here([(x.start, x.end)])),
        actors=tuple(a for a in actors if a.mentions),
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
