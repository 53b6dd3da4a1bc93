import pytest

from reportedly.clean.blocks import pieces_of
from reportedly.clean.plain import read_plain
from reportedly.model import Hints

BODY = """The council of Millport agreed on Tuesday to reopen the northern bridge in May, its mayor said.

"We have done the work," Mayor Ann Boe told reporters. "It will open."

Engineers had closed the bridge in 2009 after a crack was found in one of its piers.
"""


def read(head, body=BODY, **hints):
    return read_plain(head + body, Hints(**hints))


@pytest.mark.parametrize(
    ("head", "title", "outlet", "byline", "published"),
    [
        ("", None, None, None, None),
        ("Bridge to reopen in May\n\n", "Bridge to reopen in May", None, None, None),
        ("EX News\n27 April 2009\n\n", None, "EX News", None, "2009-04-27"),
        (
            "Bridge to reopen in May\n\nThe Millport Herald\nMonday 4 May 2009 10.22 BST\n\n",
            "Bridge to reopen in May",
            "The Millport Herald",
            None,
            "2009-05-04T10:22+01:00",
        ),
        (
            "Bridge to reopen in May\n\nPublished April 26, 2018 | EX News\n\n",
            "Bridge to reopen in May",
            "EX News",
            None,
            "2018-04-26",
        ),
        (
            "Bridge to reopen. Here is what comes next.\n\nMillport Herald\nApril 27, 2018\n\n",
            "Bridge to reopen. Here is what comes next.",
            "Millport Herald",
            None,
            "2018-04-27",
        ),
        ("Bridge to reopen\n\nbarkside\n26 Apr 2018\n\n", "Bridge to reopen", None, None, "2018-04-26"),
        ("Bridge to be reopened\n\nBarkside\n26 Apr 2018\n\n", "Bridge to be reopened", "Barkside", None, "2018-04-26"),
        (
            "Will the bridge reopen?\n\nAl Roe's Photo\nby Al Roe\nMonday, Sep 11, 2023 - 02:50 PM\n\n",
            "Will the bridge reopen?",
            None,
            "Al Roe",
            "2023-09-11T14:50",
        ),
        (
            "Bridge to reopen in May\nBy Jane Doe, CNN\nUpdated 0326 GMT (1126 HKT) April 27, 2018\n\n",
            "Bridge to reopen in May",
            "CNN",
            "Jane Doe",
            "2018-04-27T03:26+00:00",
        ),
        (
            "By Jane Doe, Health and Science Editor\n\nMILLPORT | Thu May 7, 2009 7:41 pm EDT\n\n",
            None,
            None,
            "Jane Doe",
            "2009-05-07T19:41-04:00",
        ),
        (
            "Bridge to reopen in May\n\nBy Jane Doe\nMillport Post Staff Writer\nFriday, April 3, 2009; 10:03 AM\n\n",
            "Bridge to reopen in May",
            "Millport Post",
            "Jane Doe",
            "2009-04-03T10:03",
        ),
        (
            "Bridge to reopen in May\nJane Doe and Al Roe in Millport\nThe Herald, Friday 3 April 2009\n\n",
            "Bridge to reopen in May",
            "The Herald",
            "Jane Doe and Al Roe",
            "2009-04-03",
        ),
        (
            "Bridge to reopen in May | Millport Herald\nJane Doe, Political Editor\n3 April 2011\n\n",
            "Bridge to reopen in May",
            "Millport Herald",
            "Jane Doe",
            "2011-04-03",
        ),
        (
            "Bridge to reopen in May\n\nJane Doe, USA TODAY Published 3:04 p.m. ET April 3, 2018 | Updated 5:10 p.m. ET April 4, 2018\n\n",
            "Bridge to reopen in May",
            "USA TODAY",
            "Jane Doe",
            "2018-04-03T15:04-04:00",
        ),
        (
            "3 April 2018\n\nBridge to reopen in May\n\nBy Jane Doe\nPolitical correspondent\n\n",
            "Bridge to reopen in May",
            None,
            "Jane Doe",
            "2018-04-03",
        ),
        (
            "• Bridge closed since 2009\n• Council votes for May\n\nThe Guardian\nMonday 4 May 2009\n\n",
            None,
            "The Guardian",
            None,
            "2009-05-04",
        ),
    ],
)
def test_heads(head, title, outlet, byline, published):
    got = read(head)
    assert (got.title, got.outlet, got.byline, got.published) == (title, outlet, byline, published)
    assert "\n\n".join(got.paragraphs) == BODY.strip()
    assert {f.text for f in got.furniture} == {line for line in head.split("\n") if line}


