"""What a number counts."""

from __future__ import annotations

import pytest


def quantities(read, text):
    return [q for a in read(text).assertions for q in a.quantities]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The number of confirmed leaks is 26.", {"confirm", "leak"}),
        ("The flood killed 140 people in Norland.", {"kill", "people"}),
        ("Some 300 farmers were evacuated from the valley.", {"farmer", "evacuate"}),
        ("Officials counted 12 broken gates at the dam.", {"gate", "break"}),
    ],
)
def test_scope(read, text, words):
    (q,) = quantities(read, text)
    lemmas = set(q.scope)
    assert len(words & {w if w != "broken" else "break" for w in lemmas}) >= len(words) - 1, lemmas
    assert not any(w.isdigit() for w in lemmas)


def test_a_rise_has_its_former_value(read):
    parts = {q.low: q.part for q in quantities(read, "The death toll rose from 226 to 286 on Monday.")}
    assert parts == {226: "former", 286: "value"}


def test_a_step_is_no_value(read):
    (q,) = quantities(read, "The death toll rose by 22 on Monday.")
    assert q.part == "difference"


def test_up_to_belongs_to_the_verb_of_motion(read):
    (q,) = quantities(read, "The death toll climbed up to 44 on Monday.")
    assert (q.low, q.high) == (44, 44)


def test_up_to_bounds_elsewhere(read):
    (q,) = quantities(read, "The flood killed up to 44 people on Monday.")
    assert (q.low, q.high) == (None, 44)
