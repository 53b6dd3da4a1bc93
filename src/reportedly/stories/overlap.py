"""How much of one text stands in another, and which pairs of many are worth the question.

Shingles of five words (Broder 1997). Winnowing (Schleimer, Wilkerson, Aiken 2003) picks the few of them by which pairs are
found: any run of twelve words that two texts share has one picked in both. The exact comparison marks the words of a text
that stand in shared shingles, so that a replaced word costs that word and not the five shingles around it.

Words in quotation marks do not count where there are enough others: two reporters who heard one speech did not copy each
other. Nor does a short run of the same paragraphs at the end or at the beginning of two texts of one outlet: that is its notice.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

SHINGLE = 5
"""Words of a shingle."""
_WINDOW = 8
"""Of so many shingles in a row one is picked; longer: fewer are, and longer runs can be missed."""
_GAP = 3
"""Up to so many words between two runs that were taken over are an editor's change of them and count with them."""
_CHANGED = 8
"""As many where the two runs stand as near to one another, and in this order, in the other text as well."""
_RUN = 8
"""A shorter run, but for a whole segment, is a set phrase."""
_PLAIN = 40
"""With fewer words outside quotation marks than this a text is compared as a whole."""
_EDGE = 2
"""So many paragraphs at the beginning and at the end of a text can be an outlet's notice."""
_NOTICE = 100
"""So many words at most has a notice, at either end."""
_NOTICE_SHARE = 0.6
"""What is more of a text than this is no notice."""
_BESIDE = 1 / 3
"""Texts that share so much beside their edges share the edges, too."""
_NOTICED = 4
"""So many texts have the notice where their outlets differ: a chain's, a syndicate's."""
_LOOKED_UP = 64
"""Holders of one shingle that are looked at, the earliest ones; what more texts have is furniture or long known."""
_COMPARED = 48
"""Texts that one text is compared with exactly, those with most in common."""
_ESTIMATE = 0.12
"""A pair is compared exactly where the picked shingles say that it shares so much; half of what counts, to be safe."""
_SAME = 0.8
"""From this share on, both ways, a text is found through the one it repeats."""
_WORD = re.compile(r"\w+")
_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“"}
_MARK = re.compile(r"[“\"«„]|(?<!\w)‘(?=\w)")
_SINGLE_END = re.compile(r"’(?!\w)")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its shingles. A segment is a run of words of one paragraph, all in quotation marks or all outside."""

    shingles: array[int]
    """Of all segments, one after the other."""
    segments: tuple[tuple[int, int, bool], ...]
    """First shingle, end of the shingles, whether its words count."""
    words: int
    """How many words count. Marks are numbers with a bit for each of them."""
    edges: tuple[tuple[int, ...], tuple[int, ...]]
    """Marks the words of the first and of the last paragraphs, the outermost first."""
    picked: frozenset[int]
    """The shingles by which others find this text."""
    picked_edges: frozenset[int]
    """Those of the first and the last paragraphs."""
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share: the marked words of each (a bit a word) and their share of the words that count."""

    a: int
    b: int
    in_a: int
    in_b: int
    share_a: float
    share_b: float


@lru_cache(maxsize=256)
def text_of(text: str, outlet: str | None = None) -> Text:
    """Shingles within paragraphs only, so that another order of paragraphs changes nothing."""
    paragraphs = [p for p in text.lower().split("\n") if _WORD.search(p)]
    pieces = [
        (at, words, quoted)
        for at, paragraph in enumerate(paragraphs)
        for part, quoted in _parts(paragraph)
        if len(words := _WORD.findall(part)) >= SHINGLE
    ]
    whole = sum(len(words) for _, words, quoted in pieces if not quoted) < _PLAIN
    shingles: array[int] = array("I")
    segments: list[tuple[int, int, bool]] = []
    picked: tuple[set[int], set[int]] = set(), set()
    total = 0
    marks: dict[int, int] = defaultdict(int)
    for at, words, quoted in pieces:
        start, counts = len(shingles), whole or not quoted
        shingles.extend(zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1))
        segments.append((start, len(shingles), counts))
        if counts:
            some = {min(shingles[i : i + _WINDOW]) for i in range(start, max(start, len(shingles) - _WINDOW) + 1)}
            picked[0].update(some)
            if at < _EDGE or at >= len(paragraphs) - _EDGE:
                marks[at] |= ((1 << len(words)) - 1) << total
                picked[1].update(some)
            total += len(words)
    first = tuple(marks.pop(at) for at in range(_EDGE) if at in marks)
    edges = first, tuple(marks[at] for at in sorted(marks, reverse=True))
    return Text(shingles, tuple(segments), total, edges, frozenset(picked[0]), frozenset(picked[1]), outlet)


def _parts(paragraph: str) -> Iterator[tuple[str, bool]]:
    """The paragraph's parts, with whether they are quoted. A quotation that is not closed goes on in the next paragraph."""
    at = 0
    while opening := _MARK.search(paragraph, at):
        yield paragraph[at : opening.start()], False
        mark, after = opening[0], opening.end()
        if mark == "‘":
            closing = _SINGLE_END.search(paragraph, after)
            end = closing.start() if closing else -1
        else:
            end = paragraph.find(_CLOSING[mark], after)
        if end < 0:
            # an opening mark at the paragraph's end is a stray one (inches, a slip), what follows a real one is quoted
            yield paragraph[after:], mark != "‘"
            return
        yield paragraph[after:end], True
        at = end + 1
    yield paragraph[at:], False


