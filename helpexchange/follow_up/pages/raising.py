"""Something is wrong: the same page for the helper, the person and whoever acts for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.pages.mine import BOTH, Mine, page_for
from helpexchange.engagements.rules import Side
from helpexchange.follow_up import actions
from helpexchange.follow_up.actions.concerns import Words
from helpexchange.follow_up.forms import ConcernForm
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.follow_up.pages.by_link import engagement_of_link, visit_of_link
from helpexchange.follow_up.queries import engagement_of_side, engagements_of_request
from helpexchange.help_requests.pages.acting_link import acting_viewer, representation_of_link
from helpexchange.help_requests.queries.acting import request_acted_for

UNPROCESSABLE = 422


@page_for(BOTH, "/visits/concern/<int:engagement_id>", "GET", "POST", on=blueprint)
def concern(mine: Mine, engagement_id: int) -> Any:
    """Ask what is wrong, and tell the office at once."""
    engagement = engagement_of_side(mine.by, mine.side, mine.whose_id, engagement_id, now=now())
    return _ask(engagement, mine.side, back=mine.url("visits"), by=mine.by)


@blueprint.route("/acting-for/<token>/requests/<int:request_id>/concern", methods=["GET", "POST"])
@audience(PUBLIC)
def concern_about_request(token: str, request_id: int) -> Any:
    """Ask whoever acts for the person what is wrong with the visits of a request."""
    representation = representation_of_link(token, must_hold=True)
    viewer = acting_viewer(representation)
    record = request_acted_for(viewer, representation, request_id)
    found: Sequence[Engagement] = engagements_of_request(viewer, record.id, now=now())
    if not found:
        raise NotFoundRefusal
    return _ask(found[-1], Side.PERSON, back=url_for("help_requests.acting", token=token), by=viewer)


@blueprint.route("/visits/reminder/<token>/concern", methods=["GET", "POST"])
@easy_to_read
@audience(PUBLIC)
def reminder_concern(token: str) -> Any:
    """Ask whoever comes by the link of a reminder."""
    come, _visit = visit_of_link(token)
    return _ask(come.engagement, come.side, back=url_for("follow_up.reminder", token=token), by=come.by)


@blueprint.route("/visits/next/<token>/concern", methods=["GET", "POST"])
@easy_to_read
@audience(PUBLIC)
def ended_concern(token: str) -> Any:
    """Ask whoever comes by the link of the thanks."""
    come = engagement_of_link(token)
    return _ask(come.engagement, come.side, back=url_for("follow_up.what_next", token=token), by=come.by)


def _ask(engagement: Engagement, side: Side, *, back: str, by: Viewer) -> Any:
    form = ConcernForm()
    if not form.validate_on_submit():
        page = render_template("follow_up/concern.html", form=form, back=back, office=engagement.office)
        return page, UNPROCESSABLE if form.errors else 200
    words = Words(text=form.text.data)
    actions.raise_concern(engagement=engagement, side=side, words=words, by=by, now=now())
    flash(_("Thank you. Your office knows it now, and takes care of it."), "success")
    return redirect(back)
