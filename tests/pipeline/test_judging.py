"""`judge` as a library: what it keeps, and what it refuses."""

import pytest

from fakes import build, snapshots, stages
from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.pipeline import Request, document, judge, moment, read, whose
from reportedly.settings import Settings

A = "One | Harbour Post | 2030-01-01\nFERRY sank at noon. Nobody was hurt."
B = "Two | Delta Wire | 2030-01-02\nFERRY sank at noon. It will be raised."


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as made:
        read(made, ["-"], Settings(), stages=stages(read=snapshots(A, B)))
        yield made


def asked(kind, *names, **more):
    return Request(kind, names, more.pop("who", "A. Reader"), "2031-03-02", **more)


def claims(ledger):
    return document(ledger, Settings(), stages=stages())["claims"]


def test_it_gives_the_row_and_what_it_changed(ledger):
    [(raised, gist)] = [(c["id"], c["gist"]) for c in claims(ledger) if "raised" in c["gist"]]
    done = judge(ledger, stages(), asked("outcome", raised, value="failed"))
    assert ledger.judgements() == [done.judgement]
    assert done.judgement.id.startswith("j")
    assert done.told == f"“{gist}” ({raised}): failed, 1 forecast"
    assert done.stories == tuple(s.id for s in ledger.stories())
    assert not ledger.stale()


def test_the_stage_gets_judgements_as_todays_statements_have_them(ledger):
    seen = []

    def build_and_look(*args, judgements, **more):
        seen.append(judgements)
        return build(*args, judgements=judgements, **more)

    one = next(c for c in claims(ledger) if len(c["assertions"]) == 1)
    judge(ledger, stages(build=build_and_look), asked("grade", one["id"], value="2"))
    [[row]] = seen
    assert (row.subject, row.about, row.value) == (one["assertions"][0], "claim", "2")


def test_a_story_that_cannot_be_made_keeps_the_judgement_and_says_so(ledger):
    def broken(*_, **__):
        raise RuntimeError("not today")

    done = judge(ledger, stages(build=broken), asked("note", claims(ledger)[0]["id"], value="x"))
    assert done.failures
    assert "could not be made" in done.told
    assert ledger.judgements() == [done.judgement]
    assert ledger.stale()


@pytest.mark.parametrize(
    "wrong",
    [
        asked("nonsense", "a"),
        asked("same-claim", "a"),
        asked("different-story"),
        asked("undo", "a", "b"),
        asked("note", "a", value="x", who=" "),
    ],
)
def test_what_is_put_wrongly_is_refused(ledger, wrong):
    with pytest.raises(UsageError):
        judge(ledger, stages(), wrong)
    assert not ledger.judgements()


def test_the_clock_and_the_name():
    assert moment(Settings(today="2031-03-02")) == "2031-03-02"
    assert moment(Settings()).endswith("Z")
    assert whose(Settings(who=" A. Reader ")) == "A. Reader"


def test_without_a_login_the_name_has_to_be_said(monkeypatch):
    def nobody():
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    with pytest.raises(UsageError, match="whose"):
        whose(Settings())
