"""Bringing helpers together: at which of its times a request that wants several at once is served, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.parts import Part
from matching.pairing.plans import Plan, Plans
from matching.pairing.pricing import Question, best_with, gains_of
from matching.pairing.weeks import Ints

# Points of an option that nobody may choose.
NEVER = -(1 << 40)


@dataclass(frozen=True, order=True)
class Way:
    """One helper's best week with one option of a request that wants its helpers together.

    Attributes:
        is_free: False if the helper is locked to the request: those come first.
        loss: what the helper's best week is worth more, at the prices, in units; 0 or more.
    """

    is_free: bool
    loss: int
    week: int
    option: int
    plan: Plan


@dataclass(frozen=True)
class Meeting:
    """One time of a request, and the ways to come, the cheapest first.

    Attributes:
        prize: what serving the request is worth at the prices, in units; more than anything for a request
            to which somebody is locked.
    """

    request: int
    time: int
    prize: int
    ways: tuple[Way, ...]


def meetings_of(part: Part, units: Ints, most: Ints) -> list[Meeting]:
    """Return every time of every request that wants its helpers together, if enough of them have a way.

    Args:
        part: helpers and requests.
        units: price of each request.
        most: worth of each helper's best plan at these prices.
    """
    options = np.flatnonzero(part.weeks.time >= 0)
    gains, load = gains_of(part, units, UNITS_PER_POINT), part.weeks.load * UNITS_PER_POINT
    found = best_with(part, Question(gains, load, 1, most), options)
    weeks = np.searchsorted(part.weeks.first, options, side="right") - 1
    ways: dict[tuple[int, int], list[Way]] = {}
    for row in np.flatnonzero(found.count).tolist():
        option, week = int(options[row]), int(weeks[row])
        plan = tuple(sorted(found.plan[row, 0, : found.size[row, 0]].tolist()))
        way = Way(not part.weeks.locked[option], int(most[week] - found.worth[row, 0]), week, option, plan)
        ways.setdefault((int(part.weeks.request[option]), int(part.weeks.time[option])), []).append(way)
    return [
        Meeting(request, time, _prize(part, units, request, of_meeting), tuple(sorted(of_meeting)))
        for (request, time), of_meeting in sorted(ways.items())
        if len(of_meeting) >= part.needed[request]
    ]


def _prize(part: Part, units: Ints, request: int, ways: Sequence[Way]) -> int:
    if all(way.is_free for way in ways):
        return int(part.needed[request] * units[request])
    return 1 << 60


def agree(part: Part, meetings: Sequence[Meeting]) -> list[Way]:
    """Choose meetings one after the other, the greatest gain first, as long as the prices say that they pay.

    Returns:
        The way of every helper who comes to one; one meeting a request, one way a helper.
    """
    ways: dict[int, Way] = {}
    served: set[int] = set()
    for meeting in sorted(meetings, key=lambda one: (_least_loss(part, one) - one.prize, one.request, one.time)):
        free = [way for way in meeting.ways if way.week not in ways]
        team = free[: int(part.needed[meeting.request])]
        is_full = len(team) == part.needed[meeting.request]
        if meeting.request not in served and is_full and sum(way.loss for way in team) <= meeting.prize:
            served.add(meeting.request)
            ways |= {way.week: way for way in team}
    return list(ways.values())


def _least_loss(part: Part, meeting: Meeting) -> int:
    return sum(way.loss for way in meeting.ways[: int(part.needed[meeting.request])])


def with_agreed(part: Part, ways: Sequence[Way]) -> Part:
    """Return the part in which these helpers must come as agreed, and nobody comes to any other meeting."""
    weeks = part.weeks
    locked, points = weeks.locked.copy(), weeks.points.copy()
    options = np.array([way.option for way in ways], dtype=np.int64)
    is_meeting = part.together[weeks.request]
    locked[is_meeting] = False
    locked[options] = True
    points[is_meeting & ~locked] = NEVER
    musts = np.add.reduceat(np.append(locked, False).astype(np.int64), weeks.first[:-1])
    return replace(part, weeks=weeks._replace(locked=locked, points=points, musts=musts))


def plans_with_agreed(part: Part, plans: Plans, ways: Sequence[Way]) -> Plans:
    """Return the plans that go with what is agreed, and two for each helper who comes to a meeting.

    Args:
        part: as `with_agreed` returns it.
        plans: of the part before.
        ways: what is agreed.
    """
    kept = Plans(part)
    table = plans.table()
    closed = part.weeks.points[table.option] == NEVER
    musts = table.sums((part.weeks.locked[table.option]).astype(np.int64))
    fits = (table.sums(closed.astype(np.int64)) == 0) & (musts == part.weeks.musts[table.week])
    for number in np.flatnonzero(fits).tolist():
        kept.add(plans.week[number], plans.plan[number])
    for way in ways:
        kept.add(way.week, (option for option in way.plan if part.weeks.points[option] != NEVER))
        kept.add(way.week, (option for option in way.plan if part.weeks.locked[option]))
    return kept
