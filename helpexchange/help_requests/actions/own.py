"""What people do with their own request, by its signed link or their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.help_requests.actions.calling import call_about_request
from helpexchange.help_requests.actions.changing import hold, move
from helpexchange.help_requests.actions.telling import tell_asker
from helpexchange.help_requests.actions.withdrawing import end_request
from helpexchange.help_requests.messages import recipient_of
from helpexchange.help_requests.models import HelpRequest, RequestTime
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import (
    CHANGEABLE_STATES,
    REOPENABLE_STATES,
    RequestClosed,
    RequestEndedError,
    RequestState,
    WithdrawReason,
)
from helpexchange.notifications.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a person may change of their own request; all is replaced."""

    times: Sequence[WeeklyTime]
    visits_per_week: int
    is_one_off: bool
    note: str
    phone: str
    email: str


def end_own_request(
    *, request: HelpRequest, reason: WithdrawReason, by: Viewer, now: datetime
) -> HelpRequest:
    """End a request because its person says so; whoever was proposed is freed.

    Whoever calls this has read the request by its signed link or as the viewer's own.

    Raises:
        RequestEndedError: it is over already for another reason.
    """
    return end_request(request, reason=reason, by=by, now=now)


def reopen_own_request(*, request: HelpRequest, by: Viewer, now: datetime) -> HelpRequest:
    """Look for another helper, because the person says so after the visits have ended.

    Whoever calls this has read the request by its signed link or as the viewer's own; asked twice, it is
    open once.

    Raises:
        RequestEndedError: it was withdrawn, or is too long over.
    """
    if request.state in (RequestState.OPEN, RequestState.PROPOSED):
        return request
    if request.state not in REOPENABLE_STATES:
        raise RequestEndedError
    move(request, RequestState.OPEN, act="reopen_request", by=by, now=now)
    db.session.refresh(request, ["state"])
    return request


def change_own_request(*, request: HelpRequest, changes: Changes, by: Viewer, now: datetime) -> HelpRequest:
    """Change when and how a request is to be met; proposals made for other times lapse.

    Whoever calls this has read the request by its signed link or as the viewer's own.

    Raises:
        RequestEndedError: somebody helps already, or it is over.
    """
    hold([request])
    if request.state not in CHANGEABLE_STATES:
        raise RequestEndedError
    before = _wish(request)
    _set(request, changes)
    has_new_wish = _wish(request) != before
    if has_new_wish and request.state is RequestState.OPEN:
        announce(RequestClosed(request_id=request.id, state=request.state, by=by, now=now))
    record(
        act="change_request", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
        by=by, now=now, has_new_times=has_new_wish,
    )  # fmt: skip
    return request


def renew_link(*, request: HelpRequest, number: int, by: Viewer, now: datetime) -> Channel:
    """Let the links of earlier messages end and send a new one; where only a call is possible, plan it.

    Whoever calls this has the request by one of its signed links; pressed twice a day, one new link is sent.

    Args:
        number: of the link that was used; the newest one stays if it came after this.

    Raises:
        NotReachedByPhoneError: the person can be told in no other way, and there is no number.
    """
    if request.link_number == number:
        request.link_number += 1
        record(
            act="renew_link", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
            by=by, now=now,
        )  # fmt: skip
    return tell_link(request, by=by, now=now)


def tell_link(request: HelpRequest, *, by: Viewer, now: datetime) -> Channel:
    """Tell the person the link that holds now, or plan a call; return how they are told.

    Raises:
        NotReachedByPhoneError: the person can be told in no other way, and there is no number.
    """
    way = way_to_tell(request)
    if way is Channel.CALL:
        call_about_request(request=request, note="", by=by, now=now)
    else:
        once = f"{request.link_number} {now.date()}"
        tell_asker(request, "new_link", by=by, now=now, once_for=once, is_theirs_alone=True)
    return way


def way_to_tell(request: HelpRequest) -> Channel:
    """Return how the person of a request is told things."""
    return recipient_of(request.person, request.office_id).reachable_by() if request.person else Channel.CALL


def _set(request: HelpRequest, changes: Changes) -> None:
    if _times(request) != sorted(changes.times):
        request.times.clear()
        db.session.flush()  # the old rows go first: a new one may have the same key
        request.times.extend(RequestTime(**time._asdict()) for time in changes.times)
    request.visits_per_week, request.is_one_off = changes.visits_per_week, changes.is_one_off
    request.note = changes.note
    if request.person is not None:
        request.person.phone, request.person.email = changes.phone, changes.email


def _times(request: HelpRequest) -> list[WeeklyTime]:
    return sorted(WeeklyTime(time.weekday, time.start_min, time.end_min) for time in request.times)


def _wish(request: HelpRequest) -> tuple[object, ...]:
    return (_times(request), request.visits_per_week, request.is_one_off)
