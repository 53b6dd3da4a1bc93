"""Which values exclude each other."""

from dataclasses import replace

import pytest
from claims_factory import Coverage, count, day, town
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.values import compatible, differ, overlaps, same_thing
from reportedly.model import Quantity, When

NOW = When("2031-03-05", "2031-03-05", False, "PRESENT_REF", "now", "relative")
SOON = When("2031-03-05", None, True, "FUTURE_REF", "in the coming days", "relative")


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        (day("2031-03-04"), day("2031-03-04"), True),
        (day("2031-03-01", "2031-03-31"), day("2031-03-04"), True),
        (day("2031-03-04"), day("2031-03-05"), False),
        (When(None, "2031-03-04", True, "x", "by Tuesday", None), day("2031-03-01"), True),
        (When("2031-03-04", None, True, "x", "from Tuesday", None), day("2031-03-01"), False),
        (When(None, None, False, "XXXX-03-04", "4 March", None), day("2031-03-01"), None),
        (NOW, day("2031-03-04"), None),
        (SOON, day("2031-03-04"), False),
        (SOON, day("2031-03-09"), None),
        (SOON, SOON, None),
    ],
)
def test_times(a, b, shared):
    assert overlaps(a, b) is shared
    assert overlaps(b, a) is shared


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [((50, None), (80, 80), True), ((50, None), (40, 40), False), ((None, 30), (12, 12), True), ((3, 3), (3, 3), True)],
)
def test_bounds(a, b, both):
    assert compatible(count("a", *a, "house"), count("b", *b, "house")) is both


bounds = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted)


@given(bounds, bounds)
def test_numbers_are_compatible_either_way_round(a, b):
    x, y = count("a", *a, "house"), count("b", *b, "house")
    assert compatible(x, y) is compatible(y, x)
    assert compatible(x, x)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("house", None), ("house", None), True),
        (("damaged house", None), ("house", None), True),
        (("damaged house", None), ("flooded house", None), False),
        ((None, "km"), (None, "km"), True),
        ((None, "km"), (None, "crown"), False),
        ((None, None), (None, None), False),
    ],
)
def test_what_is_counted(a, b, same):
    assert same_thing(count("1", 1, 1, a[0], unit=a[1]), count("2", 2, 2, b[0], unit=b[1])) is same


def pair(**fields):
    """Two propositions that are equal but for these fields."""
    coverage = Coverage()
    made = []
    for n, key in enumerate(("a", "b")):
        coverage.article(key, "2031-03-02")
        made.append(
            coverage.says(key, "The ferry sails.", "ferry sail", "sail", **{k: v[n] for k, v in fields.items()})
        )
    found = coverage.propositions()
    return [found[m.id] for m in made]


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({"negated": (True, False)}, "polarity"),
        ({"when": (day("2031-03-04"), day("2031-03-05"))}, "when"),
        ({"where": ((town("Tarnwick"),), (town("Oxmouth"),))}, "where"),
        ({"where": ((town("Tarnwick"),), (town("Oxmouth", role="from"),))}, None),
        ({"where": ((town("Tarnwick"),), (replace(town("Tarnwick"), place="g-another"),))}, None),
        ({"quantities": ((count("5", 5, 5, "lorry"),), (count("6", 6, 6, "lorry"),))}, "quantity"),
        ({"quantities": ((count("5", 5, 5, "lorry"),), (count("6", 6, 6, "passenger"),))}, None),
        ({"when": (day("2031-03-01", "2031-03-31"), day("2031-03-05"))}, None),
    ],
)
def test_the_first_difference(fields, on):
    found = differ(*pair(**fields))
    assert (found[0] if found else None) == on


def test_an_aside_does_not_make_two_numbers_agree():
    five, six = count("5", 5, 5, "lorry"), count("6", 6, 6, "lorry")
    assert differ(*pair(quantities=((five, six), (six, five))))[0] == "quantity"


def _length(low, unit):
    return Quantity(f"{low} {unit}", low, low, unit, None)


@pytest.mark.parametrize(("b", "holds"), [(_length(685, "kilometre"), True), (_length(600, "kilometre"), False)])
def test_two_units_of_one_measure_are_compared(b, holds):
    a = _length(426, "mile")
    assert same_thing(a, b)
    assert compatible(a, b) is holds


def test_a_length_is_no_weight():
    assert not same_thing(_length(426, "mile"), _length(426, "tonne"))
