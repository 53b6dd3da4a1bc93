"""What changed between two documents: forecasts that were settled, each telling of them."""

from reportedly.pipeline import since


def document(claims, forecasts):
    rows = [{"id": c, "status": "reported", "origins": [], "assertions": list(some)} for c, some in claims.items()]
    told = [{"claim": c, "assertion": a, "outcome": outcome, "why": why} for c, a, outcome, why in forecasts]
    return {"claims": rows, "forecasts": told, "conflicts": []}


def settled(then, now):
    return [(row["claim"], row["why"]) for row in since(then, now)["settled"]]


BEFORE = document({"c1": "ab"}, [("c1", "a", "open", None), ("c1", "b", "open", None)])


def test_one_settled_telling_of_several_is_told_wherever_it_stands():
    for rows in (
        [("c1", "a", "failed", "It did not."), ("c1", "b", "open", None)],
        [("c1", "a", "open", None), ("c1", "b", "failed", "It did not.")],
    ):
        assert settled(BEFORE, document({"c1": "ab"}, rows)) == [("c1", ["failed: It did not."])]


def test_a_reason_is_told_once():
    now = document({"c1": "ab"}, [("c1", "a", "failed", "No."), ("c1", "b", "failed", "No.")])
    assert settled(BEFORE, now) == [("c1", ["failed: No."])]


def test_what_was_settled_before_is_no_news_even_if_it_is_told_again():
    then = document({"c1": "ab"}, [("c1", "a", "failed", "No."), ("c1", "b", "failed", "No.")])
    now = document({"c1": "abc"}, [(*("c1", a), "failed", "No.") for a in "abc"])
    assert settled(then, now) == []


def test_another_outcome_is_news():
    then = document({"c1": "a"}, [("c1", "a", "failed", "No.")])
    now = document({"c2": "ab"}, [("c2", "a", "unresolvable", None)])
    assert settled(then, now) == [("c2", ["unresolvable"])]


def test_made_and_settled_since_is_told():
    now = document({"c1": "a"}, [("c1", "a", "borne_out", "Yes.")])
    assert settled(document({}, []), now) == [("c1", ["borne out: Yes."])]
