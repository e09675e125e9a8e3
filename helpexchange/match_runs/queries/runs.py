"""Reading runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import REMATCH, RunState
from helpexchange.offices.models import Office

RUNS_A_PAGE = 20


def runs(viewer: Viewer, *, number: int = 1, per_page: int = RUNS_A_PAGE) -> Page[MatchRun]:
    """Return a page of the runs of the viewer's offices and of the whole town, latest first."""
    statement = _named(_readable(viewer)).where(_is_about(viewer))
    latest_first = statement.order_by(MatchRun.requested_at.desc(), MatchRun.id.desc())
    return fetch_page(db.session(), latest_first, number=number, per_page=per_page)


def run(viewer: Viewer, run_id: int) -> MatchRun:
    """Return a run, with what names it loaded.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    statement = _named(_readable(viewer)).where(MatchRun.id == run_id)
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


def has_newer_run(_viewer: Viewer, run: MatchRun, request: HelpRequest) -> bool:
    """Return whether this request was matched again after `run`: with its town, office, district or alone."""
    whole = and_(MatchRun.district_id.is_(None), MatchRun.request_id.is_(None), MatchRun.scope != REMATCH)
    mine = or_(MatchRun.office_id.is_(None), MatchRun.office_id == request.office_id)
    covers = [and_(whole, mine), MatchRun.request_id == request.id, _mended(request.id)]
    if request.district_id is not None:
        covers.append(MatchRun.district_id == request.district_id)
    newer = select(MatchRun.id).where(MatchRun.id > run.id, MatchRun.state == RunState.DONE, or_(*covers))
    return bool(db.session.scalar(select(newer.exists())))


def _mended(request_id: int) -> ColumnElement[bool]:
    """The run has mended what was open about a request."""
    of_run = (Proposal.run_id == MatchRun.id) & (Proposal.request_id == request_id)
    without = (UnmatchedRequest.run_id == MatchRun.id) & (UnmatchedRequest.request_id == request_id)
    return and_(MatchRun.scope == REMATCH, or_(exists().where(of_run), exists().where(without)))


def offices_without_run_since(_viewer: Viewer, *, requested_by: str, since: datetime) -> Sequence[int]:
    """Return the ids of the offices for which nobody of this name has requested a run since then."""
    requested = exists().where(
        MatchRun.office_id == Office.id, MatchRun.requested_by == requested_by, MatchRun.requested_at >= since
    )
    return db.session.scalars(select(Office.id).where(~requested).order_by(Office.id)).all()


def _named(statement: Select[MatchRun]) -> Select[MatchRun]:
    request = joinedload(MatchRun.request)
    return statement.options(
        joinedload(MatchRun.office), joinedload(MatchRun.district), request.joinedload(HelpRequest.person),
        request.joinedload(HelpRequest.kind),
    )  # fmt: skip


def _is_about(viewer: Viewer) -> ColumnElement[bool]:
    """What was mended elsewhere is no news: of those runs only what is about the viewer's offices."""
    if viewer.is_network_wide:
        return true()
    of_run = (Proposal.run_id == MatchRun.id) & Proposal.office_id.in_(viewer.office_ids)
    without = (UnmatchedRequest.run_id == MatchRun.id) & UnmatchedRequest.office_id.in_(viewer.office_ids)
    return or_(MatchRun.scope != REMATCH, exists().where(of_run), exists().where(without))


def _readable(viewer: Viewer) -> Select[MatchRun]:
    """Runs of the whole town are open to every office; what they hold is narrowed to its requests."""
    statement = select(MatchRun)
    if viewer.is_network_wide:
        return statement
    if not viewer.office_ids:
        return statement.where(MatchRun.office_id.in_(()))
    return statement.where(or_(MatchRun.office_id.is_(None), MatchRun.office_id.in_(viewer.office_ids)))
