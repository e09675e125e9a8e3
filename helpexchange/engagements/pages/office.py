"""What an office sees: its engagements, one of them with its visits, and the visits of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.events import announce
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements import actions, labels
from helpexchange.engagements.forms import YES, EndForm, PauseForm
from helpexchange.engagements.models import Engagement, Visit, VisitMove
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.pages.cards import visit_card
from helpexchange.engagements.pages.mine import Mine
from helpexchange.engagements.queries import (
    day_sheet,
    engagement_of_office,
    engagements_of_office,
    history_of_engagement,
    open_moves_of_engagement,
    visits_of_engagement,
)
from helpexchange.engagements.rules import (
    BadPauseError,
    CallAbout,
    EndReason,
    EngagementShown,
    EngagementState,
    Side,
)
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422
LOOK_BACK = timedelta(days=56)


@blueprint.get("/engagements")
@audience(Permission.SEE_NEW_ARRIVALS)
def engagements() -> str:
    """List the engagements that have not ended."""
    number = request.args.get("page", 1, int)
    found = engagements_of_office(current_viewer(), number=number)
    return render_template("engagements/list.html", page=found.map(_line), today=today())


def _stand_in(visit: Visit) -> dict[str, str] | None:
    """Return who comes to a visit in place of the helper; the link only where the viewer sees them."""
    if visit.helper_id == visit.engagement.helper_id:
        return None
    url = url_for("helper_profiles.show_helper", helper_id=visit.helper_id)
    return {
        "name": visit.helper.name,
        "url": url if current_viewer().sees_office(visit.helper.office_id) else "",
    }


def _line(engagement: Engagement) -> dict[str, Any]:
    state, colour = labels.STATES[engagement.state]
    return {
        "id": engagement.id, "title": _title(engagement), "state": state, "colour": colour,
        "text": "; ".join(labels.series_in_words(each.plan) for each in _lasting(engagement)),
    }  # fmt: skip


def _title(engagement: Engagement) -> str:
    person = engagement.request.person
    names = {
        "helper": engagement.helper.name,
        "person": person.name if person else engagement.request.reference,
    }
    kind = skill_name(engagement.kind_code, engagement.request.kind.name)
    return str(_("%(helper)s helps %(person)s: %(kind)s", **names, kind=kind))


def _lasting(engagement: Engagement) -> list[Any]:
    return [each for each in engagement.series if each.until is None or each.until > today()]


@blueprint.get("/engagements/<int:engagement_id>")
@audience(Permission.SEE_NEW_ARRIVALS)
def show_engagement(engagement_id: int) -> str:
    """Show an engagement with its times, pauses and visits."""
    viewer, moment = current_viewer(), now()
    mine = Mine(side=Side.OFFICE, by=viewer)
    engagement = engagement_of_office(viewer, engagement_id)
    visits = visits_of_engagement(viewer, engagement_id, after=moment - LOOK_BACK)
    state, colour = labels.STATES[engagement.state]
    pauses = [each for each in engagement.pauses if each.lasts_after(today())]
    return render_template(
        "engagements/show.html", engagement=engagement, title=_title(engagement), state=state, colour=colour,
        series=[labels.series_in_words(each.plan) for each in engagement.series], pauses=pauses, mine=mine,
        cards=[{**visit_card(mine, each, now=moment), "stand_in": _stand_in(each)} for each in visits],
        events=[labels.event_of(each) for each in history_of_engagement(viewer, engagement_id)],
        moves=[_move_line(each) for each in open_moves_of_engagement(viewer, engagement_id)],
        company=labels.company_words(engagement.first_visit, engagement.first_visit_with),
        calls=_calls_about(engagement_id, moment),
        may_accompany=engagement.state is EngagementState.AGREED and viewer.may(Permission.DECIDE_PROPOSALS),
        is_over=engagement.state is EngagementState.ENDED, may_act=viewer.may(Permission.DECIDE_PROPOSALS),
        reason=labels.END_REASONS[engagement.end_reason] if engagement.end_reason else "",
    )  # fmt: skip


def _calls_about(engagement_id: int, moment: datetime) -> list[CallAbout]:
    """Return the calls of the office about an engagement, in order; other features plan and name them."""
    event = EngagementShown(engagement_id=engagement_id, by=current_viewer(), now=moment, calls=[])
    announce(event)
    return sorted(event.calls, key=lambda each: each.due_on)


def _move_line(move: VisitMove) -> dict[str, Any]:
    visit = move.visit
    return {
        "id": move.id, "day": visit.day, "span": labels.span(visit.start_min, visit.end_min),
        "new_day": move.day, "new_span": labels.span(move.start_min, move.end_min),
        "side": labels.SIDES[move.side],
    }  # fmt: skip


@blueprint.route("/engagements/<int:engagement_id>/pause", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def pause(engagement_id: int) -> Any:
    """Let visits rest for some days."""
    engagement, form = engagement_of_office(current_viewer(), engagement_id), PauseForm()
    if form.validate_on_submit() and (days := form.days()):
        try:
            actions.pause_engagement(
                engagement=engagement, side=Side.OFFICE, starts_on=days[0], back_on=days[1],
                by=current_viewer(), now=now(),
            )  # fmt: skip
        except BadPauseError as refusal:
            form.first.errors = [str(refusal.words)]
        else:
            flash(_("The visits rest. Both have been told."), "success")
            return _back(engagement_id)
    return _form_page("engagements/pause.html", engagement, form)


@blueprint.post("/engagements/<int:engagement_id>/resume")
@audience(Permission.DECIDE_PROPOSALS)
def resume(engagement_id: int) -> Any:
    """End all pauses from today on."""
    engagement = engagement_of_office(current_viewer(), engagement_id)
    actions.resume_engagement(engagement=engagement, side=Side.OFFICE, by=current_viewer(), now=now())
    flash(_("The visits go on. Both have been told."), "success")
    return _back(engagement_id)


@blueprint.route("/engagements/<int:engagement_id>/end", methods=["GET", "POST"])
@audience(Permission.DECIDE_PROPOSALS)
def end(engagement_id: int) -> Any:
    """Ask why the visits end, and end them."""
    engagement, form = engagement_of_office(current_viewer(), engagement_id), EndForm()
    if not form.validate_on_submit():
        return _form_page("engagements/end.html", engagement, form)
    actions.end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=EndReason(form.reason.data), text=form.text.data,
        needs_another=form.needs_another.data == YES, by=current_viewer(), now=now(),
    )  # fmt: skip
    flash(_("The visits have ended."), "success")
    return _back(engagement_id)


@blueprint.get("/engagements/day")
@audience(Permission.SEE_NEW_ARRIVALS)
def day() -> str:
    """Show all visits of a day, to print."""
    chosen = _chosen(request.args.get("day", ""))
    mine = Mine(side=Side.OFFICE, by=current_viewer())
    page = day_sheet(mine.by, chosen, number=request.args.get("page", 1, int))
    return render_template(
        "engagements/day.html", day=chosen, before=chosen - timedelta(days=1),
        page=page.map(lambda each: visit_card(mine, each, now=now())),
        after=chosen + timedelta(days=1), today=today(),
    )  # fmt: skip


def _chosen(text: str) -> date:
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        return today()
    return chosen if date.min + timedelta(days=1) < chosen < date.max - timedelta(days=1) else today()


def _form_page(template: str, engagement: Engagement, form: Any) -> tuple[str, int]:
    back = url_for("engagements.show_engagement", engagement_id=engagement.id)
    page = render_template(template, form=form, named=_title(engagement), back=back)
    return page, UNPROCESSABLE if form.errors else 200


def _back(engagement_id: int) -> Any:
    return redirect(url_for("engagements.show_engagement", engagement_id=engagement_id))
