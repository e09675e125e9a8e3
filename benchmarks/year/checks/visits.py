"""Visits: nobody in two places, none after an end, on a holiday or in a pause, and none forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays
from sqlalchemy import select
from sqlalchemy.orm import aliased

from benchmarks.year.places import ZONE
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit, VisitPause, VisitSeries
from helpexchange.engagements.rules import (
    UNENDED_STATES,
    EngagementState,
    Rhythm,
    Side,
    VisitState,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.offices.models import Office

TAKES_PLACE = (VisitState.PLANNED, VisitState.DONE)
LATELY = timedelta(days=2)
#: Visits of so many days to come must all be there; the product plans further ahead.
SEEN_AHEAD = 28


def nobody_at_two_visits(now: datetime) -> Iterator[str]:
    """Name visits of one helper that overlap."""
    one, other = aliased(Visit), aliased(Visit)
    both = (
        one.starts_at > now - LATELY, one.helper_id == other.helper_id, one.id < other.id,
        one.state.in_(TAKES_PLACE), other.state.in_(TAKES_PLACE), one.starts_at < other.ends_at,
        other.starts_at < one.ends_at,
    )  # fmt: skip
    for row in db.session.execute(select(one.id, other.id, one.helper_id).where(*both)):
        yield f"visits {row[0]} and {row[1]} of helper {row[2]}"


def no_visit_after_the_end(now: datetime) -> Iterator[str]:
    """Name visits that are planned although nobody comes any more."""
    ended = (
        Visit.state == VisitState.PLANNED, Visit.starts_at > now, Engagement.state == EngagementState.ENDED,
    )  # fmt: skip
    for visit_id in db.session.scalars(select(Visit.id).join(Visit.engagement).where(*ended)):
        yield f"visit {visit_id} is planned after the end"


def every_engagement_has_its_visits(now: datetime) -> Iterator[str]:
    """Name days of a series, until four weeks from now, for which there is no row; counted from scratch."""
    today = now.astimezone(ZONE).date()
    days = [today + timedelta(days=ahead) for ahead in range(1, SEEN_AHEAD + 1)]
    pauses = _pauses()
    slots = _slots(today)
    for series, engagement_id, state_code in db.session.execute(_running_series()):
        for day in days:
            rests = day < series.starts_on or any(
                _covers(each, day) for each in pauses.get(engagement_id, ())
            )
            if rests or (series.skips_public_holidays and day in _public_holidays(state_code, day.year)):
                continue
            for weekday, start_min, _end_min in series.times:
                if day.weekday() == weekday and (series.id, day, start_min) not in slots:
                    yield f"engagement {engagement_id} has no visit on {day}"


def _running_series() -> Any:
    """Weekly series without an end, which is what proposals become."""
    return (
        select(VisitSeries, Engagement.id, Office.state_code)
        .join(Engagement, Engagement.id == VisitSeries.engagement_id)
        .join(Engagement.office)
        .where(
            Engagement.state.in_(UNENDED_STATES), VisitSeries.rhythm == Rhythm.WEEKLY,
            VisitSeries.until.is_(None), VisitSeries.skips_school_holidays.is_(False),
            VisitSeries.visit_count.is_(None),
        )
    )  # fmt: skip


def _slots(since: date) -> set[tuple[int, date, int]]:
    columns = select(
        Visit.series_id, Visit.day, Visit.start_min, Visit.moved_from_day, Visit.moved_from_min
    ).where(Visit.day >= since - timedelta(days=SEEN_AHEAD))
    return {
        (series_id, from_day or day, from_min if from_min is not None else start_min)
        for series_id, day, start_min, from_day, from_min in db.session.execute(columns)
    }


def _pauses() -> dict[int, list[tuple[date, date | None]]]:
    found: dict[int, list[tuple[date, date | None]]] = {}
    for pause in db.session.scalars(select(VisitPause)):
        found.setdefault(pause.engagement_id, []).append((pause.starts_on, pause.back_on))
    return found


def _covers(pause: tuple[date, date | None], day: date) -> bool:
    first, back = pause
    return first <= day and (back is None or day < back)


@cache
def _public_holidays(state_code: str, year: int) -> frozenset[date]:
    country, _, state = state_code.partition("-")
    if not country:
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=state or None, years=year))


def no_visit_on_a_holiday(now: datetime) -> Iterator[str]:
    """Name planned visits on public holidays on which their series rests."""
    columns = (
        select(Visit.id, Visit.day, Office.state_code)
        .join(VisitSeries, VisitSeries.id == Visit.series_id)
        .join(Office, Office.id == Visit.office_id)
    )
    skipping = columns.where(
        Visit.state == VisitState.PLANNED, Visit.starts_at > now, VisitSeries.skips_public_holidays,
        Visit.moved_from_day.is_(None),
    )  # fmt: skip
    for visit_id, day, state_code in db.session.execute(skipping):
        if day in _public_holidays(state_code, day.year):
            yield f"visit {visit_id} on {day}"


def no_visit_in_a_pause(now: datetime) -> Iterator[str]:
    """Name planned visits on days on which one of the two rests; somebody may stand in for the helper."""
    columns = (
        select(Visit.id, VisitPause.side, Visit.helper_id, Engagement.helper_id)
        .join(Engagement, Engagement.id == Visit.engagement_id)
        .join(VisitPause, VisitPause.engagement_id == Engagement.id)
    )
    inside = columns.where(
        Visit.state == VisitState.PLANNED, Visit.starts_at > now, Visit.day >= VisitPause.starts_on,
        (VisitPause.back_on.is_(None)) | (Visit.day < VisitPause.back_on), Visit.moved_from_day.is_(None),
    )  # fmt: skip
    for visit_id, side, helper_id, own_id in db.session.execute(inside):
        if side is not Side.HELPER or helper_id == own_id:
            yield f"visit {visit_id} in a pause of the {side.value}"


def visits_keep_the_towns_clock(now: datetime) -> Iterator[str]:
    """Name visits whose moments are not those of their day and minutes, such as after a clock change."""
    columns = select(Visit.id, Visit.day, Visit.start_min, Visit.end_min, Visit.starts_at, Visit.ends_at)
    for visit_id, day, start_min, end_min, starts_at, ends_at in db.session.execute(
        columns.where(Visit.state == VisitState.PLANNED, Visit.starts_at > now)
    ):
        wrong = _moment(day, start_min) != starts_at or (
            end_min < 24 * 60 and _moment(day, end_min) != ends_at
        )
        if wrong:
            yield f"visit {visit_id} on {day} at minute {start_min} begins at {starts_at}"


@cache
def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), ZONE)


def one_off_requests_get_one_visit(_now: datetime) -> Iterator[str]:
    """Name engagements for a request that is for once, with more than one visit that takes place."""
    one, other = aliased(Visit), aliased(Visit)
    both = (
        one.engagement_id == other.engagement_id, one.id < other.id, HelpRequest.is_one_off,
        one.state.in_(TAKES_PLACE), other.state.in_(TAKES_PLACE),
    )  # fmt: skip
    for engagement_id in db.session.scalars(
        select(one.engagement_id).join(HelpRequest, HelpRequest.id == one.request_id).where(*both).distinct()
    ):
        yield f"engagement {engagement_id} for once has several visits"


VISIT_CHECKS = (
    nobody_at_two_visits, no_visit_after_the_end, every_engagement_has_its_visits, no_visit_on_a_holiday,
    no_visit_in_a_pause, visits_keep_the_towns_clock, one_off_requests_get_one_visit,
)  # fmt: skip
