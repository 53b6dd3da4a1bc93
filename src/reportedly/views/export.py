"""`export`: a story as a file for other programs.

`EXPORTS` is the registry: a format is a name, what it is for, and a function from the document to the file's content.
Every export has the evidence sentences with outlet, day and address; whole articles are somebody's property and come with
`--full-text` alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from reportedly.errors import CannotWrite, UsageError
from reportedly.views.errors import tell
from reportedly.views.options import All, AsOf, Db, FullText, StoryName, Today
from reportedly.views.session import Asked, document_of

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export may depend on beside the document."""

    full_text: bool = False
    today: str | None = None
    """ISO day as of which forecasts are due; None: the last day of publication."""
    asked: Asked | None = None
    """The ledger, for what is not in the document: the original pages, records."""
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """One format. Its function imports what it needs, so that the registry costs nothing."""

    about: str
    make: Callable[[Document, Wanted], str | bytes]


def _json(document: Document, wanted: Wanted) -> str:
    from reportedly.codec import pretty  # noqa: PLC0415

    return pretty(_shared(document, wanted)) + "\n"


def _jsonl(document: Document, wanted: Wanted) -> str:
    from reportedly.views import output  # noqa: PLC0415
    from reportedly.views.formats import Format  # noqa: PLC0415

    return output.ledger(_shared(document, wanted), Format.jsonl, evidence=True)


def _csv(document: Document, _: Wanted) -> str:
    from reportedly.views import output  # noqa: PLC0415
    from reportedly.views.formats import Format  # noqa: PLC0415

    return output.ledger(document, Format.csv, evidence=True)


def _md(document: Document, wanted: Wanted) -> str:
    from reportedly.views.markdown import render  # noqa: PLC0415

    return render(document, full_text=wanted.full_text)


def _html(document: Document, wanted: Wanted) -> str:
    from reportedly.views.report import render  # noqa: PLC0415
    from reportedly.views.session import records_of  # noqa: PLC0415

    told = records_of(wanted.asked, document, as_of=wanted.as_of) if wanted.asked else None
    return render(document, full_text=wanted.full_text, made=wanted.today, records=told)


def _jsonld(document: Document, wanted: Wanted) -> str:
    from reportedly.codec import pretty  # noqa: PLC0415
    from reportedly.views.jsonld import linked_data  # noqa: PLC0415

    return pretty(linked_data(document, full_text=wanted.full_text)) + "\n"


def _wacz(document: Document, wanted: Wanted) -> bytes:
    from reportedly.pipeline import originals  # noqa: PLC0415
    from reportedly.views.wacz import wacz  # noqa: PLC0415

    if wanted.asked is None:
        raise UsageError("original pages are handed out by the command line alone", hint="reportedly export --to wacz")
    title = document["story"]["title"] if document["story"] else "Every story"
    with wanted.asked.ledger() as ledger:
        return wacz(originals(ledger, document["articles"]), title=title)


def _ics(document: Document, wanted: Wanted) -> bytes:
    from reportedly.views.calendar import calendar  # noqa: PLC0415

    return calendar(document, today=wanted.today)


EXPORTS: Mapping[str, Export] = {
    "json": Export("the ledger's document, without the articles' texts", _json),
    "jsonl": Export("the same, one object a line", _jsonl),
    "csv": Export("a line a sentence, for a spreadsheet", _csv),
    "md": Export("a document to read and edit", _md),
    "html": Export("the report", _html),
    "jsonld": Export("schema.org Claim", _jsonld),
    "wacz": Export("the original pages, as they were read, for web archive readers", _wacz),
    "ics": Export("due days of forecasts, for a calendar", _ics),
}


def _shared(document: Document, wanted: Wanted) -> Document:
    """The document as it may be handed on: without `--full-text` an article's text and furniture stay at home."""
    if wanted.full_text:
        return document
    return document | {"articles": [a | {"text": None, "furniture": []} for a in document["articles"]]}


def content(document: Document, name: str, wanted: Wanted) -> bytes:
    """What the file of that format holds.

    Raises:
        UsageError: there is no such format.
    """
    if name not in EXPORTS:
        raise UsageError(f"no format is called {name!r}", hint=f"known: {', '.join(EXPORTS)}")
    made = EXPORTS[name].make(document, wanted)
    return made if isinstance(made, bytes) else made.encode("utf-8", "backslashreplace")


def export(
    story: StoryName = None,
    *,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"One of {', '.join(EXPORTS)}.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The file [default: standard output].")
    ] = None,
    every: All = False,
    as_of: AsOf = None,
    full_text: FullText = False,
    db: Db = None,
    today: Today = None,
) -> None:
    """A story for other programs.

    Evidence sentences with outlet, date and link; whole articles only with --full-text.
    """
    if to not in EXPORTS:
        raise UsageError(f"no format is called {to!r}", hint=f"known: {', '.join(EXPORTS)}")
    asked = Asked(db, today)
    document = document_of(asked, story, every=every, as_of=as_of)
    wanted = Wanted(full_text=full_text, today=asked.settings.today or as_of, asked=asked, as_of=as_of)
    made = content(document, to, wanted)
    if out is None or str(out) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise CannotWrite(f"cannot be written: {error.strerror}", where=str(out)) from error
    tell(f"{out} written")
