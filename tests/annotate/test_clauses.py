"""What an article says in its own voice, clause by clause."""

from __future__ import annotations

import pytest


def own(read, text):
    return [
        " ".join(text[s:e] for s, e in a.content)
        for a in read(text).assertions
        if [h.kind for h in a.chain] == ["outlet"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam has cracked.", ["The dam has cracked"]),
        ("The dam has cracked and the road is closed.", ["The dam has cracked", "the road is closed"]),
        ("The dam has cracked, but the road is open.", ["The dam has cracked", "the road is open"]),
        ("Although the dam has cracked, the road is open.", ["Although the dam has cracked", "the road is open"]),
        ("Ivo Marsh, who built the dam, has left.", ["Ivo Marsh has left", "who built the dam"]),
        ("The man who built the dam has left.", ["The man who built the dam has left"]),
        ("If the dam cracks, the road will be closed.", ["If the dam cracks, the road will be closed"]),
        ("Who will mend the dam?", []),
        ("On Monday.", []),
    ],
)
def test_each_finite_clause_with_its_subject(read, text, expected):
    assert sorted(own(read, text)) == sorted(expected)


def test_what_others_say_is_left_out(read):
    assert own(read, "The road is closed, and Ivo Marsh said the dam had cracked.") == ["The road is closed"]


def test_a_statement_that_was_made_is_told_by_the_article(read):
    text = "The claim by Ivo Marsh that the dam is safe has been disputed."
    assert own(read, text) == ["The claim by Ivo Marsh has been disputed"]


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("“I think the dam is safe,” said Ivo Marsh.", "the dam is safe"),
        ("Ivo Marsh said that it meant the road was closed.", "the road was closed"),
        ("“We believe that the dam is safe,” said Ivo Marsh.", "the dam is safe"),
        ("“I don't think the dam is safe,” said Ivo Marsh.", "I don't think the dam is safe"),
    ],
)
def test_a_preface_is_no_part_of_the_proposition(read, text, core):
    found = [" ".join(text[s:e] for s, e in a.core) for a in read(text).assertions]
    assert any(core in f.strip("“”,") and len(f) < len(core) + 6 for f in found), found
