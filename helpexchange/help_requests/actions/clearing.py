"""The office looks at a new request: it opens, refers or declines it, and may take that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import did_so_before, hold, move, refuse_second
from helpexchange.help_requests.actions.telling import take_back, tell_asker
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

#: Act of clearing -> the message that tells of it.
OUTCOMES = {"open_request": "opened", "refer_request": "referred", "decline_request": "declined"}
CLEARING_ACTS = frozenset(OUTCOMES)
NOTHING: Mapping[str, Any] = {}


def open_request(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Open a new request, so that it stands on the board and can be matched.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _clear(request_id, RequestState.OPEN, act="open_request", by=by, now=now)


def decline_request(
    *, request_id: int, reason: DeclineReason, words: str = "", by: Viewer, now: datetime
) -> HelpRequest:
    """Say no to a new request, with the reason that the person is told.

    Args:
        words: what the coordinator adds to the reason, as the person shall read it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    told = {"reason": reason.value, "words": words}
    act = "decline_request"
    return _clear(request_id, RequestState.DECLINED, act=act, by=by, now=now, told=told, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whom the person can turn to instead, as the coordinator has written it; all may be empty."""

    name: str = ""
    phone: str = ""
    text: str = ""


NO_SERVICE = Service()


def refer_request(
    *, request_id: int, goal: ReferralGoal, service: Service = NO_SERVICE, by: Viewer, now: datetime
) -> HelpRequest:
    """Hand a new request on to those who can help better than a volunteer; the person is told who.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    told = {"goal": goal.value, "service": service.name, "phone": service.phone, "text": service.text}
    act = "refer_request"
    request = _clear(request_id, RequestState.REFERRED, act=act, by=by, now=now, told=told, reason=goal)
    request.referred_name, request.referred_phone = service.name, service.phone
    request.referred_text = service.text
    return request


def undo_clearing(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Put a request back among the new ones, if clearing was the last thing that happened to it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, RequestAlreadyDecidedError: it cannot be done by this viewer now.
    """
    request = clearable(request_id, by)
    hold([request])
    if request.state == RequestState.SUBMITTED and did_so_before(request, "undo_clearing", by):
        return request
    latest = latest_act(by, request.id)
    if request.state not in CLEARED_STATES or latest is None or latest.act not in CLEARING_ACTS:
        refuse_second(request, by)
    was_open = request.state == RequestState.OPEN
    was = request.state.value
    move(request, RequestState.SUBMITTED, act="undo_clearing", by=by, now=now, was=was)
    if request.first_contact_at == latest.at:
        request.first_contact_at = None
    if not take_back(request, *OUTCOMES.values()):
        tell_asker(request, "looked_at_again", by=by, now=now)
    if was_open:
        announce(RequestClosed(request_id=request.id, state=RequestState.SUBMITTED, by=by, now=now))
    return request


def _clear(
    request_id: int,
    new: RequestState,
    *,
    act: str,
    by: Viewer,
    now: datetime,
    told: Mapping[str, Any] = NOTHING,
    **details: Any,
) -> HelpRequest:
    request = clearable(request_id, by)
    if request.state == new and did_so_before(request, act, by):
        return request
    if request.state != RequestState.SUBMITTED or not may_change(request.state, new):
        refuse_second(request, by)
    move(request, new, act=act, by=by, now=now, **details)
    request.first_contact_at = request.first_contact_at or now
    tell_asker(request, OUTCOMES[act], by=by, now=now, after_a_while=True, **told)
    return request


def clearable(request_id: int, by: Viewer) -> HelpRequest:
    """Return a request of the viewer's office, if they may decide about it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: they may not.
    """
    request = request_of_office(by, request_id)
    if not by.may(Permission.CLEAR_REQUESTS):
        raise NotAllowedRefusal
    return request
