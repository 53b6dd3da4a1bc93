"""Cleaning in workers: order, errors, and what becomes of a page that ends its worker."""

from __future__ import annotations

import io
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly.clean import clean
from reportedly.errors import Crashed, EmptyInput, InternalError, NoArticle, OutOfMemory, TooSlow
from reportedly.model import Article, Hints, Snapshot
from reportedly.pipeline import worker as room
from reportedly.pipeline.worker import cleaned, in_process
from reportedly.settings import Limits

TEXT = "The mayor of Springville said on Monday that bridge {} would open in May."


def text(number, **known):
    return Snapshot(f"text-{number}", TEXT.format(number), "text/plain", **known)


def test_the_order_is_that_of_the_inputs_and_the_articles_are_the_same():
    items = [text(n, hints=Hints(title=f"Bridge {n}")) for n in range(20)]
    items.insert(3, EmptyInput("empty", where="nothing"))
    items.insert(7, Snapshot("bytes", "Größe sagte der Bürgermeister am Montag.".encode("cp1252"), "text/plain"))
    ours = list(cleaned(items, Limits(workers=2)))
    assert [item for item, _ in ours] == items
    assert ours == list(in_process(items, lambda s: clean(s, Limits())))


def test_a_coded_error_comes_back_as_itself_and_the_worker_goes_on():
    items = [Snapshot("a", "--- ***", "text/plain"), text(1)]
    (_, error), (_, article) = cleaned(items, Limits(workers=1))
    assert (type(error), error.code, error.where) == (NoArticle, "clean.no-article", "a")
    assert isinstance(article, Article)


def test_file_names_that_are_no_characters_and_first_forms_stay_here():
    item = text(1, file=os.fsdecode(b"caf\xe9.txt"), raw=b"%PDF")
    ((back, article),) = cleaned([item], Limits())
    assert back is item
    assert article.file == item.file


def test_a_page_that_takes_too_long_costs_itself():
    # a limit of one second, and a page that takes many
    page = (
        "<html><body><p>One.</p>" + "<p>The mayor said so on Monday, and that is all.</p>" * 200_000 + "</body></html>"
    )
    items = [text(1), Snapshot("slow", page, "text/html"), text(2)]
    made = [m for _, m in cleaned(items, replace(Limits(), workers=1, clean_seconds=1))]
    assert isinstance(made[0], Article)
    assert isinstance(made[1], TooSlow)
    assert made[1].where == "slow"
    assert isinstance(made[2], Article)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux keeps to the limit of memory")
def test_a_page_that_takes_too_much_memory_costs_itself():
    page = "<html><body>" + "<p>w</p>" * 2_000_000 + "</body></html>"
    items = [text(1), Snapshot("fat", page, "text/html"), text(2)]
    made = [m for _, m in cleaned(items, replace(Limits(), workers=1, clean_bytes=700_000_000))]
    assert isinstance(made[0], Article)
    assert isinstance(made[1], OutOfMemory | Crashed)
    assert isinstance(made[2], Article)


def test_a_worker_that_dies_is_told_and_replaced(monkeypatch):
    worker = room._Worker(Limits())
    assert isinstance(worker.clean(text(1)), Article)
    worker._process.kill()
    # the page may not be what killed it: it is asked once more of a fresh one
    assert isinstance(worker.clean(text(2)), Article)
    monkeypatch.setattr(room, "put_snapshot", lambda stream, snapshot: stream.close())
    assert isinstance(worker.clean(text(3)), Crashed)
    worker.close()


def test_closing_early_ends_the_workers():
    made = cleaned((text(n) for n in range(1000)), Limits(workers=2))
    next(made)
    before = time.monotonic()
    made.close()
    assert time.monotonic() - before < 10
    assert not [t for t in threading.enumerate() if t.name.startswith("clean")]


def test_an_article_is_not_held_back_while_standard_input_is_silent():
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stdin, os.fdopen(writer, "wb", buffering=0) as out:

        def items():
            while line := stdin.readline():
                yield Snapshot("line", line.decode(), "text/plain")

        made = cleaned(items(), Limits(), stdin)
        for n in range(3):
            out.write(TEXT.format(n).encode() + b"\n")
            assert next(made)[1].text == TEXT.format(n)
        out.close()
        assert list(made) == []


def test_a_stream_in_memory_is_read_ahead():
    assert room._ready(io.BytesIO(b"x"))
    assert room._ready(None)


def test_what_nobody_foresaw_is_an_error_of_one_article():
    def broken(_):
        raise ZeroDivisionError

    ((_, error),) = in_process([text(1)], broken)
    assert isinstance(error, InternalError)


def test_every_code_leads_back_to_its_class():
    kinds = room._kinds()
    assert kinds["clean.too-slow"] is TooSlow
    assert all(code == kind.code for code, kind in kinds.items())
