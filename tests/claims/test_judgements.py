"""How claims and actors obey a person: against every value, through third ones, the later decision first."""

import itertools

import pytest
from claims_factory import Coverage, claim, count, day, forecast, person, together
from hypothesis import given, strategies

from reportedly.claims.judgements import consistent, obey
from reportedly.model import Actor, Judgement


def row(kind, subject, other=None, value=None, n=1, **more):
    return Judgement(f"j{n}", kind, subject, other, value, "A. Reader", "2031-03-09", **more)


def tellings(*days, words="visit Tarnwick dyke"):
    """One visit told once for each day; None: no day is said."""
    coverage = Coverage()
    made = []
    for n, when in enumerate(days):
        key = coverage.article(f"a{n}", f"2031-03-0{n + 1}", actors=["Odile Brack"])
        fields = {"when": day(when)} if when else {}
        terms = ["Odile Brack", *words.split()]
        made.append(
            coverage.says(key, "Brack will visit.", terms, terms[1], who=["Odile Brack"], future=True, **fields)
        )
    coverage.article("z", "2031-03-02")
    coverage.says("z", "Barley costs more.", "barley price rise market", "rise")
    return coverage, made


def test_two_that_were_parted_never_meet_through_a_third():
    coverage, (a, b, c) = tellings(None, None, None)
    assert together(coverage.build(), a, b, c)
    for seed in range(3):
        ledger = coverage.build([row("different-claim", a.id, c.id)], seed=seed)
        assert not together(ledger, a, c)
        assert len({ledger.claim_of[x.id] for x in (a, b, c)}) == 2


def test_what_is_one_with_the_one_is_not_one_with_the_other():
    coverage, (a, b, c) = tellings(None, None, "2031-03-09")
    rows = [row("different-claim", a.id, b.id), row("same-claim", a.id, c.id, n=2)]
    ledger = coverage.build(rows)
    assert together(ledger, a, c)
    assert not together(ledger, a, b)
    assert not together(ledger, b, c)


def test_what_says_the_same_comes_along():
    coverage, (a, b, c, d) = tellings("2031-03-09", "2031-03-09", "2031-03-10", "2031-03-10")
    before = coverage.build()
    assert together(before, a, b)
    assert not together(before, b, c)
    assert together(coverage.build([row("same-claim", b.id, c.id)]), a, b, c, d)


def test_joined_and_parted_both_hold_where_the_machine_would_break_one():
    """The machine has a with b and c with d; b and c are joined, a and d parted."""
    coverage, (a, b, c, d) = tellings("2031-03-09", "2031-03-09", "2031-03-10", "2031-03-10")
    ledger = coverage.build([row("different-claim", a.id, d.id), row("same-claim", b.id, c.id, n=2)])
    assert together(ledger, b, c)
    assert not together(ledger, a, d)


def test_polarity_does_not_stand_against_a_person():
    coverage = Coverage()
    made = []
    for key, negated in (("a", False), ("b", True)):
        coverage.article(key, "2031-03-02")
        made.append(coverage.says(key, "The dam holds.", "dam hold", "hold", negated=negated))
    assert together(coverage.build([row("same-claim", made[0].id, made[1].id)]), *made)


def test_of_three_that_contradict_the_latest_two_hold():
    coverage, (a, b, c) = tellings(None, None, None)
    rows = {
        "same a b": row("same-claim", a.id, b.id, n=1),
        "same b c": row("same-claim", b.id, c.id, n=2),
        "different a c": row("different-claim", a.id, c.id, n=3),
    }
    for order in itertools.permutations(rows):
        ledger = coverage.build([rows[name] for name in order])
        held = {
            "same a b": together(ledger, a, b),
            "same b c": together(ledger, b, c),
            "different a c": not together(ledger, a, c),
        }
        assert all(held[name] for name in order[1:]), order


PAIRS = strategies.tuples(strategies.integers(0, 7), strategies.integers(0, 7)).filter(lambda p: p[0] < p[1])


@given(strategies.lists(strategies.tuples(PAIRS, strategies.booleans()), max_size=14))
def test_what_was_decided_holds_whatever_the_machine_would_make(decisions):
    decided = {f"j{n}": [(*pair, one)] for n, (pair, one) in enumerate(decisions)}
    joined, parted = consistent(decided)

    def link(first, apart):
        """Everything in one group, but for what may not be: the first come first."""
        groups = []
        for i in range(8):
            mine = {i} | {j for pair in first if i in pair for j in pair}
            groups.append(mine)
        done = []
        for mine in groups:
            touching = [g for g in done if g & mine]
            done = [g for g in done if not g & mine] + [set().union(mine, *touching)]
        found = []
        for mine in sorted(done, key=min):
            home = next((g for g in found if not any((min(i, j), max(i, j)) in apart for i in g for j in mine)), None)
            if home is None:
                found.append(set(mine))
            else:
                home |= mine
        return [sorted(g) for g in found]

    groups = obey(link, joined, parted)
    assert sorted(i for g in groups for i in g) == list(range(8))
    home = {i: n for n, g in enumerate(groups) for i in g}
    assert all(home[a] == home[b] for a, b in joined)
    assert all(home[a] != home[b] for a, b in parted)
    if decisions:
        (a, b), one = decisions[-1]
        assert (home[a] == home[b]) is one, "the last decision always holds"


