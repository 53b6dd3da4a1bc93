"""Builds made-up coverage out of the model's objects, so that a test shows only what it is about."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from reportedly.claims import build
from reportedly.claims.dates import complete, known_days
from reportedly.claims.entities import join
from reportedly.claims.propositions import Proposition, propositions
from reportedly.model import (
    Actor,
    Annotations,
    Article,
    Assertion,
    Evidence,
    Hop,
    Likelihood,
    Participant,
    Quantity,
    Story,
    StoryLedger,
    When,
    Where,
)

STORY = Story("s1", "Floods in Ostrand", "2031-03-01", "2031-03-20")


def day(start, end=None, *, text=None, value=None, is_open=False):
    """A time with its days; `day("2031-03-04")` is that day."""
    return When(start, end or start, is_open, value or start or "", text or start or "", "stated")


def named(pattern, text):
    """A date without its year, as an undated article leaves it."""
    return When(None, None, False, pattern, text, None)


def town(name, *, role="at"):
    return Where(name, role, place="g-" + name.lower(), kind="place")


def count(text, low, high, of, *scope, unit=None, part="value"):
    return Quantity(text, low, high, unit, of, part=part, scope=scope)


def likely(term, low, high):
    return Likelihood(term, low, high, "icd203")


def person(name, *, kind="person", role=None, is_named=True):
    """One voice of a chain."""
    return Hop(name, is_named, kind, role)


class Coverage:
    """Articles and what they say; `says` writes the sentence into the article and returns its assertion."""

    def __init__(self):
        self.articles = {}
        self.assertions = {}
        self.actors = {}
        self.places = {}

    def article(self, key, said=None, outlet=None, *, actors=(), places=()):
        self.articles[key] = Article(id=key, text="", text_sha256=key, outlet=outlet or key.title(), published=said)
        self.assertions[key] = []
        self.actors[key] = [a if isinstance(a, Actor) else Actor(a, "person", aliases=()) for a in actors]
        self.places[key] = list(places)
        return key

    def says(self, key, sentence, terms, predicate=None, *, who=(), by=(), **fields):
        """`terms`: the content words as lemmas; `who`: agents by name, a pair gives the role too; `by`: hops."""
        article = self.articles[key]
        start = len(article.text) + (2 if article.text else 0)
        self.articles[key] = replace(article, text=f"{article.text}\n\n{sentence}" if article.text else sentence)
        span = ((start, start + len(sentence)),)
        roles = [w if isinstance(w, tuple) else (w, "agent") for w in who]
        chain = (Hop(article.outlet, True, "outlet"), *by)
        made = Assertion(
            id=fields.pop("id", f"{key}-{len(self.assertions[key])}"),
            article=key,
            evidence=Evidence(sentence, span),
            content=span,
            chain=fields.pop("chain", chain),
            origin=fields.pop("origin", len(chain) - 1 if by else None),
            terms=tuple(terms.split()) if isinstance(terms, str) else tuple(terms),
            predicate=predicate,
            participants=tuple(Participant(n, r) for n, r in roles),
            **fields,
        )
        self.assertions[key].append(made)
        return made

    def notes(self):
        return {
            k: Annotations(tuple(v), places=tuple(self.places[k]), actors=tuple(self.actors[k]))
            for k, v in self.assertions.items()
        }

    def entities(self, judgements=()):
        return join(list(self.articles.values()), self.notes(), judgements)

    def propositions(self) -> dict[str, Proposition]:
        """By the id of their assertion."""
        days = known_days(list(self.articles.values()))
        assertions = [complete(a, days) for v in self.assertions.values() for a in v]
        entities = self.entities()
        placed = [
            replace(a, participants=tuple(replace(p, entity=entities.find(a.article, p.name)) for p in a.participants))
            for a in assertions
        ]
        return {p.id: p for p in propositions(placed, self.articles, entities)}

    def build(self, judgements=(), *, text_group=None, seed=None) -> StoryLedger:
        """The story's ledger; a `seed` shuffles everything that has no order of its own."""
        articles, notes = list(self.articles.values()), self.notes()
        if seed is not None:
            chance = random.Random(seed)
            chance.shuffle(articles)
            keys = list(notes)
            chance.shuffle(keys)
            notes = {k: replace(notes[k], assertions=_shuffled(notes[k].assertions, chance)) for k in keys}
        return build(STORY, articles, notes, judgements=judgements, text_group=text_group)


def _shuffled(items, chance):
    items = list(items)
    chance.shuffle(items)
    return tuple(items)


def claim(ledger, assertion):
    """The claim an assertion is in."""
    wanted = ledger.claim_of[assertion.id]
    return next(c for c in ledger.claims if c.id == wanted)


def together(ledger, *assertions):
    """Whether all are one claim."""
    return len({ledger.claim_of[a.id] for a in assertions}) == 1


def relation(ledger, a, b):
    """Kind and ground of the row between the claims of two assertions, in the order a, b; None: no row."""
    x, y = ledger.claim_of[a.id], ledger.claim_of[b.id]
    return next(((c.kind, c.on) for c in ledger.conflicts if (c.a, c.b) == (x, y)), None)


def forecast(ledger, assertion):
    return next((f for f in ledger.forecasts if f.assertion == assertion.id), None)


def after(said, days):
    return (dt.date.fromisoformat(said) + dt.timedelta(days)).isoformat()
