"""Whether edited copies are found among thousands of articles that only share sentences, and how long that takes.

usage: python bench/copies.py [EVAL_FOLDER] [--others N] [--seed N] [--show N] [--growth]

The articles of `attribution.jsonl.gz` stand as they are. From each of them with 150 words or more one copy is made as an
editor would (of every eighth: two copies, and the original is left out): a cut from the end; another order of the
paragraphs; a lead of one's own in place of headline and lead; parts of two articles in one; words replaced, dropped and put
in ("Tuesday" -> "yesterday", spelling; one word in twelve at most); a local paragraph or two; all of it at once. Copies also
join and split paragraphs, have other quotation marks and their outlet's notice. Then N others (10,000) are made by
recombination of those articles and of `stories.jsonl.gz` and `places.jsonl.gz`: paragraphs of different articles; sentences of
different articles; reports of one speech (the same quotations, often half of the text, between words of their own); reports
with the same background. No paragraph is more than a sixth of such a text (background: a quarter). They have notices too.
Everything is drawn with a fixed seed.

What counts. Each sentence keeps where it came from; the same sentence in two sources is one. A text's share is the words of
its sentences that the other text has too, of all its words, what stands in quotation marks and the outlet's notice left out.
A pair is a *copy* where that is a third or more of either text (and 30 words), *no copy* below a quarter; between the two a
pair is not judged, and counted as such. *One text* are a copy and its source from 0.6 on; two texts are a pair below 0.4.

recall: of the copies among the made ones and the articles of the data (two made ones: where their source is left out), those
that `copies` lists, in either direction, or by way of a third text that overlaps with both. That
counts articles that only lent a made copy a paragraph, where this is a third of them; without them is told, too. precision: of the
pairs that it lists and that are judged, those that are copies. The floor is whole paragraphs: a third of the words of either
text stand in paragraphs that the other has word for word.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from reportedly.model import Article
from reportedly.stories import copies

COPY, NO_COPY, ONE_TEXT, TWO_TEXTS = 1 / 3, 1 / 4, 0.6, 0.4
FEWEST = 30
LEAST = 150
ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs|No|Calif|Va|Mass)\.$"
)
QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<!\w)‘[^‘’]*’(?!\w)")
NOTICES = (
    "Sign up for the morning letter of the {} and read before breakfast what moved the county while you slept.",
    "The {} is a member of the readers' council. If you find a mistake in this article, write to the corrections desk, which answers every letter within three working days.",
    "Independent journalism costs money. For the price of a coffee a month you keep the {} free for everybody who cannot pay. Thank you to the many readers who already do.",
    "All rights reserved by the {}. No part of this page may be reprinted.",
    "Follow the {} on your phone: alerts for your town, the weather by the hour, and the crossword.",
    "Editor's note: the {} has covered this matter since its beginning and links to its earlier articles below. Commenters agree to the house rules, which forbid insults, advertising and the private addresses of others. Comments are closed after three days, and the editors do not discuss single decisions about them.",
)
OUTLETS = (
    "Alder Gazette", "Birch Courier", "Cedar Examiner", "Dogwood Times", "Elm Street Journal", "Fir Valley News",
    "Gorse Observer", "Hazel Dispatch", "Ivy Record", "Juniper Post",
)  # fmt: skip
REPLACED = {
    "monday": "yesterday", "tuesday": "yesterday", "wednesday": "yesterday", "thursday": "yesterday", "friday": "today",
    "saturday": "at the weekend", "sunday": "at the weekend", "said": "told reporters", "says": "said", "percent": "per cent",
    "program": "programme", "defense": "defence", "center": "centre", "labor": "labour", "favor": "favour", "toward": "towards",
    "about": "some", "but": "however,", "also": "as well", "people": "persons", "big": "large", "began": "started", "while": "as",
    "because": "since", "nearly": "almost", "many": "a lot of", "told": "informed", "must": "has to", "wants": "would like",
    "campaign": "campaign team", "voters": "the electorate", "million": "m", "before": "ahead of", "after": "following",
    "is": "remains", "will": "is going to", "has": "had", "that": "which", "however": "but", "may": "might",
}  # fmt: skip
PUT_IN = ("reportedly", "meanwhile", "also", "already", "now", "later", "however", "apparently", "on the day", "so far")


@dataclass(frozen=True)
class Sentence:
    text: str
    source: int
    """The same for the same words, whatever article they are from."""


Paragraph = tuple[Sentence, ...]


@dataclass
class Made:
    article: Article
    kind: str
    words: Counter[int] = field(default_factory=Counter)
    """Source sentence -> how many words of it this text has, outside quotation marks."""
    of: tuple[str, ...] = ()
    """The articles it was made from, where it was made as a copy."""


def sentences(text: str) -> Paragraph:
    parts: list[str] = []
    for piece in re.split(r"(?<=[.?!”\"])\s+(?=[\"“‘A-Z])", text.strip()):
        if parts and (ABBREVIATED.search(parts[-1]) or len(parts[-1]) < 12):
            parts[-1] += " " + piece
        elif piece:
            parts.append(piece)
    return tuple(Sentence(p, identity(p)) for p in parts)


def identity(text: str) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(re.findall(r"\w+", text.lower())).encode()).digest()[:8])


def length(text: str) -> int:
    return len(re.findall(r"\w+", text))


def counted(paragraphs: Iterable[Paragraph]) -> Counter[int]:
    """Words outside quotation marks of each source sentence; of all words where next to none are outside."""
    plain: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for paragraph in paragraphs:
        whole = " ".join(s.text for s in paragraph)
        # what is quoted becomes blank, so that sentences keep their places: a quotation may go on over several
        unquoted, at = QUOTED.sub(lambda m: " " * len(m[0]), whole), 0
        for s in paragraph:
            plain[s.source] += length(unquoted[at : at + len(s.text)])
            every[s.source] += length(s.text)
            at += len(s.text) + 1
    return +plain if sum(plain.values()) >= 40 else +every


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with gzip.open(folder / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read(folder: Path) -> tuple[dict[str, tuple[dict[str, str], list[Paragraph]]], list[list[Paragraph]]]:
    """The articles as they are, and the paragraphs of all data, by article, for recombination."""
    own: dict[str, tuple[dict[str, str], list[Paragraph]]] = {}
    material: list[list[Paragraph]] = []
    for name in ("attribution", "stories", "places"):
        for row in rows(folder, name):
            paragraphs = [sentences(p) for p in row["text"].split("\n") if p.strip()]
            if name == "attribution":
                own[row["id"]] = row, paragraphs
            # in pieces of at most some sentences: a few of the data have no paragraphs
            material.append([p[i : i + 4] for p in paragraphs for i in range(0, len(p), 4)])
    return own, material


# ---- what editors do


def edited_words(r: random.Random, text: str, rate: float) -> str:
    out: list[str] = []
    for token in text.split(" "):
        bare = token.strip(".,;:“”\"'").lower()
        if r.random() >= rate * (3 if bare in REPLACED else 0.6):
            out.append(token)
        elif bare in REPLACED:
            out.append(token.lower().replace(bare, REPLACED[bare]))
        elif r.random() < 0.5:
            out += [token, r.choice(PUT_IN)]
    return " ".join(out) or text


def with_words(r: random.Random, paragraphs: Sequence[Paragraph], rate: float) -> list[Paragraph]:
    return [tuple(Sentence(edited_words(r, s.text, rate), s.source) for s in p) for p in paragraphs]


def cut(r: random.Random, paragraphs: Sequence[Paragraph], low: float = 0.35) -> list[Paragraph]:
    """From the end, at least 60 words stay; sometimes a paragraph in the middle goes as well."""
    keep = max(1, round(len(paragraphs) * r.uniform(low, 0.85)))
    while keep < len(paragraphs) and sum(counted(paragraphs[:keep]).values()) < 60:
        keep += 1
    kept = list(paragraphs[:keep])
    if len(kept) > 5 and r.random() < 0.5:
        del kept[r.randrange(1, len(kept))]
    return kept


def reordered(r: random.Random, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    rest = list(paragraphs[1:])
    r.shuffle(rest)
    return [paragraphs[0], *rest]


def foreign(r: random.Random, material: Sequence[Sequence[Paragraph]], words: int) -> list[Paragraph]:
    """Paragraphs of other articles, one of each, until there are so many words."""
    found: list[Paragraph] = []
    while sum(length(s.text) for p in found for s in p) < words:
        found.append(r.choice(r.choice(material)))
    return found


def new_lead(
    r: random.Random, paragraphs: Sequence[Paragraph], material: Sequence[Sequence[Paragraph]]
) -> list[Paragraph]:
    return [*foreign(r, material, r.randrange(25, 70)), *paragraphs[2:]]


def local(
    r: random.Random, paragraphs: Sequence[Paragraph], material: Sequence[Sequence[Paragraph]]
) -> list[Paragraph]:
    at = r.randrange(1, len(paragraphs) + 1)
    return [*paragraphs[:at], *foreign(r, material, r.randrange(30, 110)), *paragraphs[at:]]


def retouched(r: random.Random, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs joined and split."""
    out: list[Paragraph] = []
    for p in paragraphs:
        if out and r.random() < 0.15:
            out[-1] += p
        elif len(p) > 2 and r.random() < 0.2:
            at = r.randrange(1, len(p))
            out += [p[:at], p[at:]]
        else:
            out.append(p)
    return out


