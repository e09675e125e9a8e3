"""How two people reach each other: told to these two only, and only while something is agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import UNENDED_STATES, Side
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How the other side is reached.

    Attributes:
        known_id: of a person in need, whose readings are noted; None for a helper.
        address: empty where none is known, and for helpers, whom nobody visits.
    """

    name: str
    phone: str
    email: str
    address: str
    kind_code: str
    known_id: int | None = None


def contact_of(_viewer: Viewer, side: Side, whose_id: int) -> Sequence[Contact]:
    """Return whom a helper visits, or who comes to a request, once both have agreed.

    Args:
        side: that of the viewer, who has read the record as their own.
        whose_id: of the helper, or of the help request.
    """
    pairs = _agreed_pairs(side, whose_id)
    if side is Side.HELPER:
        return [_of_person(request) for _helper, request in pairs if request.person is not None]
    return [_of_helper(helper, request) for helper, request in pairs]


def still_comes(_viewer: Viewer, ask: Ask) -> bool:
    """Return whether what was agreed goes on, or its times are still to be found."""
    if ask.engagement_id is None:
        return True
    running = select(Engagement.id).where(
        Engagement.id == ask.engagement_id, Engagement.state.in_(UNENDED_STATES)
    )
    return db.session.scalar(running) is not None


def contact_of_pair(_viewer: Viewer, ask: Ask) -> tuple[Contact, Contact | None]:
    """Return how the helper and the person of an ask that both have agreed to reach each other.

    Raises:
        ValueError: they have not agreed.
    """
    if ask.state is not AskState.AGREED:
        raise ValueError("contact data are released only when both have agreed")
    request = ask.request
    return _of_helper(ask.helper, request), _of_person(request) if request.person is not None else None


def _agreed_pairs(side: Side, whose_id: int) -> Sequence[tuple[HelperProfile, HelpRequest]]:
    """Return who has agreed: their engagement has not ended, or its times are still to be found."""
    columns = (Engagement, Ask)
    mine = [each.helper_id if side is Side.HELPER else each.request_id for each in columns]
    running = select(Engagement.helper_id, Engagement.request_id).where(
        mine[0] == whose_id, Engagement.state.in_(UNENDED_STATES)
    )
    agreed = select(Ask.helper_id, Ask.request_id).where(
        mine[1] == whose_id, Ask.state == AskState.AGREED, Ask.engagement_id.is_(None)
    )
    ids = sorted({tuple(row) for row in db.session.execute(running.union(agreed))})
    if not ids:
        return []
    both = [(HelperProfile.id == helper_id) & (HelpRequest.id == request_id) for helper_id, request_id in ids]
    statement = select(HelperProfile, HelpRequest).join(HelpRequest, or_(*both))
    statement = statement.options(joinedload(HelpRequest.person)).order_by(HelperProfile.id, HelpRequest.id)
    return [(helper, request) for helper, request in db.session.execute(statement)]


def _of_person(request: HelpRequest) -> Contact:
    person = request.person
    if person is None:
        raise ValueError("a request without a person has nobody to reach")
    return Contact(
        name=person.name, phone=person.phone, email=person.email, address=_address(person),
        kind_code=request.kind_code, known_id=person.known_id,
    )  # fmt: skip


def _of_helper(helper: HelperProfile, request: HelpRequest) -> Contact:
    return Contact(
        name=helper.name, phone=helper.phone, email=helper.email, address="", kind_code=request.kind_code
    )


def _address(person: PersonInNeed) -> str:
    town = f"{person.postal_code} {person.town}".strip()
    return ", ".join(part for part in (person.street, town) if part)
