"""An even share for every district: whoever is below the floor counts more, until all have reached it.

Without a floor the engine serves whom the points say, and a district with few helpers around may stay far
behind. With a floor, districts below it are raised step by step: each step adds `weights.coverage` points to
the value of every request there, which is more than comfort (distance, skills, language) can outweigh, and
the town is matched again. The answer whose worst district is best is kept, then the next worst, and so on. It
is an ordinary answer of the problem with the raised values, so its bound proves it like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from matching.pairing.answer import Answer
from matching.pairing.problem import Problem
from matching.pairing.scoring import value_of

# A district is raised so many times at most: five steps are worth as much as serving one person more.
MOST_STEPS = 5


@dataclass(frozen=True)
class Evened:
    """An answer and the problem with the raised values that it solves.

    Attributes:
        steps: how often each district was raised, 1 to `MOST_STEPS`; districts never raised are not there.
    """

    problem: Problem
    answer: Answer
    steps: Mapping[str, int]


def match_evenly(problem: Problem, match: Callable[[Problem], Answer]) -> Evened:
    """Match a town, and again as long as districts below the floor of its policy can be raised.

    Args:
        problem: without a floor it is matched once, as it is.
        match: the engine.
    """
    best = Evened(problem, match(problem), {})
    steps: Counter[str] = Counter()
    while True:
        behind = _behind(problem, best.answer)
        raised = {district: steps[district] + 1 for district in behind if steps[district] < MOST_STEPS}
        if not raised:
            return best
        steps.update(dict.fromkeys(raised, 1))
        lifted = with_steps(problem, steps)
        other = Evened(lifted, match(lifted), dict(sorted(steps.items())))
        if _evenness(problem, other.answer) > _evenness(problem, best.answer):
            best = other
        elif all(count == MOST_STEPS for count in raised.values()):
            return best


def with_steps(problem: Problem, steps: Mapping[str, int]) -> Problem:
    """Return the problem with the values of raised districts written down."""
    weights = problem.policy.weights
    requests = tuple(
        replace(one, value=value_of(one, weights) + steps[one.district] * weights.coverage)
        if steps.get(one.district)
        else one
        for one in problem.requests
    )
    return replace(problem, requests=requests)


def faulty_steps(problem: Problem, steps: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each (district, steps) that no match of this problem can have come to."""
    districts = {request.district for request in problem.requests} if problem.policy.coverage_floor else set()
    for district, count in steps.items():
        is_allowed = isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= MOST_STEPS
        if district not in districts or not is_allowed:
            yield district, count


def served_shares(problem: Problem, answer: Answer) -> dict[str, float]:
    """Return for each district with requests the share of their places that are filled, 0..1."""
    wanted, filled = Counter[str](), Counter[str]()
    district_of = {request.id: request.district for request in problem.requests}
    for request in problem.requests:
        wanted[request.district] += request.helpers_needed
    for item in answer.assignments:
        filled[district_of[item.request_id]] += 1
    return {district: filled[district] / wanted[district] for district in sorted(wanted)}


def _behind(problem: Problem, answer: Answer) -> list[str]:
    floor = problem.policy.coverage_floor
    return [district for district, share in served_shares(problem, answer).items() if share < floor]


def _evenness(problem: Problem, answer: Answer) -> list[float]:
    """Shares up to the floor, the worst first: of two answers the one with the greater list is more even."""
    floor = problem.policy.coverage_floor
    return sorted(min(share, floor) for share in served_shares(problem, answer).values())
