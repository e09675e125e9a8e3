"""What a report is about: days, and an office or all that the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, true

from helpexchange.core.clock import start_of_day
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.reports.rules import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants counted; `office_id` None is all offices that they may see."""

    period: Period
    office_id: int | None = None

    @property
    def begins_at(self) -> datetime:
        """When the period begins in the town."""
        return start_of_day(self.period.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the period."""
        return start_of_day(self.period.until)

    @property
    def before_at(self) -> datetime:
        """When the period before begins, with which this one is compared."""
        return start_of_day(self.period.before.first)

    def covers(self, moment: Any) -> ColumnElement[bool]:
        """Return the condition that a moment lies in the period or the one before."""
        return and_(moment >= self.before_at, moment < self.ends_at)

    def is_before(self, moment: Any) -> ColumnElement[int]:
        """Return 1 for moments before the period, else 0."""
        return case((moment < self.begins_at, 1), else_=0)

    def now(self, moment: Any) -> ColumnElement[bool]:
        """Return the condition that a moment lies in the period itself."""
        return and_(moment >= self.begins_at, moment < self.ends_at)


def readable_wish(viewer: Viewer, *, period: Period, office_id: int | None) -> Wish:
    """Return a wish that the viewer may have.

    Raises:
        NotFoundRefusal: it is another office's.
    """
    if office_id is not None and not viewer.sees_office(office_id):
        raise NotFoundRefusal
    return Wish(period=period, office_id=office_id)


def seen(viewer: Viewer, wish: Wish, office_id: Any) -> ColumnElement[bool]:
    """Return the condition that keeps to the wished office, and to those of the viewer."""
    conditions: list[Any] = []
    if wish.office_id is not None:
        conditions.append(office_id == wish.office_id)
    if not viewer.is_network_wide:
        conditions.append(office_id.in_(viewer.office_ids))
    return and_(true(), *conditions)


def flag(condition: Any) -> ColumnElement[int]:
    """Return 1 where a condition holds, else 0; databases group by numbers alike."""
    return case((condition, 1), else_=0).cast(Integer)
