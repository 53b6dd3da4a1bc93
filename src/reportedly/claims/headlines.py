"""What of a headline tells its stance to a claim: words of denial, doubt and distance, questions, and how far the two
speak of the same thing.

The kinds of feature are those of Ferreira and Vlachos (2016, "Emergent: a novel data-set for stance classification");
words count only by the lists of `languages/*/stance.toml`, never for themselves.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from reportedly import languages

_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:'[^\W\d_]+)*|[?:]")
_MOST = 60
"""Tokens of a text that are looked at: no headline has more."""
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""))
_STEM, _SHORTER_STEM, _LEFT_OVER = 5, 4, 2
_SCOPE = 4
"""Words from a negation to what it negates."""
_LONG = 30
_LONG_SCALE = 15

Features = Mapping[str, float]


def features(claim: str, headline: str) -> dict[str, float]:
    """Name -> value of each feature of the pair that is not 0."""
    said, told = _tokens(claim), _tokens(headline)
    own, there = _listed(said), _listed(told)
    found = {"bias": 1.0}
    found |= {name: 1.0 for name in there if not (name in _POLAR and name in own)}
    found |= {f"claim {name}": 1.0 for name in _POLAR if name in own and name not in there}
    shared = _shared(said, told)
    if (left := there.get("negation")) and "negation" not in own:
        after = any(0 < s - n <= _SCOPE for n in left for s in shared)
        before = any(0 < n - s <= _SCOPE for n in left for s in shared)
        found |= {"negates": 1.0} if after else {"negated": 1.0} if before else {}
    if _against(there):
        found["refuting refuted"] = 1.0
    found["covered"] = coverage(claim, headline)
    found["length"] = min(len(told), _LONG) / _LONG_SCALE
    if "?" in told:
        found["question"] = 1.0
        found["question last"] = float(told[-1] == "?")
        found["question word"] = float(told[0] in _light()["questions"])
    if ":" in told:
        found["colon"] = 1.0
    if told and told[0] == "no":
        found["no first"] = 1.0
    if any(w in _light()["future"] for w in said):
        found["claim future"] = 1.0
    if _opposed(said, told):
        found["opposite"] = 1.0
    if _other_numbers(said, told):
        found["other numbers"] = 1.0
    return {name: value for name, value in found.items() if value}


def _against(there: Mapping[str, Sequence[int]]) -> bool:
    """Whether it is denied that the claim is false: "no hoax", "denies it was staged"."""
    refuting = there.get("refuting", ())
    deniers = [*there.get("negation", ()), *there.get("denying", ())]
    return any(0 < r - n <= _SCOPE for n in deniers for r in refuting if r not in deniers)


_POLAR = ("refuting", "denying", "negation")
"""Lists whose words say nothing against the claim where it holds one itself."""


@functools.lru_cache(maxsize=1 << 14)
def coverage(claim: str, headline: str) -> float:
    """Share of the claim's content words that the headline has too, 0..1."""
    words, theirs = _stems(claim), _stems(headline)
    return sum(w in theirs or any(_alike(w, t) for t in theirs) for w in words) / len(words) if words else 0.0


def size(text: str) -> int:
    """Number of content words."""
    return len(_stems(text))


@functools.lru_cache(maxsize=1 << 14)
def _stems(text: str) -> tuple[str, ...]:
    """Of the content words."""
    return tuple(stem for _, stem in _content(_tokens(text)))


def _tokens(text: str) -> list[str]:
    low = text[: 20 * _MOST].lower().replace("’", "'").replace("-", " ")
    return _TOKEN.findall(low)[:_MOST]


@functools.cache
def _light() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in languages.table("stance")["light"].items()}


@functools.cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> phrases that begin with it, each with the name of its list."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in languages.table("stance")["words"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, name))
    return {first: tuple(some) for first, some in found.items()}


def _listed(tokens: Sequence[str]) -> dict[str, list[int]]:
    """Name of a list -> where its words stand."""
    found: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        for words, name in _phrases().get(token, ()):
            if tuple(tokens[at : at + len(words)]) == words:
                found.setdefault(name, []).append(at)
    return found


def _content(tokens: Sequence[str]) -> list[tuple[int, str]]:
    light = _light()["words"]
    return [(at, _stem(w)) for at, w in enumerate(tokens) if w not in light and w not in "?:"]


def _stem(word: str) -> str:
    """Without possessive and the commonest endings (a light form of Porter's step 1)."""
    word = word.removesuffix("'s")
    if len(word) > _STEM - 1:
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
                word = word[: -len(ending)] + instead
                if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lse":
                    word = word[:-1]  # "planned", "plan"
                break
    return word[:-1] if len(word) > _STEM - 1 and word[-1] == "e" else word


def _alike(a: str, b: str) -> bool:
    """Whether two stems are of one word, or of one family: "identity", "identify"."""
    if a == b:
        return True
    if a[0].isdigit() or b[0].isdigit():
        return False
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same >= _STEM or (same >= _SHORTER_STEM and same >= max(len(a), len(b)) - _LEFT_OVER)


def _shared(said: Sequence[str], told: Sequence[str]) -> list[int]:
    """Where the headline has a content word of the claim."""
    words = [stem for _, stem in _content(said)]
    return [at for at, stem in _content(told) if any(_alike(stem, w) for w in words)]


def _opposed(said: Sequence[str], told: Sequence[str]) -> bool:
    claim, headline = set(said), set(told) - set(said)
    return any(
        (claim.intersection(a) and headline.intersection(b)) or (claim.intersection(b) and headline.intersection(a))
        for a, b in languages.table("stance")["opposites"].values()
    )


def _other_numbers(said: Sequence[str], told: Sequence[str]) -> bool:
    """Whether both have numbers and none in common."""
    ours, theirs = ({w for w in some if w[0].isdigit()} for some in (said, told))
    return bool(ours and theirs) and not ours & theirs