def overlaps(texts: Sequence[Text]) -> list[Overlap]:
    """The pairs that share a good deal. A text is compared with those before it: put originals first.

    Time grows with the texts, not with their pairs: a text is looked up by its picked shingles, one that repeats an
    earlier one is not found itself again (whoever shares its words shares them with the earlier one), and the most
    frequent shingles lead to the earliest holders only.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    picked: list[int] = []
    found: list[Overlap] = []
    noticed = Counter(shingle for text in texts for shingle in text.picked_edges)
    for at, text in enumerate(texts):
        mine = text.picked
        picked.append(len(mine))
        shared = Counter(other for shingle in mine for other in holders.get(shingle, ()))
        hopeful = [
            (-number, other)
            for other, number in shared.items()
            if number >= max(1, _ESTIMATE * min(len(mine), picked[other]))
        ]
        known: frozenset[int] = frozenset()
        for _, other in sorted(hopeful)[:_COMPARED]:
            pair = compare(texts, other, at, noticed)
            if pair.in_a or pair.in_b:
                found.append(pair)
            if min(pair.share_a, pair.share_b) >= _SAME:
                known |= texts[other].picked
        for shingle in mine - known:
            if len(holders[shingle]) < _LOOKED_UP:
                holders[shingle].append(at)
    return found


def compare(texts: Sequence[Text], a: int, b: int, noticed: Mapping[int, int] | None = None) -> Overlap:
    """The exact overlap of two of the texts. `noticed`: of how many texts a picked shingle is at the edge."""
    one, two = texts[a], texts[b]
    in_a, in_b = _marked(one, two), _marked(two, one)
    edge_a, edge_b = _edge(one, in_a), _edge(two, in_b)
    if noticed is not None and _may_be_notice(one, two, edge_a, edge_b, noticed):
        of_a, of_b = one.words - edge_a.bit_count(), two.words - edge_b.bit_count()
        beside = max(_share(in_a & ~edge_a, of_a), _share(in_b & ~edge_b, of_b))
        # a copy shares a good deal beside what its outlet could have put around it
        if beside < _BESIDE:
            in_a, in_b = in_a & ~edge_a, in_b & ~edge_b
            return Overlap(a, b, in_a, in_b, _share(in_a, of_a), _share(in_b, of_b))
    return Overlap(a, b, in_a, in_b, _share(in_a, one.words), _share(in_b, two.words))


def _share(marked: int, words: int) -> float:
    return marked.bit_count() / words if words else 0.0


def _edge(text: Text, marked: int) -> int:
    """The marked words in as many of the outermost paragraphs of each end as a notice can have."""
    edge = 0
    for end in text.edges:
        left = _NOTICE
        for paragraph in end:
            words = marked & paragraph
            left -= words.bit_count()
            if left < 0:
                break
            edge |= words
    return edge


def _may_be_notice(one: Text, two: Text, edge_one: int, edge_two: int, noticed: Mapping[int, int]) -> bool:
    """Whether what two texts share at their edges can be a notice of their outlet, or of several outlets."""
    for text, edge in ((one, edge_one), (two, edge_two)):
        if not 0 < edge.bit_count() <= _NOTICE_SHARE * text.words:
            return False
    if one.outlet == two.outlet or one.outlet is None or two.outlet is None:
        return True
    common = one.picked_edges & two.picked_edges
    return 2 * sum(noticed[shingle] >= _NOTICED for shingle in common) > len(common)


@lru_cache(maxsize=1024)
def _places(shingles: bytes) -> dict[int, int]:
    """Shingle -> where it stands, in the order of the text."""
    return {shingle: at for at, shingle in enumerate(array("I", shingles))}


def _marked(text: Text, other: Text) -> int:
    """The words that count and stand in shared runs, a bit each."""
    places = _places(other.shingles.tobytes())
    marked, at = 0, 0
    for start, end, counts in text.segments:
        if counts:
            segment = text.shingles[start:end]
            if not places.keys().isdisjoint(segment):
                marked |= _run([places.get(shingle) for shingle in segment]) << at
            at += end - start + SHINGLE - 1
    return marked


def _run(found: Sequence[int | None]) -> int:
    """The words of a segment that stand in runs long enough to have been taken over, a bit each.

    `found`: where in the other text each shingle of the segment stands.
    """
    runs: list[tuple[int, int]] = []
    there = 0
    for i, place in enumerate(found):
        if place is None:
            continue
        if runs and _goes_on(i - runs[-1][1], place - there):
            runs[-1] = (runs[-1][0], i + SHINGLE)
        else:
            runs.append((i, i + SHINGLE))
        there = place + SHINGLE
    least = min(_RUN, len(found) + SHINGLE - 1)
    return sum(((1 << (end - start)) - 1) << start for start, end in runs if end - start >= least)


def _goes_on(here: int, there: int) -> bool:
    """Whether a run goes on after so many other words in the one text and in the other; below 0: none."""
    return here <= _GAP or (here <= _CHANGED and -SHINGLE < there <= _CHANGED)
