"""When a page was published: which witness is believed."""

import pytest

from reportedly.clean import clean
from reportedly.clean.page import parse
from reportedly.clean.published import undeclared_date
from reportedly.model import Snapshot
from reportedly.settings import Limits

PROSE = "".join(
    f"<p>The mayor of Springville said on Wednesday that part {n} of the bridge would open before the summer.</p>"
    for n in range(6)
)


def read(head="", body="", url=None):
    page = f"<html lang=en><head><title>Bridge opens early</title>{head}</head><body><article><h1>Bridge opens early</h1>{body}{PROSE}</article></body></html>"
    article = clean(Snapshot("page", page, "text/html", url=url), Limits())
    return article.published, article.published_basis


@pytest.mark.parametrize(
    "path",
    ["/2024/04/03/bridge", "/2024/apr/03/bridge", "/news/2024-04-03/bridge", "/3/20240403/58", "/2024/CITY/04/03/x/"],
)
def test_a_day_in_the_address_is_inferred(path):
    assert read(url=f"https://news.example{path}") == ("2024-04-03", "inferred")


@pytest.mark.parametrize("path", ["/story-20240403581", "/2024/99/99/x", "/id/1234567890"])
def test_other_numbers_in_an_address_are_no_day(path):
    assert read(url=f"https://news.example{path}") == (None, None)


def test_an_instant_in_universal_time_has_the_day_of_the_outlets_own_calendar():
    head = '<meta property="article:published_time" content="2024-04-04T01:30:00Z">'
    assert read(head, url="https://news.example/2024/04/03/bridge") == ("2024-04-03", "metadata")
    # the day of an issue is not that of publication
    assert read(head, url="https://news.example/2024/04/15/bridge") == ("2024-04-04T01:30+00:00", "metadata")
    assert read(head.replace("Z", "-04:00"), url="https://news.example/2024/04/03/b")[0] == "2024-04-04T01:30-04:00"


def test_a_line_over_the_prose_states_the_day():
    assert read(body="<p>3 April 2024</p>", url="https://news.example/2024/04/02/x") == ("2024-04-03", "stated")


def test_a_sentence_with_a_date_does_not():
    assert read(body="<p>The works began on 3 April 2019, said the mayor of Springville on Wednesday.</p>") == (
        None,
        None,
    )


@pytest.mark.parametrize("tag", ["script", "aside", "footer", "nav"])
def test_no_day_from_a_script_or_another_story(tag):
    other = f'<{tag}>{{"datePublished": "2020-01-02"}} <time datetime="2020-01-02">2 January 2020</time></{tag}>'
    assert read(body=other) == (None, None)


def test_undeclared_days_do_not_come_from_scripts():
    tree = parse('<html><body><script>var d="2020-01-02";</script><p>Text</p><footer>2 May 2011</footer></body></html>')
    assert undeclared_date(tree) is None


@pytest.mark.parametrize("said", ["2021-02-30", "2021-02"])
def test_a_date_without_a_day_or_with_one_that_cannot_be_is_not_made_up(said):
    assert read(f'<meta property="article:published_time" content="{said}">') == (None, None)
