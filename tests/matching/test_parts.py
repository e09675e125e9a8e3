"""A part of a problem as arrays: what is in it, and that nothing is lost on the way."""

import pickle

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.parts import Part, part_of
from matching.pairing.problem import Helper, Problem, Request, Window
from matching.pairing.scoring import value
from matching.pairing.weeks import NO_LIMIT
from matching.periods import MINUTES_PER_DAY, common_starts
from tests.matching.strategies import problems
from tests.matching.tiny_parts import options_of, starts_of_option, whole_part


def moments(part: Part, option: int) -> list[int]:
    """Possible starts of an option in minutes after Monday 00:00."""
    starts = starts_of_option(part, option)
    return [weekday * MINUTES_PER_DAY + start for weekday in sorted(starts) for start in starts[weekday]]


@settings(deadline=None, max_examples=60)
@given(problems(), st.data())
def test_some_pairs_make_a_part_with_all_that_a_search_needs(problem: Problem, data: st.DataObject) -> None:
    candidates = find_candidates(problem)
    all_rows = list(range(len(candidates)))
    rows = np.array(data.draw(st.permutations(all_rows)), dtype=np.int64)[
        : data.draw(st.integers(0, len(all_rows)))
    ]
    part = part_of(candidates, rows)
    weeks, seen = part.weeks, []
    for week, helper in enumerate(part.helper.tolist()):
        assert weeks.most_minutes[week] == (problem.helpers[helper].minutes_per_week or NO_LIMIT)
        for option in options_of(part, week):
            request = int(part.request[weeks.request[option]])
            (row,) = np.flatnonzero((candidates.helper == helper) & (candidates.request == request)).tolist()
            seen.append(row)
            assert weeks.points[option] == value(problem)[request] + candidates.score[row]
            assert weeks.minutes[option] == candidates.minutes[row]
            asked = problem.requests[request]
            assert (weeks.visits[option], weeks.visit_minutes[option]) == (
                asked.visits_per_week,
                asked.visit_minutes,
            )
            assert weeks.timed[option] == bool(problem.helpers[helper].windows or asked.windows)
            assert moments(part, option) == (_common(problem, helper, request) if weeks.timed[option] else [])
    assert sorted(seen) == sorted(rows.tolist())
    assert part.needed.tolist() == [problem.requests[index].helpers_needed for index in part.request]


def _common(problem: Problem, helper: int, request: int) -> list[int]:
    return list(
        common_starts(
            problem.helpers[helper].windows,
            problem.requests[request].windows,
            visit_minutes=problem.requests[request].visit_minutes,
            grid_minutes=problem.policy.grid_minutes,
        )
    )


@settings(deadline=None, max_examples=20)
@given(problems())
def test_a_part_travels_to_other_machines(problem: Problem) -> None:
    part = whole_part(problem)
    other = pickle.loads(pickle.dumps(part))
    assert all((mine == theirs).all() for mine, theirs in zip(part.weeks[:-2], other.weeks[:-2], strict=True))
    assert len(part) == len(other)


def outing(*hours: int, helpers: int = 2) -> Part:
    """A request for two at once, on Monday at any of the hours; all helpers are always free."""
    return whole_part(
        build_problem(
            helpers=[Helper(id=f"h{n}", latitude=51.5, longitude=7.4) for n in range(helpers)],
            requests=[
                Request(
                    id="r",
                    latitude=51.5,
                    longitude=7.4,
                    helpers_needed=2,
                    together=True,
                    windows=tuple(Window(0, hour * 60, hour * 60 + 60) for hour in hours),
                )
            ],
        )
    )


def test_a_request_for_company_gives_an_option_for_each_time() -> None:
    part = outing(9, 11, 14)
    assert part.weeks.time.tolist() == [0, 1, 2, 0, 1, 2]
    assert [moments(part, option) for option in options_of(part, 1)] == [[540], [660], [840]]
    assert part.together.tolist() == [True]


def test_who_waits_longest_ranks_highest_then_the_smaller_id() -> None:
    waits = (3, 9, 3)
    requests = [
        Request(id=f"r{n}", latitude=51.5, longitude=7.4, waiting_days=days) for n, days in enumerate(waits)
    ]
    problem = build_problem(helpers=[Helper(id="h", latitude=51.5, longitude=7.4)], requests=requests)
    assert whole_part(problem).rank.tolist() == [2, 3, 1]
