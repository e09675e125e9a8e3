"""Travel costs of a helper: entered, corrected, taken back; their receipts."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request

from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.queries import visit_of_side
from helpexchange.engagements.rules import Side
from helpexchange.hours_and_costs import actions
from helpexchange.hours_and_costs.forms import CostForm
from helpexchange.hours_and_costs.models import TravelCost
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE
from helpexchange.hours_and_costs.pages.cards import cost_card
from helpexchange.hours_and_costs.pages.whose import Whose, page_for
from helpexchange.hours_and_costs.queries import cost_of_helper, km_of_visit, receipt_of_cost, settings_of
from helpexchange.hours_and_costs.rules import (
    BadCostError,
    DayToComeError,
    MonthClosedError,
    TooManyReceiptsError,
)

#: Pictures that are too large are answered beside the field, up to this size of a request.
MOST_BYTES = 16_000_000
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@page_for("/costs/new", "GET", "POST", most_bytes=MOST_BYTES)
def new_cost(whose: Whose) -> Any:
    """Ask what a way cost; `visit` in the address names the visit it was for."""
    viewer = current_viewer()
    visit_id = request.args.get("visit", type=int)
    visit = visit_of_side(viewer, Side.HELPER, whose.helper.id, visit_id) if visit_id else None
    km = km_of_visit(viewer, visit) if visit else None
    day = visit.day if visit else today()
    form = CostForm(data={"day": day.isoformat(), "km": str(km or ""), "reference": CostForm.new_reference()})
    form.offer(
        cents_per_km=settings_of(viewer, whose.helper.office_id).cents_per_km, is_office=whose.is_office,
        km_proposed=km,
    )  # fmt: skip
    if form.validate_on_submit():
        try:
            cost = actions.claim_cost(
                helper=whose.helper, claim=form.claim(visit_id=visit.id if visit else None),
                reference=form.reference.data, side=whose.side, by=viewer, now=now(),
            )  # fmt: skip
        except (DayToComeError, MonthClosedError) as refusal:
            form.day.errors = [str(refusal.words)]
        except BadCostError as refusal:
            form.amount.errors = [str(refusal.words)]
        else:
            flash(_("The costs are entered. The office looks at them."), "success")
            return redirect(whose.month_url(cost.day))
    return _page(whose, form, visit=visit)


@page_for("/costs/<int:cost_id>", "GET", "POST", most_bytes=MOST_BYTES)
def cost(whose: Whose, cost_id: int) -> Any:
    """Correct travel costs."""
    viewer = current_viewer()
    record = cost_of_helper(viewer, whose.helper.id, cost_id)
    form = CostForm(data=CostForm.data_of(record))
    rate = settings_of(viewer, record.office_id).cents_per_km
    form.offer(cents_per_km=rate, is_office=whose.is_office)
    if form.validate_on_submit():
        claim = form.claim(visit_id=record.visit_id)
        try:
            actions.correct_cost(cost=record, claim=claim, side=whose.side, by=viewer, now=now())
        except (DayToComeError, MonthClosedError) as refusal:
            form.day.errors = [str(refusal.words)]
        except BadCostError as refusal:
            form.amount.errors = [str(refusal.words)]
        except TooManyReceiptsError as refusal:
            form.receipt.errors = [str(refusal.words)]
        else:
            flash(_("The costs are corrected. The office looks at them."), "success")
            return redirect(whose.month_url(record.day))
    return _page(whose, form, record=record, visit=None)


@page_for("/costs/<int:cost_id>/withdraw", "POST")
def withdraw(whose: Whose, cost_id: int) -> Any:
    """Take travel costs back."""
    record = cost_of_helper(current_viewer(), whose.helper.id, cost_id)
    actions.withdraw_cost(cost=record, side=whose.side, by=current_viewer(), now=now())
    flash(_("The costs are taken back."), "success")
    return redirect(whose.month_url(record.day))


@page_for("/costs/<int:cost_id>/receipts/<name>")
def receipt(whose: Whose, cost_id: int, name: str) -> Response:
    """Return a receipt as a file to keep: browsers do not open it in this site."""
    record = cost_of_helper(current_viewer(), whose.helper.id, cost_id)
    found = receipt_of_cost(current_viewer(), record, name)
    filename = f"receipt-{record.id}-{found.id}.{ENDINGS[found.media_type]}"
    return Response(
        found.data,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


@page_for("/costs/<int:cost_id>/receipts/<name>/remove", "POST")
def remove_receipt(whose: Whose, cost_id: int, name: str) -> Any:
    """Remove a receipt that was sent by mistake."""
    record = cost_of_helper(current_viewer(), whose.helper.id, cost_id)
    actions.remove_receipt(cost=record, name=name, side=whose.side, by=current_viewer(), now=now())
    flash(_("The receipt is removed."), "success")
    return redirect(whose.url("cost", cost_id=cost_id))


def _page(
    whose: Whose, form: CostForm, *, visit: Visit | None, record: TravelCost | None = None
) -> tuple[str, int]:
    page = render_template(
        "hours_and_costs/cost.html", whose=whose, form=form, visit=visit,
        card=cost_card(record) if record else None,
        back=whose.month_url(record.day) if record else whose.url("month"),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200
