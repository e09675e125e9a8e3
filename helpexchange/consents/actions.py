"""Noting that somebody agreed, and that they took it back."""

from __future__ import annotations

from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.consents.models import Consent
from helpexchange.consents.queries import Whose, holding_consents
from helpexchange.consents.rules import Agreement, ConsentEnded, ConsentPurpose
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer


def note_consent(
    *, whose: Whose, agreement: Agreement, office_id: int | None, by: Viewer, now: datetime
) -> Consent:
    """Note that somebody agreed; who agreed to the same words in the same way before is noted once."""
    wording = agreement.wording
    for known in holding_consents(by, whose, wording.purpose):
        if (known.version, known.language, known.channel) == (
            wording.version, agreement.language, agreement.channel,
        ):  # fmt: skip
            return known
    consent = Consent(
        person_type=whose[0], person_id=whose[1], purpose=wording.purpose, version=wording.version,
        wording=agreement.text, language=agreement.language, channel=agreement.channel, given_at=now,
        recorded_by=by.name if by.permissions else "",
    )  # fmt: skip
    db.session.add(consent)
    db.session.flush()
    _record("note_consent", consent, office_id=office_id, by=by, now=now)
    return consent


def end_consents(
    *, whose: Whose, purpose: ConsentPurpose, office_id: int | None, by: Viewer, now: datetime
) -> int:
    """Take back all consents of a person for a purpose; what they allowed stops. Return how many ended.

    Whoever calls this has read the person as the viewer's own, or as one of their office.
    """
    holding = holding_consents(by, whose, purpose)
    for consent in holding:
        consent.ended_at, consent.ended_by = now, by.name if by.permissions else ""
        _record("end_consent", consent, office_id=office_id, by=by, now=now)
    if holding:
        announce(ConsentEnded(person_type=whose[0], person_id=whose[1], purpose=purpose, by=by, now=now))
    return len(holding)


def _record(act: str, consent: Consent, *, office_id: int | None, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=consent.person_type, object_id=consent.person_id, office_id=office_id, by=by,
        now=now, purpose=consent.purpose, version=consent.version, channel=consent.channel,
    )  # fmt: skip
