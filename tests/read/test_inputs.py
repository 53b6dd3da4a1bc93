import io
import json
import os
import stat
from pathlib import Path

import pytest

from reportedly.errors import (
    BinaryInput,
    BrokenLine,
    Damaged,
    EmptyInput,
    NoPermission,
    NotFound,
    ReadError,
    Skipped,
    TooLarge,
)
from reportedly.model import Snapshot
from reportedly.read import count_inputs, read_inputs
from reportedly.settings import Limits

PAGE = "<!doctype html><html><body><p>The harbour at Millport was closed on Friday.</p></body></html>"
TEXT = "The harbour at Millport was closed on Friday.\n"


def read(*inputs, limits=None, stdin=None):
    return list(read_inputs([str(i) for i in inputs], limits or Limits(), stdin=stdin))


def one(*inputs, **more):
    (only,) = read(*inputs, **more)
    return only


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "page", "odd.txt"])
def test_html_is_known_by_name_or_by_its_first_bytes(tmp_path, name):
    path = tmp_path / name
    path.write_text(PAGE)
    got = one(path)
    assert isinstance(got, Snapshot)
    assert got.media_type == "text/html"
    assert got.file == str(path)
    assert got.content == PAGE.encode()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.story"])
def test_text_is_the_rest(tmp_path, name):
    (tmp_path / name).write_text(TEXT)
    got = one(tmp_path / name)
    assert got.media_type == "text/plain"
    assert got.retrieved is None


def test_a_folder_is_read_in_sorted_order_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.html", "sub/c.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE if name.endswith("html") else TEXT)
    got = [os.path.relpath(s.file, tmp_path) for s in read(tmp_path)]
    assert got == ["a.html", "b.txt", str(Path("sub", "c.txt"))]


def test_what_is_no_text_in_a_folder_is_a_stated_skip(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "data").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "style.css").write_text("p {}")
    skipped = [s for s in read(tmp_path) if not isinstance(s, Snapshot)]
    assert [type(s) for s in skipped] == [Skipped] * 3
    assert {Path(s.where).name for s in skipped} == {"logo.png", "data", "style.css"}
    assert {s.code for s in skipped} == {"read.skipped"}


def test_the_parts_folder_of_a_saved_page_is_skipped_whole(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").write_text(PAGE)
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "x.html").write_text(PAGE)
    got = read(tmp_path)
    assert [Path(s.file).name for s in got if isinstance(s, Snapshot)] == ["page.html", "x.html"]
    assert [s.where for s in got if isinstance(s, Skipped)] == [str(tmp_path / "page_files")]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(one(tmp_path), Skipped)


def test_a_link_that_goes_in_a_circle_does_not(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    got = read(tmp_path)
    assert [type(s) for s in got] == [Snapshot, NotFound]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyInput),
        (b" \n\t\n", EmptyInput),
        (b"\xef\xbb\xbf\n", EmptyInput),
        (b"%PDF-1.7 abc", Damaged),
        (b"\0" * 300, BinaryInput),
        (bytes(range(256)) * 40, BinaryInput),
        (b"PK\x03\x04rest", Damaged),
    ],
)
def test_bad_files_are_values_with_codes_and_the_run_goes_on(tmp_path, content, error):
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text(TEXT)
    bad, good = read(tmp_path / "bad.txt", tmp_path / "good.txt")
    assert type(bad) is error
    assert bad.where == str(tmp_path / "bad.txt")
    assert "\n" not in bad.line()
    assert bad.line().endswith(f"[{error.code}]")
    assert isinstance(good, Snapshot)


def test_binary_with_an_html_name_is_binary(tmp_path):
    (tmp_path / "a.html").write_bytes(b"\x00\x01\x02\x03" * 500)
    assert isinstance(one(tmp_path / "a.html"), BinaryInput)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "gb18030", "koi8-r"])
def test_old_and_wide_encodings_are_no_binary(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding) * 5)
    assert isinstance(one(tmp_path / "a.txt"), Snapshot)


def test_missing_and_impossible_names(tmp_path):
    assert isinstance(one(tmp_path / "none.txt"), NotFound)
    assert isinstance(one(tmp_path / "none" / "x"), NotFound)
    assert isinstance(one("a\0b"), ReadError)
    assert isinstance(one("x" * 5000), ReadError)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked" / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "locked").chmod(0)
    (tmp_path / "b.txt").chmod(0)
    try:
        assert [type(x) for x in read(tmp_path)] == [NoPermission, NoPermission]
    finally:
        (tmp_path / "locked").chmod(stat.S_IRWXU)


