"""Dataclasses to JSON and back: the one home of msgspec.

JSON is written without white space and in the order of the fields, so that equal values give equal bytes.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


class JsonError(ValueError):
    """The text is not JSON, or not of the wanted shape; the message says where."""


def encode(value: Any) -> str:
    """The value as one line of JSON."""
    return msgspec.json.encode(value).decode()


def pretty(value: Any) -> str:
    """The value as JSON for people, indented by two."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def plain(value: Any) -> Any:
    """The value made of dicts, lists, strings and numbers only."""
    return msgspec.to_builtins(value, str_keys=True)


def decode(text: str | bytes, kind: type[T]) -> T:
    """The value of that type.

    Raises:
        JsonError: not JSON, or it does not fit the type.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise JsonError(str(error)) from error
