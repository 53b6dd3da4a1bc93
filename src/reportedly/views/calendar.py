"""Due days of forecasts as a calendar (iCalendar, RFC 5545): one all-day event for each speaker, claim and day.

An event keeps its UID, so that importing a later export brings the outcome to the same event.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from icalendar import Calendar, Event, vText

from reportedly import __version__
from reportedly.views import digest, wording
from reportedly.views.lookup import Lookup
from reportedly.views.markup import link, visible

Json = Mapping[str, Any]
_EARLIEST = dt.date(1970, 1, 1)
"""Stands in for the day of a ledger in which nothing has one: every event has to say when it was last revised."""


def calendar(document: Json, *, today: str | None = None) -> bytes:
    """The forecasts with a due day. `today` (an ISO day): as of when they are due or overdue, and were last revised.

    Without it that is the last day on which an article was published: equal ledgers give equal bytes.
    """
    lookup = Lookup(document)
    day = today or lookup.last_day
    made = Calendar()
    made.add("prodid", f"-//reportedly//reportedly {__version__}//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _title(lookup))
    made.add("x-wr-caldesc", wording.MACHINE_READ)
    stamp = dt.datetime.combine(_date(day) or _EARLIEST, dt.time(), dt.UTC)
    events = []
    for state, some in digest.board(lookup, day):
        events += [e for f in some if (e := _event(lookup, f, state, stamp)) is not None]
    for event in sorted(events, key=lambda e: (e.DTSTART, str(e["uid"]))):
        made.add_component(event)
    return bytes(made.to_ical(sorted=False))


def _event(lookup: Lookup, forecast: Json, state: str, stamp: dt.datetime) -> Event | None:
    """One forecast; None where it has no due day."""
    due = _date(forecast.get("due"))
    if due is None:
        return None
    speaker = wording.plain(forecast.get("speaker") or "somebody")
    said = lookup.assertions.get(forecast.get("assertion") or "")
    article = (lookup.article(said) if said else None) or {}
    event = Event()
    event.add("uid", _uid(forecast))
    event.add("dtstamp", stamp)
    event.add("dtstart", due)
    # the day after: the end of an all-day event is not part of it (RFC 5545, 3.6.1)
    if due < dt.date.max:
        event.add("dtend", due + dt.timedelta(1))
    event.add("summary", vText(visible(f"{speaker}: {lookup.gist(forecast['claim'])}")))
    event.add("description", vText(_description(lookup, forecast, state)))
    event.add("categories", [forecast["type"], state.replace("_", " ")])
    event.add("transp", "TRANSPARENT")
    if address := link(article.get("url")):
        event.add("url", address)
    return event


def _uid(forecast: Json) -> str:
    """The same for the same speaker, claim and day, whatever else is in the ledger."""
    key = "\0".join((forecast["claim"], forecast.get("speaker") or "", forecast["due"][:10]))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@reportedly"


def _description(lookup: Lookup, forecast: Json, state: str) -> str:
    """The sentence with its outlet, day and address; the one that settled it; who read them."""
    lines = [f"{forecast['type'].capitalize()}, {wording.FORECAST_STATE[state]}."]
    if probability := forecast.get("probability"):
        lines.append(f"How likely: {wording.likelihood({**probability, 'term': _term(lookup, forecast)})}.")
    lines += _sentence(lookup, forecast.get("assertion"))
    if state in digest.SETTLED:
        by = "a person" if forecast.get("basis") == "person" else "a later text"
        lines += ["", f"Settled by {by}.", *_sentence(lookup, forecast.get("by"))]
    return visible("\n".join([*lines, "", wording.MACHINE_READ, f"Claim {forecast['claim']}"]))


def _term(lookup: Lookup, forecast: Json) -> str:
    said = lookup.assertions.get(forecast.get("assertion") or "") or {}
    return str((said.get("likelihood") or {}).get("term") or "")


def _sentence(lookup: Lookup, identifier: str | None) -> list[str]:
    said = lookup.assertions.get(identifier or "")
    if said is None:
        return []
    article = lookup.article(said) or {}
    where = f"{lookup.voices(said)[0]}, {wording.day(lookup.said(said))}"
    return [wording.quoted(said["evidence"]["text"]), f"({where})", *filter(None, [link(article.get("url"))])]


def _title(lookup: Lookup) -> str:
    stories = lookup.stories
    return visible(stories[0].get("title") or "A story") if len(stories) == 1 else "Forecasts due"


def _date(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
