"""One helper and one request, by the engine's own rules: what stands against them, when they could meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from helpexchange.helper_profiles.models import HelperAbsence, HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.rules import free_times, minutes_a_week
from helpexchange.match_runs.rules.by_hand import Hindrance, Obstacle, in_order
from helpexchange.match_runs.solving.bindings import Binding, bindings_of_helper
from helpexchange.match_runs.solving.problem import ANY_TIME, ReadProblem, build, windows
from helpexchange.match_runs.solving.records import Records, Wanted, read_records
from helpexchange.match_runs.solving.storing import FactsOf
from matching import (
    Assignment,
    Helper,
    Pair,
    ProblemIndex,
    RankedHelper,
    Request,
    Visit,
    build_problem,
    rank_helpers,
)
from matching.pairing.left_out import LeftOut, pair_reasons

_OBSTACLES = {
    LeftOut.BLOCKED: Obstacle.BLOCKED,
    LeftOut.SKILL: Obstacle.SKILL,
    LeftOut.CHECK: Obstacle.CHECK,
    LeftOut.KIND: Obstacle.KIND,
    LeftOut.DISTANCE: Obstacle.DISTANCE,
    LeftOut.PLACE_UNKNOWN: Obstacle.PLACE_UNKNOWN,
    LeftOut.TIME: Obstacle.TIME,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be known before the two are brought together.

    Attributes:
        hindrances: rules that fail, those that cannot be overruled first.
        meeting: when they could meet and what speaks for it; None when something cannot be overruled.
        facts: what reasons in words are made from.
    """

    hindrances: Sequence[Hindrance]
    meeting: Assignment | None
    facts: Mapping[str, Any]

    @property
    def visits(self) -> list[list[int]]:
        """The times of the week, as a proposal keeps them."""
        found = self.meeting.visits if self.meeting else ()
        return [[visit.weekday, visit.start_min, visit.end_min] for visit in found]


def judge(session: Session, *, helper_id: int, request_id: int, now: datetime, today: date) -> Judged | None:
    """Return what stands against this pair and when they could meet; None if the request has its helpers."""
    wanted = Wanted(helper_id=helper_id, request_id=request_id)
    records = read_records(session, wanted, now=now, today=today)
    bound = bindings_of_helper(session, helper_id, today)
    theirs = [each for each in records.bindings if each.request_id == request_id]
    read = build(replace(records, bindings=theirs, turned_down=frozenset()), now=now, today=today)
    if not read.problem.requests or not read.problem.helpers:
        return None
    helper, request = read.problem.helpers[0], read.problem.requests[0]
    pair = next(iter(read.problem.pairs), None)
    found = [
        *_standing_against(session.get_one(HelperProfile, helper_id), request_id, records, today),
        *_of_rules(read, helper, request, pair),
        *_of_room(helper, request, pair, bound),
    ]
    meeting = None
    if all(each.may_be_overruled for each in found):
        meeting = _meeting(helper, request, pair, bound, {each.code for each in found})
        found += [] if meeting else [Hindrance(Obstacle.BUSY, {})]
    facts = FactsOf(read).of(meeting) if meeting else {}
    return Judged(in_order(found), meeting, facts)


def _standing_against(
    helper: HelperProfile, request_id: int, records: Records, today: date
) -> Iterator[Hindrance]:
    if helper.state is not HelperState.ACTIVE:
        yield Hindrance(Obstacle.NOT_ACTIVE, {})
    if (helper.id, request_id) in records.turned_down:
        yield Hindrance(Obstacle.TURNED_DOWN, {})
    if any(_is_on(each, today) for each in helper.absences):
        yield Hindrance(Obstacle.AWAY, {})


def _is_on(absence: HelperAbsence, today: date) -> bool:
    return absence.starts_on <= today < absence.back_on


def _of_rules(read: ReadProblem, helper: Helper, request: Request, pair: Pair | None) -> Iterator[Hindrance]:
    for reason in pair_reasons(read.problem, helper, request, pair):
        if reason.code in _OBSTACLES:
            values = {
                name: list(one) if isinstance(one, tuple) else one for name, one in reason.values.items()
            }
            yield Hindrance(_OBSTACLES[reason.code], values)


def _of_room(
    helper: Helper, request: Request, pair: Pair | None, bound: Sequence[Binding]
) -> Iterator[Hindrance]:
    if len(bound) >= helper.max_requests:
        yield Hindrance(Obstacle.CAPACITY, {"requests": len(bound) + 1, "limit": helper.max_requests})
    minutes = sum(each.minutes for each in bound) + minutes_a_week(
        (), visits_per_week=request.visits_per_week, visit_minutes=request.visit_minutes,
        given=pair.minutes if pair else None,
    )  # fmt: skip
    if helper.minutes_per_week is not None and minutes > helper.minutes_per_week:
        yield Hindrance(Obstacle.MINUTES, {"minutes": minutes, "limit": helper.minutes_per_week})


def _meeting(
    helper: Helper, request: Request, pair: Pair | None, bound: Sequence[Binding], overruled: set[Obstacle]
) -> Assignment | None:
    """When the two could meet if the hindrances are overruled; None when the helper is with others then."""
    busy = [visit for each in bound for visit in each.visits]
    times = () if Obstacle.TIME in overruled else _periods(helper)
    left = free_times(times or ANY_TIME, busy) if busy else list(times)
    if busy and not left:
        return None
    free = replace(helper, max_distance_m=None, max_requests=1, minutes_per_week=None, windows=windows(left))
    alone = replace(
        request, helpers_needed=1, together=False, max_distance_m=None,
        remote=request.remote or Obstacle.PLACE_UNKNOWN in overruled,
    )  # fmt: skip
    problem = build_problem(
        helpers=[free], requests=[alone], pairs=[replace(pair, minutes=None)] if pair else []
    )
    # No solver is asked: SQLite has one writer, and this one has begun to write.
    ranked = next(iter(rank_helpers(ProblemIndex(problem), problem.requests[0], only_free=True)), None)
    return None if ranked is None else _assigned(ranked, request)


def _assigned(ranked: RankedHelper, request: Request) -> Assignment:
    """The earliest times that suit, each on another day."""
    first_of_day = {each.weekday: each for each in reversed(ranked.free_times)}
    days = sorted(first_of_day)[: request.visits_per_week]
    starts = [(day, first_of_day[day].first_min) for day in days]
    return Assignment(
        helper_id=ranked.helper_id, request_id=request.id, score=ranked.score, parts=dict(ranked.parts),
        visits=tuple(Visit(day, start, start + request.visit_minutes) for day, start in starts),
        distance_m=ranked.distance_m,
    )  # fmt: skip


def _periods(helper: Helper) -> tuple[tuple[int, int, int], ...]:
    return tuple((each.weekday, each.start_min, each.end_min) for each in helper.windows)
