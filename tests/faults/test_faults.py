"""One hostile or broken input a case, read by the program as a person would: what becomes of it, and with which code.

`Case.new` is the number of articles that are kept, `Case.codes` the codes of what failed, in order. Whatever happens to one
item, the sound one that every case reads behind it is kept.
"""

import html.parser
import json
import re
import sqlite3
import tarfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

import reportedly.pipeline
from fakes import stages
from faults.making import (
    MEGABYTE,
    address,
    answer,
    bomb,
    entry,
    good,
    gzip_bomb,
    packed,
    page,
    record,
    rss,
    tarred,
    text,
    zip_link,
    zipped,
)
from reportedly.clean import clean, language_of
from reportedly.views import cli

CODE = re.compile(r"^(failed|skipped): .*\[([\w.-]+)\]$", re.MULTILINE)
SOUND = "The mayor of Tolney has resigned after eleven years in office, her deputy told reporters on Sunday."


@dataclass(frozen=True)
class Case:
    name: str
    file: str
    make: Callable[[], str | bytes]
    codes: tuple[str, ...] = ()
    new: int = 0
    has: str | None = None
    """A word that the kept articles must have, read rightly."""


def utf16():
    return text("The café owner said so.").encode("utf-16-le")


def named(name, charset, note="The café owner said so."):
    """A page in Windows-1252 that names another charset, or none."""
    return page(note, charset=f'<meta charset="{name}">' if name else "").encode(charset)


def laughs():
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return rss(entry(1, "&a11;"), before=f"<!DOCTYPE rss [{entities}]>")


def outside():
    return rss(entry(1, "&secret;"), before='<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>')


def members(*records):
    return b"".join(packed("gzip", r) for r in records)


def bad_record(**fields):
    return record(address(2), page("This one is broken."), **fields)


def nested(depth):
    data = zipped({"page.html": page()})
    for n in range(depth):
        data = zipped({f"{n}.zip": data})
    return data


def cut_zip():
    whole = bytearray(zipped({"a.html": page("first"), "b.html": page("second")}))
    at = whole.find(b"b.html") + 40
    whole[at : at + 20] = bytes(20)
    return bytes(whole)


