"""Toponyms of one article: where they stand, and which places they are.

Candidates are the entities that spaCy calls GPE, LOC and FAC, and what of the other capitalised words the gazetteer
knows and the words around call a place. `place_resolver` then settles all names of the article together. Adjectives
of countries are no places, nor are seats of government that speak or act ("the Kremlin said").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from reportedly.annotate.gazetteer import fold, gazetteer
from reportedly.annotate.place_finder import Finder, Found
from reportedly.annotate.place_home import home
from reportedly.annotate.place_resolver import Choice, Context, Name, resolve
from reportedly.annotate.place_words import Words, words
from reportedly.model import PlaceMention


def find_places(doc: Doc, *, outlet: str | None = None, dateline: str | None = None) -> tuple[PlaceMention, ...]:
    """The toponyms of `doc` in order of position, not overlapping.

    `outlet` is the outlet's name or domain, `dateline` the place the report is sent from; both are evidence only.
    A mention without coordinates is a name that looks like a place and has no entry.
    """
    finder = Finder(doc, gazetteer(), words())
    found = finder.found()
    context = _context(finder.ents, outlet, finder.words)
    told = {fold(f.text): f.container for f in reversed(found) if f.container}
    groups: dict[tuple[str, str, tuple[str, str] | None], list[Found]] = defaultdict(list)
    for f in found:
        name = fold(f.text)
        groups[name, f.means.key if f.means else "", f.container or told.get(name)].append(f)
    names = [
        Name(name, (members[0].means,) if members[0].means else members[0].candidates, container, len(members))
        for (name, _, container), members in groups.items()
    ]
    if dateline:
        names.append(Name(f"dateline:{fold(dateline)}", gazetteer().lookup(dateline.split(",")[0])))
    mentions = []
    for members, choice in zip(groups.values(), resolve(names, context), strict=False):
        mentions += [_mention(finder.text, f, choice) for f in members]
    return tuple(sorted(mentions, key=lambda m: m.start))


def _mention(text: str, found: Found, choice: Choice | None) -> PlaceMention:
    if choice is None:
        return PlaceMention(found.start, found.end, text[found.start : found.end])
    place, basis = choice.place, choice.basis
    if found.means:
        basis = "country" if place.kind == "country" else "region"
    return PlaceMention(
        found.start,
        found.end,
        place.name,
        place.lat,
        place.lon,
        place.country or None,
        place.key,
        basis,
        place.kind,
    )


def _context(ents: Sequence[Span], outlet: str | None, table: Words) -> Context:
    demonyms = Counter(
        country
        for ent in ents
        if ent.label_ == "NORP"
        for name in (fold(ent.text),)
        if (country := table.demonym.get(name) or table.demonym.get(name.removesuffix("s")))
    )
    return replace(home((outlet or "").lower(), table, gazetteer()), countries=demonyms)
