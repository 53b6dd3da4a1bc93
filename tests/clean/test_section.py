"""The section that an article stands in."""

import json

import pytest

from reportedly.clean import clean
from reportedly.clean.section import section_name
from reportedly.model import Hints, Snapshot
from reportedly.settings import Limits

PROSE = "".join(
    f"<p>The mayor of Springville said on Wednesday that part {n} of the bridge would open before the summer.</p>"
    for n in range(6)
)


def read(head="", top="", **hints):
    page = f"<html lang=en><head><title>Bridge opens early</title>{head}</head><body>{top}<article><h1>Bridge opens early</h1>{PROSE}</article></body></html>"
    article = clean(Snapshot("page", page, "text/html", hints=Hints(**hints)), Limits())
    return article.section, article.section_basis


def ld(*nodes):
    return f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>'


def trail(*crumbs):
    items = [
        {"@type": "ListItem", "position": n, "name": name} | ({"item": at} if at else {})
        for n, (name, at) in enumerate(crumbs)
    ]
    return ld({"@type": "BreadcrumbList", "itemListElement": items})


SITE = "https://news.example"


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (ld({"@type": "NewsArticle", "articleSection": "World"}), "World"),
        (ld({"@type": "NewsArticle", "articleSection": ["Arts &amp; Culture", "Film"]}), "Arts & Culture"),
        ('<meta property="article:section" content=" Regional\n news ">', "Regional news"),
        (
            trail(
                ("Home", SITE), ("World", f"{SITE}/world"), ("Europe", f"{SITE}/world/europe"), ("Bridge opens", None)
            ),
            "Europe",
        ),
        (trail(("Home", f"{SITE}/en/"), ("Bridge opens early", f"{SITE}/world/1")), None),
        (trail(("Home", {"@id": SITE, "name": "Home"}), ("Article", f"{SITE}/article")), None),
        (trail(("Europe", None)), "Europe"),
    ],
)
def test_what_a_page_declares(head, section):
    assert read(head) == ((section, "metadata") if section else (None, None))


def test_what_a_page_shows():
    crumbs = '<nav class="breadcrumbs"><a href="/">Start</a> <a href="/world">World</a> <span>Bridge opens early</span></nav>'
    assert read(top=crumbs) == ("World", "stated")
    assert read(top='<a itemprop="articleSection" href="/w">World</a>') == ("World", "stated")
    assert read(top='<nav><a href="/world">World</a></nav>') == (None, None), "a menu has all sections"


def test_the_container_goes_first():
    head = '<meta property="article:section" content="World">'
    assert read(head, section="Europe", basis="feed") == ("Europe", "feed")
    assert read(head, section="https://news.example/europe") == ("World", "metadata")


@pytest.mark.parametrize(
    "said", [None, 7, "", " ", "17", "https://news.example/world", "tag:world", "Articles", "x" * 61]
)
def test_what_is_no_name(said):
    assert section_name(said) is None


@pytest.mark.parametrize("crumbs", [None, 7, {"a": 1}, [None, 7, "x", {"item": 7}, {"name": 7, "item": "http://[::1"}]])
def test_a_trail_that_is_none(crumbs):
    assert read(ld({"@type": "BreadcrumbList", "itemListElement": crumbs})) == (None, None)
