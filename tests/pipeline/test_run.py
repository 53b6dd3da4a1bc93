"""Reading into a ledger: outcomes, stories, order, interruption."""

import itertools
import json
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, strategies
from hypothesis import settings as hypothesis_settings

from fakes import Annotator, build, clean, profile, snapshots, stages
from reportedly.codec import encode
from reportedly.errors import LockedLedger, NoModel, NotInLedger, UsageError
from reportedly.ledger import Ledger, Maker, Source
from reportedly.model import Annotations, Snapshot
from reportedly.pipeline import choose, document, finish, read, rebuild, remove, story_rows
from reportedly.settings import Settings

SETTINGS = Settings()


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "l.db"), create=True) as made:
        yield made


def take(ledger, *items, **parts):
    return read(ledger, ["-"], SETTINGS, stages=stages(read=snapshots(*items), **parts))


def whole(ledger, **asked):
    return document(ledger, SETTINGS, stages=stages(), **asked)


A = "One | Harbour Post | 2030-01-01\nFERRY sank at noon. Nobody was hurt."
B = "Two | Delta Wire | 2030-01-02\nFERRY sank at noon. It will be raised."
C = "Three | Harbour Post | 2030-01-03\nBRIDGE is closed."
D = "Four | Harbour Post | \nFERRY was old."


def test_stories_come_of_articles(ledger):
    summary = take(ledger, A, B, C, D)
    assert (summary.read, summary.new, summary.stories, summary.failures) == (4, 4, 2, [])
    rows = story_rows(ledger)
    assert [(r["first"], r["last"], r["articles"]) for r in rows] == [
        ("2030-01-01", "2030-01-02", 3),
        ("2030-01-03", "2030-01-03", 1),
    ]
    found = whole(ledger, story=choose(ledger, "one"))
    assert found["story"]["title"] == "One"
    assert [a["title"] for a in found["articles"]] == ["One", "Two", "Four"]
    assert found["undated"] == [found["articles"][2]["id"]]
    assert {a["claim"] for a in found["assertions"]} == {c["id"] for c in found["claims"]}
    assert found["made_by"]["annotator"] == "fake 1"
    every = whole(ledger)
    assert every["story"] is None
    assert [s["id"] for s in every["stories"]] == [r["id"] for r in rows]


def test_reading_again_changes_nothing(ledger):
    take(ledger, A, B, C)
    before = encode(whole(ledger))
    annotator = Annotator()
    summary = take(ledger, A, B, C, annotator=lambda: annotator)
    assert (summary.new, summary.known, annotator.calls, summary.stories) == (0, 3, 0, 0)
    assert encode(whole(ledger)) == before


def test_a_changed_article_is_a_new_version_and_the_old_claims_stay(ledger):
    address = "https://post.example/ferry"
    first = Snapshot("1", A, "text/plain", url=address)
    take(ledger, first)
    old = whole(ledger, story=choose(ledger, None))
    summary = take(ledger, replace(first, content=A + " The owner apologised."))
    assert summary.versions == 1
    new = whole(ledger, story=choose(ledger, None))
    assert {a["id"] for a in old["assertions"]} < {a["id"] for a in new["assertions"]}
    [kept] = [a for a in new["articles"] if a["version_of"] is None]
    [changed] = [a for a in new["articles"] if a["version_of"]]
    assert changed["version_of"] == kept["id"] == old["articles"][0]["id"]
    assert any("apologised" in a["evidence"]["text"] for a in new["assertions"])


def test_a_changed_file_is_a_new_version(ledger):
    take(ledger, A)
    assert take(ledger, A + " More is known.").versions == 1


def test_lines_of_one_file_are_not_versions_of_one_another(ledger):
    lines = [Snapshot(f"x.jsonl:{n}", text, "text/plain", file="x.jsonl") for n, text in enumerate((A, B, C))]
    summary = take(ledger, *lines)
    assert (summary.new, summary.versions) == (3, 0)


def test_more_known_about_an_article_is_taken(ledger):
    bare = A.replace("2030-01-01", "")
    take(ledger, bare)
    assert whole(ledger)["undated"]
    assert take(ledger, A).improved == 1
    assert not whole(ledger)["undated"]
    assert take(ledger, bare).known == 1
    assert not whole(ledger)["undated"]


def test_one_bad_article_does_not_end_the_run(ledger):
    summary = take(ledger, A, "Bad | x |\nBOOM goes it.", "Empty", C)
    assert summary.new == 2
    assert [f.code for f in summary.failures] == ["internal", "clean.no-article"]
    assert all("\n" not in f.line for f in summary.failures)
    assert [f["code"] for f in ledger.failures()] == ["internal", "clean.no-article"]
    take(ledger, Snapshot("1.txt", B, "text/plain", file="1.txt"))
    assert [f["input"] for f in ledger.failures()] == ["2.txt"], "a failure is over once its input was read"


