"""From records to a checked match problem, and the way back from its ids to the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from sqlalchemy.orm import Session

from helpexchange.match_runs.rules import MINUTES_PER_DAY, OTHER_KIND, Period, free_times
from helpexchange.match_runs.solving.bindings import Binding
from helpexchange.match_runs.solving.locks import drop_impossible_locks, without_lock
from helpexchange.match_runs.solving.pairs import known_pairs
from helpexchange.match_runs.solving.records import AnyRow, Records, Wanted, read_records
from matching import Helper, HelperKind, Policy, Problem, Request, Window, build_problem

ANY_TIME: tuple[Period, ...] = tuple((weekday, 0, MINUTES_PER_DAY) for weekday in range(7))


@dataclass(frozen=True)
class ReadProblem:
    """A problem whose ids are the references of the records.

    Attributes:
        helper_ids: record id by reference.
        requests: (record id, office id) by reference.
        locks_left_out: how many locked pairs cannot hold any more and were left to the engine.
    """

    problem: Problem
    helper_ids: Mapping[str, int]
    requests: Mapping[str, tuple[int, int]]
    locks_left_out: int


def read_problem(
    session: Session, *, office_id: int | None, now: datetime, today: date, district_id: int | None = None
) -> ReadProblem:
    """Read and build what a run of this office, or of the whole town, matches.

    Args:
        district_id: only the office's requests in this district.
        today: the calendar day in the town; a check that expired before it does not count.

    Raises:
        InputError: the records hold something that cannot be matched; it names everything.
    """
    wanted = Wanted(office_id=office_id, district_id=district_id)
    records = read_records(session, wanted, now=now, today=today)
    return build(records, now=now, today=today)


def build(records: Records, *, now: datetime, today: date, policy: Policy | None = None) -> ReadProblem:
    """Build the problem of `records`; see `read_problem`."""
    builder = _Builder(records, now, today)
    requests = [request for row in records.requests if (request := builder.request(row))]
    pairs = known_pairs(records, open_requests={request.id for request in requests})
    free = build_problem(
        helpers=[builder.helper(row) for row in records.helpers],
        requests=requests,
        pairs=[without_lock(pair) for pair in pairs],
        policy=policy or Policy(),
    )
    # Only locks that can hold are put back, so the problem need not be checked a second time.
    kept = drop_impossible_locks(free, pairs)
    return ReadProblem(
        replace(free, pairs=tuple(sorted(kept, key=attrgetter("request_id", "helper_id")))),
        {row.reference: row.id for row in records.helpers},
        {row.reference: (row.id, row.office_id) for row in records.requests},
        sum(before.relations != after.relations for before, after in zip(pairs, kept, strict=True)),
    )


class _Builder:
    def __init__(self, records: Records, now: datetime, today: date) -> None:
        self._records = records
        self._now = now
        self._today = today

    @cached_property
    def _bound_helpers(self) -> Mapping[int, list[Binding]]:
        return _gathered(self._records.bindings, "helper_id")

    @cached_property
    def _bound_requests(self) -> Mapping[int, list[Binding]]:
        return _gathered(self._records.bindings, "request_id")

    def helper(self, row: AnyRow) -> Helper:
        records = self._records
        helper = Helper(
            id=row.reference,
            latitude=row.latitude,
            longitude=row.longitude,
            max_distance_m=row.max_distance_m,
            max_requests=row.max_requests,
            minutes_per_week=row.minutes_per_week,
            skills=dict(records.helper_skills.get(row.id, ())),
            languages=frozenset(code for (code,) in records.helper_languages.get(row.id, ())),
            kind=HelperKind(row.kind),
            checks=frozenset(self._valid_checks(row.id)),
            windows=windows(records.helper_times.get(row.id, ())),
            district=row.district or "",
            last_engaged_days=self._days_since(row.last_engaged_on),
        )
        bound = self._bound_helpers.get(row.id)
        return _with_less_room(helper, bound) if bound else helper

    def _valid_checks(self, helper_id: int) -> Iterator[str]:
        for code, expires_on in self._records.helper_checks.get(helper_id, ()):
            if expires_on is None or expires_on >= self._today:
                yield code

    def _days_since(self, day: date | None) -> int | None:
        return None if day is None else max(0, (self._today - day).days)

    def request(self, row: AnyRow) -> Request | None:
        """The part of the request that has nobody yet; None when all its seats are taken."""
        bound = self._bound_requests.get(row.id, [])
        if len(bound) >= row.helpers_needed:
            return None
        request = self._whole_request(row)
        if not bound:
            return request
        return replace(_at_times_of(request, bound), helpers_needed=row.helpers_needed - len(bound))

    def _whole_request(self, row: AnyRow) -> Request:
        records = self._records
        skills = records.request_skills.get(row.id, ())
        return Request(
            id=row.reference,
            latitude=row.latitude,
            longitude=row.longitude,
            skills=_needed_skills(row.kind_code, skills),
            wished_skills=frozenset(code for code, is_needed in skills if not is_needed),
            languages=frozenset(code for (code,) in records.request_languages.get(row.id, ())),
            kinds=frozenset(HelperKind(kind) for kind in row.helper_kinds),
            checks=frozenset([*row.checks, *row.kind_checks]),
            helpers_needed=row.helpers_needed,
            together=row.together,
            visits_per_week=row.visits_per_week,
            visit_minutes=row.visit_minutes,
            remote=row.remote,
            priority=row.priority,
            waiting_days=max(0, (self._now - row.submitted_at).days),
            value=row.value,
            max_distance_m=row.max_distance_m,
            windows=windows(records.request_times.get(row.id, ())),
            district=row.district or "",
        )


def windows(times: Sequence[tuple[Any, ...]]) -> tuple[Window, ...]:
    """Return periods as the engine's windows."""
    return tuple(Window(weekday, start_min, end_min) for weekday, start_min, end_min in times)


def _needed_skills(kind_code: str, skills: Sequence[tuple[Any, ...]]) -> frozenset[str]:
    kind = [] if kind_code == OTHER_KIND else [kind_code]
    return frozenset([*kind, *(code for code, is_needed in skills if is_needed)])


def _with_less_room(helper: Helper, bound: Sequence[Binding]) -> Helper:
    """Take away what the helper is approved for: places, minutes, and the times of the visits."""
    visits = [visit for binding in bound for visit in binding.visits]
    times = [(w.weekday, w.start_min, w.end_min) for w in helper.windows] or ANY_TIME
    left = free_times(times, visits) if visits else times
    minutes = helper.minutes_per_week
    if minutes is not None:
        minutes = max(0, minutes - sum(binding.minutes for binding in bound))
    return replace(
        helper,
        # No windows would mean "any time": who has no free moment left takes no request.
        max_requests=max(0, helper.max_requests - len(bound)) if left else 0,
        minutes_per_week=minutes,
        windows=windows(left) if visits else helper.windows,
    )


def _at_times_of(request: Request, bound: Sequence[Binding]) -> Request:
    """Who joins helpers that come together comes at their times."""
    visits = bound[0].visits
    if not request.together or not visits:
        return request
    return replace(request, windows=windows([tuple(visit) for visit in visits]))


def _gathered(bindings: Sequence[Binding], key: str) -> Mapping[int, list[Binding]]:
    found: dict[int, list[Binding]] = {}
    for binding in bindings:
        found.setdefault(getattr(binding, key), []).append(binding)
    return found
