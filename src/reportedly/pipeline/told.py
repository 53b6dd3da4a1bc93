"""What a judgement changed, in one line for people: read off the ledger after it, so that nothing is said that is not so."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.ledger import Ledger
from reportedly.pipeline import meant


def of_claims(view: Ledger, one: str, other: str, before: tuple[str, str], together: bool) -> str:
    (claim, size), (second, rest) = (claim_of(view, i) for i in (one, other))
    if claim == second:
        members = f"{claim}, {count(size, 'assertion')}"
        if not together:
            return f"it is kept, but they are one claim still: {members}"
        if before[0] == before[1]:
            return f"one claim, as before: {members}"
        return f"claims {before[0]} and {before[1]} are one now: {members}"
    members = f"{claim}, {count(size, 'assertion')}, and {second}, {count(rest, 'assertion')}"
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
    listed = " and ".join(f"{story}, {count(n, 'article')}" for story, n in sizes.items())
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
    return f"{still}{one} is {'' if copy else 'no '}{'a ' if copy else ''}copy of {other}: {voice}"


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
