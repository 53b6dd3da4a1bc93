"""The ferry of the examples, end to end: what was foretold, judged by a person, recorded and handed on."""

import json
from pathlib import Path

import icalendar
import pytest
from typer.testing import CliRunner

from reportedly.views import cli

FERRY = Path(__file__).parents[2] / "examples" / "solveig-ferry"
VAGUE = "happier town"


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ferry")

    def run(*arguments):
        done = CliRunner().invoke(cli.app, [*arguments, "--db", str(folder / "ferry.db")], env={"COLUMNS": "120"})
        assert done.exit_code == 0, (arguments, done.stderr, done.exception)
        return done.stdout

    run("read", str(FERRY), "--fast")
    return run


@pytest.mark.timeout(120)
def test_what_no_text_can_settle_a_person_may(ask):
    rows = json.loads(ask("forecasts", "--format", "json"))
    sentences = {a["id"]: a["evidence"]["text"] for a in json.loads(ask("ledger", "--format", "json"))["assertions"]}
    [vague] = [f for f in rows if VAGUE in sentences[f["assertion"]]]
    assert (vague["outcome"], vague["probability"], vague["brier"]) == ("open", None, None)
    ask("judge", "outcome", vague["claim"], "unresolvable", "--who", "Ines", "--note", "Nobody measures happiness.")
    [record] = json.loads(ask("records", "Vestby", "--format", "json"))["speakers"]
    assert record["outcomes"]["unresolvable"] == 1
    [line] = record["list"]
    assert (line["outcome"], line["basis"], line["settled"], line["counts"]) == ("unresolvable", "person", None, False)
    assert VAGUE in line["said"]["sentence"]


def test_a_number_is_scored_where_it_was_settled_and_never_alone_told(ask):
    found = json.loads(ask("records", "--format", "json"))
    scored = [line for r in found["speakers"] for line in r["list"] if line["counts"]]
    assert all(line["probability"]["scale"] in ("stated", "icd203") and line["settled"] for line in scored)
    assert all(r["brier"] is None for r in found["speakers"])
    assert found["pool"]["scored"] == len(scored) > 0
    rows = json.loads(ask("forecasts", "--format", "json"))
    [repairs] = [f for f in rows if f["due"] == "2021-02-28" and f["probability"]]
    assert repairs["probability"] == {"low": 0.7, "high": 0.7, "scale": "stated"}
    ask("judge", "outcome", repairs["assertion"], "failed", "--who", "Ines")
    [judged] = [f for f in json.loads(ask("forecasts", "--format", "json")) if f["assertion"] == repairs["assertion"]]
    assert (judged["brier"], judged["basis"]) == (0.49, "person")
    [record] = json.loads(ask("records", "Stenvall", "--format", "json"))["speakers"]
    assert record["checked"] == 1


def test_every_format_of_a_real_story(ask, tmp_path):
    for name in ("json", "jsonl", "csv", "md", "html", "jsonld", "ics"):
        ask("export", "ferry", "--to", name, "-o", str(tmp_path / f"ferry.{name}"))
        assert (tmp_path / f"ferry.{name}").stat().st_size > 1000
    calendar = icalendar.Calendar.from_ical((tmp_path / "ferry.ics").read_bytes())
    due = {str(e.decoded("dtstart")) for e in calendar.walk("VEVENT")}
    assert {"2021-02-28", "2021-03-15", "2021-06-01", "2021-12-31"} <= due


def test_the_board_is_by_state_and_due_day(ask):
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO(ask("forecasts", "--today", "2021-03-10", "--format", "csv"))))
    states = list(dict.fromkeys(r["state"] for r in rows))
    order = ["overdue", "due", "open", "borne_out", "failed", "unresolvable"]
    assert states == [s for s in order if s in states]
    for state in states:
        days = [r["due"] or "9999" for r in rows if r["state"] == state]
        assert days == sorted(days)
    assert all(r["sentence"] for r in rows)
