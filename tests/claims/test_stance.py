"""What stance a headline, and an article, takes to a claim."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from claims_factory import STORY, Coverage, claim, day, likely, person
from hypothesis import given
from hypothesis import strategies as st

from reportedly import languages
from reportedly.claims import build
from reportedly.claims.headlines import coverage, features
from reportedly.claims.stance import STANCES, probabilities, shipped, stance
from reportedly.model import Copy, Hedge, Hop, StoryLedger

ROOT = Path(__file__).resolve().parents[2]
CLAIM = "A heron stole the mayor of Tarnwick's chain"


# ---- claim and headline


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Heron steals mayor of Tarnwick's chain during parade", "supports"),
        ("Watch a heron make off with the chain of Tarnwick's mayor", "supports"),
        ("No, a heron did not steal the Tarnwick mayor's chain", "denies"),
        ("Tale of heron and mayor's chain is a hoax", "denies"),
        ("Mayor of Tarnwick denies that a heron stole his chain", "denies"),
        ("Debunked: the heron that stole a mayor's chain", "denies"),
        ("Heron reportedly stole chain of Tarnwick's mayor", "observes"),
        ("Did a heron really steal the mayor of Tarnwick's chain?", "observes"),
        ("Heron may have stolen Tarnwick mayor's chain, report claims", "observes"),
        ("Rumour: heron stole mayor's chain", "observes"),
        ("Tarnwick police investigate whether a heron stole the mayor's chain", "observes"),
    ],
)
def test_stance_of_a_headline(headline, expected):
    assert stance(CLAIM, headline) == expected


def test_a_denied_hoax_is_no_denial():
    sure = probabilities(CLAIM, "Heron's theft of Tarnwick mayor's chain is a hoax")["denies"]
    less = probabilities(CLAIM, "Heron's theft of Tarnwick mayor's chain is no hoax")["denies"]
    assert less < sure
    assert "refuting refuted" in features(CLAIM, "Heron's theft of the mayor's chain is no hoax")


def test_words_of_denial_in_the_claim_itself_count_for_nothing():
    said = "Odile Brack denies that the dyke is a fake"
    assert "denying" not in features(said, "Brack denies dyke is fake")
    assert "denying" in features("The dyke is new", "Brack denies dyke is new")


def test_opposites_and_other_numbers():
    assert "opposite" in features("The singer Ansel Ruhl is dead", "Ansel Ruhl alive and on tour")
    assert "opposite" not in features("The singer Ansel Ruhl is dead", "Ansel Ruhl dead at 70")
    assert "other numbers" in features("The bridge cost 40 million", "Bridge cost 65 million")
    assert "other numbers" not in features("The bridge cost 40 million", "Bridge cost 40 million, not 65")


@pytest.mark.parametrize(
    ("text", "headline", "share"),
    [
        ("Herons steal chains", "Heron stealing a chain", 1.0),
        ("Planned identity of the baker", "Baker identified; no plan", 1.0),
        ("Herons steal chains", "Rain in Ostrand", 0.0),
        ("", "Rain in Ostrand", 0.0),
        ("the of and", "the of and", 0.0),
    ],
)
def test_coverage(text, headline, share):
    assert coverage(text, headline) == share


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_have_a_stance(one, other):
    found = probabilities(one, other)
    assert set(found) == set(STANCES)
    assert sum(found.values()) == pytest.approx(1.0)
    assert stance(one, other) == max(STANCES, key=lambda s: found[s])


def test_a_long_text_costs_no_more_than_a_long_headline():
    assert features(CLAIM, "not " * 200_000) == features(CLAIM, "not " * 300)


def test_every_learned_feature_can_come_up_and_weighs_for_each_stance():
    lists = set(languages.table("stance")["words"])
    made = {"bias", "covered", "length", "question", "question last", "question word", "colon", "no first",
            "claim future", "opposite", "other numbers", "negates", "negated", "refuting refuted"}  # fmt: skip
    polar = {f"claim {name}" for name in ("refuting", "denying", "negation")}
    assert set(shipped()) <= lists | made | polar
    assert lists <= set(shipped())
    assert all(set(row) == set(STANCES) for row in shipped().values())


def test_the_weights_are_what_the_data_give(tmp_path):
    data = Path(os.environ.get("REPORTEDLY_EVAL", ROOT.parent / "shared" / "eval")) / "data" / "rumours.jsonl.gz"
    if not data.is_file():
        pytest.skip("the evaluation data are not here")
    made = tmp_path / "weights.toml"
    asked = [sys.executable, str(ROOT / "train" / "stance.py"), "--data", str(data), "--out", str(made)]
    subprocess.run(asked, check=True, capture_output=True)
    found = tomllib.loads(made.read_text(encoding="utf-8"))["weights"]
    assert found.keys() == shipped().keys()
    for name, row in shipped().items():
        assert found[name] == pytest.approx(row, abs=0.002)  # the last digit is the machine's


# ---- claim and article

TERMS = ["Odile Brack", "visit", "Tarnwick", "dyke"]
SENTENCE = "Odile Brack will visit the dyke of Tarnwick."


def telling(*rows, copies=None):
    """One statement told by an article a row: fields of its assertion, `title` of the article, `sentence`."""
    coverage = Coverage()
    made = []
    for n, row in enumerate(rows):
        fields = {"future": True, "who": ["Odile Brack"], **row}
        key = coverage.article(
            f"a{n}", fields.pop("said", f"2031-03-0{n + 1}"), outlet=f"Paper {n}", actors=["Odile Brack"]
        )
        coverage.articles[key] = replace(coverage.articles[key], title=fields.pop("title", None))
        for more in fields.pop("also", ()):
            coverage.says(key, SENTENCE, TERMS, "visit", **{"future": True, "who": ["Odile Brack"], **more})
        made.append(coverage.says(key, fields.pop("sentence", SENTENCE), TERMS, "visit", **fields))
    return build(STORY, list(coverage.articles.values()), coverage.notes(), copies=copies), made


def taken(ledger, assertion):
    return {s.article: s.stance for s in claim(ledger, assertion).stances}


def test_own_voice_supports_and_a_source_is_only_observed():
    ledger, made = telling({}, {"by": [person("Jan Ost")]}, {"by": [person("Jan Ost")], "stance": "confirms"})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "observes", "a2": "supports"}


def test_the_acting_party_announces():
    ledger, made = telling({"by": [person("Odile Brack")]}, {"by": [person("Odile Brack")], "stance": "promises"})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "observes"}


def test_another_outlet_is_repeated():
    other = Hop("Ostrand Echo", True, "outlet", mention=((0, 4),))
    ledger, made = telling({}, {"by": [other]}, {"by": [other, person("Jan Ost")]})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "repeats", "a2": "repeats"}


def test_a_copy_repeats():
    copies = {
        "a1": (Copy("a0", 0.9, "overlap"),),
        "a2": (Copy("a0", 0.2, "overlap"),),
        "a3": (Copy(None, 1.0, "credit"),),
    }
    ledger, made = telling({}, {}, {}, {}, copies=copies)
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "repeats", "a2": "supports", "a3": "repeats"}


def test_distance_observes():
    ledger, made = telling(
        {},
        {"hedges": (Hedge("reportedly", None),)},
        {"likelihood": likely("may", 0.2, 0.55)},
        {"stance": "alleges"},
        {"by": [person("reports", kind="document", is_named=False)]},
        {"hedges": (Hedge("“state visit”", 0),)},
    )
    assert list(taken(ledger, made[0]).values()) == ["supports", *["observes"] * 4, "supports"]


def test_a_speakers_own_hedge_is_not_the_articles():
    by = {"by": [person("Jan Ost")], "stance": "confirms"}
    ledger, made = telling({**by, "hedges": (Hedge("perhaps", 1),)}, {**by, "hedges": (Hedge("reportedly", 0),)})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "observes"}


def test_a_denial_denies():
    ledger, made = telling({}, {"by": [person("Jan Ost")], "stance": "denies"})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "denies"}
    told = claim(ledger, made[0]).stances[1]
    assert (told.assertion, told.basis) == (made[1].id, "text")


def test_stances_are_taken_to_the_words_of_a_claim():
    """A claim of denials goes by the words they deny: who denies is not told as supporting them."""
    ledger, made = telling({}, {"by": [person("Jan Ost")], "stance": "denies"})
    assert taken(ledger, made[1]) == {"a0": "supports", "a1": "denies"}


def test_both_sides_told_is_observing():
    both = {"by": [person("Jan Ost")], "stance": "denies", "also": [{"by": [person("Ruth Lind")]}]}
    ledger, made = telling({}, both)
    assert taken(ledger, made[0])["a1"] == "observes"


def test_a_hedged_denial_is_none():
    ledger, made = telling({}, {"by": [person("Jan Ost")], "stance": "denies", "hedges": (Hedge("reportedly", 0),)})
    assert taken(ledger, made[0])["a1"] == "observes"


def test_another_day_denies():
    first, other = {"when": day("2031-03-20")}, {"when": day("2031-03-25"), "by": [person("Jan Ost")]}
    ledger, made = telling({**first, "said": "2031-03-01"}, {**other, "said": "2031-03-01"})
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "denies"}


def test_a_later_plan_denies_nothing():
    ledger, made = telling({"when": day("2031-03-20")}, {"when": day("2031-03-25")})
    assert [c.kind for c in ledger.conflicts] == ["update"]
    assert taken(ledger, made[0]) == {"a0": "supports"}


def test_not_on_one_day_is_not_never():
    no = {"negated": True, "future": False, "when": day("2031-03-05"), "said": "2031-03-06"}
    ledger, made = telling({"when": day("2031-03-03", "2031-03-09"), "said": "2031-03-01"}, no)
    assert taken(ledger, made[0]) == {"a0": "supports"}
    ledger, made = telling({"when": day("2031-03-05"), "said": "2031-03-01"}, no)
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "denies"}


def test_what_was_foretold_says_nothing_against_what_came():
    ledger, made = telling(
        {"when": day("2031-03-04"), "said": "2031-03-01"},
        {"future": False, "negated": True, "when": day("2031-03-04"), "said": "2031-03-06"},
    )
    assert taken(ledger, made[1]) == {"a1": "supports"}
    assert taken(ledger, made[0]) == {"a0": "supports", "a1": "denies"}


@pytest.mark.parametrize(
    ("title", "stance_", "basis"),
    [
        (None, "observes", "text"),
        ("Odile Brack to visit Tarnwick dyke", "supports", "headline"),
        ("Odile Brack may visit Tarnwick dyke, minister says", "observes", "text"),
        ("No, Odile Brack will not visit Tarnwick's dyke: report is false", "denies", "headline"),
        ("Rain in Ostrand is no hoax", "observes", "text"),
    ],
)
def test_the_headline_counts_where_the_text_only_relays(title, stance_, basis):
    ledger, made = telling({}, {"by": [person("Jan Ost")], "title": title})
    row = next(s for s in claim(ledger, made[1]).stances if s.article == "a1")
    assert (row.stance, row.basis) == (stance_, basis)


def test_the_headline_does_not_outweigh_the_text():
    ledger, made = telling({"title": "Odile Brack's visit to Tarnwick dyke is a hoax"}, {})
    assert taken(ledger, made[0])["a0"] == "supports"


def test_the_order_of_arrival_says_nothing():
    coverage = Coverage()
    for n, fields in enumerate([{}, {"stance": "denies", "by": [person("Jan Ost")]}, {"by": [person("Ruth Lind")]}]):
        key = coverage.article(f"a{n}", f"2031-03-0{n + 1}", outlet=f"Paper {n}", actors=["Odile Brack"])
        coverage.says(key, SENTENCE, TERMS, "visit", future=True, who=["Odile Brack"], **fields)
    assert coverage.build(seed=1) == coverage.build(seed=2) == coverage.build()


def test_stances_are_in_the_document():
    from reportedly import codec

    ledger, made = telling({}, {"by": [person("Jan Ost")], "stance": "denies"})
    written = json.loads(codec.encode(claim(ledger, made[0])))["stances"]
    assert written[1] == {"article": "a1", "stance": "denies", "assertion": made[1].id, "basis": "text"}
    assert codec.decode(codec.encode(ledger), StoryLedger) == ledger
