"""Asks.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('ask_settings',
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('remind_after_days', sa.Integer(), nullable=False),
    sa.Column('expire_after_days', sa.Integer(), nullable=False),
    sa.Column('most_open', sa.Integer(), nullable=False),
    sa.Column('most_a_week', sa.Integer(), nullable=False),
    sa.Column('person_days', sa.Integer(), nullable=False),
    sa.Column('asks_next_best', sa.Boolean(), nullable=False),
    sa.Column('trial_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('most_open >= 1 AND most_a_week >= 1 AND person_days >= 1', name=op.f('ck_ask_settings_numbers')),
    sa.CheckConstraint('remind_after_days < expire_after_days', name=op.f('ck_ask_settings_days')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_ask_settings_office_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('office_id', name=op.f('pk_ask_settings'))
    )
    op.create_table('asks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'open', 'yes', 'agreed', 'no', 'refused', 'expired', 'withdrawn', name='askstate', native_enum=False, length=32), nullable=False),
    sa.Column('next_best', sa.Enum('office', 'wanted', 'asked', 'nobody', name='nextbest', native_enum=False, length=32), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('no_reason', sa.Enum('not_said', 'no_time', 'too_far', 'not_my_kind', 'too_much', 'know_each_other', name='noreason', native_enum=False, length=32), nullable=True),
    sa.Column('no_words', sa.Text(), nullable=False),
    sa.Column('told_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('settled_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('first_visit', sa.Enum('alone', 'coordinator', 'experienced', name='firstvisit', native_enum=False, length=32), nullable=False),
    sa.Column('first_visit_with', sa.String(length=200), nullable=False),
    sa.Column('check_in_on', sa.Date(), nullable=True),
    sa.Column('engagement_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagements.id'], name=op.f('fk_asks_engagement_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_asks_helper_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_asks_proposal_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['help_requests.id'], name=op.f('fk_asks_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asks')),
    sa.UniqueConstraint('proposal_id', name=op.f('uq_asks_proposal_id'))
    )
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asks_helper_id_asked_at'), ['helper_id', 'asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_asks_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_asks_state_asked_at'), ['state', 'asked_at'], unique=False)



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_asks_state_asked_at'))
        batch_op.drop_index(batch_op.f('ix_asks_request_id'))
        batch_op.drop_index(batch_op.f('ix_asks_helper_id_asked_at'))

    op.drop_table('asks')
    op.drop_table('ask_settings')
