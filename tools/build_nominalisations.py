"""Builds `src/reportedly/languages/en/nominalisations.toml` from the WordNet database. Run by hand:

    python tools/build_nominalisations.py FOLDER      # the folder with data.noun, data.verb and index.noun

Source: WordNet 3.1 (Princeton University), its derivational links between nouns and verbs (Fellbaum, Osherson and Clark
2007, "Putting Semantics into WordNet's 'Morphosemantic' Links"). Kept are nouns that first of all mean a doing or a
happening, with the verb they are derived from. The same source gives the same bytes.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from wordfreq import zipf_frequency

LICENCE = Path(__file__).parent / "wordnet-licence.txt"
TARGET = Path(__file__).parent.parent / "src" / "reportedly" / "languages" / "en" / "nominalisations.toml"

DOING = {4, 10, 11, 12, 19, 22, 26}
"""Lexicographer files: act, communication, event, feeling, phenomenon, process, state."""
SHARED = 3
"""Letters that noun and verb begin with; fewer are seldom one word."""
LEAST_NOUN, LEAST_VERB = 2.6, 2.3
"""Zipf frequency: rarer words are in no news."""
COMMON = 4.0
"""Zipf frequency from which only the first sense counts: common nouns are many things ("building")."""
EXTRA = {"loss": "lose", "sale": "sell", "choice": "choose", "flight": "fly", "belief": "believe", "proof": "prove"}
"""What WordNet files under possessions and thoughts."""

Synset = tuple[int, list[str], list[tuple[str, str, str, int, int]]]


def synsets(path: Path) -> Iterator[tuple[str, Synset]]:
    """Offset -> lexicographer file, words, pointers (symbol, offset, part of speech, source word, target word)."""
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        field = line.split("|")[0].split()
        count = int(field[3], 16)
        words = [field[4 + 2 * i].lower() for i in range(count)]
        at = 4 + 2 * count
        pointers = []
        for i in range(int(field[at])):
            symbol, offset, pos, ends = field[at + 1 + 4 * i : at + 5 + 4 * i]
            pointers.append((symbol, offset, pos, *(int(end, 16) for end in (ends[:2], ends[2:]))))
        yield field[0], (int(field[1]), words, pointers)


def senses(path: Path) -> dict[str, list[str]]:
    """Noun -> the offsets of its synsets, the commonest first."""
    out = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith("  "):
            field = line.split()
            out[field[0]] = field[6 + int(field[3]) :]
    return out


def _shared(noun: str, verb: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(noun, verb, strict=False)) if a != b), min(len(noun), len(verb)))


def _derived(noun: str, verb: str) -> bool:
    """Whether the noun comes from the verb ("approval"), and not the verb from the noun ("energize")."""
    if not (noun.isalpha() and verb.isalpha()) or noun == verb or len(verb) > len(noun):
        return False
    if re.search(r"i[sz]e$", verb) and not re.search(r"i[sz]", noun):
        return False
    return not (verb.endswith("ify") and "ific" not in noun) and _shared(noun, verb) >= SHARED


def nominalisations(folder: Path) -> dict[str, str]:
    verbs = dict(synsets(folder / "data.verb"))
    order = senses(folder / "index.noun")
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for offset, (file, words, pointers) in synsets(folder / "data.noun"):
        if file not in DOING:
            continue
        for symbol, other, pos, source, target in pointers:
            if symbol != "+" or pos != "v" or not source or not target:
                continue
            noun, verb = words[source - 1], verbs[other][1][target - 1]
            frequency = zipf_frequency(noun, "en")
            meant = order.get(noun, [])[: 1 if frequency >= COMMON else 2]
            if offset not in meant or frequency < LEAST_NOUN or zipf_frequency(verb, "en") < LEAST_VERB:
                continue
            if _derived(noun, verb):
                value = _shared(noun, verb) / 10 + zipf_frequency(verb, "en") / 100 - meant.index(offset)
                found[noun][verb] = max(value, found[noun].get(verb, value))
    best = {noun: max(sorted(some), key=lambda v: some[v]) for noun, some in found.items()}
    return best | EXTRA


def main() -> None:
    parser = argparse.ArgumentParser(description="builds languages/en/nominalisations.toml")
    parser.add_argument("folder", type=Path, help="the folder dict/ of the WordNet database")
    rows = nominalisations(parser.parse_args().folder)
    head = (
        '# Nouns that mean a doing or a happening -> the verb they are derived from, so that "the ratification" and "to ratify"\n'
        "# share a word. From WordNet 3.1 (Princeton University), by tools/build_nominalisations.py.\n#\n"
    )
    licence = "".join(f"# {line}".rstrip() + "\n" for line in LICENCE.read_text(encoding="utf-8").splitlines())
    body = "".join(f'{noun} = "{verb}"\n' for noun, verb in sorted(rows.items()))
    TARGET.write_text(head + licence + "\n[nouns]\n" + body, encoding="utf-8")
    print(f"{len(rows)} nouns in {TARGET}")


if __name__ == "__main__":
    main()
