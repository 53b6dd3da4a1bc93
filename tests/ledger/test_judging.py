"""Judgements as rows, and ids by their beginnings."""

import contextlib
import sqlite3

import pytest

from fakes import Annotator, clean, profile
from reportedly.errors import NotInLedger, UsageError
from reportedly.ledger import Ledger, Maker, Source
from reportedly.ledger.tables import SCHEMA
from reportedly.model import Anchor, Claim, Entity, Independence, Judgement, Snapshot, Story, StoryLedger


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as made:
        yield made


def filled(ledger):
    """A ledger of one article in one story; the article."""
    one = clean(Snapshot("n", "One | Post | 2030-01-01\nFERRY sank. It rained.", "text/plain", file="a.txt"), None)
    notes = Annotator().annotate(one)
    ledger.add(one, Source("file:a", b"x"), (notes, Maker("fake 1", {}), profile(one, notes)), run=ledger.begin_run())
    doubt = Independence("unknown", 1, 1, "one")
    claims = tuple(
        Claim(i, "s1", None, "x", "event", "reported", (), (x.id,), (), doubt)
        for i, x in zip(("c12a", "c12b"), notes.assertions, strict=True)
    )
    story = StoryLedger(
        Story("s1", "One", None, None), (one.id,), notes.assertions, {}, claims,
        entities=(Entity("e77", "Odile Brack", "person", aliases=("Brack",)),),
    )  # fmt: skip
    ledger.put_story(story, one.id)
    return one


def row(*anchors, kind="note", **more):
    return Judgement("", kind, "q1", None, "x", "A. Reader", "2031-03-02", "assertion", "why", anchors, **more)


def test_what_goes_in_comes_out_in_its_order(ledger):
    one = filled(ledger)
    words = Anchor("subject", one.id, "q1", ((0, 5), (6, 10)), "FERRY … sank", "sink")
    made = [ledger.judge(row(words, Anchor("object", one.id)), ["s1"]), ledger.judge(row(kind="grade"))]
    assert ledger.judgements() == made
    assert ledger.stale() == {"s1"}
    assert len({j.id for j in [*made, ledger.judge(row(kind="grade"))]}) == 3, "the same said twice is two judgements"


def test_remove_leaves_of_a_judgement_that_it_was_made(ledger, tmp_path):
    one = filled(ledger)
    made = ledger.judge(
        row(Anchor("subject", one.id, "q1", ((0, 5),), "Xanthippe", "sink"), Anchor("object", "a-other", text="stays"))
    )
    ledger.remove(one.id)
    [left] = ledger.judgements()
    assert left.anchors == (Anchor("subject", one.id, "q1"), Anchor("object", "a-other", text="stays"))
    assert (left.id, left.who, left.note) == (made.id, made.who, made.note)
    assert all(b"Xanthippe" not in path.read_bytes() for path in tmp_path.iterdir())


def test_an_id_goes_by_its_beginning(ledger):
    one = filled(ledger)
    judged = ledger.judge(row())
    assert ledger.find(one.id[:5]) == ("article", one.id, "s1")
    assert ledger.find("c12a") == ("claim", "c12a", "s1")
    assert ledger.find("s") == ("story", "s1", "s1")
    assert ledger.find("e7", ["actor"]) == ("actor", "e77", None)
    assert ledger.find(judged.id[:4])[:2] == ("judgement", judged.id)
    for name in ("", "%", "c12c", "ü", "C12A"):
        with pytest.raises(NotInLedger):
            ledger.find(name)
    with pytest.raises(UsageError, match="c12a, c12b"):
        ledger.find("c1")
    with pytest.raises(UsageError, match="is the id of a claim, not of an article or a story"):
        ledger.find("c12a", ["article", "story"])


def test_who_and_where(ledger):
    one = filled(ledger)
    assert [(story, e.name) for story, e in ledger.actors()] == [("s1", "Odile Brack")]
    assert ledger.outlets() == [("s1", "Post")]
    assert ledger.stories_of([one.id, "a-none"]) == ["s1"]
    assert ledger.stories_of([]) == []


def test_a_ledger_of_the_first_schema_takes_judgements(tmp_path):
    path = tmp_path / "old.db"
    from alembic import command
    from alembic.config import Config

    from reportedly.ledger import opening

    with contextlib.closing(sqlite3.connect(path)):
        pass
    made = opening.engine(path, wait=1, write=True)
    config = Config()
    config.set_main_option("script_location", str(opening.Path(opening.__file__).parent / "migrations"))
    with made.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    made.dispose()
    assert opening.inspect(path) == 1
    with Ledger.open(str(path)) as ledger:
        assert ledger.judge(row(Anchor("subject", "a1"))) in ledger.judgements()
    assert opening.inspect(path) == SCHEMA
