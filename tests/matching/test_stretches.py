"""Stretches of possible starts against the moments that `periods` lists one by one."""

import numpy as np
from hypothesis import given, settings

from matching.pairing.candidates import find_candidates
from matching.pairing.problem import Problem
from matching.pairing.stretches import PairTimes, Stretches, stretches_of
from matching.periods import MINUTES_PER_DAY, common_starts
from tests.matching.strategies import problems


def moments(stretches: Stretches, pair: int, grid_minutes: int) -> list[int]:
    """Every start of a pair in minutes after Monday 00:00."""
    found = []
    for weekday in range(7):
        for row in range(
            int(stretches.first[7 * pair + weekday]), int(stretches.first[7 * pair + weekday + 1])
        ):
            starts = range(int(stretches.start[row]), int(stretches.end[row]) + 1, grid_minutes)
            found += [weekday * MINUTES_PER_DAY + start for start in starts]
    return found


def times_of(problem: Problem) -> tuple[PairTimes, list[list[int]]]:
    """Possible pairs, and the moments of each by `periods`."""
    candidates = find_candidates(problem)
    columns = candidates.columns
    helper, request = candidates.helper, candidates.request
    timed = columns.helpers.has_windows[helper] | columns.requests.has_windows[request]
    listed = [
        common_starts(
            problem.helpers[h].windows,
            problem.requests[r].windows,
            visit_minutes=problem.requests[r].visit_minutes,
            grid_minutes=problem.policy.grid_minutes,
        )
        if has_times
        else []
        for h, r, has_times in zip(helper.tolist(), request.tolist(), timed.tolist(), strict=True)
    ]
    anytime = np.full(len(helper), -1, dtype=np.int32)
    return PairTimes(helper, request, timed, anytime, []), [list(one) for one in listed]


@settings(deadline=None, max_examples=100)
@given(problems())
def test_stretches_hold_the_starts_that_suit_both_sides(problem: Problem) -> None:
    pairs, listed = times_of(problem)
    grid = problem.policy.grid_minutes
    stretches = stretches_of(find_candidates(problem).columns, pairs)
    assert [moments(stretches, pair, grid) for pair in range(len(listed))] == listed
    assert stretches.days.tolist() == [len({one // MINUTES_PER_DAY for one in pair}) for pair in listed]


@settings(deadline=None, max_examples=50)
@given(problems())
def test_neighbouring_starts_make_one_stretch(problem: Problem) -> None:
    pairs, _ = times_of(problem)
    stretches = stretches_of(find_candidates(problem).columns, pairs)
    for begin, end in zip(stretches.first[:-1].tolist(), stretches.first[1:].tolist(), strict=True):
        gaps = stretches.start[begin + 1 : end].astype(int) - stretches.end[begin : max(begin, end - 1)]
        assert (gaps > problem.policy.grid_minutes).all()


@settings(deadline=None, max_examples=50)
@given(problems())
def test_an_agreed_time_leaves_only_its_own_moments(problem: Problem) -> None:
    pairs, listed = times_of(problem)
    grid = problem.policy.grid_minutes
    times = [tuple(one[::2]) for one in listed]
    agreed = PairTimes(pairs.helper, pairs.request, pairs.timed, np.arange(len(times), dtype=np.int32), times)
    stretches = stretches_of(find_candidates(problem).columns, agreed)
    assert [moments(stretches, pair, grid) for pair in range(len(times))] == [list(one) for one in times]


@settings(deadline=None, max_examples=50)
@given(problems())
def test_some_pairs_keep_what_they_have(problem: Problem) -> None:
    pairs, listed = times_of(problem)
    grid = problem.policy.grid_minutes
    kept = np.arange(len(listed)) % 2 == 0
    stretches = stretches_of(find_candidates(problem).columns, pairs).keep(kept)
    assert [moments(stretches, pair, grid) for pair in range(int(kept.sum()))] == listed[::2]
