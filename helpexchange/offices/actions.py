"""Setting up organisations, offices and the districts they serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.offices import queries
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.offices.rules import (
    DistrictExistsError,
    OfficeExistsError,
    check_may_edit,
    check_may_set_up,
)


def open_office(
    *, organisation: str, code: str, name: str, by: Viewer, now: datetime, **contact: Any
) -> Office:
    """Open an office of `organisation`, which is made if it is new.

    Args:
        organisation: name of who runs it.
        code: its word in addresses and files.
        contact: any of street, postal_code, town, phone, email, opening_hours (one line a day),
            languages (ISO 639), latitude and longitude (WGS84).

    Raises:
        NotAllowedRefusal: `by` does not answer for the whole town.
        OfficeExistsError: the code is taken.
    """
    check_may_set_up(by)
    if queries.has_office(by, code):
        raise OfficeExistsError
    runner = queries.organisation_by_name(by, organisation) or Organisation(name=organisation)
    office = Office(organisation=runner, code=code, name=name, **contact)
    db.session.add(office)
    db.session.flush()
    record(
        act="open_office", object_type="office", object_id=office.id, office_id=office.id, by=by, now=now,
        code=code,
    )  # fmt: skip
    return office


def edit_office(*, office_id: int, changes: Mapping[str, Any], by: Viewer, now: datetime) -> Office:
    """Set what an office tells about itself; the audit trail keeps the names of what has changed.

    Args:
        changes: values by the names of columns.

    Raises:
        NotFoundRefusal: there is no such office.
        NotAllowedRefusal: it is not the viewer's.
        OfficeExistsError: another office has this name.
    """
    office = queries.office_by_id(by, office_id)
    check_may_edit(by, office_id)
    changed = sorted(name for name, value in changes.items() if getattr(office, name) != value)
    if not changed:
        return office
    if "name" in changed and queries.has_office_named(by, changes["name"]):
        raise OfficeExistsError
    for name in changed:
        setattr(office, name, changes[name])
    record(
        act="edit_office", object_type="office", object_id=office.id, office_id=office.id, by=by, now=now,
        changed=changed,
    )  # fmt: skip
    return office


def add_district(
    *,
    office: Office,
    code: str,
    name: str,
    by: Viewer,
    now: datetime,
    outline: Mapping[str, Any] | None = None,
    middle: tuple[float, float] | None = None,
) -> District:
    """Let `office` serve one more district.

    Args:
        office: the office that serves it.
        code: its word in addresses and files.
        name: as people call it.
        outline: GeoJSON geometry, longitude first; None when it is not known.
        middle: latitude and longitude of a point for it on the map.

    Raises:
        NotAllowedRefusal: `by` does not answer for the whole town.
        DistrictExistsError: the code is taken.
    """
    check_may_set_up(by)
    if queries.has_district(by, code):
        raise DistrictExistsError
    latitude, longitude = middle or (None, None)
    district = District(
        office=office, code=code, name=name, outline=dict(outline or {}), latitude=latitude,
        longitude=longitude,
    )  # fmt: skip
    db.session.add(district)
    db.session.flush()
    record(
        act="add_district", object_type="district", object_id=district.id, office_id=office.id, by=by,
        now=now, code=code,
    )  # fmt: skip
    return district


def districts_by_code(
    *, codes: Sequence[str], office: Office, by: Viewer, now: datetime
) -> dict[str, District]:
    """Return the districts with these codes; those that are new are added, served by `office`."""
    known = {district.code: district for district in queries.districts(by)}
    for code in codes:
        if code not in known:
            known[code] = add_district(office=office, code=code, name=code, by=by, now=now)
    return {code: known[code] for code in codes}
