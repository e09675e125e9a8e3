"""School holidays that an operator loads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import SchoolHoliday
from helpexchange.engagements.rules import read_school_holidays
from helpexchange.offices.rules import check_may_set_up


def load_school_holidays(*, text: str, by: Viewer, now: datetime) -> int:
    """Replace the school holidays of every state in a file by what it says; return how many lines it has.

    Visits that are planned already on these days are taken away in the next night.

    Raises:
        NotAllowedRefusal: the viewer does not answer for the whole town.
        SchoolHolidaysError: a line cannot be read; nothing is changed.
    """
    check_may_set_up(by)
    loaded = read_school_holidays(text)
    states = sorted({each.state_code for each in loaded})
    db.session.execute(delete(SchoolHoliday).where(SchoolHoliday.state_code.in_(states)))
    for each in loaded:
        db.session.add(
            SchoolHoliday(
                state_code=each.state_code, name=each.name, starts_on=each.stretch.starts_on,
                back_on=each.stretch.back_on,
            )
        )  # fmt: skip
    record(
        act="load_school_holidays", object_type="school_holidays", object_id=0, office_id=None, by=by,
        now=now, lines=len(loaded), states=states,
    )  # fmt: skip
    db.session.flush()
    return len(loaded)
