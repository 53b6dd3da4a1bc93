"""What a rule sees: its words, the article's day, the running day of the text, the tense of the clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from reportedly.annotate.times.days import Day
from reportedly.annotate.times.tokens import Grammar, Token
from reportedly.model import TimexType

Tense = Literal["past", "present", "future"]
TenseOf = Callable[[int], Tense | None]

_STOPS = {".", "!", "?", ";", "\n"}
_BACK, _AHEAD, _NEAR = 16, 12, 4
"""How many words around an expression are searched for a verb that tells the tense, and how many are near."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of its words. `unit` is how exact the value is, where later words may refer to it."""

    type: TimexType
    value: str
    first: Day | None = None
    last: Day | None = None
    open: bool = False
    unit: str | None = None


@dataclass(slots=True)
class Context:
    g: Grammar
    words: Sequence[Token]
    published: Day | None
    tense_of: TenseOf | None
    anchor: Day | None = None
    """The day the text speaks of at this place: the last one it named."""
    anchor_unit: str = "D"
    anchor_day: Day | None = None
    """The last that was named to the day."""
    anchor_at: int = -1
    """Index of the word after it."""
    sentence: int = 0
    _cues: dict[int, Tense | None] = field(default_factory=dict)

    @property
    def here(self) -> Day | None:
        return self.anchor or self.published

    def tense(self, i: int, j: int) -> Tense | None:
        """Of the clause around words i..j: the caller's, else from the nearest verb, one before counting more."""
        before = self.words[i - 1] if i else None
        if before and before.word == "since":
            return "past"
        if before and self.g.has(before, "until"):
            return "future"
        said = self.tense_of(self.words[i].start) if self.tense_of else None
        deadline = before is not None and self.g.has(before, "by")
        if said == "future" or (said == "past" and not deadline):
            return said
        distance, cue = self._cue(i, j)
        # "by July" is mostly a deadline, and then its verb stands farther off
        return "future" if deadline and distance > _NEAR else cue or said

    def _cue(self, i: int, j: int) -> tuple[int, Tense | None]:
        found: list[tuple[int, Tense]] = []
        for k in range(i - 1, max(-1, i - 1 - _BACK), -1):
            if self.words[k].word in _STOPS:
                break
            if tense := self._verb(k):
                found.append((i - k, tense))
                break
        for k in range(j, min(len(self.words), j + _AHEAD)):
            if self.words[k].word in _STOPS:
                break
            if tense := self._verb(k):
                found.append((2 * (k - j + 1) + 1, tense))
                break
        return min(found) if found else (_BACK + 1, None)

    def looks_back(self, i: int) -> bool:
        """Whether a superlative stands before: "the lowest level in six years"."""
        for k in range(i - 1, max(-1, i - 9), -1):
            if self.words[k].word in _STOPS:
                return False
            if self.g.has(self.words[k], "record") or self.words[k].word.endswith("est"):
                return True
        return False

    def _verb(self, k: int) -> Tense | None:
        if k not in self._cues:
            self._cues[k] = self._verb_uncached(k)
        return self._cues[k]

    def _verb_uncached(self, k: int) -> Tense | None:
        classes = self.g.classes[self.words[k].char]
        if "future" in classes and "cap" not in classes:
            return "future"
        if "didpast" in classes:
            # "will have been", "could have"
            modal = (
                k > 0 and self.words[k].word in {"have", "been"} and "future" in self.g.classes[self.words[k - 1].char]
            )
            return "future" if modal else "past"
        if "pastform" in classes and "nottense" not in classes:
            # "will be completed", "is based": the participle tells nothing by itself
            return None if k and self.words[k - 1].word in {"be", "is", "are", "being"} else "past"
        after = self.words[k + 1] if k + 1 < len(self.words) else None
        if self.words[k].word == "to" and after and self.g.classes[after.char] == {"other", "any"}:
            return "future"
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one match."""

    ctx: Context
    start: int
    end: int

    @property
    def tokens(self) -> Sequence[Token]:
        return self.ctx.words[self.start : self.end]

    def all(self, name: str) -> list[Any]:
        """The values of the words of a class."""
        g = self.ctx.g
        known = g.values.get(name, {})
        return [known.get(t.word, t.word) for t in self.tokens if name in g.classes[t.char]]

    def get(self, name: str) -> Any:
        found = self.all(name)
        return found[0] if found else None

    def has(self, *words: str) -> bool:
        return any(t.word in words for t in self.tokens)

    def numbers(self, name: str) -> list[int]:
        """The values of a class as whole numbers, ordinal endings cut off."""
        return [int("".join(c for c in str(v) if c.isdigit()) or 0) for v in self.all(name)]

    @property
    def tense(self) -> Tense | None:
        return self.ctx.tense(self.start, self.end)

    @property
    def year(self) -> int | None:
        """A year that is written out, or last/this/next year seen from the article."""
        if years := self.numbers("year"):
            return years[-1]
        if self.has("year") and self.ctx.published and (step := self.step) is not None:
            return self.ctx.published.year + step
        return None

    @property
    def step(self) -> int | None:
        """-1 for last, 0 for this, 1 for next."""
        for name in ("past", "next", "this"):
            if (value := self.get(name)) is not None:
                return int(value)
        return None

    @property
    def month(self) -> int | None:
        for name in ("month", "wordmonth", "abbr"):
            if (value := self.get(name)) is not None:
                return int(value)
        return None

    @property
    def has_weekday(self) -> bool:
        return self.get("weekday") is not None or self.get("wordday") is not None

    @property
    def days_of_month(self) -> list[int]:
        """Days of the month, "twenty-first" put together."""
        g, found, tens = self.ctx.g, list[int](), 0
        for t in self.tokens:
            classes = g.classes[t.char]
            if "tens" in classes:
                tens = int(g.values["tens"][t.word])
            elif "day" in classes:
                value = int(g.values["day"].get(t.word) or "".join(c for c in t.word if c.isdigit()))
                found.append(tens + value if tens and value < 10 else value)
                tens = 0
            elif tens and "ones" in classes:
                found.append(tens + int(g.values["ones"][t.word]))
                tens = 0
            elif "numword" in classes:
                found.append(int(g.values["numword"][t.word]))
            elif t.word != "-":
                tens = 0
        return [n for n in found if n <= 31]

    @property
    def ordinal(self) -> int | None:
        """First, 3rd, last (-1)."""
        g = self.ctx.g
        for t in self.tokens:
            if t.word in g.values["ordinal"]:
                return int(g.values["ordinal"][t.word])
            if "anyordinal" in g.classes[t.char]:
                return int("".join(c for c in t.word if c.isdigit()))
        return None

    @property
    def step_after_of(self) -> int:
        """Last, this or next in "the last week of this month"."""
        at = next((i for i, t in enumerate(self.tokens) if t.word == "of"), 0)
        return Words(self.ctx, self.start + at, self.end).step or 0

    @property
    def part(self) -> str:
        """`early`, `mid`, `late` or empty."""
        return self.get("edge") or self.get("part") or ""


def lengths(words: Words) -> list[tuple[float, str]]:
    """The parts of a length of time: "two years and three months". Empty where one is not told."""
    found: list[tuple[float, str]] = []
    start = words.start
    g = words.ctx.g
    for i in range(words.start, words.end):
        # "second" is a unit only after a number
        if "unit" in g.classes[words.ctx.words[i].char] and i > start:
            part = Words(words.ctx, start, i + 1)
            number = count(part)
            if number is None:
                return []
            found.append((number, str(g.values["unit"][words.ctx.words[i].word])))
            start = i + 1
    return found


def count(words: Words) -> float | None:
    """The number of a length of time ("two and a half", "a dozen", "forty-eight"); None: not told ("several")."""
    total, seen, vague = 0.0, False, False
    g = words.ctx.g
    for token in words.tokens:
        classes = g.classes[token.char]
        if "num" in classes:
            total, seen = total + float(token.word), True
        elif token.word == "half":
            total, seen = total + 0.5, True
        elif token.word in {"dozen", "hundred"}:
            total, seen = (total or 1) * g.values["numword"][token.word], True
        elif token.word == "couple":
            total, seen = 2, True
        elif "vague" in classes or token.word in {"tens", "dozens", "hundreds", "thousands"}:
            vague = True
        else:
            for name in ("tens", "ones", "numword"):
                if name in classes:
                    total, seen = total + g.values[name][token.word], True
                    break
        if "unit" in classes and (seen or vague):
            break
    if seen:
        return total
    if vague:
        return None
    return 1.0 if words.has("a", "an", "another", "one") else None


def days_apart(a: Day, b: Day) -> int:
    return abs((a - b).days)


ONE = dt.timedelta(1)
