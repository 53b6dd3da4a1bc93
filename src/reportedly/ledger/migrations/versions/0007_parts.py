"""Parts of an article that belong to another story than the article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "story_parts",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("story", sa.String(), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_story_parts_story", "story_parts", ["story"])
    op.create_index("ix_story_parts_article", "story_parts", ["article"])
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.execute(meta.update().where(meta.c.key == "schema").values(value=str(int(revision))))
