"""Every kind of wording by which news says who says something; all people and events are made up."""

from __future__ import annotations

from dataclasses import fields

import pytest

from reportedly import languages
from reportedly.annotate.reporting import Lexicon

# text, then piece of content, source (name in the chain's last hop), quote, stance
FOUND: dict[str, list[tuple[str, str, str, str, str]]] = {
    "direct, before and after the cue": [
        ("“The dam will hold,” Ivo Marsh said.", "The dam will hold", "Ivo Marsh", "direct", "asserts"),
        ("Ivo Marsh said: “The dam will hold this winter.”", "The dam will hold", "Ivo Marsh", "direct", "asserts"),
        ('"The dam will hold this winter," said Ivo Marsh.', "The dam will hold", "Ivo Marsh", "direct", "asserts"),
        ("Ivo Marsh added, “The dam will hold this winter.”", "The dam will hold", "Ivo Marsh", "direct", "asserts"),
    ],
    "numbers that somebody vouches for": [
        (
            "The Tidal Institute put the height at 5.4 metres.",
            "the height at 5.4",
            "Tidal Institute",
            "indirect",
            "asserts",
        ),
        ("Marsh Mining values the pit at 3 million dollars.", "the pit at 3", "Marsh Mining", "indirect", "asserts"),
        (
            "The Tidal Institute registered a wave measuring 3.8 metres.",
            "a wave measuring 3.8",
            "Tidal Institute",
            "indirect",
            "asserts",
        ),
    ],
    "going on behind the cue": [
        (
            "The dam has cracked, Ivo Marsh said, and there will be no repair.",
            "there will be no repair",
            "Ivo Marsh",
            "indirect",
            "asserts",
        ),
        (
            "The road was shut, Ivo Marsh said on Monday, and no day had been set for its opening.",
            "no day had been set",
            "Ivo Marsh",
            "indirect",
            "asserts",
        ),
        (
            "The ministry said fishing will resume in May, but that the lake would stay shut.",
            "the lake would stay shut",
            "ministry",
            "indirect",
            "asserts",
        ),
    ],
    "was quoted as saying": [
        (
            "Ivo Marsh was quoted as saying the dam would hold.",
            "the dam would hold",
            "Ivo Marsh",
            "indirect",
            "asserts",
        ),
        (
            "Tessa Quill was quoted by the Echo as saying that the road was shut.",
            "the road was shut",
            "Tessa Quill",
            "indirect",
            "asserts",
        ),
        (
            "“The dam will hold this winter,” Ivo Marsh was quoted as saying.",
            "The dam will",
            "Ivo Marsh",
            "direct",
            "asserts",
        ),
    ],
    "direct, around the cue": [
        (
            "“The dam,” Ivo Marsh said, “will hold this winter and the next.”",
            "will hold this winter",
            "Ivo Marsh",
            "direct",
            "asserts",
        ),
        (
            "“We are ready,” said Ivo Marsh. “Nobody needs to leave the valley.”",
            "Nobody needs to leave",
            "Ivo Marsh",
            "direct",
            "asserts",
        ),
        ("“We are ready,” Marsh said, “and the dam will hold.”", "the dam will hold", "Marsh", "direct", "asserts"),
    ],
    "single-quoted": [
        ("‘The dam will hold,’ Ivo Marsh said.", "The dam will hold", "Ivo Marsh", "direct", "asserts"),
        ("'We won't leave the valley,' Ivo Marsh said.", "We won't leave the valley", "Ivo Marsh", "direct", "asserts"),
        (
            "Ivo Marsh said: 'The farmers' homes are safe tonight.'",
            "The farmers' homes are safe",
            "Ivo Marsh",
            "direct",
            "asserts",
        ),
    ],
    "mixed": [
        (
            "Ivo Marsh said the dam was “as solid as it ever was” this winter.",
            "as solid as",
            "Ivo Marsh",
            "mixed",
            "asserts",
        ),
        (
            "Ivo Marsh said that the leak “is no cause for alarm” and will be sealed.",
            "is no cause for alarm",
            "Ivo Marsh",
            "mixed",
            "asserts",
        ),
        (
            "Ivo Marsh claimed the “so-called experts” had never seen the dam.",
            "had never seen the dam",
            "Ivo Marsh",
            "mixed",
            "alleges",
        ),
    ],
    "indirect": [
        ("Ivo Marsh said that the dam was safe.", "the dam was safe", "Ivo Marsh", "indirect", "asserts"),
        ("Ivo Marsh said the dam was safe.", "the dam was safe", "Ivo Marsh", "indirect", "asserts"),
        ("The dam was safe, Ivo Marsh said on Monday.", "The dam was safe", "Ivo Marsh", "indirect", "asserts"),
        ("The dam, Ivo Marsh said, was safe.", "was safe", "Ivo Marsh", "indirect", "asserts"),
        ("The dam, which engineers said was safe, has cracked.", "was safe", "engineers", "indirect", "asserts"),
    ],
    "phrases": [
        ("According to Ivo Marsh, the dam is safe.", "the dam is safe", "Ivo Marsh", "indirect", "asserts"),
        ("In the view of Ivo Marsh, the dam is safe.", "the dam is safe", "Ivo Marsh", "indirect", "asserts"),
        ("The dam is safe, as Ivo Marsh put it.", "The dam is safe", "Ivo Marsh", "indirect", "asserts"),
        (
            "Per the town's own log, the gates opened at noon.",
            "the gates opened at noon",
            "town's own log",
            "indirect",
            "asserts",
        ),
    ],
    "colons": [
        ("Report: Dam was never inspected", "Dam was never inspected", "Report", "indirect", "asserts"),
        ("Official: Gates will open on Friday", "Gates will open on Friday", "Official", "indirect", "asserts"),
        ("Ivo Marsh: The dam will hold", "The dam will hold", "Ivo Marsh", "indirect", "asserts"),
    ],
    "unnamed": [
        ("It was revealed that the gates had failed.", "the gates had failed", "unnamed", "indirect", "asserts"),
        ("The gates are thought to have failed.", "to have failed", "unnamed", "indirect", "asserts"),
        ("The gates are said to have failed.", "to have failed", "unnamed", "indirect", "asserts"),
        ("The engineer has reportedly left the valley.", "left the valley", "unnamed", "indirect", "asserts"),
        (
            "Sources familiar with the matter said the gates had failed.",
            "the gates had failed",
            "Sources familiar with the matter",
            "indirect",
            "asserts",
        ),
        ("The mayor was accused by rivals of hiding the report.", "hiding the report", "rivals", "indirect", "alleges"),
    ],
    "nouns": [
        (
            "A statement from the water board said the gates had failed.",
            "the gates had failed",
            "water board",
            "indirect",
            "asserts",
        ),
        (
            "The board issued a warning that the gates could fail.",
            "the gates could fail",
            "board",
            "indirect",
            "predicts",
        ),
        (
            "Amid reports that the gates had failed, people left.",
            "the gates had failed",
            "unnamed",
            "indirect",
            "asserts",
        ),
        (
            "Ivo Marsh's claim that the dam is safe convinced nobody.",
            "the dam is safe",
            "Ivo Marsh",
            "indirect",
            "alleges",
        ),
    ],
    "documents": [
        (
            "A study by Norland University found that the dam had moved.",
            "the dam had moved",
            "study by Norland University",
            "indirect",
            "asserts",
        ),
        (
            "A survey showed that most farmers wanted the dam.",
            "most farmers wanted the dam",
            "survey",
            "indirect",
            "asserts",
        ),
        ("A video shows the gates had failed before dawn.", "the gates had failed", "video", "indirect", "asserts"),
        ("“The gates have failed,” Tessa Quill tweeted.", "The gates have failed", "Tessa Quill", "direct", "asserts"),
    ],
    "denials": [
        ("Ivo Marsh denied that the dam was unsafe.", "the dam was unsafe", "Ivo Marsh", "indirect", "denies"),
        (
            "Ivo Marsh rejected claims that the dam was leaking.",
            "the dam was leaking",
            "Ivo Marsh",
            "indirect",
            "denies",
        ),
        ("Ivo Marsh dismissed concerns of a flood.", "a flood", "Ivo Marsh", "indirect", "denies"),
        ("Ivo Marsh denied taking money from the builders.", "taking money", "Ivo Marsh", "indirect", "denies"),
    ],
    "orders and promises": [
        ("Ivo Marsh ordered the farmers to leave the valley.", "leave the valley", "Ivo Marsh", "indirect", "orders"),
        (
            "Ivo Marsh ordered the closure of the valley road.",
            "closure of the valley road",
            "Ivo Marsh",
            "indirect",
            "orders",
        ),
        ("Ivo Marsh urged farmers to leave the valley.", "leave the valley", "Ivo Marsh", "indirect", "orders"),
        ("Ivo Marsh promised to repair the dam.", "to repair the dam", "Ivo Marsh", "indirect", "promises"),
        (
            "Ivo Marsh vowed that the dam would be repaired.",
            "the dam would be repaired",
            "Ivo Marsh",
            "indirect",
            "promises",
        ),
    ],
    "accusations and confirmations": [
        (
            "Tessa Quill accused Ivo Marsh of hiding the report.",
            "of hiding the report",
            "Tessa Quill",
            "indirect",
            "alleges",
        ),
        ("Ivo Marsh confirmed that the gates had failed.", "the gates had failed", "Ivo Marsh", "indirect", "confirms"),
        ("Engineers predicted that the dam would crack.", "the dam would crack", "Engineers", "indirect", "predicts"),
    ],
}
TABLE = [(kind, *case) for kind, cases in FOUND.items() for case in cases]


