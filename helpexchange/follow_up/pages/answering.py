"""One click from a message: the visit takes place, I cannot come, how it went. Opening it does nothing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements.actions import cancel_visit, confirm_visit
from helpexchange.engagements.forms import CancelForm
from helpexchange.engagements.labels import VISIT_STATES
from helpexchange.engagements.rules import CancelReason, Side, VisitState
from helpexchange.follow_up import actions
from helpexchange.follow_up.forms import AnswerForm
from helpexchange.follow_up.labels import ANSWERS
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.follow_up.pages.by_link import question_of_link, visit_of_link, visit_words
from helpexchange.follow_up.rules import Answer

UNPROCESSABLE = 422


@blueprint.get("/visits/reminder/<token>")
@easy_to_read
@audience(PUBLIC)
def reminder(token: str) -> str:
    """Show a visit to come, with one button to confirm it."""
    come, visit = visit_of_link(token)
    confirmed = visit.helper_confirmed_at if come.side is Side.HELPER else visit.person_confirmed_at
    is_to_come = visit.state is VisitState.PLANNED and visit.starts_at > now()
    state, colour = VISIT_STATES[visit.state]
    return render_template(
        "follow_up/reminder.html", token=token, is_to_come=is_to_come, is_confirmed=confirmed is not None,
        state="" if visit.state is VisitState.PLANNED else state, colour=colour, **come.about(),
        **visit_words(visit),
    )  # fmt: skip


@blueprint.post("/visits/reminder/<token>/confirm")
@easy_to_read
@audience(PUBLIC)
def confirm(token: str) -> Any:
    """Note that the visit takes place."""
    come, visit = visit_of_link(token)
    confirm_visit(visit=visit, side=come.side, whose=come.side, by=come.by, now=now())
    flash(_("Thank you! Your office sees that the visit takes place."), "success")
    return redirect(url_for("follow_up.reminder", token=token))


@blueprint.route("/visits/reminder/<token>/cancel", methods=["GET", "POST"])
@easy_to_read
@audience(PUBLIC)
def cancel(token: str) -> Any:
    """Ask why the visit cannot take place, and call it off."""
    come, visit = visit_of_link(token)
    form, back = CancelForm(), url_for("follow_up.reminder", token=token)
    if not form.validate_on_submit():
        card = {**visit_words(visit), **come.about()}
        page = render_template("engagements/cancel.html", form=form, card=card, back=back)
        return page, UNPROCESSABLE if form.errors else 200
    reason = CancelReason(form.reason.data)
    cancel_visit(visit=visit, side=come.side, reason=reason, by=come.by, now=now())
    flash(_("The visit is called off. We have told the other side."), "success")
    return redirect(back)


@blueprint.route("/visits/question/<token>", methods=["GET", "POST"])
@easy_to_read
@audience(PUBLIC)
def question(token: str) -> Any:
    """Ask how visits go; each answer is one button."""
    come, asked = question_of_link(token)
    form, chosen = AnswerForm(), _chosen()
    if form.validate_on_submit() and chosen is not None:
        actions.answer_question(
            question=asked, side=come.side, answer=chosen, note=form.note.data, by=come.by, now=now()
        )
        flash(_("Thank you for telling us!"), "success")
        return redirect(url_for("follow_up.question", token=token))
    page = render_template(
        "follow_up/question.html", token=token, form=form, answers=list(ANSWERS.items()),
        answered=asked.answer, **come.about(),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _chosen() -> Answer | None:
    return next((each for each in Answer if each.value == request.form.get("answer")), None)
