"""Roles of people as the text has them: before the name, beside it between commas, and after "is"."""

from __future__ import annotations

from reportedly.annotate.actor_lexicon import Lexicon
from reportedly.annotate.actor_names import View

_BEFORE = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "JJR", "VBN", "HYPH", "POS", "CD", "AFX", "RB", "VBG", ":"}
)
_BESIDE = _BEFORE | {"DT", "VBG", "IN", "CC", "PRP$", "TO", "NFP"}
_CLAUSE = frozenset({"WP", "WDT", "WRB", "MD", "VBD", "VBZ", "VBP", "PRP", "WP$"})
_LONGEST = 16


def is_role_noun(lex: Lexicon, lower: str) -> bool:
    return lex.is_office(lower) or lower in lex.kin


def role_before(v: View, lex: Lexicon, start: int) -> str | None:
    """The role in the words before a name: "Health Minister X", "the agency's X", "the mayor of Y, X"."""
    i = start
    while i > 0 and v.lower[i - 1] in lex.titles and v.lower[i - 1] not in lex.title_offices:
        i -= 1
    if i > 1 and (
        v.words[i - 1] == ","
        or (i < start and v.tags[i - 1] in ("NNP", "NNPS") and not is_role_noun(lex, v.lower[i - 1]))
    ):
        # A comma, or a courtesy title after another name: "Ambassador to Y Sir X".
        return _role_before_comma(v, lex, i - (v.words[i - 1] == ","))
    first = walk_left(v, lex, i)
    if first == i:
        return None
    if v.tags[i - 1] == "POS" or v.words[i - 1] in ("'s", "’s"):
        return v.text(first, i - 1)
    words = v.lower[first:i]
    if not is_role_noun(lex, words[-1]) and not (len(words) > 2 and words[-2] == "of" and words[-1] in lex.fields):
        party = v.words[i - 1] in lex.party_words
        return v.text(first, i) if party else None
    return v.text(first, i)


def walk_left(v: View, lex: Lexicon, end: int) -> int:
    """Where the modifiers before a noun begin, the article not counted."""
    i = end
    while i > 0 and end - i < _LONGEST and v.paragraph[i - 1] == v.paragraph[end - 1] and not v.starts[i]:
        tag, word = v.tags[i - 1], v.words[i - 1]
        if tag not in _BEFORE or (tag == ":" and word != "-") or word in ('"', "“", "”", ","):
            if word == "of" and v.lower[i] in ("state", "defense", "defence", "staff", "justice", "parliament"):
                i -= 1
                continue
            break
        if tag == "VBG" and v.lower[i - 1] not in lex.loose:
            break
        if tag == "VBN" and v.deps[i - 1] != "amod":
            break
        if v.labels[i - 1] in ("DATE", "TIME") or (tag == "RB" and v.tags[i] != "HYPH" and v.deps[i - 1] != "amod"):
            break
        i -= 1
    while i < end and v.tags[i] in ("POS", ":", "HYPH"):
        i += 1
    return i


def _role_before_comma(v: View, lex: Lexicon, comma: int) -> str | None:
    i = comma
    noun = False
    while i > 0 and comma - i < _LONGEST and not v.starts[i] and v.tags[i - 1] in _BESIDE and v.words[i - 1] != ",":
        i -= 1
    if i == comma:
        return None
    # The phrase begins at the last article or possessive before its role noun.
    for k in range(comma - 1, i - 1, -1):
        head = k == comma - 1 or v.tags[k + 1] in ("IN", "TO")
        noun = noun or (head and is_role_noun(lex, v.lower[k]) and v.tags[k] in ("NN", "NNP"))
        if noun and v.tags[k] in ("DT", "PRP$"):
            return v.text(k + (v.tags[k] == "DT"), comma)
        if noun and v.tags[k] in ("IN", "CC", "TO") and v.lower[k] not in ("of", "for", "to", "at", "in", "and"):
            return v.text(k + 1, comma)
    return v.text(i, comma) if noun and v.starts[i] else None


def appositive_role(v: View, lex: Lexicon, start: int, end: int) -> str | None:
    """The role between commas after a name: "X, a former adviser to Y,"."""
    if end + 1 >= len(v) or v.words[end] not in (",", "(", "—", "–") or v.paragraph[end] != v.paragraph[start]:
        return None
    first = end + 1
    if v.tags[first] == "CD" and first + 2 < len(v) and v.words[first + 1] == ",":
        first += 2  # an age: "X, 34, a nurse,"
    i = first
    noun = False
    while i < len(v) and i - first < _LONGEST and v.paragraph[i] == v.paragraph[start]:
        tag = v.tags[i]
        if (
            v.words[i] in (",", ".", ")", ";", '"', "“", "”", "—")
            or tag in _CLAUSE
            or (tag == "VBG" and v.lower[i] != "acting")
        ):
            break
        if not noun and tag not in _BESIDE and tag != "$":
            return None
        if not noun and tag == "IN":
            return None
        if tag == "VBN" and noun and v.deps[i] != "amod":
            break
        noun = noun or (
            tag in ("NN", "NNP")
            and is_role_noun(lex, v.lower[i])
            and v.tags[min(i + 1, len(v) - 1)] not in ("NN", "NNS")
        )
        i += 1
    if not noun or i == first or v.tags[first] == "CC":
        return None
    if v.tags[first] == "PRP$" or (v.labels[first] == "PERSON" and i - first < 4):
        return None
    if i < len(v) and v.tags[i] in ("VBD", "VBZ", "MD", "VBP") and not _subject_of(v, start, end, i):
        return None  # ", the minister said": another's speech
    first += v.lower[first] in lex.articles
    # "his wife, Y": the name after the comma is another's; "X, the mayor, and Y" is not.
    return v.text(first, i) if i > first else None


def _subject_of(v: View, start: int, end: int, verb: int) -> bool:
    return any(v.heads[k] == verb and v.deps[k] == "nsubj" for k in range(start, end))


def copular_role(v: View, lex: Lexicon, start: int, end: int) -> str | None:
    """The role after "is", "was" or "became": "X is a professor of law"."""
    if end + 1 >= len(v) or v.lower[end] not in ("is", "was", "became", "becomes"):
        return None
    i = end + 1
    first = i + (v.lower[i] in lex.articles)
    while i < len(v) and i - end < _LONGEST and v.tags[i] in _BESIDE and v.paragraph[i] == v.paragraph[start]:
        i += 1
    noun = next((k for k in range(first, i) if v.tags[k] == "IN"), i) - 1
    if noun < first or not is_role_noun(lex, v.lower[noun]):
        return None
    return v.text(first, i)


def gender_of_role(lex: Lexicon, role: str) -> str | None:
    words = set(role.lower().split())
    if words & lex.noun_male or any(w.endswith("sman") for w in words):
        return "male"
    if words & lex.noun_female or any(w.endswith("woman") for w in words):
        return "female"
    return None
