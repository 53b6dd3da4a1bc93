import gzip
import hashlib
import io
import random

import pytest

from faults.making import address, answer, entry, good, packed, page, record, rss
from read.reading import read, told
from reportedly.model import Snapshot
from reportedly.settings import Limits

PAGES = [good(n) for n in (1, 2, 3)]
NAMES = ["!https://herald.example/1", "!https://herald.example/2", "!https://herald.example/3"]


def packed_each(*records):
    return b"".join(gzip.compress(r) for r in records)


@pytest.fixture
def warc(tmp_path):
    def made(content, limits=None):
        path = tmp_path / "a.warc"
        path.write_bytes(content)
        return read(path, limits=limits), path

    return made


@pytest.mark.parametrize(
    "content",
    [b"".join(PAGES), packed_each(*PAGES), gzip.compress(b"".join(PAGES)), packed("zstd", b"".join(PAGES))],
    ids=["plain", "a member a record", "one member", "zstd"],
)
def test_records_come_in_order_with_address_and_day_of_retrieval(warc, content):
    items, path = warc(content)
    assert told(items, path) == NAMES
    assert [i.url for i in items] == [address(n) for n in (1, 2, 3)]
    assert {i.retrieved for i in items} == {"2021-03-05T10:00:00Z"}
    assert {i.hints.published for i in items} == {None}
    assert {i.charset for i in items} == {"utf-8"}
    assert {i.file for i in items} == {str(path)}
    assert b"report number 2" in items[1].content


def test_the_same_records_as_another_reader(warc, tmp_path):
    fastwarc = pytest.importorskip("fastwarc.warc")
    content = packed_each(*PAGES, record("https://x.example/p.png", answer(b"x", "image/png")))
    items, _ = warc(content)
    theirs = [
        (r.headers["WARC-Target-URI"], r.reader.read())
        for r in fastwarc.ArchiveIterator(io.BytesIO(content))
        if r.http_content_type == "text/html"
    ]
    assert [(i.url, i.content) for i in items if isinstance(i, Snapshot)] == theirs


def test_only_pages_texts_documents_and_feeds_are_taken(warc):
    others = [
        record("https://x.example/robots.txt", answer(b"x"), kind="request"),
        record("https://x.example/logo.png", answer(b"\x89PNG", "image/png")),
        record("https://x.example/style.css", answer(b"p {}", "text/css")),
        record("https://x.example/gone", answer(page(), status="404 Not Found")),
        record("https://x.example/away", answer(b"", status="301 Moved", Location="/")),
        record("https://x.example/same", b"", kind="revisit"),
        record("urn:x", b"software: x\r\n", kind="warcinfo", block_type="application/warc-fields"),
    ]
    items, path = warc(
        b"".join(others)
        + record("https://x.example/t", b"A sentence that was said.", kind="resource", block_type="text/plain")
        + record("https://x.example/w", b"Another that was said.", kind="conversion", block_type="text/plain")
        + record("https://x.example/f", answer(rss(entry(1)), "application/rss+xml"))
    )
    assert told(items, path) == [
        "!https://x.example/t",
        "!https://x.example/w",
        "!https://x.example/f!1",
        "read.skipped",
    ]
    assert items[2].url == address(1)
    assert items[-1].message == "7 records that are no page, text or feed"


