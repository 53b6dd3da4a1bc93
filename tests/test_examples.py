"""The sample story and its gold fit together: what the gold quotes is there, what it names exists."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
STORIES = {"vidin-ammonia": 14, "solveig-ferry": 6}
"""Folder -> how many files."""
GOLD: dict[str, Any] = json.loads((EXAMPLES / "gold.json").read_text(encoding="utf-8"))
ARTICLES = {article["id"]: article for article in GOLD["articles"]}
ASSERTIONS = {assertion["id"]: assertion for assertion in GOLD["assertions"]}
OUTCOMES = {"open", "borne_out", "failed"}
TYPES = {"prediction", "plan", "promise", "schedule", "conditional"}


class TextNodes(HTMLParser):
    """The visible pieces of text, each up to the next tag."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden = tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.nodes.append(data)


def visible(path: Path) -> list[str]:
    """Paragraphs of a text file, pieces between tags of a page."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return text.split("\n\n")
    parser = TextNodes()
    parser.feed(text)
    return parser.nodes


VISIBLE = {key: visible(EXAMPLES / article["file"]) for key, article in ARTICLES.items()}


@pytest.mark.parametrize("key", list(ASSERTIONS))
def test_content_stands_once_in_one_piece_of_its_article(key: str) -> None:
    assertion = ASSERTIONS[key]
    assert len(assertion["content"].split()) >= 4
    assert sum(node.count(assertion["content"]) for node in VISIBLE[assertion["article"]]) == 1


@pytest.mark.parametrize("key", list(ARTICLES))
def test_furniture_and_prose_stand_in_their_article(key: str) -> None:
    text = "\n".join(VISIBLE[key])
    for piece in ARTICLES[key]["furniture"] + ARTICLES[key]["prose"]:
        assert piece in text


def test_no_piece_of_furniture_holds_an_assertion_or_prose() -> None:
    for key, article in ARTICLES.items():
        kept = article["prose"] + [a["content"] for a in GOLD["assertions"] if a["article"] == key]
        for node in VISIBLE[key]:
            if node.strip().startswith(tuple(article["furniture"])):
                assert not [piece for piece in kept if piece in node]


def test_the_lists_name_assertions_that_exist() -> None:
    named = itertools.chain(
        *(itertools.chain(*GOLD[key]) for key in ("same", "different", "conflicts", "updates", "matters")),
        *(row["assertions"] for row in GOLD["origins"]),
        (row["assertion"] for row in GOLD["forecasts"]),
        (row["by"] for row in GOLD["forecasts"] if row["by"]),
    )
    assert set(named) <= set(ASSERTIONS)
    assert {a["article"] for a in GOLD["assertions"]} == set(ARTICLES)
    assert len(ASSERTIONS) == len(GOLD["assertions"])
    assert len(GOLD["matter_questions"]) == len(GOLD["matters"])


def test_a_forecast_is_settled_by_a_later_article() -> None:
    for row in GOLD["forecasts"]:
        assert row["type"] in TYPES
        assert row["outcome"] in OUTCOMES
        assert (row["by"] is None) == (row["outcome"] == "open")
        made = ARTICLES[ASSERTIONS[row["assertion"]]["article"]]["published"]
        if row["by"] and made:
            assert ARTICLES[ASSERTIONS[row["by"]]["article"]]["published"] > made
        if row["due"] and made:
            assert row["due"] >= made


def test_an_update_is_later_than_what_it_replaces() -> None:
    for old, new in GOLD["updates"]:
        assert ARTICLES[ASSERTIONS[old]["article"]]["published"] < ARTICLES[ASSERTIONS[new]["article"]]["published"]


def test_a_named_day_of_the_week_is_the_day_in_the_gold() -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    seen = 0
    for assertion in GOLD["assertions"]:
        last = assertion["content"].split("from Wednesday to ")[-1]
        found = re.findall("|".join(days), last)
        if found and assertion.get("when"):
            assert days[dt.date.fromisoformat(assertion["when"][0]).weekday()] == found[-1], assertion["id"]
            seen += 1
    assert seen > 10


def test_the_ferry_story_shows_every_kind_of_forecast_and_outcome() -> None:
    ours = [
        r for r in GOLD["forecasts"] if ARTICLES[ASSERTIONS[r["assertion"]]["article"]]["file"].startswith("solveig")
    ]
    assert {r["type"] for r in ours} == TYPES
    assert {r["outcome"] for r in ours} == OUTCOMES
    # what no text can settle: a person may
    assert [r["outcome"] for r in ours if r.get("person") == "unresolvable"] == ["open"]
    bands = [b for r in ours if (b := ASSERTIONS[r["assertion"]].get("likelihood"))]
    assert [0.7, 0.7] in bands  # a number
    assert [0.8, 0.95] in bands  # a word of the standard
    assert [0.2, 0.55] in bands  # "may", by convention


def test_the_readme_lists_every_file() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert GOLD["stories"] == list(STORIES)
    for story, number in STORIES.items():
        files = sorted(path.name for path in (EXAMPLES / story).iterdir())
        assert len(files) == number
        assert not [name for name in files if f"`{name}`" not in readme]
