"""Messages.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('message_preferences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_type', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(length=120), nullable=False),
    sa.Column('stopped_at', UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_preferences')),
    sa.UniqueConstraint('person_type', 'person_id', 'message', name=op.f('uq_message_preferences_person_type_person_id_message'))
    )
    op.create_table('letter_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=200), nullable=False),
    sa.Column('sent_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_letter_batches_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_batches'))
    )
    with op.batch_alter_table('letter_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_batches_office_id_sent_at'), ['office_id', 'sent_at'], unique=False)

    with op.batch_alter_table('outbox_messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_urgent', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('is_secret', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('first_due_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('delivered_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('batch_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_outbox_messages_batch_id'), ['batch_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_outbox_messages_batch_id'), 'letter_batches', ['batch_id'], ['id'])

    op.execute("UPDATE outbox_messages SET first_due_at = due_at")
    with op.batch_alter_table('outbox_messages', schema=None) as batch_op:
        batch_op.alter_column('first_due_at', existing_type=UtcDateTime(timezone=True), nullable=False)


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('outbox_messages', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_outbox_messages_batch_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_outbox_messages_batch_id'))
        batch_op.drop_column('batch_id')
        batch_op.drop_column('delivered_at')
        batch_op.drop_column('first_due_at')
        batch_op.drop_column('is_secret')
        batch_op.drop_column('is_urgent')

    with op.batch_alter_table('letter_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_batches_office_id_sent_at'))

    op.drop_table('letter_batches')
    op.drop_table('message_preferences')
