"""Grouping goes on from what was there: leading terms, likenesses, groups, and what waits to be grouped or made a story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "lead_terms",
        sa.Column("term", sa.String(), primary_key=True),
        sa.Column("day", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.String(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grouped",
        sa.Column("article", sa.String(), primary_key=True),
        sa.Column("home", sa.String()),
        sa.Column("near", sa.Text(), nullable=False),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table("arrivals", sa.Column("article", sa.String(), primary_key=True))
    op.create_table(
        "unmade",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("article", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_stale", "stories", ["stale"])
    # what was grouped by an earlier program is grouped again by the first run
    op.execute("INSERT INTO arrivals (article) SELECT article FROM profiles")
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.execute(meta.update().where(meta.c.key == "schema").values(value=str(int(revision))))
