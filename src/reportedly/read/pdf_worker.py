"""The lines of a PDF with their places, as JSON: a program of its own, so that it can be ended on time and memory.

Standard input: the PDF. Standard output: `{"count", "title", "pages": [[height, [[left, bottom, right, top, text], ...]], ...]}` in points,
in the document's own order, or `{"error": "password" | "damaged"}`. PDFium is C++; what goes wrong in it ends here.
It imports nothing of the package, so that it starts at once.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _lines(page: Any, most: int) -> list[list[Any]]:
    """The lines of a page: what stands side by side and follows in the document's order."""
    text = page.get_textpage()
    boxes: list[list[float]] = []
    for at in range(min(text.count_rects(), 20_000)):
        left, bottom, right, top = text.get_rect(at)
        if boxes:
            last = boxes[-1]
            height = max(top - bottom, last[3] - last[1], 1.0)
            # boxes are as high as their letters: a full stop has a low one
            lower = max(min(top - bottom, last[3] - last[1]), 0.1)
            shared = min(top, last[3]) - max(bottom, last[1])
            if shared > 0.4 * lower and -0.5 * height < left - last[2] < 2 * height:
                last[1], last[2], last[3] = min(bottom, last[1]), max(right, last[2]), max(top, last[3])
                continue
        boxes.append([left, bottom, right, top])
    lines: list[list[Any]] = []
    for left, bottom, right, top in boxes:
        said = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if said:
            most -= len(said)
            if most < 0:
                break
            lines.append([round(left, 1), round(bottom, 1), round(right, 1), round(top, 1), said])
    return lines


def main() -> None:
    seconds, memory, pages, chars = (int(a) for a in sys.argv[1:5])
    _limit(seconds, memory)
    import pypdfium2  # noqa: PLC0415 - under the limits

    content = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(content)
        title = document.get_metadata_value("Title")[:1000]
        found: dict[str, Any] = {"count": len(document), "title": title, "pages": []}
        for number in range(min(len(document), pages)):
            page = document[number]
            lines = _lines(page, chars)
            chars -= sum(len(line[4]) for line in lines)
            found["pages"].append([page.get_height(), lines])
    except pypdfium2.PdfiumError as error:
        found = {"error": "password" if "password" in str(error).lower() else "damaged"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
