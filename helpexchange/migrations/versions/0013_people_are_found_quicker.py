"""People are found quicker.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_requests_person_id'))
        batch_op.create_index(batch_op.f('ix_help_requests_person_id_office_id'), ['person_id', 'office_id'], unique=False)

    with op.batch_alter_table('search_words', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_words_backwards_kind_person_id'))
        batch_op.drop_index(batch_op.f('ix_search_words_word_kind_person_id'))
        batch_op.create_index(batch_op.f('ix_search_words_kind_backwards_person_id'), ['kind', 'backwards', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_words_kind_word_person_id'), ['kind', 'word', 'person_id'], unique=False)



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('search_words', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_words_kind_word_person_id'))
        batch_op.drop_index(batch_op.f('ix_search_words_kind_backwards_person_id'))
        batch_op.create_index(batch_op.f('ix_search_words_word_kind_person_id'), ['word', 'kind', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_words_backwards_kind_person_id'), ['backwards', 'kind', 'person_id'], unique=False)

    with op.batch_alter_table('help_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_requests_person_id_office_id'))
        batch_op.create_index(batch_op.f('ix_help_requests_person_id'), ['person_id'], unique=False)

