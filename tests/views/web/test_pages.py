import html
import re
import time
from contextlib import nullcontext
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from reportedly.ledger import Hit, Ledger
from reportedly.pipeline import default_stages, document, tracks
from reportedly.views import report, wording
from reportedly.views.web import pages
from reportedly.views.web.render import SECTIONS

ORIGIN = {"origin": "http://127.0.0.1:8321"}


@pytest.fixture
def whole(settings):
    with Ledger.open(settings.db) as ledger:
        return document(ledger, settings, stages=default_stages(settings, fast=True))


@pytest.fixture
def story(whole):
    return whole["stories"][0]["id"]


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [v for k, v in attrs if k in {"href", "src", "action"} and v]


def links(html):
    return Links(html).found


def test_the_list_shows_every_story(client, whole):
    page = client.get("/").text
    assert all(s["id"] in page for s in whole["stories"])
    assert "Read by a machine" in page


@pytest.mark.parametrize("section", SECTIONS)
def test_every_view_opens_and_says_what_it_is(client, story, section):
    answer = client.get(f"/story/{story}/{section}")
    assert answer.status_code == 200
    assert "Read by a machine" in answer.text
    assert 'aria-current="page"' in answer.text


def test_no_link_of_a_page_leads_nowhere_or_out(client, story):
    """Every address of these pages answers; outlets' own addresses are the only ones of other hosts."""
    seen, todo, broken = set(), [f"/story/{story}/{s}" for s in SECTIONS] + ["/", "/about", "/search?q=ammonia"], []
    own = re.compile(r"^/(claim|article|assertion|id)/")
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200:
            broken.append((address, answer.status_code))
        # the originals are kept as they were, with their own links
        for link in [] if address.startswith("/original/") else links(answer.text):
            path = link.partition("#")[0]
            if (
                path.startswith("/")
                and (not own.match(path) or len(seen) < 60)
                and not path.startswith(("/judge", "/read"))
            ):
                todo.append(path)
    assert broken == []


def test_evidence_leads_to_the_sentence_in_its_article(client, whole):
    one = next(a for a in whole["assertions"] if a["claim"])
    answer = client.get(f"/assertion/{one['id']}", follow_redirects=False)
    assert answer.status_code == 302
    path, _, fragment = answer.headers["location"].partition("#")
    assert fragment == one["id"]
    assert f'id="{fragment}"' in client.get(path).text


def test_all_assertions_of_an_article_can_be_led_to(client, whole):
    article = whole["articles"][0]["id"]
    page = client.get(f"/article/{article}").text
    wanted = [a["id"] for a in whole["assertions"] if a["article"] == article and a["claim"]]
    assert wanted
    assert [i for i in wanted if page.count(f'id="{i}"') != 1] == []


def test_a_claim_page_has_its_sentences_and_citations(client, whole):
    claim = max(whole["claims"], key=lambda c: len(c["assertions"]))
    page = client.get(f"/claim/{claim['id']}").text
    assert page.count('class="copy"') == len(claim["assertions"])


def test_as_of_shows_what_was_known_and_stays_in_the_links(client, story, whole):
    first = min(a["published"][:10] for a in whole["articles"] if a["published"])
    page = client.get(f"/story/{story}/ledger?as_of={first}").text
    assert "As it was known on" in page
    inner = [x for x in links(page) if x.startswith(("/claim/", "/assertion/"))]
    assert inner
    assert all(f"as_of={first}" in x for x in inner)


def test_filters_leave_only_what_fits(client, story, whole):
    disputed = [c for c in whole["claims"] if c["status"] == "disputed" and c["story"] == story]
    page = client.get(f"/story/{story}/ledger", params={"status": "disputed"}).text
    assert page.count('class="c"') == len(disputed) > 0
    assert "No claim fits" in client.get(f"/story/{story}/ledger", params={"words": "zyzzyva"}).text


def test_search_marks_the_words(client):
    page = client.get("/search", params={"q": "ammonia"}).text
    assert "<mark>" in page
    assert "No claim and no article" in client.get("/search", params={"q": "zyzzyva"}).text


