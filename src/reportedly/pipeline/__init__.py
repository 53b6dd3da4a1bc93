"""Puts the stages together: inputs into the ledger, the ledger into documents. The views change things only here."""

from reportedly.pipeline.documents import choose, document, story_rows
from reportedly.pipeline.grouping import Finished, finish
from reportedly.pipeline.health import Check, checks
from reportedly.pipeline.lines import annotate_lines, clean_lines, group_lines
from reportedly.pipeline.maintenance import Change, Rebuilt, rebuild, remove
from reportedly.pipeline.reading import Problem, Progress, Summary, read
from reportedly.pipeline.since import since
from reportedly.pipeline.stages import Stages, default_stages

__all__ = [
    "Change",
    "Check",
    "Finished",
    "Problem",
    "Progress",
    "Rebuilt",
    "Stages",
    "Summary",
    "annotate_lines",
    "checks",
    "choose",
    "clean_lines",
    "default_stages",
    "document",
    "finish",
    "group_lines",
    "read",
    "rebuild",
    "remove",
    "since",
    "story_rows",
]
