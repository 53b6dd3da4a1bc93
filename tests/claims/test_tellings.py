"""What became of a forecast, told in other words than its own: who, what, which day, and how it is put."""

import pytest
from claims_factory import Coverage, count, day, forecast, likely, person, town

from reportedly.model import When

MADE, DUE, LATER = "2031-03-01", "2031-03-04", "2031-03-06"


def became(foretold, told, *, said=LATER, others=()):
    """The outcome of a forecast (sentence, terms, predicate, fields), with one later telling."""
    coverage = Coverage()
    coverage.article("a", MADE)
    text, terms, predicate, fields = foretold
    first = coverage.says("a", text, terms, predicate, **{"future": True, **fields})
    for n, (when, (sentence, words, verb, more)) in enumerate([(said, told), *others]):
        key = coverage.article(f"s{n}", when)
        coverage.says(key, sentence, words, verb, **more)
    row = forecast(coverage.build(), first)
    return row.outcome, row.why


def by(end):
    return When(None, end, True, end, f"by {end}", "stated", (), "by")


def until(end):
    return When(None, end, True, end, f"until {end}", "stated", (), "until")


SPREAD = (
    "Tar is to be spread on the dam.",
    "tar dam spread",
    "spread",
    {"who": [("tar", "patient")], "when": day(DUE)},
)
TAPS = {"who": ["taps"], "negated": True, "when": by(DUE)}
DRY = ("The taps will not be dry.", "tap dry", "be", TAPS)
SIT = ("The panel will not begin its debate.", "panel begin debate", "begin", {"who": ["panel", ("debate", "patient")]})
REPORT = ("There will be no inquiry.", "inquiry", "be", {"who": ["There", ("inquiry", "patient")], "negated": True})
VOTE = ("The assembly is to vote.", "assembly vote", "vote", {"who": ["assembly"], "when": day(DUE)})
FISH = ("Angling will stay closed.", "angling stay closed", "stay", {"who": ["angling"], "when": until(DUE)})
TOP = ("Turnout will top 70 percent.", "turnout top", "top", {"who": ["turnout"]})
TOP[3]["quantities"] = (count("70 percent", 70, 70, None, unit="percent"),)
SIGN = ("Ostrand will sign in Tarnwick.", "Ostrand sign", "sign", {"who": ["Ostrand"], "when": day(DUE)})
SIGN[3]["where"] = (town("Tarnwick"),)


def turnout(value):
    share = count(f"{value} percent", value, value, None, unit="percent")
    return ("Turnout was so high.", "turnout", "be", {"who": ["turnout"], "quantities": (share,)})


