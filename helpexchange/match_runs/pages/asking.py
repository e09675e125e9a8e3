"""Putting a call on the list that asks for the change with which somebody gets a helper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.i18n import day_text, gettext
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs import actions
from helpexchange.match_runs.ask_words import ask_words
from helpexchange.match_runs.models import FixCall, UnmatchedRequest
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import Names, person_name
from helpexchange.match_runs.rules import FixAnswer
from helpexchange.skills.labels import skill_name

CallsAsked = Mapping[tuple[int, int, str], FixCall]


@blueprint.post("/match-runs/<int:run_id>/unmatched/<int:request_id>/ask")
@audience(Permission.DECIDE_PROPOSALS)
def ask_for_fix(run_id: int, request_id: int) -> Response:
    """Put the call on the one list of calls, once."""
    actions.ask_for_fix(run_id=run_id, request_id=request_id, by=current_viewer(), now=clock.now())
    flash(gettext("The call is on the list of calls."), "success")
    back = way_back(url_for("match_runs.show_unmatched", run_id=run_id))
    return redirect(f"{back}#request-{request_id}")


def ask_of(one: UnmatchedRequest, names: Names, asked: CallsAsked) -> dict[str, Any]:
    """Return what can be asked for somebody who waits, and what came of it if it was."""
    fix = dict(one.nearest_fix)
    kind, helper_id = fix.pop("kind", ""), fix.pop("helper_id", 0)
    words = ask_words(
        kind, fix, helper=names.helpers.get(helper_id, ""), person=person_name(one.request),
        what=what_of(one.request),
    )  # fmt: skip
    call = asked.get((one.request_id, helper_id, kind))
    if call is not None and call.done_at is not None and call.details != fix:
        call = None
    return {"request_id": one.request_id, "ask": words, **(_state_of(call) if call else {})}


def what_of(request: HelpRequest) -> str:
    """Return kind of help and district."""
    kind = skill_name(request.kind_code, request.kind.name)
    return f"{kind}, {request.district.name}" if request.district else kind


def _state_of(call: FixCall) -> dict[str, Any]:
    if call.answer is FixAnswer.YES:
        return {"ask_state": gettext("Yes"), "ask_colour": "green", "ask_note": call.note}
    if call.answer is FixAnswer.NO:
        return {"ask_state": gettext("No"), "ask_colour": "red", "ask_note": call.note}
    day = day_text(call.asked_at, "medium")
    return {"ask_state": gettext("On the list of calls since %(day)s", day=day), "ask_colour": "yellow"}
