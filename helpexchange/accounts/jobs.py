"""What the scheduler does for accounts."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.actions.forgetting import forget_spent
from helpexchange.core.logs import get_logger

log = get_logger(__name__)


def forget_spent_links(due_at: datetime) -> None:
    """Delete spent links, ended sessions and old invitations."""
    log.info("spent_links_forgotten", count=forget_spent(now=due_at))
