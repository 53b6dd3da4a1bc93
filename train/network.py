"""The two networks of the attribution tagger, in torch: a BERT encoder, and the linker that is asked once for each cue."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER = 384, 12, 1536
"""Of `all-MiniLM-L6-v2`."""
NARROW, NARROW_HEADS, NARROW_INNER = 128, 4, 256
LABELS = 4
FAR = 128
"""Word pieces from the cue beyond which all distances look alike."""


class Layer(nn.Module):
    """A transformer layer; BERT normalises after each half, the linker before."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, *, before: bool, epsilon: float) -> None:
        super().__init__()
        self.heads, self.before, self.dropout = heads, before, dropout
        self.scale = 1 / math.sqrt(width // heads)
        self.mixed = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=epsilon), nn.LayerNorm(width, eps=epsilon)

    def attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.mixed(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = q @ (k * self.scale).transpose(-1, -2)
        if mask is not None:  # what is added: nothing, or minus a lot for padding
            weights = weights + mask.to(weights.dtype)
        mixed = torch.softmax(weights, -1).to(v.dtype) @ v
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        if self.before:
            x = x + self.drop(self.attend(self.norm1(x), mask))
            return x + self.drop(self.down(functional.gelu(self.up(self.norm2(x)))))
        x = self.norm1(x + self.drop(self.attend(x, mask)))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))

    def drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


class Encoder(nn.Module):
    """Word pieces -> hidden states, and for each piece whether a cue begins there (a logit)."""

    def __init__(self, layers: int, vocabulary: int, positions: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.quoted = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, 0.1, before=False, epsilon=1e-12) for _ in range(layers))
        self.begins = nn.Sequential(nn.Linear(WIDTH, NARROW), nn.GELU(), nn.Linear(NARROW, 1))

    def forward(self, pieces: Tensor, quoted: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        position = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.word(pieces) + self.position(position)[None] + self.quoted(quoted))
        x = functional.dropout(x, 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.begins(x)[..., 0]

    def load(self, path: Path) -> None:
        """The weights of a BERT in safetensors, as many layers as this has."""
        from safetensors.torch import load_file

        base = load_file(path)
        base = {k.removeprefix("bert."): v for k, v in base.items()}
        mine = {
            "word.weight": base["embeddings.word_embeddings.weight"],
            "position.weight": base["embeddings.position_embeddings.weight"][: self.position.num_embeddings],
            "quoted.weight": base["embeddings.token_type_embeddings.weight"],
            "norm.weight": base["embeddings.LayerNorm.weight"],
            "norm.bias": base["embeddings.LayerNorm.bias"],
        }
        for i in range(len(self.layers)):
            old = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                qkv = [base[f"{old}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                mine[f"layers.{i}.mixed.{kind}"] = torch.cat(qkv)
                for name, theirs in (
                    ("out", "attention.output.dense"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("norm2", "output.LayerNorm"),
                ):
                    mine[f"layers.{i}.{name}.{kind}"] = base[f"{old}{theirs}.{kind}"]
        missing, extra = self.load_state_dict(mine, strict=False)
        assert not extra, extra
        assert all(m.startswith("begins.") for m in missing), missing


class Linker(nn.Module):
    """Hidden states and the place of a cue -> label of every piece for that cue, and whether it is a cue at all."""

    def __init__(self, layers: int = 2) -> None:
        super().__init__()
        self.piece = nn.Linear(WIDTH, NARROW)
        self.cue = nn.Linear(WIDTH, 2 * NARROW)
        self.distance = nn.Embedding(2 * FAR + 1, NARROW)
        self.norm = nn.LayerNorm(NARROW)
        self.layers = nn.ModuleList(
            Layer(NARROW, NARROW_HEADS, NARROW_INNER, 0.1, before=True, epsilon=1e-5) for _ in range(layers)
        )
        self.last = nn.LayerNorm(NARROW)
        self.label = nn.Linear(NARROW, LABELS)
        self.sure = nn.Linear(NARROW, 1)
        nn.init.normal_(self.distance.weight, std=0.1)

    def forward(self, hidden: Tensor, cues: Tensor) -> tuple[Tensor, Tensor]:
        """One window: `hidden` pieces x width, `cues` their places; log probabilities and probabilities."""
        labels, sure = self.rows(hidden[None], torch.zeros_like(cues), cues, None)
        return torch.log_softmax(labels, -1), torch.sigmoid(sure)

    def rows(self, hidden: Tensor, window: Tensor, cues: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Logits for many windows at once: row r asks about piece `cues[r]` of window `window[r]`."""
        add, scale = self.cue(hidden[window, cues]).chunk(2, -1)
        every = torch.arange(hidden.shape[1], device=hidden.device)
        far = (every[None] - cues[:, None]).clamp(-FAR, FAR) + FAR
        piece = self.piece(hidden)[window]
        x = self.norm(piece * (1 + scale[:, None]) + add[:, None]) + self.distance(far)
        own = None if mask is None else mask[window]
        for layer in self.layers:
            x = layer(x, own)
        x = self.last(x)
        at = x.gather(1, cues[:, None, None].expand(-1, 1, NARROW))[:, 0]
        return self.label(x), self.sure(at)[..., 0]
