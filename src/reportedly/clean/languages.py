"""Which language a text is in, by its words."""

from __future__ import annotations

LANGUAGE_CHARS = 60
"""A shorter text says too little of its language."""


def language_of(text: str) -> str | None:
    """The text's language as an ISO 639-1 code; None where it is too short to tell."""
    if len(text) < LANGUAGE_CHARS:
        return None
    import py3langid  # noqa: PLC0415 - its model takes 0.6 s, only when a text is there

    return str(py3langid.classify(text[:1000])[0])
