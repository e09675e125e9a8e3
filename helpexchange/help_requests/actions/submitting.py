"""A person asks for help."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import Agreement
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.folding import folded
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.help_requests.actions.telling import tell_asker
from helpexchange.help_requests.messages import PERSON_TYPE, recipient_of, wished_channel
from helpexchange.help_requests.models import HelpRequest, PersonInNeed, RequestLanguage, RequestTime
from helpexchange.help_requests.queries.callers import person_of_office
from helpexchange.help_requests.queries.records import OBJECT_TYPE, request_by_reference
from helpexchange.help_requests.rules import Channel, Proof, RequestState
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.offices.queries import first_contact_due_on
from helpexchange.places.queries import served_place
from helpexchange.representatives.actions import Representative, ask_representation
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import acting_for
from helpexchange.representatives.rules import REPRESENTATION
from helpexchange.skills.models import Skill
from helpexchange.skills.queries import kind_of_help


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswers:
    """What a person in need has told.

    Attributes:
        place_id: of the postcode's place; the office is that of its district.
        times: when it suits; none is any time.
        language: best spoken (ISO 639); "" for no wish.
        phone, email: at least one is not empty.
        asked_by: name of whoever asks for the person; phone and mail are then theirs.
        street: with the house number; for letters.
        channel: how to tell them things; None chooses by what is known.
        told_in: language of messages; None is the town's.
        reads_easy: True for German in easy language.
        person_id: of somebody the office knows already; None is somebody new.
        consent: to which words the person agreed, and how; None where a file says nothing of it.
        representative: whoever asks for the person and wishes to act for them; how the person themselves is
            reached stands in `phone` and `email` then, which may both be empty.
    """

    kind_code: str
    postal_code: str
    place_id: int
    times: Sequence[WeeklyTime] = ()
    visits_per_week: int = 1
    is_one_off: bool = False
    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    language: str = ""
    note: str = ""
    asked_by: str = ""
    street: str = ""
    channel: WayToTell | None = None
    told_in: str | None = None
    reads_easy: bool = False
    person_id: int | None = None
    consent: Agreement | None = None
    representative: Representative | None = None


def submit_request(
    *,
    answers: RequestAnswers,
    reference: str,
    acting: Representation | None = None,
    by: Viewer,
    now: datetime,
) -> HelpRequest:
    """Enter a new request; sending the same `reference` again returns the one that is there.

    Args:
        acting: by whose word the viewer asks for somebody who is known; whoever calls this has read it as
            one that holds today.

    Raises:
        UnknownPlaceError: the place is in no district of the town.
        UnknownKindError: there is no such kind of help.
    """
    known = request_by_reference(by, reference)
    if known:
        return known
    request = _new_request(answers, reference, acting, by, now)
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # the same form, sent twice at the same moment, came in first
        known = request_by_reference(by, reference)
        if known is None:
            raise
        return known
    if answers.representative is not None:
        by = _ask_person(request, answers.representative, answers.consent, by, now)
    record(
        act="submit_request", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
        by=by, now=now, channel=request.channel,
    )  # fmt: skip
    if answers.representative is None:
        _note_consent(request, answers, by, now)
        _tell_received(request, by, now)
    return request


def _ask_person(
    request: HelpRequest, who: Representative, consent: Agreement | None, by: Viewer, now: datetime
) -> Viewer:
    """Let the person say whether somebody may act for them; until then only they hear how it goes on.

    What somebody else has agreed to is that one's consent, about their own data, and not the person's. Return
    whoever asks, as the history names them.
    """
    db.session.flush()
    account_id = None if by.permissions else by.account_id
    asked = ask_representation(
        person_id=request.person_id or 0, office_id=request.office_id, reference=f"V-{request.reference}",
        who=dataclasses.replace(who, account_id=account_id), by=dataclasses.replace(by, name=who.name),
        now=now,
    )  # fmt: skip
    request.representation = asked
    if consent is not None:
        whose = (REPRESENTATION, asked.id)
        note_consent(whose=whose, agreement=consent, office_id=request.office_id, by=by, now=now)
    return dataclasses.replace(by, name=by.name or who.name, representation_id=asked.id)


def _note_consent(request: HelpRequest, answers: RequestAnswers, by: Viewer, now: datetime) -> None:
    if answers.consent is not None and request.person is not None:
        whose = (PERSON_TYPE, request.person.id)
        note_consent(whose=whose, agreement=answers.consent, office_id=request.office_id, by=by, now=now)


def _tell_received(request: HelpRequest, by: Viewer, now: datetime) -> None:
    """Say until when the office calls; whoever is on the phone just now hears it there."""
    if request.channel is Channel.PHONE and request.person is not None:
        db.session.flush()
        if recipient_of(request.person, request.office_id).reachable_by() is WayToTell.CALL:
            return
    tell_asker(request, "received", by=by, now=now, once=True, due_on=request.first_contact_due_on)


def _new_request(
    answers: RequestAnswers, reference: str, acting: Representation | None, by: Viewer, now: datetime
) -> HelpRequest:
    place, district = served_place(by, answers.postal_code, answers.place_id)
    kind = kind_of_help(by, answers.kind_code)
    spoken = [answers.language] if answers.language else []
    acting = acting or _caller(answers, by, now)
    person = _represented(acting) or _person(answers, by)
    if acting is None:
        person.postal_code, person.town = place.postal_code, place.name
    return HelpRequest(
        reference=reference, district_id=district.id, kind_code=kind.code,
        state=RequestState.SUBMITTED, channel=_channel(by), note=answers.note, submitted_at=now,
        postal_code=place.postal_code, latitude=place.latitude, longitude=place.longitude,
        visits_per_week=answers.visits_per_week, is_one_off=answers.is_one_off, person=person,
        office=district.office, representation=acting,
        first_contact_due_on=first_contact_due_on(by, district.office_id, now),
        languages=[RequestLanguage(language=language) for language in spoken], proof=_proof(by),
        proved_at=None if _proof(by) is Proof.NONE else now,
        times=[RequestTime(**time._asdict()) for time in answers.times], **_of_kind(kind),
    )  # fmt: skip


def _of_kind(kind: Skill) -> dict[str, object]:
    return {"visit_minutes": kind.visit_minutes, "remote": kind.is_remote}


def _channel(by: Viewer) -> Channel:
    return Channel.PHONE if by.may(Permission.CLEAR_REQUESTS) else Channel.ONLINE


def _proof(by: Viewer) -> Proof:
    """Return how we know who asks at once: the office knows, or an account with a confirmed address does."""
    if by.permissions or by.representation_id is not None:
        return Proof.OFFICE
    return Proof.ACCOUNT if by.is_signed_in else Proof.NONE


def _person(answers: RequestAnswers, by: Viewer) -> PersonInNeed:
    """Return who asks: the viewer, unless they work for an office and write for a caller."""
    is_for_others = by.permissions or answers.representative is not None
    account_id = None if is_for_others else by.account_id
    person = _known_person(answers, account_id, by) or PersonInNeed(account_id=account_id)
    person.first_name, person.last_name = answers.first_name, answers.last_name
    person.phone, person.email = answers.phone, answers.email
    person.asked_by, person.language = answers.asked_by, answers.told_in
    if not by.permissions:  # an office that notes a call does not change what the person has chosen
        person.reads_easy = answers.reads_easy
    person.street = answers.street or person.street or ""
    person.channel = answers.channel or wished_channel(
        email=answers.email, phone=answers.phone, street=answers.street
    )
    return person


def _caller(answers: RequestAnswers, by: Viewer, now: datetime) -> Representation | None:
    """Return who calls an office for a person who lets them: then no number of that person's changes."""
    if answers.person_id is None or not answers.asked_by:
        return None
    person = person_of_office(by, answers.person_id)
    acting = acting_for(by, person.id, today=town_day(now))
    return next((each for each in acting if folded(each.name) == folded(answers.asked_by)), None)


def _represented(acting: Representation | None) -> PersonInNeed | None:
    return db.session.get_one(PersonInNeed, acting.person_id) if acting is not None else None


def _known_person(answers: RequestAnswers, account_id: int | None, by: Viewer) -> PersonInNeed | None:
    """Return the person of the office's list, or of the account unless its owner asks for somebody else."""
    if answers.person_id is not None:
        return person_of_office(by, answers.person_id)
    is_somebody_else = answers.asked_by or answers.representative is not None
    return None if is_somebody_else else _person_of_account(account_id)


def _person_of_account(account_id: int | None) -> PersonInNeed | None:
    if account_id is None:
        return None
    mine = (PersonInNeed.account_id == account_id) & (PersonInNeed.asked_by == "")
    statement = select(PersonInNeed).where(mine)
    return db.session.scalar(statement.order_by(PersonInNeed.id).limit(1))
