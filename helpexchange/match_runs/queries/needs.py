"""What broke and is not mended yet, and how quickly it was."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun, RematchNeed
from helpexchange.match_runs.rules import REMATCH, RunState


def has_open_needs(_viewer: Viewer) -> bool:
    """Return whether a request has lost its helper, or a helper has room again; single visits aside."""
    is_open = RematchNeed.done_at.is_(None) & RematchNeed.visit_id.is_(None)
    return bool(db.session.scalar(select(exists().where(is_open))))


def rematch_failed_since(_viewer: Viewer, since: datetime) -> bool:
    """Return whether mending has failed since then: the same again at once would fail again."""
    failed = (MatchRun.scope == REMATCH) & (MatchRun.state == RunState.FAILED)
    return bool(db.session.scalar(select(exists().where(failed & (MatchRun.finished_at > since)))))


class RematchNumbers(NamedTuple):
    """All runs that mended, in numbers.

    Attributes:
        slowest: seconds from what broke to its proposals.
        waiting: what broke and is not mended yet.
    """

    done: int
    failed: int
    seconds: float
    slowest: float
    moved: int
    agreed_moved: int
    waiting: int


def rematch_numbers(_viewer: Viewer, *, since: datetime) -> RematchNumbers:
    """Return how mending goes.

    Args:
        since: the slowest is looked for among what was mended since then.
    """
    mended = MatchRun.scope == REMATCH
    sums = select(
        func.count().filter(MatchRun.state == RunState.DONE),
        func.count().filter(MatchRun.state == RunState.FAILED),
        func.coalesce(func.sum(MatchRun.seconds), 0.0),
        func.coalesce(func.sum(MatchRun.moved_count), 0),
        func.coalesce(func.sum(MatchRun.agreed_moved_count), 0),
    )
    done, failed, seconds, moved, agreed_moved = db.session.execute(sums.where(mended)).one()
    lately = select(RematchNeed.at, RematchNeed.done_at).where(RematchNeed.done_at > since)
    took = [(done_at - at).total_seconds() for at, done_at in db.session.execute(lately) if done_at]
    waiting = select(func.count()).select_from(RematchNeed).where(RematchNeed.done_at.is_(None))
    return RematchNumbers(
        done,
        failed,
        float(seconds or 0),
        max(took, default=0.0),
        moved,
        agreed_moved,
        db.session.scalar(waiting) or 0,
    )