CHUNKED = b"5\r\n<p>Th\r\n1b;x=y\r\ne harbour was closed.</p>\r\n\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"<p>The harbour was closed.</p>\r\n", {}),
        (CHUNKED, {"Transfer_Encoding": "chunked"}),
        (b"<p>The harbour was closed.</p>\r\n", {"Transfer_Encoding": "chunked"}),
        *(
            (packed(codec, b"<p>The harbour was closed.</p>\r\n"), {"Content_Encoding": name})
            for codec, name in (("gzip", "gzip"), ("gzip", "x-gzip"), ("brotli", "br"), ("zstd", "zstd"))
        ),
        (packed("brotli", packed("gzip", b"<p>The harbour was closed.</p>\r\n")), {"Content_Encoding": "gzip, br"}),
        *(
            (b"<p>The harbour was closed.</p>\r\n", {"Content_Encoding": name})
            for name in ("gzip", "br", "deflate", "zstd", "identity", "none-such")
        ),
    ],
)
def test_answers_are_joined_and_expanded_or_were_already(warc, content, fields):
    (item,), _ = warc(record(address(1), answer(content, **fields)))
    assert item.content == b"<p>The harbour was closed.</p>\r\n"


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ({"WARC_Block_Digest": None}, True),
        ({"WARC_Block_Digest": "sha256:" + hashlib.sha256(answer(page())).hexdigest()}, True),
        ({"WARC_Block_Digest": "sha256:" + hashlib.sha256(b"x").hexdigest()}, False),
        ({"WARC_Block_Digest": "sha1:not a digest"}, False),
        ({"WARC_Block_Digest": "whirlpool:x"}, True),
        ({"WARC_Block_Digest": None, "WARC_Payload_Digest": "sha1:" + hashlib.sha1(page().encode()).hexdigest()}, True),
        ({"WARC_Block_Digest": None, "WARC_Payload_Digest": "sha1:" + "A" * 32}, False),
        ({"WARC_Payload_Digest": "sha1:" + "A" * 32}, True),
    ],
)
def test_a_digest_that_can_be_checked_has_to_match(warc, stated, kept):
    items, _ = warc(record(address(1), page(), **stated))
    assert [getattr(i, "code", "kept") for i in items] == ["kept" if kept else "read.digest"]


def test_a_record_over_the_cap_costs_itself(warc):
    large = record(address(2), b"word " * 4000, kind="resource", block_type="text/plain")
    picture = record(address(4), answer(bytes(20_000), "image/png"))
    items, path = warc(good(1) + large + picture + good(3), Limits(file_bytes=15_000))
    assert told(items, path) == [NAMES[0], f"read.too-large {NAMES[1]}", NAMES[2], "read.skipped"]


def test_addresses_that_are_none_are_only_names(warc):
    items, path = warc(
        record("urn:x:1", page()) + record("<https://x.example/2>", page("two")) + record("", page("three"))
    )
    assert [i.url for i in items] == [None, "https://x.example/2", None]
    assert told(items, path) == ["!urn:x:1", "!https://x.example/2", "!record 3"]


def test_single_line_ends_and_folded_fields_are_read(warc):
    loose = good(1).replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    loose = loose.replace(b"WARC-Date: ", b"WARC-Date:\n ")
    head, _, body = loose.partition(b"\n\n")
    fields = b"\n".join(
        line if not line.startswith((b"Content-Length", b"WARC-Block")) else b"Content-Length: %d" % (len(body) - 1)
        for line in head.splitlines()
    )
    items, _ = warc(fields + b"\n\n" + body + good(2))
    assert [i.url for i in items] == [address(1), address(2)]
    assert items[0].retrieved == "2021-03-05T10:00:00Z"


@pytest.mark.parametrize("seed", range(12))
def test_of_an_archive_with_holes_the_sound_records_are_kept(warc, seed):
    """Overwritten at random places, plain or compressed: what is not hit is read."""
    rng = random.Random(seed)
    records = [good(n) for n in range(30)]
    hit = set(rng.sample(range(30), 5))
    pack = gzip.compress if seed % 2 else bytes
    out = b""
    for n, one in enumerate(records):
        data = bytearray(pack(one))
        if n in hit:
            at = rng.randrange(20, len(data) - 20)
            data[at : at + 15] = bytes(rng.randrange(256) for _ in range(15))
        out += bytes(data)
    items, _ = warc(out)
    kept = {i.url for i in items if isinstance(i, Snapshot)}
    assert {address(n) for n in range(30) if n not in hit} <= kept
    assert len([i for i in items if not isinstance(i, Snapshot)]) <= 2 * len(hit)


def test_an_archive_of_nothing_but_damage_is_given_up(warc):
    broken = record(address(1), "x", Content_Length="-1")
    items, _ = warc(broken * 400)
    assert len(items) == 301
    assert items[-1].message.startswith("300 broken records")
