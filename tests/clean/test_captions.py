import pytest

from reportedly.clean.captions import is_caption


@pytest.mark.parametrize(
    "text",
    [
        "A march in Millport last year against the planned closure of the harbour.",
        "Mayor Ann Boe and her husband, Bo Boe, with the harbour master at the opening of the new pier in 2011.",
        "Mayor Ann May and Governor Al Roe at the harbour in 2017. She was the first mayor to visit him there.",
        "A fisherman mends his net as the mayor, left, looks on.",
        "The mayor (second left) with members of the council.",
        "Protesters gather outside the town hall in Millport on Monday.",
        "A dock worker wears a helmet in Millport April 27, 2009.",
    ],
)
def test_captions_by_their_wording(text):
    assert is_caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "A state visit to Millport was proposed in January 2017 when the mayor went to the capital.",
        "The harbour's closure in 2009 cost the town 300 jobs.",
        "The new film slams Doe for voting in favour of the closure in 1994.",
        "Critics slam Doe over the closure in 1994.",
        "Both candidates sought the votes of fishermen on Tuesday.",
        "In 2011, the harbour reopened.",
        "He walks to the harbour every day.",
        '"People wait for hours," the mayor said on Monday.',
        "Workers wait for weeks to be paid, the union said on Monday.",
        "Doe, the second of three brothers, beat expectations earlier in the week.",
        "The founder of Millport Inc. Al Roe has died at the age of 56.",
        "The harbour remains closed.",
        "Al Roe, 32, died while he was climbing to the lighthouse on Saturday.",
        "Harbour Maid, a cooperative begun in 1936, tried to help.",
        "Notes: Doe (left knee) and Roe (left foot) did not play on Sunday.",
        "Talks between the two towns on Tuesday ended without a deal.",
    ],
)
def test_prose_is_no_caption(text):
    assert not is_caption(text)


def test_what_stands_around_it_helps():
    text = "Waiters and cooks wave from the roof of the Harbour Hotel, which is shut."
    assert not is_caption(text)
    assert is_caption(text, before_credit=True)
    assert not is_caption("The harbour was closed on Friday.", before_credit=True)
    indefinite = "A woman walks past the closed harbour."
    assert is_caption(indefinite, before_body=True)
    assert not is_caption(indefinite)


def test_a_long_paragraph_is_none():
    assert not is_caption("A march in Millport last year " + "against the harbour " * 20)
