"""The list of lived experience that an office keeps for its peer supporters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import LivedExperience
from helpexchange.helper_profiles.queries import experience_of_office

EXPERIENCE_TYPE = "lived_experience"


def list_experience(*, office_id: int, name: str, by: Viewer, now: datetime) -> LivedExperience:
    """Put something on an office's list; what is there already, or was once, is offered (again).

    Raises:
        NotAllowedRefusal: the viewer does not work for the office.
    """
    if not by.may(Permission.ACTIVATE_HELPERS) or office_id not in by.office_ids:
        raise NotAllowedRefusal
    same = (LivedExperience.office_id == office_id) & (LivedExperience.name == name)
    entry = db.session.scalar(select(LivedExperience).where(same))
    if entry is not None and entry.is_offered:
        return entry
    if entry is None:
        entry = LivedExperience(office_id=office_id, name=name)
        db.session.add(entry)
    entry.is_offered = True
    db.session.flush()
    _note("list_experience", entry, by=by, now=now)
    return entry


def unlist_experience(*, experience_id: int, by: Viewer, now: datetime) -> LivedExperience:
    """Take something off the list; those who chose it keep it.

    Raises:
        NotFoundRefusal: there is none in the viewer's offices. NotAllowedRefusal: the viewer only looks.
    """
    entry = experience_of_office(by, experience_id)
    if not by.may(Permission.ACTIVATE_HELPERS):
        raise NotAllowedRefusal
    if entry.is_offered:
        entry.is_offered = False
        _note("unlist_experience", entry, by=by, now=now)
    return entry


def _note(act: str, entry: LivedExperience, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=EXPERIENCE_TYPE, object_id=entry.id, office_id=entry.office_id, by=by, now=now
    )
