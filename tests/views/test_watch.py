"""`watch` as a person runs it."""

import datetime as dt
import json
import sys

import pytest
from typer.testing import CliRunner

import reportedly.pipeline
from fakes import Annotator, stages
from reportedly.pipeline import watching
from reportedly.views import cli
from reportedly.views import watch as view
from webserver import answer, serving

ONE = {"id": "1", "text": "One | Harbour Post | 2030-01-01\nFERRY sank at noon. Nobody was hurt."}
TWO = {"id": "2", "text": "Two | Delta Wire | 2030-01-02\nFERRY was not hurt. It will be raised."}
COPY = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_DB", raising=False)
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda settings, fast=False: stages())
    (tmp_path / "reportedly.toml").write_text("[limits]\nfetch_seconds = 5\n")
    return tmp_path


def feed(*entries):
    return answer("\n".join(json.dumps(e) for e in entries), kind="application/x-ndjson", ETag=f'"{len(entries)}"')


def run(*arguments, code=0):
    done = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "140"})
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def test_what_is_new_is_said(folder):
    with serving({"/feed": feed(ONE)}) as site:
        done = run("watch", f"{site.url}/feed", "--once", "--allow-private")
        assert "1 feed asked, 1 new entry" in done.stderr
        lines = done.stdout.splitlines()
        assert lines[0].startswith("One: 2 new claims (s")
        assert "  new       FERRY sank at noon. (Harbour Post)" in lines
        site.pages["/feed"] = lambda r: answer(status=304) if r.headers.get("if-none-match") == '"1"' else feed(ONE)
        again = run("watch", "--once", "--allow-private")
        assert (again.stdout, again.stderr.strip()) == ("", "1 feed asked, 1 unchanged, 0 new entries")
        site.pages["/feed"] = feed(ONE, TWO)
        third = run("watch", f"{site.url}/feed", "--once", "--allow-private", "--format", "jsonl")
    [event] = [json.loads(line) for line in third.stdout.splitlines()]
    assert {c["gist"] for c in event["new"]} == {"FERRY was not hurt.", "It will be raised."}
    assert event["conflicts"]
    assert len(json.loads(run("articles", "--format", "json").stdout)) == 2


def test_an_opml_file(folder):
    with serving({"/a": feed(ONE), "/b": feed(TWO)}) as site:
        (folder / "feeds.opml").write_text(
            f'<opml><body><outline xmlUrl="{site.url}/a"/><outline xmlUrl="{site.url}/b"/></body></opml>'
        )
        done = run("watch", "feeds.opml", "--once", "--allow-private")
        assert "2 feeds asked, 2 new entries" in done.stderr
        shown = run("watch", "--list")
    assert shown.stdout.count("1 entries") == 2
    rows = json.loads(run("watch", "--list", "--format", "json").stdout)
    assert [r["url"] for r in rows] == [f"{site.url}/a", f"{site.url}/b"]


def test_one_feed_that_fails_costs_itself(folder):
    with serving({"/b": feed(TWO)}) as site:
        done = run("watch", f"{site.url}/none", f"{site.url}/b", "--once", "--allow-private", code=1)
        assert "[net.status]" in done.stderr
        assert "2 new claims" in done.stdout
        put_off = run("watch", "--once", "--allow-private")
        assert "1 feed asked, 1 not due" in put_off.stderr
    assert "[net.status]" in run("watch", "--list").stdout


def test_the_own_net_only_when_asked(folder):
    with serving({"/feed": feed(ONE)}) as site:
        done = run("watch", f"{site.url}/feed", "--once", code=1)
        assert "[net.refused]" in done.stderr
        assert "--allow-private" in done.stderr
        assert site.requests == []


def test_a_program_and_an_address_are_told(folder):
    with serving({"/feed": feed(ONE), "/hook": answer(status=204)}) as site:
        command = f'{sys.executable} -c "{COPY}" got.jsonl'
        run(
            "watch",
            f"{site.url}/feed",
            "--once",
            "--allow-private",
            "--notify",
            command,
            "--webhook",
            f"{site.url}/hook",
        )
        [posted] = [r for r in site.requests if r.path == "/hook"]
    told = json.loads((folder / "got.jsonl").read_text())
    assert told["schema"] == "reportedly/event/1"
    assert json.loads(posted.body) == told


def test_nobody_could_be_told(folder):
    with serving({"/feed": feed(ONE)}) as site:
        done = run("watch", f"{site.url}/feed", "--once", "--allow-private", "--notify", "false", code=1)
    assert "[watch.notify]" in done.stderr
    assert "1 event not yet told" in done.stderr
    assert len(json.loads(run("articles", "--format", "json").stdout)) == 1, "what was read is kept"


def test_round_after_round_until_ctrl_c(folder, monkeypatch):
    clock = [dt.datetime(2030, 1, 1, tzinfo=dt.UTC)]
    slept = []
    monkeypatch.setattr(watching, "utc_now", lambda: clock[0])
    with serving({"/feed": feed(ONE)}) as site:

        def sleep(seconds):
            slept.append(seconds)
            if len(slept) == 3:
                raise KeyboardInterrupt
            clock[0] += dt.timedelta(seconds=seconds)
            site.pages["/feed"] = feed(ONE, TWO)

        monkeypatch.setattr(view, "_sleep", sleep)
        done = run("watch", f"{site.url}/feed", "--every", "10", "--allow-private", code=130)
    assert slept[:2] == [600, 600]
    assert done.stdout.count("new claim") == 2
    assert "everything is kept" in done.stderr


def test_ctrl_c_while_reading_keeps_what_was_read(folder, monkeypatch):
    class Stopped(Annotator):
        def annotate(self, article):
            if "raised" in article.text:
                raise KeyboardInterrupt
            return super().annotate(article)

    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda *_, **__: stages(Stopped()))
    with serving({"/feed": feed(ONE, TWO)}) as site:
        arguments = ("watch", f"{site.url}/feed", "--once", "--allow-private")
        assert "what was read is kept" in run(*arguments, code=130).stderr
        monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda *_, **__: stages())
        done = run(*arguments)
    assert "1 new, 1 known already" in done.stderr
    assert len(json.loads(run("articles", "--format", "json").stdout)) == 2


def test_for_a_while(folder):
    with serving({"/feed": feed(ONE)}) as site:
        assert "1 new" in run("watch", f"{site.url}/feed", "--for", "0", "--allow-private").stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("http://x.example", "--every", "0"), ("http://x.example", "--notify", "no-such-program"),
     ("http://x.example", "--notify", "'"), ("http://x.example", "--format", "csv")],
)  # fmt: skip
def test_wrong_usage(folder, arguments):
    run("stories", code=1)
    if not arguments:
        run("watch", code=1)  # no ledger that could know of feeds
        from reportedly.ledger import Ledger

        Ledger.open("reportedly.db", create=True).close()
    run("watch", *arguments, "--once", code=2)


def test_a_list_that_is_not_there(folder):
    assert "[read.not-found]" in run("watch", "none.opml", "--once", code=1).stderr
    assert not (folder / "reportedly.db").exists()


def test_control_characters_of_a_feed_do_not_reach_the_terminal(folder):
    evil = {"id": "1", "text": "\x1b[2JTitle | Post | 2030-01-01\nFERRY\x1b]0;x\x07 sank."}
    with serving({"/feed": feed(evil)}) as site:
        done = run("watch", f"{site.url}/feed", "--once", "--allow-private")
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x07" not in done.stdout + done.stderr
