"""What somebody who acts for a person may see of that person's requests."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import in_full
from helpexchange.help_requests.rules import FINAL_STATES
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import RepresentationState


def requests_acted_for(_viewer: Viewer, representation: Representation) -> Sequence[HelpRequest]:
    """Return the requests that a representation shows, newest first.

    While the person has not said yes, only what the viewer has entered themselves; from then on all that is
    not finished.
    """
    statement = in_full(select(HelpRequest)).where(HelpRequest.person_id == representation.person_id)
    entered = HelpRequest.representation_id == representation.id
    if representation.state is RepresentationState.IN_FORCE:
        statement = statement.where(or_(entered, HelpRequest.state.not_in(FINAL_STATES)))
    else:
        statement = statement.where(entered)
    return db.session.scalars(
        statement.order_by(HelpRequest.submitted_at.desc(), HelpRequest.id.desc())
    ).all()


def request_acted_for(viewer: Viewer, representation: Representation, request_id: int) -> HelpRequest:
    """Return one of these requests.

    Raises:
        NotFoundRefusal: it is not among them.
    """
    for request in requests_acted_for(viewer, representation):
        if request.id == request_id:
            return request
    raise NotFoundRefusal


def represented(_viewer: Viewer, representations: Sequence[Representation]) -> dict[int, PersonInNeed]:
    """Return the people for whom somebody acts, by id."""
    ids = {each.person_id for each in representations}
    if not ids:
        return {}
    statement = select(PersonInNeed).where(PersonInNeed.id.in_(sorted(ids))).order_by(PersonInNeed.id)
    return {person.id: person for person in db.session.scalars(statement)}
