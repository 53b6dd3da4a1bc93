"""A day of a story is what a ledger would hold that had got no more than the articles of that day."""

import datetime as dt
from pathlib import Path

import pytest

from reportedly.ledger import Ledger
from reportedly.pipeline import choose, default_stages, document, read
from reportedly.settings import Settings

STORY = Path(__file__).parents[2] / "examples" / "vidin-ammonia"
SETTINGS = Settings(network="off", today="2019-10-22")
FOUND_IN = ("articles", "assertions", "claims", "matters", "conflicts", "forecasts", "entities", "places")


@pytest.mark.timeout(120)
def test_a_day_is_what_its_articles_alone_come_to(tmp_path):
    stages = default_stages(SETTINGS, fast=True)
    with (
        Ledger.open(str(tmp_path / "whole.db"), create=True) as whole,
        Ledger.open(str(tmp_path / "growing.db"), create=True) as growing,
    ):
        read(whole, [str(STORY)], SETTINGS, stages=stages)
        story = choose(whole, "ammonia")
        dated = [a for a in document(whole, SETTINGS, stages=stages, story=story)["articles"] if a["published"]]
        days = sorted({a["published"][:10] for a in dated})
        compared = []
        for day in days[:-1]:
            files = [str(STORY / Path(a["file"]).name) for a in dated if a["published"][:10] == day]
            read(growing, files, SETTINGS, stages=stages)
            then = document(whole, SETTINGS, stages=stages, story=story, as_of=dt.date.fromisoformat(day))
            alone = document(growing, SETTINGS, stages=stages)
            if len(alone["stories"]) == 1:  # else its articles had not come together by then
                compared.append(day)
                assert {k: then[k] for k in FOUND_IN} == {k: alone[k] for k in FOUND_IN}, day
    assert len(compared) > len(days) // 2
