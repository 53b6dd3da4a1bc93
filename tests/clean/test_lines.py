import pytest

from reportedly.clean.blocks import Piece
from reportedly.clean.lines import beside_body, head_lines, is_byline, is_date

LONG = (
    "The mayor of Springville said on Wednesday that part {} of the bridge would open before the summer of next year."
)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Von Erika Muster"),
        ("fr", "Par Jeanne Exemple et Paul Modèle"),
        ("es", "Por Juana Ejemplo"),
        ("zh", "作者：王小例"),
    ],
)
def test_bylines(language, line):
    assert is_byline(line, language)


@pytest.mark.parametrize(
    ("language", "line"),
    [("de", "Von heute an"), ("fr", "Par prudence"), ("es", "Por la mañana en Villamodelo, 3 muertos"), ("it", "Di nuovo"), ("xx", "By X Y")],
)  # fmt: skip
def test_beginnings_of_sentences_are_none(language, line):
    assert not is_byline(line, language)


def test_dates_on_lines_of_their_own():
    assert is_date("26 Sep 2011", "en")
    assert is_date("Mittwoch, 3. April 2024", "de")
    assert not is_date("Der 3. April 2024 war ein Mittwoch", "de")


def test_lines_amid_the_prose_stay():
    pieces = [Piece(LONG.format(n), n) for n in range(12)]
    pieces.insert(10, Piece("3 April 2024", 99))
    assert head_lines(pieces, "en") == {}


def test_what_stands_beside_the_pages_own_text_is_furniture():
    prose = [LONG.format(n) for n in range(8)]
    pieces = [Piece(t, n) for n, t in enumerate(["A line above", *prose, "A line below", "Another"])]
    assert beside_body(pieces, " ".join(prose)) == {0: "other", 9: "other", 10: "other"}
    assert beside_body(pieces, " ".join(prose[:2])) == {}
    assert beside_body(pieces, None) == {}


def test_a_paragraph_that_the_pages_own_text_lacks_stays():
    prose = [
        LONG.format(n) + " It had been planned for two years, and nobody had thought it possible." for n in range(8)
    ]
    pieces = [Piece(t, n) for n, t in enumerate(prose)]
    assert beside_body(pieces, " ".join(prose[1:])) == {}
