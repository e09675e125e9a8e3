"""Noting one check of a helper with the day on which it was seen: when it is renewed, or comes later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import take_back_message, tell_helper
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, asked_checks, helper_of_office, latest_of_helper
from helpexchange.helper_profiles.rules import UNDO_GRACE, BadSeenDayError, expiry
from helpexchange.skills.labels import check_label

OLDEST_SEEN = timedelta(days=366)


def note_check(
    *, helper_id: int, check_code: str, seen_on: date, by: Viewer, now: datetime, today: date
) -> HelperProfile:
    """Note that a check was seen: the day and the day it expires are kept, never a copy.

    Raises:
        NotFoundRefusal: no such helper in the viewer's offices, or nothing they offer asks for this check.
        NotAllowedRefusal: the viewer only looks.
        BadSeenDayError: the day is to come, or more than a year ago.
    """
    helper = _changeable(helper_id, by)
    if check_code not in asked_checks(by, [helper.id])[helper.id]:
        raise NotFoundRefusal
    if not today - OLDEST_SEEN <= seen_on <= today:
        raise BadSeenDayError
    known = next((each for each in helper.checks if each.check_code == check_code), None)
    if known is not None and known.seen_on == seen_on:
        return helper  # a button pressed twice
    before = [known.seen_on.isoformat(), _iso(known.expires_on)] if known else None
    check = known or HelperCheck(check_code=check_code)
    check.seen_on, check.expires_on = seen_on, expiry(check_code, seen_on)
    if known is None:
        helper.checks.append(check)
    _note("note_check", helper, by=by, now=now, check=check_code, before=before)
    told = [(check_label(check_code), check.expires_on)]
    tell_helper(helper, "check_seen", by=by, now=now, due_at=now + UNDO_GRACE, checks=told)
    return helper


def undo_note_check(*, helper_id: int, by: Viewer, now: datetime) -> HelperProfile:
    """Take the check that was noted last back; doing it twice does no harm.

    Raises:
        NotFoundRefusal: no such helper in the viewer's offices. NotAllowedRefusal: the viewer only looks.
    """
    helper = _changeable(helper_id, by)
    latest = latest_of_helper(by, helper.id)
    if latest is None or latest.act != "note_check":
        return helper
    code, before = latest.details["check"], latest.details["before"]
    check = next((each for each in helper.checks if each.check_code == code), None)
    if check is not None and before is None:
        helper.checks.remove(check)
    elif check is not None:
        check.seen_on = date.fromisoformat(before[0])
        check.expires_on = date.fromisoformat(before[1]) if before[1] else None
    take_back_message(helper, "check_seen")
    _note("undo_note_check", helper, by=by, now=now, check=code)
    return helper


def _changeable(helper_id: int, by: Viewer) -> HelperProfile:
    helper = helper_of_office(by, helper_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    return helper


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _note(act: str, helper: HelperProfile, *, by: Viewer, now: datetime, **details: Any) -> None:
    db.session.flush()
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
