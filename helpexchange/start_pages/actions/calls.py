"""A call is made or missed: every reason for it is noted at once, each in its own feature."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.core.viewer import Viewer
from helpexchange.help_requests import actions as requests
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles import actions as helpers
from helpexchange.match_runs import actions as matches
from helpexchange.match_runs.rules import FixAnswer
from helpexchange.notifications import actions as messages
from helpexchange.start_pages.queries import Call, calls_of_day, check_sees
from helpexchange.start_pages.rules import (
    AnswerMissingError,
    CallAlreadyNotedError,
    CallKey,
    CallKind,
    Why,
)

#: For so long a call that was made stands on the page, with a button that takes that back.
UNDO_FOR = timedelta(hours=12)


def note_call(
    *,
    key: CallKey,
    is_reached: bool,
    again_at: datetime | None,
    seen_version: str,
    note: str,
    by: Viewer,
    now: datetime,
    answer: FixAnswer | None = None,
) -> None:
    """Note a call: once somebody is reached, all that was to be said has been said.

    Args:
        answer: to what the call asked; needed where it asked for something.
        again_at: when to call again, if nobody was reached.
        seen_version: of the call as the page showed it; a try that was noted since is not noted twice.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is another office's, or the viewer may only look.
        CallAlreadyNotedError: a colleague was faster.
    """
    check_sees(by, key)
    if key.kind is CallKind.FIX:
        _note_fix(key.record_id, answer, again_at, seen_version, note, by=by, now=now)
        return
    found = calls_of_day(by, now=now)
    call = next((each for each in (*found.now, *found.later) if each.key == key), None)
    if call is None:
        raise CallAlreadyNotedError
    if is_reached:
        _reach(call, note, by=by, now=now)
    elif again_at is not None and call.version == seen_version:
        _miss(call, note, again_at, by=by, now=now)


def reopen_call(*, key: CallKey, by: Viewer, now: datetime) -> None:
    """Put a call back on the list that was ticked off by mistake, with all its reasons. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it is another office's, or the viewer may only look.
    """
    check_sees(by, key)
    if key.kind is CallKind.FIX:
        matches.undo_fix_answer(fix_call_id=key.record_id, by=by, now=now)
        return
    made = calls_of_day(by, now=now, made_since=now - UNDO_FOR).made
    found = next((each for each in made if each.key == key), None)
    if found is None:
        return
    for call_back_id in found.call_back_ids:
        requests.reopen_call(call_back_id=call_back_id, by=by, now=now)
    for message_id in found.message_ids:
        messages.reopen_call(message_id=message_id, by=by, now=now)
    if found.is_step_of_helper:
        helpers.undo_helper_step(helper_id=key.record_id, by=by, now=now)


def _note_fix(
    fix_call_id: int,
    answer: FixAnswer | None,
    again_at: datetime | None,
    seen_version: str,
    note: str,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    if answer is not None:
        matches.answer_fix(fix_call_id=fix_call_id, answer=answer, note=note, by=by, now=now)
    elif again_at is not None and seen_version.isdigit():
        matches.miss_fix_call(
            fix_call_id=fix_call_id, again_at=again_at, seen_attempts=int(seen_version), by=by, now=now
        )
    else:
        raise AnswerMissingError


def _reach(call: Call, note: str, *, by: Viewer, now: datetime) -> None:
    if _is_first_contact(call):
        requests.note_contact(request_id=call.key.record_id, is_reached=True, note=note, by=by, now=now)
    elif call.call_back is not None:
        requests.note_attempt(call_back_id=call.call_back.id, is_reached=True, note=note, by=by, now=now)
    if Why.LATE in call.reasons and call.key.kind is CallKind.HELPER:
        helpers.contact_helper(helper_id=call.key.record_id, by=by, now=now)
    for message in call.messages:
        messages.finish_call(message_id=message.id, by=by, now=now)


def _miss(call: Call, note: str, again_at: datetime, *, by: Viewer, now: datetime) -> None:
    if call.call_back is not None:
        requests.note_attempt(
            call_back_id=call.call_back.id, is_reached=False, note=note, again_at=again_at, by=by, now=now
        )
    elif Why.LATE in call.reasons and call.key.kind is CallKind.REQUEST:
        requests.note_contact(
            request_id=call.key.record_id, is_reached=False, note=note, again_at=again_at, by=by, now=now
        )
    if Why.LATE in call.reasons and call.key.kind is CallKind.HELPER:
        helpers.miss_helper(helper_id=call.key.record_id, again_at=again_at, by=by, now=now)
    for message in call.messages:
        seen = message.attempts
        messages.call_later(message_id=message.id, again_at=again_at, seen_attempts=seen, by=by, now=now)


def _is_first_contact(call: Call) -> bool:
    """Return whether nobody has spoken yet to the person of a request, so that this call does."""
    request = call.request
    if request is None or call.key.kind is not CallKind.REQUEST:
        return False
    return request.state is RequestState.SUBMITTED and request.first_contact_at is None
