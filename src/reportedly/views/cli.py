"""The command line. Each command is thin: it asks the pipeline or the ledger, and hands the answer to a view.

What costs time to load is imported in the command that needs it, so that `reportedly --help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from reportedly import __version__
from reportedly.errors import CannotWrite
from reportedly.views.errors import FAILED, Commands, tell
from reportedly.views.export import export
from reportedly.views.formats import Format
from reportedly.views.judge import app as judging
from reportedly.views.options import (
    All,
    AllowPrivate,
    AsOf,
    Db,
    Evidence,
    Fast,
    Form,
    FullText,
    Limit,
    Pages,
    StoryName,
    Today,
)
from reportedly.views.records import records
from reportedly.views.serve import serve
from reportedly.views.session import Asked, day_of, document_of
from reportedly.views.watch import watch

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,  # a tenth of a second of every `--help`
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A ledger of claims from news coverage: who said what, through whom, how surely, for when, and what became "
    "of it. Works offline; the ledger is one SQLite file.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version, and no more.")
    ] = False,
) -> None:
    """Nothing to set up: the option is dealt with when it is read."""


def _console() -> Any:
    from rich.console import Console  # noqa: PLC0415

    return Console()


# ---- into the ledger


@app.command()
def read(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, web addresses, or - for standard input.")
    ],
    *,
    db: Db = None,
    today: Today = None,
    fast: Fast = False,
    pages: Pages = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Read articles into the ledger.

    Pages, texts, folders of them, JSON lines. Reading the same again changes nothing.
    """
    from reportedly.pipeline import Summary  # noqa: PLC0415
    from reportedly.pipeline import read as run  # noqa: PLC0415
    from reportedly.views.progress import bar, report  # noqa: PLC0415

    asked = Asked(db, today, fast, allow_private=allow_private)
    stages = asked.stages()
    if pages:
        from reportedly.pipeline import web_of, with_pages  # noqa: PLC0415

        stages = with_pages(stages, web_of(asked.settings))
    with asked.ledger(create=True, write=True) as ledger:
        summary = Summary()
        try:
            with bar() as observe:
                run(
                    ledger,
                    inputs,
                    asked.settings,
                    stages=stages,
                    observe=observe,
                    stdin=sys.stdin.buffer if "-" in inputs else None,
                    summary=summary,
                )
        except KeyboardInterrupt:
            tell("stopped: what was read is kept, and the next read completes it")
            raise typer.Exit(130) from None
        finally:
            report(summary)
    if summary.failures:
        raise typer.Exit(FAILED)


@app.command()
def remove(
    article: Annotated[str, typer.Argument(help="An article's id or its beginning, its file, or its address.")],
    db: Db = None,
    today: Today = None,
) -> None:
    """Erase an article.

    Its text, bytes and statements; a tombstone with its hash stays.
    """
    from reportedly.pipeline import remove as run  # noqa: PLC0415

    asked = Asked(db, today)
    with asked.ledger(write=True) as ledger:
        erased, finished = run(ledger, article, asked.stages())
    tell(f"{erased} removed")
    _fail_with(f"{name}: {error.line()}" for name, error in finished.failures)


@app.command()
def rebuild(db: Db = None, today: Today = None, fast: Fast = False) -> None:
    """Annotate the kept texts again.

    With this version of the program; shows what changed. Judgements stay.
    """
    from reportedly.pipeline import rebuild as run  # noqa: PLC0415
    from reportedly.views import wording  # noqa: PLC0415
    from reportedly.views.progress import rebuilding  # noqa: PLC0415

    asked = Asked(db, today, fast)
    with asked.ledger(write=True) as ledger, rebuilding() as observe:
        done = run(ledger, asked.stages(), observe=observe)
    for change in done.changes:
        typer.echo(f"{change.article}: {change.added} statements more, {change.gone} fewer, {change.changed} changed")
    made = wording.count(done.stories, "story", "stories")
    tell(
        f"{wording.count(done.articles, 'article')} annotated, {len(done.changes)} read differently, {made} made again"
    )
    if done.unattached:
        tell(f"{wording.count(done.unattached, 'judgement')} without the words judged: see reportedly judge list")
    _fail_with(problem.line for problem in done.failures)


def _fail_with(lines: Any) -> None:
    """Tell what failed and end with the promised exit code; nothing where nothing did."""
    told = list(lines)
    for line in told:
        tell(line)
    if told:
        raise typer.Exit(FAILED)


# ---- out of the ledger


