"""Numbers about messages for those who watch the installation; read from the database when asked for."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.queries import longest_waiting, waiting_counts
from helpexchange.notifications.rules import Channel, MessageState

UNSENT = Gauge("helpexchange_messages_unsent", "Messages that wait or were given up", ["channel", "state"])
OLDEST = Gauge(
    "helpexchange_messages_oldest_seconds", "How long the oldest mail or text message has been due, unsent"
)

log = get_logger(__name__)


def measure_messages(viewer: Viewer, now: datetime) -> None:
    """Bring the numbers up to date; without a database the last ones stay."""
    try:
        counts = {(channel, state): count for channel, state, count in waiting_counts(viewer)}
        oldest = longest_waiting(viewer, now)
    except SQLAlchemyError:
        log.warning("messages_not_measured")
        return
    for channel in Channel:
        for state in (MessageState.WAITING, MessageState.FAILED):
            UNSENT.labels(channel.value, state.value).set(counts.get((channel, state), 0))
    OLDEST.set((now - oldest.first_due_at).total_seconds() if oldest else 0)
