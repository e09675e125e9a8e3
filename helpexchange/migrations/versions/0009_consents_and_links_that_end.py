"""Consents and links that end.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0009'
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('consents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_type', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('ask', 'help', 'account', name='consentpurpose', native_enum=False, length=32), nullable=False),
    sa.Column('version', sa.String(length=60), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('channel', sa.Enum('online', 'phone', 'paper', name='consentchannel', native_enum=False, length=32), nullable=False),
    sa.Column('given_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.String(length=200), nullable=False),
    sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents'))
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_person_type_person_id'), ['person_type', 'person_id'], unique=False)

    _move_consents()
    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('link_number', sa.Integer(), nullable=False, server_default='1'))
        batch_op.drop_column('consented_at')
        batch_op.drop_column('consent')

    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.add_column(sa.Column('link_number', sa.Integer(), nullable=False, server_default='1'))



def _move_consents() -> None:
    """Take over what requests and offers said of consent; of the words only the version is known."""
    op.execute(sa.text(
        "INSERT INTO consents (person_type, person_id, purpose, version, wording, language, channel,"
        " given_at, recorded_by, ended_by)"
        " SELECT 'person_in_need', person_id, 'ask', consent, '', '',"
        " CASE WHEN consent LIKE '%spoken%' THEN 'phone' ELSE 'online' END, MIN(consented_at), '', ''"
        " FROM help_requests WHERE consent <> '' AND consented_at IS NOT NULL AND person_id IS NOT NULL"
        " GROUP BY person_id, consent"
    ))
    op.execute(sa.text(
        "INSERT INTO consents (person_type, person_id, purpose, version, wording, language, channel,"
        " given_at, recorded_by, ended_by)"
        " SELECT 'helper', object_id, 'help', 'contact_by_office_1', '', '', 'online', MIN(at), '', ''"
        " FROM audit_entries WHERE act = 'apply_as_helper' AND object_type = 'helper'"
        " AND EXISTS (SELECT 1 FROM helper_profiles"
        " WHERE helper_profiles.id = audit_entries.object_id AND first_name <> '')"
        " GROUP BY object_id"
    ))


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.drop_column('link_number')

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consent', sa.String(length=60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('consented_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.drop_column('link_number')
    op.execute(sa.text(
        "UPDATE help_requests SET consent = COALESCE((SELECT MIN(version) FROM consents"
        " WHERE person_type = 'person_in_need' AND consents.person_id = help_requests.person_id), ''),"
        " consented_at = (SELECT MIN(given_at) FROM consents"
        " WHERE person_type = 'person_in_need' AND consents.person_id = help_requests.person_id)"
    ))

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_person_type_person_id'))

    op.drop_table('consents')
