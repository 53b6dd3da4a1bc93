"""Numbers of a text with bound, unit and what is counted; no parser needed.

Not a quantity: a date, year, duration or clock time (`times` has them), an age, an ordinal, a number that
names something ("phase 4", "Channel 4"). "About" is taken as 10 % either way, "nearly" as up to 10 % less,
"dozens" as at least two dozen; "more than 50" and "at least 50" both give low 50.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.annotate.times import find_times
from reportedly.languages import table
from reportedly.model import Quantity, Span, TimeExpression

ABOUT = 0.1
"""How far "about" reaches either way, as a share."""
_LARGEST = 1e16
"""A larger number is no quantity of the news."""
_SMALL = 10
"""A smaller number with nothing counted says too little ("5", "on 6")."""
_BEFORE = 28
"""How many characters before a number are searched for its bound."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The language table, compiled."""

    number: re.Pattern[str]
    second: re.Pattern[str]
    ratio: re.Pattern[str]
    plural: re.Pattern[str]
    unit: re.Pattern[str]
    after: re.Pattern[str]
    bounds: tuple[tuple[re.Pattern[str], str], ...]
    after_kinds: Mapping[str, str]
    scales: Mapping[str, float]
    values: Mapping[str, float]
    plurals: Mapping[str, float]
    unit_of: Mapping[str, str]
    currencies: Mapping[str, str]
    irregular: Mapping[str, str]
    rate: re.Pattern[str]
    states: frozenset[str]
    once: frozenset[str]
    stop: frozenset[str]
    skip: frozenset[str]
    names: re.Pattern[str]
    scaled: tuple[_Scale, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """A measure whose numbers have no unit: "a magnitude of 6.1"."""

    of: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    highest: float


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    low: float | None
    high: float | None
    currency: str | None
    worded: bool
    """Written as a word."""


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]+") for w in sorted(words, key=lambda w: (-len(w), w)))


def _as_listed(found: str) -> str:
    """What `_either` found, as the lists have it."""
    return re.sub(r"[\s-]+", " ", found.lower())


@functools.cache
def _words(language: str) -> _Words:
    raw = table("quantities", language)
    numbers, bounds, nouns = raw["numbers"], raw["bounds"], raw["nouns"]
    scales = {**numbers["scales"], **numbers["short"]}
    values = {**numbers["ones"], **numbers["tens"], "dozen": 12, "half a dozen": 6}
    ones, tens = _either(numbers["ones"]), _either(numbers["tens"])
    money = _either(raw["currencies"])
    worded = rf"(?:half a dozen|a dozen|(?:{tens})(?:[\s-](?:{ones}))?|(?:{ones})(?:\s(?:dozen|hundred))?|a(?=\s(?:hundred|thousand|million|billion)\b))"
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    scale = rf"(?:[\s-]?(?P<scale>{_either(numbers['scales'])})\b|\s?(?P<short>{_either(numbers['short'])})\b)"
    one = rf"(?:(?P<money>{money})\s?)?(?:(?P<digits>{digits})|(?P<word>\b{worded}\b)){scale}?"
    unit_of = {w: name for name, u in raw["units"].items() for w in u["words"]}
    unit_of |= dict(raw["money"])
    kinds = ("low", "high", "about", "nearly")
    return _Words(
        number=re.compile(rf"(?<![\w.,:/$£€])(?<!\d[-–])(?:{one})(?![\w:]|[.,/]\d)", re.IGNORECASE),
        second=re.compile(rf"\s*(?P<link>-|–|—|to|and|or)\s*(?:{one})(?![\w:]|[.,/]\d)", re.IGNORECASE),
        ratio=re.compile(
            r"\s(?:in|out of)(?:\s(?:every|each))?\s(10|100|1,000|three|four|five|six|eight|ten)\b", re.IGNORECASE
        ),
        plural=re.compile(rf"\b({_either(numbers['plural'])})\b", re.IGNORECASE),
        unit=re.compile(rf"(?:[\s-]*|\s+of\s+)({_either(unit_of)})(?!\w)", re.IGNORECASE),
        after=re.compile(
            rf"\s*({_either([*bounds['after_low'], *bounds['after_high'], *bounds['after_about']])})(?!\w)",
            re.IGNORECASE,
        ),
        bounds=tuple((re.compile(rf"(?:^|\W)({_either(bounds[k])})\s+$", re.IGNORECASE), k) for k in kinds),
        after_kinds={w: k for k in ("low", "high", "about") for w in bounds[f"after_{k}"]},
        scales=scales,
        values=values,
        plurals=numbers["plural"],
        unit_of=unit_of,
        currencies=raw["currencies"],
        irregular=nouns["irregular"],
        rate=re.compile(rf"\s(?:an?|per|each|every)\s({_either(raw['rates'])})\b", re.IGNORECASE),
        states=frozenset(nouns["states"]),
        once=frozenset(nouns["counted_once"]),
        stop=frozenset(nouns["stop"]),
        skip=frozenset(nouns["skip"]),
        names=re.compile(rf"(?:^|[^\w])(?:{_either(nouns['names'])})[.\s#-]*$", re.IGNORECASE),
        scaled=tuple(
            _Scale(
                of,
                re.compile(
                    rf"\b(?:{_either(row['words'])})(?:\s+(?:{_either(row['between'])}))*[\s-]*$", re.IGNORECASE
                ),
                re.compile(
                    rf"[\s-]*(?:{_either([*row['words'], *row['as_unit']])})\b"
                    rf"|(?:[\s-]+degrees?)?\s+(?:on\s+(?:the|an?)\s+(?:[\w-]+\s+){{1,2}}scale\b|(?=(?:{_either(row['things'])})\b))",
                    re.IGNORECASE,
                ),
                row["highest"],
            )
            for of, row in raw["scales"].items()
        ),
    )


