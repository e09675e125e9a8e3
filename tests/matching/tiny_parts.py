"""Parts of tiny problems, and their week plans found by trying everything, in plain Python."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from matching.pairing.candidates import find_candidates
from matching.pairing.parts import Part, part_of
from matching.pairing.plans import Plan
from matching.pairing.problem import Problem
from matching.pairing.weeks import Ints
from tests.matching.tiny_problems import tiny_problems

Visit = tuple[int, int, int]


def whole_part(problem: Problem) -> Part:
    """The problem as one part, however many connected ones it has."""
    candidates = find_candidates(problem)
    return part_of(candidates, np.arange(len(candidates)))


@st.composite
def tiny_parts(draw: st.DrawFn, *, together: bool = True, locks: bool = True) -> Part:
    """A part of a few options, at least one."""
    part = whole_part(draw(tiny_problems(together=together, locks=locks)))
    assume(len(part) > 0)
    return part


@st.composite
def priced_parts(draw: st.DrawFn, *, together: bool = True, locks: bool = True) -> tuple[Part, Ints]:
    """A part, and a gain for each option: what it would be worth at random prices of the requests."""
    part = draw(tiny_parts(together=together, locks=locks))
    count = len(part.request)
    prices = draw(st.lists(st.integers(0, 60), min_size=count, max_size=count))
    return part, part.weeks.points - np.array(prices, dtype=np.int64)[part.weeks.request]


def options_of(part: Part, week: int) -> range:
    return range(int(part.weeks.first[week]), int(part.weeks.first[week + 1]))


def week_of(part: Part, option: int) -> int:
    return next(week for week in range(len(part.helper)) if option in options_of(part, week))


def starts_of_option(part: Part, option: int) -> dict[int, list[int]]:
    """Possible starts by weekday, those without left out."""
    weeks, found = part.weeks, {}
    for weekday in range(7):
        rows = range(
            int(weeks.stretch_first[7 * option + weekday]), int(weeks.stretch_first[7 * option + weekday + 1])
        )
        starts = [
            start
            for row in rows
            for start in range(
                int(weeks.stretch_from[row]), int(weeks.stretch_to[row]) + 1, weeks.grid_minutes
            )
        ]
        if starts:
            found[weekday] = starts
    return found


def is_packable(part: Part, plan: Plan) -> bool:
    """Whether all visits find a time: every choice of days and starts is tried."""
    return _finds_times(part, [option for option in plan if part.weeks.timed[option]], [])


def _finds_times(part: Part, options: list[int], placed: list[Visit]) -> bool:
    if not options:
        return True
    option, rest = options[0], options[1:]
    starts = starts_of_option(part, option)
    return any(
        all(_go_together(part, visit, other) for visit in visits for other in placed)
        and _finds_times(part, rest, [*placed, *visits])
        for days in combinations(sorted(starts), int(part.weeks.visits[option]))
        for chosen in product(*(starts[day] for day in days))
        for visits in [[(option, day, start) for day, start in zip(days, chosen, strict=True)]]
    )


def _go_together(part: Part, one: Visit, other: Visit) -> bool:
    (_, day, _), (_, other_day, _) = one, other
    return day != other_day or _is_before(part, one, other) or _is_before(part, other, one)


def _is_before(part: Part, one: Visit, other: Visit) -> bool:
    (option, _, start), (later, _, later_start) = one, other
    return start + int(part.weeks.visit_minutes[option]) + travel_min(part, option, later) <= later_start


def travel_min(part: Part, option: int, later: int) -> int:
    """Minutes from one option to another; tiny problems have a matrix or no travel."""
    here, there = part.weeks.request[option], part.weeks.request[later]
    if not len(part.ways.minutes) or part.ways.remote[here] or part.ways.remote[there]:
        return 0
    return int(part.ways.minutes[here, there])


def plans_of(part: Part, week: int, *, most: int | None = None) -> Iterator[Plan]:
    """Every week plan of a helper, the empty one included; with locked pairs, those that contain them.

    `most` stands in for the room of the week.
    """
    weeks, options = part.weeks, options_of(part, week)
    room = int(weeks.room[week]) if most is None else most
    for size in range(min(room, len(options)) + 1):
        for plan in combinations(options, size):
            if keeps_limits(part, week, plan) and is_packable(part, plan):
                yield plan


def keeps_limits(part: Part, week: int, plan: Plan) -> bool:
    """Whether a plan contains what is locked, serves no request twice, and keeps to the minutes."""
    weeks = part.weeks
    requests = weeks.request[list(plan)].tolist()
    return (
        int(weeks.locked[list(plan)].sum()) == weeks.musts[week]
        and len(set(requests)) == len(requests)
        and int(weeks.minutes[list(plan)].sum()) <= weeks.most_minutes[week]
    )


def worth_of(gains: Ints, load: int, plan: Plan) -> int:
    """Gains of a plan less the load cost."""
    return int(gains[list(plan)].sum()) - load * len(plan) * (len(plan) - 1) // 2


def best_worth(part: Part, gains: Ints, week: int) -> int | None:
    """Worth of the best plan; None when locked pairs allow none."""
    return max((worth_of(gains, part.weeks.load, plan) for plan in plans_of(part, week)), default=None)
