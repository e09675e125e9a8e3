"""Keeping the counts of a night. They can be made anew at any time, so the trail notes none of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.reports.models import KeptCount
from helpexchange.reports.queries import Wish


def keep_counts(*, wish: Wish, counted: Mapping[str, Sequence[Any]], by: Viewer, now: datetime) -> None:
    """Keep what was counted of an office for a period, in place of what was kept before.

    Args:
        counted: rows by the name of their query.

    Raises:
        NotAllowedRefusal: the wish names no office, or one that `by` may not see.
    """
    office_id, period = wish.office_id, wish.period
    if office_id is None or not by.sees_office(office_id):
        raise NotAllowedRefusal
    _forget(KeptCount.office_id == office_id, KeptCount.first_on == period.first,
            KeptCount.until == period.until)  # fmt: skip
    for name, rows in counted.items():
        db.session.add(KeptCount(
            office_id=office_id, first_on=period.first, until=period.until, name=name, counted_at=now,
            rows=[list(row) for row in rows],
        ))  # fmt: skip
    db.session.flush()


def forget_counts(*, before: datetime, by: Viewer) -> None:
    """Remove counts that nobody reads any more, of all offices that `by` may see."""
    if by.is_network_wide:
        _forget(KeptCount.counted_at < before)


def _forget(*conditions: Any) -> None:
    db.session.execute(delete(KeptCount).where(*conditions).execution_options(synchronize_session=False))
