"""The office looks at a new request: it opens, refers or declines it, and may take that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import did_so_before, move, refuse_second
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import latest_act, request_of_office
from helpexchange.help_requests.rules import (
    CLEARED_STATES,
    DeclineReason,
    ReferralGoal,
    RequestClosed,
    RequestState,
    may_change,
)

CLEARING_ACTS = frozenset({"open_request", "refer_request", "decline_request"})


def open_request(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Open a new request, so that it stands on the board and can be matched.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _clear(request_id, RequestState.OPEN, act="open_request", by=by, now=now)


def decline_request(*, request_id: int, reason: DeclineReason, by: Viewer, now: datetime) -> HelpRequest:
    """Say no to a new request, with the reason that the person is told.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _clear(request_id, RequestState.DECLINED, act="decline_request", by=by, now=now, reason=reason)


def refer_request(*, request_id: int, goal: ReferralGoal, by: Viewer, now: datetime) -> HelpRequest:
    """Hand a new request on to those who can help better than a volunteer.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _clear(request_id, RequestState.REFERRED, act="refer_request", by=by, now=now, reason=goal)


def undo_clearing(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Put a request back among the new ones, if clearing was the last thing that happened to it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    request = _clearable(request_id, by)
    if request.state == RequestState.SUBMITTED and did_so_before(request, "undo_clearing", by):
        return request
    latest = latest_act(by, request.id)
    if request.state not in CLEARED_STATES or latest is None or latest.act not in CLEARING_ACTS:
        refuse_second(request, by)
    was_open = request.state == RequestState.OPEN
    move(request, RequestState.SUBMITTED, act="undo_clearing", by=by, now=now)
    if was_open:
        announce(RequestClosed(request_id=request.id, state=RequestState.SUBMITTED, by=by, now=now))
    return request


def _clear(
    request_id: int, new: RequestState, *, act: str, by: Viewer, now: datetime, **details: Any
) -> HelpRequest:
    request = _clearable(request_id, by)
    if request.state == new and did_so_before(request, act, by):
        return request
    if request.state != RequestState.SUBMITTED or not may_change(request.state, new):
        refuse_second(request, by)
    move(request, new, act=act, by=by, now=now, **details)
    return request


def _clearable(request_id: int, by: Viewer) -> HelpRequest:
    request = request_of_office(by, request_id)
    if not by.may(Permission.CLEAR_REQUESTS):
        raise NotAllowedRefusal
    return request
