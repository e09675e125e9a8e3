"""What becomes of a visit: somebody cannot come, it did not take place, it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import (
    change_visit,
    check_may,
    locked_and_unended,
    note_about,
)
from helpexchange.engagements.actions.planning import bring_back_row
from helpexchange.engagements.actions.telling import tell_other_side
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import (
    LONGEST_NOTE,
    MOST_MINUTES,
    OWN_REASONS,
    BadVisitError,
    CancelReason,
    HelperBusyThenError,
    Missing,
    Outcome,
    Side,
    VisitDecidedError,
    VisitFreed,
    VisitNotBegunError,
    VisitOverError,
    VisitState,
    VisitToBeNoted,
)


def cancel_visit(*, visit: Visit, side: Side, reason: CancelReason, by: Viewer, now: datetime) -> Outcome:
    """Call off a visit to come, because one side cannot come; the other side is told.

    Whoever calls this for the helper or the person has read the visit as theirs.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        VisitOverError: it has begun.
        VisitDecidedError: something else was noted about it.
    """
    check_may(side, visit.office_id, by=by)
    if reason not in OWN_REASONS:
        raise VisitDecidedError
    if visit.state is VisitState.PLANNED and visit.starts_at <= now:
        raise VisitOverError
    wanted = {"state": VisitState.CANCELLED, "cancel_reason": reason, "noted_by": side}
    outcome = _change(visit, wanted, now=now)
    if outcome is Outcome.DONE:
        note_about("cancel_visit", visit, side=side, by=by, now=now, reason=reason)
        tell_other_side(visit, "visit_cancelled", side=side, by=by, now=now)
        announce(VisitFreed(visit_id=visit.id, side=side, by=by, now=now))
    return outcome


def restore_visit(*, visit: Visit, side: Side, by: Viewer, now: datetime) -> Outcome:
    """Let a visit that this side has called off take place after all; the other side is told.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        VisitOverError: its time has come.
        VisitDecidedError: another side has called it off, or it was not called off.
        EngagementEndedError: the engagement has ended.
        HelperBusyThenError: the helper has taken another visit meanwhile.
    """
    check_may(side, visit.office_id, by=by)
    locked_and_unended(visit.engagement_id)
    db.session.refresh(visit)
    if visit.state is VisitState.PLANNED:
        return Outcome.DONE_BEFORE
    if visit.cancel_reason not in OWN_REASONS or side not in (visit.noted_by, Side.OFFICE):
        raise VisitDecidedError
    if visit.starts_at <= now:
        raise VisitOverError
    try:
        with db.session.begin_nested():
            is_planned = bring_back_row(visit, by=by, now=now)
    except IntegrityError as error:
        raise HelperBusyThenError from error
    if not is_planned:
        raise HelperBusyThenError
    note_about("restore_visit", visit, side=side, by=by, now=now)
    tell_other_side(visit, "visit_restored", side=side, by=by, now=now)
    return Outcome.DONE


def note_missed(
    *, visit: Visit, side: Side, missing: Missing, by: Viewer, now: datetime, note: str = ""
) -> Outcome:
    """Note that a visit did not take place, and who was missing.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        VisitNotBegunError: it is still to come.
        VisitDecidedError: something else was noted about it.
    """
    check_may(side, visit.office_id, by=by)
    if visit.starts_at > now:
        raise VisitNotBegunError
    wanted = {"state": VisitState.MISSED, "missing": missing, "noted_by": side, "note": note[:LONGEST_NOTE]}
    outcome = _change(visit, wanted, now=now)
    if outcome is Outcome.DONE:
        note_about("note_missed", visit, side=side, by=by, now=now, missing=missing)
    return outcome


def note_done(
    *, visit: Visit, side: Side, minutes: int, by: Viewer, now: datetime, note: str = ""
) -> Outcome:
    """Note that a visit took place, how long it took, and a few words for the office.

    The helper or the office may correct the time and the words later.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        BadVisitError: the minutes are not possible.
        VisitNotBegunError: it is still to come.
        VisitDecidedError: something else was noted about it.
    """
    check_may(side, visit.office_id, by=by)
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadVisitError
    if visit.starts_at > now:
        raise VisitNotBegunError
    announce(VisitToBeNoted(visit.id, helper_id=visit.helper_id, day=visit.day, side=side, by=by, now=now))
    wanted = {"minutes_spent": minutes, "noted_by": side, "note": note[:LONGEST_NOTE]}
    if visit.state is VisitState.DONE and side is not Side.PERSON:
        return _correct(visit, wanted, side=side, by=by, now=now)
    outcome = _change(visit, {"state": VisitState.DONE, **wanted}, now=now)
    if outcome is Outcome.DONE:
        visit.helper.last_engaged_on = max(filter(None, (visit.helper.last_engaged_on, visit.day)))
        note_about("note_done", visit, side=side, by=by, now=now, minutes=minutes)
    return outcome


def _correct(visit: Visit, wanted: dict[str, Any], *, side: Side, by: Viewer, now: datetime) -> Outcome:
    before = visit.minutes_spent
    if (before, visit.note) == (wanted["minutes_spent"], wanted["note"]):
        return Outcome.DONE_BEFORE
    change_visit(visit, from_state=VisitState.DONE, now=now, **wanted)
    note_about(
        "correct_visit", visit, side=side, by=by, now=now, before=before, minutes=wanted["minutes_spent"]
    )
    return Outcome.DONE


def _change(visit: Visit, wanted: dict[str, Any], *, now: datetime) -> Outcome:
    """Change a planned visit; of two at the same moment one wins, and who repeats an act does no harm.

    Raises:
        VisitDecidedError: something else was noted before.
    """
    if change_visit(visit, from_state=VisitState.PLANNED, now=now, **wanted):
        return Outcome.DONE
    if all(getattr(visit, column) == value for column, value in wanted.items()):
        return Outcome.DONE_BEFORE
    raise VisitDecidedError
