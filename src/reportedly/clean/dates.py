"""Publication dates: a line of a page that is a date, and the values that metadata gives.

Only what is stated: no year is guessed, `04/05/2009` (April or May?) is left alone unless an American zone stands behind
it, a time gets an offset only where its zone is named. Words come from `languages/en/publication.toml`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reportedly.languages import table

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""A year outside is a mistake of the page."""
_FARTHEST = 14
"""Hours that a clock on Earth is ahead of universal time at most."""

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?(?![\d])"
)
_NUMBERS = re.compile(r"(?<![\d/.])(\d{1,2})(\s?/\s?|\.)(\d{1,2})\2(\d{4}|[0-3]\d)(?![\d/])")
"""Three numbers; tokenised text has spaces around the strokes."""
_AMERICAN = re.compile(r"\b[ECMP][SD]?T\b")
"""Zones of those who write the month first."""
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?Z?$")
_EPOCH = re.compile(r"^(1\d{9})(?:\d{3})?$")
"""Seconds, or thousandths of one, since 1970: from 2001 to 2033."""
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:(?::\s?|[.h])(\d{2}))?(?::(\d{2}))?\s?(?:([ap])\.?\s?m\b\.?)|(?<![\d.:])(\d{1,2})(?::\s?|\.|h(?=\d\d\b))(\d{2})(?::(\d{2}))?(?![\d:])|(?<![\d.:])([012]\d[0-5]\d)(?=\s(?:GMT|UTC|[A-Z]{2,3}T)\b)",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?:[\w-]+\.){1,4}(?:com|org|net|cn|uk|eu|de|fr|info|ie|au|ca|in|jp|tv)\b\S*"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date found in a line: its ISO value, what stands before and after, whether it is a later change."""

    value: str
    before: str
    after: str
    later: bool
    labelled: bool


@functools.cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = table("publication")["dates"]
    return words


@functools.cache
def _months() -> dict[str, int]:
    words = _words()
    months = {name: n for n, name in enumerate(words["months"], 1)}
    months |= {name: n for n, name in enumerate(words["month_short"], 1)}
    return months | dict(words["month_other"])


def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or its usual short form."""
    return _months().get(word.lower())


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "(" + "|".join(sorted(_months(), key=len, reverse=True)) + r")\b\.?"
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    return (
        re.compile(rf"\b{month}\s+{day}\b,?\s+(?:at\s+[\d:.apm ]{{3,12}},?\s+)?(\d{{4}})\b", re.IGNORECASE),
        re.compile(rf"\b{day}\s+(?:of\s+)?{month},?\s+(\d{{4}})\b", re.IGNORECASE),
        re.compile(rf"\b{day}-{month}-(\d{{4}})\b", re.IGNORECASE),
    )


@functools.cache
def _zone() -> re.Pattern[str]:
    words = _words()
    names = sorted([*words["zones"], *words["regional"]], key=len, reverse=True)
    return re.compile(
        r"^[\s(]{0,3}(" + "|".join(names) + r")\b(?![+-]\d)|^\s{0,3}((?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)\b"
    )


def _day(year: str, month: int, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), month, int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _found_day(line: str) -> tuple[dt.date, int, int] | None:
    """The first full date of the line, with where it stands."""
    hits = []
    by_month, by_day, dashed = _patterns()
    if m := by_month.search(line):
        hits.append((m.start(), m.end(), _day(m[3], _months()[m[1].lower()], m[2])))
    days = (m for pattern in (by_day, dashed) if (m := pattern.search(line)))
    hits += [(m.start(), m.end(), _day(m[3], _months()[m[2].lower()], m[1])) for m in days]
    if m := _ISO.search(line):
        hits.append((m.start(), m.start() + 10, _day(m[1], int(m[2]), m[3]) if 1 <= int(m[2]) <= 12 else None))
    if m := _NUMBERS.search(line):
        a, b = int(m[1]), int(m[3])
        year = m[4] if len(m[4]) == 4 else f"20{m[4]}"
        # only where one of the two can be no month, or a zone tells who writes; of two digits, the first may be a year
        if a > 12 >= b and len(m[4]) == 4:
            hits.append((m.start(), m.end(), _day(year, b, m[1])))
        elif a <= 12 and (b > 12 or ("/" in m[2] and _AMERICAN.search(line, m.end()))):
            hits.append((m.start(), m.end(), _day(year, a, m[3])))
    kept = sorted((s, e, d) for s, e, d in hits if d)
    return (kept[0][2], kept[0][0], kept[0][1]) if kept else None


