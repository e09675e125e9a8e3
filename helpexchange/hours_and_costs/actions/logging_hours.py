"""Hours: a visit went as planned, or took another time; hours without a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import note_done
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import MOST_MINUTES, Outcome, Side, VisitState, VisitToBeNoted
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.actions.noting import check_day, check_may, check_open
from helpexchange.hours_and_costs.models import LoggedHours
from helpexchange.hours_and_costs.queries import logged_by_reference
from helpexchange.hours_and_costs.rules import LONGEST_NOTE, BadHoursError, HourKind

OBJECT_TYPE = "logged_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What somebody says of hours without a visit."""

    day: date
    minutes: int
    kind: HourKind
    note: str = ""


def confirm_as_planned(*, visit: Visit, side: Side, by: Viewer, now: datetime) -> Outcome:
    """Note that a visit took as long as it was planned; what was noted before stays.

    Whoever calls this for the helper has read the visit as theirs.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        MonthClosedError: the month is closed.
        VisitNotBegunError, VisitDecidedError: it is to come, or did not take place.
    """
    if visit.state is VisitState.DONE:
        return Outcome.DONE_BEFORE
    minutes = visit.end_min - visit.start_min
    return confirm_minutes(visit=visit, side=side, minutes=minutes, note=visit.note, by=by, now=now)


def confirm_minutes(
    *, visit: Visit, side: Side, minutes: int, note: str, by: Viewer, now: datetime
) -> Outcome:
    """Note how long a visit took, or correct it while the month is open.

    What the office enters, it enters for the helper: so it is noted as theirs, and the trail says who typed.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MonthClosedError, VisitNotBegunError, VisitDecidedError: as above.
        BadVisitError: the minutes are not possible.
    """
    check_may(side, visit.helper.office_id, by=by)
    return note_done(visit=visit, side=Side.HELPER, minutes=minutes, note=note, by=by, now=now)


def keep_closed_months(event: VisitToBeNoted) -> None:
    """Refuse to note hours of a visit in a closed month, wherever it is done.

    What the person who was visited says is always taken: it is no claim.

    Raises:
        MonthClosedError: the month is closed.
    """
    if event.side is Side.PERSON:
        return
    helper = db.session.get_one(HelperProfile, event.helper_id)
    check_open(event.day, helper.office_id, by=event.by)


def log_hours(
    *, helper: HelperProfile, hours: Hours, reference: str, side: Side, by: Viewer, now: datetime
) -> LoggedHours:
    """Note hours without a visit; the same `reference` again returns what is there.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        BadHoursError, DayToComeError, MonthClosedError: the hours are not possible.
    """
    check_may(side, helper.office_id, by=by)
    if (known := logged_by_reference(by, reference)) is not None and known.helper_id == helper.id:
        return known
    _check(hours, helper.office_id, by=by, now=now)
    entry = LoggedHours(
        reference=reference, helper_id=helper.id, office_id=helper.office_id, day=hours.day,
        minutes=hours.minutes, kind=hours.kind, note=hours.note[:LONGEST_NOTE], noted_by=side, entered_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:  # pressed twice at the same moment
        if (known := logged_by_reference(by, reference)) is None:
            raise
        return known
    _note("log_hours", entry, by=by, now=now, minutes=hours.minutes)
    return entry


def correct_hours(*, entry: LoggedHours, hours: Hours, side: Side, by: Viewer, now: datetime) -> None:
    """Correct hours without a visit; both months must be open.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        BadHoursError, DayToComeError, MonthClosedError: the hours are not possible.
    """
    check_may(side, entry.office_id, by=by)
    check_open(entry.day, entry.office_id, by=by)
    _check(hours, entry.office_id, by=by, now=now)
    before = entry.minutes
    entry.day, entry.minutes, entry.kind = hours.day, hours.minutes, hours.kind
    entry.note = hours.note[:LONGEST_NOTE]
    if db.session.is_modified(entry):
        _note("correct_hours", entry, by=by, now=now, before=before, minutes=hours.minutes)
        db.session.flush()


def remove_hours(*, entry: LoggedHours, side: Side, by: Viewer, now: datetime) -> None:
    """Remove hours that were entered by mistake.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, MonthClosedError: as above.
    """
    check_may(side, entry.office_id, by=by)
    check_open(entry.day, entry.office_id, by=by)
    _note("remove_hours", entry, by=by, now=now, minutes=entry.minutes)
    db.session.delete(entry)
    db.session.flush()


def _check(hours: Hours, office_id: int, *, by: Viewer, now: datetime) -> None:
    if not 1 <= hours.minutes <= MOST_MINUTES:
        raise BadHoursError
    check_day(hours.day, now=now)
    check_open(hours.day, office_id, by=by)


def _note(act: str, entry: LoggedHours, *, by: Viewer, now: datetime, **details: object) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=entry.id, office_id=entry.office_id, by=by, now=now,
        helper_id=entry.helper_id, **details,
    )  # fmt: skip
