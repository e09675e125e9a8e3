"""Telling both ends when somebody wishes to act for a person, begins, or no longer does."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import wording_text
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.telling import FOLDER
from helpexchange.help_requests.messages import PERSON_TYPE, link_to, recipient_of, wished_channel
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.callers import person_of_office
from helpexchange.help_requests.rules import MINUTES_BEFORE_TELLING
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import message_with_key
from helpexchange.notifications.rules import About, Channel, MessageState, Recipient
from helpexchange.representatives import messages as of_representatives
from helpexchange.representatives.actions import renew_acting_link as renew
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representation_by_id
from helpexchange.representatives.rules import (
    REPRESENTATION,
    Change,
    EndedBy,
    EndReason,
    RepresentationChanged,
    RepresentationState,
)

#: What each end is told of a change, by the name of the template.
TO_PERSON = {
    Change.ASKED: "may_they_act",
    Change.STILL_WAITING: "may_they_act",
    Change.BEGUN: "they_act",
    Change.ENDS_SOON: "they_act_until",
    Change.ENDED: "they_no_longer_act",
    Change.UNDONE: "they_act_again",
}
#: What the office says to the person on the phone, whatever way they are told other things.
REMINDERS = frozenset({Change.STILL_WAITING, Change.ENDS_SOON})
TO_REPRESENTATIVE = {
    Change.ASKED: "acting_asked",
    Change.BEGUN: "acting_begun",
    Change.ENDED: "acting_ended",
    Change.UNDONE: "acting_again",
}


def tell_of_representation(changed: RepresentationChanged) -> None:
    """Tell the person and the representative what has happened, whoever of them hears about requests.

    What an office has ended is told some minutes later, so that a click by mistake can be taken back unheard.
    Who asks for somebody and has not proved who they are sends that person nothing: the office calls.
    """
    representation = representation_by_id(changed.by, changed.representation_id)
    person = db.session.get(PersonInNeed, representation.person_id) if representation else None
    if representation is None or person is None:
        return
    if changed.change is Change.PROVED:
        _ask_once_proved(representation, person, changed)
        return
    if changed.change is Change.STILL_WAITING and _is_on_call_list(representation):
        return
    was_unheard = _take_back(representation) if changed.change not in REMINDERS else False
    telling = _Telling(representation, person, changed)
    if changed.change is Change.UNDONE and representation.state is RepresentationState.WAITING:
        telling.tell(TO_PERSON[Change.ASKED], _to_person(representation, person, Change.ASKED))
    if changed.change is Change.UNDONE and was_unheard:
        return
    erased = representation.ended_by if representation.end_reason is EndReason.ERASED else None
    if erased is not EndedBy.PERSON:
        is_by_call = changed.change in REMINDERS or (
            changed.change is Change.ASKED and not changed.by.is_signed_in
        )
        to = _to_person(representation, person, changed.change, is_by_call=is_by_call)
        telling.tell(TO_PERSON[changed.change], to)
    if erased is not EndedBy.REPRESENTATIVE and changed.change in TO_REPRESENTATIVE:
        message = TO_REPRESENTATIVE[changed.change]
        telling.tell(message, of_representatives.recipient_of(representation))


@dataclasses.dataclass(frozen=True, slots=True)
class _Telling:
    representation: Representation
    person: PersonInNeed
    changed: RepresentationChanged

    def tell(self, message: str, to: Recipient) -> None:
        """Tell one of the two."""
        tell(
            to=to, message=f"{FOLDER}{message}", words={**self._words(), "name": to.name},
            about=About(object_type=REPRESENTATION, object_id=self.representation.id), by=self.changed.by,
            now=self.changed.now, due_at=self._due_at(),
        )  # fmt: skip

    def _due_at(self) -> datetime | None:
        is_office = self.representation.ended_by is EndedBy.OFFICE
        if self.changed.change is Change.ENDED and is_office:
            return self.changed.now + timedelta(minutes=MINUTES_BEFORE_TELLING)
        return None

    def _words(self) -> dict[str, object]:
        here, office = self.representation, self.representation.office
        return {
            "who": here.name, "person": self.person.first_name, "until": here.until,
            "office": office.name, "office_phone": office.phone,
            "link": of_representatives.link_to(here), "own_link": _own_link(self.person.id),
            "words": wording_text(ConsentPurpose.REPRESENT, is_spoken=True),
            "is_refused": here.began_at is None, "is_erased": here.end_reason is EndReason.ERASED,
        }  # fmt: skip


def _ask_once_proved(
    representation: Representation, person: PersonInNeed, changed: RepresentationChanged
) -> None:
    """Ask the person the way they are told things, in place of the call that was planned."""
    to = recipient_of(person, representation.office_id)
    if representation.state is RepresentationState.WAITING and to.reachable_by() is not Channel.CALL:
        _take_back(representation)
        _Telling(representation, person, changed).tell(TO_PERSON[Change.ASKED], to)


def _to_person(
    representation: Representation, person: PersonInNeed, change: Change, *, is_by_call: bool = False
) -> Recipient:
    """Return the person; who cannot be reached otherwise is asked for at the representative's number."""
    to = recipient_of(person, representation.office_id)
    if is_by_call:
        to = dataclasses.replace(to, channel=Channel.CALL)
    if change in (Change.ASKED, *REMINDERS) and to.reachable_by() is Channel.CALL and not to.phone:
        return dataclasses.replace(to, phone=representation.phone)
    return to


