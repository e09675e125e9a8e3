"""What is kept about a person goes with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from helpexchange.accounts.models import Account
from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.people.actions.merging import drop_merge
from helpexchange.people.models import PersonMerge, PersonNote, RecordReading
from helpexchange.people.rules import AlreadyMergedError
from helpexchange.people_index.keeping import forget_words
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import Source

_RECORDS: dict[Source, Any] = {
    Source.PERSON_IN_NEED: PersonInNeed,
    Source.HELPER: HelperProfile,
    Source.ACCOUNT: Account,
}


def forget_traces(*, source: Source, record_id: int) -> None:
    """Forget what finds a person by a record that is being forgotten, in the transaction of forgetting.

    Raises:
        AlreadyMergedError: somebody has just made the person one with another, who may have their words now;
            or it is a profile that is left over, and who helps is somebody else.
    """
    model = _RECORDS[source]
    known_id = db.session.scalar(select(model.known_id).where(model.id == record_id))
    if known_id is None:
        return
    into = select(KnownPerson.merged_into_id).where(KnownPerson.id == known_id)
    before = db.session.scalar(into)
    merged_into = db.session.scalar(into.with_for_update())  # a merge at the same moment is waited for
    if merged_into != before or (merged_into is not None and source is Source.HELPER):
        raise AlreadyMergedError
    for merge in db.session.scalars(select(PersonMerge).where(PersonMerge.kept_id == known_id)).all():
        drop_merge(merge)
    is_nobody = forget_words(db.session(), person_id=known_id, source=source)
    if source is Source.PERSON_IN_NEED or is_nobody:
        db.session.execute(delete(RecordReading).where(RecordReading.person_id == known_id))
    if is_nobody:
        db.session.execute(delete(PersonNote).where(PersonNote.person_id == known_id))
