"""The next visits on the page of whoever acts for somebody, each with the page on which one answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from helpexchange.core.clock import now
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.labels import VISIT_STATES, span
from helpexchange.engagements.models import Visit
from helpexchange.engagements.queries import next_visits_of_requests
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.follow_up.links import VISIT, answer_token
from helpexchange.follow_up.pages.blueprint import blueprint
from helpexchange.representatives.models import Representation

#: So many of the next visits are shown.
SHOWN = 4


@blueprint.app_context_processor
def _parts() -> dict[str, Any]:
    return {"visits_acted_for": visits_acted_for}


def visits_acted_for(
    request_ids: Sequence[int], representation: Representation
) -> Mapping[int, list[dict[str, Any]]]:
    """Return the next visits of each of the requests that the page has read for the representative."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for each in next_visits_of_requests(current_viewer(), request_ids, now=now()):
        if len(found[each.request_id]) < SHOWN:
            found[each.request_id].append(_line(each, representation))
    return found


def _line(visit: Visit, representation: Representation) -> dict[str, Any]:
    token = answer_token(
        VISIT, record_id=visit.id, side=Side.PERSON, whose_id=visit.request_id,
        number=representation.link_number,
        representation_id=representation.id,
    )  # fmt: skip
    state, colour = VISIT_STATES[visit.state]
    return {
        "url": url_for("follow_up.reminder", token=token), "day": visit.day,
        "span": span(visit.start_min, visit.end_min), "who": visit.helper.first_name, "state": state,
        "colour": colour, "is_planned": visit.state is VisitState.PLANNED,
    }  # fmt: skip
