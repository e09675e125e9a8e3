"""Bringing helpers together: at which of its times a request that wants several at once is served, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.meeting_rows import MeetingRows
from matching.pairing.packing import fits
from matching.pairing.parts import Part
from matching.pairing.plans import Plan, Plans
from matching.pairing.prices import Prices
from matching.pairing.pricing import Question, best_with, gains_of
from matching.pairing.weeks import Ints

# Points of an option that nobody may choose.
NEVER = -(1 << 40)


@dataclass(frozen=True, order=True)
class Way:
    """One helper's best week with one option of a request that wants its helpers together.

    Attributes:
        is_free: False if the helper is locked to the request: those come first.
        absence: how far the program does without the helper, 0..1 rounded.
        cost: what the helper's week loses by coming, less the price the helper pays for it, in units.
        loss: what the helper's best week is worth more, at the prices, in units; 0 or more.
    """

    is_free: bool
    absence: float
    cost: int
    loss: int
    week: int
    option: int
    plan: Plan


@dataclass(frozen=True)
class Meeting:
    """One time of a request, and the ways to come, the most likely and cheapest first.

    Attributes:
        held: how far it takes place in the program, 0..1 rounded.
    """

    request: int
    time: int
    held: float
    ways: tuple[Way, ...]


def meetings_of(part: Part, prices: Prices, most: Ints, rows: MeetingRows | None) -> list[Meeting]:
    """Return every time of every request that wants its helpers together, if enough of them have a way.

    Args:
        part: helpers and requests.
        prices: in units.
        most: worth of each helper's best plan at these prices.
        rows: what the program says of meetings, if it knows of them.
    """
    options = np.flatnonzero(part.weeks.time >= 0)
    gains, load = gains_of(part, prices.option, UNITS_PER_POINT), part.weeks.load * UNITS_PER_POINT
    found = best_with(part, Question(gains, load, 1, most), options)
    weeks = np.searchsorted(part.weeks.first, options, side="right") - 1
    coming = np.zeros(len(part)) if rows is None else rows.coming
    held = np.zeros(int(part.weeks.time.max(initial=-1)) + 1) if rows is None else rows.held
    ways: dict[tuple[int, int], list[Way]] = {}
    for row in np.flatnonzero(found.count).tolist():
        option, week = int(options[row]), int(weeks[row])
        plan = tuple(sorted(found.plan[row, 0, : found.size[row, 0]].tolist()))
        loss = int(most[week] - found.worth[row, 0])
        absence = round(1 - float(coming[option]), 3)
        way = Way(
            not part.weeks.locked[option], absence, loss - int(prices.option[option]), loss, week, option, plan
        )
        ways.setdefault((int(part.weeks.request[option]), int(part.weeks.time[option])), []).append(way)
    return [
        Meeting(request, time, round(float(held[time]), 3), tuple(sorted(of_meeting)))
        for (request, time), of_meeting in sorted(ways.items())
        if len(of_meeting) >= part.needed[request]
    ]


def agree(part: Part, meetings: Sequence[Meeting]) -> list[int]:
    """Choose meetings one after the other, the likeliest first, then the greatest gain, as long as they pay.

    Returns:
        The options of all helpers who come to one; they go together, and each request has one time.
    """
    agreed: dict[int, tuple[int, ...]] = {}
    served: set[int] = set()
    for meeting in sorted(meetings, key=lambda one: (-one.held, _least_cost(part, one), one.request, one.time)):
        if meeting.request in served:
            continue
        team = _team(part, meeting, agreed)
        pays = sum(way.cost for way in team) <= 0 or not all(way.is_free for way in meeting.ways)
        if team and pays:
            served.add(meeting.request)
            agreed |= {way.week: (*agreed.get(way.week, ()), way.option) for way in team}
    return sorted(option for options in agreed.values() for option in options)


def _team(part: Part, meeting: Meeting, agreed: Mapping[int, tuple[int, ...]]) -> list[Way]:
    """The first helpers whose weeks can take the meeting besides what they have agreed to; none if too few."""
    needed = int(part.needed[meeting.request])
    fitting = (
        way
        for way in meeting.ways
        if way.week not in agreed or _fits(part, way.week, (*agreed[way.week], way.option))
    )
    team = list(islice(fitting, needed))
    return team if len(team) == needed else []


def _fits(part: Part, week: int, options: tuple[int, ...]) -> bool:
    """Whether a week holds all these options besides what is locked."""
    weeks = part.weeks
    own = range(weeks.first[week], weeks.first[week + 1])
    plan = sorted({*options, *(option for option in own if weeks.locked[option] and weeks.time[option] < 0)})
    minutes = int(weeks.minutes[plan].sum())
    return len(plan) <= weeks.room[week] and minutes <= weeks.most_minutes[week] and fits(part.weeks, part.ways, plan)


def _least_cost(part: Part, meeting: Meeting) -> int:
    return sum(way.cost for way in meeting.ways[: int(part.needed[meeting.request])])


def with_agreed(part: Part, agreed: Sequence[int]) -> Part:
    """Return the part in which helpers must come as agreed, and nobody comes to any other meeting.

    Args:
        part: helpers and requests.
        agreed: options.
    """
    weeks = part.weeks
    locked, points = weeks.locked.copy(), weeks.points.copy()
    is_meeting = part.together[weeks.request]
    locked[is_meeting] = False
    locked[list(agreed)] = True
    points[is_meeting & ~locked] = NEVER
    musts = np.add.reduceat(np.append(locked, False).astype(np.int64), weeks.first[:-1])
    return replace(part, weeks=weeks._replace(locked=locked, points=points, musts=musts))


def plans_that_go_with(part: Part, plans: Plans) -> Plans:
    """Return those of the plans that do what is agreed and nothing else with others, and the least of each helper.

    Args:
        part: as `with_agreed` returns it.
        plans: of the part before.
    """
    kept = Plans(part)
    table = plans.table()
    closed = part.weeks.points[table.option] == NEVER
    musts = table.sums((part.weeks.locked[table.option]).astype(np.int64))
    fitting = (table.sums(closed.astype(np.int64)) == 0) & (musts == part.weeks.musts[table.week])
    for number in np.flatnonzero(fitting).tolist():
        kept.add(plans.week[number], plans.plan[number])
    # Whoever comes as agreed needs a plan with nothing else, or the program might have no answer.
    for week in np.flatnonzero(part.weeks.musts).tolist():
        own = range(part.weeks.first[week], part.weeks.first[week + 1])
        kept.add(week, (option for option in own if part.weeks.locked[option]))
    return kept
