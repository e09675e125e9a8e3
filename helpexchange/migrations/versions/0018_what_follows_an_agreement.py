"""What follows an agreement.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0018'
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=False, server_default=""))

    op.create_table('follow_up_settings',
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('has_check_in', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_follow_up_settings_office_id')),
    sa.PrimaryKeyConstraint('office_id', name=op.f('pk_follow_up_settings'))
    )
    op.create_table('concerns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.Enum('raised', 'wrong', 'not_held', 'silent', 'helper_stopped', 'died', 'move_proposed', name='cause', native_enum=False, length=32), nullable=False),
    sa.Column('side', sa.Enum('helper', 'person', 'office', name='side', native_enum=False, length=32), nullable=True),
    sa.Column('person_type', sa.String(length=60), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('representation_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('raised_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('urgency', sa.Enum('urgent', 'soon', 'note', name='urgency', native_enum=False, length=32), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagements.id'], name=op.f('fk_concerns_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_concerns_office_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['accounts.id'], name=op.f('fk_concerns_owner_id')),
    sa.ForeignKeyConstraint(['representation_id'], ['representations.id'], name=op.f('fk_concerns_representation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concerns'))
    )
    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concerns_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_concerns_office_id_closed_at'), ['office_id', 'closed_at'], unique=False)
        batch_op.create_index('uq_concerns_noticed', ['engagement_id', 'cause'], unique=True, sqlite_where=sa.text("closed_at IS NULL AND cause IN ('silent', 'helper_stopped', 'died', 'move_proposed')"), postgresql_where=sa.text("closed_at IS NULL AND cause IN ('silent', 'helper_stopped', 'died', 'move_proposed')"))

    op.create_table('visit_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('helper', 'person', 'office', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('start_min', sa.Integer(), nullable=False),
    sa.Column('end_min', sa.Integer(), nullable=False),
    sa.Column('proposed_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('is_accepted', sa.Boolean(), nullable=True),
    sa.CheckConstraint('0 <= start_min AND start_min < end_min AND end_min <= 1440', name=op.f('ck_visit_moves_minutes')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_moves_visit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_moves'))
    )
    with op.batch_alter_table('visit_moves', schema=None) as batch_op:
        batch_op.create_index('uq_visit_moves_open', ['visit_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('visit_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('helper', 'person', 'office', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('person_type', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Enum('good', 'not_held', 'wrong', name='answer', native_enum=False, length=32), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagements.id'], name=op.f('fk_visit_questions_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_visit_questions_office_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_questions_visit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_questions')),
    sa.UniqueConstraint('engagement_id', 'side', 'visit_id', name=op.f('uq_visit_questions_engagement_id_side_visit_id'))
    )
    with op.batch_alter_table('visit_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_questions_engagement_id_side_asked_at'), ['engagement_id', 'side', 'asked_at'], unique=False)

    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('moved_from_day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('moved_from_min', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('helper_confirmed_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('person_confirmed_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_visits_series_id_day_start_min'), type_='unique')
        batch_op.create_index('uq_visits_series_slot', ['series_id', 'day', 'start_min'], unique=True, sqlite_where=sa.text('moved_from_day IS NULL'), postgresql_where=sa.text('moved_from_day IS NULL'))



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index('uq_visits_series_slot', sqlite_where=sa.text('moved_from_day IS NULL'), postgresql_where=sa.text('moved_from_day IS NULL'))
        batch_op.create_unique_constraint(batch_op.f('uq_visits_series_id_day_start_min'), ['series_id', 'day', 'start_min'])
        batch_op.drop_column('person_confirmed_at')
        batch_op.drop_column('helper_confirmed_at')
        batch_op.drop_column('moved_from_min')
        batch_op.drop_column('moved_from_day')

    with op.batch_alter_table('visit_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_questions_engagement_id_side_asked_at'))

    op.drop_table('visit_questions')
    with op.batch_alter_table('visit_moves', schema=None) as batch_op:
        batch_op.drop_index('uq_visit_moves_open', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.drop_table('visit_moves')
    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.drop_index('uq_concerns_noticed', sqlite_where=sa.text("closed_at IS NULL AND cause IN ('silent', 'helper_stopped', 'died', 'move_proposed')"), postgresql_where=sa.text("closed_at IS NULL AND cause IN ('silent', 'helper_stopped', 'died', 'move_proposed')"))
        batch_op.drop_index(batch_op.f('ix_concerns_office_id_closed_at'))
        batch_op.drop_index(batch_op.f('ix_concerns_engagement_id'))

    op.drop_table('concerns')
    op.drop_table('follow_up_settings')
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_column("calendar")
