"""The front page: what this is, ask, offer, call."""

from __future__ import annotations

from flask import render_template, request

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.queries import totals
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.queries import active_count
from helpexchange.offices.queries import districts
from helpexchange.start_pages.pages import blueprint

SERVED = (RequestState.AGREED, RequestState.FINISHED)


@blueprint.get("/")
@audience(PUBLIC)
@easy_to_read
def front() -> str:
    """Show what this is, and the ways in."""
    viewer = current_viewer()
    areas = districts(viewer)
    chosen = next((area for area in areas if area.code == request.args.get("district")), None)
    counts = totals(viewer)
    return render_template(
        "start_pages/front.html", district_choices=[(area.code, area.name) for area in areas], chosen=chosen,
        open_requests=counts.get(RequestState.OPEN, 0), helpers=active_count(viewer),
        served=sum(counts.get(state, 0) for state in SERVED),
    )  # fmt: skip
