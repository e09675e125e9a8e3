"""Reading consents. Whoever asks has read the person before, as their own or as their office's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from helpexchange.consents.models import Consent
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer

#: Type and id of a person, as in the audit trail.
Whose = tuple[str, int]


def consents_of(_viewer: Viewer, people: Sequence[Whose]) -> Sequence[Consent]:
    """Return all consents of these people, those that hold first, then the latest first."""
    if not people:
        return []
    theirs = or_(*(and_(Consent.person_type == kind, Consent.person_id == id_) for kind, id_ in people))
    order = (Consent.ended_at.is_not(None), Consent.given_at.desc(), Consent.id.desc())
    return db.session.scalars(select(Consent).where(theirs).order_by(*order)).all()


def holding_consents(viewer: Viewer, whose: Whose, purpose: ConsentPurpose) -> Sequence[Consent]:
    """Return the consents of a person for a purpose that were not taken back, the latest first."""
    return [
        each for each in consents_of(viewer, [whose]) if each.ended_at is None and each.purpose == purpose
    ]
