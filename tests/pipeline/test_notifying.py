"""Telling a program or an address what is new."""

import json
import os
import sys
import time

import pytest

from reportedly.errors import NotifyError, Refused, UsageError
from reportedly.pipeline import Notifier, arguments
from reportedly.pipeline.notifying import MOST_WAITING, run_command

EVENT = {"schema": "reportedly/event/1", "new": [{"gist": "it’s $(touch owned) `touch owned`; touch owned"}]}
COPY = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())"


def test_a_program_gets_the_event_as_json(tmp_path):
    run_command([sys.executable, "-c", COPY, str(tmp_path / "got")], EVENT)
    assert json.loads((tmp_path / "got").read_text()) == EVENT


def test_no_shell_sees_it(tmp_path, monkeypatch):
    """Neither what is in the event nor what is in the command is run."""
    monkeypatch.chdir(tmp_path)
    command = arguments(f"{sys.executable} -c '{COPY}' '$(touch owned);touch owned&&touch owned'")
    assert command[-1] == "$(touch owned);touch owned&&touch owned"
    run_command(command, EVENT)
    assert [p.name for p in tmp_path.iterdir()] == ["$(touch owned);touch owned&&touch owned"]


@pytest.mark.parametrize("command", ["", "  ", "'open", "no-such-program-anywhere", "$(true)"])
def test_what_is_no_command(command):
    with pytest.raises(UsageError):
        arguments(command)


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import os; os.close(0); raise SystemExit(1)"])
def test_a_program_that_fails(program):
    with pytest.raises(NotifyError) as caught:
        run_command([sys.executable, "-c", program], EVENT | {"long": "x" * 1_000_000})
    assert caught.value.code == "watch.notify"


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(NotifyError):
        run_command([str(tmp_path / "none")], EVENT)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_a_program_that_does_not_end_is_stopped_with_all_it_started(tmp_path):
    mark = tmp_path / "mark"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    program = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    began = time.monotonic()
    with pytest.raises(NotifyError, match="stopped"):
        run_command([sys.executable, "-c", program], EVENT, seconds=0.5)
    assert time.monotonic() - began < 5
    time.sleep(1.8)
    assert not mark.exists()


class Web:
    def __init__(self):
        self.up = True
        self.got = []

    def post(self, url, content):
        if not self.up:
            raise Refused("not now", where=url)
        self.got.append(json.loads(content)["n"])


def test_what_could_not_be_told_is_told_the_next_time():
    web = Web()
    notifier = Notifier(webhook="https://hooks.example/secret/token", web=web)
    assert notifier.tell([{"n": 1}]) == []
    web.up = False
    [error] = notifier.tell([{"n": 2}, {"n": 3}])
    assert "token" not in error.line(), "the path of a webhook is a secret"
    assert "hooks.example" in error.line()
    assert notifier.waiting == 2
    web.up = True
    assert notifier.tell([{"n": 4}]) == []
    assert web.got == [1, 2, 3, 4]
    assert notifier.waiting == 0


def test_one_way_that_fails_does_not_stop_the_other(tmp_path):
    web = Web()
    notifier = Notifier((sys.executable, "-c", "raise SystemExit(1)"), "https://hooks.example/", web)
    assert len(notifier.tell([{"n": 1}, {"n": 2}])) == 1
    assert web.got == [1, 2]
    assert notifier.waiting == 2


def test_what_waits_has_an_end():
    web = Web()
    web.up = False
    notifier = Notifier(webhook="https://hooks.example/", web=web)
    notifier.tell([{"n": n} for n in range(MOST_WAITING + 5)])
    assert notifier.waiting == MOST_WAITING
