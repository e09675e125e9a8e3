"""Lists are found quicker.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CALLED_OFF = sa.text("state = 'cancelled'")


def upgrade() -> None:
    """Let those who wait longest, visits called off and checks that expire be found without a long search."""
    op.drop_index("ix_help_requests_office_id_state", table_name="help_requests")
    op.create_index(
        "ix_help_requests_office_id_state_submitted_at",
        "help_requests",
        ["office_id", "state", "submitted_at"],
    )
    op.create_index(
        "ix_visits_called_off", "visits", ["starts_at"], sqlite_where=CALLED_OFF, postgresql_where=CALLED_OFF
    )
    op.create_index("ix_helper_checks_expires_on", "helper_checks", ["expires_on"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_helper_checks_expires_on", table_name="helper_checks")
    op.drop_index("ix_visits_called_off", table_name="visits")
    op.drop_index("ix_help_requests_office_id_state_submitted_at", table_name="help_requests")
    op.create_index("ix_help_requests_office_id_state", "help_requests", ["office_id", "state"])
