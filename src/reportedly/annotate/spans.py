"""Between token indices and character spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from reportedly.model import Span, Spans


def spans_of(doc: Doc, indices: Iterable[int]) -> Spans:
    """Character spans of runs of tokens; white-space tokens join a run but never begin or end one."""
    out: list[list[int]] = []
    last = -2
    for i in sorted(indices):
        token = doc[i]
        if token.is_space:
            continue
        if out and (i == last + 1 or all(doc[j].is_space for j in range(last + 1, i))):
            out[-1][1] = token.idx + len(token)
        else:
            out.append([token.idx, token.idx + len(token)])
        last = i
    return tuple((s, e) for s, e in out)


def starting_in(starts: Sequence[int], spans: Iterable[Span]) -> Iterator[int]:
    """Indices of the sorted offsets `starts` that lie in one of `spans`, which do not overlap."""
    for s, e in spans:
        yield from range(bisect_left(starts, s), bisect_left(starts, e))


def within(span: Span, spans: Sequence[Span]) -> bool:
    """True where one of `spans` holds all of `span`."""
    return any(s <= span[0] and span[1] <= e for s, e in spans)


def overlap(a: Sequence[Span], b: Sequence[Span]) -> int:
    """How many characters two lists of spans share."""
    return sum(max(0, min(e1, e2) - max(s1, s2)) for s1, e1 in a for s2, e2 in b)


def length(spans: Sequence[Span]) -> int:
    return sum(e - s for s, e in spans)
