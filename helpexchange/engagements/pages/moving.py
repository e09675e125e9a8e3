"""One visit at another time: the office moves it, either side proposes it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import minute_text
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements import actions
from helpexchange.engagements.forms import MoveForm, clock_minute
from helpexchange.engagements.models import Visit
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.pages.cards import visit_card
from helpexchange.engagements.pages.mine import ALL, Mine, page_for
from helpexchange.engagements.queries import move_of_office
from helpexchange.engagements.rules import BadMoveError, HelperBusyThenError, Side

UNPROCESSABLE = 422


@page_for(ALL, "/visits/<int:visit_id>/move", "GET", "POST")
def move(mine: Mine, visit_id: int) -> Any:
    """Ask for day and hour; the office moves the visit, others propose it."""
    visit = mine.visit(visit_id)
    form = MoveForm(data={"day": visit.day.isoformat(), "start": minute_text(visit.start_min)})
    if form.validate_on_submit():
        try:
            _move(mine, visit, form)
        except (BadMoveError, HelperBusyThenError) as refusal:
            form.day.errors = [str(refusal.words)]
        else:
            return redirect(mine.after(visit))
    page = render_template(
        "engagements/move.html", mine=mine, card=visit_card(mine, visit, now=now()), form=form,
        back=mine.after(visit),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _move(mine: Mine, visit: Visit, form: MoveForm) -> None:
    start_min = clock_minute(form.start.data or "")
    if form.day.day is None or start_min is None:
        raise BadMoveError
    to = actions.NewTime(form.day.day, start_min, start_min + visit.end_min - visit.start_min)
    if mine.side is Side.OFFICE:
        actions.move_visit(visit=visit, to=to, by=mine.by, now=now())
        flash(_("The visit has another time. Both have been told."), "success")
        return
    actions.propose_move(visit=visit, side=mine.side, to=to, by=mine.by, now=now())
    flash(_("Your office asks the other side and tells you. Until then the visit stays."), "success")


@blueprint.post("/engagements/moves/<int:move_id>/accept")
@audience(Permission.DECIDE_PROPOSALS)
def accept_move(move_id: int) -> Any:
    """Move the visit to the time that was proposed."""
    return _decide(move_id, _("The visit has another time. Both have been told."), is_accepted=True)


@blueprint.post("/engagements/moves/<int:move_id>/refuse")
@audience(Permission.DECIDE_PROPOSALS)
def refuse_move(move_id: int) -> Any:
    """Leave the visit as it is."""
    return _decide(move_id, _("The visit stays at its time. Whoever asked has been told."), is_accepted=False)


def _decide(move_id: int, words: str, *, is_accepted: bool) -> Any:
    engagement_id = move_of_office(current_viewer(), move_id).visit.engagement_id
    actions.decide_move(move_id=move_id, is_accepted=is_accepted, by=current_viewer(), now=now())
    flash(words, "success")
    return redirect(url_for("engagements.show_engagement", engagement_id=engagement_id))
