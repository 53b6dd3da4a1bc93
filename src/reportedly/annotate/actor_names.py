"""Names of people and bodies in a parsed text, without trusting the entity recogniser alone.

A name is a run of capitalised words; the recogniser's labels, titles, offices beside it and the words
inside it are votes on where it ends and what it names. Small recognisers cut names at hyphens, swallow
titles and give one name several labels: runs and votes mend that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from reportedly.annotate.actor_lexicon import Lexicon, key_of

_NAMED = frozenset({"PERSON", "ORG", "GPE", "FAC", "LOC", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
_BODY = frozenset({"ORG", "GPE", "FAC", "LOC", "LAW", "EVENT", "WORK_OF_ART"})
_LINKS = frozenset({"of", "for", "and", "the", "on", "in", "to", "&"})
_APOSTROPHES = frozenset({"'s", "’s", "'", "’"})
_LONGEST = 12


@dataclass(slots=True)
class View:
    """A parsed text as plain lists, one item a token: many times faster to walk than the tokens."""

    words: list[str]
    lower: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    lemmas: list[str]
    labels: list[str]
    entity: list[int]
    """Number of the recogniser's entity a token is in, -1 for none."""
    sentence: list[int]
    paragraph: list[int]
    starts: list[bool]
    quoted: list[bool]
    spaced: list[bool]
    whole: str
    """The text."""
    offsets: list[int]
    """Where each word begins in it."""
    headline: list[bool]
    """Whether the token's sentence is set in headline case, where capitals say nothing."""

    def __len__(self) -> int:
        return len(self.words)

    def text(self, start: int, end: int) -> str:
        """The words between two tokens as they stand, on one line."""
        if start >= end:
            return ""
        return " ".join(self.whole[self.offsets[start] : self.offsets[end - 1] + len(self.words[end - 1])].split())


def view(doc: Doc) -> View:
    """The lists of a text."""
    tokens = list(doc)
    strings = doc.vocab.strings
    cache: dict[int, str] = {0: ""}

    def names(column: list[int]) -> list[str]:
        for number in set(column) - cache.keys():
            cache[number] = strings[number]
        return [cache[number] for number in column]

    words = [t.text for t in tokens]
    raw = doc.to_array(["TAG", "DEP", "LEMMA", "ENT_TYPE"]).tolist() if tokens else []
    tag, dep, lemma, label = ([row[i] for row in raw] for i in range(4))
    signed = doc.to_array(["HEAD", "ENT_IOB", "SENT_START"]).astype("int64").tolist() if tokens else []
    entity, sentence, paragraph, quoted = [], [], [], []
    number = sent = para = -1
    inside = False
    fresh = True
    for i, (_, iob, start) in enumerate(signed):
        word = words[i]
        if start == 1 or i == 0:
            sent += 1
        if fresh:
            para, inside, fresh = para + 1, False, False
        if "\n" in word:
            fresh = True
        number += iob == 3
        entity.append(number if iob in (1, 3) else -1)
        sentence.append(sent)
        paragraph.append(para)
        if word == "“" or (word == '"' and not inside):
            inside = True
        elif word in ("”", '"'):
            inside = False
        quoted.append(inside)
    starts = [i == 0 or row[2] == 1 for i, row in enumerate(signed)]
    return View(
        words=words,
        lower=[w.lower() for w in words],
        tags=names(tag),
        deps=names(dep),
        heads=[i + row[0] for i, row in enumerate(signed)],
        lemmas=names(lemma),
        labels=names(label),
        entity=entity,
        sentence=sentence,
        paragraph=paragraph,
        starts=starts,
        quoted=quoted,
        spaced=[bool(t.whitespace_) for t in tokens],
        whole=doc.text,
        offsets=doc.to_array("IDX").tolist() if tokens else [],
        headline=_headlines(words, sentence),
    )


def _headlines(words: list[str], sentence: list[int]) -> list[bool]:
    count = sentence[-1] + 1 if sentence else 0
    long, capital = [0] * count, [0] * count
    ended = [False] * count
    for word, number in zip(words, sentence, strict=True):
        if len(word) > 3 and word.isalpha():
            long[number] += 1
            capital[number] += word[0].isupper()
        ended[number] = ended[number] or word in (".", "?", "!", "”", '"')
    headline = [n >= 4 and c >= 0.75 * n and not e for n, c, e in zip(long, capital, ended, strict=True)]
    return [headline[number] for number in sentence]


@dataclass(frozen=True, slots=True)
class Name:
    """One occurrence of a name: tokens `start` to `end`, half open."""

    start: int
    end: int
    label: str
    """What the recogniser says it is, "" for nothing."""
    title: str = ""
    """The courtesy title before it, lower case."""
    office: bool = False
    """An office stands directly before it: "Mayor X"."""


DASHES = frozenset({"-", "–", "—", "--"})


def find_names(v: View, lex: Lexicon) -> list[Name]:
    """Every name in the text, in order, none overlapping another."""
    found: list[Name] = []
    i = 0
    while i < len(v):
        if not _begins(v, lex, i):
            i += 1
            continue
        end = _run(v, lex, i)
        if not _dateline(v, i, end):
            found += _split(v, lex, i, end)
        i = end
    return found


