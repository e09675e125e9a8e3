"""An office chooses how it asks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.asking.models import AskSettings
from helpexchange.asking.rules import AskPolicy
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer


def save_ask_settings(*, office_id: int, policy: AskPolicy, by: Viewer, now: datetime) -> None:
    """Keep how an office asks; it holds for asks from now on.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office, or the viewer does not edit offices.
    """
    if not by.sees_office(office_id):
        raise NotFoundRefusal
    if not by.may(Permission.EDIT_OFFICES):
        raise NotAllowedRefusal
    row = db.session.get(AskSettings, office_id)
    if row is None:
        row = AskSettings(office_id=office_id)
        db.session.add(row)
    for name, value in asdict(policy).items():
        setattr(row, name, value)
    record(
        act="save_ask_settings", object_type="office", object_id=office_id, office_id=office_id, by=by,
        now=now, **asdict(policy),
    )  # fmt: skip
    db.session.flush()