def locked_zip():
    whole = bytearray(zipped({"a.html": page()}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(sign) + offset
        whole[at] |= 1
    return bytes(whole)


MARK = "<script>pwned()</script>"

CASES = [
    Case("an empty page", "a.html", lambda: b"", ("read.empty",)),
    Case("a page of NULs", "a.html", lambda: bytes(5000), ("read.binary",)),
    Case("binary data as a page", "a.html", lambda: bytes(range(256)) * 50, ("read.binary",)),
    Case("a program as a page", "a.html", lambda: b"\x7fELF" + bytes(500), ("read.binary",)),
    Case("a page without an article", "a.html", lambda: "<html><body><img src=x></body></html>", ("clean.no-article",)),
    # charsets
    Case("a wrong charset", "a.html", lambda: named("utf-8", "cp1252"), new=1, has="café"),
    Case("a charset that is none", "a.html", lambda: named("rot13", "cp1252"), new=1, has="café"),
    Case("no charset", "a.html", lambda: named("", "cp1252"), new=1, has="café"),
    Case("a charset that another contradicts", "a.html",
         lambda: named("koi8-r", "utf-8").replace(b"<head>", b'<head><meta http-equiv="content-type" content="text/html; charset=cp1251">'),
         new=1, has="café"),
    Case("UTF-16 without a mark", "a.txt", utf16, new=1, has="café"),
    Case("a byte that is no UTF-8", "a.html", lambda: page("The café. " * 9).encode() + b"<p>\xff\xfe</p>", new=1, has="café"),
    Case("surrogates as bytes", "a.html", lambda: page("The café. " * 12).encode() + b"<p>\xed\xa0\x80 x</p>", new=1, has="café"),
    Case("lone surrogates in JSON", "a.jsonl", lambda: f'{{"text": "{SOUND[20:]} \\ud800\\udc00 \\udfff"}}', new=1),
    Case("NULs in JSON", "a.jsonl", lambda: json.dumps({"text": "a\0" * 500}), ("read.binary",)),
    # size and depth
    Case("100,000 nested elements", "a.html", lambda: "<div>" * 100_000 + page(), ("clean.no-article",)),
    Case("100,000 nested elements after the article", "a.html", lambda: page() + "<b>" * 100_000, new=1),
    Case("100,000 nested lists of JSON", "a.jsonl", lambda: '{"text": ' + "[" * 100_000, ("read.broken-line",)),
    Case("100,000 nested elements in a feed", "a.xml", lambda: rss(entry(1), "<x>" * 100_000 + "</x>" * 100_000), ("read.skipped",), 1),
    Case("a page over 50 MB", "a.html", lambda: page() + " " * 50_000_000, ("read.too-large",)),
    Case("a page of 40 MB with pictures in it", "a.html", lambda: page(f'<img src="data:image/png;base64,{"A" * 40_000_000}">'), new=1),
    Case("a line of 10 million characters", "a.txt", lambda: "x" * 10_000_000, ("read.too-large",)),
    Case("a line of 10 million characters in JSON", "a.jsonl", lambda: json.dumps({"text": "word " * 2_000_000}), ("clean.too-long",)),
    Case("a line of 10 million characters in a page", "a.html", lambda: f"<p>{'word ' * 2_000_000}</p>", ("clean.no-article",)),
    Case("a cell that spans the world", "a.html",
         lambda: page().replace("<article>", "<article><table><tr><td colspan=9007199254740991 rowspan=9007199254740991>x</td></tr></table>"), new=1),
    Case("40,000 dates in a page", "a.html",
         lambda: page().replace("</body>", "<div>" + '<p><time datetime="2011-02-03">soon</time></p>' * 40_000 + "</div></body>"), new=1),
    Case("a number too long to count", "a.jsonl", lambda: '{"id": ' + "9" * 10_000 + ', "text": "x"}', ("read.broken-line",)),
    # bombs
    *(Case(f"a {codec} bomb", f"a.html.{end}", lambda codec=codec: bomb(codec), ("read.bomb",))
      for codec, end in (("gzip", "gz"), ("bzip2", "bz2"), ("xz", "xz"), ("zstd", "zst"), ("brotli", "br"))),
    *(Case(f"a {codec} bomb in the second member", f"a.txt.{end}", lambda codec=codec: packed(codec, text().encode()) + bomb(codec), ("read.bomb",))
      for codec, end in (("gzip", "gz"), ("bzip2", "bz2"), ("xz", "xz"), ("zstd", "zst"))),
    Case("a bomb in a ZIP", "a.zip", lambda: zipped({"1.html": page("one"), "2.html": MEGABYTE * 40, "3.html": page("three")}), ("read.bomb",), 2),
    Case("a ZIP of nothing but bombs", "a.zip", lambda: zipped({f"{n}.html": MEGABYTE * 11 for n in range(14)}), ("read.bomb",) * 11),
    Case("a bomb in a bomb", "a.zip", lambda: zipped({"1.html.gz": gzip_bomb()}), ("read.bomb",)),
    Case("a bomb in a tar", "a.tar", lambda: tarred({"1.html": page("one"), "2.html.gz": gzip_bomb(), "3.html": page("three")}), ("read.bomb",), 2),
    Case("a tar that is a bomb", "a.tar.gz", lambda: packed("gzip", tarred({"1.html": page("one"), "2.html": MEGABYTE * 40})), ("read.bomb",), 1),
    Case("a tar whose long name is a bomb", "a.tar.gz",
         lambda: packed("gzip", tarred({"x" * 300: b""}, format=tarfile.GNU_FORMAT).replace(b"00000000455", b"77777777777", 1)), ("read.damaged",)),
    Case("a bomb in an answer of a WARC", "a.warc",
         lambda: good(1) + record(address(2), answer(gzip_bomb(), Content_Encoding="gzip")) + good(3), ("read.bomb",), 2),
    Case("a Brotli bomb in an answer of a WARC", "a.warc",
         lambda: good(1) + record(address(2), answer(bomb("brotli"), Content_Encoding="br")) + good(3), ("read.bomb",), 2),
    Case("a bomb among the members of a WARC", "a.warc.gz",
         lambda: members(good(1)) + gzip_bomb(start=record(address(2), "x", Content_Length=str(40 << 20))[:-4]) + members(good(3)), ("read.bomb",), 2),
    Case("archives without end in one another", "a.zip", lambda: nested(6), ("read.too-large",)),
    Case("compression without end", "a.gz", lambda: packed("gzip", packed("gzip", packed("gzip", packed("gzip", packed("gzip", b"x"))))), ("read.too-large",)),
    # feeds
    Case("billion laughs", "a.xml", laughs, ("read.damaged",)),
    Case("an entity from outside", "a.xml", outside, ("read.damaged",)),
    Case("a feed that breaks off", "a.xml", lambda: rss(entry(1), entry(2))[:-60], ("read.damaged",), 1),
    Case("a feed with bare ampersands", "a.xml", lambda: rss(entry(1, "Fish & chips & nothing else were sold at the pier caf&eacute; on Friday.")), new=1, has="café"),
    # WARC
    Case("a record of negative length", "a.warc", lambda: good(1) + bad_record(Content_Length="-5") + good(3), ("read.damaged",), 2),
    Case("a record without a length", "a.warc", lambda: good(1) + bad_record(Content_Length=None) + good(3), ("read.damaged",), 2),
    Case("a record that says it is longer", "a.warc", lambda: good(1) + bad_record(Content_Length="99999") + good(3), ("read.damaged",), 2),
    Case("a record that says it is endless", "a.warc", lambda: good(1) + bad_record(Content_Length="9" * 17) + good(3), ("read.damaged",), 2),
    Case("a record that says it is shorter", "a.warc", lambda: good(1) + bad_record(Content_Length="30") + good(3), ("read.damaged",), 2),
    Case("a record that breaks off", "a.warc", lambda: good(1) + good(2)[:-200], ("read.damaged",), 1),
    Case("a record with another digest", "a.warc", lambda: good(1) + bad_record(WARC_Block_Digest="sha1:" + "A" * 32) + good(3), ("read.digest",), 2),
    Case("rubbish between records", "a.warc", lambda: good(1) + b"rubbish\r\n" * 9 + good(3), ("read.damaged",), 2),
    Case("a compressed record that breaks off", "a.warc.gz", lambda: members(good(1)) + members(good(2))[:200] + members(good(3)), ("read.damaged",), 2),
    Case("a compressed record with other bytes", "a.warc.gz", lambda: members(good(1)) + members(good(2)).replace(members(good(2))[60:90], bytes(30)) + members(good(3)), ("read.damaged",), 2),
    Case("an archive that breaks off", "a.warc.gz", lambda: members(good(1), good(2))[:-100], ("read.damaged",), 1),
    # archives
    Case("a name that leads out of a ZIP", "a.zip", lambda: zipped({"../../b.html": page("one"), "/etc/c.html": page("two")}), new=2),
    Case("a name that leads out of a tar", "a.tar", lambda: tarred({"../../b.html": page("one"), "/etc/c.html": page("two")}), new=2),
    Case("a link in a ZIP", "a.zip", lambda: zip_link("a.txt", "/etc/passwd"), ("read.skipped",)),
    Case("links in a tar", "a.tar",
         lambda: tarred({"b.html": page()}, [("a.txt", "/etc/passwd", tarfile.SYMTYPE), ("c.txt", "/etc/passwd", tarfile.LNKTYPE)]),
         ("read.skipped", "read.skipped"), 1),
    Case("a member with a broken body", "a.zip", cut_zip, ("read.damaged",), 1),
    Case("a ZIP without a directory", "a.zip", lambda: zipped({"a.html": page()})[:-30], ("read.damaged",)),
    Case("a ZIP that needs a password", "a.zip", locked_zip, ("read.encrypted",)),
    Case("a ZIP by a method that is not read", "a.zip", lambda: zipped({"a.html": page()}, 14), ("read.format",)),
    Case("a tar that breaks off", "a.tar", lambda: tarred({"a.html": page("one"), "b.html": page("two")})[:2200], ("read.damaged",), 1),
    Case("an office document", "a.docx", lambda: zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), ("read.format",)),
    Case("a drawing", "a.svg", lambda: '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>Hello</text></svg>', ("read.format",)),
    Case("a PDF that is none", "a.pdf", lambda: b"%PDF-1.7 and then nothing", ("read.damaged",)),
    Case("a mail without text", "a.eml", lambda: "From: a@x.example\nTo: b@x.example\nSubject: x\nContent-Type: image/png\n\nxx", ("read.damaged",)),
    Case("a mail of parts in parts", "a.eml",
         lambda: "From: a@x.example\nTo: b@x.example\nSubject: x\n" + "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(3000)),
         ("read.damaged",)),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in. Pages are cleaned as always; what is said in them is read by a fake, which is quick."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_DB", raising=False)
    made = stages(clean=clean, language=language_of)
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda settings, fast=False: made)
    return tmp_path


