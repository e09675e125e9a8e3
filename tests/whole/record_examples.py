"""Examples of records that an office keeps: runs, calls, accounts, notes, doubles."""

from datetime import datetime, timedelta

from helpexchange.accounts.queries import viewer_of
from helpexchange.help_requests.models import CallBack
from helpexchange.helper_profiles.models import HelperAbsence, InterviewSlot, LivedExperience
from helpexchange.helper_profiles.rules import InterviewWay
from helpexchange.people.actions import add_note, merge_people
from tests.cast import Cast, DbSession, helper
from tests.whole.addresses import Examples


def records_of_hoerde(cast: Cast, session: DbSession, *, now: datetime) -> Examples:
    """Enter a call, a time for interviews, days away and a lived experience; return the examples of them."""
    hour = timedelta(hours=1)
    call = CallBack(
        reference="CALL-1", office_id=cast.hoerde.id, name="Erna", asked_at=now, due_on=now.date()
    )
    slot = InterviewSlot(
        office_id=cast.hoerde.id, starts_at=now + hour, ends_at=now + 2 * hour, way=next(iter(InterviewWay))
    )
    away = HelperAbsence(
        helper_id=cast.meryem.id, starts_on=now.date(), back_on=now.date() + timedelta(days=3)
    )
    experience = LivedExperience(office_id=cast.hoerde.id, name="Sucht")
    session.add_all([call, slot, away, experience])
    session.commit()
    return {
        "call_key": [f"asked-{call.id}", f"helper-{cast.pavel.id}", f"request-{cast.uncleared.id}"],
        "slot_id": [slot.id], "absence_id": [away.id],
        "experience_id": [experience.id],
    }  # fmt: skip


def notes_of_hoerde(cast: Cast, session: DbSession, *, now: datetime) -> Examples:
    """Enter a note about Erna; merge two helpers; return the examples."""
    assert cast.shopping.person is not None
    known_id = cast.shopping.person.known_id
    assert known_id is not None
    note = add_note(
        person_id=known_id, text="calls early", reference="N-0123456789abcdef",
        by=viewer_of(cast.coordinator_hoerde), now=now,
    )  # fmt: skip
    assert cast.meryem.known_id is not None
    assert cast.pavel.known_id is not None
    gone = helper("Pawel", office=cast.hoerde, offers="shopping", speaks="cs", weekday=1, now=now)
    session.add(gone)
    session.flush()
    assert gone.known_id is not None
    merge = merge_people(
        kept_id=cast.pavel.known_id, gone_id=gone.known_id, choices={},
        by=viewer_of(cast.coordinator_hoerde), now=now,
    )  # fmt: skip
    session.commit()
    return {
        "person_id": [known_id], "note_id": [note.id], "other_id": [cast.meryem.known_id],
        "merge_id": [merge.id], "asker_id": [cast.shopping.person_id],
        "people.change_contact_of_helper.person_id": [cast.meryem.known_id],
    }  # fmt: skip
