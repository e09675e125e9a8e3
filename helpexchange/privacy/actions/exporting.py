"""Noting that a person's data were taken along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.viewer import Viewer
from helpexchange.privacy.rules import Person


def note_export(
    *, people: Sequence[Person], office_id: int | None, is_own: bool, by: Viewer, now: datetime
) -> None:
    """Note that somebody took these people's data along: they themselves, or an office for them."""
    for person in people:
        record(
            act="export_data", object_type=person.kind, object_id=person.id, office_id=office_id, by=by,
            now=now, is_own=is_own,
        )  # fmt: skip
