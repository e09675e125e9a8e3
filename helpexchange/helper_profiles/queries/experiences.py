"""Reading the lived experience that an office lists, and who has it: never shown to anybody else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperExperience, LivedExperience


def offered_experiences(_viewer: Viewer, office_id: int) -> Sequence[LivedExperience]:
    """Return what peer supporters of an office can choose from, by name."""
    statement = select(LivedExperience).where(
        LivedExperience.office_id == office_id, LivedExperience.is_offered
    )
    return db.session.scalars(statement.order_by(LivedExperience.name, LivedExperience.id)).all()


def experiences_of_offices(viewer: Viewer) -> Sequence[LivedExperience]:
    """Return the lists of the viewer's own offices, by office and name."""
    statement = select(LivedExperience).where(LivedExperience.office_id.in_(viewer.office_ids))
    ordered = statement.order_by(LivedExperience.office_id, LivedExperience.name, LivedExperience.id)
    return db.session.scalars(ordered).all()


def experience_of_office(viewer: Viewer, experience_id: int) -> LivedExperience:
    """Return an entry of the list of one of the viewer's own offices.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    entry = db.session.get(LivedExperience, experience_id)
    if entry is None or entry.office_id not in viewer.office_ids:
        raise NotFoundRefusal
    return entry


def experience_ids(_viewer: Viewer, helper_id: int) -> Sequence[int]:
    """Return what a helper has chosen; who asks has read the helper as their own or their office's."""
    statement = select(HelperExperience.experience_id).where(HelperExperience.helper_id == helper_id)
    return db.session.scalars(statement.order_by(HelperExperience.experience_id)).all()


def experiences_of_helper(viewer: Viewer, helper_id: int) -> Sequence[str]:
    """Return the words of a helper's lived experience, for a coordinator of the office that lists them."""
    if not viewer.may(Permission.ACTIVATE_HELPERS):
        return []
    statement = select(LivedExperience.name).join(HelperExperience)
    mine = LivedExperience.office_id.in_(viewer.office_ids) & (HelperExperience.helper_id == helper_id)
    return db.session.scalars(statement.where(mine).order_by(LivedExperience.name)).all()


def experience_names(_viewer: Viewer, helper_id: int) -> Sequence[str]:
    """Return the words of what helpers have chosen, for themselves; they have read their own profile."""
    statement = select(LivedExperience.name).join(HelperExperience)
    mine = statement.where(HelperExperience.helper_id == helper_id)
    return db.session.scalars(mine.order_by(LivedExperience.name, LivedExperience.id)).all()
