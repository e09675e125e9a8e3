"""A helper or a person lets their visits rest, and go on."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template

from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements import actions
from helpexchange.engagements.forms import PauseForm
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.pages.mine import BOTH, Mine, page_for
from helpexchange.engagements.queries import engagements_of_side
from helpexchange.engagements.rules import BadPauseError

UNPROCESSABLE = 422


@page_for(BOTH, "/visits/pause/<int:engagement_id>", "GET", "POST")
def rest(mine: Mine, engagement_id: int) -> Any:
    """Ask from when until when visits rest."""
    engagement, form = _engagement(mine, engagement_id), PauseForm()
    if form.validate_on_submit() and (days := form.days()):
        try:
            actions.pause_engagement(
                engagement=engagement, side=mine.side, starts_on=days[0], back_on=days[1],
                by=mine.by, now=now(),
            )  # fmt: skip
        except BadPauseError as refusal:
            form.first.errors = [str(refusal.words)]
        else:
            flash(_("The visits rest. Both have been told."), "success")
            return redirect(mine.url("visits"))
    page = render_template("engagements/pause.html", form=form, back=mine.url("visits"), named="")
    return page, UNPROCESSABLE if form.errors else 200


@page_for(BOTH, "/visits/resume/<int:engagement_id>", "POST")
def go_on(mine: Mine, engagement_id: int) -> Any:
    """End all pauses from today on."""
    engagement = _engagement(mine, engagement_id)
    actions.resume_engagement(engagement=engagement, side=mine.side, by=mine.by, now=now())
    flash(_("The visits go on. Both have been told."), "success")
    return redirect(mine.url("visits"))


def _engagement(mine: Mine, engagement_id: int) -> Engagement:
    own = engagements_of_side(mine.by, mine.side, mine.whose_id)
    found = next((each for each in own if each.id == engagement_id), None)
    if found is None:
        raise NotFoundRefusal
    return found
