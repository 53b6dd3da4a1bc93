"""Content codings undone piece by piece, under a cap."""

import gzip
import zlib

import pytest
from hypothesis import given, strategies

from reportedly.errors import AnswerTooLarge, BrokenAnswer
from reportedly.net.decoding import Body

CAP = 2_000
CODINGS = strategies.sampled_from(["", "identity", "gzip", "deflate", "x-gzip", " GZIP "])


def pieces(content, sizes):
    at = 0
    for size in [*sizes, len(content)]:
        yield content[at : at + size]
        at += size


def packed(content, coding):
    name = coding.strip().lower()
    if name.endswith("gzip"):
        return gzip.compress(content[: len(content) // 2]) + gzip.compress(content[len(content) // 2 :])
    return zlib.compress(content) if name == "deflate" else content


@given(strategies.binary(max_size=CAP), CODINGS, strategies.lists(strategies.integers(0, 50), max_size=60))
def test_what_was_packed_comes_out_however_it_is_cut(content, coding, sizes):
    whole = packed(content, coding)
    body = Body(coding, 2 * CAP, "x")
    assert all(body.add(piece) for piece in pieces(whole, sizes))
    assert body.bytes() == content


@given(
    strategies.binary(max_size=400),
    CODINGS,
    strategies.lists(strategies.integers(0, 50), max_size=20),
    strategies.booleans(),
)
def test_any_bytes_are_a_body_or_a_coded_error(content, coding, sizes, cut):
    body = Body(coding, 100, "x", cut=cut)
    try:
        for piece in pieces(content, sizes):
            if not body.add(piece):
                break
        assert len(body.bytes()) <= 100
    except AnswerTooLarge:
        assert not cut
    except BrokenAnswer:
        assert coding.strip().lower() not in {"", "identity"}


@given(strategies.integers(CAP + 1, 100 * CAP), strategies.sampled_from(["gzip", "deflate"]))
def test_a_bomb_goes_off_under_the_cap(size, coding):
    body = Body(coding, CAP, "x")
    *first, last = pieces(packed(bytes(size), coding), [7] * 20)
    with pytest.raises(AnswerTooLarge):
        [body.add(piece) for piece in [*first, last]]
    assert sum(map(len, body._parts)) <= CAP + 1
    short = Body(coding, CAP, "x", cut=True)
    for piece in pieces(packed(bytes(size), coding), [7] * 20):
        if not short.add(piece):
            break
    assert short.bytes() == bytes(CAP)


def test_exactly_the_cap_is_no_bomb():
    body = Body("gzip", CAP, "x")
    assert body.add(gzip.compress(bytes(CAP)))
    assert body.bytes() == bytes(CAP)
