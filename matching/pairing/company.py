"""Bringing helpers together: when a request that wants several at once is served, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.meeting_rows import MeetingRows
from matching.pairing.packing import fits
from matching.pairing.parts import Part
from matching.pairing.plans import Plan, PlanTable
from matching.pairing.prices import Prices
from matching.pairing.pricing import Question, best_with, gains_of
from matching.pairing.weeks import Bools, Ints, Weeks

# Points of an option that nobody may choose.
NEVER = -(1 << 40)


@dataclass(frozen=True, order=True)
class Way:
    """One helper's best week with one option of a request that wants its helpers together.

    Attributes:
        is_free: False if the helper is locked to the request: those come first.
        cost: what the helper's week loses by coming, less the price the helper pays for it, in units.
        loss: what the helper's best week is worth more, at the prices, in units; 0 or more.
    """

    is_free: bool
    cost: int
    loss: int
    week: int
    option: int
    plan: Plan


@dataclass(frozen=True, order=True)
class Meeting:
    """One time of a request, and the ways to come, the cheapest first."""

    request: int
    time: int
    ways: tuple[Way, ...]

    @property
    def is_free(self) -> bool:
        """False if somebody is locked to the request."""
        return self.ways[0].is_free


def meetings_of(part: Part, prices: Prices, most: Ints) -> list[Meeting]:
    """Return every time of every request that wants its helpers together, if enough of them have a way.

    Whoever is locked to the request must be among them, or it is no time for the others either.

    Args:
        part: helpers and requests.
        prices: in units.
        most: worth of each helper's best plan at these prices.
    """
    options = np.flatnonzero(part.weeks.time >= 0)
    gains, load = gains_of(part, prices.option, UNITS_PER_POINT), part.weeks.load * UNITS_PER_POINT
    found = best_with(part, Question(gains, load, 1, most), options)
    weeks = np.searchsorted(part.weeks.first, options, side="right") - 1
    ways: dict[tuple[int, int], list[Way]] = {}
    for row in np.flatnonzero(found.count).tolist():
        option, week = int(options[row]), int(weeks[row])
        plan = tuple(sorted(found.plan[row, 0, : found.size[row, 0]].tolist()))
        loss = int(most[week] - found.worth[row, 0])
        way = Way(not part.weeks.locked[option], loss - int(prices.option[option]), loss, week, option, plan)
        ways.setdefault((int(part.weeks.request[option]), int(part.weeks.time[option])), []).append(way)
    bound = _bound_helpers(part)
    return [
        Meeting(request, time, tuple(sorted(of_meeting)))
        for (request, time), of_meeting in sorted(ways.items())
        if len(of_meeting) >= part.needed[request]
        and sum(not way.is_free for way in of_meeting) == bound[request]
    ]


def _bound_helpers(part: Part) -> Ints:
    """Count the helpers who are locked to each request, at whatever time."""
    options = np.flatnonzero(part.weeks.locked)
    owner = np.searchsorted(part.weeks.first, options, side="right") - 1
    pairs = np.unique(np.stack([owner, part.weeks.request[options]]), axis=1)
    return np.bincount(pairs[1], minlength=len(part.request))


class Agreement:
    """Who comes to which meeting, agreed step by step.

    Attributes:
        options: of each week with anything agreed; they go together.
        served: the requests that have a time.
    """

    def __init__(self, part: Part, meetings: Sequence[Meeting]) -> None:
        self.options: dict[int, tuple[int, ...]] = {}
        self.served: set[int] = set()
        self._part, self._meetings = part, meetings

    def grow(self, rows: MeetingRows, least: float) -> bool:
        """Agree on further meetings: those somebody must come to, then the likeliest that pay.

        Returns whether there were any.

        Args:
            rows: how far meetings take place in the program, and who comes.
            least: a meeting has to take place so far at least, 0..1.
        """
        before = len(self.served)
        held = {one: round(float(rows.held[one.time]), 3) for one in self._meetings}
        likely = [one for one in self._meetings if held[one] >= least]
        for one in sorted(likely, key=lambda one: (one.is_free, -held[one], self._least_cost(one), one)):
            if one.request in self.served:
                continue
            team = self._team(one, rows)
            pays = not one.is_free or sum(way.cost for way in team) <= 0
            if team and pays:
                self.served.add(one.request)
                self.options |= {way.week: (*self.options.get(way.week, ()), way.option) for way in team}
        return len(self.served) > before

    def _least_cost(self, meeting: Meeting) -> int:
        return sum(way.cost for way in meeting.ways[: int(self._part.needed[meeting.request])])

    def _team(self, meeting: Meeting, rows: MeetingRows) -> list[Way]:
        """The likeliest helpers whose weeks can take it besides what they agreed to.

        Nobody if they are too few, or if somebody who is locked to the request is not among them.
        """
        needed = int(self._part.needed[meeting.request])
        likeliest = sorted(
            meeting.ways, key=lambda way: (way.is_free, -round(float(rows.coming[way.option]), 3), way)
        )
        fitting = (way for way in likeliest if self._is_fitting(way))
        team = list(islice(fitting, needed))
        is_whole = all(way.is_free or way in team for way in meeting.ways)
        return team if is_whole and len(team) == needed else []

    def _is_fitting(self, way: Way) -> bool:
        agreed = self.options.get(way.week)
        return agreed is None or _fits(self._part, way.week, (*agreed, way.option))

    def part(self, *, is_final: bool) -> Part:
        """Return the part in which helpers must come as agreed, and to no other meeting of those requests.

        Args:
            is_final: nobody comes to meetings of other requests either.
        """
        weeks = self._part.weeks
        locked, points = weeks.locked.copy(), weeks.points.copy()
        is_decided = self._part.together[weeks.request] & (
            is_final | np.isin(weeks.request, list(self.served))
        )
        locked[is_decided] = False
        locked[[option for options in self.options.values() for option in options]] = True
        points[is_decided & ~locked] = NEVER
        return replace(
            self._part, weeks=weeks._replace(locked=locked, points=points, musts=_musts(weeks, locked))
        )


def _musts(weeks: Weeks, locked: Bools) -> Ints:
    """Count the requests that each week must hold; a request may be locked at several times."""
    options = np.flatnonzero(locked)
    owner = np.searchsorted(weeks.first, options, side="right") - 1
    pairs = np.unique(np.stack([owner, weeks.request[options]]), axis=1)
    return np.bincount(pairs[0], minlength=len(weeks.first) - 1)


def _fits(part: Part, week: int, options: tuple[int, ...]) -> bool:
    """Whether a week holds all these options besides what is locked."""
    weeks = part.weeks
    own = range(weeks.first[week], weeks.first[week + 1])
    plan = sorted({*options, *(option for option in own if weeks.locked[option] and weeks.time[option] < 0)})
    minutes = int(weeks.minutes[plan].sum())
    return (
        len(plan) <= weeks.room[week]
        and minutes <= weeks.most_minutes[week]
        and fits(part.weeks, part.ways, plan)
    )


def goes_with(part: Part, table: PlanTable) -> Bools:
    """Return for each plan whether it does what is agreed and comes to no meeting that does not take place.

    Args:
        part: as `Agreement.part` returns it.
        table: plans.
    """
    weeks = part.weeks
    closed = table.sums((weeks.points[table.option] == NEVER).astype(np.int64))
    fitting: Bools = (closed == 0) & (
        table.sums(weeks.locked[table.option].astype(np.int64)) == weeks.musts[table.week]
    )
    return fitting


def least_plans(part: Part) -> dict[int, Plan]:
    """Return for each week with anything locked, meetings at one time only, the plan with nothing else.

    With these a program over any plans has an answer.
    """
    weeks = part.weeks
    plans = {}
    for week in np.flatnonzero(weeks.musts).tolist():
        own = range(weeks.first[week], weeks.first[week + 1])
        plans[week] = tuple(option for option in own if weeks.locked[option])
    return {week: plan for week, plan in plans.items() if len(plan) == weeks.musts[week]}
