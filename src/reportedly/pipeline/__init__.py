"""Puts the stages together: inputs into the ledger, the ledger into documents. The views change things only here."""

from reportedly.pipeline.documents import choose, document, story_rows
from reportedly.pipeline.grouping import Finished, finish
from reportedly.pipeline.health import Check, checks
from reportedly.pipeline.judged import judgement_rows
from reportedly.pipeline.judging import KINDS, Judged, Request, judge, moment, whose
from reportedly.pipeline.lines import annotate_lines, clean_lines, group_lines
from reportedly.pipeline.maintenance import Change, Rebuilt, rebuild, remove
from reportedly.pipeline.notifying import Notifier, arguments
from reportedly.pipeline.originals import Kept, originals
from reportedly.pipeline.reading import Problem, Progress, Summary, read
from reportedly.pipeline.records import records
from reportedly.pipeline.since import since
from reportedly.pipeline.stages import Stages, default_stages
from reportedly.pipeline.tracks import tracks
from reportedly.pipeline.watching import Round, Watch, chosen, feed_addresses, next_due, poll, web_of, with_pages

__all__ = [
    "KINDS",
    "Change",
    "Check",
    "Finished",
    "Judged",
    "Kept",
    "Notifier",
    "Problem",
    "Progress",
    "Rebuilt",
    "Request",
    "Round",
    "Stages",
    "Summary",
    "Watch",
    "annotate_lines",
    "arguments",
    "checks",
    "choose",
    "chosen",
    "clean_lines",
    "default_stages",
    "document",
    "feed_addresses",
    "finish",
    "group_lines",
    "judge",
    "judgement_rows",
    "moment",
    "next_due",
    "originals",
    "poll",
    "read",
    "rebuild",
    "records",
    "remove",
    "since",
    "story_rows",
    "tracks",
    "web_of",
    "whose",
    "with_pages",
]
