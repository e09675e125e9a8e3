"""Help requests in full: for the person who asked and for the office that answers for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import FINAL_STATES, RequestState

OBJECT_TYPE = "help_request"
PER_PAGE = 25


class OfficeCount(NamedTuple):
    """How many requests of an office stand at a state."""

    office_id: int
    state: RequestState
    requests: int


def new_requests(viewer: Viewer, *, number: int, per_page: int = PER_PAGE) -> Page[HelpRequest]:
    """Return the requests that nobody of the viewer's offices has looked at, longest waiting first."""
    statement = in_full(of_offices(viewer)).where(HelpRequest.state == RequestState.SUBMITTED)
    statement = statement.order_by(HelpRequest.submitted_at, HelpRequest.id)
    return fetch_page(db.session(), statement, number=number, per_page=per_page)


def arrival_count(viewer: Viewer) -> int:
    """Return how many requests wait to be looked at by the viewer's offices."""
    statement = of_offices(viewer).where(HelpRequest.state == RequestState.SUBMITTED)
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def own_requests(viewer: Viewer) -> Sequence[HelpRequest]:
    """Return what the viewer has asked for, newest first."""
    statement = in_full(_own(viewer)).order_by(HelpRequest.submitted_at.desc(), HelpRequest.id.desc())
    return db.session.scalars(statement).all()


def request_of_office(viewer: Viewer, request_id: int) -> HelpRequest:
    """Return a request of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    request = db.session.scalar(in_full(of_offices(viewer)).where(HelpRequest.id == request_id))
    if request is None:
        raise NotFoundRefusal
    return request


def request_of_person_or_office(viewer: Viewer, request_id: int) -> HelpRequest:
    """Return a request if the viewer asked for it or their office answers for it.

    Raises:
        NotFoundRefusal: neither is so.
    """
    own = db.session.scalar(in_full(_own(viewer)).where(HelpRequest.id == request_id))
    return own or request_of_office(viewer, request_id)


def unfinished_requests_of(_viewer: Viewer, person_id: int) -> Sequence[HelpRequest]:
    """Return what a person whom the viewer has read before still waits for."""
    unfinished = (HelpRequest.person_id == person_id) & HelpRequest.state.not_in(FINAL_STATES)
    return db.session.scalars(in_full(select(HelpRequest)).where(unfinished).order_by(HelpRequest.id)).all()


def request_by_reference(_viewer: Viewer, reference: str) -> HelpRequest | None:
    """Return the request with this reference; who sent it knows the reference from the signed session."""
    statement = in_full(select(HelpRequest)).where(HelpRequest.reference == reference)
    return db.session.scalar(statement)


def just_cleared(
    viewer: Viewer, *, acts: Collection[str], since: datetime, at_most: int = 20
) -> Sequence[tuple[AuditEntry, HelpRequest]]:
    """Return the latest of these acts about requests of the viewer's offices, newest first."""
    about = (AuditEntry.object_type == OBJECT_TYPE) & (AuditEntry.object_id == HelpRequest.id)
    statement = of_offices(viewer).join(AuditEntry, about).with_only_columns(AuditEntry, HelpRequest)
    statement = statement.where(AuditEntry.act.in_(sorted(acts)), AuditEntry.at >= since)
    statement = statement.options(joinedload(HelpRequest.kind), joinedload(HelpRequest.person))
    newest_first = statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return db.session.execute(newest_first.limit(at_most)).all()


def totals(_viewer: Viewer) -> dict[RequestState, int]:
    """Return how many requests of the whole town stand at each state: numbers that everybody may know."""
    statement = select(HelpRequest.state, func.count()).group_by(HelpRequest.state)
    return dict(db.session.execute(statement.order_by(HelpRequest.state)).all())


def counts_by_office(viewer: Viewer) -> Sequence[OfficeCount]:
    """Return how many requests of each of the viewer's offices stand at each state."""
    statement = (
        of_offices(viewer)
        .with_only_columns(HelpRequest.office_id, HelpRequest.state, func.count())
        .group_by(HelpRequest.office_id, HelpRequest.state)
        .order_by(HelpRequest.office_id, HelpRequest.state)
    )
    return [OfficeCount(*row) for row in db.session.execute(statement)]


def latest_act(viewer: Viewer, request_id: int) -> AuditEntry | None:
    """Return what was done last to a request, as far as the viewer may know."""
    return next(iter(history(viewer, object_type=OBJECT_TYPE, object_ids=[request_id], at_most=1)), None)


def of_offices(viewer: Viewer) -> Select[HelpRequest]:
    """Return the statement that selects the requests of the viewer's offices."""
    statement: Select[HelpRequest] = select(HelpRequest)
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(HelpRequest.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(HelpRequest.office_id.in_(viewer.office_ids))


def _own(viewer: Viewer) -> Select[HelpRequest]:
    mine: Any = PersonInNeed.account_id == (viewer.account_id or -1)
    return select(HelpRequest).where(HelpRequest.person.has(mine))


def in_full(statement: Select[HelpRequest]) -> Select[HelpRequest]:
    """Return the statement with everything loaded that a page shows of a request."""
    return statement.options(
        joinedload(HelpRequest.person),
        joinedload(HelpRequest.kind),
        joinedload(HelpRequest.district),
        joinedload(HelpRequest.office),
        joinedload(HelpRequest.owner).lazyload("*"),
        selectinload(HelpRequest.times),
        selectinload(HelpRequest.languages),
    )
