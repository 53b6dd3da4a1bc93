"""The items of an article that tells of several things, and which of them are parts of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Article
from reportedly.stories import profile
from reportedly.stories.sections import items

FERRY = (
    "The ferry Marigold ran aground off Skerry Point before dawn with 212 passengers on board. Lifeboats from Skerry took "
    "everybody off within three hours, and the harbour master Ole Marn said that its steering had failed."
)
VINE = (
    "Growers in the Tessel valley expect half of their usual wine harvest after a night of hail. Their association asked the "
    "agriculture ministry for loans, which the minister Lena Abt did not rule out when she visited vineyards."
)
CHESS = (
    "Tomas Urbel, aged fourteen, became the youngest chess master of Lanmoor when his opponent resigned after 61 moves. His "
    "trainer called the game a fine piece of defence, and a grandmaster watching from Oslo agreed with her."
)
TAX = (
    "Parliament put off its vote on the property tax for a second time because two committees had not finished their reports. "
    "The finance secretary told deputies that councils would have to wait for their money until autumn."
)
ALL = (FERRY, VINE, CHESS, TAX)
MORE = (
    (
        "Divers looked at the ferry Marigold off Skerry Point and saw that its steering gear had broken. Passengers who had been "
        "on board told the harbour master Ole Marn that they had heard a bang before the Marigold ran aground."
    ),
    (
        "The owners of the Marigold said that the ferry had been inspected in Skerry in March. Its passengers would get their "
        "money back, they added, once Ole Marn and his lifeboats had brought the luggage ashore from the Marigold."
    ),
)


def article(*paragraphs, **fields):
    return Article("a", "\n\n".join(paragraphs), "", language=fields.pop("language", "en"), **fields)


def parts(one):
    return [one.text[p.start : p.end] for p in profile(one).parts]


@pytest.mark.parametrize(
    "marks",
    [
        ("10:15 a.m.", "9:40 a.m.", "9 a.m.", "8:05 a.m."),
        ("14.20 GMT", "13.55 GMT", "12.10 GMT", "11.00 GMT"),
        ("Grounded off Skerry", "Hail in the vineyards", "A master at fourteen", "No vote on the tax"),
    ],
)
def test_posts_and_headed_parts(marks):
    one = article(*(line for pair in zip(marks, ALL, strict=True) for line in pair))
    assert parts(one) == [f"{mark}\n\n{text}" for mark, text in zip(marks, ALL, strict=True)]


@pytest.mark.parametrize(
    "marks", [("1. ", "2. ", "3. ", "4. "), ("SKERRY — ", "TESSEL (AP) — ", "LANMOOR — ", "MILLPORT, Ohio — ")]
)
def test_numbered_items_and_news_from_several_places(marks):
    one = article("Good morning.", *(mark + text for mark, text in zip(marks, ALL, strict=True)))
    assert parts(one) == [mark + text for mark, text in zip(marks, ALL, strict=True)]


def test_words_that_turn_to_something_else_are_enough():
    one = article(
        FERRY, f"In other news, {VINE[0].lower()}{VINE[1:]}", "The ministry would not say more about its loans."
    )
    assert parts(one) == ["\n\n".join(one.text.split("\n\n")[1:])]


def test_posts_on_what_the_article_is_about_are_no_parts_of_their_own():
    one = article("10:15 a.m.", MORE[0], "9:40 a.m.", VINE, "8:05 a.m.", FERRY, "7 a.m.", MORE[1])
    assert len(items(one)) == 4
    assert parts(one) == [f"9:40 a.m.\n\n{VINE}"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ALL,
        ("What happened", FERRY, "What the divers saw", MORE[0], "What the owners say", MORE[1]),
        (FERRY, "9:40 a.m.", VINE),
        ("1. Read the small print.", "2. Ask twice.", "3. Pay late."),
        ("In other news, nothing.",),
        ("10 people were hurt.", "12 of them left.", "8 and 9 stayed."),
        (),
    ],
)
def test_what_is_one_piece(paragraphs):
    assert parts(article(*paragraphs)) == []


def test_a_language_without_such_words():
    assert items(article(FERRY, f"In other news, {VINE}", language="xx")) == ()


@given(st.text(alphabet="aB1. :\n–(", max_size=200))
def test_items_stand_in_order_inside_any_text(text):
    end = 0
    for start, stop in items(article(text)):
        assert end <= start < stop <= len(text)
        end = stop
