"""The office's queue of helpers: new, to interview, to check, to make active, checks that expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.queries import history
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.core.week import times_in_words
from helpexchange.helper_profiles import actions, labels
from helpexchange.helper_profiles.actions.steps import UNDOABLE_ACTS
from helpexchange.helper_profiles.forms import CheckForm
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.steps_left import steps_of
from helpexchange.helper_profiles.queries import (
    OBJECT_TYPE,
    arrivals_in_order,
    asked_checks,
    booked_slots,
    checks_that_expire,
    experiences_of_helper,
    helper_of_office,
    missing_checks,
)
from helpexchange.helper_profiles.rules import REMIND_DAYS, BadSeenDayError, HelperState
from helpexchange.skills.labels import check_name, skill_name

UNPROCESSABLE = 422
LISTS = ("new", "interview", "check", "ready", "expiring")


@blueprint.get("/helpers/queue")
@audience(Permission.SEE_NEW_ARRIVALS)
def queue() -> str:
    """Show whom to call, to interview, to check and to make active, and whose checks expire."""
    viewer = current_viewer()
    arrivals = arrivals_in_order(viewer)
    missing = missing_checks(viewer, [helper.id for helper in arrivals], today=today())
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    slots = booked_slots(viewer, [helper.id for helper in arrivals], now=now())
    for helper in arrivals:
        line = _line(helper, missing[helper.id], slots.get(helper.id))
        for name in _lists_of(helper, missing[helper.id]):
            lists[name].append(line)
    lists["expiring"] = _expiring(viewer)
    chosen = request.args.get("list", "")
    chosen = chosen if chosen in LISTS else next((name for name in LISTS if lists[name]), "new")
    return render_template(
        "helper_profiles/queue.html", lists=lists, chosen=chosen, names=labels.QUEUES,
        lines=lists[chosen], empty=labels.EMPTY_QUEUES[chosen],
        may_step=viewer.may(Permission.ACTIVATE_HELPERS),
    )  # fmt: skip


def _lists_of(helper: HelperProfile, missing: Sequence[str]) -> list[str]:
    """Return in which lists a helper stands; somebody not yet called may have booked an interview already."""
    if helper.state == HelperState.CHECKED:
        return ["ready"]
    found = ["new"] if helper.state == HelperState.APPLIED else []
    found += ["interview"] if "interview" in missing else []
    is_contacted = helper.state == HelperState.CONTACTED
    return found + (["check"] if is_contacted and "interview" not in missing else [])


def _line(helper: HelperProfile, missing: Sequence[str], slot: Any) -> dict[str, Any]:
    due = helper.contact_due_on
    return {
        "helper": helper,
        "name": helper.name,
        "kind": labels.KINDS[helper.kind],
        "missing": [check_name(code) for code in missing],
        "due_on": due if helper.state == HelperState.APPLIED else None,
        "is_late": helper.state == HelperState.APPLIED and due is not None and due < today(),
        "slot": slot,
        "way": labels.WAYS[slot.way] if slot else "",
    }


def _expiring(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the checks that expire within 60 days or have expired, if the helper's offers ask for them."""
    found = checks_that_expire(viewer, until=today() + timedelta(days=max(REMIND_DAYS)))
    asked = asked_checks(viewer, sorted({helper.id for _check, helper in found}))
    return [
        {
            "helper": helper,
            "name": helper.name,
            "kind": labels.KINDS[helper.kind],
            "check": check_name(check.check_code),
            "expires_on": check.expires_on,
            "is_late": check.expires_on is not None and check.expires_on < today(),
        }
        for check, helper in found
        if check.check_code in asked[helper.id]
    ]


@blueprint.route("/helpers/<int:helper_id>", methods=["GET", "POST"])
@audience(Permission.SEE_NEW_ARRIVALS)
def show_helper(helper_id: int) -> Any:
    """Show a helper to their office, and note a check that was seen."""
    viewer = current_viewer()
    helper = helper_of_office(viewer, helper_id)
    asked = asked_checks(viewer, [helper.id])[helper.id]
    form = CheckForm(data={"seen_on": today().isoformat()})
    form.offer(list(asked))
    if form.validate_on_submit() and _note(form, helper_id):
        return redirect(way_back(url_for("helper_profiles.show_helper", helper_id=helper_id)))
    entries = history(viewer, object_type=OBJECT_TYPE, object_ids=[helper.id], at_most=50)
    steps = steps_of(helper, asked, today=today())
    page = render_template(
        "helper_profiles/show_helper.html", helper=helper, form=form, kind=labels.KINDS[helper.kind],
        name=helper.name, state=labels.STATES[helper.state], colour=labels.COLOURS[helper.state],
        steps=steps, missing=[step for step in steps if not step["is_done"]],
        times=times_in_words(helper.times),
        skills=[skill_name(each.skill_code) for each in helper.skills],
        reach=labels.reach(helper.max_distance_m),
        week=labels.time_per_week(helper.minutes_per_week), channel=labels.CHANNELS[helper.channel],
        experiences=experiences_of_helper(viewer, helper.id), away=_away(helper),
        events=[{"at": entry.at, "text": labels.act_in_words(entry), "note": ""} for entry in entries],
        may_note=viewer.may(Permission.ACTIVATE_HELPERS),
        may_undo=bool(entries) and entries[0].act == "note_check",
        may_take_back=bool(entries) and entries[0].act in UNDOABLE_ACTS,
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _away(helper: HelperProfile) -> list[str]:
    return [
        labels.days_away(each.starts_on, each.back_on) for each in helper.absences if each.back_on > today()
    ]


def _note(form: CheckForm, helper_id: int) -> bool:
    """Note what the form says; False when the day cannot be, with the error beside it."""
    seen_on = form.seen_on.day
    try:
        actions.note_check(
            helper_id=helper_id, check_code=form.check_code.data, seen_on=seen_on or today(),
            by=current_viewer(), now=now(), today=today(),
        )  # fmt: skip
    except BadSeenDayError as refusal:
        form.seen_on.errors = [str(refusal.words)]
        return False
    flash(_("Noted. Only the day and the expiry are kept."), "success")
    return True


@blueprint.post("/helpers/<int:helper_id>/undo-check")
@audience(Permission.ACTIVATE_HELPERS)
def undo_note_check(helper_id: int) -> Any:
    """Take the check that was noted last back."""
    actions.undo_note_check(helper_id=helper_id, by=current_viewer(), now=now())
    flash(_("The check that was noted last is taken back."), "success")
    return redirect(url_for("helper_profiles.show_helper", helper_id=helper_id))
