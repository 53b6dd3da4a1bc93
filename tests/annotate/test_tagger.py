"""The learned reader: its windows, from figures to spans, and what its weights make of plain sentences."""

import itertools
import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.annotate.tagger import (
    DATA,
    LABELS,
    MANIFEST,
    Settings,
    Tagger,
    Window,
    WordPieces,
    best_run,
    paragraphs,
    read_rows,
    smoothed,
    windows,
)
from reportedly.errors import NoModel

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "the",
    "ferry",
    "sank",
    "said",
    "fer",
    "##ries",
    ".",
    ",",
    "“",
    "”",
    "cafe",
]
NONE, CUE, SOURCE, CONTENT = range(4)


@pytest.fixture(scope="module")
def pieces():
    return WordPieces(VOCABULARY)


# ---- words and windows


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Ferry", (5,)), ("ferries", (8, 9)), ("café", (14,)), ("quay", (1,)), ("x" * 100_000, (1,)), ("ferryx", (1,))],
)
def test_a_word_is_cut_into_the_longest_pieces_known(pieces, word, expected):
    assert pieces(word) == expected


def test_a_window_keeps_the_place_of_every_word(pieces):
    text = "The ferries sank.\n\n“The ferry sank,” the café said."
    (window,) = windows(text, paragraphs(text), pieces)
    assert [text[s:e] for s, e in window.words][:4] == ["The", "ferries", "sank", "."]
    assert window.pieces[0] == pieces.start
    assert window.pieces.count(pieces.end) == 2
    quoted = {text[slice(*window.words[w])] for w, q in zip(window.word, window.quoted, strict=True) if q}
    assert quoted == {"“", "The", "ferry", "sank", ",", "”"}


def test_a_paragraph_stands_in_one_window_where_it_fits(pieces):
    text = "\n\n".join(["The ferry sank . " * 5] * 6)
    packed = list(windows(text, paragraphs(text), pieces, size=50))
    assert [w.pieces.count(pieces.end) for w in packed] == [2, 2, 2]


def test_a_long_paragraph_is_cut_where_a_sentence_ends(pieces):
    text = "The ferry sank, the ferry said. " * 30
    packed = list(windows(text, paragraphs(text), pieces, size=40))
    assert len(packed) > 5
    assert all(text[w.words[-1][0]] == "." for w in packed)


@given(st.text(alphabet="fery .,!”“’\n\u200fé𝔸", max_size=400), st.integers(50, 80))
@settings(max_examples=60)
def test_windows_lose_no_word_and_keep_the_size(text, size):
    pieces = WordPieces(VOCABULARY)
    packed = list(windows(text, paragraphs(text), pieces, size))
    spans = [span for w in packed for span in w.words]
    assert spans == sorted(spans)
    assert "".join(text[s:e] for s, e in spans) == "".join(text.split())
    for w in packed:
        assert len(w.pieces) == len(w.quoted) == len(w.word) <= size
        assert sorted(set(w.word)) == list(range(-1, len(w.words)))


@pytest.mark.parametrize("unit", ['"', "“", "a", "a ", "a. ", "a\n\n", "’", "\u200f", "́"])
def test_time_is_linear_on_hostile_text(pieces, unit):
    def spent(n):
        text = unit * n
        begun = time.process_time()
        assert sum(len(w.words) for w in windows(text, paragraphs(text), pieces)) >= 1
        return time.process_time() - begun

    spent(1_000)
    assert spent(100_000) < 25 * max(min(spent(20_000), spent(20_000)), 0.02)


# ---- from figures to spans


def cost(scores, path, switch):
    return sum(scores[t, x] for t, x in enumerate(path)) - switch * sum(a != b for a, b in itertools.pairwise(path))


@pytest.mark.parametrize("seed", range(5))
def test_smoothing_finds_the_best_of_all_paths(seed):
    scores = np.random.default_rng(seed).normal(size=(3, 6, 4)).astype(np.float32)
    found = smoothed(scores, 0.7)
    for row, path in zip(scores, found, strict=True):
        best = max(cost(row, p, 0.7) for p in itertools.product(range(4), repeat=6))
        assert cost(row, path, 0.7) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(
    ("gains", "expected"),
    [([-1, 2, -1, 3, -5, 1], (1, 4)), ([-1, -2], None), ([0.5], (0, 1)), ([], None), ([-9, 1, -9, 2], (3, 4))],
)
def test_the_best_run_has_the_greatest_sum(gains, expected):
    assert best_run(np.array(gains, dtype=np.float32)) == expected


def test_a_source_of_one_word_far_from_its_cue_is_found():
    window, rows = made(["2000000133333"])
    (found,) = read_rows(window, [(8, 0.9)], rows, np.array([0.9]), Settings())
    assert found.source == ((0, 2),)


def made(labels, strength=3.0):
    """A window of one-piece words, and rows that say `labels` of them, a digit each."""
    size = len(labels[0])
    window = Window(
        (2, *[4] * size, 3), (0,) * (size + 2), (-1, *range(size), -1), tuple((3 * i, 3 * i + 2) for i in range(size))
    )
    rows = np.full((len(labels), size + 2, len(LABELS)), -strength, dtype=np.float32)
    for k, row in enumerate(labels):
        for i, x in enumerate(row):
            rows[k, i + 1, int(x)] = -0.05
    return window, rows


