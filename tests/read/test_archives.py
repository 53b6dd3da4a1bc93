import io
import tarfile
import zipfile

import pytest

from faults.making import good, packed, page, tarred, text, zipped
from read.reading import read, told
from reportedly.errors import Skipped, TooLarge
from reportedly.read.archives import label
from reportedly.settings import Limits

MEMBERS = {"2/b.html": page("two"), "1/a.html": page("one"), "c.txt": text()}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.bin", zipped(MEMBERS, zipfile.ZIP_STORED)),
        ("a.tar", tarred(MEMBERS)),
        ("no-name", tarred(MEMBERS, format=tarfile.GNU_FORMAT)),
        *((f"a.tar.{c}", packed(c, tarred(MEMBERS))) for c in ("gzip", "bzip2", "xz", "zstd")),
        ("a.tgz", packed("gzip", tarred(MEMBERS))),
    ],
)
def test_members_come_in_the_archives_order_with_their_names(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    items = read(path)
    assert told(items, path) == ["!2/b.html", "!1/a.html", "!c.txt"]
    assert [i.media_type for i in items] == ["text/html", "text/html", "text/plain"]
    assert items[0].content == page("two").encode()
    assert all(i.file == i.name for i in items)
    assert all(i.retrieved is None for i in items)


def test_what_is_no_coverage_is_passed_over_as_in_a_folder(tmp_path):
    members = {
        "page.html": page(),
        "page_files/frame.html": page(),
        "logo.png": b"\x89PNG",
        ".hidden.html": page(),
        "__MACOSX/._page.html": b"x",
        "README.md": "about",
        "data.json": '{"a": 1,\n"b": 2}',
        "data": bytes(300),
        "sub/": b"",
    }
    (tmp_path / "a.zip").write_bytes(zipped(members))
    items = read(tmp_path / "a.zip")
    assert told(items, tmp_path / "a.zip") == [
        "!page.html",
        f"read.skipped {tmp_path}/a.zip!page_files/frame.html".replace(f"{tmp_path}/a.zip", ""),
        "read.skipped !logo.png",
        "read.skipped !README.md",
        "read.skipped !data.json",
        "read.skipped !data",
    ]


def test_archives_in_archives(tmp_path):
    inner = zipped({"x.html.gz": packed("gzip", page().encode()), "feed.jsonl": '{"text": "A sentence that is long."}'})
    (tmp_path / "a.tar.gz").write_bytes(packed("gzip", tarred({"in/b.zip": inner})))
    items = read(tmp_path)
    assert told(items, tmp_path) == ["a.tar.gz!in/b.zip!x.html.gz", "a.tar.gz!in/b.zip!feed.jsonl:1"]
    assert items[0].content == page().encode()
    (error,) = read(tmp_path, limits=Limits(archive_depth=2))
    assert isinstance(error, TooLarge)


def test_an_archive_from_standard_input():
    for content in (zipped(MEMBERS), packed("zstd", tarred(MEMBERS))):
        items = read("-", stdin=io.BytesIO(content))
        assert told(items) == ["-!2/b.html", "-!1/a.html", "-!c.txt"]
        assert {i.file for i in items} == {None}


def test_a_zip_of_many_members_is_read_no_further(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{n}.txt": b"" for n in range(2000)}))
    (error,) = read(path, limits=Limits(archive_members=100))
    assert error.code == "read.too-large"
    path.write_bytes(tarred({f"{n}.txt": b"A sentence." for n in range(20)}))
    items = read(path, limits=Limits(archive_members=10))
    assert len(items) == 11
    assert items[-1].code == "read.too-large"


def test_a_large_member_costs_only_itself(tmp_path):
    members = {"1.txt": "A first one.", "2.txt": "x y z\n" * 1000, "3.txt": "A third one."}
    for name, content in (("a.zip", zipped(members)), ("a.tar", tarred(members))):
        path = tmp_path / name
        path.write_bytes(content)
        items = read(path, limits=Limits(file_bytes=2000) if name == "a.tar" else Limits(file_bytes=4000))
        assert told(items, path) == ["!1.txt", "read.too-large !2.txt", "!3.txt"]


def test_a_member_that_nobody_reads_to_its_end_is_passed_over(tmp_path):
    """The archive goes on at the next header, wherever the reader of a member stopped."""
    path = tmp_path / "a.tar"
    path.write_bytes(tarred({"a.json": '{"text": "x y"}\n' * 9, "b.png": bytes(5000), "c.txt": "A third one."}))
    assert told(read(path), path)[-1] == "!c.txt"


def test_long_and_foreign_names_are_read(tmp_path):
    names = ["l" * 90 + "/" + "m" * 120 + ".txt", "ünï.txt", "мост.txt"]
    for how in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        (tmp_path / "a.tar").write_bytes(tarred(dict.fromkeys(names, "A sentence."), format=how))
        assert told(read(tmp_path / "a.tar"), tmp_path / "a.tar") == [f"!{n}" for n in names]


def test_labels_lead_nowhere_and_keep_to_one_line():
    assert label("a.zip", "../../etc/./x\n\x1b[1m.html") == "a.zip!%2E%2E/%2E%2E/etc/%2E/x\ufffd\ufffd[1m.html"
    assert label("a.zip", "..\\..\\x") == "a.zip!%2E%2E/%2E%2E/x"
    assert label("a.zip", "//x") == "a.zip!x"
    assert len(label("a.zip", "x" * 99_999)) < 1100


def test_a_web_archive_collection_is_its_records(tmp_path):
    members = {
        "datapackage.json": "{}",
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "https://herald.example/1", "text": "not this one"}',
        "indexes/index.cdx.gz": packed("gzip", b"x"),
        "archive/data.warc.gz": packed("gzip", good(1)) + packed("gzip", good(2)),
    }
    (tmp_path / "a.wacz").write_bytes(zipped(members, zipfile.ZIP_STORED))
    items = read(tmp_path / "a.wacz")
    assert [i.url for i in items] == ["https://herald.example/1", "https://herald.example/2"]
    assert told(items[:1], tmp_path) == ["a.wacz!archive/data.warc.gz!https://herald.example/1"]


def test_nothing_is_written_and_links_are_only_told(tmp_path):
    (tmp_path / "a.tar").write_bytes(tarred({}, [("x.txt", "/etc/passwd", tarfile.SYMTYPE)]))
    (item,) = read(tmp_path / "a.tar")
    assert isinstance(item, Skipped)
    assert [p.name for p in tmp_path.iterdir()] == ["a.tar"]
