"""A person's decisions made on a page: one request of `pipeline.judge`, and the way back with what it changed."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import RedirectResponse, Response

from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.pipeline import Judged, Request, judge, moment, whose
from reportedly.views.web.desk import Desk

IDS = re.compile(r" \([acejqs][0-9a-f]{10,12}\)")
"""Beside the words that they stand for: on a page the words do."""
TOGETHER = ("same-story",)
"""Kinds that may be asked for several at once, and are then decided two by two."""


def decide(desk: Desk, kind: str, names: list[str], *, value: str | None, note: str | None, back: str) -> Response:
    """Keep a decision, and go back to the page it was made on.

    Raises:
        UsageError, NotInLedger: as `pipeline.judge` says.
    """
    settings = desk.settings
    groups = list(pairwise(names)) if kind in TOGETHER else [tuple(names)]
    if not groups:
        raise UsageError("choose two or more", hint="go back and tick them")
    with desk.writing, desk.ledger(write=True) as ledger:
        done = [
            judge(ledger, desk.stages, Request(kind, group, whose(settings), moment(settings), value, note))
            for group in groups
        ]
        told = done[-1]
        desk.told[told.judgement.id] = IDS.sub("", told.told)
        return RedirectResponse(_way(ledger, told, back), 303)


def _way(ledger: Ledger, told: Judged, back: str) -> str:
    """Back to where it was decided; to its successor where a claim or story of that address is no more."""
    try:
        parts = urlsplit(back)
    except ValueError:
        parts = urlsplit("/")
    path = parts.path if parts.path.startswith("/") and not parts.netloc and not back.startswith("//") else "/"
    if path.startswith("/claim/") and told.judgement.about in ("assertion", "claim"):
        # The claim of this address may have become part of another.
        _, story = ledger.holder(told.judgement.subject)
        path = f"/claim/{ledger.story_ledger(story).claim_of[told.judgement.subject]}"
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "judged"]
    return f"{path}?{urlencode([*query, ('judged', told.judgement.id)])}"
