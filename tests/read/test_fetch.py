"""Addresses of the web as inputs."""

import gzip
import json

import pytest

from reportedly.errors import NetError, ReadError, WrongType
from reportedly.model import Snapshot
from reportedly.read import Web, count_inputs, feed_addresses, read_inputs
from reportedly.settings import Limits, Settings
from webserver import answer, serving

PAGE = (
    "<html><head><title>Ferry</title></head><body><p>The ferry sank at noon, the harbour office said.</p></body></html>"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title>
<item><guid isPermaLink="false">1</guid><link>https://post.example/1</link><title>Ferry sinks</title>
<pubDate>Tue, 01 Jan 2030 10:00:00 GMT</pubDate><description>The ferry sank at noon.</description></item>
<item><guid isPermaLink="false">2</guid><link>https://post.example/2</link><title>Nobody hurt</title>
<description>Nobody was hurt.</description></item></channel></rss>"""
PRIVATE = Settings(network="private", limits=Limits(pause_seconds=1, fetch_seconds=5))


def reading(*inputs, settings=PRIVATE):
    return list(read_inputs(inputs, settings.limits, web=Web(settings)))


def test_a_page():
    with serving({"/a.php?x=1": answer(status=301, Location="/b"), "/b": answer(PAGE, kind="text/html; charset=ISO-8859-2")}) as site:  # fmt: skip
        [found] = reading(f"{site.url}/a.php?x=1")
    assert isinstance(found, Snapshot)
    assert found.content == PAGE.encode()
    assert (found.name, found.url, found.file) == (f"{site.url}/a.php?x=1", f"{site.url}/b", None)
    assert (found.media_type, found.charset) == ("text/html", "iso-8859-2")
    assert found.retrieved.endswith("Z")


def test_a_page_by_its_type_though_it_does_not_look_like_one():
    with serving({"/a": answer("<table><tr><td>The ferry sank.")}) as site:
        assert reading(f"{site.url}/a")[0].media_type == "text/html"


def test_a_text_and_lines():
    lines = "\n".join(json.dumps({"id": n, "text": f"The ferry sank {n} times."}) for n in range(2))
    with serving(
        {"/t.txt": answer("The ferry sank.", kind="text/plain"), "/l": answer(lines, kind="application/x-ndjson")}
    ) as site:
        found = reading(f"{site.url}/t.txt", f"{site.url}/l")
    assert [(s.name, s.url) for s in found] == [
        (f"{site.url}/t.txt", f"{site.url}/t.txt"),
        (f"{site.url}/l:1", None),
        (f"{site.url}/l:2", None),
    ]


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml", "text/html"])
def test_a_feed_gives_its_entries_whatever_the_server_calls_it(kind):
    with serving({"/feed": answer(FEED, kind=kind)}) as site:
        found = Web(PRIVATE).feed(f"{site.url}/feed")
    assert [(s.url, s.hints.id, s.hints.title) for s in found.items] == [
        ("https://post.example/1", "1", "Ferry sinks"),
        ("https://post.example/2", "2", "Nobody hurt"),
    ]
    assert {s.hints.basis for s in found.items} == {"feed"}
    assert found.private


def test_a_feed_read_as_an_input():
    with serving({"/feed": answer(FEED, kind="application/rss+xml")}) as site:
        found = reading(f"{site.url}/feed")
    assert [s.url for s in found] == ["https://post.example/1", "https://post.example/2"]
    assert all(s.retrieved and s.file is None for s in found)


def test_a_feed_that_has_not_changed():
    with serving(
        {"/feed": lambda r: answer(status=304) if "if-none-match" in r.headers else answer(FEED, ETag='"1"')}
    ) as site:
        web = Web(PRIVATE)
        first = web.feed(f"{site.url}/feed")
        again = web.feed(f"{site.url}/feed", etag=first.etag, modified=first.modified)
    assert (again.items, again.etag) == (None, '"1"')


@pytest.mark.parametrize(
    "page", [answer(PAGE), answer("The ferry sank."), answer("The ferry sank.", kind="text/plain")]
)
def test_a_page_is_no_feed(page):
    with serving({"/": page}) as site, pytest.raises(WrongType) as caught:
        Web(PRIVATE).feed(f"{site.url}/")
    assert "RSS" in caught.value.line()


def test_what_fails_is_a_value_and_the_next_is_read():
    with serving({"/b": answer(PAGE), "/png": answer(b"\x89PNG\r\n", kind="application/octet-stream")}) as site:
        found = reading(
            f"{site.url}/a", "file:///etc/passwd", "http://me:word@news.example/", f"{site.url}/png", f"{site.url}/b"
        )
    assert [getattr(f, "code", None) for f in found] == [
        "net.status",
        "net.address",
        "net.address",
        "read.binary",
        None,
    ]
    assert [f.where for f in found[:4]] == [
        f"{site.url}/a",
        "file:///etc/passwd",
        "http://me:word@news.example/",
        f"{site.url}/png",
    ]


def test_the_own_net_is_not_fetched_unasked():
    with serving({"/a": answer(PAGE)}) as site:
        for settings in (Settings(), Settings(network="off")):
            [error] = reading(f"{site.url}/a", settings=settings)
            assert isinstance(error, NetError)
            assert error.code == "net.refused"
        [error] = list(read_inputs([f"{site.url}/a"], Limits()))
        assert error.code == "net.refused"
        assert site.requests == []


def test_a_cap_before_and_after_unpacking():
    small = Settings(network="private", limits=Limits(file_bytes=1000))
    with serving({"/a": answer("x" * 1001), "/b": answer(gzip.compress(b"x" * 1001), Content_Encoding="gzip")}) as site:
        for path in ("/a", "/b"):
            [error] = reading(site.url + path, settings=small)
            assert error.code == "net.too-large"


def test_counting_fetches_nothing():
    with serving() as site:
        assert count_inputs([f"{site.url}/a", "-"]) == 2
        assert site.requests == []


# ---- lists of feeds

OPML = """<opml version="2.0"><body><outline text="News"><outline type="rss" xmlUrl="https://post.example/feed"/>
<outline xmlUrl="https://wire.example/feed"/></outline></body></opml>"""


def test_addresses_and_lists_of_them(tmp_path):
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    found = list(feed_addresses(["https://own.example/feed", str(file)], Limits()))
    assert found == ["https://own.example/feed", "https://post.example/feed", "https://wire.example/feed"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "no list",
        "<opml><body/></opml>",
        "<opml><outline xmlUrl='",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><opml>&a;</opml>",
    ],
)
def test_a_list_that_is_none(tmp_path, content):
    file = tmp_path / "feeds.opml"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ReadError) as caught:
        list(feed_addresses([str(file)], Limits()))
    assert str(file) in caught.value.line()
    assert "\n" not in caught.value.line()
