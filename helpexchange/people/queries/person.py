"""One person: their records, the notes about them, what was done and what they were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history_of_several
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import OBJECT_TYPE as REQUEST
from helpexchange.help_requests.queries.records import of_offices as requests_of_offices
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries.records import OBJECT_TYPE as HELPER
from helpexchange.helper_profiles.queries.records import of_offices as helpers_of_offices
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import messages_to_any
from helpexchange.notifications.rules import About
from helpexchange.people.models import PersonNote
from helpexchange.people.queries.listing import known_to
from helpexchange.people.rules import CHOICES, KNOWN_PERSON
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import Source
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import REPRESENTATION

SHOWN = 100
CONTACT = tuple(column for columns in CHOICES.values() for column in columns)


@dataclass(frozen=True, slots=True)
class Records:
    """What the viewer's offices have of one person, newest first."""

    known: KnownPerson
    requests: Sequence[HelpRequest]
    helpers: Sequence[HelperProfile]
    accounts: Sequence[Account]

    @property
    def people(self) -> list[PersonInNeed]:
        """The person as somebody who asks; more than one only while nobody has merged them."""
        return list({each.person.id: each.person for each in self.requests if each.person}.values())

    @property
    def name(self) -> str:
        """The name in the newest record."""
        records: list[PersonInNeed | HelperProfile | Account]
        records = [*self.people, *self.helpers, *self.accounts]
        names = (each.name for each in records)
        return next(filter(None, names), "")

    def contact(self) -> dict[str, Any]:
        """Return what the newest records say of name, number, addresses and how to tell things, by column."""
        found: dict[str, Any] = {}
        for each in (*reversed(self.accounts), *reversed(self.helpers), *reversed(self.people)):
            for column in CONTACT if hasattr(each, "channel") else ("email",):
                value = getattr(each, column, None)
                if value not in (None, ""):
                    found[column] = value
        if self.accounts and not self.people and not self.helpers:
            found["first_name"], _space, found["last_name"] = self.accounts[0].name.rpartition(" ")
        return found

    @property
    def office_ids(self) -> list[int]:
        """The offices whose person this is, the newest first."""
        return [
            *(each.office_id for each in self.requests),
            *(each.office_id for each in self.helpers),
        ]


def known_person(viewer: Viewer, known_id: int) -> KnownPerson:
    """Return somebody whom the viewer's offices know.

    Raises:
        NotFoundRefusal: there is none, or only other offices know them.
    """
    found = db.session.scalar(known_to(viewer, few=True).where(KnownPerson.id == known_id))
    if found is None:
        raise NotFoundRefusal
    return found


def merged_into(viewer: Viewer, known_id: int) -> int | None:
    """Return who somebody turned out to be, if the viewer's offices know that person."""
    into = select(KnownPerson.merged_into_id).where(KnownPerson.id == known_id)
    return db.session.scalar(
        known_to(viewer).with_only_columns(KnownPerson.id).where(KnownPerson.id.in_(into))
    )


def records_of(viewer: Viewer, known: KnownPerson) -> Records:
    """Return the records of a person whom the viewer has read; other offices' records are left out."""
    own = HelpRequest.person.has(PersonInNeed.known_id == known.id)
    requests = (
        requests_of_offices(viewer)
        .where(own)
        .options(joinedload(HelpRequest.person), joinedload(HelpRequest.kind), lazyload(HelpRequest.owner))
    )
    helpers = helpers_of_offices(viewer).where(HelperProfile.known_id == known.id)
    accounts: Select[Account] = select(Account).where(Account.known_id == known.id)
    accounts = accounts.options(joinedload(Account.roles), lazyload(Account.memberships))
    return Records(
        known,
        db.session.scalars(requests.order_by(HelpRequest.submitted_at.desc(), HelpRequest.id.desc())).all(),
        db.session.scalars(helpers.order_by(HelperProfile.id.desc())).all(),
        db.session.scalars(accounts.order_by(Account.id.desc())).unique().all(),
    )


def notes_about(viewer: Viewer, known_id: int) -> Sequence[PersonNote]:
    """Return what the viewer's offices have noted about a person, newest first."""
    statement = _readable_notes(viewer).where(PersonNote.person_id == known_id)
    return db.session.scalars(
        statement.order_by(PersonNote.written_at.desc(), PersonNote.id.desc()).limit(SHOWN)
    ).all()


def note_of_office(viewer: Viewer, note_id: int) -> PersonNote:
    """Return a note of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    found = db.session.scalar(_readable_notes(viewer).where(PersonNote.id == note_id))
    if found is None:
        raise NotFoundRefusal
    return found


def note_by_reference(_viewer: Viewer, reference: str) -> PersonNote | None:
    """Return the note that a form with this reference has made before."""
    return db.session.scalar(select(PersonNote).where(PersonNote.reference == reference))


def _readable_notes(viewer: Viewer) -> Select[PersonNote]:
    statement: Select[PersonNote] = select(PersonNote)
    return (
        statement if viewer.is_network_wide else statement.where(PersonNote.office_id.in_(viewer.office_ids))
    )


def history_of_person(viewer: Viewer, records: Records) -> Sequence[AuditEntry]:
    """Return what was done about a person whom the viewer has read, newest first."""
    same = (KnownPerson.id == records.known.id) | (KnownPerson.merged_into_id == records.known.id)
    theirs = HelperProfile.known_id.in_(select(KnownPerson.id).where(same))  # also one that is left over
    objects: Mapping[str, list[int] | Select[Any]] = {
        REQUEST: [each.id for each in records.requests],
        HELPER: helpers_of_offices(viewer).with_only_columns(HelperProfile.id).where(theirs),
        Source.PERSON_IN_NEED.value: [each.id for each in records.people],
        Source.ACCOUNT.value: [each.id for each in records.accounts],
        KNOWN_PERSON: select(KnownPerson.id).where(same),
    }
    return history_of_several(viewer, objects, at_most=SHOWN)


def messages_of_person(
    viewer: Viewer, records: Records, representations: Sequence[Representation]
) -> Sequence[OutboxMessage]:
    """Return what a person whom the viewer has read, or who acts for them, was told, newest first."""
    people = [
        *(About(object_type=Source.PERSON_IN_NEED, object_id=each.id) for each in records.people),
        *(About(object_type=Source.HELPER, object_id=each.id) for each in records.helpers),
        *(About(object_type=REPRESENTATION, object_id=each.id) for each in representations),
    ]
    return messages_to_any(viewer, people, at_most=SHOWN)
