"""The time of what is claimed; the article is of Wednesday 6 March 2024."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The dam cracked on Monday.", "2024-03-04", "2024-03-04"),
        ("Ivo Marsh said the dam cracked on 12 February.", "2024-02-12", "2024-02-12"),
        ("The road will be closed until 9 March 2024.", None, "2024-03-09"),
        ("The road has been closed since 13 February.", "2024-02-13", "2024-03-06"),
        ("The gates were closed from 1 to 3 March.", "2024-03-01", "2024-03-03"),
        ("The dam will be repaired in July.", "2024-07-01", "2024-07-31"),
        ("The road is reopening.", "2024-03-06", "2024-03-06"),
        ("Ivo Marsh said on Tuesday that the dam cracked last Friday.", "2024-03-01", "2024-03-01"),
        ("The ferry office opens on Monday.", "2024-03-11", "2024-03-11"),
        ("The verdict is expected on Monday.", "2024-03-11", "2024-03-11"),
        ("A verdict on Monday was likely, the clerk said.", "2024-03-11", "2024-03-11"),
        ("The storm has a 60 per cent chance of hitting the dam on Easter Sunday.", "2024-03-31", "2024-03-31"),
        ("The bypass remained on course for the end of June.", "2024-06-21", "2024-06-30"),
        ("The mine wants the sale completed by the end of February.", None, "2025-02-28"),
        ("The party would leave if no vote was called by February.", None, "2025-02-28"),
        ("The water went over the dam shortly after 7 p.m. on Saturday.", "2024-03-02", "2024-03-02"),
        ("Divers will try on Friday to raise a ferry that sank on Monday.", "2024-03-08", "2024-03-08"),
        ("Claims made in January will be paid by the end of May.", None, "2024-05-31"),
        ("The council will not now sit tomorrow.", "2024-03-07", "2024-03-07"),
        ("The mill will publish third-quarter figures on 14 April.", "2024-04-14", "2024-04-14"),
        ("By nightfall all who need tents will have one.", None, "2024-03-06"),
        ("The board will answer within 15 days.", "2024-03-06", "2024-03-21"),
        ("The dam cracked in 2019, two years after it was built.", "2019-01-01", "2019-12-31"),
    ],
)
def test_the_day_of_the_event(read, text, start, end):
    found = [a.when for a in read(text).assertions if a.when is not None]
    assert found
    assert (found[0].start, found[0].end) == (start, end)
    assert all(text[s:e] for s, e in found[0].mention)


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Marsh said on Tuesday that the dam was safe.",
        "In a Tuesday statement Ivo Marsh said the dam was safe.",
        "Ivo Marsh plans to sell the dam.",
        "The dam is going to crack.",
    ],
)
def test_the_time_of_the_saying_is_not_that_of_the_event(read, text):
    assert all(a.when is None for a in read(text).assertions)


def test_a_state_told_long_ago_is_of_that_time(read):
    (a,) = read("In January 2021 Ivo Marsh said the dam was safe.").assertions
    assert a.when is not None
    assert (a.when.start, a.when.end) == ("2021-01-01", "2021-01-31")


def test_each_clause_has_its_own_time(read):
    text = "The dam cracked on Monday and the road was closed on Tuesday."
    assert [a.when.start for a in read(text).assertions] == ["2024-03-04", "2024-03-05"]


def test_a_stated_year_is_told_from_one_taken_from_the_day_of_publication(read):
    basis = [read(t).assertions[0].when.basis for t in ("The dam cracked on 3 May 2019.", "The dam cracked on Monday.")]
    assert basis == ["stated", "published"]


def test_without_a_day_of_publication_nothing_is_guessed(read):
    (a,) = read("The dam cracked on 3 May.", published=None).assertions
    assert a.when is not None
    assert (a.when.start, a.when.end, a.when.basis) == (None, None, "relative")


@pytest.mark.parametrize(
    ("text", "start", "end", "bound"),
    [
        ("The road will be closed until 9 March 2024.", None, "2024-03-09", "until"),
        ("The dam will be repaired by about 9 March 2024.", None, "2024-03-09", "by"),
        ("The road has been closed since 13 February.", "2024-02-13", "2024-03-06", "since"),
        ("The dam cracked on 13 February.", "2024-02-13", "2024-02-13", None),
        ("The road will be closed for at least seven days.", "2024-03-06", "2024-03-13", "until"),
        ("The road will be closed for several days.", "2024-03-06", None, "until"),
        ("The repair could take two more weeks.", "2024-03-06", "2024-03-20", "by"),
    ],
)
def test_until_when_and_by_when(read, text, start, end, bound):
    (when,) = [a.when for a in read(text).assertions if a.when is not None]
    assert (when.start, when.end, when.bound) == (start, end, bound)


@pytest.mark.parametrize("text", ["The road was closed for seven days.", "The road will be 7 days' march away."])
def test_a_length_of_time_that_is_over_or_measures_something_has_no_end_ahead(read, text):
    assert all(a.when is None or a.when.bound is None for a in read(text).assertions)


def test_what_is_moved_is_of_its_new_day(read):
    (a,) = read("The vote has been moved from Thursday to Friday.").assertions
    assert a.when is not None
    assert a.when.text == "Friday"


def test_a_weekday_after_a_date_that_lies_ahead_follows_it(read):
    found = read("The vote will be on Saturday 16 March, and the count is expected on Sunday.").assertions
    assert [a.when.start for a in found if a.when] == ["2024-03-16", "2024-03-17"]