def test_a_caption_above_the_date_is_no_title():
    got = read(
        "A dock worker wears a helmet in Millport April 27, 2009.\n\nMILLPORT | Thu Apr 30, 2009 11:39 am EDT\n\n"
    )
    assert got.title is None
    assert got.furniture[0].kind == "caption"
    assert got.published == "2009-04-30T11:39-04:00"


def test_the_dateline_gives_place_and_wire_service_and_stays_in_the_text():
    got = read("", "MILLPORT (Reuters) - " + BODY)
    assert (got.outlet, got.outlet_basis, got.dateline) == ("Reuters", "dateline", "MILLPORT")
    assert got.paragraphs[0].startswith("MILLPORT (Reuters) - The council")
    assert read("EX News\n\n", "MILLPORT (Reuters) - " + BODY).outlet == "EX News"


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("The bridge will likely open in May, Daily Example US has been told.", "Daily Example US"),
        ("The Millport Herald has learned that the bridge will open.", "Millport Herald"),
        ("The bridge will open, EX News can reveal.", "EX News"),
        ("Parliament has been told that the bridge will open.", None),
        ("Mayor Boe told EX News that the bridge will open.", None),
        ("The FBI has learned of the crack, and the Council has been told.", None),
        ("EX News has learned one thing; the Millport Herald has learned another.", None),
    ],
)
def test_an_outlet_that_calls_itself_by_its_name(sentence, outlet):
    got = read("", sentence + "\n\n" + BODY)
    assert got.outlet == outlet
    assert got.outlet_basis == ("stated" if outlet else None)


def test_a_date_in_prose_is_not_the_day_of_publication():
    body = BODY + "\nThe pier was built on 3 May 1920.\n\nIt sank on April 4, 1955, in a storm.\n"
    assert read("", body).published is None
    assert read("Crisis of 27 April 2009\n\n", body).published is None


def test_the_paper_that_a_page_took_its_text_from():
    parts = read("Bridge to reopen in May\n\nMILLPORT — From Monday's Herald and Mail\nPublished April 27, 2009\n\n")
    assert (parts.outlet, parts.published) == ("Herald and Mail", "2009-04-27")


def test_a_date_alone_below_decks_is_the_day_of_publication():
    decks = "Two piers are cracked.\nThe mayor puts the cost at a million.\n"
    parts = read(f"Bridge to reopen in May\n\n{decks}April 28, 2009\n\n")
    assert (parts.title, parts.published) == ("Bridge to reopen in May", "2009-04-28")
    assert "Two piers are cracked." in parts.paragraphs
    assert not any("April 28" in p for p in parts.paragraphs)


def test_a_date_at_the_foot_that_says_what_it_is():
    assert read("", BODY + "\nPublished 3 May 2021\n").published == "2021-05-03"
    assert read("", BODY + "\nUpdated 3 May 2021\n").published is None


def test_the_title_known_from_elsewhere_is_found_in_the_text():
    got = read("Bridge to Reopen in May\n\n", title="Bridge to reopen in May")
    assert [f.kind for f in got.furniture] == ["title"]
    assert len(got.paragraphs) == 3