_FOLDED = str.maketrans("İıſ\u212a", "IisK")
"""Letters that a pattern takes for others where case does not count, and that no list of words has; one for one."""


def find_quantities(
    text: str, times: Sequence[TimeExpression] | None = None, language: str = "en"
) -> tuple[Quantity, ...]:
    """The quantities of a text in order; `times` its temporal expressions, found here where not given."""
    given, text = text, text.translate(_FOLDED)
    w = _words(language)
    taken: list[Span] = [(t.start, t.end) for t in (find_times(text, language=language) if times is None else times)]
    found: list[tuple[int, Quantity]] = []
    at = 0
    while m := w.number.search(text, at):
        number, at = _number(w, text, m)
        if max(number.low or 0.0, number.high or 0.0) > _LARGEST or _overlaps(number, taken):
            continue
        if measured := _on_scale(w, text, number):
            found.append((number.start, measured))
            continue
        if _is_name(w, text, number):
            continue
        if quantity := _quantity(w, text, number):
            found.append((number.start, quantity))
    for m in w.plural.finditer(text):
        low = float(w.plurals[re.sub(r"[\s-]+", " ", m[1].lower())])
        number = _Number(m.start(), m.end(), low, None, None, worded=True)
        if not _overlaps(number, taken) and (quantity := _quantity(w, text, number)):
            found.append((number.start, quantity))
    ordered = [q for _, q in sorted(found, key=lambda x: x[0])]
    return tuple(replace(q, text=" ".join(given[s:e] for s, e in q.mention)) if given != text else q for q in ordered)


def _value(w: _Words, m: re.Match[str]) -> float:
    if m["digits"]:
        base = float(m["digits"].replace(",", ""))
    else:
        base = 0.0
        word = re.sub(r"[\s-]+", " ", m["word"].lower())
        if word in w.values:
            base = w.values[word]
        else:
            for piece in word.split():
                if piece in {"dozen", "hundred"}:
                    base = (base or 1) * (12 if piece == "dozen" else 100)
                else:
                    base += w.values.get(piece, 0)
            base = base or 1.0
    return base


def _scale(w: _Words, m: re.Match[str]) -> float:
    name = m["scale"] or m["short"]
    return w.scales[name.lower()] if name else 1.0


