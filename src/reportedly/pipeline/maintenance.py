"""`remove` and `rebuild`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reportedly.errors import LedgerError, NoModel, internal
from reportedly.ledger import Ledger, checked
from reportedly.model import Annotations, Article
from reportedly.pipeline.grouping import Finished, finish
from reportedly.pipeline.judged import judgement_rows
from reportedly.pipeline.reading import Problem, annotated, loaded, problem
from reportedly.pipeline.stages import Stages


@dataclass(frozen=True, slots=True)
class Change:
    """What annotating one article again changed: how many statements came, went, or read otherwise."""

    article: str
    added: int
    gone: int
    changed: int


@dataclass
class Rebuilt:
    articles: int = 0
    changes: list[Change] = field(default_factory=list)
    stories: int = 0
    failures: list[Problem] = field(default_factory=list)
    unattached: int = 0
    """Judgements that stand and do not find what they are about."""


def remove(ledger: Ledger, name: str, stages: Stages) -> tuple[str, Finished]:
    """Erase the article that a name means, and make its story again without it; its id comes back.

    Raises:
        NotInLedger: no such article.
        UsageError: several fit.
    """
    article = ledger.find_article(name)
    ledger.remove(article)
    return article, finish(ledger, stages)


def rebuild(ledger: Ledger, stages: Stages, *, observe: Callable[[str, int, int], None] | None = None) -> Rebuilt:
    """Annotate every kept text again. New readings are appended where they differ; judgements stay."""
    done = Rebuilt()
    ids = ledger.article_ids()
    run = ledger.begin_run() if ids else 0
    for at, article_id in enumerate(ids, start=1):
        [article] = ledger.articles([article_id])
        try:
            if change := _again(ledger, article, stages, run, done):
                done.changes.append(change)
            done.articles += 1
        except (LedgerError, NoModel):
            raise
        except Exception as error:  # noqa: BLE001 -- one article must not end the run
            ledger.put_failure(article.file or article.url or article.id, internal(error), article.id)
            done.failures.append(problem(article.id, internal(error)))
        if observe:
            observe(article.file or article.id, at, len(ids))
    finished = finish(ledger, stages)
    done.stories = finished.made
    done.failures += [problem(name, error) for name, error in finished.failures]
    with ledger.snapshot() as view:
        done.unattached = sum(r["state"] == "stands" and not r["attached"] for r in judgement_rows(view))
    return done


def _again(ledger: Ledger, article: Article, stages: Stages, run: int, done: Rebuilt) -> Change | None:
    made = annotated(stages, loaded(stages), article)
    before = ledger.annotations([article.id]).get(article.id, Annotations())
    same_maker = made[1] in ledger.makers([article.id])
    after, _ = checked(article, made[0])
    if same_maker and after == before and [made[2]] == ledger.profiles([article.id]):
        return None
    refused = ledger.append(article, made, run=run)
    done.failures += [problem(article.id, error) for error in refused]
    return _difference(article.id, before, after)


def _difference(article: str, before: Annotations, after: Annotations) -> Change | None:
    old = {a.id: a for a in before.assertions}
    new = {a.id: a for a in after.assertions}
    change = Change(
        article,
        added=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        changed=sum(old[i] != new[i] for i in old.keys() & new.keys()),
    )
    return change if change.added or change.gone or change.changed else None
