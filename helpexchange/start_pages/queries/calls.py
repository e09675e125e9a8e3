"""The one list of calls: who asked to be called, whose first contact is late, who is told things by phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from helpexchange.core.clock import local_date, town_day
from helpexchange.core.database import db
from helpexchange.core.phones import same_number
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.town import time_zone
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import (
    AskedCall,
    NewRequest,
    SpokenOf,
    asked_calls,
    call_back_of_office,
    late_requests,
    request_of_office,
    spoken_of,
    with_spoken_of,
)
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.help_requests.queries.records import of_offices
from helpexchange.helper_profiles.queries import NewHelper, helper_of_office, just_stepped, late_helpers
from helpexchange.match_runs.models import FixCall
from helpexchange.match_runs.queries import fix_call_of_office, fix_calls, fix_calls_answered
from helpexchange.match_runs.rules import Asked
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import Told, call_by_id, to_tell_by_phone
from helpexchange.start_pages.queries.made import (
    CONTACT,
    UNDO,
    Made,
    called,
    key_of_asked,
    key_of_told,
    made_of_day,
)
from helpexchange.start_pages.rules import CallKey, CallKind, Why


@dataclass(kw_only=True)
class Call:
    """Somebody to call, with everything there is to say to them.

    Attributes:
        due_on: the day on which it should be made; the earliest of all its reasons.
        not_before: when each of its reasons may be called about again; None is now.
        helper: set when their first contact is late.
        fix: asks whether a change is all right; such a call is always one of its own.
    """

    key: CallKey
    name: str
    phone: str
    due_on: date
    since: datetime
    request: HelpRequest | NewRequest | SpokenOf | None = None
    helper: NewHelper | None = None
    call_back: AskedCall | None = None
    fix: FixCall | None = None
    messages: list[Told] = field(default_factory=list)
    reasons: set[Why] = field(default_factory=set)
    not_before: list[datetime | None] = field(default_factory=list)

    def add(self, why: Why, *, due_on: date, since: datetime, again_at: datetime | None) -> None:
        """Add a reason to call."""
        self.reasons.add(why)
        self.due_on, self.since = min(self.due_on, due_on), min(self.since, since)
        self.not_before.append(again_at)

    @property
    def owner_id(self) -> int | None:
        """Account of who has taken the request on that the call is about."""
        return self.request.owner_id if self.request else None

    @property
    def again_at(self) -> datetime | None:
        """When to call again; None if there is a reason to call now."""
        times = [each for each in self.not_before if each is not None]
        return min(times) if times and len(times) == len(self.not_before) else None

    @property
    def version(self) -> str:
        """Changes with every try: a button pressed twice is known by it."""
        tries = len(self.call_back.attempts) if self.call_back else 0
        again_at = self.helper.call_again_at if self.helper else None
        told = sum(message.attempts for message in self.messages)
        if self.fix is not None:
            return str(self.fix.attempts)
        return f"{tries}-{told}-{int(again_at.timestamp()) if again_at else 0}"


class CallsOfDay(NamedTuple):
    """The calls of some offices: to be made now, later, and made."""

    now: Sequence[Call]
    later: Sequence[Call]
    made: Sequence[Made]


def calls_of_day(
    viewer: Viewer, *, now: datetime, made_since: datetime | None = None, has_fixes: bool = True
) -> CallsOfDay:
    """Return the calls of the viewer's offices, the late first.

    Args:
        made_since: also those made since then.
        has_fixes: False leaves out the calls that ask for a change.
    """
    today = town_day(now)
    return calls_from(
        viewer, late_requests(viewer, today=today), late_helpers(viewer, today=today), now=now,
        made_since=made_since, fixes=fix_calls(viewer) if has_fixes else (),
        answered=fix_calls_answered(viewer, since=made_since) if has_fixes and made_since else (),
    )  # fmt: skip


def calls_from(
    viewer: Viewer,
    requests: Iterable[HelpRequest | NewRequest],
    helpers: Iterable[NewHelper],
    *,
    now: datetime,
    made_since: datetime | None = None,
    fixes: Sequence[FixCall] = (),
    answered: Sequence[FixCall] = (),
) -> CallsOfDay:
    """Return the calls about late requests, helpers and changes that were read before, and all others."""
    asked = asked_calls(viewer, done_since=made_since)
    told, about = _told(viewer, made_since)
    steps = just_stepped(viewer, acts={CONTACT, UNDO}, since=made_since) if made_since else []
    found: dict[CallKey, Call] = {}
    _add_asked(found, [each for each in asked if each.done_at is None])
    _add_late(found, requests, helpers)
    _add_told(found, [each for each in told if each.sent_at is None], about, now)
    _add_fixes(found, fixes)
    in_order = sorted(found.values(), key=lambda call: (call.due_on, call.since, call.key))
    later = [call for call in in_order if call.again_at is not None and call.again_at > now]
    return CallsOfDay(
        now=[call for call in in_order if call.again_at is None or call.again_at <= now],
        later=sorted(later, key=lambda call: call.again_at or now),
        made=made_of_day(asked, told, about, steps, answered),
    )


def _told(viewer: Viewer, made_since: datetime | None) -> tuple[list[Told], Mapping[int, SpokenOf]]:
    """Return what is to be told by phone, and the requests that it is about and the viewer sees, by id."""
    is_about = (OutboxMessage.object_type == REQUEST) & (OutboxMessage.object_id == HelpRequest.id)
    seen = of_offices(viewer).whereclause
    statement = to_tell_by_phone(viewer, made_since=made_since)
    is_about = is_about if seen is None else is_about & seen
    rows = db.session.execute(with_spoken_of(statement.outerjoin(HelpRequest, is_about))).all()
    told = [Told(*row[: len(Told._fields)]) for row in rows]
    found = (spoken_of(row[len(Told._fields) :]) for row in rows)
    return told, {each.id: each for each in found if each is not None}


def check_sees(viewer: Viewer, key: CallKey) -> None:
    """Refuse to speak of what is another office's.

    Raises:
        NotFoundRefusal: there is no such record, or the viewer may not know of it.
    """
    READERS[key.kind](viewer, key.record_id)


READERS = {
    CallKind.REQUEST: request_of_office,
    CallKind.HELPER: helper_of_office,
    CallKind.ASKED: call_back_of_office,
    CallKind.MESSAGE: call_by_id,
    CallKind.FIX: fix_call_of_office,
}


def _add_asked(found: dict[CallKey, Call], asked: Iterable[AskedCall]) -> None:
    for each in asked:
        key = key_of_asked(each)
        call = found.get(key) or Call(
            key=key, name=each.name, phone=each.phone, due_on=each.due_on, since=each.asked_at,
            request=each.request, call_back=each,
        )  # fmt: skip
        found[key] = call
        call.add(Why.ASKED, due_on=each.due_on, since=each.asked_at, again_at=each.again_at)


def _add_late(
    found: dict[CallKey, Call], requests: Iterable[HelpRequest | NewRequest], helpers: Iterable[NewHelper]
) -> None:
    for request in requests:
        person, due_on = request.person, request.first_contact_due_on
        if person is None or not person.phone or due_on is None:
            continue
        key = CallKey(CallKind.REQUEST, request.id)
        call = found.get(key) or Call(
            key=key, name=person.asked_by or person.name, phone=person.phone, due_on=due_on,
            since=request.submitted_at, request=request,
        )  # fmt: skip
        found[key] = call
        again_at = call.call_back.again_at if call.call_back else None
        call.add(Why.LATE, due_on=due_on, since=request.submitted_at, again_at=again_at)
    for helper in helpers:
        if helper.phone and helper.contact_due_on:
            key = CallKey(CallKind.HELPER, helper.id)
            due_on, since = helper.contact_due_on, helper.created_at
            found[key] = Call(
                key=key, name=helper.name, phone=helper.phone, due_on=due_on, since=since, helper=helper
            )
            found[key].add(Why.LATE, due_on=due_on, since=since, again_at=helper.call_again_at)


def _add_told(
    found: dict[CallKey, Call],
    told: Iterable[Told],
    about: Mapping[int, SpokenOf],
    now: datetime,
) -> None:
    zone = time_zone()
    for message in told:
        key = key_of_told(message, about)
        if key in found and not same_number(found[key].phone, message.address):
            key = CallKey(CallKind.MESSAGE, message.id)  # somebody else is told about the same thing
        due_on = local_date(message.due_at, zone)
        call = found.get(key) or Call(
            key=key, name=message.name, phone=message.address, due_on=due_on, since=message.created_at,
            request=about.get(message.object_id) if key.kind is CallKind.REQUEST else None,
        )  # fmt: skip
        found[key] = call
        call.messages.append(message)
        again_at = message.due_at if message.due_at > now else None
        call.add(Why.TELL, due_on=due_on, since=message.created_at, again_at=again_at)


def _add_fixes(found: dict[CallKey, Call], fixes: Iterable[FixCall]) -> None:
    """Add the calls that need an answer; each is one of its own, for it has buttons of its own."""
    for fix in fixes:
        is_helper = fix.asks is Asked.HELPER
        name, phone = called(fix)
        key = CallKey(CallKind.FIX, fix.id)
        found[key] = Call(
            key=key, name=name, phone=phone, due_on=fix.due_on, since=fix.asked_at, fix=fix,
            request=None if is_helper else fix.request,
        )  # fmt: skip
        found[key].add(Why.FIX, due_on=fix.due_on, since=fix.asked_at, again_at=fix.again_at)
