"""What `watch` knows of each feed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("etag", sa.String()),
        sa.Column("modified", sa.String()),
        sa.Column("checked", sa.String()),
        sa.Column("due", sa.String()),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("seen", sa.Text(), nullable=False),
    )
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.execute(meta.update().where(meta.c.key == "schema").values(value=str(int(revision))))
