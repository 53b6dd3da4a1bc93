"""Datelines and wire credits: "SPRINGVILLE (Reuters) - ", "(AP)", "Reuters contributed to this report"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from reportedly.languages import table

_PLACE = r"[^\W\d_a-z](?:[^\W\d_a-z]|[ .'’/-]){1,40}?(?:, (?:[A-Z][\w.]{0,20}(?: [A-Z][\w.]{0,20}){0,2}))?"
_LINE = 400
"""A longer line is no credit."""
_DASH = r"\s?(?:--|[-–—]|:)\s?"


@functools.cache
def _services() -> dict[str, str]:
    services: dict[str, Any] = table("publication")["wire"]
    return {str(k): str(v) for k, v in services.items()}


@functools.cache
def _names() -> str:
    return "|".join(re.escape(n) for n in sorted(_services(), key=len, reverse=True))


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names = _names()
    months = "|".join(table("publication")["dates"]["month_short"])
    day = rf"(?:,? (?i:{months})[a-z]*\.? \d{{1,2}}(?:,? \d{{4}})?)?"
    mixed = r"[A-Z][\w.'’-]{0,30}(?:[ /][A-Z][\w.'’-]{0,30}){0,3}(?:, [A-Z][\w. ]{1,25})?"
    # a name that the table does not know is a service where place and dash stand around it
    other = r"[A-Z][\w.&'’-]{1,30}(?: [A-Z][\w.&'’-]{1,30}){0,2}"
    wired = re.compile(
        rf"^[\W_]{{0,2}}(?:(?:({mixed}{day})|(?i:{months})[a-z]*\.? \d{{1,2}})?\s?\(({names})\)(?:{_DASH}|\s)|({mixed}{day})\s?\(({other})\)\s?(?:--|[-–—])\s"
        rf"|(?:({mixed}{day})(?:,\s|\s?/\s?))?({names})\s?(?:--|[-–—])\s)"
    )
    bare = re.compile(rf"^({_PLACE}){day}\s?(?:--|[–—]|\s-)\s?(?=\S)")
    credited = re.compile(rf"\b({names})\b")
    return wired, bare, credited


def dateline(text: str) -> tuple[str | None, str | None, int]:
    """Place and wire service of a paragraph that begins with a dateline, and where its prose starts (0: none)."""
    wired, bare, _ = _patterns()
    if m := wired.match(text):
        if m[4]:
            return _place(m[3]), m[4], m.end()
        return _place(m[1] or m[5]), _services()[m[2] or m[6]], m.end()
    if (m := bare.match(text)) and len(m[1]) >= 3 and sum(ch.isalpha() for ch in m[1]) >= 3:
        return _place(m[1]), None, m.end()
    return None, None, 0


def _place(said: str | None) -> str | None:
    """The place without the day that may follow it."""
    if not said:
        return None
    months = "|".join(table("publication")["dates"]["month_short"])
    return (
        re.sub(rf",? (?:{months})[a-z]*\.? \d{{1,2}}(?:,? \d{{4}})?$", "", said.strip(), flags=re.IGNORECASE).strip(
            " ,"
        )
        or None
    )


def credits_of(
    paragraphs: Sequence[str], removed: Iterable[str], byline: str | None, bylines: Iterable[str] = ()
) -> tuple[str, ...]:
    """The wire services that the first paragraphs, the byline or the credit lines name, in order of appearance.

    `removed` are lines of the page that are no prose: those count whose wording credits text, for a bare name may stand
    under a picture. `bylines` are those known to be bylines or to sign the text; there a bare name is enough.
    """
    _, _, credited = _patterns()
    found: list[str] = []
    for text in paragraphs[:3]:
        service = dateline(text)[1]
        if service:
            found.append(service)
    lines = [line for line in removed if _is_credit(line)]
    for line in [*([byline] if byline else []), *bylines, *lines]:
        found += [_services()[m[1]] for m in credited.finditer(line)]
    found += [_services()[m[1] or m[2]] for text in paragraphs[-1:] if (m := _ends().search(text))]
    return tuple(dict.fromkeys(found))


def signs(line: str) -> bool:
    """A line that is a service's name and nothing else: under the last paragraph it says whose the text is."""
    return bool(_signature().match(line))


def signed(paragraph: str) -> bool:
    """A paragraph whose last sentence a service's name follows: "... until Friday. (AP)"."""
    return bool(_ends().search(paragraph))


@functools.cache
def _signature() -> re.Pattern[str]:
    return re.compile(rf"^\W{{0,3}}(?:(?i:by|from)\s)?(?:[Tt]he )?(?:{_names()})\W{{0,3}}$")


@functools.cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"[.!?][\"'”’)]?\s(?:[-–—]{{1,2}}\s?(?:[Tt]he )?({_names()})|\(({_names()})\))\.?$")


@functools.cache
def _credit_lines() -> re.Pattern[str]:
    """The wordings of `publication.toml`; a name of a service after those that need one right there."""
    said = table("publication")["wire_credit"]
    names = _names()
    opens, anywhere, before = ("|".join(said[key]) for key in ("opens", "anywhere", "before_name"))
    return re.compile(
        rf"^\W{{0,2}}(?:{opens})\b|\b(?:{anywhere})\b|^\W{{0,2}}(?:{before})\W{{1,3}}(?:the )?(?:{names})\b"
        # a sign-off: a dash and the name
        rf"|^[-–—]{{1,2}}\s?(?:the )?(?:{names})\W{{0,2}}$",
        re.IGNORECASE,
    )


def _is_credit(line: str) -> bool:
    """A line that credits text, not a picture."""
    return len(line) <= _LINE and bool(_credit_lines().search(line))
