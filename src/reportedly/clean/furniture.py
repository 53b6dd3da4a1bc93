"""Which pieces of a page are furniture, and of which kind.

A decision list: each rule looks at one piece and its neighbours, the first that speaks decides, and says why in the
kind it gives. Two sorts of witness:

- *phrases* (`languages/en/furniture.toml`): how sites word their sign-up notices, credits, share bars, related links;
- *structure*: where a piece stands, whether it ends as a sentence does, whether all of it is a link, whether it repeats
  the title or another piece, whether it stands in the list under a heading that opens one, whether it has a verb.

Prose is the default. In a copied page a line that does not end as a sentence, in an article that otherwise ends its
sentences, is a heading, a caption, a pulled quote or a link: no prose either way. In HTML the markup has already told
most of these, so there the rule is not used. After Kohlschütter et al. (2010), "Boilerplate detection using shallow
text features", whose features (words, link density, neighbours) these are, as rules that can be read.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.clean.blocks import Piece, plain_quotes, several_sentences, unbulleted
from reportedly.clean.captions import is_caption
from reportedly.clean.wire import signed, signs
from reportedly.languages import languages_with, table
from reportedly.model import FurnitureKind

TAIL = 5
"""So many last pieces are where a page speaks about its authors."""
MOST_PHRASE_WORDS = 120
MOST_PHRASE_CHARS = 2000
"""No phrase takes a longer paragraph."""
LIST_LOOKED_BACK = 100
"""Items of a list that are passed on the way to its introduction."""
HEADLINE_WORDS = 26
LONG = 12
"""Words from which a piece is expected to be a sentence."""
_REPORTED = re.compile(r"\b(?:said|says|told|added|asked|wrote|tweeted|replied)\b")
_REPORTED_PAST = re.compile(r"\b(?:said|told|according to)\b")
_CLOSING = re.compile(r"[)\]]\W?(?=\s|$)")
_VIDEO_QUOTE = re.compile(r"""^[^\W\d_a-z][^:"]{3,80}: ?["'].+["'](?: .{0,40})?$""")


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of the page while its pieces are judged."""

    html: bool
    outlet: str | None = None
    title: str | None = None
    body: int = 0
    """The first piece of prose."""
    language: str | None = None
    """ISO 639-1 code."""


@dataclass(frozen=True, slots=True)
class Phrases:
    kind: FurnitureKind
    pattern: re.Pattern[str]
    max_words: int
    max_chars: int
    tail: bool
    opens: bool
    inside: bool
    """It may begin in the middle of a paragraph."""


@functools.cache
def _phrases(language: str) -> tuple[Phrases, ...]:
    """The table of a language, compiled; but for the patterns that name the outlet."""
    return tuple(g for g in (_group(said, None) for said in table("furniture", language)["phrase"]) if g)


@functools.lru_cache(maxsize=256)
def _own_phrases(outlet: str) -> tuple[Phrases, ...]:
    """Those that name the outlet."""
    name = re.escape(outlet.removeprefix("The ").split()[0]) + r"(?: [A-Z]\w+)?"
    return tuple(g for g in (_group(said, name) for said in table("furniture")["phrase"]) if g)


def _group(said: dict[str, Any], outlet: str | None) -> Phrases | None:
    patterns = [p for p in said["patterns"] if ("{outlet}" in p) == (outlet is not None)]
    if not patterns:
        return None
    # capitals are meant where a pattern asks for them, all else is without regard to case
    source = "|".join(p.replace("{outlet}", outlet or "").replace("[A-Z", "(?-i:[A-Z") for p in patterns)
    source = re.sub(r"(\(\?-i:\[A-Z[^\]]*\])", r"\1)", source)
    return Phrases(
        said["kind"],
        re.compile(source, re.IGNORECASE),
        said.get("max_words", 90),
        said.get("max_chars", MOST_PHRASE_CHARS),
        said.get("where") == "tail",
        said.get("opens", False),
        said.get("inside", False),
    )


