"""Whatever stands in an article, a page holds no markup, no script and no address of it."""

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document
from reportedly.settings import Settings
from reportedly.views.web import create_app
from reportedly.views.web.render import SECTIONS

HOSTILE = Path(__file__).parents[2] / "fixtures" / "hostile_articles.jsonl"
ROWS = [json.loads(line) for line in HOSTILE.read_text(encoding="utf-8").splitlines()]
OURS = {
    "html", "head", "meta", "title", "link", "script", "body", "svg", "symbol", "line", "path", "a", "header", "p", "b", "form", "label",
    "input", "main", "div", "h1", "h2", "h3", "h4", "nav", "ul", "ol", "li", "time", "section", "footer", "strong", "button", "span",
    "small", "bdi", "br", "dl", "dt", "dd", "i", "details", "summary", "blockquote", "mark", "select", "option", "datalist", "article",
    "table", "thead", "tbody", "tr", "th", "td", "rect", "text", "circle", "use", "figure", "figcaption", "textarea", "fieldset", "legend",
    "em", "q", "g", "dialog", "kbd",
}  # fmt: skip
"""The elements that the templates are made of: no img, iframe, object, style, base."""


class Page(HTMLParser):
    """What a browser would make of it, as far as harm goes."""

    def __init__(self, html):
        super().__init__()
        self.wrong = []
        self.scripts = []
        self.words = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        # a title within an svg is its tooltip, and holds text alone
        if tag not in OURS:
            self.wrong.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "autofocus"}:
                self.wrong.append((tag, name))
            if name in {"href", "src", "action", "formaction"} and not (value or "").startswith(
                ("/", "#", "https://www.geonames.org/", "https://orvel.example/")
            ):
                self.wrong.append((tag, name, value))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    command = [sys.executable, "-m", "reportedly.views.cli", "read", str(HOSTILE), "--fast", "--db", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    settings = Settings(db=str(path), today="2024-03-10", who="<b>Ada</b>", network="off")
    stages = default_stages(settings, fast=True)
    with Ledger.open(settings.db) as ledger:
        whole = document(ledger, settings, stages=stages)
    app = create_app(settings, stages, port=8321)
    return TestClient(app, base_url="http://127.0.0.1:8321", raise_server_exceptions=False), whole


def sound(client, address, answers=200, **params):
    answer = client.get(address, params=params or None)
    assert answer.status_code == answers
    page = Page(answer.text)
    assert page.wrong == []
    assert page.scripts == ["/static/app.js"]
    said = "".join(page.words)
    assert not {c for c in said if ord(c) < 32 and c not in "\n\t\r"}
    assert "\u202e" not in said
    return said


@pytest.mark.parametrize("section", SECTIONS)
def test_no_view_holds_what_an_article_wrote_as_markup(hostile, section):
    client, whole = hostile
    assert len(whole["articles"]) == len(ROWS)
    for story in whole["stories"]:
        sound(client, f"/story/{story['id']}/{section}")
        sound(client, f"/story/{story['id']}/{section}", as_of="2024-03-03")


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_no_page_of_an_article_or_of_its_claims_does(hostile, number):
    client, whole = hostile
    one = next(a for a in whole["articles"] if a["url"] == ROWS[number]["url"] or a["title"] == ROWS[number]["title"])
    said = sound(client, f"/article/{one['id']}")
    if number == 0:
        assert '<script>alert("read")</script>' in said  # as words, where it stood
    for claim in {a["claim"] for a in whole["assertions"] if a["article"] == one["id"] and a["claim"]}:
        sound(client, f"/claim/{claim}")


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_what_a_person_types_is_no_markup_either(hostile, number):
    client, whole = hostile
    payload = ROWS[number]["title"].removeprefix("Harbour bridge of Orvel to close ")
    story = whole["stories"][0]["id"]
    sound(client, "/")
    sound(client, "/search", q=payload)
    sound(client, "/search", q=f"bridge {payload[:6]}")
    sound(client, f"/story/{story}/ledger", words=payload, actor=payload, outlet=payload, status=payload)
    sound(client, f"/claim/{quote(payload.replace('/', ''))}", 404)
    sound(client, f"/story/{story}/brief", 400, as_of=payload)
