"""A call as a line of a list: who, why, the words to say, what was tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import url_for

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history
from helpexchange.core.clock import today
from helpexchange.core.i18n import day_text, gettext
from helpexchange.core.phones import dialled
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.match_runs.ask_words import ask_words
from helpexchange.match_runs.models import FixCall
from helpexchange.match_runs.pages.asking import what_of
from helpexchange.match_runs.rules import Asked, FixAnswer
from helpexchange.notifications.labels import CALL_ACTS
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import words_to_say
from helpexchange.notifications.rules import MESSAGE
from helpexchange.representatives.rules import REPRESENTATION
from helpexchange.skills.labels import skill_name
from helpexchange.start_pages.labels import REASONS
from helpexchange.start_pages.queries import Call, Made
from helpexchange.start_pages.rules import CallKind, Why

#: Acts that are a try to call.
TRIED = {*CALL_ACTS, "miss_helper"}


class Details(NamedTuple):
    """What was tried about messages and helpers, and the words to say: only a list of calls shows them."""

    tries: Mapping[tuple[str, int], Sequence[AuditEntry]] = {}
    words: Mapping[int, OutboxMessage] = {}


NO_DETAILS = Details()


def details_of(viewer: Viewer, calls: Sequence[Call], *, later: Sequence[Call]) -> Details:
    """Return the details of some calls; of the later ones no words are needed."""
    message_ids = [message.id for call in calls for message in call.messages]
    return Details(_tries_of(viewer, [*calls, *later]), words_to_say(viewer, message_ids))


def _tries_of(viewer: Viewer, calls: Sequence[Call]) -> dict[tuple[str, int], list[AuditEntry]]:
    """Return what was tried about messages and helpers; what was tried about requests is with their calls."""
    message_ids = [message.id for call in calls for message in call.messages if message.attempts]
    helper_ids = [call.helper.id for call in calls if call.helper and call.helper.call_again_at]
    found: dict[tuple[str, int], list[AuditEntry]] = {}
    for object_type, ids in ((MESSAGE, message_ids), (HELPER, helper_ids)):
        for entry in history(viewer, object_type=object_type, object_ids=ids) if ids else ():
            if entry.act in TRIED:
                found.setdefault((object_type, entry.object_id), []).append(entry)
    return found


def lines_of(viewer: Viewer, calls: Sequence[Call], details: Details = NO_DETAILS) -> list[dict[str, Any]]:
    """Return a line for each call."""
    return [line_of(viewer, call, details) for call in calls]


def line_of(viewer: Viewer, call: Call, details: Details = NO_DETAILS) -> dict[str, Any]:
    """Return what a list shows of a call."""
    request = call.request
    is_late = call.due_on < today()
    return {
        "key": str(call.key),
        "name": call.name,
        "phone": call.phone,
        "number": dialled(call.phone),
        "is_late": is_late,
        "due": _due(call),
        "reasons": [str(REASONS[why]) for why in Why if why in call.reasons],
        "note": call.call_back.note if call.call_back else "",
        "kind": skill_name(request.kind_code, request.kind.name) if request else "",
        "url": _url(call),
        "question": _question(call),
        "is_unknown": call.key.kind is CallKind.ASKED,
        "call_back_id": call.call_back.id if call.call_back else None,
        "owner": request.owner.name if request and request.owner else "",
        "request_id": request.id if request else None,
        "is_new": request is not None and request.state is RequestState.SUBMITTED,
        "messages": [
            {"language": message.language, "paragraphs": _paragraphs(message.text)}
            for message in (details.words.get(told.id) for told in call.messages)
            if message is not None
        ],
        "tried": _tried(call, details),
        "again_at": call.again_at,
        "version": call.version,
        "may_note": _may_note(viewer, call),
    }


def answer_of(made: Made) -> str:
    """Return what was asked and answered in a call that was made; empty where nothing was asked."""
    fix = made.fix
    if fix is None:
        return ""
    words = gettext("Yes") if fix.answer is FixAnswer.YES else gettext("No")
    asked = ask_words(
        fix.kind, fix.details, helper=fix.helper.name, person=made.name, what=what_of(fix.request)
    )
    return f"{asked}: {words}"


def _question(call: Call) -> str:
    """Return what is to be asked; of the person in need a helper's office hears no more than a place."""
    fix = call.fix
    if fix is None:
        return ""
    what = what_of(fix.request)
    return ask_words(fix.kind, fix.details, helper=fix.helper.name, person=call.name, what=what)


def _due(call: Call) -> str:
    if call.reasons == {Why.TELL}:
        return str(gettext("to tell since %(day)s", day=day_text(call.due_on, "medium")))
    return request_labels.due(call.due_on, None, today())


def _url(call: Call) -> str:
    if call.key.kind is CallKind.REQUEST:
        return url_for("help_requests.show", request_id=call.key.record_id)
    if call.key.kind is CallKind.HELPER:
        return url_for("helper_profiles.show_helper", helper_id=call.key.record_id)
    if call.fix is not None:
        return _url_of_fix(call.fix)
    about = next((each for each in call.messages if each.object_type == REPRESENTATION), None)
    return url_for("people.hear_word", representation_id=about.object_id) if about else ""


def _url_of_fix(fix: FixCall) -> str:
    if fix.asks is Asked.HELPER:
        return url_for("helper_profiles.show_helper", helper_id=fix.helper_id)
    return url_for("help_requests.show", request_id=fix.request_id)


def _may_note(viewer: Viewer, call: Call) -> bool:
    needed = {Permission.SEND_LETTERS} if call.messages else set()
    if call.fix is not None:
        needed.add(
            Permission.ACTIVATE_HELPERS if call.fix.asks is Asked.HELPER else Permission.CLEAR_REQUESTS
        )
    if call.reasons & {Why.ASKED, Why.LATE}:
        is_helper = call.key.kind is CallKind.HELPER
        needed |= {Permission.ACTIVATE_HELPERS if is_helper else Permission.CLEAR_REQUESTS}
    return all(viewer.may(permission) for permission in needed)


def _tried(call: Call, details: Details) -> list[dict[str, Any]]:
    """Return every try, newest first; one call about several things is one try."""
    found: dict[Any, dict[str, Any]] = {}
    for message in call.messages:
        for entry in details.tries.get((MESSAGE, message.id), ()):
            found[entry.at] = {"at": entry.at, "text": _act(entry), "note": ""}
    for entry in details.tries.get((HELPER, call.helper.id), ()) if call.helper else ():
        found[entry.at] = {"at": entry.at, "text": _act(entry), "note": ""}
    for each in call.call_back.attempts if call.call_back else ():
        words = request_labels.attempt(each.is_reached, each.actor)
        found[each.at] = {"at": each.at, "text": words, "note": each.note}
    return [found[at] for at in sorted(found, reverse=True)]


def _act(entry: AuditEntry) -> str:
    if entry.act in ("miss_call", "miss_helper"):
        return request_labels.attempt(False, entry.actor)  # noqa: FBT003  # a column of the list
    return f"{entry.actor}: {CALL_ACTS[entry.act]}"


def _paragraphs(text: str) -> list[list[str]]:
    return [part.strip().splitlines() for part in text.split("\n\n") if part.strip()]
