import gzip
import json
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.times import find_times, joined
from reportedly.annotate.times.days import covered, easter, holiday, narrowed, shift
from reportedly.annotate.times.days import day as day_of

FRIDAY = "2018-04-27"


def read(text, published=FRIDAY, tense=None):
    return [(text[t.start : t.end], t.value) for t in find_times(text, published, tense)]


def one(text, published=FRIDAY, tense=None):
    found = find_times(text, published, tense)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("It opened on 3 May 2011.", "3 May 2011", "2011-05-03"),
        ("It opened on Tuesday, May 3, 2011 in rain.", "Tuesday, May 3, 2011", "2011-05-03"),
        ("It opened on the 3rd of May 2011.", "the 3rd of May 2011", "2011-05-03"),
        ("Dated 2011-05-03 by the clerk.", "2011-05-03", "2011-05-03"),
        ("Signed 25/12/2010 by the clerk.", "25/12/2010", "2010-12-25"),
        ("It opened in March 2010.", "March 2010", "2010-03"),
        ("It has stood there since 1872.", "1872", "1872"),
        ("It was a fashion of the 1990s.", "the 1990s", "199"),
        ("A mill of the 19th century.", "the 19th century", "18"),
        ("Sales rose in the third quarter of 2009.", "the third quarter of 2009", "2009-Q3"),
        ("Sales rose in the first half of 2009.", "the first half of 2009", "2009-H1"),
        ("The harbour froze in the winter of 2010.", "the winter of 2010", "2010-WI"),
        ("The bridge closed in the last week of March 2009.", "the last week of March 2009", "2009-W13"),
        ("It made a loss in fiscal 2009.", "fiscal 2009", "FY2009"),
    ],
)
def test_written_dates(text, span, value):
    assert read(text) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("The mayor resigned today.", "today", "2018-04-27"),
        ("The mayor resigned yesterday.", "yesterday", "2018-04-26"),
        ("The council will vote tomorrow.", "tomorrow", "2018-04-28"),
        ("The mayor resigned on Friday.", "Friday", "2018-04-27"),
        ("The mayor resigned on Saturday.", "Saturday", "2018-04-21"),
        ("The council will vote on Monday.", "Monday", "2018-04-30"),
        ("The council will vote on Friday.", "Friday", "2018-04-27"),
        ("The hall is closed until Wednesday.", "Wednesday", "2018-05-02"),
        ("The ferry sank last week.", "last week", "2018-W16"),
        ("The ferry sank last month.", "last month", "2018-03"),
        ("The ferry will sail next year.", "next year", "2019"),
        ("The ferry sank in August.", "August", "2017-08"),
        ("The ferry will sail in August.", "August", "2018-08"),
        ("The minister will arrive on July 13.", "July 13", "2018-07-13"),
        ("He visited in January last year.", "January last year", "2017-01"),
        ("The ferry sank two weeks ago.", "two weeks ago", "2018-04-13"),
        ("The ferry sank three years ago.", "three years ago", "2015"),
        ("They will meet in a week.", "a week", "2018-05-04"),
        ("Mr Ode spoke on Thursday night.", "Thursday night", "2018-04-26TNI"),
        ("It failed this morning.", "this morning", "2018-04-27TMO"),
        ("Trade fell last summer.", "last summer", "2017-SU"),
        ("They will land on the evening of September 9.", "the evening of September 9", "2018-09-09TEV"),
    ],
)
def test_seen_from_the_article(text, span, value):
    assert read(text) == [(span, value)]


def test_sunday_in_a_sunday_and_in_a_monday_article():
    text = "The vote was held on Sunday."
    assert one(text, "2023-09-10").value == "2023-09-10"
    assert one(text, "2023-09-11").value == "2023-09-10"


def test_the_callers_tense_decides():
    text = "The meeting, Sunday"
    assert one(text, tense=lambda _: "past").first == "2018-04-22"
    assert one(text, tense=lambda _: "future").first == "2018-04-29"


def test_a_record_looks_back():
    assert one("Output will be at its lowest level in six years.").type == "DURATION"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It closed at the end of last month.", "2018-03-21", "2018-03-31"),
        ("It closed in early June 2016.", "2016-06-01", "2016-06-10"),
        ("It will run from September 10 to 13.", "2018-09-10", "2018-09-13"),
        ("It ends on September 12 or 13.", "2018-09-12", "2018-09-13"),
        ("A summit on July 11-12 will follow.", "2018-07-11", "2018-07-12"),
        ("Cases peaked between 23 and 28 April.", "2018-04-23", "2018-04-28"),
        ("It will hold for the next 48 hours.", "2018-04-27", "2018-04-29"),
        ("It rained for the past nine days.", "2018-04-18", "2018-04-27"),
        ("Thousands marched over Easter weekend.", "2018-03-31", "2018-04-01"),
        ("Profit fell in the first nine months of 2009.", "2009-01-01", "2009-09-30"),
        ("The pier burned last week.", "2018-04-16", "2018-04-22"),
    ],
)
def test_days(text, first, last):
    found = one(text)
    assert (found.first, found.last) == (first, last)


