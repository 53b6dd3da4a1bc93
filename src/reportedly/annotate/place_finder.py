"""Finds the candidate toponyms of a parsed text: where they stand and what they may be looked up by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reportedly.annotate.gazetteer import Place, fold
from reportedly.annotate.place_evidence import AREAS, Candidate, Surroundings

LONGEST = 5
"""Tokens of a name that is looked for word by word."""
KNOWN_AT_ALL = 50_000
"""Residents under which a single word needs more than the tagger's opinion."""
_LONGEST_LIST = 24
"""Tokens of a list of names."""
_NUMERIC = frozenset({"CARDINAL", "ORDINAL", "DATE", "TIME", "QUANTITY", "MONEY", "PERCENT"})
_PARTY = re.compile(r"(?:D|R|I|DFL|Dem|Rep|Ind)-(?=[A-Z])")
_ROAD_OR_NOT = frozenset({"court", "place", "close", "way", "st", "st.", "dr", "dr.", "circle", "trail", "terrace"})
_SAINT = frozenset({"st.", "st", "ste.", "mt.", "ft.", "mount", "fort"})
_INNER = frozenset({"of", "the", "and", "el", "al", "de", "la", "del", "du", "upon", "on", "-", "le"})


@dataclass(slots=True)
class Found:
    """A candidate mention: character span, tokens, what it is looked up by."""

    start: int
    end: int
    first: int
    last: int
    """Tokens, half open."""
    text: str
    candidates: tuple[Place, ...]
    container: tuple[str, str] | None = None
    sure: bool = True
    """A word beside it says that it is a place, or its kind does; else only the tagger does."""
    means: Place | None = None
    """Settled already, as the container of the name before it ("Tbilisi, Georgia")."""


def _number(word: str) -> bool:
    return word[0].isdigit()


