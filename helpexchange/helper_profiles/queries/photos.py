"""The photo of a helper, for those who may see it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import undefer

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperPhoto


def has_photo(_viewer: Viewer, helper_id: int) -> bool:
    """Return whether a helper gave a photo; the viewer is the helper, or was told that the helper comes."""
    found = select(HelperPhoto.id).where(HelperPhoto.helper_id == helper_id)
    return db.session.scalar(found) is not None


def photo_of(_viewer: Viewer, helper_id: int) -> HelperPhoto:
    """Return the photo of a helper with its data; the viewer is as in `has_photo`.

    Raises:
        NotFoundRefusal: the helper gave none.
    """
    statement = select(HelperPhoto).options(undefer(HelperPhoto.data))
    photo = db.session.scalar(statement.where(HelperPhoto.helper_id == helper_id))
    if photo is None:
        raise NotFoundRefusal
    return photo
