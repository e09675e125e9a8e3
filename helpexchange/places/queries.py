"""Reading places and districts: public data, so every viewer reads all of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.offices.models import District
from helpexchange.offices.queries import districts
from helpexchange.places.models import PostcodePlace
from helpexchange.places.rules import UnknownPlaceError

__all__ = [
    "district_of_postcode",
    "districts",
    "every_served_place",
    "places_named",
    "places_of_postcode",
    "postcodes",
    "served_place",
]


def postcodes(_viewer: Viewer) -> Sequence[str]:
    """Return every postcode that is known, sorted."""
    statement = select(PostcodePlace.postal_code).distinct().order_by(PostcodePlace.postal_code)
    return db.session.scalars(statement).all()


def places_of_postcode(_viewer: Viewer, postal_code: str) -> Sequence[PostcodePlace]:
    """Return the places that a postcode covers, by name, their districts and offices loaded."""
    statement = (
        select(PostcodePlace)
        .where(PostcodePlace.postal_code == postal_code)
        .options(joinedload(PostcodePlace.district).joinedload(District.office))
        .order_by(PostcodePlace.name, PostcodePlace.id)
    )
    return db.session.scalars(statement).all()


def places_named(_viewer: Viewer, name: str, *, at_most: int = 20) -> Sequence[PostcodePlace]:
    """Return the places called `name`, or that begin with it or have it after a hyphen, by name.

    "hörde" finds "Dortmund-Hörde"; only a name that begins with an umlaut must be written with a capital,
    because SQLite knows upper and lower case of ASCII letters alone.
    """
    begins = PostcodePlace.name.istartswith(name, autoescape=True)
    has_part = PostcodePlace.name.icontains(f"-{name}", autoescape=True)
    statement = (
        select(PostcodePlace)
        .where(or_(begins, has_part))
        .options(joinedload(PostcodePlace.district).joinedload(District.office))
        .order_by(PostcodePlace.name, PostcodePlace.postal_code, PostcodePlace.id)
        .limit(at_most)
    )
    return db.session.scalars(statement).all()


def every_served_place(_viewer: Viewer) -> Sequence[PostcodePlace]:
    """Return all places that lie in a district of the town, by postcode and name, their districts loaded."""
    statement = (
        select(PostcodePlace)
        .where(PostcodePlace.district_id.is_not(None))
        .options(joinedload(PostcodePlace.district))
        .order_by(PostcodePlace.postal_code, PostcodePlace.name, PostcodePlace.id)
    )
    return db.session.scalars(statement).all()


def district_of_postcode(viewer: Viewer, postal_code: str) -> District | None:
    """Return the one district of a postcode; None when it is unknown or covers several (then ask which)."""
    found = {place.district_id: place.district for place in places_of_postcode(viewer, postal_code)}
    return next(iter(found.values())) if len(found) == 1 else None


def served_place(viewer: Viewer, postal_code: str, place_id: int) -> tuple[PostcodePlace, District]:
    """Return a place of this postcode and its district.

    Raises:
        UnknownPlaceError: there is no such place, or it lies in no district.
    """
    for place in places_of_postcode(viewer, postal_code):
        if place.id == place_id and place.district is not None:
            return place, place.district
    raise UnknownPlaceError
