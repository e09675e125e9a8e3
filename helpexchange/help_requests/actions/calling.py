"""Calling people back: somebody asks for it, the office plans it, and each try is noted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import start_of_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.clearing import clearable
from helpexchange.help_requests.actions.proving import note_proof
from helpexchange.help_requests.actions.telling import tell_asker
from helpexchange.help_requests.models import CallAttempt, CallBack, HelpRequest
from helpexchange.help_requests.queries.calls import (
    CALL_BACK,
    call_back_by_reference,
    call_back_of_office,
    open_call_about,
)
from helpexchange.help_requests.rules import NotReachedByPhoneError, Proof
from helpexchange.notifications.rules import Channel
from helpexchange.offices.queries import first_contact_due_on
from helpexchange.places.queries import served_place
from helpexchange.representatives.models import Representation

#: On a planned day calls begin at 9 o'clock.
MORNING = timedelta(hours=9)


def ask_for_call(
    *,
    name: str,
    phone: str,
    note: str,
    postal_code: str,
    place_id: int,
    reference: str,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """Note that somebody without a request wishes to be called; the same `reference` again is the same call.

    Raises:
        UnknownPlaceError: the place is in no district of the town.
    """
    known = call_back_by_reference(by, reference)
    if known:
        return known
    _place, district = served_place(by, postal_code, place_id)
    return _add(
        CallBack(reference=reference, office_id=district.office_id, name=name, phone=phone, note=note),
        act="ask_for_call", by=by, now=now,
    )  # fmt: skip


def call_about_request(
    *,
    request: HelpRequest,
    note: str,
    asker: Representation | None = None,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """Note that the person of a request wishes to be called, or the office needs to; once while it is open.

    Whoever calls this has read the request as the viewer's own, by its signed link or as their office's.

    Args:
        asker: whoever acts for the person and wishes to be called themselves.

    Raises:
        NotReachedByPhoneError: there is no number.
    """
    known = open_call_about(by, request.id)
    if known:
        return known
    return _add(_call_about(request, note, now, asker), act="ask_for_call", by=by, now=now)


def plan_call(
    *,
    office_id: int,
    name: str,
    phone: str,
    note: str,
    reference: str,
    by: Viewer,
    now: datetime,
    request: HelpRequest | None = None,
    on: date | None = None,
) -> CallBack:
    """Put somebody on the list of calls of an office; the same `reference` again is the same call.

    Args:
        request: what the call is about.
        on: the day of the call, and not before; the next working days when left out.
    """
    known = call_back_by_reference(by, reference)
    if known:
        return known
    call = CallBack(
        reference=reference, office_id=office_id, name=name, phone=phone, note=note, request=request
    )
    planned = _add(call, act="ask_for_call", by=by, now=now)
    if on is not None:
        planned.due_on, planned.again_at = on, start_of_day(on) + MORNING
    db.session.flush()
    return planned


def plan_call_back(*, request_id: int, note: str, by: Viewer, now: datetime) -> CallBack:
    """Put the person of an unclear request on the call list, and tell them until when we call.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
        NotReachedByPhoneError: there is no number.
    """
    request = clearable(request_id, by)
    known = open_call_about(by, request.id)
    if known:
        return known
    planned = call_about_request(request=request, note=note, by=by, now=now)
    if request.person is not None and request.person.channel is not Channel.CALL:
        tell_asker(request, "call_planned", by=by, now=now, due_on=planned.due_on)
    return planned


def note_contact(
    *,
    request_id: int,
    is_reached: bool,
    note: str = "",
    again_at: datetime | None = None,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """Note a try to call the person of a request, also if nobody had planned a call.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is not of their office, or they may only look.
        NotReachedByPhoneError: there is no number.
    """
    request = clearable(request_id, by)
    call = open_call_about(by, request.id) or _add(_call_about(request, "", now), act=None, by=by, now=now)
    return note_attempt(
        call_back_id=call.id, is_reached=is_reached, note=note, again_at=again_at, by=by, now=now
    )


def note_attempt(
    *,
    call_back_id: int,
    is_reached: bool,
    note: str,
    again_at: datetime | None = None,
    by: Viewer,
    now: datetime,
) -> CallBack:
    """Note a try to call; once somebody is reached the call is made, and is the first contact.

    Args:
        again_at: not to be called again before, if nobody was reached.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes it, or the viewer may only look.
    """
    call = _of_office(call_back_id, by)
    if call.done_at is not None:
        return call
    call.attempts.append(CallAttempt(at=now, actor=by.name, is_reached=is_reached, note=note))
    call.again_at = None if is_reached else again_at
    if is_reached:
        call.done_at = now
        if call.request is not None:
            call.request.first_contact_at = call.request.first_contact_at or now
            note_proof(request=call.request, proof=Proof.CALL, by=by, now=now)
    _record(call, "reach_by_phone" if is_reached else "try_to_call", by=by, now=now)
    return call


def reopen_call(*, call_back_id: int, by: Viewer, now: datetime) -> CallBack:
    """Put a call back on the list that was ticked off by mistake.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes it, or the viewer may only look.
    """
    call = _of_office(call_back_id, by)
    if call.done_at is None:
        return call
    if call.request is not None and call.request.first_contact_at == call.done_at:
        call.request.first_contact_at = None
    if call.request is not None and (call.request.proof, call.request.proved_at) == (
        Proof.CALL,
        call.done_at,
    ):
        call.request.proof, call.request.proved_at = Proof.NONE, None
    call.done_at = None
    call.attempts = [attempt for attempt in call.attempts if not attempt.is_reached]
    _record(call, "reopen_call", by=by, now=now)
    return call


def _of_office(call_back_id: int, by: Viewer) -> CallBack:
    call = call_back_of_office(by, call_back_id)
    if not by.may(Permission.CLEAR_REQUESTS):
        raise NotAllowedRefusal
    return call


def _call_about(
    request: HelpRequest, note: str, now: datetime, asker: Representation | None = None
) -> CallBack:
    person = request.person
    name, phone = (person.asked_by or person.name, person.phone) if person else ("", "")
    if asker is not None:
        name, phone = asker.name, asker.phone
    if not phone:
        raise NotReachedByPhoneError
    return CallBack(
        reference=f"{request.reference}-{int(now.timestamp())}", office_id=request.office_id,
        request_id=request.id, request=request, name=name, phone=phone, note=note,
    )  # fmt: skip


def _add(call: CallBack, *, act: str | None, by: Viewer, now: datetime) -> CallBack:
    """Keep a new call; without an act it is part of what is recorded next."""
    call.asked_at, call.due_on = now, first_contact_due_on(by, call.office_id, now)
    db.session.add(call)
    db.session.flush()
    if act is not None:
        _record(call, act, by=by, now=now)
    return call


def _record(call: CallBack, act: str, *, by: Viewer, now: datetime) -> None:
    """Add the act to the history of the request, or of the call itself where there is none."""
    about = ("help_request", call.request_id) if call.request_id is not None else (CALL_BACK, call.id)
    record(
        act=act, object_type=about[0], object_id=about[1], office_id=call.office_id, by=by, now=now,
        call_back_id=call.id,
    )  # fmt: skip
