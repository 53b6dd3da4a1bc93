"""What a person means who names something to be judged: ids and their beginnings, names of actors, outlets and stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly.errors import NotInLedger, UsageError
from reportedly.ledger import Ledger
from reportedly.model import Anchor, Article, StoryLedger
from reportedly.pipeline.anchors import anchor
from reportedly.pipeline.documents import choose
from reportedly.pipeline.grouping import UNDATED

Side = Literal["subject", "object"]
SOME = 4


@dataclass(frozen=True)
class Said:
    """An assertion or a claim of a story."""

    kind: Literal["assertion", "claim"]
    id: str
    story: StoryLedger
    assertions: tuple[str, ...]
    """The assertion, or those of the claim, the founding one first."""

    @property
    def first(self) -> str:
        return self.assertions[0]

    @property
    def claim(self) -> str:
        return self.story.claim_of[self.first]


def said(view: Ledger, name: str) -> Said:
    """The assertion or claim that an id or its beginning means.

    Raises:
        NotInLedger: none.
        UsageError: several, or the id of something else.
    """
    kind, identifier, home = view.find(name, ("assertion", "claim"))
    story = view.story_ledger(str(home))
    if kind == "assertion":
        if identifier not in story.claim_of:
            raise UsageError(f"{identifier} belongs to no claim")
        return Said("assertion", identifier, story, (identifier,))
    [claim] = [c for c in story.claims if c.id == identifier]
    return Said("claim", identifier, story, founding_first(view, story, claim.assertions))


def founding_first(view: Ledger, story: StoryLedger, ids: Iterable[str]) -> tuple[str, ...]:
    """Assertions in the order in which one founds a claim: the earliest said, undated ones last."""
    wanted = set(ids)
    some = [a for a in story.assertions if a.id in wanted]
    day = {a.id: a.said or UNDATED for a in view.articles(sorted({a.article for a in some}))}
    return tuple(a.id for a in sorted(some, key=lambda a: (day[a.article], a.article, a.content, a.id)))


def anchors(view: Ledger, side: Side, one: Said, ids: Sequence[str]) -> list[Anchor]:
    """What to keep of assertions of a story."""
    known = {a.id: a for a in one.story.assertions}
    articles = {a.id: a for a in view.articles(sorted({known[i].article for i in ids}))}
    return [anchor(side, known[i], articles[known[i].article]) for i in ids]


def earliest(articles: Sequence[Article]) -> Article:
    return min(articles, key=lambda a: (a.said or UNDATED, a.id))


def story_or_article(view: Ledger, name: str) -> tuple[str, str]:
    """(story, article) of an article, or of a story and its earliest article; a story also by a part of its title.

    Raises:
        NotInLedger: neither.
        UsageError: several fit.
    """
    try:
        kind, identifier, home = view.find(name, ("story", "article"))
    except NotInLedger:
        kind, identifier, home = "story", choose(view, name), None
    if kind == "article":
        return str(home), identifier
    return identifier, earliest(view.articles(view.story_ledger(identifier).articles)).id


def placed(view: Ledger, names: Sequence[str]) -> tuple[str, list[str]]:
    """The one story that these articles are in, and their ids.

    Raises:
        NotInLedger: no such article, or it is in no story yet.
        UsageError: several fit, one is named twice, or they are in several stories.
    """
    ids = [view.find_article(name) for name in names]
    if len(set(ids)) < len(ids):
        raise UsageError("an article is named twice")
    homes = view.stories_of(ids)
    if not homes:
        raise NotInLedger("the article is in no story yet", hint="reportedly read completes an interrupted run")
    if len(homes) > 1:
        raise UsageError(
            f"they are in several stories: {', '.join(homes)}", hint="reportedly judge merge makes them one"
        )
    return homes[0], ids


def actor(view: Ledger, name: str) -> str:
    """The name under which to keep what is judged of an actor, named by id, name or alias.

    Raises:
        NotInLedger: nobody is called so.
        UsageError: several in one story are.
    """
    found = _called(view, name)
    if not found:
        return _by_id(view, name)
    for fits in found.values():
        if len(fits) > 1:
            raise UsageError(f"{name!r} may be {_some(fits)}", hint="give a whole name")
    return name


def source(view: Ledger, name: str) -> str:
    """The name under which to keep the grade of a source: an outlet's, or an actor's.

    Raises:
        NotInLedger: nobody is called so.
        UsageError: several are.
    """
    from reportedly.claims.names import key_of  # noqa: PLC0415

    key = key_of(name)
    if outlet := next((o for _, o in view.outlets() if key_of(o) == key), None):
        return outlet
    names = {n for fits in _called(view, name).values() for n in fits}
    if len(names) > 1:
        raise UsageError(f"{name!r} may be {_some(names)}", hint="give a whole name")
    return names.pop() if names else _by_id(view, name)


def _called(view: Ledger, name: str) -> dict[str, list[str]]:
    """Story -> names of the actors that are called so: by their name, else by another one."""
    from reportedly.claims.names import key_of  # noqa: PLC0415

    key = key_of(name)
    by_name: dict[str, list[str]] = {}
    by_alias: dict[str, list[str]] = {}
    for story, entity in view.actors() if key else ():
        if key_of(entity.name) == key:
            by_name.setdefault(story, []).append(entity.name)
        elif key in map(key_of, entity.aliases):
            by_alias.setdefault(story, []).append(entity.name)
    return by_alias | by_name


def _by_id(view: Ledger, name: str) -> str:
    try:
        _, identifier, _ = view.find(name, ("actor",))
    except NotInLedger:
        raise NotInLedger(
            f"nobody is called {name!r}", where=str(view.path), hint="names stand in: ledger --format json, sources"
        ) from None
    return next(e.name for _, e in view.actors() if e.id == identifier)


def _some(names: Iterable[str]) -> str:
    ordered = sorted(set(names))
    return " or ".join(ordered[:SOME]) + (" or others" if len(ordered) > SOME else "")
