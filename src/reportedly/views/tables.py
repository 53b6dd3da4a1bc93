"""The ledger in the terminal, with Rich: readable at 80 columns and better at 140.

Everything that comes from a text goes through `wording.plain`: no control character, terminal escape
or Rich markup of an article reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.views import digest, wording
from reportedly.views import judgements as judging
from reportedly.views.lookup import LATE, Lookup, Summary, evidence_spans, summaries, summary

Json = Mapping[str, Any]
WIDE = 110
"""From this many columns on every value has its own column."""

STYLE = {
    "confirmed": "green",
    "announced": "cyan",
    "borne_out": "green",
    "disputed": "yellow",
    "denied": "red",
    "failed": "red",
    "overdue": "yellow",
    "due": "cyan",
    "superseded": "dim",
    "reported": "",
}


def _text(value: object, style: str = "") -> Text:
    return Text(wording.plain(value), style=style)


def _dim(value: object) -> Text:
    return _text(value, "dim")


def _stated(value: str) -> Text:
    """Dim where nothing is stated, so that what is known stands out."""
    return _text(value, "dim" if value == wording.NOT_STATED else "")


def _lines(*parts: Text | None) -> Text:
    return Text("\n").join([part for part in parts if part])


def _table(*columns: tuple[str, int], rows: bool = False) -> Table:
    """Column headings with their share of the width; 0: as wide as its content."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_lines=rows, pad_edge=False, header_style="bold")
    for heading, ratio in columns:
        if ratio:
            table.add_column(heading, ratio=ratio, overflow="fold")
        else:
            table.add_column(heading, no_wrap=True)
    return table


def _title(console: Console, text: str, note: str = "") -> None:
    console.print(Text.assemble(_text(text, "bold"), _dim(f"  {note}" if note else "")))


def _foot(console: Console, *notes: str) -> None:
    for note in (*notes, wording.MACHINE_READ):
        console.print(_dim(note))


def _story_note(story: Json) -> str:
    return wording.days(story.get("first"), story.get("last")) if story.get("first") else ""


# ---- the ledger


def ledger(document: Json, console: Console, *, evidence: bool = False, most: int | None = None) -> None:
    """Claims, one a row, the one with most to see first, at the most `most` a story; with `evidence` the sentences."""
    lookup = Lookup(document)
    found = summaries(lookup)
    for story in lookup.stories:
        some = [s for s in found if s.claim.get("story") in (story["id"], None) or len(lookup.stories) == 1]
        _title(console, story.get("title") or story["id"], _story_note(story))
        _claims(lookup, some[:most], console, evidence=evidence)
        _left_out(console, len(some), most)
    _foot(
        console,
        f"{wording.count(len(lookup.claims), 'claim')} from {wording.count(len(lookup.assertions), 'assertion')} "
        f"in {wording.count(len(lookup.articles), 'article')}. `reportedly show ID` opens one in its text; "
        "`--limit 0` shows every claim.",
    )


COLUMNS = (("Claim", 10), ("Who says it, through whom", 8), ("Status, how sure, for when", 7))
WIDE_COLUMNS = (
    ("Claim", 12), ("Who says it, through whom", 11), ("How sure", 6), ("For when, where", 6), ("Status", 5), ("Origins", 5)
)  # fmt: skip


def _left_out(console: Console, there: int, most: int | None) -> None:
    if most is not None and there > most:
        console.print(_dim(f"… and {there - most} more"))


def _claims(lookup: Lookup, some: Sequence[Summary], console: Console, *, evidence: bool) -> None:
    columns, row = (WIDE_COLUMNS, _wide_row) if console.width >= WIDE else (COLUMNS, _row)
    table = _table(*columns, rows=True)
    for one in some:
        table.add_row(*row(lookup, one))
        if evidence:
            console.print(table)
            console.print(Group(*_sentences(lookup, one)))
            table = _table(*columns)
            table.show_header, table.box = False, box.SIMPLE
    if not evidence:
        console.print(table)


