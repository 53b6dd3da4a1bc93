"""A ledger as schema.org in JSON-LD: articles, claims, where each claim appears, and the sentence there.

`Claim` is what somebody says, and the default. `ClaimReview` is a verdict: it is written only where a person graded
the claim, as that person's. Nobody's likelihood, status or origin count becomes a rating.

Terms: https://schema.org/Claim, https://schema.org/ClaimReview, https://schema.org/Quotation. The grade is the Admiralty
code's, 1 to 6 for information (NATO AJP-2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reportedly.views import wording
from reportedly.views.lookup import Lookup
from reportedly.views.markup import link

Json = Mapping[str, Any]
Node = dict[str, Any]

CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
_KINDS = {"person": "Person", "organisation": "Organization", "government": "GovernmentOrganization"}


def linked_data(document: Json, *, full_text: bool = False) -> Node:
    """The graph: one data set, its articles, its claims with their appearances, and people's reviews."""
    lookup = Lookup(document)
    graph: list[Node] = [_data_set(lookup, document)]
    graph += [_article(a, full_text=full_text) for a in lookup.rows("articles")]
    for claim in lookup.rows("claims"):
        graph.append(_claim(lookup, claim))
        graph += _review(lookup, claim)
    return {"@context": "https://schema.org", "@graph": graph}


def _known(**fields: Any) -> Node:
    """The node without what is not known."""
    names = {"at_id": "@id", "at_type": "@type"}
    return {names.get(k, k): v for k, v in fields.items() if v not in (None, "", [], {})}


def _urn(kind: str, identifier: str) -> str:
    return f"urn:reportedly:{kind}:{identifier}"


def _data_set(lookup: Lookup, document: Json) -> Node:
    stories = lookup.stories
    version = (document.get("made_by") or {}).get("version")
    return _known(
        at_id=_urn("story", stories[0]["id"]) if len(stories) == 1 else None,
        at_type="Dataset",
        name=stories[0].get("title") if len(stories) == 1 else wording.count(len(stories), "story", "stories"),
        description=wording.MACHINE_READ,
        measurementTechnique=f"reportedly {version}" if version else "reportedly",
        temporalCoverage=f"{lookup.first_day}/{lookup.last_day}" if lookup.first_day else None,
    )


def _article(article: Json, *, full_text: bool) -> Node:
    outlet = article.get("outlet")
    return _known(
        at_id=_article_id(article),
        at_type="NewsArticle",
        headline=article.get("title"),
        url=link(article.get("url")),
        publisher=_known(at_type="Organization", name=outlet) if outlet else None,
        creditText=article.get("byline"),
        datePublished=article.get("published"),
        dateModified=article.get("updated"),
        articleSection=article.get("section"),
        inLanguage=article.get("language"),
        articleBody=article.get("text") if full_text else None,
    )


def _article_id(article: Json) -> str:
    # two versions have one address: the id tells them apart
    return _urn("article", article["id"])


def _claim(lookup: Lookup, claim: Json) -> Node:
    some = lookup.of(claim["id"])
    places = [_appearance(lookup, a) for a in some]
    dated = [p for p in places if "datePublished" in p]
    return _known(
        at_id=_urn("claim", claim["id"]),
        at_type="Claim",
        text=claim.get("gist"),
        author=_authors(lookup, claim),
        appearance=places,
        firstAppearance={"@id": dated[0]["@id"]} if dated else None,
    )


def _appearance(lookup: Lookup, assertion: Json) -> Node:
    """The sentence in its article: a quotation is a creative work, which is what an appearance has to be."""
    article = lookup.article(assertion) or {}
    return _known(
        at_id=_urn("assertion", assertion["id"]),
        at_type="Quotation",
        text=assertion["evidence"]["text"],
        isPartOf={"@id": _article_id(article)} if article else None,
        url=link(article.get("url")),
        datePublished=article.get("published"),
    )


def _authors(lookup: Lookup, claim: Json) -> list[Node]:
    """The first-hand sources by name; nobody where the texts do not say."""
    kinds: dict[str, str] = {}
    for assertion in lookup.of(claim["id"]):
        for hop in assertion.get("chain") or ():
            if hop.get("named"):
                kinds.setdefault(hop["name"], str(hop.get("kind")))
    return [
        _known(at_type=_KINDS.get(kinds[name], "Organization"), name=name)
        for name in claim.get("origins") or ()
        if name in kinds
    ]


def _review(lookup: Lookup, claim: Json) -> Iterable[Node]:
    """The grade that a person gave the claim, as it stands; nothing where nobody did."""
    grade = claim.get("grade")
    if grade not in CREDIBILITY:
        return
    mine = {claim["id"], *(claim.get("assertions") or ()), *(claim.get("judgements") or ())}
    rows = [
        j
        for j in lookup.rows("judgements")
        if j["kind"] == "grade" and j["value"] == grade and {j["id"], j["subject"]} & mine and _stands(j)
    ]
    if not rows:
        return
    last = rows[-1]
    yield _known(
        at_id=_urn("review", last["id"]),
        at_type="ClaimReview",
        itemReviewed={"@id": _urn("claim", claim["id"])},
        claimReviewed=claim.get("gist"),
        author=_known(at_type="Person", name=last["who"]),
        datePublished=last["when"],
        reviewBody=last.get("note"),
        reviewRating=_rating(grade),
    )


def _stands(judgement: Json) -> bool:
    """Whether nothing took it back or replaced it."""
    return judgement.get("state") in (None, "stands")


def _rating(grade: str) -> Node:
    """The grade in words; in numbers, the best is 1 and the worst 5, and 6 is off the scale."""
    words = f"Admiralty code {grade}: {CREDIBILITY[grade]}"
    if grade == "6":
        return _known(at_type="Rating", alternateName=words)
    return _known(at_type="Rating", ratingValue=int(grade), bestRating=1, worstRating=5, alternateName=words)
