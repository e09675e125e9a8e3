"""What the scheduler calls: people who came with a file become findable. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from helpexchange.core.database import db
from helpexchange.people_index.keeping import note_newcomers

AT_A_TIME = 500


def note_who_is_new(_now: datetime) -> int:
    """Note some of the people who are not in the index yet, in the transaction of the tick."""
    return note_newcomers(db.session(), at_most=AT_A_TIME)
