"""What the scheduler calls again and again. Each ask is dealt with by itself; safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from helpexchange.asking import queries
from helpexchange.asking.actions import agree_by_silence, ask_helper, follow_up, look_after_open
from helpexchange.asking.rules import GRACE
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.logs import get_logger
from helpexchange.core.viewer import Viewer, system_viewer

log = get_logger(__name__)
SCHEDULER = "scheduler"


def look_after_asks(now: datetime) -> int:
    """Ask, remind, let expire, agree by silence, go on to the next best; return how many were looked at."""
    by = system_viewer(SCHEDULER)
    looked_at = _look_after(queries.open_asks_due(by, now=now), look_after_open, by=by, now=now)
    looked_at += _look_after(queries.answered_asks_due(by, now=now), agree_by_silence, by=by, now=now)
    looked_at += _each(queries.waiting_for_next(by), lambda ask_id: follow_up(ask_id=ask_id, by=by, now=now))
    due = queries.due_proposals(by, decided_until=now - GRACE)
    looked_at += _each(due, lambda proposal_id: ask_helper(proposal_id=proposal_id, by=by, now=now))
    db.session.rollback()
    return looked_at


def _look_after(ids: Iterable[int], do: Callable[..., object], *, by: Viewer, now: datetime) -> int:
    def one(ask_id: int) -> None:
        ask = queries.ask_by_id(by, ask_id)
        if ask is not None:
            do(ask=ask, by=by, now=now)

    return _each(ids, one)


def _each(ids: Iterable[int], do: Callable[[int], object]) -> int:
    """Do something with each in a transaction of its own; what cannot be done now waits for the next time."""
    count = 0
    for each in ids:
        try:
            do(each)
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            log.info("ask_not_now", id=each, code=refusal.code)
        count += 1
    return count
