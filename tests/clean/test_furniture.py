import pytest

from reportedly.clean.blocks import Piece, pieces_of
from reportedly.clean.furniture import Page, by_phrase, cut, recognise

FURNITURE = {
    "related": ["READ MORE: Mayor quits after harbour row", "Don’t miss…", "Related stories:", "Mayor mocked over harbour[LATEST]", "See also: The pier that sank", "Click here for the latest", "Most read", "Watch: Harbour from above", "You may also like"],
    "signup": ["Sign up to our newsletter", "We use your sign-up to provide content in ways you agreed to.", "Subscribe to read on", "You can unsubscribe at any time.", "By signing up you agree to our terms", "We use cookies to improve this site", "Get the Millport Herald newsletter in your inbox", "Join our commenting forum"],
    "credit": ["Photograph: Al Roe/The Herald", "Map: Herald", "Getty Images", "Al Roe's Photo", "(AP Photo/Al Roe)", "© Millport Herald", "Picture by Al Roe", "Jane Doe/AFP/Getty Images", "Image copyright Reuters"],
    "caption": ["Image caption The harbour at dawn", "File photo: the harbour", "In this file photo taken on Monday, boats lie in the harbour.", "Pictured: the harbour", "Watch the video above.", "Families wait for a bus in Millport. (Photo: Al Roe)", "The mayor speaks on the pier on Monday. (Al Roe/Reuters)"],
    "social": ["Follow our social media accounts here", "Share this article", "Share on Facebook", "Follow Jane Doe on Twitter @janedoe", "@janedoe", "12 comments", "Follow us on Instagram", "— Jane Doe (@janedoe) March 3, 2021"],
    "source": ["Source: Read Full Article", "This article was originally published by the Herald.", "www.herald.example/harbour", "(www.herald.example/q #3)", "All rights reserved.", "The Example Wire created this story using technology provided by Acme.", "This story was generated automatically from league data."],
    "correction": ["Correction: An earlier version misnamed the pier.", "This article was amended on 3 May 2021."],
    "byline": ["(Reporting by Jane Doe; Editing by Al Roe)", "Additional reporting by Jane Doe", "Jane Doe contributed to this report.", "The Associated Press contributed to this report.", "Editing by Al Roe", "• Jane Doe can be reached at jdoe@herald.example."],
    "other": ["Advertisement", "ADVERTISEMENT", "___", "Scroll down for more", "Swipe left below", "Back to top", "Tags: harbour, mayor", "5 min read", "Topics", "This video can not be played"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FURNITURE.items() for text in texts])
def test_phrases(kind, text):
    assert by_phrase(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Right-wing members of the council voted against the harbour.",
        "Most watched in silence as the pier sank.",
        "Promoted to harbour master in 1999, Roe had never been to sea.",
        "Video from the scene shows boats adrift.",
        "A video posted on Twitter showed boats adrift.",
        "In a video released on Monday, the mayor said she would stay.",
        "Exports of fish contributed to the rise.",
        "Writing from prison, the former mayor said he was innocent.",
        "Produced by a firm in Millport, the net catches more fish.",
        "Elsewhere on Monday, two boats sank.",
        "Recommended doses were halved.",
        "Topics discussed included the harbour.",
        "Reporters followed the mayor on her way to the harbour.",
        "Follow-up talks are planned for May.",
        "Share prices fell by a third in Millport.",
        "Advertisers left the paper, the mayor said, after the story about the harbour and its owners was published.",
        "Map makers have long left the island out.",
        "Still missing are four men who went out on Friday.",
        "Signs of the storm were everywhere.",
        "Paid leave was cut for the dockers.",
        "More on the way, the harbour master said of the boats that had left the port.",
        "Readers of the will were surprised.",
        "Jane Doe is a reporter who was detained in Millport last week and freed on Monday.",
    ],
)
def test_prose_that_begins_like_furniture_stays(text):
    assert by_phrase(text, tail=False) is None


def test_an_authors_note_counts_only_at_the_end():
    note = "Jane Doe is a reporter at the Millport Herald."
    assert by_phrase(note, tail=True).kind == "byline"
    assert by_phrase(note, tail=False) is None


def test_the_outlet_that_announces_its_own_film():
    text = "EX News talks to people in Millport about the harbour."
    assert by_phrase(text, "EX News").kind == "related"
    assert by_phrase(text, "Millport Herald") is None


PROSE = [
    "The harbour at Millport was closed on Friday, the mayor said in a statement.",
    "Engineers had found a crack in one of the piers that hold the eastern wall.",
    "Four boats were inside when the gates were shut, the harbour master said.",
]


def kinds(lines, **page):
    pieces = [p for n, line in enumerate(lines) for p in [Piece(q.text, n) for q in pieces_of(line)]]
    found = recognise(pieces, Page(html=False, **page), {})
    return {p.text: kind for p, kind in zip(pieces, found, strict=True) if kind}


