"""`read`: inputs into the ledger, one article a transaction, then the stories they touch.

What fails is a row and a line of the summary; the run goes on. Stopped at any point, the ledger is sound: the next
run finds the articles that have no story yet.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Literal

from reportedly.errors import LedgerError, NoModel, ReadError, Removed, ReportedlyError, Skipped, internal
from reportedly.ledger import Ledger, Maker, Outcome, Source
from reportedly.model import Annotations, Article, Profile, Snapshot
from reportedly.pipeline.grouping import Finished, finish
from reportedly.pipeline.stages import Annotator, Stages
from reportedly.settings import Settings

Observe = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a run: an input was dealt with, or a story was made."""

    step: Literal["article", "story"]
    name: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that did not become part of the ledger, with its stable code."""

    name: str
    code: str
    message: str
    line: str
    """The whole in one line, for people."""


@dataclass
class Summary:
    """What a run did; grows while it runs, so that a stopped one can be told too."""

    read: int = 0
    new: int = 0
    known: int = 0
    versions: int = 0
    improved: int = 0
    stories: int = 0
    skipped: list[Problem] = field(default_factory=list)
    """Left out by a stated rule."""
    failures: list[Problem] = field(default_factory=list)


def problem(name: str, error: ReportedlyError) -> Problem:
    line = error.line() if error.where else f"{name}: {error.line()}"
    return Problem(name, error.code, error.message, line)


def read(
    ledger: Ledger,
    inputs: Sequence[str],
    settings: Settings,
    *,
    stages: Stages,
    observe: Observe | None = None,
    stdin: BinaryIO | None = None,
    summary: Summary | None = None,
) -> Summary:
    """Read the inputs into the ledger and bring its stories up to date.

    Raises:
        LedgerError: the ledger can no longer be written; what was stored before is kept.
        NoModel: the language pipeline is not there: nothing new can be annotated.
    """
    done = summary if summary is not None else Summary()
    run = 0
    total = stages.count(inputs) if observe else None
    limits = settings.limits
    with closing(stages.cleaned(stages.read(inputs, limits, stdin), limits, stdin)) as cleaned:
        for item, made in cleaned:
            name = item.name if isinstance(item, Snapshot) else item.where or "?"
            done.read += not isinstance(item, Skipped)
            if isinstance(item, Skipped):
                done.skipped.append(problem(name, item))
            elif isinstance(item, ReadError):
                ledger.put_failure(name, item)
                done.failures.append(problem(name, item))
            else:
                run = run or ledger.begin_run()
                _take(_Run(ledger, settings, stages, run, done), item, made)
            if observe:
                observe(Progress("article", name, done.read, total))
    grouped = finish(ledger, stages, observe=_story_observer(observe))
    _tell(grouped, done)
    return done


def _story_observer(observe: Observe | None) -> Callable[[str, int, int], None] | None:
    if observe is None:
        return None
    return lambda name, at, total: observe(Progress("story", name, at, total))


def _tell(grouped: Finished, summary: Summary) -> None:
    summary.stories = grouped.made
    summary.failures += [problem(name, error) for name, error in grouped.failures]


@dataclass(frozen=True, slots=True)
class _Run:
    ledger: Ledger
    settings: Settings
    stages: Stages
    number: int
    summary: Summary


def _take(run: _Run, item: Snapshot, article: Article | ReportedlyError) -> None:
    """One item into the ledger; its failure into a row."""
    ledger, stages, summary = run.ledger, run.stages, run.summary
    if isinstance(article, ReportedlyError):
        _fail(ledger, item.name, article, summary)
        return
    try:
        source = source_of(item, article)
        outcome = ledger.standing(article, source)
        made = None
        if outcome in ("new", "version", "better"):
            made = annotated(stages, loaded(stages), article)
        added = ledger.add(article, source, made, run=run.number, name=item.name)
    except (LedgerError, NoModel):
        raise
    except Exception as error:  # noqa: BLE001 -- one article must not end a run of thousands
        _fail(ledger, item.name, internal(error), summary)
        return
    _count(added.outcome, summary)
    if added.outcome == "removed":
        summary.skipped.append(_skip(item.name, Removed.code, "removed earlier, not taken in again"))
    elif made and not readable(stages, article):
        reason = f"in language {article.language}: kept without statements"
        summary.skipped.append(_skip(item.name, "annotate.language", reason))
    for refused in added.refused:
        ledger.put_failure(f"{item.name}: {refused.message}", refused, article.id)
        summary.failures.append(problem(item.name, refused))


def _fail(ledger: Ledger, name: str, error: ReportedlyError, summary: Summary) -> None:
    ledger.put_failure(name, error)
    summary.failures.append(problem(name, error))


def _skip(name: str, code: str, reason: str) -> Problem:
    return Problem(name, code, reason, f"{name}: {reason} [{code}]")


def _count(outcome: Outcome, summary: Summary) -> None:
    match outcome:
        case "new":
            summary.new += 1
        case "version":
            summary.versions += 1
        case "better":
            summary.improved += 1
        case "known" | "moved":
            summary.known += 1
        case "removed":
            pass


def source_of(item: Snapshot, article: Article) -> Source:
    """The address that versions of an article have in common: its URL, else its place among the inputs.

    A line of a JSON-lines file is known by the id it carries; a line without one has no address.
    """
    content = item.raw if item.raw is not None else item.content
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    if article.url:
        return Source(f"url:{article.url}", content)
    if item.file is None:
        return Source(None, content)
    file = os.path.abspath(item.file)  # noqa: PTH100 -- resolve() would follow links
    if item.name == item.file:
        return Source(f"file:{file}", content)
    return Source(f"file:{file}#{item.hints.id}" if item.hints.id else None, content)


def readable(stages: Stages, article: Article) -> bool:
    return article.language is None or not stages.languages or article.language in stages.languages


def loaded(stages: Stages) -> Annotator:
    """The annotator, loaded at the first call.

    Raises:
        NoModel: it cannot be: no article could be read, so this is no failure of one.
    """
    try:
        return stages.annotator()
    except NoModel:
        raise
    except Exception as error:
        raise NoModel(f"the annotator cannot be loaded: {internal(error).line()}", hint="reportedly doctor") from error


def annotated(stages: Stages, annotator: Annotator, article: Article) -> tuple[Annotations, Maker, Profile]:
    """What the stages make of one article: statements, and no mere mentions of somebody's view.

    A text in a language without word lists gets no statements.
    """
    annotations = annotator.annotate(article) if readable(stages, article) else Annotations()
    stated = tuple(a for a in annotations.assertions if not a.mention)
    annotations = replace(annotations, assertions=stated)
    profile = stages.profile(article, annotations)
    return annotations, Maker(annotator.name, annotator.models), replace(profile, id=article.id)
