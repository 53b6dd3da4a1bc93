"""Markdown (CommonMark) -> plain text: paragraphs, headings and list items as they read, without their marks.

Evidence is quoted from the text, and nobody said `**at least 40**`.
"""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]{1,30}):[ \t]*[\"']?(.{0,500}?)[\"']?[ \t]*$", re.MULTILINE)
_CHARS, _BRACKETS = 1_000_000, 3_000
"""The parser looks for the end of each open bracket: many of them cost it quadratic time, and no article has them."""
_WRAPPED = 45
"""Characters of a line that may have been broken because it was full."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of a note (`title: ...`) with names in lower case, and the rest."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    return {k.lower(): v for k, v in reversed(_FIELD.findall(found[1])) if v}, text[found.end() :]


def as_text(text: str) -> str:
    """The text of Markdown, an empty line between its parts; what is too much for the parser is given as it is."""
    if len(text) > _CHARS or text.count("[") > _BRACKETS:
        return text
    # what is indented is a paragraph here: nobody writes programs in coverage
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).disable("code")
    parts = []
    for token in parser.parse(text):
        if token.type == "inline":
            parts.append(_inline(token.children or []))
        elif token.type in ("html_block", "fence"):
            parts.append(unescape(_TAG.sub("", token.content)).strip())
    return "\n\n".join(p for p in parts if p)


def _inline(tokens: list[Token]) -> str:
    said = ""
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            said += token.content
        elif token.type in ("softbreak", "hardbreak"):
            # a full line was wrapped; short ones are those of a head that somebody copied
            wrapped = token.type == "softbreak" and len(said) - said.rfind("\n") > _WRAPPED
            said += " " if wrapped else "\n"
    return said.strip()
