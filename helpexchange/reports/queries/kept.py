"""Counts of the night where there are any, else counted now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_type_hints

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.reports.models import KeptCount
from helpexchange.reports.queries.engagements import (
    EngagementCount,
    VisitCount,
    engagement_counts,
    visit_counts,
)
from helpexchange.reports.queries.helpers import HelperCount, helper_counts
from helpexchange.reports.queries.requests import RequestCount, request_counts
from helpexchange.reports.queries.waits import WaitCount, wait_counts, waits_by_group
from helpexchange.reports.queries.wishes import Wish

#: Counts of a night are read until the next one should long be done.
FRESH_FOR = timedelta(hours=30)
Row = TypeVar("Row", bound=tuple[Any, ...])
Query = Callable[[Viewer, Wish], Sequence[Row]]
#: What is counted each night: the query, and the class of its rows.
COUNTED: Mapping[str, tuple[Query[Any], type[NamedTuple]]] = {
    "request_counts": (request_counts, RequestCount),
    "wait_counts": (wait_counts, WaitCount),
    "waits_by_group": (waits_by_group, WaitCount),
    "helper_counts": (helper_counts, HelperCount),
    "engagement_counts": (engagement_counts, EngagementCount),
    "visit_counts": (visit_counts, VisitCount),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a report; `counted_at` is None where everything is counted now."""

    viewer: Viewer
    wish: Wish
    counted_at: datetime | None
    kept: Mapping[str, Sequence[Any]]

    def of(self, query: Query[Row]) -> Sequence[Row]:
        """Return what this query counts."""
        name = query.__name__
        if name not in self.kept:
            return query(self.viewer, self.wish)
        return _read(name, self.kept[name])


def counts_of(viewer: Viewer, wish: Wish, *, office_ids: Collection[int], now: datetime) -> Counts:
    """Return the counts of these offices: those of last night if it has counted all of them.

    Args:
        office_ids: the offices that the wish is about, as far as the viewer may see them.
    """
    statement = select(KeptCount.name, KeptCount.rows, KeptCount.counted_at).where(
        KeptCount.first_on == wish.period.first,
        KeptCount.until == wish.period.until,
        KeptCount.counted_at > now - FRESH_FOR,
        KeptCount.office_id.in_([each for each in office_ids if viewer.sees_office(each)]),
    )
    kept: dict[str, list[Any]] = {}
    found: dict[str, int] = {}
    moments = []
    for name, rows, counted_at in db.session.execute(statement):
        kept.setdefault(name, []).extend(rows)
        found[name] = found.get(name, 0) + 1
        moments.append(counted_at)
    if not office_ids or any(found.get(name) != len(office_ids) for name in COUNTED):
        return Counts(viewer, wish, None, {})
    return Counts(viewer, wish, min(moments), kept)


def _read(name: str, kept: Sequence[Any]) -> list[Any]:
    """Return rows as the query gave them: words of enums become their members again.

    A year of a large town has some ten thousand rows, so this goes by columns that need it only.
    """
    kind = COUNTED[name][1]
    columns: list[Sequence[Any]] = list(zip(*(_summed(kept) if kind is WaitCount else kept), strict=True))
    for at, members in _columns_of_words(name) if columns else ():
        columns[at] = [members[word] for word in columns[at]]
    return list(map(kind._make, zip(*columns, strict=True)))


def _summed(kept: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return one row for all that differ in their number only: each office has kept its own."""
    sums: dict[tuple[Any, ...], int] = {}
    for *key, number in kept:
        same = tuple(key)
        sums[same] = sums.get(same, 0) + number
    return [(*key, number) for key, number in sums.items()]


@cache
def _columns_of_words(name: str) -> tuple[tuple[int, Mapping[str | None, StrEnum | None]], ...]:
    """Return the places of the columns that hold words of an enum, with its members by their words."""
    found: list[tuple[int, Mapping[str | None, StrEnum | None]]] = []
    for at, hint in enumerate(get_type_hints(COUNTED[name][1]).values()):
        choices = [each for each in getattr(hint, "__args__", (hint,)) if isinstance(each, type)]
        words = next((each for each in choices if issubclass(each, StrEnum)), None)
        if words is not None:
            members: dict[str | None, StrEnum | None] = {member.value: member for member in words}
            found.append((at, {None: None, **members}))
    return tuple(found)
