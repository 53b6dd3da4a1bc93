"""The phrases: plain English, and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.views import wording


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2024-03-09", "9 Mar 2024"),
        ("XXXX-09-09", "9 Sept, year not stated"),
        ("2024-07", "July 2024"),
        ("XXXX-07", "July (year not stated)"),
        ("2024", "2024"),
        ("2024-W11", "week 11 of 2024"),
        ("2024-13-40", "40 month not stated 2024"),
        ("", "not stated"),
        (None, "not stated"),
    ],
)
def test_day(value, said):
    assert wording.day(value) == said


def test_clock_names_the_zone():
    assert wording.day("2024-03-05T11:05:00", clock=True) == "5 Mar 2024, 11:05 (zone not stated)"
    assert wording.day("2024-03-05T11:05:00Z", clock=True) == "5 Mar 2024, 11:05 UTC"
    assert wording.day("2024-03-05T11:05:00+01:00", clock=True) == "5 Mar 2024, 11:05 +01:00"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-03-04", "2024-03-12", "4–12 Mar 2024"),
        ("2024-03-04", "2024-04-02", "4 Mar – 2 Apr 2024"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
        ("2024-02-01", "2024-02-29", "Feb 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-03-04", "2024-03-04", "4 Mar 2024"),
    ],
)
def test_days(first, last, said):
    assert wording.days(first, last) == said


def test_when_keeps_what_is_open_open():
    base = {"start": None, "end": None, "open": False, "value": "", "text": "soon", "basis": None}
    assert wording.when({**base, "end": "2024-03-12", "open": True}) == "up to 12 Mar 2024"
    assert wording.when({**base, "start": "2024-03-11", "open": True}) == "from 11 Mar 2024"
    assert wording.when({**base, "value": "XXXX-09-09"}) == "9 Sept, year not stated"
    assert wording.when(base) == "“soon”"
    assert wording.when(None) == "not stated"
    assert wording.when_basis({"basis": "inferred"}) == "completed from the story"


@pytest.mark.parametrize(("term", "low", "high"), wording.ICD203)
def test_every_band_is_named_by_its_own_word(term, low, high):
    assert wording.band(low, high) == term


def test_likelihood():
    assert (
        wording.likelihood({"term": "probably", "low": 0.55, "high": 0.8, "scale": "icd203"})
        == "“probably”: likely, 55–80%"
    )
    assert wording.likelihood({"term": "likely", "low": 0.55, "high": 0.8, "scale": "icd203"}) == "likely, 55–80%"
    assert (
        wording.likelihood({"term": "may", "low": 0.2, "high": 0.55, "scale": "convention"})
        == "“may”, 20–55% by convention"
    )
    assert (
        wording.likelihood({"term": "1 in 3", "low": 0.333, "high": 0.333, "scale": "stated"})
        == "33.3% stated, that is unlikely"
    )
    assert wording.likelihood(None) == "not stated"


def test_chain():
    outlet = {"name": "Daily X", "named": True, "kind": "outlet"}
    times = {"name": "the Y Times", "named": True, "kind": "outlet"}
    officials = {"name": "US officials", "named": False, "kind": "group"}
    name, behind = wording.voices({"chain": [outlet, times, officials]}, {"outlet": "Daily X"})
    assert wording.chain([name], behind) == "Daily X, from the Y Times, from US officials"
    assert (
        wording.chain(*wording.voices({"chain": []}, {"outlet": None})[:0], ["Daily X"], [])
        == "Daily X, in its own voice"
    )
    assert wording.voices({"chain": [officials]}, {"outlet": None}) == ("outlet not stated", ("US officials",))
    # A second outlet is somebody it has it from, not the outlet itself.
    assert wording.voices({"chain": [times]}, {"outlet": "Daily X"}) == ("Daily X", ("the Y Times",))


def test_join():
    assert wording.join(["A", "B", "C", "D"]) == "A, B, C and D"
    assert wording.join(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"


def test_origins_never_raise_what_is_not_shown():
    assert wording.origins({"state": "unknown", "at_least": 1, "at_most": 3}) == "1 to 3 origins, independence unknown"
    assert wording.origins({"state": "shown", "at_least": 2, "at_most": 4}) == "at least 2 independent origins"
    assert wording.origins({"state": "shared", "at_least": 1, "at_most": 1}) == "one origin"
    assert wording.origins(None) == "not stated"


@given(st.text(st.characters(codec=None)))
def test_plain_never_lets_a_control_through(text):
    said = wording.plain(text)
    assert not any(
        ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2069" for c in said
    )


@given(st.one_of(st.none(), st.text(max_size=30)), st.one_of(st.none(), st.text(max_size=30)))
def test_days_never_fail(first, last):
    assert wording.days(first, last)