def test_a_row_becomes_cue_source_and_content():
    window, rows = made(["33330213330"])
    (found,) = read_rows(window, [(7, 0.9)], rows, np.array([0.9]), Settings(switch=1.0))
    assert found.cue == ((18, 20),)
    assert found.source == ((15, 17),)
    assert found.content == ((0, 11), (21, 29))
    assert 0.85 < found.score < 0.95


def test_a_speck_is_smoothed_away():
    window, rows = made(["3333330012000300"], strength=1.2)
    (found,) = read_rows(window, [(9, 0.9)], rows, np.array([0.9]), Settings(switch=2.0))
    assert found.content == ((0, 17),)


@pytest.mark.parametrize(
    ("probability", "sure", "labels"), [(0.1, 0.9, "33321"), (0.9, 0.05, "33321"), (0.9, 0.9, "00021")]
)
def test_what_is_unsure_or_says_nothing_is_left_out(probability, sure, labels):
    window, rows = made([labels])
    assert read_rows(window, [(5, probability)], rows, np.array([sure]), Settings()) == []


def test_of_two_readings_of_one_content_the_better_stays():
    window, rows = made(["3333312", "3333021"])
    (found,) = read_rows(window, [(6, 0.7), (7, 0.95)], rows, np.array([0.9, 0.9]), Settings())
    assert found.cue == ((18, 20),)


def test_two_attributions_may_nest():
    window, rows = made(["2133333333", "0000002133"])
    outer, inner = read_rows(window, [(2, 0.9), (8, 0.9)], rows, np.array([0.9, 0.9]), Settings(switch=1.0))
    assert outer.content[0][0] < inner.content[0][0]
    assert outer.content[0][1] == inner.content[0][1]


# ---- the weights


@pytest.mark.parametrize("broken", ["missing", "changed", "no manifest", "nonsense"])
def test_weights_that_are_not_those_named_are_refused(tmp_path, broken):
    names = ["attribution-encoder.onnx", "attribution-linker.onnx", "attribution-vocabulary.txt"]
    manifest = {"files": dict.fromkeys(names, "0" * 64), "window": 192, "settings": {}}
    if broken != "no manifest":
        (tmp_path / MANIFEST).write_text("[" if broken == "nonsense" else json.dumps(manifest))
    if broken == "changed":
        for name in names:
            (tmp_path / name).write_bytes(b"other")
    with pytest.raises(NoModel) as error:
        Tagger.load(tmp_path)
    assert error.value.hint


@pytest.fixture(scope="module")
def tagger():
    pytest.importorskip("onnxruntime")
    if not (DATA / MANIFEST).is_file():
        pytest.skip("no weights: `make train`")
    return Tagger.load()


def words(text, spans):
    return " ".join(text[s:e] for s, e in spans)


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("“The ferry will sail on Monday,” harbour master Ilse Brandvik said.", "said", "Ilse Brandvik", "sail on Monday"),
        ("Harbour master Ilse Brandvik said the ferry would sail on Monday.", "said", "Brandvik", "ferry would sail"),
        ("The ferry will sail on Monday, according to the harbour authority.", "according to", "harbour authority", "will sail"),
        ("The ministry denied that the ferry had been sold.", "denied", "ministry", "ferry had been sold"),
        ("“We were not told,” Mr Odell said. “We had to read it in the paper.”", "said", "Odell", "read it in the paper"),
        ("Asked about the strike, the mayor told reporters that talks would resume.", "told", "mayor", "talks would resume"),
    ],
)  # fmt: skip
def test_plain_attributions_are_read(tagger, text, cue, source, content):
    found = tagger.read(text, paragraphs(text))
    assert any(
        cue in words(text, f.cue) and source in words(text, f.source) and content in words(text, f.content)
        for f in found
    ), found


def test_nothing_is_said_where_nobody_speaks(tagger):
    text = "The ferry left the harbour at noon. It carried eighty passengers and four lorries."
    assert tagger.read(text, paragraphs(text)) == ()


def test_what_is_read_depends_on_the_article_alone(tagger):
    one = "“The ferry will sail on Monday,” Ilse Brandvik said.\n\nThe mayor said talks would resume."
    other = "Officials said the bridge was closed, according to the Harbour Post."
    first = tagger.read(one, paragraphs(one))
    tagger.read(other, paragraphs(other))
    assert tagger.read(one, paragraphs(one)) == first
    assert Tagger.load().read(one, paragraphs(one)) == first


@pytest.mark.parametrize(
    "text", ["", "\n\n", "”", "“" * 5_000, "said " * 4_000, "“He said \u202bX\u202c", "他说渡轮沉没了。" * 50]
)
def test_wild_text_breaks_nothing(tagger, text):
    for found in tagger.read(text, paragraphs(text)):
        for s, e in (*found.cue, *found.source, *found.content):
            assert 0 <= s < e <= len(text)


def test_only_the_paragraphs_asked_for_are_read(tagger):
    text = "The mayor said talks would resume.\n\nThe ministry said the ferry was sold."
    first, second = paragraphs(text)
    assert all(e <= first[1] for f in tagger.read(text, [first]) for _, e in f.content)
    assert all(s >= second[0] for f in tagger.read(text, [second]) for s, _ in f.content)
