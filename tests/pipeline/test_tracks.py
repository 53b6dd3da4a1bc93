"""Records of a whole ledger for a story's speakers: the same as `records` counts, from rows kept with each story."""

import io

import pytest

from fakes import snapshots, stages
from reportedly.ledger import Foretelling, Ledger
from reportedly.model import Judgement
from reportedly.pipeline import finish, read, records, tracks
from reportedly.settings import Settings

ITEMS = (
    "One | Harbour Post | 2030-01-01\nFERRY sank at noon. It will be raised.",
    "Two | Delta Wire | 2030-01-02\nFERRY lies deep. It will be raised. Divers will come.",
    "Three | Harbour Post | 2030-01-04\nFERRY again: they did it.",
    "Four | Harbour Post | 2030-01-05\nBRIDGE will close.",
)
COUNTED = ("name", "forecasts", "outcomes", "scored", "checked", "brier", "read_by")


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "tracks.db"), create=True) as opened:
        read(opened, ["-"], Settings(), stages=stages(read=snapshots(*ITEMS)), stdin=io.BytesIO())
        yield opened


def counted(document):
    return [{k: r[k] for k in COUNTED} for r in document["speakers"]]


def test_all_stories_count_for_the_speakers_of_one(ledger):
    whole = records(ledger, Settings(), stages=stages())
    stories = {s.id: tracks(ledger, [s.id]) for s in ledger.stories()}
    assert sorted(len(t["speakers"]) for t in stories.values()) == [1, 2]
    by_name = {r["name"]: r for r in counted(whole)}
    for told in stories.values():
        assert counted(told) == [by_name[r["name"]] for r in told["speakers"]]
    assert by_name["Harbour Post"]["forecasts"] == 2


def test_names_that_a_person_joined_are_one_speaker(ledger):
    joined = Judgement("", "same-actor", "Harbour Post", "Delta Wire", None, "Ada", "2030-02-01T00:00:00Z")
    ledger.judge(joined, [s.id for s in ledger.stories()])
    finish(ledger, stages())
    [story] = [s.id for s in ledger.stories() if len(ledger.members([s.id])[s.id]) == 3]
    [one] = tracks(ledger, [story])["speakers"]
    assert set(one["here"]) == {"Harbour Post", "Delta Wire"}
    assert counted(tracks(ledger, [story])) == counted(records(ledger, Settings(), stages=stages()))


def test_a_story_that_is_made_again_is_not_counted_twice(ledger):
    [story] = [s.id for s in ledger.stories() if len(ledger.members([s.id])[s.id]) == 3]
    before = counted(tracks(ledger, [story]))
    more = "Five | Delta Wire | 2030-01-06\nFERRY will sail."
    read(ledger, ["-"], Settings(), stages=stages(read=snapshots(more)), stdin=io.BytesIO())
    after = {r["name"]: r["forecasts"] for r in counted(tracks(ledger, [story]))}
    assert after == {r["name"]: r["forecasts"] + (r["name"] == "Delta Wire") for r in before}


def test_a_score_and_a_plot_come_with_enough_and_the_latest_sentences(ledger):
    story = ledger.stories()[0]
    kept = ledger.story_ledger(story.id)
    said = kept.assertions[0].id

    def told(number):
        happened = "failed" if number % 4 == 0 else "borne_out"
        return Foretelling("ada holm", "Ada Holm", happened, said, said, "text", f"2030-01-{number:02}", (0.7, 0.7))

    def shown(number):
        ledger.put_story(kept, kept.articles[0], [told(n) for n in range(1, number + 1)])
        found = tracks(ledger, [story.id])
        return found["speakers"][0], found["pool"]

    few, pool = shown(9)
    assert (few["brier"], few["list"], pool["calibration"]) == (None, [], None)
    ten, _ = shown(10)
    assert ten["brier"]["score"] == pytest.approx((2 * 0.49 + 8 * 0.09) / 10)
    assert len(ten["list"]) == 10
    assert ten["list"][0]["said"]["sentence"] == kept.assertions[0].evidence.text
    many, pool = shown(30)
    assert len(many["list"]) == 20
    assert many["calibration"] == pool["calibration"]
    assert many["calibration"]["n"] == 30
