"""The program's own phrases in plain English: who, how sure, for when, what became of it.

Used by the terminal tables and by the pages alike, so that one thing has one name everywhere.
What is not known is said to be `not stated`; nothing here guesses. Values are those of the
`ledger --format json` document.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

NOT_STATED = "not stated"
MACHINE_READ = "Read by a machine. It shows who says what; it does not say what is true."
AGREEMENT = (
    "How often a reader agrees: on news articles it had not seen it finds who said what with an F1 of 0.68; "
    "of its links between claims one reader accepted 119 of 145 (November 2026)."
)
"""From bench/attribution.py and bench/claims.py, with their date."""

# ICD 203 (Intelligence Community Directive 203, 2015), table of expressions of likelihood.
ICD203 = (
    ("almost no chance", 0.01, 0.05),
    ("very unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("roughly even chance", 0.45, 0.55),
    ("likely", 0.55, 0.80),
    ("very likely", 0.80, 0.95),
    ("almost certain", 0.95, 0.99),
)

STATUS = {
    "reported": "reported",
    "announced": "announced",
    "confirmed": "confirmed",
    "disputed": "disputed",
    "denied": "denied",
    "superseded": "overtaken",
    "borne_out": "borne out",
    "failed": "failed",
}
STATUS_MEANING = {
    "reported": "said by at least one source; nobody has confirmed, denied or contradicted it",
    "announced": "said by the party that would do it",
    "confirmed": "confirmed by somebody who could know, or announced by the acting party; the name is given",
    "disputed": "another source says something that cannot hold together with it",
    "denied": "somebody says that it is not so; the name is given",
    "superseded": "a later value has taken its place",
    "borne_out": "a forecast that a later text, or a person, says came to pass",
    "failed": "a forecast that a later text, or a person, says did not come to pass",
}
STATUS_BY = {"superseded": "by a later word of", "borne_out": "according to", "failed": "according to"}
"""How who made a claim what it is stands beside its status; `by` of all others."""
STANCE = {
    "asserts": "says",
    "confirms": "confirms",
    "denies": "denies",
    "predicts": "predicts",
    "alleges": "alleges",
    "asks": "asks",
    "orders": "orders",
    "promises": "promises",
}
TAKEN = {
    "supports": "supported by",
    "repeats": "repeated by",
    "denies": "denied by",
    "observes": "only relayed by",
}
"""How an article stands to a claim."""
FORECAST_STATE = {
    "overdue": "overdue, not settled",
    "due": "due within a week",
    "open": "open",
    "borne_out": "borne out",
    "failed": "failed",
    "unresolvable": "cannot be resolved",
}
WHEN_BASIS = {
    "published": "counted from the day of publication",
    "relative": "relative, left open",
    "inferred": "completed from the story",
}
PUBLISHED_BASIS = {
    "stated": "stated in the text",
    "metadata": "from the page's metadata",
    "feed": "from the feed",
    "inferred": "inferred",
}
CONFLICT_ON = {
    "when": "the time",
    "where": "the place",
    "quantity": "the number",
    "polarity": "whether it is so",
    "actor": "who",
}
PLACE_ROLE = {"at": "", "from": "from ", "to": "to ", "via": "via "}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d|XX)-(\d\d|XX)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$")
_MONTH = re.compile(r"(\d{4}|XXXX)-(\d\d)$")
_YEAR = re.compile(r"\d{4}$")
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")
# Marks that reorder neighbouring text (Unicode bidirectional algorithm, UAX 9): a terminal has no isolation for them.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# ---- text that others wrote


def plain(text: object) -> str:
    """Text made safe for one place in a terminal: no control, no escape sequence, no reordering mark, one line.

    C0 controls become their visible pictures (U+2400 ff.), so that a reader sees that something was there.
    """
    whole = str(text)
    if whole.isprintable():  # none of all that; most texts, and thousands of them
        return whole
    kept: list[str] = []
    for char in whole:
        code = ord(char)
        if char in "\n\t\r\f\v\u2028\u2029\x85":
            kept.append(" ")
        elif code < 0x20:
            kept.append(chr(0x2400 + code))
        elif code == 0x7F:
            kept.append("␡")
        elif unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn"):
            kept.append("\ufffd")
        elif char not in _BIDI:
            kept.append(char)
    return "".join(kept)


def quoted(text: str) -> str:
    """In quotation marks, unless it brings its own."""
    return text if text[:1] in tuple("“\"«„‘'") and text else f"“{text}”"


# ---- lists and numbers


def join(names: Sequence[str], most: int = 3) -> str:
    """`A`, `A and B`, `A, B and C`, `A, B and 4 more`."""
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} more"]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `3 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def track(record: Mapping[str, Any]) -> str:
    """What became of what somebody foretold: `3: 1 borne out, 2 open`; `3, all open`."""
    told = [(n, FORECAST_STATE[outcome]) for outcome, n in record["outcomes"].items() if n]
    total = f"{record['forecasts']:,}"
    if len(told) == 1:
        return f"{total}, {'all ' if record['forecasts'] > 1 else ''}{told[0][1]}"
    return f"{total}: " + ", ".join(f"{n:,} {state}" for n, state in told)


def number(value: float) -> str:
    """`1,200`, `0.5`."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def short(value: float) -> str:
    """For the axis of a picture: `1,500`, `1.5 million`."""
    for size, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return number(value / size) + name
    return number(value)


def unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


# ---- when


def day(value: str | None, *, year: bool = True, clock: bool = False) -> str:
    """An ISO 8601 date, date-time or part of one, as people write it; an unknown part is named as such.

    With `clock` the time of day follows, and its zone, or that the text states none.
    """
    if not value:
        return NOT_STATED
    if match := _DAY.match(value):
        y, m, d, time, zone = match.groups()
        month = _MONTHS[int(m) - 1] if m.isdigit() and 1 <= int(m) <= 12 else "month not stated"
        said = f"{int(d)} {month}" if d.isdigit() else month
        if y == "XXXX":
            said += ", year not stated"
        elif year:
            said += f" {y}"
        if clock and time:
            said += f", {time} " + ({"Z": "UTC"}.get(zone, zone) if zone else "(zone not stated)")
        return said
    if (match := _MONTH.match(value)) and 1 <= int(match[2]) <= 12:
        return f"{_MONTHS[int(match[2]) - 1]} " + ("(year not stated)" if match[1] == "XXXX" else match[1])
    if match := _WEEK.match(value):
        return f"week {int(match[2])} of {match[1]}"
    return value if _YEAR.match(value) else plain(value)


def updated(article: Json) -> str | None:
    """When an article was last changed, as far as people write it otherwise than its day of publication."""
    said = day(article["updated"], clock=True) if article.get("updated") else None
    return said if said and said != day(article.get("published"), clock=True) else None


def days(first: str | None, last: str | None) -> str:
    """A span of days without saying anything twice: `10–13 Sept 2023`."""
    if not first or not last or first[:10] == last[:10]:
        return day(first or last)
    a, b = first[:10], last[:10]
    if whole := _whole(a, b):
        return whole
    if a[:7] == b[:7]:
        return f"{int(a[8:10])}–{day(b)}" if len(a) == 10 == len(b) else f"{day(a)} – {day(b)}"
    return f"{day(a, year=a[:4] != b[:4])} – {day(b)}"


def _whole(first: str, last: str) -> str | None:
    """A whole month or year by its name."""
    if first[4:] == "-01-01" and last[4:] == "-12-31" and first[:4] == last[:4]:
        return first[:4]
    try:
        end = dt.date.fromisoformat(last)
    except ValueError:
        return None
    if first[:7] == last[:7] and first[8:] == "01" and (end + dt.timedelta(1)).day == 1:
        return day(first[:7])
    return None


def when(value: Json | None) -> str:
    """The time of the event: days where known, else the text's own words, else that it is not stated."""
    if not value:
        return NOT_STATED
    first, last, words = value.get("start"), value.get("end"), plain(value.get("text") or "")
    if first and last:
        return days(first, last)
    if first and value.get("open"):
        return f"from {day(first)}"
    if last and value.get("open"):
        return f"up to {day(last)}"
    if first or last:
        return day(first or last)
    pattern = value.get("value") or ""
    if "XXXX" in pattern and (_DAY.match(pattern) or _MONTH.match(pattern)):
        return day(pattern)
    return f"“{words}”" if words else NOT_STATED


def for_when(value: Json | None) -> str:
    """As part of a sentence: `for 9 Mar 2024`, `from 11 Mar 2024`."""
    said = when(value)
    return said if said.startswith(("from ", "up to ")) or said == NOT_STATED else f"for {said}"


def when_basis(value: Json | None) -> str | None:
    """How a day that the text does not write in full was found; None where it does."""
    return WHEN_BASIS.get(value.get("basis") or "") if value else None


