"""Deciding proposals: one click for one, one form for many. Each answer leads back to the same place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.errors import ConflictRefusal, NotFoundRefusal
from helpexchange.core.i18n import Text, gettext, ngettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.actions import Act, SelectionOutcome
from helpexchange.match_runs.forms import RejectForm, RunView
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import card_id, helper_name, person_name
from helpexchange.match_runs.pages.parts import undone_before
from helpexchange.match_runs.pages.reading import proposals_html
from helpexchange.match_runs.rules import NothingChosenError, Outcome

_DONE_BEFORE: dict[Act | None, Text] = {
    Act.APPROVE: _("You have already approved this proposal."),
    Act.REJECT: _("You have already rejected this proposal."),
    Act.LOCK: _("This proposal is locked already."),
    Act.UNLOCK: _("This proposal is not locked."),
    None: _("There is nothing to take back."),
}


@blueprint.post("/match-runs/<int:run_id>/proposals/<int:proposal_id>/approve")
@audience(Permission.DECIDE_PROPOSALS)
def approve_proposal(run_id: int, proposal_id: int) -> Response:
    """Approve a proposal."""
    return _decide(run_id, proposal_id, Act.APPROVE, actions.approve_proposal)


@blueprint.post("/match-runs/<int:run_id>/proposals/<int:proposal_id>/lock")
@audience(Permission.DECIDE_PROPOSALS)
def lock_proposal(run_id: int, proposal_id: int) -> Response:
    """Keep a proposal in the next run."""
    return _decide(run_id, proposal_id, Act.LOCK, actions.lock_proposal)


@blueprint.post("/match-runs/<int:run_id>/proposals/<int:proposal_id>/unlock")
@audience(Permission.DECIDE_PROPOSALS)
def unlock_proposal(run_id: int, proposal_id: int) -> Response:
    """Leave a proposal to the next run."""
    return _decide(run_id, proposal_id, Act.UNLOCK, actions.unlock_proposal)


@blueprint.post("/match-runs/<int:run_id>/proposals/<int:proposal_id>/undo")
@audience(Permission.DECIDE_PROPOSALS)
def undo_decision(run_id: int, proposal_id: int) -> Response:
    """Take a decision back."""
    return _decide(run_id, proposal_id, None, actions.undo_decision)


@blueprint.post("/match-runs/<int:run_id>/proposals/<int:proposal_id>/reject")
@audience(Permission.DECIDE_PROPOSALS)
def reject_proposal(run_id: int, proposal_id: int) -> Response | tuple[str, int]:
    """Reject a proposal with a reason."""
    form = RejectForm()
    if not form.validate():
        proposal = queries.proposal(current_viewer(), proposal_id)
        return _with_errors(run_id, form, card_id(proposal))
    return _decide(
        run_id,
        proposal_id,
        Act.REJECT,
        actions.reject_proposal,
        reason=form.rejection_reason,
        note=form.note.data,
    )


@blueprint.post("/match-runs/<int:run_id>/decide")
@audience(Permission.DECIDE_PROPOSALS)
def decide_selection(run_id: int) -> Response | tuple[str, int]:
    """Do the same with every chosen proposal; what cannot be done is told one by one."""
    if request.form.get("act") not in set(Act):
        raise NotFoundRefusal
    act, form = Act(request.form["act"]), RejectForm()
    queries.run(current_viewer(), run_id)
    if act is Act.REJECT and not form.validate():
        return _with_errors(run_id, form, "bulk")
    chosen = request.form.getlist("chosen", type=int)
    try:
        outcome = _decide_all(chosen, act, form)
    except NothingChosenError as refusal:
        return _page_with_errors(run_id, [{"text": str(refusal.words), "href": "#proposals"}])
    _tell(outcome, act)
    return _back(run_id, [*outcome.done, *(proposal_id for proposal_id, _refusal in outcome.refused)])


def _decide_all(chosen: Sequence[int], act: Act, form: RejectForm) -> SelectionOutcome:
    return actions.decide_selection(
        proposal_ids=chosen,
        act=act,
        by=current_viewer(),
        now=clock.now(),
        reason=form.rejection_reason if act is Act.REJECT else None,
        note=form.note.data or "",
    )


def _decide(
    run_id: int, proposal_id: int, act: Act | None, do: Callable[..., Outcome], **values: Any
) -> Response:
    viewer = current_viewer()
    if queries.proposal(viewer, proposal_id).run_id != run_id:
        raise NotFoundRefusal
    back = way_back("")
    try:
        with actions.kept_whole():
            outcome = do(proposal_id=proposal_id, by=viewer, now=clock.now(), **values)
    except ConflictRefusal as refusal:
        flash(str(refusal.words), "error")
        return redirect(back) if back else _back(run_id, [proposal_id])
    if outcome is Outcome.DONE_BEFORE:
        flash(undone_before(proposal_id) or str(_DONE_BEFORE[act]))
    elif back:
        flash(gettext("The proposal is approved. You can take that back in the match."), "success")
    return redirect(back) if back else _back(run_id, [proposal_id])


def _back(run_id: int, done: Sequence[int]) -> Response:
    view = RunView.read(request.args).after(done)
    return redirect(url_for("match_runs.show_run", run_id=run_id, _anchor="proposals", **view.query))


def _with_errors(run_id: int, form: RejectForm, owner: str) -> tuple[str, int]:
    errors = [
        {"text": words, "href": f"#{owner}-{field.name}"} for field in form for words in field.errors[:1]
    ]
    return _page_with_errors(run_id, errors, rejecting=form, card_id=owner)


def _page_with_errors(run_id: int, errors: Sequence[dict[str, Any]], **more: Any) -> tuple[str, int]:
    run = queries.run(current_viewer(), run_id)
    return proposals_html(run, RunView.read(request.args), errors=errors, **more), 400


def _tell(outcome: SelectionOutcome, act: Act) -> None:
    if outcome.done:
        flash(_count_words(act, len(outcome.done)), "success")
    for proposal_id, refusal in outcome.refused:
        proposal = queries.proposal(current_viewer(), proposal_id)
        names = {"helper": helper_name(proposal), "person": person_name(proposal.request)}
        words = gettext("%(helper)s for %(person)s: %(why)s", why=refusal.words, **names)
        flash(str(words), "error")


def _count_words(act: Act, count: int) -> str:
    if act is Act.APPROVE:
        return str(ngettext("%(num)d proposal is approved.", "%(num)d proposals are approved.", count))
    if act is Act.REJECT:
        return str(ngettext("%(num)d proposal is rejected.", "%(num)d proposals are rejected.", count))
    if act is Act.LOCK:
        return str(ngettext("%(num)d proposal is locked.", "%(num)d proposals are locked.", count))
    return str(ngettext("%(num)d proposal is unlocked.", "%(num)d proposals are unlocked.", count))
