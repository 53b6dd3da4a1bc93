"""`records`: all counts, no score on too few, no score without its sentences."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from reportedly.claims.scores import Scored, calibration
from reportedly.codec import plain
from reportedly.views import calibration as picture
from reportedly.views import cli, output, records, report
from reportedly.views.formats import Format


def said(words, outlet="Harbour Post"):
    return {
        "assertion": "q1",
        "sentence": words,
        "article": "a1",
        "outlet": outlet,
        "published": "2031-03-01",
        "url": None,
    }


def foretold(number, outcome="failed", **fields):
    row = {
        "claim": f"c{number}", "assertion": f"q{number}", "type": "prediction", "speaker": "Ada Holm", "made": "2031-03-01",
        "due": "2031-03-04", "probability": {"low": 0.7, "high": 0.7, "scale": "stated"}, "outcome": outcome, "by": "q9",
        "why": None, "basis": "text", "story": "s1", "own": False, "counts": outcome in ("failed", "borne_out"), "texts": 2,
        "outlets": ["Harbour Post"], "gist": "it rains", "said": said(f"Rain is likely, number {number}."),
        "settled": said(f"It did not rain, number {number}."), "revised": [],
    }  # fmt: skip
    return row | fields


def record(name="Ada Holm", rows=(), **fields):
    rows = list(rows)
    made = {
        "name": name, "forecasts": len(rows), "own": len(rows),
        "types": {"prediction": len(rows), "plan": 0, "promise": 0, "schedule": 0, "conditional": 0},
        "outcomes": {o: sum(r["outcome"] == o for r in rows) for o in ("open", "borne_out", "failed", "unresolvable")},
        "probabilities": {"stated": len(rows), "icd203": 0, "convention": 0, "none": 0},
        "scored": sum(r["counts"] for r in rows), "checked": 0, "read_by": "machine", "brier": None, "list": rows,
    }  # fmt: skip
    return made | fields


def document(*people, pool=None):
    return {
        "schema": "reportedly/records/1", "made_by": {}, "fewest": 10, "speakers": list(people), "outlets": list(people),
        "unnamed": 3, "pool": pool or {"scored": 2, "fewest": 30, "calibration": None},
    }  # fmt: skip


BRIER = {"score": 0.49, "best": 0.3, "worst": 0.6}
FEW = document(
    record(rows=[foretold(1), foretold(2, "open", settled=None), foretold(3, "unresolvable", basis="person")])
)
MANY = document(record(rows=[foretold(n) for n in range(10)], brier=BRIER, checked=4))
POOL = [Scored(0.6, 0.8, n % 3 > 0) for n in range(30)] + [Scored(0.1, 0.1, n > 8) for n in range(10)]


def shown(made, width=100, **options):
    out = io.StringIO()
    records.table(made, Console(file=out, width=width), **({"whose": "speakers"} | options))
    return " ".join(out.getvalue().split())


def test_on_too_few_it_says_how_many_and_shows_every_outcome():
    text = shown(FEW, width=220)
    assert "none: 1 of 10 settled" in text
    assert "1 open, 1 failed, 1 cannot be resolved" in text
    assert "Rain is likely" not in text
    assert "0.490" not in text
    assert "2 of 30 settled predictions" in text


def test_a_score_comes_with_its_sentences_and_who_read_them():
    text = shown(MANY, width=160)
    assert "0.490 (0.300 to 0.600) on 10, read by machine, 4 checked" in text
    for n in range(10):
        assert f"Rain is likely, number {n}." in text
        assert f"It did not rain, number {n}." in text
    checked = document(record(rows=[foretold(n) for n in range(10)], brier=BRIER, checked=10, read_by="person"))
    assert "each checked by a person" in shown(checked, width=160)
    assert "read by machine" not in shown(checked, width=160)


def test_asked_by_name_every_forecast_is_shown():
    text = shown(FEW, sentences=True)
    assert "open, prediction, 70%, made 1 Mar 2031, due 4 Mar 2031, in 2 texts" in text
    assert "settled by a person" in text


@pytest.mark.parametrize("form", [Format.csv, Format.md])
def test_rows_have_no_score_without_sentences(form):
    few, many = (records.rows(d, "speakers")[0] for d in (FEW, MANY))
    assert (few["brier"], few["sentences"], few["scored"]) == (None, [], "1 of 10")
    assert many["brier"] == 0.49
    assert len(many["sentences"]) == 10
    assert "It did not rain, number 9." in output.rows([many], form)
    assert "read_by" in output.rows([few], form)


def test_hostile_words_do_not_move_the_cursor():
    rows = [foretold(1, said=said("\x1b[2JGone [bold]\u202eevil"), settled=None)]
    text = shown(document(record(name="Eve\x1b]0;x\x07[red]", rows=rows)), sentences=True)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]" in text
    assert "[red]" in text


def test_the_pool_is_told_band_by_band():
    found = plain(calibration(POOL))
    text = shown(document(record(rows=[foretold(1)]), pool={"scored": 40, "fewest": 30, "calibration": found}))
    assert "5–20% 10 10% 10%" in text
    assert "55–80% 30 70% 66.7%" in text
    assert "Calibration" not in shown(FEW)


def test_the_pool_is_told_with_its_floor():
    found = plain(calibration(POOL))
    note = records.pool_note({"scored": 40, "fewest": 30, "calibration": found})
    numbers = [float(n) for n in re.findall(r"\d\.\d{3}", note)]
    brier, reliability, resolution, uncertainty, within, floor = numbers
    signed = within if "+ 0.000 within" in note or re.search(r"\+ \d\.\d{3} within", note) else -within
    assert reliability - resolution + uncertainty + signed == pytest.approx(brier, abs=0.0021)
    assert floor == uncertainty


# ---- the plot


def test_the_plot_shows_every_band_with_its_count():
    found = plain(calibration(POOL))
    drawn = str(picture.plot(found))
    assert drawn.count('class="value"') == len(found["bins"]) == 2
    assert ">30</text>" in drawn
    assert ">10</text>" in drawn
    assert "base rate" in drawn
    assert 'role="img"' in drawn
    heights = [float(y) for y in re.findall(r'<circle class="value" cx="[^"]+" cy="([\d.]+)"', drawn)]
    assert heights == sorted(heights, reverse=True)  # the surer band happened more often, and stands higher


def test_the_plot_is_a_file_of_its_own(tmp_path):
    import xml.etree.ElementTree as ET

    root = ET.fromstring(picture.page(plain(calibration(POOL)), "Read <by> a machine & more"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Read <by> a machine & more" in "".join(root.itertext())
    assert not [e for e in root.iter() if any("href" in k for k in e.attrib)]


@pytest.mark.parametrize("enough", [False, True])
def test_the_command_writes_a_plot_only_of_enough(tmp_path, monkeypatch, enough):
    pool = {"scored": 40, "fewest": 30, "calibration": plain(calibration(POOL))} if enough else FEW["pool"]
    monkeypatch.setattr("reportedly.pipeline.records", lambda *_, **__: MANY | {"pool": pool})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    from reportedly.ledger import Ledger

    Ledger.open("reportedly.db", create=True).close()
    done = CliRunner().invoke(cli.app, ["records", "--plot", "p.svg", "--format", "json"])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["pool"] == json.loads(json.dumps(pool))
    assert (tmp_path / "p.svg").exists() == enough
    assert ("p.svg written" in done.stderr) == enough


def test_the_report_shows_records_with_their_sentences_and_the_plot():
    """A score never without its sentences; none where too few are settled; the plot where there are enough of all."""
    whole = json.loads((Path(__file__).parents[1] / "fixtures" / "ledger.json").read_text(encoding="utf-8"))
    scored = record(rows=[foretold(n) for n in range(10)], brier=BRIER, scored=10)
    few = record("Bo <Berg>", rows=[foretold(1)], scored=1)
    told = document(scored, few, pool={"scored": 40, "fewest": 30, "calibration": plain(calibration(POOL))})
    page = report.render(whole, records=told)
    section = page[page.index('id="sources"') : page.index('id="articles"')]
    assert "0.490" in section
    assert section.count("Rain is likely, number") == section.count("It did not rain, number") == 10
    assert "1 of 10 needed" in section
    assert "Bo &lt;Berg&gt;" in section
    assert 'class="plot calibration"' in section
    assert "What they foretold" not in report.render(whole)
