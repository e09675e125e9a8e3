"""An office hands a request over to another one, with a note, and may take that back."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history_of_own
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import hold, refuse_second
from helpexchange.help_requests.actions.clearing import clearable
from helpexchange.help_requests.actions.telling import take_back, tell_asker
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries.records import OBJECT_TYPE, latest_act
from helpexchange.help_requests.rules import (
    CHANGEABLE_STATES,
    RequestClosed,
    RequestEndedError,
    RequestState,
    SameOfficeError,
)
from helpexchange.offices.queries import first_contact_due_on, office_by_id
from helpexchange.representatives.actions import move_to_office

HAND_OVER = "hand_over_request"
#: So long the office that handed over may take it back.
UNDO_FOR = timedelta(days=1)


def hand_over_request(
    *, request_id: int, office_id: int, note: str, by: Viewer, now: datetime
) -> HelpRequest:
    """Let another office answer for a request that is new or open; the person is told who it is now.

    The new office has its own days for the first contact, if there was none.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of the viewer's office, or there is no such other one.
        SameOfficeError: it has it already.
        RequestEndedError: somebody helps already, or it is over.
    """
    request = clearable(request_id, by)
    hold([request])
    if request.office_id == office_id:
        raise SameOfficeError
    if request.state not in CHANGEABLE_STATES:
        raise RequestEndedError
    before = request.office_id
    _move_to(request, office_id, by=by, now=now)
    request.office_note = note
    _record(HAND_OVER, request, before, by=by, now=now)
    tell_asker(request, "handed_over", by=by, now=now, after_a_while=True)
    return request


def undo_hand_over(*, request_id: int, by: Viewer, now: datetime) -> HelpRequest:
    """Take a request back that the viewer has handed over within a day and that nobody has touched since.

    Raises:
        NotFoundRefusal: the viewer has not handed such a request over.
        NotAllowedRefusal: they may only look.
        RequestAlreadyDecidedError: the other office has begun.
    """
    if not by.may(Permission.CLEAR_REQUESTS):
        raise NotAllowedRefusal
    request, latest = handed_over(request_id=request_id, by=by, now=now)
    if latest.act == "undo_hand_over":
        return request
    hold([request])
    if request.state not in CHANGEABLE_STATES or not _is_latest(latest, by):
        refuse_second(request, by)
    _move_to(request, latest.details["from_office_id"], by=by, now=now)
    request.office_note = ""
    _record("undo_hand_over", request, latest.office_id, by=by, now=now)
    if not take_back(request, "handed_over"):
        tell_asker(request, "handed_over", by=by, now=now)
    return request


def handed_over(*, request_id: int, by: Viewer, now: datetime) -> tuple[HelpRequest, AuditEntry]:
    """Return a request that the viewer has handed over within a day, or taken back, and that entry.

    Raises:
        NotFoundRefusal: the viewer has done nothing like that.
    """
    request, latest = db.session.get(HelpRequest, request_id), latest_act(by, request_id)
    if request is None or latest is None or latest.account_id != by.account_id:
        raise NotFoundRefusal
    is_taken_back = latest.act == "undo_hand_over"
    is_handed_over = latest.act == HAND_OVER and latest.details.get("from_office_id") in by.office_ids
    if not is_taken_back and not (is_handed_over and now - latest.at <= UNDO_FOR):
        raise NotFoundRefusal
    return request, latest


def _is_latest(entry: AuditEntry, by: Viewer) -> bool:
    """Return whether nobody, of whichever office, has done anything since this act of the viewer's own."""
    entries = history_of_own(by, object_type=OBJECT_TYPE, object_ids=[entry.object_id], at_most=1)
    return [each.id for each in entries] == [entry.id]


def _move_to(request: HelpRequest, office_id: int, *, by: Viewer, now: datetime) -> None:
    request.office = office_by_id(by, office_id)
    request.owner_id = None
    if request.person_id is not None:
        move_to_office(person_id=request.person_id, office_id=office_id)
    if request.first_contact_at is None and request.first_contact_due_on is not None:
        request.first_contact_due_on = first_contact_due_on(by, office_id, now)
        request.late_told_at = None
    if request.state is RequestState.OPEN:
        announce(RequestClosed(request_id=request.id, state=request.state, by=by, now=now))
    db.session.flush()


def _record(act: str, request: HelpRequest, before: int | None, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id, by=by, now=now,
        from_office_id=before, to_office_id=request.office_id,
    )  # fmt: skip
