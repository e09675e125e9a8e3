"""Reading offices and districts: public data, so every viewer reads all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.offices.rules import working_day_after


def offices(_viewer: Viewer) -> Sequence[Office]:
    """Return every office by name."""
    return db.session.scalars(select(Office).order_by(Office.name, Office.id)).all()


def own_offices(viewer: Viewer) -> Sequence[Office]:
    """Return the offices that the viewer works for, by name; all of them for the whole town."""
    statement = select(Office).order_by(Office.name, Office.id)
    if not viewer.is_network_wide:
        statement = statement.where(Office.id.in_(viewer.office_ids))
    return db.session.scalars(statement).all()


def contact_office(viewer: Viewer) -> Office | None:
    """Return the office whose number stands below every page: the viewer's own, or the only one there is.

    Whoever looks after the whole town has none, and is not asked for.
    """
    if len(viewer.office_ids) == 1:
        return db.session.get(Office, *viewer.office_ids)
    if viewer.is_network_wide and not viewer.office_ids:
        return None
    statement = select(Office).order_by(Office.id).limit(2)
    if viewer.office_ids:
        statement = statement.where(Office.id.in_(viewer.office_ids))
    found = db.session.scalars(statement).all()
    return found[0] if len(found) == 1 else None


def districts(_viewer: Viewer) -> Sequence[District]:
    """Return every district by name, its office loaded."""
    statement = select(District).options(joinedload(District.office))
    return db.session.scalars(statement.order_by(District.name, District.id)).all()


def office_by_id(_viewer: Viewer, office_id: int) -> Office:
    """Return the office with this id.

    Raises:
        NotFoundRefusal: there is none.
    """
    office = db.session.get(Office, office_id)
    if office is None:
        raise NotFoundRefusal
    return office


def first_contact_due_on(viewer: Viewer, office_id: int, received_at: datetime) -> date:
    """Return the day until which an office has spoken to somebody who turned to it at a moment.

    Raises:
        NotFoundRefusal: there is no such office.
    """
    office = office_by_id(viewer, office_id)
    return working_day_after(town_day(received_at), office.first_contact_days, office.state_code)


def has_office(_viewer: Viewer, code: str) -> bool:
    """Return whether there is an office with this code."""
    return db.session.scalar(select(Office.id).where(Office.code == code)) is not None


def has_office_named(_viewer: Viewer, name: str) -> bool:
    """Return whether there is an office of this name."""
    return db.session.scalar(select(Office.id).where(Office.name == name)) is not None


def has_district(_viewer: Viewer, code: str) -> bool:
    """Return whether there is a district with this code."""
    return db.session.scalar(select(District.id).where(District.code == code)) is not None


def office_by_code(_viewer: Viewer, code: str) -> Office:
    """Return the office with this code.

    Raises:
        NotFoundRefusal: there is none.
    """
    office = db.session.scalar(select(Office).where(Office.code == code))
    if office is None:
        raise NotFoundRefusal
    return office


def district_by_code(_viewer: Viewer, code: str) -> District:
    """Return the district with this code, its office loaded.

    Raises:
        NotFoundRefusal: there is none.
    """
    statement = select(District).options(joinedload(District.office)).where(District.code == code)
    district = db.session.scalar(statement)
    if district is None:
        raise NotFoundRefusal
    return district


def office_of_district(viewer: Viewer, code: str) -> Office:
    """Return the office that serves the district with this code.

    Raises:
        NotFoundRefusal: there is no such district.
    """
    return district_by_code(viewer, code).office


def organisation_by_name(_viewer: Viewer, name: str) -> Organisation | None:
    """Return the organisation of this name, if there is one."""
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def districts_for_map(viewer: Viewer) -> dict[str, Any]:
    """Return the outlines as a GeoJSON FeatureCollection; a feature's properties are `code` and `name`.

    Districts without an outline are left out; the collection may be empty.
    """
    return outlines_of(districts(viewer))


def outlines_of(areas: Sequence[District]) -> dict[str, Any]:
    """Return the same of districts that are at hand already."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": district.code, "name": district.name},
            "geometry": district.outline,
        }
        for district in areas
        if district.outline
    ]
    return {"type": "FeatureCollection", "features": features}