EDITS = ("cut", "reordered", "new lead", "merged", "words", "local", "all")


def edit(
    r: random.Random, kind: str, paragraphs: list[Paragraph], second: list[Paragraph], material: list[list[Paragraph]]
) -> list[Paragraph]:
    if kind == "cut":
        made = cut(r, paragraphs)
    elif kind == "reordered":
        made = reordered(r, paragraphs)
    elif kind == "new lead":
        made = new_lead(r, paragraphs, material)
    elif kind == "merged":
        made = merged(r, paragraphs, second)
    elif kind == "words":
        made = with_words(r, paragraphs, r.uniform(0.03, 0.08))
    elif kind == "local":
        made = local(r, paragraphs, material)
    else:
        made = new_lead(r, with_words(r, cut(r, paragraphs, 0.6), 0.05), material)
        made = local(r, reordered(r, made), material)
    return retouched(r, made)


def merged(r: random.Random, one: list[Paragraph], two: list[Paragraph]) -> list[Paragraph]:
    """Parts of about one length: a third of the whole at least each."""
    room = min(sum(counted(one).values()), sum(counted(two).values()))
    parts = []
    for paragraphs in (one, two):
        want, part = room * r.uniform(0.8, 1.2), []
        for p in paragraphs:
            part.append(p)
            if sum(counted(part).values()) >= want:
                break
        parts.append(part)
    if r.random() < 0.5:
        return [*parts[0], *parts[1]]
    return [p for pair in zip(*parts, strict=False) for p in pair] + [
        p for x in parts for p in x[min(map(len, parts)) :]
    ]


