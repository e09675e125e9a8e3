"""An office sets its rates and limits, closes months, and hands costs to accounting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import lock
from helpexchange.engagements.rules import Side
from helpexchange.hours_and_costs.actions.noting import check_may
from helpexchange.hours_and_costs.models import ClosedMonth, CostExport, CostSettings, TravelCost
from helpexchange.hours_and_costs.queries import closed_month
from helpexchange.hours_and_costs.rules import (
    HIGHEST_LIMIT,
    MOST_CENTS_PER_KM,
    BadSettingsError,
    CostState,
    DayToComeError,
    FileKind,
    Limits,
    Month,
)
from helpexchange.offices.models import Office

OFFICE = "office"


def change_settings(
    *, office_id: int, cents_per_km: int, limits: Limits, by: Viewer, now: datetime
) -> CostSettings:
    """Set what an office refunds from now on; what was claimed keeps its rate.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        BadSettingsError: the rate or a limit is not possible.
    """
    check_may(Side.OFFICE, office_id, by=by)
    most = (limits.helper_cents, limits.office_cents)
    if not 0 <= cents_per_km <= MOST_CENTS_PER_KM or any(
        each is not None and not 0 <= each <= HIGHEST_LIMIT for each in most
    ):
        raise BadSettingsError
    lock(Office, office_id)
    settings = db.session.get(CostSettings, office_id)
    if settings is None:
        settings = CostSettings(office_id=office_id, cents_per_km=cents_per_km)
        db.session.add(settings)
    settings.cents_per_km = cents_per_km
    settings.most_cents_helper, settings.most_cents_office = most
    if db.session.is_modified(settings):
        _note("change_cost_settings", office_id, by=by, now=now, cents_per_km=cents_per_km, most=most)
        db.session.flush()
    return settings


def close_month(*, office_id: int, month: Month, by: Viewer, now: datetime) -> None:
    """Close a month that has begun: nothing is entered in it any more. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        DayToComeError: the month is not over.
    """
    check_may(Side.OFFICE, office_id, by=by)
    if month.before > town_day(now):
        raise DayToComeError
    entry = ClosedMonth(office_id=office_id, first_day=month.first, closed_at=now, closed_by=by.name)
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:  # closed before, or at the same moment
        return
    _note("close_month", office_id, by=by, now=now, month=month.word)


def reopen_month(*, office_id: int, month: Month, by: Viewer, now: datetime) -> None:
    """Open a closed month again. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
    """
    check_may(Side.OFFICE, office_id, by=by)
    entry = closed_month(by, office_id, month)
    if entry is None:
        return
    db.session.delete(entry)
    _note("reopen_month", office_id, by=by, now=now, month=month.word)
    db.session.flush()


def note_export(
    *, office_id: int, month: Month, state: CostState | None, kind: FileKind, costs: Sequence[TravelCost],
    by: Viewer, now: datetime,
) -> CostExport:  # fmt: skip
    """Note that costs of a month go to accounting; `number` counts how often it has been so.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may not.
    """
    if not by.sees_office(office_id):
        raise NotFoundRefusal
    if not by.may(Permission.EXPORT_COSTS):
        raise NotAllowedRefusal
    lock(Office, office_id)  # numbers without gaps and doubles
    latest = select(func.coalesce(func.max(CostExport.number), 0)).where(
        CostExport.office_id == office_id, CostExport.first_day == month.first
    )
    entry = CostExport(
        office_id=office_id, first_day=month.first, number=(db.session.scalar(latest) or 0) + 1, state=state,
        kind=kind, count=len(costs), cents=sum(each.cents for each in costs), exported_at=now,
        exported_by=by.name,
    )  # fmt: skip
    db.session.add(entry)
    _note("export_costs", office_id, by=by, now=now, month=month.word, number=entry.number, count=entry.count)
    db.session.flush()
    return entry


def _note(act: str, office_id: int, *, by: Viewer, now: datetime, **details: object) -> None:
    record(act=act, object_type=OFFICE, object_id=office_id, office_id=office_id, by=by, now=now, **details)
