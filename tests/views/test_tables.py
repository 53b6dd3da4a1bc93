"""The tables in the terminal: readable at both widths, and no text of an article moves the cursor."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from reportedly.views import tables, wording

FIXTURES = Path(__file__).parent.parent / "fixtures"
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def printed(width, show, *args, colour=False, **options):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    show(*args, console=console, **options)
    return out.getvalue()


def views(document):
    """Every table of the module over one document."""
    claims = [c["id"] for c in document["claims"]]
    return {
        "ledger": (tables.ledger, (document,), {}),
        "evidence": (tables.ledger, (document,), {"evidence": True}),
        "stories": (tables.stories, ([{**document["story"], "articles": 11, "claims": 17}],), {}),
        "articles": (tables.articles, (document,), {}),
        "timeline": (tables.timeline, (document,), {}),
        "forecasts": (tables.forecasts, (document,), {"today": "2024-03-13"}),
        "conflicts": (tables.conflicts, (document,), {}),
        "sources": (tables.sources, (document,), {}),
        "since": (
            tables.since,
            ({"new": claims[:1], "changed": [{"claim": claims[1], "why": ["denied"]}]}, document),
            {},
        ),
        "search": (tables.search, ([{"id": "x", "kind": "claim", "text": document["claims"][0]["gist"]}],), {}),
        "claim": (tables.show, (document, claims[0]), {}),
        "assertion": (tables.show, (document, document["assertions"][0]["id"]), {}),
        "article": (tables.show, (document, document["articles"][0]["id"]), {}),
    }


NAMES = sorted(views(read("ledger")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("source", ["ledger", "ledger_hostile"])
def test_fits_and_says_who_read_it(name, width, source):
    show, args, options = views(read(source))[name]
    out = printed(width, show, *args, **options)
    assert all(cell_len(line) <= width for line in out.splitlines())
    assert wording.MACHINE_READ in " ".join(out.split())


@pytest.mark.parametrize("name", NAMES)
def test_hostile_texts_cannot_drive_the_terminal(name):
    show, args, options = views(read("ledger_hostile"))[name]
    out = STYLE.sub("", printed(80, show, *args, colour=True, **options))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_markup_of_a_text_is_shown_not_obeyed():
    out = printed(140, tables.ledger, read("ledger_hostile"), evidence=True)
    assert "[bold]markup[/bold]" in out
    assert "␛[31m" in out


@pytest.mark.parametrize("width", [80, 140])
def test_ledger_has_claim_source_likelihood_time_status_origins(width):
    out = " ".join(printed(width, tables.ledger, read("ledger")).split())
    for words in ("likely, 55–80%", "confirmed", "borne out", "9 Mar 2024", "denied:", "one origin", "2 independent"):
        assert words in out


def test_evidence_is_word_for_word():
    document = read("ledger")
    out = " ".join(printed(100, tables.ledger, document, evidence=True).split())
    for one in document["assertions"]:
        assert one["evidence"]["text"] in out


def test_same_sentence_in_several_articles_is_printed_once():
    out = printed(140, tables.ledger, read("ledger"), evidence=True)
    assert out.count("Quill asked drivers to remain calm.") == 1
    assert "Lindow Courier, 5 Mar 2024 and Meridian Press, 5 Mar 2024" in out


def test_forecasts_by_state():
    document = read("ledger")
    out = printed(100, tables.forecasts, document, today="2024-03-13")
    assert out.index("Overdue") < out.index("Open") < out.index("Borne out") < out.index("Failed")
    assert "did not reopen on Tuesday" in " ".join(out.split())
    assert "Due within a week" in printed(100, tables.forecasts, document, today="2024-04-15")


def test_show_marks_the_words_in_their_paragraph():
    document = read("ledger")
    one = next(a for a in document["assertions"] if "did not reopen" in a["evidence"]["text"])
    out = printed(100, tables.show, document, one["id"], colour=True)
    assert re.search(r"\x1b\[1;7m[^\x1b]*did not reopen", out)
    words = " ".join(STYLE.sub("", out).split())
    assert "Ferries carried their first passengers" in words
    assert "agenda from February" not in words


def test_show_of_an_unknown_id():
    out = io.StringIO()
    assert not tables.show(read("ledger"), "nothing", Console(file=out))
    assert out.getvalue() == ""


def test_highlighted_merges_overlaps():
    found = tables.highlighted("abcdefgh", [(1, 3), (2, 5), (7, 8)])
    assert found.plain == "abcdefgh"
    assert [found.plain[s.start : s.end] for s in found.spans] == ["bcde", "h"]


def test_nothing_found():
    assert "Nothing found." in printed(80, tables.search, [])
    empty = {"story": None, "stories": []}
    assert "Nothing found that speaks against" in printed(80, tables.conflicts, empty)


def test_an_article_says_when_it_was_changed_and_where_it_stands():
    document = read("ledger")
    first = document["articles"][0]
    assert "updated" not in printed(200, tables.articles, document), "it was on the day of publication"
    shown = printed(200, tables.show, document, first["id"])
    assert "09:10 +01:00 (from the page's metadata)" in shown
    assert "Region" in shown
    first["updated"] = "2024-03-05T09:10:00+01:00"
    assert f"updated {wording.day('2024-03-05')}" in printed(300, tables.articles, document)
