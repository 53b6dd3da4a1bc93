"""The evidence rule: a statement is kept only if its words stand at its place in the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportedly.errors import EvidenceMismatch
from reportedly.model import Annotations, Article, Assertion, Spans


def checked(article: Article, annotations: Annotations) -> tuple[Annotations, tuple[EvidenceMismatch, ...]]:
    """The annotations that hold, and one error for each that does not."""
    kept: list[Assertion] = []
    refused: list[EvidenceMismatch] = []
    seen: set[str] = set()
    for assertion in annotations.assertions:
        if fault := _fault(article, assertion, seen):
            refused.append(EvidenceMismatch(f"{fault} (statement {assertion.id})", where=article.id))
            continue
        seen.add(assertion.id)
        kept.append(assertion)
    size = len(article.text)
    times = tuple(t for t in annotations.times if _inside(((t.start, t.end),), size))
    places = tuple(p for p in annotations.places if _inside(((p.start, p.end),), size))
    actors = tuple(a for a in annotations.actors if _inside(a.mentions, size))
    lost = (
        ("time", len(annotations.times) - len(times)),
        ("place", len(annotations.places) - len(places)),
        ("actor", len(annotations.actors) - len(actors)),
    )
    refused += [
        EvidenceMismatch(f"{count} {what} mentions lie outside the text", where=article.id)
        for what, count in lost
        if count
    ]
    return replace(annotations, assertions=tuple(kept), times=times, places=places, actors=actors), tuple(refused)


def _fault(article: Article, assertion: Assertion, seen: set[str]) -> str | None:
    if assertion.id in seen:
        return "a second statement of the same id"
    if assertion.article != article.id:
        return f"it belongs to article {assertion.article}"
    size = len(article.text)
    if not assertion.evidence.spans or not _inside(assertion.evidence.spans, size):
        return "its evidence lies outside the text"
    if assertion.evidence.text != " ".join(article.text[s:e] for s, e in assertion.evidence.spans):
        return "its evidence is not the text at its place"
    for what, spans in _pointers(assertion):
        if not _inside(spans, size):
            return f"its {what} lies outside the text"
    return None


def _pointers(assertion: Assertion) -> Iterator[tuple[str, Spans]]:
    """Everything in a statement that points into the text."""
    yield "content", assertion.content
    yield "core", assertion.core
    yield "cue", assertion.cue
    yield "source", assertion.source
    for what, values in (
        ("chain", assertion.chain),
        ("hedge", assertion.hedges),
        ("participant", assertion.participants),
        ("place", assertion.where),
        ("quantity", assertion.quantities),
    ):
        for value in values:
            yield what, value.mention
    if assertion.likelihood:
        yield "likelihood", assertion.likelihood.mention
    if assertion.when:
        yield "time", assertion.when.mention


def _inside(spans: Iterable[tuple[int, int]], size: int) -> bool:
    return all(0 <= start < end <= size for start, end in spans)
