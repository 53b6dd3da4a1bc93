"""A page that was printed to PDF -> plain text with its paragraphs.

PDFium (through pypdfium2) gives the lines with their places, in a process of its own with a limit of time and memory. It
was compared on printed news pages with pypdf, which gives the same lines at three times the time and in Python that a
hostile file can keep busy, and with pdfminer.six, which finds paragraphs by itself but takes eight times as long.
Lines are put together to paragraphs by the space between them, and what stands in the margin is left out: there a browser
prints its own title, address and day, and the day is that of the printing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportedly.errors import Damaged, EmptyInput, Encrypted, NoPermission, TooLarge
from reportedly.model import Hints, Snapshot
from reportedly.settings import Limits

_WORKER = Path(__file__).with_name("pdf_worker.py")
_MEMORY = 2_000_000_000
"""Bytes of address space that the worker may have."""
_MARGIN = 32.0
"""Points at the upper and lower edge in which browsers print their own lines (0.4 inches, and the line)."""
_SPACED = 1.35
"""A step to the next line that is this many times the usual one begins a paragraph."""
_HEAD = 60
"""Paragraphs among which the headline is looked for."""
_LEAST = 12
"""Letters of the shortest headline: a site's name alone is none, though the title has it too."""
_AROUND = 8
"""Lines above and below that show how wide the column is."""
_ADDRESS = re.compile(r"https?://\S{4,1000}")
_SENTENCE_END = re.compile(r"""[.!?…:]["'”’»)\]]*$""")
_SOFT_HYPHENS = ("\u00ad", "\x02", "\ufffe")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; its box in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read_pdf(content: bytes, name: str, file: str | None, limits: Limits) -> Snapshot:
    """The text of a PDF; its address where a browser printed that into the margin.

    Raises:
        Damaged, Encrypted: it cannot be read.
        TooLarge: it takes more than `limits.document_seconds`.
        EmptyInput: there is no text in it, as in a scan.
    """
    found = _found(content, limits)
    lines, margin = _body(found["pages"])
    parts = list(paragraphs(lines))
    start = _headline(parts, found["title"])
    text = "\n\n".join(parts[start or 0 :])
    if not text:
        raise EmptyInput("no text in the PDF: pictures of pages are not read")
    addresses = [m[0] for line in margin if (m := _ADDRESS.search(line.text)) and not m[0].endswith("…")]
    return Snapshot(
        name=name,
        content=text,
        media_type="text/plain",
        file=file,
        url=addresses[0] if addresses else None,
        hints=Hints(title=parts[start] if start is not None else None),
        raw=content,
    )


def _headline(parts: list[str], title: str) -> int | None:
    """The paragraph that the document's own title repeats; what stands above it is the site's. None: there is none."""
    wanted = _letters(title)
    for at, part in enumerate(parts[:_HEAD]):
        said = _letters(part)
        if len(said) >= _LEAST and (wanted.startswith(said) or (said in wanted and len(said) * 2 > len(wanted))):
            return at
    return None


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _found(content: bytes, limits: Limits) -> dict[str, Any]:
    """What the worker finds."""
    figures = (limits.document_seconds, _MEMORY, limits.document_pages, 4 * limits.article_chars)
    command = [sys.executable, "-I", str(_WORKER), *map(str, figures)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with numbers as its arguments
            command, input=content, capture_output=True, timeout=2 * limits.document_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge("the PDF takes too long to read", hint="raise limits.document_seconds") from error
    except PermissionError as error:
        raise NoPermission("no process may be started to read the PDF") from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise Damaged("the PDF cannot be read: it takes too much time or memory, or is broken") from error
    match found.get("error"):
        case "password":
            raise Encrypted("needs a password", hint="save it without one first")
        case "damaged":
            raise Damaged("no PDF that can be read")
    if found["count"] > limits.document_pages:
        raise TooLarge(f"more than {limits.document_pages:,} pages", hint="raise limits.document_pages")
    return dict(found)


def _body(pages: list[Any]) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and those in the margin."""
    body: list[Line] = []
    margin: list[Line] = []
    for number, (height, lines) in enumerate(pages):
        for box in lines:
            line = Line(number, *box)
            outside = line.top < _MARGIN or line.bottom > height - _MARGIN
            (margin if outside else body).append(line)
    return body, margin


def paragraphs(lines: list[Line]) -> Iterator[str]:
    """The paragraphs that the lines make, in their order."""
    step = _usual_step(lines)
    held: list[Line] = []
    for at, line in enumerate(lines):
        indented = at + 1 < len(lines) and _indented(line, lines[at + 1], step)
        if held and (indented or _begins(held[-1], line, step, _column(lines, at))):
            yield _joined(held)
            held = []
        held.append(line)
    if held:
        yield _joined(held)


def _usual_step(lines: list[Line]) -> float:
    """From one line to the next within a paragraph, in heights of a line: the smaller of the steps that there are."""
    steps = sorted(
        (a.middle - b.middle) / max(a.height, b.height)
        for a, b in pairwise(lines)
        if a.page == b.page and 0 < a.middle - b.middle < 4 * a.height and 0.75 < a.height / b.height < 1.35
    )
    return steps[len(steps) // 10] if steps else 1.2


def _column(lines: list[Line], at: int) -> float:
    """Where the lines around one end that begin below one another and are of one size."""
    line = lines[at]
    around = lines[max(0, at - _AROUND) : at + _AROUND]
    return max(
        x.right
        for x in around
        if x is line or (x.page == line.page and abs(x.left - line.left) < 4 and 0.75 < x.height / line.height < 1.35)
    )


def _indented(line: Line, other: Line, step: float) -> bool:
    """The line begins further to the right than the next or last one of its column."""
    near = line.page == other.page and abs(line.middle - other.middle) < _SPACED * step * line.height
    return near and 0.9 * line.height < line.left - other.left < 6 * line.height


def _begins(last: Line, line: Line, step: float, column: float) -> bool:
    """A paragraph begins with the line; `column` is where full lines end."""
    apart = last.height / line.height
    if line.page != last.page or line.middle > last.middle:
        # the next page or column: the sentence goes on, or it does not
        return bool(_SENTENCE_END.search(last.text)) or not line.text[:1].islower()
    if not 0.6 < apart < 1.6 or line.left > last.right or line.right < last.left:
        return True
    taller = max(last.height, line.height)
    if last.middle - line.middle > _SPACED * step * taller or _indented(line, last, step):
        return True
    # the next word would have had room on the line: it was broken on purpose
    word = len(line.text.split(" ", 1)[0]) + 2
    width = (line.right - line.left) / max(1, len(line.text))
    return last.right + word * width < column


def _joined(lines: list[Line]) -> str:
    said = ""
    for line in lines:
        if said.endswith(_SOFT_HYPHENS):
            said = said[:-1] + line.text
        else:
            said += (" " if said else "") + line.text
    return said
