"""Due days as a calendar that others can read, with the same UIDs every time."""

import datetime as dt
import json
from pathlib import Path

import icalendar
import pytest

from reportedly.views import wording
from reportedly.views.calendar import calendar

FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def events(document, **options):
    return {str(e["uid"]): e for e in icalendar.Calendar.from_ical(calendar(document, **options)).walk("VEVENT")}


DOCUMENT = read("ledger")


def test_one_all_day_event_for_each_due_day():
    found = events(DOCUMENT)
    due = {(f["claim"], f["speaker"], f["due"]) for f in DOCUMENT["forecasts"] if f["due"]}
    assert len(found) == len(due) > 2
    assert sorted(str(e.decoded("dtstart")) for e in found.values()) == sorted(d[:10] for _, _, d in due)
    for event in found.values():
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        assert type(start) is dt.date
        assert end - start == dt.timedelta(1)
        assert event["transp"] == "TRANSPARENT"


def test_the_sentence_the_link_and_who_read_it():
    articles = {a["id"]: a for a in DOCUMENT["articles"]}
    said = {a["id"]: a for a in DOCUMENT["assertions"]}
    texts = "\n".join(str(e["description"]) for e in events(DOCUMENT).values())
    urls = {str(e["url"]) for e in events(DOCUMENT).values() if "url" in e}
    for f in DOCUMENT["forecasts"]:
        if f["due"]:
            assert said[f["assertion"]]["evidence"]["text"] in texts
            url = articles[said[f["assertion"]]["article"]]["url"]
            assert url is None or url in urls
    assert all(wording.MACHINE_READ in str(e["description"]) for e in events(DOCUMENT).values())


def test_a_uid_outlives_an_outcome():
    first = next(f for f in DOCUMENT["forecasts"] if f["due"] and f["outcome"] == "open")
    changed = [f | {"outcome": "failed"} if f is first else f for f in DOCUMENT["forecasts"]]
    before, after = events(DOCUMENT), events(DOCUMENT | {"forecasts": changed})
    assert before.keys() == after.keys()
    [uid] = [u for u in before if before[u]["categories"].to_ical() != after[u]["categories"].to_ical()]
    assert b"failed" in after[uid]["categories"].to_ical()


def test_another_day_is_another_event():
    first = next(f for f in DOCUMENT["forecasts"] if f["due"])
    moved = [f | {"due": "2030-01-01"} if f is first else f for f in DOCUMENT["forecasts"]]
    assert events(DOCUMENT).keys() != events(DOCUMENT | {"forecasts": moved}).keys()


def test_the_stamp_follows_the_ledger_or_the_day_that_is_named():
    last = max(a["published"][:10] for a in DOCUMENT["articles"] if a["published"])
    assert {str(e.decoded("dtstamp").date()) for e in events(DOCUMENT).values()} == {last}
    assert {str(e.decoded("dtstamp").date()) for e in events(DOCUMENT, today="2031-05-06").values()} == {"2031-05-06"}


@pytest.mark.parametrize("due", [None, "XXXX-03-04", "soon", "9999-12-31"])
def test_days_that_are_none_or_the_last(due):
    row = DOCUMENT["forecasts"][0] | {"due": due}
    found = events(DOCUMENT | {"forecasts": [row]})
    assert len(found) == (due == "9999-12-31")


def test_hostile_words_stay_in_their_place():
    words = "Gone\r\nEND:VEVENT\r\nATTACH:file:///etc/passwd\x07; a, b \\n " + "é" * 200
    row = DOCUMENT["forecasts"][0] | {"speaker": words, "due": "2031-01-01"}
    content = calendar(DOCUMENT | {"forecasts": [row]})
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert "attach" not in event
    assert content.count(b"\nEND:VEVENT") == 1
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\x07" not in content
    assert events(read("ledger_hostile")) is not None
