"""The head of a copied page: headline, outlet, date and byline lines, before the first paragraph of prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportedly.clean.blocks import Piece, plain_quotes
from reportedly.clean.captions import is_caption
from reportedly.clean.dates import DateLine, date_line
from reportedly.clean.furniture import by_phrase
from reportedly.clean.localdates import date_of_change
from reportedly.clean.names import byline_of, has_role, is_outlet, is_person, outlet_name
from reportedly.clean.wire import dateline
from reportedly.model import FurnitureKind

MOST_LINES = 24
"""A head is no longer than this."""
HEADLINE_WORDS = 28
MOST_DECKS = 3
_SEGMENTS = re.compile(r"\s+[|•·]\s+|\s+[-–—]\s+(?=[A-Z])")
_TAKEN_FROM = re.compile(r"(?:[A-Z][\w ,.'-]{2,30} [—–-] )?From (?:[A-Z]\w+day['’]s |the )([A-Z].{3,40})")
""" "MILLPORT — From Monday's Example Herald"."""
_CAPS_PLACE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}")
_NAMED_IN = re.compile(r"^(.{4,60}?),? (?:in|at) [A-Z][\w' ,.-]{2,40}$")


@dataclass
class Head:
    """What the head of a page states. `kinds`: what became of each line; `body`: the first piece that is none of it."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    place: str | None = None
    kinds: dict[int, FurnitureKind] = field(default_factory=dict)
    body: int = 0


def read_head(pieces: Sequence[Piece], title: str | None = None) -> Head:
    """The head of a copied page. `title` is what is known of the headline from elsewhere."""
    head = Head(title=title)
    open_lines: list[int] = []
    for at, piece in enumerate(pieces[:MOST_LINES]):
        if _is_prose(piece, pieces, at):
            break
        head.body = at + 1
        line = piece.text
        found = _date_of(line)
        if found:
            head.kinds[at] = "dateline"
            if not found.later:
                head.published = head.published or found.value
            head.updated = head.updated or date_of_change(line)
            _read_residue(head, found)
        elif not (_read_line(head, line, at) or _is_masthead(head, pieces, at) or _is_headline(head, pieces, at)):
            open_lines.append(at)
    if head.published is None and head.title:
        _read_below_decks(head, pieces)
    _settle(head, pieces, open_lines)
    return head


def _read_below_decks(head: Head, pieces: Sequence[Piece]) -> None:
    """A date alone on its line below sentences that stand under the headline as decks do; they stay prose."""
    for at in range(head.body, min(head.body + MOST_DECKS + 1, len(pieces) - 1)):
        found = _date_of(pieces[at].text)
        if found and not (found.before or found.after or found.later):
            head.kinds[at] = "dateline"
            head.published = found.value
        if found or pieces[at].words > HEADLINE_WORDS:
            return


def _is_prose(piece: Piece, pieces: Sequence[Piece], at: int) -> bool:
    """The first paragraph of the article: ends as a sentence, and is no line of the head."""
    text = piece.text
    if dateline(text)[2] and piece.words > 8 and not _date_of(text):
        return True
    if piece.words < 7 or not piece.stopped or piece.bulleted or _date_of(text) or by_phrase(text, tail=False):
        return False
    credit = at + 1 < len(pieces) and (hit := by_phrase(pieces[at + 1].text, tail=False)) and hit.kind == "credit"
    if is_caption(text, before_credit=bool(credit), before_body=True):
        return False
    return not (at == 0 and _meta_follows(pieces, at) and piece.words <= HEADLINE_WORDS)


def _date_of(line: str) -> DateLine | None:
    """The line's date, where the line is one that states it and no sentence that holds a date."""
    found = date_line(line) if line.count(" ") <= 24 else None
    if not found or (re.search(r"[a-z]{3}[.!?]$", line) and not found.labelled):
        return None
    segments = [s for s in (*found.before.split(" | "), *found.after.split(" | ")) if s]
    words = sum(s.count(" ") + 1 for s in segments)
    if words > 8 or (words > 3 and len(segments) == 1 and not _known_segment(segments[0])):
        return None
    # a lower-case word that is no label makes it a phrase: "crisis of 27 April 2009"
    loose = [s for s in segments if not _known_segment(s)]
    return None if any(w[0].islower() for s in loose for w in s.split()) else found


def _known_segment(segment: str) -> bool:
    if is_outlet(segment) or byline_of(segment) or _CAPS_PLACE.fullmatch(segment) or is_person(segment):
        return True
    named = byline_of(segment, bare=True)
    return bool(named and named[0] and named[1])


def _read_residue(head: Head, found: DateLine) -> None:
    """Outlet, byline and place that stand on the line of the date."""
    for side, text in (("before", found.before), ("after", found.after)):
        for segment in filter(None, text.split(" | ")):
            if named := byline_of(segment):
                head.byline = head.byline or named[0]
                head.outlet = head.outlet or named[1]
            elif is_outlet(segment) or (
                side == "after" and segment.count(" ") <= 3 and not _CAPS_PLACE.fullmatch(segment)
            ):
                head.outlet = head.outlet or outlet_name(segment)
            elif _CAPS_PLACE.fullmatch(segment):
                head.place = head.place or segment.title()
            elif (named := byline_of(segment, bare=True)) and named[0] and (named[1] or head.title):
                head.byline, head.outlet = head.byline or named[0], head.outlet or named[1]


