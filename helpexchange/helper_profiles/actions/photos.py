"""What helpers do about their photo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.pictures import drawn_anew
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import HelperPhoto, HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, own_helper
from helpexchange.helper_profiles.rules import MOST_PHOTO_BYTES, BadPhotoError


def give_photo(*, reference: str, data: bytes, by: Viewer, now: datetime) -> HelperPhoto:
    """Keep a photo of the helper, instead of the one before; what the camera wrote into it is left out.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
        BadPhotoError: it is no JPEG or PNG picture, or too large.
    """
    helper = _locked(own_helper(by, reference))
    picture = drawn_anew(data) if len(data) <= MOST_PHOTO_BYTES else None
    if picture is None:
        raise BadPhotoError
    photo = db.session.scalar(select(HelperPhoto).where(HelperPhoto.helper_id == helper.id))
    if photo is None:
        photo = HelperPhoto(helper_id=helper.id)
        db.session.add(photo)
    photo.data, photo.sent_at = picture, now
    _note(helper, "give_photo", by=by, now=now)
    return photo


def remove_photo(*, reference: str, by: Viewer, now: datetime) -> None:
    """Remove the photo of the helper; twice does no harm.

    Raises:
        NotFoundRefusal: it is not the viewer's own profile.
    """
    helper = _locked(own_helper(by, reference))
    gone = delete(HelperPhoto).where(HelperPhoto.helper_id == helper.id).returning(HelperPhoto.id)
    if db.session.scalars(gone).all():
        _note(helper, "remove_photo", by=by, now=now)


def _locked(helper: HelperProfile) -> HelperProfile:
    """Let two who send a photo at the same moment wait for each other: there is one photo a helper."""
    db.session.refresh(helper, ["state"], with_for_update=True)
    return helper


def _note(helper: HelperProfile, act: str, *, by: Viewer, now: datetime) -> None:
    db.session.flush()
    record(act=act, object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by, now=now)