def test_an_annotator_that_cannot_be_loaded_is_no_failure_of_an_article(ledger):
    def broken():
        raise ImportError("half of it is missing")

    with pytest.raises(NoModel, match="half of it"):
        take(ledger, A, annotator=broken)
    assert not ledger.failures()
    assert take(ledger, A).new == 1
    assert take(ledger, A, annotator=broken).known == 1, "nothing new, nothing to load"


def test_a_statement_without_its_words_is_refused_and_the_others_kept(ledger):
    summary = take(ledger, A + " CROOKED is this one.")
    assert [f.code for f in summary.failures] == ["ledger.evidence"]
    assert len(whole(ledger)["assertions"]) == 2


def test_a_language_without_word_lists_is_kept_without_statements(ledger):
    summary = take(ledger, "T | O | 2030-01-01\nLINGUA ignota.")
    assert [s.code for s in summary.skipped] == ["annotate.language"]
    assert not summary.failures
    found = whole(ledger)
    assert len(found["articles"]) == 1
    assert not found["assertions"]


def test_a_story_that_cannot_be_made_is_a_failure_and_the_others_are_made(ledger):
    summary = take(ledger, A, C + " FAIL.")
    assert [f.code for f in summary.failures] == ["internal"]
    assert [s.title for s in ledger.stories()] == ["One"]
    assert take(ledger).failures, "it is tried again"

    def mended(*args, **kwargs):
        return replace(build(args[0], [], {}, **kwargs), articles=tuple(a.id for a in args[1]))

    assert not take(ledger, build=mended).failures
    assert len(ledger.stories()) == 2
    assert not ledger.failures()


def test_the_next_run_completes_a_stopped_one(ledger):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(ledger, A, B, C, group=stop)
    assert len(ledger.pending()) == 3
    with pytest.raises(NotInLedger):
        choose(ledger, None)
    assert take(ledger).stories == 2
    assert not ledger.pending()


@pytest.mark.parametrize("calls", range(1, 8))
def test_stopped_between_any_two_transactions_it_comes_out_the_same(tmp_path, calls, monkeypatch):
    """Ctrl-C at the nth write, then read again: as if nothing had happened."""
    with Ledger.open(str(tmp_path / "whole.db"), create=True) as straight:
        take(straight, A, B, C, D)
        wanted = encode(whole(straight))
    with Ledger.open(str(tmp_path / "stopped.db"), create=True) as stopped:
        counted = itertools.count(1)
        write = Ledger._write

        def writes(self):
            if next(counted) == calls:
                raise KeyboardInterrupt
            return write(self)

        monkeypatch.setattr(Ledger, "_write", writes)
        with pytest.raises(KeyboardInterrupt):
            take(stopped, A, B, C, D)
        monkeypatch.setattr(Ledger, "_write", write)
        take(stopped, A, B, C, D)
        assert encode(whole(stopped)) == wanted


def test_a_merge_leaves_the_old_ids_leading_on(ledger):
    take(ledger, A, C)
    ferry, bridge = (choose(ledger, part) for part in ("one", "three"))
    take(ledger, "Both | Delta Wire | 2030-01-05\nJOIN them.")
    assert [s.id for s in ledger.stories()] == [ferry]
    assert ledger.resolve(bridge) == ferry
    assert whole(ledger, story=bridge)["story"]["id"] == ferry


def test_an_earlier_article_gives_the_story_a_new_id_and_the_old_one_leads_on(ledger):
    take(ledger, B)
    old = choose(ledger, None)
    take(ledger, A)
    new = choose(ledger, None)
    assert new != old
    assert ledger.resolve(old) == new


def test_remove_makes_the_story_again_and_refuses_the_article(ledger):
    take(ledger, A, B)
    story = choose(ledger, None)
    [first] = [a.id for a in ledger.articles(ledger.article_ids()) if a.title == "One"]
    remove(ledger, first[:6], stages())
    left = whole(ledger, story=story)
    assert [a["title"] for a in left["articles"]] == ["Two"]
    assert "Nobody was hurt" not in encode(left)
    summary = take(ledger, A)
    assert [s.code for s in summary.skipped] == ["ledger.removed"]
    assert len(ledger.article_ids()) == 1
    with pytest.raises(NotInLedger):
        remove(ledger, first, stages())


def test_rebuild_appends_what_differs(ledger):
    take(ledger, A + " NEWER is this.", B)
    assert not rebuild(ledger, stages()).changes, "the same annotator says the same"
    done = rebuild(ledger, stages(Annotator("fake 2")))
    assert [(c.added, c.gone, c.changed) for c in done.changes] == [(1, 1, 0)]
    assert whole(ledger)["made_by"]["annotator"] == "fake 2"
    assert not rebuild(ledger, stages(Annotator("fake 2"))).changes


