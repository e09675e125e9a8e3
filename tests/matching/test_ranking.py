"""Ranking helpers for one request as `find_candidates` would, after any change, and what it costs others."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.examples import Town, example_town
from matching.pairing.answer import Answer, Assignment, Status, Visit
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.left_out import why_not
from matching.pairing.problem import Helper, Policy, Problem, Request, Travel, Window
from matching.pairing.ranking import Load, ProblemIndex, RankedHelper, StartTimes, rank_helpers
from matching.pairing.scoring import PART_NAMES
from tests.matching.strategies import helpers, problems, requests
from tests.matching.tiny_problems import tiny_problems

HOUR = 60
ANNA = Helper(id="anna", latitude=51.51, longitude=7.46, max_requests=3)
ASK = Request(id="ask", latitude=51.51, longitude=7.46)


def expected(problem: Problem, request: Request, at_most: int) -> list[tuple[str, int, float | None]]:
    """Id, score and distance of the best pairs of a request of the problem."""
    found, index = find_candidates(problem), problem.requests.index(request)
    places = range(found.of_request(index).start, found.of_request(index).stop)
    rows = [
        (problem.helpers[found.helper[place]].id, int(found.score[place]), float(found.distance_m[place]))
        for place in places
    ]
    best = sorted(rows, key=lambda row: (-row[1], row[0]))[:at_most]
    return [(name, score, None if np.isnan(metres) else metres) for name, score, metres in best]


def told(ranked: Sequence[RankedHelper]) -> list[tuple[str, int, float | None]]:
    return [(one.helper_id, one.score, one.distance_m) for one in ranked]


def answer(assignments: Sequence[Assignment] = (), prices: dict[str, float] | None = None) -> Answer:
    return Answer(
        assignments=tuple(assignments),
        objective=0,
        bound=0,
        prices=prices or {},
        status=Status.OPTIMAL,
        seconds=0,
    )


def taken(helper_id: str, request_id: str, *visits: Visit) -> Assignment:
    return Assignment(
        helper_id=helper_id, request_id=request_id, visits=visits, score=0, parts={}, distance_m=0.0
    )


def only(index: ProblemIndex, request: Request) -> RankedHelper:
    (ranked,) = rank_helpers(index, request)
    return ranked


@settings(deadline=None, max_examples=50)
@given(problems(), st.integers(1, 4))
def test_the_ranking_is_the_list_of_possible_pairs_sorted(problem: Problem, at_most: int) -> None:
    index = ProblemIndex(problem)
    for request in problem.requests:
        ranked = rank_helpers(index, request, at_most=at_most)
        assert told(ranked) == expected(problem, request, at_most)
        for one in ranked:
            assert sum(one.parts.values()) == one.score
            assert one.parts.keys() in ({"given"}, set(PART_NAMES))
            assert one.is_free


def test_the_ranking_of_a_town_is_the_list_of_possible_pairs_sorted() -> None:
    problem = example_town(Town(helpers=300, requests=120, seed=5))
    index = ProblemIndex(problem)
    for request in problem.requests:
        if not request.together:
            assert told(rank_helpers(index, request)) == expected(problem, request, 10)


@settings(deadline=None, max_examples=40)
@given(problems(), requests(9))
def test_a_request_from_outside_is_ranked_as_if_it_were_one_of_the_town(
    problem: Problem, request: Request
) -> None:
    grown = build_problem(
        helpers=problem.helpers,
        requests=[*problem.requests, request],
        pairs=problem.pairs,
        policy=problem.policy,
    )
    joined = next(one for one in grown.requests if one.id == request.id)
    assert told(rank_helpers(ProblemIndex(problem), joined)) == expected(grown, joined, 10)


@settings(deadline=None, max_examples=40)
@given(problems(), st.data())
def test_an_index_changed_in_place_is_the_index_of_the_changed_problem(
    problem: Problem, data: st.DataObject
) -> None:
    index = ProblemIndex(problem)
    people = {one.id: one for one in problem.helpers}
    asked = {one.id: one for one in problem.requests}
    for _ in range(data.draw(st.integers(1, 5))):
        number = data.draw(st.integers(0, 6))
        match data.draw(st.sampled_from(("put helper", "remove helper", "put request", "remove request"))):
            case "put helper":
                helper = build_problem(helpers=[data.draw(helpers(number))], requests=[]).helpers[0]
                helper = replace(helper, skills={**helper.skills, f"skill {number}": 1})
                people[helper.id] = helper
                index.put_helper(helper)
            case "put request":
                request = build_problem(helpers=[], requests=[data.draw(requests(number))]).requests[0]
                asked[request.id] = request
                index.put_request(request)
            case "remove helper" if people:
                gone = data.draw(st.sampled_from(sorted(people)))
                del people[gone]
                index.remove_helper(gone)
            case "remove request" if asked:
                gone = data.draw(st.sampled_from(sorted(asked)))
                del asked[gone]
                index.remove_request(gone)
    known = [pair for pair in problem.pairs if pair.helper_id in people and pair.request_id in asked]
    changed = build_problem(
        helpers=[*people.values()], requests=[*asked.values()], pairs=known, policy=problem.policy
    )
    for request in changed.requests:
        assert told(rank_helpers(index, request)) == expected(changed, request, 10)


def test_more_skills_than_a_word_has_bits() -> None:
    names = [f"skill {number:03d}" for number in range(150)]
    people = [replace(ANNA, id=name, skills={name: 3}) for name in names]
    problem = build_problem(helpers=people[:100], requests=[ASK])
    index = ProblemIndex(problem)
    for helper in people[100:]:
        index.put_helper(helper)
    for name in ("skill 000", "skill 063", "skill 064", "skill 127", "skill 149"):
        asked = replace(ASK, skills=frozenset({name}))
        assert [one.helper_id for one in rank_helpers(index, asked)] == [name]
    assert rank_helpers(index, replace(ASK, skills=frozenset({"unheard of"}))) == ()


def test_who_is_missing_fails_a_rule_that_can_be_asked_for() -> None:
    unable = replace(ANNA, id="ben", max_distance_m=10.0, latitude=51.52)
    problem = build_problem(helpers=[ANNA, unable], requests=[ASK])
    assert [one.helper_id for one in rank_helpers(ProblemIndex(problem), ASK)] == ["anna"]
    assert why_not(problem, "ben", "ask") == ("distance",)


def test_a_booking_takes_room_and_time_and_can_be_taken_off() -> None:
    busy = replace(ANNA, max_requests=2, minutes_per_week=120, windows=(Window(0, 8 * HOUR, 12 * HOUR),))
    other = replace(ASK, id="other", latitude=51.51 + 4_000 / 111_268)
    policy = Policy(detour=1.0, speed_kmh=16.0)
    problem = build_problem(helpers=[busy], requests=[ASK, other], policy=policy)
    index = ProblemIndex(problem)
    index.book("anna", "other", [Visit(0, 10 * HOUR, 11 * HOUR)])
    ranked = only(index, ASK)
    # The way takes 15 minutes: from 8:00 until 8:45, and after the visit there is no time any more.
    assert ranked.free_times == (StartTimes(0, 480, 525),)
    assert ranked.is_free
    assert ranked.load == Load(requests=1, max_requests=2, minutes=60, minutes_per_week=120)
    longer = replace(ASK, visits_per_week=1, visit_minutes=75)
    assert not only(index, longer).is_free
    assert rank_helpers(index, longer, only_free=True) == ()
    index.unbook("anna", "other")
    assert only(index, ASK).free_times == (StartTimes(0, 480, 660),)
    with pytest.raises(KeyError):
        index.unbook("anna", "other")


def test_an_answer_is_booked_and_the_request_itself_is_not_in_its_own_way() -> None:
    problem = build_problem(
        helpers=[replace(ANNA, windows=(Window(0, 480, 540),), max_requests=1)], requests=[ASK]
    )
    index = ProblemIndex(problem, answer([taken("anna", "ask", Visit(0, 480, 540))]))
    assert only(index, ASK).is_free
    assert only(index, ASK).load.requests == 0
    assert not only(index, replace(ASK, id="new")).is_free


@settings(deadline=None, max_examples=40)
@given(tiny_problems(together=False, locks=False), st.data())
def test_free_times_are_those_at_which_nothing_collides(problem: Problem, data: st.DataObject) -> None:
    found = find_candidates(problem)
    if not len(found):
        return
    pair = data.draw(st.integers(0, len(found) - 1))
    helper = problem.helpers[found.helper[pair]]
    request = problem.requests[found.request[pair]]
    booked = data.draw(st.sampled_from(problem.requests))
    start = data.draw(st.integers(8, 14)) * HOUR
    visit = Visit(data.draw(st.integers(0, 2)), start, start + booked.visit_minutes)
    index = ProblemIndex(problem, answer([taken(helper.id, booked.id, visit)]))
    ranked = next(one for one in rank_helpers(index, request) if one.helper_id == helper.id)
    times = {
        (one.weekday, start_min)
        for one in ranked.free_times
        for start_min in range(one.first_min, one.last_min + 1, problem.policy.grid_minutes)
    }
    assert times == _free(problem, helper, request, [] if booked == request else [(booked, visit)])


def _free(
    problem: Problem, helper: Helper, request: Request, booked: list[tuple[Request, Visit]]
) -> set[tuple[int, int]]:
    """Every start on the grid inside the windows of both, tried one by one."""
    if not helper.windows and not request.windows:
        return set()
    starts = [(day, start) for day in range(7) for start in range(0, 1440, problem.policy.grid_minutes)]
    return {
        (day, start)
        for day, start in starts
        if _inside(helper, day, start, start + request.visit_minutes)
        and _inside(request, day, start, start + request.visit_minutes)
        and not any(_collides(problem, (request, day, start), other, visit) for other, visit in booked)
    }


def _inside(person: Helper | Request, day: int, start: int, end: int) -> bool:
    windows = person.windows or tuple(Window(day, 0, 1440) for day in range(7))
    return any(one.weekday == day and one.start_min <= start and end <= one.end_min for one in windows)


def _collides(problem: Problem, new: tuple[Request, int, int], other: Request, visit: Visit) -> bool:
    request, day, start = new
    there, back = _way(problem, request, other), _way(problem, other, request)
    in_time = start + request.visit_minutes + there <= visit.start_min or visit.end_min + back <= start
    return day == visit.weekday and not in_time


def _way(problem: Problem, earlier: Request, later: Request) -> int:
    if (
        problem.policy.travel is not Travel.MATRIX
        or problem.travel_min is None
        or earlier.remote
        or later.remote
    ):
        return 0
    return int(problem.travel_min[problem.requests.index(earlier), problem.requests.index(later)])
