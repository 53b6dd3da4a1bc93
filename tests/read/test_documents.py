"""Mails, saved pages, PDFs, Markdown."""

import quopri
from email.message import EmailMessage

import pytest

from faults.making import SENTENCES, packed, page, text, zipped
from read.reading import read, told
from reportedly.clean import clean
from reportedly.errors import Encrypted, TooLarge
from reportedly.read.pdf import Line, paragraphs
from reportedly.settings import Limits


def one(tmp_path, content, name="a"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (item,) = read(path)
    return item


def mail(html=None, plain="The plain text of it."):
    message = EmailMessage()
    message["From"] = "Millport Herald <news@herald.example>"
    message["To"] = "me@x.example"
    message["Subject"] = "Häfen geschlossen"
    message["Date"] = "Fri, 05 Mar 2021 10:00:00 +0100"
    message["Message-ID"] = "<1@herald.example>"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html", charset="windows-1252")
        message.add_attachment("<p>not this</p>", subtype="html", filename="x.html")
    return message.as_bytes()


def test_a_newsletter_is_its_html_with_subject_sender_and_day(tmp_path):
    item = one(tmp_path, mail(page("The café was closed.", charset="")), "a.eml")
    assert item.media_type == "text/html"
    assert item.charset == "windows-1252"
    assert (item.hints.title, item.hints.outlet) == ("Häfen geschlossen", "Millport Herald")
    assert item.raw == (tmp_path / "a.eml").read_bytes()
    article = clean(item, Limits())
    assert "The café was closed." in article.text
    assert (article.published, article.outlet, article.title) == (
        "2021-03-05T10:00+01:00",
        "Millport Herald",
        "Häfen geschlossen",
    )


def test_a_newsletter_without_html_or_a_sender_by_name(tmp_path):
    content = mail().replace(b"Millport Herald <news@herald.example>", b"news@herald.example")
    item = one(tmp_path, content)
    assert item.media_type == "text/plain"
    assert b"The plain text of it." in item.content
    assert item.hints.outlet == "herald.example"


def test_a_mail_from_whom_nobody_knows_what(tmp_path):
    """Broken fields cost themselves."""
    head = (
        "From: =?x-none?b?AAAA?= <\nTo: b\nSubject: =?utf-8?q?"
        + "x" * 100_000
        + "?=\nDate: yesterday\nContent-Type: text/html; charset=none\n\n"
    )
    item = one(tmp_path, head + page())
    assert item.content.startswith(b"<!doctype")
    assert len(item.hints.title) <= 1000
    assert item.charset is None
    assert clean(item, Limits()).published is None


def test_a_page_saved_as_one_file(tmp_path):
    body = quopri.encodestring(page("The café was closed.").encode()).decode()
    content = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://herald.example/1\r\nSubject: Harbour closed - Herald\r\n"
        "Date: Fri, 05 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="B"\r\n\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        "Content-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://herald.example/1\r\n\r\n{body}\r\n--B\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--B\r\nContent-Type: text/html\r\n\r\n<p>a frame</p>\r\n--B--\r\n"
    )
    item = one(tmp_path, content, "a.mhtml")
    assert item.url == "https://herald.example/1"
    assert item.retrieved.startswith("2024-03-05T10:00:00")
    assert item.hints.title is None
    article = clean(item, Limits())
    assert "The café was closed." in article.text
    assert article.published is None


MARKDOWN = f"""---
title: "Harbour closed"
author: Ann Boe
date: 2021-03-05
source: https://herald.example/1
tags: [a, b]
---
# Harbour closed

{SENTENCES[0].replace("Millport", "**[Millport](https://x.example/)**")}
{SENTENCES[1]}

![a photo](x.png)

> {SENTENCES[2]}

- A first thing: `42`
- A second

<div align="center">5 &lt; 6</div>

    An indented paragraph that somebody quoted.
"""


def test_markdown_is_read_without_its_marks(tmp_path):
    item = one(tmp_path, MARKDOWN, "a.md")
    assert item.content == "\n\n".join(
        (
            "Harbour closed",
            f"{SENTENCES[0]} {SENTENCES[1]}",
            SENTENCES[2],
            "A first thing: 42",
            "A second",
            "5 < 6",
            "An indented paragraph that somebody quoted.",
        )
    )
    hints = item.hints
    assert (hints.title, hints.byline, hints.published) == ("Harbour closed", "Ann Boe", "2021-03-05")
    assert item.url == "https://herald.example/1"


def test_the_lines_of_a_head_stay_apart(tmp_path):
    item = one(tmp_path, f"Harbour closed\nBy Ann Boe\n5 March 2021\n\n{text()}", "a.md")
    assert item.content.startswith("Harbour closed\nBy Ann Boe\n5 March 2021\n\nThe harbour")


def test_markdown_of_nothing_but_depth(tmp_path):
    for content in (">" * 50_000 + " x", "[" * 50_000, "*a " * 20_000, "- " * 20_000 + "x"):
        assert one(tmp_path, content, "a.md").media_type == "text/plain"


# ---- PDF


