"""What helpers change themselves: times, days away, how they are asked, what the office should know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import TimeOfWeek, joined_times
from helpexchange.helper_profiles.models import HelperAbsence, HelperExperience, HelperProfile, HelperTime
from helpexchange.helper_profiles.queries import (
    OBJECT_TYPE,
    experience_ids,
    helper_of_office,
    offered_experiences,
    own_helper,
)
from helpexchange.helper_profiles.rules import MOST_ABSENCES, BadDaysError
from helpexchange.notifications.rules import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSettings:
    """How a helper likes to be asked.

    Attributes:
        language: code; None is the town's.
        street, town: for letters.
        quiet_days: weekdays, 0 is Monday.
    """

    channel: Channel
    language: str | None
    phone: str
    email: str
    street: str
    town: str
    quiet_days: Collection[int]


def open_page_for(*, helper_id: int, by: Viewer, now: datetime) -> str:
    """Let a coordinator act for a helper, who is on the phone or at the counter; return the reference.

    Raises:
        NotFoundRefusal: no such helper in the viewer's offices. NotAllowedRefusal: the viewer only looks.
    """
    helper = helper_of_office(by, helper_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    record(
        act="open_own_page", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by,
        now=now,
    )  # fmt: skip
    return helper.reference


def change_times(*, reference: str, times: Sequence[TimeOfWeek], by: Viewer, now: datetime) -> HelperProfile:
    """Replace the weekly times; none at all is any time.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    new = joined_times(times)
    if new == joined_times(helper.times):
        return helper
    # The old rows go first: a new one may begin at the same minute.
    db.session.execute(delete(HelperTime).where(HelperTime.helper_id == helper.id))
    db.session.expire(helper, ["times"])
    db.session.add_all(HelperTime(helper_id=helper.id, **time._asdict()) for time in new)
    _note(helper, "change_times", by=by, now=now, count=len(new))
    return helper


def change_reach(
    *,
    reference: str,
    max_distance_m: float | None,
    max_requests: int,
    minutes_per_week: int | None,
    by: Viewer,
    now: datetime,
) -> HelperProfile:
    """Keep how far the helper goes, for how many people, for how much time; None is no limit.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    new = (max_distance_m, max_requests, minutes_per_week)
    if new == (helper.max_distance_m, helper.max_requests, helper.minutes_per_week):
        return helper
    helper.max_distance_m, helper.max_requests, helper.minutes_per_week = new
    _note(helper, "change_reach", by=by, now=now)
    return helper


def add_absence(
    *, reference: str, first: date, last: date, by: Viewer, now: datetime, today: date
) -> HelperProfile:
    """Enter days away; the same days twice are kept once.

    Args:
        first, last: both are days away.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        BadDaysError: the last day is before the first or past, or there are too many absences.
    """
    helper = own_helper(by, reference)
    back_on = last + timedelta(days=1)
    if last < first or last < today or (first - today).days > 2 * 366 or (last - first).days > 2 * 366:
        raise BadDaysError
    if any((each.starts_on, each.back_on) == (first, back_on) for each in helper.absences):
        return helper
    if len(helper.absences) >= MOST_ABSENCES:
        raise BadDaysError
    helper.absences.append(HelperAbsence(starts_on=first, back_on=back_on))
    _note(helper, "add_absence", by=by, now=now, first=first.isoformat(), last=last.isoformat())
    return helper


def remove_absence(*, reference: str, absence_id: int, by: Viewer, now: datetime) -> HelperProfile:
    """Remove days away; removing them twice does no harm.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    kept = [each for each in helper.absences if each.id != absence_id]
    if len(kept) < len(helper.absences):
        helper.absences = kept
        _note(helper, "remove_absence", by=by, now=now)
    return helper


def change_settings(*, reference: str, settings: AskSettings, by: Viewer, now: datetime) -> HelperProfile:
    """Keep how the helper likes to be asked.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    helper.channel, helper.language = settings.channel, settings.language
    helper.phone, helper.email = settings.phone, settings.email
    helper.street, helper.town = settings.street, settings.town
    helper.quiet_days = sorted(settings.quiet_days)
    _note(helper, "change_settings", by=by, now=now)
    return helper


def change_about(
    *,
    reference: str,
    about_me: str,
    wishes: str,
    chosen_experiences: Collection[int],
    by: Viewer,
    now: datetime,
) -> HelperProfile:
    """Keep what the office should know; only what the helper's own office lists counts as experience.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    helper.about_me, helper.wishes = about_me, wishes
    offered = {entry.id for entry in offered_experiences(by, helper.office_id)}
    before = set(experience_ids(by, helper.id))
    # What is no longer on the list stays with those who chose it.
    after = (before - offered) | (set(chosen_experiences) & offered)
    gone = HelperExperience.experience_id.in_(sorted(before - after))
    db.session.execute(delete(HelperExperience).where(HelperExperience.helper_id == helper.id, gone))
    db.session.add_all(HelperExperience(helper_id=helper.id, experience_id=each) for each in after - before)
    _note(helper, "change_about", by=by, now=now)
    return helper


def _note(helper: HelperProfile, act: str, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Write the audit entry; whoever changes something here shows that they still like to help."""
    helper.confirmed_at, helper.interest_asked_at = now, None
    db.session.flush()
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
