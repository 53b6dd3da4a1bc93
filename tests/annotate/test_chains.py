"""Through whom an assertion comes: outlet, other outlet, official, speaker; all names and events are made up."""

from __future__ import annotations

import pytest

E = "Morning Echo"

# text, then for each assertion looked for: a piece of its content, its chain (outermost first), its origin
CASES: list[tuple[str, list[tuple[str, list[str], str | None]]]] = [
    # -- one hop: the speaker
    (
        "Harbour chief Otto Brandt said the ferry would sail.",
        [("the ferry would sail", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    ("The ferry will sail, Otto Brandt said.", [("The ferry will sail", [E, "Otto Brandt"], "Otto Brandt")]),
    (
        "The ferry will be scrapped, said Otto Brandt, who runs the harbour.",
        [("The ferry will be scrapped", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    ("The ferry, said Otto Brandt, is beyond repair.", [("is beyond repair", [E, "Otto Brandt"], "Otto Brandt")]),
    (
        "According to Otto Brandt, the ferry is beyond repair.",
        [("the ferry is beyond repair", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "The ferry is beyond repair, according to Otto Brandt.",
        [("The ferry is beyond repair", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    ("In the words of Mayor Tessa Quill, the plan is dead.", [("the plan is dead", [E, "Tessa Quill"], "Tessa Quill")]),
    ("As Mayor Tessa Quill put it, the plan is dead.", [("the plan is dead", [E, "Tessa Quill"], "Tessa Quill")]),
    (
        "Per the harbour board, the ferry left at noon.",
        [("the ferry left at noon", [E, "harbour board"], "harbour board")],
    ),
    ("Ministers have approved the tunnel.", [("have approved the tunnel", [E], None)]),
    (
        "Two port officials said the crane was faulty.",
        [("the crane was faulty", [E, "Two port officials"], "Two port officials")],
    ),
    (
        "Sources familiar with the talks said the deal was close.",
        [("the deal was close", [E, "Sources familiar with the talks"], "Sources familiar with the talks")],
    ),
    # -- nobody's name
    ("It was revealed that the driver had fled the country.", [("the driver had fled", [E, "unnamed"], None)]),
    ("The bridge is thought to be unsafe.", [("to be unsafe", [E, "unnamed"], None)]),
    ("The driver is believed to have fled the country.", [("to have fled", [E, "unnamed"], None)]),
    ("The driver is said to be in Norland.", [("to be in Norland", [E, "unnamed"], None)]),
    ("It is understood that the board has met twice.", [("the board has met twice", [E, "unnamed"], None)]),
    ("The clerk was allegedly paid in cash.", [("was | paid in cash", [E, "unnamed"], None)]),
    ("The singer has reportedly sold her house.", [("sold her house", [E, "unnamed"], None)]),
    ("The bridge is expected to reopen in May.", [("is expected to reopen in May", [E], None)]),
    ("The bridge appeared to be closed on Monday.", [("appeared to be closed", [E], None)]),
    # -- the outlet itself and others
    ("The Morning Echo has learned that the mine will close.", [("the mine will close", [E], None)]),
    ("Reuters reported that the mine would close.", [("the mine would close", [E, "Reuters"], "Reuters")]),
    (
        "The mine will close, the Daily Lantern reported on Tuesday.",
        [("The mine will close", [E, "Daily Lantern"], "Daily Lantern")],
    ),
    ("Fox News has confirmed that the mine will close.", [("the mine will close", [E, "Fox News"], "Fox News")]),
    (
        "The ferry will sail on Monday, as the Daily Lantern reported.",
        [("The ferry will sail on Monday", [E, "Daily Lantern"], "Daily Lantern")],
    ),
    ("According to the BBC, the ferry will sail on Monday.", [("the ferry will sail on Monday", [E, "BBC"], "BBC")]),
    ("The sale of the pier was first reported by Reuters.", [("The sale of the pier", [E, "Reuters"], "Reuters")]),
    (
        "The resignation, first reported by Reuters, came after a long row.",
        [("The resignation", [E, "Reuters"], "Reuters")],
    ),
    (
        "The pier will be sold in May. The news was first reported by the Daily Lantern.",
        [("The pier will be sold in May", [E, "Daily Lantern"], "Daily Lantern")],
    ),
    ("The pier will be sold, as first reported by Reuters.", [("The pier will be sold", [E, "Reuters"], "Reuters")]),
    # -- whom an outlet has it from
    (
        "The Daily Lantern, citing two port officials, reported that the ferry would sail.",
        [("the ferry would sail", [E, "Daily Lantern", "two port officials"], "two port officials")],
    ),
    (
        "Citing two port officials, the Daily Lantern reported that the ferry would sail.",
        [("the ferry would sail", [E, "Daily Lantern", "two port officials"], "two port officials")],
    ),
    (
        "The ferry would sail, Reuters reported, citing two port officials.",
        [("The ferry would sail", [E, "Reuters", "two port officials"], "two port officials")],
    ),
    (
        "Reuters said the ferry would sail, quoting the harbour master.",
        [("the ferry would sail", [E, "Reuters", "harbour master"], "harbour master")],
    ),
    (
        "The Daily Lantern cited officials who said the ferry would sail.",
        [("the ferry would sail", [E, "Daily Lantern", "officials"], "officials")],
    ),
    (
        "The Daily Lantern quoted the minister as saying that the ferry would sail.",
        [("the ferry would sail", [E, "Daily Lantern", "minister"], "minister")],
    ),
    (
        "The minister was quoted by Reuters as saying that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "minister"], "minister")],
    ),
    (
        "The minister was quoted as saying by Reuters that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "minister"], "minister")],
    ),
    (
        "Reuters reported that Otto Brandt had said the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "According to Reuters, Otto Brandt said the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt said the ferry would sail, according to Reuters.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Reuters reported that officials believed the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "officials"], "officials")],
    ),
    (
        "It was reported by Reuters that Otto Brandt had told the mayor that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    # -- to whom it was said
    (
        "Otto Brandt told the Daily Lantern that the ferry would sail.",
        [("the ferry would sail", [E, "Daily Lantern", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt told Reuters the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "“The ferry will sail tonight,” Otto Brandt told the BBC.",
        [("The ferry will sail tonight", [E, "BBC", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt told the Morning Echo that the ferry would sail.",
        [("the ferry would sail", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt told reporters that the ferry would sail.",
        [("the ferry would sail", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt told his daughter that the ferry would sail.",
        [("the ferry would sail", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "In an interview with the BBC, Otto Brandt said the ferry would sail.",
        [("the ferry would sail", [E, "BBC", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt said in an interview with Reuters that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt said in comments to Reuters that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Speaking to the BBC, Otto Brandt said the ferry would sail.",
        [("the ferry would sail", [E, "BBC", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt said on CNN that the ferry would sail.",
        [("the ferry would sail", [E, "CNN", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "A port official told Reuters that the ferry would sail.",
        [("the ferry would sail", [E, "Reuters", "port official"], "port official")],
    ),
    # -- who passes on whom
    (
        "Tessa Quill said Otto Brandt had told her the ferry would sail.",
        [("the ferry would sail", [E, "Tessa Quill", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Tessa Quill said that according to the police the driver had fled.",
        [("the driver had fled", [E, "Tessa Quill", "police"], "police")],
    ),
    (
        "The spokeswoman said the minister believed the ferry would sail.",
        [("the ferry would sail", [E, "spokeswoman", "minister"], "minister")],
    ),
    (
        "Police said witnesses had reported that the driver fled on foot.",
        [("the driver fled on foot", [E, "Police", "witnesses"], "witnesses")],
    ),
    (
        "Otto Brandt said he thought the ferry would sail.",
        [("thought the ferry would sail", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    # -- statements, documents, polls, pictures
    (
        "A statement from the Harbour Board said the crane had been checked.",
        [("the crane had been checked", [E, "Harbour Board"], "Harbour Board")],
    ),
    (
        "The Harbour Board's statement said the crane had been checked.",
        [("the crane had been checked", [E, "Harbour Board"], "Harbour Board")],
    ),
    (
        "The Harbour Board said in a statement that the crane had been checked.",
        [("the crane had been checked", [E, "Harbour Board"], "Harbour Board")],
    ),
    (
        "A warning by engineers that the bridge could fail was ignored.",
        [("the bridge could fail", [E, "engineers"], "engineers")],
    ),
    (
        "The claim by Councillor Ivo Marsh that the dam is safe has been disputed.",
        [("the dam is safe", [E, "Ivo Marsh"], "Ivo Marsh")],
    ),
    ("Ivo Marsh repeated the claim that the dam is safe.", [("the dam is safe", [E, "Ivo Marsh"], "Ivo Marsh")]),
    (
        "A poll by Fennel Research found that most voters want the bridge reopened.",
        [("most voters want the bridge reopened", [E, "poll by Fennel Research"], "poll by Fennel Research")],
    ),
    (
        "A leaked memo shows the board knew about the cracks.",
        [("the board knew about the cracks", [E, "leaked memo"], "leaked memo")],
    ),
    (
        "Reuters, citing a leaked memo, said the board knew about the cracks.",
        [("the board knew about the cracks", [E, "Reuters", "leaked memo"], "leaked memo")],
    ),
    ("Tessa Quill tweeted that the bridge would open.", [("the bridge would open", [E, "Tessa Quill"], "Tessa Quill")]),
    # -- pronouns, roles and "I"
    (
        "Mayor Tessa Quill opened the fair. She said the bridge would follow.",
        [("the bridge would follow", [E, "Tessa Quill"], "Tessa Quill")],
    ),
    (
        "Mayor Tessa Quill opened the fair. The mayor told Reuters the bridge would follow.",
        [("the bridge would follow", [E, "Reuters", "Tessa Quill"], "Tessa Quill")],
    ),
    ("“I think the ferry will sail,” Otto Brandt said.", [("the ferry will sail", [E, "Otto Brandt"], "Otto Brandt")]),
    (
        "“I said the ferry would sail,” Otto Brandt told Reuters.",
        [("the ferry would sail", [E, "Reuters", "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "Otto Brandt was tired. “I believe the ferry is lost,” he said.",
        [("the ferry is lost", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    (
        "A regional rescue service said the dam was empty. Another 41 people were hurt, it said.",
        [("Another 41 people were hurt", [E, "regional rescue service"], "regional rescue service")],
    ),
    (
        "Otto Brandt said the ferry was lost. The harbour office said the crew was safe. They said the hull had split.",
        [("the hull had split", [E, "harbour office"], "harbour office")],
    ),
    (
        "The ferry was lost, Otto Brandt said.\n\n“I want to know who signed for the hull,” he said.",
        [("I want to know", [E, "Otto Brandt"], "Otto Brandt")],
    ),
    # -- colons
    ("Mayor: Bridge will reopen in May", [("Bridge will reopen in May", [E, "Mayor"], "Mayor")]),
    ("Poll: Most voters want the bridge reopened", [("Most voters want the bridge reopened", [E, "Poll"], "Poll")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:60] for c in CASES])
def test_chain(read, text, expected):
    assertions = read(text).assertions
    for piece, chain, origin in expected:
        held = [a for a in assertions if piece in " | ".join(text[s:e] for s, e in a.content)]
        assert held, [[text[s:e] for s, e in a.content] for a in assertions]
        found = min(held, key=lambda a: sum(e - s for s, e in a.content))
        assert [h.name for h in found.chain] == chain
        assert (None if found.origin is None else found.chain[found.origin].name) == origin


def test_there_are_enough_cases():
    assert len({text for text, _ in CASES}) >= 60


@pytest.mark.parametrize("text", [c[0] for c in CASES[::5]])
def test_every_hop_but_the_own_outlet_stands_in_the_text(read, text):
    for a in read(text).assertions:
        for hop in a.chain[1:]:
            assert hop.name == "unnamed" or hop.mention
            assert all(0 <= s < e <= len(text) for s, e in hop.mention)


@pytest.mark.parametrize(
    ("known", "whose"),
    [({"byline": "Ada Finch"}, "Ada Finch"), ({}, E), ({"outlet": None}, "the author")],
)
def test_i_outside_a_quotation_is_who_wrote_it(read, known, whose):
    (a,) = read("I told the board that the ferry would never sail again.", **known).assertions
    assert (a.chain[a.origin].name if a.origin is not None else None) == whose


def test_without_an_outlet_the_chain_begins_with_the_speaker(read):
    (a,) = read("Otto Brandt said the ferry would sail.", outlet=None).assertions
    assert [h.name for h in a.chain] == ["Otto Brandt"]
    assert a.origin == 0