def _capital(word: str) -> bool:
    return word[0].isupper() or (len(word) > 2 and word[1].isupper())


def _begins(v: View, lex: Lexicon, i: int) -> bool:
    word = v.words[i]
    if word.istitle() and v.tags[i] == "CD" and i + 1 < len(v) and v.tags[i + 1] in ("NNP", "NNPS"):
        return not v.starts[i] or v.labels[i] == "ORG"
    if (
        not _capital(word)
        or v.lower[i] in lex.not_names
        or v.labels[i] in ("DATE", "TIME")
        or v.tags[i].startswith("PRP")
    ):
        return _numbered(v, lex, i)
    if v.tags[i] in ("NNP", "NNPS") or v.labels[i] in _NAMED:
        return v.tags[i] not in ("DT", "IN", "WP", "WRB", "CC", "MD", "VBZ") or v.labels[i] == "PERSON"
    plain = v.tags[i] in ("NN", "NNS", "JJ", "FW", "VBG", "VB", "VBP", "UH")
    return plain and not v.starts[i] and not v.headline[i] and not _opens_quote(v, i)


def _numbered(v: View, lex: Lexicon, i: int) -> bool:
    """A number that opens a known name: "10 Downing Street"."""
    if not v.words[i].isdigit() or i + 1 >= len(v) or not _capital(v.words[i + 1]):
        return False
    return v.words[i] in lex.known_heads and _known_end(v, lex, i, min(i + 5, len(v))) > i


def _opens_quote(v: View, i: int) -> bool:
    return i > 0 and v.words[i - 1] in ("“", '"', "‘", "'", ":", "•", "-", "—")


def _same_entity(v: View, i: int, labels: frozenset[str]) -> bool:
    """Whether tokens i and i-1 are in one entity of the recogniser of those labels."""
    return v.entity[i] >= 0 and v.entity[i] == v.entity[i - 1] and v.labels[i] in labels


def _run(v: View, lex: Lexicon, start: int) -> int:
    i = start + 1
    limit = min(len(v), start + _LONGEST, len(v))
    if v.labels[start] == "NORP" and v.tags[start] != "NNP":
        while i < limit and _same_entity(v, i, frozenset({"NORP"})):
            i += 1
        return i
    while i < limit and v.paragraph[i] == v.paragraph[start] and not (v.starts[i] and v.words[i - 1] == "."):
        step = _goes_on(v, lex, i, limit)
        if not step:
            break
        i += step
    return i


def _goes_on(v: View, lex: Lexicon, i: int, limit: int) -> int:
    """How many tokens from i on belong to the run before i; 0 where it ends."""
    word, lower = v.words[i], v.lower[i]
    after = i + 1 < limit and _capital(v.words[i + 1]) and v.tags[i + 1] not in ("PRP", "DT", "IN")
    inside = _same_entity(v, i, frozenset({"PERSON", "ORG"}))
    if _capital(word) and (inside or (lower not in lex.not_names and v.labels[i] not in ("DATE", "TIME"))):
        nounish = v.tags[i] in ("NNP", "NNPS", "NN", "NNS", "JJ", "FW", "VBG", "VBN", "VBD", "CD")
        joined = not v.starts[i] or not v.words[i - 1].endswith(".")  # parsers do end sentences inside names
        return int((nounish or v.labels[i] in _NAMED or v.words[i - 1].endswith(".")) and joined)
    if word.isdigit() and v.words[i - 1] in ("Number", "No", "No."):
        return 1
    if word in ("-", "–") and i + 1 < limit and not v.spaced[i - 1] and not v.spaced[i]:
        tail = v.words[i + 1]
        return 2 if _capital(tail) or (tail.isalpha() and len(tail) <= 4 and v.entity[i + 1] >= 0) else 0
    if lower in lex.suffixes:
        return 1
    if lower in lex.particles and after:
        return 2 if v.labels[i + 1] == v.labels[i - 1] or v.tags[i] == "NNP" else 0
    if lower in ("of", "for") and after and v.words[i - 1] in lex.open_words:
        return 2
    if (lower in _LINKS or word in _APOSTROPHES) and i + 1 < limit and _same_entity(v, i, _BODY):
        return 2 if _same_entity(v, i + 1, _BODY) and (after or v.lower[i + 1] == "the") else 0
    return 2 if lower == "&" and after else 0


def _dateline(v: View, start: int, end: int) -> bool:
    """Capitals at a paragraph's start before a bracket, bar or dash: "GENEVA (Agency) - "."""
    if start and v.paragraph[start - 1] == v.paragraph[start]:
        return False
    upper = all(v.words[i].isupper() for i in range(start, end))
    return upper and end < len(v) and v.words[end] in ("(", "|", ",", *DASHES)


