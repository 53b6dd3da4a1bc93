"""Records over all stories of a ledger: whose they are, and the words they come with."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest

from fakes import snapshots, stages
from reportedly.claims.scores import Scored, calibration
from reportedly.codec import plain
from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger
from reportedly.pipeline import read, records
from reportedly.settings import Settings

ITEMS = (
    "One | Harbour Post | 2030-01-01\nFERRY sank at noon. It will be raised.",
    "Two | Delta Wire | 2030-01-02\nFERRY lies deep. It will be raised. Divers will come.",
    "Three | Harbour Post | 2030-01-04\nFERRY again: they did it.",
    "Four | Harbour Post | 2030-01-05\nBRIDGE will close.",
)


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "records.db"), create=True) as opened:
        read(opened, ["-"], Settings(), stages=stages(read=snapshots(*ITEMS)), stdin=io.BytesIO())
        yield opened


def asked(ledger, **options):
    return records(ledger, Settings(), stages=stages(), **options)


def test_over_all_stories(ledger):
    found = asked(ledger)
    assert found["schema"] == "reportedly/records/1"
    posts = {r["name"]: r for r in found["speakers"]}
    assert {n: (r["forecasts"], r["outcomes"]["borne_out"], r["outcomes"]["open"]) for n, r in posts.items()} == {
        "Harbour Post": (2, 1, 1),
        "Delta Wire": (1, 1, 0),
    }
    assert [len(r["list"]) for r in found["outlets"]] == [r["forecasts"] for r in found["outlets"]]
    assert found["pool"] == {"scored": 0, "fewest": 30, "calibration": None}
    assert all(r["brier"] is None for r in found["speakers"])


def test_every_forecast_comes_with_its_words_and_those_that_settled_it(ledger):
    found = asked(ledger, name="delta")
    assert found["outlets"][0]["name"] == found["speakers"][0]["name"] == "Delta Wire"
    [row] = found["speakers"][0]["list"]
    assert row["said"]["sentence"] == "Divers will come."
    assert (row["said"]["outlet"], row["said"]["published"]) == ("Delta Wire", "2030-01-02")
    assert row["settled"]["sentence"] == "FERRY again: they did it."
    assert row["settled"]["url"] == "2.txt"
    assert "brier" not in row


def test_as_of_a_day_what_came_later_is_open(ledger):
    then = asked(ledger, as_of=dt.date(2030, 1, 3))
    assert sum(r["outcomes"]["borne_out"] for r in then["speakers"]) == 0
    assert sum(r["forecasts"] for r in then["speakers"]) == 2


def test_the_reference_describes_every_field(ledger):
    """The fields of the document, and the first cells of the table that describes them."""
    page = (Path(__file__).parents[2] / "docs/reference/json.md").read_text(encoding="utf-8")
    said = page.partition("\n## records\n")[2].partition("\n## ")[0]
    cells = {
        name
        for line in said.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([^`]+)`", line.split("|")[1])
    }
    found = asked(ledger)
    record = found["speakers"][0]
    line = record["list"][0].keys() - {
        "claim",
        "assertion",
        "type",
        "speaker",
        "made",
        "due",
        "probability",
        "outcome",
        "by",
        "why",
        "basis",
    }
    real = (
        found.keys() - {"pool"}
        | {f"pool.{k}" for k in found["pool"]}
        | {f"speakers[].{k}" for k in record if k != "list"}
    )
    real |= {"speakers[].list[]", "pool.calibration.bins"} | {f"speakers[].list[].{k}" for k in line}
    assert real == cells
    some = plain(calibration([Scored(0.7, 0.7, happened=True)]))
    assert all(f"{name}" in said for name in [*some, *some["bins"][0], "score, best, worst"])


def test_nobody_of_that_name(ledger):
    with pytest.raises(NotInLedger, match="nobody called 'Quay'"):
        asked(ledger, name="Quay")
    with pytest.raises(NotInLedger):
        asked(ledger, name=" ")


def test_a_whole_name_goes_before_a_part(ledger):
    assert [r["name"] for r in asked(ledger, name="harbour post")["speakers"]] == ["Harbour Post"]
    assert len(asked(ledger, name="r")["speakers"]) == 2
