"""One story, or several, as one HTML page that needs nothing else: no host, no font, no script to be read."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from reportedly.views import markup, wording
from reportedly.views.lookup import Lookup
from reportedly.views.storyview import StoryView


def render(
    document: dict[str, Any],
    *,
    title: str | None = None,
    full_text: bool = False,
    made: str | None = None,
    records: dict[str, Any] | None = None,
) -> str:
    """The page.

    Args:
        document: what `ledger --format json` gives, of one story or of all.
        title: instead of the story's own.
        full_text: also the articles' whole texts, with what was read from them highlighted in place.
        made: ISO day on which the report is made; forecasts are due or overdue as of it. Without it: as of the
            last day of publication.
        records: those of its speakers (`pipeline.tracks`, or `pipeline.records`), to be shown with the sources.

    """
    lookup = Lookup(document)
    view = StoryView(lookup, made[:10] if made else lookup.last_day, full_text, records)
    page = _environment().get_template("report.html")
    return page.render(
        lookup=lookup,
        view=view,
        title=title or view.title,
        made=made,
        machine_read=wording.MACHINE_READ,
        made_by=document.get("made_by") or {},
        **_assets(),
    )


@functools.cache
def _environment() -> Environment:
    return markup.environment()


@functools.cache
def _assets() -> dict[str, Markup | str]:
    """Style and script of the page, and the policy that lets it run these two and reach nothing else."""
    folder = resources.files("reportedly.views") / "templates"
    style, script = ((folder / name).read_text(encoding="utf-8").strip() for name in ("report.css", "report.js"))
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Both are files of this package, not of a text.
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