def lines_of(words, width, left=50.0, top=700.0, size=10.0, step=14.0, page_number=0):
    """A paragraph as it is printed: lines of at most `width` letters, half a point of size a letter."""
    lines, said = [], ""
    for word in words.split():
        if said and len(said) + 1 + len(word) > width:
            lines.append(said)
            said = word
        else:
            said = f"{said} {word}".strip()
    lines.append(said)
    return [
        Line(page_number, left, top - n * step - size, left + len(s) * size / 2, top - n * step, s)
        for n, s in enumerate(lines)
    ]


def test_paragraphs_are_parted_by_space():
    first = lines_of(text().replace("\n\n", " "), 60)
    second = lines_of(SENTENCES[0] + " " + SENTENCES[1], 60, top=first[-1].bottom - 16)
    assert list(paragraphs(first + second)) == [text().replace("\n\n", " "), SENTENCES[0] + " " + SENTENCES[1]]


def test_paragraphs_are_parted_by_an_early_end_of_the_line():
    words = [SENTENCES[0], SENTENCES[1] + " " + SENTENCES[2], SENTENCES[3]]
    made, top = [], 700.0
    for some in words:
        made += lines_of(some, 60, top=top)
        top = made[-1].top - 14
    assert list(paragraphs(made)) == words


def test_a_sentence_goes_on_over_the_page():
    whole = lines_of(text().replace("\n\n", " "), 60)
    at = next(n for n, line in enumerate(whole) if n and line.text[0].islower() and line.text)
    moved = [
        line if n < at else Line(1, line.left, 700 - (n - at) * 14 - 10, line.right, 700 - (n - at) * 14, line.text)
        for n, line in enumerate(whole)
    ]
    assert list(paragraphs(moved)) == [text().replace("\n\n", " ")]


def test_a_headline_is_no_part_of_the_paragraph_below_it():
    head = lines_of("Harbour closed again", 60, size=22, top=730)
    body = lines_of(SENTENCES[0] + " " + SENTENCES[1], 60, top=704)
    assert list(paragraphs(head + body)) == ["Harbour closed again", SENTENCES[0] + " " + SENTENCES[1]]


def test_no_lines_no_paragraphs():
    assert list(paragraphs([])) == []


def pdf(paragraph_list, title="Harbour closed | Millport Herald", margin=()):
    """A small PDF as a browser would print it, written by hand."""
    shown, top = [], 740
    for said in paragraph_list:
        for line in lines_of(said, 90):
            shown.append((50, top, 10, line.text))
            top -= 13
        top -= 12
    shown += [(30, y, 8, said) for y, said in margin]
    escape = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
    ops = "".join(f"BT /F1 {size} Tf {x} {y} Td ({said.translate(escape)}) Tj ET\n" for x, y, size, said in shown)
    stream = ops.encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(%s)>>" % title.encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    start = len(out)
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n%strailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, start)
    )


def test_a_printed_page(tmp_path):
    parts = ["Home Weather Sport", "Harbour closed", *SENTENCES]
    margin = [(775, "11/22/26, 1:26 AM Harbour closed"), (15, "https://herald.example/1 1/1")]
    item = one(tmp_path, pdf(parts, margin=margin), "a.pdf")
    assert item.content.split("\n\n") == ["Harbour closed", *SENTENCES]
    assert item.url == "https://herald.example/1"
    assert item.hints.title == "Harbour closed"
    assert item.hints.published is None
    assert item.raw.startswith(b"%PDF")
    article = clean(item, Limits())
    assert article.published is None
    assert article.title == "Harbour closed"


def test_a_pdf_in_an_archive_and_one_without_words(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.pdf": pdf(SENTENCES), "b.pdf": pdf([])}))
    assert told(read(tmp_path / "a.zip"), tmp_path) == ["a.zip!a.pdf", "read.empty a.zip!b.pdf"]


def test_a_pdf_of_too_many_pages(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(SENTENCES).replace(b"Kids[3 0 R]/Count 1", b"Kids[3 0 R 3 0 R 3 0 R]/Count 3"))
    (item,) = read(tmp_path / "a.pdf", limits=Limits(document_pages=2))
    assert isinstance(item, TooLarge)


def test_a_pdf_that_ends_its_reader_costs_itself(tmp_path, monkeypatch):
    """Whatever happens in the process that reads it: no time, a crash, no answer."""
    worker = tmp_path / "worker.py"
    monkeypatch.setattr("reportedly.read.pdf._WORKER", worker)
    (tmp_path / "a.pdf").write_bytes(pdf(SENTENCES))
    for program, code in (
        ("import time; time.sleep(60)", "read.too-large"),
        ("import os; os.abort()", "read.damaged"),
        ("print('not json')", "read.damaged"),
        ("""print('{"error": "password"}')""", Encrypted.code),
    ):
        worker.write_text(program)
        (item,) = read(tmp_path / "a.pdf", limits=Limits(document_seconds=1))
        assert item.code == code


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_packed_document_is_still_one(tmp_path, packing):
    item = one(tmp_path, packed(packing, mail(page())), "a.eml.gz")
    assert item.hints.outlet == "Millport Herald"
