"""A document as JSON, JSON lines, CSV and Markdown on standard output."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportedly.codec import encode, plain, pretty
from reportedly.views import digest, judgements, wording
from reportedly.views.errors import one_line
from reportedly.views.formats import Format
from reportedly.views.lookup import Lookup, Summary, summaries

Json = Mapping[str, Any]
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""
HEAD = ("schema", "made_by", "story", "stories")


def put(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


# ---- the ledger


def ledger(document: Json, form: Format, *, evidence: bool) -> str:
    """The whole document (`json`, `jsonl`), or a line a claim (`csv`, `md`); with evidence, a line a sentence."""
    match form:
        case Format.json:
            return pretty(document)
        case Format.jsonl:
            return "".join(f"{encode(line)}\n" for line in _lines(document))
        case _:
            return rows(claim_rows(document, evidence=evidence), form)


def _lines(document: Json) -> Iterable[Json]:
    """Objects of one key, the name of the list they belong to; first what is said of the whole."""
    yield {"ledger": {name: document[name] for name in HEAD if name in document}}
    for name, values in document.items():
        if name not in HEAD:
            for value in values:
                yield {name: value}


def claim_rows(document: Json, *, evidence: bool) -> list[Json]:
    lookup = Lookup(document)
    found = [_claim(lookup, one) for one in summaries(lookup)]
    if not evidence:
        return [row for row, _ in found]
    return [row | _sentence(lookup, assertion) for row, one in found for assertion in one.assertions]


def _claim(lookup: Lookup, one: Summary) -> tuple[dict[str, Any], Summary]:
    claim, when = one.claim, one.when or {}
    independence = claim.get("independence") or {}
    outlets = wording.unique(o for a in one.assertions for o in [(lookup.article(a) or {}).get("outlet")] if o)
    row = {
        "claim": claim["id"],
        "story": claim["story"],
        "gist": claim["gist"],
        "kind": claim["kind"],
        "status": claim["status"],
        "origins": "; ".join(claim["origins"]),
        "outlets": "; ".join(outlets),
        "likelihood": wording.likelihood(one.likelihood) if one.likelihood else "",
        "when_start": when.get("start"),
        "when_end": when.get("end"),
        "first_said": one.first,
        "last_said": one.last,
        "independence": independence.get("state"),
        "origins_at_least": independence.get("at_least"),
        "origins_at_most": independence.get("at_most"),
        "grade": claim.get("grade"),
    }
    return row, one


def _sentence(lookup: Lookup, assertion: Json) -> dict[str, Any]:
    article = lookup.article(assertion) or {}
    return {
        "assertion": assertion["id"],
        "outlet": article.get("outlet"),
        "published": article.get("published"),
        "url": article.get("url") or article.get("file"),
        "who": " > ".join(hop["name"] for hop in assertion["chain"]),
        "stance": assertion["stance"],
        "sentence": assertion["evidence"]["text"],
    }


# ---- one list or thing of it


def one(document: Json, kind: str, identifier: str) -> dict[str, Any]:
    """An article, assertion or claim with what belongs to it: a claim its assertions, both of these their articles."""
    lookup = Lookup(document)
    if kind == "article":
        article = lookup.articles[identifier]
        judged = judgements.on(lookup.rows("judgements"), article.get("judgements") or ())
        said = lookup.of_article[identifier]
        return {"kind": kind, "article": article, "assertions": said, "judgements": judged}
    some = lookup.of(identifier)
    claim = lookup.claims.get(lookup.claim_id(identifier) or "")
    articles = {a["article"]: lookup.article(a) for a in some}
    judged = judgements.on(lookup.rows("judgements"), (claim or {}).get("judgements") or ())
    return {"kind": kind, "claim": claim, "assertions": some, "articles": list(articles.values()), "judgements": judged}


def view(document: Json, name: str) -> list[Any]:
    """The list that a view is of: as it stands in the ledger, or as the view makes it from there."""
    lookup = Lookup(document)
    if name == "timeline":
        return [
            {"claim": r.summary.id, "gist": lookup.gist(r.summary.id), "said": r.said, "start": r.start, "end": r.end, "open": r.open}
            for r in digest.timeline(summaries(lookup), lookup)
        ]  # fmt: skip
    if name == "sources":
        return [
            {"name": o.name, "kind": o.kind, "named": o.named, "grade": o.grade, "claims": o.claims,
             "ways": [{"outlet": outlet, "via": list(via), "assertions": n} for outlet, via, n in o.ways]}
            for o in digest.origins(lookup)
        ]  # fmt: skip
    return list(document[name])


def forecast_rows(document: Json, today: str | None) -> list[dict[str, Any]]:
    """Forecasts as the board has them: by state and due day, one row for each speaker and claim, with both sentences.

    `today` (an ISO day): as of when they are due or overdue; None: the last day of publication.
    """
    lookup = Lookup(document)
    found = []
    for state, some in digest.board(lookup, today or lookup.last_day):
        for forecast in some:
            said, by = (lookup.assertions.get(forecast.get(name) or "") for name in ("assertion", "by"))
            sure = forecast.get("probability") or {}
            article = (lookup.article(said) if said else None) or {}
            found.append({
                "state": state,
                **{name: forecast.get(name) for name in ("due", "type", "speaker", "made")},
                "gist": lookup.gist(forecast["claim"]),
                "low": sure.get("low"), "high": sure.get("high"), "scale": sure.get("scale"),
                "texts": forecast["texts"],
                "outlet": article.get("outlet"), "url": article.get("url") or article.get("file"),
                "sentence": said["evidence"]["text"] if said else None,
                "settled_by": forecast["basis"] if state in digest.SETTLED else None,
                "settled_sentence": by["evidence"]["text"] if by else None,
                "claim": forecast["claim"], "assertion": forecast.get("assertion"), "by": forecast.get("by"),
            })  # fmt: skip
    return found


def rows(values: Sequence[Any], form: Format) -> str:
    """A list of objects in a format other than a table."""
    match form:
        case Format.json:
            return pretty(values)
        case Format.jsonl:
            return "".join(f"{encode(value)}\n" for value in values)
        case Format.csv:
            return _csv([plain(v) for v in values])
        case _:
            return _markdown([plain(v) for v in values])


def _columns(values: Sequence[Json]) -> list[str]:
    return list(dict.fromkeys(name for value in values for name in value))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else encode(value)


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run. A plain number stays one."""
    if not cell.lstrip(" ").startswith(RUNS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _csv(values: Sequence[Json]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = _columns(values)
    writer.writerow(columns)
    writer.writerows([harmless(_cell(value.get(c))) for c in columns] for value in values)
    return out.getvalue()


_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|"})


def _markdown(values: Sequence[Json]) -> str:
    columns = _columns(values)
    lines = [columns, ["---"] * len(columns)]
    lines += [[one_line(_cell(value.get(c))).translate(_MARKUP) for c in columns] for value in values]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
