"""A run in numbers: what it changed, who is served where, how good it is, and who decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from flask import Response, render_template

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext, moment_text, ngettext, number_text
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.labels import CHANGES, STATUSES, WEIGHTS, actor_name, listed
from helpexchange.match_runs.models import MatchRun
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import Names
from helpexchange.match_runs.pages.parts import district_bars, gap_lines, tabs_of
from helpexchange.match_runs.pages.starting import run_title
from helpexchange.match_runs.queries import Change, Decided, Load, Part, RunSummary
from helpexchange.match_runs.rules import REMATCH, RunState

#: Of each kind of change so many are named; the others are counted.
NAMED = 20


@blueprint.get("/match-runs/<int:run_id>/numbers")
@audience(Permission.SEE_MATCH_RUNS)
def show_numbers(run_id: int) -> str:
    """Show what a run changed, served, waiting and load by district, and the proof."""
    viewer = current_viewer()
    run = queries.run(viewer, run_id)
    if run.state is not RunState.DONE:
        raise NotFoundRefusal
    summary = queries.run_summary(viewer, run)
    frame = queries.frame_of(viewer, run)
    return render_template(
        "match_runs/numbers.html",
        run=run,
        title=run_title(run),
        tabs=tabs_of(run, summary, "numbers"),
        summary=summary,
        changes=_changes(run, frame.previous_id),
        bars=district_bars(summary),
        districts=_districts(summary, queries.load_by_district(viewer, run)),
        gaps=gap_lines(queries.run_gaps(viewer, run)),
        statuses=STATUSES,
        weights=WEIGHTS,
        frame=frame,
        rematch=REMATCH,
        has_archive=queries.has_archive(viewer, run),
        decisions=[_decided(each) for each in queries.decided_by(viewer, run)],
    )


@blueprint.post("/match-runs/<int:run_id>/export")
@audience(Permission.SEE_MATCH_RUNS)
def export_run(run_id: int) -> Response:
    """Give the whole proof as a ZIP; a POST, because it is noted who takes it along."""
    content = actions.export_run(run_id=run_id, by=current_viewer(), now=clock.now())
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="match-{run_id}.zip"'
    return response


def _changes(run: MatchRun, previous_id: int | None) -> list[dict[str, Any]]:
    """Return each kind of change since another run, counted, and the first of those concerned by name."""
    if not previous_id:
        return []
    viewer = current_viewer()
    found = queries.changes(viewer, run, previous_id, at_most=NAMED)
    parts: Mapping[str, Part] = {name: getattr(found, name) for name in CHANGES}
    shown = list(chain.from_iterable(each.first for each in parts.values()))
    helper_ids = {helper_id for change in shown for helper_id in (*change.now, *change.before)}
    names = Names(
        queries.helper_names(viewer, helper_ids),
        queries.people_of(viewer, {change.request_id for change in shown}),
    )
    return [
        {
            "words": CHANGES[name],
            "count": of_kind.total,
            "lines": [_change_words(change, names) for change in of_kind.first],
            "more": of_kind.total - NAMED,
        }
        for name, of_kind in parts.items()
    ]


def _change_words(change: Change, names: Names) -> str:
    person = names.people.get(change.request_id, "")
    now, before = _helpers(change.now, names), _helpers(change.before, names)
    if now and before:
        return str(
            gettext("%(person)s: %(helpers)s, before: %(others)s", person=person, helpers=now, others=before)
        )
    if before:
        return str(gettext("%(person)s, before: %(others)s", person=person, others=before))
    return str(gettext("%(person)s: %(helpers)s", person=person, helpers=now)) if now else person


def _helpers(helper_ids: Iterable[int], names: Names) -> str:
    return listed(names.helpers.get(each, "") for each in helper_ids) if helper_ids else ""


def _districts(summary: RunSummary, loads: Sequence[Load]) -> list[dict[str, Any]]:
    """Return a line for each district: who asks there is served or waits, who helps there does how much."""
    load_of = {load.district: load for load in loads}
    asked = {each.name: each for each in summary.districts}
    return [
        {
            "name": name or gettext("No district"),
            "served": asked[name].served if name in asked else 0,
            "waiting": asked[name].total - asked[name].served if name in asked else 0,
            "load": _load_words(load_of.get(name)),
        }
        for name in sorted({*load_of, *asked})
    ]


def _load_words(load: Load | None) -> str:
    if load is None:
        return str(gettext("no helper proposed"))
    each = number_text(load.requests / load.helpers, 1)
    words = ngettext(
        "%(num)d helper, requests each: %(each)s", "%(num)d helpers, requests each: %(each)s", load.helpers,
        each=each,
    )  # fmt: skip
    return str(words)


def _decided(decided: Decided) -> dict[str, Any]:
    first, last = (moment_text(at) if at else "" for at in (decided.first_at, decided.last_at))
    return {
        "name": actor_name(decided.name),
        "approved": decided.approved,
        "rejected": decided.rejected,
        "when": first if first == last else gettext("%(first)s to %(last)s", first=first, last=last),
    }
