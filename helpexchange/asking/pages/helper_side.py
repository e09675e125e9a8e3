"""A helper answers by a signed link, without signing in. Opening the page changes nothing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.asking import actions, labels
from helpexchange.asking.forms import NoForm
from helpexchange.asking.links import ask_in
from helpexchange.asking.messages import person_name
from helpexchange.asking.models import Ask
from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.pages.lines import flash_answer, flash_late
from helpexchange.asking.queries import ask_by_id
from helpexchange.asking.rules import WAITING_STATES, AskOverError, AskState, NoReason
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal, Refusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer

UNPROCESSABLE = 422


@blueprint.get("/asked/<token>")
@audience(PUBLIC)
def asked(token: str) -> str:
    """Show what the helper is asked, or what has become of it."""
    return _page(token, ask_of_link(token), NoForm())


@blueprint.post("/asked/<token>/yes")
@audience(PUBLIC)
def say_yes(token: str) -> Any:
    """Note a yes."""
    ask = ask_of_link(token)
    try:
        outcome = actions.answer_yes(ask_id=ask.id, by=current_viewer(), now=now())
    except AskOverError:
        flash_late()
        return _back(token)
    except Refusal as refusal:
        flash(str(refusal.words), "error")
        return _back(token)
    flash_answer(outcome, _("Thank you! We have noted your yes."))
    return _back(token)


@blueprint.post("/asked/<token>/no")
@audience(PUBLIC)
def say_no(token: str) -> Any:
    """Note a no with its reason."""
    ask, form = ask_of_link(token), NoForm()
    if not form.validate():
        return _page(token, ask, form), UNPROCESSABLE
    try:
        outcome = actions.answer_no(
            ask_id=ask.id, reason=NoReason(form.reason.data), words=form.words.data or "",
            by=current_viewer(), now=now(),
        )  # fmt: skip
    except AskOverError:
        flash_late(_already(ask))
        return _back(token)
    flash_answer(outcome, _("Noted. Thank you for telling us so quickly."))
    return _back(token)


@blueprint.post("/asked/<token>/call")
@audience(PUBLIC)
def call_helper(token: str) -> Any:
    """Put the helper on the list of calls."""
    ask = ask_of_link(token)
    try:
        actions.want_call(ask_id=ask.id, by=current_viewer(), now=now())
    except AskOverError:
        flash_late(_already(ask))
        return _back(token)
    flash(_("We will call you. You can still answer here too."), "success")
    return _back(token)


def _already(ask: Ask) -> str:
    """Return what is said to whoever changes their mind after a yes; empty for all others."""
    if ask.state not in (AskState.YES, AskState.AGREED):
        return ""
    return str(_("You have said yes before. If that has changed, please call us."))


def ask_of_link(token: str) -> Ask:
    """Return the ask to which a link leads.

    Raises:
        NotFoundRefusal: we have not signed it, it is too old, or the ask is gone.
    """
    ask_id = ask_in(token)
    ask = ask_by_id(current_viewer(), ask_id) if ask_id is not None else None
    if ask is None or ask.state is AskState.PLANNED:
        raise NotFoundRefusal
    return ask


def _page(token: str, ask: Ask, form: NoForm) -> str:
    is_open = ask.state is AskState.OPEN and ask.request.state in WAITING_STATES
    return render_template(
        "asking/asked.html", ask=ask, token=token, form=form, is_open=is_open,
        kind=labels.kind_of(ask.proposal), person=person_name(ask),
        facts=labels.facts_of(ask.proposal) if is_open else [],
        why=labels.why_you(ask.proposal, person_name(ask)) if is_open else [],
        first_visit=labels.first_visit_words(ask), office=ask.request.office,
    )  # fmt: skip


def _back(token: str) -> Any:
    return redirect(url_for("asking.asked", token=token))
