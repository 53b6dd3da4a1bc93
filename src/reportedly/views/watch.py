"""`watch`: reads feeds again and again, and says what is new."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.errors import UsageError
from reportedly.views.errors import FAILED, one_line, tell
from reportedly.views.formats import Format
from reportedly.views.options import AllowPrivate, Db, Fast, Form, Pages, Today
from reportedly.views.session import Asked

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.pipeline import Notifier, Round, Watch

_SHOWN = 5
"""Lines of each kind that an event has; the others are counted."""
_LEAST_SLEEP = 1.0


def watch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEEDS...", help="Addresses of feeds, OPML files; none: those watched before."),
    ] = None,
    *,
    every: Annotated[float, typer.Option("--every", min=1, metavar="MINUTES", help="Between two readings.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="One reading, and no more.")] = False,
    lasting: Annotated[
        float | None, typer.Option("--for", min=0, metavar="MINUTES", help="How long [default: until Ctrl-C].")
    ] = None,
    pages: Pages = False,
    notify: Annotated[
        str | None, typer.Option("--notify", metavar="CMD", help="A program that gets each event as JSON.")
    ] = None,
    webhook: Annotated[
        str | None, typer.Option("--webhook", metavar="URL", help="An address that each event is posted to.")
    ] = None,
    state: Annotated[bool, typer.Option("--list", help="The feeds watched so far, and no more.")] = False,
    allow_private: AllowPrivate = False,
    form: Form = Format.table,
    fast: Fast = False,
    db: Db = None,
    today: Today = None,
) -> None:
    """Keep reading feeds.

    What is new in them goes into the ledger; new claims, conflicts and settled forecasts are told.
    """
    from reportedly.pipeline import Notifier, Watch, arguments, chosen, feed_addresses, web_of  # noqa: PLC0415

    asked = Asked(db, today, fast, allow_private=allow_private)
    if form not in (Format.table, Format.jsonl) and not state:
        raise UsageError("watch writes --format table or jsonl", hint="the whole ledger: reportedly ledger")
    if state:
        with asked.ledger() as ledger:
            _list(ledger, form)
        return
    settings = asked.settings
    names = feed_addresses(feeds or (), settings.limits)
    web = web_of(settings)
    notifier = Notifier(arguments(notify) if notify else (), webhook, web)
    until = None if lasting is None else time.monotonic() + lasting * 60
    with asked.ledger(create=bool(names), write=True) as ledger:
        watched = Watch(chosen(ledger, names), dt.timedelta(minutes=every), pages)
        failed = _follow(ledger, watched, asked, notifier, web, form=form, once=once, until=until)
    if failed:
        raise typer.Exit(FAILED)


def _follow(
    ledger: Ledger,
    watched: Watch,
    asked: Asked,
    notifier: Notifier,
    web: Any,
    *,
    form: Format,
    once: bool,
    until: float | None,
) -> bool:
    """Round after round; whether something failed."""
    from reportedly.pipeline import Round, next_due, poll, watching  # noqa: PLC0415

    stages = asked.stages()
    failed = False
    first = True
    while True:
        done = Round()
        try:
            now = watching.utc_now
            poll(ledger, watched, asked.settings, stages=stages, web=web, now=now, at_once=once, done=done)
        except KeyboardInterrupt:
            failed |= _told(done, notifier, form)
            tell("stopped: what was read is kept, and the next watch goes on from there")
            raise typer.Exit(130) from None
        if done.asked or first:
            failed |= _told(done, notifier, form)
        first = False
        due = next_due(ledger, watched)
        wait = _seconds(due, watching.utc_now())
        if once or (until is not None and time.monotonic() + wait > until):
            return failed
        try:
            _sleep(wait)
        except KeyboardInterrupt:
            tell("stopped: everything is kept, and the next watch goes on from there")
            raise typer.Exit(130) from None


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


def _seconds(due: str | None, now: dt.datetime) -> float:
    if not due:
        return _LEAST_SLEEP
    return max(_LEAST_SLEEP, (dt.datetime.fromisoformat(due) - now).total_seconds())


def _told(done: Round, notifier: Notifier, form: Format) -> bool:
    """Say what a round did and tell of its events; whether something failed."""
    from reportedly.codec import encode  # noqa: PLC0415
    from reportedly.views import wording  # noqa: PLC0415
    from reportedly.views.progress import report  # noqa: PLC0415

    for event in done.events:
        lines = [encode(event)] if form is Format.jsonl else event_lines(event)
        for line in lines:
            typer.echo(one_line(line))
    problems = notifier.tell(done.events)
    parts = [
        f"{wording.count(done.asked, 'feed')} asked",
        f"{done.put_off} not due" if done.put_off else "",
        f"{done.unchanged} unchanged" if done.unchanged else "",
        wording.count(done.entries, "new entry", "new entries"),
    ]
    tell(", ".join(p for p in parts if p))
    if done.summary.read or done.summary.skipped or done.summary.failures:
        report(done.summary)
    for problem in problems:
        tell(problem.line())
    if notifier.waiting:
        tell(f"{wording.count(notifier.waiting, 'event')} not yet told")
    return bool(done.summary.failures or problems)


def event_lines(event: Mapping[str, Any]) -> list[str]:
    """An event for people: the story, then what is new in it."""
    from reportedly.views import wording  # noqa: PLC0415

    story = event["story"]
    counts = [
        wording.count(len(event["new"]), "new claim"),
        wording.count(len(event["conflicts"]), "conflict"),
        wording.count(len(event["settled"]), "settled forecast"),
    ]
    head = ", ".join(c for c, name in zip(counts, ("new", "conflicts", "settled"), strict=True) if event[name])
    lines = [f"{story['title']}: {head} ({story['id']})"]
    told = [f"  new       {c['gist']}{_origins(c)}" for c in event["new"]]
    lines += _some(told)
    lines += _some(
        [f"  {c['kind']:<9} {_gist(c['a'])} | {_gist(c['b'])} ({c['on']}: {c['why']})" for c in event["conflicts"]]
    )
    lines += _some([f"  settled   {c['gist']}: {'; '.join(c['why'])}" for c in event["settled"]])
    return lines


def _some(lines: Sequence[str]) -> list[str]:
    more = [f"            and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]


def _origins(claim: Mapping[str, Any]) -> str:
    return f" ({', '.join(claim['origins'])})" if claim["origins"] else ""


def _gist(side: Mapping[str, Any]) -> str:
    return str(side["gist"] or side["claim"])


def _list(ledger: Ledger, form: Format) -> None:
    from reportedly.views import output  # noqa: PLC0415

    rows = [
        {"url": f.url, "checked": f.checked, "due": f.due, "entries": len(f.seen), "failed": f.failed, "problem": f.problem}
        for f in ledger.feeds()
    ]  # fmt: skip
    if form is not Format.table:
        output.put(output.rows(rows, form))
        return
    for row in rows:
        state = row["problem"] or f"{row['entries']} entries"
        typer.echo(one_line(f"{row['url']}  read {row['checked'] or 'never'}, next {row['due'] or 'now'}  {state}"))
