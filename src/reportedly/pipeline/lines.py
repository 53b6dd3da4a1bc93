"""`clean`, `annotate` and `group`: one object in, one object out, without a ledger.

What cannot be handled gives `{id, error: {code, message}}` at its place, and the run goes on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, BinaryIO

from reportedly.codec import JsonError, decode, plain
from reportedly.errors import BrokenLine, EmptyInput, ReadError, ReportedlyError, Skipped, TooLarge, internal
from reportedly.model import Article, Profile
from reportedly.pipeline.grouping import by_day, story_id
from reportedly.pipeline.reading import loaded
from reportedly.pipeline.stages import Stages
from reportedly.settings import Limits, Settings

Json = dict[str, Any]
Line = tuple[Any, Article | ReportedlyError]
"""The id as the line gives it, and the article that the line holds."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
CLEANED = (
    "title", "byline", "outlet", "outlet_basis", "published", "published_basis", "updated", "updated_basis",
    "section", "section_basis", "language", "credit", "text", "furniture",
)  # fmt: skip


def clean_lines(
    inputs: Sequence[str], settings: Settings, stages: Stages, stdin: BinaryIO | None = None
) -> Iterator[Json]:
    """`{id, title, byline, outlet, published, updated, section, language, text, furniture}` of each item, in order.

    A file's id is its name; what is left out of a folder by a rule gives no line.
    """
    limits = settings.limits
    with closing(stages.cleaned(stages.read(inputs, limits, stdin), limits, stdin)) as made:
        for item, article in made:
            if isinstance(item, Skipped):
                continue
            name = item.item or item.where if isinstance(item, ReadError) else item.hints.id or item.name
            if isinstance(article, ReportedlyError):
                yield failed(name, article)
                continue
            values = plain(article)
            yield {"id": name} | {field: values[field] for field in CLEANED}


def annotate_lines(stream: BinaryIO, settings: Settings, stages: Stages) -> Iterator[Json]:
    """`{id, assertions, times, places, actors}` of each `{id, text, published?, outlet?, title?}`, in order.

    Offsets count characters of `text` exactly as given. A text in a language that is not read has empty lists and
    says its `language`.

    Raises:
        NoModel: the language pipeline is not there.
    """
    annotator = loaded(stages)
    for name, article in _articles(stream, settings.limits):
        if isinstance(article, ReportedlyError):
            yield failed(name, article)
            continue
        try:
            language = stages.language(article.text)
            values = plain(annotator.annotate(replace(article, language=language)))
        except Exception as error:  # noqa: BLE001 -- one line must not end the run
            yield failed(name, internal(error))
            continue
        for assertion in values["assertions"]:
            _without_story(assertion)
        if language is not None and language not in stages.languages:
            values["language"] = language
        yield {"id": name} | values


def _without_story(assertion: Json) -> None:
    """Leave out what only a story's ledger can fill in."""
    for holder, name in (("chain", "entity"), ("participants", "entity"), ("where", "place")):
        for value in assertion[holder]:
            del value[name]


def group_lines(stream: BinaryIO, settings: Settings, stages: Stages) -> Iterator[Json]:
    """`{id, story}` of each `{id, text, title?, published?}`, in order, after all were read.

    By the words alone: grouping gains nothing from annotations that would pay for their time.
    """
    lines: list[tuple[Any, Profile | ReportedlyError]] = []
    for name, article in _articles(stream, settings.limits):
        if isinstance(article, ReportedlyError):
            lines.append((name, article))
            continue
        try:
            profile = stages.profile(article, None)
            lines.append((name, replace(profile, id=article.id)))
        except Exception as error:  # noqa: BLE001 -- one line must not end the run
            lines.append((name, internal(error)))
    profiles = {p.id: p for _, p in lines if isinstance(p, Profile)}
    story: dict[str, str] = {}
    for group in stages.group([profiles[i] for i in sorted(profiles)]):
        earliest = min(group, key=lambda i: by_day(profiles[i]))
        story |= dict.fromkeys(group, story_id(earliest))
    for name, found in lines:
        yield failed(name, found) if isinstance(found, ReportedlyError) else {"id": name, "story": story[found.id]}


def failed(name: Any, error: ReportedlyError) -> Json:
    return {"id": name, "error": {"code": error.code, "message": error.message}}


# ---- a line that holds a text


def _articles(stream: BinaryIO, limits: Limits) -> Iterator[Line]:
    number = 0
    while line := stream.readline(limits.file_bytes + 1):
        number += 1
        if len(line) > limits.file_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            yield None, TooLarge(f"line {number} is longer than {limits.file_bytes:,} bytes")
        elif line.strip():
            yield _article(line, number, limits)


def _article(line: bytes, number: int, limits: Limits) -> Line:
    try:
        record = decode(line.removeprefix(b"\xef\xbb\xbf"), dict[str, Any])
    except JsonError as error:
        return None, BrokenLine(f"line {number} is no JSON object: {error}")
    name, text, published = record.get("id"), record.get("text"), record.get("published")
    if not isinstance(text, str):
        return name, BrokenLine(f'line {number} has no "text"')
    if not text.strip():
        return name, EmptyInput("the text is empty")
    if len(text) > limits.article_chars:
        return name, TooLarge(f"the text is longer than {limits.article_chars:,} characters")
    if not _is_day(published):  # a day in another form may be read two ways: it is not known
        published = None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    own = hashlib.sha256(f"{name}\0{digest}".encode("utf-8", "surrogatepass")).hexdigest()
    said = {k: record[k] for k in ("outlet", "title") if isinstance(record.get(k), str) and record[k].strip()}
    article = Article(f"a{own[:16]}", text, digest, **said)
    return name, replace(article, published=published, published_basis="metadata") if published else article


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.match(value):
        return False
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
