"""What an office refunds, and which months it has closed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.hours_and_costs.models import ClosedMonth, CostSettings
from helpexchange.hours_and_costs.rules import Month

#: What an office refunds that has said nothing else.
USUAL_CENTS_PER_KM = 30


def settings_of(_viewer: Viewer, office_id: int) -> CostSettings:
    """Return what an office refunds: every helper may know it."""
    known = db.session.get(CostSettings, office_id)
    return known or CostSettings(office_id=office_id, cents_per_km=USUAL_CENTS_PER_KM)


def settings_of_all(_viewer: Viewer, office_ids: Sequence[int]) -> dict[int, CostSettings]:
    """Return the same of several offices, by office."""
    statement = select(CostSettings).where(CostSettings.office_id.in_(office_ids))
    known = {each.office_id: each for each in db.session.scalars(statement.order_by(CostSettings.office_id))}
    usual = {
        each: CostSettings(office_id=each, cents_per_km=USUAL_CENTS_PER_KM)
        for each in office_ids
        if each not in known
    }
    return known | usual


def closed_month(_viewer: Viewer, office_id: int, month: Month) -> ClosedMonth | None:
    """Return when and by whom an office has closed a month; None while it is open."""
    statement = select(ClosedMonth).where(
        ClosedMonth.office_id == office_id, ClosedMonth.first_day == month.first
    )
    return db.session.scalar(statement)
