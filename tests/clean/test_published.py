"""When a page was published: which witness is believed."""

import json
import time

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


# ---- when it was last changed


def changed(head="", body="", url=None):
    page = f"<html lang=en><head><title>Bridge opens early</title>{head}</head><body><article><h1>Bridge opens early</h1>{body}{PROSE}</article></body></html>"
    article = clean(Snapshot("page", page, "text/html", url=url), Limits())
    return article.updated, article.updated_basis


def ld(**said):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | said)}</script>'


DECLARED = '<meta property="article:published_time" content="2024-04-03T10:00:00Z">'


@pytest.mark.parametrize(
    ("head", "updated"),
    [
        (ld(dateModified="2024-04-04T09:30:00Z"), "2024-04-04T09:30+00:00"),
        (DECLARED + '<meta property="article:modified_time" content="2024-04-03T11:00:00Z">', "2024-04-03T11:00+00:00"),
        (DECLARED + '<meta property="og:updated_time" content="2024-04-03T12:30:00+02:00">', "2024-04-03T12:30+02:00"),
    ],
)
def test_a_declared_change(head, updated):
    assert changed(head) == (updated, "metadata")


@pytest.mark.parametrize(
    "said",
    [
        "2024-04-03T10:00:00Z",
        "2024-04-03T12:00:00+02:00",
        "2024-04-03",
        "2024-04-02T23:00:00Z",
        "1970-01-01T00:00:00Z",
        "soon",
    ],
)
def test_a_change_that_is_no_later_than_publication_says_nothing(said):
    assert changed(DECLARED + f'<meta property="article:modified_time" content="{said}">') == (None, None)


def test_a_change_is_compared_with_the_instant_and_not_with_the_outlets_day():
    head = ld(datePublished="2024-04-04T01:30:00Z", dateModified="2024-04-04T01:30:00Z")
    assert changed(head, url="https://news.example/2024/04/03/bridge") == (None, None)


@pytest.mark.parametrize(
    ("line", "updated"),
    [
        ("Updated 10:42 GMT, 4 April 2024", "2024-04-04T10:42+00:00"),
        ("Published 3 April 2024, updated 4 April 2024", "2024-04-04"),
        ("Published: 3 April 2024 | Last updated: April 4, 2024 at 9:05 pm", "2024-04-04T21:05"),
        ("Mis en ligne le 3 avril 2024, mis à jour le 4 avril 2024 à 10:42", "2024-04-04T10:42"),
        ("Veröffentlicht am 3. April 2024 – aktualisiert am 4. April 2024, 10:42 Uhr", "2024-04-04T10:42"),
    ],
)
def test_a_line_over_the_prose_states_a_change(line, updated):
    assert changed(DECLARED, f"<p>{line}</p>") == (updated, "stated")
    assert changed(DECLARED, f'<div class="article-meta"><span class="date">{line}</span></div>') == (updated, "stated")


def test_a_page_that_states_its_change_alone_was_published_by_then():
    body = '<p class="meta">Updated 10:42 GMT, 4 April 2024</p>'
    assert read(body=body) == ("2024-04-04T10:42+00:00", "inferred")
    assert changed(body=body) == (None, None)
    assert read(body=body, url="https://news.example/2024/04/02/x") == ("2024-04-02", "inferred")
    assert changed(body=body, url="https://news.example/2024/04/02/x") == ("2024-04-04T10:42+00:00", "stated")


def test_a_change_of_another_story_is_not_this_ones():
    other = '<aside><p class="date">Updated 5 April 2024</p><time itemprop="dateModified" datetime="2024-04-05">x</time></aside>'
    assert changed(DECLARED, other) == (None, None)


@pytest.mark.parametrize(
    "element",
    ['<span class="date">3 May 2021</span>', '<time datetime="2021-05-03">x</time>', "<p><time>soon</time></p>"],
)
def test_a_page_of_many_dates_takes_time_in_proportion(element):
    page = (
        f"<html><body><article><h1>Bridge opens early</h1>{PROSE}</article><div>{element * 20_000}</div></body></html>"
    )
    start = time.process_time()
    clean(Snapshot("page", page, "text/html"), Limits())
    assert time.process_time() - start < 10, "where each paragraph is compared with all, it is half a minute"


# ---- as pages of the world write it


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("1712138400", "2024-04-03T10:00+00:00"),
        ("1712138400000", "2024-04-03T10:00+00:00"),
        ("2024/04/03", "2024-04-03"),
        ("2024-4-3", "2024-04-03"),
        ("03.04.2024 10:00", "2024-04-03T10:00"),
        ("April 3, 2024 10:00 PM EDT", "2024-04-03T22:00-04:00"),
        ("2024年4月3日", "2024-04-03"),
    ],
)
def test_forms_of_a_declared_day(said, day):
    head = f'<meta property="article:published_time" content="{said}">'
    assert read(head) == (day, "metadata")


def test_of_several_articles_in_json_the_one_of_the_headline_counts():
    other = {"@type": "NewsArticle", "headline": "Ferry sails again after repairs", "datePublished": "2020-01-02"}
    own = {"@type": "NewsArticle", "headline": "Bridge opens early", "datePublished": "2024-04-03"}
    for nodes in ([other, own], [own, other]):
        head = f'<script type="application/ld+json">{json.dumps(nodes)}</script>'
        assert read(head) == ("2024-04-03", "metadata")


def test_a_number_in_json_is_an_instant():
    assert read(ld(datePublished=1712138400000)) == ("2024-04-03T10:00+00:00", "metadata")


@pytest.mark.parametrize(
    "body",
    [
        '<time datetime="10:00">3 April 2024</time>',
        '<abbr class="published" title="2024-04-03">last week</abbr>',
        '<span property="schema:datePublished" content="2024-04-03">last week</span>',
        '<time class="entry-date published updated" datetime="2024-04-03">3 April</time>',
    ],
)
def test_elements_that_hold_a_day(body):
    assert read(body=body) == ("2024-04-03", "stated")


WRAPPED = (
    "<html lang=en><head><title>Bridge opens early</title></head>{}<h1>Bridge opens early</h1>{}" + PROSE + "</html>"
)


@pytest.mark.parametrize(
    "today", ['<time datetime="2026-11-22">Sunday</time>', '<div class="current-date">22 November 2026</div>']
)
def test_the_day_over_the_heading_is_that_of_the_visit(today):
    shown = '<p class="date">3 April 2024</p>'
    page = WRAPPED.format(f"<body><div>{today}</div>", shown)
    assert clean(Snapshot("page", page, "text/html"), Limits()).published == "2024-04-03"


@pytest.mark.parametrize(
    "around",
    [
        '<body class="single has-sidebar comments-open">',
        '<body><form id="aspnetForm">',
        '<body><div class="content-sidebar-wrap">',
    ],
)
def test_what_is_around_the_whole_page_makes_no_part_of_it_another_story(around):
    page = WRAPPED.format(around, '<time datetime="2024-04-03">3 April</time>')
    got = clean(Snapshot("page", page, "text/html"), Limits())
    assert (got.published, got.published_basis) == ("2024-04-03", "stated")
