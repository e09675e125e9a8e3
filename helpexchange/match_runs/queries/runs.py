"""Reading runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.rules import RunState
from helpexchange.offices.models import Office

RUNS_A_PAGE = 20


def runs(viewer: Viewer, *, number: int = 1, per_page: int = RUNS_A_PAGE) -> Page[MatchRun]:
    """Return a page of the runs of the viewer's offices and of the whole town, latest first."""
    statement = _readable(viewer).options(joinedload(MatchRun.office))
    latest_first = statement.order_by(MatchRun.requested_at.desc(), MatchRun.id.desc())
    return fetch_page(db.session(), latest_first, number=number, per_page=per_page)


def run(viewer: Viewer, run_id: int) -> MatchRun:
    """Return a run, its office loaded.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    statement = _readable(viewer).options(joinedload(MatchRun.office)).where(MatchRun.id == run_id)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundRefusal
    return found


def certificate(viewer: Viewer, run_id: int) -> Mapping[str, Any]:
    """Return the proof of a run; empty while there is none.

    Raises:
        NotFoundRefusal: there is no such run, or it is another office's.
    """
    found = db.session.scalar(_readable(viewer).where(MatchRun.id == run_id))
    if found is None:
        raise NotFoundRefusal
    return found.certificate


def has_newer_run(_viewer: Viewer, run: MatchRun, *, office_id: int) -> bool:
    """Return whether requests of this office were matched again after `run`."""
    newer = select(MatchRun.id).where(
        MatchRun.id > run.id,
        MatchRun.state == RunState.DONE,
        or_(MatchRun.office_id.is_(None), MatchRun.office_id == office_id),
    )
    return bool(db.session.scalar(select(newer.exists())))


def offices_without_run_since(_viewer: Viewer, *, requested_by: str, since: datetime) -> Sequence[int]:
    """Return the ids of the offices for which nobody of this name has requested a run since then."""
    requested = exists().where(
        MatchRun.office_id == Office.id, MatchRun.requested_by == requested_by, MatchRun.requested_at >= since
    )
    return db.session.scalars(select(Office.id).where(~requested).order_by(Office.id)).all()


def _readable(viewer: Viewer) -> Select[MatchRun]:
    """Runs of the whole town are open to every office; what they hold is narrowed to its requests."""
    statement = select(MatchRun)
    if viewer.is_network_wide:
        return statement
    if not viewer.office_ids:
        return statement.where(MatchRun.office_id.in_(()))
    return statement.where(or_(MatchRun.office_id.is_(None), MatchRun.office_id.in_(viewer.office_ids)))
