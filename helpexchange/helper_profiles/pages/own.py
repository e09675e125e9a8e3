"""A helper's own page: what is left to do, times, days away, pause."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import day_text
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.week import grid_and_rest, times_in_words
from helpexchange.helper_profiles import actions, labels
from helpexchange.helper_profiles.forms import AwayForm, PauseForm, ReachForm, WeekForm, metres_of, minutes_of
from helpexchange.helper_profiles.forms.offering import ANYWHERE, AS_NEEDED
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.reach_picture import reach_picture
from helpexchange.helper_profiles.pages.steps_left import steps_of
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import asked_checks, booked_slot, has_photo, own_helper
from helpexchange.helper_profiles.rules import ARRIVING_STATES, BadDaysError, HelperState
from helpexchange.offices.queries import districts

UNPROCESSABLE = 422


@blueprint.get("/my-help")
@audience(PUBLIC)
@own_page
def my_help(reference: str) -> str:
    """Show where somebody stands as a helper, and all they can change."""
    viewer = current_viewer()
    helper = own_helper(viewer, reference)
    asked = asked_checks(viewer, [helper.id])[helper.id]
    slot = booked_slot(viewer, helper.id, now=now())
    return render_template(
        "helper_profiles/my_help.html", helper=helper,
        office=helper.office,
        state=labels.STATES[helper.state], colour=labels.COLOURS[helper.state],
        next=labels.WHAT_NEXT[helper.state], steps=steps_of(helper, asked, today=today()),
        how_much=", ".join(_how_much(helper)), times=times_in_words(helper.times),
        absences=_absences(helper), slot=slot,
        has_photo=has_photo(viewer, helper.id),
        way=labels.WAYS[slot.way] if slot else "", channel=labels.CHANNELS[helper.channel],
        is_acting=bool(viewer.permissions) and helper.account_id != viewer.account_id,
        is_arriving=helper.state in ARRIVING_STATES, may_pause=helper.state == HelperState.ACTIVE,
        is_paused=helper.state == HelperState.PAUSED, has_left=helper.state == HelperState.LEFT,
    )  # fmt: skip


def _how_much(helper: HelperProfile) -> list[str]:
    return [
        labels.reach(helper.max_distance_m),
        labels.people_at_once(helper.max_requests),
        labels.time_per_week(helper.minutes_per_week),
    ]


def _absences(helper: HelperProfile) -> list[tuple[int, str]]:
    to_come = [each for each in helper.absences if each.back_on > today()]
    return [(each.id, labels.days_away(each.starts_on, each.back_on)) for each in to_come]


@blueprint.route("/my-help/times", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_times(reference: str) -> Any:
    """Change the weekly times."""
    helper = own_helper(current_viewer(), reference)
    cells, rest = grid_and_rest(helper.times)
    text = "; ".join(times_in_words(rest)) if rest else ""
    form = WeekForm(data={"cells": cells, "text": text, "shown": text})
    if form.validate_on_submit() and not form.must_show():
        actions.change_times(reference=reference, times=form.times(), by=current_viewer(), now=now())
        flash(_("Your times are changed."), "success")
        return _back()
    return _form_page("helper_profiles/my_times.html", form)


@blueprint.route("/my-help/reach", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_reach(reference: str) -> Any:
    """Change how far one goes, for how many people, for how much time."""
    viewer = current_viewer()
    helper = own_helper(viewer, reference)
    form = ReachForm(data=_reach_of(helper))
    form.offer(now_m=helper.max_distance_m, now_minutes=helper.minutes_per_week)
    if form.validate_on_submit():
        actions.change_reach(
            reference=reference, max_distance_m=metres_of(form.reach.data),
            max_requests=int(form.max_requests.data), minutes_per_week=minutes_of(form.minutes_per_week.data),
            by=viewer, now=now(),
        )  # fmt: skip
        flash(_("Noted. We never ask you for more than this."), "success")
        return _back()
    picture = reach_picture(helper.latitude, helper.longitude, districts(viewer))
    return _form_page("helper_profiles/my_reach.html", form, picture=picture)


def _reach_of(helper: HelperProfile) -> dict[str, str]:
    metres, minutes = helper.max_distance_m, helper.minutes_per_week
    return {
        "reach": ANYWHERE if metres is None else str(int(metres)),
        "max_requests": str(helper.max_requests),
        "minutes_per_week": AS_NEEDED if minutes is None else str(minutes),
    }


@blueprint.route("/my-help/away", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_absence(reference: str) -> Any:
    """Enter days away."""
    own_helper(current_viewer(), reference)
    form = AwayForm()
    if form.validate_on_submit() and form.first.day and form.last.day:
        try:
            actions.add_absence(
                reference=reference, first=form.first.day, last=form.last.day, by=current_viewer(), now=now(),
                today=today(),
            )  # fmt: skip
        except BadDaysError as refusal:
            form.last.errors = [str(refusal.words)]
        else:
            flash(_("We ask you for nothing in that time."), "success")
            return _back()
    elif form.is_submitted() and not form.errors:
        form.first.errors = [str(_("Enter a day."))]
    return _form_page("helper_profiles/my_absence.html", form)


@blueprint.post("/my-help/away/<int:absence_id>/remove")
@audience(PUBLIC)
@own_page
def remove_absence(absence_id: int, reference: str) -> Any:
    """Remove days away."""
    actions.remove_absence(reference=reference, absence_id=absence_id, by=current_viewer(), now=now())
    flash(_("The days away are removed."), "success")
    return _back()


@blueprint.route("/my-help/pause", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_pause(reference: str) -> Any:
    """Begin a pause, or change its end."""
    helper = own_helper(current_viewer(), reference)
    form = PauseForm(data={"until": helper.paused_until.isoformat() if helper.paused_until else ""})
    if form.validate_on_submit():
        try:
            actions.pause_own_help(
                reference=reference, until=form.until.day, by=current_viewer(), now=now(), today=today()
            )
        except BadDaysError:
            form.until.errors = [str(_("Enter a day to come, at most a year from now."))]
        else:
            until = form.until.day
            flash(
                _("You have a pause until %(day)s.", day=day_text(until))
                if until
                else _("You have a pause until you tell us."),
                "success",
            )
            return _back()
    return _form_page("helper_profiles/my_pause.html", form)


@blueprint.post("/my-help/resume")
@audience(PUBLIC)
@own_page
def end_my_pause(reference: str) -> Any:
    """End a pause."""
    actions.resume_own_help(reference=reference, by=current_viewer(), now=now())
    flash(_("Good to have you back! From now on we may ask you again."), "success")
    return _back()


def _form_page(template: str, form: Any, **words: Any) -> tuple[str, int]:
    return render_template(template, form=form, **words), (UNPROCESSABLE if form.errors else 200)


def _back() -> Any:
    return redirect(url_for("helper_profiles.my_help"))
