"""People to be called back by an office."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, load_only

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import CallBack, HelpRequest
from helpexchange.help_requests.queries.records import of_offices
from helpexchange.skills.models import Skill

CALL_BACK = "call_back"


def call_backs(
    viewer: Viewer, *, done_since: datetime | None = None, at_most: int = 100
) -> Sequence[CallBack]:
    """Return the calls that the viewer's offices have to make, the earliest due first.

    Args:
        done_since: also those that were made since then, after the others.
    """
    stands: list[ColumnElement[bool]] = [CallBack.done_at.is_(None)]
    if done_since is not None:
        stands.append(CallBack.done_at >= done_since)
    statement = _of_offices(viewer).where(or_(*stands))
    first_due = (CallBack.done_at.is_not(None), CallBack.due_on, CallBack.asked_at, CallBack.id)
    return db.session.scalars(statement.order_by(*first_due).limit(at_most)).unique().all()


def requests_spoken_of(viewer: Viewer, request_ids: Collection[int]) -> dict[int, HelpRequest]:
    """Return those of these requests that are of the viewer's offices, by id, each with kind and owner."""
    if not request_ids:
        return {}
    statement = of_offices(viewer).where(HelpRequest.id.in_(request_ids)).order_by(HelpRequest.id)
    shown = statement.options(
        load_only(HelpRequest.kind_code, HelpRequest.state, HelpRequest.channel, HelpRequest.owner_id),
        joinedload(HelpRequest.kind).load_only(Skill.name),
        joinedload(HelpRequest.owner).load_only(Account.name).lazyload("*"),
    )
    return {request.id: request for request in db.session.scalars(shown)}


def call_back_of_office(viewer: Viewer, call_back_id: int) -> CallBack:
    """Return a call of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or another office makes it.
    """
    found = db.session.scalars(_of_offices(viewer).where(CallBack.id == call_back_id)).unique().one_or_none()
    if found is None:
        raise NotFoundRefusal
    return found


def call_back_by_reference(_viewer: Viewer, reference: str) -> CallBack | None:
    """Return the call with this reference; who asked for it knows it from the signed session."""
    statement = select(CallBack).options(joinedload(CallBack.office)).where(CallBack.reference == reference)
    return db.session.scalar(statement)


def open_call_about(_viewer: Viewer, request_id: int) -> CallBack | None:
    """Return the call that is still to be made about a request which the viewer has read before."""
    statement = select(CallBack).where(CallBack.request_id == request_id, CallBack.done_at.is_(None))
    return db.session.scalar(statement.order_by(CallBack.id).limit(1))


def _of_offices(viewer: Viewer) -> Select[CallBack]:
    statement = select(CallBack).options(
        joinedload(CallBack.attempts),
        joinedload(CallBack.request).options(
            joinedload(HelpRequest.kind), joinedload(HelpRequest.owner).lazyload("*")
        ),
    )
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(CallBack.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(CallBack.office_id.in_(viewer.office_ids))
