"""What pages, files and programs begin with alike: the counts that are asked for, and all the names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app

from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import Viewer
from helpexchange.offices.models import Office
from helpexchange.offices.queries import districts
from helpexchange.reports.queries import Wish, counts_of
from helpexchange.reports.tables import Asked
from helpexchange.skills.queries import kinds_of_help


def asked_by(viewer: Viewer, wish: Wish, offices: Sequence[Office], *, today: date, now: datetime) -> Asked:
    """Return what is asked, with the counts of last night if there are any.

    Args:
        wish: one that the viewer may have.
        offices: all offices of the viewer.
    """
    office_ids = [each.id for each in offices] if wish.office_id is None else [wish.office_id]
    return Asked(
        counts=counts_of(viewer, wish, office_ids=office_ids, now=now), today=today,
        town_language=current_app.extensions["settings"].default_language,
        office_names={each.id: each.name for each in offices},
        district_names={each.id: each.name for each in districts(viewer)},
        kind_names={each.code: each.name for each in kinds_of_help(viewer)},
    )  # fmt: skip


def place_of(asked: Asked, offices: Sequence[Office]) -> str:
    """Return the office that is asked about, or all of them, in words."""
    if asked.wish.office_id is not None:
        return asked.office_names[asked.wish.office_id]
    if len(offices) == 1:
        return offices[0].name
    return str(gettext("The whole town") if asked.viewer.is_network_wide else gettext("All your offices"))
