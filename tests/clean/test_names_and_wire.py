import pytest

from reportedly.clean.names import byline_of, is_outlet, is_person, outlet_name
from reportedly.clean.wire import credits_of, dateline, signs


@pytest.mark.parametrize(
    "line",
    [
        "The Millport Herald",
        "Millport Daily News",
        "BBC News",
        "USA TODAY",
        "HuffPost UK",
        "The Guardian",
        "Reuters",
        "FoxNews.com",
        "Daily Example US",
        "EX News, Geneva",
    ],
)
def test_names_of_outlets(line):
    assert is_outlet(line)


@pytest.mark.parametrize(
    "line",
    [
        "World News",
        "Breaking News",
        "Latest news",
        "Jane Doe",
        "Mayor resigns",
        "Team Sets Scoring Record in Victory",
        "Office of the Press Secretary",
        "Press release",
        "Jane Doe, Example News",
        "Jane Doe for Example News",
        "",
        "News Analysis",
        "the daily grind of the post",
    ],
)
def test_what_is_no_outlet(line):
    assert not is_outlet(line)


def test_an_outlets_name_without_place_and_role():
    assert outlet_name("EX News, Geneva") == "EX News"
    assert outlet_name("Millport Post Staff Writer") == "Millport Post"


@pytest.mark.parametrize(
    ("line", "names", "outlet"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("by jane doe", None, None),
        ("By JANE DOE and AL ROE", "Jane Doe and Al Roe", None),
        ("By Jane Doe, Health Editor", "Jane Doe", None),
        ("By Jane Doe, Al Roe and Bo O'Neil in Millport", "Jane Doe, Al Roe and Bo O'Neil", None),
        ("By Jane Doe, Millport Herald", "Jane Doe", "Millport Herald"),
        ("By Jane Doe For Mailonline", "Jane Doe", "Mailonline"),
        ("By Jane van der Berg @janevdb", "Jane van der Berg", None),
        ("By Zoë Müller-Lüdenscheidt", "Zoë Müller-Lüdenscheidt", None),
        ("By our political correspondent", None, None),
        ("By The Associated Press", None, "The Associated Press"),
    ],
)
def test_bylines(line, names, outlet):
    assert byline_of(line) == (names, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By the time help came, the harbour had been closed for a week.",
        "Jane Doe",
        "By Friday, the bridge was open again to all cars and lorries.",
        "Bye",
    ],
)
def test_what_is_no_byline(line):
    assert byline_of(line) is None


def test_a_person_is_told_from_an_outlet():
    assert is_person("Jane Doe")
    assert not is_person("Millport Herald")
    assert not is_person("jane doe went home")


@pytest.mark.parametrize(
    ("text", "place", "service"),
    [
        ("MILLPORT (Reuters) - The harbour is closed.", "MILLPORT", "Reuters"),
        ("NEW MILLPORT, Ohio (AP) — The harbour is closed.", "NEW MILLPORT, Ohio", "AP"),
        ("MILLPORT, March 4 (Xinhua) -- The harbour is closed.", "MILLPORT", "Xinhua"),
        ("ST. MILLPORT, Nov. 19 (UPI) -- The harbour is closed.", "ST. MILLPORT", "UPI"),
        ("Millport (AFP) - The harbour is closed.", "Millport", "AFP"),
        ("MILLPORT, Ohio (Coastwire) - The harbour is closed.", "MILLPORT, Ohio", "Coastwire"),
        ("(Reuters) - The harbour is closed.", None, "Reuters"),
        ("March 4 (Reuters) - The harbour is closed.", None, "Reuters"),
        ("MILLPORT — The harbour is closed.", "MILLPORT", None),
        ("NEW MILLPORT — The harbour is closed.", "NEW MILLPORT", None),
        ("PORT ST. ANN, Calif. – The harbour is closed.", "PORT ST. ANN, Calif.", None),
        ("MILLPORT, March 3, AP — The harbour is closed.", "MILLPORT", "AP"),
        ("MILLPORT/AP — The harbour is closed.", "MILLPORT", "AP"),
        ("AP — The harbour is closed.", None, "AP"),
        ("Reuters: the harbour is closed.", None, None),
        ("The mayor (AP) - no", None, None),
        ("The harbour is closed - for now.", None, None),
        ("NATO said on Monday it would act.", None, None),
    ],
)
def test_datelines(text, place, service):
    got = dateline(text)
    if text.startswith("The mayor"):
        assert got[0] != "The"  # whatever it is, "The mayor" is one name to it
    else:
        assert got[:2] == (place, service)
        assert text[got[2] :].startswith(("The", "NATO", "Reuters:"))


def test_wire_credits_come_from_datelines_and_credit_lines_not_from_prose():
    assert credits_of(["MILLPORT (AP) - Closed."], ["Reuters contributed to this report."], None) == ("AP", "Reuters")
    assert credits_of(["The mayor told Reuters it was closed."], ["Photo: AP", "Al Roe/Reuters"], None) == ()
    assert credits_of(["Closed."], [], "Associated Press") == ("AP",)


@pytest.mark.parametrize(
    ("line", "services"),
    [
        ("The Associated Press contributed to this report.", ("AP",)),
        ("Copyright 2021 The Associated Press. All rights reserved.", ("AP",)),
        ("© 2021 AFP", ("AFP",)),
        ("Source: Reuters", ("Reuters",)),
        ("(With inputs from PTI)", ("PTI",)),
        ("With AP", ("AP",)),
        ("This story was first published by Reuters.", ("Reuters",)),
        ("— Associated Press", ("AP",)),
        ("Source: the mayor's office", ()),
        ("Photo: AP", ()),
        ("Al Roe/Reuters", ()),
        ("(AP)", ()),
        ("Read more: AP explains the tides", ()),
    ],
)
def test_lines_that_credit_a_service(line, services):
    assert credits_of(["Closed."], [line], None) == services


def test_a_bare_name_credits_where_the_line_is_a_byline():
    line = "Jane Doe, The Associated Press"
    assert credits_of(["Closed."], [line], None) == ()
    assert credits_of(["Closed."], [line], None, [line]) == ("AP",)


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("AP", True),
        ("(AP)", True),
        ("The Associated Press", True),
        ("By The Associated Press", True),
        ("Photo: AP", False),
        ("Jane Doe/AP", False),
        ("The mayor told AP.", False),
    ],
)
def test_a_services_name_and_nothing_else(line, alone):
    assert signs(line) is alone


def test_a_last_paragraph_that_a_service_signs():
    assert credits_of(["Closed.", "Open on Friday. (AP)"], [], None) == ("AP",)
    assert credits_of(["Closed. (AP)", "Open on Friday."], [], None) == ()
    assert credits_of(["Closed.", "It is open, a man told AP."], [], None) == ()
