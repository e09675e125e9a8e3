"""The office's steps with a new helper: contacted, checked, active; or declined. Each can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NoReturn, cast

from sqlalchemy import CursorResult, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.telling import take_back_message, tell_helper
from helpexchange.helper_profiles.labels import KIND_REASONS
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, helper_of_office, latest_act, missing_checks
from helpexchange.helper_profiles.rules import (
    UNDO_GRACE,
    HelperAlreadyDecidedError,
    HelperDeclineReason,
    HelperState,
    expiry,
    may_change,
)
from helpexchange.skills.labels import check_label

#: Acts that can be taken back -> the message that tells the helper.
MESSAGES = {
    "contact_helper": "contacted",
    "check_helper": "check_seen",
    "activate_helper": "activated",
    "decline_helper": "declined",
}
UNDOABLE_ACTS = frozenset(MESSAGES)


def contact_helper(*, helper_id: int, by: Viewer, now: datetime) -> HelperProfile:
    """Note that the office has spoken with a new helper.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, HelperAlreadyDecidedError: it cannot be done by this viewer now.
    """
    missing = missing_checks(by, [helper_id], today=now.date()).get(helper_id, [])
    steps = [check_label(code) for code in missing]
    return _step(
        helper_id, HelperState.CONTACTED, act="contact_helper", by=by, now=now, words={"steps": steps}
    )


def check_helper(
    *, helper_id: int, seen_checks: Collection[str], by: Viewer, now: datetime, today: date
) -> HelperProfile:
    """Note which checks the office has seen today; only the day and the expiry are kept, never a copy.

    Args:
        seen_checks: codes; those that nothing this helper offers asks for are left out.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, HelperAlreadyDecidedError: it cannot be done by this viewer now.
    """
    asked_for = missing_checks(by, [helper_id], today=today)[helper_id]
    seen = [code for code in asked_for if code in seen_checks]
    told = {"checks": [(check_label(code), expiry(code, today)) for code in seen]}
    helper = _step(
        helper_id, HelperState.CHECKED, act="check_helper", by=by, now=now, words=told, checks=seen
    )
    known = {check.check_code: check for check in helper.checks}
    for code in seen:
        check = known.get(code) or HelperCheck(check_code=code)
        check.seen_on, check.expires_on = today, expiry(code, today)
        if code not in known:
            helper.checks.append(check)
    db.session.flush()
    return helper


def activate_helper(*, helper_id: int, by: Viewer, now: datetime) -> HelperProfile:
    """Make a checked helper active, so that they can be proposed.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, HelperAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _step(helper_id, HelperState.ACTIVE, act="activate_helper", by=by, now=now)


def decline_helper(
    *, helper_id: int, reason: HelperDeclineReason, by: Viewer, now: datetime
) -> HelperProfile:
    """Say no to somebody who offered help, with the reason that they are told.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, HelperAlreadyDecidedError: it cannot be done by this viewer now.
    """
    return _step(
        helper_id, HelperState.DECLINED, act="decline_helper", by=by, now=now,
        words={"reason": KIND_REASONS[reason]}, reason=reason,
    )  # fmt: skip


def undo_helper_step(*, helper_id: int, by: Viewer, now: datetime) -> HelperProfile:
    """Take the office's last step back, if nothing else has happened since.

    Raises:
        NotFoundRefusal, NotAllowedRefusal, HelperAlreadyDecidedError: it cannot be done by this viewer now.
    """
    helper = _steppable(helper_id, by)
    latest = latest_act(by, helper.id)
    if latest is not None and latest.act == "undo_helper_step" and latest.account_id == by.account_id:
        return helper
    if latest is None or latest.act not in UNDOABLE_ACTS:
        _refuse_second(helper, by)
    _move(helper, HelperState(latest.details["before"]), act="undo_helper_step", by=by, now=now)
    seen = set(latest.details.get("checks", ()))
    helper.checks = [check for check in helper.checks if check.check_code not in seen]
    take_back_message(helper, MESSAGES[latest.act])
    return helper


def _step(
    helper_id: int,
    new: HelperState,
    *,
    act: str,
    by: Viewer,
    now: datetime,
    words: Mapping[str, Any] | None = None,
    **details: Any,
) -> HelperProfile:
    """Go to the new state, and tell the helper once the step can no longer be taken back by chance."""
    helper = _steppable(helper_id, by)
    if helper.state == new:
        latest = latest_act(by, helper.id)
        if latest is not None and latest.act == act and latest.account_id == by.account_id:
            return helper  # a button pressed twice
    if not may_change(helper.state, new):
        _refuse_second(helper, by)
    _move(helper, new, act=act, by=by, now=now, **details)
    if new in (HelperState.CHECKED, HelperState.ACTIVE):
        take_back_message(helper, MESSAGES["contact_helper"])  # what it says is left to do is done
    tell_helper(helper, MESSAGES[act], by=by, now=now, due_at=now + UNDO_GRACE, **(words or {}))
    return helper


def _steppable(helper_id: int, by: Viewer) -> HelperProfile:
    helper = helper_of_office(by, helper_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    return helper


def _move(
    helper: HelperProfile, new: HelperState, *, act: str, by: Viewer, now: datetime, **details: Any
) -> None:
    """Set the state if it is still the one that was read: of two people at once one wins."""
    before = helper.state
    statement = update(HelperProfile).where(HelperProfile.id == helper.id, HelperProfile.state == before)
    changed = cast("CursorResult[Any]", db.session.execute(statement.values(state=new)))
    if changed.rowcount != 1:
        _refuse_second(helper, by)
    record(
        act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now,
        before=before, **details,
    )  # fmt: skip


def _refuse_second(helper: HelperProfile, by: Viewer) -> NoReturn:
    latest = latest_act(by, helper.id)
    raise HelperAlreadyDecidedError(latest.actor if latest else "")
