"""The program as a person runs it: commands, exit codes, what stands on which stream."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reportedly.pipeline
from fakes import Annotator, stages
from reportedly.ledger import Ledger
from reportedly.views import cli
from reportedly.views.errors import one_line
from reportedly.views.output import harmless

ONE = "One | Harbour Post | 2030-01-01\nFERRY sank at noon. Nobody was hurt."
TWO = "Two | Delta Wire | 2030-01-02\nFERRY sank at noon. It will be raised."
THREE = "Three | Harbour Post | 2030-01-03\nBRIDGE is closed."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, with stages that can be seen through."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_DB", raising=False)
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda settings, fast=False: stages())
    return tmp_path


def run(*arguments, code=0, given=None):
    done = CliRunner().invoke(cli.app, arguments, input=given, env={"COLUMNS": "140"})
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


@pytest.fixture
def read(folder):
    write(folder, a=ONE, b=TWO, c=THREE)
    run("read", "a.txt", "b.txt", "c.txt")
    return folder


@pytest.fixture
def read_one(folder):
    write(folder, a=ONE, b=TWO)
    run("read", "a.txt", "b.txt")
    return folder


# ---- read


def test_read_says_what_it_read_skipped_and_why(folder):
    write(folder, a=ONE, empty="", bad="T | P |\nBOOM.", foreign="T | P | 2030-01-01\nLINGUA.")
    done = run("read", "a.txt", "empty.txt", "bad.txt", "foreign.txt", "none.txt", code=1)
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0] == "5 inputs read: 2 new, 1 skipped, 3 failed; 2 stories made"
    assert [line.rsplit("[", 1)[1] for line in lines[1:]] == [
        "annotate.language]",
        "read.empty]",
        "internal]",
        "read.not-found]",
    ]
    assert "1 new" not in run("read", "a.txt").stderr
    assert "1 known" in run("read", "a.txt").stderr


def test_read_json_lines_with_a_broken_one(folder):
    lines = [json.dumps({"id": 1, "text": ONE}), "{broken", json.dumps({"id": 2, "text": TWO})]
    done = run("read", "-", given="\n".join(lines), code=1)
    assert "-:2: " in done.stderr
    assert "[read.broken-line]" in done.stderr
    assert len(json.loads(run("articles", "--format", "json").stdout)) == 2


def test_ctrl_c_keeps_what_was_read_and_the_next_read_completes_it(folder, monkeypatch):
    write(folder, a=ONE, b=TWO, c=THREE)

    class Stopped(Annotator):
        def annotate(self, article):
            if "BRIDGE" in article.text:
                raise KeyboardInterrupt
            return super().annotate(article)

    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda *_, **__: stages(Stopped()))
    done = run("read", "a.txt", "b.txt", "c.txt", code=130)
    assert "2 new" in done.stderr
    assert "2 articles in no story yet" in run("ledger", code=1).stderr
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda *_, **__: stages())
    run("read", "c.txt")
    assert len(json.loads(run("stories", "--format", "json").stdout)) == 2


@pytest.mark.parametrize("arguments", [("read",), ("nonsense",), ("ledger", "--format", "xml"), ("since", "soon")])
def test_wrong_usage_is_2(folder, arguments):
    write(folder, a=ONE)
    run("read", "a.txt")
    assert run(*arguments, code=2).stdout == ""


@pytest.mark.parametrize(
    ("content", "code"), [(b"hello", "ledger.not-a-ledger"), (b"SQLite format 3\0" + b"x" * 5000, "ledger")]
)
@pytest.mark.parametrize(
    "command", [("read", "a.txt"), ("ledger",), ("stories",), ("remove", "x"), ("rebuild",), ("search", "x")]
)
def test_a_file_that_is_no_ledger(folder, content, code, command):
    write(folder, a=ONE)
    (folder / "other.db").write_bytes(content)
    done = run(*command, "--db", "other.db", code=1)
    [line] = done.stderr.splitlines()
    assert f"[{code}" in line
    assert (folder / "other.db").read_bytes() == content


def test_no_ledger_yet(folder):
    assert "[ledger.none]" in run("ledger", code=1).stderr
    assert not list(folder.iterdir())


def test_a_setting_that_does_not_exist(folder):
    (folder / "reportedly.toml").write_text('colour = "red"')
    assert "reportedly.toml" in run("stories", code=2).stderr


# ---- the ledger in its formats


def test_several_stories_and_none_named_are_listed(read):
    done = run("ledger", code=2)
    assert done.stdout == ""
    assert "One" in done.stderr
    assert "Three" in done.stderr
    assert "FERRY" in run("ledger", "one").stdout
    run("ledger", "volcano", code=1)
    run("ledger", "one", "--all", code=2)


def test_ledger_json_is_the_contract(read_one):
    found = json.loads(run("ledger", "--format", "json").stdout)
    assert found["schema"] == "reportedly/ledger/1"
    assert list(found["made_by"]) == ["version", "annotator", "models", "settings_sha256"]
    assert found["story"]["first"] == "2030-01-01"
    assert list(found["articles"][0])[:4] == ["id", "file", "url", "outlet"]
    text = {a["id"]: a["text"] for a in found["articles"]}
    for assertion in found["assertions"]:
        evidence = assertion["evidence"]
        assert evidence["text"] == " ".join(text[assertion["article"]][s:e] for s, e in evidence["spans"])
        assert assertion["claim"] in {c["id"] for c in found["claims"]}
    every = json.loads(run("ledger", "--all", "--format", "json").stdout)
    assert every["story"] is None
    assert len(every["stories"]) == 1
    assert every["claims"] == found["claims"]


def test_the_environment_and_the_flag_name_the_ledger(read_one, monkeypatch):
    monkeypatch.setenv("REPORTEDLY_DB", "other.db")
    run("ledger", code=1)
    run("ledger", "--db", "reportedly.db")


def test_jsonl_holds_the_same_as_json(read_one):
    whole = json.loads(run("ledger", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("ledger", "--format", "jsonl").stdout.splitlines()]
    assert lines[0]["ledger"]["story"] == whole["story"]
    for name in ("articles", "assertions", "claims", "forecasts"):
        assert [line[name] for line in lines if name in line] == whole[name]


def test_csv_and_markdown_have_a_line_a_claim(read_one):
    claims = json.loads(run("ledger", "--format", "json").stdout)["claims"]
    rows = list(csv.DictReader(io.StringIO(run("ledger", "--format", "csv").stdout)))
    assert sorted(r["claim"] for r in rows) == sorted(c["id"] for c in claims)
    markdown = run("ledger", "--format", "md").stdout.splitlines()
    assert len(markdown) == 2 + len(claims)
    with_sentences = list(csv.DictReader(io.StringIO(run("ledger", "--format", "csv", "--evidence").stdout)))
    assert len(with_sentences) == 4
    assert {r["sentence"] for r in with_sentences} >= {"Nobody was hurt."}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "-cmd|' /C calc'!A0"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "plain", "-5", "+3.5", "1-2", "a=b"])
def test_other_cells_stay(cell):
    assert harmless(cell) == cell


def test_json_keeps_what_csv_neutralises(folder):
    write(folder, a="=HYPERLINK(1) | =CMD | 2030-01-01\n=FERRY sank.")
    run("read", "a.txt")
    [row] = csv.DictReader(io.StringIO(run("articles", "--format", "csv").stdout))
    assert row["outlet"] == "'=CMD"
    assert json.loads(run("articles", "--format", "json").stdout)[0]["outlet"] == "=CMD"


def test_as_of(read_one):
    found = json.loads(run("ledger", "--as-of", "2030-01-01", "--format", "json").stdout)
    assert [a["title"] for a in found["articles"]] == ["One"]
    run("ledger", "--as-of", "yesterday", code=2)


@pytest.mark.parametrize("command", ["timeline", "forecasts", "conflicts", "sources", "articles", "stories"])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_every_view_in_every_format(read_one, command, form):
    shown = run(command, "--format", form).stdout
    if form == "json":
        assert isinstance(json.loads(shown), list)


def test_json_of_a_view_is_the_list_of_the_ledger(read_one):
    whole = json.loads(run("ledger", "--format", "json").stdout)
    for name in ("forecasts", "conflicts", "articles"):
        assert json.loads(run(name, "--format", "json").stdout) == whole[name]


def test_since(read_one):
    found = json.loads(run("since", "2030-01-01", "--format", "json").stdout)
    claims = {c["id"]: c for c in json.loads(run("ledger", "--format", "json").stdout)["claims"]}
    assert [claims[c["claim"]]["gist"] for c in found["new"]] == ["It will be raised."]
    assert [claims[c["claim"]]["gist"] for c in found["changed"]] == ["FERRY sank at noon."]
    write(read_one, d="Four | Delta Wire | 2030-01-04\nFERRY did rise.")
    run("read", "d.txt")
    settled = json.loads(run("since", "2030-01-02", "--format", "json").stdout)["settled"]
    assert [claims[c["claim"]]["gist"] for c in settled] == ["It will be raised."]
    assert "raised" in run("since", "2030-01-02").stdout


def test_show_every_kind_of_thing(read_one):
    whole = json.loads(run("ledger", "--format", "json").stdout)
    for name, kind in (("articles", "article"), ("claims", "claim"), ("assertions", "assertion")):
        identifier = whole[name][0]["id"]
        assert identifier in run("show", identifier).stdout
        found = json.loads(run("show", identifier, "--format", "json").stdout)
        assert found["kind"] == kind
        assert identifier in json.dumps(found)
    assert "[ledger.not-found]" in run("show", "nothing", code=1).stderr


def test_search(read_one):
    found = json.loads(run("search", "raised", "--format", "json").stdout)
    assert [h["kind"] for h in found] == ["claim", "article"]
    assert "Nothing found" in run("search", "volcano").stdout


def test_remove_and_rebuild(read_one):
    run("remove", "a.txt")
    assert "Nobody was hurt" not in run("ledger", "--format", "json").stdout
    assert "[ledger.removed]" in run("read", "a.txt").stderr
    run("remove", "a.txt", code=1)
    assert "1 article annotated, 0 read differently" in run("rebuild").stderr


def test_report(read_one):
    page = run("report").stdout
    assert page.lstrip().lower().startswith("<!doctype html")
    run("report", "-o", "page.html")
    assert (read_one / "page.html").read_text() == page
    assert "[ledger.cannot-write]" in run("report", "-o", "no/page.html", code=1).stderr


# ---- without a ledger


def objects(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_clean_in_input_order_with_its_errors(folder):
    lines = [json.dumps({"id": "x", "text": ONE}), "{", json.dumps({"id": "y", "text": "only a head"})]
    found = objects(run("clean", "-", given="\n".join(lines), code=1))
    assert [o["id"] for o in found] == ["x", "-:2", "y"]
    assert found[0]["outlet"] == "Harbour Post"
    assert [o.get("error", {}).get("code") for o in found] == [None, "read.broken-line", "clean.no-article"]
    write(folder, a=ONE)
    assert [o["id"] for o in objects(run("clean", "a.txt", "--fast"))] == ["a.txt"]


def test_annotate_in_input_order_with_its_errors(folder):
    text = "  FERRY sank.\n\nIt is 𝒰nicode."
    lines = [
        json.dumps({"id": 7, "text": text, "published": "2030-01-01", "outlet": "Post"}),
        "no json",
        "[1]",
        json.dumps({"id": "z"}),
        json.dumps({"id": "w", "text": " "}),
        json.dumps({"id": "v", "text": "A.", "published": "soon"}),
        json.dumps({"text": "B."}),
    ]
    found = objects(run("annotate", "-", given="\n".join(lines), code=1))
    assert [o["id"] for o in found] == [7, None, None, "z", "w", "v", None]
    codes = [o.get("error", {}).get("code") for o in found]
    # a day that is no ISO 8601 is not known; the text is read all the same
    assert codes == [None, *["read.broken-line"] * 3, "read.empty", None, None]
    assert list(found[0]) == ["id", "assertions", "times", "places", "actors"]
    for assertion in found[0]["assertions"]:
        [[start, end]] = assertion["evidence"]["spans"]
        assert text[start:end] == assertion["evidence"]["text"]
        assert "claim" not in assertion
        assert "entity" not in assertion["chain"][0]
    run("annotate", "file.txt", code=2)


def test_group_is_the_same_whatever_the_order(folder):
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(("FERRY.", "BRIDGE.", "A FERRY.", "FERRY."))]
    found = objects(run("group", "-", given="\n".join([*lines, "{"]), code=1))
    assert [o["id"] for o in found] == [0, 1, 2, 3, None]
    assert found[0]["story"] == found[2]["story"] == found[3]["story"] != found[1]["story"]
    turned = objects(run("group", "-", given="\n".join(reversed(lines))))
    assert {o["id"]: o["story"] for o in turned} == {o["id"]: o["story"] for o in found[:4]}


def test_errors_of_a_line_command_are_told(folder):
    assert "1 line could not" in run("annotate", "-", given="{", code=1).stderr


# ---- as a process


def program(*arguments, **keywords):
    return subprocess.run(
        [sys.executable, "-m", "reportedly.views.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **keywords,
    )


def test_help_is_quick_and_loads_nothing_heavy():
    listed = program("--help")
    assert listed.returncode == 0
    for name in ("read", "ledger", "judge", "watch", "serve", "export", "records", "doctor"):
        assert name in listed.stdout
    for name in ("mcp",):
        assert f" {name} " not in listed.stdout
    code = (
        "import sys; sys.argv = ['reportedly', '--help']\n"
        "from reportedly.views.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'sqlalchemy', 'alembic', 'trafilatura', 'lxml', 'numpy', 'jinja2', 'msgspec', 'py3langid', 'rich'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
    times = []
    for _ in range(3):
        start = time.perf_counter()
        program("--help")
        times.append(time.perf_counter() - start)
    assert min(times) < float(os.environ.get("REPORTEDLY_HELP_SECONDS", "0.6"))


@pytest.mark.parametrize("name", [c.name or c.callback.__name__ for c in cli.app.registered_commands])
def test_every_command_explains_itself(name):
    assert len(run(name, "--help").stdout) > 100


def test_a_closed_pipe_ends_quietly(read_one):
    write(read_one, long="Long | Post | 2030-01-01\n" + " ".join(f"FERRY number {n} sank." for n in range(3000)))
    run("read", "long.txt")
    command = f"{sys.executable} -m reportedly.views.cli ledger --format json | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, cwd=read_one)
    assert done.stderr == b""
    assert done.returncode == 0


def test_control_characters_in_names_do_not_reach_the_terminal(folder):
    done = run("read", "a\x1b[31m\u202ered.txt", code=1)
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
    assert one_line("a\nb\tc") == "a b c"


def test_a_locked_ledger_is_one_line(read_one, monkeypatch):
    from reportedly.ledger import opening

    monkeypatch.setattr(Ledger.open.__func__, "__kwdefaults__", {"create": False, "write": True, "wait": 0.05})
    assert opening.WAIT_SECONDS > 1
    write(read_one, d="Four | P | 2030-01-09\nFERRY again.")
    with Ledger.open(str(Path("reportedly.db"))) as owner, owner._write():
        done = run("read", "d.txt", code=1)
    assert "[ledger.locked]" in done.stderr
