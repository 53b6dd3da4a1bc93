"""The whole program with its own stages: pages and texts in, the ledger out."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from reportedly.codec import encode
from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document, read
from reportedly.settings import Settings
from reportedly.views import cli

SETTINGS = Settings()
TEXTS = {
    "harbour.txt": (
        "Harbour Post\nBridge at Lanmoor to stay shut, mayor says\n2 June 2031\n\n"
        "The old bridge at Lanmoor will stay closed until Friday, the mayor, Ada Brennick, said on Monday.\n\n"
        "“We found cracks in two of the piers,” she said. At least 40 lorries were turned back.\n\n"
        "The port authority said it had been told of the cracks last year, according to the Delta Wire agency.\n"
    ),
    "delta.txt": (
        "Delta Wire\nLanmoor bridge opens again\n7 June 2031\n\n"
        "The old bridge at Lanmoor opened again on Saturday, the port authority said.\n\n"
        "Ada Brennick, the mayor, denied that there had been cracks in its piers. About 60 lorries had to turn back.\n"
    ),
    "orchard.txt": (
        "Orchard Weekly\nApple harvest may fall by half\n10 September 2031\n\n"
        "Growers in the Tessel valley expect the smallest apple harvest in 20 years, their association said.\n\n"
        "Frost in May probably destroyed most of the blossom, according to the agronomist Piet Halvorsen.\n"
    ),
}
PAGE = (
    "<!doctype html><html><head><title>Bridge shut | Morning Kestrel</title>"
    '<meta property="og:site_name" content="Morning Kestrel">'
    '<meta property="article:published_time" content="2031-06-03T08:00:00+00:00">'
    '<link rel="canonical" href="https://kestrel.example/bridge"></head><body><article><h1>Bridge shut</h1>'
    "<p>Drivers were told to avoid the old bridge at Lanmoor, which will stay closed until Friday, the mayor said.</p>"
    "<p>An official who asked not to be named said the bridge would probably not open before the autumn.</p>"
    "</article></body></html>"
)


@pytest.fixture(scope="module")
def parts():
    return default_stages(SETTINGS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_DB", raising=False)
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in TEXTS.items():
        (pages / name).write_text(text)
    (pages / "kestrel.html").write_text(PAGE)
    return tmp_path


def names(folder):
    return sorted(str(p.relative_to(folder)) for p in (folder / "pages").iterdir())


def test_the_ledger_of_a_folder(folder, parts):
    with Ledger.open("l.db", create=True) as ledger:
        summary = read(ledger, ["pages"], SETTINGS, stages=parts)
        assert (summary.new, summary.failures) == (4, [])
        found = document(ledger, SETTINGS, stages=parts)
    text = {a["id"]: a["text"] for a in found["articles"]}
    assert len(found["assertions"]) >= 8
    for assertion in found["assertions"]:
        spans = assertion["evidence"]["spans"]
        assert " ".join(text[assertion["article"]][s:e] for s, e in spans) == assertion["evidence"]["text"]
    known = {c["id"] for c in found["claims"]} | {a["id"] for a in found["assertions"]}
    assert {a["claim"] for a in found["assertions"]} <= known
    assert {c[side] for c in found["conflicts"] for side in ("a", "b")} <= known
    assert "https://kestrel.example/bridge" in {a["url"] for a in found["articles"]}
    together = [{a["file"] for a in found["articles"] if a["story"] == s["id"]} for s in found["stories"]]
    assert {"pages/orchard.txt"} in together


def test_order_and_runs_decide_nothing(folder, parts):
    documents = set()
    for number, order in enumerate((names(folder), names(folder)[::-1])):
        with Ledger.open(f"{number}.db", create=True) as ledger:
            for name in order if number else [order]:
                read(ledger, [name] if isinstance(name, str) else name, SETTINGS, stages=parts)
            documents.add(encode(document(ledger, SETTINGS, stages=parts)))
    assert len(documents) == 1


def test_bad_input_is_one_line_each_and_the_rest_is_read(folder):
    pages = folder / "pages"
    (pages / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (pages / "line.txt").write_text("word " * 2_000_000)
    (pages / "nothing.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (pages / "lines.jsonl").write_text(
        '{"id": "1", "text": "The ferry is late, the operator said on Tuesday."}\n{"id":\n'
    )
    text = TEXTS["harbour.txt"].replace("Brennick", "Brénnick")
    (pages / "old.txt").write_bytes(text.encode("latin-1", "replace"))
    done = CliRunner().invoke(cli.app, ["read", "pages", "binary.txt", "none.txt"])
    assert done.exit_code == 1
    codes = sorted(line.rsplit("[")[-1].rstrip("]") for line in done.stderr.splitlines() if line.startswith("failed"))
    assert codes == sorted(
        ["clean.no-article", "read.binary", "read.broken-line", "read.empty", "read.not-found", "read.too-large"]
    )
    found = json.loads(CliRunner().invoke(cli.app, ["ledger", "--all", "--format", "json"]).stdout)
    assert {a["file"] for a in found["articles"]} >= {"pages/old.txt", "pages/harbour.txt", "pages/lines.jsonl"}
    assert any("Brénnick" in a["text"] for a in found["articles"])


def test_annotate_needs_no_ledger(folder):
    given = json.dumps({"id": "n", "text": "It will rain on Friday, Ada Brennick said.", "published": "2031-06-02"})
    done = subprocess.run(
        [sys.executable, "-m", "reportedly.views.cli", "annotate", "-", "--fast"],
        input=given + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = done.stdout.splitlines()
    found = json.loads(line)
    assert "Brennick" in json.dumps(found["assertions"])
    assert not list(folder.glob("*.db"))


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is a signal")
def test_ctrl_c_as_a_signal(folder, parts):
    for number in range(60):
        for name, text in TEXTS.items():
            (folder / "pages" / f"{number}-{name}").write_text(text.replace("Lanmoor", f"Lanmoor {number}"))
    running = subprocess.Popen(
        [sys.executable, "-m", "reportedly.views.cli", "read", "pages"], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and running.poll() is None and articles() < 3:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "Traceback" not in told
    kept = articles()
    assert kept >= 3
    with Ledger.open("reportedly.db") as ledger:
        summary = read(ledger, ["pages"], SETTINGS, stages=parts)
        assert summary.known >= kept
        assert not ledger.pending()
        assert not ledger.stale()


def articles():
    try:
        with Ledger.open("reportedly.db", write=False) as ledger:
            return ledger.counts()["articles"]
    except Exception:  # noqa: BLE001 -- it is being made
        return 0


def test_demo_shows_the_sample(folder):
    done = CliRunner().invoke(cli.app, ["demo"], env={"COLUMNS": "120"})
    if "is not installed" in done.stderr:
        pytest.skip("no sample story here")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"\b[1-9]\d* claims from", done.stdout)
    assert "and 2 others" in " ".join(done.stdout.split())
    assert (folder / "reportedly-demo.html").read_text().lstrip().lower().startswith("<!doctype html")
    assert not list(folder.glob("*.db"))


def test_doctor_finds_nothing_missing(folder):
    done = CliRunner().invoke(cli.app, ["doctor"])
    assert done.exit_code == 0, done.stdout
    assert "FTS5" in done.stdout
    assert "none yet" in done.stdout
    missing = CliRunner().invoke(cli.app, ["doctor"], env={"REPORTEDLY_PIPELINE": "no_such_pipeline"})
    assert missing.exit_code == 1
    assert "missing  language pipeline" in missing.stdout


def test_annotate_says_that_it_does_not_read_a_language(folder):
    text = "Der Bürgermeister sagte am Montag, die Brücke werde bis Freitag gesperrt. " * 5
    done = CliRunner().invoke(cli.app, ["annotate", "-"], input=json.dumps({"id": 1, "text": text}))
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == {"id": 1, "assertions": [], "times": [], "places": [], "actors": [], "language": "de"}
