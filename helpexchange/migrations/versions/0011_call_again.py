"""Call again later.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("call_backs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("helper_profiles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("call_again_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("unmatched_requests", schema=None) as batch_op:
        name = batch_op.f("ix_unmatched_requests_request_id_run_id")
        batch_op.create_index(name, ["request_id", "run_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("unmatched_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unmatched_requests_request_id_run_id"))
    with op.batch_alter_table("helper_profiles", schema=None) as batch_op:
        batch_op.drop_column("call_again_at")
    with op.batch_alter_table("call_backs", schema=None) as batch_op:
        batch_op.drop_column("again_at")
