import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.clean.decode import decode

WORDS = "Le maire de Châtelneuf a dit « oui » à la fête, où l’été s’achève. " * 5


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        b'<meta charset="windows-1252">' + WORDS.encode("cp1252"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">' + WORDS.encode("cp1252"),
        b"<meta charset=utf-8>" + WORDS.encode("cp1252"),
        b'<meta charset="iso-8859-1">' + WORDS.encode(),
        WORDS.encode("cp1252"),
    ],
)
def test_the_same_words_whatever_the_encoding(content):
    assert decode(content, html=True).endswith(WORDS)


def test_other_scripts_by_declaration_and_by_guess():
    russian = "Мэр города заявил, что мост откроют в мае после ремонта. " * 8
    assert decode(b'<meta charset="windows-1251">' + russian.encode("cp1251"), html=True).endswith(russian)
    assert decode(russian.encode("cp1251"), html=False) == russian


@pytest.mark.parametrize("name", ["base64", "rot13", "no-such-charset", "utf-16", "x" * 39])
def test_a_declaration_that_cannot_be_true_is_passed_over(name):
    page = f'<meta charset="{name}">'.encode() + "Der Bürgermeister sprach über die Brücke. ".encode("cp1252") * 9
    assert "Bürgermeister" in decode(page, html=True)


def test_utf_8_with_a_cut_character_stays_utf_8():
    assert decode(WORDS.encode()[:-3] + b"\xc3", html=False).startswith(WORDS[:200])


def test_nuls_surrogates_marks_and_line_ends():
    assert decode("a\0b\ud800c\ufeffd\x08\r\ne\rf", html=False) == "abcd\ne\nf"
    assert decode("smile \U0001f600", html=False) == "smile \U0001f600"


@settings(max_examples=200)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_text_that_can_be_written(content, html):
    decode(content, html=html).encode("utf-8")


def test_what_the_server_says_goes_before_what_the_page_says():
    """After the WHATWG standard; UTF-8 that is valid goes before both."""
    polish = "Łódź, mówił."
    page = f"<meta charset=iso-8859-1><p>{polish}</p>"
    assert polish in decode(page.encode("iso-8859-2"), html=True, charset="iso-8859-2")
    assert polish in decode(page.encode(), html=True, charset="iso-8859-2")
    assert polish in decode(polish.encode("iso-8859-2"), html=False, charset="iso-8859-2")


@pytest.mark.parametrize(
    "charset", ["", "none-such", "base64", "punycode", "idna", "unicode_escape", "undefined", "utf-7", "utf-8"]
)
def test_a_charset_that_is_none_is_passed_over(charset):
    """Nor are codecs of another use: one takes quadratic time, one undoes escapes."""
    page = b'<meta charset="cp1252"><p>\x93Closed\x94, \\u0041</p>'
    assert decode(page, html=True, charset=charset).endswith("<p>“Closed”, \\u0041</p>")
