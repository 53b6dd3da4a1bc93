import html
import json
import re

import pytest

from reportedly.ledger import Ledger
from reportedly.pipeline import default_stages, document

ORIGIN = {"origin": "http://127.0.0.1:8321"}


def whole(settings):
    with Ledger.open(settings.db) as ledger:
        return document(ledger, settings, stages=default_stages(settings, fast=True))


def post(client, **data):
    return client.post("/judge", data=data, headers=ORIGIN, follow_redirects=False)


def without(document):
    return json.dumps({k: v for k, v in document.items() if k != "judgements"}, sort_keys=True)


@pytest.fixture
def two(settings):
    """Two claims of one story."""
    found = whole(settings)
    story = found["stories"][0]["id"]
    return [c for c in found["claims"] if c["story"] == story][:2]


def test_two_claims_are_made_one_and_taken_apart_again(client, settings, two):
    before = whole(settings)
    a, b = (c["id"] for c in two)
    answer = post(client, kind="same-claim", subject=[a, b], back=f"/claim/{b}")
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "judged by Ada" in page
    after = whole(settings)
    assert len(after["claims"]) == len(before["claims"]) - 1
    ident = re.search(r"judged=(j\w+)", answer.headers["location"]).group(1)
    assert post(client, kind="undo", subject=[ident], back="/").status_code == 303
    assert without(whole(settings)) == without(before)


def test_the_address_of_a_claim_leads_to_the_one_it_was_joined_to(client, settings, two):
    ids = {c["id"] for c in two}
    post(client, kind="same-claim", subject=sorted(ids), back="/")
    with Ledger.open(settings.db) as ledger:
        [gone] = ids - {c["id"] for c in whole(settings)["claims"]}
        [kept] = ids - {gone}
        assert ledger.find(gone)[:2] == ("claim", kept)
    for way in ("claim", "id"):
        answer = client.get(f"/{way}/{gone}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/claim/{kept}")
    assert client.get("/claim/c000000000000").status_code == 404


def test_what_was_decided_is_told_with_a_way_back(client, two):
    answer = post(client, kind="note", subject=[two[0]["id"]], value="Looks odd.", back=f"/claim/{two[0]['id']}")
    page = client.get(answer.headers["location"]).text
    toast = re.search(r'<div class="toast"[^>]*>(.*?)</div>', page).group(1)
    assert two[0]["gist"].strip("“")[:20] in html.unescape(toast)
    assert "”: noted" in toast
    assert two[0]["id"] not in toast.partition("<form")[0]
    assert "data-undo" in toast
    assert "Looks odd." in page


def test_a_forecast_is_settled_by_a_person(client, settings):
    forecast = next(f for f in whole(settings)["forecasts"] if f["outcome"] == "open")
    post(
        client,
        kind="outcome",
        subject=[forecast["claim"]],
        value="unresolvable",
        note="Nobody wrote about it.",
        back="/",
    )
    found = next(f for f in whole(settings)["forecasts"] if f["assertion"] == forecast["assertion"])
    assert (found["outcome"], found["basis"]) == ("unresolvable", "person")
    assert "Nobody wrote about it." in client.get(f"/claim/{found['claim']}").text


def test_stories_are_merged_from_the_list(client, settings):
    stories = [s["id"] for s in whole(settings)["stories"]]
    if len(stories) < 2:
        pytest.skip("the sample is one story")
    assert post(client, kind="same-story", subject=stories, back="/").status_code == 303
    assert len(whole(settings)["stories"]) == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"kind": "nonsense", "subject": ["x"]}, 400),
        ({"kind": "note", "subject": ["c000000000000"], "value": "x"}, 404),
        ({"kind": "same-story", "subject": ["s1"]}, 400),
        ({"kind": "grade", "subject": ["Nobody"], "value": "Z"}, 400),
    ],
)
def test_what_cannot_be_decided_is_said(client, data, status):
    answer = post(client, **data)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "\\\\evil.example", "http://["]
)
def test_the_way_back_stays_here(client, two, back):
    answer = post(client, kind="note", subject=[two[0]["id"]], value="x", back=back)
    location = answer.headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
