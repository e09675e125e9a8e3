"""How a representation moves to its next state, and how that is noted and announced."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import (
    Change,
    RepresentationChanged,
    RepresentationDecidedError,
    RepresentationState,
    may_change,
)

#: In the audit trail these acts are about the person for whom somebody acts.
PERSON = "person_in_need"


def move(representation: Representation, new: RepresentationState) -> None:
    """Set the state if it is still the one that was read."""
    here = (Representation.id == representation.id) & (Representation.state == representation.state)
    is_allowed = may_change(representation.state, new)
    changed = db.session.execute(update(Representation).where(here).values(state=new)) if is_allowed else None
    if changed is None or cast("CursorResult[Any]", changed).rowcount != 1:
        raise RepresentationDecidedError
    representation.state = new


def note(
    act: str,
    change: Change | None,
    representation: Representation,
    *,
    by: Viewer,
    now: datetime,
    **details: Any,
) -> None:
    """Add the act to the history of the person, and announce the change if it is one."""
    record(
        act=act, object_type=PERSON, object_id=representation.person_id, office_id=representation.office_id,
        by=by, now=now, about_representation_id=representation.id, **details,
    )  # fmt: skip
    db.session.flush()
    if change is not None:
        event = RepresentationChanged(representation_id=representation.id, change=change, by=by, now=now)
        announce(event)
