"""First contact.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime
from helpexchange.core.folding import folded
from helpexchange.core.phones import phone_key

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('call_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('started_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('changed_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_call_drafts_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_drafts')),
    sa.UniqueConstraint('reference', name=op.f('uq_call_drafts_reference'))
    )
    with op.batch_alter_table('call_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_drafts_account_id'), ['account_id'], unique=False)

    op.create_table('call_backs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_call_backs_office_id')),
    sa.ForeignKeyConstraint(['request_id'], ['help_requests.id'], name=op.f('fk_call_backs_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_backs')),
    sa.UniqueConstraint('reference', name=op.f('uq_call_backs_reference'))
    )
    with op.batch_alter_table('call_backs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_backs_office_id_done_at'), ['office_id', 'done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_backs_request_id'), ['request_id'], unique=False)

    op.create_table('call_attempts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_back_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('is_reached', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['call_back_id'], ['call_backs.id'], name=op.f('fk_call_attempts_call_back_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_attempts'))
    )
    with op.batch_alter_table('call_attempts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_attempts_call_back_id'), ['call_back_id'], unique=False)

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('first_contact_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('first_contact_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('late_told_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('consent', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('consented_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('referred_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('referred_phone', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('referred_text', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('office_note', sa.Text(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_help_requests_owner_id'), ['owner_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_help_requests_owner_id'), 'accounts', ['owner_id'], ['id'])

    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state_code', sa.String(length=8), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('first_contact_days', sa.Integer(), nullable=False, server_default='2'))
        batch_op.add_column(sa.Column('caller_notes', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('call_script', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('professional_work', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('people_in_need', schema=None) as batch_op:
        batch_op.add_column(sa.Column('street', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('postal_code', sa.String(length=10), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('town', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('channel', sa.Enum('mail', 'text', 'letter', 'call', name='channel', native_enum=False, length=32), nullable=False, server_default='mail'))
        batch_op.add_column(sa.Column('language', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('asked_by', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('name_key', sa.String(length=420), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('phone_key', sa.String(length=20), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_people_in_need_name_key'), ['name_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_people_in_need_phone_key'), ['phone_key'], unique=False)
    _fill_keys()


def _fill_keys() -> None:
    """Make those findable who are known already."""
    people = sa.table(
        'people_in_need', *(sa.column(name) for name in ('id', 'first_name', 'last_name', 'phone', 'name_key', 'phone_key'))
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(people).order_by(people.c.id)).all():
        keys = {'name_key': folded(f'{row.first_name} {row.last_name}'), 'phone_key': phone_key(row.phone)}
        connection.execute(sa.update(people).where(people.c.id == row.id).values(**keys))



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('people_in_need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_in_need_phone_key'))
        batch_op.drop_index(batch_op.f('ix_people_in_need_name_key'))
        batch_op.drop_column('phone_key')
        batch_op.drop_column('name_key')
        batch_op.drop_column('asked_by')
        batch_op.drop_column('language')
        batch_op.drop_column('channel')
        batch_op.drop_column('town')
        batch_op.drop_column('postal_code')
        batch_op.drop_column('street')

    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.drop_column('professional_work')
        batch_op.drop_column('call_script')
        batch_op.drop_column('caller_notes')
        batch_op.drop_column('first_contact_days')
        batch_op.drop_column('state_code')

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_help_requests_owner_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_help_requests_owner_id'))
        batch_op.drop_column('office_note')
        batch_op.drop_column('referred_text')
        batch_op.drop_column('referred_phone')
        batch_op.drop_column('referred_name')
        batch_op.drop_column('consented_at')
        batch_op.drop_column('consent')
        batch_op.drop_column('late_told_at')
        batch_op.drop_column('first_contact_at')
        batch_op.drop_column('first_contact_due_on')
        batch_op.drop_column('owner_id')

    with op.batch_alter_table('call_attempts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_attempts_call_back_id'))

    op.drop_table('call_attempts')
    with op.batch_alter_table('call_backs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_backs_request_id'))
        batch_op.drop_index(batch_op.f('ix_call_backs_office_id_done_at'))

    op.drop_table('call_backs')
    with op.batch_alter_table('call_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_drafts_account_id'))

    op.drop_table('call_drafts')