def run(*arguments, code=0):
    done = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "140"})
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def articles():
    return json.loads(run("articles", "--format", "json").stdout)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_fault_costs_itself_and_nothing_else(folder, case):
    content = case.make()
    (folder / case.file).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "sound.txt").write_text(SOUND)
    failed = [c for c in case.codes if c != "read.skipped"]
    done = run("read", case.file, "sound.txt", code=1 if failed else 0)
    assert sorted(c for _, c in CODE.findall(done.stderr)) == sorted(case.codes)
    kept = {a["file"]: a["text"] for a in articles()}
    assert kept.pop("sound.txt") == SOUND
    assert len(articles()) == case.new + 1
    if case.has:
        assert all(case.has in words for words in kept.values())
    assert sorted(p.name for p in folder.iterdir() if not p.name.startswith("reportedly.db")) == sorted(
        [case.file, "sound.txt"]
    )
    check = sqlite3.connect("reportedly.db").execute("PRAGMA integrity_check").fetchone()
    assert check == ("ok",)


def test_every_case_has_its_own_name():
    assert len({c.name for c in CASES}) == len(CASES)


def test_a_name_in_an_archive_is_never_that_of_a_file_outside(folder):
    """Else a page from anywhere could pass for a new version of an article that was read from this machine."""
    (folder / "own.html").write_text(page("This is the one that was here first."))
    (folder / "a.zip").write_bytes(zipped({"../own.html": page("This one came with an archive.")}))
    run("read", "own.html", "a.zip")
    assert len(articles()) == 2
    assert [a["version_of"] for a in articles()] == [None, None]


