import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.clean.dates import date_line, metadata_date


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("27 April 2009", "2009-04-27"),
        ("26 Apr 2018", "2018-04-26"),
        ("April 3rd, 2011", "2011-04-03"),
        ("Sept. 9, 2020", "2020-09-09"),
        ("the 3rd of May 2012", "2012-05-03"),
        ("03-May-2012", "2012-05-03"),
        ("Published April 26, 2018", "2018-04-26"),
        ("Monday, Sep 11, 2023 - 02:50 PM", "2023-09-11T14:50"),
        ("Monday 4 May 2009 10.22 BST", "2009-05-04T10:22+01:00"),
        ("MILLPORT | Tue Apr 28, 2009 12:49 am BST", "2009-04-28T00:49+01:00"),
        ("Thu Apr 30, 2009 11:39 am EDT", "2009-04-30T11:39-04:00"),
        ("January 5, 2018 at 5:01 p.m. ET", "2018-01-05T17:01-05:00"),
        ("July 5, 2018 at 5:01 p.m. ET", "2018-07-05T17:01-04:00"),
        ("Updated 0326 GMT (1126 HKT) April 27, 2018", "2018-04-27T03:26+00:00"),
        ("Published: 14:02 BST, 3 April 2018 | Updated: 15:30 BST, 3 April 2018", "2018-04-03T14:02+01:00"),
        ("2024-03-02T22:28:44.000Z", "2024-03-02T22:28:44+00:00"),
        ("2009-05-04 10:22:13", "2009-05-04T10:22:13"),
        ("13/04/2018", "2018-04-13"),
        ("4/30/2009 10:22 AM", "2009-04-30T10:22"),
        ("8:44AM BST 16 Sep 2013", "2013-09-16T08:44+01:00"),
        ("12 May 2020 12:05 am", "2020-05-12T00:05"),
        ("12 May 2020 12:05 pm", "2020-05-12T12:05"),
        ("3 June 2021 18:00 GMT+5:30", "2021-06-03T18:00+05:30"),
        ("Posted 11 / 27 / 2006 7: 21 AM", "2006-11-27T07:21"),
        ("11/28/06", "2006-11-28"),
        ("09 September 2013 - 19H12", "2013-09-09T19:12"),
        ("02 / 05 / 2007, 9: 00 PM PST", "2007-02-05T21:00-08:00"),
    ],
)
def test_the_styles_of_date_lines(line, value):
    assert date_line(line).value == value


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Monday",
        "April 27",
        "27 April",
        "04/05/2009",
        "13/05/09",
        "2.5.2007, 09:00 EST",
        "04/05/09",
        "31 February 2010",
        "May 2009",
        "1 May 0000",
        "1 May 9999",
        "99 April 2009",
        "2009-13-40",
    ],
)
def test_what_is_no_full_date_or_has_two_readings(line):
    assert date_line(line) is None


def test_an_impossible_time_is_left_out():
    assert date_line("3 May 2010 27:80").value == "2010-05-03"
    assert date_line("3 May 2010 14:30 pm").value == "2010-05-03"


def test_what_stands_around_the_date_is_kept_apart():
    found = date_line("Published April 26, 2018 | Millport News")
    assert (found.before, found.after, found.labelled, found.later) == ("", "Millport News", True, False)
    found = date_line("NEW MILLPORT | Sun May 3, 2009 7:36 pm EDT")
    assert (found.before, found.after) == ("NEW MILLPORT", "")
    assert date_line("Last updated 3 May 2009").later
    assert not date_line("First published 3 May 2009").later


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2024-02-29T08:34:38-05:00", "2024-02-29T08:34:38-05:00"),
        ("2024-02-29T08:34-0500", "2024-02-29T08:34-05:00"),
        ("20240229", "2024-02-29"),
        ("20240229T083438Z", "2024-02-29"),
        ("Thu, 29 Feb 2024 08:34:38 GMT", "2024-02-29T08:34+00:00"),
        ("February 29, 2024", "2024-02-29"),
        ("2023-02-29", None),
        ("0000-01-01", None),
        ("9999-12-31T23:59:59Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_metadata(said, value):
    assert metadata_date(said) == value


@given(st.text(max_size=200))
def test_nothing_makes_it_fail(text):
    found = date_line(text)
    assert found is None or 10 <= len(found.value) <= 25
    metadata_date(text)


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("2021-03-05T10:00+8100", "2021-03-05T10:00"),
        ("2021-03-05T10:00+14:00", "2021-03-05T10:00+14:00"),
        ("2021-03-05T10:00-05:99", "2021-03-05T10:00"),
        ("5 March 2021 10:00 UTC+99:00", "2021-03-05T10:00"),
        ("2021-03-05T１０:００", "2021-03-05T10:00"),
    ],
)
def test_a_zone_that_no_clock_has_is_none(stated, kept):
    assert metadata_date(stated) == kept
