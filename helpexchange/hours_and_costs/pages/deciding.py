"""What waits for the office: travel costs by helper, one of them with its limits, all that are clear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import money_text, ngettext
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.hours_and_costs import actions, labels
from helpexchange.hours_and_costs.forms import DecideForm
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE, blueprint
from helpexchange.hours_and_costs.pages.cards import cost_card
from helpexchange.hours_and_costs.queries import (
    cost_of_office,
    history_of_cost,
    settings_of,
    settings_of_all,
    spent_beside,
    spent_in,
    waiting_costs,
)
from helpexchange.hours_and_costs.rules import (
    CostState,
    OverLimitError,
    ReasonMissingError,
    ReceiptMissingError,
    over_by,
)
from helpexchange.offices.queries import own_offices
from helpexchange.skills.labels import skill_name

SEND_BACK = "send_back"


@blueprint.get("/hours/costs")
@audience(Permission.SEE_COSTS)
def waiting() -> str:
    """Show the travel costs that wait for a decision, by helper."""
    viewer = current_viewer()
    found = waiting_costs(viewer, number=request.args.get("page", 1, int))
    groups = _groups(viewer, found.items)
    is_deciding = viewer.may(Permission.DECIDE_COSTS)
    return render_template(
        "hours_and_costs/waiting.html", page=found, groups=groups, may_decide=is_deciding,
        offices=own_offices(viewer) if is_deciding else [],
    )  # fmt: skip


def _groups(viewer: Viewer, costs: Sequence[TravelCost]) -> list[dict[str, Any]]:
    """Return the costs of each helper, with their sum and by how much each is over a limit."""
    spent = spent_beside(viewer, costs)
    settings = settings_of_all(viewer, sorted({each.office_id for each in costs}))
    groups = []
    for helper, own in groupby(costs, key=lambda each: each.helper):
        rows = list(own)
        cards = [
            {**cost_card(each), "over": over_by(settings[each.office_id].limits, spent[each.id], each.cents)}
            for each in rows
        ]
        total = money_text(sum(each.cents for each in rows))
        groups.append({"helper": helper, "office": rows[0].office.name, "cards": cards, "total": total})
    return groups


@blueprint.route("/hours/costs/<int:cost_id>", methods=["GET", "POST"])
@audience(Permission.SEE_COSTS)
def decide(cost_id: int) -> Any:
    """Show one travel cost with its limits, and approve it or send it back."""
    viewer = current_viewer()
    cost, form = cost_of_office(viewer, cost_id), DecideForm()
    if form.validate_on_submit():
        try:
            words = _decided(cost_id, form, viewer)
        except (OverLimitError, ReasonMissingError) as refusal:
            form.reason.errors = [str(refusal.words)]
        except ReceiptMissingError as refusal:
            form.is_receipt_seen.errors = [str(refusal.words)]
        else:
            flash(words, "success")
            return redirect(url_for("hours_and_costs.waiting"))
    return _page(viewer, cost, form), UNPROCESSABLE if form.errors else 200


def _decided(cost_id: int, form: DecideForm, viewer: Viewer) -> str:
    if request.form.get("decision") == SEND_BACK:
        actions.send_back(cost_id=cost_id, reason=form.reason.data, by=viewer, now=now())
        return str(_("Sent back. The helper is told why."))
    actions.approve_cost(
        cost_id=cost_id, reason=form.reason.data, is_receipt_seen=form.is_receipt_seen.data, by=viewer,
        now=now(),
    )  # fmt: skip
    return str(_("Approved."))


def _office_card(cost: TravelCost) -> dict[str, Any]:
    return {**cost_card(cost), "state": labels.OFFICE_STATES[cost.state]}


def _page(viewer: Viewer, cost: TravelCost, form: DecideForm) -> str:
    limits, spent = settings_of(viewer, cost.office_id).limits, spent_in(viewer, cost)
    kind = cost.visit.request.kind if cost.visit else None
    is_own = viewer.account_id is not None and cost.helper.account_id == viewer.account_id
    may_decide = viewer.may(Permission.DECIDE_COSTS) and not is_own
    return render_template(
        "hours_and_costs/decide.html", cost=cost, card=_office_card(cost), form=form,
        kind=skill_name(kind.code, kind.name) if kind else "", month=labels.month_text(cost.month),
        spent=spent, limits=limits, over=over_by(limits, spent, cost.cents), is_own=is_own,
        may_decide=may_decide and cost.state is CostState.CLAIMED,
        may_take_back=may_decide and cost.state in (CostState.APPROVED, CostState.PAID),
        events=[labels.event_of(each) for each in history_of_cost(viewer, cost.id)],
    )  # fmt: skip


@blueprint.post("/hours/offices/<int:office_id>/approve-all")
@audience(Permission.DECIDE_COSTS)
def approve_all(office_id: int) -> Any:
    """Approve all costs of an office that are within the limits and have their receipt."""
    done = actions.approve_all(office_id=office_id, by=current_viewer(), now=now())
    words = ngettext("%(num)s claim is approved.", "%(num)s claims are approved.", done.approved)
    if done.left:
        left = ngettext(
            "%(num)s is left: over a limit, without a receipt, or your own.",
            "%(num)s are left: over a limit, without a receipt, or your own.",
            done.left,
        )
        words = f"{words} {left}"
    flash(words, "success")
    return redirect(url_for("hours_and_costs.waiting"))


@blueprint.post("/hours/costs/<int:cost_id>/take-back/<state>")
@audience(Permission.DECIDE_COSTS)
def take_back(cost_id: int, state: str) -> Any:
    """Take the last decision about a cost back; `state` is where it stood on the page."""
    known = CostState(state) if state in set(CostState) else CostState.WITHDRAWN
    actions.take_back(cost_id=cost_id, from_state=known, by=current_viewer(), now=now())
    flash(_("The decision is taken back."), "success")
    return redirect(url_for("hours_and_costs.decide", cost_id=cost_id))