@pytest.mark.parametrize(
    ("foretold", "told", "said", "outcome", "word"),
    [
        pytest.param(
            SPREAD,
            (
                "Spreading of tar began on Wednesday, a day behind schedule.",
                "spreading tar begin",
                "begin",
                {"who": ["Spreading of tar"], "when": day("2031-03-05")},
            ),
            LATER,
            "failed",
            "2031-03-05",
            id="late by as much as the day is off",
        ),
        pytest.param(
            SPREAD,
            (
                "The tar ship came on Wednesday, a week late.",
                "tar ship come",
                "come",
                {"who": ["ship"], "when": day("2031-03-05")},
            ),
            LATER,
            "open",
            None,
            id="another plan's lateness",
        ),
        pytest.param(
            VOTE,
            ("The assembly struck the vote off its calendar.", "assembly strike vote calendar", "strike", {}),
            "2031-03-02",
            "failed",
            "off",
            id="off in several words",
        ),
        pytest.param(
            VOTE,
            (
                "The vote of the assembly was put back.",
                "assembly vote put",
                "put",
                {"who": [("vote", "patient")], "when": day("2031-03-14")},
            ),
            "2031-03-02",
            "failed",
            "moved",
            id="moved in several words",
        ),
        pytest.param(
            VOTE,
            ("The assembly struck a vote of last year off its records.", "assembly strike year record", "strike", {}),
            "2031-03-02",
            "open",
            None,
            id="nothing of the event in it",
        ),
        pytest.param(
            REPORT,
            (
                "There would be a full inquiry after all.",
                "full inquiry",
                "be",
                {"who": ["there", ("inquiry", "patient")], "future": True},
            ),
            LATER,
            "failed",
            "after all",
            id="after all",
        ),
        pytest.param(
            DRY,
            ("Taps were pronounced dry.", "tap pronounce dry", "pronounce", {"when": day("2031-03-20")}),
            "2031-03-21",
            "borne_out",
            "after 2031-03-04",
            id="not by its day, and after it",
        ),
        pytest.param(
            DRY,
            ("Taps were pronounced dry.", "tap pronounce dry", "pronounce", {"when": day("2031-03-03")}),
            "2031-03-21",
            "failed",
            "2031-03-03",
            id="not by its day, and before it",
        ),
        pytest.param(
            FISH,
            ("Anglers returned to the river.", "angler return river", "return", {"who": ["anglers"], "when": day(DUE)}),
            LATER,
            "borne_out",
            "its time was over",
            id="a state was over when it was to be",
        ),
        pytest.param(
            FISH,
            (
                "Anglers returned to the river.",
                "angler return river",
                "return",
                {"who": ["anglers"], "when": day("2031-03-02")},
            ),
            "2031-03-03",
            "failed",
            "before",
            id="a state was over before",
        ),
        pytest.param(TOP, turnout(64.0), LATER, "failed", "64.0 percent", id="short of the mark"),
        pytest.param(TOP, turnout(71.5), LATER, "borne_out", "71.5 percent", id="past the mark"),
        pytest.param(
            SIGN,
            (
                "Ostrand put its name to it.",
                "Ostrand put name",
                "put",
                {"who": ["Ostrand", ("name", "patient")], "when": day(DUE)},
            ),
            LATER,
            "borne_out",
            "as having happened",
            id="the same in other words, on the day",
        ),
        pytest.param(
            SIGN,
            (
                "Ruritania put its name to a pact.",
                "Ruritania put name pact",
                "put",
                {"who": ["Ruritania", ("name", "patient")], "when": day(DUE)},
            ),
            LATER,
            "open",
            None,
            id="somebody else's",
        ),
    ],
)
def test_told_in_other_words(foretold, told, said, outcome, word):
    found, why = became(foretold, told, said=said)
    assert found == outcome
    assert (word is None) == (why is None)
    assert word is None or word in why


def test_a_plan_that_others_still_have_was_not_called_off():
    off = ("The assembly struck the vote off its calendar.", "assembly strike vote calendar", "strike", {})
    still = ("The assembly will vote.", "assembly vote", "vote", VOTE[3] | {"future": True})
    assert became(VOTE, off, said="2031-03-02", others=[("2031-03-03", still)])[0] == "open"


def test_what_is_called_likely_bears_nothing_out():
    told = ("Ostrand may put its name to it.", "Ostrand put name", "put", {"who": ["Ostrand"], "when": day(DUE)})
    told[3]["likelihood"] = likely("may", 0.2, 0.55)
    assert became(SIGN, told)[0] == "open"


def test_what_was_over_before_it_was_foretold_is_another():
    told = ("Taps were pronounced dry.", "tap pronounce dry", "pronounce", {"when": day("2031-02-03")})
    assert became(DRY, told)[0] == "open"


def test_i_will_not_and_he_did():
    speaker = person("Odile Brack")
    coverage = Coverage()
    for key, said in (("a", MADE), ("b", LATER)):
        coverage.article(key, said)
    fields = {"who": ["Odile Brack"], "future": True, "negated": True, "by": [speaker]}
    first = coverage.says("a", "I will not resign.", "Odile Brack resign", "resign", **fields)
    coverage.says("b", "Brack went by mutual consent.", "Odile Brack go consent", "go", who=["Odile Brack"])
    assert forecast(coverage.build(), first).outcome == "failed"


def test_a_move_of_another_by_no_name_is_not_its():
    boss = ("Its boss will be gone.", "boss Tarnwick go", "go", {"who": ["boss"], "when": day(DUE)})
    moved = ("The visit to Tarnwick was put back.", "visit Tarnwick put", "put", {"who": [("visit", "patient")]})
    moved[3]["when"] = day("2031-03-14")
    assert became(boss, moved, said="2031-03-02")[0] == "open"


def test_what_is_closed_by_nobody_in_particular_and_open_before_its_day():
    quay = ("The quay will be closed.", "quay close", "close", {"who": [("quay", "patient")], "when": until(DUE)})
    told = ("The quay reopened, and a barge left.", "quay reopen barge leave", "reopen", {"when": day("2031-03-03")})
    outcome, why = became(quay, told)
    assert outcome == "failed"
    assert "2031-03-03" in why
