"""The original pages, handed out again."""

import gzip
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import reportedly.pipeline
from fakes import clean, snapshots, stages
from reportedly.model import Snapshot
from reportedly.pipeline import Kept
from reportedly.read import read_inputs
from reportedly.settings import Limits
from reportedly.views import cli
from reportedly.views.wacz import surt, wacz

PAGE = "One | Harbour Post | 2030-01-01\nFERRY sank at noon — “Nobody was hurt”."


def kept(number, content=b"<html><p>The ferry sank.</p></html>", url="https://post.example/{}", **other):
    values = {
        "article": f"a{number}",
        "url": url and url.format(number),
        "title": f"Title {number}",
        "media_type": "text/html",
        "moment": f"2030-01-0{number}T10:00:00Z",
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
    }
    return Kept(**(values | other))


def opened(made):
    return zipfile.ZipFile(io.BytesIO(made))


def looked_up(archive, url):
    """What a reader does: find the block, the line, and with it the record."""
    blocks = archive.read("indexes/index.idx").decode().splitlines()
    assert json.loads(blocks[0].partition(" 0 ")[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    packed = archive.read("indexes/index.cdx.gz")
    warc = archive.read("archive/data.warc.gz")
    found = []
    for block in blocks[1:]:
        place = json.loads(block.split(" ", 2)[2])
        piece = packed[place["offset"] :][: place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(piece).hexdigest()}"
        for line in gzip.decompress(piece).decode().splitlines():
            key, moment, rest = line.split(" ", 2)
            entry = json.loads(rest)
            if key == surt(url):
                at, length = int(entry["offset"]), int(entry["length"])
                head, _, body = gzip.decompress(warc[at : at + length]).partition(b"\r\n\r\n")
                assert re.search(rb"^WARC-Target-URI: (.*?)\r$", head, re.MULTILINE)[1].decode() == entry["url"]
                found.append((moment, body.removesuffix(b"\r\n\r\n"), entry))
    return found


def test_what_went_in_is_found_again():
    some = [kept(1), kept(2, b"text\r\n\r\n", media_type="text/plain"), kept(3, url=None)]
    archive = opened(wacz(some, title="The ferry"))
    [(moment, body, entry)] = looked_up(archive, "https://post.example/2")
    assert (moment, body, entry["mime"], entry["status"]) == ("20300102100000", b"text\r\n\r\n", "text/plain", "200")
    pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert [(p["id"], p["ts"], p["title"]) for p in pages[1:]] == [
        (f"a{n}", f"2030-01-0{n}T10:00:00Z", f"Title {n}") for n in (1, 2, 3)
    ]
    assert pages[3]["url"].startswith("urn:uuid:")


def test_every_file_is_listed_with_its_hash():
    archive = opened(wacz([kept(1)], title="The ferry"))
    package = json.loads(archive.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"], package["title"]) == ("data-package", "1.1.1", "The ferry")
    for resource in package["resources"]:
        content = archive.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    listed = {r["path"] for r in package["resources"]}
    assert set(archive.namelist()) == listed | {"datapackage.json", "datapackage-digest.json"}
    digest = json.loads(archive.read("datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
    assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_pages_are_the_same_bytes():
    assert wacz([kept(1), kept(2)], title="x") == wacz([kept(1), kept(2)], title="x")
    assert wacz([], title="x")


def test_two_versions_of_one_address_are_both_there():
    some = [kept(1, url="https://post.example/x"), kept(2, b"later", url="https://post.example/x")]
    found = looked_up(opened(wacz(some, title="x")), "https://post.example/x")
    assert [moment for moment, _, _ in found] == ["20300101100000", "20300102100000"]


def test_many_pages_are_in_many_blocks(monkeypatch):
    from reportedly.views import wacz as module

    monkeypatch.setattr(module, "_LINES", 3)
    archive = opened(wacz([kept(n % 9 + 1, url=f"https://post.example/{n}") for n in range(10)], title="x"))
    assert len(archive.read("indexes/index.idx").splitlines()) == 1 + 4
    assert all(len(looked_up(archive, f"https://post.example/{n}")) == 1 for n in range(10))


def test_hostile_addresses_and_titles():
    url = "https://post.example/a\r\nWARC-Type: response\r\n\r\n b?x=\ud800"
    archive = opened(wacz([kept(1, url=url.replace("{", ""), title="\ud800\n")], title="\n\ud800"))
    assert b"\r\nWARC-Type: response" not in gzip.decompress(archive.read("archive/data.warc.gz"))
    assert len(archive.read("pages/pages.jsonl").splitlines()) == 2
    json.loads(archive.read("datapackage.json"))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Post.example/A?b=2&a=1#x", "example,post)/a?a=1&b=2"),
        ("http://post.example:8080", "example,post:8080)/"),
        ("https://post.example:443/", "example,post)/"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("http://[x", "http://[x"),
    ],
)
def test_the_key_of_an_address(url, key):
    assert surt(url) == key


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_DB", raising=False)
    return tmp_path


def test_from_the_ledger_and_back(folder, monkeypatch):
    """Read, export, read the export: the same bytes, the same addresses."""
    items = [
        Snapshot(
            "1", PAGE.encode("utf-16"), "text/plain", url="https://post.example/1", retrieved="2030-01-02T03:04:05Z"
        ),
        Snapshot("2", PAGE.replace("One", "Two").encode(), "text/plain", file="2"),
    ]
    made = stages(read=snapshots(*items), clean=_clean)
    monkeypatch.setattr(reportedly.pipeline, "default_stages", lambda settings, fast=False: made)
    run = CliRunner().invoke
    assert run(cli.app, ["read", "-"]).exit_code == 0
    done = run(cli.app, ["export", "--to", "wacz", "-o", "o.wacz"])
    assert done.exit_code == 0, done.stderr
    archive = zipfile.ZipFile("o.wacz")
    [(moment, body, _)] = looked_up(archive, "https://post.example/1")
    assert (moment, body) == ("20300102030405", PAGE.encode("utf-16"))
    found = [s for s in read_inputs(["o.wacz"], Limits()) if isinstance(s, Snapshot)]
    assert {s.content for s in found} == {i.content for i in items}
    assert "https://post.example/1" in {s.url for s in found}
    assert {s.retrieved for s in found if s.url == "https://post.example/1"} == {"2030-01-02T03:04:05Z"}


def _clean(snapshot, limits):
    text = snapshot.content.decode("utf-16" if snapshot.url else "utf-8")
    return replace(clean(replace(snapshot, content=text), limits), retrieved=snapshot.retrieved)