# ---- what is no copy


def recombined(
    r: random.Random, kind: str, material: list[list[Paragraph]], speeches: list[Paragraph]
) -> list[Paragraph]:
    """None of its paragraphs is more than a sixth of its words (background: a quarter), what it quotes left out."""
    words = r.randrange(150, 700)
    if kind == "paragraphs":
        return mixed(r, material, [], words, 6)
    if kind == "sentences":
        single = [[(r.choice(r.choice(r.choice(material))),)] for _ in range(60)]
        some = iter(mixed(r, single, [], words, 6))
        return [(first, *(s for p in islice(some, r.randrange(3)) for s in p)) for (first,) in some]
    if kind == "speech":
        speech = [(s,) for s in r.choice(speeches)]
        r.shuffle(speech)
        own = mixed(r, material, [], min(words, 400), 6)
        for paragraph in speech[: r.randrange(2, 1 + len(speech))]:
            own.insert(r.randrange(len(own) + 1), paragraph)
        return own
    return mixed(r, material, [r.choice(r.choice(material))], words, 4)


def mixed(
    r: random.Random, material: Sequence[Sequence[Paragraph]], given: list[Paragraph], words: int, part: int
) -> list[Paragraph]:
    """Paragraphs of different articles, of so many words at least, none of them more than one part in so many."""
    found = list(given)
    while True:
        sizes = [sum(counted([p]).values()) for p in found]
        if found and sum(sizes) >= max(words, part * max(sizes)):
            break
        found += foreign(r, material, 1)
    r.shuffle(found)
    return found


