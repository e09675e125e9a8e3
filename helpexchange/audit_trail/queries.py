"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, false, or_, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def history(
    viewer: Viewer, *, object_type: str, object_ids: Sequence[int] | Select[Any], at_most: int = 100
) -> Sequence[AuditEntry]:
    """Return the latest entries about these objects that the viewer may see, newest first.

    Args:
        object_ids: the ids, or a statement that selects them where they are too many to list.
    """
    statement = (
        _readable(viewer)
        .where(AuditEntry.object_type == object_type, AuditEntry.object_id.in_(object_ids))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(at_most)
    )
    return db.session.scalars(statement).all()


def history_of_several(
    viewer: Viewer, objects: Mapping[str, Sequence[int] | Select[Any]], *, at_most: int = 100
) -> Sequence[AuditEntry]:
    """Return the latest entries about objects of several types, by their type, newest first."""
    about = [
        and_(AuditEntry.object_type == object_type, AuditEntry.object_id.in_(ids))
        for object_type, ids in objects.items()
        if isinstance(ids, Select) or ids
    ]
    statement = _readable(viewer).where(or_(false(), *about))
    newest_first = statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return db.session.scalars(newest_first.limit(at_most)).all()


def acts_since(
    _viewer: Viewer, *, act: str, object_type: str, object_id: int, since: datetime
) -> Sequence[datetime]:
    """Return when somebody did this to an object that the viewer has read, the latest first."""
    statement = select(AuditEntry.at).where(
        AuditEntry.object_type == object_type, AuditEntry.object_id == object_id, AuditEntry.act == act,
        AuditEntry.at > since,
    )  # fmt: skip
    return db.session.scalars(statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())).all()


def _readable(viewer: Viewer) -> Select[AuditEntry]:
    statement = select(AuditEntry)
    if viewer.is_network_wide:
        return statement
    offices = AuditEntry.office_id.in_(viewer.office_ids)
    return statement.where(or_(offices, AuditEntry.account_id == (viewer.account_id or -1)))


def history_of_own(
    _viewer: Viewer, *, object_type: str, object_ids: Sequence[int], at_most: int = 100
) -> Sequence[AuditEntry]:
    """Return the latest entries about objects that are the viewer's own, newest first.

    Whoever calls this has read the objects as the viewer's own before: people may know what was done with
    what they asked for, although they work for no office.
    """
    statement = select(AuditEntry).where(
        AuditEntry.object_type == object_type, AuditEntry.object_id.in_(object_ids)
    )
    return db.session.scalars(
        statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(at_most)
    ).all()
