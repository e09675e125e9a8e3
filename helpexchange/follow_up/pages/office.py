"""What an office looks after: its concerns, one of them, and what is followed up about an engagement."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.queries import history
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.engagements.labels import SIDES
from helpexchange.engagements.queries import engagement_of_office
from helpexchange.engagements.rules import Outcome, Side
from helpexchange.follow_up import actions, labels
from helpexchange.follow_up.forms import CloseForm, PlanForm, TriageForm
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.follow_up.pages.lines import concern_line, title_of
from helpexchange.follow_up.queries import (
    CONCERN,
    concern_of_office,
    concerns_of_engagement,
    concerns_of_office,
    question_of_office,
    questions_of_engagement,
)
from helpexchange.follow_up.rules import Answer, BadFollowUpError, Urgency

UNPROCESSABLE = 422


@blueprint.get("/concerns")
@audience(Permission.SEE_NEW_ARRIVALS)
def concerns() -> str:
    """List what is open, or what was closed."""
    is_closed = "closed" in request.args
    found = concerns_of_office(current_viewer(), number=request.args.get("page", 1, int), is_closed=is_closed)
    return render_template(
        "follow_up/concerns.html", page=found.map(concern_line), is_closed=is_closed,
    )  # fmt: skip


@blueprint.get("/concerns/<int:concern_id>")
@audience(Permission.SEE_NEW_ARRIVALS)
def show_concern(concern_id: int) -> str:
    """Show a concern with what was said and done."""
    return _page(concern_id)


@blueprint.post("/concerns/<int:concern_id>/triage")
@audience(Permission.DECIDE_PROPOSALS)
def triage(concern_id: int) -> Any:
    """Sort a concern."""
    form = TriageForm()
    if not form.validate_on_submit():
        return _page(concern_id, triage_form=form), UNPROCESSABLE
    actions.triage_concern(
        concern_id=concern_id, urgency=Urgency(form.urgency.data), by=current_viewer(), now=now()
    )
    return _done(concern_id, _("Saved."))


@blueprint.post("/concerns/<int:concern_id>/take")
@audience(Permission.DECIDE_PROPOSALS)
def take(concern_id: int) -> Any:
    """Take a concern on."""
    actions.take_concern(concern_id=concern_id, by=current_viewer(), now=now())
    return _done(concern_id, _("You take care of it."))


@blueprint.post("/concerns/<int:concern_id>/plan")
@audience(Permission.DECIDE_PROPOSALS)
def plan(concern_id: int) -> Any:
    """Say when a concern is looked at again."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _page(concern_id, plan_form=form), UNPROCESSABLE
    try:
        actions.plan_concern(concern_id=concern_id, follow_up_on=form.day.day, by=current_viewer(), now=now())
    except BadFollowUpError as refusal:
        form.day.errors = [str(refusal.words)]
        return _page(concern_id, plan_form=form), UNPROCESSABLE
    return _done(concern_id, _("Saved."))


@blueprint.post("/concerns/<int:concern_id>/close")
@audience(Permission.DECIDE_PROPOSALS)
def close(concern_id: int) -> Any:
    """Close a concern with a note."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(concern_id, close_form=form), UNPROCESSABLE
    actions.close_concern(concern_id=concern_id, note=form.note.data, by=current_viewer(), now=now())
    return _done(concern_id, _("The concern is closed."))


@blueprint.post("/concerns/<int:concern_id>/reopen")
@audience(Permission.DECIDE_PROPOSALS)
def reopen(concern_id: int) -> Any:
    """Open a concern again."""
    actions.reopen_concern(concern_id=concern_id, by=current_viewer(), now=now())
    return _done(concern_id, _("The concern is open again."))


@blueprint.post("/concerns/<int:concern_id>/call")
@audience(Permission.DECIDE_PROPOSALS)
def call(concern_id: int) -> Any:
    """Put both sides on the list of calls."""
    outcome = actions.call_both_sides(concern_id=concern_id, by=current_viewer(), now=now())
    if outcome is Outcome.DONE:
        return _done(concern_id, _("They stand on the list of calls. In a week this comes back."))
    return _done(concern_id, _("They stand there already, or have no phone number."))


@blueprint.get("/engagements/<int:engagement_id>/follow-up")
@audience(Permission.SEE_NEW_ARRIVALS)
def followed(engagement_id: int) -> str:
    """Show what was asked and answered about an engagement, and its concerns."""
    viewer = current_viewer()
    engagement = engagement_of_office(viewer, engagement_id)
    return render_template(
        "follow_up/followed.html", engagement=engagement, title=title_of(engagement),
        questions=[_question_line(each) for each in questions_of_engagement(viewer, engagement_id)],
        concerns=[concern_line(each) for each in concerns_of_engagement(viewer, engagement_id)],
        answers=list(labels.ANSWERS.items()), may_act=_may_act(),
    )  # fmt: skip


@blueprint.post("/engagements/<int:engagement_id>/questions/<int:question_id>")
@audience(Permission.DECIDE_PROPOSALS)
def note_answer(engagement_id: int, question_id: int) -> Any:
    """Note what somebody has answered on the phone."""
    question = question_of_office(current_viewer(), question_id)
    answer = next((each for each in Answer if each.value == request.form.get("answer")), None)
    if question.engagement_id != engagement_id or answer is None:
        raise NotFoundRefusal
    actions.answer_question(
        question=question, side=Side.OFFICE, answer=answer, by=current_viewer(), now=now()
    )
    flash(_("Noted."), "success")
    return redirect(url_for("follow_up.followed", engagement_id=engagement_id))


def _question_line(question: VisitQuestion) -> dict[str, Any]:
    return {
        "id": question.id, "side": SIDES[question.side], "asked_at": question.asked_at,
        "answered_at": question.answered_at, "note": question.note,
        "answer": labels.ANSWERS[question.answer] if question.answer else "",
    }  # fmt: skip


def _page(
    concern_id: int,
    *,
    triage_form: TriageForm | None = None,
    plan_form: PlanForm | None = None,
    close_form: CloseForm | None = None,
) -> str:
    viewer = current_viewer()
    concern = concern_of_office(viewer, concern_id)
    day = concern.follow_up_on.isoformat() if concern.follow_up_on else ""
    return render_template(
        "follow_up/show.html", concern=concern, line=concern_line(concern), may_act=_may_act(),
        triage_form=triage_form or TriageForm(formdata=None, data={"urgency": concern.urgency}),
        plan_form=plan_form or PlanForm(formdata=None, data={"day": day}),
        close_form=close_form or CloseForm(formdata=None),
        fault_form=triage_form or plan_form or close_form,
        events=[
            labels.event_of(each)
            for each in history(viewer, object_type=CONCERN, object_ids=[concern_id], at_most=50)
        ],
    )  # fmt: skip


def _may_act() -> bool:
    return current_viewer().may(Permission.DECIDE_PROPOSALS)


def _done(concern_id: int, words: str) -> Any:
    flash(words, "success")
    return redirect(way_back(url_for("follow_up.show_concern", concern_id=concern_id)))
