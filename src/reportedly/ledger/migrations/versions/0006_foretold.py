"""What each speaker foretold, one row for each thing, so that records of a whole ledger need no more than their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "foretold",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("assertion", sa.String(), nullable=False),
        sa.Column("by", sa.String()),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made", sa.String()),
        sa.Column("low", sa.Float()),
        sa.Column("high", sa.Float()),
    )
    op.create_index("ix_foretold_story", "foretold", ["story"])
    op.create_index("ix_foretold_counts", "foretold", ["key", "name", "outcome"])
    op.create_index("ix_foretold_scored", "foretold", ["key"], sqlite_where=sa.text("low IS NOT NULL"))
    # the stories of an earlier program are made again by the first run
    op.execute("UPDATE stories SET stale = 1 WHERE id IN (SELECT story FROM forecasts)")
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.execute(meta.update().where(meta.c.key == "schema").values(value=str(int(revision))))
