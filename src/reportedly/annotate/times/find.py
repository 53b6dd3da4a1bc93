"""Finds the temporal expressions of a text: leftmost, longest, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportedly.annotate.times.context import Context, Found, TenseOf, Words
from reportedly.annotate.times.days import Day
from reportedly.annotate.times.made import NOTHING
from reportedly.annotate.times.rules import MAKERS
from reportedly.annotate.times.tokens import Grammar, Token, grammar, tokens
from reportedly.model import TimeExpression

_SENTENCE_ENDS = {".", "!", "?", "\n"}
_ARTICLES = {"a", "an"}
_ABBREVIATION = 5
_TRAILING = {".", ",", "-", "/", "("}


def find_times(
    text: str, published: str | None = None, tense: TenseOf | None = None, language: str = "en"
) -> tuple[TimeExpression, ...]:
    """The temporal expressions of a text in order, with TIMEX3 type and value and the days they cover.

    `published` is an ISO day or date-time; without it relative expressions stay relative and have no days.
    `tense` tells the tense of the clause around a character offset, where the caller has a parse.
    """
    g = grammar(language)
    words = tokens(text, g)
    line = "".join(t.char for t in words)
    ctx = Context(g, words, _day(published), tense)
    found: list[TimeExpression] = []
    i, size = 0, len(words)
    starts = g.starts
    while i < size:
        token = words[i]
        if token.word in _SENTENCE_ENDS:
            ctx.sentence = i
        if not starts[token.char]:
            i += 1
            continue
        i = _at(ctx, g, line, i, found)
    return tuple(found)


def _at(ctx: Context, g: Grammar, line: str, i: int, found: list[TimeExpression]) -> int:
    """Tries the rules at one word, longest match first; returns where to go on."""
    matches = []
    for order in g.starts[line[i]]:
        rule = g.rules[order]
        if rule.before is not None and (i == 0 or line[i - 1] not in rule.before):
            continue
        m = rule.regex.match(line, i)
        if m is None or m.end() == i:
            continue
        if rule.next is not None and not rule.next.match(line, m.end()):
            continue
        if rule.notnext is not None and rule.notnext.match(line, m.end()):
            continue
        if _over_a_full_stop(ctx.words, i, m.end()):
            continue
        matches.append((-m.end(), order, rule))
    for negative_end, _, rule in sorted(matches, key=lambda x: x[:2]):
        end = -negative_end
        while end > i + 1 and ctx.words[end - 1].word in _TRAILING:
            end -= 1
        try:
            made = MAKERS[rule.make](Words(ctx, i, end), rule.value)
        except (ValueError, OverflowError):
            made = None  # outside the years 1 to 9999
        if made is NOTHING:
            return end
        if made is not None:
            start = _start_of_length(ctx, g, i, end) if made.type == "DURATION" else i
            if made.unit and made.first:
                if made.unit == "D":
                    _rebase(ctx, found, made.first, start)
                    ctx.anchor_day = made.first
                ctx.anchor, ctx.anchor_unit, ctx.anchor_at = made.first, made.unit, end
            found.append(_expression(made, ctx.words[start], ctx.words[end - 1]))
            return end
    return i + 1


def _over_a_full_stop(words: Sequence[Token], i: int, end: int) -> bool:
    """Whether the match runs over the end of a sentence: a dot inside belongs to "Sept." and not to "September."."""
    return any(words[k].word == "." and len(words[k - 1].word) > _ABBREVIATION for k in range(i + 1, end - 1))


def _start_of_length(ctx: Context, g: Grammar, i: int, end: int) -> int:
    """Where a length begins that stands as an adjective: without the article and what comes before it."""
    for k in range(i, end - 2):
        if ctx.words[k].word in _ARTICLES and _counts(g, ctx.words[k + 1]):
            return k + 1  # "a five-year high"
    return i


def _counts(g: Grammar, token: Token) -> bool:
    return not g.classes[token.char].isdisjoint({"num", "ones", "tens", "numword"})


def _rebase(ctx: Context, found: list[TimeExpression], named: Day, start: int) -> None:
    """The day that follows a clock time is its day: "16:15 UTC, June 1st"."""
    between = [t.word for t in ctx.words[max(0, start - 2) : start]]
    if not found or found[-1].type != "TIME" or not between or between[-1] not in {",", "on"}:
        return
    before = found[-1]
    if before.end == ctx.words[start - 2].end and ":" in before.value:
        value = f"{named.isoformat()}T{before.value.partition('T')[2]}"
        found[-1] = replace(before, value=value, first=named.isoformat(), last=named.isoformat())


def _expression(made: Found, first: Token, last: Token) -> TimeExpression:
    return TimeExpression(
        first.start,
        last.end,
        made.type,
        made.value,
        made.first.isoformat() if made.first else None,
        made.last.isoformat() if made.last else None,
        made.open,
    )


def _day(published: str | None) -> Day | None:
    try:
        return Day.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
