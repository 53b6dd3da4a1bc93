"""A story as a Markdown document: claims, the one with most to see first, each with its sentences; then the articles.

Everything that comes from a text is escaped: no heading, link, picture or HTML of an article becomes one of the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from reportedly.views import wording
from reportedly.views.lookup import LATE, Lookup, Summary, summaries
from reportedly.views.markup import link

Json = Mapping[str, Any]
_MARKS = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|~&$@#"})
_BLOCK = re.compile(r"^([+=:-]|\d{1,9}(?=[.)]))")
"""What begins a list or a rule at the start of a line."""
_BARE = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
"""Where an address that stands in a text would be made a link."""


def render(document: Json, *, full_text: bool = False) -> str:
    """The document, of one story or of all."""
    lookup = Lookup(document)
    found = summaries(lookup)
    foretold: dict[str, list[Json]] = defaultdict(list)
    for forecast in lookup.rows("forecasts"):
        foretold[forecast["claim"]].append(forecast)
    lines: list[str] = []
    for story in lookup.stories:
        some = [s for s in found if len(lookup.stories) == 1 or s.claim.get("story") == story["id"]]
        lines += [f"# {safe(story.get('title') or story['id'])}", ""]
        if story.get("first"):
            lines += [f"{wording.days(story['first'], story.get('last'))}. {wording.MACHINE_READ}", ""]
        else:
            lines += [wording.MACHINE_READ, ""]
        for one in some:
            lines += _claim(lookup, one, foretold[one.id])
    lines += ["# Articles", ""]
    for article in sorted(lookup.rows("articles"), key=lambda a: (a.get("published") or LATE, a["id"])):
        lines += _article(article, full_text=full_text)
    return "\n".join(lines).rstrip("\n") + "\n"


def safe(text: object) -> str:
    """Text of others on one line, every character that Markdown or HTML may take for a mark escaped."""
    line = _BARE.sub(r"\\\g<0>", wording.plain(text).strip().translate(_MARKS))
    start = _BLOCK.match(line)
    if start is None:
        return line
    # a number is no mark, what follows it is
    mark = start.group() if start.group().isdigit() else ""
    return f"{mark}\\{line[len(mark) :]}"


def _claim(lookup: Lookup, one: Summary, foretold: Sequence[Json]) -> Iterable[str]:
    facts = [wording.status(one.claim.get("status"))]
    facts += [one.sure()] if one.likelihood else []
    facts += [wording.for_when(one.when)] if one.when else []
    facts += [wording.where(one.where)] if one.where else []
    facts.append(wording.origins(one.claim.get("independence")))
    facts += wording.unique(map(_forecast, foretold))
    yield f"## {safe(lookup.gist(one.id))}"
    yield ""
    yield f"{'; '.join(safe(f) for f in facts)} (`{one.id}`)"
    yield ""
    for assertion in one.assertions:
        outlet, behind = lookup.voices(assertion)
        said = f"{wording.chain([outlet], behind)}, {wording.day(lookup.said(assertion))}"
        article = lookup.article(assertion) or {}
        yield f"- {safe(wording.quoted(assertion['evidence']['text']))} — {_linked(said, article)}"
    yield ""


def _forecast(forecast: Json) -> str:
    due = f", due {wording.day(forecast['due'])}" if forecast.get("due") else ""
    return f"{forecast['type']}{due}: {wording.FORECAST_STATE[forecast['outcome']]}"


def _linked(text: str, article: Json) -> str:
    address = link(article.get("url"))
    # brackets would end the address, spaces were refused as no address
    return f"[{safe(text)}](<{quote(address, safe=_ADDRESS)}>)" if address else safe(text)


_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"


def _article(article: Json, *, full_text: bool) -> Iterable[str]:
    outlet = article.get("outlet") or "outlet not stated"
    named = f"{article.get('title') or article['id']}. {outlet}, {wording.day(article.get('published'))}"
    yield f"- {_linked(named, article)}"
    if full_text:
        yield ""
        for paragraph in str(article.get("text") or "").split("\n\n"):
            yield f"  > {safe(paragraph)}"
            yield "  >"
        yield ""