def _who(one: Summary, most: int = 3) -> Text:
    ways, left = one.ways(most)
    lines = [_text(carrier) for carrier in ways]
    if left:
        lines.append(_dim(f"and {wording.count(left, 'more way')}"))
    return _lines(*lines) if lines else _dim(wording.NOT_STATED)


def _status(one: Summary) -> Text:
    history = one.claim.get("status_history") or ()
    last = history[-1] if history else {}
    value = str(one.claim.get("status") or "")
    by = f"by {last['by']}" if last.get("by") and last.get("status") == value else ""
    judged = _dim("judged by a person") if one.claim.get("judgements") else None
    return _lines(_text(wording.status(value), STYLE.get(value, "")), _dim(by) if by else None, judged)


def _row(lookup: Lookup, one: Summary) -> list[RenderableType]:
    state = [_status(one)]
    if one.likelihood:
        state.append(_text(one.sure()))
    if one.when:
        state.append(_text(wording.for_when(one.when)))
    if one.where:
        state.append(_text(wording.where(one.where[:3])))
    state.append(_dim(wording.origins(one.claim.get("independence"))))
    return [_lines(_text(lookup.gist(one.id)), _dim(one.id)), _who(one), _lines(*state)]


def _wide_row(lookup: Lookup, one: Summary) -> list[RenderableType]:
    place = _text(wording.where(one.where[:3])) if one.where else None
    return [
        _lines(_text(lookup.gist(one.id)), _dim(one.id)),
        _who(one),
        _text(one.sure()) if one.likelihood else _dim("–"),
        _lines(_text(wording.when(one.when)) if one.when else _dim("–"), place),
        _status(one),
        _dim(wording.origins(one.claim.get("independence"))),
    ]


def _sentences(lookup: Lookup, one: Summary) -> list[RenderableType]:
    """The exact sentences, each with outlet, day and id; the same words in several articles once."""
    groups: dict[str, list[Json]] = {}
    for assertion in one.assertions:
        groups.setdefault(assertion["evidence"]["text"], []).append(assertion)
    found: list[RenderableType] = []
    for words, some in groups.items():
        cited = wording.join(wording.unique(_cite(lookup, a) for a in some))
        found.append(
            Padding(_lines(_text(wording.quoted(words), "italic"), _dim(f"{cited}  {some[0]['id']}")), (0, 0, 0, 2))
        )
    return found


def _cite(lookup: Lookup, assertion: Json) -> str:
    return f"{lookup.voices(assertion)[0]}, {wording.day(lookup.said(assertion))}"


# ---- lists


def stories(rows: Iterable[Json], console: Console) -> None:
    """Rows as the ledger's query gives them: `id`, `title`, `first`, `last`, and counts where they are known."""
    known = list(rows)
    if not known:
        console.print("No story yet: reportedly read INPUT... takes articles in.")
        return
    counts = [name for name in ("articles", "outlets", "claims") if any(row.get(name) is not None for row in known)]
    table = _table(("Story", 6), ("Days", 3), *((name.capitalize(), 0) for name in counts), ("Id", 0))
    for row in known:
        numbers = [_text(_size(row.get(name))) for name in counts]
        table.add_row(
            _text(row.get("title") or row["id"]),
            _text(_story_note(row) or wording.NOT_STATED),
            *numbers,
            _dim(row["id"]),
        )
    console.print(table)
    _foot(console)


