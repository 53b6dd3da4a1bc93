"""Servers that nobody should meet: one case each, with the code it has to end in and the memory it may take."""

import gzip
import re
import time
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly.errors import BadAddress, NetError, Refused
from webserver import POLICY, answer, client, serving, zipped

MB = 1_000_000
CAP = 2 * MB
QUICK = replace(POLICY, seconds=5.0, bytes=CAP)


def drip(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    for _ in range(600):
        yield b"x"
        time.sleep(0.02)


def dripping_header(_):
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(600):
        yield b"X-%d: y\r\n" % number
        time.sleep(0.02)


def silence(_):
    time.sleep(3)
    yield b""


def endless(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    for _ in range(1000):
        yield b"x" * 65_536


def endless_headers(_):
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(100_000):
        yield b"X-%d: %s\r\n" % (number, b"y" * 1000)


def continuing(_):
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 100


BOMB = gzip.compress(bytes(100 * MB), 9)
"""100 MB of zeros in 100 kB."""
SECOND = gzip.compress(b"<p>small</p>") + BOMB
MANY = gzip.compress(b"") * 100_000

CASES = {
    "gzip bomb": (answer(BOMB, Content_Encoding="gzip"), "net.too-large"),
    "gzip bomb in the second member": (answer(SECOND, Content_Encoding="gzip"), "net.too-large"),
    "deflate bomb": (answer(zlib.compress(bytes(100 * MB), 9), Content_Encoding="deflate"), "net.too-large"),
    "100,000 gzip members": (answer(MANY, Content_Encoding="gzip"), "net.broken"),
    "gzip in gzip": (answer(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "net.broken"),
    "brotli, unasked": (answer(b"\xcf\xff\xff\x7f\xf8" + b"\0" * 20, Content_Encoding="br"), "net.broken"),
    "zstd, unasked": (answer(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd"), "net.broken"),
    "gzip that is none": (answer(b"<p>plain</p>", Content_Encoding="gzip"), "net.broken"),
    "gzip that breaks off": (answer(gzip.compress(b"<p>" * 1000)[:-20], Content_Encoding="gzip"), "net.broken"),
    "a long answer": (answer(b"x" * (CAP + 1)), "net.too-large"),
    "a long answer that says so": (answer(b"x", length=10**12), "net.too-large"),
    "a long answer without a length": (endless, "net.too-large"),
    "a shorter answer than said": (answer(b"<p>cut", length=500), "net.broken"),
    "a negative length": (answer(b"<p>x", length=-5), "net.broken"),
    "two lengths": (answer(b"<p>x</p>", Content_length="3"), "net.broken"),
    "chunks that are none": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "net.broken"),
    "chunks that break off": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc", "net.broken"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "net.broken"),
    "nothing": (b"", "net.broken"),
    "endless headers": (endless_headers, "net.broken"),
    "endless 100 Continue": (continuing, "net.timeout"),
    "slow drip": (drip, "net.timeout"),
    "slow drip of headers": (dripping_header, "net.timeout"),
    "silence": (silence, "net.timeout"),
    "a redirect loop": (answer(status=302, Location="/page"), "net.redirects"),
    "a redirect nowhere": (answer(status=302), "net.status"),
    "a redirect to a file": (answer(status=302, Location="file:///etc/passwd"), "net.address"),
    "a redirect with a password": (answer(status=302, Location="http://me:word@news.example/"), "net.address"),
    "a redirect to a script": (answer(status=302, Location="javascript:alert(1)"), "net.address"),
    "a redirect to a decimal address": (answer(status=302, Location="http://2130706433/"), "net.address"),
    "a redirect to a hexadecimal address": (answer(status=302, Location="http://0x7f.1/"), "net.address"),
    "a redirect to a cloud's secrets": (answer(status=302, Location="http://169.254.169.254/latest/"), "net.refused"),
    "a redirect to a mapped address": (answer(status=302, Location="http://[::ffff:127.0.0.1]/"), "net.refused"),
    "a redirect to another service": (answer(status=302, Location="http://127.0.0.1:6379/"), "net.address"),
    "a picture": (answer(b"\x89PNG", kind="image/png"), "net.type"),
    "not modified, unasked": (answer(status=304), "net.broken"),
    "a partial answer": (answer(b"<p>part", status=206), "net.status"),
    "a status that is none": (b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n", "net.status"),
    "switching protocols": (b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "net.broken"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_ends_in_its_code(case):
    page, code = CASES[case]
    with serving({"/page": page}) as site:
        began = time.monotonic()
        with pytest.raises(NetError) as caught:
            # only what is never done waits for the deadline
            client(replace(QUICK, seconds=0.7 if code == "net.timeout" else 20)).fetch(f"{site.url}/page")
        assert time.monotonic() - began < (3 if code == "net.timeout" else 15)
    error = caught.value
    assert error.code == code
    assert "\n" not in error.line()
    assert error.line().endswith(f"[{error.code}]")


@pytest.mark.parametrize("body", [BOMB, SECOND], ids=["first member", "second member"])
def test_a_bomb_takes_no_more_memory_than_its_cap(body):
    with serving({"/page": answer(body, Content_Encoding="gzip")}) as site:
        tracemalloc.start()
        with pytest.raises(NetError):
            client(QUICK).fetch(f"{site.url}/page")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 6 * CAP


def test_the_body_of_a_redirect_is_not_read():
    """A bomb in it does not go off, and one without an end is not waited for."""

    def redirect(_):
        yield zipped(bytes(50 * MB), status=302, Location="/next", length=10**12)
        yield from endless(None)

    with serving({"/page": redirect, "/next": answer(b"<p>The ferry sank.</p>")}) as site:
        began = time.monotonic()
        assert client(QUICK).fetch(f"{site.url}/page").content == b"<p>The ferry sank.</p>"
        assert time.monotonic() - began < 2


def test_the_body_of_a_robots_txt_is_cut():
    with serving({"/robots.txt": zipped(bytes(100 * MB)), "/page": answer(b"<p>x</p>")}) as site:
        assert client(QUICK).fetch(f"{site.url}/page").content


def test_a_longer_answer_than_said_is_cut_where_it_said():
    with serving({"/page": answer(b"<p>said</p><p>more</p>", length=11)}) as site:
        assert client(QUICK).fetch(f"{site.url}/page").content == b"<p>said</p>"


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("file:///etc/passwd", BadAddress),
        ("http://me:word@news.example/", BadAddress),
        ("http://2130706433/", BadAddress),
        ("http://127.0.0.1/", Refused),
        ("http://169.254.169.254/latest/meta-data/", Refused),
        ("http://[::ffff:127.0.0.1]/", Refused),
        ("http://[::1]/", Refused),
        ("http://inside.example/", Refused),
    ],
)
def test_what_a_person_must_not_be_tricked_into(url, error):
    """Without --allow-private."""
    asking = client(replace(QUICK, network="public"), inside_example=["192.168.1.1"])
    with pytest.raises(error):
        asking.fetch(url)


def test_a_name_server_that_does_not_answer():
    from reportedly.net.client import Client

    def never(*_):
        time.sleep(5)
        return ["127.0.0.1"]

    began = time.monotonic()
    with pytest.raises(NetError) as caught:
        Client(replace(QUICK, seconds=0.5), resolve=never).fetch("http://slow.example/")
    assert caught.value.code == "net.timeout"
    assert time.monotonic() - began < 2


def test_the_documentation_has_every_case():
    page = (Path(__file__).parents[3] / "docs" / "reliability.md").read_text(encoding="utf-8")
    told = re.search(r"<!-- cases -->(.*?)<!-- end of cases -->", page, re.DOTALL)[1]
    assert re.findall(r"^\| (?!case|---)(.+) \| `(.+)` \|$", told, re.MULTILINE) == [
        (c, code) for c, (_, code) in CASES.items()
    ]