class Finder(Surroundings):
    """Finds the candidate mentions of one doc."""

    # ---- the passes

    def found(self) -> list[Found]:
        self.called: set[str] = set()
        taken = [False] * self.n
        found: list[Found] = []
        for f in self._scan():
            if not any(taken[f.first : f.last]):
                taken[f.first : f.last] = [True] * (f.last - f.first)
                found.append(f)
        found = self._corroborated(found)
        found += self._again(found, taken)
        found.sort(key=lambda f: f.start)
        self._containers(found)
        return found

    def _corroborated(self, found: list[Found]) -> list[Found]:
        """Without names that only the tagger calls places and that are hardly known as such: mostly surnames and firms."""
        sure = {f.text for f in found if f.sure or self._located(f.first) or self._contained(f.last)}
        return [f for f in found if f.text in sure or f.candidates[0].population >= KNOWN_AT_ALL]

    def _again(self, found: list[Found], taken: list[bool]) -> list[Found]:
        """The names found, where they stand without evidence of their own."""
        names = {
            f.text: f
            for f in found
            if (f.candidates or f.text in self.called) and f.end - f.start == len(f.text) and f.means is None
        }
        by_word: dict[str, list[Found]] = defaultdict(list)
        for f in names.values():
            by_word[self.words_at[f.first]].append(f)
        more = []
        for i, word in enumerate(self.words_at):
            for f in by_word.get(word, ()):
                j = i + f.last - f.first
                if any(taken[i:j]) or self._slice(i, j) != f.text:
                    continue
                ent = self.entity[i]
                part = ent is not None and self._trimmed(ent) != (i, j)
                named_after = part and (
                    ent is None or ent.label_ == "PERSON" or not self._inside(i, j, ent.end, known=True)
                )
                if not named_after and not self._person(i, j) and (part or self._run_end(i) == j):
                    taken[i:j] = [True] * (j - i)
                    more.append(self._make(i, j, f.text, f.candidates))
                    break
        return more

    def _scan(self) -> Iterator[Found]:
        """Longest name first at each capitalised token, accepted by its label or by the words around it."""
        i = 0
        known = self._settled_names()
        while i < self.n:
            step = 1
            if self.caps[i]:
                f = self._at(i, known)
                if f is not None:
                    yield f
                    self.after_place = f.last if f.candidates else -1
                    step = max(1, f.last - i)
            i += step

    def _settled_names(self) -> set[str]:
        """Names that the tagger calls places somewhere in this text: evidence for the same word elsewhere."""
        names = set()
        for ent in self.ents:
            if ent.label_ in ("GPE", "LOC"):
                names.add(ent.text)
        return names

    def _at(self, i: int, known: set[str]) -> Found | None:
        _doc, words = self.doc, self.words
        if "-" in self.words_at[i] and (m := _PARTY.match(self.words_at[i])):
            return self._party(i, m.end())
        short = self.words_at[i] in words.abbreviation or (
            i + 1 < self.n and self._slice(i, i + 2) in words.abbreviation
        )
        if short and (f := self._abbreviation(i)):
            return f
        end = self._run_end(i)
        for j in range(end, i + 1, -1):
            if fold(self._slice(i, j)) in words.metonym:
                if not self._located(i):
                    return None
                text, candidates = self._lookup(i, j)
                return self._make(i, j, text, candidates)
        if (road := self._road(i, end)) is not None:
            return road
        if (feature := self._natural(i, end)) is not None:
            return feature
        for j in range(min(end, i + LONGEST), i, -1):
            if self.lower[j - 1] in _INNER:
                continue
            f = self._named(i, j, end, known)
            if f is not None:
                return f
        return self._called(i) or self._unknown(i, end)

    def _run_end(self, i: int) -> int:
        """End of the run of capitalised words from `i`, with the small words that stand inside names."""
        _doc, j, last = self.doc, i, i + 1
        while j < self.n and j < i + 8:
            if self.words_at[j][0].isupper() or self.words_at[j][0].isdigit():
                last = j + 1
            elif (
                self.lower[j] not in _INNER
                or j == i
                or (self.lower[j] in ("and", "the") and self.lower[j - 1] != "of" and self.entity[j] is None)
            ):
                break
            if j > i and self.begins[j] and self.lower[j - 1] not in _SAINT:
                return min(last, j)
            j += 1
        return last

    # ---- the kinds of names

    def _lookup(self, i: int, j: int) -> tuple[str, tuple[Place, ...]]:
        text = self._slice(i, j)
        return text, self.index.lookup(text)

    def _make(self, i: int, j: int, text: str, candidates: tuple[Place, ...]) -> Found:
        return Found(self.starts[i], self.starts[j - 1] + len(self.words_at[j - 1]), i, j, text, candidates)

    def _party(self, i: int, offset: int) -> Found | None:
        """`D-Toledo`: party and home of a lawmaker in one token."""
        for j in range(min(i + 3, self.n), i, -1):
            if all(self.caps[k] for k in range(i, j)):
                text = self._slice(i, j)[offset:]
                candidates = self.index.lookup(self.words.abbreviation.get(text, text))
                if not candidates:
                    candidates = self.index.lookup(f"{text} County")
                if candidates:
                    return replace(self._make(i, j, text, candidates), start=self.starts[i] + offset)
        return None

    def _abbreviation(self, i: int) -> Found | None:
        for j in (i + 2, i + 1):
            text = self._slice(i, j) if j <= self.n else ""
            name = self.words.abbreviation.get(text)
            if name is None:
                continue
            ent = self.entity[i]
            before = self.words_at[i - 1] if i else ""
            postal = text.isupper() and len(text) == 2
            if before == "," or (not postal and (text.count(".") > 1 or (ent is not None and ent.label_ == "GPE"))):
                regions = tuple(p for p in self.index.lookup(name) if p.kind == "region")
                return self._make(i, j, name, regions)
        return None

    def _road(self, i: int, end: int) -> Found | None:
        """A road: a toponym that no gazetteer of towns has, and whose first word is none of them."""
        for j in (i + 1, i + 2):
            if j < self.n and _number(self.words_at[j]) and " ".join(self.lower[i:j]) in self.words.numbered_road:
                return self._make(i, j + 1, self._slice(i, j + 1), ())
        for j in range(i + 1, end):
            if self.lower[j] in self.words.road and self.words_at[j][0].isupper() and not self.begins[j]:
                ent = self.entity[i]
                label = ent.label_ if ent is not None else ""
                addressed = i > 0 and (_number(self.words_at[i - 1]) or label == "FAC")
                if j + 1 < self.n and self.caps[j + 1] and not self.begins[j + 1] and not addressed:
                    continue
                numbered = i > 0 and _number(self.words_at[i - 1]) and label != "ORG"
                if self.lower[j] in _ROAD_OR_NOT and not numbered:
                    continue
                if any(self.lower[k] in _INNER or (k > i and self.begins[k]) for k in range(i, j)):
                    return None
                if label == "PERSON" and any(
                    len(self.words_at[k]) == 2 and self.words_at[k][1] == "." for k in range(i + 1, j)
                ):
                    return None
                return self._make(i, j + 1, self._slice(i, j + 1), ())
        return None

    def _natural(self, i: int, end: int) -> Found | None:
        """A river, a forest: a toponym whatever the tagger calls it."""
        for j in range(min(end, i + LONGEST), i + 1, -1):
            protected = self.lower[j - 2] == "national" and self.lower[j - 1] in ("park", "monument", "seashore")
            if (protected or self.lower[j - 1] in self.words.natural) and self.words_at[j - 1][0].isupper():
                if any(self.lower[k] in _INNER or (k > i and self.begins[k]) for k in range(i, j)):
                    return None
                if j < end and self.lower[j] not in self.words.direction:
                    return None
                text, candidates = self._lookup(i, j)
                return self._make(i, j, text, candidates)
        return None

    def _named(self, i: int, j: int, end: int, known: set[str]) -> Found | None:
        text, candidates = self._lookup(i, j)
        ent = self.entity[i]
        if len(text) == 1 or (not candidates and self.lower[i] in self.words.direction and j - i > 1):
            return None
        if ent is not None and ent.label_ in _NUMERIC and not (candidates and candidates[0].kind in AREAS):
            return None
        folded = fold(text)
        if folded.startswith("saint ") and j < self.n and self.lower[j] in ("'s", "’s"):
            j += 1
            text, candidates = self._lookup(i, j)
            if not (self._located(i) or self._contained(j)):
                return None
        if folded in self.words.demonym or (j - i == 1 and folded.removesuffix("s") in self.words.demonym):
            return None
        listed = self._listed(i, j)
        if listed is not None and (listed or not candidates or candidates[0].kind == "place"):
            return self._make(i, j, text, listed)
        if not candidates or not self._accept(Candidate(i, j, end, text, candidates, text in known)):
            return None
        if text in self.counties or not any(c.country == "US" and not c.alternate for c in candidates):
            counties = self.index.lookup(f"{text} County")
            candidates += tuple(replace(c, alternate=True) for c in counties if c.country == "US")
        made = self._make(i, j, text, candidates)
        made.sure = j - i > 1 or candidates[0].kind in AREAS or self._dateline(i, j) or self._local(j, end, strict=True)
        made.sure = made.sure or self._kind_beside(i, j)
        return made

    def _listed(self, i: int, j: int) -> tuple[Place, ...] | None:
        """`Pima, Pinal and Gila counties`: each is a county, known or not. None: no such list."""
        _doc, k = self.doc, j
        if k >= self.n or self.words_at[k] not in (",", "and", "or"):
            return None if k >= self.n or self.lower[k] not in self.words.division_plural else self._division(i, j, k)
        while k < self.n and k < j + 24 and (self.caps[k] or self.words_at[k] in (",", "and", "or")):
            k += 1
        return self._division(i, j, k) if k < self.n and self.lower[k] in self.words.division_plural else None

    def _division(self, i: int, j: int, k: int) -> tuple[Place, ...]:
        return self.index.lookup(f"{self._slice(i, j)} {self.words.division_plural[self.lower[k]]}")

    def _kind_beside(self, i: int, j: int) -> bool:
        """Whether a word for a sort of place stands beside a name, in small letters."""
        kinds = self.words.settlement
        if (j < self.n and self.words_at[j] in kinds) or self._apposed(j):
            return True
        k = i - 1
        while k > i - _LONGEST_LIST and k > 0 and (self.caps[k] or self.words_at[k] in (",", "and")):
            k -= 1
        if k > 0 and self.lower[k] in ("were", "are"):  # "the worst-hit villages were X and Y"
            return any(c.dep_ == "nsubj" and c.lower_ in kinds for c in self.doc[k].children)
        of = k > 0 and self.lower[k] == "of"
        kind = self.lower[k - 1] if of else self.words_at[k] if k >= 0 else ""
        # "the villages X and Y" lists places; behind "the village of X and" may stand anything
        return kind in kinds and (kind.endswith("s") or (of and k == i - 1))

    def _apposed(self, j: int) -> bool:
        """ "X, a small town on the coast", and not "X, a town councillor"."""
        if j + 2 >= self.n or self.words_at[j] != "," or self.lower[j + 1] not in ("a", "an", "the"):
            return False
        k = next((k for k in range(j + 2, min(j + 5, self.n)) if self.words_at[k] in self.words.settlement), None)
        return k is not None and (k + 1 == self.n or self.doc[k + 1].pos_ not in ("NOUN", "PROPN", "ADJ"))

    def _called(self, i: int) -> Found | None:
        """A name that the text itself calls a place: "the village of X", "the villages X, Y and Z", "X island"."""
        j = i + 1
        while j < self.n and self.caps[j] and not self.begins[j] and j < i + LONGEST:
            j += 1
        text = self._slice(i, j)
        if fold(text) in self.words.demonym or fold(text) in self.words.common or self.doc[j - 1].tag_ == "JJ":
            return None
        if not self._kind_beside(i, j):
            return None
        self.called.add(text)
        return self._make(i, j, text, self.index.lookup(text))

    def _unknown(self, i: int, end: int) -> Found | None:
        """A name without an entry that the tagger calls a place and that looks like one."""
        ent = self.entity[i]
        if self.lower[i] in self.words.feature_first and i + 1 < end and (ent is None or ent.label_ == "PERSON"):
            return self._make(i, i + 2, self._slice(i, i + 2), ())
        if ent is None or ent.label_ not in ("GPE", "LOC", "FAC"):
            return None
        if i not in (ent.start, self._trimmed(ent)[0]):
            return None
        first, last = i, ent.end
        while last > first + 1 and not self.caps[last - 1]:
            last -= 1
        text = self._slice(first, last)
        if fold(text) in self.words.demonym or self._slice(first, last).islower():
            return None
        if fold(text) in self.words.common or fold(text) in self.words.feature:
            return None
        shaped = self.lower[last - 1] in self.words.feature or self.lower[first] in self.words.feature_first
        if shaped or (ent.label_ in ("GPE", "LOC") and self._located(first) and not self._person(first, last)):
            return self._make(first, last, text, self.index.lookup(text))
        return None

    # ---- containers

    def _containers(self, found: list[Found]) -> None:
        """`Paris, Texas`, `Paris, Ill.`, `Paris (France)`: the second contains the first."""
        for a, b in pairwise(found):
            if b.first - a.last == 1 and self.words_at[a.last] in (",", "("):
                area = next((area for area in b.candidates if _holds(area, a, b)), None)
                if area is not None:
                    a.container = (area.country, area.division)
                    b.means = area if area.kind != "county" else None


def _holds(area: Place, a: Found, b: Found) -> bool:
    """Some place that `a` may mean lies in `area`, one of what `b` may mean."""
    if area.alternate or area.kind not in ("region", "country", "county"):
        return False
    if area.kind == "county" and len(b.candidates) > 1:
        return False
    return any(
        c.country == area.country
        and (not area.division or c.division == area.division)
        and c.kind != "country"
        and c.key != area.key
        for c in a.candidates
    )
