"""People.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpexchange.core.database import UtcDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table('known_people',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sort_key', sa.String(length=420).with_variant(sa.String(length=420, collation='C'), 'postgresql'), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['merged_into_id'], ['known_people.id'], name=op.f('fk_known_people_merged_into_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_people'))
    )
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_people_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_known_people_sort_key'), ['sort_key'], unique=False)

    op.create_table('different_people',
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['first_id'], ['known_people.id'], name=op.f('fk_different_people_first_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['known_people.id'], name=op.f('fk_different_people_second_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_different_people'))
    )
    with op.batch_alter_table('different_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_different_people_second_id'), ['second_id'], unique=False)

    op.create_table('person_merges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('merged_by', sa.String(length=200), nullable=False),
    sa.Column('merged_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('undone_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['gone_id'], ['known_people.id'], name=op.f('fk_person_merges_gone_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['kept_id'], ['known_people.id'], name=op.f('fk_person_merges_kept_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_merges'))
    )
    with op.batch_alter_table('person_merges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_merges_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_merges_kept_id'), ['kept_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_merges_merged_at'), ['merged_at'], unique=False)

    op.create_table('record_readings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('reader', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Enum('person', 'request', 'by_phone', name='readon', native_enum=False, length=32), nullable=False),
    sa.Column('hour', UtcDateTime(timezone=True), nullable=False),
    sa.Column('read_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['known_people.id'], name=op.f('fk_record_readings_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_readings')),
    sa.UniqueConstraint('account_id', 'person_id', 'hour', name=op.f('uq_record_readings_account_id_person_id_hour'))
    )
    with op.batch_alter_table('record_readings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_record_readings_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_readings_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_readings_read_at'), ['read_at'], unique=False)

    op.create_table('search_words',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('person_in_need', 'helper', 'account', name='source', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.Enum('name', 'place', 'phone', 'mail', 'whole', name='wordkind', native_enum=False, length=32), nullable=False),
    sa.Column('word', sa.String(length=100).with_variant(sa.String(length=100, collation='C'), 'postgresql'), nullable=False),
    sa.Column('backwards', sa.String(length=100).with_variant(sa.String(length=100, collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['known_people.id'], name=op.f('fk_search_words_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'source', 'kind', 'word', name=op.f('pk_search_words'))
    )
    with op.batch_alter_table('search_words', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_words_backwards_kind_person_id'), ['backwards', 'kind', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_words_word_kind_person_id'), ['word', 'kind', 'person_id'], unique=False)

    op.create_table('person_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('author', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('corrected_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_person_notes_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_person_notes_office_id')),
    sa.ForeignKeyConstraint(['person_id'], ['known_people.id'], name=op.f('fk_person_notes_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_notes')),
    sa.UniqueConstraint('reference', name=op.f('uq_person_notes_reference'))
    )
    with op.batch_alter_table('person_notes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_notes_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_notes_person_id_written_at'), ['person_id', 'written_at'], unique=False)

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_accounts_known_id'), ['known_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_accounts_known_id'), 'known_people', ['known_id'], ['id'])

    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_helper_profiles_known_id'), ['known_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_helper_profiles_known_id'), 'known_people', ['known_id'], ['id'])

    with op.batch_alter_table('people_in_need', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_people_in_need_known_id'), ['known_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_people_in_need_known_id'), 'known_people', ['known_id'], ['id'])



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('people_in_need', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_people_in_need_known_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_people_in_need_known_id'))
        batch_op.drop_column('known_id')

    with op.batch_alter_table('helper_profiles', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_helper_profiles_known_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_helper_profiles_known_id'))
        batch_op.drop_column('known_id')

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_accounts_known_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_accounts_known_id'))
        batch_op.drop_column('known_id')

    with op.batch_alter_table('person_notes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_notes_person_id_written_at'))
        batch_op.drop_index(batch_op.f('ix_person_notes_account_id'))

    op.drop_table('person_notes')
    with op.batch_alter_table('search_words', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_words_word_kind_person_id'))
        batch_op.drop_index(batch_op.f('ix_search_words_backwards_kind_person_id'))

    op.drop_table('search_words')
    with op.batch_alter_table('record_readings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_record_readings_read_at'))
        batch_op.drop_index(batch_op.f('ix_record_readings_person_id'))
        batch_op.drop_index(batch_op.f('ix_record_readings_account_id'))

    op.drop_table('record_readings')
    with op.batch_alter_table('person_merges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_merges_merged_at'))
        batch_op.drop_index(batch_op.f('ix_person_merges_kept_id'))
        batch_op.drop_index(batch_op.f('ix_person_merges_gone_id'))

    op.drop_table('person_merges')
    with op.batch_alter_table('different_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_different_people_second_id'))

    op.drop_table('different_people')
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_people_sort_key'))
        batch_op.drop_index(batch_op.f('ix_known_people_merged_into_id'))

    op.drop_table('known_people')