def test_wrapped_lines_are_one_paragraph_and_lists_are_not():
    wrapped = "The council of Millport agreed on Tuesday to reopen the\nnorthern bridge in May, its mayor said, and to close\nthe eastern one.\n"
    assert [p.text for p in pieces_of(wrapped)] == [" ".join(wrapped.split())]
    listed = "Harbour master wins a prize for his garden in Millport\nWhy the boats of Millport float even when they are full\nMayor to open the bridge in May, says the whole council\n"
    assert len(pieces_of(listed)) == 3


def test_a_text_without_empty_lines_has_a_paragraph_a_line():
    got = read("Bridge to reopen in May\nEX News\n3 May 2009\n", BODY.replace("\n\n", "\n"))
    assert (got.title, got.outlet, len(got.paragraphs)) == ("Bridge to reopen in May", "EX News", 3)


def test_white_space_is_one_space_and_letters_are_left_alone():
    (piece,) = pieces_of("Cafe\u0301\u00a0 in\tMill\u00adport \u200bopens.")
    assert piece.text == "Cafe\u0301 in Millport opens."


@pytest.mark.parametrize(
    "text", ["One line only, without a stop", "A woman walks past the harbour in Millport last year."]
)
def test_a_note_of_one_line_is_kept(text):
    assert read("", text).paragraphs == (text,)


def test_every_line_is_either_prose_or_furniture():
    text = (
        "Bridge to reopen in May\n\nEX News\n27 April 2009\n\n"
        + BODY
        + "\nREAD MORE: The pier that sank\n\nShare this article\n"
    )
    got = read("", text)
    assert sorted([*got.paragraphs, *(f.text for f in got.furniture)]) == sorted(
        line for line in text.split("\n") if line
    )


@pytest.mark.parametrize(
    ("head", "title", "outlet", "byline"),
    [
        (
            "The Sunday Tern\n20 October 2019\n\nAfter the storm: a town counts its boats\n\nOur correspondent\nJane Doe in Millport\n\n",
            "After the storm: a town counts its boats",
            "The Sunday Tern",
            "Jane Doe",
        ),
        (
            "Millport Weekly\n\nBridge to reopen in May\n\n15 October 2019 | by Al Roe\n\n",
            "Bridge to reopen in May",
            "Millport Weekly",
            "Al Roe",
        ),
        ("# Bridge to reopen in May\n\n", "Bridge to reopen in May", None, None),
        ("EX News\n27 April 2009\n\nEngineer Al Roe: 'Nobody looked at it'\n\n", None, "EX News", None),
    ],
)
def test_more_heads(head, title, outlet, byline):
    got = read(head)
    assert (got.title, got.outlet, got.byline) == (title, outlet, byline)
    assert len(got.paragraphs) == 3


@pytest.mark.parametrize(
    ("head", "published", "basis", "updated"),
    [
        ("27 April 2009, updated 28 April 2009 10:42 GMT\n\n", "2009-04-27", "stated", "2009-04-28T10:42+00:00"),
        ("EX News\n27 April 2009\nUpdated 28 April 2009\n\n", "2009-04-27", "stated", "2009-04-28"),
        ("EX News\nUpdated 28 April 2009\n\n", "2009-04-28", "inferred", "2009-04-28"),
    ],
)
def test_the_day_of_a_change(head, published, basis, updated):
    parts = read(head)
    assert (parts.published, parts.published_basis, parts.updated) == (published, basis, updated)


@pytest.mark.parametrize("line", ["AP", "(AP)", "By The Associated Press"])
def test_a_services_name_under_the_last_paragraph_signs_the_text(line):
    parts = read_plain(f"{BODY}\n\n{line}\n", Hints())
    assert [(f.text, f.kind) for f in parts.furniture] == [(line, "source")]
    photo = read_plain(f"{BODY}\n\nMayor Ann Boe (left) at the bridge on Tuesday.\n\n{line}\n", Hints())
    assert "source" not in {f.kind for f in photo.furniture}


def test_a_last_paragraph_that_a_service_signs_is_prose():
    signed = f"{BODY.strip()} (AP)"
    assert read_plain(signed, Hints()).paragraphs[-1].endswith("piers. (AP)")
