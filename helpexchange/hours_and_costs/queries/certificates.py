"""Certificates of hours."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from helpexchange.accounts.roles import Permission
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.hours_and_costs.models import HourCertificate


def certificates_of_helper(_viewer: Viewer, helper_id: int) -> Sequence[HourCertificate]:
    """Return the certificates of a helper whom the viewer has read before, newest first."""
    statement = select(HourCertificate).where(HourCertificate.helper_id == helper_id)
    return db.session.scalars(
        statement.order_by(HourCertificate.issued_at.desc(), HourCertificate.id.desc())
    ).all()


def certificate_of_helper(_viewer: Viewer, helper_id: int, certificate_id: int) -> HourCertificate:
    """Return a certificate of a helper whom the viewer has read before.

    Raises:
        NotFoundRefusal: there is none, or it is somebody else's.
    """
    certificate = db.session.get(
        HourCertificate, certificate_id, options=[joinedload(HourCertificate.office)]
    )
    if certificate is None or certificate.helper_id != helper_id:
        raise NotFoundRefusal
    return certificate


def certificate_of_office(viewer: Viewer, certificate_id: int) -> HourCertificate:
    """Return a certificate that one of the viewer's offices has issued.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
    """
    certificate = db.session.get(HourCertificate, certificate_id)
    is_seen = viewer.may(Permission.SEE_COSTS) and certificate is not None
    if certificate is None or not is_seen or not viewer.sees_office(certificate.office_id):
        raise NotFoundRefusal
    return certificate


def certificate_by_code(_viewer: Viewer, code: str) -> HourCertificate | None:
    """Return the certificate with a code: whoever holds it may ask."""
    statement = select(HourCertificate).options(joinedload(HourCertificate.office))
    return db.session.scalar(statement.where(HourCertificate.code == code))
