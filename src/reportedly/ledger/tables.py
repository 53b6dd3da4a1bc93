"""The tables of a ledger.

Keys that are searched or joined by are columns; the whole value lies beside them as JSON (`payload`), so that a
new field needs no migration. Three kinds of table: what was read (articles, raw), statements (a reading of an
article by one version of the annotator, appended and never edited), and what is derived from them (replaced as
a whole for a touched story). Judgements, failures and tombstones are rows of their own.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA = 7
"""The number of the newest migration: a ledger with a higher one was written by a newer program."""

APP = "reportedly"

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("app", String, nullable=False),
)

# ---- what was read

raw = Table(
    "raw",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("encoding", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("file", String),
    Column("url", String),
    Column("outlet", String),
    Column("title", Text),
    Column("byline", Text),
    Column("language", String),
    Column("published", String, index=True),
    Column("updated", String),
    Column("retrieved", String),
    Column("text", Text, nullable=False),
    Column("text_sha256", String, nullable=False, index=True),
    Column("raw_sha256", ForeignKey("raw.sha256"), nullable=False, index=True),
    Column("payload", Text, nullable=False),
    Column("recorded", String, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("key", String, primary_key=True),
    Column("article", ForeignKey("articles.id"), primary_key=True, index=True),
)
"""Under which addresses an article was read: two articles of one address are versions of one another."""

profiles = Table(
    "profiles",
    metadata,
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("payload", Text, nullable=False),
)

# ---- statements

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", ForeignKey("articles.id"), nullable=False, index=True),
    Column("annotator", String, nullable=False),
    Column("models", Text, nullable=False),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("recorded", String, nullable=False),
)


def _statement(name: str, *columns: Column[str] | Column[int] | Column[float] | Column[bool]) -> Table:
    return Table(
        name,
        metadata,
        Column("reading", ForeignKey("readings.number"), primary_key=True),
        Column("pos", Integer, primary_key=True),
        *columns,
        Column("payload", Text, nullable=False),
    )


assertions = _statement(
    "assertions",
    Column("id", String, nullable=False, index=True),
    Column("article", String, nullable=False, index=True),
    Column("stance", String, nullable=False),
    Column("quote", String, nullable=False),
    Column("predicate", String),
    Column("evidence", Text, nullable=False),
)
assertions.append_constraint(UniqueConstraint("reading", "id"))

times = _statement(
    "times",
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("value", String, nullable=False),
    Column("first", String),
    Column("last", String),
)

places = _statement(
    "places",
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", String),
    Column("key", String),
)

actors = _statement("actors", Column("name", String, nullable=False), Column("kind", String, nullable=False))

# ---- grouping, kept up to date as articles come

lead_terms = Table(
    "lead_terms",
    metadata,
    Column("term", String, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("article", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""The words that an article is found by; day 0 is an unknown one."""

grouped = Table(
    "grouped",
    metadata,
    Column("article", String, primary_key=True),
    Column("home", String),
    Column("near", Text, nullable=False),
)
"""Each article that was grouped: its group (none: it is alone), and how like it is to others."""

groups = Table("groups", metadata, Column("id", String, primary_key=True), Column("payload", Text, nullable=False))

arrivals = Table("arrivals", metadata, Column("article", String, primary_key=True))
"""Articles that came, were read otherwise, or were removed, and wait to be grouped."""

unmade = Table(
    "unmade",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article", String, nullable=False),
    sqlite_autoincrement=True,
)
"""Articles whose group changed and whose story waits to be made; a row for each time, so that none is taken for another."""

# ---- derived from them, one story at a time

stories = Table(
    "stories",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", Text, nullable=False),
    Column("first", String),
    Column("last", String),
    Column("stale", Boolean, nullable=False, index=True),
)

story_ids = Table(
    "story_ids",
    metadata,
    Column("id", String, primary_key=True),
    Column("article", String, nullable=False, index=True),
)
"""Every story id ever given, and the article it was made from: an id leads to that article's present story."""