def test_an_open_end():
    found = one("Talks will go on in the coming days.")
    assert (found.value, found.first, found.last, found.open) == ("FUTURE_REF", FRIDAY, None, True)


@pytest.mark.parametrize(
    ("text", "span", "value", "kind"),
    [
        ("The strike went on for four days.", "four days", "P4D", "DURATION"),
        ("It took less than a year.", "less than a year", "P1Y", "DURATION"),
        ("It lay there for two and a half years.", "two and a half years", "P2.5Y", "DURATION"),
        ("It reached a five-year high.", "five-year", "P5Y", "DURATION"),
        ("It meets every Tuesday.", "every Tuesday", "XXXX-WXX-2", "SET"),
        ("It floods each year.", "each year", "P1Y", "SET"),
        ("It kills thousands in an average year.", "an average year", "P1Y", "SET"),
    ],
)
def test_lengths_and_sets(text, span, value, kind):
    found = one(text)
    assert (text[found.start : found.end], found.value, found.type) == (span, value, kind)


def test_clock_times_take_the_day_beside_them():
    assert read("It began at 2:50 pm BST.") == [("2:50 pm BST", "2018-04-27T14:50+01:00")]
    assert read("The train left at 16:15 UTC, June 1st.")[0][1] == "2018-06-01T16:15Z"
    assert one("It began at 14:30.").value == "2018-04-27T14:30"


@pytest.mark.parametrize(
    "text",
    [
        "We may go, and Mrs May said so.",
        "It cost $2007 to mend.",
        "The 70th anniversary was a quiet one.",
        "Ilka Brandt, 38, walked to the second village under the sun.",
        "A 13-year-old girl fell.",
        "They march, then fall.",
        "Some 2000 people came.",
        "It was on 30 February.",
    ],
)
def test_no_times(text):
    assert read(text) == []


def test_the_running_day_of_the_text():
    text = "The dam broke on 3 May 2010. Two days later the army came. The following week it left."
    assert [t.value for t in find_times(text, FRIDAY)] == ["2010-05-03", "2010-05-05", "2010-W19"]


def test_without_a_publication_date_nothing_is_invented():
    text = "The mayor resigned on Tuesday, and last week he spoke of 9 September and of July."
    found = find_times(text, None)
    assert [t.value for t in found] == ["XXXX-WXX-2", "PAST_REF", "XXXX-09-09", "XXXX-07"]
    assert all(t.first is None and t.last is None for t in found)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It was shut since 13 April.", "2018-04-13", "2018-04-27"),
        ("It will be shut until May 6.", None, "2018-05-06"),
        ("It happened before 2015.", None, "2014-12-31"),
        ("It ran from March to May 2016.", "2016-03-01", "2016-05-31"),
        ("It ran between 2014 and 2016.", "2014-01-01", "2016-12-31"),
        ("It came two weeks after 3 May 2016.", "2016-05-17", "2016-05-17"),
        ("It will be done within two weeks.", "2018-04-27", "2018-05-11"),
        ("They meet next Monday to Friday.", "2018-04-30", "2018-05-04"),
    ],
)
def test_joined(text, first, last):
    (found,) = joined(text, find_times(text, FRIDAY), FRIDAY)
    assert (found.first, found.last) == (first, last)


def test_arithmetic():
    assert [easter(y).isoformat() for y in (2009, 2018, 2024)] == ["2009-04-12", "2018-04-01", "2024-03-31"]
    assert str(holiday("11-4-4", 2018)) == "2018-11-22"
    assert str(holiday("05-last-1", 2018)) == "2018-05-28"
    assert day_of(2018, 2, 30) is None
    assert [str(d) for d in covered("2008-W42-WE")] == ["2008-10-18", "2008-10-19"]
    assert [str(d) for d in covered("2008-Q4")] == ["2008-10-01", "2008-12-31"]
    assert [str(d) for d in narrowed(covered("2009-02"), "late")] == ["2009-02-21", "2009-02-28"]
    assert [str(d) for d in narrowed(covered("2009-02-03"), "late")] == ["2009-02-03", "2009-02-03"]
    assert str(shift(day_of(2018, 1, 31), 1, "M")) == "2018-02-28"


