"""Years that a text leaves open, filled in from the story's dated articles."""

import pytest
from claims_factory import Coverage, day, named

from reportedly.claims.dates import complete, known_days


def completed(when, *said):
    coverage = Coverage()
    for n, published in enumerate(said):
        coverage.article(f"dated{n}", published)
    coverage.article("undated")
    made = coverage.says("undated", "The dam opens.", "dam open", "open", when=when)
    return complete(made, known_days(list(coverage.articles.values()))).when


@pytest.mark.parametrize(
    ("pattern", "said", "start", "end"),
    [
        ("XXXX-09-09", "2031-09-11", "2031-09-09", "2031-09-09"),
        ("XXXX-01-03", "2031-12-29", "2032-01-03", "2032-01-03"),
        ("XXXX-02", "2032-03-01", "2032-02-01", "2032-02-29"),
    ],
)
def test_the_year_nearest_to_the_story(pattern, said, start, end):
    when = completed(named(pattern, "the day"), said)
    assert (when.start, when.end, when.basis) == (start, end, "inferred")


def test_left_open_without_a_dated_article():
    assert completed(named("XXXX-09-09", "September 9")).start is None


def test_a_day_no_year_has_stays_open():
    assert completed(named("XXXX-02-30", "February 30"), "2031-03-01").start is None


def test_a_leap_day_finds_a_leap_year():
    assert completed(named("XXXX-02-29", "February 29"), "2031-12-30").start == "2032-02-29"


def test_what_the_text_gives_is_kept():
    stated = day("2029-09-09")
    assert completed(stated, "2031-09-11") == stated
