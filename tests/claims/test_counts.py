"""Counts: of what, where, and which go on with which."""

import pytest
from claims_factory import Coverage, count, day, person, relation, together, town

from reportedly.claims.counts import counts_of, differing, series
from reportedly.claims.scopes import SEVERAL, Scopes
from reportedly.model import Actor, PlaceMention


def dead(n, *, low=None, high=None, scope=("people", "kill"), text=None, part="value"):
    return count(text or f"{n} people", low or n, high if high is not None else n, "people", *scope, part=part)


def told(*rows):
    """Coverage of one article a row: day, quantities, and fields."""
    coverage = Coverage()
    made = []
    for n, (said, quantities, fields) in enumerate(rows):
        key = coverage.article(f"a{n}", said)
        terms = fields.pop("terms", "people kill flood")
        made.append(coverage.says(key, "The flood killed people.", terms, "kill", quantities=quantities, **fields))
    return coverage, made


def counted(coverage):
    props = list(coverage.propositions().values())
    return counts_of(props, Scopes(props, coverage.entities()))


def values(coverage):
    return [[c.quantity.low for c in found] for found in series(counted(coverage))]


def test_a_series_in_the_order_said_whatever_the_order_read():
    coverage, made = told(
        ("2031-03-03", (dead(19),), {}), ("2031-03-01", (dead(12),), {}), ("2031-03-02", (dead(15),), {})
    )
    assert values(coverage) == [[12, 15, 19]]
    ledger = coverage.build()
    assert relation(ledger, made[1], made[2]) == ("update", "quantity")
    assert relation(ledger, made[2], made[0]) == ("update", "quantity")
    assert relation(ledger, made[1], made[0]) is None  # only neighbours replace each other
    assert any(m.question == "How many deaths?" for m in ledger.matters)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"quantities": (count("9", 9, 9, "people", "injure"),)}),
        ({"where": (town("Tarnwick"),)}, {"where": (town("Oxmouth"),)}),
        (
            {"quantities": (dead(5, scope=("people", "kill", "confirm")),)},
            {"quantities": (dead(9, scope=("people", "kill", "suspected")),)},
        ),
        ({}, {"quantities": (count("9 more people", 9, 9, "more people", "kill"),)}),
    ],
    ids=["kind", "place", "standing", "increment"],
)
def test_another_scope_is_another_question(one, other):
    first, second = {"quantities": (dead(5),), **one}, {"quantities": (dead(9),), **other}
    coverage, made = told(
        ("2031-03-01", first.pop("quantities"), first), ("2031-03-02", second.pop("quantities"), second)
    )
    assert values(coverage) == []
    assert relation(coverage.build(), *made) is None


@pytest.mark.parametrize(
    "quantity",
    [
        count("900 people", 900, 900, "people", "kill", "year"),
        count("40 km", 40, 40, None, "kill", unit="km"),
        dead(12, part="former"),
        count("12 lorries", 12, 12, "lorry", "park"),
    ],
    ids=["rate", "measure", "former", "no kind we know"],
)
def test_what_is_no_running_count(quantity):
    coverage, _ = told(("2031-03-01", (quantity,), {}))
    assert counted(coverage) == []


def test_a_long_past_event_does_not_start_the_series():
    coverage, _ = told(("2031-03-01", (dead(900),), {"when": day("1953-02-01")}), ("2031-03-02", (dead(12),), {}))
    assert [c.quantity.low for c in counted(coverage)] == [12]


def test_a_number_that_cannot_be_what_became_of_the_last_is_passed_over():
    coverage, _ = told(("2031-03-01", (dead(24),), {}), ("2031-03-02", (dead(8),), {}), ("2031-03-03", (dead(30),), {}))
    pairs = [(a.quantity.low, b.quantity.low) for found in series(counted(coverage)) for a, b in differing(found)]
    assert pairs == [(24, 30)]


def test_a_moved_bound_replaces_on_a_later_day_only():
    coverage, made = told(
        ("2031-03-01", (dead(26, high=None, text="at least 26", low=26),), {}),
        ("2031-03-03", (count("at least 43", 43, None, "people", "kill"),), {}),
        ("2031-03-03", (count("at least 40", 40, None, "people", "kill"),), {}),
    )
    ledger = coverage.build()
    assert relation(ledger, made[2], made[1]) is None
    assert not together(ledger, made[1], made[2])


def test_words_that_name_the_former_number():
    coverage, made = told(
        ("2031-03-01", (count("up to 40", None, 40, "people", "kill"),), {}),
        ("2031-03-02", (count("over 30", 30, None, "people", "kill"), dead(40, part="former")), {}),
    )
    assert relation(coverage.build(), *made) == ("update", "quantity")


def test_the_word_at_a_number_says_what_it_counts():
    coverage, _ = told(
        ("2031-03-01", (count("50 hurt", 50, 50, "hurt", "kill", "hurt"),), {}), ("2031-03-02", (dead(12),), {})
    )
    assert {c.scope.kind for c in counted(coverage)} == {"injure", "die"}


def test_the_same_number_is_one_claim_in_other_words():
    coverage, made = told(
        ("2031-03-01", (dead(12),), {"terms": "flood kill people valley"}),
        ("2031-03-01", (dead(12),), {"terms": "dead toll stand"}),
    )
    assert together(coverage.build(), *made)


