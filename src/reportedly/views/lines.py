"""`clean`, `annotate`, `group` on the command line: JSON lines in, JSON lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from reportedly.codec import encode
from reportedly.errors import UsageError
from reportedly.views import wording
from reportedly.views.errors import FAILED, tell


def standard_input(inputs: list[str]) -> BinaryIO:
    """Standard input, for commands that read nothing else.

    Raises:
        UsageError: something else is asked for.
    """
    if inputs != ["-"]:
        raise UsageError("JSON lines are read from standard input", hint="reportedly annotate - < FILE.jsonl")
    return sys.stdin.buffer


def put_all(values: Iterable[Mapping[str, Any]]) -> int:
    """Write each object as it comes; the exit code."""
    failed = 0
    for value in values:
        failed += "error" in value
        sys.stdout.write(encode(value) + "\n")
        sys.stdout.flush()
    if failed:
        tell(f'{wording.count(failed, "line")} could not be handled: each says why under "error"')
    return FAILED if failed else 0
