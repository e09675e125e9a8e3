"""Representations.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('representations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'in_force', 'ended', 'run_out', name='representationstate', native_enum=False, length=32), nullable=False),
    sa.Column('relation', sa.Enum('family', 'friend', 'guardian', 'professional', name='relation', native_enum=False, length=32), nullable=False),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('phone_key', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('channel', sa.Enum('mail', 'text', 'letter', 'call', name='channel', native_enum=False, length=32), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('reads_easy', sa.Boolean(), nullable=False),
    sa.Column('told', sa.Enum('both', 'representative', 'person', name='told', native_enum=False, length=32), nullable=False),
    sa.Column('may_see_data', sa.Boolean(), nullable=False),
    sa.Column('word_given', sa.Enum('in_person', 'phone', 'paper', 'online', 'court_order', name='wordgiven', native_enum=False, length=32), nullable=True),
    sa.Column('version', sa.String(length=60), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('wording_language', sa.String(length=2), nullable=False),
    sa.Column('court_order_seen_on', sa.Date(), nullable=True),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('began_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('reminded_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Enum('person', 'representative', 'office', 'date', name='endedby', native_enum=False, length=32), nullable=True),
    sa.Column('ended_by_name', sa.String(length=200), nullable=False),
    sa.Column('end_reason', sa.Enum('refused', 'no_longer_wanted', 'stepped_back', 'mistake', 'run_out', 'erased', name='endreason', native_enum=False, length=32), nullable=True),
    sa.Column('link_number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_representations_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_representations_office_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people_in_need.id'], name=op.f('fk_representations_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_representations')),
    sa.UniqueConstraint('reference', name=op.f('uq_representations_reference'))
    )
    with op.batch_alter_table('representations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_representations_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_representations_office_id_state'), ['office_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_representations_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_representations_phone_key'), ['phone_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_representations_state_until'), ['state', 'until'], unique=False)

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('representation_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_help_requests_representation_id'), ['representation_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_help_requests_representation_id'), 'representations', ['representation_id'], ['id'], ondelete='SET NULL')



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_help_requests_representation_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_help_requests_representation_id'))
        batch_op.drop_column('representation_id')

    with op.batch_alter_table('representations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_representations_state_until'))
        batch_op.drop_index(batch_op.f('ix_representations_phone_key'))
        batch_op.drop_index(batch_op.f('ix_representations_person_id'))
        batch_op.drop_index(batch_op.f('ix_representations_office_id_state'))
        batch_op.drop_index(batch_op.f('ix_representations_account_id'))

    op.drop_table('representations')
