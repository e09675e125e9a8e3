"""The first-contact clock of helpers: who has not been spoken to yet, and who should have been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Integer, func

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries.records import of_offices
from helpexchange.helper_profiles.rules import HelperState


class HelperLateness(NamedTuple):
    """How many new helpers of an office wait to be spoken to, and for how many the day has passed."""

    office_id: int
    waiting: int
    late: int


def helper_lateness(viewer: Viewer, *, today: date) -> Sequence[HelperLateness]:
    """Return, by office, how many new helpers wait for a first contact."""
    is_late = func.sum((HelperProfile.contact_due_on < today).cast(Integer))
    statement = of_offices(viewer).with_only_columns(
        HelperProfile.office_id, func.count(), func.coalesce(is_late, 0)
    )
    waiting = statement.where(HelperProfile.state == HelperState.APPLIED)
    rows = db.session.execute(waiting.group_by(HelperProfile.office_id).order_by(HelperProfile.office_id))
    return [HelperLateness(*row) for row in rows]
