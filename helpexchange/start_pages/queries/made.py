"""The calls that were made lately, with what was noted at that moment, and the key of each call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.help_requests.queries import AskedCall, SpokenOf
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.match_runs.models import FixCall
from helpexchange.match_runs.rules import Asked
from helpexchange.notifications.queries import Told
from helpexchange.start_pages.rules import CallKey, CallKind

#: Acts that note, and take back, that the office has spoken with a new helper.
CONTACT, UNDO = "contact_helper", "undo_helper_step"


@dataclass(kw_only=True)
class Made:
    """A call that was made lately, with what was noted at that moment: it can be taken back."""

    key: CallKey
    name: str
    at: datetime
    call_back_ids: list[int] = field(default_factory=list)
    message_ids: list[int] = field(default_factory=list)
    is_step_of_helper: bool = False
    fix: FixCall | None = None


def _made_of(fix: FixCall) -> Made:
    key, at = CallKey(CallKind.FIX, fix.id), fix.done_at or fix.asked_at
    return Made(key=key, name=called(fix)[0], at=at, fix=fix)


def called(fix: FixCall) -> tuple[str, str]:
    """Return name and number of whoever is asked."""
    if fix.asks is Asked.HELPER:
        return fix.helper.name, fix.helper.phone
    person = fix.request.person
    return (person.asked_by or person.name, person.phone) if person else ("", "")


def made_of_day(
    asked: Iterable[AskedCall],
    told: Iterable[Told],
    about: Mapping[int, SpokenOf],
    steps: Iterable[tuple[AuditEntry, HelperProfile]],
    answered: Iterable[FixCall],
) -> Sequence[Made]:
    """Return the latest call of each key that was made, newest first."""
    made: dict[tuple[CallKey, datetime], Made] = {}

    def at_once(key: CallKey, name: str, at: datetime) -> Made:
        return made.setdefault((key, at), Made(key=key, name=name, at=at))

    for call in asked:
        if call.done_at:
            at_once(key_of_asked(call), call.name, call.done_at).call_back_ids.append(call.id)
    for message in told:
        if message.sent_at:
            key = key_of_told(message, about)
            at_once(key, message.name, message.sent_at).message_ids.append(message.id)
    for entry, helper in latest_acts(steps):
        if entry.act == CONTACT:
            key, name = CallKey(CallKind.HELPER, helper.id), f"{helper.first_name} {helper.last_name}".strip()
            at_once(key, name, entry.at).is_step_of_helper = True
    latest = {each.key: each for each in sorted(made.values(), key=lambda each: each.at)}
    latest |= {each.key: each for each in map(_made_of, answered)}
    return sorted(latest.values(), key=lambda each: each.at, reverse=True)


def latest_acts(
    acts: Iterable[tuple[AuditEntry, HelperProfile]],
) -> Sequence[tuple[AuditEntry, HelperProfile]]:
    """Return the newest act about each helper; the acts come newest first."""
    newest: dict[int, tuple[AuditEntry, HelperProfile]] = {}
    for entry, helper in acts:
        newest.setdefault(helper.id, (entry, helper))
    return list(newest.values())


def key_of_asked(call: AskedCall) -> CallKey:
    """Return what a wish to be called is about: a request, or nothing but itself."""
    if call.request_id is None:
        return CallKey(CallKind.ASKED, call.id)
    return CallKey(CallKind.REQUEST, call.request_id)


def key_of_told(message: Told, about: Mapping[int, SpokenOf]) -> CallKey:
    """Return what a message told by phone is about; `about` are the requests that the viewer may see."""
    if message.object_type == REQUEST and message.object_id in about:
        return CallKey(CallKind.REQUEST, message.object_id)
    if message.object_type == HELPER:
        return CallKey(CallKind.HELPER, message.object_id)
    return CallKey(CallKind.MESSAGE, message.id)
