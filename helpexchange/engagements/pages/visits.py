"""One's next visits, those of the last weeks, and the week as a sheet in large letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, redirect, render_template, url_for

from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now, today
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.labels import series_in_words
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.pages.cards import visit_card
from helpexchange.engagements.pages.mine import BOTH, Mine, page_for
from helpexchange.engagements.queries import engagements_of_side, latest_visits, next_visits
from helpexchange.engagements.rules import Side
from helpexchange.engagements.sheets import week_sheet
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.queries import request_of_person_or_office

#: A sheet has two weeks: one hangs while the next is printed.
SHEET = timedelta(days=14)


@page_for(BOTH, "/visits")
def visits(mine: Mine) -> str:
    """Show the visits to come, and those of the last weeks."""
    viewer, moment = mine.by, now()
    coming = [
        visit_card(mine, each, now=moment)
        for each in next_visits(viewer, mine.side, mine.whose_id, now=moment)
    ]
    begun = [each for each in coming if each["has_begun"]]
    latest = latest_visits(viewer, mine.side, mine.whose_id, now=moment)
    own = engagements_of_side(viewer, mine.side, mine.whose_id)
    running = {each["visit"].id for each in begun}
    past = [visit_card(mine, each, now=moment) for each in latest if each.id not in running]
    return render_template(
        "engagements/visits.html", mine=mine, coming=coming, past=past, office=mine.office,
        back=_back(mine), agreed=[_agreed(mine, each) for each in own],
    )  # fmt: skip


def _agreed(mine: Mine, engagement: Engagement) -> dict[str, Any]:
    person = engagement.request.person
    other = engagement.helper.first_name if mine.side is Side.PERSON else (person.name if person else "")
    lasting = [each.plan for each in engagement.series if each.until is None or each.until > today()]
    return {
        "id": engagement.id, "who": other, "times": [series_in_words(plan) for plan in lasting],
        "pauses": [each for each in engagement.pauses if each.lasts_after(today())],
    }  # fmt: skip


def _back(mine: Mine) -> str:
    if mine.is_acting:
        return url_for("help_requests.acting", token=mine.token)
    if mine.token:
        return url_for("help_requests.my_request", token=mine.token)
    return url_for("helper_profiles.my_help")


@page_for(BOTH, "/visits/sheet")
def sheet(mine: Mine) -> Response:
    """Return the visits of two weeks in large letters, to print."""
    viewer, moment = mine.by, now()
    coming = next_visits(viewer, mine.side, mine.whose_id, now=moment, until=moment + SHEET)
    data = week_sheet(coming, side=mine.side, office=mine.office, now=moment)
    headers = {"Content-Disposition": 'inline; filename="visits.pdf"'}
    return Response(data, mimetype="application/pdf", headers=headers)


@blueprint.get("/requests/<int:request_id>/visits")
@audience(SIGNED_IN)
def own_visits(request_id: int) -> Any:
    """Lead somebody with an account to the visits of their own request, an office to its engagements."""
    record = request_of_person_or_office(current_viewer(), request_id)
    if record.person is None or record.person.account_id != current_viewer().account_id:
        return redirect(url_for("engagements.engagements"))
    token = token_of(record.reference, record.link_number)
    return redirect(url_for("engagements.person_visits", token=token))
