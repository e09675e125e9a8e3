"""The rest of the parts of the day board that have no page of their own elsewhere."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now
from helpexchange.core.paging import Page, nearest_page
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.queries import open_request_count
from helpexchange.match_runs.queries import longest_waiting_and_why, visits_without_helper
from helpexchange.notifications import queries as messages
from helpexchange.skills.queries import kinds_of_help
from helpexchange.start_pages.pages import blueprint
from helpexchange.start_pages.pages import day_lines as lines
from helpexchange.start_pages.pages.day_board import day_filters, filter_choices

PER_PAGE = 20


@blueprint.get("/day-board/not-delivered")
@audience(Permission.SEE_NEW_ARRIVALS)
def not_delivered() -> str:
    """Show every message that did not arrive."""
    found = messages.not_delivered(current_viewer(), number=_number())
    return render_template("start_pages/not_delivered.html", page=found.map(lines.failed_line))


@blueprint.get("/day-board/visits-without-helper")
@audience(Permission.SEE_NEW_ARRIVALS)
def without_helper() -> Any:
    """Show every visit that nobody comes to, the soonest first; a page past the end leads to the first."""
    viewer, number = current_viewer(), max(1, _number())
    found, total = visits_without_helper(viewer, now=now(), at_most=PER_PAGE, after=(number - 1) * PER_PAGE)
    if not found and number > 1:
        return redirect(url_for("start_pages.without_helper"))
    page = Page([lines.without_line(each) for each in found], number, PER_PAGE, total)
    may_decide = viewer.may(Permission.DECIDE_PROPOSALS)
    return render_template("start_pages/without_helper.html", page=page, may_decide=may_decide)


@blueprint.get("/day-board/waiting")
@audience(Permission.SEE_NEW_ARRIVALS)
def waiting() -> str:
    """Show every open request, the longest waiting first."""
    viewer, filters = current_viewer(), day_filters()
    total = open_request_count(viewer, filters)
    number = nearest_page(_number(), total=total, per_page=PER_PAGE)
    after = (number - 1) * PER_PAGE
    found = longest_waiting_and_why(viewer, filters, at_most=PER_PAGE, after=after)
    page = Page([lines.waiting_line(each) for each in found], number, PER_PAGE, total)
    return render_template(
        "start_pages/waiting.html", page=page, **filter_choices(filters, kinds_of_help(viewer))
    )


def _number() -> int:
    return request.args.get("page", 1, type=int)
