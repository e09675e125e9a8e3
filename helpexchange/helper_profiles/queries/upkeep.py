"""Reading what is due: checks that expire, pauses that end, helpers who have long been silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile
from helpexchange.helper_profiles.queries.records import asked_checks, of_offices
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperState
from helpexchange.offices.models import District

KNOWN_STATES = (HelperState.ACTIVE, HelperState.PAUSED)
MOST = 300


class Expiring(NamedTuple):
    """A check that a helper's kinds of help ask for, and that expires or has expired.

    Attributes:
        kinds: codes of the kinds of help that ask for it.
    """

    helper: HelperProfile
    check_code: str
    expires_on: date
    kinds: Sequence[str]


def arrivals_in_order(viewer: Viewer) -> Sequence[HelperProfile]:
    """Return the viewer's offices' helpers on their way to being active, longest waiting first."""
    statement = of_offices(viewer).where(HelperProfile.state.in_(ARRIVING_STATES))
    return db.session.scalars(
        statement.order_by(HelperProfile.created_at, HelperProfile.id).limit(MOST)
    ).all()


def checks_that_expire(viewer: Viewer, *, until: date) -> Sequence[tuple[HelperCheck, HelperProfile]]:
    """Return the checks of the viewer's offices' helpers that expire until then, or have, soonest first."""
    joined = of_offices(viewer).join(HelperCheck, HelperCheck.helper_id == HelperProfile.id)
    statement = joined.with_only_columns(HelperCheck, HelperProfile)
    due = HelperProfile.state.in_(KNOWN_STATES) & (HelperCheck.expires_on <= until)
    ordered = statement.where(due).order_by(HelperCheck.expires_on, HelperProfile.id, HelperCheck.check_code)
    return [(check, helper) for check, helper in db.session.execute(ordered.limit(MOST))]


def helpers_with_expiring_checks(viewer: Viewer, *, days: Collection[date]) -> Sequence[Expiring]:
    """Return the checks of the whole town that expire on one of these days and are asked for."""
    statement = _everybody(viewer, HelperProfile.state.in_(KNOWN_STATES))
    statement = statement.join(HelperCheck, HelperCheck.helper_id == HelperProfile.id)
    rows = db.session.execute(
        statement.with_only_columns(HelperProfile, HelperCheck.check_code, HelperCheck.expires_on)
        .where(HelperCheck.expires_on.in_(sorted(days)))
        .order_by(HelperProfile.id, HelperCheck.check_code)
    ).all()
    asked = asked_checks(viewer, sorted({helper.id for helper, _code, _day in rows}))
    return [
        Expiring(helper, code, expires_on, asked[helper.id][code])
        for helper, code, expires_on in rows
        if code in asked[helper.id] and expires_on is not None
    ]


def helpers_back_from_pause(viewer: Viewer, *, today: date) -> Sequence[HelperProfile]:
    """Return the helpers of the whole town whose pause is over."""
    over = (HelperProfile.state == HelperState.PAUSED) & (HelperProfile.paused_until <= today)
    return db.session.scalars(_everybody(viewer, over).order_by(HelperProfile.id)).all()


def silent_helpers(viewer: Viewer, *, since: datetime, since_day: date) -> Sequence[HelperProfile]:
    """Return the active helpers of the whole town who gave no sign since then and have not been asked yet."""
    last_word = func.coalesce(HelperProfile.confirmed_at, HelperProfile.created_at)
    silent = (
        (HelperProfile.state == HelperState.ACTIVE)
        & HelperProfile.interest_asked_at.is_(None)
        & (last_word < since)
        & (func.coalesce(HelperProfile.last_engaged_on, date(1970, 1, 1)) < since_day)
    )
    return db.session.scalars(_everybody(viewer, silent).order_by(HelperProfile.id)).all()


def unanswered_helpers(viewer: Viewer, *, asked_before: datetime) -> Sequence[HelperProfile]:
    """Return the active helpers of the whole town who were asked before then and have not answered."""
    silent = (HelperProfile.state == HelperState.ACTIVE) & (HelperProfile.interest_asked_at < asked_before)
    return db.session.scalars(_everybody(viewer, silent).order_by(HelperProfile.id)).all()


def late_arrivals(viewer: Viewer, *, today: date) -> Sequence[HelperProfile]:
    """Return those of the whole town who applied and have not been called on the day promised."""
    late = (HelperProfile.state == HelperState.APPLIED) & (HelperProfile.contact_due_on < today)
    return db.session.scalars(_everybody(viewer, late).order_by(HelperProfile.id)).all()


def _everybody(viewer: Viewer, condition: ColumnElement[bool]) -> Select[HelperProfile]:
    """Return the statement of the town's helpers, for whoever looks after the whole town."""
    statement: Select[HelperProfile] = select(HelperProfile).where(condition)
    if not viewer.is_network_wide:
        return statement.where(HelperProfile.id.is_(None))
    return statement.options(joinedload(HelperProfile.district).joinedload(District.office))