# ---- how sure


def percent(low: float | None, high: float | None) -> str:
    """A band of probability 0..1 as `55–80%`."""
    if low is None or high is None:
        return NOT_STATED
    a, b = (f"{round(p * 100, 1):g}" for p in (low, high))
    return f"{a}%" if a == b else f"{a}–{b}%"


def band(low: float, high: float) -> str:
    """The ICD 203 expression into which the middle of the band falls."""
    middle = (low + high) / 2
    for term, _, top in ICD203:
        if middle <= top:
            return term
    return ICD203[-1][0] if middle < 1 else "certain"


def likelihood(value: Json | None) -> str:
    """The speaker's word with its numbers and where the numbers come from."""
    if not value:
        return NOT_STATED
    low, high, scale = value["low"], value["high"], value.get("scale")
    numbers = percent(low, high)
    term = plain(value.get("term") or "")
    if scale == "stated":
        return f"{numbers} stated, that is {band(low, high)}"
    if scale == "convention":
        return f"“{term}”, {numbers} by convention" if term else f"{numbers} by convention"
    word = band(low, high)
    return f"{word}, {numbers}" if not term or term.casefold() == word else f"“{term}”: {word}, {numbers}"


# ---- who


def speaker(name: str | None) -> str:
    """A source by its name; of one that a text neither names nor describes, that it is so."""
    return "a source not named" if not name or name == "unnamed" else plain(name)


def hop(value: Json) -> str:
    """One voice: its name, with its role where the text gives one."""
    name, role = speaker(value.get("name")), plain(value.get("role") or "")
    return f"{name} ({role})" if role and role.casefold() not in name.casefold() else name


def voices(assertion: Json, article: Json | None) -> tuple[str, tuple[str, ...]]:
    """The outlet, and the voices behind it from outermost to innermost; none where it speaks itself."""
    chain = list(assertion.get("chain") or [])
    outlet = plain((article or {}).get("outlet") or "")
    first = chain[0] if chain else {}
    # a hop without a place in the text is the article's own outlet; one that the text names is cited by it
    if first.get("kind") == "outlet" and (same_name(first.get("name"), outlet) if outlet else not first.get("mention")):
        outlet = outlet or hop(first)
        chain = chain[1:]
    return outlet or "outlet not stated", tuple(hop(h) for h in chain)


def same_name(one: str | None, other: str | None) -> bool:
    """The same name but for case and a leading article."""
    a, b = (re.sub(r"^the\s+", "", plain(n or "").casefold()) for n in (one, other))
    return a == b


def chain(outlets: Sequence[str], behind: Sequence[str]) -> str:
    """`Daily X, from the Y Times, from US officials`; `Daily X, in its own voice`."""
    who = join(list(outlets))
    if not behind:
        return f"{who}, in {'its' if len(outlets) == 1 else 'their'} own voice"
    return ", from ".join([who, *behind])


# ---- what became of it


def status(value: str | None) -> str:
    return STATUS.get(value or "", value or NOT_STATED)


def status_change(change: Json) -> str:
    """`denied by Ada Quill, 5 Mar 2024`."""
    said = status(change.get("status"))
    if change.get("by"):
        said += f" {STATUS_BY.get(change.get('status') or '', 'by')} {speaker(change['by'])}"
    return f"{said}, {day(change['since'])}" if change.get("since") else said


def origins(independence: Json | None) -> str:
    """How many first-hand origins there are, as far as the texts show it."""
    if not independence:
        return NOT_STATED
    least, most = int(independence.get("at_least") or 0), int(independence.get("at_most") or 0)
    state = independence.get("state")
    if state == "shown":
        return f"{'at least ' if most > least else ''}{count(least, 'independent origin')}"
    if state == "shared":
        return "one origin" if most <= 1 else f"{least} to {most} origins, partly shared"
    if most <= 1:
        return "one origin" if least else "origin unknown"
    return f"{least} to {most} origins, independence unknown"


def quantity(value: Json) -> str:
    """As the text has it."""
    return plain(value.get("text") or number(value.get("low") or value.get("high") or 0))


def where(values: Sequence[Json]) -> str:
    """The places with their roles: `from Karsholm, to Vantry`."""
    said = unique(PLACE_ROLE.get(w.get("role") or "at", "") + plain(w.get("name") or "") for w in values)
    return ", ".join(said) if said else NOT_STATED
