"""What two assertions are compared by: words with weights, doers, polarity."""

import pytest
from claims_factory import Coverage, likely, person

from reportedly.claims.deeds import event_kind
from reportedly.claims.propositions import levels_of, same_doer, same_event, similarity
from reportedly.model import PlaceMention


def two(first, second, **kinds):
    """Two propositions of two articles, among others that make their words neither common nor lone."""
    coverage = Coverage()
    for key in ("a", "b", "c", "d"):
        coverage.article(key, "2031-03-02")
    a = coverage.says("a", "One says this.", *first[:2], **(first[2] if len(first) > 2 else {}))
    b = coverage.says("b", "Two says that.", *second[:2], **(second[2] if len(second) > 2 else {}))
    coverage.says("c", "Three says more.", "harvest festival barley price", "harvest")
    coverage.says("d", "Four says less.", "choir school autumn concert", "sing")
    found = coverage.propositions()
    return found[a.id], found[b.id]


def test_words_of_one_kind_of_event_are_one_word():
    a, b = two(("bridge shut lorry", "shut"), ("bridge closure lorry", "closure"))
    assert similarity(a, b) > 0.9


def test_a_noun_of_a_deed_is_the_verb():
    a, b = two(("canal approve ratification", "approve"), ("canal approve ratify", "approve"))
    c, d = two(("canal excavation gravel", "begin"), ("canal excavate gravel", "excavate"))
    assert similarity(a, b) > 0.9
    assert {"canal", "excavate", "gravel"} <= c.bag.keys() & d.bag.keys()


def test_what_an_event_does_when_it_comes_is_the_event():
    a, b = two(
        ("tremor jolt island", "jolt", {"who": [("a strong tremor", "agent"), ("the island", "patient")]}),
        ("earthquake hit island", "hit", {"who": [("the earthquake", "agent"), ("the island", "patient")]}),
    )
    assert a.deed.kind == b.deed.kind == "quake"
    assert same_doer(a, b)
    assert similarity(a, b) > 0.9


def test_a_person_who_hits_is_no_event():
    a, _ = two(("guard hit reporter", "hit", {"who": [("the guard", "agent")]}), ("guard hit reporter", "hit"))
    assert a.deed.kind is None


def test_words_of_putting_say_nothing():
    a, b = two(("dam likely expect hold", "hold"), ("dam hold", "hold"))
    assert similarity(a, b) == pytest.approx(1)


def test_a_word_nobody_else_has_weighs_less():
    a, _ = two(("dam hold concrete", "hold"), ("dam hold", "hold"))
    assert a.bag["concrete"] < a.bag["dam"]


def test_polarity_of_a_denied_negation():
    a, _ = two(("dam break", "break", {"stance": "denies", "negated": True}), ("dam break", "break"))
    b, _ = two(("dam break", "break", {"stance": "denies"}), ("dam break", "break"))
    c, _ = two(("dam break", "break", {"likelihood": likely("unlikely", 0.2, 0.45)}), ("dam break", "break"))
    assert (a.negative, b.negative, c.negative) == (False, True, True)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ([("three people", "patient")], [("people", "patient")], True),
        ([("the mayor", "agent")], [("the bishop", "agent")], False),
        ([("the mayor", "agent")], [("she", "agent")], None),
        ([("the mayor", "agent")], [], None),
        ([("the mayor and the bishop", "agent")], [("the bishop", "agent")], True),
        ([("houses on the river", "agent")], [("the house", "agent")], True),
    ],
)
def test_same_doer(first, second, same):
    a, b = two(
        ("people mayor house open", "open", {"who": first}),
        ("people mayor house open" if same else "market open", "open", {"who": second}),
    )
    assert same_doer(a, b) is same


def test_one_word_in_common_makes_no_event():
    a, b = two(("open", "open"), ("open", "open"))
    assert same_event(a, b) == 0
    a, b = two(("bridge open", "open"), ("bridge open", "open"))
    assert same_event(a, b) > 0


def test_other_doers_make_another_event():
    a, b = two(
        ("school open autumn", "open", {"who": ["school"]}), ("harbour open autumn", "open", {"who": ["harbour"]})
    )
    assert same_event(a, b) == 0


@pytest.mark.parametrize(
    ("word", "country", "code", "stays"), [("french", "France", "FR", False), ("welsh", "Britain", "GB", True)]
)
def test_adjectives_of_a_country_are_the_country(word, country, code, stays):
    coverage = Coverage()
    coverage.article("a")
    made = coverage.says("a", "The ship sails.", [word, "ship", "sail"], "sail")
    assert word in coverage.propositions()[made.id].bag  # the story names no country
    coverage.article("b", places=[PlaceMention(0, 6, country, country=code, key="g-1", kind="country")])
    assert (word in coverage.propositions()[made.id].bag) is stays


def test_the_office_of_somebody_named_weighs_little():
    from reportedly.model import Actor

    coverage = Coverage()
    coverage.article("a", actors=[Actor("Odile Brack", "person", roles=("harbour mayor",))])
    coverage.article("b")
    named = coverage.says("a", "Mayor Odile Brack swam.", ["mayor", "Odile Brack", "swim"], "swim")
    alone = coverage.says("b", "A mayor swam.", "mayor swim", "swim")
    found = coverage.propositions()
    assert found[named.id].bag["mayor"] < found[alone.id].bag["mayor"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("raised the alarm to level 3", 3),
        ("The alert level went from 2 to 4 on Friday", 4),
        ("the flood level rose, to stage 5", 5),
        ("from 2 to 4 people stayed", None),
        ("the level of the river", None),
    ],
)
def test_steps_of_a_scale(text, step):
    assert [q.low for q in levels_of(text)] == ([] if step is None else [step])


def test_a_kind_is_known_by_its_words():
    assert event_kind("trip") == event_kind("visit") != event_kind("meeting")
    assert event_kind(None) is None
    assert event_kind("barley") is None


def test_a_speaker_is_none_for_the_articles_own_voice():
    coverage = Coverage()
    coverage.article("a")
    own = coverage.says("a", "It rained.", "rain", "rain")
    quoted = coverage.says("a", "It rained, he said.", "rain", "rain", by=[person("Jan Ost")])
    found = coverage.propositions()
    assert found[own.id].speaker is None
    assert found[quoted.id].speaker == "jan ost"
