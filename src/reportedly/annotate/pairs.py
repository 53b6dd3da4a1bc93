"""Whom "the pair", "the two leaders", "both countries" stand for: the last two of that kind that were named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.languages import table
from reportedly.model import Actor

_LOOK_BACK = 1200
"""Characters; two who were named longer ago are no longer "the pair"."""


def find_pairs(text: str, actors: Sequence[Actor]) -> dict[int, tuple[int, tuple[str, str]]]:
    """Start of each phrase -> its end and the two names it stands for."""
    words = table("actors")["pairs"]
    people, states = "|".join(words["people"]), "|".join(words["states"])
    pattern = re.compile(
        rf"\b(?:(?:the\s+)?(?:two|both)\s+(?P<people>{people})|(?:the\s+)?(?:two|both)\s+(?P<states>{states})"
        rf"|the\s+(?P<bare>{'|'.join(words['bare'])}))\b",
        re.IGNORECASE,
    )
    named = sorted((m[0], i) for i, a in enumerate(actors) for m in a.mentions)
    out: dict[int, tuple[int, tuple[str, str]]] = {}
    for match in pattern.finditer(text):
        kinds = ("government",) if match.group("states") else ("person",)
        start = text.rfind("\n\n", 0, match.start())
        sentence = max(start, text.rfind(". ", 0, match.start()))
        last: list[int] = []
        for at, i in reversed(named):
            if at >= match.start() or match.start() - at > _LOOK_BACK or actors[i].kind not in kinds:
                continue
            if i not in last and (at < sentence or not _subject_of_saying(text, at, match.start())):
                last.append(i)
            if len(last) == 2:
                out[match.start()] = (match.end(), (actors[last[1]].name, actors[last[0]].name))
                break
    return out


def _subject_of_saying(text: str, at: int, phrase: int) -> bool:
    """Whether who is named at `at` is the one who speaks of the pair: "X believes the pair will meet"."""
    return text[at:phrase].count(",") <= 2 and "\n" not in text[at:phrase]
