"""A year of an invented town: engagements with 25 visits each, a match run, the trail; in large strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from benchmarks.invented import AT_A_TIME, KINDS, finish, in_parts
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import Base, db
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.rules import EngagementState, Rhythm, VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import MatchRun, Proposal, UnmatchedRequest
from helpexchange.match_runs.rules import ProposalState, RunState, scope_word
from helpexchange.offices.models import Office

VISITS_EACH, VISITS_AHEAD = 25, 8
PROPOSALS, WAITING = 1_000, 500
#: Nights on which each office was matched for itself.
NIGHTS = 30
TWO, THREE = 14 * 60, 15 * 60


def fill_year(visits: int, *, now: datetime) -> int:
    """Let helpers visit people weekly, and match some of those who wait; return the number of engagements.

    Args:
        visits: rows of visits, rounded down to whole engagements.
        now: most visits lie before it, the last eight of each engagement after it.

    Raises:
        ValueError: the town has too few helpers and people for so many visits.
    """
    count = visits // VISITS_EACH
    pairs = _pairs(count)
    _agree(pairs, now=now)
    _visit(pairs, now=now)
    _propose(now=now)
    finish(Engagement, VisitSeries)
    return count


def _pairs(count: int) -> list[tuple[int, int, int]]:
    """Return (request, helper, office) by id; each helper once, in the office of the request."""
    helpers: dict[int, list[int]] = {}
    of_helpers = select(HelperProfile.office_id, HelperProfile.id).order_by(HelperProfile.id.desc())
    of_helpers = of_helpers.where(HelperProfile.state == HelperState.ACTIVE)
    for office_id, helper_id in db.session.execute(of_helpers):
        helpers.setdefault(office_id, []).append(helper_id)
    is_open = HelpRequest.state == RequestState.OPEN
    asking = select(HelpRequest.id, HelpRequest.office_id).where(is_open).order_by(HelpRequest.id)
    found = [
        (request_id, helpers[office_id].pop(), office_id)
        for request_id, office_id in db.session.execute(asking)
        if helpers.get(office_id)
    ][:count]
    if len(found) < count:
        raise ValueError(f"{len(found)} engagements are possible, {count} are asked for")
    return found


def _agree(pairs: Sequence[tuple[int, int, int]], *, now: datetime) -> None:
    requests = [request_id for request_id, _, _ in pairs]
    for some in in_parts(requests, AT_A_TIME):
        of_these = update(HelpRequest).where(HelpRequest.id.in_(some))
        db.session.execute(of_these.values(state=RequestState.AGREED))
    begun = now - timedelta(weeks=VISITS_EACH - VISITS_AHEAD)
    add(
        Engagement,
        (
            {
                "id": number, "request_id": request_id, "helper_id": helper_id, "office_id": office_id,
                "kind_code": KINDS[request_id % len(KINDS)], "seat": 1, "state": EngagementState.RUNNING,
                "agreed_at": begun,
            }
            for number, (request_id, helper_id, office_id) in enumerate(pairs, 1)
        ),
    )  # fmt: skip
    add(
        VisitSeries,
        (
            {
                "id": number, "engagement_id": number, "rhythm": Rhythm.WEEKLY,
                "times": [[number % 5, TWO, THREE]], "starts_on": begun.date(),
                "planned_until": (now + timedelta(weeks=VISITS_AHEAD)).date(),
            }
            for number in range(1, len(pairs) + 1)
        ),
    )  # fmt: skip


def _visit(pairs: Sequence[tuple[int, int, int]], *, now: datetime) -> None:
    add(Visit, _visits(pairs, now))
    add(AuditEntry, (_noted(visit) for visit in _visits(pairs, now) if visit["ends_at"] < now))


def _visits(pairs: Sequence[tuple[int, int, int]], now: datetime) -> Iterator[dict[str, Any]]:
    monday = now.date() - timedelta(days=now.weekday())
    for number, (request_id, helper_id, office_id) in enumerate(pairs, 1):
        for week in range(VISITS_AHEAD - VISITS_EACH, VISITS_AHEAD):
            day = monday + timedelta(weeks=week, days=number % 5)
            starts_at = _at(day, TWO)
            is_over = starts_at + timedelta(hours=1) < now
            yield {
                "uid": f"visit-{number}-{week}", "engagement_id": number, "series_id": number,
                "helper_id": helper_id, "request_id": request_id, "office_id": office_id, "day": day,
                "start_min": TWO, "end_min": THREE, "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=1), "changed_at": now,
                "state": _state(number + week) if is_over else VisitState.PLANNED,
                "minutes_spent": 60 if is_over else None,
            }  # fmt: skip


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=UTC)


def _state(number: int) -> VisitState:
    return {0: VisitState.MISSED, 1: VisitState.CANCELLED}.get(number % 20, VisitState.DONE)


def _noted(visit: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": visit["ends_at"], "account_id": None, "actor": "Helper", "act": "note_done",
        "object_type": "engagement", "object_id": visit["engagement_id"], "office_id": visit["office_id"],
        "details": {"minutes": 60},
    }  # fmt: skip


def _propose(*, now: datetime) -> None:
    """Match some of those who wait: the last run of the whole town has proposals and some who still wait."""
    _run(now - timedelta(days=150))
    for night in range(NIGHTS, 0, -1):
        for office_id in db.session.scalars(select(Office.id).order_by(Office.id)).all():
            _run(now - timedelta(days=night), office_id)
    run = _run(now)
    is_open = HelpRequest.state == RequestState.OPEN
    asking = select(HelpRequest.id, HelpRequest.office_id).where(is_open).order_by(HelpRequest.id)
    waiting = list(db.session.execute(asking.limit(PROPOSALS + WAITING)))
    free = select(HelperProfile.id).order_by(HelperProfile.id.desc()).limit(PROPOSALS)
    helpers = list(db.session.scalars(free))
    add(Proposal, (_proposal(run.id, *each) for each in zip(waiting, helpers, strict=False)))
    add(
        UnmatchedRequest,
        (
            {
                "run_id": run.id,
                "request_id": request_id,
                "office_id": office_id,
                "reason": "nobody_free_then",
                "details": {"helpers": 2, "helpers_missing": 1},
                "nearest_fix": {"kind": "none"},
            }
            for request_id, office_id in waiting[PROPOSALS:]
        ),
    )


def _run(at: datetime, office_id: int | None = None) -> MatchRun:
    run = MatchRun(
        office_id=office_id, scope=scope_word(office_id), state=RunState.DONE, requested_at=at,
        requested_by="night",
        started_at=at, finished_at=at, policy={"weights": {}}, versions={}, input_hashes={}, seed=1,
        objective=1, bound=1.0, gap=0.0, status="optimal", seconds=1.0, served_count=PROPOSALS,
        unmatched_count=WAITING,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    return run


def _proposal(run_id: int, asking: tuple[int, int], helper_id: int) -> dict[str, Any]:
    return {
        "run_id": run_id, "helper_id": helper_id, "request_id": asking[0], "office_id": asking[1],
        "state": ProposalState.PROPOSED, "score": 500, "score_parts": {"closeness": 500},
        "visits": [[1, TWO, THREE]], "distance_m": 900.0,
        "facts": {"languages": [], "skills": {KINDS[asking[0] % len(KINDS)]: 2}, "idle_days": 30},
    }  # fmt: skip


def add(model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    """Put rows into a table, some thousand at a time."""
    for some in in_parts(list(rows), AT_A_TIME):
        db.session.execute(insert(model), some)
