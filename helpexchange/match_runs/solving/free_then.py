"""Who is free at the very time of one visit, by the engine's rules and in its order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.match_runs.solving.problem import build
from helpexchange.match_runs.solving.records import Wanted, read_records
from matching import Helper, ProblemIndex, Request, rank_helpers


@dataclass(frozen=True, slots=True)
class FreeThen:
    """A helper who breaks no rule and has nothing else to do at that time."""

    helper_id: int
    distance_m: float | None


def free_then(
    session: Session, visit: Visit, *, now: datetime, but: Collection[int], at_most: int
) -> list[FreeThen]:
    """Return the best helpers for one visit, the best first.

    Checks must hold, and nobody be away, on the day of the visit. Whoever is full for the week is left out,
    and so is whoever has another visit on that day at that time.

    Args:
        but: helpers who are not to be asked.
    """
    wanted = Wanted(request_ids=[visit.request_id])
    records = read_records(session, wanted, now=now, today=visit.day)
    others = [each for each in records.bindings if each.request_id != visit.request_id]
    read = build(replace(records, bindings=others), now=now, today=visit.day)
    if not read.problem.requests:
        return []
    out = {*but, *_busy(session, visit)}
    helpers = tuple(
        replace(helper, windows=())
        for helper in read.problem.helpers
        if read.helper_ids[helper.id] not in out and _covers(helper, visit)
    )
    request = _once(read.problem.requests[0], visit)
    # The times were looked at here, to the minute; the engine thinks in quarters of an hour.
    alone = replace(
        read.problem,
        helpers=helpers,
        requests=(request,),
        pairs=tuple(pair for pair in read.problem.pairs if pair.helper_id in {each.id for each in helpers}),
        travel_min=None,
    )
    ranked = rank_helpers(ProblemIndex(alone), request, at_most=at_most, only_free=True)
    return [FreeThen(read.helper_ids[each.helper_id], each.distance_m) for each in ranked]


def _busy(session: Session, visit: Visit) -> set[int]:
    """Who has another planned visit that overlaps this one."""
    statement = select(Visit.helper_id).where(
        Visit.state == VisitState.PLANNED, Visit.starts_at < visit.ends_at, Visit.ends_at > visit.starts_at
    )
    return set(session.scalars(statement))


def _covers(helper: Helper, visit: Visit) -> bool:
    """Whether the helper is free from the visit's beginning to its end; no windows mean any time."""
    return not helper.windows or any(
        each.weekday == visit.day.weekday()
        and each.start_min <= visit.start_min
        and visit.end_min <= each.end_min
        for each in helper.windows
    )


def _once(request: Request, visit: Visit) -> Request:
    return replace(
        request, helpers_needed=1, together=False, visits_per_week=1, windows=(),
        visit_minutes=visit.end_min - visit.start_min,
    )  # fmt: skip
