"""Who still waits, why, and what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core import clock
from helpexchange.core.audience import audience
from helpexchange.core.i18n import gettext, ngettext
from helpexchange.core.viewer import current_viewer
from helpexchange.match_runs import queries
from helpexchange.match_runs.costs import people_words
from helpexchange.match_runs.fixes import TITLES, fix_words, instead_words, reason_words
from helpexchange.match_runs.models import UnmatchedRequest
from helpexchange.match_runs.pages.asking import ask_of
from helpexchange.match_runs.pages.blueprint import blueprint
from helpexchange.match_runs.pages.cards import Names, person_name
from helpexchange.match_runs.pages.dots import waiting_map
from helpexchange.match_runs.pages.parts import outlines_of, tabs_of
from helpexchange.match_runs.pages.starting import run_title
from helpexchange.match_runs.queries import UnmatchedFilters
from helpexchange.match_runs.queries.unmatched import UnmatchedCount
from helpexchange.match_runs.rules import URGENT_PRIORITY
from helpexchange.offices.queries import districts, districts_for_map
from helpexchange.skills.labels import skill_name


@blueprint.get("/match-runs/<int:run_id>/unmatched")
@audience(Permission.SEE_MATCH_RUNS)
def show_unmatched(run_id: int) -> str:
    """Show who waits after this run, why, and the change that would help most easily."""
    viewer = current_viewer()
    run = queries.run(viewer, run_id)
    reason, district_id = request.args.get("reason"), request.args.get("district", type=int)
    filters = UnmatchedFilters(reason=reason if reason in TITLES else None, district_id=district_id)
    summary = queries.run_summary(viewer, run)
    counts = queries.unmatched_counts(viewer, run)
    page = queries.unmatched_page(
        viewer, run, filters, number=request.args.get("page", 1, type=int), total=_total(counts, filters)
    )
    names = Names(
        queries.helper_names(viewer, _helper_ids(page.items)),
        queries.people_of(viewer, _served_ids(page.items)),
    )
    asked = queries.fixes_asked(viewer, [one.request_id for one in page.items])
    now, may_decide = clock.now(), viewer.may(Permission.DECIDE_PROPOSALS)
    return render_template(
        "match_runs/unmatched.html",
        run=run,
        title=run_title(run),
        page=page.map(lambda one: {**_card(one, names, now), **ask_of(one, names, asked)}),
        may_decide=may_decide,
        filters=filters,
        is_filtered=filters != UnmatchedFilters(),
        reasons=_reason_choices(counts),
        districts=[(str(each.id), each.name) for each in districts(viewer) if _occurs(each.id, counts)],
        bars=_bars(counts),
        points=waiting_map(page.items),
        outlines=outlines_of(summary, districts_for_map(viewer)),
        tabs=tabs_of(run, summary, "waiting"),
    )


def _total(counts: Sequence[UnmatchedCount], filters: UnmatchedFilters) -> int:
    return sum(
        each.count
        for each in counts
        if filters.reason in (None, each.reason) and filters.district_id in (None, each.district_id)
    )


def _occurs(district_id: int, counts: Sequence[UnmatchedCount]) -> bool:
    return any(each.district_id == district_id for each in counts)


def _by_reason(counts: Sequence[UnmatchedCount]) -> Mapping[str, int]:
    totals: dict[str, int] = {}
    for each in counts:
        totals[each.reason] = totals.get(each.reason, 0) + each.count
    return totals


def _reason_choices(counts: Sequence[UnmatchedCount]) -> list[tuple[str, str]]:
    return [(reason, f"{TITLES[reason]} ({count})") for reason, count in _by_reason(counts).items()]


def _bars(counts: Sequence[UnmatchedCount]) -> list[dict[str, Any]]:
    largest_first = sorted(_by_reason(counts).items(), key=lambda item: (-item[1], item[0]))
    return [{"label": TITLES[reason], "value": count} for reason, count in largest_first]


def _helper_ids(unmatched: Sequence[UnmatchedRequest]) -> set[int]:
    return {one.nearest_fix["helper_id"] for one in unmatched if "helper_id" in one.nearest_fix}


def _served_ids(unmatched: Sequence[UnmatchedRequest]) -> set[int]:
    """Requests that are served instead of those who wait."""
    return {request_id for one in unmatched for request_id in one.details.get("by", ())}


def _why(one: UnmatchedRequest, names: Names) -> str:
    by = one.details.get("by", ())
    instead = instead_words(people_words(by, names.people)) if by else ""
    return f"{reason_words(one.reason, one.details)} {instead}".strip()


def _waiting_words(days: int) -> str:
    if days < 1:
        return str(gettext("new today"))
    return str(ngettext("waits for %(num)d day", "waits for %(num)d days", days))


def _card(one: UnmatchedRequest, names: Names, now: datetime) -> dict[str, Any]:
    wanted, fix = one.request, one.nearest_fix
    helper = names.helpers.get(fix.get("helper_id", 0), "")
    missing = int(one.details.get("helpers_missing", 1))
    return {
        "id": f"request-{one.request_id}",
        "person": person_name(wanted),
        "kind": skill_name(wanted.kind_code, wanted.kind.name),
        "district": wanted.district.name if wanted.district else "",
        "reason_title": TITLES[one.reason],
        "reason": _why(one, names),
        "fix": fix_words(fix, helper),
        "waits": _waiting_words((now - wanted.submitted_at).days),
        "missing": ngettext("%(num)d helper missing", "%(num)d helpers missing", missing),
        "is_urgent": wanted.priority >= URGENT_PRIORITY,
        "is_on_map": wanted.latitude is not None,
    }
