"""The learned reader: cue, source and content of every attribution, linked, by one small transformer.

A window of paragraphs goes once through a shared encoder (`all-MiniLM-L6-v2`, its lower layers, fine-tuned), which says
of each word piece whether a cue begins there. For each cue so found a much smaller network, told where that cue
stands, labels every piece of the window: cue, source, content or none. So the three parts come linked, and two
attributions may nest or share words. Trained by `train/attribution.py`; weights and figures: `docs/model-card.md`.

Windows go through one at a time, unpadded and on one thread: what is read depends on the article alone.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.quotes import find_quotations
from reportedly.errors import NoModel
from reportedly.model import Spans

DATA = Path(__file__).parent / "data"
MANIFEST = "attribution.json"
"""Names the other files with their SHA-256, the thresholds, and where the weights come from."""

LABELS = ("none", "cue", "source", "content")
_CUE, _SOURCE, _CONTENT = range(1, 4)
WINDOW = 192
"""Word pieces in a window, markers included."""
_LONGEST_WORD = 40
_MOST_CUES = 48
"""Of a window; no prose has as many, and memory grows with them."""
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_STOPS = frozenset(".?!")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution: character spans in order; `source` is empty where the text names none."""

    cue: Spans
    source: Spans
    content: Spans
    score: float
    """0..1: how far the network goes along with it; no likelihood of anything that is said."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once: word pieces, and which word each belongs to."""

    pieces: tuple[int, ...]
    quoted: tuple[int, ...]
    """1 for a piece inside quotation marks."""
    word: tuple[int, ...]
    """For each piece the index into `words`, -1 for the markers."""
    words: tuple[tuple[int, int], ...]
    """Character spans."""


class WordPieces:
    """The uncased WordPiece vocabulary of BERT (Devlin et al. 2019), greedy longest match first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown, self.start, self.end = (self.ids[m] for m in ("[UNK]", "[CLS]", "[SEP]"))
        self._pieces = functools.lru_cache(maxsize=50_000)(self._split)

    def __call__(self, word: str) -> tuple[int, ...]:
        return self._pieces(word) if len(word) <= _LONGEST_WORD else (self.unknown,)

    def _split(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if not 0 < len(plain) <= _LONGEST_WORD:
            return (self.unknown,)
        out: list[int] = []
        at = 0
        while at < len(plain):
            for end in range(len(plain), at, -1):
                found = self.ids.get(plain[at:end] if at == 0 else "##" + plain[at:end])
                if found is not None:
                    break
            else:
                return (self.unknown,)
            out.append(found)
            at = end
        return tuple(out)


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Character spans of the paragraphs: what stands between empty lines."""
    return tuple(m.span() for m in _PARAGRAPH.finditer(text))


def windows(text: str, spans: Sequence[tuple[int, int]], pieces: WordPieces, size: int = WINDOW) -> Iterator[Window]:
    """Paragraphs packed in order into windows of at most `size` pieces; a longer one is cut at a sentence's end."""
    quotations = find_quotations(text)
    held: list[_Part] = []
    used = 1
    at = 0
    for start, end in spans:
        words: list[tuple[int, int, tuple[int, ...], int]] = []
        for match in _WORD.finditer(text, start, end):
            s, e = match.span()
            while at < len(quotations) and quotations[at].end <= s:
                at += 1
            inside = at < len(quotations) and quotations[at].start <= s
            words.append((s, e, pieces(match.group()), int(inside)))
        for part in _parts(text, words, size - 2):
            length = 1 + sum(len(w[2]) for w in part)
            if held and used + length > size:
                yield _window(held, pieces)
                held, used = [], 1
            held.append(part)
            used += length
    if held:
        yield _window(held, pieces)


_Part = list[tuple[int, int, tuple[int, ...], int]]


def _parts(text: str, words: _Part, size: int) -> Iterator[_Part]:
    """The words of one paragraph in parts of at most `size` pieces, cut after the last sentence that fits."""
    begin = stop = length = 0
    for i, (start, _, pieces, _) in enumerate(words):
        if length + len(pieces) > size:
            cut = stop if stop > begin else i
            yield words[begin:cut]
            begin, length = cut, sum(len(w[2]) for w in words[cut:i])
        length += len(pieces)
        follows = text[words[i + 1][0] - 1] if i + 1 < len(words) else " "
        last = text[start]
        if follows.isspace() and (last in _STOPS or (last in "”\"'’" and i and text[words[i - 1][0]] in _STOPS)):
            stop = i + 1
    if begin < len(words):
        yield words[begin:]


