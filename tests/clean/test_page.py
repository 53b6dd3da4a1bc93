import json

import pytest

from reportedly.clean.page import parse, read_page
from reportedly.model import Hints

PROSE = [
    "The harbour at Millport was closed on Friday, the mayor said in a statement that surprised the town and its fishermen.",
    "Engineers had found a crack in one of the piers that hold the eastern wall, according to two people who saw their report.",
    "Four boats were inside when the gates were shut, the harbour master said, and one of them has since been brought out.",
    "“It will open in May whatever the engineers say,” the mayor told the council at its meeting on Thursday evening.",
]


def page(*, head="", before="", after="", prose=PROSE, attributes=""):
    body = "".join(f"<p>{p}</p>" for p in prose)
    return f"<!doctype html><html {attributes}><head>{head}</head><body><nav><a href='/'>Home</a></nav><article>{before}{body}{after}</article></body></html>"


def ld(**fields):
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def read(html, url="https://www.herald.example/2021/03/05/harbour", **hints):
    return read_page(html, url, Hints(**hints))


def test_the_prose_comes_out_whole_and_in_order():
    assert list(read(page()).paragraphs) == PROSE


NEWS = {"@type": "NewsArticle", "headline": "Harbour closed after crack found", "datePublished": "2021-03-05T08:00:00+01:00", "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Al Roe"}], "publisher": {"@type": "Organization", "name": "Millport Herald"}}  # fmt: skip


def test_what_json_ld_says():
    got = read(page(head=ld(**NEWS) + '<link rel="canonical" href="https://herald.example/a/harbour">'))
    assert (got.title, got.outlet, got.outlet_basis, got.byline) == (
        "Harbour closed after crack found",
        "Millport Herald",
        "metadata",
        "Jane Doe and Al Roe",
    )
    assert (got.published, got.published_basis, got.url) == (
        "2021-03-05T08:00+01:00",
        "metadata",
        "https://herald.example/a/harbour",
    )


def test_json_ld_in_a_graph_and_broken_json_ld_beside_it():
    head = '<script type="application/ld+json">{broken</script>' + ld(**{"@graph": [{"@type": "WebPage"}, NEWS]})
    assert read(page(head=head)).byline == "Jane Doe and Al Roe"


def test_meta_elements():
    head = """<title>Harbour closed - Millport Herald</title><meta property="og:site_name" content="Millport Herald">
      <meta property="og:title" content="Harbour closed"><meta name="author" content="By Jane Doe, Health Editor">
      <meta property="article:published_time" content="2021-03-05T08:00:00Z"><meta property="article:modified_time" content="2022-01-01">"""
    got = read(page(head=head))
    assert (got.title, got.outlet, got.byline, got.published) == (
        "Harbour closed",
        "Millport Herald",
        "Jane Doe",
        "2021-03-05T08:00+00:00",
    )


@pytest.mark.parametrize(
    "title",
    [
        "Harbour closed after storm | Millport Herald",
        "Harbour closed after storm - Millport Herald",
        "Millport Herald: Harbour closed after storm",
        "Harbour closed after storm | Local | Millport Herald",
    ],
)
def test_a_title_goes_without_the_sites_name(title):
    head = f'<title>{title}</title><meta property="og:site_name" content="Millport Herald">'
    expected = title if title.startswith("Millport Herald:") else "Harbour closed after storm"
    assert read(page(head=head)).title == expected


def test_a_hyphen_in_a_headline_is_kept():
    assert read(page(head="<title>Harbour - and pier - closed</title>")).title == "Harbour - and pier - closed"


def test_the_heading_that_readers_see_wins_and_leaves_the_text():
    head = '<meta property="og:title" content="Millport harbour closed after crack">'
    got = read(page(head=head, before="<h1>Harbour of Millport closed after a crack</h1>"))
    assert got.title == "Harbour of Millport closed after a crack"
    assert list(got.paragraphs) == PROSE


@pytest.mark.parametrize(
    ("before", "published", "basis"),
    [
        ('<time datetime="2021-03-04T10:00">4 March</time>', "2021-03-04T10:00", "stated"),
        ('<span class="article-date">Published 4 March 2021</span>', "2021-03-04", "stated"),
        (
            '<p class="timestamp">Updated: 6 March 2021 <b>x</b></p><p class="timestamp">First published 4 March 2021</p>',
            "2021-03-04",
            "stated",
        ),
        ('<aside><time datetime="2019-01-01">old story</time></aside>', "2021-03-05", "inferred"),
        ('<div class="related-stories"><time datetime="2019-01-01">old</time></div>', "2021-03-05", "inferred"),
        ('<script>var published = "2018-01-01";</script>', "2021-03-05", "inferred"),
    ],
)
def test_dates_that_readers_see(before, published, basis):
    got = read(page(before=before))
    assert (got.published, got.published_basis) == (published, basis)


def test_no_date_is_no_date():
    got = read(page(), url="https://herald.example/harbour")
    assert (got.published, got.published_basis) == (None, None)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/a/harbour#top">', "https://www.herald.example/a/harbour"),
        ('<link rel="canonical" href="https://herald.example/">', "https://www.herald.example/2021/03/05/harbour"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://www.herald.example/2021/03/05/harbour"),
        ('<link rel="canonical" href="https://[bad">', "https://www.herald.example/2021/03/05/harbour"),
        ('<meta property="og:url" content="https://herald.example/?id=5">', "https://herald.example/?id=5"),
    ],
)
def test_the_pages_own_address(head, url):
    assert read(page(head=head)).url == url


