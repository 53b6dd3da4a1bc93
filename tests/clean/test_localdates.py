import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.clean.localdates import local_date


@pytest.mark.parametrize(
    ("language", "line", "value"),
    [
        ("de", "Veröffentlicht am 03.04.2024 um 9.30 Uhr", "2024-04-03T09:30"),
        ("de", "Mi., 3. Apr. 2024, 14:05", "2024-04-03T14:05"),
        ("fr", "Publié le 1er août 2023 à 18h05", "2023-08-01T18:05"),
        ("es", "3 de abril de 2024", "2024-04-03"),
        ("pt", "Publicado em 29/03/2024 às 18h20", "2024-03-29T18:20"),
        ("it", "Mercoledì 3 aprile 2024", "2024-04-03"),
        ("ru", "3 апреля 2024 года, 12:00", "2024-04-03T12:00"),
        ("ar", "٣ أبريل ٢٠٢٤", "2024-04-03"),
        ("zh", "发布时间：2024年4月3日 10:21", "2024-04-03T10:21"),
        ("ko", "입력 2024.04.03 15:00", "2024-04-03T15:00"),
        ("nl", "Gepubliceerd op 3 maart 2024 om 8:30 uur", "2024-03-03T08:30"),
    ],
)
def test_dates_as_languages_write_them(language, line, value):
    found = local_date(line, language)
    assert (found.value, found.alone, found.later) == (value, True, False)


@pytest.mark.parametrize("line", ["Aktualisiert: 3. April 2024", "Mis à jour le 03/04/2024", "更新：2024年4月3日"])
def test_the_day_of_a_change_says_so(line):
    assert local_date(line, "fr").later


def test_a_sentence_with_a_date_is_no_line_of_one():
    assert not local_date("Le 3 avril 2024, la ville fut prise", "fr").alone


def test_the_order_of_day_and_month_is_not_guessed():
    assert local_date("04/05/2024", "en") is None
    assert local_date("04/05/2024") is None
    assert local_date("04/05/2024", "fr").value == "2024-05-04"
    assert local_date("25/05/2024").value == "2024-05-25"


@pytest.mark.parametrize("line", ["31. Februar 2024", "2024年13月1日", "32.01.2024", "3 abril 9999", "", "April"])
def test_what_is_no_day_is_none(line):
    assert local_date(line, "de") is None


@given(st.text(alphabet="0123456789./-年月日 abrilmàh:é٣", max_size=140))
def test_any_line_is_read(line):
    found = local_date(line, "es")
    assert found is None or len(found.value) >= 10
