"""Is a paragraph a picture's caption? Told by its wording, since a copied page does not say.

Captions of news pictures keep to a few forms (The Associated Press Stylebook, "photo captions"): the first sentence
describes the picture in the present tense and gives day and place; or it has no verb and gives the time ("A protest in
Springville last year."). Prose of news is in the past tense, names its source, and has a finite verb. A tagger would
know better; this room has none, so verbs are told by closed lists (`[captions]` and `[verbs]` of
`languages/en/furniture.toml`) and endings, and where those leave a doubt the paragraph stays in the text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import pairwise

from reportedly.clean.blocks import plain_quotes
from reportedly.languages import table

MOST_WORDS = 48
"""A longer paragraph is no caption."""
VERB_WITHIN = 14
"""The verb of a caption is among its first words."""

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_MARKED = re.compile(_TOKEN.pattern + r"|\d[\d,.]*\d|\d|,")
"""Words, numbers and commas: what stands between two words tells whether they belong together."""
_NO_PARTICIPLE = ("eed", "hundred", "sacred", "naked", "wicked")
_SENTENCE_END = re.compile(r"""[.!?]["')]*\s+(?=["'(]?[A-Z])""")


@dataclass(frozen=True, slots=True)
class _Words:
    auxiliaries: frozenset[str]
    finite: frozenset[str]
    picture: frozenset[str]
    picture_third: frozenset[str]
    no_subject: frozenset[str]
    not_before_verb: frozenset[str]
    before_participle: frozenset[str]
    said: frozenset[str]
    determiners: frozenset[str]
    function: frozenset[str]
    opens_clause: frozenset[str]
    indefinite: frozenset[str]
    times: re.Pattern[str]
    past_times: re.Pattern[str]
    positions: re.Pattern[str]
    bare_date: re.Pattern[str]
    abbreviated: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    furniture = table("furniture")
    captions, verbs, dates = furniture["captions"], furniture["verbs"], table("publication")["dates"]
    month = "|".join([*dates["months"], *dates["month_short"]])
    weekday = "|".join(dates["weekdays"])
    position = "|".join(re.escape(p) for p in captions["positions"])
    third = frozenset(map(_third_person, captions["picture"]))
    return _Words(
        auxiliaries=frozenset(verbs["auxiliaries"]),
        finite=frozenset(verbs["finite"]),
        picture=frozenset(captions["picture"]) | third,
        picture_third=third,
        no_subject=frozenset(captions["no_subject"]),
        not_before_verb=frozenset(captions["not_before_verb"]),
        before_participle=frozenset(captions["before_participle"]),
        said=frozenset(captions["said"]),
        determiners=frozenset(captions["determiners"]),
        function=frozenset(captions["function"]),
        opens_clause=frozenset(captions["opens_clause"]),
        indefinite=frozenset(captions["indefinite"]),
        times=re.compile(r"\b(?:" + "|".join(captions["times"]) + r")\b", re.IGNORECASE),
        past_times=re.compile(r"\b(?:" + "|".join(captions["past_times"]) + r")\b", re.IGNORECASE),
        positions=re.compile(
            rf"\((?:{position})(?: in [^()]{{1,20}})?\)|\(pictured\b[^()]{{0,30}}\)|, (?:{position}),|\b(?:pictured|file photo)\b",
            re.IGNORECASE,
        ),
        bare_date=re.compile(rf"(?:\bon )?\b(?:(?:{weekday})\b,? )?(?:{month})\.? \d{{1,2}}, \d{{4}}\b", re.IGNORECASE),
        abbreviated=re.compile(r"\b(?:[A-Z]|" + "|".join(captions["abbreviations"]) + ")$"),
    )


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def finite_verb(tokens: list[str], start: int = 0) -> int | None:
    """Where the first finite verb of a sentence stands, from `start`; None where the lists know none.

    `tokens` are in lower case but for names, which keep their capital: "May" is no verb inside a sentence.
    """
    words = _words()
    for at, token in enumerate(tokens[start:], start):
        previous = tokens[at - 1] if at else ""
        if token in words.auxiliaries:
            return at
        if token in words.finite and previous not in words.not_before_verb and previous not in words.before_participle:
            return at
        past = len(token) > 3 and token.endswith("ed") and not token.endswith(_NO_PARTICIPLE)
        if past and at and previous not in words.before_participle:
            return at
    return None


def picture_verb(tokens: list[str]) -> int | None:
    """Where a present-tense verb of picture descriptions stands that agrees with the word before it."""
    words = _words()
    for at, token in enumerate(tokens[1:VERB_WITHIN], 1):
        before = tokens[at - 1]
        if token not in words.picture or before.lower() in words.not_before_verb:
            continue
        plural = before.lower() in words.indefinite - {"a", "an"} or (
            before.endswith("s") and not before.endswith(("ss", "'s"))
        )
        if token in words.picture_third:
            if not plural and _main_clause(tokens, at):
                return at
        elif plural and _main_clause(tokens, at):
            return at
    return None


def _verb_like(sentence: str) -> bool:
    """A word that the lists do not know stands where only a verb can.

    In a description without a verb an article or possessive follows a preposition, a conjunction, a participle or a
    comma; a name follows no plural and no word in -s ("Critics slam Doe", "the film shows Doe").
    """
    words = _words()
    matches = list(_TOKEN.finditer(sentence))
    for left, right in pairwise(matches):
        word, following = left[0], right[0]
        if "," in sentence[left.end() : right.start()] or not word[0].islower() or word in words.function:
            continue
        if following in words.determiners and not word.endswith("ing"):
            return True
        if following[0].isupper() and word.endswith("s") and not word.endswith("'s"):
            return True
        before = sentence[: left.start()].rstrip()
        if following[0].isupper() and before.endswith("s") and not before.endswith(("'s", "ss")):
            return True
    return False


def _main_clause(tokens: list[str], at: int) -> bool:
    """No other finite verb before, nor one after that no conjunction or relative opens: else the word was a noun."""
    first = finite_verb(tokens)
    if first is not None and first < at:
        return False
    later = finite_verb(tokens, at + 1)
    return later is None or bool(_words().opens_clause & set(tokens[at + 1 : later]))


def _sentences(text: str) -> list[str]:
    """The text cut after stops that are not an abbreviation's."""
    parts, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if not _words().abbreviated.search(text[start : end.start()]):
            parts.append(text[start : end.end()])
            start = end.end()
    return [*parts, text[start:]]


def is_caption(text: str, *, before_credit: bool = False, before_body: bool = False, stopped: bool = True) -> bool:
    """True where the wording is a caption's. `before_credit`: a photo credit follows; `before_body`: no prose came yet."""
    plain = plain_quotes(text)
    if text.count(" ") + 1 > MOST_WORDS or text.count(" ") < 3 or plain[0] in "\"'([" or not plain[0].isupper():
        return False
    sentences = _sentences(plain)
    first = sentences[0]
    tokens = _MARKED.findall(first)
    # a capital inside a sentence is a name's
    tokens = [tokens[0].lower(), *(t if t[0].isupper() else t.lower() for t in tokens[1:])] if tokens else []
    length = sum(t[0].isalpha() for t in tokens)
    words = _words()
    if length < 4 or len(sentences) > 3 or tokens[0] in words.no_subject or words.said & set(tokens):
        return False
    if words.positions.search(first):
        return True
    date = words.bare_date.search(first)
    finite, shown = finite_verb(tokens), picture_verb(tokens)
    if finite is None and shown is None:
        # no verb at all: a description, if it tells of a past day or a picture's credit follows
        told = bool(words.past_times.search(first)) or date is not None or before_credit
        return length >= 6 and not _verb_like(first) and (told or (before_body and len(sentences) > 1))
    if shown is None or (finite is not None and finite < shown):
        return before_credit and before_body and len(sentences) == 1 and not stopped
    if before_credit or (date is not None and not date[0].lower().startswith("on ")):
        return True
    return tokens[0] in words.indefinite and (before_body or bool(words.times.search(first)))
