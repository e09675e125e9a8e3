"""Asking in easy language.

Revision ID: 0010
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reads_easy", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("people_in_need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reads_easy", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("people_in_need", schema=None) as batch_op:
        batch_op.drop_column("reads_easy")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("reads_easy")
