"""What an office sees: who is asked, what they said, and what it can do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts.roles import Permission
from helpexchange.asking import actions, labels
from helpexchange.asking.forms import NoForm, PlanForm
from helpexchange.asking.models import Ask
from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.pages.lines import ask_line, attempt, planned_line
from helpexchange.asking.queries import (
    approved_not_asked,
    ask_of_office,
    ask_of_proposal,
    asks_of_office,
    load_of,
    planned_asks,
    policies_of,
    policy_of,
    silent_asks,
)
from helpexchange.asking.rules import UNDER_WAY, AskState, NextBest, NoReason
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import Text, lazy_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.engagements.rules import FirstVisit
from helpexchange.match_runs.pages.cards import helper_name, person_name
from helpexchange.match_runs.queries import proposal as proposal_of_office
from helpexchange.offices.queries import own_offices

UNPROCESSABLE = 422
UNDER_WAY_TAB, SILENT_TAB, SETTLED_TAB = "", "silent", "settled"
DANGEROUS = ("refuse", "withdraw")
SETTLED = tuple(state for state in AskState if state not in (*UNDER_WAY, AskState.PLANNED))

#: What an office can do about an ask on its own page, each after one more click: question, button, done.
_ACTS: Mapping[str, tuple[Callable[..., Any], Text, Text, Text]] = {
    "yes": (
        actions.answer_yes, lazy_text("Has the helper said yes?"), lazy_text("Yes, note it"),
        lazy_text("Noted. The person is told who comes."),
    ),
    "agree": (
        actions.agree, lazy_text("Does the person agree?"), lazy_text("Yes, note it"),
        lazy_text("It is agreed. Both have been told how they reach each other."),
    ),
    "refuse": (
        actions.refuse, lazy_text("Does the person not wish this helper to come?"), lazy_text("Note the no"),
        lazy_text("Noted. The helper is told that it is not needed this time."),
    ),
    "withdraw": (
        actions.withdraw_ask, lazy_text("Take this question back?"), lazy_text("Take it back"),
        lazy_text("The question is taken back. Whoever knew of it is told."),
    ),
}  # fmt: skip


@blueprint.get("/asks")
@audience(Permission.SEE_NEW_ARRIVALS)
def asks() -> str:
    """List who is to be asked, who has been asked, and what came of it."""
    viewer, moment = current_viewer(), now()
    number, asked = request.args.get("page", 1, int), request.args.get("show")
    shown = asked if asked in (SILENT_TAB, SETTLED_TAB) else UNDER_WAY_TAB
    if shown == SILENT_TAB:
        page = silent_asks(viewer, number=number)
    else:
        page = asks_of_office(viewer, SETTLED if shown == SETTLED_TAB else UNDER_WAY, number=number)
    approved = [] if shown else approved_not_asked(viewer)
    planned = planned_asks(viewer, [each.id for each in approved])
    load = load_of(viewer, [each.helper_id for each in approved], now=moment)
    policies = policies_of(viewer, sorted({each.office_id for each in approved}))
    return render_template(
        "asking/asks.html", shown=shown, page=page.map(ask_line),
        may_act=viewer.may(Permission.DECIDE_PROPOSALS), may_edit=viewer.may(Permission.EDIT_OFFICES),
        approved=[
            planned_line(
                each, planned.get(each.id), policies[each.office_id], load.get(each.helper_id), now=moment
            )
            for each in approved
        ],
        offices=own_offices(viewer),
    )  # fmt: skip


@blueprint.post("/asks/proposals/<int:proposal_id>/ask")
@audience(Permission.DECIDE_PROPOSALS)
def ask_now(proposal_id: int) -> Any:
    """Ask the helper of an approved proposal at once."""
    act = partial(actions.ask_helper, proposal_id=proposal_id, by=current_viewer(), now=now())
    attempt(proposal_id, act, _("The helper is asked."))
    return redirect(way_back(url_for("asking.asks")))


@blueprint.route("/asks/proposals/<int:proposal_id>/plan", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def plan(proposal_id: int) -> Any:
    """Choose how the helper of an approved proposal is asked."""
    viewer = current_viewer()
    proposal = proposal_of_office(viewer, proposal_id)
    known = ask_of_proposal(viewer, proposal_id)
    form = PlanForm(data=_chosen(known, by_default=policy_of(viewer, proposal.office_id).asks_next_best))
    if form.validate_on_submit():
        act = partial(
            actions.plan_ask, proposal_id=proposal_id, asks_next_best=form.asks_next_best.data,
            first_visit=FirstVisit(form.first_visit.data), first_visit_with=form.first_visit_with.data or "",
            by=viewer, now=now(),
        )  # fmt: skip
        attempt(proposal_id, act, _("Noted."))
        return _back()
    title = _(
        "Ask %(helper)s for %(person)s", helper=helper_name(proposal), person=person_name(proposal.request)
    )
    page = render_template("asking/plan.html", form=form, title=title, facts=labels.facts_of(proposal))
    return page, UNPROCESSABLE if form.errors else 200


def _chosen(known: Ask | None, *, by_default: bool) -> dict[str, Any]:
    if known is None:
        return {"asks_next_best": by_default, "first_visit": FirstVisit.ALONE.value}
    return {
        "asks_next_best": known.next_best is NextBest.WANTED, "first_visit": known.first_visit.value,
        "first_visit_with": known.first_visit_with,
    }  # fmt: skip


@blueprint.route("/asks/<int:ask_id>/no", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def note_no(ask_id: int) -> Any:
    """Note for a helper that they cannot."""
    ask, form = ask_of_office(current_viewer(), ask_id), NoForm()
    if form.validate_on_submit():
        act = partial(
            actions.answer_no, ask_id=ask_id, reason=NoReason(form.reason.data), words=form.words.data or "",
            by=current_viewer(), now=now(), as_office=True,
        )  # fmt: skip
        attempt(ask.proposal_id, act, _("Noted. The two are not proposed to each other again for this."))
        return _back()
    page = render_template("asking/note_no.html", form=form, line=ask_line(ask))
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/asks/<int:ask_id>/<any(yes, agree, refuse, withdraw):act>", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def note_answer(ask_id: int, act: str) -> Any:
    """Ask once more, and note what the helper or the person said, or take the question back."""
    ask = ask_of_office(current_viewer(), ask_id)
    do, question, button, done = _ACTS[act]
    if not FlaskForm().validate_on_submit():
        if request.method == "POST":
            raise NotFoundRefusal
        return render_template(
            "asking/confirm.html", line=ask_line(ask), question=question, button=button,
            url=url_for("asking.note_answer", ask_id=ask_id, act=act), is_danger=act in DANGEROUS,
        )  # fmt: skip
    rights = {} if act == "withdraw" else {"as_office": True}
    attempt(ask.proposal_id, partial(do, ask_id=ask_id, by=current_viewer(), now=now(), **rights), str(done))
    return _back()


def _back() -> Any:
    return redirect(url_for("asking.asks"))
