"""Why not somebody else? A helper by name beside one request: the rules that fail, or what it would cost.

What is typed never stands in an address: it is a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.i18n import way_text
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.queries import request_of_office
from helpexchange.match_runs import actions, queries
from helpexchange.match_runs.pages.asking import what_of
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import person_name
from helpexchange.match_runs.pages.choice_lines import choice_line
from helpexchange.match_runs.queries import Named
from helpexchange.match_runs.queries.named import NAMED_AT_MOST
from helpexchange.match_runs.rules.by_hand import LONGEST_REASON
from helpexchange.match_runs.why_not_words import possible_words

if TYPE_CHECKING:
    from helpexchange.match_runs.solving.why_not import Verdict

LONGEST_NAME = 100


@blueprint.get("/match-runs/<int:run_id>/requests/<int:request_id>/why-not")
@audience(Permission.SEE_MATCH_RUNS)
def show_why_not(run_id: int, request_id: int) -> str:
    """Ask for a name."""
    return _page(run_id, request_id, typed="", found=None)


@blueprint.post("/match-runs/<int:run_id>/requests/<int:request_id>/why-not")
@audience(Permission.SEE_MATCH_RUNS)
def why_not(run_id: int, request_id: int) -> str:
    """Say of each helper with such a name what stands against them; who decides chooses here."""
    typed = request.form.get("name", "").strip()[:LONGEST_NAME]
    named = _named(current_viewer(), typed)
    verdicts = _verdicts(run_id, request_id, named)
    if verdicts is None:
        return _page(run_id, request_id, typed=typed, found=[], is_served=True)
    return _page(run_id, request_id, typed=typed, found=[_line(each, verdicts[each.id]) for each in named])


def _named(viewer: Viewer, typed: str) -> Sequence[Named]:
    """Who decides may choose helpers of the whole town; others know those of their offices."""
    called = queries.helpers_called(viewer, typed, at_most=NAMED_AT_MOST) if typed else ()
    return [Named(each.id, each.name) for each in called] or queries.helpers_named(viewer, typed)


def _verdicts(run_id: int, request_id: int, named: Sequence[Named]) -> Mapping[int, Verdict] | None:
    return actions.why_not(
        run_id=run_id, request_id=request_id, helper_ids=[each.id for each in named], by=current_viewer(),
        now=clock.now(), today=clock.today(),
    )  # fmt: skip


def _line(named: Named, verdict: Verdict) -> dict[str, Any]:
    may_decide = current_viewer().may(Permission.DECIDE_PROPOSALS)
    way = "" if verdict.distance_m is None else way_text(verdict.distance_m)
    return {
        **choice_line(named.id, named.name, verdict.hindrances, may_decide=may_decide),
        "possible": possible_words(is_free=verdict.is_free, cost=verdict.cost),
        "score": verdict.score,
        "distance": way,
    }


def _page(run_id: int, request_id: int, **words: Any) -> str:
    viewer = current_viewer()
    run, asked = queries.run(viewer, run_id), request_of_office(viewer, request_id)
    return render_template(
        "match_runs/why_not.html", run=run, person=person_name(asked), what=what_of(asked),
        request_id=request_id, may_decide=viewer.may(Permission.DECIDE_PROPOSALS), longest=LONGEST_REASON,
        instead_of=request.values.get("instead_of", type=int), **{"is_served": False, **words},
    )  # fmt: skip
