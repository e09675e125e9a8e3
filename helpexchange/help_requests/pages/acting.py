"""Acting for somebody else: by account the people one acts for, by signed link what one does for each."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from helpexchange.audit_trail.queries import history_of_own
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests import actions, labels
from helpexchange.help_requests.forms.own import ActingChangeForm, ActingEndForm
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.pages import blueprint
from helpexchange.help_requests.pages.acted_for import acted_for_rows
from helpexchange.help_requests.pages.acting_link import (
    acting_viewer,
    linked,
    person_of,
    representation_of_link,
)
from helpexchange.help_requests.pages.asking import FLOW
from helpexchange.help_requests.pages.cards import facts_of, history_in_words
from helpexchange.help_requests.queries import shown
from helpexchange.help_requests.queries.acting import request_acted_for, requests_acted_for
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import CHANGEABLE_STATES, FINAL_STATES, RequestState, WithdrawReason
from helpexchange.people_index.rules import ReadOn, RecordRead
from helpexchange.representatives.actions import end_representation
from helpexchange.representatives.labels import relation_of
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import EndedBy, EndReason, RepresentationState
from helpexchange.skills.labels import skill_name

UNPROCESSABLE = 422


@blueprint.get("/acting")
@audience(SIGNED_IN)
def people_acted_for() -> str:
    """Show for whom the viewer acts."""
    rows = acted_for_rows(current_viewer())
    return render_template("help_requests/people_acted_for.html", rows=rows)


@blueprint.get("/acting-for/<token>")
@audience(PUBLIC)
def acting(token: str) -> str:
    """Show what somebody asks for, and what one can do for them."""
    representation = representation_of_link(token)
    viewer, person = acting_viewer(representation), person_of(representation)
    holds = representation.state is RepresentationState.IN_FORCE
    if holds and person.known_id is not None:
        announce(RecordRead(known_id=person.known_id, page=ReadOn.ACTING, by=viewer))
    found = requests_acted_for(viewer, representation)
    return render_template(
        "help_requests/acting.html", token=token, representation=representation, person=person, holds=holds,
        relation=relation_of(representation), office=representation.office,
        requests=[_shown(viewer, each, holds=holds) for each in found],
    )  # fmt: skip


@blueprint.post("/acting-for/<token>/ask")
@audience(PUBLIC)
def ask_acting(token: str) -> Any:
    """Begin to ask for somebody else: who they are is known, and how whoever acts is reached."""
    representation = representation_of_link(token, must_hold=True)
    FLOW.start_with(_known_answers(token, person_of(representation)))
    return redirect(url_for("help_requests.ask", step="kind"))


@blueprint.route("/acting-for/<token>/requests/<int:request_id>/change", methods=["GET", "POST"])
@audience(PUBLIC)
def change_acting(token: str, request_id: int) -> Any:
    """Ask what is different now, and change the request of somebody else."""
    representation, record = _changeable(token, request_id)
    form = ActingChangeForm.of(record)
    if not form.validate_on_submit():
        page = render_template("help_requests/acting_change.html", form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    actions.change_own_request(
        request=record, changes=form.changes(record), by=acting_viewer(representation), now=now()
    )
    flash(_("The request is changed. The office sees it at once."), "success")
    return redirect(url_for("help_requests.acting", token=token))


@blueprint.route("/acting-for/<token>/requests/<int:request_id>/end", methods=["GET", "POST"])
@audience(PUBLIC)
def end_acting_request(token: str, request_id: int) -> Any:
    """Ask why the help is no longer needed, and end the request of somebody else."""
    representation, record = _changeable(token, request_id, may_be_over=True)
    form = ActingEndForm()
    if not form.validate_on_submit():
        page = render_template("help_requests/acting_end.html", form=form, token=token)
        return page, UNPROCESSABLE if form.errors else 200
    reason = WithdrawReason(form.reason.data)
    actions.end_own_request(request=record, reason=reason, by=acting_viewer(representation), now=now())
    flash(_("The request is ended. Thank you for telling us."), "success")
    return redirect(url_for("help_requests.acting", token=token))


@blueprint.post("/acting-for/<token>/requests/<int:request_id>/call")
@audience(PUBLIC)
def call_acting(token: str, request_id: int) -> Any:
    """Put whoever acts for somebody on the call list."""
    representation = representation_of_link(token)
    viewer = acting_viewer(representation)
    record = request_acted_for(viewer, representation, request_id)
    actions.call_about_request(request=record, note="", asker=representation, by=viewer, now=now())
    flash(_("We will call you."), "success")
    return redirect(url_for("help_requests.acting", token=token))


@blueprint.route("/acting-for/<token>/stop", methods=["GET", "POST"])
@audience(PUBLIC)
def stop_acting(token: str) -> Any:
    """Say what follows, and no longer act for somebody."""
    representation = representation_of_link(token)
    form = FlaskForm()
    if not form.validate_on_submit():
        person = person_of(representation)
        return render_template(
            "help_requests/acting_stop.html", form=form, token=token, person=person,
            holds=representation.state is RepresentationState.IN_FORCE,
        )  # fmt: skip
    end_representation(
        representation=representation, ended_by=EndedBy.REPRESENTATIVE, reason=EndReason.STEPPED_BACK,
        by=acting_viewer(representation), now=now(),
    )  # fmt: skip
    return render_template("help_requests/acting_stopped.html", office=representation.office)


@blueprint.post("/acting-for/<token>/fresh")
@audience(PUBLIC)
def fresh_acting_link(token: str) -> Any:
    """Send a new link the way the representative is told things, and end the old ones."""
    representation = linked(token)
    way = actions.renew_acting_link(
        representation=representation, by=acting_viewer(representation), now=now()
    )
    return render_template("link_sent.html", way=way, office=representation.office)


def _changeable(
    token: str, request_id: int, *, may_be_over: bool = False
) -> tuple[Representation, HelpRequest]:
    """Return a request that may be changed; before the person's word only while nobody has looked at it."""
    representation = representation_of_link(token)
    record = request_acted_for(acting_viewer(representation), representation, request_id)
    waits = representation.state is RepresentationState.WAITING
    is_over = record.state in FINAL_STATES
    if waits and record.state is not RequestState.SUBMITTED and not (may_be_over and is_over):
        raise NotFoundRefusal
    return representation, record


def _known_answers(token: str, person: PersonInNeed) -> dict[str, dict[str, Any]]:
    """Return the answers of asking that are known of somebody for whom one acts."""
    settled = {"is_settled": True}
    names = {"first_name": person.first_name, "last_name": "", "language": person.language or "de"}
    return {
        "who": {**settled, **names, "asked_by": ""},
        "acting": {**settled, "acting_for": token},
        "reach": {**settled, "channel": "", "phone": "", "email": "", "street": ""},
    }


def _shown(viewer: Viewer, record: HelpRequest, *, holds: bool) -> dict[str, Any]:
    """Return what a page shows of a request; before the person's word only what was entered."""
    is_new = record.state is RequestState.SUBMITTED
    state = labels.state_of(record.state)
    entries = history_of_own(viewer, object_type=OBJECT_TYPE, object_ids=[record.id]) if holds else []
    return {
        "record": record,
        "kind": skill_name(record.kind_code, record.kind.name),
        "facts": facts_of(shown(record)),
        "state": state if holds else None,
        "next": labels.NEXT_FOR_OTHERS[record.state],
        "events": history_in_words(viewer, record, entries) if holds else [],
        "may_change": record.state in CHANGEABLE_STATES and (holds or is_new),
        "may_end": record.state not in FINAL_STATES and (holds or is_new),
    }