def test_no_permission_without_being_told_by_the_system(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    got = one(tmp_path / "a.txt")
    assert isinstance(got, NoPermission)
    assert got.code == "read.permission"


def test_a_file_over_the_cap(tmp_path):
    (tmp_path / "a.html").write_text(PAGE + " " * 5000)
    got = one(tmp_path / "a.html", limits=Limits(file_bytes=4000))
    assert isinstance(got, TooLarge)
    assert "4,000" in got.message


def test_a_ten_megabyte_line_is_no_article(tmp_path):
    (tmp_path / "a.txt").write_text("x" * 10_000_000)
    got = one(tmp_path / "a.txt")
    assert isinstance(got, TooLarge)
    assert got.code == "read.too-large"


def test_json_lines_give_their_fields(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        {
            "id": 7,
            "text": TEXT,
            "title": "Harbour closed",
            "outlet": "Millport Herald",
            "byline": "Ann Boe",
            "published": "2021-03-05",
        },
        {"html": PAGE, "url": "https://herald.example/harbour"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)) + "\n\n")
    first, second = read(path)
    assert first.name == f"{path}:1"
    assert (first.hints.id, first.hints.outlet, first.hints.published) == ("7", "Millport Herald", "2021-03-05")
    assert (first.media_type, second.media_type) == ("text/plain", "text/html")
    assert second.url == "https://herald.example/harbour"
    assert second.hints.title is None


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{broken", BrokenLine),
        ('["a"]', BrokenLine),
        ('{"id": "x9"}', BrokenLine),
        ('{"id": "x9", "text": 5}', BrokenLine),
        ('{"id": "x9", "text": " "}', EmptyInput),
        ('{"id": "x9", "text": "' + "\\u0000" * 50 + '"}', BinaryInput),
        ("[" * 100_000, BrokenLine),
    ],
)
def test_a_broken_line_names_itself_and_the_next_is_read(tmp_path, line, error):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": TEXT})
    path.write_text(f"{good}\n{line}\n{good}\n")
    a, b, c = read(path)
    assert isinstance(a, Snapshot)
    assert isinstance(c, Snapshot)
    assert type(b) is error
    assert b.where == f"{path}:2"
    assert b.item == ("x9" if "x9" in line else None)


def test_a_line_that_is_not_utf_8(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "caf\xe9 is long enough here"}\n' + json.dumps({"text": TEXT}).encode())
    assert [type(x) for x in read(path)] == [BrokenLine, Snapshot]


def test_a_line_over_the_cap_is_passed_over(tmp_path):
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": TEXT})
    path.write_text(f"{good}\n" + json.dumps({"text": "y" * 9000}) + f"\n{good}\n")
    assert [type(x) for x in read(path, limits=Limits(file_bytes=4000))] == [Snapshot, TooLarge, Snapshot]


def test_json_lines_are_known_without_their_name(tmp_path):
    (tmp_path / "dump").write_text(json.dumps({"text": TEXT * 500}) + "\n" + json.dumps({"text": TEXT}))
    assert len(read(tmp_path / "dump")) == 2


def test_a_json_file_that_is_one_list_or_object(tmp_path):
    (tmp_path / "list.json").write_text(json.dumps([{"text": TEXT}, {"text": TEXT}, 3], indent=1))
    (tmp_path / "one.json").write_text(json.dumps({"text": TEXT}, indent=1))
    assert [type(x) for x in read(tmp_path / "list.json")] == [Snapshot, Snapshot, BrokenLine]
    assert [type(x) for x in read(tmp_path / "one.json")] == [Snapshot]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (PAGE, ["text/html"]),
        (TEXT, ["text/plain"]),
        ('{"text": "A b c."}\n{"html": "<p>x"}', ["text/plain", "text/html"]),
    ],
)
def test_standard_input_is_sniffed(content, kinds):
    got = read("-", stdin=io.BytesIO(content.encode()))
    assert [s.media_type for s in got] == kinds
    assert all(s.file is None for s in got)


def test_standard_input_that_is_empty_binary_or_absent():
    assert isinstance(one("-", stdin=io.BytesIO(b"")), EmptyInput)
    assert isinstance(one("-", stdin=io.BytesIO(b"\x00\x01" * 4000)), BinaryInput)
    assert isinstance(one("-"), NotFound)


def test_json_lines_from_a_pipe_come_one_by_one():
    class Slow(io.RawIOBase):
        def __init__(self):
            self.given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            self.given += 1
            line = json.dumps({"text": TEXT, "id": self.given}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line) if self.given <= 3 else 0

    slow = Slow()
    items = read_inputs(["-"], Limits(), stdin=io.BufferedReader(slow))
    assert next(items).hints.id == "1"
    assert slow.given < 3
    assert [s.hints.id for s in items] == ["2", "3"]


def test_reading_is_lazy_and_counting_knows_the_files(tmp_path):
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(TEXT)
    (tmp_path / "x.png").write_bytes(b"1")
    items = read_inputs([str(tmp_path)], Limits())
    assert isinstance(next(items), Snapshot)
    assert count_inputs([str(tmp_path), "-", str(tmp_path / "none")]) == 5


def test_other_data_in_a_folder_are_left_out_by_a_rule(tmp_path):
    (tmp_path / "notes.json").write_text('{"sources": ["a", "b"],\n "count": 2}')
    (tmp_path / "README.md").write_text("# What is in here\n\nSome pages.")
    (tmp_path / "story.txt").write_text("The mayor of Tolney has resigned.")
    found = list(read_inputs([str(tmp_path)], Limits()))
    assert [type(x).__name__ for x in found] == ["Skipped", "Skipped", "Snapshot"]


def test_named_by_itself_the_same_file_is_broken(tmp_path):
    path = tmp_path / "notes.json"
    path.write_text('{"sources": ["a", "b"],\n "count": 2}')
    assert [type(x).__name__ for x in read_inputs([str(path)], Limits())] == ["BrokenLine"]