def date_line(line: str) -> DateLine | None:
    """The date of a line that states when a page was published, None where the line has no full date.

    The caller decides by `before` and `after` (labels, weekdays, time and zone taken out) whether it is such a line.
    """
    if len(line) > 300 or not (found := _found_day(line)):
        return None
    day, start, end = found
    before, after = line[:start], line[end:]
    if iso := _ISO.match(line[start:]):
        value, rest = _iso_value(iso), line[start + iso.end() :]
        if value:
            return DateLine(value, _residue(before), _residue(rest), _is_later(before), _labelled(before))
    time, zone, before, after = _clock(before, after)
    value = day.isoformat()
    if time:
        value += f"T{time}" + _offset(zone, day, time)
    labelled, later = _labelled(before), _is_later(before)
    # a second date on the line is a change, and says nothing more
    if second := _found_day(after):
        after = after[: second[1]]
    return DateLine(value, _residue(before), _residue(after), later, labelled)


def is_later(value: str, than: str | None) -> bool:
    """An ISO date or time that comes after another; by the day alone where one has no time, or no zone and the other has.

    Of the same day, a time is after a bare day, and one without a zone after another one with it: a page that gives both
    calls it so.
    """
    if than is None:
        return True
    if len(value) == 10 or len(than) == 10:
        return value[:10] > than[:10] or (value[:10] == than[:10] and len(value) > 10)
    one, other = dt.datetime.fromisoformat(value), dt.datetime.fromisoformat(than)
    if (one.tzinfo is None) != (other.tzinfo is None):
        return value[:10] >= than[:10] and value[:16] != than[:16]
    return one > other


def _is_later(before: str) -> bool:
    said = {w.lower() for w in _WORDS.findall(before)}
    return bool(said & set(_words()["later"])) and not said & {"published", "posted", "first"}


def _labelled(before: str) -> bool:
    return bool({w.lower() for w in _WORDS.findall(before)} & {"published", "posted", "issued", "released", "filed"})


def _clock(before: str, after: str) -> tuple[str | None, str | None, str, str]:
    """The time beside the date and its zone, and what is left of both sides without any time.

    "14:02 BST, 3 April" and "3 April, 14:02": a time before the date belongs to it, since what comes after may be the
    time of a change.
    """
    # what is said of a later change is not about this date
    after = _change().split(after, maxsplit=1)[0]
    time = zone = None
    for text in (before, after):
        for m in _TIME.finditer(text):
            if (read := _read_time(m)) is not None:
                named = _zone().search(text[m.end() :])
                time, zone = read, (named[1] or named[2]) if named else None
                break
        if time:
            break
    return time, zone, _without_times(before), _without_times(after)


def _read_time(m: re.Match[str]) -> str | None:
    """The 24-hour time that a match states; None where it is no time of day."""
    if m[8]:
        hour, minute, second = int(m[8][:2]), int(m[8][2:]), 0
    elif m[4]:
        if int(m[1]) > 12:
            return None
        hour, minute, second = int(m[1]) % 12 + (12 if m[4].lower() == "p" else 0), int(m[2] or 0), int(m[3] or 0)
    else:
        hour, minute, second = int(m[5]), int(m[6]), int(m[7] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


@functools.cache
def _change() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(_words()["later"]) + r")\b", re.IGNORECASE)


@functools.cache
def _timed() -> re.Pattern[str]:
    words = _words()
    names = "|".join(sorted([*words["zones"], *words["regional"]], key=len, reverse=True))
    return re.compile(rf"\(?\b\d{{1,2}}[:.]?\d{{2}}\s(?:{names})\b\)?|\((?:{names})\)")


