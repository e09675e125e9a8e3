"""A helper's own page: how they are asked, what the office should know, their data, stopping."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.actions import AskSettings
from helpexchange.helper_profiles.forms import OwnAboutForm, SettingsForm
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import experience_ids, offered_experiences, own_helper
from helpexchange.helper_profiles.rules import HelperKind
from helpexchange.notifications.rules import Channel

UNPROCESSABLE = 422


@blueprint.route("/my-help/settings", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_settings(reference: str) -> Any:
    """Change how one is asked."""
    helper = own_helper(current_viewer(), reference)
    form = SettingsForm(data=_settings_of(helper))
    form.offer()
    if form.validate_on_submit():
        settings = AskSettings(
            channel=Channel(form.channel.data), language=form.language.data, phone=form.phone.data,
            email=form.email.data, street=form.street.data, town=form.town.data,
            quiet_days=[int(day) for day in form.quiet_days.data or ()],
        )  # fmt: skip
        actions.change_settings(reference=reference, settings=settings, by=current_viewer(), now=now())
        flash(_("Noted: that is how we tell you things from now on."), "success")
        return _back()
    return _page("helper_profiles/my_settings.html", form)


def _settings_of(helper: HelperProfile) -> dict[str, Any]:
    names = ("phone", "email", "street", "town")
    language = helper.language or current_viewer().language or "de"
    return {
        "channel": helper.channel.value, "language": language,
        "quiet_days": [str(day) for day in helper.quiet_days or ()],
        **{name: getattr(helper, name) for name in names},
    }  # fmt: skip


@blueprint.route("/my-help/about", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def my_about(reference: str) -> Any:
    """Change what only the office sees."""
    viewer = current_viewer()
    helper = own_helper(viewer, reference)
    is_peer = helper.kind == HelperKind.PEER_SUPPORTER
    offered = offered_experiences(viewer, helper.office_id) if is_peer else []
    chosen = list(experience_ids(viewer, helper.id)) if is_peer else []
    form = OwnAboutForm(data={"wishes": helper.wishes, "about_me": helper.about_me, "experiences": chosen})
    form.offer([(entry.id, entry.name) for entry in offered])
    if form.validate_on_submit():
        now_chosen = form.experiences.data or () if "experiences" in form else chosen
        actions.change_about(
            reference=reference, about_me=form.about_me.data, wishes=form.wishes.data,
            chosen_experiences=now_chosen, by=viewer, now=now(),
        )  # fmt: skip
        flash(_("Noted. Only your office reads this."), "success")
        return _back()
    return _page("helper_profiles/my_about.html", form)


@blueprint.route("/my-help/leave", methods=["GET", "POST"])
@audience(PUBLIC)
@own_page
def stop_helping(reference: str) -> Any:
    """Ask once more, then stop being a helper."""
    form = FlaskForm()
    if form.validate_on_submit():
        actions.leave(reference=reference, by=current_viewer(), now=now())
        flash(_("You no longer help. Thank you for all you did!"), "success")
        return _back()
    return _page("helper_profiles/my_leave.html", form, helper=own_helper(current_viewer(), reference))


@blueprint.post("/my-help/come-back")
@audience(PUBLIC)
@own_page
def come_back(reference: str) -> Any:
    """Take stopping back."""
    actions.undo_leave(reference=reference, by=current_viewer(), now=now())
    flash(_("Good to have you back!"), "success")
    return _back()


def _page(template: str, form: Any, **words: Any) -> tuple[str, int]:
    return render_template(template, form=form, **words), UNPROCESSABLE if form.errors else 200


def _back() -> Any:
    return redirect(url_for("helper_profiles.my_help"))
