"""Hours and costs.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0019'
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('closed_months',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('closed_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_closed_months_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_months')),
    sa.UniqueConstraint('office_id', 'first_day', name=op.f('uq_closed_months_office_id_first_day'))
    )
    op.create_table('cost_exports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('claimed', 'sent_back', 'approved', 'paid', 'withdrawn', name='coststate', native_enum=False, length=32), nullable=True),
    sa.Column('kind', sa.Enum('csv', 'xlsx', name='filekind', native_enum=False, length=32), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('cents', sa.Integer(), nullable=False),
    sa.Column('exported_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('exported_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_cost_exports_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_exports')),
    sa.UniqueConstraint('office_id', 'first_day', 'number', name=op.f('uq_cost_exports_office_id_first_day_number'))
    )
    op.create_table('cost_settings',
    sa.Column('office_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('cents_per_km', sa.Integer(), nullable=False),
    sa.Column('most_cents_helper', sa.Integer(), nullable=True),
    sa.Column('most_cents_office', sa.Integer(), nullable=True),
    sa.CheckConstraint('cents_per_km >= 0', name=op.f('ck_cost_settings_cents_per_km')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_cost_settings_office_id')),
    sa.PrimaryKeyConstraint('office_id', name=op.f('pk_cost_settings'))
    )
    op.create_table('hour_certificates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=201), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('valid', 'revoked', name='certificatestate', native_enum=False, length=32), nullable=False),
    sa.Column('issued_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('issued_by', sa.String(length=200), nullable=False),
    sa.Column('revoked_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('revoked_by', sa.String(length=200), nullable=False),
    sa.Column('revoke_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('first_day <= last_day', name=op.f('ck_hour_certificates_days')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_hour_certificates_helper_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_hour_certificates_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hour_certificates')),
    sa.UniqueConstraint('code', name=op.f('uq_hour_certificates_code'))
    )
    with op.batch_alter_table('hour_certificates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hour_certificates_helper_id'), ['helper_id'], unique=False)

    op.create_table('logged_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('meeting', 'training', 'event', 'other', name='hourkind', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('noted_by', sa.Enum('helper', 'person', 'office', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('entered_at', UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_logged_hours_minutes')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_logged_hours_helper_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_logged_hours_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_logged_hours')),
    sa.UniqueConstraint('reference', name=op.f('uq_logged_hours_reference'))
    )
    with op.batch_alter_table('logged_hours', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_logged_hours_helper_id_day'), ['helper_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_logged_hours_office_id_day'), ['office_id', 'day'], unique=False)

    op.create_table('travel_costs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('means', sa.Enum('ticket', 'km', name='means', native_enum=False, length=32), nullable=False),
    sa.Column('cents', sa.Integer(), nullable=False),
    sa.Column('km', sa.Integer(), nullable=True),
    sa.Column('cents_per_km', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('noted_by', sa.Enum('helper', 'person', 'office', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('claimed_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('claimed', 'sent_back', 'approved', 'paid', 'withdrawn', name='coststate', native_enum=False, length=32), nullable=False),
    sa.Column('is_receipt_seen', sa.Boolean(), nullable=False),
    sa.Column('is_over_limit', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=200), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.CheckConstraint('cents > 0', name=op.f('ck_travel_costs_cents')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_travel_costs_helper_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_travel_costs_office_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_travel_costs_visit_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel_costs')),
    sa.UniqueConstraint('reference', name=op.f('uq_travel_costs_reference'))
    )
    with op.batch_alter_table('travel_costs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_travel_costs_helper_id_day'), ['helper_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_costs_office_id_state_day'), ['office_id', 'state', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_costs_visit_id'), ['visit_id'], unique=False)

    op.create_table('travel_receipts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cost_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('sent_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cost_id'], ['travel_costs.id'], name=op.f('fk_travel_receipts_cost_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel_receipts')),
    sa.UniqueConstraint('name', name=op.f('uq_travel_receipts_name'))
    )
    with op.batch_alter_table('travel_receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_travel_receipts_cost_id'), ['cost_id'], unique=False)



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('travel_receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_travel_receipts_cost_id'))

    op.drop_table('travel_receipts')
    with op.batch_alter_table('travel_costs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_travel_costs_visit_id'))
        batch_op.drop_index(batch_op.f('ix_travel_costs_office_id_state_day'))
        batch_op.drop_index(batch_op.f('ix_travel_costs_helper_id_day'))

    op.drop_table('travel_costs')
    with op.batch_alter_table('logged_hours', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_logged_hours_office_id_day'))
        batch_op.drop_index(batch_op.f('ix_logged_hours_helper_id_day'))

    op.drop_table('logged_hours')
    with op.batch_alter_table('hour_certificates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hour_certificates_helper_id'))

    op.drop_table('hour_certificates')
    op.drop_table('cost_settings')
    op.drop_table('cost_exports')
    op.drop_table('closed_months')