def test_two_numbers_of_one_day_contradict():
    coverage, made = told(("2031-03-01", (dead(12),), {}), ("2031-03-01", (dead(15),), {}))
    assert relation(coverage.build(), *made) == ("conflict", "quantity")


def test_an_undated_number_orders_nothing():
    coverage, made = told((None, (dead(12),), {}), ("2031-03-01", (dead(15),), {}))
    assert relation(coverage.build(), *made) is None
    assert relation(coverage.build(), made[1], made[0]) is None


def test_counts_over_several_countries_are_of_no_single_one():
    coverage, _ = told(
        (
            "2031-03-01",
            (dead(90), count("4 countries", 4, 4, "country", "reach")),
            {"where": (town("Tarnwick"),)},
        ),
        ("2031-03-02", (dead(12),), {"where": (town("Tarnwick"),)}),
    )
    assert [c.scope.place for c in counted(coverage)] == [SEVERAL, SEVERAL, "g-tarnwick"]


def test_the_place_a_speaker_speaks_for():
    coverage = Coverage()
    coverage.article(
        "a",
        "2031-03-01",
        actors=[Actor("France", "government")],
        places=[PlaceMention(0, 6, "France", country="FR", key="g-fr", kind="country")],
    )
    coverage.says("a", "12 died.", "people kill", "kill", quantities=(dead(12),), by=[person("officials in France")])
    (found,) = counted(coverage)
    assert (found.scope.place, found.speakers) == ("", coverage.entities().find("a", "France"))


def test_a_foretold_or_denied_number_is_no_count():
    coverage, _ = told(("2031-03-01", (dead(12),), {"future": True}), ("2031-03-01", (dead(12),), {"stance": "denies"}))
    assert counted(coverage) == []


def shaken(n, when, *, said, terms="people kill earthquake", **fields):
    return said, (dead(n),), {"terms": terms, "when": day(when) if when else None, **fields}


def test_two_earthquakes_have_their_own_dead():
    coverage, made = told(
        shaken(14, "2031-02-20", said="2031-02-21"),
        shaken(82, "2031-03-01", said="2031-03-02"),
        shaken(98, "2031-03-02", said="2031-03-03"),  # after midnight, somewhere
        shaken(131, None, said="2031-03-04", terms="people kill"),
    )
    assert values(coverage) == [[82, 98, 131]]
    ledger = coverage.build()
    assert relation(ledger, made[0], made[1]) is None
    assert relation(ledger, made[1], made[2]) == ("update", "quantity")


@pytest.mark.parametrize(
    ("first", "second", "text", "expected"),
    [
        (5.9, 6.1, "The earthquake had a magnitude.", ("conflict", "quantity")),
        (5.9, 3.8, "The earthquake had a magnitude.", None),
        (5.9, 6.1, "An earthquake of that magnitude can break dykes.", None),
        (5.9, 6.1, "It was another earthquake's magnitude.", None),
    ],
)
def test_measures_of_one_event(first, second, text, expected):
    coverage = Coverage()
    made = []
    for key, value, said in (("a", first, "The earthquake had a magnitude."), ("b", second, text)):
        coverage.article(key, "2031-03-02")
        coverage.says(key, "An earthquake shook Ostrand.", "earthquake shake Ostrand", "shake", when=day("2031-03-01"))
        measured = count(f"magnitude {value}", value, value, "magnitude", "have")
        made.append(coverage.says(key, said, "earthquake magnitude dyke", "have", quantities=(measured,)))
    ledger = coverage.build()
    assert relation(ledger, made[0], made[1]) == expected


def test_another_earthquake_by_name_counts_elsewhere():
    coverage = Coverage()
    for key, sentence, n in (("a", "Another earthquake killed 17.", 17), ("b", "12 died.", 12), ("c", "19 died.", 19)):
        coverage.article(key, "2031-03-02")
        coverage.says(key, sentence, "earthquake kill people", "kill", quantities=(dead(n),))
    assert values(coverage) == [[12, 19]]


def test_those_of_one_group_are_a_count_of_their_own():
    of = {"terms": "people evacuate", "predicate": "evacuate"}
    coverage = Coverage()
    for n, (number, head) in enumerate(((1200, "tourist"), (2000, "tourist"), (20000, "people"), (156000, "people"))):
        coverage.article(f"a{n}", f"2031-03-0{n + 1}")
        number_of = count(f"{number} {head}", number, number, f"{head} evacuated", "evacuate")
        coverage.says(f"a{n}", "They were taken away.", of["terms"], of["predicate"], quantities=(number_of,))
    assert values(coverage) == [[20000, 156000], [1200, 2000]]


def test_a_lower_bound_that_is_left_behind():
    first = count("at least 26 people", 26, None, "people", "people", "kill")
    coverage, made = told(("2031-03-01", (first,), {}), ("2031-03-02", (dead(44),), {}))
    assert relation(coverage.build(), *made) == ("update", "quantity")
    about = count("over 100 people", 100, None, "people", "people", "kill")
    coverage, made = told(("2031-03-01", (about,), {}), ("2031-03-02", (dead(101),), {}))
    assert relation(coverage.build(), *made) is None