def _window(parts: Sequence[_Part], pieces: WordPieces) -> Window:
    ids, quoted, word = [pieces.start], [0], [-1]
    spans: list[tuple[int, int]] = []
    for part in parts:
        for start, end, own, inside in part:
            ids += own
            quoted += [inside] * len(own)
            word += [len(spans)] * len(own)
            spans.append((start, end))
        ids.append(pieces.end)
        quoted.append(0)
        word.append(-1)
    return Window(tuple(ids), tuple(quoted), tuple(word), tuple(spans))


# ---- from the network's figures to spans


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen on articles that did not train, by `train/attribution.py`."""

    cue: float = 0.1
    """A piece begins a cue from this probability on."""
    keep: float = 0.65
    """An attribution is kept from this score on."""
    switch: float = 2.0
    """What a change of label costs, in nats: bridges small gaps of content and drops specks."""
    source: float = 0.0
    """Added to the log odds of each word to be of the source."""


def smoothed(scores: Floats, switch: float) -> NDArray[np.int64]:
    """The best label of every word where each change of label costs `switch` (Viterbi); rows x words x labels."""
    rows, length, labels = scores.shape
    stay = np.zeros((length, rows, labels), dtype=bool)
    best = np.zeros((length, rows), dtype=np.int64)
    total = scores[:, 0].copy()
    for t in range(1, length):
        best[t] = total.argmax(1)
        changed = total.max(1, keepdims=True) - np.float32(switch)
        stay[t] = total >= changed
        total = np.maximum(total, changed) + scores[:, t]
    path = np.zeros((rows, length), dtype=np.int64)
    path[:, -1] = total.argmax(1)
    every = np.arange(rows)
    for t in range(length - 1, 0, -1):
        now = path[:, t]
        path[:, t - 1] = np.where(stay[t, every, now], now, best[t])
    return path


def by_word(window: Window, rows: Floats) -> Floats:
    """Log probabilities of pieces (rows x pieces x labels) as means over each word."""
    word = np.asarray(window.word)
    kept = np.flatnonzero(word >= 0)
    starts = np.flatnonzero(np.diff(word[kept], prepend=-1))
    sums = np.add.reduceat(rows[:, kept], starts, axis=1)
    counts = np.diff(np.append(starts, len(kept)))
    means: Floats = (sums / counts[None, :, None]).astype(np.float32)
    return means


def best_run(gains: Floats) -> tuple[int, int] | None:
    """The half-open run with the greatest sum (Kadane), None where no sum is above 0."""
    best, found, total, start = 0.0, None, 0.0, 0
    for i, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best:
            best, found = total, (start, i + 1)
    return found


def log_odds(probability: Floats) -> Floats:
    """Held within +-4, so that no one word decides."""
    odds: Floats = np.clip(np.log(probability + 1e-6) - np.log(1 - probability + 1e-6), -4, 4)
    return odds


def read_rows(
    window: Window, cues: Sequence[tuple[int, float]], rows: Floats, sure: Floats, s: Settings
) -> list[Found]:
    """The attributions of a window.

    `cues` are (piece, probability) of each cue's beginning, `rows` its labels' log probabilities
    (cues x pieces x labels), `sure` the probability of each row to be an attribution. Content may come in several
    runs; cue and source are one run each.
    """
    if not cues:
        return []
    scores = by_word(window, rows)
    labels = np.exp(scores)
    content = smoothed(scores, s.switch) == _CONTENT
    found: list[_Item] = []
    for k, (piece, probability) in enumerate(cues):
        anchor = window.word[piece]
        cue = _run_around(labels[k, :, _CUE] > 0.5, anchor)
        said = np.flatnonzero(content[k])
        said = said[(said < cue[0]) | (said >= cue[1])]
        if not len(said):
            continue
        score = (probability * float(sure[k]) * float(labels[k, said, _CONTENT].mean())) ** (1 / 3)
        if score < s.keep:
            continue
        gains = log_odds(labels[k, :, _SOURCE]) + np.float32(s.source)
        gains[said] = gains[cue[0] : cue[1]] = -10
        source = best_run(gains)
        spans = [_spans(window, runs) for runs in ([cue], [source] if source else [], _runs(said))]
        found.append((Found(spans[0], spans[1], spans[2], round(score, 4)), set(said.tolist()), set(range(*cue))))
    return _without_doubles(found)


_Item = tuple[Found, set[int], set[int]]


def _run_around(inside: NDArray[np.bool_], centre: int) -> tuple[int, int]:
    """The run of true values that holds `centre`, which is in it whatever its own value."""
    start, end = centre, centre + 1
    while start > 0 and inside[start - 1]:
        start -= 1
    while end < len(inside) and inside[end]:
        end += 1
    return start, end


def _runs(indices: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Half-open runs of sorted indices."""
    ends = np.flatnonzero(np.diff(indices) > 1)
    starts = [0, *(ends + 1).tolist()]
    stops = [*(ends + 1).tolist(), len(indices)]
    return [(int(indices[a]), int(indices[b - 1]) + 1) for a, b in zip(starts, stops, strict=True)]


