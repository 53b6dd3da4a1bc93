"""What the words around a capitalised name say: is it a place, a person, a government, part of a firm's name?"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from reportedly.annotate.gazetteer import Gazetteer, Place, fold
from reportedly.annotate.place_words import Words

KNOWN_BY_SIZE = 150_000
"""Residents from which a place is expected without a word before it that says so."""
KNOWN_FOR_SCHOOLS = 20_000
"""Residents from which a school is rather named after its town than after a person."""
KNOWN_ELSEWHERE = 500_000
"""Residents from which the name of a place in another language or of old is known: those of small ones are too many."""
KNOWN_ABROAD = 100_000
"""The same where English is not spoken, so that the town's name is no English person's."""
_ENGLISH = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA", "PH"})
_PARTIES = frozenset({"D", "R", "I", "DFL"})
_DASH = frozenset({"--", "—", "–", "-", "(", ":"})
AREAS = frozenset({"country", "region", "county", "continent", "water"})
_NAMED = frozenset({"ORG", "FAC", "EVENT", "WORK_OF_ART", "LAW"})
DIRECTIONS = 6
"""Words between "in" and the name that are looked across: "in the far north-eastern"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that the gazetteer has, where it stands."""

    first: int
    last: int
    """Tokens, half open."""
    run_end: int
    """Where the run of capitalised words that it is in ends."""
    text: str
    candidates: tuple[Place, ...]
    seen: bool
    """The tagger calls the same words a place somewhere in the text."""

    @property
    def strong(self) -> bool:
        """A country, a region, a sea: hardly ever a person's name."""
        return self.candidates[0].kind in AREAS and not self.candidates[0].alternate


