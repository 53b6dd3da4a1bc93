import json

import pytest

from faults.making import address, entry, rss
from read.reading import read, told
from reportedly.clean import clean
from reportedly.errors import Damaged, EmptyInput, Skipped
from reportedly.settings import Limits

SAID = "The harbour at Millport was closed on Friday, the council said."
CONTENT = f"<p>{SAID}</p><p>Nobody was hurt.</p>"
RSS2 = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Millport Herald</title><link>https://herald.example/</link>
<atom:link rel="self" href="https://herald.example/feed"/><image><title>Logo</title></image>
<item><title>Harbour &amp;amp; pier closed</title><link>{address(1)}</link><guid isPermaLink="false">tag:1</guid>
<media:content><media:title>A photo</media:title></media:content>
<description>Short.</description><c:encoded><![CDATA[{CONTENT}]]></c:encoded>
<pubDate>Fri, 05 Mar 2021 10:00:00 +0100</pubDate><author>news@herald.example (Ann Boe)</author></item>
</channel></rss>"""
RSS1 = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Millport Herald</title></channel>
<item><title>Harbour &amp;amp; pier closed</title><link>{address(1)}</link><description>{SAID}</description>
<dc:date>2021-03-05T10:00:00+01:00</dc:date><dc:creator>Ann Boe</dc:creator></item></rdf:RDF>"""
ATOM = f"""<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Millport Herald</a:title>
<a:entry><a:title type="html">Harbour &amp;amp; pier closed</a:title><a:link rel="enclosure" href="https://x.example/x.mp3"/>
<a:link href="{address(1)}"/><a:id>tag:1</a:id><a:updated>2021-03-07T10:00:00Z</a:updated>
<a:published>2021-03-05T10:00:00+01:00</a:published><a:author><a:name>Ann Boe</a:name></a:author>
<a:summary>Short.</a:summary>
<a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{SAID}</p><p>Nobody &lt;was&gt; hurt.</p></div></a:content>
</a:entry></a:feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Millport Herald",
        "items": [
            {
                "id": "tag:1",
                "url": address(1),
                "title": "Harbour & pier closed",
                "content_html": CONTENT,
                "date_published": "2021-03-05T10:00:00+01:00",
                "authors": [{"name": "Ann Boe"}],
            }
        ],
    },
    indent=1,
)


def one(tmp_path, content, name="feed"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (item,) = read(path)
    return item


@pytest.mark.parametrize(
    "content", [RSS2, RSS1, ATOM, JSON, json.dumps(json.loads(JSON))], ids=["rss2", "rss1", "atom", "json", "json line"]
)
def test_every_kind_of_feed_gives_entries_with_their_hints(tmp_path, content):
    item = one(tmp_path, content)
    assert item.url == address(1)
    hints = item.hints
    assert (hints.title, hints.outlet, hints.byline, hints.basis) == (
        "Harbour & pier closed",
        "Millport Herald",
        "Ann Boe",
        "feed",
    )
    article = clean(item, Limits())
    assert SAID in article.text
    assert "Short." not in article.text
    assert article.published.startswith("2021-03-05T10:00")
    assert article.published.endswith("+01:00")
    assert (article.published_basis, article.outlet_basis) == ("feed", "feed")


def test_xhtml_stays_text_where_it_is_text(tmp_path):
    assert "&lt;was&gt;" in one(tmp_path, ATOM).content
    assert "Nobody <was> hurt." in clean(one(tmp_path, ATOM), Limits()).text


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>https://x.example/a</link>", "https://x.example/a"),
        ("<guid>https://x.example/b</guid>", "https://x.example/b"),
        ('<guid isPermaLink="false">https://x.example/b</guid>', None),
        ("<guid>tag:7</guid>", None),
        (
            "<link>https://burner.example/~r/1</link><feedburner:origLink>https://x.example/c</feedburner:origLink>",
            "https://x.example/c",
        ),
    ],
)
def test_an_entrys_address(tmp_path, inner, url):
    assert one(tmp_path, rss(f"<description>{SAID}</description>{inner}")).url == url


def test_prefixes_that_are_not_declared_are_taken_at_their_word(tmp_path):
    item = one(tmp_path, rss(f"<content:encoded>{SAID}</content:encoded><dc:creator>Ann Boe</dc:creator>"))
    assert item.content == SAID
    assert item.hints.byline == "Ann Boe"


def test_an_entry_of_another_outlet_and_an_address_that_names_nobody(tmp_path):
    item = one(
        tmp_path,
        rss(f"<description>{SAID}</description><source url='x'>Delta Wire</source><author>a@x.example</author>"),
    )
    assert item.hints.outlet == "Delta Wire"
    assert item.hints.byline is None


def test_only_updated_is_better_than_no_day(tmp_path):
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><summary>{SAID}</summary><updated>2021-03-07</updated></entry></feed>'
    hints = one(tmp_path, feed).hints
    assert (hints.published, hints.updated) == ("2021-03-07", "2021-03-07")


def test_the_day_of_a_change_and_the_first_category(tmp_path):
    said = "<category label='Harbour news' term='h'/><category term='x'/>"
    hints = one(tmp_path, ATOM.replace("<a:summary>", said.replace("<c", "<a:c") + "<a:summary>")).hints
    assert (hints.published, hints.updated, hints.section) == (
        "2021-03-05T10:00:00+01:00",
        "2021-03-07T10:00:00Z",
        "Harbour news",
    )
    hints = one(
        tmp_path, rss(f"<description>{SAID}</description><category>Harbour</category><category>x</category>")
    ).hints
    assert (hints.updated, hints.section) == (None, "Harbour")
    feed = JSON.replace('"date_published"', '"date_modified": "2021-03-08", "date_published"')
    assert one(tmp_path, feed).hints.updated == "2021-03-08"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r", "shift_jis", "gb18030"])
def test_charsets(tmp_path, encoding):
    said = "Мэр города ушёл в отставку."
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(f"<description>{said}</description>").split("?>", 1)[1]
    assert one(tmp_path, xml.encode(encoding)).content == said


def test_a_charset_that_is_none_costs_letters_and_not_the_feed(tmp_path):
    xml = b'<?xml version="1.0" encoding="zlib"?><rss><channel><item><description>A caf\xe9 was closed.</description></item></channel></rss>'
    assert one(tmp_path, xml).content == "A caf\ufffd was closed."


def test_entries_without_text_are_said(tmp_path):
    item = one(tmp_path, rss(f"<title>Only a title</title><link>{address(1)}</link>"))
    assert isinstance(item, Skipped)
    assert address(1) in item.message


def test_a_feed_of_nothing(tmp_path):
    assert isinstance(one(tmp_path, rss()), Skipped)


def test_names_of_html_and_bare_ampersands(tmp_path):
    item = one(
        tmp_path,
        rss(
            "<title>Fish & chips &nbsp;&mdash; R&amp;D &unknown; &#8364;</title><description>A & B &lt;b&gt;x&lt;/b&gt;</description>"
        ),
    )
    assert item.hints.title == "Fish & chips \u2014 R&D &unknown; \u20ac"
    assert "A & B <b>x</b>" in item.content


def test_entities_of_its_own_are_refused_and_nothing_is_loaded(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    for inner in (
        f'<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">',
        '<!ENTITY x "y">',
        '<!ENTITY % x SYSTEM "http://x.example/">',
    ):
        item = one(tmp_path, rss(entry(1, "&x;"), before=f"<!DOCTYPE rss [{inner}]>"))
        assert isinstance(item, Damaged)
    old = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">'
    )
    assert one(tmp_path, rss(entry(1), before=old)).url == address(1)


def test_a_list_of_feeds_reads_those_beside_it_and_names_the_others(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.xml").write_text(rss(entry(1)))
    (tmp_path / "outside.xml").write_text(rss(entry(2)))
    (tmp_path / "sub" / "link.xml").symlink_to(tmp_path / "outside.xml")
    named = [
        "a.xml",
        "https://x.example/feed",
        "../outside.xml",
        str(tmp_path / "outside.xml"),
        "file:///etc/passwd",
        "link.xml",
        "none.xml",
        "a.xml",
        "list.opml",
    ]
    outlines = "".join(f'<outline text="x" xmlUrl="{a}"/>' for a in named)
    (tmp_path / "sub" / "list.opml").write_text(
        f'<opml version="2.0"><body><outline text="all">{outlines}</outline></body></opml>'
    )
    items = read(tmp_path / "sub" / "list.opml")
    assert told(items[:1], tmp_path) == ["sub/a.xml!1"]
    assert [getattr(i, "code", None) for i in items[1:]] == ["read.skipped"] * 5 + ["read.not-found", "read.skipped"]


def test_a_list_without_feeds(tmp_path):
    assert isinstance(one(tmp_path, "<opml><body/></opml>"), EmptyInput)