def by_phrase(
    text: str, outlet: str | None = None, *, tail: bool = True, language: str | None = None
) -> Phrases | None:
    """The phrase group that `text` begins with a phrase of: of English, which pages everywhere use, and of `language`."""
    words, chars = text.count(" ") + 1, len(text)
    if words > MOST_PHRASE_WORDS or chars > MOST_PHRASE_CHARS:
        return None
    plain = plain_quotes(unbulleted(text) or text)
    for group in itertools.chain(_own_phrases(outlet) if outlet else (), *map(_phrases, _tables(language))):
        if (
            words <= group.max_words
            and chars <= group.max_chars
            and (tail or not group.tail)
            and group.pattern.match(plain)
        ):
            return group
    return None


def _tables(language: str | None) -> tuple[str, ...]:
    """Whose phrases are looked for: those of English, which pages everywhere use, and of the page's language."""
    foreign = language is not None and language != "en" and language in languages_with("furniture")
    return ("en", language) if foreign and language else ("en",)


@functools.cache
def _inside(languages: tuple[str, ...]) -> re.Pattern[str]:
    """The start of a sentence, or of a bracket after one, that a phrase for the inside of paragraphs matches at."""
    phrases = "|".join(g.pattern.pattern for name in languages for g in _phrases(name) if g.inside).replace("'", "['’]")
    return re.compile(rf"""(?:^|(?<=[.!?…"')\]。])\s+)(?={phrases})""", re.IGNORECASE)


def cut(pieces: Sequence[Piece], language: str | None) -> list[Piece]:
    """The pieces, with what a phrase may begin inside a paragraph as a piece of its own, to the end or its bracket's."""
    pattern = _inside(_tables(language))
    parts: list[Piece] = []
    for piece in pieces:
        # what somebody is quoted with is no word of the outlet's
        found = next((m for m in pattern.finditer(piece.text) if not _quoted(piece.text[: m.start()])), None)
        if found is None or found.start() == 0:
            parts.append(piece)
            continue
        end = _CLOSING.search(piece.text, found.end()) if piece.text[found.end()] in "([" else None
        texts = [piece.text[: found.start()], piece.text[found.end() : end.end() if end else None]]
        texts += [rest] if end and (rest := piece.text[end.end() :].strip()) else []
        parts += [replace(piece, text=text) for text in texts]
    return parts


def _quoted(before: str) -> bool:
    """A quotation was opened and not closed."""
    return plain_quotes(before).count('"') % 2 == 1


def punctuated(pieces: Sequence[Piece]) -> bool:
    """True where the text's sentences end in stops, so that the lack of one means something."""
    long = [p for p in pieces if p.words >= LONG]
    return len(long) >= 2 and sum(p.stopped for p in long) >= 0.6 * len(long)


def recognise(pieces: Sequence[Piece], page: Page, known: Mapping[int, FurnitureKind]) -> list[FurnitureKind | None]:
    """The kind of each piece; None: prose. `known` was decided before (the head of a copied page)."""
    kinds: list[FurnitureKind | None] = []
    stops = not page.html and punctuated(pieces)
    title = _key(page.title) if page.title else None
    hits = [
        by_phrase(p.text, page.outlet, tail=at >= len(pieces) - TAIL, language=page.language)
        for at, p in enumerate(pieces)
    ]
    everything = "" if page.html else "\n".join(_key(p.text) for p in pieces)
    opened: int | None = None
    for at, piece in enumerate(pieces):
        hit = hits[at]
        kind = known.get(at)
        if kind is None and title and abs(len(piece.text) - len(page.title or "")) < 9 and _key(piece.text) == title:
            kind = "title"
        if kind is None and hit:
            kind = hit.kind
        if kind is None and opened is not None and _listed(piece, pieces[opened]):
            kind = "related"
        if kind is None:
            following = hits[at + 1] if at + 1 < len(pieces) else None
            credit = bool(following and following.kind == "credit")
            kind = _by_structure(piece, pieces, at, page, stops=stops, credit=credit)
        if (
            kind is None
            and not page.html
            and plain_quotes(piece.text).startswith('"')
            and _pulled(_key(piece.text), everything)
        ):
            kind = "other"
        if hit and hit.opens:
            opened = at
        elif kind is None:
            opened = None
        kinds.append(kind)
    _sign(pieces, kinds, html=page.html)
    return kinds