def _show(name: str, document: dict[str, Any], form: Format, *, today: str | None = None) -> None:
    from reportedly.views import output, tables  # noqa: PLC0415

    if name == "forecasts" and form in (Format.csv, Format.md):
        output.put(output.rows(output.forecast_rows(document, today), form))
    elif form is not Format.table:
        output.put(output.rows(output.view(document, name), form))
    elif name == "forecasts":
        tables.forecasts(document, _console(), today)
    else:
        getattr(tables, name)(document, _console())


@app.command()
def stories(db: Db = None, today: Today = None, form: Form = Format.table) -> None:
    """The stories that are in the ledger."""
    from reportedly.pipeline import story_rows  # noqa: PLC0415
    from reportedly.views import output, tables  # noqa: PLC0415

    with Asked(db, today).ledger() as ledger:
        rows = story_rows(ledger)
    if form is Format.table:
        tables.stories(rows, _console())
    else:
        output.put(output.rows(rows, form))


@app.command()
def articles(
    story: StoryName = None,
    db: Db = None,
    today: Today = None,
    form: Form = Format.table,
) -> None:
    """The articles that are in the ledger.

    Of one story, or of all.
    """
    _show("articles", document_of(Asked(db, today), story, every=story is None), form)


@app.command()
def ledger(
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    evidence: Evidence = False,
    limit: Limit = 40,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """The claims of a story, and who says so.

    Through whom, how surely, for when, and what became of it.
    """
    from reportedly.views import output, tables  # noqa: PLC0415

    document = document_of(Asked(db, today), story, every=every, as_of=as_of)
    if form is Format.table:
        tables.ledger(document, _console(), evidence=evidence, most=limit or None)
    else:
        output.put(output.ledger(document, form, evidence=evidence))


@app.command()
def timeline(
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """Claims by the day they are about.

    With the days on which they were said.
    """
    _show("timeline", document_of(Asked(db, today), story, every=every, as_of=as_of), form)


@app.command()
def forecasts(
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """What was foretold, and what became of it.

    By whom, and until when.
    """
    asked = Asked(db, today)
    document = document_of(asked, story, every=every, as_of=as_of)
    _show("forecasts", document, form, today=asked.settings.today or as_of)


@app.command()
def conflicts(
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """What speaks against what.

    And what only came later.
    """
    _show("conflicts", document_of(Asked(db, today), story, every=every, as_of=as_of), form)


@app.command()
def sources(
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """Whose word it is, and by what ways it came."""
    _show("sources", document_of(Asked(db, today), story, every=every, as_of=as_of), form)


@app.command()
def since(
    date: Annotated[str, typer.Argument(metavar="DATE", help="What came after the end of that day.")],
    story: StoryName = None,
    *,
    every: All = False,
    form: Form = Format.table,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """What is new, changed or settled since a day."""
    from reportedly.codec import pretty  # noqa: PLC0415
    from reportedly.pipeline import since as compare  # noqa: PLC0415
    from reportedly.views import output, tables  # noqa: PLC0415

    day_of(date)
    asked = Asked(db, today)
    now = document_of(asked, story, every=every, as_of=as_of)
    then = document_of(asked, story, every=every, as_of=date)
    changes = compare(then, now)
    if form is Format.table:
        tables.since(changes, now, _console())
    elif form is Format.json:
        output.put(pretty(changes))
    else:
        output.put(output.rows([{"change": k} | row for k, some in changes.items() for row in some], form))


@app.command()
def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An assertion's, a claim's or an article's id, or its beginning.")
    ],
    form: Form = Format.table,
    db: Db = None,
    today: Today = None,
) -> None:
    """One assertion, claim or article.

    In its context.
    """
    from reportedly.codec import pretty  # noqa: PLC0415
    from reportedly.pipeline import document  # noqa: PLC0415
    from reportedly.views import output, tables  # noqa: PLC0415

    asked = Asked(db, today)
    with asked.ledger() as ledger:
        kind, identifier, story = ledger.find(identifier, ("article", "claim", "assertion"))
        whole = document(ledger, asked.settings, stages=asked.stages(), story=story)
    if form is Format.table:
        tables.show(whole, identifier, _console())
    else:
        found = output.one(whole, kind, identifier)
        output.put(pretty(found) if form is Format.json else output.rows([found], form))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them have to be there.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Of claims and of articles.")] = 20,
    form: Form = Format.table,
    db: Db = None,
    today: Today = None,
) -> None:
    """Full text over claims and articles."""
    from reportedly.codec import plain  # noqa: PLC0415
    from reportedly.views import output, tables  # noqa: PLC0415

    with Asked(db, today).ledger() as ledger:
        hits = plain(ledger.search(" ".join(words), limit))
    if form is Format.table:
        tables.search(hits, _console())
    else:
        output.put(output.rows(hits, form))


@app.command()
def report(
    story: StoryName = None,
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.html", help="The file [default: standard output].")
    ] = None,
    every: All = False,
    as_of: AsOf = None,
    title: Annotated[str | None, typer.Option("--title", help="Instead of the story's.")] = None,
    full_text: FullText = False,
    db: Db = None,
    today: Today = None,
) -> None:
    """One self-contained page.

    Evidence sentences with outlet, date and link; whole articles only with --full-text.
    """
    from reportedly.views.report import render  # noqa: PLC0415
    from reportedly.views.session import records_of  # noqa: PLC0415

    asked = Asked(db, today)
    document = document_of(asked, story, every=every, as_of=as_of)
    told = records_of(asked, document, as_of=as_of)
    page = render(document, title=title, full_text=full_text, made=today or as_of, records=told)
    if out is None or str(out) == "-":
        sys.stdout.write(page)
    else:
        save(out, page)


def save(path: Path, page: str) -> None:
    """Write a page.

    Raises:
        CannotWrite: the file cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"cannot be written: {error.strerror}", where=str(path)) from error
    tell(f"{path} written")


app.add_typer(judging, name="judge")
app.command()(export)
app.command()(watch)
app.command()(records)
app.command()(serve)


# ---- without a ledger


@app.command()
def clean(
    inputs: Annotated[list[str], typer.Argument(metavar="FILES...", help="Files, folders, or - for JSON lines.")],
    fast: Fast = False,
) -> None:
    """Pages to texts, as JSON lines.

    {id, html, url?}, or files, to {id, title, byline, outlet, published, updated, section, language, text, furniture}.
    """
    from reportedly.pipeline import clean_lines  # noqa: PLC0415
    from reportedly.views.lines import put_all  # noqa: PLC0415

    asked = Asked(fast=fast)
    stdin = sys.stdin.buffer if "-" in inputs else None
    raise typer.Exit(put_all(clean_lines(inputs, asked.settings, asked.stages(), stdin)))


@app.command()
def annotate(
    inputs: Annotated[list[str], typer.Argument(metavar="-", help="- for JSON lines on standard input.")],
    fast: Fast = False,
) -> None:
    """Texts to statements, as JSON lines.

    {id, text, published?, outlet?, title?} to {id, assertions, times, places, actors}.
    """
    from reportedly.pipeline import annotate_lines  # noqa: PLC0415
    from reportedly.views.lines import put_all, standard_input  # noqa: PLC0415

    asked = Asked(fast=fast)
    raise typer.Exit(put_all(annotate_lines(standard_input(inputs), asked.settings, asked.stages())))


@app.command()
def group(
    inputs: Annotated[list[str], typer.Argument(metavar="-", help="- for JSON lines on standard input.")],
    fast: Fast = False,
) -> None:
    """Which texts tell one story, as JSON lines.

    {id, text, title?, published?} to {id, story}.
    """
    from reportedly.pipeline import group_lines  # noqa: PLC0415
    from reportedly.views.lines import put_all, standard_input  # noqa: PLC0415

    asked = Asked(fast=fast)
    raise typer.Exit(put_all(group_lines(standard_input(inputs), asked.settings, asked.stages())))


# ---- getting to know it


@app.command()
def demo(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.html")] = Path("reportedly-demo.html"),
    fast: Fast = False,
    today: Today = None,
) -> None:
    """Read the packaged sample story.

    Into a temporary ledger; shows it, and writes its report.
    """
    from reportedly.views.demo import run  # noqa: PLC0415

    page, whole = run(today=today, fast=fast, console=_console())
    save(out, page)
    if not whole:
        raise typer.Exit(FAILED)


@app.command()
def doctor(db: Db = None, today: Today = None) -> None:
    """What is installed, and what is missing."""
    from reportedly.pipeline import checks  # noqa: PLC0415

    found = checks(Asked(db, today).settings)
    for check in found:
        typer.echo(f"{'ok     ' if check.ok else 'missing'}  {check.name}: {check.detail}")
    if not all(check.ok for check in found):
        raise typer.Exit(FAILED)


def main() -> None:
    """The program `reportedly`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")


if __name__ == "__main__":
    main()
