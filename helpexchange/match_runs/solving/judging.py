"""One helper and one request, by the engine's own rules: what stands against them, when they could meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperAbsence, HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.rules import free_times, minutes_a_week
from helpexchange.match_runs.rules.by_hand import Hindrance, Obstacle, in_order
from helpexchange.match_runs.solving.bindings import Binding
from helpexchange.match_runs.solving.problem import ANY_TIME, ReadProblem, build, windows
from helpexchange.match_runs.solving.records import AnyRow, Records, Wanted, read_records
from helpexchange.match_runs.solving.storing import FactsOf
from matching import (
    Assignment,
    Helper,
    InputError,
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
    """Return what stands against this pair and when they could meet; see `judge_all`."""
    wanted = Wanted(helper_ids=[helper_id], request_ids=[request_id])
    records = read_records(session, wanted, now=now, today=today)
    judged = judge_all(session, records, request_id=request_id, now=now, today=today)
    return judged[helper_id] if judged else None


def judge_all(
    session: Session, records: Records, *, request_id: int, now: datetime, today: date
) -> Mapping[int, Judged] | None:
    """Return by helper id what stands against each pair; None if the request has its helpers or has ended.

    This is the one place that says which rules fail: for "why not?", and before somebody is chosen by hand.

    Args:
        records: of the helpers to be judged, whatever their state, and of the request at least.
    """
    if session.get_one(HelpRequest, request_id).state is not RequestState.OPEN:
        return None
    asked = [row for row in records.requests if row.id == request_id]
    helpers = select(HelperProfile).where(HelperProfile.id.in_([row.id for row in records.helpers]))
    profiles = {
        each.id: each for each in session.scalars(helpers.options(selectinload(HelperProfile.absences)))
    }
    judges = _Judges(replace(records, requests=asked), profiles, request_id, now, today)
    if judges.is_served:
        return None
    return {row.id: judges.judged(row) for row in records.helpers}


class _Judges:
    """Judges helpers one by one: a record that cannot be matched says nothing about the others."""

    def __init__(
        self,
        records: Records,
        profiles: Mapping[int, HelperProfile],
        request_id: int,
        now: datetime,
        today: date,
    ) -> None:
        self._records, self._profiles, self._request_id = records, profiles, request_id
        self._now, self._today = now, today
        self._theirs = [each for each in records.bindings if each.request_id == request_id]

    @property
    def is_served(self) -> bool:
        """Whether every seat of the request is taken."""
        return bool(len(self._theirs) >= self._records.requests[0].helpers_needed)

    def judged(self, row: AnyRow) -> Judged:
        """Return what stands against one helper."""
        standing = list(self._standing_against(row.id))
        try:
            read = self._read(row)
        except InputError:
            return Judged(in_order([*standing, Hindrance(Obstacle.BAD_RECORD, {})]), None, {})
        if any(each.helper_id == row.id for each in self._theirs):
            return Judged([Hindrance(Obstacle.CHOSEN, {})], None, {})
        bound = [each for each in self._records.bindings if each.helper_id == row.id]
        helper, request = read.problem.helpers[0], read.problem.requests[0]
        pair = next(iter(read.problem.pairs), None)
        found = [*standing, *_of_rules(read, helper, request, pair), *_of_room(helper, request, pair, bound)]
        return _weighed(read, found, pair, bound)

    def _read(self, row: AnyRow) -> ReadProblem:
        alone = replace(self._records, helpers=[row], bindings=self._theirs, turned_down=frozenset())
        return build(alone, now=self._now, today=self._today)

    def _standing_against(self, helper_id: int) -> Iterator[Hindrance]:
        profile = self._profiles[helper_id]
        if profile.state is not HelperState.ACTIVE:
            yield Hindrance(Obstacle.NOT_ACTIVE, {})
        if (helper_id, self._request_id) in self._records.turned_down:
            yield Hindrance(Obstacle.TURNED_DOWN, {})
        if any(_is_on(each, self._today) for each in profile.absences):
            yield Hindrance(Obstacle.AWAY, {})


def _weighed(
    read: ReadProblem, found: list[Hindrance], pair: Pair | None, bound: Sequence[Binding]
) -> Judged:
    """Look when the two could meet in spite of what was found, and whether the helper is elsewhere then."""
    helper, request = read.problem.helpers[0], read.problem.requests[0]
    codes = {each.code for each in found}
    meeting = None
    is_busy = _is_busy(read, helper, request, pair, bound)
    if not is_busy and all(each.may_be_overruled for each in found):
        meeting = _meeting(helper, request, pair, bound, codes)
        is_busy = meeting is None
    if is_busy:
        found = [*found, Hindrance(Obstacle.BUSY, {})]
    return Judged(in_order(found), meeting, FactsOf(read).of(meeting) if meeting else {})


def _is_busy(
    read: ReadProblem, helper: Helper, request: Request, pair: Pair | None, bound: Sequence[Binding]
) -> bool:
    """Whether nothing but the helper's other visits stands against the times."""
    busy = [visit for each in bound for visit in each.visits]
    if not busy or _fails(LeftOut.TIME, read, helper, request, pair):
        return False
    left = free_times(_periods(helper) or ANY_TIME, busy)
    return not left or _fails(LeftOut.TIME, read, replace(helper, windows=windows(left)), request, pair)


def _fails(code: LeftOut, read: ReadProblem, helper: Helper, request: Request, pair: Pair | None) -> bool:
    return any(each.code is code for each in pair_reasons(read.problem, helper, request, pair))


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
