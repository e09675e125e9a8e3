"""Offering help.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('lived_experiences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('is_offered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_lived_experiences_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lived_experiences')),
    sa.UniqueConstraint('office_id', 'name', name=op.f('uq_lived_experiences_office_id_name'))
    )
    op.create_table('helper_absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('back_on', sa.Date(), nullable=False),
    sa.CheckConstraint('starts_on < back_on', name=op.f('ck_helper_absences_days')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_helper_absences_helper_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_absences'))
    )
    with op.batch_alter_table('helper_absences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_helper_absences_helper_id'), ['helper_id'], unique=False)

    op.create_table('helper_experiences',
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['lived_experiences.id'], name=op.f('fk_helper_experiences_experience_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_helper_experiences_helper_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('helper_id', 'experience_id', name=op.f('pk_helper_experiences'))
    )
    op.create_table('interview_slots',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('way', sa.Enum('office', 'phone', 'home', name='interviewway', native_enum=False, length=32), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=True),
    sa.Column('booked_at', UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_interview_slots_times')),
    sa.ForeignKeyConstraint(['helper_id'], ['helper_profiles.id'], name=op.f('fk_interview_slots_helper_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_interview_slots_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_slots'))
    )
    with op.batch_alter_table('interview_slots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interview_slots_helper_id'), ['helper_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interview_slots_office_id_starts_at'), ['office_id', 'starts_at'], unique=False)

    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.add_column(sa.Column('street', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('town', sa.String(length=100), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('about_me', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('wishes', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('channel', sa.Enum('mail', 'text', 'letter', 'call', name='channel', native_enum=False, length=32), nullable=False, server_default='mail'))
        batch_op.add_column(sa.Column('language', sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column('quiet_days', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('contact_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('paused_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('interest_asked_at', UtcDateTime(timezone=True), nullable=True))



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.drop_column('interest_asked_at')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('paused_until')
        batch_op.drop_column('contact_due_on')
        batch_op.drop_column('quiet_days')
        batch_op.drop_column('language')
        batch_op.drop_column('channel')
        batch_op.drop_column('wishes')
        batch_op.drop_column('about_me')
        batch_op.drop_column('town')
        batch_op.drop_column('street')

    with op.batch_alter_table('interview_slots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interview_slots_office_id_starts_at'))
        batch_op.drop_index(batch_op.f('ix_interview_slots_helper_id'))

    op.drop_table('interview_slots')
    op.drop_table('helper_experiences')
    with op.batch_alter_table('helper_absences', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_helper_absences_helper_id'))

    op.drop_table('helper_absences')
    op.drop_table('lived_experiences')
