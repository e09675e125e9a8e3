"""Reading the calls that ask whether a change is all right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import FixCall, MatchRun, UnmatchedRequest

FIX_CALLS_READ = 200


def still_to_ask() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a call that is still to be made."""
    waits = exists().where(HelpRequest.id == FixCall.request_id, HelpRequest.state == RequestState.OPEN)
    helps = exists().where(HelperProfile.id == FixCall.helper_id, HelperProfile.state == HelperState.ACTIVE)
    return (FixCall.done_at.is_(None), waits, helps)


def fix_calls(viewer: Viewer) -> Sequence[FixCall]:
    """Return the calls about changes that the viewer's offices make, the earliest due first.

    Where somebody has found help by now, or asks no more, nothing is left to ask.
    """
    first_due = (FixCall.due_on, FixCall.asked_at, FixCall.id)
    statement = _of_offices(viewer).where(*still_to_ask()).order_by(*first_due)
    return db.session.scalars(statement.limit(FIX_CALLS_READ)).all()


def fix_calls_answered(viewer: Viewer, *, since: datetime) -> Sequence[FixCall]:
    """Return the calls about changes of the viewer's offices that were answered since then, latest first."""
    statement = _of_offices(viewer).where(FixCall.done_at >= since)
    return db.session.scalars(statement.order_by(FixCall.done_at.desc(), FixCall.id)).all()


def fix_call_of_office(viewer: Viewer, fix_call_id: int) -> FixCall:
    """Return a call about a change that one of the viewer's offices makes.

    Raises:
        NotFoundRefusal: there is none, or another office makes it.
    """
    found = db.session.scalar(_of_offices(viewer).where(FixCall.id == fix_call_id))
    if found is None:
        raise NotFoundRefusal
    return found


def fixes_asked(_viewer: Viewer, request_ids: Collection[int]) -> dict[tuple[int, int, str], FixCall]:
    """Return the latest call for each change of requests that the viewer has read.

    Keys are request id, helper id and the kind of the change.
    """
    if not request_ids:
        return {}
    statement = select(FixCall).where(FixCall.request_id.in_(request_ids)).order_by(FixCall.id)
    return {(each.request_id, each.helper_id, each.kind): each for each in db.session.scalars(statement)}


def unmatched_one(viewer: Viewer, run: MatchRun, request_id: int) -> UnmatchedRequest:
    """Return why a request waits after a run, its request loaded.

    Raises:
        NotFoundRefusal: it did not wait then, or is another office's.
    """
    found = db.session.scalar(
        select(UnmatchedRequest)
        .options(joinedload(UnmatchedRequest.request).joinedload(HelpRequest.person))
        .where(UnmatchedRequest.run_id == run.id, UnmatchedRequest.request_id == request_id)
    )
    if found is None or not viewer.sees_office(found.office_id):
        raise NotFoundRefusal
    return found


def _of_offices(viewer: Viewer) -> Select[FixCall]:
    statement: Select[FixCall] = select(FixCall).options(
        joinedload(FixCall.helper),
        joinedload(FixCall.request).options(
            joinedload(HelpRequest.person),
            joinedload(HelpRequest.kind),
            joinedload(HelpRequest.district),
            joinedload(HelpRequest.owner).lazyload("*"),
        ),
    )
    if not viewer.may(Permission.SEE_NEW_ARRIVALS):
        return statement.where(FixCall.id.is_(None))
    if viewer.is_network_wide:
        return statement
    return statement.where(FixCall.office_id.in_(viewer.office_ids))