def test_the_outlet_at_the_end_of_the_title():
    got = read(page(head="<title>Harbour closed after storm - The Herald</title>"))
    assert (got.title, got.outlet, got.outlet_basis) == ("Harbour closed after storm", "The Herald", "metadata")
    assert read(page(head="<title>Harbour closed - what now</title>")).outlet == "herald.example"


def test_a_front_page_is_no_articles_address():
    assert read(page(head='<link rel="canonical" href="https://herald.example/">'), url=None).url is None


def test_the_host_is_the_last_name_for_an_outlet():
    got = read(page())
    assert (got.outlet, got.outlet_basis) == ("herald.example", "url")
    assert read(page(), url=None).outlet is None
    wired = read(page(prose=["MILLPORT (Reuters) - " + PROSE[0], *PROSE[1:]]))
    assert (wired.outlet, wired.outlet_basis, wired.dateline) == ("Reuters", "dateline", "MILLPORT")


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Organization", "name": "Millport Herald"},
        "Millport Herald",
        {"name": "https://herald.example/jane"},
        "Herald Staff",
        None,
        7,
        [None],
        {"name": ["x"]},
    ],
)
def test_no_byline_where_nobody_is_named(author):
    assert read(page(head=ld(**{**NEWS, "author": author}))).byline is None


def test_page_furniture_is_taken_out_and_kept_with_its_kind():
    after = """<p>Sign up to our newsletter for the best of Millport, every morning.</p><p>Jane Doe contributed to this report.</p>
      <p>Jane Doe is a reporter at the Millport Herald. Follow her on Twitter @janedoe.</p><p><a href="/x">Why the pier at Millport really sank in 1955</a></p>"""
    got = read(page(after=after))
    assert list(got.paragraphs) == PROSE
    assert {f.kind for f in got.furniture} >= {"signup", "byline"}


def test_embedded_posts_are_not_the_articles_words():
    post = '<blockquote class="twitter-tweet"><p>The pier is gone and nobody told us anything about it!</p>— Al (@al)</blockquote>'
    got = read(page(prose=[*PROSE, "</p>" + post + "<p>"]))
    assert not any("pier is gone" in p for p in got.paragraphs)
    assert any("pier is gone" in f.text and f.kind == "social" for f in got.furniture)


def test_a_teaser_box_inside_the_article_goes():
    box = '<div class="promo"><a href="/z"><h3>Pier</h3></a><p class="promo-description">The pier was closed a year ago and nobody has missed it since.</p></div>'
    assert list(read(page(prose=[*PROSE[:2], "</p>" + box + "<p>", *PROSE[2:]])).paragraphs) == PROSE


def test_a_box_that_is_the_whole_article_stays():
    html = (
        page().replace("<article>", '<article><div class="related-content">').replace("</article>", "</div></article>")
    )
    assert list(read(html).paragraphs) == PROSE


LIVE = ld(**{"@type": "LiveBlogPosting", "headline": "Harbour live", "datePublished": "2021-03-05"})
POSTS = "".join(
    f'<div id="post-{n}" class="live-post"><h3>Update</h3><p>Post {n}: the gates are still shut and the boats are waiting outside.</p></div>'
    for n in range(9)
)


def test_posts_of_a_live_blog_are_not_its_lead():
    got = read(page(head=LIVE, after=POSTS))
    assert list(got.paragraphs) == PROSE


def test_posts_are_the_article_where_the_page_says_so():
    posts = f'<div itemprop="articleBody">{POSTS}</div>'
    got = read(page(head=LIVE, after=posts))
    assert sum(p.startswith("Post ") for p in got.paragraphs) == 9


def test_text_only_in_json_ld_is_read_from_there():
    html = f"<html><head>{ld(**NEWS, articleBody=chr(10).join(PROSE))}</head><body><div id='app'></div></body></html>"
    assert list(read(html).paragraphs) == PROSE


def test_line_breaks_are_spaces_or_paragraphs():
    got = read(
        page(
            prose=[
                "First line of an address<br>second line of it, in the harbour of Millport.",
                f"{PROSE[1]}<br><br>{PROSE[2]}",
                *PROSE[3:],
            ]
        )
    )
    assert got.paragraphs[0] == "First line of an address second line of it, in the harbour of Millport."
    assert got.paragraphs[1:3] == (PROSE[1], PROSE[2])


@pytest.mark.parametrize(
    "html", ["", "   ", "<", "<html></html>", "<!-- only a comment -->", "<?xml version='1.0'?>", "<p>", "\x00"]
)
def test_pages_with_nothing_in_them(html):
    assert read(html).paragraphs == ()


def test_hostile_pages_end_in_time():
    deep = "<div>" * 100_000 + "<p>" + PROSE[0] + "</p>" + "</div>" * 100_000
    read(deep)
    read("<table><tr><td colspan='9007199254740991'>" + PROSE[0] + "</td></tr></table>")
    read("<p>" + "x" * 2_000_000)
    read(f'<script type="application/ld+json">{"[" * 50_000}</script>' + page())
    read("<a>" * 20_000 + "text")


def test_markup_in_metadata_is_only_text():
    got = read(
        page(head=ld(**{**NEWS, "headline": "Harbour <i onload=alert(1)>is</i> &lt;b&gt;closed&lt;/b&gt; today"}))
    )
    assert "<" not in got.title
    assert parse("<p>x") is not None
