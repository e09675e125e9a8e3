"""Finding a helper for one request: let the engine look now, or choose somebody by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import request_of_office
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.actions import hindrances_of, request_run
from helpexchange.match_runs.hindrance_words import cause_words
from helpexchange.match_runs.labels import PROPOSAL_STATES
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import helper_name, person_name
from helpexchange.match_runs.pages.choice_lines import choice_line
from helpexchange.match_runs.pages.parts import undone_before
from helpexchange.match_runs.reasons import visit_words
from helpexchange.match_runs.rules import REVERSIBLE_STATES, Outcome, ProposalState
from helpexchange.match_runs.rules.by_hand import (
    LONGEST_REASON,
    Obstacle,
    OverruleReasonMissingError,
    RulesFailError,
)
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422
FOUND = 8
TYPED = 100
_RUN_PAGE = re.compile(r"/match-runs/\d+")


@blueprint.get("/open-requests/<int:request_id>/helper")
@audience(Permission.DECIDE_PROPOSALS)
def find_helper(request_id: int) -> str:
    """Show who is proposed for a request, and the two ways to find somebody."""
    return _page(request_of_office(current_viewer(), request_id))


@blueprint.post("/open-requests/<int:request_id>/helper")
@audience(Permission.DECIDE_PROPOSALS)
def find_by_name(request_id: int) -> str:
    """Show the helpers whose name fits what was typed, with what stands against each of them."""
    viewer = current_viewer()
    record = request_of_office(viewer, request_id)
    typed = request.form.get("typed", "").strip()[:TYPED]
    found = queries.helpers_called(viewer, typed, at_most=FOUND) if typed else []
    return _page(record, typed=typed, found=_lines(record, found))


@blueprint.post("/open-requests/<int:request_id>/helper/now")
@audience(Permission.START_MATCH_RUN)
def find_helper_now(request_id: int) -> Any:
    """Let the engine look for a helper for this request at once."""
    request_run(office_id=None, request_id=request_id, by=current_viewer(), now=clock.now())
    back = url_for("help_requests.show", request_id=request_id)
    if current_viewer().may(Permission.DECIDE_PROPOSALS):
        back = url_for("match_runs.find_helper", request_id=request_id)
    return redirect(back)


@blueprint.route("/open-requests/<int:request_id>/helper/<int:helper_id>", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def choose_helper(request_id: int, helper_id: int) -> Any:
    """Choose a helper; where rules stand against it, show them and ask why it is all right."""
    viewer = current_viewer()
    record = request_of_office(viewer, request_id)
    if request.method == "GET":  # the way back from a page that asked why
        return redirect(url_for("match_runs.find_helper", request_id=record.id))
    known = {each.value for each in Obstacle}
    overruled = [Obstacle(code) for code in request.form.getlist("overruled") if code in known]
    reason, instead_of = request.form.get("reason", ""), request.form.get("instead_of", type=int)
    try:
        with actions.kept_whole():
            proposal = actions.choose_helper(
                request_id=record.id, helper_id=helper_id, overruled=overruled, reason=reason,
                instead_of=instead_of, by=viewer, now=clock.now(),
            )  # fmt: skip
    except (RulesFailError, OverruleReasonMissingError) as refusal:
        return _ask_why(record, helper_id, refusal, instead_of), UNPROCESSABLE
    except ConflictRefusal as refusal:
        flash(str(refusal.words), "error")
        return redirect(_back_showing(instead_of, record.id))
    flash(gettext("The helper is chosen. You can take that back until the helper has been asked."), "success")
    return redirect(_back_showing(proposal.id, proposal.request_id))


@blueprint.post("/open-requests/<int:request_id>/helper/undo/<int:proposal_id>")
@audience(Permission.DECIDE_PROPOSALS)
def undo_choice(request_id: int, proposal_id: int) -> Any:
    """Take a decision about this request back."""
    try:
        with actions.kept_whole():
            outcome = actions.undo_decision(proposal_id=proposal_id, by=current_viewer(), now=clock.now())
        if outcome is Outcome.DONE:
            flash(gettext("The decision is taken back."), "success")
        else:
            flash(undone_before(proposal_id) or gettext("There is nothing to take back."))
    except ConflictRefusal as refusal:
        flash(str(refusal.words), "error")
    return redirect(_back_showing(proposal_id, request_id))


def _back_showing(proposal_id: int | None, request_id: int) -> str:
    """Return the way back; a run's page shows what was decided just now, as it stands."""
    back = way_back(url_for("match_runs.find_helper", request_id=request_id))
    path, _mark, query = back.partition("?")
    if not _RUN_PAGE.fullmatch(path):
        return back
    kept = [(name, value) for name, value in parse_qsl(query) if name != "done"]
    done = [] if proposal_id is None else [("done", str(proposal_id))]
    return f"{path}?{urlencode([*kept, *done])}#proposals"


def _ask_why(
    record: HelpRequest,
    helper_id: int,
    refusal: RulesFailError | OverruleReasonMissingError,
    instead_of: int | None,
) -> str:
    helper = queries.helper_to_choose(current_viewer(), helper_id)
    lines = _lines(record, [helper])
    may_go_on = all(line["may_choose"] for line in lines)
    error = str(refusal.words) if isinstance(refusal, OverruleReasonMissingError) or not may_go_on else ""
    errors = [{"text": error, "href": f"#helper-{helper_id}"}] if error else []
    return _page(record, found=lines, errors=errors, instead_of=instead_of, back=way_back(""))


def _page(record: HelpRequest, **more: Any) -> str:
    viewer = current_viewer()
    proposals = queries.proposals_for(viewer, record.id)
    return render_template(
        "match_runs/find_helper.html", record=record, person=person_name(record),
        kind=skill_name(record.kind_code, record.kind.name), proposals=[_row(each) for each in proposals],
        is_open=record.state is RequestState.OPEN, run=queries.run_under_way(viewer, record.id),
        may_start=viewer.may(Permission.START_MATCH_RUN), longest=LONGEST_REASON,
        **{"typed": "", "found": None, "errors": [], "instead_of": None, "back": "", **more},
    )  # fmt: skip


def _row(proposal: Proposal) -> dict[str, Any]:
    words, colour = PROPOSAL_STATES[proposal.state]
    return {
        "id": proposal.id,
        "run_id": proposal.run_id,
        "helper": helper_name(proposal),
        "when": visit_words(proposal.visits),
        "cause": cause_words(proposal.facts.get("cause", "")),
        "status": words,
        "colour": colour,
        "is_open": proposal.state is ProposalState.PROPOSED,
        "may_undo": proposal.state in REVERSIBLE_STATES,
        "note": proposal.note,
    }


def _lines(record: HelpRequest, helpers: Sequence[HelperProfile]) -> list[dict[str, Any]]:
    found = hindrances_of(
        request_id=record.id, helper_ids=[each.id for each in helpers], by=current_viewer(), now=clock.now()
    )
    return [
        choice_line(
            each.id, each.name, found.get(each.id, ()), may_decide=each.id in found,
            district=each.district.name if each.district else "",
        )
        for each in helpers
    ]  # fmt: skip
