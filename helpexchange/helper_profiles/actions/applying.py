"""Somebody offers to help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import Agreement
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.core.week import WeeklyTime, joined_times
from helpexchange.helper_profiles.actions.telling import tell_helper
from helpexchange.helper_profiles.models import (
    HelperAbsence,
    HelperLanguage,
    HelperProfile,
    HelperSkill,
    HelperTime,
)
from helpexchange.helper_profiles.queries import OBJECT_TYPE, helper_by_reference, own_profile
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.notifications.rules import Channel
from helpexchange.offices.queries import first_contact_due_on
from helpexchange.places.queries import served_place


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperAnswers:
    """What somebody who offers help has told.

    Attributes:
        place_id: of the postcode's place; the office is that of its district.
        times: when they are free; none is any time.
        max_distance_m: None goes anywhere in the town.
        phone, email: at least one is not empty.
        wanted_request_id: the help request that made them come.
        minutes_per_week: None is as much as there is.
        wishes, about_me: for the office's eyes only.
        away: first and last day of an absence that is known already.
        language: in which they like to be written to; None is the town's.
        consent: to which words they agreed, and how.
    """

    kind: HelperKind
    skill_codes: Sequence[str]
    languages: Sequence[str]
    times: Sequence[WeeklyTime] = ()
    postal_code: str
    place_id: int
    max_distance_m: float | None = None
    max_requests: int = 1
    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    wanted_request_id: int | None = None
    minutes_per_week: int | None = None
    wishes: str = ""
    about_me: str = ""
    away: tuple[date, date] | None = None
    language: str | None = None
    consent: Agreement | None = None


def apply_as_helper(
    *,
    answers: HelperAnswers,
    reference: str,
    by: Viewer,
    now: datetime,
) -> HelperProfile:
    """Enter a new helper; sending the same `reference` again returns the one that is there.

    They are told at once until when the office gets in touch, by the same clock as who asks for help.

    Raises:
        UnknownPlaceError: the place is in no district of the town.
    """
    known = helper_by_reference(by, reference)
    if known:
        return known
    helper = _new_helper(answers, reference, by, now)
    helper.contact_due_on = first_contact_due_on(by, helper.office_id, now)
    try:
        with db.session.begin_nested():
            db.session.add(helper)
    except IntegrityError:  # the same form, sent twice at the same moment, came in first
        known = helper_by_reference(by, reference)
        if known is None:
            raise
        return known
    record(
        act="apply_as_helper", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id,
        by=by, now=now, wanted_request_id=answers.wanted_request_id,
    )  # fmt: skip
    if answers.consent is not None:
        whose = (OBJECT_TYPE, helper.id)
        note_consent(whose=whose, agreement=answers.consent, office_id=helper.office_id, by=by, now=now)
    key = f"helper-{helper.id}-applied"
    tell_helper(helper, "applied", by=by, now=now, once_key=key, is_urgent=True, due_on=helper.contact_due_on)
    return helper


def _new_helper(answers: HelperAnswers, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    place, district = served_place(by, answers.postal_code, answers.place_id)
    return HelperProfile(
        reference=reference, account_id=_account_id(by), office_id=district.office_id,
        district_id=district.id, kind=answers.kind, state=HelperState.APPLIED, created_at=now,
        first_name=answers.first_name, last_name=answers.last_name, phone=answers.phone, email=answers.email,
        postal_code=place.postal_code, latitude=place.latitude, longitude=place.longitude,
        max_distance_m=answers.max_distance_m, max_requests=answers.max_requests,
        skills=[HelperSkill(skill_code=code) for code in sorted(set(answers.skill_codes))],
        languages=[HelperLanguage(language=code) for code in sorted(set(answers.languages))],
        times=[HelperTime(**time._asdict()) for time in joined_times(answers.times)],
        minutes_per_week=answers.minutes_per_week, wishes=answers.wishes, about_me=answers.about_me,
        absences=_absences(answers), language=answers.language, confirmed_at=now,
        channel=Channel.MAIL if answers.email else Channel.CALL,
    )  # fmt: skip


def _absences(answers: HelperAnswers) -> list[HelperAbsence]:
    if answers.away is None:
        return []
    first, last = answers.away
    return [HelperAbsence(starts_on=first, back_on=last + timedelta(days=1))]


def _account_id(by: Viewer) -> int | None:
    """Return the account the profile belongs to: none for an office, or for a second profile."""
    return None if by.permissions or own_profile(by) else by.account_id
