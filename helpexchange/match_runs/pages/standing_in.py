"""One visit without a helper: the office asks somebody, who answers with one click and without an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.errors import ConflictRefusal, NotFoundRefusal
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import way_back
from helpexchange.engagements.rules import VisitState
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.rules import Outcome, StandInOverError
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.match_runs.stand_in_links import stand_in_of
from helpexchange.skills.labels import skill_name

ANSWERS = {"yes": True, "no": False}


@blueprint.post("/stand-ins/<int:stand_in_id>/ask")
@audience(Permission.DECIDE_PROPOSALS)
def ask_stand_in(stand_in_id: int) -> Response:
    """Ask a helper for one visit."""
    said = {
        Outcome.DONE: (gettext("The helper is asked for this one visit."), "success"),
        Outcome.DONE_BEFORE: (gettext("The helper has been asked already."), "message"),
    }
    return _attempt(actions.ask_stand_in, said, stand_in_id=stand_in_id)


@blueprint.post("/stand-ins/<int:stand_in_id>/<answer>")
@audience(Permission.DECIDE_PROPOSALS)
def note_stand_in(stand_in_id: int, answer: str) -> Response:
    """Note what a helper has said on the phone."""
    if answer not in ANSWERS:
        raise NotFoundRefusal
    said = dict.fromkeys(Outcome, (gettext("The answer is noted."), "success"))
    return _attempt(actions.answer_for_stand_in, said, stand_in_id=stand_in_id, says_yes=ANSWERS[answer])


def _attempt(
    act: Callable[..., Outcome], said: Mapping[Outcome, tuple[str, str]], **what: int | bool
) -> Response:
    """Do what an office wishes and say so where they were; where it is too late, say what happened."""
    try:
        with actions.kept_whole():
            outcome = act(**what, by=current_viewer(), now=clock.now())
    except StandInOverError:
        flash(gettext("Meanwhile somebody comes to this visit, or its time is over."), "error")
    except ConflictRefusal as refusal:
        flash(str(refusal.words), "error")
    else:
        flash(*said[outcome])
    return redirect(way_back(url_for("start_pages.day_board")))


@blueprint.get("/stand-in/<token>")
@audience(PUBLIC)
def show_stand_in(token: str) -> str:
    """Ask whether a helper can come to one visit; nothing happens before a button is pressed."""
    return _page(token, _stand_in(token))


@blueprint.post("/stand-in/<token>")
@audience(PUBLIC)
def answer_stand_in(token: str) -> Any:
    """Note a helper's yes or no."""
    stand_in = _stand_in(token)
    answer = ANSWERS.get(request.form.get("answer", ""))
    if answer is None:
        raise NotFoundRefusal
    try:
        actions.answer_stand_in(stand_in=stand_in, says_yes=answer, by=current_viewer(), now=clock.now())
    except ConflictRefusal as refusal:
        return _page(token, _stand_in(token), refusal=str(refusal.words)), refusal.status
    return redirect(url_for("match_runs.show_stand_in", token=token))


def _stand_in(token: str) -> StandIn:
    stand_in_id = stand_in_of(token)
    found = queries.stand_in_by_id(current_viewer(), stand_in_id) if stand_in_id is not None else None
    if found is None:
        raise NotFoundRefusal
    return found


def _page(token: str, stand_in: StandIn, *, refusal: str = "") -> str:
    visit, asked = stand_in.visit, stand_in.visit.request
    is_over = visit.state is not VisitState.CANCELLED or visit.starts_at <= clock.now()
    return render_template(
        "match_runs/stand_in.html", token=token, visit=visit, office=visit.engagement.office,
        kind=skill_name(asked.kind_code, asked.kind.name), refusal=refusal,
        district=asked.district.name if asked.district else "",
        first_name=asked.person.first_name if asked.person else "",
        minutes=visit.end_min - visit.start_min,
        may_answer=stand_in.state is StandInState.ASKED and not is_over and not refusal,
        said_yes=stand_in.state is StandInState.YES, said_no=stand_in.state is StandInState.NO,
    )  # fmt: skip
