"""What broke and is not mended yet, and how quickly it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

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
