"""Keeps everything: statements with their evidence, versions, stories, judgements, search. The only room with SQL."""

from reportedly.ledger.evidence import checked
from reportedly.ledger.opening import inspect
from reportedly.ledger.records import Added, Hit, Maker, Outcome, Source
from reportedly.ledger.store import Ledger, story_name

__all__ = ["Added", "Hit", "Ledger", "Maker", "Outcome", "Source", "checked", "inspect", "story_name"]