# ---- the same again


def test_the_same_article_twice_is_one(folder):
    for name in ("a.html", "b.html"):
        (folder / name).write_text(page())
    (folder / "c.zip").write_bytes(zipped({"d.html": page()}))
    done = run("read", "a.html", "a.html", "b.html", "c.zip")
    assert "1 new, 3 known already" in done.stderr


def test_an_edited_article_is_a_new_version(folder):
    (folder / "a.html").write_text(page())
    run("read", "a.html")
    (folder / "a.html").write_text(page("On Saturday the council said that a third pump had failed as well."))
    assert "1 new versions" in run("read", "a.html").stderr
    old, new = sorted(articles(), key=lambda a: len(a["text"]))
    assert (old["version_of"], new["version_of"]) == (None, old["id"])


def test_an_edited_article_of_an_archive_is_a_new_version(folder):
    (folder / "a.warc").write_bytes(
        record(address(1), page()) + record(address(1), page("And this was added later on."))
    )
    assert "1 new, 1 new versions" in run("read", "a.warc").stderr


# ---- days

DAYS = [
    ("0000-01-01", None),
    ("0001-01-01", None),
    ("9999-12-31", None),
    ("10000-01-01", None),
    ("2021-02-30", None),
    ("2021-03-05T25:61:61Z", "2021-03-05"),
    ("1e9", None),
    ("9" * 5000, None),
    ("2090-05-05", "2090-05-05"),
]


