"""Numbers about mending for those who watch the installation; read from the database when asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.queries import rematch_numbers

LATELY = timedelta(days=1)

RUNS = Gauge("helpexchange_rematches", "Runs that mended what broke", ["state"])
SECONDS = Gauge("helpexchange_rematch_seconds_sum", "Seconds that the engine took for all of them")
SLOWEST = Gauge(
    "helpexchange_rematch_slowest_seconds", "Longest time in a day from what broke to its proposals"
)
MOVED = Gauge("helpexchange_rematch_moved_proposals", "Undecided proposals that made room for others")
AGREED_MOVED = Gauge(
    "helpexchange_rematch_moved_agreed",
    "Approved, asked or agreed ones that a rematch has changed: must be 0",
)
WAITING = Gauge("helpexchange_rematch_needs_open", "What broke and is not mended yet")

log = get_logger(__name__)


def measure_rematches(viewer: Viewer, now: datetime) -> None:
    """Bring the numbers up to date; without a database the last ones stay."""
    try:
        numbers = rematch_numbers(viewer, since=now - LATELY)
    except SQLAlchemyError:
        log.warning("rematches_not_measured")
        return
    RUNS.labels("done").set(numbers.done)
    RUNS.labels("failed").set(numbers.failed)
    SECONDS.set(numbers.seconds)
    SLOWEST.set(numbers.slowest)
    MOVED.set(numbers.moved)
    AGREED_MOVED.set(numbers.agreed_moved)
    WAITING.set(numbers.waiting)