def test_lines_without_a_stop_in_a_text_with_stops():
    out = [
        "Boats lie idle in Millport",
        "Jane Doe: 'It was loud'",
        "WHAT TO DO",
        "Stay away from the eastern wall, and tell the harbour master about what you see",
    ]
    got = kinds([PROSE[0], *out, *PROSE[1:]])
    assert list(got) == out
    assert got["Jane Doe: 'It was loud'"] == "caption"


def test_a_text_that_never_stops_keeps_its_lines():
    assert kinds([p.rstrip(".") for p in PROSE]) == {}


@pytest.mark.parametrize(
    "line",
    [
        '"It will open in May", the mayor told reporters on the pier',
        "The gates are closed. Nobody knows for how long they will stay so, the union said",
        "The council listed three reasons:",
    ],
)
def test_prose_without_its_stop_stays(line):
    assert kinds([PROSE[0], line, *PROSE[1:]]) == {}


def test_a_list_that_the_text_introduces_stays():
    assert (
        kinds(
            [
                PROSE[0],
                "The council gave three reasons:",
                "• the crack in the wall",
                "• the cost of repairs",
                *PROSE[1:],
            ]
        )
        == {}
    )


def test_a_cut_last_paragraph_stays():
    cut = "The council will meet again on Monday to decide about the money that is needed for the repair of the eastern wall and"
    assert kinds([*PROSE, cut]) == {}


def test_the_list_under_a_related_heading():
    got = kinds(
        [PROSE[0], "Don't miss...\nHarbour master wins prize for his garden\nWhy boats float", PROSE[1], PROSE[2]]
    )
    assert set(got.values()) == {"related"}
    assert len(got) == 3


def test_a_pulled_quote_is_taken_out_once_and_its_prose_stays():
    prose = 'The mayor was angry. "It will open whatever the engineers say," she told the council.'
    got = kinds([PROSE[0], '"It will open whatever the engineers say"', prose, PROSE[1]])
    assert list(got) == ['"It will open whatever the engineers say"']


def test_said_twice_is_no_reason_for_prose_to_go():
    assert kinds([*PROSE, PROSE[0]]) == {}


def test_a_caption_and_its_credit():
    got = kinds(
        [
            PROSE[0],
            "Waiters and cooks wave from the roof of the Harbour Hotel, which is shut.",
            "Photograph: AP",
            *PROSE[1:],
        ]
    )
    assert list(got.values()) == ["caption", "credit"]


def test_in_html_a_paragraph_that_is_all_link_is_another_story():
    pieces = [
        Piece(PROSE[0], 0),
        Piece("Why the harbour at Millport matters", 1, linked=True),
        Piece("No stop here", 2),
    ]
    assert recognise(pieces, Page(html=True), {}) == [None, "related", None]


def test_long_and_odd_pieces_take_no_time():
    text = ("a " * 5000) + "(" * 5000 + "'s " * 3000
    assert recognise([Piece(text, 0), Piece("x" * 100_000, 1)], Page(html=False), {}) == [None, None]


# ---- corrections inside paragraphs

SENTENCE = "The council of Millport agreed on Tuesday to reopen the northern bridge in May, its mayor said."
NOTES = [
    "Correction, May 3, 2024: The pier is in Millport.",
    "Clarification: The mayor has not said when.",
    "An earlier version of this article said 24 people were hurt. It was 42.",
    "(This story has been corrected to say that 42 people were hurt.)",
    "This version corrects the spelling of the mayor’s name.",
    "Due to an editing error, an earlier version of this story gave the wrong day.",
    "The headline and text of this article were amended on 3 May.",
    "A correction was made on May 3, 2024: The pier is in Millport.",
    "Editor’s note: The mayor is now in hospital.",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_correction_at_the_end_of_a_paragraph_is_a_part_of_its_own(note):
    pieces = cut([Piece(f"{SENTENCE} {note}", 0)], "en")
    assert [p.text for p in pieces] == [SENTENCE, note]
    assert recognise(pieces, Page(html=True, language="en"), {}) == [None, "correction"]
    assert [p.text for p in cut([Piece(note, 0)], "en")] == [note]


def test_after_its_bracket_the_prose_goes_on():
    note = "[This article has been updated to include the mayor.]"
    pieces = cut([Piece(f"{SENTENCE} {note} {SENTENCE}", 0)], "en")
    assert [p.text for p in pieces] == [SENTENCE, note, SENTENCE]


def test_corrections_in_other_languages():
    said = (
        "Der Rat von Millport will die Brücke im Mai öffnen. In einer früheren Version dieses Artikels stand der Juni."
    )
    assert [p.text for p in cut([Piece(said, 0)], "de")][1:] == [
        "In einer früheren Version dieses Artikels stand der Juni."
    ]
    assert len(cut([Piece(said, 0)], "en")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The report was updated on Tuesday to include 12 more deaths.",
        "The article was amended in 2018 to ban the practice.",
        "Corrections officials found 12 inmates: all were hurt.",
        "The original version of the bill was passed on Monday.",
        "“I saw it. This article was updated after we wrote,” the editor said.",
        "This story has been told before, he said.",
    ],
)
def test_what_only_sounds_like_a_correction(text):
    assert len(cut([Piece(f"{SENTENCE} {text}", 0)], "en")) == 1
    assert by_phrase(text) is None
