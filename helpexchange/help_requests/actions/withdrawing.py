"""A person no longer needs the help."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.consents.rules import ConsentEnded, ConsentPurpose
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import hold, move
from helpexchange.help_requests.messages import PERSON_TYPE
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import request_of_person_or_office, unfinished_requests_of
from helpexchange.help_requests.rules import (
    RequestClosed,
    RequestEndedError,
    RequestState,
    WithdrawReason,
    may_change,
)


def withdraw_request(
    *, request_id: int, reason: WithdrawReason = WithdrawReason.NOT_NEEDED, by: Viewer, now: datetime
) -> HelpRequest:
    """End a request because its person, or their office for them, says so; whoever was proposed is freed.

    Raises:
        NotFoundRefusal: it is neither the viewer's own nor of their office.
        NotAllowedRefusal: the viewer may look at it only.
        RequestEndedError: it is over already.
    """
    request = request_of_person_or_office(by, request_id)
    is_own = request.person is not None and request.person.account_id == by.account_id
    if not (is_own or by.may(Permission.CLEAR_REQUESTS)):
        raise NotAllowedRefusal
    return end_request(request, reason=reason, by=by, now=now)


def end_without_consent(ended: ConsentEnded) -> None:
    """End the unfinished requests of somebody who no longer agrees that the office keeps and uses them."""
    if (ended.person_type, ended.purpose) != (PERSON_TYPE, ConsentPurpose.ASK):
        return
    requests = unfinished_requests_of(ended.by, ended.person_id)
    hold(requests)
    for request in requests:
        end_request(request, reason=WithdrawReason.NOT_NEEDED, by=ended.by, now=ended.now)


def end_request(request: HelpRequest, *, reason: WithdrawReason, by: Viewer, now: datetime) -> HelpRequest:
    """End a request that the viewer may end.

    Raises:
        RequestEndedError: it is over already.
    """
    hold([request])
    if request.state == RequestState.WITHDRAWN:
        return request
    if not may_change(request.state, RequestState.WITHDRAWN):
        raise RequestEndedError
    move(request, RequestState.WITHDRAWN, act="withdraw_request", by=by, now=now, reason=reason)
    announce(RequestClosed(request_id=request.id, state=RequestState.WITHDRAWN, by=by, now=now))
    return request
