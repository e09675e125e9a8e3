"""Who reads the record of a person in need is noted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.people.models import RecordReading
from helpexchange.people_index.rules import ReadOn


def note_reading(*, person_id: int, page: ReadOn, by: Viewer, now: datetime) -> bool:
    """Note that the viewer has read a record, once an hour; return whether it was new.

    Whoever acts for the person by a link has no account: the number of the representation, below nothing,
    stands for it. This is a log by itself: an entry in the audit trail for each would only repeat it.
    """
    reader_id = by.account_id if by.account_id is not None else -(by.representation_id or 0)
    if not reader_id:
        return False
    hour = now.replace(minute=0, second=0, microsecond=0)
    reading = RecordReading(
        account_id=reader_id, reader=by.name, person_id=person_id, page=page, hour=hour, read_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(reading)
    except IntegrityError:  # read within this hour already
        return False
    return True


def forget_readings(*, before: datetime) -> int:
    """Forget who read what so long ago; return how many readings.

    As the log itself, its end needs no entry in the audit trail.
    """
    old = delete(RecordReading).where(RecordReading.read_at < before).returning(RecordReading.id)
    return len(db.session.execute(old).all())
