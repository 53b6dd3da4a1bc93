"""What a judgement changed, in one line for people: read off the ledger after it, so that nothing is said that is not so."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.ledger import Ledger
from reportedly.model import StoryLedger
from reportedly.pipeline import meant

WORDS = 12
"""Of a claim or a title, where it only has to be known again."""


def quoted(text: str) -> str:
    """Its first words, in one pair of quotation marks."""
    words = text.strip("“”\"' ").split()
    return "“" + " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "") + "”"


def called(story: StoryLedger, claim: str) -> str:
    """A claim by its words and its id."""
    gist = next((c.gist for c in story.claims if c.id == claim), "")
    return f"{quoted(gist)} ({claim})" if gist else claim


def thing(view: Ledger, kind: str, identifier: str) -> str:
    """Whatever has an id, by its words where it has some, and by its id."""
    if kind in ("claim", "assertion"):
        one = meant.said(view, identifier)
        return called(one.story, one.claim)
    if kind == "article":
        [one_article] = view.articles([identifier])
        words = one_article.title or one_article.outlet
        return f"{quoted(words)} ({identifier})" if words else identifier
    if kind == "story":
        title = view.titles([identifier]).get(identifier)
        return f"{quoted(title)} ({identifier})" if title else identifier
    if kind == "actor":
        return next((f"{e.name} ({identifier})" for _, e in view.actors() if e.id == identifier), identifier)
    return identifier


def of_claims(view: Ledger, one: str, other: str, before: tuple[str, str], together: bool) -> str:
    """`before`: the claims of the two, as `called` names them."""
    (claim, size), (second, rest) = (claim_of(view, i) for i in (one, other))
    first, last = (thing(view, "claim", i) for i in (claim, second))
    if claim == second:
        if not together:
            return f"it is kept, but they are one claim still: {first}, {count(size, 'assertion')}"
        if before[0] == before[1]:
            return f"one claim, as before: {first}, {count(size, 'assertion')}"
        return f"{before[0]} and {before[1]} are one claim now ({claim}): {count(size, 'assertion')}"
    members = f"{first}, {count(size, 'assertion')}, and {last}, {count(rest, 'assertion')}"
    if together:
        return f"it is kept, but they are two claims still: {members}"
    return f"two claims {'now' if before[0] == before[1] else 'as before'}: {members}"


def claim_of(view: Ledger, assertion: str) -> tuple[str, int]:
    """The claim that an assertion is in now, and how many are in it."""
    one = meant.said(view, assertion)
    return one.claim, sum(claim == one.claim for claim in one.story.claim_of.values())


def of_actors(view: Ledger, one: str, other: str) -> str:
    from reportedly.claims.names import key_of  # noqa: PLC0415

    found: dict[str, list[set[str]]] = {}
    for story, e in view.actors():
        keys = {key_of(n) for n in (e.name, *e.aliases)} & {key_of(one), key_of(other)}
        if keys:
            found.setdefault(story, []).append(keys)
    both = [some for some in found.values() if len(set().union(*some)) > 1]
    if not both:
        return f"it is kept: no story names both {one} and {other} yet"
    joined = sum(any(len(keys) > 1 for keys in some) for some in both)
    if joined == len(both):
        return f"{one} and {other} are one actor, in {count(joined, 'story', 'stories')}"
    return f"{one} and {other} are two actors, in {count(len(both) - joined, 'story', 'stories')}"


def of_stories(view: Ledger, articles: Sequence[str], before: Sequence[str], *, together: bool) -> str:
    now = view.stories_of(articles)
    counts = view.story_counts()
    sizes = {story: counts[story]["articles"] for story in now}
    listed = " and ".join(f"{thing(view, 'story', story)}, {count(n, 'article')}" for story, n in sizes.items())
    if len(now) == 1 and together:
        return f"one story {'now' if len(before) > 1 else 'as before'}: {listed}"
    if len(now) == 1 or together:
        return f"it is kept, but they are {'one story' if len(now) == 1 else 'several stories'} still: {listed}"
    return f"{count(len(now), 'story', 'stories')} now: {listed}"


def of_copy(view: Ledger, one: str, other: str, *, together: bool) -> str:
    [story] = view.stories_of([one, other])
    found = view.story_ledger(story)
    copy = other in {c.of for c in found.copies.get(one, ())} or one in {c.of for c in found.copies.get(other, ())}
    group = found.text_group.get(one)
    voice = "one voice" if group is not None and group == found.text_group.get(other) else "two voices"
    still = "" if copy == together else "it is kept, but "
    text, original = (thing(view, "article", i) for i in (one, other))
    return f"{still}{text} is {'a' if copy else 'no'} copy of {original}: {voice}"


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