@pytest.mark.parametrize(
    ("kind", "text", "piece", "source", "quote", "stance"), TABLE, ids=[f"{c[0]}: {c[1][:50]}" for c in TABLE]
)
def test_kind(read, kind, text, piece, source, quote, stance):
    assertions = read(text).assertions
    held = [a for a in assertions if piece in " | ".join(text[s:e] for s, e in a.content)]
    assert held, [[text[s:e] for s, e in a.content] for a in assertions]
    found = min(held, key=lambda a: sum(e - s for s, e in a.content))
    assert (found.chain[-1].name, found.quote, found.stance) == (source, quote, stance)
    assert text[found.evidence.spans[0][0] : found.evidence.spans[0][1]] == found.evidence.text


def test_every_kind_has_three_wordings():
    assert all(len(cases) >= 3 for cases in FOUND.values())


@pytest.mark.parametrize(
    "text",
    [
        "Ivo Marsh declined to comment on the leak.",
        "The water board did not say whether the gates would open.",
        "A spokeswoman refused to say when the gates would open.",
        "Ivo Marsh did not immediately respond to a request for comment.",
        "Ivo Marsh could not be reached for comment.",
        "A spokesman was unavailable for comment.",
        "Will the dam ever be repaired?",
        "“Will you resign over the dam?” a reporter asked.",
        "A reporter asked whether the dam would be repaired.",
        "Asked if the dam would hold, reporters were told to wait?",
    ],
)
def test_silence_and_reporters_questions_are_no_assertions(read, text):
    assert read(text).assertions == ()


