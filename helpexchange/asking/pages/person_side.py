"""The person in need, or whoever acts for them, reads who comes, and may say no without a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Response, flash, redirect, render_template, url_for

from helpexchange.asking import actions, labels
from helpexchange.asking.links import persons_link_in
from helpexchange.asking.models import Ask
from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.pages.lines import flash_answer, flash_late
from helpexchange.asking.queries import ask_by_id, policy_of, still_comes
from helpexchange.asking.rules import Answer, AskOverError, AskState
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.actions import call_about_request
from helpexchange.help_requests.pages.acting_link import acting_viewer
from helpexchange.help_requests.rules import FINAL_STATES, NotReachedByPhoneError
from helpexchange.helper_profiles.pages.photo import picture_answer
from helpexchange.helper_profiles.queries import has_photo, photo_of
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import acting_for

#: What the person sees; before the helper's yes there is nothing to see.
SHOWN = (AskState.YES, AskState.AGREED, AskState.REFUSED, AskState.WITHDRAWN)


class Told(NamedTuple):
    """Who reads: the person, or somebody who acts for them."""

    ask: Ask
    by: Viewer
    representation: Representation | None


@blueprint.get("/who-comes/<token>")
@audience(PUBLIC)
@easy_to_read
def who_comes(token: str) -> str:
    """Show who would come and when, or what has become of it."""
    told = told_by_link(token)
    ask = told.ask
    is_open = ask.state is AskState.YES
    return render_template(
        "asking/who_comes.html", ask=ask, token=token, is_open=is_open,
        helper=ask.helper.first_name, kind=labels.kind_of(ask.proposal),
        has_ended=ask.request.state in FINAL_STATES,
        facts=labels.facts_of(ask.proposal, with_place=False) if is_open else [],
        first_visit=labels.first_visit_words(ask), office=ask.request.office,
        shows_photo=_may_see_photo(told) and has_photo(told.by, ask.helper_id),
        days=policy_of(told.by, ask.proposal.office_id).person_days, acts_for=_acts_for(told),
    )  # fmt: skip


@blueprint.get("/who-comes/<token>/photo")
@audience(PUBLIC)
def helper_photo(token: str) -> Response:
    """Return the photo of who comes, if the helper gave one, as long as they are to come."""
    told = told_by_link(token)
    if not _may_see_photo(told):
        raise NotFoundRefusal
    return picture_answer(photo_of(told.by, told.ask.helper_id))


@blueprint.post("/who-comes/<token>/yes")
@audience(PUBLIC)
@easy_to_read
def let_come(token: str) -> Any:
    """Note that the person agrees."""
    return _note(token, actions.agree, _("Thank you. Your yes is noted."))


@blueprint.post("/who-comes/<token>/no")
@audience(PUBLIC)
@easy_to_read
def do_not_let_come(token: str) -> Any:
    """Note that the person does not wish this helper to come."""
    return _note(token, actions.refuse, _("Your no is noted. We look for somebody else."))


@blueprint.post("/who-comes/<token>/call")
@audience(PUBLIC)
@easy_to_read
def call_person(token: str) -> Any:
    """Put whoever reads this on the list of calls."""
    told = told_by_link(token)
    try:
        call_about_request(
            request=told.ask.request, note="", asker=told.representation, by=told.by, now=now()
        )
    except NotReachedByPhoneError as refusal:
        flash(str(refusal.words), "error")
    else:
        flash(_("We will call you."), "success")
    return _back(token)


def told_by_link(token: str) -> Told:
    """Return who reads what by a link.

    Raises:
        NotFoundRefusal: we have not signed it, it is too old, or whoever acted does so no more.
    """
    link, viewer = persons_link_in(token), current_viewer()
    ask = ask_by_id(viewer, link.ask_id) if link else None
    if link is None or ask is None or ask.request.person is None or ask.told_at is None:
        raise NotFoundRefusal
    if ask.state not in SHOWN:
        raise NotFoundRefusal
    if not link.representation_id:
        return Told(ask, viewer, None)
    acting = acting_for(viewer, ask.request.person.id, today=today())
    mine = next((each for each in acting if each.id == link.representation_id), None)
    if mine is None:
        raise NotFoundRefusal
    return Told(ask, acting_viewer(mine), mine)


def _may_see_photo(told: Told) -> bool:
    """Return whether the helper is to come: not after a no, nor when what was agreed has ended."""
    return told.ask.state is AskState.YES or (
        told.ask.state is AskState.AGREED and still_comes(told.by, told.ask)
    )


def _acts_for(told: Told) -> str:
    person = told.ask.request.person
    return person.first_name if told.representation is not None and person is not None else ""


def _note(token: str, act: Callable[..., Answer], words: str) -> Any:
    told = told_by_link(token)
    try:
        outcome = act(ask_id=told.ask.id, by=told.by, now=now())
    except AskOverError:  # the page says what has become of it
        is_agreed = told.ask.state is AskState.AGREED
        flash_late(_("It is agreed already. Please call us if that has changed.") if is_agreed else "")
        return _back(token)
    flash_answer(outcome, words)
    return _back(token)


def _back(token: str) -> Any:
    return redirect(url_for("asking.who_comes", token=token))
