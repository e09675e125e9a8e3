"""How many requests a week can hold, against all plans there are."""

from dataclasses import replace

from hypothesis import assume, given, settings

from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Problem, Request, Window
from tests.matching.tiny_parts import plans_of, whole_part
from tests.matching.tiny_problems import tiny_problems


@settings(deadline=None, max_examples=40)
@given(tiny_problems())
def test_no_plan_has_more_requests_than_there_is_room_for(problem: Problem) -> None:
    part = whole_part(problem)
    assume(len(part) > 0)
    for week, helper in enumerate(part.helper.tolist()):
        capacity = problem.helpers[helper].max_requests
        largest = max((len(plan) for plan in plans_of(part, week, most=capacity)), default=0)
        assert largest <= part.weeks.room[week] <= capacity


def room_for(helper: Helper, *requests: Request) -> int:
    return int(whole_part(build_problem(helpers=[helper], requests=requests)).weeks.room[0])


def helper(**values: object) -> Helper:
    return replace(Helper(id="h", latitude=51.5, longitude=7.4, max_requests=99), **values)  # type: ignore[arg-type]


def request(number: int, **values: object) -> Request:
    return replace(Request(id=f"r{number}", latitude=51.5, longitude=7.4), **values)  # type: ignore[arg-type]


def test_minutes_are_shared_by_the_shortest_request() -> None:
    requests = [request(number, visit_minutes=30 + 15 * number) for number in range(3)]
    assert room_for(helper(minutes_per_week=100), *requests) == 3
    assert room_for(helper(minutes_per_week=89), *requests) == 2


def test_windows_hold_so_many_of_the_shortest_visits() -> None:
    morning = (Window(0, 540, 660), Window(3, 540, 590))
    # Starts 9:00, 9:15, ... 10:00 on Monday and none on Thursday, as a visit takes an hour.
    assert room_for(helper(windows=morning), *(request(number) for number in range(5))) == 2
    twice = [request(number, visits_per_week=2, visit_minutes=30) for number in range(5)]
    # Four half hours on Monday and one on Thursday, two visits each.
    assert room_for(helper(windows=morning), *twice) == 2


def test_one_request_without_times_leaves_the_capacity_alone() -> None:
    window = (Window(0, 540, 600),)
    timed = [request(number, windows=window) for number in range(3)]
    assert room_for(helper(), *timed) == 1
    assert room_for(helper(), *timed, request(3)) == 4
