"""Stages small enough to see through, for tests of what puts them together.

A text's first line is its address: `TITLE | OUTLET | DAY`. Each further sentence is a statement; a sentence that
starts with a word in capitals tells its story by that word.
"""

import hashlib
import re
import time

from reportedly.errors import EmptyInput, NoArticle
from reportedly.model import (
    Annotations,
    Article,
    Assertion,
    Claim,
    Conflict,
    Copy,
    Evidence,
    Forecast,
    Group,
    Hop,
    Independence,
    Profile,
    Snapshot,
    StatusChange,
    StoryLedger,
)
from reportedly.pipeline import Stages
from reportedly.read import read_inputs
from reportedly.stories import judged


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def clean(snapshot: Snapshot, limits) -> Article:
    content = snapshot.content if isinstance(snapshot.content, str) else snapshot.content.decode()
    head, _, text = content.partition("\n")
    title, outlet, day = ([*head.split("|"), "", "", ""])[:3]
    text = text.strip()
    if not text:
        raise NoArticle("no text", where=snapshot.name)
    if "BOOM" in text:
        raise ZeroDivisionError("nobody\nforesaw this")
    return Article(
        id="a" + digest(snapshot.url or text, text)[:12],
        text=text,
        text_sha256=digest(text),
        file=snapshot.file,
        url=snapshot.url,
        outlet=outlet.strip() or None,
        title=title.strip() or None,
        language="xx" if "LINGUA" in text else "en",
        published=day.strip() or None,
        published_basis="stated" if day.strip() else None,
    )


class Annotator:
    def __init__(self, name="fake 1", pause=0.0):
        self.name = name
        self.models = {"fake": "0" * 64}
        self.pause = pause
        self.calls = 0

    def annotate(self, article: Article) -> Annotations:
        self.calls += 1
        time.sleep(self.pause)
        found = []
        for m in re.finditer(r"[^.]+\.", article.text):
            start = m.start() + len(m.group()) - len(m.group().lstrip())
            text = article.text[start : m.end()]
            found.append(
                Assertion(
                    id="x" + digest(article.id, start, self.name if "NEWER" in text else "")[:12],
                    article=article.id,
                    evidence=Evidence(text + ("!" if "CROOKED" in text else ""), ((start, m.end()),)),
                    content=((start, m.end()),),
                    chain=(Hop(article.outlet, True, "outlet"),) if article.outlet else (),
                    terms=tuple(text.lower().split()),
                )
            )
        return Annotations(tuple(found))


def profile(article: Article, annotations: Annotations) -> Profile:
    words = re.findall(r"\b[A-Z]{3,}\b", article.text) or ["NONE"]
    return Profile(article.id, article.said, {words[0]: 1.0}, article.title)


def group(profiles):
    by_word = {}
    for one in sorted(profiles, key=lambda p: p.id):
        by_word.setdefault(next(iter(one.weights)), []).append(one.id)
    merged = by_word.pop("JOIN", [])
    groups = [tuple(ids) for _, ids in sorted(by_word.items())]
    if merged:  # one article of this kind makes all stories one
        return (tuple(sorted([*merged, *(i for g in groups for i in g)])),)
    return tuple(groups)


def arranging(group):
    """The incremental form of a `group`: everything is grouped again."""

    def arrange(index, arrived, left):
        index.leave(left)
        known = index.sharing(["all"], 0, 1, 1)
        for one in arrived:
            if one.id not in known:
                index.enter(one, 0, ["all"])
        ids = index.sharing(["all"], 0, 1, 1)
        old = {g.members: g.id for g in index.groups_of(ids)}
        new = [g for g in group(index.profiles(ids)) if len(g) > 1 or {p.id for p in arrived}.intersection(g)]
        made = [g for g in new if g not in old]
        several = [Group(g[0], g, (), ()) for g in made if len(g) > 1]
        index.keep({p.id: {} for p in arrived}, [i for g, i in old.items() if g not in new], several)
        fresh = {p.id for p in arrived}
        return tuple(g for g in new if g in made or fresh.intersection(g))

    return arrange


def headline(profiles):
    titled = sorted((p.said or "9", p.id, p.title) for p in profiles if p.title)
    return titled[0][2] if titled else None


def copies(articles, joined, parted):
    """Nothing copies anything, unless a person says so."""
    found = {a: (Copy(b, 1.0, "overlap"),) for a, b in joined if {a, b} <= {x.id for x in articles}}
    return found, {i: max(pair) for pair in joined if pair[0] in found for i in pair}


def build(story, articles, annotations, *, copies, text_group, judgements):
    """One claim for each distinct sentence; `FAIL` makes the story fail to be made."""
    said = {a.id: a.said for a in articles}
    every = sorted(
        (x for a in articles for x in annotations[a.id].assertions), key=lambda x: (said[x.article] or "9", x.id)
    )
    if any("FAIL" in x.evidence.text for x in every):
        raise RuntimeError("cannot be made")
    by_text = {}
    for x in every:
        by_text.setdefault(x.evidence.text, []).append(x)
    claims, claim_of, forecasts = [], {}, []
    for text, some in by_text.items():
        claim = "c" + digest(some[0].id)[:12]
        outlets = tuple(sorted({x.chain[0].name for x in some if x.chain}))
        claims.append(
            Claim(
                id=claim,
                story=story.id,
                matter=None,
                gist=text,
                kind="forecast" if "will" in text else "event",
                status="confirmed" if len(some) > 1 else "reported",
                status_history=(StatusChange("reported", said[some[0].article], some[0].id, None),),
                assertions=tuple(x.id for x in some),
                origins=outlets,
                independence=Independence("unknown", 1, len(some), "fake"),
            )
        )
        claim_of |= {x.id: claim for x in some}
        if "will" in text:
            later = next((x for x in every if "did" in x.evidence.text), None)
            forecasts.append(
                Forecast(claim, some[0].id, "prediction", None, said[some[0].article], None, None,
                         "borne_out" if later else "open", later and later.id, None, "text")
            )  # fmt: skip
    nots = [c for c in claims if " not " in c.gist]
    conflicts = [
        Conflict(a.id, b.id, "polarity", "conflict", "one says not") for a in nots for b in claims if b not in nots
    ]
    return StoryLedger(
        story=story,
        articles=tuple(a.id for a in articles),
        assertions=tuple(every),
        claim_of=claim_of,
        claims=tuple(claims),
        conflicts=tuple(conflicts),
        forecasts=tuple(forecasts),
        copies=copies,
        text_group=text_group,
    )


def stages(annotator=None, **other) -> Stages:
    made = annotator or Annotator()
    parts = {
        "count": len,
        "read": lambda inputs, limits, stdin: read_inputs(inputs, limits, stdin=stdin),
        "language": lambda _text: None,
        "clean": clean,
        "annotator": made if callable(made) else lambda: made,
        "profile": profile,
        "group": group,
        "judged": judged,
        "headline": headline,
        "copies": copies,
        "build": build,
        "languages": frozenset({"en"}),
    }
    parts |= other
    return Stages(**({"arrange": arranging(parts["group"])} | parts))


def snapshots(*items):
    """A `read` stage that gives these, whatever the inputs; a text becomes a snapshot."""

    def read(inputs, limits, stdin):
        for number, item in enumerate(items):
            yield Snapshot(f"{number}.txt", item, "text/plain", file=f"{number}.txt") if isinstance(item, str) else item

    return read


__all__ = ["Annotator", "EmptyInput", "snapshots", "stages"]
