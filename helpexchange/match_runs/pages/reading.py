"""A run's own pages: its proposals, its history and its proof."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, jsonify, render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.forms import RejectForm, RunView
from helpexchange.match_runs.labels import FAILURES, STAGES, STATUSES, actor_name
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import Known, Names, card_of, helper_ids_of, request_ids_of
from helpexchange.match_runs.pages.dots import map_of
from helpexchange.match_runs.pages.parts import changed_words, filter_choices, groups_of, outlines_of, tabs_of
from helpexchange.match_runs.pages.starting import run_title
from helpexchange.match_runs.rules import RunFailure, RunStage, RunState
from helpexchange.match_runs.trail_words import act_words, note_words
from helpexchange.offices.queries import districts_for_map


@blueprint.get("/match-runs/<int:run_id>")
@audience(Permission.SEE_MATCH_RUNS)
def show_run(run_id: int) -> str:
    """Show a run: how far it is, or what it proposes."""
    run = queries.run(current_viewer(), run_id)
    if run.state is not RunState.DONE:
        return _unfinished(run)
    return proposals_html(run, RunView.read(request.args))


def proposals_html(run: MatchRun, view: RunView, **more: Any) -> str:
    """Return the page of a finished run; `more` may hold `errors`, `rejecting` (a form) and its `card_id`."""
    viewer = current_viewer()
    summary = queries.run_summary(viewer, run)
    page = queries.proposals_page(
        viewer, run, view.filters, sort=view.sort, number=view.number, total=summary.count(view.filters)
    )
    done = queries.decided_just_now(viewer, run, view.done)
    shown = [*page.items, *done]
    names = Names(
        queries.helper_names(viewer, helper_ids_of(shown)), queries.people_of(viewer, request_ids_of(shown))
    )
    known = Known(names, queries.times_of(viewer, shown), queries.before_between(viewer, shown))
    may_decide = viewer.may(Permission.DECIDE_PROPOSALS)
    card = partial(card_of, view=view, run=run, known=known, may_decide=may_decide)
    cards = page.map(card)
    return render_template(
        "match_runs/run.html",
        run=run,
        title=run_title(run),
        summary=summary,
        view=view,
        page=cards,
        groups=groups_of(cards.items, summary, view),
        done=[card(item) for item in done],
        may_decide=may_decide,
        tabs=tabs_of(run, summary, "proposals"),
        choices=filter_choices(summary, view),
        map=map_of(page.items),
        outlines=outlines_of(summary, districts_for_map(viewer)),
        changed=changed_words(queries.change_counts(viewer, run)),
        statuses=STATUSES,
        requested_by=actor_name(run.requested_by),
        **{"errors": [], "rejecting": RejectForm(formdata=None), "card_id": None, **more},
    )


def _unfinished(run: MatchRun) -> str:
    progress = run.progress or {}
    stage = STAGES[RunStage(progress.get("stage", RunStage.READING))]
    return render_template(
        "match_runs/unfinished.html",
        run=run,
        title=run_title(run),
        progress=progress,
        stage=stage if run.state is RunState.RUNNING else None,
        failure=FAILURES[RunFailure(run.failure)] if run.failure else None,
        requested_by=actor_name(run.requested_by),
        may_start=current_viewer().may(Permission.START_MATCH_RUN),
    )


@blueprint.get("/match-runs/<int:run_id>/history")
@audience(Permission.SEE_MATCH_RUNS)
def show_history(run_id: int) -> str:
    """Show what was done with a run, in words."""
    viewer = current_viewer()
    run = queries.run(viewer, run_id)
    history = queries.run_history(viewer, run)
    entries = [
        {
            "at": entry.at,
            "text": act_words(
                entry.act,
                actor=entry.actor,
                helper=history.helpers.get(entry.details.get("helper_id", 0), ""),
                person=history.people.get(entry.details.get("request_id", 0), ""),
            ),
            "note": note_words(entry.details),
        }
        for entry in history.entries
    ]
    tabs = tabs_of(run, queries.run_summary(viewer, run), "history")
    return render_template(
        "match_runs/history.html", run=run, title=run_title(run), entries=entries, tabs=tabs
    )


@blueprint.get("/match-runs/<int:run_id>/certificate.json")
@audience(Permission.SEE_MATCH_RUNS)
def show_certificate(run_id: int) -> Response:
    """Give the proof as a file: prices, hashes, versions; whoever has it can work the bound out again."""
    content = queries.certificate(current_viewer(), run_id)
    if not content:
        raise NotFoundRefusal
    response = jsonify(content)
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{run_id}.json"'
    return response
