"""Loading the list of postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.offices.rules import check_may_set_up
from helpexchange.places.models import PostcodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """A place that a postcode covers; `latitude`, `longitude`: its middle, WGS84."""

    country: str
    postal_code: str
    name: str
    latitude: float
    longitude: float
    district_id: int | None = None


def load_places(*, places: Sequence[NewPlace], by: Viewer, now: datetime) -> int:
    """Add the places that are not there yet and return how many these are.

    Raises:
        NotAllowedRefusal: `by` does not answer for the whole town.
    """
    check_may_set_up(by)
    known = _known_keys()
    fresh = [place for place in places if (place.country, place.postal_code, place.name) not in known]
    db.session.add_all(
        PostcodePlace(
            country=place.country, postal_code=place.postal_code, name=place.name, latitude=place.latitude,
            longitude=place.longitude, district_id=place.district_id,
        )
        for place in fresh
    )  # fmt: skip
    db.session.flush()
    if fresh:
        record(
            act="load_places", object_type="place", object_id=0, office_id=None, by=by, now=now,
            count=len(fresh),
        )  # fmt: skip
    return len(fresh)


def _known_keys() -> set[tuple[str, str, str]]:
    statement = select(PostcodePlace.country, PostcodePlace.postal_code, PostcodePlace.name)
    return {(country, code, name) for country, code, name in db.session.execute(statement)}
