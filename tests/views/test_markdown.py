"""The Markdown document, read by a parser of CommonMark: words of others are text there and nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reportedly.views import wording
from reportedly.views.markdown import render, safe

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKS = st.text(alphabet="ab1.)(]#+-=*_`~|<>![&;:/\\ \"'\n\tÄ“”@$ wé", max_size=30)
BEFORE = {"": "paragraph_open", "## ": "heading_open", "- ": "list_item_open", "> ": "blockquote_open"}


def read(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("before", list(BEFORE))
@given(text=st.one_of(MARKS, st.text(max_size=30)))
@example(text="1. a")
@example(text="#")
@example(text="a #")
@example(text="---")
@example(text="- - -")
@example(text="a <b> [c](d) ![e](f) `g` *h* &amp; \\*")
def test_words_stay_words_wherever_they_stand(before, text):
    wanted = wording.plain(text).strip()
    tokens = PARSER.parse(f"{before}{safe(text)}\n")
    if not wanted:
        return
    kinds = {t.type for t in tokens}
    assert kinds <= {"inline", BEFORE[before], BEFORE[before].replace("open", "close"), "paragraph_open", "paragraph_close",
                     "bullet_list_open", "bullet_list_close"}  # fmt: skip
    [line] = [t for t in tokens if t.type == "inline"]
    assert {c.type for c in line.children} <= {"text", "text_special"}
    assert " ".join("".join(c.content for c in line.children).split()) == " ".join(wanted.split())


@pytest.mark.parametrize("name", ["ledger", "ledger_hostile"])
def test_a_document_has_its_own_headings_and_web_links_alone(name):
    document = read(name)
    tokens = PARSER.parse(render(document))
    headings = [t for t in tokens if t.type == "heading_open"]
    assert len(headings) == len(document["claims"]) + 2
    inline = [c for t in tokens if t.type == "inline" for c in t.children]
    assert not [c for c in inline if c.type in ("html_inline", "image")]
    assert not [t for t in tokens if t.type in ("html_block", "fence", "code_block", "table_open")]
    links = [str(c.attrs["href"]) for c in inline if c.type == "link_open"]
    assert all(x.startswith(("http://", "https://")) for x in links)
    assert len(set(links)) == len({a["url"] for a in document["articles"] if str(a["url"]).startswith("http")})


def test_a_forecast_says_what_became_of_it():
    text = render(read("ledger"))
    assert "prediction, due 12 Mar 2024: failed" in text
    assert wording.MACHINE_READ in text
