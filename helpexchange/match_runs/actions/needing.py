"""Noting what broke, so that somebody else is looked for soon."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.match_runs.models import RematchNeed
from helpexchange.match_runs.rules.causes import RematchCause


def need_helper(request_id: int, cause: RematchCause, *, now: datetime) -> None:
    """Note that a request has lost its helper; noted twice it is looked at once."""
    _note(RematchNeed(request_id=request_id, cause=cause, at=now))


def note_freed(helper_id: int, *, now: datetime) -> None:
    """Note that a helper has room again: somebody who waits may be glad of it."""
    _note(RematchNeed(helper_id=helper_id, cause=RematchCause.HELPER_FREED, at=now))


def need_stand_in(visit_id: int, cause: RematchCause, *, now: datetime) -> None:
    """Note that nobody comes to a visit."""
    _note(RematchNeed(visit_id=visit_id, cause=cause, at=now))


def _note(need: RematchNeed) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(need)
    except IntegrityError:  # it is open already; the first cause stays
        return
