"""The stages as the pipeline sees them: plain callables, so that a test can hand in others."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from reportedly.errors import ReadError
from reportedly.model import (
    Annotations,
    Article,
    Copy,
    GroupIndex,
    Profile,
    Snapshot,
    StoryLedger,
)
from reportedly.pipeline.worker import Cleaned, cleaned, in_process
from reportedly.settings import Limits, Settings

Groups = tuple[tuple[str, ...], ...]
Pairs = Collection[tuple[str, str]]


class Annotator(Protocol):
    """What `reportedly.annotate.Annotator` offers."""

    @property
    def name(self) -> str:
        """Its version: statements made by different ones may differ."""

    @property
    def models(self) -> Mapping[str, str]:
        """Model name -> SHA-256 of its files."""

    def annotate(self, article: Article) -> Annotations: ...


@dataclass(frozen=True, slots=True)
class Stages:
    count: Callable[[Sequence[str]], int]
    """How many files and streams the inputs are, as far as can be told without opening them."""
    read: Callable[[Sequence[str], Limits, BinaryIO | None], Iterator[Snapshot | ReadError]]
    clean: Callable[[Snapshot, Limits], Article]
    language: Callable[[str], str | None]
    annotator: Callable[[], Annotator]
    """Built at the first call and kept: loading the models takes more than a second."""
    profile: Callable[[Article, Annotations | None], Profile]
    group: Callable[[Sequence[Profile]], Groups]
    """Grouping all at once; the next two do the same as articles come."""
    arrange: Callable[[GroupIndex, Sequence[Profile], Collection[str]], Groups]
    judged: Callable[[GroupIndex, Iterable[str], Pairs, Pairs], Groups]
    headline: Callable[[Sequence[Profile]], str | None]
    copies: Callable[[Sequence[Article], Pairs, Pairs], tuple[Mapping[str, tuple[Copy, ...]], Mapping[str, str]]]
    build: Callable[..., StoryLedger]
    languages: frozenset[str]
    """ISO 639-1 codes of the languages whose statements can be read."""
    cleaning: (
        Callable[[Iterable[Snapshot | ReadError], Limits, BinaryIO | None], Generator[Cleaned, None, None]] | None
    ) = None
    """`clean` for many, in processes of their own; None: one after the other in this one."""

    def cleaned(
        self, items: Iterable[Snapshot | ReadError], limits: Limits, stdin: BinaryIO | None
    ) -> Generator[Cleaned, None, None]:
        """What was read, each with its article or error, in order. To be closed where it is left early."""
        if self.cleaning is not None:
            return self.cleaning(items, limits, stdin)
        return in_process(items, lambda snapshot: self.clean(snapshot, limits))


def default_stages(settings: Settings, *, fast: bool = False) -> Stages:
    """The program's own stages, each imported when it is first used."""

    def count(inputs: Sequence[str]) -> int:
        from reportedly.read import count_inputs  # noqa: PLC0415

        return count_inputs(inputs)

    def read(inputs: Sequence[str], limits: Limits, stdin: BinaryIO | None) -> Iterator[Snapshot | ReadError]:
        from reportedly.read import Web, read_inputs  # noqa: PLC0415

        return read_inputs(inputs, limits, stdin=stdin, web=Web(settings))

    def clean(snapshot: Snapshot, limits: Limits) -> Article:
        from reportedly.clean import clean as made  # noqa: PLC0415

        return made(snapshot, limits)

    def language(text: str) -> str | None:
        from reportedly.clean import language_of  # noqa: PLC0415

        return language_of(text)

    @functools.cache
    def annotator() -> Annotator:
        from reportedly.annotate import Annotator as Made  # noqa: PLC0415

        return Made(settings.pipeline, fast=fast, limits=settings.limits)

    def profile(article: Article, annotations: Annotations | None) -> Profile:
        from reportedly.stories import profile as made  # noqa: PLC0415

        return made(article, annotations)

    def group(profiles: Sequence[Profile]) -> Groups:
        from reportedly.stories import group as made  # noqa: PLC0415

        return made(profiles)

    def arrange(index: GroupIndex, arrived: Sequence[Profile], left: Collection[str]) -> Groups:
        from reportedly.stories import arrange as made  # noqa: PLC0415

        return made(index, arrived, left)

    def judged(index: GroupIndex, ids: Iterable[str], joined: Pairs, parted: Pairs) -> Groups:
        from reportedly.stories import judged as made  # noqa: PLC0415

        return made(index, ids, joined, parted)

    def headline(profiles: Sequence[Profile]) -> str | None:
        from reportedly.stories import headline as made  # noqa: PLC0415

        return made(profiles)

    def copies(
        articles: Sequence[Article], joined: Pairs = (), parted: Pairs = ()
    ) -> tuple[Mapping[str, tuple[Copy, ...]], Mapping[str, str]]:
        from reportedly.stories import copies as made  # noqa: PLC0415

        return made(articles, joined, parted)

    def build(*args: Any, **kwargs: Any) -> StoryLedger:
        from reportedly.claims import build as made  # noqa: PLC0415

        return made(*args, **kwargs)

    from reportedly.languages import available  # noqa: PLC0415

    return Stages(
        count=count,
        read=read,
        clean=clean,
        cleaning=cleaned,
        language=language,
        annotator=annotator,
        profile=profile,
        group=group,
        arrange=arrange,
        judged=judged,
        headline=headline,
        copies=copies,
        build=build,
        languages=frozenset(available()),
    )
