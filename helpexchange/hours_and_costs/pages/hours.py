"""The month of a helper: visits, other hours, costs; what the year has come to."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request

from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import money_text
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.forms import DoneForm, minutes_in
from helpexchange.engagements.labels import VISIT_STATES, span
from helpexchange.engagements.models import Visit
from helpexchange.engagements.queries import visit_of_side
from helpexchange.engagements.rules import BadVisitError, Outcome, Side, VisitState
from helpexchange.hours_and_costs import actions, labels
from helpexchange.hours_and_costs.forms import HoursForm
from helpexchange.hours_and_costs.models import LoggedHours, TravelCost
from helpexchange.hours_and_costs.pages.blueprint import UNPROCESSABLE
from helpexchange.hours_and_costs.pages.cards import certificate_card, cost_card
from helpexchange.hours_and_costs.pages.whose import Whose, page_for
from helpexchange.hours_and_costs.queries import (
    cents_by_state,
    certificates_of_helper,
    closed_month,
    costs_of_month,
    logged_of_helper,
    logged_of_month,
    minutes_of,
    visits_of_month,
)
from helpexchange.hours_and_costs.rules import (
    CostState,
    DayToComeError,
    MonthClosedError,
    month_of,
    read_month,
)
from helpexchange.offices.queries import office_by_id
from helpexchange.skills.labels import skill_name


@page_for("")
def month(whose: Whose) -> str:
    """Show a month with its visits, hours and costs, and the sums of the year."""
    viewer, helper = current_viewer(), whose.helper
    this = month_of(today())
    chosen = read_month(request.args.get("month", "")) or this
    closed = closed_month(viewer, helper.office_id, chosen)
    visits = visits_of_month(viewer, helper.id, chosen, now=now())
    logged = logged_of_month(viewer, helper.id, chosen)
    costs = costs_of_month(viewer, helper.id, chosen)
    minutes = sum(each.minutes_spent or 0 for each in visits if each.state is VisitState.DONE)
    return render_template(
        "hours_and_costs/month.html", whose=whose, month=chosen, this=this, closed=closed,
        office=office_by_id(viewer, helper.office_id), title=labels.month_text(chosen),
        visits=[_visit(each, whose) for each in visits], logged=[_logged(each) for each in logged],
        costs=[_cost(each, whose) for each in costs], year=_year(whose, chosen.first.year),
        hours=labels.hours_text(minutes + sum(each.minutes for each in logged)),
        spent=money_text(sum(each.cents for each in costs)), may_enter=whose.may_enter and closed is None,
        certificates=[certificate_card(each) for each in certificates_of_helper(viewer, helper.id)],
    )  # fmt: skip


def _visit(visit: Visit, whose: Whose) -> dict[str, Any]:
    state, colour = VISIT_STATES[visit.state]
    person = visit.request.person
    is_done, is_open = visit.state is VisitState.DONE, visit.state is VisitState.PLANNED
    return {
        "id": visit.id, "day": visit.day, "span": span(visit.start_min, visit.end_min), "state": state,
        "colour": colour, "is_open": is_open, "is_done": is_done,
        "kind": skill_name(visit.request.kind_code, visit.request.kind.name),
        "who": person.name if person and not whose.is_office else "",
        "hours": labels.hours_text(visit.minutes_spent or 0) if is_done else "",
    }  # fmt: skip


def _cost(cost: TravelCost, whose: Whose) -> dict[str, Any]:
    card = cost_card(cost)
    return {**card, "state": labels.OFFICE_STATES[cost.state]} if whose.is_office else card


def _logged(entry: LoggedHours) -> dict[str, Any]:
    return {
        "id": entry.id, "day": entry.day, "kind": labels.HOUR_KINDS[entry.kind], "note": entry.note,
        "hours": labels.hours_text(entry.minutes),
    }  # fmt: skip


def _year(whose: Whose, year: int) -> list[tuple[str, str]]:
    """Return the sums of a year: hours, and costs by where they stand."""
    viewer, first, before = current_viewer(), date(year, 1, 1), date(year + 1, 1, 1)
    minutes = minutes_of(viewer, whose.helper.id, first=first, before=before)
    cents = cents_by_state(viewer, whose.helper.id, first=first, before=before)
    sums = [(_("Hours in %(year)s", year=year), labels.hours_text(minutes))]
    words = (
        labels.OFFICE_STATES
        if whose.is_office
        else {key: word for key, (word, _colour) in labels.STATES.items()}
    )
    shown = [each for each in CostState if each is not CostState.WITHDRAWN and cents.get(each)]
    return sums + [(str(words[each]), money_text(cents[each])) for each in shown]


@page_for("/visits/<int:visit_id>/as-planned", "POST")
def as_planned(whose: Whose, visit_id: int) -> Any:
    """Note that a visit took as long as planned."""
    visit = visit_of_side(current_viewer(), Side.HELPER, whose.helper.id, visit_id)
    outcome = actions.confirm_as_planned(visit=visit, side=whose.side, by=current_viewer(), now=now())
    _say(outcome)
    return redirect(f"{whose.month_url(visit.day)}#visit-{visit.id}")


@page_for("/visits/<int:visit_id>", "GET", "POST")
def minutes(whose: Whose, visit_id: int) -> Any:
    """Ask how long a visit took."""
    visit = visit_of_side(current_viewer(), Side.HELPER, whose.helper.id, visit_id)
    known = visit.minutes_spent or visit.end_min - visit.start_min
    form = DoneForm(data={"minutes": str(known), "note": visit.note})
    if form.validate_on_submit():
        try:
            outcome = actions.confirm_minutes(
                visit=visit, side=whose.side, minutes=minutes_in(form.minutes.data) or 0,
                note=form.note.data, by=current_viewer(), now=now(),
            )  # fmt: skip
        except BadVisitError as refusal:
            form.minutes.errors = [str(refusal.words)]
        else:
            _say(outcome)
            return redirect(f"{whose.month_url(visit.day)}#visit-{visit.id}")
    page = render_template(
        "hours_and_costs/minutes.html", whose=whose, form=form, visit=_visit(visit, whose),
        back=whose.month_url(visit.day),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _say(outcome: Outcome) -> None:
    words = _("Noted. Thank you!") if outcome is Outcome.DONE else _("This was noted before. Thank you!")
    flash(words, "success")


@page_for("/other/new", "GET", "POST")
def new_hours(whose: Whose) -> Any:
    """Ask for hours without a visit."""
    form = HoursForm(data={"day": today().isoformat(), "reference": HoursForm.new_reference()})
    if form.validate_on_submit():
        try:
            entry = actions.log_hours(
                helper=whose.helper, hours=form.hours(), reference=form.reference.data, side=whose.side,
                by=current_viewer(), now=now(),
            )  # fmt: skip
        except (DayToComeError, MonthClosedError) as refusal:
            form.day.errors = [str(refusal.words)]
        else:
            flash(_("The hours are noted. Thank you!"), "success")
            return redirect(whose.month_url(entry.day))
    return _hours_page(whose, form, entry=None)


@page_for("/other/<int:entry_id>", "GET", "POST")
def other_hours(whose: Whose, entry_id: int) -> Any:
    """Correct hours without a visit."""
    entry = logged_of_helper(current_viewer(), whose.helper.id, entry_id)
    form = HoursForm(data=HoursForm.data_of(entry))
    if form.validate_on_submit():
        try:
            actions.correct_hours(
                entry=entry, hours=form.hours(), side=whose.side, by=current_viewer(), now=now()
            )
        except (DayToComeError, MonthClosedError) as refusal:
            form.day.errors = [str(refusal.words)]
        else:
            flash(_("The hours are corrected."), "success")
            return redirect(whose.month_url(entry.day))
    return _hours_page(whose, form, entry=entry)


@page_for("/other/<int:entry_id>/remove", "POST")
def remove_hours(whose: Whose, entry_id: int) -> Any:
    """Remove hours without a visit."""
    entry = logged_of_helper(current_viewer(), whose.helper.id, entry_id)
    back = whose.month_url(entry.day)
    actions.remove_hours(entry=entry, side=whose.side, by=current_viewer(), now=now())
    flash(_("The hours are removed."), "success")
    return redirect(back)


def _hours_page(whose: Whose, form: HoursForm, *, entry: LoggedHours | None) -> tuple[str, int]:
    back = whose.month_url(entry.day) if entry else whose.url("month")
    page = render_template("hours_and_costs/hours.html", whose=whose, form=form, entry=entry, back=back)
    return page, UNPROCESSABLE if form.errors else 200
