"""The month of an office: hours and costs by helper, closing, files for accounting, what is refunded."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import money_text
from helpexchange.core.paging import some_of
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.hours_and_costs import actions, labels
from helpexchange.hours_and_costs.accounting import file_of
from helpexchange.hours_and_costs.forms import ExportForm, SettingsForm
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE, blueprint
from helpexchange.hours_and_costs.queries import (
    HelperMonth,
    closed_month,
    costs_to_export,
    exports_of_month,
    months_of_helpers,
    settings_of,
)
from helpexchange.hours_and_costs.rules import CostState, Month, cents_in, month_of, read_month
from helpexchange.offices.models import Office
from helpexchange.offices.queries import own_offices

#: Helpers on a page of a month; the sums are of all of them.
PER_PAGE = 50
SHOWN_STATES = (CostState.CLAIMED, CostState.SENT_BACK, CostState.APPROVED, CostState.PAID)


@blueprint.get("/hours")
@audience(Permission.SEE_COSTS)
def overview() -> str:
    """Lead to the month of an office: of the only one, or of the first."""
    viewer = current_viewer()
    offices = own_offices(viewer)
    chosen = _chosen_office(offices)
    month = read_month(request.args.get("month", "")) or month_of(today())
    lines = months_of_helpers(viewer, chosen.id, month, now=now()) if chosen else []
    return render_template(
        "hours_and_costs/overview.html", offices=[(each.id, each.name) for each in offices], office=chosen,
        month=month, title=labels.month_text(month),
        page=some_of(lines, number=request.args.get("page", 1, int), per_page=PER_PAGE).map(
            lambda each: _line(each, month)
        ),
        totals=_totals(lines), closed=closed_month(viewer, chosen.id, month) if chosen else None,
        is_over=month.before <= today(), form=ExportForm(data={"state": CostState.APPROVED.value}),
        exports=[_export(each) for each in (exports_of_month(viewer, chosen.id, month) if chosen else [])],
        may_decide=viewer.may(Permission.DECIDE_COSTS), may_export=viewer.may(Permission.EXPORT_COSTS),
    )  # fmt: skip


def _chosen_office(offices: Any) -> Office | None:
    wanted = request.args.get("office", type=int)
    fitting = [each for each in offices if each.id == wanted]
    return next(iter([*fitting, *offices]), None)


def _line(each: HelperMonth, month: Month) -> dict[str, Any]:
    return {
        "id": each.helper_id, "name": each.name, "open_visits": each.open_visits,
        "url": url_for("hours_and_costs.office_month", helper_id=each.helper_id, month=month.word),
        "visits": labels.hours_text(each.visit_minutes), "others": labels.hours_text(each.other_minutes),
        "costs": [
            f"{labels.OFFICE_STATES[state]}: {money_text(each.cents[state])}"
            for state in SHOWN_STATES
            if each.cents.get(state)
        ],
    }  # fmt: skip


def _totals(lines: list[HelperMonth]) -> list[dict[str, str]]:
    minutes = sum(each.visit_minutes + each.other_minutes for each in lines)
    sums = [(state, sum(each.cents.get(state, 0) for each in lines)) for state in SHOWN_STATES]
    return [
        {"key": str(_("Hours")), "value": labels.hours_text(minutes)},
        *(
            {"key": str(labels.OFFICE_STATES[state]), "value": money_text(cents)}
            for state, cents in sums
            if cents
        ),
    ]


def _export(each: Any) -> dict[str, Any]:
    what = str(labels.OFFICE_STATES[each.state]) if each.state else str(_("All"))
    return {
        "number": each.number, "at": each.exported_at, "by": each.exported_by, "what": what,
        "count": each.count, "amount": money_text(each.cents), "kind": labels.FILE_KINDS[each.kind],
    }  # fmt: skip


@blueprint.post("/hours/offices/<int:office_id>/<month>/close")
@audience(Permission.DECIDE_COSTS)
def close(office_id: int, month: str) -> Any:
    """Close a month."""
    chosen = _month(month)
    actions.close_month(office_id=office_id, month=chosen, by=current_viewer(), now=now())
    flash(_("The month is closed. Nothing is entered in it any more."), "success")
    return _back(office_id, chosen)


@blueprint.post("/hours/offices/<int:office_id>/<month>/reopen")
@audience(Permission.DECIDE_COSTS)
def reopen(office_id: int, month: str) -> Any:
    """Open a closed month again."""
    chosen = _month(month)
    actions.reopen_month(office_id=office_id, month=chosen, by=current_viewer(), now=now())
    flash(_("The month is open again."), "success")
    return _back(office_id, chosen)


@blueprint.post("/hours/offices/<int:office_id>/<month>/export")
@audience(Permission.EXPORT_COSTS)
def export(office_id: int, month: str) -> Any:
    """Return the costs of a month as a file for accounting, and note that it was made."""
    viewer, chosen, form = current_viewer(), _month(month), ExportForm()
    office = _own_office(viewer, office_id)
    if not form.validate_on_submit():
        flash(_("Choose which costs, and as what."), "error")
        return _back(office_id, chosen)
    costs = costs_to_export(viewer, office_id, chosen, form.cost_state())
    note = actions.note_export(
        office_id=office_id, month=chosen, state=form.cost_state(), kind=form.file_kind(), costs=costs,
        by=viewer, now=now(),
    )  # fmt: skip
    made = file_of(note, costs, office=office)
    name = f"costs-{office.code}-{chosen.word}-{note.number}.{note.kind}"
    return Response(
        made.data, content_type=made.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@blueprint.route("/hours/offices/<int:office_id>/settings", methods=["GET", "POST"])
@audience(Permission.DECIDE_COSTS)
def settings(office_id: int) -> Any:
    """Ask what an office refunds."""
    viewer = current_viewer()
    office, known = _own_office(viewer, office_id), settings_of(viewer, office_id)
    form = SettingsForm(data=SettingsForm.data_of(known.cents_per_km, known.limits))
    if form.validate_on_submit():
        actions.change_settings(
            office_id=office_id, cents_per_km=cents_in(form.per_km.data) or 0, limits=form.limits(),
            by=viewer, now=now(),
        )  # fmt: skip
        flash(_("Saved. It holds for everything that is entered from now on."), "success")
        return redirect(url_for("hours_and_costs.overview", office=office_id))
    page = render_template("hours_and_costs/settings.html", form=form, office=office)
    return page, UNPROCESSABLE if form.errors else 200


def _own_office(viewer: Viewer, office_id: int) -> Office:
    found = [each for each in own_offices(viewer) if each.id == office_id]
    if not found:
        raise NotFoundRefusal
    return found[0]


def _month(word: str) -> Month:
    month = read_month(word)
    if month is None:
        raise NotFoundRefusal
    return month


def _back(office_id: int, month: Month) -> Any:
    return redirect(url_for("hours_and_costs.overview", office=office_id, month=month.word))
