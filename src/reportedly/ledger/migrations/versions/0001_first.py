"""The first schema: what was read, statements, what is derived, and full-text search over articles and claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# The search index keeps no second copy of the words (external content, https://sqlite.org/fts5.html#external_content_tables);
# triggers keep it in step, so that no writer can forget it.
SEARCH = """
CREATE VIRTUAL TABLE {table}_search USING fts5({fields}, content='{table}', content_rowid='number', tokenize='porter unicode61');
CREATE TRIGGER {table}_search_added AFTER INSERT ON {table} BEGIN
  INSERT INTO {table}_search(rowid, {fields}) VALUES (new.number, {new});
END;
CREATE TRIGGER {table}_search_erased AFTER DELETE ON {table} BEGIN
  INSERT INTO {table}_search({table}_search, rowid, {fields}) VALUES ('delete', old.number, {old});
END;
CREATE TRIGGER {table}_search_changed AFTER UPDATE ON {table} BEGIN
  INSERT INTO {table}_search({table}_search, rowid, {fields}) VALUES ('delete', old.number, {old});
  INSERT INTO {table}_search(rowid, {fields}) VALUES (new.number, {new});
END;
"""
SEARCHED = {"articles": ("title", "text"), "claims": ("gist",)}


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _search()
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.bulk_insert(meta, [{"key": "app", "value": "reportedly"}, {"key": "schema", "value": "1"}])


def _search() -> None:
    for table, fields in SEARCHED.items():
        script = SEARCH.format(
            table=table,
            fields=", ".join(fields),
            new=", ".join(f"new.{f}" for f in fields),
            old=", ".join(f"old.{f}" for f in fields),
        )
        for statement in script.replace("END;\n", "END;\n\0").replace("unicode61');\n", "unicode61');\n\0").split("\0"):
            if statement.strip():
                op.execute(sa.text(statement))


def _tables() -> None:
    op.create_table(
        "failures",
        sa.Column("input", sa.String(), primary_key=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text()),
        sa.Column("article", sa.String()),
        sa.Column("recorded", sa.String(), nullable=False),
    )
    op.create_index("ix_failures_article", "failures", ["article"])
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("object", sa.String()),
        sa.Column("value", sa.Text()),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("when", sa.String(), nullable=False),
    )
    op.create_index("ix_judgements_subject", "judgements", ["subject"])
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )
    op.create_table(
        "raw",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first", sa.String()),
        sa.Column("last", sa.String()),
        sa.Column("stale", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "story_ids",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("article", sa.String(), nullable=False),
    )
    op.create_index("ix_story_ids_article", "story_ids", ["article"])
    op.create_table(
        "tombstones",
        sa.Column("article", sa.String(), primary_key=True),
        sa.Column("key_sha256", sa.String(), primary_key=True),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("raw_sha256", sa.String(), nullable=False),
        sa.Column("recorded", sa.String(), nullable=False),
    )
    op.create_index("ix_tombstones_raw_sha256", "tombstones", ["raw_sha256"])
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("run", sa.Integer(), sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("file", sa.String()),
        sa.Column("url", sa.String()),
        sa.Column("outlet", sa.String()),
        sa.Column("title", sa.Text()),
        sa.Column("byline", sa.Text()),
        sa.Column("language", sa.String()),
        sa.Column("published", sa.String()),
        sa.Column("retrieved", sa.String()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("raw_sha256", sa.String(), sa.ForeignKey("raw.sha256"), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("recorded", sa.String(), nullable=False),
    )
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_raw_sha256", "articles", ["raw_sha256"])
    op.create_index("ix_articles_text_sha256", "articles", ["text_sha256"])
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("matter", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_claims_id", "claims", ["id"])
    op.create_index("ix_claims_story", "claims", ["story"])
    op.create_table(
        "conflicts",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_conflicts_story", "conflicts", ["story"])
    op.create_table(
        "entities",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_entities_id", "entities", ["id"])
    op.create_index("ix_entities_story", "entities", ["story"])
    op.create_table(
        "forecasts",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("speaker", sa.String()),
        sa.Column("made", sa.String()),
        sa.Column("due", sa.String()),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_forecasts_story", "forecasts", ["story"])
    op.create_table(
        "matters",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_matters_id", "matters", ["id"])
    op.create_index("ix_matters_story", "matters", ["story"])
    op.create_table(
        "story_assertions",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("claim", sa.String()),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_story_assertions_claim", "story_assertions", ["claim"])
    op.create_index("ix_story_assertions_id", "story_assertions", ["id"])
    op.create_index("ix_story_assertions_story", "story_assertions", ["story"])
    op.create_table(
        "story_places",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("country", sa.String()),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_story_places_id", "story_places", ["id"])
    op.create_index("ix_story_places_story", "story_places", ["story"])
    op.create_table(
        "profiles",
        sa.Column("article", sa.String(), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("article", sa.String(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("annotator", sa.String(), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), sa.ForeignKey("runs.number"), nullable=False),
        sa.Column("recorded", sa.String(), nullable=False),
    )
    op.create_index("ix_readings_article", "readings", ["article"])
    op.create_table(
        "sightings",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("article", sa.String(), sa.ForeignKey("articles.id"), primary_key=True),
    )
    op.create_index("ix_sightings_article", "sightings", ["article"])
    op.create_table(
        "story_articles",
        sa.Column("article", sa.String(), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("text_group", sa.String()),
        sa.Column("copies", sa.Text(), nullable=False),
    )
    op.create_index("ix_story_articles_story", "story_articles", ["story"])
    op.create_table(
        "actors",
        sa.Column("reading", sa.Integer(), sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("pos", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table(
        "assertions",
        sa.Column("reading", sa.Integer(), sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("pos", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("predicate", sa.String()),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.UniqueConstraint("reading", "id"),
    )
    op.create_index("ix_assertions_article", "assertions", ["article"])
    op.create_index("ix_assertions_id", "assertions", ["id"])
    op.create_table(
        "places",
        sa.Column("reading", sa.Integer(), sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("pos", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("country", sa.String()),
        sa.Column("key", sa.String()),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table(
        "times",
        sa.Column("reading", sa.Integer(), sa.ForeignKey("readings.number"), primary_key=True),
        sa.Column("pos", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("first", sa.String()),
        sa.Column("last", sa.String()),
        sa.Column("payload", sa.Text(), nullable=False),
    )
