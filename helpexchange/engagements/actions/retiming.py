"""The time of visits changes: the series is split, so that what has been stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.beginning import Agreed
from helpexchange.engagements.actions.noting import check_may, locked_and_unended, note
from helpexchange.engagements.actions.planning import Planning, left_out_of, plan_all, plan_series
from helpexchange.engagements.actions.telling import tell_of_changes
from helpexchange.engagements.models import Engagement, VisitSeries
from helpexchange.engagements.queries import engagement_of_office
from helpexchange.engagements.rules import AHEAD, BadSeriesError, CancelReason, Outcome, Side, split


def change_times(*, engagement_id: int, agreed: Agreed, on: date, by: Viewer, now: datetime) -> Outcome:
    """Let visits come at another time from a day on; visits before it stay, planned ones after it move.

    Args:
        agreed: the new times; an end or number it does not name is what is left of the old one.
        on: first day with the new times.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        BadSeriesError: the times do not make a series, the day has passed, or nothing would be left.
        EngagementEndedError: it has ended.
        HelperBusyThenError: the helper is with somebody else at one of the new times.
    """
    check_may(Side.OFFICE, engagement_of_office(by, engagement_id).office_id, by=by)
    engagement = locked_and_unended(engagement_id)
    if on < town_day(now):
        raise BadSeriesError
    new_plan = replace(agreed.plan, starts_on=on)
    new_plan.check()
    new_plan.check_start(town_day(now))
    current = _current(engagement, on)
    if _is_so_already(current, agreed, on):
        return Outcome.DONE_BEFORE
    _split(engagement, current, agreed, on=on, by=by, now=now)
    note("change_times", engagement, by=by, now=now, on=on.isoformat(), series_id=current.id)
    tell_of_changes(engagement, "new_times", by=by, now=now, on=on)
    return Outcome.DONE


def _current(engagement: Engagement, on: date) -> VisitSeries:
    """Return the series that holds on a day: the last that has begun by then, else the first."""
    ordered = sorted(engagement.series, key=lambda series: (series.starts_on, series.id))
    return next((series for series in reversed(ordered) if series.starts_on <= on), ordered[0])


def _is_so_already(current: VisitSeries, agreed: Agreed, on: date) -> bool:
    plan, new = current.plan, agreed.plan
    same_times = (plan.rhythm, plan.times, plan.week_of_month) == (new.rhythm, new.times, new.week_of_month)
    skips = (current.skips_public_holidays, current.skips_school_holidays)
    same_skips = skips == (agreed.skips_public_holidays, agreed.skips_school_holidays)
    same_end = new.until in (None, plan.until) and new.visit_count in (None, plan.visit_count)
    return same_times and same_skips and same_end and current.starts_on == on


def _split(
    engagement: Engagement, current: VisitSeries, agreed: Agreed, *, on: date, by: Viewer, now: datetime
) -> None:
    before, after = split(current.plan, agreed.plan, left_out_of(current, engagement, by=by), on=on)
    if after is None:
        raise BadSeriesError
    for series in engagement.series:  # one that was to begin later still is replaced as well
        if series.starts_on >= on:
            series.until = series.starts_on
    current.until = max(before.until or on, current.starts_on)
    planning = Planning(before=town_day(now) + AHEAD, reason=CancelReason.NEW_TIME, is_strict=True)
    plan_all(engagement, planning, by=by, now=now)  # first, so that the old times are free again
    new = replace(agreed, plan=after).as_series(planned_until=on)
    engagement.series.append(new)
    db.session.flush()
    plan_series(new, engagement, planning, by=by, now=now)