def _number(w: _Words, text: str, m: re.Match[str]) -> tuple[_Number, int]:
    """One number, two that make a range, or a share ("four in ten")."""
    low, scale, end = _value(w, m), _scale(w, m), m.end()
    currency = w.currencies.get((m["money"] or "").upper())
    if _is_length(m):
        scale, end = 1.0, m.start("short")
    high, worded = low, m["digits"] is None
    if n := w.second.match(text, m.end()):
        before = text[max(0, m.start() - 12) : m.start()].lower()
        linked = n["link"].lower() != "and" or before.rstrip().endswith("between")
        if n["link"].lower() == "to":
            # "rose from 4 to 5", "rose by 22 to 530" are changes
            linked = not re.search(r"\b(?:from|by)(?:\s\w+)?\s*$", before)
        linked = linked and (n["money"] is None or w.currencies.get(n["money"].upper()) == currency)
        other, other_scale = _value(w, n), _scale(w, n)
        # "10-12 million": the scale stands once
        first_scale = other_scale if scale == 1 and other_scale != 1 and low < other else scale
        if linked and low * first_scale < other * other_scale and (n["digits"] is None) == worded:
            low, high, end = low * first_scale, other * other_scale, n.end()
            return _Number(m.start(), end, low, high, currency, worded), end
    if currency is None and scale == 1 and (n := w.ratio.match(text, end)):
        whole = w.values.get(n[1].lower()) or float(n[1].replace(",", ""))
        if 0 < low < whole:
            share = round(100 * low / whole, 1)
            return _Number(m.start(), n.end(), share, share, "percent", worded), n.end()
    return _Number(m.start(), end, low * scale, high * scale, currency, worded), end


def _is_length(m: re.Match[str]) -> bool:
    """ "1,150m of tunnel", "5 mm": metres and millimetres, where nothing says that it is money."""
    short = (m["short"] or "").lower()
    return not m["money"] and (short == "mm" or (short == "m" and "," in (m["digits"] or "")))


def _overlaps(number: _Number, taken: Sequence[Span]) -> bool:
    # times are in order and few; a number stands in at most one
    lo, hi = 0, len(taken)
    while lo < hi:
        mid = (lo + hi) // 2
        if taken[mid][1] <= number.start:
            lo = mid + 1
        else:
            hi = mid
    return lo < len(taken) and taken[lo][0] < number.end


_AGE = re.compile(r"[\s-]*years?[\s-]+olds?\b|[\s-]*months?[\s-]+olds?\b", re.IGNORECASE)
# "50 people killed", "50 people were killed"
_PASSIVE = re.compile(
    r"[ ]+(?:(?:(?:has|have|had|may have) been|was|were|are|is|was reported|were reported|feared)[ ]+)?([a-z]+)\b"
)
_STATE_BEFORE = re.compile(r"\b([a-z]+)\s$", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|across|from|of|to)\s$", re.IGNORECASE)
_WORD = re.compile(r"[\s]*([^\W\d_]+(?:['’][^\W\d_]+)?)")


def _is_name(w: _Words, text: str, number: _Number) -> bool:
    """An age, or a number that names something."""
    before, after = text[max(0, number.start - _BEFORE) : number.start], text[number.end : number.end + 24]
    if number.currency:
        return False
    if _AGE.match(after) or w.names.search(before):
        return True
    # "Jane Roe, 38, said"
    if re.search(r"[A-Z][\w’'-]+,\s$", before) and re.match(r"[,.);]", after) and (number.high or 0) < 120:
        return True
    if (
        number.worded
        and re.match(r"\s[A-Z]", after)
        and text[number.start].isupper()
        and re.search(r"[\w,]\s$", before)
    ):
        return True  # "at Six Flags"
    # "Boeing 747", "Apollo 11"
    name = re.search(r"(?:^|[^.!?\s]\s)([A-Z][\w-]*)\s$", before)
    follows = _WORD.match(after)
    noun = follows[1].lower() if follows else ""
    plain = noun.endswith("s") or noun in w.irregular or noun in w.states or noun in w.unit_of
    return bool(
        name
        and not number.worded
        and (number.high or 0) == int(number.high or 0)
        and not plain
        and "," not in text[number.start : number.end]
    )


def _on_scale(w: _Words, text: str, number: _Number) -> Quantity | None:
    """A number on a scale that has no unit: "a 6.1-magnitude quake", "5.6 on the Richter scale"."""
    if number.currency or number.worded or number.high is None:
        return None
    low, high, start = _before(w, text, number.start, number.low, number.high)
    for scale in w.scaled:
        before = scale.before.search(text[max(0, start - _BEFORE) : start])
        after = scale.after.match(text, number.end)
        if number.high <= scale.highest and (before or after):
            if before:  # "at least magnitude 5"
                low, high, start = _before(w, text, max(0, start - _BEFORE) + before.start(), low, high)
            end = after.end() if after else number.end
            words = text[start:end].rstrip()
            return Quantity(words, low, high, None, scale.of, ((start, start + len(words)),))
    return None