@pytest.mark.parametrize(("stated", "kept"), DAYS)
def test_days_that_cannot_be_are_not_known_and_future_ones_are_as_stated(folder, stated, kept):
    stated_in_page = page(head=f'<meta property="article:published_time" content="{stated}">')
    (folder / "a.html").write_text(stated_in_page)
    (folder / "b.jsonl").write_text(json.dumps({"text": text("Another."), "published": stated}))
    (folder / "c.xml").write_text(rss(entry(1) + f"<pubDate>{stated}</pubDate>"))
    run("read", "a.html", "b.jsonl", "c.xml", "--today", "2030-01-01")
    assert [a["published"] for a in articles()] == [kept] * 3
    for command in ("ledger", "timeline", "forecasts", "report"):
        run(command, "--all", "--today", "2030-01-01")


# ---- markup in every place

HOSTILE = [
    MARK,
    '"><img src=x onerror=pwned()>',
    "<svg/onload=pwned()>",
    '<a href="javascript:pwned()">x</a>',
    '<base href="https://evil.example/">',
    "</style></title></textarea><script>pwned()</script>",
    "\uff1cscript\uff1epwned()\uff1c/script\uff1e",
    "\ufe64script\ufe65pwned()\ufe64/script\ufe65",
    "{{7*7}}{% include 'x' %}",
    "\x1b]0;pwned\x07\x1b[31m",
    "\u202egnirts\u202c",
]


class Page(html.parser.HTMLParser):
    """What a browser would run or load of a page."""

    def __init__(self):
        super().__init__()
        self.bad = []
        self._script = False

    def handle_starttag(self, tag, attrs):
        self._script = tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src", "action") and re.match(r"\s*(javascript|data:text)", value or "", re.IGNORECASE)
            ):
                self.bad.append((tag, name, value))
        if tag == "base":
            self.bad.append((tag, attrs))

    def handle_endtag(self, tag):
        self._script = False

    def handle_data(self, data):
        if self._script and "pwned" in data:
            self.bad.append(("script", data))


@pytest.mark.parametrize("mark", HOSTILE)
def test_markup_stays_text_in_body_title_author_outlet_and_errors(folder, mark):
    record_of = {
        "text": f"{text()} {mark} was what they said.",
        "title": f"T {mark}",
        "byline": f"B {mark}",
        "outlet": f"O {mark}",
    }
    (folder / "a.jsonl").write_text(json.dumps(record_of | {"url": f"javascript:{mark}", "id": mark}))
    name = f"e {mark}.html".replace("/", "_")
    (folder / name).write_bytes(b"")
    done = run("read", "a.jsonl", name, code=1)
    assert "\x1b" not in done.stderr
    assert "\x07" not in done.stderr
    shown = Page()
    shown.feed(run("report", "--all", "--full-text").stdout)
    assert shown.bad == []
    for command in ("ledger", "articles", "timeline", "sources", "stories"):
        told = run(command, *(() if command in ("articles", "stories") else ("--all",))).stdout
        assert "\x1b" not in told
        assert "\x07" not in told
        assert "\u202e" not in told
    (kept,) = articles()
    assert "\uff1c" in kept["text"] if "\uff1c" in mark else "<script>" not in kept["text"] or mark.count("<script>")
    made_pages = "<" in mark and "\uff1c" not in mark
    assert ("<script>pwned" in kept["text"]) == (made_pages and "<script>pwned" in mark)