story_articles = Table(
    "story_articles",
    metadata,
    Column("article", ForeignKey("articles.id"), primary_key=True),
    Column("story", ForeignKey("stories.id"), nullable=False, index=True),
    Column("text_group", String),
    Column("copies", Text, nullable=False),
)


def _derived(name: str, *columns: Column[str] | Column[int] | Column[float] | Column[bool]) -> Table:
    return Table(
        name,
        metadata,
        Column("number", Integer, primary_key=True),
        Column("story", ForeignKey("stories.id"), nullable=False, index=True),
        Column("pos", Integer, nullable=False),
        *columns,
        Column("payload", Text, nullable=False),
    )


story_assertions = _derived(
    "story_assertions",
    Column("id", String, nullable=False, index=True),
    Column("article", String, nullable=False),
    Column("claim", String, index=True),
)
claims = _derived(
    "claims",
    Column("id", String, nullable=False, index=True),
    Column("matter", String),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("gist", Text, nullable=False),
)
matters = _derived(
    "matters", Column("id", String, nullable=False, index=True), Column("question", Text, nullable=False)
)
conflicts = _derived(
    "conflicts",
    Column("a", String, nullable=False),
    Column("b", String, nullable=False),
    Column("on", String, nullable=False),
    Column("kind", String, nullable=False),
)
forecasts = _derived(
    "forecasts",
    Column("claim", String, nullable=False),
    Column("speaker", String),
    Column("made", String),
    Column("due", String),
    Column("outcome", String, nullable=False),
)
foretold = Table(
    "foretold",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("story", ForeignKey("stories.id"), nullable=False, index=True),
    Column("key", String, nullable=False),
    Column("name", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("assertion", String, nullable=False),
    Column("by", String),
    Column("basis", String, nullable=False),
    Column("made", String),
    Column("low", Float),
    Column("high", Float),
)
"""What each named speaker foretold, once for each thing; `low` and `high` where it is settled and its probability counts."""
Index("ix_foretold_counts", foretold.c.key, foretold.c.name, foretold.c.outcome)
Index("ix_foretold_scored", foretold.c.key, sqlite_where=text("low IS NOT NULL"))

entities = _derived(
    "entities",
    Column("id", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
)
story_places = _derived(
    "story_places",
    Column("id", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", String),
)

story_parts = _derived(
    "story_parts",
    Column("article", String, nullable=False, index=True),
    Column("guest", Boolean, nullable=False),
)
"""Parts of articles that tell of several things: of a guest's those that the story has; of its own those that others have."""

# ---- rows of their own

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("object", String),
    Column("value", Text),
    Column("who", String, nullable=False),
    Column("when", String, nullable=False),
    Column("about", String),
    Column("note", Text),
)

judgement_anchors = Table(
    "judgement_anchors",
    metadata,
    Column("judgement", ForeignKey("judgements.number"), primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("article", String, nullable=False, index=True),
    Column("assertion", String),
    Column("payload", Text, nullable=False),
)
"""What judgements are about, by the words and places in the articles."""

failures = Table(
    "failures",
    metadata,
    Column("input", String, primary_key=True),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text),
    Column("article", String, index=True),
    Column("recorded", String, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("article", String, primary_key=True),
    Column("key_sha256", String, primary_key=True),
    Column("text_sha256", String, nullable=False),
    Column("raw_sha256", String, nullable=False, index=True),
    Column("recorded", String, nullable=False),
)
"""What a person removed, known again by hashes alone: one row for each address the article was read under."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", String, primary_key=True),
    Column("etag", String),
    Column("modified", String),
    Column("checked", String),
    Column("due", String),
    Column("failed", Integer, nullable=False),
    Column("problem", Text),
    Column("seen", Text, nullable=False),
)
"""What `watch` knows of each feed; the entries it has seen by hashes alone."""

STATEMENTS = (assertions, times, places, actors)
DERIVED = (story_assertions, claims, matters, conflicts, forecasts, foretold, entities, story_places, story_parts)
