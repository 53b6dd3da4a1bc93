"""The formats that a list can be written in."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """`table` is for people at a terminal, the others for programs and documents."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    md = "md"
