"""Times for interviews: the helper books one, the office offers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import moment_text, ngettext
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions, labels
from helpexchange.helper_profiles.forms import SlotsForm
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import booked_slot, free_slots, own_helper, slots_of_offices
from helpexchange.helper_profiles.rules import ARRIVING_STATES, InterviewWay, SlotOverError
from helpexchange.offices.queries import offices

UNPROCESSABLE = 422


@blueprint.get("/my-help/interview")
@audience(PUBLIC)
@own_page
def my_interview(reference: str) -> str:
    """Show the times that are free, and the one that is booked."""
    viewer = current_viewer()
    helper = own_helper(viewer, reference)
    slot = booked_slot(viewer, helper.id, now=now())
    return render_template(
        "helper_profiles/my_interview.html", slot=slot, ways=labels.WAYS,
        slots=free_slots(viewer, helper.office_id, now=now()) if helper.state in ARRIVING_STATES else [],
        office=helper.office,
    )  # fmt: skip


@blueprint.post("/my-help/interview/<int:slot_id>/book")
@audience(PUBLIC)
@own_page
def book_interview(slot_id: int, reference: str) -> Any:
    """Book a time."""
    slot = actions.book_interview(reference=reference, slot_id=slot_id, by=current_viewer(), now=now())
    flash(_("Your interview is booked: %(at)s.", at=moment_text(slot.starts_at)), "success")
    return redirect(url_for("helper_profiles.my_interview"))


@blueprint.post("/my-help/interview/cancel")
@audience(PUBLIC)
@own_page
def cancel_interview(reference: str) -> Any:
    """Give the booked time back."""
    actions.cancel_own_interview(reference=reference, by=current_viewer(), now=now())
    flash(_("The interview is cancelled. You can choose another time."), "success")
    return redirect(url_for("helper_profiles.my_interview"))


@blueprint.route("/helpers/interviews", methods=["GET", "POST"])
@audience(Permission.SEE_NEW_ARRIVALS)
def interview_slots() -> Any:
    """Show an office's times for interviews, and offer more."""
    viewer = current_viewer()
    form = SlotsForm()
    own = [(office.id, office.name) for office in offices(viewer) if office.id in viewer.office_ids]
    form.offer(own)
    if form.validate_on_submit() and _offer(form):
        return redirect(url_for("helper_profiles.interview_slots"))
    page = render_template(
        "helper_profiles/interview_slots.html", form=form, ways=labels.WAYS, office_names=dict(own),
        slots=slots_of_offices(viewer, now=now()), may_offer=viewer.may(Permission.ACTIVATE_HELPERS) and own,
        confirm_id=request.args.get("withdraw", type=int),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _offer(form: SlotsForm) -> bool:
    """Offer what the form says; False when a time is over, with the error beside it."""
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    starts = [datetime.combine(form.day.day or today(), each, zone).astimezone(UTC) for each in form.begins()]
    try:
        count = actions.offer_slots(
            office_id=form.office_id.data, starts=starts, minutes=form.minutes.data,
            way=InterviewWay(form.way.data), by=current_viewer(), now=now(),
        )  # fmt: skip
    except SlotOverError:
        form.day.errors = [str(_("This time is over. Enter a day to come."))]
        return False
    flash(ngettext("One time is offered.", "%(num)s times are offered.", count), "success")
    return True


@blueprint.post("/helpers/interviews/<int:slot_id>/withdraw")
@audience(Permission.ACTIVATE_HELPERS)
def withdraw_slot(slot_id: int) -> Any:
    """Take a time back."""
    actions.withdraw_slot(slot_id=slot_id, by=current_viewer(), now=now())
    flash(_("The time is taken back. Who had booked it is told."), "success")
    return redirect(url_for("helper_profiles.interview_slots"))
