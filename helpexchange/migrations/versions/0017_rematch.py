"""Rematch.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0017'
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('rematch_needs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('helper_id', sa.Integer(), nullable=True),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('cause', sa.Enum('helper_said_no', 'engagement_ended', 'helper_paused', 'helper_left', 'check_expired', 'undone', 'helper_freed', 'cannot_come', 'paused', 'moved', 'asked_for', name='rematchcause', native_enum=False, length=32), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('done_at', UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN helper_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_rematch_needs_one_of_three')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_rematch_needs_helper_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['help_requests.id'], name=op.f('fk_rematch_needs_request_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['match_runs.id'], name=op.f('fk_rematch_needs_run_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_rematch_needs_visit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rematch_needs'))
    )
    with op.batch_alter_table('rematch_needs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rematch_needs_run_id'), ['run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rematch_needs_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_rematch_needs_helper_open', ['helper_id'], unique=True, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.create_index('uq_rematch_needs_request_open', ['request_id'], unique=True, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.create_index('uq_rematch_needs_visit_open', ['visit_id'], unique=True, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))

    op.create_table('stand_ins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('found', 'asked', 'yes', 'no', 'over', name='standinstate', native_enum=False, length=32), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('distance_m', sa.Double(), nullable=True),
    sa.Column('found_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_stand_ins_helper_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_stand_ins_office_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_stand_ins_visit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_ins')),
    sa.UniqueConstraint('visit_id', 'helper_id', name=op.f('uq_stand_ins_visit_id_helper_id'))
    )
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stand_ins_helper_id'), ['helper_id'], unique=False)
        batch_op.create_index('uq_stand_ins_visit_yes', ['visit_id'], unique=True, sqlite_where=sa.text("state = 'yes'"), postgresql_where=sa.text("state = 'yes'"))

    with op.batch_alter_table('match_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('district_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('request_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('moved_count', sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column('agreed_moved_count', sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_foreign_key(batch_op.f('fk_match_runs_district_id'), 'districts', ['district_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_match_runs_request_id'), 'help_requests', ['request_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_by_hand', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('overruled', sa.JSON(), nullable=False, server_default="[]"))
        batch_op.alter_column('run_id',
               existing_type=sa.INTEGER(),
               nullable=True)



def downgrade() -> None:
    """Go back to the version before; what was chosen by hand belongs to no run and goes."""
    op.execute("DELETE FROM proposals WHERE run_id IS NULL")
    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.alter_column('run_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('overruled')
        batch_op.drop_column('is_by_hand')

    with op.batch_alter_table('match_runs', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_match_runs_request_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_match_runs_district_id'), type_='foreignkey')
        batch_op.drop_column('agreed_moved_count')
        batch_op.drop_column('moved_count')
        batch_op.drop_column('request_id')
        batch_op.drop_column('district_id')

    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.drop_index('uq_stand_ins_visit_yes', sqlite_where=sa.text("state = 'yes'"), postgresql_where=sa.text("state = 'yes'"))
        batch_op.drop_index(batch_op.f('ix_stand_ins_helper_id'))

    op.drop_table('stand_ins')
    with op.batch_alter_table('rematch_needs', schema=None) as batch_op:
        batch_op.drop_index('uq_rematch_needs_visit_open', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.drop_index('uq_rematch_needs_request_open', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.drop_index('uq_rematch_needs_helper_open', sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_rematch_needs_visit_id'))
        batch_op.drop_index(batch_op.f('ix_rematch_needs_run_id'))

    op.drop_table('rematch_needs')