def speeches_of(own: dict[str, tuple[dict[str, str], list[Paragraph]]]) -> list[Paragraph]:
    """What articles quote, sentences that are quotation and little else, where there are many of them."""
    found = []
    for _, paragraphs in own.values():
        quoted = [
            s
            for p in paragraphs
            for s in p
            if length(s.text) > 12 and length(QUOTED.sub(" ", s.text)) < length(s.text) / 6
        ]
        if len(quoted) >= 4:
            found.append(tuple(quoted[:10]))
    return found


RECOMBINED = ("paragraphs", "sentences", "speech", "background")


def corpus(folder: Path, others: int, seed: int) -> list[Made]:
    r = random.Random(seed)
    own, material = read(folder)
    notices = {name: NOTICES[i % len(NOTICES)].format(name) for i, name in enumerate(OUTLETS)}
    made: list[Made] = []
    left_out: set[str] = set()
    long = [key for key, (_, p) in own.items() if sum(counted(p).values()) >= LEAST and len(p) >= 4]

    def add(key: str, paragraphs: list[Paragraph], kind: str, day: str, of: tuple[str, ...] = ()) -> None:
        outlet = r.choice(OUTLETS)
        marks = r.choice(("“”", "“”", '""', "‘’"))
        lines = [" ".join(s.text for s in p).replace("“", marks[0]).replace("”", marks[1]) for p in paragraphs]
        if r.random() < 0.7:
            lines.insert(0 if r.random() < 0.15 else len(lines), notices[outlet])
        article = Article(key, "\n\n".join(lines), "", outlet=outlet, published=day)
        made.append(Made(article, kind, counted(paragraphs), of))

    for number, key in enumerate(long):
        row, paragraphs = own[key]
        alone = number % 8 == 0
        if alone:
            left_out.add(key)
        for nth in range(2 if alone else 1):
            kind = EDITS[(number + 3 * nth) % len(EDITS)]
            second = r.choice([k for k in long if k != key])
            of = (key, second) if kind == "merged" else (key,)
            day = max(own[k][0]["published"] for k in of)
            later = (dt.date.fromisoformat(day) + dt.timedelta(r.choice((0, 0, 1, 2)))).isoformat()
            add(f"copy-{number}-{nth}", edit(r, kind, paragraphs, own[second][1], material), kind, later, of)
    for key, (row, paragraphs) in own.items():
        if key not in left_out:
            a = Article(key, row["text"], "", outlet=row["outlet"], published=row["published"])
            made.append(Made(a, "as it is", counted(paragraphs)))
    speeches = speeches_of(own)
    for number in range(others):
        kind = RECOMBINED[number % len(RECOMBINED)]
        day = (dt.date(2016, 1, 1) + dt.timedelta(r.randrange(240))).isoformat()
        add(f"other-{number}", recombined(r, kind, material, speeches), kind, day)
    return made


# ---- what is true, and how much of it is found


