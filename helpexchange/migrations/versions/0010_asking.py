"""Asking in easy language, and proving who asks without an account.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reads_easy", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("people_in_need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reads_easy", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("proof", sa.Enum("none", "mail", "text", "account", "call", "office", name="proof", native_enum=False, length=32), nullable=False, server_default="office")
        )
        batch_op.add_column(sa.Column("proved_at", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "request_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.Enum("mail", "text", "letter", "call", name="channel", native_enum=False, length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=100), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["help_requests.id"], name=op.f("fk_request_codes_request_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_codes")),
    )
    with op.batch_alter_table("request_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_codes_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("request_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_codes_request_id"))
    op.drop_table("request_codes")
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.drop_column("proved_at")
        batch_op.drop_column("proof")
    with op.batch_alter_table("people_in_need", schema=None) as batch_op:
        batch_op.drop_column("reads_easy")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("reads_easy")
