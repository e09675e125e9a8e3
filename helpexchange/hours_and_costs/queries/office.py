"""What an office sees of a month: hours and costs by helper, and what was handed to accounting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import start_of_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.models import CostExport, LoggedHours, TravelCost
from helpexchange.hours_and_costs.rules import CostState, Month


@dataclass(slots=True)
class HelperMonth:
    """What a helper gave and spent in a month: minutes by visits and without, cents by state."""

    helper_id: int
    name: str = ""
    visit_minutes: int = 0
    other_minutes: int = 0
    open_visits: int = 0
    cents: dict[CostState, int] = field(default_factory=dict)


def months_of_helpers(viewer: Viewer, office_id: int, month: Month, *, now: datetime) -> list[HelperMonth]:
    """Return the month of each helper of one of the viewer's offices who has anything in it, by name.

    `open_visits` are those of the past of which nobody has said yet whether they took place.
    """
    if not (viewer.may(Permission.SEE_COSTS) and viewer.sees_office(office_id)):
        return []
    found: defaultdict[int, HelperMonth] = defaultdict(lambda: HelperMonth(0))
    _add_visits(found, office_id, month, now)
    _add_logged(found, office_id, month)
    _add_costs(found, office_id, month)
    names = select(HelperProfile.id, HelperProfile.first_name, HelperProfile.last_name)
    names = names.where(HelperProfile.id.in_(list(found)))
    ordered = names.order_by(HelperProfile.last_name, HelperProfile.first_name, HelperProfile.id)
    helpers = db.session.execute(ordered).all()
    for helper_id, first, last in helpers:
        found[helper_id].helper_id, found[helper_id].name = helper_id, f"{first} {last}".strip()
    return [found[helper_id] for helper_id, _first, _last in helpers]


def _add_visits(found: defaultdict[int, HelperMonth], office_id: int, month: Month, now: datetime) -> None:
    minutes, count = func.coalesce(func.sum(Visit.minutes_spent), 0), func.count()
    statement = select(Visit.helper_id, Visit.state, minutes, count).join(Visit.helper)
    statement = statement.where(
        HelperProfile.office_id == office_id, Visit.day >= month.first, Visit.day < month.before,
        Visit.state.in_((VisitState.DONE, VisitState.PLANNED)), Visit.starts_at <= now,
        Visit.starts_at >= start_of_day(month.first),
    )  # fmt: skip
    ordered = statement.group_by(Visit.helper_id, Visit.state).order_by(Visit.helper_id, Visit.state)
    for helper_id, state, spent, visits in db.session.execute(ordered):
        if state is VisitState.DONE:
            found[helper_id].visit_minutes = int(spent or 0)
        else:
            found[helper_id].open_visits = visits


def _add_logged(found: defaultdict[int, HelperMonth], office_id: int, month: Month) -> None:
    statement = select(LoggedHours.helper_id, func.sum(LoggedHours.minutes)).where(
        LoggedHours.office_id == office_id,
        LoggedHours.day >= month.first,
        LoggedHours.day < month.before,
    )
    ordered = statement.group_by(LoggedHours.helper_id).order_by(LoggedHours.helper_id)
    for helper_id, minutes in db.session.execute(ordered):
        found[helper_id].other_minutes = int(minutes)


def _add_costs(found: defaultdict[int, HelperMonth], office_id: int, month: Month) -> None:
    statement = select(TravelCost.helper_id, TravelCost.state, func.sum(TravelCost.cents)).where(
        TravelCost.office_id == office_id, TravelCost.day >= month.first, TravelCost.day < month.before
    )
    ordered = statement.group_by(TravelCost.helper_id, TravelCost.state)
    for helper_id, state, cents in db.session.execute(
        ordered.order_by(TravelCost.helper_id, TravelCost.state)
    ):
        found[helper_id].cents[state] = int(cents)


def exports_of_month(viewer: Viewer, office_id: int, month: Month) -> Sequence[CostExport]:
    """Return when the costs of a month of one of the viewer's offices went to accounting, newest first."""
    if not (viewer.may(Permission.SEE_COSTS) and viewer.sees_office(office_id)):
        return []
    statement = select(CostExport).where(
        CostExport.office_id == office_id, CostExport.first_day == month.first
    )
    return db.session.scalars(statement.order_by(CostExport.number.desc())).all()
