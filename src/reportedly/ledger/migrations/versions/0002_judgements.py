"""Judgements: what they are about, a note, and the words and places by which they attach again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("judgements", sa.Column("about", sa.String()))
    op.add_column("judgements", sa.Column("note", sa.Text()))
    op.create_table(
        "judgement_anchors",
        sa.Column("judgement", sa.Integer(), sa.ForeignKey("judgements.number"), primary_key=True),
        sa.Column("pos", sa.Integer(), primary_key=True),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("assertion", sa.String()),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_judgement_anchors_article", "judgement_anchors", ["article"])
    meta = sa.table("meta", sa.column("key"), sa.column("value"))
    op.execute(meta.update().where(meta.c.key == "schema").values(value=str(int(revision))))