def _split(v: View, lex: Lexicon, start: int, end: int) -> Iterator[Name]:
    """The names of one run: an office in it parts the body before it from the person after it."""
    whole = " ".join(v.words[start:end])
    if key_of(whole.split()) in lex.known:
        yield Name(start, end, _label(v, start, end), *_before(v, lex, start))
        return
    last = _last_office(v, lex, start, end)
    if last is None:
        yield from _parts(v, lex, start, end)
        return
    yield from _bodies(v, lex, start, last)
    if last + 1 < end:
        title = v.lower[last] if v.lower[last] in lex.titles else ""
        office = not title or title in lex.title_offices or (last > start and lex.is_office(v.lower[last - 1]))
        yield from _parts(v, lex, last + 1, end, (title, office))


def _last_office(v: View, lex: Lexicon, start: int, end: int) -> int | None:
    """Where the last office or title of a run stands, None where the run is one name."""
    for k in range(end - 1, start - 1, -1):
        lower = v.lower[k]
        if not (lower in lex.titles or lex.is_office(lower)):
            continue
        first = v.lower[k - 1] if k > start else ""
        if k == end - 1 and (first in lex.given or (first in lex.titles and first not in lex.title_offices)):
            continue  # "Mr. Singer", "John Major": an office word as a surname
        tail = k
        if k + 2 < end and v.lower[k + 1] == "of" and v.lower[k + 2] in lex.fields:
            tail = k + 2
        rest = v.words[tail + 1 : end]
        if (rest and rest[-1] in lex.body_words) or (rest and rest[0] in ("of", "for", "&", "-")):
            return None
        return tail
    return None


def _before(v: View, lex: Lexicon, start: int) -> tuple[str, bool]:
    """Title and office of the lower-case words before a name: "mayor X", "the actor X"."""
    if start == 0:
        return "", False
    lower = v.lower[start - 1]
    if lower in lex.titles:
        return lower, lower in lex.title_offices
    return "", lex.is_office(lower) and v.tags[start - 1] in ("NN", "NNP")


def _label(v: View, start: int, end: int) -> str:
    """The recogniser's word for most of the tokens."""
    votes: dict[str, int] = {}
    for i in range(start, end):
        if v.labels[i] in _NAMED:
            votes[v.labels[i]] = votes.get(v.labels[i], 0) + 1
    return max(votes, key=lambda label: (votes[label], label)) if votes else ""


def _parts(v: View, lex: Lexicon, start: int, end: int, before: tuple[str, bool] = ("", False)) -> Iterator[Name]:
    """A run without offices; a person's name at its end is parted from a party or body before it."""
    title, office = before if any(before) else _before(v, lex, start)
    cut = start
    if v.labels[end - 1] == "PERSON" and v.entity[end - 1] != v.entity[start]:
        first = end - 1
        while first > start and v.entity[first - 1] == v.entity[end - 1]:
            first -= 1
        head = key_of(v.words[start:first])
        if head in lex.known or v.words[first - 1] in lex.party_words | lex.body_words:
            cut = first
    elif end - start > 1 and v.words[start] in lex.party_words and v.words[end - 1] not in lex.body_words:
        cut = start + 1
    if cut > start:
        yield from _bodies(v, lex, start, cut)
        office = office or v.words[cut - 1] in lex.party_words
    while end > cut and (v.words[end - 1] in _APOSTROPHES or v.lower[end - 1] in _LINKS):
        end -= 1
    if "of" in v.lower[cut:end] and v.words[cut] not in lex.body_words | lex.open_words:
        of = v.lower.index("of", cut, end)
        if of - cut > 1 and key_of(v.words[of + 1 : end]) in lex.known and v.words[of - 1] not in lex.open_words:
            yield Name(of + 1, end, "GPE")  # "X of Romania": the country is no part of the name
            yield Name(cut, of, "PERSON", title, office)
            return
    if end > cut:
        yield Name(cut, end, _label(v, cut, end), title, office)


def _known_end(v: View, lex: Lexicon, start: int, end: int) -> int:
    """End of the longest known name that begins at start, start itself where there is none."""
    first = key_of(v.words[start : start + 1])
    longest = lex.known_heads.get(first[0], 0) if first else 0
    for stop in range(min(end, start + longest + 2), start, -1):
        if key_of(v.words[start:stop]) in lex.known:
            return stop
    return start


def _bodies(v: View, lex: Lexicon, start: int, end: int) -> Iterator[Name]:
    """Bodies and places named among the words before an office ("White House Press Secretary")."""
    i = start
    while i < end:
        known = stop = _known_end(v, lex, i, end)
        if v.entity[i] >= 0 and v.labels[i] in ("ORG", "GPE", "FAC", "NORP"):
            stop = i + 1
            while stop < end and v.entity[stop] == v.entity[i]:
                stop += 1
            if all(lex.is_office(w) or w in lex.fields for w in v.lower[i:stop]):
                i = stop
                continue
            if stop > known > i and _known_end(v, lex, known, stop) == stop:
                stop = known  # two known bodies side by side
            stop = max(stop, known)
        if stop > i:
            yield Name(i, stop, _label(v, i, stop))
        i = max(stop, i + 1)
