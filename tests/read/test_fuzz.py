"""Wild bytes into everything that reads bytes: an answer or a coded error, nothing else, and in little time."""

import contextlib
import gzip
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faults.making import MEGABYTE, address, answer, good, packed, page, record, rss, tarred, zipped
from read.test_documents import mail, pdf
from read.test_feeds import ATOM, JSON, RSS1, RSS2
from reportedly.errors import ReadError
from reportedly.model import Snapshot
from reportedly.read import read_content
from reportedly.read.answers import content_of, parse_answer
from reportedly.read.content import UNFORESEEN
from reportedly.read.feeds import outlines, read_feed
from reportedly.read.marked import as_text, front_matter
from reportedly.read.sniff import inner_name, kind_of
from reportedly.read.streams import Budget
from reportedly.settings import Limits

LIMITS = Limits(file_bytes=200_000, expanded_bytes=5_000_000, document_seconds=2)
SEEDS = {
    "page": page().encode(),
    "rss": RSS2.encode(),
    "rdf": RSS1.encode(),
    "atom": ATOM.encode(),
    "json": JSON.encode(),
    "zip": zipped({"a.html": page(), "b.zip": zipped({"c.txt": "A sentence."})}),
    "tar": tarred({"a.html": page(), "x" * 200: "A sentence."}),
    "tar.gz": packed("gzip", tarred({"a.html": page()})),
    "zst": packed("zstd", page().encode()),
    "br": packed("brotli", page().encode()),
    "warc": good(1) + record(address(2), answer(packed("gzip", b"<p>x"), Content_Encoding="gzip")) + good(3),
    "warc.gz": gzip.compress(good(1)) + gzip.compress(good(2)),
    "eml": mail(page(charset="")),
    "opml": b'<opml><body><outline xmlUrl="a.xml"/></body></opml>',
    "markdown": b"---\ntitle: x\n---\n# A\n\n*b* [c](d)\n\n> e\n",
}
TOKENS = [
    b"", b"\0", b"\xff", b"<", b">", b"&", b"&#0;", b"]]>", b"<![CDATA[", b"\r\n\r\n", b"WARC/1.0\r\n", b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999\r\n", b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b"ustar", b"--B\n", b'encoding="utf-16"',
    b"\x28\xb5\x2f\xfd", b"\xed\xa0\x80", b"%s", b"../", b"=?utf-8?q?", b"<!DOCTYPE x [", b"charset=idna", b"HTTP/1.1 200 OK\r\n",
]  # fmt: skip


def hurt(data, seed):
    """The bytes with a few changes, as a disk, a network or an enemy would make them."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        at, length = rng.randrange(len(out) + 1), rng.choice([0, 1, 4, 30, 200])
        other = rng.choice([rng.choice(TOKENS), rng.randbytes(rng.randrange(9)), bytes(out[at : at + 50]) * 3])
        out[at : at + length] = other
    return bytes(out)


def check(items):
    for item in items:
        assert isinstance(item, Snapshot | ReadError)
        if isinstance(item, ReadError):
            assert item.code.startswith("read")
            assert item.where
            assert UNFORESEEN not in item.message
            assert "\n" not in item.where
        else:
            assert len(item.content) <= 20 * LIMITS.file_bytes
            assert item.url is None or isinstance(item.url, str)


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_hurt_inputs(kind, seed):
    check(read_content(hurt(SEEDS[kind], seed), f"a.{kind}", limits=LIMITS))


@settings(max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from(TOKENS),
    st.sampled_from(["a", "a.html", "a.br", "a.xml", "a.json", "a.md", "-"]),
)
def test_any_bytes(data, start, name):
    content = start + data
    kind_of(name, content[:8192])
    inner_name(name)
    if not content.startswith(b"%PDF-"):
        check(read_content(content, name, limits=LIMITS))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [t.decode("latin-1") for t in TOKENS] + ["<item>", "</item>", "<link>", "x", "<content type='xhtml'>"]
        ),
        max_size=12,
    )
)
def test_any_markup_in_a_feed(parts):
    content = rss("".join(parts)).encode("utf-8", "surrogatepass")
    check(read_feed(content, "a", None))
    addresses, _ = outlines(content)
    assert addresses == ()


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "br", "zstd", "deflate", "gzip, gzip", "x"]), st.booleans())
def test_any_answer(body, coding, chunked):
    fields = {"Content_Encoding": coding} | ({"Transfer_Encoding": "chunked"} if chunked else {})
    with contextlib.suppress(ReadError):
        content_of(parse_answer(answer(body, **fields)), Budget(LIMITS))


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_markdown(text):
    fields, body = front_matter(text)
    assert isinstance(as_text(body), str)
    assert all(isinstance(v, str) for v in fields.values())


@pytest.mark.parametrize("seed", range(6))
def test_a_hurt_pdf(seed):
    """Few, since each starts a process."""
    content = b"%PDF-1.4" + hurt(pdf(["The harbour was closed."]), seed)[8:]
    check(read_content(content, "a.pdf", limits=LIMITS))


def test_standard_input_of_anything():
    from reportedly.read import read_inputs

    for kind, content in SEEDS.items():
        items = list(read_inputs(["-"], LIMITS, stdin=io.BytesIO(content)))
        check(items)
        assert any(isinstance(i, Snapshot) for i in items) or kind in ("br", "opml")


def test_linear_in_the_worst_of_cases():
    """Inputs that would cost a quadratic reader minutes."""
    for content in (
        b"<!--" * 200_000,
        b"WARC/1.0\r\n" * 100_000,
        b"\x1f\x8b\x08" * 200_000,
        b"WARC/1.0\r\nContent-Length: 9\r\n" * 30_000,
        b"From: x\n" * 100_000,
        b"From: x\nTo: y\nSubject: z\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 100_000,
        b"<rss><channel>" + b"<item>" * 200_000,
        b"<rss><item><title>" + b"&a" * 500_000,
        b"<rss x='" + MEGABYTE,
        b"a: b\n" * 200_000,
        b"[" * 500_000,
    ):
        check(read_content(content, "a", limits=Limits()))
