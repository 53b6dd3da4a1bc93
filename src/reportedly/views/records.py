"""`records`: what speakers foretold and outlets carried, and what became of it, over the whole ledger.

Counts come first, all of them: who is vague is seen to be. A score is shown on ten settled predictions or more, and never
without its sentences and without who read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.views.errors import tell
from reportedly.views.formats import Format
from reportedly.views.options import AsOf, Db, Form, Limit, Today
from reportedly.views.session import Asked, day_of

if TYPE_CHECKING:
    from rich.console import Console

Json = Mapping[str, Any]
Who = Annotated[str | None, typer.Argument(metavar="NAME", help="A speaker's or outlet's name, or a part of it.")]


def records(
    name: Who = None,
    *,
    outlets: Annotated[bool, typer.Option("--outlets", help="What outlets carried, instead of who foretold.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg", help="The calibration plot of all speakers.")
    ] = None,
    form: Form = Format.table,
    limit: Limit = 40,
    as_of: AsOf = None,
    db: Db = None,
    today: Today = None,
) -> None:
    """What speakers foretold, and what became of it.

    Over all stories; with a score on ten settled predictions or more.
    """
    from reportedly.codec import pretty  # noqa: PLC0415
    from reportedly.pipeline import records as ask  # noqa: PLC0415
    from reportedly.views import output  # noqa: PLC0415

    asked = Asked(db, today)
    with asked.ledger() as ledger:
        document = ask(ledger, asked.settings, stages=asked.stages(), name=name, as_of=day_of(as_of))
    if plot is not None:
        _plot(document["pool"], plot)
    if form is Format.json:
        output.put(pretty(document))
    elif form is Format.table:
        from rich.console import Console  # noqa: PLC0415

        # whoever is asked for by name is shown, be it as speaker or as outlet
        shown = "outlets" if outlets or not document["speakers"] else "speakers"
        table(document, Console(), whose=shown, sentences=name is not None, most=limit or None)
    else:
        output.put(output.rows(rows(document, "outlets" if outlets else "speakers"), form))


def _plot(pool: Json, path: Path) -> None:
    """Write the plot, or say why there is none.

    Raises:
        CannotWrite: the file cannot be written.
    """
    from reportedly.views import calibration, wording  # noqa: PLC0415
    from reportedly.views.cli import save  # noqa: PLC0415

    if pool["calibration"] is None:
        tell(f"{path} not written: {pool_note(pool)}")
    else:
        save(path, calibration.page(pool["calibration"], wording.MACHINE_READ))


def pool_note(pool: Json) -> str:
    """How far the pool is from being enough, or what it shows."""
    from reportedly.views import wording  # noqa: PLC0415

    found = pool["calibration"]
    if found is None:
        return f"{pool['scored']} of {pool['fewest']} settled predictions with a probability that are needed for a calibration"
    return (
        f"All speakers, {wording.count(found['n'], 'settled prediction')}: Brier score {found['brier']:.3f} = reliability "
        f"{found['reliability']:.3f} − resolution {found['resolution']:.3f} + uncertainty {found['uncertainty']:.3f} "
        f"{_within(found)}. Always saying the base rate, {wording.percent(found['base_rate'], found['base_rate'])}, "
        f"would have had {found['floor']:.3f}."
    )


def _within(found: Json) -> str:
    value = found["within_variance"] - found["within_covariance"]
    return f"{'−' if value < 0 else '+'} {abs(value):.3f} within bands"


# ---- rows


def rows(document: Json, whose: str) -> list[dict[str, Any]]:
    """A line a record; a score brings the sentences it stands on."""
    return [
        {
            "name": r["name"],
            "forecasts": r["forecasts"],
            **({"own": r["own"]} if whose == "outlets" else {}),
            **r["types"],
            **r["outcomes"],
            **{f"probability_{scale}": n for scale, n in r["probabilities"].items()},
            "scored": f"{r['scored']} of {document['fewest']}" if r["brier"] is None else r["scored"],
            "checked": r["checked"],
            "read_by": r["read_by"],
            "brier": _number(r["brier"], "score"),
            "brier_best": _number(r["brier"], "best"),
            "brier_worst": _number(r["brier"], "worst"),
            "sentences": [_line(f) for f in r["list"] if f["counts"] and _own(f, whose)] if r["brier"] else [],
        }
        for r in document[whose]
    ]


def _own(forecast: Json, whose: str) -> bool:
    return whose == "speakers" or bool(forecast["own"])


def _number(brier: Json | None, name: str) -> float | None:
    return round(brier[name], 4) if brier else None


def _line(forecast: Json) -> str:
    """The forecast in one line: its sentence, what settled it, who read it."""
    from reportedly.views import wording  # noqa: PLC0415

    parts = [_cited(forecast["said"]), f"{wording.FORECAST_STATE[forecast['outcome']]} {_cited(forecast['settled'])}"]
    return " → ".join(p.strip() for p in parts) + ("" if forecast["basis"] == "text" else " (by a person)")


def _cited(said: Json | None) -> str:
    from reportedly.views import wording  # noqa: PLC0415

    if said is None:
        return ""
    return f"{wording.quoted(said['sentence'])} ({said['outlet'] or 'outlet not stated'}, {wording.day(said['published'])})"


# ---- the table


def table(document: Json, console: Console, *, whose: str, sentences: bool = False, most: int | None = None) -> None:
    """Records in the terminal; with `sentences` every forecast of each, else those of a score alone."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from reportedly.views import wording  # noqa: PLC0415

    found = document[whose]
    if not found:
        console.print("Nobody foretold anything." if whose == "speakers" else "No outlet carried a forecast.")
    listed = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, header_style="bold", show_lines=False)
    for heading, ratio in (
        ("Who" if whose == "speakers" else "Outlet", 5),
        ("Forecasts", 6),
        ("What became of it", 6),
        ("Brier score", 5),
    ):
        listed.add_column(heading, ratio=ratio, overflow="fold")
    for r in found[:most]:
        listed.add_row(
            Text(wording.plain(r["name"])),
            Text(_counts(r, whose)),
            Text(_outcomes(r)),
            Text(score(r, document["fewest"]), style="" if r["brier"] else "dim"),
        )
    if found:
        console.print(listed)
    if most is not None and len(found) > most:
        console.print(Text(f"… and {len(found) - most} more", style="dim"))
    for r in found[:most]:
        some = (
            r["list"] if sentences else [f for f in r["list"] if f["counts"] and _own(f, whose)] if r["brier"] else []
        )
        if some:
            console.print(Text(wording.plain(r["name"]), style="bold"))
            _sentences(some, console)
    if document["pool"]["calibration"]:
        _bins(document["pool"]["calibration"]["bins"], console)
    for note in _foot(document, whose):
        console.print(Text(note, style="dim"))