def _sign(pieces: Sequence[Piece], kinds: list[FurnitureKind | None], *, html: bool) -> None:
    """Tell the agency's name over the first or below the last paragraph, or at its end, from a picture's credit."""
    if pieces and not html and kinds[-1] == "caption" and signed(pieces[-1].text):
        kinds[-1] = None
    if pieces and not html and kinds[0] in ("credit", "other") and signs(pieces[0].text):
        kinds[0] = "source"
    for at in reversed(range(len(pieces))):
        if signs(pieces[at].text):
            # under a caption it is the picture's
            if at and kinds[at - 1] != "caption":
                kinds[at] = "source"
            return
        if kinds[at] is None:
            return


def _key(text: str) -> str:
    """Letters and digits only: for telling repetitions."""
    return re.sub(r"\W+", " ", plain_quotes(text).lower()).strip()


def _listed(piece: Piece, heading: Piece) -> bool:
    """It stands in the list that the heading opens: a link, a bullet, or a line as headlines are."""
    if piece.words > HEADLINE_WORDS:
        return False
    return (
        piece.linked or not piece.stopped or (piece.block == heading.block and (piece.bulleted or piece.words < LONG))
    )


def _by_structure(
    piece: Piece, pieces: Sequence[Piece], at: int, page: Page, *, stops: bool, credit: bool
) -> FurnitureKind | None:
    early = at < page.body
    if page.html:
        if piece.linked and piece.tag != "head" and piece.words >= 4:
            return "related"
        if at == 0 and piece.words <= 2 and piece.text.isupper() and not piece.stopped and len(pieces) > 2:
            return "other"  # the section's name over the article
        if page.language not in (None, "en"):
            return None
        return "caption" if credit and piece.tag == "p" and is_caption(piece.text, before_credit=True) else None
    if piece.bulleted and early:
        return "other"
    english = page.language in (None, "en")  # the wording of captions and of reporting is known in English alone
    if english and is_caption(piece.text, before_credit=credit, before_body=early, stopped=piece.stopped):
        return "caption"
    if not stops or piece.stopped or _unfinished_prose(piece, pieces, at) or (not english and piece.words >= LONG):
        return None
    plain = plain_quotes(piece.text)
    if _VIDEO_QUOTE.match(plain) or credit:
        return "caption"
    return "other"


def _unfinished_prose(piece: Piece, pieces: Sequence[Piece], at: int) -> bool:
    """Prose that lacks its stop: several sentences, a quote with its speaker, an item of a list, a cut end."""
    plain = plain_quotes(piece.text)
    if piece.words >= LONG and several_sentences(plain):
        return True
    if '"' in plain and piece.words >= 5 and _REPORTED.search(plain):
        return True
    if piece.words >= LONG and _REPORTED_PAST.search(plain):
        return True
    if at and pieces[at - 1].text.endswith((":", ";")):
        return True
    if piece.bulleted and at and pieces[at - 1].bulleted and _introduced(pieces, at):
        return True
    return at == len(pieces) - 1 and piece.words >= 20


def _introduced(pieces: Sequence[Piece], at: int) -> bool:
    """The list that the piece stands in follows a paragraph that ends in a colon."""
    first = max(0, at - LIST_LOOKED_BACK)
    while at > first and pieces[at].bulleted:
        at -= 1
    return pieces[at].text.endswith(":")


def _pulled(key: str, everything: str) -> bool:
    """A quote that stands again inside a longer piece: set large beside the prose it was pulled from."""
    if not 6 <= key.count(" ") + 1 <= 40 or len(everything) > 200_000:
        return False
    at = everything.find(key)
    while at >= 0:
        end = at + len(key)
        if (at and everything[at - 1] == " ") or (end < len(everything) and everything[end] == " "):
            return True
        at = everything.find(key, end)
    return False
