"""Why not somebody else? A helper by name beside one request: the rules that fail, or what it would cost.

What is typed never stands in an address: it is a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.i18n import distance_text
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.queries import request_of_office
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.pages.asking import what_of
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import person_name
from helpexchange.match_runs.queries import Named
from helpexchange.match_runs.why_not_words import broken_words, possible_words

LONGEST_NAME = 100


@blueprint.get("/match-runs/<int:run_id>/requests/<int:request_id>/why-not")
@audience(Permission.SEE_MATCH_RUNS)
def show_why_not(run_id: int, request_id: int) -> str:
    """Ask for a name."""
    return _page(run_id, request_id, typed="", found=None)


@blueprint.post("/match-runs/<int:run_id>/requests/<int:request_id>/why-not")
@audience(Permission.SEE_MATCH_RUNS)
def why_not(run_id: int, request_id: int) -> str:
    """Say of each helper with such a name what stands against them."""
    viewer, typed = current_viewer(), request.form.get("name", "").strip()[:LONGEST_NAME]
    named = queries.helpers_named(viewer, typed)
    return _page(run_id, request_id, typed=typed, found=_verdicts(run_id, request_id, named))


def _verdicts(run_id: int, request_id: int, named: Sequence[Named]) -> list[dict[str, Any]]:
    if not named:
        return []
    verdicts = actions.why_not(
        run_id=run_id, request_id=request_id, helper_ids=[each.id for each in named], by=current_viewer(),
        now=clock.now(), today=clock.today(),
    )  # fmt: skip
    return [{"id": each.id, "name": each.name, **_words(verdicts[each.id])} for each in named]


def _words(verdict: Any) -> dict[str, Any]:
    if verdict.broken:
        return {"broken": [broken_words(each.code, each.values) for each in verdict.broken]}
    return {
        "broken": [],
        "possible": possible_words(is_free=verdict.is_free, cost=verdict.cost),
        "score": verdict.score,
        "distance": "" if verdict.distance_m is None else distance_text(verdict.distance_m),
    }


def _page(run_id: int, request_id: int, **words: Any) -> str:
    viewer = current_viewer()
    run, asked = queries.run(viewer, run_id), request_of_office(viewer, request_id)
    return render_template(
        "match_runs/why_not.html", run=run, person=person_name(asked), what=what_of(asked),
        request_id=request_id, **words,
    )  # fmt: skip