def shares(made: Sequence[Made]) -> dict[tuple[int, int], float]:
    """The larger of the two shares of every pair that has a sentence in common and at least a tenth."""
    holders: dict[int, list[int]] = defaultdict(list)
    for at, m in enumerate(made):
        for source in m.words:
            holders[source].append(at)
    total = [sum(m.words.values()) for m in made]
    common: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for source, members in holders.items():
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                pair = common[a, b]
                pair[0] += made[a].words[source]
                pair[1] += made[b].words[source]
    found = {}
    for (a, b), (in_a, in_b) in common.items():
        share = max(in_a / total[a] if total[a] else 0, in_b / total[b] if total[b] else 0)
        if share >= 0.1 and max(in_a, in_b) >= FEWEST:
            found[a, b] = share
    return found


def whole_paragraphs(made: Sequence[Made]) -> set[tuple[int, int]]:
    """The floor: pairs of which a third of either text stands in the same paragraphs, word for word."""
    copies_of = [
        Made(m.article, "", Counter({identity(p): length(p) for p in m.article.text.split("\n\n") if length(p) >= 8}))
        for m in made
    ]
    return {pair for pair, share in shares(copies_of).items() if share >= COPY}


def report(made: list[Made], show: int) -> None:
    place = {m.article.id: at for at, m in enumerate(made)}
    truth = shares(made)

    def true(a: int, b: int) -> float:
        return truth.get((min(a, b), max(a, b)), 0.0)

    start = time.process_time()
    found, group = copies([m.article for m in made])
    took = time.process_time() - start
    listed = {
        (min(place[key], place[c.of]), max(place[key], place[c.of])) for key, of in found.items() for c in of if c.of
    }
    wanted = {
        pair for pair, share in truth.items() if share >= COPY and all(made[i].kind not in RECOMBINED for i in pair)
    }
    present = {m.article.id for m in made if m.kind == "as it is"}
    wanted = {pair for pair in wanted if direct(made, pair, present)}
    for name, pairs in (("whole paragraphs (floor)", whole_paragraphs(made)), ("copies", listed)):
        score(name, pairs, wanted, truth, made, show if pairs is listed else 0)
    for same in (True, False):
        named: Counter[bool] = Counter()
        for a, b in listed:
            key, of = (a, b) if made[b].article.id in {c.of for c in found.get(made[a].article.id, ())} else (b, a)
            pair = made[key], made[of]
            days = pair[0].article.said == pair[1].article.said
            if (
                days is same
                and {m.kind in EDITS for m in pair} == {True, False}
                and "as it is" in {m.kind for m in pair}
            ):
                named[pair[0].kind in EDITS] += 1
        print(
            f"the original named as such, {'same day' if same else 'other days'}: {named[True] / max(1, named.total()):.3f}"
        )
    voices(made, group, true, show)
    print(f"{len(made)} articles in {took:.1f} s of one processor, {1000 * took / len(made):.2f} ms an article")


def direct(made: Sequence[Made], pair: tuple[int, int], present: set[str]) -> bool:
    """A copy and its source, two copies of one that is left out, or two articles that the data hold twice."""
    a, b = (made[i] for i in pair)
    if a.kind in EDITS and b.kind in EDITS:
        return bool(set(a.of) & set(b.of) - present)
    return True


def sourced(made: Sequence[Made], pair: tuple[int, int]) -> bool:
    """Whether one was made from the other, both from one that is left out, or both are as the data have them."""
    a, b = (made[i] for i in pair)
    if a.kind in EDITS and b.kind in EDITS:
        return True
    return a.article.id in b.of or b.article.id in a.of or not (a.of or b.of)


