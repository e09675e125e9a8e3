"""Landing pages of signed links: nothing happens before a button is pressed."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.links import SignedLink
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.links import INTEREST, PAGE, PATHS, is_over, link_in
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.pages import blueprint
from helpexchange.helper_profiles.pages.whose import forget, remember, remember_for
from helpexchange.helper_profiles.queries import helper_by_reference, profile_that_stays, reference_of

GONE = 410


@blueprint.get("/my-help/open/<token>")
@audience(PUBLIC)
def open_link(token: str) -> str:
    """Ask before the page is opened: mail programs follow links by themselves."""
    _reference(PAGE, token)
    return render_template("helper_profiles/open_link.html", token=token)


@blueprint.post("/my-help/open/<token>")
@audience(PUBLIC)
def open_own_page(token: str) -> Any:
    """Open the helper's own page in this browser."""
    remember(_reference(PAGE, token))
    return redirect(url_for("helper_profiles.my_help"))


@blueprint.post("/helpers/<int:helper_id>/act-for")
@audience(Permission.ACTIVATE_HELPERS)
def act_for_helper(helper_id: int) -> Any:
    """Open a helper's page for a coordinator who has them on the phone."""
    remember_for(actions.open_page_for(helper_id=helper_id, by=current_viewer(), now=now()))
    return redirect(url_for("helper_profiles.my_help"))


@blueprint.post("/my-help/close")
@audience(PUBLIC)
def close_own_page() -> Any:
    """Close the page again, for computers that others use too."""
    forget()
    if current_viewer().may(Permission.ACTIVATE_HELPERS):
        flash(_("You no longer act for the helper."), "success")
        return redirect(url_for("helper_profiles.queue"))
    flash(_("Your page is closed on this device."), "success")
    return redirect(url_for("start_pages.front"))


@blueprint.get("/my-help/interest/<token>")
@audience(PUBLIC)
def ask_interest(token: str) -> str:
    """Ask whether somebody still likes to help."""
    _reference(INTEREST, token)
    return render_template("helper_profiles/ask_interest.html", token=token)


@blueprint.post("/my-help/interest/<token>")
@audience(PUBLIC)
def confirm_interest(token: str) -> Any:
    """Note that they do, and open their page."""
    reference = _reference(INTEREST, token)
    actions.confirm_interest(reference=reference, by=current_viewer(), now=now())
    remember(reference)
    flash(_("How nice! We go on asking you."), "success")
    return redirect(url_for("helper_profiles.my_help"))


@blueprint.post("/my-help/fresh/<purpose>/<token>")
@audience(PUBLIC)
def fresh_link(purpose: str, token: str) -> Any:
    """Send a new link the way the helper is told things, and end the old ones."""
    link, helper = _linked(purpose, token)
    stays = profile_that_stays(current_viewer(), helper)
    number = link.number if stays is helper else stays.link_number
    way = actions.renew_link(helper=stays, number=number, by=current_viewer(), now=now())
    return render_template("link_sent.html", way=way, office=helper.office)


def _reference(purpose: str, token: str) -> str:
    """Return the reference of the helper to whom a link leads; one that is over offers a new one."""
    link, helper = _linked(purpose, token)
    if is_over(link, helper.link_number):
        fresh_url = url_for("helper_profiles.fresh_link", purpose=purpose, token=token)
        page = render_template("link_over.html", fresh_url=fresh_url, office=helper.office)
        abort(make_response(page, GONE))
    return profile_that_stays(current_viewer(), helper).reference


def _linked(purpose: str, token: str) -> tuple[SignedLink, HelperProfile]:
    link = link_in(purpose, token) if purpose in PATHS else None
    reference = reference_of(current_viewer(), int(link.subject)) if link else None
    helper = helper_by_reference(current_viewer(), reference) if reference else None
    if link is None or helper is None or not helper.first_name:
        raise NotFoundRefusal
    return link, helper