def _spans(window: Window, words: Sequence[tuple[int, int]]) -> Spans:
    return tuple((window.words[a][0], window.words[b - 1][1]) for a, b in words)


def _without_doubles(found: list[_Item]) -> list[Found]:
    """Best first; of two that share most of their content, or their cue, the better one."""
    kept: list[_Item] = []
    for item in sorted(found, key=lambda f: (-f[0].score, f[0].cue)):
        _, content, cue = item
        if not any(cue & c or 2 * len(content & w) > len(content | w) for _, w, c in kept):
            kept.append(item)
    return sorted((f for f, _, _ in kept), key=lambda f: (f.content, f.cue))


# ---- the networks


class Tagger:
    """The weights, loaded; `read` may be called for any number of articles."""

    def __init__(self, folder: Path, manifest: dict[str, Any], encoder: Any, linker: Any) -> None:
        self.settings = Settings(**manifest["settings"])
        self.sha256: str = manifest["files"]["attribution-encoder.onnx"]
        self._size: int = manifest["window"]
        self._pieces = WordPieces((folder / "attribution-vocabulary.txt").read_text("utf-8").split("\n"))
        self._encoder, self._linker = encoder, linker

    @classmethod
    def load(cls, folder: Path = DATA) -> Tagger:
        """The tagger with the weights in `folder`.

        Raises:
            NoModel: a file is missing or not the one the manifest names, or the run time is not installed.
        """
        try:
            manifest = json.loads((folder / MANIFEST).read_bytes())
            for name, sha256 in manifest["files"].items():
                if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256:
                    raise NoModel(
                        f"{name} is not the file it was", where=str(folder), hint="install again, or use --fast"
                    )
            encoder, linker = (_session(folder / f"attribution-{part}.onnx") for part in ("encoder", "linker"))
            return cls(folder, manifest, encoder, linker)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NoModel(
                "no weights for the attribution tagger", where=str(folder), hint="use --fast, or `make train`"
            ) from error
        except ImportError as error:
            raise NoModel("onnxruntime is not installed", hint="install it, or use --fast") from error

    def read(self, text: str, spans: Sequence[tuple[int, int]]) -> tuple[Found, ...]:
        """The attributions in the paragraphs `spans` of `text`, in order; none crosses a window."""
        return tuple(f for window in windows(text, spans, self._pieces, self._size) for f in self._window(window))

    def _window(self, window: Window) -> list[Found]:
        feed = {
            "pieces": np.asarray([window.pieces], dtype=np.int64),
            "quoted": np.asarray([window.quoted], dtype=np.int64),
        }
        hidden, begins = self._encoder.run(None, feed)
        probability = 1 / (1 + np.exp(-begins[0]))
        words = np.asarray(window.word)
        at = [int(i) for i in np.flatnonzero((probability >= self.settings.cue) & (words >= 0))]
        at = sorted(sorted(at, key=lambda i: (-float(probability[i]), i))[:_MOST_CUES])
        if not at:
            return []
        rows, sure = self._linker.run(None, {"hidden": hidden[0], "cues": np.asarray(at, dtype=np.int64)})
        return read_rows(window, [(i, float(probability[i])) for i in at], rows, sure, self.settings)


def _session(path: Path) -> Any:
    import onnxruntime as ort  # noqa: PLC0415  heavy, and not needed for --fast

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
