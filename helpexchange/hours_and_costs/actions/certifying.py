"""An office certifies hours, and takes a certificate back that was wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import update

from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import lock
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.actions.noting import check_may
from helpexchange.hours_and_costs.actions.telling import tell_certified
from helpexchange.hours_and_costs.models import HourCertificate
from helpexchange.hours_and_costs.queries import certificates_of_helper, minutes_by_kind
from helpexchange.hours_and_costs.rules import (
    LONGEST_NOTE,
    BadPeriodError,
    CertificateState,
    NothingToCertifyError,
    ReasonMissingError,
    new_code,
)

OBJECT_TYPE = "hour_certificate"


def issue_certificate(
    *, helper: HelperProfile, first_day: date, last_day: date, by: Viewer, now: datetime
) -> HourCertificate:
    """Certify the hours of a helper between two days, both included; the helper is told.

    The same again on the same day returns the one that is there, while it still says the same.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's helper, or the viewer may look only.
        BadPeriodError: the days are not in order, or to come.
        NothingToCertifyError: there are no hours.
    """
    check_may(Side.OFFICE, helper.office_id, by=by)
    if not first_day <= last_day <= town_day(now):
        raise BadPeriodError
    lock(HelperProfile, helper.id)
    found = minutes_by_kind(by, helper.id, first=first_day, before=last_day + timedelta(days=1))
    kinds = [[each.hour_kind or each.kind_code, each.minutes] for each in found if each.minutes]
    minutes = sum(each.minutes for each in found)
    if not minutes:
        raise NothingToCertifyError
    for known in certificates_of_helper(by, helper.id):
        says = (known.first_day, known.last_day, known.minutes, known.kinds, known.name)
        is_valid = known.state is CertificateState.VALID
        if says == (first_day, last_day, minutes, kinds, helper.name) and is_valid:
            return known
    certificate = HourCertificate(
        code=new_code(), helper_id=helper.id, office_id=helper.office_id, name=helper.name,
        language=helper.language, first_day=first_day, last_day=last_day, minutes=minutes, kinds=kinds,
        state=CertificateState.VALID, issued_at=now, issued_by=by.name,
    )  # fmt: skip
    db.session.add(certificate)
    db.session.flush()
    _note("issue_certificate", certificate, by=by, now=now, minutes=minutes)
    tell_certified(certificate, by=by, now=now)
    return certificate


def revoke_certificate(*, certificate: HourCertificate, reason: str, by: Viewer, now: datetime) -> None:
    """Take a certificate back; whoever checks its code learns it. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer may look only.
        ReasonMissingError: there is no reason.
    """
    check_may(Side.OFFICE, certificate.office_id, by=by)
    if not reason.strip():
        raise ReasonMissingError
    statement = update(HourCertificate).where(
        HourCertificate.id == certificate.id, HourCertificate.state == CertificateState.VALID
    )
    values = {
        "state": CertificateState.REVOKED, "revoked_at": now, "revoked_by": by.name,
        "revoke_reason": reason.strip()[:LONGEST_NOTE],
    }  # fmt: skip
    taken = db.session.execute(
        statement.values(values).returning(HourCertificate.id),
        execution_options={"synchronize_session": False},
    ).scalar()
    db.session.expire(certificate)
    if taken is not None:
        _note("revoke_certificate", certificate, by=by, now=now)


def _note(act: str, certificate: HourCertificate, *, by: Viewer, now: datetime, **details: object) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=certificate.id, office_id=certificate.office_id, by=by,
        now=now, helper_id=certificate.helper_id, **details,
    )  # fmt: skip
