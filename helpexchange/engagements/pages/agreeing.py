"""The office agrees on visits for two people, and changes their times."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements import actions
from helpexchange.engagements.forms import TimesForm, data_of
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.queries import engagement_of_office, helper_to_agree_with
from helpexchange.engagements.rules import BadSeriesError, HelperBusyThenError, Rhythm
from helpexchange.help_requests.queries import request_of_office
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422
LONGEST_GIVEN = 200


@blueprint.route("/engagements/new/<int:request_id>/<int:helper_id>", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def agree(request_id: int, helper_id: int) -> Any:
    """Ask when a helper comes, and begin the visits; `times` in the address fills in a proposal's times."""
    record = request_of_office(current_viewer(), request_id)
    helper = helper_to_agree_with(current_viewer(), helper_id)
    rhythm = Rhythm.ONCE if record.is_one_off else Rhythm.WEEKLY
    given = request.args.get("times", "")[:LONGEST_GIVEN]
    form = TimesForm(data={"times": given, "rhythm": rhythm.value, "skips_public": True})
    form.offer()
    if form.validate_on_submit():
        try:
            engagement = actions.begin_engagement(
                request_id=record.id,
                helper_id=helper.id,
                agreed=form.agreed(),
                tells_both=True,
                by=current_viewer(),
                now=now(),
            )
        except (BadSeriesError, HelperBusyThenError) as refusal:
            _show_beside(form, refusal)
        else:
            flash(_("The visits are planned. Both have been told."), "success")
            return redirect(url_for("engagements.show_engagement", engagement_id=engagement.id))
    person = record.person.name if record.person else record.reference
    names = {"helper": helper.name, "person": person, "kind": skill_name(record.kind_code, record.kind.name)}
    title = str(_("%(helper)s helps %(person)s: %(kind)s", **names))
    back = url_for("engagements.engagements")
    return _page(form, named=title, back=back, is_change=False)


@blueprint.route("/engagements/<int:engagement_id>/times", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def new_times(engagement_id: int) -> Any:
    """Ask for new times and from when on they hold."""
    engagement = engagement_of_office(current_viewer(), engagement_id)
    form = TimesForm(data=data_of(engagement.series[-1]))
    form.offer()
    back = url_for("engagements.show_engagement", engagement_id=engagement_id)
    if form.validate_on_submit() and form.first.day:
        try:
            actions.change_times(
                engagement_id=engagement_id, agreed=form.agreed(), on=form.first.day, by=current_viewer(),
                now=now(),
            )  # fmt: skip
        except (BadSeriesError, HelperBusyThenError) as refusal:
            _show_beside(form, refusal)
        else:
            flash(_("The visits have new times. Both have been told."), "success")
            return redirect(back)
    return _page(form, named=engagement.helper.name, back=back, is_change=True)


def _show_beside(form: TimesForm, refusal: Refusal) -> None:
    form.times.errors = [str(refusal.words)]


def _page(form: TimesForm, *, named: str, back: str, is_change: bool) -> tuple[str, int]:
    page = render_template(
        "engagements/times.html", form=form, named=named, back=back, is_change=is_change, today=today()
    )
    return page, UNPROCESSABLE if form.errors else 200
