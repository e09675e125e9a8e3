"""Reports.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0020'
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('report_counts',
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('counted_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_report_counts_office_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('office_id', 'first_on', 'until', 'name', name=op.f('pk_report_counts'))
    )
    with op.batch_alter_table('engagements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_engagements_agreed_at'), ['agreed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_engagements_ended_at'), ['ended_at'], unique=False)

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_requests_submitted_at_office_id'), ['submitted_at', 'office_id'], unique=False)

    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_day'), ['day'], unique=False)



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_day'))

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_requests_submitted_at_office_id'))

    with op.batch_alter_table('engagements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_engagements_ended_at'))
        batch_op.drop_index(batch_op.f('ix_engagements_agreed_at'))

    op.drop_table('report_counts')
