import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.quantities import find_quantities, singular


def one(text):
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "of"),
    [
        ("A flood killed at least 50 miners.", 50, None, None, "miner"),
        ("There were 103 deaths.", 103, 103, None, "death"),
        ("A magnitude-5.9 quake hit the town.", 5.9, 5.9, None, "magnitude"),
        ("A 6.1-magnitude quake hit the town.", 6.1, 6.1, None, "magnitude"),
        ("It had a magnitude of at least 5.9.", 5.9, None, None, "magnitude"),
        ("Its magnitude was put at 6.", 6, 6, None, "magnitude"),
        ("It measured 5.6 on the Richter scale.", 5.6, 5.6, None, "magnitude"),
        ("A 6.7-strength shock was felt.", 6.7, 6.7, None, "magnitude"),
        ("A 5.6 tremor was felt.", 5.6, 5.6, None, "magnitude"),
        ("There were 5 aftershocks.", 5, 5, None, "aftershock"),
        ("12 people killed in a blast", 12, 12, None, "people killed"),
        ("12 people were killed in a blast", 12, 12, None, "people killed"),
        ("A blast left three dead.", 3, 3, None, "dead"),
        ("A blast killed 14, police said.", 14, 14, None, "killed"),
        ("It confirmed 20 confirmed cases.", 20, 20, None, "confirmed case"),
        ("Up to 149 passengers are lost.", None, 149, None, "passenger"),
        ("More than 100,000 voters signed.", 100_000, None, None, "voter"),
        ("About 80 homes burned.", 72, 88, None, "home"),
        ("Nearly 80 homes burned.", 72, 80, None, "home"),
        ("50 or more homes burned.", 50, None, None, "home"),
        ("50 or  more homes burned.", 50, None, None, "home"),
        ("Between 250,000 and 500,000 people die.", 250_000, 500_000, None, "people"),
        ("It pumps 10-12 million barrels.", 10e6, 12e6, "barrel", None),
        ("It cost $200m to build.", 200e6, 200e6, "USD", None),
        ("It cost £1.2bn to build.", 1.2e9, 1.2e9, "GBP", None),
        ("It cost US$ 40 billion to build.", 40e9, 40e9, "USD", None),
        ("It lies 426 miles off.", 426, 426, "mile", None),
        ("It works at 20 per cent of capacity.", 20, 20, "percent", "capacity"),
        ("A chance of 60 to 70 percent.", 60, 70, "percent", None),
        ("Four in ten would agree.", 40, 40, "percent", None),
        ("Dozens of arrests followed.", 24, None, None, "arrest"),
        ("Tens of thousands of marchers came.", 20_000, None, None, "marcher"),
        ("Forty-eight tankers sailed.", 48, 48, None, "tanker"),
        ("More than a dozen rockets fell.", 12, None, None, "rocket"),
    ],
)
def test_one_quantity(text, low, high, unit, of):
    found = one(text)
    assert (found.low, found.high, found.unit, found.of) == (low, high, unit, of)
    ((start, end),) = found.mention
    assert text[start:end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 3 May 2010 at 2:50 pm.",
        "It stood for four days in 1999.",
        "Ilka Brandt, 38, spoke.",
        "A 13-year-old girl spoke.",
        "The alert is at phase 4 and on Channel 4.",
        "The H1N1 strain was on the G20 agenda.",
        "A Boeing 747 landed.",
        "Her third book, the 2nd edition.",
        "One of them spoke.",
        "They won 3-2.",
    ],
)
def test_no_quantity(text):
    assert find_quantities(text) == ()


def test_a_change_is_no_range():
    found = find_quantities("The toll rose from 226 to 286 deaths.")
    assert [(q.low, q.high) for q in found] == [(226, 226), (286, 286)]


def test_singular():
    assert [singular(w, {"men": "man"}) for w in ("cities", "losses", "men", "boxes", "virus", "ships")] == [
        "city",
        "loss",
        "man",
        "box",
        "virus",
        "ship",
    ]


PIECES = st.sampled_from(
    [
        "at",
        "least",
        "5",
        "1,000",
        "million",
        "m",
        "$",
        "€",
        "-",
        "to",
        "between",
        "and",
        "people",
        "killed",
        "%",
        "of",
        "dozens",
        "3.5",
        "or",
        "so",
        "km",
        ".",
        ",",
        "\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=25))
@settings(max_examples=150)
def test_any_text_is_read(pieces):
    text = " ".join(pieces)
    for quantity in find_quantities(text):
        ((start, end),) = quantity.mention
        assert text[start:end] == quantity.text
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high


@pytest.mark.parametrize("piece", ["1,", "1 ", "$1,000", "between ", "1 to ", "one two ", "1'"])
def test_hostile_text_takes_linear_time(piece):
    started = time.perf_counter()
    find_quantities(piece * (50_000 // len(piece)))
    assert time.perf_counter() - started < 8


@pytest.mark.parametrize(
    "text", ["6 mİllİon people", "ſix thouſand people", "one in ſix", "ſix mileſ", "dozenſ of people"]
)
def test_letters_that_only_a_pattern_takes_for_others(text):
    """A dotted I or a long s matches where case does not count, and is in no list of words."""
    (found,) = find_quantities(f"Officials said {text} there.", ())
    ((start, end),) = found.mention
    assert found.text == f"Officials said {text} there."[start:end]
    assert found.low


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("About 5,000 cubic metres of brine a day ran out.", 4500, "cubic metre a day"),
        ("He earns $23 million per season.", 23_000_000, "USD a season"),
        ("They paid $200MM.", 200_000_000, "USD"),
        ("They dug 1,150m of it.", 1150, "metre"),
        ("It cost £90m.", 90_000_000, "GBP"),
    ],
)
def test_rates_and_short_scales(text, low, unit):
    assert [(q.low, q.unit) for q in find_quantities(text)] == [(low, unit)]
