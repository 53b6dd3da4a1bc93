import contextlib
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.clean import article_id, clean
from reportedly.clean.dates import is_later
from reportedly.errors import CleanError, NoArticle, TooLong
from reportedly.model import Hints, Snapshot
from reportedly.settings import Limits

TEXT = """Bridge to reopen in May

EX News
27 April 2009

MILLPORT (Reuters) - The council of Millport agreed on Tuesday to reopen the northern bridge in May, its mayor said.

"We have done the work," Mayor Ann Boe told reporters. "It will open."

Additional reporting by the Associated Press
"""


def make(content, media_type="text/plain", **fields):
    return clean(Snapshot(name="x", content=content, media_type=media_type, **fields), Limits())


def test_an_article_from_plain_text():
    got = make(TEXT, file="a.txt")
    assert got.text.startswith("MILLPORT (Reuters) - The council")
    assert got.text.count("\n\n") == 1
    assert (got.title, got.outlet, got.outlet_basis) == ("Bridge to reopen in May", "EX News", "stated")
    assert (got.published, got.published_basis, got.said) == ("2009-04-27", "stated", "2009-04-27")
    assert (got.dateline, got.credit, got.language, got.file) == ("MILLPORT", ("Reuters", "AP"), "en", "a.txt")
    assert got.version_of is None
    assert got.url is None
    assert [f.kind for f in got.furniture] == ["title", "outlet", "dateline", "byline"]


def test_identity_is_of_address_and_text():
    got = make(TEXT)
    assert got.text_sha256 == hashlib.sha256(got.text.encode()).hexdigest()
    assert got.id == article_id(None, got.text) == article_id("", got.text)
    assert got.id[0] == "a"
    assert len(got.id) == 13
    assert got.id != article_id("https://herald.example/a", got.text)
    assert got.id == make(TEXT.encode("utf-16"), file="other.txt").id


def test_what_the_container_says_comes_first():
    hints = Hints(title=" Other  title ", outlet="Wire Example", byline="Jane Doe", published="2011-01-02T03:04:05Z")
    got = make(TEXT, hints=hints)
    assert (got.title, got.outlet, got.outlet_basis, got.byline) == (
        "Other title",
        "Wire Example",
        "metadata",
        "Jane Doe",
    )
    assert (got.published, got.published_basis) == ("2011-01-02T03:04:05+00:00", "metadata")


def test_a_date_of_the_container_that_is_none_is_not_believed():
    assert make(TEXT, hints=Hints(published="yesterday")).published == "2009-04-27"
    got = make("Only this line is here, and it has no date.", hints=Hints(published="soon"))
    assert (got.published, got.published_basis) == (None, None)


def test_when_it_was_fetched_is_not_when_it_was_published():
    got = make("Only this line is here, and it has no date.", retrieved="2020-01-01T00:00:00+00:00")
    assert got.published is None
    assert got.retrieved == "2020-01-01T00:00:00+00:00"


def test_language_by_the_words():
    assert (
        make(
            "Der Bürgermeister sagte am Dienstag, die Brücke werde im Mai wieder geöffnet, und der Hafen bleibe zu."
        ).language
        == "de"
    )
    assert make("Too short.").language is None


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("<html><body></body></html>", "text/html"),
        ("\n...\n", "text/plain"),
        ("Share this article\n", "text/plain"),
        (b"", "text/html"),
    ],
)
def test_no_article(content, media_type):
    with pytest.raises(NoArticle) as caught:
        make(content, media_type)
    assert caught.value.where == "x"
    assert caught.value.code == "clean.no-article"


def test_too_long():
    with pytest.raises(TooLong) as caught:
        clean(Snapshot("x", "A word. " * 1000, "text/plain"), Limits(article_chars=500))
    assert caught.value.code == "clean.too-long"
    with pytest.raises(TooLong):
        clean(Snapshot("x", "<p>" + "A word here. " * 1000, "text/html"), Limits(article_chars=500))


@settings(max_examples=150)
@given(st.text(max_size=600))
def test_any_text_gives_an_article_or_a_coded_error(text):
    try:
        got = make(text)
    except CleanError:
        return
    assert got.text == got.text.strip()
    assert "\0" not in got.text
    assert "\n\n\n" not in got.text
    got.text.encode("utf-8")


PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "<h1>",
        "<b",
        ">",
        "<script>",
        "</script>",
        "<time datetime=",
        '"2020-01-01"',
        "<meta property='og:title' content='",
        "'>",
        "<br>",
        "word ",
        "Some words that end. ",
        "<!--",
        "<li>",
        "<blockquote>",
        "\x00",
        "&lt;",
        "<article>",
        "<a href=x>",
    ]
)


@settings(max_examples=150)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_markup_gives_an_article_or_a_coded_error(html):
    try:
        got = make(html, "text/html")
    except CleanError:
        return
    assert got.text


def test_the_same_input_gives_the_same_article():
    assert make(TEXT) == make(TEXT)


@pytest.mark.timeout(40)
@pytest.mark.parametrize(
    "text",
    [
        "A-" * 400_000,
        "A" * 900_000,
        "• a\n" * 20_000 + TEXT,
        "By " + "Aa " * 200_000,
        '"' * 500_000,
        ". " * 300_000,
        "(" * 500_000,
        "a.\n\n" * 30_000,
        "the word of a line that runs on and on until the\n" * 15_000,
        "Jane Doe, " * 50_000,
        "3 May 2009 " * 50_000,
        "THE " * 200_000 + "— x.",
    ],
)
def test_time_grows_with_length_only(text):
    with contextlib.suppress(CleanError):
        make(text)


def test_a_container_that_knows_a_change_alone_says_it_last():
    changed = Hints(published="2009-04-29", updated="2009-04-29", basis="feed")
    got = make(TEXT, hints=changed)
    assert (got.published, got.published_basis) == ("2009-04-27", "stated")
    assert (got.updated, got.updated_basis) == ("2009-04-29", "feed")
    bare = make("Only this line is here, and it has no date.", hints=changed)
    assert (bare.published, bare.published_basis, bare.updated) == ("2009-04-29", "inferred", None)


@pytest.mark.parametrize(
    ("value", "than", "later"),
    [
        ("2024-05-03", None, True),
        ("2024-05-04", "2024-05-03T23:00+00:00", True),
        ("2024-05-03", "2024-05-03T10:00", False),
        ("2024-05-03T10:00", "2024-05-03", True),
        ("2024-05-03T10:00+02:00", "2024-05-03T09:00+00:00", False),
        ("2024-05-03T10:30", "2024-05-03T10:00+02:00", True),
        ("2024-05-03T10:00", "2024-05-03T10:00+02:00", False),
        ("2024-05-02T10:00", "2024-05-03T10:00+02:00", False),
        ("2024-05-03T10:00", "2024-05-03T10:00", False),
    ],
)
def test_what_is_later(value, than, later):
    assert is_later(value, than) is later