PIECES = st.sampled_from(
    [
        "the",
        "last",
        "next",
        "3",
        "31st",
        "May",
        "may",
        "week",
        "years",
        "ago",
        "in",
        "of",
        "-",
        ",",
        ".",
        "two",
        "thousand",
        "10:30",
        "1/2",
        "2018",
        "9999999999999",
        "quarter",
        "to",
        "Monday",
        "early",
        "end",
        "before",
        "after",
        "Easter",
        "'s",
        "half",
        "a",
        "dozen",
        "\n",
        "1990s",
        "'",
        "$",
        "%",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=4), max_size=30),
    st.sampled_from([None, FRIDAY, "0001-01-01", "9999-12-31", "x"]),
)
@settings(max_examples=150)
def test_any_text_is_read(pieces, published):
    text = " ".join(pieces)
    found = find_times(text, published)
    assert found == find_times(text, published)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(t.first <= t.last for t in found if t.first and t.last)
    joined(text, found, published if published != "x" else None)


@pytest.mark.parametrize(
    ("text", "span", "first", "last"),
    [
        # FRIDAY is 27 April 2018
        ("The quay will close the week after next.", "the week after next", "2018-05-07", "2018-05-13"),
        ("It will open on Monday of the following week.", "Monday of the following week", "2018-04-30", "2018-04-30"),
        ("It was shut in the week of the 18th.", "the week of the 18th", "2018-04-16", "2018-04-22"),
        ("The lock will be shut for the next three working days.", None, "2018-04-27", "2018-05-02"),
        ("It lost money on each of the past six trading days.", None, "2018-04-19", "2018-04-27"),
        ("The inquiry will end in the next fortnight.", "the next fortnight", "2018-04-27", "2018-05-11"),
        ("The pier burned earlier in the week.", "earlier in the week", "2018-04-23", "2018-04-27"),
        ("The pier will open later in the year.", "later in the year", "2018-04-27", "2018-12-31"),
        ("The fair was on the Labor Day 2017 weekend.", None, "2017-09-02", "2017-09-04"),
        ("They will meet next working week.", "next working week", "2018-04-30", "2018-05-04"),
        ("The fair was on the weekend of Labor Day 2017.", None, "2017-09-02", "2017-09-04"),
        ("It will be shut for three days from today.", "three days from today", "2018-04-27", "2018-04-29"),
        ("It closed in the last three weeks of this year.", None, "2018-12-11", "2018-12-31"),
    ],
)
def test_days_seen_from_the_article(text, span, first, last):
    found = one(text)
    assert span is None or text[found.start : found.end] == span
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The siege took 2 years 1 month 21 days.", "P2Y1M21D"),
        ("The crossing took two days, seven hours and 30 minutes.", "PT7H30M"),
        ("The crossing took two days seven hours.", "P2DT7H"),
    ],
)
def test_lengths_of_several_units(text, value):
    assert find_times(text, FRIDAY)[-1].value == value


def test_several_units_are_counted_back():
    assert one("The keel was laid one year two months ago.").value == "2017-02"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It may open as early as 4 May 2018.", "2018-05-04", None),
        ("It may open as late as 4 May 2018.", None, "2018-05-04"),
    ],
)
def test_the_earliest_and_the_latest_day_are_bounds(text, first, last):
    (found,) = joined(text, find_times(text, FRIDAY), FRIDAY)
    assert (found.first, found.last, found.open) == (first, last, True)


@pytest.mark.parametrize(
    "piece", ["two years ", "1,", "10-", "May ", "the last of the ", "two years and ", "1.", "on Monday "]
)
def test_hostile_text_takes_linear_time(piece):
    find_times("", None)
    started = time.perf_counter()
    find_times(piece * (100_000 // len(piece)), FRIDAY)
    assert time.perf_counter() - started < 8


def test_news_is_read_better_than_heideltime_reads_it(eval_data):
    sys.path.insert(0, str(eval_data))
    from score import times as score

    with gzip.open(eval_data / "data" / "times.jsonl.gz", "rt", encoding="utf-8") as file:
        gold = {r["id"]: r for r in map(json.loads, file)}
    said = {
        key: {
            "times": [{"start": t.start, "end": t.end, "value": t.value} for t in find_times(r["text"], r["published"])]
        }
        for key, r in gold.items()
    }
    figures = score(gold, said)
    assert figures["strict F1"] >= 0.89
    assert figures["relaxed F1"] >= 0.93
    assert figures["value F1"] >= 0.83


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_fault(published):
    text = "Before 10:30, after 31 December 9999, since Monday, until next year, two weeks ago, within three decades."
    assert find_times(text, published)
