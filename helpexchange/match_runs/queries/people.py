"""Reading the names that words about a run need, as far as the viewer may know them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed


def people_of(viewer: Viewer, request_ids: Collection[int]) -> Mapping[int, str]:
    """Return who asks, by request id; the reference where no name is known.

    Requests of offices that the viewer does not see are left out.
    """
    if not request_ids:
        return {}
    columns = select(HelpRequest.id, HelpRequest.reference, PersonInNeed.first_name, PersonInNeed.last_name)
    statement = columns.outerjoin(PersonInNeed, PersonInNeed.id == HelpRequest.person_id)
    statement = statement.where(HelpRequest.id.in_(request_ids)).order_by(HelpRequest.id)
    if not viewer.is_network_wide:
        statement = statement.where(HelpRequest.office_id.in_(viewer.office_ids))
    rows = db.session.execute(statement)
    return {id_: f"{first or ''} {last or ''}".strip() or reference for id_, reference, first, last in rows}
