"""What a yes has changed.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table('fix_calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('change', sa.JSON(), nullable=False, server_default='{}'))



def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table('fix_calls', schema=None) as batch_op:
        batch_op.drop_column('change')

