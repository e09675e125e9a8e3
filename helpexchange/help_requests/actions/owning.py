"""Somebody of the office takes a request on, or gives it back."""

from __future__ import annotations

from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.clearing import clearable
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE


def take_request(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Make the viewer the one who answers for a request, also if a colleague did before.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
    """
    return _give_to(request_id, by.account_id, act="take_request", by=by, now=now)


def give_back_request(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Leave a request to the whole office again.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
    """
    return _give_to(request_id, None, act="give_back_request", by=by, now=now)


def _give_to(request_id: int, account_id: int | None, *, act: str, by: Viewer, now: datetime) -> HelpRequest:
    request = clearable(request_id, by)
    if request.owner_id == account_id:
        return request
    record(
        act=act, object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id, by=by, now=now,
        owner_before=request.owner_id,
    )  # fmt: skip
    request.owner_id = account_id
    return request
