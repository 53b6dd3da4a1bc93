"""Templates for the pages: the report's sections, with links that lead from page to page instead of down one page."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from contextvars import ContextVar
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse

from reportedly import __version__
from reportedly.views import judgements, markup, wording
from reportedly.views.lookup import Lookup

SECTIONS = {
    "brief": "In brief",
    "ledger": "Ledger",
    "timeline": "Timeline",
    "map": "Map",
    "matters": "Questions",
    "conflicts": "Conflicts",
    "forecasts": "Forecasts",
    "sources": "Sources",
    "articles": "Articles",
}
"""The pages of a story, in the order of their tabs."""


@pass_context
def lead(context: Context, identifier: str | None) -> str:
    """The address of the page of a thing, as of the day that is looked at."""
    lookup = context.get("lookup")
    kind = "id"
    if lookup is not None:
        if identifier in lookup.claims:
            kind = "claim"
        elif identifier in lookup.assertions:
            kind = "assertion"
        elif identifier in lookup.articles:
            kind = "article"
    return f"/{kind}/{quote(identifier or '', safe='')}{_as_of(context)}"


@pass_context
def at(context: Context, path: str, **query: str | None) -> str:
    """An address of these pages, as of the day that is looked at, with what else is asked."""
    asked = {k: v for k, v in {"as_of": context.get("as_of"), **query}.items() if v}
    return path + (f"?{urlencode(asked)}" if asked else "")


@pass_context
def highlighted(context: Context, lookup: Lookup, article: Mapping[str, Any]) -> list[Markup]:
    """The paragraphs of an article, each sentence that something was read from a link to its claim."""
    return markup.text_of(lookup, article, lambda one: lead(context, lookup.claim_of[one]), named=True)


def _as_of(context: Context) -> str:
    day = context.get("as_of")
    return f"?{urlencode({'as_of': day})}" if day else ""


@functools.cache
def environment() -> Environment:
    found = markup.environment()
    found.filters["anchor"] = lead
    found.globals.update(
        at=at,
        everywhere=True,  # a link may lead to another story
        highlighted=highlighted,
        citation=markup.citation,
        version=__version__,
        machine_read=wording.MACHINE_READ,
        judging=judgements,
    )
    return found


asking: ContextVar[Mapping[str, Any]] = ContextVar("asking", default={})  # noqa: B039 -- never changed in place
"""What every page knows of the request it answers: `here`, the address; `judged`, what was just decided; `who` is looking."""


def page(template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    return HTMLResponse(environment().get_template(f"web/{template}").render({**asking.get(), **values}), status)


@functools.cache
def asset(name: str) -> tuple[bytes, str] | None:
    """A file of the package that pages load, and its type; None where there is none of that name."""
    kinds = {"app.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}
    if name not in kinds:
        return None
    folder = resources.files("reportedly.views")
    if name == "app.css":
        parts = [folder / "templates" / "report.css", folder / "static" / "app.css"]
        return b"\n".join(p.read_bytes() for p in parts), f"{kinds[name]}; charset=utf-8"
    return (folder / "static" / name).read_bytes(), f"{kinds[name]}; charset=utf-8"


def safe(text: str) -> Markup:
    """What a search marked with « and » as marked words; all else escaped."""
    out = Markup()
    for n, piece in enumerate(text.split("«")):
        if n == 0:
            out += markup.visible(piece)
            continue
        found, _, rest = piece.partition("»")
        out += Markup("<mark>{}</mark>{}").format(markup.visible(found), markup.visible(rest))
    return out
