"""The speech act of a reporting word (`languages/en/reporting.toml`)."""

from __future__ import annotations

import functools
from typing import cast

from reportedly.languages import table
from reportedly.model import Stance


@functools.cache
def _stances() -> dict[str, Stance]:
    verbs = table("reporting")["verbs"]
    found: dict[str, Stance] = {}
    for source in (table("reporting")["nouns"], verbs):  # a verb's own stance goes before its noun's
        for stance, lemmas in source.items():
            found.update(dict.fromkeys(lemmas, cast("Stance", stance)))
    return found


@functools.cache
def _listed(section: str, key: str) -> frozenset[str]:
    return frozenset(table("reporting")[section][key])


_NEGATED = frozenset({"not", "n't", "n’t", "never", "cannot"})


def stance_of(cue_lemma: str, cue_text: str, content_is_question: bool, future: bool) -> Stance:
    """The speech act of a cue.

    `cue_lemma` is the lemma of its verb (with particle) or noun, or its text for a phrase; `future` says whether the content
    is about the time after it was said.
    """
    lemma = cue_lemma.lower()
    words = cue_text.lower().replace("n't", " n't").replace("n’t", " n't").split()
    stance = _stances().get(lemma)
    if stance is None:
        stance = "alleges" if lemma in _listed("phrases", "alleges") else "asserts"
    if _NEGATED.intersection(words) and stance in ("denies", "confirms"):
        stance = "asserts"  # "did not deny", "could not confirm"
    if stance == "asserts" and "refuse" in lemma:
        return "denies" if not content_is_question and "to" not in words else "asserts"
    if content_is_question and stance in ("asserts", "predicts"):
        return "asks"
    if future and lemma in _listed("future", "predicts"):
        return "predicts"
    if not future and lemma in _listed("future", "asserts_otherwise"):
        return "asserts"
    return stance