def _counts(r: Json, whose: str) -> str:
    """`12: 8 predictions, 4 plans`."""
    from reportedly.views import wording  # noqa: PLC0415

    kinds = [wording.count(n, kind) for kind, n in r["types"].items() if n]
    own = f" ({r['own']} in its own voice)" if whose == "outlets" and r["own"] else ""
    return f"{r['forecasts']}{own}: {wording.join(kinds, most=5)}"


def _outcomes(r: Json) -> str:
    from reportedly.views import wording  # noqa: PLC0415

    return ", ".join(f"{n} {wording.FORECAST_STATE[outcome]}" for outcome, n in r["outcomes"].items() if n)


def score(r: Json, fewest: int) -> str:
    """`0.134 (0.080 to 0.210) on 12, read by machine`; on too few, how many there are."""
    if r["brier"] is None:
        return f"none: {r['scored']} of {fewest} settled"
    b = r["brier"]
    by = "each checked by a person" if r["read_by"] == "person" else f"read by machine, {r['checked']} checked"
    return f"{b['score']:.3f} ({b['best']:.3f} to {b['worst']:.3f}) on {r['scored']}, {by}"


def _sentences(some: Sequence[Json], console: Console) -> None:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from reportedly.views import wording  # noqa: PLC0415
    from reportedly.views.tables import STYLE  # noqa: PLC0415

    for f in some:
        sure = wording.percent(f["probability"]["low"], f["probability"]["high"]) if f["probability"] else ""
        convention = " by convention" if f["probability"] and f["probability"]["scale"] == "convention" else ""
        facts = [
            wording.FORECAST_STATE[f["outcome"]],
            f["type"],
            f"{sure}{convention}",
            f"made {wording.day(f['made'])}",
        ]
        facts += [f"due {wording.day(f['due'])}"] if f["due"] else []
        facts += [f"in {f['texts']} texts"] if f["texts"] > 1 else []
        facts += [f"said otherwise later, {len(f['revised'])} times"] if f["revised"] else []
        facts += (
            [f"settled by {'a person' if f['basis'] == 'person' else 'a later text'}"] if f["outcome"] != "open" else []
        )
        head = Text(", ".join(filter(None, facts)), style=STYLE.get(f["outcome"], ""))
        lines = [head, Text(wording.plain(_cited(f["said"])), style="italic")]
        if f["settled"]:
            lines.append(Text(wording.plain(_cited(f["settled"])), style="italic"))
        lines.append(Text(wording.plain(f["claim"]), style="dim"))
        console.print(Padding(Text("\n").join(lines), (0, 0, 1, 2)))


def _bins(bins: Sequence[Json], console: Console) -> None:
    """How sure all speakers were, band by band, beside how often it happened."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from reportedly.views import wording  # noqa: PLC0415

    listed = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", title="Calibration", title_justify="left")
    for heading in ("Band", "Forecasts", "On average", "Happened", "95% interval"):
        listed.add_column(heading, justify="right")
    for b in bins:
        listed.add_row(
            wording.percent(b["low"], b["high"]),
            str(b["n"]),
            *(wording.percent(v, v) for v in (b["forecast"], b["observed"])),
            wording.percent(*b["interval"]),
        )
    console.print(listed)


def _foot(document: Json, whose: str) -> Iterable[str]:
    from reportedly.views import wording  # noqa: PLC0415

    yield (
        "One speaker and one claim are one forecast, however many outlets carry it; the first telling counts. Brier score: "
        "0 is right and sure, 1 wrong and sure, 0.25 always saying one half; in brackets what the ends of the bands allow."
    )
    if whose == "outlets":
        yield "What an outlet carries is its sources' word: a score is of its own voice alone."
    elif document["unnamed"]:
        yield f"{wording.count(document['unnamed'], 'forecast')} of speakers whom nobody names are in no record."
    yield pool_note(document["pool"])
    yield wording.MACHINE_READ
