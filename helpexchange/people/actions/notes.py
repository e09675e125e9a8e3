"""What an office notes about somebody."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.people.models import PersonNote
from helpexchange.people.queries import (
    known_person,
    note_by_reference,
    note_of_office,
    records_of,
)
from helpexchange.people.rules import KNOWN_PERSON, NoteIsOldError, may_correct


def add_note(*, person_id: int, text: str, reference: str, by: Viewer, now: datetime) -> PersonNote:
    """Note something about a person; the same `reference` again gives the note that is there.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: the viewer does not know the person, or may only look.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    known = known_person(by, person_id)
    before = note_by_reference(by, reference)
    if before is not None:
        return before
    note = PersonNote(
        reference=reference, person_id=known.id, office_id=_office_of(known.id, by), account_id=by.account_id,
        author=by.name, text=text, written_at=now,
    )  # fmt: skip
    db.session.add(note)
    db.session.flush()
    _record("add_note", note, by=by, now=now)
    return note


def correct_note(*, note_id: int, text: str, by: Viewer, now: datetime) -> PersonNote:
    """Correct an own note within a day.

    Raises:
        NotFoundRefusal: there is no such note of the viewer's offices.
        NoteIsOldError: it is somebody else's, or older than a day.
    """
    note = note_of_office(by, note_id)
    if not may_correct(author_id=note.account_id, written_at=note.written_at, by_id=by.account_id, now=now):
        raise NoteIsOldError
    if note.text == text:
        return note
    note.text, note.corrected_at = text, now
    _record("correct_note", note, by=by, now=now)
    return note


def _office_of(known_id: int, by: Viewer) -> int:
    """Return for which of the viewer's offices a note is: that of the person's newest record."""
    theirs = records_of(by, known_person(by, known_id)).office_ids
    return next((each for each in theirs if each in by.office_ids), min(by.office_ids))


def _record(act: str, note: PersonNote, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=KNOWN_PERSON, object_id=note.person_id, office_id=note.office_id, by=by, now=now,
        note_id=note.id,
    )  # fmt: skip