def test_as_of_leaves_out_what_was_said_later(ledger):
    import datetime as dt

    take(ledger, A, B, D)
    story = choose(ledger, None)

    def titles(day):
        found = whole(ledger, story=story, as_of=dt.date.fromisoformat(day))
        return [a["title"] for a in found["articles"]]

    assert titles("2029-12-31") == []
    assert titles("2030-01-01") == ["One"]
    assert titles("2030-01-02") == ["One", "Two", "Four"], "the undated one counts from the last dated day"
    then = whole(ledger, story=story, as_of=dt.date(2030, 1, 1))
    assert {c["status"] for c in then["claims"]} == {"reported"}
    assert then["story"]["last"] == "2030-01-01"


def test_several_stories_need_a_name(ledger):
    take(ledger, A, C)
    with pytest.raises(UsageError):
        choose(ledger, None)
    with pytest.raises(UsageError):
        choose(ledger, "e")
    with pytest.raises(NotInLedger):
        choose(ledger, "volcano")
    assert choose(ledger, "thr") != choose(ledger, "ONE")


def test_a_stale_story_is_shown_as_its_articles_are_now(ledger):
    take(ledger, A, B)
    story = choose(ledger, None)
    wanted = encode(whole(ledger, story=story))
    with ledger._write() as c:
        c.exec_driver_sql("UPDATE stories SET stale = 1")
        c.exec_driver_sql("DELETE FROM claims")
    assert encode(whole(ledger, story=story)) == wanted


def test_a_locked_ledger_ends_the_run_with_its_code(ledger):
    with Ledger.open(str(ledger.path), wait=0.05) as other, ledger._write(), pytest.raises(LockedLedger):
        take(other, A)


WORDS = strategies.sampled_from(["FERRY", "BRIDGE", "JOIN"])
DAYS = strategies.sampled_from(["", "2030-01-01", "2030-01-02"])
ADDRESSES = strategies.sampled_from([None, "https://a.example/1", "https://b.example/2"])


@strategies.composite
def an_article(draw):
    text = f"{draw(WORDS)} {draw(strategies.sampled_from(['sank', 'was not hit', 'will reopen', 'did reopen']))}."
    head = f"{draw(strategies.sampled_from(['', 'T', 'U']))} | {draw(strategies.sampled_from(['', 'Post', 'Wire']))} | {draw(DAYS)}"
    name = draw(strategies.sampled_from(["a", "b", "c", "d"]))
    return Snapshot(name, f"{head}\n{text}", "text/plain", url=draw(ADDRESSES), retrieved=None)


@pytest.fixture(scope="session")
def new_ledger(tmp_path_factory):
    """A function that gives the path of a new empty ledger."""
    folder = tmp_path_factory.mktemp("new")
    Ledger.open(str(folder / "empty.db"), create=True).close()
    numbers = itertools.count()
    return lambda: shutil.copy(folder / "empty.db", folder / f"{next(numbers)}.db")


@hypothesis_settings(max_examples=30)
@given(data=strategies.data(), items=strategies.lists(an_article(), max_size=6))
def test_the_order_of_arrival_decides_nothing(new_ledger, data, items):
    """One run in any order, and the ledger's document is the same bytes."""
    documents = set()
    for order in (items, data.draw(strategies.permutations(items))):
        with Ledger.open(str(new_ledger())) as ledger:
            take(ledger, *order)
            documents.add(encode(whole(ledger)))
    assert len(documents) == 1


def test_order_over_several_runs_decides_nothing(new_ledger):
    documents = set()
    for order in itertools.islice(itertools.permutations([A, B, C, D]), 0, None, 3):
        with Ledger.open(str(new_ledger())) as ledger:
            for item in order:
                name = item.split()[0]
                take(ledger, Snapshot(name, item, "text/plain", file=name))
            documents.add(encode(whole(ledger)))
    assert len(documents) == 1


def test_nothing_of_the_run_is_in_the_document(ledger):
    take(ledger, A)
    found = json.loads(encode(whole(ledger)))
    assert "recorded" not in encode(found)
    assert set(found) == {
        "schema", "made_by", "story", "stories", "articles", "assertions", "claims", "matters", "conflicts",
        "forecasts", "entities", "places", "judgements", "undated",
    }  # fmt: skip


def test_what_another_program_brings_meanwhile_is_done_too(ledger):
    """An article comes in from elsewhere while the stories are made."""
    meanwhile = iter([B])

    def making(*args, **kwargs):
        for text in meanwhile:
            with Ledger.open(str(ledger.path)) as other:
                late = Snapshot("late", text, "text/plain", file="late")
                article = clean(late, None)
                made = (Annotations(), Maker("m", {}), profile(article, Annotations()))
                other.add(article, Source(None, b""), made, run=1)
        return build(*args, **kwargs)

    take(ledger, A, build=making)
    assert not ledger.pending()
    assert not ledger.stale()
    assert len(whole(ledger, story=choose(ledger, None))["articles"]) == 2


def test_finish_does_nothing_where_nothing_changed(ledger):
    take(ledger, A)

    def never(*_):
        raise AssertionError

    assert finish(ledger, stages(group=never)).made == 0


def test_clean_of_the_fakes_says_what_it_is():
    assert clean(Snapshot("n", A, "text/plain"), None).outlet == "Harbour Post"
