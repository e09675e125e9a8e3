"""The list of runs, and starting one."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.i18n import gettext, moment_text
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.labels import RUN_STATES, actor_name
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import person_name
from helpexchange.match_runs.rules import REMATCH, TOWN, UNDER_WAY, RunState, scope_word
from helpexchange.offices.queries import district_by_code, districts, office_by_code, offices
from helpexchange.skills.labels import skill_name

DISTRICT = "district"


@blueprint.get("/match-runs")
@audience(Permission.SEE_MATCH_RUNS)
def show_runs() -> str:
    """Show all runs, latest first, and what can be started."""
    viewer = current_viewer()
    page = queries.runs(viewer, number=request.args.get("page", 1, type=int))
    mine = [office for office in offices(viewer) if viewer.sees_office(office.id)]
    under_way = {run.scope for run in page.items if run.state in UNDER_WAY}
    return render_template(
        "match_runs/runs.html",
        page=page.map(run_row),
        offices=[office for office in mine if str(office.id) not in under_way],
        districts=[
            each
            for each in districts(viewer)
            if viewer.sees_office(each.office_id) and scope_word(None, district_id=each.id) not in under_way
        ],
        may_start=viewer.may(Permission.START_MATCH_RUN),
        may_start_town=viewer.may(Permission.MATCH_WHOLE_TOWN) and TOWN not in under_way,
        is_under_way=bool(under_way),
    )


@blueprint.post("/match-runs")
@audience(Permission.START_MATCH_RUN)
def start_run() -> Response:
    """Ask for a run of the office or district whose code is sent as `scope`, or of the whole town."""
    viewer, scope = current_viewer(), request.form.get("scope", "")
    kind, _colon, code = scope.rpartition(":")
    wanted: dict[str, int | None] = {"office_id": None}
    if kind == DISTRICT:
        wanted["district_id"] = district_by_code(viewer, code).id
    elif scope != TOWN:
        wanted["office_id"] = office_by_code(viewer, scope).id
    run = request_run(**wanted, by=viewer, now=clock.now())
    return redirect(url_for("match_runs.show_run", run_id=run.id))


def run_title(run: MatchRun) -> str:
    """Return what was matched: one request, a district, an office, what broke, or the whole town."""
    if run.request is not None:
        kind = skill_name(run.request.kind_code, run.request.kind.name)
        return str(gettext("one request: %(kind)s, %(person)s", kind=kind, person=person_name(run.request)))
    if run.district is not None:
        return f"{run.district.name}, {_office(run)}"
    if run.scope == REMATCH:
        return str(gettext("What had changed"))
    return _office(run)


def _office(run: MatchRun) -> str:
    return run.office.name if run.office else str(gettext("Whole town"))


def run_row(run: MatchRun) -> dict[str, Any]:
    """Return a run as a row of the list."""
    words, colour = RUN_STATES[run.state]
    return {
        "id": f"run-{run.id}",
        "title": run_title(run),
        "url": url_for("match_runs.show_run", run_id=run.id),
        "text": _row_text(run),
        "state": words,
        "colour": colour,
    }


def _row_text(run: MatchRun) -> str:
    asked = gettext(
        "%(moment)s, asked for by %(name)s",
        moment=moment_text(run.requested_at),
        name=actor_name(run.requested_by),
    )
    if run.state != RunState.DONE:
        return str(asked)
    total = run.served_count + run.unmatched_count
    helped = gettext("help found for %(served)s of %(total)s people", served=run.served_count, total=total)
    return f"{asked} – {helped}"
