"""Keeps everything: statements with their evidence, versions, stories, judgements, search. The only room with SQL."""

from reportedly.ledger.browsing import News
from reportedly.ledger.evidence import checked
from reportedly.ledger.grouping import Index
from reportedly.ledger.opening import inspect
from reportedly.ledger.records import Added, Feed, Foretelling, Hit, Maker, Original, Outcome, Source
from reportedly.ledger.store import Ledger, story_name

__all__ = [
    "Added",
    "Feed",
    "Foretelling",
    "Hit",
    "Index",
    "Ledger",
    "Maker",
    "News",
    "Original",
    "Outcome",
    "Source",
    "checked",
    "inspect",
    "story_name",
]