def _read_line(head: Head, line: str, at: int) -> bool:
    """A byline, an outlet, a credit or another line that a phrase tells."""
    if named := byline_of(line):
        head.kinds[at] = "byline"
        head.byline = head.byline or named[0]
        head.outlet = head.outlet or named[1]
        return True
    if is_outlet(line):
        head.kinds[at] = "outlet"
        head.outlet = head.outlet or outlet_name(line)
        return True
    if (taken := _TAKEN_FROM.match(line)) and is_outlet(taken[1]):
        head.kinds[at] = "outlet"
        head.outlet = head.outlet or outlet_name(taken[1])
        return True
    segments = _SEGMENTS.split(line)
    if len(segments) > 1 and line.count(" ") <= 12:
        outlets = [s for s in segments if is_outlet(s)]
        people = [s for s in segments if is_person(s) or byline_of(s)]
        if outlets and len(outlets) + len(people) == len(segments):
            head.kinds[at] = "outlet"
            head.outlet = head.outlet or outlet_name(outlets[0])
            named = byline_of(people[0], bare=True) if people else None
            head.byline = head.byline or (named[0] if named else None)
            return True
    if head.title and has_role(line) and (named := byline_of(line, bare=True)) and named[0]:
        head.kinds[at] = "byline"
        head.byline = head.byline or named[0]
        return True
    # "Jane Doe, Example News" and "Jane Doe in Springville", under a headline
    if (
        head.title
        and "," in line
        and line.count(" ") <= 9
        and (named := byline_of(line, bare=True))
        and named[0]
        and named[1]
    ):
        head.kinds[at] = "byline"
        head.byline, head.outlet = head.byline or named[0], head.outlet or named[1]
        return True
    if head.title and (names := _named_in(line)):
        head.kinds[at] = "byline"
        head.byline = head.byline or names
        return True
    if hit := by_phrase(line, head.outlet, tail=False):
        head.kinds[at] = hit.kind
        return True
    return False


def _named_in(line: str) -> str | None:
    """The names of "Jane Doe and Al Roe in Springville"."""
    found = _NAMED_IN.match(line)
    if not found or line.count(" ") > 12 or not is_person(found[1].split(" and ")[0]):
        return None
    named = byline_of(found[1], bare=True)
    return named[0] if named else None


def _meta_follows(pieces: Sequence[Piece], at: int) -> bool:
    """A line of outlet, date or byline comes within the next two."""
    following = pieces[at + 1 : at + 3]
    return any(_date_of(p.text) or is_outlet(p.text) or byline_of(p.text) for p in following)


def _is_masthead(head: Head, pieces: Sequence[Piece], at: int) -> bool:
    """A short first line over the date, with the headline below both: the outlet, whatever it is called."""
    line = pieces[at].text
    if at or head.title or line.count(" ") > 3 or pieces[at].stopped or not all(w[0].isupper() for w in line.split()):
        return False
    if len(pieces) < 4 or not _date_of(pieces[1].text) or pieces[1].block != pieces[at].block:
        return False
    below = pieces[2]
    if below.stopped or not 4 <= below.words <= HEADLINE_WORDS or below.block == pieces[1].block:
        return False
    # "NAME / date / headline": the headline is longer than the name, and stands alone
    head.outlet = outlet_name(line)
    head.kinds[at] = "outlet"
    return True


def _is_headline(head: Head, pieces: Sequence[Piece], at: int) -> bool:
    """The first line that says something, if it is put as headlines are; an outlet's line may stand above it."""
    piece = pieces[at]
    if head.title:
        return False
    above = [head.kinds.get(i, "other") for i in range(at)]
    alone = at + 1 >= len(pieces) or pieces[at + 1].block != piece.block or _meta_follows(pieces, at)
    byline_next = any(byline_of(p.text) or _named_in(p.text) for p in pieces[at + 1 : at + 4])
    may_precede = ("outlet", "related", "other", "social", "source") + (("dateline",) if byline_next else ())
    if any(kind not in may_precede for kind in above) or not 3 <= piece.words <= HEADLINE_WORDS or not alone:
        return False
    if piece.bulleted or plain_quotes(piece.text).endswith((",", ";", ":")) or is_caption(piece.text, before_body=True):
        return False
    if piece.stopped and not piece.text.endswith(("?", "!", '"', "”", "’", "'", "…")) and not _meta_follows(pieces, at):
        return False
    if not any(p.words > 12 for p in pieces[at + 1 :]):
        return False
    head.title = piece.text.lstrip("# ")
    segments = _SEGMENTS.split(piece.text)
    if len(segments) > 1 and is_outlet(segments[-1]):
        # "Headline here | Example Herald"
        head.outlet = head.outlet or outlet_name(segments[-1])
        head.title = piece.text[: piece.text.rindex(segments[-1])].rstrip(" |•·-–—")
    head.kinds[at] = "title"
    return True


def _settle(head: Head, pieces: Sequence[Piece], lines: Sequence[int]) -> None:
    """Short lines beside the date, neither known outlets nor opened by "by": one word is a brand, more are a name."""
    dates = [at for at, kind in head.kinds.items() if kind == "dateline"]
    for at in lines:
        text = pieces[at].text
        beside = any(abs(at - d) == 1 and pieces[at].block == pieces[d].block for d in dates)
        if not beside or pieces[at].stopped or not head.title or text.count(" ") > 3:
            continue
        if " " not in text and text[0].isupper() and text.isalpha() and not head.outlet and not text.isupper():
            head.outlet = text
            head.kinds[at] = "outlet"
        elif is_person(text) and not head.byline:
            head.byline = text
            head.kinds[at] = "byline"
