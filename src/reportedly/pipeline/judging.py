"""`judge`: a person's decision becomes a row, and the stories that it touches are made again.

A decision is a `Request`; what it names is looked up at once and kept by words and places (`anchors`), so that it
outlives ids. Nothing is edited: what is taken back is taken back by a later row.
"""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportedly.errors import NotInLedger, ReportedlyError, UsageError
from reportedly.ledger import Ledger
from reportedly.model import Anchor, Judgement
from reportedly.pipeline import meant, told
from reportedly.pipeline.anchors import Standing, standing
from reportedly.pipeline.grouping import finish
from reportedly.pipeline.stages import Stages
from reportedly.pipeline.told import count
from reportedly.settings import Settings

OUTCOMES = ("open", "borne_out", "failed", "unresolvable")
SOURCE_GRADES = "ABCDEF"
"""Admiralty code (NATO STANAG 2511): A completely reliable to E unreliable, F cannot be judged."""
CLAIM_GRADES = "123456"
"""The same, of information: 1 confirmed to 5 improbable, 6 cannot be judged."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person decides: a kind of `KINDS`, and the ids, beginnings of ids, or names it is about, as they give them."""

    kind: str
    names: tuple[str, ...]
    who: str
    when: str
    """ISO 8601, UTC."""
    value: str | None = None
    """The outcome, the grade, or the words of a note."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The row that was kept, and what it changed."""

    judgement: Judgement
    told: str
    """One line for people."""
    stories: tuple[str, ...] = ()
    """Those that were made again, by their ids before."""
    failures: tuple[tuple[str, ReportedlyError], ...] = ()
    """Stories that could not be made."""


@dataclass(frozen=True)
class _Plan:
    """A row still without its id, the stories it touches, and how to tell afterwards what it changed."""

    row: Judgement
    stories: tuple[str, ...]
    tell: Callable[[Ledger], str] = field(default=lambda _: "")


def judge(ledger: Ledger, stages: Stages, request: Request) -> Judged:
    """Keep a decision, and make the stories again that it touches.

    Raises:
        UsageError: it is put wrongly: another kind of thing is meant, several fit, a value does not exist.
        NotInLedger: nothing goes by that id or name.
    """
    if request.kind not in KINDS:
        raise UsageError(f"no judgement is called {request.kind!r}", hint=f"known: {', '.join(KINDS)}")
    for text in (*request.names, request.who, request.value or "", request.note or ""):
        if any(0xD800 <= ord(c) < 0xE000 for c in text):
            raise UsageError(f"not text: {text!r}")
    if not request.who.strip():
        raise UsageError("it is not said whose judgement it is", hint="--who NAME, or REPORTEDLY_WHO")
    with ledger.snapshot() as view:
        plan = KINDS[request.kind](view, request)
    row = ledger.judge(plan.row, plan.stories)
    done = finish(ledger, stages)
    with ledger.snapshot() as view:
        line = "it is kept, but its story could not be made" if done.failures else plan.tell(view)
    return Judged(row, line, plan.stories, tuple(done.failures))


def moment(settings: Settings) -> str:
    """When a judgement is made: now, UTC, to the second; or the day that stands in for the clock."""
    return settings.today or dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def whose(settings: Settings) -> str:
    """Whose judgement it is: by the settings, else by the login.

    Raises:
        UsageError: neither says.
    """
    if settings.who.strip():
        return settings.who.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise UsageError("it is not known whose judgement it is", hint="--who NAME, or REPORTEDLY_WHO") from error


def _row(
    asked: Request, subject: str, about: str, anchors: Sequence[Anchor] = (), *, other: str | None = None
) -> Judgement:
    return Judgement(
        id="",
        kind=asked.kind,
        subject=subject,
        object=other,
        value=asked.value,
        who=asked.who.strip(),
        when=asked.when,
        about=about,
        note=asked.note,
        anchors=tuple(anchors),
    )


def _names(asked: Request, number: int) -> tuple[str, ...]:
    if len(asked.names) != number:
        raise UsageError(f"{asked.kind} is about {number}, not {len(asked.names)}")
    return asked.names


# ---- same claim or not


