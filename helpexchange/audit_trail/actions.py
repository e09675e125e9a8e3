"""Adding to the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.rules import ActRecorded
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer


def record(
    *,
    act: str,
    object_type: str,
    object_id: int,
    office_id: int | None,
    by: Viewer,
    now: datetime,
    **details: Any,
) -> None:
    """Add an entry in the transaction of the act itself, so that neither can be without the other.

    Args:
        act: the verb of the action that does it.
        office_id: the office that the object belongs to; None for the whole town.
        details: codes, ids and numbers that the words of the history need; JSON values. Of whoever acts for
            somebody else, the number of the representation stands among them; of a program, its token's.
    """
    if by.representation_id is not None:
        details["representation_id"] = by.representation_id
    if by.token_id is not None:
        details["token_id"] = by.token_id
    db.session.add(
        AuditEntry(
            at=now, account_id=by.account_id, actor=by.name, act=act, object_type=object_type,
            object_id=object_id, office_id=office_id, details=details,
        )
    )  # fmt: skip
    announce(
        ActRecorded(
            act=act, object_type=object_type, object_id=object_id, office_id=office_id, details=details,
            by=by, now=now,
        )
    )  # fmt: skip
