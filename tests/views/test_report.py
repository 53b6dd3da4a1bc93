"""The one-page report: everything is there, everything is escaped, nothing is fetched."""

import copy
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reportedly.views import graph, markup, report, svg, wording
from reportedly.views.lookup import Lookup

FIXTURES = Path(__file__).parent.parent / "fixtures"
URL_ATTRIBUTES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href", "background"}


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


class Page(HTMLParser):
    """Elements, ids and addresses of a page, and its text outside style and script."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.addresses, self.handlers, self.words = [], [], [], [], []
        self.inside = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside = tag if tag in ("style", "script") else None
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in URL_ATTRIBUTES:
                self.addresses.append((tag, name, value))
            if name.startswith("on") or name == "style":
                self.handlers.append((tag, name))

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if not self.inside:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def document():
    return read("ledger")


@pytest.fixture(scope="module")
def html(document):
    return report.render(document, made="2024-03-13")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.mark.parametrize("name", ["ledger", "ledger_hostile"])
def test_fixture_points_at_its_own_text(name):
    document = read(name)
    texts = {a["id"]: a["text"] for a in document["articles"]}
    for one in document["assertions"]:
        said = "".join(texts[one["article"]][s:e] for s, e in one["evidence"]["spans"])
        assert said == one["evidence"]["text"]


def test_every_kind_of_thing_is_in_the_fixture(document):
    assert {c["status"] for c in document["claims"]} >= {"reported", "announced", "confirmed", "disputed", "superseded"}
    assert {f["outcome"] for f in document["forecasts"]} == {"open", "borne_out", "failed", "unresolvable"}
    assert {a["likelihood"]["scale"] for a in document["assertions"] if a["likelihood"]} == {
        "stated",
        "icd203",
        "convention",
    }
    assert {c["kind"] for c in document["conflicts"]} == {"conflict", "update"}
    assert {a["stance"] for a in document["assertions"]} >= {
        "asserts",
        "confirms",
        "denies",
        "predicts",
        "promises",
        "asks",
    }


def test_says_that_a_machine_read_it_on_top_and_on_every_printed_page(html, page):
    assert page.text.index(wording.MACHINE_READ) < page.text.index("In brief")
    style = html[html.index("<style>") : html.index("</style>")]
    assert f'@bottom-left {{ content: "{wording.MACHINE_READ}"' in style


def test_every_claim_and_assertion_has_its_anchor_once(document, page):
    ids = [*(c["id"] for c in document["claims"]), *(a["id"] for a in document["assertions"])]
    ids += [a["id"] for a in document["articles"]]
    assert sorted(i for i in page.ids if i in set(ids)) == sorted(ids)
    assert len(page.ids) == len(set(page.ids))


def test_links_inside_the_page_lead_somewhere(page):
    inside = {value[1:] for _, _, value in page.addresses if value.startswith("#")}
    assert inside <= set(page.ids)


def test_nothing_is_fetched(html, page):
    assert not {"img", "link", "iframe", "object", "embed", "video", "audio", "base"} & set(page.tags)
    fetched = [(tag, value) for tag, name, value in page.addresses if name != "href" or tag not in ("a", "use")]
    assert fetched == []
    assert not re.search(r"@import|url\(", html)
    assert "default-src 'none'" in unescape(html)


def test_the_chain_is_readable(page):
    assert "Harbour Gazette , from The Dunmark Times , from two city officials" in page.text
    assert (
        "denied: Evening Post & Packet, Lindow Courier and Meridian Press , from Ada Quill (transport minister)"
        in page.text
    )


def test_what_is_unknown_is_not_stated(document):
    bare = copy.deepcopy(document)
    for one in bare["assertions"]:
        one.update(likelihood=None, when=None, where=[], quantities=[])
    text = Page(report.render(bare)).text
    assert "Not stated how sure, for when and where" in text
    assert "How sure" not in text
    assert "ICD" in text


def test_likelihood_with_word_and_numbers(page):
    assert "likely, 55–80%" in page.text
    assert "70% stated, that is likely" in page.text
    assert "“might”, 20–55% by convention" in page.text


def test_evidence_is_word_for_word(document, html):
    text = Page(html).text
    plain = re.sub(r"\s+", "", text)
    for one in document["assertions"]:
        assert re.sub(r"\s+", "", one["evidence"]["text"]) in plain


def test_ten_lines(html):
    brief = html[html.index('<section id="brief"') : html.index('<section id="ledger"')]
    lines = re.findall(r'<li><span class="tag (\w+)', brief)
    assert 5 <= len(lines) <= 10
    assert {"failed", "confirmed", "disputed", "overdue"} <= set(lines)


def test_forecasts_count_from_the_day_it_is_made(document):
    def states(made):
        found = report.render(document, made=made)
        board = found[found.index('<section id="forecasts"') : found.index('<section id="sources"')]
        return re.findall(r'<h3><span class="tag (\w+)', board)

    assert states("2024-03-13") == ["overdue", "open", "borne_out", "failed", "unresolvable"]
    assert "due" in states("2024-04-15")
    assert "due" not in states("2024-06-15")


def test_whole_texts_only_when_asked(document, html):
    other = "The paper did not say who had found the damage."
    assert other not in html
    full = report.render(document, full_text=True)
    assert other in full
    assert 'class="hit" href="#' in full
    assert "Ten walks along the Sund" in full


def test_highlights_keep_the_text(document):
    lookup = Lookup(document)
    for article in document["articles"]:
        paragraphs = markup.text_of(lookup, article)
        assert "\n\n".join(Page(str(p)).text for p in paragraphs) == article["text"]
        assert len(paragraphs) == article["text"].count("\n\n") + 1


def test_same_document_same_bytes(document, html):
    shuffled = copy.deepcopy(document)
    shuffled["articles"].reverse()
    shuffled["entities"].reverse()
    assert report.render(shuffled, made="2024-03-13") == html


def test_hostile_texts_stay_texts():
    html = report.render(read("ledger_hostile"), full_text=True, made="2024-03-13", title=None)
    page = Page(html)
    assert page.tags.count("script") == 1
    assert not {"img", "iframe", "u"} & set(page.tags)
    assert not page.handlers
    assert '<script>alert("title")</script>' in page.text
    assert {v.split(":")[0] for _, _, v in page.addresses if not v.startswith("#")} <= {"http", "https"}
    assert "javascript:alert(document.domain)" in page.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", html)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com/a?b=c", True),
        ("HTTP://example.com", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.com", False),
        ("data:text/html,x", False),
        ("//example.com/x", False),
        ("file:///etc/passwd", False),
        ("https:no-host", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url, kept):
    assert markup.link(url) == (url if kept else None)


def test_several_stories_and_none(document):
    both = {
        **document,
        "story": None,
        "stories": [document["story"], {**document["story"], "id": "sty_2", "title": "Second"}],
    }
    assert "2 stories" in Page(report.render(both)).text
    empty = {"schema": "reportedly/ledger/1", "made_by": None, "story": None, "stories": []}
    text = Page(report.render(empty)).text
    assert wording.MACHINE_READ in text
    assert "No forecast was found." in text


def test_small_for_a_big_story(document):
    """50 articles of 32 assertions, each a claim of its own but for every fifth: under 2 MB."""
    sentence = (
        "In {0} of the town the council had spoken of works {1} on the quay and of who would pay for them, {2} said."
    )
    articles, assertions = [], []
    for n in range(50):
        said = [sentence.format(f"part {n}", f"number {k}", f"speaker {n * k}") for k in range(32)]
        text = "\n\n".join(said)
        base = document["articles"][n % 10]
        url = f"https://outlet-{n}.example/2024/03/{n}/the-long-title-of-an-article-about-the-quay"
        articles.append({**base, "id": f"art_{n:013x}", "text": text, "url": url, "version_of": None, "copies": []})
        for k, words in enumerate(said):
            at = text.index(words)
            spans = {
                "evidence": {"text": words, "spans": [[at, at + len(words)]]},
                "cue": [],
                "source": [],
                "when": None,
            }
            one = document["assertions"][(n + k) % len(document["assertions"])]
            assertions.append({**one, **spans, "id": f"ast_{n * 32 + k:013x}", "article": f"art_{n:013x}"})
    claims = []
    for n in range(0, 1600, 5):
        for some in ([n, n + 1], [n + 2], [n + 3], [n + 4]):
            kept = {"id": f"clm_{some[0]:013x}", "assertions": [f"ast_{k:013x}" for k in some], "gist": "g" * 90}
            claims.append({**document["claims"][n % 17], **kept})
    big = {**document, "articles": articles, "assertions": assertions, "claims": claims, "conflicts": [], "matters": []}
    big["forecasts"] = [
        {**document["forecasts"][n % 7], "claim": c["id"], "assertion": c["assertions"][0], "by": None}
        for n, c in enumerate(claims[:300])
    ]
    html = report.render(big)
    assert len(html.encode()) < 2_000_000
    assert html.count('<li class="c') == len(claims)


def test_pictures_are_well_formed_and_escaped(document):
    lookup = Lookup(read("ledger_hostile"))
    from xml.etree import ElementTree as ET

    from reportedly.views import counts, digest

    found = [svg.likelihood_bar(0.55, 0.8, "icd203"), svg.likelihood_bar(-1, 7, None)]
    found += [svg.step_plot(s) for s in (*counts.series(lookup), *counts.series(Lookup(document)))]
    found += [graph.source_graph(digest.origins(one)) for one in (lookup, Lookup(document))]
    found += [svg.activity([a["published"] for a in document["articles"] if a["published"]])]
    assert len(found) == 7
    for picture in found:
        ET.fromstring(str(picture))


def test_no_picture_of_nothing():
    assert svg.activity(["2024-03-04", "2024-03-04"]) is None
    assert graph.source_graph([]) is None
    assert svg.axis([], near=(None, None)) is None


def test_no_folder_of_the_machine_is_told_and_no_text_stands_without_a_head(document):
    one, other = document["articles"][:2]
    one.update(url=None, file="/home/ada/secret plans/page.txt", title=None, text="The mole will hold. " * 9)
    other.update(title=None, text="")
    page = report.render(document)
    assert "secret plans" not in page
    assert "page.txt" in page
    assert markup.headline(one) == "“The mole will hold. The mole will hold. The mole …”"
    assert "“The mole will hold. The mole will hold. The mole …” <small>no title stated</small>" in page.replace(
        "</a>", ""
    )
    assert markup.headline(other) == "Title not stated"


@pytest.mark.parametrize(
    ("file", "name"), [("/a/b.txt", "b.txt"), ("C:\\u\\b.html", "b.html"), ("b.txt", "b.txt"), ("-", "-"), ("a/", "a/")]
)
def test_the_name_of_a_file(file, name):
    assert markup.basename(file) == name
