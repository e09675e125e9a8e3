"""Photos of helpers, and who comes along to a first visit.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('helper_photos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('sent_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_helper_photos_helper_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_photos')),
    sa.UniqueConstraint('helper_id', name=op.f('uq_helper_photos_helper_id'))
    )
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_visit", sa.Enum("alone", "coordinator", "experienced", name="firstvisit", native_enum=False, length=32), server_default="alone", nullable=False))
        batch_op.add_column(sa.Column("first_visit_with", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("engagements", schema=None) as batch_op:
        batch_op.drop_column("first_visit_with")
        batch_op.drop_column("first_visit")
    op.drop_table('helper_photos')