# ---- outcome, grade, note


def foretold():
    coverage, (a, b) = tellings("2031-03-09", "2031-03-09")
    return coverage, a, b


def test_the_outcome_of_a_claim_is_that_of_all_who_foretold_it():
    coverage, a, b = foretold()
    ledger = coverage.build([row("outcome", a.id, value="failed", about="claim", note="no boat")])
    assert [forecast(ledger, x).outcome for x in (a, b)] == ["failed", "failed"]
    assert forecast(ledger, b).why == "A. Reader, on 2031-03-09, says so: no boat"
    assert claim(ledger, a).status == "failed"
    assert claim(ledger, a).judgements == ("j1",)


def test_the_outcome_of_one_assertion_is_its_own_and_the_later_holds():
    coverage, a, b = foretold()
    rows = [
        row("outcome", a.id, value="failed", about="claim"),
        row("outcome", b.id, value="unresolvable", about="assertion", n=2),
    ]
    ledger = coverage.build(rows)
    assert [forecast(ledger, x).outcome for x in (a, b)] == ["failed", "unresolvable"]
    assert [forecast(coverage.build(rows[::-1]), x).outcome for x in (a, b)] == ["failed", "failed"]


def test_what_a_person_reopens_is_open_and_its_status_forgets_the_outcome():
    coverage = Coverage()
    key = coverage.article("a", "2031-03-01", actors=["Odile Brack"])
    terms = ["Odile Brack", "visit", "Tarnwick", "dyke"]
    told = coverage.says(
        key, "Brack will visit.", terms, "visit", who=["Odile Brack"], future=True, when=day("2031-03-05")
    )
    coverage.article("b", "2031-03-06", actors=["Odile Brack"])
    coverage.says("b", "Brack visited.", terms, "visit", who=["Odile Brack"], when=day("2031-03-05"))
    assert claim(coverage.build(), told).status == "borne_out"
    ledger = coverage.build([row("outcome", told.id, value="open", about="claim")])
    assert (forecast(ledger, told).outcome, forecast(ledger, told).basis) == ("open", "person")
    assert claim(ledger, told).status == "reported"


def test_a_grade_follows_its_assertion():
    coverage, (a, b) = tellings("2031-03-09", "2031-03-10")
    ledger = coverage.build([row("grade", b.id, value="2", about="claim"), row("same-claim", a.id, b.id, n=2)])
    assert claim(ledger, a).grade == "2"
    assert claim(ledger, a).judgements == ("j1", "j2")


# ---- who is who


def found(coverage, *rows):
    return coverage.entities(list(rows))


def test_one_actor_of_an_article_is_two():
    coverage = Coverage()
    coverage.article("a", actors=[Actor("Odile Brack", "person", ("mayor",), ("Lady Tarn",))])
    coverage.article("b", actors=["Odile Brack"])
    coverage.article("c", actors=["Lady Tarn"])
    assert found(coverage).find("c", "Lady Tarn") == found(coverage).find("b", "Odile Brack")
    apart = found(coverage, row("different-actor", "Lady Tarn", "Odile Brack"))
    assert apart.find("a", "Lady Tarn") == apart.find("c", "Lady Tarn") != apart.find("a", "Odile Brack")
    assert apart.find("a", "Odile Brack") == apart.find("b", "Odile Brack")
    roles = {e.name: e.roles for e in apart.entities}
    assert roles == {"Odile Brack": ("mayor",), "Lady Tarn": ()}
    assert {e.judgements for e in apart.entities} == {("j1",)}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_two_actors_are_not_joined_by_a_third(order):
    """ "Mira Tove Halvorsen" is a spelling of both."""
    names = ["Mira Halvorsen", "Mira Tove Halvorsen", "Tove Halvorsen"]
    coverage = Coverage()
    for n in order:
        coverage.article(f"a{n}", actors=[names[n]])
    apart = found(coverage, row("different-actor", "Mira Halvorsen", "Tove Halvorsen"))
    ids = [apart.find(f"a{n}", name) for n, name in enumerate(names)]
    assert ids[0] != ids[2]


def test_the_later_of_two_on_actors_holds():
    coverage = Coverage()
    coverage.article("a", actors=["Odile Brack"])
    coverage.article("b", actors=["Lady Tarn"])
    rows = [row("same-actor", "Odile Brack", "Lady Tarn"), row("different-actor", "Lady Tarn", "Odile Brack", n=2)]
    one = found(coverage, *rows[::-1])
    assert one.find("a", "Odile Brack") == one.find("b", "Lady Tarn")
    two = found(coverage, *rows)
    assert two.find("a", "Odile Brack") != two.find("b", "Lady Tarn")


def test_the_grade_of_a_source_is_on_its_entity():
    coverage = Coverage()
    coverage.article("a", actors=["Odile Brack", "Jan Ost"])
    coverage.says(
        "a", "The dam holds.", "dam hold", "hold", by=[person("Jan Ost")], quantities=(count("3", 3, 3, "x"),)
    )
    rows = [
        row("grade", "odile brack", value="B", about="source"),
        row("grade", "Odile Brack", value="C", about="source", n=2),
    ]
    graded = {e.name: (e.grade, e.judgements) for e in coverage.build(rows).entities}
    assert graded == {"Odile Brack": ("C", ("j1", "j2")), "Jan Ost": (None, ())}
