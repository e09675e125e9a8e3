"""Calls about changes, and whole proofs.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0016'
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('match_run_archives',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['match_runs.id'], name=op.f('fk_match_run_archives_run_id')),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_match_run_archives'))
    )
    op.create_table('fix_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('asks', sa.Enum('helper', 'person', name='asked', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('again_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Enum('yes', 'no', name='fixanswer', native_enum=False, length=32), nullable=True),
    sa.Column('answered_by', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_fix_calls_helper_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_fix_calls_office_id')),
    sa.ForeignKeyConstraint(['request_id'], ['help_requests.id'], name=op.f('fk_fix_calls_request_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['match_runs.id'], name=op.f('fk_fix_calls_run_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fix_calls'))
    )
    with op.batch_alter_table('fix_calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fix_calls_helper_id'), ['helper_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fix_calls_office_id_done_at'), ['office_id', 'done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_fix_calls_request_id'), ['request_id'], unique=False)
        batch_op.create_index('uq_fix_calls_open', ['request_id', 'helper_id', 'kind'], unique=True, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('fix_calls', schema=None) as batch_op:
        batch_op.drop_index('uq_fix_calls_open', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_fix_calls_request_id'))
        batch_op.drop_index(batch_op.f('ix_fix_calls_office_id_done_at'))
        batch_op.drop_index(batch_op.f('ix_fix_calls_helper_id'))

    op.drop_table('fix_calls')
    op.drop_table('match_run_archives')
