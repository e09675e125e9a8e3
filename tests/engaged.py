"""Engagements for tests: Meryem does Erna's shopping, Tuesdays at 14 o'clock unless said otherwise."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import Agreed, begin_engagement
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import Rhythm, SeriesPlan, VisitState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

TUESDAY, TWO, THREE = 1, 14 * 60, 15 * 60
FIRST = date(2026, 11, 3)
TUESDAYS = SeriesPlan(rhythm=Rhythm.WEEKLY, times=(WeeklyTime(TUESDAY, TWO, THREE),), starts_on=FIRST)


def agreed(plan: SeriesPlan = TUESDAYS, **others: Any) -> Agreed:
    """Return agreed times; `others` replaces what is agreed, or columns of the plan."""
    skips = {key: others.pop(key) for key in list(others) if key.startswith("skips_")}
    return Agreed(plan=replace(plan, **others), **skips)


def begun(cast: Cast, clock: FakeClock, **others: Any) -> Engagement:
    """Return a committed engagement of Meryem and Erna."""
    engagement = begin_engagement(
        request_id=cast.shopping.id, helper_id=cast.meryem.id, agreed=agreed(**others),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return engagement


def visits(**columns: Any) -> list[Visit]:
    """Return all visits, in order; `columns` narrows them."""
    return list(db.session.scalars(select(Visit).filter_by(**columns).order_by(Visit.starts_at, Visit.id)))


def planned() -> list[date]:
    """Return the days on which visits are planned."""
    return [visit.day for visit in visits(state=VisitState.PLANNED)]


def after(clock: FakeClock, visit: Visit) -> datetime:
    """Move the clock to the end of a visit."""
    clock.moment = visit.ends_at
    return clock.now()
