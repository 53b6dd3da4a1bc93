import io
import tracemalloc

import pytest

from faults.making import MEGABYTE, bomb, packed
from reportedly.errors import Bomb, Damaged
from reportedly.read.streams import Budget, Stream, from_bytes, from_file
from reportedly.read.unpack import expanded, starts_with
from reportedly.settings import Limits

TEXT = b"The harbour at Millport was closed on Friday, the council said.\n" * 200
CODECS = ["gzip", "bzip2", "xz", "zstd", "brotli"]


def out(data, codec, **limits):
    stream = expanded(from_bytes(data), codec, Budget(Limits(**limits)))
    return stream.read(1 << 30)


@pytest.mark.parametrize("codec", CODECS)
def test_what_was_packed_comes_out(codec):
    assert out(packed(codec, TEXT), codec) == TEXT


@pytest.mark.parametrize("codec", CODECS[:4])
def test_members_follow_one_another_and_padding_is_no_member(codec):
    assert out(packed(codec, TEXT) + packed(codec, b"more") + bytes(512), codec) == TEXT + b"more"


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("left", [1, 5, 30])
def test_what_breaks_off_is_damaged(codec, left):
    with pytest.raises(Damaged):
        out(packed(codec, TEXT)[:-left], codec)


@pytest.mark.parametrize("codec", CODECS[:4])
def test_other_bytes_are_damage(codec):
    data = bytearray(packed(codec, TEXT))
    data[-6] ^= 0xFF
    with pytest.raises(Damaged):
        out(bytes(data), codec)


def test_deflate_is_that_of_the_standard_or_the_bare_one():
    import zlib

    bare = zlib.compressobj(wbits=-15)
    assert out(zlib.compress(TEXT), "deflate") == TEXT
    assert out(bare.compress(TEXT) + bare.flush(), "deflate") == TEXT


@pytest.mark.parametrize("codec", CODECS)
def test_a_bomb_goes_off_in_little_memory(codec):
    data = bomb(codec, 100)
    stream = expanded(from_bytes(data), codec, Budget(Limits()))
    tracemalloc.start()
    with pytest.raises(Bomb):
        stream.skip(1 << 40)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000


def test_a_bomb_below_the_ratio_ends_at_the_budget():
    with pytest.raises(Bomb, match="5,000,000 bytes"):
        out(packed("gzip", MEGABYTE * 8), "gzip", expanded_bytes=5_000_000)


def test_the_budget_counts_all_members_of_an_input():
    budget = Budget(Limits(expanded_bytes=3 * len(TEXT)))
    for _ in range(3):
        assert expanded(from_bytes(packed("gzip", TEXT)), "gzip", budget).read(1 << 20) == TEXT
    with pytest.raises(Bomb):
        expanded(from_bytes(packed("gzip", TEXT)), "gzip", budget).read(1 << 20)
    assert budget.spent


def test_the_ratio_is_a_setting():
    assert len(out(packed("gzip", MEGABYTE * 12), "gzip", expansion_ratio=5000)) == 12 << 20


def test_a_stream_gives_again_what_was_looked_at():
    stream = from_file(io.BytesIO(b"one\ntwo\nthree"))
    assert stream.peek(5) == b"one\nt"
    assert stream.readline(100) == b"one\n"
    assert stream.readline(2) == b"tw"
    stream.unread(b"x")
    assert stream.read(3) == b"xo\n"
    assert stream.skip(3) == 3
    assert stream.read(10) == b"ee"
    assert stream.peek(1) == b""


def test_a_broken_stream_stays_at_its_end():
    def more():
        raise Damaged("here")

    stream = Stream(more)
    with pytest.raises(Damaged):
        stream.read(1)
    assert stream.broken
    assert stream.read(1) == b""


def test_the_beginning_of_gzip_data_tells_what_is_in_them():
    assert starts_with(packed("gzip", b"WARC/1.0\r\n")[:20], b"WARC/")
    assert not starts_with(packed("gzip", b"other"), b"WARC/")
    assert not starts_with(b"\x1f\x8b\x08garbage", b"WARC/")
