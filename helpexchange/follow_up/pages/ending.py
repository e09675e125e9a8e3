"""What comes next, when visits have ended: by the link in the thanks."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, town_day
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements.rules import Side
from helpexchange.follow_up import actions
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.follow_up.pages.by_link import ByLink, engagement_of_link
from helpexchange.help_requests.rules import REOPENABLE_STATES, RequestState
from helpexchange.helper_profiles.actions import confirm_interest, pause_own_help
from helpexchange.helper_profiles.links import PAGE, token_for
from helpexchange.helper_profiles.rules import HelperState

#: Of the feature that makes certificates, if this installation has it.
CERTIFICATES = "hours_and_costs.helper_month"
SOUGHT = (RequestState.OPEN, RequestState.PROPOSED)


@blueprint.get("/visits/next/<token>")
@easy_to_read
@audience(PUBLIC)
def what_next(token: str) -> str:
    """Thank, and show what one may choose now."""
    come = engagement_of_link(token)
    state, helper = come.engagement.request.state, come.helper
    own_page = url_for("helper_profiles.open_link", token=token_for(PAGE, helper.id, helper.link_number))
    return render_template(
        "follow_up/next.html", token=token, **come.about(), is_sought=state in SOUGHT,
        may_seek=state in REOPENABLE_STATES, has_paused=helper.state is HelperState.PAUSED,
        may_choose=helper.state in (HelperState.ACTIVE, HelperState.PAUSED), own_page=own_page,
        has_certificates=CERTIFICATES in current_app.view_functions,
    )  # fmt: skip


@blueprint.post("/visits/next/<token>/look")
@easy_to_read
@audience(PUBLIC)
def look_for_another(token: str) -> Any:
    """Look for another helper."""
    come = _of(Side.PERSON, token)
    actions.look_for_another(engagement=come.engagement, by=come.by, now=now())
    flash(_("We look for another helper for you."), "success")
    return redirect(url_for("follow_up.what_next", token=token))


@blueprint.post("/visits/next/<token>/ask-me")
@audience(PUBLIC)
def ask_me_again(token: str) -> Any:
    """Note that a helper likes to be asked again."""
    come = _of(Side.HELPER, token)
    confirm_interest(reference=come.helper.reference, by=come.by, now=now())
    flash(_("How nice! We ask you as soon as somebody needs you."), "success")
    return redirect(url_for("follow_up.what_next", token=token))


@blueprint.post("/visits/next/<token>/pause")
@audience(PUBLIC)
def pause(token: str) -> Any:
    """Let a helper pause until they say so."""
    come = _of(Side.HELPER, token)
    from_today = now()
    pause_own_help(
        reference=come.helper.reference, until=None, by=come.by, now=from_today, today=town_day(from_today)
    )
    flash(_("You have a pause. Nobody asks you until you say so."), "success")
    return redirect(url_for("follow_up.what_next", token=token))


def _of(side: Side, token: str) -> ByLink:
    come = engagement_of_link(token)
    if come.side is not side:
        raise NotFoundRefusal
    return come