def _claims(view: Ledger, asked: Request) -> _Plan:
    one, other = (meant.said(view, name) for name in _names(asked, 2))
    together = asked.kind == "same-claim"
    if one.story.story.id != other.story.story.id:
        raise UsageError(
            "they are in two stories, and so two claims", hint="reportedly judge merge makes two stories one"
        )
    left, right = ((one.first,), (other.first,)) if together else _kept_apart(one, other)
    if left == right:
        raise UsageError("one and the same is named twice")
    anchors = [*meant.anchors(view, "subject", one, left), *meant.anchors(view, "object", one, right)]
    before = (told.called(one.story, one.claim), told.called(other.story, other.claim))
    row = _row(asked, left[0], "assertion", anchors, other=right[0])
    return _Plan(row, (one.story.story.id,), lambda after: told.of_claims(after, left[0], right[0], before, together))


def _kept_apart(one: meant.Said, other: meant.Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which assertions to keep apart: all of two claims; of a claim and one in it, that one from the others."""
    if one.id == other.id:
        raise UsageError("one and the same is named twice", hint="to take an assertion out of a claim, name both")
    left, right = (
        tuple(i for i in mine.assertions if i not in theirs.assertions or mine.kind == "assertion")
        for mine, theirs in ((one, other), (other, one))
    )
    if not left or not right:
        raise UsageError("it is the claim's only assertion")
    return left, right


# ---- who is who


def _actors(view: Ledger, asked: Request) -> _Plan:
    from reportedly.claims.names import key_of  # noqa: PLC0415

    one, other = (meant.actor(view, name) for name in _names(asked, 2))
    if key_of(one) == key_of(other):
        raise UsageError(f"{one!r} and {other!r} are the same name")
    stories = _naming(view, (one, other))
    return _Plan(_row(asked, one, "actor", other=other), stories, lambda after: told.of_actors(after, one, other))


def _naming(view: Ledger, names: Sequence[str]) -> tuple[str, ...]:
    """Stories in which an actor goes by one of these names."""
    from reportedly.claims.names import key_of  # noqa: PLC0415

    keys = {key_of(n) for n in names}
    found = {story for story, e in view.actors() if keys & {key_of(n) for n in (e.name, *e.aliases)}}
    return tuple(sorted(found))


# ---- which story, whose text


def _merge(view: Ledger, asked: Request) -> _Plan:
    (story, one), (home, other) = (meant.story_or_article(view, name) for name in _names(asked, 2))
    if one == other:
        raise UsageError("one and the same is named twice")
    row = _row(asked, one, "article", [Anchor("subject", one), Anchor("object", other)], other=other)
    before = tuple(sorted({story, home}))
    return _Plan(row, before, lambda after: told.of_stories(after, [one, other], before, together=True))


def _split(view: Ledger, asked: Request) -> _Plan:
    if not asked.names:
        raise UsageError("no article is named")
    story, named = meant.placed(view, asked.names)
    rest = [a.id for a in view.articles([i for i in view.story_ledger(story).articles if i not in named])]
    if not rest:
        raise UsageError("these are all the articles of their story", hint="name those that go out of it")
    anchors = [Anchor("subject", i) for i in named] + [Anchor("object", i) for i in rest]
    other = meant.earliest(view.articles(rest)).id
    row = _row(asked, named[0], "article", anchors, other=other)
    return _Plan(row, (story,), lambda after: told.of_stories(after, [*named, other], (story,), together=False))


def _copy(view: Ledger, asked: Request) -> _Plan:
    story, (one, other) = meant.placed(view, _names(asked, 2))
    row = _row(asked, one, "article", [Anchor("subject", one), Anchor("object", other)], other=other)
    return _Plan(row, (story,), lambda after: told.of_copy(after, one, other, together=asked.kind == "copy"))


# ---- what became of a forecast, how good, and notes


def _outcome(view: Ledger, asked: Request) -> _Plan:
    if asked.value not in OUTCOMES:
        raise UsageError(f"no outcome is called {asked.value!r}", hint=f"one of: {', '.join(OUTCOMES)}")
    one = meant.said(view, _names(asked, 1)[0])
    foretold = [f for f in one.story.forecasts if f.assertion in one.assertions]
    if not foretold:
        raise UsageError(f"{one.id} foretells nothing", hint="forecasts are listed with: reportedly forecasts")
    row = _row(asked, one.first, one.kind, meant.anchors(view, "subject", one, (one.first,)))
    became, how_many = asked.value.replace("_", " "), count(len(foretold), "forecast")
    name = told.called(one.story, one.claim)
    return _Plan(row, (one.story.story.id,), lambda _: f"{name}: {became}, {how_many}")


def _grade(view: Ledger, asked: Request) -> _Plan:
    [name], value = _names(asked, 1), (asked.value or "").strip().upper()
    asked = replace(asked, value=value)
    if len(value) == 1 and value in SOURCE_GRADES:
        called = meant.source(view, name)
        return _Plan(_row(asked, called, "source"), _naming(view, (called,)), lambda _: f"{called}: grade {value}")
    if len(value) == 1 and value in CLAIM_GRADES:
        one = meant.said(view, name)
        [first, *_] = one.assertions
        row = _row(asked, first, "claim", meant.anchors(view, "subject", one, (first,)))
        return _Plan(
            row, (one.story.story.id,), lambda after: f"{told.thing(after, 'assertion', first)}: grade {value}"
        )
    raise UsageError(f"no grade is called {value!r}", hint="a source takes A to F, a claim 1 to 6")


def _note(view: Ledger, asked: Request) -> _Plan:
    if not (asked.value or "").strip():
        raise UsageError("the note says nothing")
    kind, identifier, home = view.find(_names(asked, 1)[0])
    anchors: list[Anchor] = []
    subject, stories = identifier, tuple(filter(None, [home]))
    if kind in ("assertion", "claim"):
        one = meant.said(view, identifier)
        subject, anchors = one.first, meant.anchors(view, "subject", one, (one.first,))
    elif kind == "article":
        anchors = [Anchor("subject", identifier)]
    elif kind == "story":
        anchors = [Anchor("subject", meant.story_or_article(view, identifier)[1])]
    elif kind == "actor":
        subject = meant.actor(view, identifier)
        stories = _naming(view, (subject,))
    name = told.thing(view, kind, identifier)
    return _Plan(_row(asked, subject, kind, anchors), stories, lambda _: f"{name}: noted")


# ---- taking back


def _undo(view: Ledger, asked: Request) -> _Plan:
    rows = {s.judgement.id: s for s in standing(view.judgements())}
    if asked.names:
        _, identifier, _ = view.find(_names(asked, 1)[0], ("judgement",))
        if rows[identifier].state == "taken back":
            raise UsageError(
                f"{identifier} is taken back already", hint=f"to have it again: undo {rows[identifier].by}"
            )
    else:
        standing_ones = [i for i, s in rows.items() if s.state != "taken back" and s.judgement.kind != "undo"]
        if not standing_ones:
            raise NotInLedger("there is no judgement to take back", where=str(view.path))
        identifier = standing_ones[-1]
    target = rows[identifier].judgement
    row = _row(asked, identifier, "judgement")
    about = " and ".join(dict.fromkeys(_words(target)))
    what = f"{target.kind}{f' of {about}' if about else ''} ({identifier}), by {target.who} on {target.when[:10]}"
    return _Plan(row, touched(view, rows, target), lambda _: f"taken back: {what}")


def _words(row: Judgement) -> Iterator[str]:
    """What a judgement is about, by the words that were kept of it; nothing of another judgement."""
    for side, name in (("subject", row.subject), ("object", row.object)):
        text = next((a.text for a in row.anchors if a.side == side and a.text), None)
        if text:
            yield told.quoted(text)
        elif name and row.about in ("actor", "source"):
            yield name


def touched(view: Ledger, rows: Mapping[str, Standing], row: Judgement) -> tuple[str, ...]:
    """The stories that a judgement changes; of one that takes another back, those that that one changes."""
    seen = {row.id}
    while row.kind == "undo" and row.subject in rows and row.subject not in seen:
        row = rows[row.subject].judgement
        seen.add(row.id)
    if row.about in ("actor", "source"):
        return _naming(view, [n for n in (row.subject, row.object) if n])
    return tuple(view.stories_of([a.article for a in row.anchors]))


KINDS: Mapping[str, Callable[[Ledger, Request], _Plan]] = {
    "same-claim": _claims,
    "different-claim": _claims,
    "same-actor": _actors,
    "different-actor": _actors,
    "same-story": _merge,
    "different-story": _split,
    "copy": _copy,
    "not-copy": _copy,
    "outcome": _outcome,
    "grade": _grade,
    "note": _note,
    "undo": _undo,
}
"""The kinds of judgement, and what makes a row of each."""
