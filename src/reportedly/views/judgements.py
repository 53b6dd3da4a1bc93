"""What a person judged, in words: for the terminal, and wherever a page shows what a judgement changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportedly.views import wording

Json = Mapping[str, Any]
WORDS = 14
"""Of a quotation, where it only has to be known again."""
SAID = {
    "same-claim": "the same claim: {subject} and {object}",
    "different-claim": "not the same claim: {subject} and {object}",
    "same-actor": "one actor: {subject} and {object}",
    "different-actor": "two actors: {subject} and {object}",
    "same-story": "one story: {subject} and {object}",
    "different-story": "another story than that of {object}: {subject}",
    "copy": "{subject} is a copy of {object}",
    "not-copy": "{subject} and {object} are no copies",
    "outcome": "{value}: {subject}",
    "grade": "grade {value}: {subject}",
    "note": "{value} ({subject})",
    "undo": "takes back {subject}",
}


def judged(row: Json) -> str:
    """`judged by A. Reader on 5 Mar 2031: grade 2: “…”`."""
    return f"judged by {wording.plain(row['who'])} on {wording.day(row['when'])}: {phrase(row)}"


def phrase(row: Json) -> str:
    """What was decided, with the words it is about and the person's own."""
    value = wording.plain(row.get("value") or "")
    said = SAID.get(row["kind"], "{value} {subject}").format(
        subject=_side(row, "subject"),
        object=_side(row, "object"),
        value=value.replace("_", " ") if row["kind"] == "outcome" else value,
    )
    return f"{said}. {wording.plain(row['note'])}" if row.get("note") else said


def _side(row: Json, side: str) -> str:
    some = [a for a in row.get("anchors") or () if a["side"] == side]
    if not some:
        return wording.plain(row.get(side) or "")
    names = [_named(a) for a in some if a["assertion"] in (row.get(side), None)] or [_named(some[0])]
    return wording.join(names) + (f" and {len(some) - len(names)} more" if len(some) > len(names) else "")


def _named(anchor: Json) -> str:
    if anchor["assertion"] is None:
        return str(anchor["article"])
    if not anchor["text"]:
        return f"words of {anchor['article']}, which was removed"
    some = wording.plain(anchor["text"]).split()
    return wording.quoted(" ".join(some[:WORDS]) + (" …" if len(some) > WORDS else ""))


def state(row: Json) -> str:
    """Whether it is in force: `stands`, `taken back by j…`, `finds its words no more`."""
    if row["state"] != "stands":
        return f"{row['state']} by {row['by']}" if row.get("by") else f"{row['state']} by later ones"
    return "stands" if row["attached"] else "finds what it is about no more"


def on(rows: Iterable[Json], ids: Sequence[str]) -> list[Json]:
    """The judgements of these ids."""
    wanted = set(ids)
    return [row for row in rows if row["id"] in wanted]


def grades(rows: Iterable[Json]) -> dict[str, str]:
    """Name of a source -> the grade that a person gave it."""
    return {
        row["subject"]: row["value"]
        for row in rows
        if row["kind"] == "grade" and row.get("about") == "source" and row.get("state") == "stands"
    }
