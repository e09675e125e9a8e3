"""The rules of time: each visit by itself, the visits of one helper, and requests served together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from matching.pairing.answer import Visit
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.checker.rules import Proposed
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import MINUTES_PER_DAY, Problem, Window

Placed = tuple[Visit, Proposed]


def whole_week(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Sorted windows with touching and overlapping ones joined; no windows at all mean any time."""
    joined: list[Window] = []
    for window in sorted(windows):
        last = joined[-1] if joined else None
        if last and last.weekday == window.weekday and window.start_min <= last.end_min:
            joined[-1] = Window(last.weekday, last.start_min, max(last.end_min, window.end_min))
        else:
            joined.append(window)
    return tuple(joined) or tuple(Window(day, 0, MINUTES_PER_DAY) for day in range(7))


def visit_faults(problem: Problem, item: Proposed) -> Iterator[CheckFault]:
    """Number, days, length, grid and windows of the visits of one proposal."""
    visits = item.assignment.visits
    timed = bool(item.helper.windows or item.request.windows)
    count = item.request.visits_per_week if timed else 0
    if len(visits) != count:
        yield item.fault(CheckCode.VISIT_COUNT, f"{len(visits)} visits", f"{count} a week")
    if len({visit.weekday for visit in visits}) != len(visits):
        yield item.fault(CheckCode.SAME_DAY_TWICE, "two visits on one day", "each on a day of its own")
    for visit in visits:
        yield from _one_visit_faults(problem, item, visit)


def _one_visit_faults(problem: Problem, item: Proposed, visit: Visit) -> Iterator[CheckFault]:
    length = visit.end_min - visit.start_min
    if length != item.request.visit_minutes:
        yield item.fault(CheckCode.VISIT_LENGTH, f"{length} minutes", str(item.request.visit_minutes))
    if visit.start_min % problem.policy.grid_minutes:
        expected = f"a multiple of {problem.policy.grid_minutes}"
        yield item.fault(CheckCode.VISIT_OFF_GRID, f"start at minute {visit.start_min}", expected)
    if not is_inside(visit.weekday, visit.start_min, length, item.helper.windows):
        yield item.fault(CheckCode.OUTSIDE_HELPER_TIMES, str(visit), "inside a window of the helper")
    if not is_inside(visit.weekday, visit.start_min, length, item.request.windows):
        yield item.fault(CheckCode.OUTSIDE_REQUEST_TIMES, str(visit), "inside a window of the request")


def is_inside(weekday: int, start_min: int, minutes: int, windows: tuple[Window, ...]) -> bool:
    """Whether a visit of so many minutes lies in one of the windows; no windows mean any time."""
    return any(
        window.weekday == weekday and window.start_min <= start_min and start_min + minutes <= window.end_min
        for window in whole_week(windows)
    )


def diary_faults(problem: Problem, proposed: list[Proposed], ways: Ways) -> Iterator[CheckFault]:
    """Overlaps and too short ways between any two visits of one helper on one day."""
    numbers = {request.id: number for number, request in enumerate(problem.requests)}
    days: dict[tuple[str, int], list[Placed]] = defaultdict(list)
    for item in proposed:
        for visit in item.assignment.visits:
            days[item.helper.id, visit.weekday].append((visit, item))
    for day in days.values():
        day.sort(key=lambda placed: placed[0])
        for place, (visit, item) in enumerate(day):
            for later, other in day[place + 1 :]:
                way_min = ways.minutes(numbers[item.request.id], numbers[other.request.id])
                yield from _clash(item, visit, other, later, way_min)


def _clash(item: Proposed, visit: Visit, other: Proposed, later: Visit, way_min: int) -> Iterator[CheckFault]:
    spare_min = later.start_min - visit.end_min
    if spare_min < 0:
        found = f"overlaps a visit to {other.request.id} on weekday {visit.weekday}"
        yield item.fault(CheckCode.VISITS_OVERLAP, found, "one visit at a time")
    elif spare_min < way_min:
        found = f"{spare_min} minutes before {other.request.id} on weekday {visit.weekday}"
        yield item.fault(CheckCode.TRAVEL_TOO_SHORT, found, f"{way_min} minutes or more")


def together_faults(proposed: list[Proposed]) -> Iterator[CheckFault]:
    """A request served together has all its helpers, at the same times, or none."""
    groups: dict[str, list[Proposed]] = defaultdict(list)
    for item in proposed:
        if item.request.together:
            groups[item.request.id].append(item)
    for group in groups.values():
        needed = group[0].request.helpers_needed
        if len(group) < needed:
            yield group[0].fault(CheckCode.NOT_TOGETHER, f"{len(group)} helpers", f"{needed} or none")
        for one, another in pairwise(group):
            if sorted(one.assignment.visits) != sorted(another.assignment.visits):
                found = f"other times than {one.helper.id}"
                yield another.fault(CheckCode.NOT_TOGETHER, found, "the same times for all helpers")
