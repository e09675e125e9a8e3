"""Outbox.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('outbox_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('once_key', sa.String(length=120), nullable=True),
    sa.Column('message', sa.String(length=120), nullable=False),
    sa.Column('person_type', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('object_type', sa.String(length=60), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('mail', 'text', 'letter', 'call', name='channel', native_enum=False, length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('is_essential', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'sent', 'failed', 'cancelled', name='messagestate', native_enum=False, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=300), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('claimed_until', UtcDateTime(timezone=True), nullable=True),
    sa.Column('sent_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_outbox_messages_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_messages')),
    sa.UniqueConstraint('once_key', name=op.f('uq_outbox_messages_once_key'))
    )
    with op.batch_alter_table('outbox_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_messages_object_type_object_id'), ['object_type', 'object_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_messages_office_id_channel_state'), ['office_id', 'channel', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_messages_person_type_person_id'), ['person_type', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_messages_state_channel_due_at'), ['state', 'channel', 'due_at'], unique=False)



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('outbox_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_messages_state_channel_due_at'))
        batch_op.drop_index(batch_op.f('ix_outbox_messages_person_type_person_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_messages_office_id_channel_state'))
        batch_op.drop_index(batch_op.f('ix_outbox_messages_object_type_object_id'))

    op.drop_table('outbox_messages')
