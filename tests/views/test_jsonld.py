"""schema.org: claims with their appearances; a verdict only where a person gave one."""

import json
from pathlib import Path

import pytest

from reportedly.views.jsonld import linked_data

FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def nodes(made, kind):
    return [n for n in made["@graph"] if n["@type"] == kind]


@pytest.mark.parametrize("name", ["ledger", "ledger_hostile"])
def test_every_claim_appears_in_its_articles(name):
    document = read(name)
    made = linked_data(document)
    assert made["@context"] == "https://schema.org"
    articles = {n["@id"] for n in nodes(made, "NewsArticle")}
    claims = {n["@id"]: n for n in nodes(made, "Claim")}
    assert len(articles) == len(document["articles"])
    assert len(claims) == len(document["claims"])
    for claim in document["claims"]:
        node = claims[f"urn:reportedly:claim:{claim['id']}"]
        assert {a["text"] for a in node["appearance"]} == {
            x["evidence"]["text"] for x in document["assertions"] if x["claim"] == claim["id"]
        }
        assert all(a["@type"] == "Quotation" and a["isPartOf"]["@id"] in articles for a in node["appearance"])
        if "firstAppearance" in node:
            first = next(a for a in node["appearance"] if a["@id"] == node["firstAppearance"]["@id"])
            assert first["datePublished"][:10] == min(
                a["datePublished"][:10] for a in node["appearance"] if "datePublished" in a
            )


def test_nothing_unknown_is_written_and_no_text_without_asking():
    document = read("ledger")
    text = json.dumps(linked_data(document))
    assert "null" not in text
    assert "articleBody" not in text
    assert [n["articleBody"] for n in nodes(linked_data(document, full_text=True), "NewsArticle")] == [
        a["text"] for a in document["articles"]
    ]


def test_only_web_addresses_are_links():
    made = linked_data(read("ledger_hostile"))
    for node in nodes(made, "NewsArticle"):
        assert node.get("url", "https:").startswith(("http:", "https:"))


def graded(grade, **row):
    document = read("ledger")
    claim = document["claims"][0]
    judged = {
        "id": "j9",
        "kind": "grade",
        "subject": claim["id"],
        "object": None,
        "value": "2",
        "who": "Ines",
        "when": "2031-05-06",
    }
    return document | {
        "claims": [claim | {"grade": grade}, *document["claims"][1:]], "judgements": [judged | row]
    }, claim  # fmt: skip


def test_without_a_grade_there_is_no_verdict():
    plain = read("ledger") | {"judgements": []}
    plain["claims"] = [c | {"grade": None} for c in plain["claims"]]
    assert nodes(linked_data(plain), "ClaimReview") == []
    assert "eviewRating" not in json.dumps(linked_data(plain))
    for document in (
        graded(None)[0],
        graded("B")[0],
        graded("3")[0],
        graded("2", kind="note")[0],
        graded("2", state="taken back")[0],
    ):
        assert nodes(linked_data(document), "ClaimReview") == []


def test_a_grade_is_the_review_of_the_person_who_gave_it():
    document, claim = graded("2")
    [review] = nodes(linked_data(document), "ClaimReview")
    assert review["itemReviewed"] == {"@id": f"urn:reportedly:claim:{claim['id']}"}
    assert review["author"] == {"@type": "Person", "name": "Ines"}
    assert review["datePublished"] == "2031-05-06"
    assert review["reviewRating"] == {
        "@type": "Rating", "ratingValue": 2, "bestRating": 1, "worstRating": 5, "alternateName": "Admiralty code 2: probably true",
    }  # fmt: skip
    document, _ = graded("6", value="6")
    [review] = nodes(linked_data(document), "ClaimReview")
    assert "ratingValue" not in review["reviewRating"]


def test_authors_are_named_sources_alone():
    document = read("ledger")
    made = linked_data(document)
    names = {h["name"] for a in document["assertions"] for h in a["chain"] if h["named"]}
    authors = {a["name"] for n in nodes(made, "Claim") for a in n.get("author", ())}
    assert authors
    assert authors <= names
