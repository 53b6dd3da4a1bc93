"""Which judgements stand, and what statements read anew they attach to."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies

from reportedly.model import Anchor, Annotations, Article, Assertion, Evidence, Judgement
from reportedly.pipeline.anchors import anchor, article_pairs, attached, attaches, in_force, overlap, standing

TEXT = "The dam holds until dawn, she said. The weir is open. Nobody slept."
HERE = Article("a1", TEXT, "0")
DAM, WEIR, SLEPT = ((0, 24),), ((36, 52),), ((54, 66),)


def said(spans, name, predicate="hold", article=HERE):
    words = " ".join(article.text[s:e] for s, e in spans)
    return Assertion(name, article.id, Evidence(words, spans), spans, predicate=predicate)


def judgement(kind, one, other=None, n=1, value=None, about="assertion"):
    anchors = tuple(anchor(side, a, HERE) for side, a in (("subject", one), ("object", other)) if a)
    return Judgement(f"j{n}", kind, one.id, other and other.id, value, "A. Reader", "2031-03-02", about, None, anchors)


def found(row, *statements, articles=(HERE,)):
    """What the judgement is about among these statements."""
    notes = {a.id: Annotations(tuple(s for s in statements if s.article == a.id)) for a in articles}
    rows = attached([row], articles, notes)
    assert attaches(row, articles, notes) is bool(rows)
    return [(r.subject, r.object) for r in rows]


ROW = judgement("same-claim", said(DAM, "q1"), said(WEIR, "q2", "be"))


def test_it_names_the_statements_as_they_are():
    assert found(ROW, said(DAM, "q1"), said(WEIR, "q2", "be")) == [("q1", "q2")]


def test_it_attaches_by_overlap_when_ids_and_spans_have_changed():
    assert found(ROW, said(((4, 35),), "n1"), said(((36, 53),), "n2", "be"), said(SLEPT, "n3")) == [("n1", "n2")]


@pytest.mark.parametrize(
    ("statement", "fits"),
    [
        (said(DAM, "n1"), True),
        (said(((0, 13),), "n1", "other"), True),
        (said(((0, 11),), "n1", "other"), False),
        (said(((0, 11),), "n1"), True),
        (said(((0, 5),), "n1"), False),
        (said(((0, 66),), "n1", "other"), False),
        (said(WEIR, "n1"), False),
    ],
    ids=["same", "half", "less than half", "less, same deed", "a word", "the whole article", "another sentence"],
)
def test_enough_words_must_be_the_same(statement, fits):
    row = judgement("note", said(DAM, "q1"), value="x")
    assert found(row, statement) == ([("n1", None)] if fits else [])


def test_of_several_the_nearest_and_of_equals_the_same_deed():
    row = judgement("note", said(DAM, "q1"), value="x")
    whole, part = said(((0, 35),), "n1"), said(((0, 25),), "n2", "say")
    assert found(row, whole, part) == [("n2", None)]
    assert found(row, said(DAM, "n1", "say"), said(DAM, "n2")) == [("n2", None)]
    assert found(row, said(DAM, "n1"), said(DAM, "q1")) == [("q1", None)], "two cues, one content"


def test_one_whose_statement_is_no_more_is_left_out():
    assert found(ROW, said(DAM, "q1"), said(SLEPT, "n2")) == []


def test_two_that_have_become_one_statement_say_nothing_more():
    row = judgement("different-claim", said(((0, 13),), "q1"), said(((0, 24),), "q2"))
    notes = {"a1": Annotations((said(DAM, "n1"),))}
    assert attached([row], [HERE], notes) == []


def test_another_version_that_has_the_words_is_meant_too():
    later = replace(HERE, id="a2", text="New. " + TEXT, version_of="a1")
    moved = ((5, 29),)
    row = judgement("note", said(DAM, "q1"), value="x")
    both = [said(DAM, "q1"), said(moved, "v1", article=later)]
    assert found(row, *both, articles=(HERE, later)) == [("q1", None), ("v1", None)]
    assert found(row, both[1], articles=(HERE, later)) == [("v1", None)]
    other = replace(later, version_of=None)
    assert found(row, *both, articles=(HERE, other)) == [("q1", None)], "the same words elsewhere are another's"


def test_erased_words_attach_to_nothing():
    bare = replace(ROW, anchors=tuple(replace(a, spans=(), text="", predicate=None) for a in ROW.anchors))
    assert found(bare, said(DAM, "q1"), said(WEIR, "q2", "be")) == []


SPANS = strategies.lists(strategies.tuples(strategies.integers(0, 9), strategies.integers(1, 5)), max_size=3).map(
    lambda some: tuple((20 * n + s, 20 * n + s + size) for n, (s, size) in enumerate(some))
)


@given(SPANS, SPANS)
def test_overlap_is_that_of_the_characters(a, b):
    x, y = ({i for s, e in spans for i in range(s, e)} for spans in (a, b))
    assert overlap(a, b) == pytest.approx(len(x & y) / len(x | y) if x | y else 0.0)


# ---- what stands


def pair(kind, one, other, n):
    sides = [Anchor(side, i) for side, ids in (("subject", one), ("object", other)) for i in ids.split()]
    return Judgement(
        f"j{n}", kind, one.split()[0], other.split()[0], None, "A", "2031-03-02", "article", None, tuple(sides)
    )


def undo(target, n):
    return Judgement(f"j{n}", "undo", target, None, None, "A", "2031-03-02", "judgement")


def states(*rows):
    return [s.state for s in standing(rows)]


def test_taken_back_and_taken_back_again():
    rows = [pair("same-story", "a", "b", 1), undo("j1", 2)]
    assert states(*rows) == ["taken back", "stands"]
    rows.append(undo("j2", 3))
    assert states(*rows) == ["stands", "taken back", "stands"]
    assert [r.id for r in in_force(rows)] == ["j1"]
    rows.append(undo("j3", 4))
    assert states(*rows) == ["taken back", "stands", "taken back", "stands"]


def test_a_later_one_replaces_and_when_it_is_taken_back_does_not():
    rows = [pair("same-story", "a", "b", 1), pair("different-story", "b", "a", 2)]
    assert [(s.state, s.by) for s in standing(rows)] == [("replaced", "j2"), ("stands", None)]
    assert states(*rows, undo("j2", 3)) == ["stands", "taken back", "stands"]


def test_one_that_contradicts_later_ones_together_does_not_stand():
    rows = [pair("same-story", "a", "b", 1), pair("same-story", "b", "c", 2), pair("different-story", "a", "c", 3)]
    assert states(*rows) == ["replaced", "stands", "stands"]


def test_merged_again_a_split_is_over_as_a_whole():
    rows = [pair("different-story", "a b", "c d", 1), pair("same-story", "a", "c", 2)]
    assert states(*rows) == ["replaced", "stands"]
    assert article_pairs(in_force(rows), "story") == ([("a", "c")], [])


def test_what_goes_out_together_stays_together():
    joined, parted = article_pairs([pair("different-story", "a b", "c d", 1)], "story")
    assert joined == [("a", "b")]
    assert parted == [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]


def test_copies_are_pairs_each_for_itself():
    rows = [
        pair("copy", "a", "b", 1),
        pair("copy", "b", "c", 2),
        pair("not-copy", "a", "c", 3),
        pair("not-copy", "b", "a", 4),
    ]
    assert states(*rows) == ["replaced", "stands", "stands", "stands"]
    assert article_pairs(in_force(rows), "copy") == ([("b", "c")], [("a", "c"), ("b", "a")])


def test_notes_add_up_and_grades_replace():
    one = said(DAM, "q1")
    rows = [judgement(kind, one, n=n, value=str(n)) for n, kind in enumerate(("note", "note", "grade", "grade"))]
    assert states(*rows) == ["stands", "stands", "replaced", "stands"]


def test_names_are_compared_as_names():
    rows = [
        Judgement(f"j{n}", kind, *names, None, "A", "2031-03-02", "actor")
        for n, (kind, names) in enumerate(
            [("same-actor", ("Odile Brack", "Lady Tarn")), ("different-actor", ("lady tarn", "Odile BRACK"))]
        )
    ]
    assert states(*rows) == ["replaced", "stands"]