def _own_link(person_id: int) -> str:
    """Return the link of the person's newest request, below which they say who acts for them."""
    newest = select(HelpRequest).where(HelpRequest.person_id == person_id).order_by(HelpRequest.id.desc())
    found = db.session.scalars(newest.limit(1)).first()
    return f"{link_to(found)}/representatives" if found else ""


def _is_on_call_list(representation: Representation) -> bool:
    """Return whether a call to ask or remind the person is still to be made."""
    waiting = select(OutboxMessage.id).where(
        OutboxMessage.object_type == REPRESENTATION,
        OutboxMessage.object_id == representation.id,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.channel == Channel.CALL,
        OutboxMessage.message == f"{FOLDER}{TO_PERSON[Change.ASKED]}",
    )
    return db.session.scalar(waiting.limit(1)) is not None


def _take_back(representation: Representation) -> bool:
    """Cancel what waits to be told and is no longer true; return whether an end was stopped in time."""
    waiting = update(OutboxMessage).where(
        OutboxMessage.object_type == REPRESENTATION,
        OutboxMessage.object_id == representation.id,
        OutboxMessage.state == MessageState.WAITING,
    )
    ended = [f"{FOLDER}{each[Change.ENDED]}" for each in (TO_PERSON, TO_REPRESENTATIVE)]
    stopped = db.session.execute(
        waiting.where(OutboxMessage.message.in_(ended)).values(state=MessageState.CANCELLED)
    )
    asked = [f"{FOLDER}{TO_PERSON[each]}" for each in (Change.ASKED, Change.ENDS_SOON)]
    db.session.execute(waiting.where(OutboxMessage.message.in_(asked)).values(state=MessageState.CANCELLED))
    return cast("CursorResult[Any]", stopped).rowcount > 0


def renew_acting_link(*, representation: Representation, by: Viewer, now: datetime) -> Channel:
    """Let a representative's links of earlier messages end and send a new one; return the way it goes.

    Whoever calls this has the representation by one of its signed links. A second press within the day sends
    no second link.
    """
    to = of_representatives.recipient_of(representation)
    key = f"{REPRESENTATION} {representation.id} link {town_day(now)}"
    if message_with_key(by, key) is None:
        renew(representation=representation, by=by, now=now)
        office = representation.office
        words = {
            "name": to.name, "link": of_representatives.link_to(representation), "office": office.name,
            "office_phone": office.phone,
        }  # fmt: skip
        about = About(object_type=REPRESENTATION, object_id=representation.id)
        tell(to=to, message=f"{FOLDER}acting_link", words=words, about=about, by=by, now=now, once_key=key)
    return to.reachable_by()


def note_own_contact(*, person_id: int, phone: str, email: str, by: Viewer, now: datetime) -> PersonInNeed:
    """Note how a person is reached for whom somebody else has asked; until now that one's number stood there.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: only other offices know the person, or the viewer may only look.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    person = person_of_office(by, person_id)
    own = HelpRequest.person_id == person.id  # the links sent before went to whoever asked
    db.session.execute(update(HelpRequest).where(own).values(link_number=HelpRequest.link_number + 1))
    person.phone, person.email, person.asked_by, person.account_id = phone, email, "", None
    person.channel = wished_channel(email=email, phone=phone, street=person.street)
    record(
        act="note_own_contact", object_type=PERSON_TYPE, object_id=person.id,
        office_id=min(by.office_ids, default=None), by=by, now=now,
    )  # fmt: skip
    return person
