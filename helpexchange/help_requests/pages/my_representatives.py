"""Who may act for me: by the link of one's own request, yes or no, and the end of it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now, today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read, is_easy
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.forms.own import OwnWordForm
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.my_request import request_of_link
from helpexchange.representatives.actions import confirm_representation, end_representation
from helpexchange.representatives.labels import relation_of
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representations_of
from helpexchange.representatives.rules import EndedBy, EndReason, RepresentationState, is_in_force

UNPROCESSABLE = 422


@blueprint.get("/my-request/<token>/representatives")
@audience(PUBLIC)
@easy_to_read
def my_representatives(token: str) -> str:
    """Show who acts for the person, and who wishes to."""
    rows = [
        {
            "id": each.id, "name": each.name, "relation": relation_of(each), "until": each.until,
            "is_waiting": each.state is RepresentationState.WAITING,
        }
        for each in _open(current_viewer(), request_of_link(token))
    ]  # fmt: skip
    return render_template("help_requests/my_representatives.html", rows=rows, token=token)


@blueprint.route("/my-request/<token>/representatives/<int:representation_id>", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def answer_representative(token: str, representation_id: int) -> Any:
    """Ask the person whether somebody may act for them, and take their word."""
    representation = _one(token, representation_id, RepresentationState.WAITING)
    form = OwnWordForm()
    form.offer()
    if not form.validate_on_submit():
        page = render_template(
            "help_requests/my_representative.html", form=form, token=token, representation=representation,
            relation=relation_of(representation),
        )  # fmt: skip
        return page, UNPROCESSABLE if form.errors else 200
    by, word = current_viewer(), form.word(reads_easy=is_easy())
    if word is None:
        end_representation(
            representation=representation, ended_by=EndedBy.PERSON, reason=EndReason.REFUSED, by=by, now=now()
        )
        flash(_("You have said no. We tell nobody anything about you."), "success")
    else:
        confirm_representation(representation=representation, word=word, by=by, now=now())
        flash(_("You have said yes. You can end this at any time."), "success")
    return redirect(url_for("help_requests.my_representatives", token=token))


@blueprint.route("/my-request/<token>/representatives/<int:representation_id>/end", methods=["GET", "POST"])
@audience(PUBLIC)
@easy_to_read
def end_my_representative(token: str, representation_id: int) -> Any:
    """Say what follows, and let somebody no longer act for the person."""
    representation = _one(token, representation_id, RepresentationState.IN_FORCE)
    form = FlaskForm()
    if not form.validate_on_submit():
        return render_template(
            "help_requests/end_my_representative.html", form=form, token=token, representation=representation
        )
    end_representation(
        representation=representation, ended_by=EndedBy.PERSON, reason=EndReason.NO_LONGER_WANTED,
        by=current_viewer(), now=now(),
    )  # fmt: skip
    flash(_("It is over: this person no longer acts for you."), "success")
    return redirect(url_for("help_requests.my_representatives", token=token))


def _open(viewer: Viewer, record: HelpRequest) -> list[Representation]:
    """Return who acts or wishes to act for the person of a request."""
    found = representations_of(viewer, [record.person_id]) if record.person_id is not None else []
    waiting, day = RepresentationState.WAITING, today()
    return [each for each in found if each.state is waiting or is_in_force(each.state, each.until, day)]


def _one(token: str, representation_id: int, state: RepresentationState) -> Representation:
    """Return one of them that stands at a state.

    Raises:
        NotFoundRefusal: there is none.
    """
    for each in _open(current_viewer(), request_of_link(token)):
        if each.id == representation_id and each.state is state:
            return each
    raise NotFoundRefusal