def _without_times(text: str) -> str:
    text = _timed().sub(" ", text)
    kept, start = [], 0
    for m in _TIME.finditer(text):
        zone = _zone().search(text[m.end() :])
        kept.append(text[start : m.start()])
        start = m.end() + (zone.end() if zone else 0)
    return " ".join([*kept, text[start:]])


def _offset(zone: str | None, day: dt.date, time: str) -> str:
    if not zone:
        return ""
    words = _words()
    if zone in words["zones"]:
        return str(words["zones"][zone])
    if zone in words["regional"]:
        try:
            there = ZoneInfo(words["regional"][zone])
        except (ZoneInfoNotFoundError, OSError):
            return ""
        moment = dt.datetime.combine(day, dt.time.fromisoformat(time), there)
        return moment.isoformat(timespec="minutes")[16:22]  # before there were zones, clocks differed by seconds too
    m = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    return _on_earth(f"{m[1]}{int(m[2]):02}:{m[3] or '00'}") if m else ""


def _on_earth(offset: str) -> str:
    """`+01:00` as it is; nothing where no clock on Earth is so far from universal time."""
    hours, minutes = int(offset[1:3]), int(offset[4:])
    return f"{offset[0]}{hours:02}:{minutes:02}" if hours <= _FARTHEST and minutes <= 59 else ""


def _residue(text: str) -> str:
    """What is left of one side of a date when labels, weekdays and punctuation are taken out."""
    words = _words()
    drop = {*words["labels"], *words["weekdays"]}
    text = _HOST.sub(" ", text)
    parts = [p.strip(" ,;:.()[]·•*/") for p in re.split(r"\s[-–—]\s|[|•·]|\s{2,}", text)]
    kept = []
    for part in parts:
        tokens = part.split()
        edge = drop - {"the", "of", "by", "from"}
        if any(token.strip(",.:()").lower() not in drop and any(c.isalpha() for c in token) for token in tokens):
            while tokens and (tokens[0].strip(",.:()").lower() in edge or not any(c.isalpha() for c in tokens[0])):
                tokens.pop(0)
            while tokens and (tokens[-1].strip(",.:()").lower() in edge or not any(c.isalnum() for c in tokens[-1])):
                tokens.pop()
            kept.append(" ".join(tokens).strip(" ,;:()[]"))
    return " | ".join(kept)


def _iso_value(m: re.Match[str]) -> str | None:
    if not 1 <= int(m[2]) <= 12:
        return None
    day = _day(m[1], int(m[2]), m[3])
    if not day:
        return None
    if not m[4] or int(m[4]) > 23 or int(m[5]) > 59 or int(m[6] or 0) > 59:
        return day.isoformat()
    zone = m[7] or ""
    if zone in ("Z", "UTC", "GMT"):
        zone = "+00:00"
    elif zone and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    zone = _on_earth(zone) if zone else ""
    seconds = f":{int(m[6]):02}" if m[6] and int(m[6]) else ""
    return f"{day.isoformat()}T{int(m[4]):02}:{int(m[5]):02}{seconds}{zone}"


def metadata_date(value: str) -> str | None:
    """A date that metadata give (ISO 8601, RFC 2822, or as a line writes it) as ISO; None where it is none."""
    value = value.strip()[:100]
    if m := _ISO.match(value):
        return _iso_value(m)
    if (m := _COMPACT.match(value)) and 1 <= int(m[2]) <= 12:
        day = _day(m[1], int(m[2]), m[3])
        return day.isoformat() if day else None
    if m := _EPOCH.match(value):
        return dt.datetime.fromtimestamp(int(m[1]), dt.UTC).isoformat(timespec="minutes")
    moment = None
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        # a mail's date has 24 hours: it would leave "pm" out
        moment = None if _HALF_DAY.search(value) else parsedate_to_datetime(value)
    if moment is None:
        found = date_line(value)
        return found.value if found else None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.isoformat(timespec="minutes")
