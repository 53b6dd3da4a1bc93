"""How a claim is shown: a quotation that reads as one part of a sentence."""

import pytest
from claims_factory import Coverage, claim

from reportedly.claims.gists import faults, shown


@pytest.mark.parametrize(
    "line",
    [
        "which it did last week",
        "The ferry … sails again",
        "The ferry sails to",
        "a gate",
        "“The ferry sails again soon",
        "",
        "it sails again soon",
    ],
)
def test_torn(line):
    assert faults(line) > 0


def test_whole():
    assert faults("The ferry sails again on Friday") == 0
    assert faults("“The ferry sails again on Friday”") == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ferry sails again,", "The ferry sails again"),
        ('"The ferry sails again,', "The ferry sails again"),
        ("The ferry  sails\nagain”", "The ferry sails again"),
        ("She said “no” again", "She said “no” again"),
    ],
)
def test_what_hangs_at_the_ends_is_left_out(text, words):
    assert shown(text, ((0, len(text)),)) == words


def test_parts_are_joined_by_a_sign():
    assert shown("The ferry, he says, sails again", ((0, 9), (19, 31))) == "The ferry … sails again"


def test_a_claim_goes_by_the_telling_that_reads_best():
    coverage = Coverage()
    sentences = ("which sailed to the island", "The ferry sailed to the island", "and sailed to the island")
    made = []
    for n, sentence in enumerate(sentences):
        coverage.article(f"a{n}", f"2031-03-0{n + 1}")
        made.append(coverage.says(f"a{n}", sentence, "ferry sail island", "sail", who=["ferry"]))
    assert claim(coverage.build(), made[0]).gist == sentences[1]