@pytest.mark.parametrize(
    "address", ["/nope", "/claim/nothing", "/story/nothing/ledger", "/article/x", "/reading/0", "/static/../cli.py"]
)
def test_what_is_not_there_is_said_in_a_page(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_an_error_is_said_to_a_reader_of_pages(client, settings):
    page = client.get("/story/nothing/ledger").text
    assert "No story" in page
    assert settings.db not in page
    assert "list them with" not in page  # a command is no help here


def test_the_slider_of_a_replayed_day_goes_on_to_the_last(client, story):
    now, then = (client.get(f"/story/{story}/brief{query}").text for query in ("", "?as_of=2019-10-15"))
    found = [re.search(r'data-first="([^"]+)" data-last="([^"]+)"', page).groups() for page in (now, then)]
    assert found[0] == found[1]
    assert found[0][1] > "2019-10-15"


@pytest.mark.parametrize("day", ["x", "2019-13-01", "0001-01-01"])
def test_a_day_that_is_none_is_refused_with_a_word(client, story, day):
    answer = client.get(f"/story/{story}/brief", params={"as_of": day})
    assert answer.status_code == 400
    assert "day" in answer.text


def test_the_original_is_inert(client, whole):
    answer = client.get(f"/original/{whole['articles'][0]['id']}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def finished(client, address, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if client.get(address, headers={"accept": "application/json"}).json()["finished"]:
            return client.get(address).text
        time.sleep(0.1)
    raise AssertionError("the reading does not end")


def test_a_pasted_text_and_files_are_read(client):
    text = "The harbour of Orvel will reopen on 3 March, Mayor Ada Quist said on Monday. Ferries wait outside."
    sent = client.post(
        "/read",
        data={"text": text, "outlet": "Orvel Post", "published": "2020-03-01"},
        headers=ORIGIN,
        follow_redirects=False,
    )
    assert sent.status_code == 303
    page = finished(client, sent.headers["location"])
    assert "1 article read: 1 new" in page, page[page.index("<main") :]
    assert "Orvel" in client.get("/").text
    files = [
        ("files", ("../../x/one.txt", b"Nine ships left the port of Orvel on Friday, the pilots said.", "text/plain")),
        ("files", ("empty.txt", b"", "text/plain")),
    ]
    sent = client.post("/read", files=files, headers=ORIGIN, follow_redirects=False)
    page = finished(client, sent.headers["location"])
    assert "1 failed" in page
    assert "empty.txt" in page
    assert "/tmp" not in page


def test_nothing_to_read_is_said(client):
    answer = client.post("/read", data={}, headers=ORIGIN)
    assert answer.status_code == 400
    assert client.post("/read", data={"url": "file:///etc/passwd"}, headers=ORIGIN).status_code == 400


def test_a_visit_tells_what_is_new_at_the_next(client):
    assert "Since your last visit" not in client.get("/").text
    client.cookies.clear()
    client.cookies.set("reportedly-visit", "2001-01-01T00:00:00Z")
    assert re.search(
        r"Since your last visit, new: \d+ articles, \d+ claims( and \d+ conflicts)?; settled: \d+", client.get("/").text
    )


def test_sources_come_with_their_copies_and_what_they_foretold(client, story, settings):
    with Ledger.open(settings.db) as ledger:
        told = tracks(ledger, [story])
    page = client.get(f"/story/{story}/sources").text
    assert 'class="link copy"' in page
    assert "What they foretold, and what became of it" in page
    first = told["speakers"][0]
    row = re.search(rf'<th role="rowheader" scope="row">{first["name"]}</th>(.*?)</tr>', page).group(1)
    told_of = {label: int(n) for label, n in re.findall(r'data-l="([^"]+)">(\d+)<', row)}
    assert told_of.pop("forecasts" if first["forecasts"] > 1 else "forecast") == first["forecasts"]
    assert told_of == {wording.FORECAST_STATE[k]: n for k, n in first["outcomes"].items() if n}

    assert "of 10 needed" in page
    assert "A calibration plot needs 30" in page
    assert "In the whole ledger, once for each speaker and thing" in page
    # beside the source itself
    sources = page[page.index('class="sources"') :].partition("</table>")[0]
    row = next(r for r in sources.split("<tr>") if f">{first['name']}" in r)
    assert wording.track(first) in row
    # what was settled by a day that is replayed is not known of other stories
    early = client.get(f"/story/{story}/sources", params={"as_of": "2019-10-15"}).text
    assert 'class="records"' not in early
    assert "Records of who foretold what are told as of today alone" in early


def test_the_ledger_is_filtered_by_actor_and_day(client, story, whole):
    claims = [c for c in whole["claims"] if c["story"] == story]
    of = {a["id"]: a for a in whole["assertions"]}
    day = {a["id"]: (a["published"] or "")[:10] for a in whole["articles"]}
    actor = next(
        a["chain"][-1]["name"] for a in of.values() if len(a["chain"]) > 1 and a["chain"][-1]["kind"] == "person"
    )

    def fits(test):
        return sum(any(test(of[i]) for i in c["assertions"]) for c in claims)

    def shown(**asked):
        return int(
            re.search(r'<h2 id="h-found">(\d+) claim', client.get(f"/story/{story}/ledger", params=asked).text)[1]
        )

    named = lambda a: any(actor.casefold() in n["name"].casefold() for n in (*a["chain"], *a["participants"]))  # noqa: E731
    assert shown(actor=actor.upper()) == fits(named) > 0
    last = max(day.values())
    assert shown(day=last) == fits(lambda a: day[a["article"]] == last) > 0


def test_a_long_ledger_is_turned_page_by_page(client, story, whole):
    """Every claim is on one of its pages, and on no two."""
    wanted = {c["id"] for c in whole["claims"] if c["story"] == story}
    first = client.get(f"/story/{story}/ledger").text
    pages = max(int(n) for n in re.findall(r"[?&;]page=(\d+)", first))
    assert pages == -(-len(wanted) // 40) > 1
    found = [
        i for n in range(1, pages + 1)
        for i in re.findall(r'class="c" id="(\w+)"', client.get(f"/story/{story}/ledger?page={n}").text)
    ]  # fmt: skip
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_the_board_has_a_row_for_each_claim_and_its_tellings_folded_inside(client, story, whole):
    mine = [f for f in whole["forecasts"] if f["claim"] in {c["id"] for c in whole["claims"] if c["story"] == story}]
    page = client.get(f"/story/{story}/forecasts").text
    rows = page.split('<li class="f">')[1:]
    heads = [re.search(r'<h4><a href="/claim/(\w+)', row).group(1) for row in rows]
    assert sorted(heads) == sorted({f["claim"] for f in mine})
    several = next(c for c in heads if len({f["speaker"] for f in mine if f["claim"] == c}) > 1)
    row = rows[heads.index(several)]
    folded = row[row.index("<details>") : row.index("</details>")]
    for one in (f for f in mine if f["claim"] == several):
        assert f"/assertion/{one['assertion']}" in folded


def test_an_article_shows_who_speaks_and_how_surely(client, story, whole):
    one = next(
        a for a in whole["assertions"] if a["source"] and a["cue"] and a["likelihood"] and a["likelihood"]["mention"]
    )
    text = next(a for a in whole["articles"] if a["id"] == one["article"])["text"]
    page = client.get(f"/article/{one['article']}").text
    body = html.unescape(page[page.index('<div class="text whole">') :])
    for name, spans in (("b", one["source"]), ("i", one["cue"]), ("mark", one["likelihood"]["mention"])):
        start, end = spans[0]
        assert f"<{name}>{text[start:end]}</{name}>" in body


def test_the_list_of_articles_leads_to_their_pages(client, story):
    page = client.get(f"/story/{story}/articles").text
    ids = re.findall(r'<li id="(\w+)">', page)
    assert ids
    assert [f"/article/{i}" for i in ids] == re.findall(r'<h3><a href="([^"]+)"', page)


def test_claims_in_the_same_words_are_one_line_of_a_search():
    hits = [Hit("claim", i, "s1", "the «mole» held") for i in ("c1", "c2")] + [
        Hit("claim", "c3", "s2", "the «mole» held")
    ]
    desk = SimpleNamespace(ledger=lambda: nullcontext(SimpleNamespace(snapshot=lambda: nullcontext(now))))
    now = SimpleNamespace(search=lambda *_: hits, titles=lambda _: {"s1": "One", "s2": "Two"})
    page = pages.search(desk, "mole").body.decode()
    assert page.count("<li><p>") == 2
    assert re.findall(r'/claim/(\w+)"', page) == ["c1", "c2", "c3"]
    assert "in the same words" in page


def test_no_grade_is_chosen_before_a_person_chooses(client, story, whole):
    one = next(c for c in whole["claims"] if c["story"] == story and not c["grade"])
    for address in (f"/claim/{one['id']}", f"/story/{story}/sources"):
        form = client.get(address).text.split('name="kind" value="grade"')[1].split("</form>")[0]
        assert '<select name="value" required><option value="">' in form
        assert " selected" not in form


def test_a_source_leads_to_the_claims_that_name_it(client, story):
    page = client.get(f"/story/{story}/sources").text
    names = re.findall(r'<th role="rowheader" scope="row"><a href="(/story/[^"]+)">', page)
    assert any("actor=" in a for a in names)
    assert any("outlet=" in a for a in names)
    for address in names[:8] + names[-2:]:
        found = client.get(html.unescape(address)).text
        assert int(re.search(r'<h2 id="h-found">(\d+) claim', found).group(1)) > 0, address


def test_every_page_and_the_report_say_how_often_a_reader_agrees(client, whole):
    assert wording.AGREEMENT in html.unescape(client.get("/").text)
    assert "F1 is a mean of two shares" in client.get("/about").text
    assert wording.AGREEMENT in html.unescape(report.render(whole))
