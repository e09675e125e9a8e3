"""Where help is missing after a match run.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('match_run_gaps',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('district', sa.String(length=200), nullable=False),
    sa.Column('skill_code', sa.String(length=60), nullable=False),
    sa.Column('waiting', sa.Integer(), nullable=False),
    sa.Column('helpers_missing', sa.Integer(), nullable=False),
    sa.Column('visit_minutes', sa.Integer(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('one_more', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_match_run_gaps_office_id')),
    sa.ForeignKeyConstraint(['run_id'], ['match_runs.id'], name=op.f('fk_match_run_gaps_run_id')),
    sa.PrimaryKeyConstraint('run_id', 'office_id', 'district', 'skill_code', name=op.f('pk_match_run_gaps'))
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table('match_run_gaps')
