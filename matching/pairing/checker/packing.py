"""Whether requests fit into one helper's week: every choice of days, every order of a day, in compiled code.

A day's visits are tried in every order, each as early as it can be, which for a fixed order finds a timetable
if there is one. Any two visits keep the way between them, so leaving one out never makes a week impossible.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.pairing.checker.asked import UNKNOWN, Asked, Ints, way_minutes
from matching.pairing.checker.starts import DAYS, Starts
from matching.pairing.compiled import inner_kernel, kernel

FITS, FAILS, UNDECIDED = 1, 0, -1
MOST_VISITS_A_DAY = 12
STEPS_A_PACKING = 50_000
NO_START = -1
SETS_OF_DAYS = 1 << DAYS


class Desk(NamedTuple):
    """Room to work in while weeks of one helper are packed; made once a helper.

    Attributes:
        waiting: options in the order in which they get their days; `days` are those each has now.
        held: how many visits each weekday holds, `visitors` the options.
        order, ends, earliest, used: of the day that is put in order.
        steps: steps left for one packing.
        blurred: ways that only PROJ can tell, as rows (first, then); the last row counts them.
        edges: ways that PROJ has told, see `way_minutes`.
    """

    waiting: Ints
    days: Ints
    held: Ints
    visitors: Ints
    order: Ints
    ends: Ints
    earliest: Ints
    used: Ints
    steps: Ints
    blurred: Ints
    edges: Ints


class Week(NamedTuple):
    """One helper's week while it is packed."""

    asked: Asked
    starts: Starts
    desk: Desk


@kernel
def new_desk(most: int, edges: Ints) -> Desk:
    """Return a desk for plans of at most `most` requests."""
    a_day = MOST_VISITS_A_DAY + 1
    return Desk(
        np.zeros(most + 1, np.int64),
        np.zeros(most + 1, np.int64),
        np.zeros(DAYS, np.int64),
        np.zeros((DAYS, a_day), np.int64),
        np.zeros(a_day, np.int64),
        np.zeros(a_day, np.int64),
        np.zeros((a_day, a_day), np.int64),
        np.zeros(a_day, np.int64),
        np.zeros(1, np.int64),
        np.zeros((65, 2), np.int64),
        edges,
    )


@kernel
def pack(week: Week, chosen: Ints) -> int:
    """Return whether all visits of the chosen options find a time; `UNDECIDED` when that takes too long."""
    starts, desk = week.starts, week.desk
    count = _line_up(week, chosen)
    desk.steps[0] = STEPS_A_PACKING
    desk.held[:] = 0
    is_sure, depth = True, 0
    desk.days[0] = 0
    while 0 <= depth < count:
        option = desk.waiting[depth]
        visits = week.asked.visits[starts.request[option]]
        days = _next_days(starts.days[option], visits, desk.days[depth])
        if days >= SETS_OF_DAYS:
            depth -= 1
            if depth >= 0:
                _take_off(desk.days[depth], desk)
            continue
        desk.days[depth] = days
        verdict = _days_fit(week, option, days)
        if verdict != FAILS:
            is_sure = is_sure and verdict == FITS
            _put_on(days, option, desk)
            depth += 1
            desk.days[depth] = 0
    if depth < 0:
        return FAILS
    return FITS if is_sure else UNDECIDED


@inner_kernel
def _line_up(week: Week, chosen: Ints) -> int:
    """Sort those with times by how many spare days they have; return their number."""
    asked, starts, waiting = week.asked, week.starts, week.desk.waiting
    count = 0
    for option in chosen:
        if starts.timed[option]:
            place, spare = count, _spare_days(asked, starts, option)
            while place and _spare_days(asked, starts, waiting[place - 1]) > spare:
                waiting[place] = waiting[place - 1]
                place -= 1
            waiting[place] = option
            count += 1
    return count


@inner_kernel
def _spare_days(asked: Asked, starts: Starts, option: int) -> int:
    return int(bits_in(starts.days[option]) - asked.visits[starts.request[option]])


@inner_kernel
def finds_days(asked: Asked, starts: Starts, option: int) -> bool:
    """Return whether the visits of one option find as many different days as they need."""
    return not starts.timed[option] or _spare_days(asked, starts, option) >= 0


