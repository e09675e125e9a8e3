"""What the scheduler calls every night: forgetting in time. Safe to run twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import system_viewer
from helpexchange.privacy.actions import Forgotten, forget_in_time

log = get_logger(__name__)


def forget_what_is_due(now: datetime) -> Forgotten:
    """Forget what was kept long enough, in the transaction of the tick."""
    done = forget_in_time(by=system_viewer("retention"), now=now)
    log.info("forgotten", **asdict(done))
    return done