class Surroundings:
    """A parsed text as columns, and the evidence for each name in it."""

    def __init__(self, doc: Doc, index: Gazetteer, words: Words) -> None:
        self.doc, self.index, self.words, self.n = doc, index, words, len(doc)
        self.text = text = doc.text
        # Columns of numbers and plain strings: making a Token object for each word would cost more than all else here.
        determiner = doc.vocab.strings["DET"]
        columns = doc.to_array(["IDX", "LENGTH", "SENT_START", "POS"]).tolist()
        self.starts = [row[0] for row in columns]
        self.words_at = [text[start : start + length] for start, length, _, _ in columns]
        self.lower = [w.lower() for w in self.words_at]
        self.begins = [row[2] == 1 for row in columns]
        self.caps = [w[0].isupper() and row[3] != determiner for w, row in zip(self.words_at, columns, strict=True)]
        self.ents = doc.ents
        self.after_place = -1
        self.surnames, self.given = self._people()
        self.entity: list[Span | None] = [None] * self.n
        for ent in self.ents:
            for i in range(ent.start, ent.end):
                self.entity[i] = ent
        self.counties = {
            self._slice(max(0, k - n), k)
            for k, word in enumerate(self.words_at)
            if k and word in ("County", "Parish")
            for n in (1, 2)
        }

    # ---- what the text says of people

    def _people(self) -> tuple[set[str], set[str]]:
        last: set[str] = set()
        first: set[str] = set()
        for ent in self.ents:
            if ent.label_ == "PERSON" and ent.end - ent.start > 1:
                words = [w for w in self.words_at[ent.start : ent.end] if w[0].isalpha()]
                if len(words) > 1 and not any(w.lower() in self.words.local_head for w in words):
                    last.add(words[-1])
                    first.add(words[0])
        return last, first

    def _slice(self, i: int, j: int) -> str:
        return self.text[self.starts[i] : self.starts[j - 1] + len(self.words_at[j - 1])]

    # ---- evidence

    def _person(self, i: int, j: int) -> bool:
        return j - i == 1 and (self.words_at[i] in self.surnames or self.words_at[i] in self.given)

    def _located(self, i: int) -> bool:
        """A word of place stands before token `i`."""
        k = i - 1
        while k >= max(0, i - DIRECTIONS) and (self.lower[k] in self.words.direction or self.lower[k] == "the"):
            k -= 1
        if k >= 0 and self.lower[k] in ("and", "or") and k == self.after_place:
            return True
        if k > 0 and self.words_at[k] == "-" and self.words_at[k - 1] in _PARTIES:
            return True
        if k > 0 and self.lower[k] == "of":
            ent = self.entity[k - 1]
            person = self.words_at[k - 1] == "," or (ent is not None and ent.label_ == "PERSON")
            return person or self.lower[k - 1] in self.words.direction or self.lower[k - 1] in self.words.local_noun
        return k >= 0 and self.lower[k] in self.words.locative

    def _contained(self, j: int) -> bool:
        """A comma and a region or a country follow."""
        if j + 1 >= self.n or self.words_at[j] not in (",", "("):
            return False
        if self.words_at[j + 1] in self.words.abbreviation:
            return True
        if j + 2 < self.n and self._slice(j + 1, j + 3) in self.words.abbreviation:
            return True
        return self.caps[j + 1] and any(
            p.kind in ("region", "country") and not p.alternate
            for k in (j + 3, j + 2)
            if k <= self.n
            for p in self.index.lookup(self._slice(j + 1, k))
        )

    def _dateline(self, i: int, j: int) -> bool:
        """Capitals or a town at a paragraph's start before a dash or a bracket."""
        upper = self.words_at[i].isupper()
        if i and not ("\n" in self.words_at[i - 1] or (upper and not self.words_at[i - 1][0].isalnum())):
            return False
        after = range(j, min(j + 1, self.n))
        if after and self.words_at[j] == ",":
            after = range(j + 2, min(j + 5, self.n))
        return any(self.words_at[k] in _DASH and (upper or self.words_at[k] not in ("-", ":")) for k in after)

    def _accept(self, name: Candidate) -> bool:
        """Whether the name is taken for a place: by what rules it out, then by what the tagger calls it."""
        located, contained = self._located(name.first), self._contained(name.last)
        settled = self._settled(name, located=located, contained=contained)
        if settled is not None:
            return settled
        ent = self.entity[name.first]
        label = ent.label_ if ent is not None else ""
        i, j = name.first, name.last
        if ent is not None and label in ("GPE", "LOC"):
            return (
                j - i > 1 or ent.start == i or self._trimmed(ent) == (i, j) or self.lower[i - 1] in self.words.direction
            )
        said = located or contained or name.seen
        if label == "PERSON":
            return self._tagged_person(name, said=said)
        if ent is not None and label in _NAMED:
            if self._trimmed(ent) == (i, j):
                big = name.candidates[0].population >= KNOWN_BY_SIZE
                return said or name.strong or big or self._local(j, j, strict=True)
            return self._inside(i, j, name.run_end, known=name.seen or name.strong)
        if said or self._local(j, name.run_end, strict=True):
            return True
        if name.strong and (j - i > 1 or not self.begins[i]):
            return True
        return name.candidates[0].population >= KNOWN_BY_SIZE and not self.begins[i] and name.run_end == j

    def _settled(self, name: Candidate, *, located: bool, contained: bool) -> bool | None:
        """What holds whatever the tagger says; None: it has to say."""
        i, j = name.first, name.last
        ent = self.entity[i]
        label = ent.label_ if ent is not None else ""
        folded = fold(name.text)
        if folded in self.words.metonym:
            return located
        capital = any(c.kind == "capital" for c in name.candidates[:3])
        if capital and not located and not contained and self._governs(j):
            return False
        if self._dateline(i, j):
            return True
        first = name.candidates[0]
        if (
            j - i == 1
            and len(name.text) <= 4
            and name.text.isupper()
            and first.name != name.text
            and not first.alternate
        ):
            return False
        if self._person(i, j) and not contained and not (located and label == "GPE"):
            return False
        if folded in self.words.common and not (label in ("GPE", "LOC") and (located or contained)):
            return False
        foreign = all(c.alternate and c.kind == "place" for c in name.candidates)
        if foreign and j - i == 1 and first.population < KNOWN_ELSEWHERE:
            return located and label in ("GPE", "LOC", "")
        return None

    def _tagged_person(self, name: Candidate, *, said: bool) -> bool:
        """A town that the tagger took for a person: small models often do."""
        i, j = name.first, name.last
        ent = self.entity[i]
        if ent is not None and self._trimmed(ent) == (i, j):
            first = name.candidates[0]
            abroad = first.population >= KNOWN_ABROAD and first.country not in _ENGLISH
            return said or abroad or self._local(j, j, strict=True)
        return ent is not None and ent.start in (i, i - 1) and self._local(j, name.run_end, strict=True)

    def _trimmed(self, ent: Span) -> tuple[int, int]:
        first, last = ent.start, ent.end
        while first < last - 1 and (self.lower[first] == "the" or self.lower[first] in self.words.direction):
            first += 1
        while last > first + 1 and not self.caps[last - 1]:
            last -= 1
        return first, last

    def _local(self, j: int, end: int, *, strict: bool) -> bool:
        """A word for something local follows: police, a school, a council."""
        if j >= self.n:
            return False
        if self.lower[j] in self.words.named_after:
            return False
        if self.lower[j] in self.words.local_head or self.lower[j] in self.words.local_noun:
            return True
        return not strict and any(self.lower[k] in self.words.local_head for k in range(j, end))

    def _inside(self, i: int, j: int, end: int, *, known: bool) -> bool:
        """The name of a place in the name of an organisation that stands there."""
        ent = self.entity[i]
        if ent is None:
            return False
        last = max(ent.end, end)
        if any(self.lower[k] in self.words.not_local for k in range(j, min(last, self.n))):
            return False
        if i and self.lower[i - 1] == "of":
            return i >= 2 and self.lower[i - 2] in self.words.local_head
        starts = ent.start <= i <= self._trimmed(ent)[0]
        if starts and j < last and self.lower[j] in self.words.named_after:
            return known or self.index.lookup(self._slice(i, j))[0].population >= KNOWN_FOR_SCHOOLS
        return starts and self._local(j, last, strict=False)

    def _governs(self, j: int) -> bool:
        """Subject or object of what governments do: "Paris warned Berlin"."""
        root = self.doc[j - 1]
        if root.dep_ == "conj":
            root = root.head
        return root.dep_ in ("nsubj", "nsubjpass", "dobj") and root.head.lemma_ in self.words.government_verb
