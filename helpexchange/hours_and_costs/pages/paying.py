"""Approved costs that are to be paid, and marking them as paid."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import money_text, ngettext
from helpexchange.core.viewer import current_viewer
from helpexchange.hours_and_costs import actions
from helpexchange.hours_and_costs.forms import PayForm
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE, blueprint
from helpexchange.hours_and_costs.queries import costs_to_pay
from helpexchange.hours_and_costs.queries.costs import ToPay
from helpexchange.hours_and_costs.rules import DayToComeError

#: Helpers on the page; the next ones follow when these are paid.
MOST_SHOWN = 40


@blueprint.route("/hours/pay", methods=["GET", "POST"])
@audience(Permission.DECIDE_COSTS)
def pay() -> Any:
    """Show what is approved by helper, and mark it as paid."""
    viewer = current_viewer()
    due = costs_to_pay(viewer)
    form = PayForm(data={"paid_on": today().isoformat()})
    form.offer([_line(each) for each in due[:MOST_SHOWN]])
    if form.validate_on_submit() and form.paid_on.day:
        try:
            paid = actions.mark_paid(cost_ids=form.cost_ids(), paid_on=form.paid_on.day, by=viewer, now=now())
        except DayToComeError:
            form.paid_on.errors = [str(DayToComeError.words)]
        else:
            words = ngettext(
                "%(num)s claim is marked as paid: %(amount)s.",
                "%(num)s claims are marked as paid: %(amount)s.",
                paid.claims, amount=money_text(paid.cents),
            )  # fmt: skip
            flash(words, "success")
            return redirect(url_for("hours_and_costs.pay"))
    total = money_text(sum(each.cents for each in due))
    page = render_template(
        "hours_and_costs/pay.html", form=form, has_costs=bool(due), total=total,
        shown=min(len(due), MOST_SHOWN), helper_count=len(due),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _line(each: ToPay) -> tuple[str, str]:
    """Return the approved costs of a helper: their ids, and name and sum in words."""
    count = ngettext("%(num)s claim", "%(num)s claims", len(each.cost_ids))
    return ".".join(map(str, each.cost_ids)), f"{each.name}: {money_text(each.cents)} ({count})"
