"""What every act begins with: whose it is, whether the month is open; and how a cost changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.rules import Side
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.queries import OBJECT_TYPE, closed_month
from helpexchange.hours_and_costs.rules import (
    LONGEST_AGO_DAYS,
    CostState,
    DayToComeError,
    MonthClosedError,
    month_of,
)


def check_may(side: Side, office_id: int, *, by: Viewer) -> None:
    """Let an office act for its own helpers only; helpers were read as themselves before.

    Raises:
        NotFoundRefusal: it is another office's.
        NotAllowedRefusal: the viewer may look only.
    """
    if side is Side.HELPER:
        return
    if not by.sees_office(office_id):
        raise NotFoundRefusal
    if not by.may(Permission.DECIDE_COSTS):
        raise NotAllowedRefusal


def check_day(day: date, *, now: datetime) -> None:
    """Refuse days to come, and days too long ago.

    Raises:
        DayToComeError: see there.
    """
    today = town_day(now)
    if not today - timedelta(days=LONGEST_AGO_DAYS) <= day <= today:
        raise DayToComeError


def check_open(day: date, office_id: int, *, by: Viewer) -> None:
    """Refuse a day of a closed month.

    Raises:
        MonthClosedError: the office has closed it.
    """
    if closed_month(by, office_id, month_of(day)) is not None:
        raise MonthClosedError


def change_cost(cost: TravelCost, *, from_state: CostState, **values: Any) -> bool:
    """Change a cost if it still is in `from_state`; return whether it was. Of two at once one wins."""
    statement = update(TravelCost).where(TravelCost.id == cost.id, TravelCost.state == from_state)
    changed = db.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    db.session.expire(cost)
    return cast("CursorResult[Any]", changed).rowcount == 1


def note_about(act: str, cost: TravelCost, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Add an act to the trail of a cost."""
    record(
        act=act, object_type=OBJECT_TYPE, object_id=cost.id, office_id=cost.office_id, by=by, now=now,
        helper_id=cost.helper_id, **details,
    )  # fmt: skip
