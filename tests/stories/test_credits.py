"""Whose text it is by its credit."""

import pytest

from reportedly.model import Article, Furniture
from reportedly.stories.credits import agency_text, names


def article(text="The harbour is closed.", credit=("AP",), **fields):
    return Article("a", text, "", credit=credit, **fields)


@pytest.mark.parametrize(
    ("credit", "outlet", "same"),
    [
        ("AP", "Associated Press", True),
        ("AP", "The Associated Press", True),
        ("dpa", "Deutsche Presse-Agentur", True),
        ("Quarl", "Quarl News Agency", True),
        ("AP", "APA Monthly", False),
        ("Reuters", "Alder Post", False),
        ("Reuters", None, False),
    ],
)
def test_a_credit_means_an_outlet(credit, outlet, same):
    assert names(credit, outlet) is same


@pytest.mark.parametrize(
    "line",
    [
        "By The Associated Press",
        "By Jane Doe, Associated Press",
        "By Jane Doe and Al Roe, Associated Press",
        "By JANE DOE Associated Press",
        "AP",
        "By AP Staff",
        "Jane Doe, The Associated Press",
    ],
)
def test_a_byline_that_gives_the_text_to_an_agency(line):
    assert agency_text(article(byline=line))
    assert agency_text(article(furniture=(Furniture(line, "byline"),)))


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe and The Associated Press",
        "By AP and Jane Doe",
        "The Associated Press contributed to this report.",
        "Associated Press writer Jane Doe contributed from Millport.",
        "with files from The Associated Press",
        "By Jane Doe",
    ],
)
def test_an_agency_that_only_helped(line):
    assert not agency_text(article(byline=line))
    assert not agency_text(article(furniture=(Furniture(line, "byline"),)))


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Copyright 2021 The Associated Press. All rights reserved.", True),
        ("This story was first published by the Associated Press.", True),
        ("Source: AP", True),
        ("— Associated Press", True),
        ("Photo: AP", False),
        ("Jane Doe/AP", False),
        ("AP", False),
        ("The mayor of Source told AP", False),
    ],
)
def test_notices(line, whole):
    assert agency_text(article(furniture=(Furniture(line, "credit"),))) is whole


def test_an_agencys_own_text_is_nobody_elses():
    assert not agency_text(article("MILLPORT (AP) - Closed.", outlet="Associated Press"))
    assert agency_text(article("MILLPORT (AP) - Closed.", outlet="Alder Post"))


def test_a_long_line_costs_no_time():
    assert not agency_text(
        article(byline="Jane " * 50_000 + "AP", furniture=(Furniture("copyright " * 50_000, "source"),))
    )


@pytest.mark.parametrize(
    "line", ["AP", "(AP)", "The Associated Press", "By The Associated Press", "- AP", "— The Associated Press"]
)
def test_an_agencys_name_as_the_last_line(line):
    assert agency_text(article(furniture=(Furniture(line, "source"),)))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("MILLPORT, March 3, AP — The harbour is closed.", True),
        ("MILLPORT/AP — The harbour is closed.", True),
        ("AP — The harbour is closed.", True),
        ("The harbour is closed until Friday. (AP)", True),
        ("The harbour is closed until Friday. — AP", True),
        ("The harbour is closed until Friday, the mayor told AP.", False),
        ("AP reported - and others doubted - that the harbour is closed.", False),
        ("The harbour is closed, a person told AP - nobody else was asked.", False),
    ],
)
def test_an_agencys_name_where_text_begins_and_ends(text, whole):
    assert agency_text(article(text)) is whole
