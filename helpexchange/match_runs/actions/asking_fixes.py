"""Asking for the change with which somebody who waits gets a helper: a call, once, and its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions.changing import make_change, state_of
from helpexchange.match_runs.models import FixCall
from helpexchange.match_runs.rules import (
    Asked,
    FixAnswer,
    FixAnsweredError,
    NothingToAskError,
    who_is_asked,
)
from helpexchange.offices.queries import first_contact_due_on


def ask_for_fix(*, run_id: int, request_id: int, by: Viewer, now: datetime) -> FixCall:
    """Put a call on the list that asks for the nearest change; asked twice, it is one call.

    The office of whoever is asked calls. What was answered with no is not asked again.

    Raises:
        NotFoundRefusal: the request did not wait after this run, or is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        NothingToAskError: no call can help, or the request does not wait any more.
    """
    run = queries.run(by, run_id)
    waiting = queries.unmatched_one(by, run, request_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    details = dict(waiting.nearest_fix)
    asks = who_is_asked(details.pop("kind", ""), details.get("side", ""))
    helper_id = details.pop("helper_id", None)
    if asks is None or helper_id is None or waiting.request.state is not RequestState.OPEN:
        raise NothingToAskError
    kind = waiting.nearest_fix["kind"]
    known = queries.fixes_asked(by, [request_id]).get((request_id, helper_id, kind))
    if known is not None and (known.done_at is None or known.details == details):
        return known
    return _add(waiting.request, helper_id, kind, details, asks, run_id=run.id, by=by, now=now)


def _add(
    request: HelpRequest,
    helper_id: int,
    kind: str,
    details: dict[str, Any],
    asks: Asked,
    *,
    run_id: int,
    by: Viewer,
    now: datetime,
) -> FixCall:
    helper = db.session.get_one(HelperProfile, helper_id)
    office_id = helper.office_id if asks is Asked.HELPER else request.office_id
    call = FixCall(
        run_id=run_id, request_id=request.id, helper_id=helper.id, office_id=office_id, asks=asks, kind=kind,
        details=details, asked_at=now, asked_by=by.name, due_on=first_contact_due_on(by, office_id, now),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(call)
    except IntegrityError:
        # A colleague has asked for the same at the same moment: one call is enough.
        return queries.fixes_asked(by, [request.id])[request.id, helper_id, kind]
    record_fix(call, "ask_for_fix", by=by, now=now)
    return call


def answer_fix(*, fix_call_id: int, answer: FixAnswer, note: str = "", by: Viewer, now: datetime) -> FixCall:
    """Note what was said; with a yes the change is made, and the next match counts on it. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes the call, or the viewer may only look.
        FixAnsweredError: a colleague has noted the other answer.
    """
    call = call_to_note(fix_call_id, by)
    if call.done_at is not None:
        if call.answer is not answer:
            raise FixAnsweredError
        return call
    call.done_at, call.answer, call.answered_by, call.note = now, answer, by.name, note.strip()
    call.attempts, call.again_at = call.attempts + 1, None
    if answer is FixAnswer.YES:
        before = state_of(call)
        make_change(call, by=by, now=now)
        after = state_of(call)
        call.change = {} if before == after else {"before": before, "after": after}
    record_fix(call, "answer_fix", by=by, now=now, answer=answer.value)
    db.session.flush()
    return call


def miss_fix_call(
    *, fix_call_id: int, again_at: datetime, seen_attempts: int, by: Viewer, now: datetime
) -> FixCall:
    """Note that nobody answered the phone.

    Args:
        again_at: not to be called again before.
        seen_attempts: how many tries the page showed; one that was noted since is not noted twice.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes the call, or the viewer may only look.
    """
    call = call_to_note(fix_call_id, by)
    if call.done_at is None and call.attempts == seen_attempts:
        call.attempts, call.again_at = call.attempts + 1, again_at
        record_fix(call, "miss_fix_call", by=by, now=now)
    return call


def call_to_note(fix_call_id: int, by: Viewer) -> FixCall:
    """Return a call, its row locked, that the viewer may note something about.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office makes the call, or the viewer may only look.
    """
    call = queries.fix_call_of_office(by, fix_call_id)
    needed = Permission.ACTIVATE_HELPERS if call.asks is Asked.HELPER else Permission.CLEAR_REQUESTS
    if not by.may(needed):
        raise NotAllowedRefusal
    locked = select(FixCall).where(FixCall.id == call.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def record_fix(call: FixCall, act: str, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Note in the trail what was done about a call."""
    record(
        act=act, object_type="match_run", object_id=call.run_id or 0, office_id=call.office_id, by=by,
        now=now, helper_id=call.helper_id, request_id=call.request_id, fix=call.kind, **details,
    )  # fmt: skip