def score(
    name: str, listed: set[tuple[int, int]], wanted: set[tuple[int, int]], truth: dict[tuple[int, int], float],
    made: Sequence[Made], show: int,
) -> None:  # fmt: skip
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in listed:
        if truth.get((a, b), 0) >= NO_COPY:
            near[a].add(b)
            near[b].add(a)
    hit = {(a, b) for a, b in wanted if b in near[a] or near[a] & near[b]}
    judged = {pair for pair in listed if not NO_COPY <= truth.get(pair, 0) < COPY}
    wrong = {pair for pair in judged if truth.get(pair, 0) < NO_COPY}
    print(
        f"{name}: recall {len(hit) / len(wanted):.4f} of {len(wanted)}, precision {1 - len(wrong) / max(1, len(judged)):.4f} of "
        f"{len(judged)} listed pairs ({len(listed) - len(judged)} not judged)"
    )
    by_kind: Counter[str] = Counter()
    all_kind: Counter[str] = Counter()
    for pair in wanted:
        kind = next((made[i].kind for i in pair if made[i].kind in EDITS), "as it is")
        all_kind[kind] += 1
        by_kind[kind] += pair in hit
    sources = {pair for pair in wanted if sourced(made, pair)}
    print(f"   of a copy and its own source: recall {len(hit & sources) / len(sources):.4f} of {len(sources)}")
    print("   recall by edit:", ", ".join(f"{k} {by_kind[k] / n:.3f} of {n}" for k, n in sorted(all_kind.items())))
    print("   wrong:", dict(Counter("/".join(sorted(made[i].kind for i in pair)) for pair in sorted(wrong))))
    for what, pairs in (("missed", wanted - hit), ("wrong", wrong)):
        for a, b in sorted(pairs)[:show]:
            print(
                f"   {what} {truth.get((a, b), 0):.2f} {made[a].article.id} ({made[a].kind}) {made[b].article.id} ({made[b].kind})"
            )


def voices(made: Sequence[Made], group: dict[str, str], true: Callable[[int, int], float], show: int) -> None:
    """`text_group`, by pairs: two that a group holds, two that it should."""
    members: dict[str, list[int]] = defaultdict(list)
    for at, m in enumerate(made):
        if m.article.id in group:
            members[group[m.article.id]].append(at)
    # sources that a copy has most of its words from: it and they are one text, and so are its fellow copies
    root: dict[str, str] = {}
    for m in made:
        root[m.article.id] = m.of[0] if m.kind in EDITS and m.kind != "merged" else m.article.id
    home: dict[str, list[int]] = defaultdict(list)
    for at, m in enumerate(made):
        if m.kind != "merged":
            home[root[m.article.id]].append(at)
    want = {
        (a, b) for some in home.values() for i, a in enumerate(some) for b in some[i + 1 :] if true(a, b) >= ONE_TEXT
    }
    hit = sum(1 for a, b in want if group.get(made[a].article.id, a) == group.get(made[b].article.id, b))
    judged = wrong = 0
    for some in members.values():
        for i, a in enumerate(some):
            for b in some[i + 1 :]:
                share = true(a, b)
                if "merged" in (made[a].kind, made[b].kind) or TWO_TEXTS <= share < ONE_TEXT:
                    continue
                judged += 1
                if share < TWO_TEXTS:
                    wrong += 1
                    if wrong <= show:
                        print(
                            f"   one voice? {share:.2f} {made[a].article.id} ({made[a].kind}) {made[b].article.id} ({made[b].kind})"
                        )
    print(
        f"text_group: recall {hit / len(want):.4f} of {len(want)} pairs, precision {1 - wrong / max(1, judged):.4f} of {judged}"
    )


def growth(made: Sequence[Made]) -> None:
    for part in (4, 2, 1):
        some = [m.article for m in made[::part]]
        start = time.process_time()
        copies(some)
        took = time.process_time() - start
        print(f"   {len(some)} articles: {took:.1f} s, {1000 * took / len(some):.2f} ms an article")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("REPORTEDLY_EVAL", "../shared/eval"))
    )
    parser.add_argument("--others", type=int, default=10_000, help="articles made by recombination")
    parser.add_argument("--seed", type=int, default=2016)
    parser.add_argument("--show", type=int, default=0, help="list so many missed and wrong pairs")
    parser.add_argument("--growth", action="store_true", help="the time for a quarter, half and all of them")
    args = parser.parse_args()
    made = corpus(args.folder, args.others, args.seed)
    print(f"{dict(Counter(m.kind for m in made))}")
    report(made, args.show)
    if args.growth:
        growth(made)


if __name__ == "__main__":
    main()
