"""The question that several claims answer, in words that a person can read.

It is built of the articles' own words (who, what is done, to what) and the patterns of the language
(`languages/*/events.toml`, `questions`). Where these do not make a sentence, an article is quoted: a question never
states what nobody said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reportedly import languages
from reportedly.claims.deeds import light
from reportedly.claims.propositions import LEVEL, Proposition

_WORDS = 6
"""A longer phrase is cut, and a longer one than twice that is not shown."""
_QUOTED = 12
_THING = re.compile(r"\d[\d,.]*\s+((?:[^\W\d_]+\s?){1,4})$")
""" "more than 100,000 SUPPORTERS"."""


def about(on: str, props: Sequence[Proposition], names: Mapping[str, str]) -> str:
    """The question of claims that differ `on` when, where, quantity, polarity or actor; `names`: entity -> its name."""
    levels = Counter(q.text for p in props for q in p.quantities if q.of == LEVEL)
    table = languages.table("events")["questions"]
    if on == "quantity" and levels:
        what = next(
            (w for w in languages.table("events")["words"]["levels"] if any(w in t.lower() for t in levels)), "level"
        )
        return str(table["level"]).format(what=what)
    if on == "quantity" and (asked := _how_many(props)):
        return asked
    if on != "quantity":
        for p in sorted(props, key=lambda p: (p.negative, -len(p.agents), len(p.text), p.id)):
            if doing := _doing(p, names):
                return str(table[on][int(p.future)]).format(doing=doing)
    shortest = min(props, key=lambda p: (len(p.text) < _WORDS, len(p.text), p.id))
    return str(table["quoted"][on]).format(words=cut(shortest.text, _QUOTED))


def _how_many(props: Sequence[Proposition]) -> str | None:
    """ "What is the depth?", "How many supporters?"; None where the numbers do not say of what they are."""
    table = languages.table("events")
    first = [p.quantities[0] for p in props if p.quantities]
    fixed = Counter(w for q in first for w in (*q.scope, q.of or "") if w in table["counted"]["fixed"])
    if fixed:
        return str(table["questions"]["measure"]).format(what=min(fixed, key=lambda w: (-fixed[w], w)))
    things = Counter(m.group(1).lower() for q in first if (m := _THING.search(q.text)))
    if things:
        return str(table["questions"]["count"]).format(what=min(things, key=lambda w: (-things[w], w)))
    return None


def state(kind: str, noun: str, props: Sequence[Proposition]) -> str | None:
    """ "Are schools open or closed?": of things that are one or the other; None where the table has no such pair."""
    patterns = languages.table("events")["questions"]["states"].get(kind)
    if patterns is None:
        return None
    forms = Counter(
        w.lower() for p in props for w in re.findall(rf"\b{re.escape(noun)}(?:s|es)?\b", p.text, flags=re.IGNORECASE)
    )
    if not forms:
        return None
    plural = {w: n for w, n in forms.items() if w.endswith("s") and w != noun}
    several = 2 * sum(plural.values()) >= sum(forms.values())
    word = min(plural if several else forms, key=lambda w: (-forms[w], w))
    return str(patterns[int(several)]).format(what=word)


def cut(text: str, words: int) -> str:
    """The first words of a text, and a sign that there are more."""
    parts = text.split()
    return " ".join(parts).strip(" ,.;:“”\"'‘’") if len(parts) <= words else " ".join(parts[:words]) + " …"


def _doing(p: Proposition, names: Mapping[str, str]) -> str | None:
    """ "Odile Brack visit Tarnwick", "the tank be sealed"; None where the words do not make it."""
    verb = p.assertion.predicate
    if verb is None or verb in light() or not verb.isalpha() or p.deed.failed:
        return None
    said = re.findall(r"\b\w+\b", p.text)
    at = next((n for n, m in enumerate(said) if _form_of(m.lower(), verb)), None)
    if at is None:
        return None
    done = said[at]
    if said[at + 1 : at + 2] and said[at + 1].lower() in languages.table("events")["questions"]["particles"]:
        verb = f"{verb} {said[at + 1].lower()}"
    who = [_phrase(x.name, x.entity, names) for x in p.assertion.participants if x.role == "agent"]
    whom = [_phrase(x.name, x.entity, names) for x in p.assertion.participants if x.role == "patient"]
    agent = " and ".join(dict.fromkeys(w for w in who[:2] if w))
    patient = whom[0] if whom and whom[0] else ""
    if agent and (patient or not whom):
        return f"{agent} {verb}{' ' + patient if patient and patient not in agent else ''}"
    if patient and not who and done.lower().endswith(("ed", "en", "wn", "lt", "ght")):
        return str(languages.table("events")["questions"]["passive"]).format(who=patient, done=done.lower())
    return None


def _form_of(word: str, verb: str) -> bool:
    stem = verb[: max(3, len(verb) - 1)] if len(verb) > 3 else verb[:2]
    return word.startswith(stem) and len(word) <= len(verb) + 4


def _phrase(name: str, entity: str | None, names: Mapping[str, str]) -> str:
    """Who or what, as it is called; "" where that is a pronoun or half a sentence."""
    if entity is not None and entity in names:
        return names[entity]
    words = name.strip(" ,.;:“”\"'‘’").split()
    pronouns = {w for some in languages.table("actors")["phrases"]["pronouns"].values() for w in some}
    if (
        not words
        or any(c.isdigit() for c in name)
        or len(words) > _WORDS
        or not words[0][:1].isalpha()
        or words[0].lower() in pronouns
    ):
        return ""
    if words[0].lower() in ("there", "which", "who", "that", "what"):
        return ""
    return " ".join(words)
