"""Those for whom somebody acts, as a list shows them."""

from __future__ import annotations

from typing import Any

from flask import url_for

from helpexchange.core.clock import today
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.queries.acting import represented
from helpexchange.representatives.labels import relation_of
from helpexchange.representatives.messages import token_of
from helpexchange.representatives.queries import own_representations
from helpexchange.representatives.rules import RepresentationState


def acted_for_rows(viewer: Viewer) -> list[dict[str, Any]]:
    """Return a row for each person the viewer acts for, or wishes to."""
    found = own_representations(viewer, today=today())
    people = represented(viewer, found)
    return [
        {
            "name": people[each.person_id].first_name,
            "url": url_for("help_requests.acting", token=token_of(each)),
            "relation": relation_of(each), "until": each.until,
            "is_waiting": each.state is RepresentationState.WAITING,
        }
        for each in found
    ]  # fmt: skip
