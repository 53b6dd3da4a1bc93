"""The pictures: what they leave out, and what never lies over another."""

import datetime as dt
import re

import pytest

from reportedly.views import markup, svg, wording

SAID = ("2031-03-01", "2031-03-03")


def days(*ahead):
    return [(dt.date(2031, 3, 3) + dt.timedelta(n)).isoformat() for n in ahead]


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ([], 0),
        (days(20), 20),
        (days(*[70] * 6, *[1] * 6), 70),  # much is about that day
        (days(100, *[1] * 30), 1),  # one alone is left outside
        (days(*[500] * 9), 0),  # too far for one picture
    ],
)
def test_the_axis_takes_in_what_much_is_about(told, last):
    found = svg.axis([*SAID, *told], near=SAID)
    assert (found.first, found.last) == (dt.date(2031, 3, 1), dt.date(2031, 3, 3) + dt.timedelta(last))


def test_two_days_are_two_columns_and_no_blocks():
    picture = svg.activity(["2031-03-01", "2031-03-02", "2031-03-02"])
    widths = [float(w) for w in re.findall(r'class="column" [^>]*width="([\d.]+)%"', picture)]
    assert len(widths) == 2
    assert max(widths) <= 10


@pytest.mark.parametrize(
    ("gist", "shown"),
    [
        ("TARNWICK — The dam will hold.", "The dam will hold"),
        ("TARNWICK, Ostrand (Delta Wire) - The dam will hold", "The dam will hold"),
        ("NORTH QUAY (Delta Wire) – “We will hold it", "“We will hold it"),
        ("ORA - the dam authority - will hold it", "ORA - the dam authority - will hold it"),
        ("the dam will hold", "The dam will hold"),
    ],
)
def test_a_gist_goes_without_its_dateline(gist, shown):
    assert markup.tidy(gist) == shown


def test_a_track_is_told_in_words():
    outcomes = {"open": 2, "borne_out": 1, "failed": 0, "unresolvable": 0}
    assert wording.track({"forecasts": 3, "outcomes": outcomes}) == "3: 2 open, 1 borne out"
    assert wording.track({"forecasts": 2, "outcomes": outcomes | {"borne_out": 0}}) == "2, all open"
    assert wording.track({"forecasts": 1, "outcomes": {"failed": 1}}) == "1, failed"