def _quantity(w: _Words, text: str, number: _Number) -> Quantity | None:
    start, end, low, high = number.start, number.end, number.low, number.high
    low, high, start = _before(w, text, start, low, high)
    unit = number.currency
    if unit is None and (m := w.unit.match(text, end)):
        unit, end = w.unit_of[_as_listed(m[1])], m.end()
    if m := w.after.match(text, end):
        kind, end = w.after_kinds[_as_listed(m[1])], m.end()
        low, high = _bounded(kind, low, high)
    of, of_end = _counted(w, text, start, end, unit)
    if unit is None and of is None and (m := _STATE_BEFORE.search(text[max(0, start - 20) : start])):
        of = m[1].lower() if m[1].lower() in w.states else None  # "a blast killed 14"
    if unit is None and of is None:
        bare = low == high and (low or 0) < _SMALL
        if bare or number.worded or text[end : end + 1] == "-":
            return None
    if number.worded and number.low == number.high == 1 and unit is None:
        first = (of or "").split(" ")
        if not w.once.intersection(first) and not w.states.intersection(first):
            return None
    end = max(end, of_end)
    if unit is not None and (m := w.rate.match(text, end)):
        unit, end = f"{unit} a {m[1].lower()}", m.end()
    return Quantity(text[start:end], low, high, unit, of, ((start, end),))


def _before(
    w: _Words, text: str, start: int, low: float | None, high: float | None
) -> tuple[float | None, float | None, int]:
    """The bound that stands before a number, and where it begins."""
    before = text[max(0, start - _BEFORE) : start]
    best: tuple[int, str] | None = None
    for pattern, kind in w.bounds:
        if (m := pattern.search(before)) and (best is None or m.start(1) < best[0]):
            best = (m.start(1), kind)
    if m := re.search(r"(?:^|\W)(between|from)\s+$", before, re.IGNORECASE):
        return low, high, start - len(before) + m.start(1) if m[1].lower() == "between" else start
    if best is None:
        return low, high, start
    return *_bounded(best[1], low, high), start - len(before) + best[0]


def _bounded(kind: str, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    match kind:
        case "low":
            return low, None
        case "high":
            return None, high
        case "about":
            return (
                round(low * (1 - ABOUT), 6) if low is not None else None,
                round(high * (1 + ABOUT), 6) if high is not None else None,
            )
        case _:
            return round(low * (1 - ABOUT), 6) if low is not None else None, high


def _counted(w: _Words, text: str, start: int, end: int, unit: str | None) -> tuple[str | None, int]:
    """What is counted: the noun after the number with its adjectives, singular, lower case; and where it ends."""
    if unit is not None and not re.match(r"\s+of\s", text[end : end + 8]):
        return None, end
    words: list[tuple[str, int]] = []
    at = end
    hyphen = text[end : end + 1] == "-"
    for _ in range(7):
        m = _WORD.match(text, at + (1 if hyphen and not words else 0))
        if m is None or "\n" in text[at : m.start(1)]:
            break
        word = m[1].lower()
        at = m.end()
        if not words and word in w.skip:
            continue
        if word in w.stop:
            break
        words.append((word, m.end()))
        if _is_plural(w, word) or word in w.states or len(words) == 4:
            break
    if not words or hyphen:
        return None, end
    upto = next((i for i, (word, _) in enumerate(words) if _is_plural(w, word) or word in w.states), None)
    if upto is None:
        # no plural: a singular or a mass noun, the last word before the phrase ends; "20 percent of capacity"
        upto = 0 if unit is None else min(len(words), 2) - 1
        if unit is None and words[0][0] not in w.once:
            return None, end
    kept = [word for word, _ in words[: upto + 1]]
    kept[-1] = singular(kept[-1], w.irregular)
    stop = words[upto][1]
    follows = _PASSIVE.match(text, stop)
    within = _PLACE.search(text[max(0, start - 12) : start])  # "people in 24 countries were infected"
    if follows and not within and follows[1].lower() in w.states and kept[-1] not in w.states:
        kept.append(follows[1].lower())
        stop = follows.end()
    return " ".join(kept), stop


def _is_plural(w: _Words, word: str) -> bool:
    return word in w.irregular or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    )


def singular(word: str, irregular: Mapping[str, str]) -> str:
    """The singular of a regular English plural; of others as the table has it."""
    if word in irregular:
        return irregular[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