def test_a_speakers_question_is_asked_and_not_stated(read):
    (a,) = read("“Who will pay for the dam?” Ivo Marsh asked.").assertions
    assert a.stance == "asks"
    assert a.chain[-1].name == "Ivo Marsh"


def test_asked_whether_leaves_only_the_answer(read):
    (a,) = read("Asked whether he would run, Ivo Marsh said he was tired.").assertions
    assert a.chain[-1].name == "Ivo Marsh"
    assert a.predicate == "be"


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "super dam" was opened on Monday.',
        "The “temporary” gates have stood for nine years.",
        "Her film “Water Under Stone” opened the festival.",
    ],
)
def test_a_scare_quote_is_no_quotation(read, text):
    assertions = read(text).assertions
    assert assertions
    assert all(a.quote == "none" and [h.name for h in a.chain] == ["Morning Echo"] for a in assertions)


@pytest.mark.parametrize(
    "text",
    [
        "Editor's note: This story has been updated with a name.",
        "CORRECTION: An earlier version misspelled the mayor's name.",
        "Read more: The dam that never was is sold.",
        "Photo: The gates were opened on Monday.",
    ],
)
def test_a_label_before_a_colon_is_no_source(read, text):
    assert all(len(a.chain) == 1 for a in read(text).assertions)


