"""`export`: each format whole and safe, whole articles only when asked for by name."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportedly.errors import UsageError
from reportedly.views import cli, export

OF_THE_DOCUMENT = ("json", "jsonl", "csv", "md", "html", "jsonld", "ics")
"""The formats that need nothing but the document."""
FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


DOCUMENTS = {name: read(name) for name in ("ledger", "ledger_hostile")}


def made(name="ledger", to="json", **wanted):
    return export.content(DOCUMENTS[name], to, export.Wanted(**wanted)).decode()


def words(name="ledger", to="json", **wanted):
    """What stands in the file without marks of any kind."""
    text = made(name, to, **wanted)
    if to == "html":
        text = html.unescape(re.sub(r"<[^>]+>", "", text)) + html.unescape(
            " ".join(re.findall(r'href="([^"]+)"', text))
        )
    return flat(text.replace("\\n", " ").replace('\\"', '"'))


def sentences(document):
    return {a["evidence"]["text"] for a in document["assertions"]}


def flat(text):
    return re.sub(r"\W+", "", text)


@pytest.mark.parametrize("to", ["json", "jsonl", "csv", "md", "html", "jsonld"])
def test_every_format_has_the_sentences_with_outlet_date_and_link(to):
    document = DOCUMENTS["ledger"]
    text = words(to=to)
    missing = [s for s in sentences(document) if flat(s) not in text]
    assert missing == []
    said = {a["article"] for a in document["assertions"]}
    for article in document["articles"]:
        if article["id"] in said and article["outlet"]:
            assert flat(article["outlet"]) in text
        if article["id"] in said and article["url"]:
            assert flat(article["url"]) in text


@pytest.mark.parametrize("to", ["json", "jsonl", "md", "html", "jsonld"])
@pytest.mark.parametrize("name", ["ledger"])
def test_whole_articles_come_with_full_text_alone(name, to):
    """A paragraph that is told by no evidence sentence stands in no export."""
    document = DOCUMENTS[name]
    without, with_all = words(name, to), words(name, to, full_text=True)
    told = [flat(s)[:30] for s in sentences(document)]
    kept = [flat(p) for a in document["articles"] for p in (a["text"] or "").split("\n\n")]
    alone = [p for p in kept if not any(t in p for t in told)]
    assert alone
    assert [p for p in alone if p in without] == []
    assert [p for p in alone if p not in with_all] == []


@pytest.mark.parametrize("to", OF_THE_DOCUMENT)
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_equal_ledgers_give_equal_bytes(name, to):
    first = export.content(DOCUMENTS[name], to, export.Wanted())
    assert first == export.content(json.loads(json.dumps(DOCUMENTS[name])), to, export.Wanted())


def test_json_keeps_what_a_reader_needs_to_check_an_article():
    shared = json.loads(made())
    assert [a["text"] for a in shared["articles"]] == [None] * len(shared["articles"])
    assert all(a["furniture"] == [] for a in shared["articles"])
    assert all(a["text_sha256"] for a in shared["articles"])
    assert json.loads(made(full_text=True)) == DOCUMENTS["ledger"]


def test_no_cell_runs():
    rows = list(csv.DictReader(io.StringIO(made("ledger_hostile", "csv"))))
    assert rows
    for row in rows:
        for cell in filter(None, row.values()):
            assert not cell.lstrip(" ").startswith(("=", "+", "@", "\t", "\r")), cell


def test_an_unknown_format_is_wrong_usage(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="no format is called 'pdf'"):
        export.content(DOCUMENTS["ledger"], "pdf", export.Wanted())
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["export", "--to", "pdf"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "known: json, jsonl" in done.stderr


def test_the_command_writes_a_file_or_standard_output(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "document_of", lambda *_, **__: DOCUMENTS["ledger"])
    out = tmp_path / "out.ics"
    done = CliRunner().invoke(cli.app, ["export", "--to", "ics", "-o", str(out)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    done = CliRunner().invoke(cli.app, ["export", "--to", "json", "-o", "-"])
    assert json.loads(done.stdout)["schema"] == "reportedly/ledger/1"
    done = CliRunner().invoke(cli.app, ["export", "--to", "md", "-o", str(tmp_path / "none" / "out.md")])
    assert done.exit_code == 1
    assert "[ledger.cannot-write]" in done.stderr


# ---- Markdown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("# heading", "\\# heading"),
        ("1. first", "1\\. first"),
        ("- item", "\\- item"),
        ("=====", "\\====="),
        ("a [link](http://x.example) here", "a \\[link\\](http\\://x.example) here"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("![p](x) `code` *b* _i_ a|b", "!\\[p\\](x) \\`code\\` \\*b\\* \\_i\\_ a\\|b"),
        ("two\nlines\r\n> quote", "two lines  \\> quote"),
        ("12 people, 3.5 km, No. 7.", "12 people, 3.5 km, No. 7."),
        ("2019. It was", "2019\\. It was"),
    ],
)
def test_words_of_others_are_no_markup(text, kept):
    from reportedly.views.markdown import safe

    assert safe(text) == kept
