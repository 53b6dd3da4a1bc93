"""`judge`: a person's decisions on the command line. Each command makes one request; the pipeline does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from reportedly.views import wording
from reportedly.views.errors import FAILED, tell
from reportedly.views.formats import Format
from reportedly.views.options import Db, Form, Today
from reportedly.views.session import Asked

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="A person's decisions: kept with who and when, stronger than what was read, taken back by `undo`.",
)

Who = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Whose decision it is [default: the login].")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")]
Statement = Annotated[str, typer.Argument(metavar="ID", help="A claim's or an assertion's id, or its beginning.")]
Actor = Annotated[str, typer.Argument(metavar="NAME", help="An actor's name or id.")]
Tale = Annotated[str, typer.Argument(metavar="STORY", help="A story's id or a part of its title, or an article's id.")]
Text = Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id or its beginning, file, or address.")]


def _judge(
    kind: str,
    names: Sequence[str],
    *,
    db: str | None,
    today: str | None,
    who: str | None = None,
    note: str | None = None,
    value: str | None = None,
) -> None:
    from reportedly.pipeline import Request, judge, moment, whose  # noqa: PLC0415

    asked = Asked(db, today, who=who)
    request = Request(kind, tuple(names), whose(asked.settings), moment(asked.settings), value, note)
    with asked.ledger(write=True) as ledger:
        done = judge(ledger, asked.stages(), request)
    typer.echo(f"{done.judgement.id}  {wording.plain(done.told)}")
    for name, error in done.failures:
        tell(f"{name}: {error.line()}")
    if done.failures:
        raise typer.Exit(FAILED)


@app.command()
def same(
    one: Statement, other: Statement, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None
) -> None:
    """Two claims say the same thing.

    The claims of two assertions become one, whatever they differ in.
    """
    _judge("same-claim", (one, other), db=db, today=today, who=who, note=note)


@app.command()
def different(
    one: Statement, other: Statement, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None
) -> None:
    """Two assertions do not say the same thing.

    A claim and an assertion in it: that one goes out of it.
    """
    _judge("different-claim", (one, other), db=db, today=today, who=who, note=note)


@app.command("same-actor")
def same_actor(
    one: Actor, other: Actor, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None
) -> None:
    """Two names are one person's or body's."""
    _judge("same-actor", (one, other), db=db, today=today, who=who, note=note)


@app.command("different-actor")
def different_actor(
    one: Actor, other: Actor, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None
) -> None:
    """Two names are not one person's or body's."""
    _judge("different-actor", (one, other), db=db, today=today, who=who, note=note)


@app.command()
def merge(one: Tale, other: Tale, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None) -> None:
    """Two stories are one."""
    _judge("same-story", (one, other), db=db, today=today, who=who, note=note)


@app.command()
def split(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Ids or their beginnings, files, addresses.")
    ],
    *,
    who: Who = None,
    note: Note = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """These articles tell another story than the rest of theirs."""
    _judge("different-story", articles, db=db, today=today, who=who, note=note)


@app.command("copy")
def copy_(
    article: Text, original: Text, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None
) -> None:
    """An article is a copy of another.

    Both are one voice.
    """
    _judge("copy", (article, original), db=db, today=today, who=who, note=note)


@app.command("not-copy")
def not_copy(one: Text, other: Text, *, who: Who = None, note: Note = None, db: Db = None, today: Today = None) -> None:
    """Neither of two articles is a copy of the other."""
    _judge("not-copy", (one, other), db=db, today=today, who=who, note=note)


@app.command()
def outcome(
    forecast: Statement,
    value: Annotated[str, typer.Argument(metavar="OUTCOME", help="open, borne_out, failed or unresolvable.")],
    *,
    who: Who = None,
    note: Note = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """What became of a forecast.

    Of a claim: of all who foretold it.
    """
    _judge("outcome", (forecast,), db=db, today=today, who=who, note=note, value=value)


@app.command()
def grade(
    subject: Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="A claim's id, or a source's name or id.")],
    value: Annotated[str, typer.Argument(metavar="GRADE", help="Admiralty: A to F for a source, 1 to 6 for a claim.")],
    *,
    who: Who = None,
    note: Note = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """How reliable a source is, how credible a claim."""
    _judge("grade", (subject,), db=db, today=today, who=who, note=note, value=value)


@app.command()
def note(
    subject: Annotated[str, typer.Argument(metavar="ID", help="Of whatever has one, or its beginning.")],
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    *,
    who: Who = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """A note on anything that has an id."""
    _judge("note", (subject,), db=db, today=today, who=who, value=text)


@app.command()
def undo(
    judgement: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="[default: the last that is in force]")
    ] = None,
    *,
    who: Who = None,
    note: Note = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """Take a judgement back.

    Another `undo` takes that back.
    """
    _judge("undo", (judgement,) if judgement else (), db=db, today=today, who=who, note=note)


@app.command("list")
def list_(form: Form = Format.table, db: Db = None, today: Today = None) -> None:
    """All judgements: which stand, which were taken back, which find their words no more."""
    from reportedly.pipeline import judgement_rows  # noqa: PLC0415
    from reportedly.views import output  # noqa: PLC0415

    with Asked(db, today).ledger() as ledger, ledger.snapshot() as view:
        rows = judgement_rows(view)
    if form is Format.table:
        _table(rows)
    else:
        output.put(output.rows(rows, form))


def _table(rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415

    from reportedly.views import tables  # noqa: PLC0415

    tables.judgements(rows, Console())