@inner_kernel
def bits_in(number: int) -> int:
    """Return how many bits are set."""
    count = 0
    while number:
        number &= number - 1
        count += 1
    return count


@inner_kernel
def _next_days(allowed: int, visits: int, after: int) -> int:
    """Return the next set of so many allowed days, as bits; `SETS_OF_DAYS` or more when there is none."""
    days = after + 1
    while days < SETS_OF_DAYS and (days & ~allowed or bits_in(days) != visits):
        days += 1
    return days


@inner_kernel
def _days_fit(week: Week, option: int, days: int) -> int:
    """Whether each of the days can take one more visit."""
    verdict = FITS
    for day in range(DAYS):
        if days >> day & 1:
            of_day = _day_fits(week, option, day)
            if of_day == FAILS:
                return FAILS
            if of_day == UNDECIDED:
                verdict = UNDECIDED
    return verdict


@inner_kernel
def _put_on(days: int, option: int, desk: Desk) -> None:
    for day in range(DAYS):
        if days >> day & 1:
            if desk.held[day] < MOST_VISITS_A_DAY:
                desk.visitors[day, desk.held[day]] = option
            desk.held[day] += 1


@inner_kernel
def _take_off(days: int, desk: Desk) -> None:
    for day in range(DAYS):
        if days >> day & 1:
            desk.held[day] -= 1


@inner_kernel
def _day_fits(week: Week, option: int, day: int) -> int:
    """Whether a day can hold one more visit, by trying orders depth first."""
    desk = week.desk
    count = desk.held[day] + 1
    if count == 1:
        return FITS
    if count > MOST_VISITS_A_DAY:
        return UNDECIDED
    visitors = desk.visitors[day]
    visitors[count - 1] = option
    desk.used[:count] = 0
    # Not the literal 0, for which everything below would be compiled apart.
    depth, desk.order[0] = desk.used[0], -1
    is_open = _look_ahead(week, day, count, depth)
    while depth >= 0:
        desk.steps[0] -= 1
        if desk.steps[0] < 0:
            return UNDECIDED
        if desk.order[depth] >= 0:
            desk.used[desk.order[depth]] = 0
        place = desk.order[depth] + 1
        while place < count and desk.used[place]:
            place += 1
        if place == count or not is_open:
            depth -= 1
            is_open = True
            continue
        desk.order[depth], desk.used[place] = place, 1
        length = week.asked.visit_minutes[week.starts.request[visitors[place]]]
        desk.ends[depth] = desk.earliest[depth, place] + length
        depth += 1
        if depth == count:
            return FITS
        desk.order[depth] = -1
        is_open = _look_ahead(week, day, count, depth)
    return FAILS


@inner_kernel
def _look_ahead(week: Week, day: int, count: int, depth: int) -> bool:
    """Note when each waiting visit could start next; False if one cannot: it would only start later."""
    asked, starts, desk = week
    visitors = desk.visitors[day]
    for place in range(count):
        if desk.used[place]:
            continue
        option, ready_min = visitors[place], 0
        for before in range(depth):
            came_from = starts.request[visitors[desk.order[before]]]
            way_min = way_minutes(asked, desk.edges, came_from, starts.request[option])
            if way_min == UNKNOWN:
                _note(desk, came_from, starts.request[option])
                way_min = 0
            ready_min = max(ready_min, desk.ends[before] + way_min)
        desk.earliest[depth, place] = _earliest(starts, option, day, ready_min)
        if desk.earliest[depth, place] == NO_START:
            return False
    return True


@inner_kernel
def _earliest(starts: Starts, option: int, day: int, ready_min: int) -> int:
    on_grid = -(-ready_min // starts.grid) * starts.grid
    for row in range(starts.first[DAYS * option + day], starts.first[DAYS * option + day + 1]):
        if on_grid <= starts.spans[row, 1]:
            return int(max(on_grid, starts.spans[row, 0]))
    return NO_START


@inner_kernel
def _note(desk: Desk, first: int, then: int) -> None:
    """Remember a way for PROJ; more than there is room for are asked for the next time."""
    noted = desk.blurred[-1, 0]
    if noted < len(desk.blurred) - 1:
        desk.blurred[noted, 0], desk.blurred[noted, 1] = first, then
        desk.blurred[-1, 0] = noted + 1