def test_a_quotation_over_paragraphs_stays_with_its_speaker(read):
    text = "Ivo Marsh said: “The dam will hold this winter.\n\n“We have checked every gate and every wall.\n\n“Nobody needs to leave.”"
    assertions = read(text).assertions
    said = " ".join(text[s:e] for a in assertions for s, e in a.content)
    assert "checked every gate" in said
    assert "Nobody needs to leave" in said
    assert {a.chain[-1].name for a in assertions} == {"Ivo Marsh"}


def test_quoted_words_go_on_after_a_sentence_between(read):
    text = "“The dam will hold this winter,” said Ivo Marsh, who built it. “We have checked every gate.”"
    found = [a for a in read(text).assertions if any("checked every gate" in text[s:e] for s, e in a.content)]
    assert {a.chain[-1].name for a in found} == {"Ivo Marsh"}


def test_an_unbalanced_mark_swallows_no_other_paragraph(read):
    text = 'Ivo Marsh said: "The dam will hold.\n\nThe valley road was closed on Monday.'
    own = [a for a in read(text).assertions if "valley road" in a.evidence.text]
    assert [[h.name for h in a.chain] for a in own] == [["Morning Echo"]]


def test_what_the_article_tells_of_the_same_thing_stays_its_own(read):
    text = "The ferry, which officials said will be scrapped, was built in 1970."
    own = [a for a in read(text).assertions if a.chain[-1].name == "Morning Echo"]
    assert ["".join(text[s:e] for s, e in a.content) for a in own] == ["The ferrywas built in 1970"]


def test_a_denial_of_a_claim_holds_the_claim(read):
    text = "Ivo Marsh rejected claims that the dam was leaking."
    (a,) = read(text).assertions
    assert [text[s:e] for s, e in a.core] == ["the dam was leaking"]
    assert not a.negated


@pytest.mark.parametrize(
    "text", ["There is evidence to suggest the dam moved.", "He will stay unless she can promise he is safe."]
)
def test_what_is_only_supposed_is_not_said(read, text):
    assert all(len(a.chain) == 1 for a in read(text).assertions)


def test_of_two_reports_side_by_side_each_keeps_its_own(read):
    text = "Engineers predicted the dam would crack even as officials said the worst was over."
    voices = {a.chain[-1].name: " ".join(text[s:e] for s, e in a.content) for a in read(text).assertions}
    assert voices["officials"] == "the worst was over"
    assert "dam would crack" in voices["Engineers"]
    assert "worst" not in voices["Engineers"]


def test_every_word_list_is_read():
    table = languages.table("reporting")
    lexicon = Lexicon.load()
    held = set().union(*(set(getattr(lexicon, f.name)) for f in fields(lexicon)))
    read_elsewhere = {w for section in ("verbs", "future") for words in table[section].values() for w in words}
    for section in ("kinds", "noun_kinds", "phrases", "frames"):
        for name, words in table[section].items():
            if isinstance(words, list):
                assert set(words) <= held | read_elsewhere, (section, name)


def test_a_word_stands_once_in_a_list():
    for section in languages.table("reporting").values():
        for name, words in section.items():
            assert len(words) == len(set(words)), name


def test_who_did_and_said_something_is_the_subject_of_both(read):
    text = "The mayor left the talks and said that she would not return."
    own, said = (" ".join(text[s:e] for s, e in a.content) for a in read(text).assertions)
    assert own == "The mayor left the talks"
    assert said == "she would not return"


def test_what_the_speaker_did_besides_is_not_said(read):
    text = "The dam had cracked, Ivo Marsh said, and he left the hall."
    told = {" ".join(text[s:e] for s, e in a.content): a.chain[-1].name for a in read(text).assertions}
    assert told == {"The dam had cracked": "Ivo Marsh", "he left the hall": "Morning Echo"}
