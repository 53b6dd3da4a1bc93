"""The gazetteer: names folded, files written and read, what the built one has."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.gazetteer import CREDIT, BadGazetteer, Gazetteer, Place, encode, fold, gazetteer


def place(key: str, name: str, population: int = 1) -> Place:
    return Place(key, name, 1.5, -2.25, "XX", "", population, "place", False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Ives", "Saint Ives"),
        ("Mt. Hood", "Mount Hood"),
        ("São Tomé", "Sao Tome"),
        ("Łódź", "Lodz"),
        ("Stratford-upon-Avon", "stratford upon avon"),
        ("Ts’khinvali", "Tskhinvali"),
        ("The Hague", "Hague"),
        ("U.K.", "UK"),
        ("Ørsted", "Orsted"),
    ],
)
def test_spellings_fold_to_one(one, other):
    assert fold(one) == fold(other)


def test_the_last_word_is_not_an_abbreviation():
    assert fold("Main St") == "main st"


@given(st.text(max_size=40))
def test_folding_is_idempotent_on_words_it_made(text):
    once = fold(text)
    assert "\n" not in once
    assert "\t" not in once
    assert once == once.strip()


def written(tmp_path: Path, names: list[str]) -> Gazetteer:
    path = tmp_path / "small.bin"
    path.write_bytes(encode([(n, place(f"x{i}", n)) for i, n in enumerate(sorted(names))], block_bytes=200))
    return Gazetteer(path)


def test_every_name_is_found_and_no_other(tmp_path):
    rng = random.Random(1)
    names = sorted({"".join(rng.choice("abcdé ") for _ in range(rng.randint(1, 9))).strip() or "z" for _ in range(500)})
    index = written(tmp_path, names)
    for name in names:
        assert [p.name for p in index.folded(name)] == [name]
    for name in ("", "zzz", "aaaaaaaaaaaaaa", "a\nb", names[3] + "q", "\t"):
        assert name in names or index.folded(name) == ()


def test_all_places_of_a_name_come_in_the_order_written(tmp_path):
    rows = [("same", place(f"x{i}", f"Same {i}", i)) for i in range(50)]
    path = tmp_path / "same.bin"
    path.write_bytes(encode([("before", place("b", "Before")), *rows, ("then", place("t", "Then"))], block_bytes=100))
    index = Gazetteer(path)
    assert [p.key for p in index.lookup("Same")] == [f"x{i}" for i in range(50)]
    assert index.lookup("Then")[0] == place("t", "Then")


def test_unsorted_rows_are_refused():
    with pytest.raises(ValueError, match="not sorted"):
        encode([("b", place("1", "b")), ("a", place("2", "a"))])


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"RPTDGAZ1\xff\xff\xff\x00broken", b"RPTDGAZ1\x04\x00\x00\x00abcd"]
)
def test_a_file_that_is_none_is_named_with_a_code(tmp_path, content):
    path = tmp_path / "bad.bin"
    path.write_bytes(content)
    with pytest.raises(BadGazetteer) as caught:
        Gazetteer(path)
    assert caught.value.code == "annotate.gazetteer"
    assert str(path) in caught.value.line()


def test_a_missing_file_is_named_with_a_code(tmp_path):
    with pytest.raises(BadGazetteer):
        Gazetteer(tmp_path / "absent.bin")


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_looking_up_anything_is_safe(text):
    for found in gazetteer().lookup(text):
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Vladivostok", "RU", 43.1, 131.9),
        ("New Delhi", "IN", 28.6, 77.2),
        ("Paisley", "GB", 55.8, -4.4),
        ("Dunoon", "GB", 55.9, -4.9),
        ("Burma", "MM", 22, 98),
        ("DPRK", "KP", 40, 127),
        ("Britain", "GB", 54, -2),
        ("Scotland", "GB", 56.8, -4.2),
        ("Caddo Parish", "US", 32.5, -93.9),
        ("Newcastle", "GB", 54.97, -1.61),
        ("Kiev", "UA", 50.45, 30.52),
    ],
)
def test_what_news_speaks_of_is_there(name, country, lat, lon):
    assert any(p.country == country and abs(p.lat - lat) < 1 and abs(p.lon - lon) < 1 for p in gazetteer().lookup(name))


def test_every_country_has_a_point():
    iso = "AF AL DZ AD AO AR AM AU AT AZ BD BE BR CA CL CN CO CU CZ DE EG FR GB GE GR HU IN ID IR IQ IE IL IT JP KE KP KR MX NG"
    for code in iso.split():
        assert any(
            p.country == code and p.kind == "country" for n in COUNTRY_NAMES[code] for p in gazetteer().lookup(n)
        ), code


COUNTRY_NAMES = {
    "AF": ["Afghanistan"], "AL": ["Albania"], "DZ": ["Algeria"], "AD": ["Andorra"], "AO": ["Angola"], "AR": ["Argentina"],
    "AM": ["Armenia"], "AU": ["Australia"], "AT": ["Austria"], "AZ": ["Azerbaijan"], "BD": ["Bangladesh"],
    "BE": ["Belgium"], "BR": ["Brazil"], "CA": ["Canada"], "CL": ["Chile"], "CN": ["China"], "CO": ["Colombia"],
    "CU": ["Cuba"], "CZ": ["Czech Republic", "Czechia"], "DE": ["Germany"], "EG": ["Egypt"], "FR": ["France"],
    "GB": ["UK", "United Kingdom"], "GE": ["Georgia"], "GR": ["Greece"], "HU": ["Hungary"], "IN": ["India"],
    "ID": ["Indonesia"], "IR": ["Iran"], "IQ": ["Iraq"], "IE": ["Ireland"], "IL": ["Israel"], "IT": ["Italy"],
    "JP": ["Japan"], "KE": ["Kenya"], "KP": ["North Korea"], "KR": ["South Korea"], "MX": ["Mexico"], "NG": ["Nigeria"],
}  # fmt: skip


def test_a_name_has_each_place_once():
    for name in ("Springfield", "Paris", "Washington", "Punjab", "Luxembourg"):
        keys = [p.key for p in gazetteer().lookup(name)]
        assert len(keys) == len(set(keys))


def test_it_opens_at_once():
    path = Path(__file__).parents[2] / "src" / "reportedly" / "annotate" / "data" / "gazetteer.bin"
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        Gazetteer(path)
        best = min(best, time.process_time() - start)
    assert best < 0.02


def test_geonames_is_credited():
    assert "GeoNames" in CREDIT
    assert "CC BY 4.0" in CREDIT