def _size(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{len(value):,}" if isinstance(value, list | tuple) else ""


def articles(document: Json, console: Console) -> None:
    lookup = Lookup(document)
    table = _table(("Published", 3), ("Outlet", 4), ("Title", 8), ("Copy of, credit", 4), ("Id", 0))
    for one in sorted(lookup.rows("articles"), key=lambda a: (a.get("published") or LATE, a["id"])):
        basis = wording.PUBLISHED_BASIS.get(one.get("published_basis") or "")
        updated = wording.day(one["updated"]) if wording.updated(one) else None
        later = f"updated {updated}" if updated and updated != wording.day(one.get("published")) else None
        notes = [_dim(note) for note in (basis, later) if note]
        said = _lines(_stated(wording.day(one.get("published"))), *notes)
        table.add_row(
            said,
            _stated(wording.plain(one.get("outlet") or wording.NOT_STATED)),
            _stated(wording.plain(one.get("title") or wording.NOT_STATED)),
            _lines(*(_dim(note) for note in copy_notes(lookup, one))) or Text(),
            _dim(one["id"]),
        )
    console.print(table)
    _foot(
        console,
        f"{wording.count(len(lookup.articles), 'article')} from {wording.count(len(lookup.outlets), 'outlet')}.",
    )


def copy_notes(lookup: Lookup, article: Json) -> list[str]:
    """Whose text it carries, as far as the words or a credit line show it."""
    notes = []
    for copy in article.get("copies") or ():
        of = lookup.articles.get(copy.get("of") or "")
        name = (of or {}).get("outlet") or ("another article" if copy.get("of") else "a text not kept here")
        notes.append(f"{round((copy.get('share') or 0) * 100)}% as in {wording.plain(name)}")
    if article.get("credit"):
        notes.append(f"credits {wording.join([wording.plain(c) for c in article['credit']])}")
    if article.get("version_of"):
        notes.append("a later version")
    return notes


def timeline(document: Json, console: Console) -> None:
    """Claims by the day they are said to happen, with the days on which it was said."""
    lookup = Lookup(document)
    table = _table(("For when", 4), ("Claim", 9), ("Said", 4), ("Status", 3))
    for row in digest.timeline(summaries(lookup), lookup):
        said = wording.days(row.said[0], row.said[-1]) if row.said else wording.NOT_STATED
        claim = _lines(_text(lookup.gist(row.summary.id)), _dim(row.summary.id))
        table.add_row(_text(wording.when(row.summary.when)), claim, _stated(said), _status(row.summary))
    console.print(table)
    _foot(console, "Two clocks: the day it is said to happen, and the days on which it was published.")


def forecasts(
    document: Json,
    console: Console,
    today: str | None = None,
    *,
    states: Container[str] = digest.STATES,
    most: int | None = None,
) -> None:
    """Open, due, overdue and settled ones; settled ones with both sentences. Counted from `today`, an ISO day."""
    lookup = Lookup(document)
    for state, some in digest.board(lookup, today or lookup.last_day):
        if state not in states:
            continue
        _title(console, wording.FORECAST_STATE[state].capitalize(), str(len(some)))
        table = _table(("Due", 3), ("Forecast", 9), ("By, on", 5), ("How likely", 4))
        for one in some[:most]:
            words: list[RenderableType] = [
                _lines(_text(lookup.gist(one["claim"])), _dim(f"{one['type']}  {one['claim']}{_texts(one['texts'])}"))
            ]
            if state in digest.SETTLED:
                words += [_sentence(lookup, one.get("assertion")), _sentence(lookup, one.get("by"))]
                words.append(_dim(f"settled by {'a person' if one.get('basis') == 'person' else 'a later text'}"))
            table.add_row(
                _stated(wording.day(one.get("due"))),
                Group(*words),
                _lines(
                    _stated(wording.plain(one.get("speaker") or wording.NOT_STATED)), _dim(wording.day(one.get("made")))
                ),
                _stated(_likely(lookup, one)),
            )
        console.print(table)
        _left_out(console, len(some), most)
    day = today or lookup.last_day
    _foot(console, f"Due and overdue as of {wording.day(day)}." if day else "No day to count from.")


def _texts(count: int) -> str:
    return f"  in {count} texts" if count > 1 else ""


def _likely(lookup: Lookup, forecast: Json) -> str:
    assertion = lookup.assertions.get(forecast.get("assertion") or "") or {}
    return wording.likelihood(assertion.get("likelihood") or forecast.get("probability"))


def _sentence(lookup: Lookup, identifier: str | None) -> RenderableType:
    some = lookup.of(identifier)
    if not some:
        return Text()
    return Padding(
        _lines(_text(wording.quoted(some[0]["evidence"]["text"]), "italic"), _dim(_cite(lookup, some[0]))), (0, 0, 0, 2)
    )


def conflicts(document: Json, console: Console, *, most: int | None = None) -> None:
    """What cannot both hold, and values that were updated: side by side, the earlier on the left."""
    lookup = Lookup(document)
    for kind, heading in (("conflict", "Cannot both hold"), ("update", "Later values")):
        found = digest.pairs(lookup, kind)
        if not found:
            continue
        _title(console, heading, str(len(found)))
        for pair in found[:most]:
            console.print(_lines(Text(), _text(wording.CONFLICT_ON.get(pair.on, pair.on), "bold"), _dim(pair.why)))
            table = _table(("Earlier", 1), ("Later", 1))
            table.add_row(_pair_side(pair.left), _pair_side(pair.right))
            console.print(table)
        _left_out(console, len(found), most)
    if not lookup.rows("conflicts"):
        console.print("Nothing found that speaks against anything else.")
    _foot(console)


def _pair_side(side: digest.Side) -> Text:
    sentence = wording.quoted(side.assertion["evidence"]["text"]) if side.assertion else ""
    identifier = side.assertion["id"] if side.assertion else ""
    return _lines(
        _text(side.value, "bold"),
        _text(sentence, "italic"),
        _dim(f"{side.who}, {wording.day(side.said)}"),
        _dim(identifier),
    )


def sources(document: Json, console: Console) -> None:
    """Whose word it is, and by what ways it came."""
    lookup = Lookup(document)
    table = _table(("Whose word", 5), ("Kind", 4), ("Came through", 8), ("Claims", 0))
    for origin in digest.origins(lookup):
        ways = [f"{wording.chain([outlet], via) if via else outlet} ({n})" for outlet, via, n in origin.ways[:5]]
        if len(origin.ways) > 5:
            ways.append(f"and {len(origin.ways) - 5} more")
        grade = _dim(f"grade {origin.grade}, given by a person") if origin.grade else None
        kind = _lines(_text(origin.kind), None if origin.named else _dim("not named"), grade)
        table.add_row(_text(origin.title), kind, _lines(*map(_text, ways)), _text(len(origin.claims)))
    console.print(table)
    _foot(console, "In brackets: the number of passages.")


def since(changes: Json, document: Json, console: Console) -> None:
    """What `since` found: `{new, changed, settled}`, each a list of claim ids or of `{claim, why}`."""
    lookup = Lookup(document)
    for name, heading in (("new", "New"), ("changed", "Changed"), ("settled", "Settled")):
        rows = changes.get(name) or ()
        if not rows:
            continue
        _title(console, heading, str(len(rows)))
        table = _table(("Claim", 9), ("Why", 6), ("Status", 3))
        for row in rows:
            item: Json = {"claim": row} if isinstance(row, str) else row
            identifier = item.get("claim") or item.get("id")
            why = item.get("why") or item.get("reason") or item.get("reasons") or ""
            claim = lookup.claims.get(identifier or "")
            status = _status(summary(lookup, claim)) if claim else Text()
            reason = "; ".join(map(str, why)) if isinstance(why, list | tuple) else str(why)
            table.add_row(_lines(_text(lookup.gist(identifier)), _dim(identifier)), _text(reason), status)
        console.print(table)
    if not any(changes.get(name) for name in ("new", "changed", "settled")):
        console.print("Nothing new.")
    _foot(console)


def search(hits: Iterable[Json], console: Console) -> None:
    """Hits of the full-text search: `id`, `kind`, and what the query gives of `text`, `title`, `outlet`, `published`."""
    table = _table(("Found", 12), ("Where", 5), ("Id", 0))
    found = 0
    for hit in hits:
        found += 1
        words = hit.get("snippet") or hit.get("text") or hit.get("gist") or hit.get("title") or hit["id"]
        place = [part for part in (hit.get("outlet"), hit.get("published") and wording.day(hit["published"])) if part]
        table.add_row(
            _text(words), _lines(_text(hit.get("kind") or ""), _dim(", ".join(map(str, place)))), _dim(hit["id"])
        )
    if not found:
        console.print("Nothing found.")
        return
    console.print(table)
    _foot(console)


# ---- one thing in its context


def show(document: Json, identifier: str, console: Console) -> bool:
    """One assertion, claim or article in its context; False where nothing has this id."""
    lookup = Lookup(document)
    if identifier in lookup.articles:
        _show_article(lookup, lookup.articles[identifier], console)
    elif identifier in lookup.assertions:
        _show_assertion(lookup, lookup.assertions[identifier], console)
    elif identifier in lookup.claims:
        _show_claim(lookup, lookup.claims[identifier], console)
    else:
        return False
    _foot(console)
    return True


def _facts(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, _stated(value))
    return table


def _head(article: Json) -> list[tuple[str, str]]:
    basis = wording.PUBLISHED_BASIS.get(article.get("published_basis") or "")
    changed, section = wording.updated(article), article.get("section")
    changed_basis = wording.PUBLISHED_BASIS.get(article.get("updated_basis") or "")
    return [
        ("outlet", wording.plain(article.get("outlet") or wording.NOT_STATED)),
        *([("section", wording.plain(section))] if section else []),
        ("published", wording.day(article.get("published"), clock=True) + (f" ({basis})" if basis else "")),
        *([("updated", changed + (f" ({changed_basis})" if changed_basis else ""))] if changed else []),
        ("by", wording.plain(article.get("byline") or wording.NOT_STATED)),
        ("from", wording.plain(article.get("url") or article.get("file") or wording.NOT_STATED)),
    ]


def _show_article(lookup: Lookup, article: Json, console: Console) -> None:
    _title(console, article.get("title") or article["id"], article["id"])
    notes = [*copy_notes(lookup, article), *lookup.judged(article)]
    console.print(_facts([*_head(article), *(("", note) for note in notes)]))
    marks = [span for one in lookup.of_article.get(article["id"], ()) for span in evidence_spans(one)]
    console.print()
    console.print(highlighted(article.get("text") or "", marks))


def _show_assertion(lookup: Lookup, one: Json, console: Console) -> None:
    article = lookup.article(one) or {}
    outlet, behind = lookup.voices(one)
    _title(console, lookup.gist(one["id"]), one["id"])
    said = wording.STANCE.get(one.get("stance") or "", "says") + (" that it is not so" if one.get("negated") else "")
    facts = [
        ("who", wording.chain([outlet], behind)),
        ("how", f"{said}, {one.get('quote') or 'none'} quotation".replace("none quotation", "no quotation")),
        ("how sure", wording.likelihood(one.get("likelihood"))),
        ("for when", " — ".join(filter(None, (wording.when(one.get("when")), wording.when_basis(one.get("when")))))),
        ("where", wording.where(one.get("where") or ())),
        ("numbers", wording.join([wording.quantity(q) for q in one.get("quantities") or ()]) or wording.NOT_STATED),
        ("claim", one.get("claim") or wording.NOT_STATED),
        *_against(lookup, one.get("claim")),
        *(("", line) for line in lookup.judged(lookup.claims.get(one.get("claim") or "") or {})),
    ]
    console.print(_facts([*facts, *_head(article)[1:]]))
    console.print()
    console.print(_in_paragraph(article.get("text") or "", evidence_spans(one)) or _text(one["evidence"]["text"]))


def _in_paragraph(text: str, spans: Sequence[tuple[int, int]]) -> Text | None:
    """The paragraphs around the evidence, the evidence highlighted."""
    if not spans or spans[-1][1] > len(text):
        return None
    start = text.rfind("\n\n", 0, spans[0][0]) + 2 if "\n\n" in text[: spans[0][0]] else 0
    end = text.find("\n\n", max(e for _, e in spans))
    end = len(text) if end < 0 else end
    return highlighted(text[start:end], [(s - start, e - start) for s, e in spans])


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """The text with the spans marked, paragraphs kept; marks are brackets too, for a terminal without colour."""
    found, done = Text(), 0
    for start, end in _merged(spans):
        found.append(_paragraphs(text[done:start]))
        found.append(_paragraphs(text[start:end]), style="bold reverse")
        done = end
    return found.append(_paragraphs(text[done:]))


def _paragraphs(text: str) -> str:
    return "\n".join(wording.plain(line) for line in text.split("\n"))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _stances(lookup: Lookup, claim: Json) -> Iterable[tuple[str, str]]:
    """Which articles take what stance to a claim, each with its day; of those that deny it, the assertion too."""
    for stance, name in wording.TAKEN.items():
        found = []
        for row in claim.get("stances") or ():
            article = lookup.articles.get(row["article"]) or {}
            if row["stance"] == stance:
                outlet = wording.plain(article.get("outlet") or "outlet not stated")
                who = f"{outlet}, {wording.day(article.get('published'))}"
                how = "by its headline" if row.get("basis") == "headline" else ""
                how = how or (row["assertion"] if stance == "denies" else "")
                found.append(f"{who} ({how})" if how else who)
        if found:
            yield name, "; ".join(found)


def _against(lookup: Lookup, claim: str | None) -> Iterable[tuple[str, str]]:
    """The other side of each conflict and update that a claim stands in, with its id."""
    for row in lookup.contested.get(claim or "", ()):
        a, b = (lookup.claim_id(row[side]) or row[side] for side in ("a", "b"))
        other = b if a == claim else a
        name = ("later" if other == b else "earlier") if row["kind"] == "update" else "against it"
        why = f" ({wording.plain(row['why'])})" if row.get("why") else ""
        yield name, f"{other}  {wording.quoted(wording.plain(lookup.gist(other)))}{why}"


def judgements(rows: Sequence[Json], console: Console) -> None:
    """What a person decided, and what became of it."""
    if not rows:
        console.print("No judgement yet: reportedly judge --help tells which there are.")
        return
    table = _table(("Judgement", 12), ("Who, when", 5), ("In force", 5), ("Id", 0))
    for row in rows:
        live = row["state"] == "stands" and row["attached"]
        table.add_row(
            _text(judging.phrase(row), "" if live else "dim"),
            _lines(_text(row["who"]), _dim(wording.day(row["when"]))),
            _text(judging.state(row), "" if live else "yellow" if row["state"] == "stands" else "dim"),
            _dim(row["id"]),
        )
    console.print(table)


def _show_claim(lookup: Lookup, claim: Json, console: Console) -> None:
    one = summary(lookup, claim)
    _title(console, lookup.gist(claim["id"]), claim["id"])
    matter = next((m for m in lookup.rows("matters") if m["id"] == claim.get("matter")), None)
    independence = claim.get("independence") or {}
    facts = [
        ("status", "; ".join(map(wording.status_change, claim.get("status_history") or ())) or wording.NOT_STATED),
        ("how sure", one.sure()),
        ("for when", wording.when(one.when)),
        ("where", wording.where(one.where)),
        ("origins", f"{wording.origins(independence)}: {wording.plain(independence.get('why') or '')}".rstrip(": ")),
    ]
    if matter:
        facts.append(("answers", wording.plain(matter["question"])))
    facts += _stances(lookup, claim)
    if claim.get("grade"):
        facts.append(("grade", f"{wording.plain(claim['grade'])}, given by a person"))
    facts += _against(lookup, claim["id"])
    facts += [("", line) for line in lookup.judged(claim)]
    console.print(_facts(facts))
    for sentence in _sentences(lookup, one):
        console.print()
        console.print(sentence)
