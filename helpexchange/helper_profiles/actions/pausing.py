"""Pausing, coming back, stopping, and saying that one still likes to help."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from helpexchange.audit_trail.actions import record
from helpexchange.consents.queries import consents_of
from helpexchange.consents.rules import ConsentEnded, ConsentPurpose
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import take_back_message, tell_helper
from helpexchange.helper_profiles.models import HelperProfile, InterviewSlot
from helpexchange.helper_profiles.queries import OBJECT_TYPE, latest_of_helper, own_helper, reference_of
from helpexchange.helper_profiles.rules import (
    LONGEST_PAUSE,
    UNDO_GRACE,
    BadDaysError,
    ConsentEndedError,
    HelperBack,
    HelperState,
    HelperUnavailable,
    NotActiveError,
    may_change,
)


def pause_own_help(
    *, reference: str, until: date | None, by: Viewer, now: datetime, today: date
) -> HelperProfile:
    """Begin a pause, or change its end; nobody proposes a helper who pauses.

    Args:
        until: the first day on which they help again; None until they say so.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        BadDaysError: the day is not to come, or more than a year away.
        NotActiveError: the helper is neither active nor pausing.
    """
    helper = own_helper(by, reference)
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise BadDaysError
    if helper.state == HelperState.PAUSED and helper.paused_until == until:
        return helper
    return pause(helper, until=until, by=by, now=now, message="paused")


def pause(
    helper: HelperProfile, *, until: date | None, by: Viewer, now: datetime, message: str
) -> HelperProfile:
    """Begin a pause of a helper whom the caller may change, and tell them."""
    if helper.state not in (HelperState.ACTIVE, HelperState.PAUSED):
        raise NotActiveError
    before, helper.state, helper.paused_until = helper.state, HelperState.PAUSED, until
    helper.interest_asked_at = None
    _note(helper, "pause_helper", by=by, now=now, before=before, until=until.isoformat() if until else None)
    tell_helper(helper, message, by=by, now=now, due_at=now + UNDO_GRACE, until=until)
    if before is HelperState.ACTIVE:
        announce(HelperUnavailable(helper_id=helper.id, has_left=False, by=by, now=now))
    return helper


def resume_own_help(*, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    """End a pause; pressing twice does no harm.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        NotActiveError: the helper neither pauses nor is active.
    """
    helper = own_helper(by, reference)
    if helper.state == HelperState.ACTIVE:
        return helper
    if helper.state != HelperState.PAUSED:
        raise NotActiveError
    take_back_message(helper, "paused")
    return resume(helper, by=by, now=now)


def resume(helper: HelperProfile, *, by: Viewer, now: datetime) -> HelperProfile:
    """End the pause of a helper whom the caller may change; from now on they are proposed again."""
    helper.state, helper.paused_until = HelperState.ACTIVE, None
    helper.confirmed_at, helper.interest_asked_at = now, None
    _note(helper, "resume_helper", by=by, now=now, before=HelperState.PAUSED)
    announce(HelperBack(helper_id=helper.id, by=by, now=now))
    return helper


def confirm_interest(*, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    """Note that a helper still likes to help; one whom silence has paused is active again.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = own_helper(by, reference)
    helper.confirmed_at, helper.interest_asked_at = now, None
    _note(helper, "confirm_interest", by=by, now=now)
    if helper.state == HelperState.PAUSED and helper.paused_until is None:
        return resume(helper, by=by, now=now)
    return helper


def leave(*, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    """Stop being a helper: nobody asks any more; a booked interview becomes free for others.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        NotActiveError: the office has declined the offer before.
    """
    return _leave(own_helper(by, reference), is_final=False, by=by, now=now)


def _leave(helper: HelperProfile, *, is_final: bool, by: Viewer, now: datetime) -> HelperProfile:
    if helper.state == HelperState.LEFT:
        return helper
    if not may_change(helper.state, HelperState.LEFT):
        raise NotActiveError
    before, helper.state = helper.state, HelperState.LEFT
    held = (InterviewSlot.helper_id == helper.id) & (InterviewSlot.starts_at > now)
    db.session.execute(update(InterviewSlot).where(held).values(helper_id=None, booked_at=None))
    _note(helper, "leave", by=by, now=now, before=before)
    tell_helper(helper, "left", by=by, now=now, due_at=now + UNDO_GRACE)
    announce(HelperUnavailable(helper_id=helper.id, has_left=True, is_final=is_final, by=by, now=now))
    return helper


def leave_without_consent(ended: ConsentEnded) -> None:
    """Let somebody leave who no longer agrees that the office keeps and uses what they offer."""
    if (ended.person_type, ended.purpose) != (OBJECT_TYPE, ConsentPurpose.HELP):
        return
    reference = reference_of(ended.by, ended.person_id)
    helper = own_helper(ended.by, reference) if reference else None
    if helper is not None and may_change(helper.state, HelperState.LEFT):
        _leave(helper, is_final=True, by=ended.by, now=ended.now)


def undo_leave(*, reference: str, by: Viewer, now: datetime) -> HelperProfile:
    """Come back after stopping, to where one stood.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        NotActiveError: the helper has not stopped.
        ConsentEndedError: they took their consent back.
    """
    helper = own_helper(by, reference)
    latest = latest_of_helper(by, helper.id, act="leave")
    if helper.state != HelperState.LEFT or latest is None:
        if latest is not None:
            return helper  # a button pressed twice
        raise NotActiveError
    if _has_ended_consent(helper, by):
        raise ConsentEndedError
    helper.state = HelperState(latest.details["before"])
    take_back_message(helper, "left")
    _note(helper, "undo_leave", by=by, now=now, before=HelperState.LEFT)
    announce(HelperBack(helper_id=helper.id, by=by, now=now))
    return helper


def _has_ended_consent(helper: HelperProfile, by: Viewer) -> bool:
    given = consents_of(by, [(OBJECT_TYPE, helper.id)])
    return bool(given) and all(each.ended_at is not None for each in given)


def _note(helper: HelperProfile, act: str, *, by: Viewer, now: datetime, **details: Any) -> None:
    db.session.flush()
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
